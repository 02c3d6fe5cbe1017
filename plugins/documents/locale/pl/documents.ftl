# The place, the section on the card, the tile.
place-documents = Dokumenty
slot-documents-files = Dokumenty
documents-about = Podpisane dokumenty, zdjęcia i umowy na karcie klienta, do którego należą, każdy z wcześniejszymi wersjami.

# What a role may be allowed.
permission-documents-read = Przeglądanie dokumentów na kartach
permission-documents-write = Dodawanie dokumentów do kart i ich zmienianie
permission-documents-delete = Usuwanie dokumentów

# Errors and fields.
error-kind_not_allowed = Pliku „{ $name }” nie można tu przechowywać
    .detail = Liczy się zawartość, a nie nazwa. Przechowywane są: { $allowed }.
error-document_too_large = Plik „{ $name }” jest większy niż { $limit_mb } MB
error-document_empty = Plik „{ $name }” jest pusty
error-document_deleted = Ten dokument jest usunięty
    .detail = Cofnij to przed zmianą.
error-document_missing = Nie wybrano pliku
    .detail = Wybierz plik, zanim go prześlesz.
error-document_only_version = To jedyna wersja
    .detail = Usuń dokument, jeśli ma zniknąć.
error-upload_too_slow = Przesyłanie trwało zbyt długo
    .detail = Niczego nie zapisano. Spróbuj ponownie przy lepszym połączeniu.
error-range_beyond_end = Plik kończy się wcześniej
field-document_not_allowed = nie jest plikiem, który można tu przechowywać
field-document_empty = jest pusty
field-no_content_allowed = wymaga co najmniej jednego rodzaju, inaczej niczego nie da się przechować
field-document_day_unlikely = nie jest możliwą datą
field-unknown_document_field = nie jest tu znane
field-one_file_at_a_time = musi być jednym plikiem
field-too_many_documents = to zbyt wiele naraz; najwyżej { $most }

# What a document is for.
documents-kind-consent = Zgoda
documents-kind-photo = Zdjęcie
documents-kind-contract = Umowa
documents-kind-medical = Zdrowie
documents-kind-invoice = Faktura
documents-kind-other = Inne

# Uploading.
documents-upload = Prześlij dokumenty
documents-drop = Wybierz pliki lub upuść je tutaj
documents-taken = PDF, obrazy, dokumenty biurowe, tekst; łącznie do { $mb } MB
documents-taken-these = { $kinds }; łącznie do { $mb } MB
documents-photograph = Zrób zdjęcie
documents-uploading = Przesyłanie
documents-cancel = Anuluj
documents-broken-off = Przesyłanie zostało przerwane. Niczego nie zapisano; spróbuj ponownie.
documents-too-large = Naraz nie można przesłać więcej niż { $mb } MB. Niczego nie zapisano.
documents-none-kept = Z { $count } plików nie zapisano żadnego.
documents-added-now = { $count ->
    [one] „{ $title }” jest na karcie.
    [few] { $count } dokumenty są na karcie.
   *[other] { $count } dokumentów jest na karcie.
  }
documents-withdrawn-now = Zdjęto z powrotem.

# On the card and in the list.
documents-none-yet = Nie ma jeszcze dokumentów
documents-open = Otwórz
documents-open-n = Otwórz: { $title }
documents-more = Pokaż więcej
documents-find = Część tytułu
documents-do-find = Szukaj
documents-states = Które dokumenty
documents-state-current = Wszystkie
documents-state-due = Do przejrzenia
documents-state-deleted = Usunięte
documents-client = Klient
documents-size = Rozmiar
documents-decimal-mark = ,
documents-day = Dzień
documents-deleted = Usunięto
documents-acts = Co zrobić
documents-look = Obejrzyj
documents-delete = Usuń
documents-restore = Przywróć
documents-deleted-now = Usunięto „{ $title }”. Przez 30 dni można to cofnąć.
documents-to-review = Do przejrzenia od { $day }
documents-past-keeping = Można usunąć
documents-not-found = Żaden tytuł nie zawiera „{ $q }”
documents-not-found-hint = Wystarczy część tytułu; wielkość liter, znaki diakrytyczne i „ae” zamiast „ä” nie mają znaczenia.
documents-empty = Nie ma jeszcze dokumentów
documents-empty-hint = Dokumenty dodaje się do karty klienta; tutaj są wszystkie.
documents-empty-due = Nic do przejrzenia
documents-empty-due-hint = Tutaj są dokumenty, których dzień przeglądu nadszedł albo których nie trzeba już przechowywać.
documents-empty-deleted = Niczego nie usunięto
documents-empty-deleted-hint = To, co zostanie usunięte, pozostaje tu przez 30 dni i można to przywrócić.

# One document.
documents-about-it = Informacje
documents-optional = nieobowiązkowe
documents-field-title = Tytuł
documents-field-kind = Rodzaj
documents-field-note = Notatka
documents-field-review-on = Przejrzeć dnia
documents-field-retention-until = Przechowywać do
documents-note-hint = Tylko dla salonu. Klient może jednak poprosić o wgląd.
documents-review-on-hint = Dzień, w którym trzeba go ponownie obejrzeć, np. wygasającą zgodę.
documents-retention-until-hint = Ostatni dzień, do którego trzeba go przechowywać. Potem proponujemy usunięcie; nic nie znika samo.
documents-save = Zapisz
documents-save-copy = Pobierz
documents-versions = Wersje
documents-number = Numer
documents-file-name = Plik
documents-new-version = Dodaj nowszą wersję
documents-version-added-now = Wersja { $number } jest teraz najnowsza.
documents-withdraw = Zdejmij
documents-withdraw-n = Zdejmij wersję { $number }
documents-withdraw-hint = Jej zawartość zostanie usunięta i nie da się jej przywrócić. Pozostałe wersje zostają.
documents-withdraw-file = Zdejmij z karty
documents-by = { $day }, { $who }
documents-deleted-since = Ten dokument usunięto: { $day }. Po 30 dniach zniknie na zawsze.
documents-overtaken = Ktoś inny zmienił w międzyczasie ten dokument. To, co wpisano, jest tutaj; po zapisaniu będzie obowiązywać.
documents-overtaken-show = Pokaż zmiany drugiej osoby

# What it keeps, and what an erasure does to it.
documents-table-files = Dokumenty
documents-table-versions = Wersje dokumentów
documents-table-pending = Wpisy o plikach, które właśnie przychodzą lub znikają
documents-erases-files = { $count ->
    [one] Jeden dokument ze wszystkimi wersjami
    [few] { $count } dokumenty ze wszystkimi wersjami
   *[other] { $count } dokumentów ze wszystkimi wersjami
  }

# On the card, among what happened.
event-documents-file-added = { $who }: dodano dokument
event-documents-file-changed = { $who }: zmieniono informacje o dokumencie
event-documents-version-added = { $who }: dodano wersję dokumentu
event-documents-version-withdrawn = { $who }: zdjęto wersję dokumentu
event-documents-file-deleted = { $who }: usunięto dokument
event-documents-file-restored = { $who }: przywrócono usunięty dokument
event-documents-file-purged = Usunięty dokument zniknął na zawsze

# What a salon sets.
setting-documents-allowed = Przyjmowane rodzaje plików
    .hint = Liczy się zawartość, nie nazwa. To, co już jest na kartach, zostaje.
setting-documents-allowed-pdf = PDF
setting-documents-allowed-jpeg = JPEG (zdjęcie)
setting-documents-allowed-png = PNG (obraz)
setting-documents-allowed-webp = WebP (obraz)
setting-documents-allowed-gif = GIF (obraz)
setting-documents-allowed-heic = HEIC (zdjęcie z nowszych telefonów)
setting-documents-allowed-tiff = TIFF (zeskanowany obraz)
setting-documents-allowed-docx = Word (DOCX)
setting-documents-allowed-xlsx = Excel (XLSX)
setting-documents-allowed-pptx = PowerPoint (PPTX)
setting-documents-allowed-odt = OpenDocument (ODT)
setting-documents-allowed-ods = OpenDocument (ODS)
setting-documents-allowed-doc = Word (DOC, dawny)
setting-documents-allowed-xls = Excel (XLS, dawny)
setting-documents-allowed-ppt = PowerPoint (PPT, dawny)
setting-documents-allowed-text = Tekst
setting-documents-allowed-csv = CSV
setting-documents-allowed-vcard = Wizytówka (VCF)
setting-documents-keep-months = Miesiące do propozycji usunięcia
    .hint = Liczone od dnia dodania pliku do karty. Nic nie znika samo. 0: nigdy.
