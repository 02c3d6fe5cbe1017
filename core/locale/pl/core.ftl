place-clients = Klienci

# What a role may be allowed.
permission-clients-read = Przeglądanie klientów
permission-clients-write = Dodawanie i zmienianie klientów
permission-clients-erase = Trwałe usuwanie klientów
permission-clients-export = Pobieranie wszystkich danych klienta
permission-imports-read = Przeglądanie wczytanych list
permission-imports-write = Wczytywanie list
permission-sources-write = Edycja listy źródeł
permission-bookings-check = Pytanie, czy ktoś może rezerwować

# What features may read.
view-core-clients = Imiona, nazwiska i numery klientów
view-core-contacts = Numery telefonów i adresy e-mail klientów
told-core-client-registered = Nowe karty
told-core-client-changed = Zmienione karty
told-core-client-archived = Zarchiwizowane karty
told-core-client-restored = Karty przywrócone z archiwum
told-core-client-erased = Usunięci klienci
told-core-import-committed = Zaimportowane listy
told-core-import-undone = Cofnięte importy
told-core-source-added = Nowe źródła
told-core-source-renamed = Źródła ze zmienioną nazwą
told-core-source-removed = Usunięte źródła

# What a client is asked, in the salon's language.
consent-wording-marketing = Chcę otrzymywać nowości i oferty salonu. Mogę to w każdej chwili odwołać.

# Errors and fields.
error-number_taken = Numer { $number } jest już zajęty
    .detail = Każdy numer należy do jednej osoby i nie wraca do użytku. Puste pole dostanie następny wolny.
error-source_known = Taka pozycja już istnieje. Jeśli została usunięta, wróci po ponownym dodaniu
field-contact_unreadable = nie jest numerem telefonu ani adresem e-mail
field-client_or_contact_required = Podaj klienta, numer telefonu lub adres e-mail
field-no_such_client = Nie ma takiej karty
field-number_taken = jest już zajęty
field-source_known = już istnieje; usunięta pozycja wróci po ponownym dodaniu
field-name_or_contact_required = Potrzebne jest imię, nazwisko, telefon albo e-mail
field-consent_given_or_withdrawn = zgoda musi być udzielona albo odwołana
field-no_such_source = nie ma tego już na liście
field-email_empty = jest puste
field-email_not_one_at = Adres e-mail ma jeden znak @, na przykład anna@example.com
field-email_bad_character = Jest w nim spacja albo znak, którego żaden adres nie ma
field-email_bad_name = Coś się nie zgadza przed @
field-email_bad_domain = Czegoś brakuje za @, na przykład wp.pl
field-email_too_long = Żaden adres nie jest tak długi

# The list.
clients-list = Lista klientów
clients-new = Nowy klient
clients-new-called = Dodaj „{ $words }”
clients-first = Dodaj pierwszą kartę
clients-import = Wczytaj listę
clients-more = Pokaż więcej
clients-name = Imię i nazwisko
clients-number = Numer
clients-number-n = Nr { $number }
clients-phone = Telefon
clients-email = E-mail
clients-last-change = Ostatnia zmiana
clients-tags = Oznaczenia
clients-tag-archived = W archiwum
clients-tag-marketing = Zgoda na reklamy
clients-no-phone = Brak telefonu
clients-filters = Filtry
clients-filter-remove = usuń filtr
clients-archive = Archiwum
clients-to-list = Do listy klientów
clients-found = { $count ->
    [0] Nikogo nie znaleziono
    [one] Znaleziono jednego klienta
    [few] Znaleziono { $count } klientów
   *[other] Znaleziono { $count } klientów
  }
clients-none-found = Nikt nie pasuje do „{ $words }”
clients-none-found-hint = Szukamy w nazwiskach, telefonach, adresach e-mail i numerach klientów. Polskie znaki i wielkie litery nie mają znaczenia.
clients-search-archive = Szukaj w archiwum
clients-search-current = Szukaj na liście klientów
clients-archive-empty = Archiwum jest puste
clients-archive-empty-hint = Tu leżą odłożone karty, dopóki ich nie przywrócisz.
clients-empty = Tu pojawią się klienci
clients-empty-hint = Można wczytać listę, którą salon już ma: z Excela albo z dotychczasowego programu. Albo dodać pierwszą kartę ręcznie.
clients-archived = { $name } jest w archiwum.

# The form.
clients-title-wrong = Błąd: { $title }
clients-known = { $count ->
    [one] { $contact } jest już na jednej karcie
   *[other] { $contact } jest już na { $count } kartach
  }
clients-known-hint = Dwie osoby mogą mieć ten sam numer. Jeśli to ktoś inny, można mimo to zapisać.
clients-save-anyway = Zapisz mimo to
clients-opens-beside = (otwiera nową kartę przeglądarki)
clients-group-person = Osoba
clients-group-contact = Kontakt
clients-group-marketing = Reklamy
clients-group-note = Pierwsza notatka
clients-field-first-name = Imię
clients-field-last-name = Nazwisko
clients-field-number = Numer klienta
clients-field-phones = Telefon
clients-field-emails = E-mail
clients-field-source-id = Skąd nas zna
clients-field-note = Notatka
clients-field-consent = Reklamy
clients-number-hint = Puste pole dostanie następny wolny.
clients-phone-n = Telefon { $n }
clients-email-n = E-mail { $n }
clients-phone-add = Kolejny telefon
clients-email-add = Kolejny e-mail
clients-row-remove = Usuń
clients-consent-question = Zgoda na reklamy
clients-consent-asked = „{ $wording }”
clients-consent-agrees = Zgadza się na reklamy
clients-consent-refuses = Nie chce reklam
clients-consent-takes-back = Odwołuje zgodę
clients-note-first = Pierwsza notatka
clients-more-fields = Więcej danych
clients-optional = nieobowiązkowe
clients-source-question = Skąd klient o nas wie?
clients-source-none = Nie podano
clients-source-edit = Edytuj listę
clients-save = Zapisz
clients-make = Dodaj kartę
clients-cancel = Anuluj

# The card.
clients-edit = Edytuj
clients-more-actions = Więcej
clients-do-archive = Do archiwum
clients-restore = Przywróć
clients-archived-since = W archiwum od: { $day }. Karta zostaje, ale nie ma jej na liście ani w wyszukiwaniu.
clients-call = Zadzwoń:
clients-call-anyway = Zadzwoń mimo to
clients-write = E-mail do
clients-message = Wiadomość
clients-message-to = Wiadomość do { $contact }
clients-copy = Kopiuj
clients-copy-it = Kopiuj { $contact }
clients-copied = Skopiowano
clients-phone-odd = To nie numer telefonu
clients-no-contact = Brak telefonu i e-maila
clients-no-name = Brak nazwiska
clients-details = Dane
clients-since = Karta od
clients-notes = Notatki
clients-no-notes = Nie ma jeszcze notatek.
clients-note-new = Nowa notatka
clients-note-hint = Co trzeba wiedzieć następnym razem?
clients-note-add = Zanotuj
clients-note-edit = Edytuj
clients-note-text = Notatka
clients-note-remove = Usuń
clients-note-removed = Notatka usunięta.
clients-note-changed = Ktoś zmienił tę notatkę w międzyczasie. Jest powyżej; wpisany tekst jest tutaj.
clients-consent = Zgoda
clients-consent-marketing = Reklamy
clients-consent-given = Udzielona
clients-consent-withdrawn = Odwołana
clients-consent-unknown = Nie pytano
clients-consent-ask = Zapytaj: „{ $wording }”
clients-consent-by-person = Zapis: { $who }
clients-consent-by-program = Przez program: { $who }
clients-consent-by-import = Z pliku „{ $file }”, wiersz { $row }
clients-consent-earlier = { $count ->
    [one] Jeden wcześniejszy wpis
    [few] { $count } wcześniejsze wpisy
   *[other] { $count } wcześniejszych wpisów
  }
clients-quoted = „{ $words }”
clients-actor-user = Ktoś, kogo już nie ma
clients-actor-program = Program
clients-actor-system = Kartoteka

# What changed. The verbs say neither he nor she.
clients-changes = Zmiany
clients-changes-show = Zobacz zmiany
clients-changes-more = Wcześniejsze zmiany
clients-nothing = Nic
change-registered = { $who }: nowa karta
change-imported = { $who }: karta wczytana z listy
change-archived = { $who }: karta odłożona do archiwum
change-restored = { $who }: karta przywrócona
change-card = { $who }: zmiana karty
change-other = { $who }: praca nad kartą
change-number = { $who }: zmiana numeru klienta
change-first-name = { $who }: zmiana imienia
change-last-name = { $who }: zmiana nazwiska
change-phones = { $who }: zmiana telefonu
change-emails = { $who }: zmiana e-maila
change-source = { $who }: zmiana źródła
change-consent-given = { $who }: zapisana zgoda na reklamy
change-consent-withdrawn = { $who }: zapisany brak zgody na reklamy
change-note-added = { $who }: nowa notatka
change-note-changed = { $who }: zmiana notatki
change-note-removed = { $who }: usunięta notatka

# Two at once.
clients-news-show = Zobacz
clients-news-erased = Ten klient został trwale usunięty.
clients-conflict = Dwie zmiany jednej karty
clients-conflict-lead = W czasie pracy nad kartą „{ $title }” zapis: { $who } ({ $when }). Nic nie zginęło: wybierz, co ma zostać.
clients-conflict-mine = Wpisane tutaj
clients-conflict-theirs = { $who }, { $when }
clients-conflict-fits = Obie zmiany do siebie pasują. Po zapisaniu zostanie wszystko.
clients-conflict-done = W międzyczasie
clients-conflict-save = Zapisz tak
clients-conflict-discard = Odrzuć moje zmiany

# Erasing.
clients-erase = Usuń trwale
clients-erase-question = Trwale usunąć: { $title }?
clients-erase-goes = To zniknie
clients-erase-final = Tego nie można cofnąć.
clients-erase-stays = To zostanie
clients-erase-number = Numer { $number } pozostaje zajęty i nie trafi do nikogo innego
clients-erase-that = To, że była karta, i kiedy ją usunięto
clients-erase-new = Jeśli ta osoba wróci, będzie liczona jako nowa.
clients-erase-known-again = Jeśli ta osoba wróci, jej karta zacznie się od nowa; to, co zostaje z funkcji, znów będzie jej dotyczyć.
clients-erase-type = Aby potwierdzić, wpisz numer { $number } albo pełne imię i nazwisko
clients-erase-not-confirmed = To nie jest ani { $number }, ani imię i nazwisko
clients-erases-clients = Nazwisko i karta
clients-erases-contacts = { $count ->
    [one] Jeden telefon lub adres e-mail
    [few] { $count } telefony i adresy e-mail
   *[other] { $count } telefonów i adresów e-mail
  }
clients-erases-notes = { $count ->
    [one] Jedna notatka
    [few] { $count } notatki
   *[other] { $count } notatek
  }
clients-erases-consents = { $count ->
    [one] Jeden wpis o zgodzie
    [few] { $count } wpisy o zgodzie
   *[other] { $count } wpisów o zgodzie
  }
clients-erases-import-rows = { $count ->
    [one] Jeden wiersz wczytanej listy
    [few] { $count } wiersze wczytanych list
   *[other] { $count } wierszy wczytanych list
  }
clients-erases-outgoing-mails = { $count ->
    [one] Jeden e-mail, który czeka na wysłanie
    [few] { $count } e-maile, które czekają na wysłanie
   *[other] { $count } e-maili, które czekają na wysłanie
  }
clients-erases-journal = { $count ->
    [one] Treść jednej zmiany
    [few] Treść { $count } zmian
   *[other] Treść { $count } zmian
  }
clients-erases-other = { $table }: { $count }
clients-erased = Trwale usunięto
clients-erased-lead = Dane osobowe tego klienta zostały usunięte.
clients-erased-goes = Usunięto
clients-erased-mark = Oznaczenie karty
clients-erased-when = Kiedy
clients-erased-who = Przez
clients-erased-print = Tę stronę można wydrukować jako dowód. Nie pojawi się drugi raz.
clients-salon = Salon

# Sources.
area-sources = Skąd klienci
sources-title = Skąd klienci nas znają
sources-lead = Na karcie wybiera się jedną pozycję. To, co usuniesz, zostanie na kartach, które to mają.
sources-new = Nowa pozycja
sources-add = Dodaj
sources-empty = Jeszcze nic. Na początek: „Z polecenia” albo „Instagram”.
sources-rename = Zmień nazwę
sources-name = Nazwa
sources-remove = Usuń
sources-removed = „{ $name }” nie ma już na liście.

# What features put on a card.
clients-export = Pobierz wszystkie dane
clients-not-available = Chwilowo niedostępne
