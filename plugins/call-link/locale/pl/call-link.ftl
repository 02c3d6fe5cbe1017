place-call-link = Kto dzwoni
area-call-link = To stanowisko
slot-call-link-calls = Rozmowy
call-link-about = Dzwoń prosto z karty, telefonem każdego stanowiska, zapisuj wynik rozmowy i sprawdzaj, kto dzwoni.

# What a role may be allowed.
permission-call-link-use = Dzwonienie, zapisywanie rozmów i oznaczanie, do kogo nie dzwonić

# Errors and fields.
error-no_workplace = To wybiera się na stanowisku
    .detail = Zaloguj się w przeglądarce: token nie ma stanowiska.
field-only_with_template = dotyczy tylko adresu centrali telefonicznej
field-template_has_spaces = nie może zawierać spacji
field-template_needs_number = musi zawierać { "{number}" } dokładnie raz
field-template_scheme = musi zaczynać się od tel:, sip:, sips:, callto:, http: albo https:
field-template_no_page = to nie jest adres strony; powinien wyglądać tak: https://pbx.example/call?to={ "{number}" }
field-template_no_address = to nie jest adres; znaki, których nie ma w adresach, zapisz jako %20 i podobnie
field-no_phone = to nie jest numer, pod który można zadzwonić

# A phone number that calls.
call-link-call = Zadzwoń:

# How a workplace calls.
call-link-workplace = Jak dzwoni to stanowisko
call-link-workplace-lead = Dotyczy tej przeglądarki, dopóki trwa zalogowanie. Do czasu wyboru dzwoni tak, jak ustawiono w salonie.
call-link-saved = Zapisano dla tego stanowiska.
call-link-field-kind = Numer telefonu otwiera
call-link-kind-tel = Telefon
call-link-kind-tel-hint = Zaczyna się od tel: i pasuje do komórki, tabletu i większości programów.
call-link-kind-sip = Program telefoniczny
call-link-kind-sip-hint = Zaczyna się od sip: dla programów, które same są telefonem.
call-link-kind-callto = Starszy program
call-link-kind-callto-hint = Zaczyna się od callto: jak wciąż oczekują niektóre programy.
call-link-kind-template = Adres centrali telefonicznej
call-link-kind-template-hint = Centrala wybiera numer, gdy ten adres zostanie otwarty.
call-link-field-template = Adres centrali telefonicznej
call-link-template-hint = Wpisz { $mark } tam, gdzie ma być numer.
call-link-field-number-form = Zapis numeru
call-link-number-plus-hint = Z plusem: tak jest najczęściej.
call-link-number-zeros-hint = Z dwoma zerami, tak jak się wybiera.
call-link-number-bare-hint = Bez plusa i bez zer.
call-link-preview = Podgląd
call-link-preview-of = Z { $number } powstaje:
call-link-try = Wypróbuj
call-link-field-own = Własny numer
call-link-own-hint = Na przykład komórka: w podglądzie pojawi się przycisk, który na nią dzwoni.
call-link-save = Zapisz
call-link-cancel = Anuluj
call-link-optional = nieobowiązkowe

# The calls.
call-link-no-calls = Nie ma jeszcze rozmów
call-link-note-call = Zapisz rozmowę
call-link-field-outcome = Wynik
call-link-field-direction = Kto dzwonił
call-link-field-phone = Telefon
call-link-field-note = Notatka
call-link-field-client-id = Klient
call-link-outcome-reached = Rozmowa odbyta
call-link-outcome-not-reached = Nie odebrano
call-link-outcome-voicemail = Poczta głosowa
call-link-outcome-call-back = Do oddzwonienia
call-link-outcome-wrong-number = Zły numer
call-link-direction-out = Dzwonił salon
call-link-direction-in = Dzwonił klient
call-link-remove = Cofnij

# Who is not called.
call-link-do-not-call = Nie dzwonić
call-link-do-not-call-lead = { $who } nie życzy sobie telefonów. Widać to na karcie i na liście.
call-link-field-reason = Powód
call-link-reason-hint = Tylko dla salonu. Klient może jednak poprosić o wgląd (RODO art. 15).
call-link-since = od { $day }
call-link-since-by = od { $day }, { $who }
call-link-permit = Można znów dzwonić
call-link-change-reason = Zmień powód

# Who rings.
call-link-ringing = Kto dzwoni
call-link-ringing-lead = Ustaw centralę tak, aby przy połączeniu otwierała ten adres z numerem na końcu:
call-link-field-number = Numer telefonu
call-link-look-up = Sprawdź
call-link-stranger = Tego numeru nie ma na żadnej karcie
call-link-stranger-hint = Ktoś nowy albo ktoś z nowym numerem.
call-link-new-card = Nowa karta
call-link-open-card = Otwórz kartę
call-link-note-this = Zapisz tę rozmowę
call-link-withheld = Numer jest zastrzeżony
call-link-withheld-hint = Zapytaj o nazwisko i znajdź kartę.
call-link-find-card = Znajdź kartę
call-link-booking = Przed rezerwacją
call-link-booking-warn = O tej osobie trzeba coś wiedzieć.
call-link-booking-refuse = Rezerwacja nie jest możliwa.
call-link-booking-shadow = Rezerwacja nie jest możliwa i nie mówi się o tym.
call-link-booking-unknown = Nie da się teraz sprawdzić, czy rezerwacja jest możliwa.
call-link-known = To ktoś znajomy?
call-link-field-who = Nazwisko albo numer klienta
call-link-find = Znajdź
call-link-proposed-hint = Wybierz kartę, a numer zostanie na nią wpisany.
call-link-not-searched = Nie da się teraz szukać kart. Spróbuj w polu wyszukiwania na górze.
call-link-nobody-found = Nie znaleziono karty.
call-link-copied = Skopiowano
call-link-copy-address = Kopiuj adres
call-link-ringing-program = Programy pytają przez API.
call-link-ringing-document = Zobacz jak
call-link-archived = W archiwum

# What it keeps, and what an erasure does to it.
call-link-table-calls = Zapisane rozmowy
call-link-table-do-not-call = Do kogo nie dzwonić
call-link-erases-calls = { $count ->
    [one] Jedna zapisana rozmowa
    [few] { $count } zapisane rozmowy
   *[other] { $count } zapisanych rozmów
  }
call-link-erases-do-not-call = Informacja, że ta osoba nie życzy sobie telefonów

# On the card, among what happened.
event-call-link-call-noted = { $who }: zapisano rozmowę
event-call-link-call-removed = { $who }: usunięto zapis rozmowy
event-call-link-do-not-call-set = { $who }: zaznaczono, żeby nie dzwonić
event-call-link-do-not-call-lifted = { $who }: zaznaczono, że można znów dzwonić

# What a salon sets.
setting-call-link-kind = Numer telefonu otwiera
    .hint = Dla stanowisk, na których nic nie wybrano.
setting-call-link-kind-tel = Telefon
setting-call-link-kind-sip = Program telefoniczny (sip:)
setting-call-link-kind-callto = Starszy program (callto:)
setting-call-link-kind-template = Adres centrali telefonicznej
setting-call-link-template = Adres centrali telefonicznej
    .hint = Tylko przy „Adres centrali telefonicznej”. Wpisz { "{number}" } tam, gdzie ma stać numer.
setting-call-link-number = Zapis numeru
setting-call-link-number-plus = Z plusem
setting-call-link-number-zeros = Z dwoma zerami
setting-call-link-number-bare = Bez plusa i bez zer
