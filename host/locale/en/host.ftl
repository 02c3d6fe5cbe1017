# What went wrong; the attribute says what to do about it.

error-malformed = This could not be read
    .detail = Check the request and send it again.
error-not_signed_in = Nobody is signed in
    .detail = Sign in, or send a valid token.
error-forbidden = You may not do this
    .detail = It needs the permission “{ $permission }”. An owner of the salon can grant it.
error-not_found = This is not here
    .detail = It may have been removed, or the address is wrong.
error-feature_off = This feature is switched off
    .detail = An owner can switch it on in the settings.
error-method_not_allowed = This cannot be done here
error-conflict = Something stands against it
error-changed_meanwhile = Somebody else changed this meanwhile
    .detail = Read it again and repeat your change.
error-if_match_required = The version is missing
    .detail = Send the version you are changing as If-Match.
error-invalid = Something is not right yet
    .detail = See the marked fields.
error-not_json = JSON is expected here
    .detail = Send the body as application/json.
error-unsupported_media_type = This kind of content is not accepted here
error-too_large = This is too large
error-upload_too_large = This is too large
    .detail = At most { $limit_mb } MB can be uploaded at once. Nothing was kept.
error-body_too_slow = The rest did not arrive
    .detail = Check the connection, and try it again.
error-too_many_requests = Too many attempts
    .detail = Wait a moment and try again.
error-refused = This was refused
error-cross_site = This request came from another site
    .detail = Open the page here and repeat it.
error-idempotency_key_reused = This Idempotency-Key was used for another request
    .detail = Use a fresh key.
error-idempotency_key_invalid = This is no Idempotency-Key
    .detail = It has 1 to 255 visible ASCII characters.
error-busy = Too much is going on right now
    .detail = Try again in a moment.
error-disk_full = There is no room left on the disk
error-object_gone = This file is not there any more
    .detail = Its content is missing from where files are kept. Tell whoever runs Kartoteka for you.
error-stopping = The host is about to stop
error-not_granted = This feature asks for something that the salon has not agreed to yet
    .detail = Who manages features can agree to it under Settings, Add feature.
error-mail_limit = Your salon has sent as many mails today as it may ({ $most })
    .detail = Tomorrow it goes on.
error-outside_timed_out = A service outside took too long
    .detail = Try again in a moment.
error-outside_unreachable = A service outside cannot be reached
    .detail = Try again in a moment.
error-outside_too_large = A service outside answered with too much
error-internal = Something failed on our side
    .detail = It has been noted. Try again in a moment.

# What is wrong with a field, after its name.

field-malformed = cannot be read: { $reason }
field-required = is missing
field-too_long = is too long; at most { $most }
field-too_many = are too many; at most { $most }
field-out_of_range = must be from { $least } to { $most }
field-limit_1_to_200 = must be from 1 to 200
field-not_a_cursor = is no place in this list

# The frame around every page.

frame-skip = Skip to the content
frame-places = Areas
place-settings = Settings
frame-home = To the start page
frame-search = Name, phone, number
frame-search-clear = Clear the search
frame-user-menu = Your account
frame-account = Account
frame-salons = Other salon
frame-sign-out = Sign out
frame-failed = That did not work. Try again.
frame-close = Close
frame-keys = Keys
frame-key-search = Search
frame-key-new = New client
frame-key-edit = Change the card
frame-key-list = Move in the list, open
frame-key-close = Close what is open
frame-key-help = These keys
frame-keys-switch = Use single keys
frame-request = For questions, give this number:
frame-back = Back
frame-to-start = To the start page

# Words of components.

frame-problems = { $count ->
    [one] Something is not right yet
   *[other] { $count } things are not right yet
  }
frame-undo = Undo
frame-before = before
frame-after = now
frame-chart-numbers = The numbers

# The areas of the settings.

area-users = Users
area-roles = Roles
area-tokens = Tokens
area-changes = Changes

# The number on the card of a client.

frame-client-number = No. { $number }

# When something was.

frame-today = today
frame-yesterday = yesterday
frame-just-now = just now
frame-minutes-ago = { $minutes ->
    [one] a minute ago
   *[other] { $minutes } minutes ago
  }
