place-blacklist = Blacklist
slot-blacklist-block = Blacklist
blacklist-about = Keep people from booking who let you down, and keep it so when they come back under another card.

# What a role may be allowed.
permission-blacklist-read = See who is blocked, and why
permission-blacklist-write = Block people and lift blocks

# What a refused client is told, in the salon's language.
blacklist-default-refusal = This appointment cannot be booked online. Please call the salon.

# What staff are told at a booking; the reason follows.
blacklist-staff-blocked-online = Blocked for online booking since { $day }
blacklist-staff-blocked = Blocked since { $day }
blacklist-staff-warned = Warning since { $day }
blacklist-staff-limited = { $most ->
    [one] At most one open booking, since { $day }
   *[other] At most { $most } open bookings, since { $day }
  }

# Errors and fields.
error-already_blocked = This is blocked already
    .detail = Change the block that is there.
error-block_lifted = This block is lifted
    .detail = Let it hold again before you change it.
field-already_blocked = is blocked already
field-documents_need_client = belong to a client’s card
field-documents_not_here = cannot be had: documents are off here, or you may not see them
field-no_such_document = are not on this card
field-only_with_limit = belongs to a limit only
field-day_over = is over; choose today or later
field-day_too_far = is too far away
field-day_unreadable = is no date

# The list.
blacklist-states = Which blocks
blacklist-find = Name, phone or e-mail
blacklist-do-find = Find
blacklist-not-found = Nothing found for “{ $q }”
blacklist-not-found-hint = Try fewer letters, or look under another heading.
blacklist-state-active = Blocked now
blacklist-state-due = To review
blacklist-state-lifted = Lifted
blacklist-who = Who
blacklist-effect = Effect
blacklist-since = Since
blacklist-until = Until
blacklist-review = Review
blacklist-lifted = Lifted
blacklist-over = over
blacklist-for-good = further notice
blacklist-no-review = no date
blacklist-erased-person = Erased person
blacklist-fingerprints = { $count ->
    [0] nothing is kept of them
    [one] known by one fingerprint
   *[other] known by { $count } fingerprints
  }
blacklist-more = Show more
blacklist-edit = Change
blacklist-lift = Lift
blacklist-lift-of = Lift the block on { $who }
blacklist-reviewed = Reviewed, again on { $day }
blacklist-again = Block again
blacklist-lifted-now = The block on { $who } is lifted.
blacklist-empty = Nobody is blocked
blacklist-empty-hint = People who may not book stand here. Block a client on their card, or a phone number or e-mail address that has no card.
blacklist-empty-due = Nothing to review
blacklist-empty-due-hint = Blocks stand here when the day has come that you chose for a second look.
blacklist-empty-lifted = Nothing lifted yet
blacklist-empty-lifted-hint = Blocks that you lift, or that end, are kept here.

# What a block does, in a word.
blacklist-effect-refuse = Bookings refused
blacklist-effect-shadow = Bookings only seem made
blacklist-effect-warn = Warning
blacklist-effect-limit = At most { $most } open
blacklist-mark-blocked = Blocked
blacklist-mark-limited = Limited
blacklist-mark-warning = Warning

# The form.
blacklist-title-wrong = Error: { $title }
blacklist-new-contact = Block a phone or e-mail
blacklist-new-client = Block from booking
blacklist-change = Change block
blacklist-group-who = Who
blacklist-group-why = Why and how long
blacklist-contact-hint = One of the two is enough. Everyone who has it is blocked, with or without a card.
blacklist-follows = The block goes with these, also to another card:
blacklist-follows-nothing = There is no phone number and no e-mail address for the block to follow.
blacklist-follows-hidden = { $count ->
    [one] One contact that is kept only as a fingerprint
   *[other] { $count } contacts that are kept only as fingerprints
  }
blacklist-also-on = { $cards ->
    [one] { $contact } (also on another card, which is blocked with it)
   *[other] { $contact } (also on { $cards } other cards, which are blocked with it)
  }
blacklist-set = Set { $set }
blacklist-set-by = { $day }, by { $who }
blacklist-optional = optional
blacklist-field-who = Client
blacklist-field-phone = Phone
blacklist-field-email = E-mail
blacklist-field-contacts = Phone and e-mail
blacklist-field-effect = What happens at a booking
blacklist-field-most-open = Open bookings
blacklist-field-text = Words for the client
blacklist-field-scope = Holds for
blacklist-field-reason = Reason
blacklist-field-documents = Proofs
blacklist-documents-hint = Documents on the card that show what happened.
blacklist-no-documents = There are no documents on this card.
blacklist-documents-card = Put one there
blacklist-documents-again = Look again for documents
blacklist-field-ends-on = Ends after
blacklist-field-review-on = Review on
blacklist-choose-refuse = Refuse
blacklist-choose-refuse-hint = The client reads your words.
blacklist-choose-shadow = Let it seem booked
blacklist-choose-shadow-hint = The client sees a booking, and none is made. Your calendar gets the note with your reason.
blacklist-choose-warn = Warn us
blacklist-choose-warn-hint = The booking is made. Your calendar gets the note with your reason.
blacklist-choose-limit = Limit
blacklist-choose-limit-hint = Only so many bookings may be open at once.
blacklist-most-open-hint = For “Limit” only: 0 to 20. With 0 nothing can be booked.
blacklist-text-hint = Left empty, the client reads: “{ $text }”
blacklist-scope-online = Online booking
blacklist-scope-online-hint = At the desk you are warned, and can book.
blacklist-scope-everywhere = Every booking
blacklist-scope-everywhere-hint = At the desk, too.
blacklist-reason-hint = Only for the salon. But the client may ask to see it (GDPR art. 15): write what you could show.
blacklist-ends-on-hint = The last day it holds. Empty: until you lift it.
blacklist-review-on-hint = The day to look at it again.
blacklist-block = Block
blacklist-save = Save
blacklist-cancel = Cancel
blacklist-lifted-since = This block was lifted: { $day }.
blacklist-overtaken = Somebody else changed this block meanwhile. What you typed is here; if you save, it stands.
blacklist-overtaken-show = Show theirs
blacklist-show-existing = Show the block that holds

# On the card.
blacklist-do-block = Block from booking
blacklist-do-change = Change block
blacklist-because-own = This client is blocked.
blacklist-because-own-warn = There is a warning about this client.
blacklist-because-own-limit = This client may have only so many open bookings.
blacklist-because-shared = { $contact } also stands on the card of { $other }. What holds there holds here.
blacklist-because-contact = This holds for { $contact }.
blacklist-no-reason = none given
blacklist-just-lifted = The block was lifted just now.

# What it keeps, and what an erasure does to it.
blacklist-table-blocks = Blocks
blacklist-table-contacts = Contacts that blocks follow
blacklist-table-proofs = Proofs of blocks
blacklist-erases-blocks = { $count ->
    [one] Who the block was set on, why, and its words
   *[other] Who { $count } blocks were set on, why, and their words
  }
blacklist-keeps-blocks = That somebody was blocked, from when to when and how, without saying who
blacklist-erases-contacts = { $count ->
    [one] A phone number or e-mail address on a block
   *[other] { $count } phone numbers and e-mail addresses on blocks
  }
blacklist-erases-proofs = { $count ->
    [one] Which document proves a block
   *[other] Which { $count } documents prove blocks
  }
blacklist-kept-contacts = { $count ->
    [one] A fingerprint of a blocked phone number or e-mail address, which names nobody: the salon may keep from being evaded
   *[other] { $count } fingerprints of blocked phone numbers and e-mail addresses, which name nobody: the salon may keep from being evaded
  }

# On the card, among what happened.
event-blacklist-block-set = { $who } blocked from booking
event-blacklist-block-changed = { $who } changed the block
event-blacklist-block-lifted = { $who } lifted the block
event-blacklist-block-restored = { $who } blocked again

# What the salon sets.
setting-blacklist-refusal = Words for refused clients
    .hint = What they read where a block has no words of its own. Left empty, a sentence in the salon’s language asks them to call.
setting-blacklist-default-effect = A new block proposes
    .hint = It can be chosen anew for each block.
setting-blacklist-default-effect-refuse = Refuse
setting-blacklist-default-effect-shadow = Let it seem booked
setting-blacklist-default-effect-warn = Warn us
setting-blacklist-default-effect-limit = Limit
setting-blacklist-default-scope = A new block holds for
setting-blacklist-default-scope-online = Online booking
setting-blacklist-default-scope-everywhere = Every booking
setting-blacklist-review-after-days = Days until review
    .hint = A new block comes up for review after so many days. 0: never.
