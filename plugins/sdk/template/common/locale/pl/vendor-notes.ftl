vendor-notes-about = Krótkie notatki o kliencie tam, gdzie wszyscy je widzą, i przypomnienie przy rezerwacji.
permission-vendor-notes-read = Podgląd notatek o klientach
permission-vendor-notes-write = Dodawanie i usuwanie notatek
slot-vendor-notes-notes = Krótkie notatki
vendor-notes-table-notes = Notatki o klientach
vendor-notes-erases-notes = { $count ->
    [one] Jedna notatka
    [few] { $count } notatki
   *[many] { $count } notatek
  }
event-vendor-notes-note-added = { $who } – dodano notatkę
event-vendor-notes-note-removed = { $who } – usunięto notatkę

vendor-notes-none = Nie ma jeszcze notatek
vendor-notes-add = Dodaj notatkę
vendor-notes-remove = Usuń
vendor-notes-field-words = Notatka
