vendor-notes-about = Korte notities over een klant waar iedereen ze ziet, en gezegd bij het boeken.
permission-vendor-notes-read = Notities over klanten zien
permission-vendor-notes-write = Notities toevoegen en weghalen
slot-vendor-notes-notes = Korte notities
vendor-notes-table-notes = Notities over klanten
vendor-notes-erases-notes = { $count ->
    [one] Eén notitie
   *[other] { $count } notities
  }
event-vendor-notes-note-added = { $who } heeft een notitie toegevoegd
event-vendor-notes-note-removed = { $who } heeft een notitie weggehaald

vendor-notes-none = Nog geen notities
vendor-notes-add = Notitie toevoegen
vendor-notes-remove = Weghalen
vendor-notes-field-words = Notitie
