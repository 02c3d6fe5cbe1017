# What went wrong; the attribute says what to do about it.

error-malformed = Nie udało się tego odczytać
    .detail = Sprawdź żądanie i wyślij je ponownie.
error-not_signed_in = Nikt nie jest zalogowany
    .detail = Zaloguj się lub wyślij ważny token.
error-forbidden = Nie masz do tego prawa
    .detail = Potrzebne jest uprawnienie „{ $permission }”. Może je nadać właściciel salonu.
error-not_found = Tego tu nie ma
    .detail = Być może zostało usunięte albo adres jest błędny.
error-feature_off = Ta funkcja jest wyłączona
    .detail = Właściciel może ją włączyć w ustawieniach.
error-method_not_allowed = Tego nie można tu zrobić
error-conflict = Coś stoi na przeszkodzie
error-changed_meanwhile = Ktoś inny zmienił to w międzyczasie
    .detail = Odczytaj ponownie i powtórz zmianę.
error-if_match_required = Brakuje wersji
    .detail = Wyślij zmienianą wersję jako If-Match.
error-invalid = Coś się jeszcze nie zgadza
    .detail = Zobacz zaznaczone pola.
error-not_json = Oczekiwany jest JSON
    .detail = Wyślij treść jako application/json.
error-unsupported_media_type = Ten rodzaj treści nie jest tu przyjmowany
error-too_large = To jest za duże
error-upload_too_large = To jest za duże
    .detail = Naraz można przesłać najwyżej { $limit_mb } MB. Niczego nie zapisano.
error-body_too_slow = Reszta nie dotarła
    .detail = Sprawdź połączenie i spróbuj ponownie.
error-too_many_requests = Zbyt wiele prób
    .detail = Odczekaj chwilę i spróbuj ponownie.
error-refused = Odmówiono
error-cross_site = To żądanie przyszło z innej strony
    .detail = Otwórz stronę tutaj i powtórz.
error-idempotency_key_reused = Ten Idempotency-Key należy do innego żądania
    .detail = Użyj nowego.
error-idempotency_key_invalid = To nie jest Idempotency-Key
    .detail = Ma od 1 do 255 widocznych znaków ASCII.
error-busy = Teraz dzieje się zbyt wiele
    .detail = Spróbuj za chwilę.
error-disk_full = Na dysku nie ma już miejsca
error-object_gone = Tego pliku już nie ma
    .detail = Brakuje jego zawartości w miejscu, gdzie leżą pliki. Proszę zgłosić to osobie, która prowadzi Kartotekę.
error-stopping = Usługa zaraz się zatrzyma
error-not_granted = Ta funkcja prosi o coś, na co salon jeszcze się nie zgodził
    .detail = Kto zarządza funkcjami, może wyrazić zgodę w Ustawieniach, Dodaj funkcję.
error-mail_limit = Salon wysłał dziś tyle e-maili, ile może ({ $most })
    .detail = Jutro można wysyłać dalej.
error-outside_timed_out = Usługa zewnętrzna odpowiadała za długo
    .detail = Spróbuj ponownie za chwilę.
error-outside_unreachable = Usługa zewnętrzna jest nieosiągalna
    .detail = Spróbuj ponownie za chwilę.
error-outside_too_large = Usługa zewnętrzna odpowiedziała zbyt obszernie
error-internal = Coś się u nas nie powiodło
    .detail = Zostało to odnotowane. Spróbuj za chwilę.

# What is wrong with a field, after its name.

field-malformed = nie daje się odczytać: { $reason }
field-required = brakuje
field-too_long = jest za długie; najwyżej { $most }
field-too_many = jest ich za dużo; najwyżej { $most }
field-out_of_range = musi być od { $least } do { $most }
field-limit_1_to_200 = musi być od 1 do 200
field-not_a_cursor = nie jest miejscem na tej liście

# The frame around every page.

frame-skip = Przejdź do treści
frame-places = Działy
place-settings = Ustawienia
frame-home = Na stronę początkową
frame-search = Nazwisko, telefon, numer
frame-search-clear = Wyczyść wyszukiwanie
frame-user-menu = Twoje konto
frame-account = Konto
frame-salons = Inny salon
frame-sign-out = Wyloguj
frame-failed = Nie udało się. Spróbuj ponownie.
frame-close = Zamknij
frame-keys = Klawisze
frame-key-search = Szukaj
frame-key-new = Nowy klient
frame-key-edit = Zmień kartę
frame-key-list = Poruszaj się po liście, otwórz
frame-key-close = Zamknij otwarte
frame-key-help = Te klawisze
frame-keys-switch = Używaj pojedynczych klawiszy
frame-request = W razie pytań podaj ten numer:
frame-back = Wróć
frame-to-start = Na stronę początkową

# Words of components.

frame-problems = { $count ->
    [one] Coś się jeszcze nie zgadza
    [few] { $count } rzeczy jeszcze się nie zgadzają
   *[other] { $count } rzeczy jeszcze się nie zgadza
  }
frame-undo = Cofnij
frame-before = przedtem
frame-after = teraz
frame-chart-numbers = Liczby

# The areas of the settings.

area-users = Użytkownicy
area-roles = Role
area-tokens = Klucze dostępu
area-changes = Zmiany

# The number on the card of a client.

frame-client-number = Nr { $number }

# When something was.

frame-today = dzisiaj
frame-yesterday = wczoraj
frame-just-now = przed chwilą
frame-minutes-ago = { $minutes ->
    [one] minutę temu
    [few] { $minutes } minuty temu
   *[other] { $minutes } minut temu
  }
