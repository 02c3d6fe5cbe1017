vendor-notes-about = Brevi note su un cliente dove tutti le vedono, ricordate a chi prenota.
permission-vendor-notes-read = Vedere le note sui clienti
permission-vendor-notes-write = Aggiungere e togliere note
slot-vendor-notes-notes = Appunti brevi
vendor-notes-table-notes = Note sui clienti
vendor-notes-erases-notes = { $count ->
    [one] Una nota
   *[other] { $count } note
  }
event-vendor-notes-note-added = { $who } ha aggiunto una nota
event-vendor-notes-note-removed = { $who } ha tolto una nota

vendor-notes-none = Ancora nessuna nota
vendor-notes-add = Aggiungi una nota
vendor-notes-remove = Togli
vendor-notes-field-words = Nota
