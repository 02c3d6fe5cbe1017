vendor-notes-about = Keep short notes on a client where everybody sees them, and hear them at bookings.
permission-vendor-notes-read = See notes on clients
permission-vendor-notes-write = Put notes on cards and take them off
slot-vendor-notes-notes = Short notes
vendor-notes-table-notes = Notes on clients
vendor-notes-erases-notes = { $count ->
    [one] A note
   *[other] { $count } notes
  }
event-vendor-notes-note-added = { $who } put a note there
event-vendor-notes-note-removed = { $who } took a note off

vendor-notes-none = No notes yet
vendor-notes-add = Add a note
vendor-notes-remove = Take off
vendor-notes-field-words = Note
