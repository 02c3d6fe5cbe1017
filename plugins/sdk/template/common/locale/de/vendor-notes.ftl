vendor-notes-about = Kurze Notizen zu einem Kunden dort, wo alle sie sehen, und bei der Buchung gesagt.
permission-vendor-notes-read = Notizen zu Kunden sehen
permission-vendor-notes-write = Notizen anheften und abnehmen
slot-vendor-notes-notes = Kurznotizen
vendor-notes-table-notes = Notizen zu Kunden
vendor-notes-erases-notes = { $count ->
    [one] Eine Notiz
   *[other] { $count } Notizen
  }
event-vendor-notes-note-added = { $who } hat eine Notiz angeheftet
event-vendor-notes-note-removed = { $who } hat eine Notiz abgenommen

vendor-notes-none = Noch keine Notizen
vendor-notes-add = Notiz anheften
vendor-notes-remove = Abnehmen
vendor-notes-field-words = Notiz
