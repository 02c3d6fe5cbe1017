place-clients = Clients

# What a role may be allowed.
permission-clients-read = See clients
permission-clients-write = Add and change clients
permission-clients-erase = Erase clients for good
permission-clients-export = Download all data of a client
permission-imports-read = See imported lists
permission-imports-write = Import lists
permission-sources-write = Edit the list of sources
permission-bookings-check = Ask whether somebody may book

# What features may read.
view-core-clients = Names and numbers of clients
view-core-contacts = Phone numbers and e-mail addresses of clients
told-core-client-registered = New cards
told-core-client-changed = Changed cards
told-core-client-archived = Archived cards
told-core-client-restored = Cards taken out of the archive
told-core-client-erased = Erased clients
told-core-import-committed = Imported lists
told-core-import-undone = Imports taken back
told-core-source-added = New sources
told-core-source-renamed = Renamed sources
told-core-source-removed = Removed sources

# What a client is asked, in the salon's language.
consent-wording-marketing = I would like to receive news and offers from the salon. I can take this back at any time.

# Errors and fields.
error-number_taken = Number { $number } is already used
    .detail = Every client has a number of their own, and none is used twice. Leave the field empty to get the next free one.
error-source_known = This entry exists already. If it was removed, adding it brings it back
field-contact_unreadable = is no phone number or e-mail address
field-client_or_contact_required = Name a client, a phone number or an e-mail address
field-no_such_client = There is no such client
field-number_taken = is already used
field-source_known = exists already; if it was removed, adding it brings it back
field-name_or_contact_required = A name, a phone number or an e-mail address is needed
field-consent_given_or_withdrawn = must be given or withdrawn
field-no_such_source = is not on the list any more
field-email_empty = is empty
field-email_not_one_at = An e-mail address has one @, for example anna@example.com
field-email_bad_character = There is a space or a character in it that no address has
field-email_bad_name = Something is wrong before the @
field-email_bad_domain = Something is missing behind the @, for example gmail.com
field-email_too_long = No address is as long as this

# The list.
clients-list = Client list
clients-new = New client
clients-new-called = Add “{ $words }”
clients-first = Add the first card
clients-import = Import a list
clients-more = Show more
clients-name = Name
clients-number = Number
clients-number-n = No. { $number }
clients-phone = Phone
clients-email = E-mail
clients-last-change = Last change
clients-tags = Marks
clients-tag-archived = Archived
clients-tag-marketing = Marketing
clients-no-phone = No phone
clients-filters = Filters
clients-filter-remove = remove filter
clients-archive = Archive
clients-to-list = To the client list
clients-found = { $count ->
    [0] Nobody found
    [one] One client found
   *[other] { $count } clients found
  }
clients-none-found = Nobody matches “{ $words }”
clients-none-found-hint = Names, phone numbers, e-mail addresses and client numbers are searched. Accents and capitals do not matter.
clients-search-archive = Search the archive
clients-search-current = Search the client list
clients-archive-empty = The archive is empty
clients-archive-empty-hint = Cards that are put away are kept here until you restore them.
clients-empty = Your clients will be here
clients-empty-hint = Import the list you already have, from Excel or from the program you used before. Or add the first card by hand.
clients-archived = { $name } is in the archive.

# The form.
clients-title-wrong = Error: { $title }
clients-known = { $count ->
    [one] { $contact } is already on a card
   *[other] { $contact } is already on { $count } cards
  }
clients-known-hint = Two people may share a number. If this is somebody else, save anyway.
clients-save-anyway = Save anyway
clients-opens-beside = (opens in a new tab)
clients-group-person = Person
clients-group-contact = Contact
clients-group-marketing = Marketing
clients-group-note = First note
clients-field-first-name = First name
clients-field-last-name = Last name
clients-field-number = Client number
clients-field-phones = Phone
clients-field-emails = E-mail
clients-field-source-id = Found us through
clients-field-note = Note
clients-field-consent = Marketing
clients-number-hint = Empty for the next free one.
clients-phone-n = Phone { $n }
clients-email-n = E-mail { $n }
clients-phone-add = Another phone
clients-email-add = Another e-mail
clients-row-remove = Remove
clients-consent-question = Consent to marketing
clients-consent-asked = “{ $wording }”
clients-consent-agrees = Agrees to marketing
clients-consent-refuses = Wants no marketing
clients-consent-takes-back = Withdraws consent
clients-note-first = First note
clients-more-fields = More
clients-optional = optional
clients-source-question = How did they find the salon?
clients-source-none = Not known
clients-source-edit = Edit the list
clients-save = Save
clients-make = Add client
clients-cancel = Cancel

# The card.
clients-edit = Edit
clients-more-actions = More
clients-do-archive = Archive
clients-restore = Restore
clients-archived-since = In the archive since { $day }. The card is kept, but not listed or found.
clients-call = Call
clients-call-anyway = Call anyway
clients-write = E-mail to
clients-message = Message
clients-message-to = Message to { $contact }
clients-copy = Copy
clients-copy-it = Copy { $contact }
clients-copied = Copied
clients-phone-odd = Not a phone number
clients-no-contact = No phone and no e-mail
clients-no-name = No name
clients-details = Details
clients-since = On file since
clients-notes = Notes
clients-no-notes = No notes yet.
clients-note-new = New note
clients-note-hint = What should be known next time?
clients-note-add = Add note
clients-note-edit = Edit
clients-note-text = Note
clients-note-remove = Remove
clients-note-removed = The note is gone.
clients-note-changed = Somebody else changed this note meanwhile. It stands above; what you typed is here.
clients-consent = Consent
clients-consent-marketing = Marketing
clients-consent-given = Given
clients-consent-withdrawn = Withdrawn
clients-consent-unknown = Not asked
clients-consent-ask = Ask: “{ $wording }”
clients-consent-by-person = Noted by { $who }
clients-consent-by-program = Through a program: { $who }
clients-consent-by-import = From “{ $file }”, row { $row }
clients-consent-earlier = { $count ->
    [one] One earlier entry
   *[other] { $count } earlier entries
  }
clients-quoted = “{ $words }”
clients-actor-user = Someone who left
clients-actor-program = A program
clients-actor-system = Kartoteka

# What changed.
clients-changes = Changes
clients-changes-show = Show the changes
clients-changes-more = Earlier changes
clients-nothing = Nothing
change-registered = { $who } added the card
change-imported = { $who } imported the card
change-archived = { $who } archived the card
change-restored = { $who } restored the card
change-card = { $who } changed the card
change-other = { $who } worked on the card
change-number = { $who } changed the number
change-first-name = { $who } changed the first name
change-last-name = { $who } changed the last name
change-phones = { $who } changed the phone
change-emails = { $who } changed the e-mail
change-source = { $who } changed how they found the salon
change-consent-given = { $who } noted: agrees to marketing
change-consent-withdrawn = { $who } noted: wants no marketing
change-note-added = { $who } wrote a note
change-note-changed = { $who } changed a note
change-note-removed = { $who } removed a note

# Two at once.
clients-news-show = Show
clients-news-erased = This client was erased.
clients-conflict = Two changes to one card
clients-conflict-lead = { $who } saved the card of { $title } while you were working on it ({ $when }). Nothing is lost: choose what is to stand.
clients-conflict-mine = Typed by you
clients-conflict-theirs = { $who }, { $when }
clients-conflict-fits = Both changes fit together. Save, and all of it stands.
clients-conflict-done = Done meanwhile
clients-conflict-save = Save like this
clients-conflict-discard = Discard my changes

# Erasing.
clients-erase = Erase for good
clients-erase-question = Erase { $title }?
clients-erase-goes = This goes
clients-erase-final = It cannot be taken back.
clients-erase-stays = This stays
clients-erase-number = Number { $number } stays used and goes to nobody else
clients-erase-that = That there was a card, and when it was erased
clients-erase-new = If this person comes back, they count as new.
clients-erase-known-again = If this person comes back, their card begins anew; what stays of features holds for them again.
clients-erase-type = Type the client number { $number } or the full name to confirm
clients-erase-not-confirmed = This is neither { $number } nor the name
clients-erases-clients = Name and card
clients-erases-contacts = { $count ->
    [one] One phone number or e-mail address
   *[other] { $count } phone numbers and e-mail addresses
  }
clients-erases-notes = { $count ->
    [one] One note
   *[other] { $count } notes
  }
clients-erases-consents = { $count ->
    [one] One entry about consent
   *[other] { $count } entries about consent
  }
clients-erases-import-rows = { $count ->
    [one] One row of an imported list
   *[other] { $count } rows of imported lists
  }
clients-erases-outgoing-mails = { $count ->
    [one] One mail that waits to be sent
   *[other] { $count } mails that wait to be sent
  }
clients-erases-journal = { $count ->
    [one] What one change says
   *[other] What { $count } changes say
  }
clients-erases-other = { $table }: { $count }
clients-erased = Client erased
clients-erased-lead = The personal data of this client was erased.
clients-erased-goes = Erased
clients-erased-mark = Mark of the card
clients-erased-when = When
clients-erased-who = By
clients-erased-print = Print this page if you need proof. It is not shown again.
clients-salon = Salon

# Sources.
area-sources = Sources
sources-title = How clients find us
sources-lead = One of these is chosen on a client's card. What you remove stays on the cards that have it.
sources-new = New entry
sources-add = Add
sources-empty = Nothing here yet. Begin with “Recommended” or “Instagram”.
sources-rename = Rename
sources-name = Name
sources-remove = Remove
sources-removed = “{ $name }” is off the list.

# What features put on a card.
clients-export = Download all data
clients-not-available = Not available at the moment
