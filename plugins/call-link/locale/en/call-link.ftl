place-call-link = Who is ringing
area-call-link = This workplace
slot-call-link-calls = Calls
call-link-about = Call from the card by the telephone of each workplace, note what came of it, and see who rings.

# What a role may be allowed.
permission-call-link-use = Call, note calls, and mark who is not to be called

# Errors and fields.
error-no_workplace = This is chosen at a workplace
    .detail = Sign in with a browser: a token has no workplace.
field-only_with_template = belongs to an address of the telephone system only
field-template_has_spaces = must have no spaces
field-template_needs_number = must have { "{number}" } exactly once
field-template_scheme = must begin with tel:, sip:, sips:, callto:, http: or https:
field-template_no_page = is no web address; it looks like https://pbx.example/call?to={ "{number}" }
field-template_no_address = is no address; write signs that addresses do not have as %20 and the like
field-no_phone = is no phone number that can be called

# A phone number that calls.
call-link-call = Call

# How a workplace calls.
call-link-workplace = How this workplace calls
call-link-workplace-lead = It holds for this browser as long as you are signed in. Until you choose, it calls as the salon’s settings say.
call-link-saved = Saved for this workplace.
call-link-field-kind = A phone number opens
call-link-kind-tel = The phone
call-link-kind-tel-hint = Begins with tel: and is right for a mobile, a tablet and most programs.
call-link-kind-sip = A telephone program
call-link-kind-sip-hint = Begins with sip: for programs that are a telephone themselves.
call-link-kind-callto = An older program
call-link-kind-callto-hint = Begins with callto: as some programs still expect it.
call-link-kind-template = An address of the telephone system
call-link-kind-template-hint = Your telephone system dials when this address is opened.
call-link-field-template = Address of the telephone system
call-link-template-hint = Write { $mark } where the number belongs.
call-link-field-number-form = The number is written
call-link-number-plus-hint = With a plus: the usual form.
call-link-number-zeros-hint = With two zeros, as it is dialled.
call-link-number-bare-hint = Without either.
call-link-preview = Preview
call-link-preview-of = { $number } becomes:
call-link-try = Try it
call-link-field-own = A number of your own
call-link-own-hint = Your mobile, say: then Preview has a button that calls it.
call-link-save = Save
call-link-cancel = Cancel
call-link-optional = optional

# The calls.
call-link-no-calls = No calls noted yet
call-link-note-call = Note call
call-link-field-outcome = What came of it
call-link-field-direction = Who called
call-link-field-phone = Phone
call-link-field-note = Note
call-link-field-client-id = Client
call-link-outcome-reached = Reached
call-link-outcome-not-reached = Not reached
call-link-outcome-voicemail = Voicemail
call-link-outcome-call-back = Call back
call-link-outcome-wrong-number = Wrong number
call-link-direction-out = We called
call-link-direction-in = They called
call-link-remove = Undo

# Who is not called.
call-link-do-not-call = Do not call
call-link-do-not-call-lead = { $who } asked not to be called. Everybody sees it on the card and in the list.
call-link-field-reason = Reason
call-link-reason-hint = Only for the salon. But the client may ask to see it (GDPR art. 15).
call-link-since = since { $day }
call-link-since-by = since { $day }, by { $who }
call-link-permit = May be called again
call-link-change-reason = Change reason

# Who rings.
call-link-ringing = Who is ringing
call-link-ringing-lead = Let your telephone system open this address when it rings, with the number at its end:
call-link-field-number = Phone number
call-link-look-up = Look up
call-link-stranger = No card has this number
call-link-stranger-hint = Somebody new, or somebody with a new number.
call-link-new-card = New card
call-link-open-card = Open card
call-link-note-this = Note this call
call-link-withheld = The caller shows no number
call-link-withheld-hint = Ask for the name, and look the card up.
call-link-find-card = Find card
call-link-booking = Before they book
call-link-booking-warn = There is something to know about this caller.
call-link-booking-refuse = They cannot book.
call-link-booking-shadow = They cannot book, and are not told so.
call-link-booking-unknown = Whether they may book cannot be told at the moment.
call-link-known = Is it somebody you know?
call-link-field-who = Name or client number
call-link-find = Find
call-link-proposed-hint = Choose a card, and the number is put on it.
call-link-not-searched = Cards cannot be looked for at the moment. Try the search above.
call-link-nobody-found = No card was found.
call-link-copied = Copied
call-link-copy-address = Copy address
call-link-ringing-program = Programs ask the API instead.
call-link-ringing-document = Read how
call-link-archived = In the archive

# What it keeps, and what an erasure does to it.
call-link-table-calls = Noted calls
call-link-table-do-not-call = Who is not called
call-link-erases-calls = { $count ->
    [one] One noted call
   *[other] { $count } noted calls
  }
call-link-erases-do-not-call = That the person asked not to be called

# On the card, among what happened.
event-call-link-call-noted = { $who } noted a call
event-call-link-call-removed = { $who } took a noted call off
event-call-link-do-not-call-set = { $who } noted: do not call
event-call-link-do-not-call-lifted = { $who } noted: may be called again

# What a salon sets.
setting-call-link-kind = A phone number opens
    .hint = For workplaces that have chosen nothing themselves.
setting-call-link-kind-tel = The phone
setting-call-link-kind-sip = A phone program (sip:)
setting-call-link-kind-callto = An older program (callto:)
setting-call-link-kind-template = An address of the telephone system
setting-call-link-template = Address of the telephone system
    .hint = Only with “an address of the telephone system”. Write { "{number}" } where the number goes.
setting-call-link-number = How the number is written
setting-call-link-number-plus = With a plus
setting-call-link-number-zeros = With two zeros
setting-call-link-number-bare = Without either
