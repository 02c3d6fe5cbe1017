place-blacklist = Czarna lista
slot-blacklist-block = Czarna lista
blacklist-about = Kto zawiódł, ten już nie zarezerwuje wizyty, także z nową kartą.

# What a role may be allowed.
permission-blacklist-read = Przeglądanie, kto jest zablokowany i dlaczego
permission-blacklist-write = Blokowanie i zdejmowanie blokad

# What a refused client is told, in the salon's language.
blacklist-default-refusal = Tej wizyty nie można zarezerwować przez internet. Prosimy o telefon do salonu.

# What staff are told at a booking; the reason follows.
blacklist-staff-blocked-online = Blokada rezerwacji online od { $day }
blacklist-staff-blocked = Blokada od { $day }
blacklist-staff-warned = Ostrzeżenie od { $day }
blacklist-staff-limited = { $most ->
    [one] Najwyżej jedna otwarta rezerwacja, od { $day }
    [few] Najwyżej { $most } otwarte rezerwacje, od { $day }
   *[other] Najwyżej { $most } otwartych rezerwacji, od { $day }
  }

# Errors and fields.
error-already_blocked = Blokada już tu jest
    .detail = Zmień blokadę, która istnieje.
error-block_lifted = Ta blokada jest zdjęta
    .detail = Przywróć ją, zanim ją zmienisz.
field-already_blocked = blokada już istnieje
field-documents_need_client = należą do karty klienta
field-documents_not_here = są niedostępne: dokumenty są tu wyłączone albo nie masz do nich dostępu
field-no_such_document = nie są na tej karcie
field-only_with_limit = dotyczy tylko limitu
field-day_over = już minęło; wybierz dziś albo później
field-day_too_far = jest zbyt odległe
field-day_unreadable = to nie jest data

# The list.
blacklist-states = Które blokady
blacklist-find = Imię i nazwisko, telefon lub e-mail
blacklist-do-find = Szukaj
blacklist-not-found = Nic nie znaleziono: „{ $q }”
blacklist-not-found-hint = Wpisz mniej liter albo zajrzyj do innej zakładki.
blacklist-state-active = Zablokowane
blacklist-state-due = Do sprawdzenia
blacklist-state-lifted = Zdjęte
blacklist-who = Kto
blacklist-effect = Skutek
blacklist-since = Od
blacklist-until = Do
blacklist-review = Sprawdzić
blacklist-lifted = Zdjęta
blacklist-over = minęła
blacklist-for-good = odwołania
blacklist-no-review = bez daty
blacklist-erased-person = Usunięta osoba
blacklist-fingerprints = { $count ->
    [0] nic po niej nie zachowano
    [one] rozpoznawana po jednym odcisku
   *[other] rozpoznawana po { $count } odciskach
  }
blacklist-more = Pokaż więcej
blacklist-edit = Zmień
blacklist-lift = Zdejmij
blacklist-lift-of = Zdejmij blokadę: { $who }
blacklist-reviewed = Sprawdzono, znów { $day }
blacklist-again = Zablokuj ponownie
blacklist-lifted-now = Blokada zdjęta: { $who }.
blacklist-empty = Nikt nie jest zablokowany
blacklist-empty-hint = Tu są osoby, które nie mogą rezerwować. Zablokuj klienta na jego karcie albo telefon lub e-mail, który nie ma karty.
blacklist-empty-due = Nic do sprawdzenia
blacklist-empty-due-hint = Tu pojawią się blokady, gdy nadejdzie dzień, w którym trzeba na nie spojrzeć.
blacklist-empty-lifted = Nic jeszcze nie zdjęto
blacklist-empty-lifted-hint = Blokady zdjęte i te, które minęły, zostają tutaj.

# What a block does, in a word.
blacklist-effect-refuse = Odmowa rezerwacji
blacklist-effect-shadow = Rezerwacje na pozór
blacklist-effect-warn = Ostrzeżenie
blacklist-effect-limit = Najwyżej otwartych: { $most }
blacklist-mark-blocked = Blokada
blacklist-mark-limited = Limit
blacklist-mark-warning = Ostrzeżenie

# The form.
blacklist-title-wrong = Błąd: { $title }
blacklist-new-contact = Zablokuj telefon lub e-mail
blacklist-new-client = Zablokuj rezerwacje
blacklist-change = Zmiana blokady
blacklist-group-who = Kto
blacklist-group-why = Dlaczego i jak długo
blacklist-contact-hint = Wystarczy jedno z dwojga. Zablokowany jest każdy, kto je ma, z kartą lub bez.
blacklist-follows = Blokada idzie za tymi danymi, także na inną kartę:
blacklist-follows-nothing = Nie ma telefonu ani e-maila, za którym blokada mogłaby iść.
blacklist-follows-hidden = { $count ->
    [one] Jeden kontakt zachowany tylko jako odcisk
    [few] { $count } kontakty zachowane tylko jako odciski
   *[other] { $count } kontaktów zachowanych tylko jako odciski
  }
blacklist-also-on = { $cards ->
    [one] { $contact } (jest też na innej karcie, którą blokada obejmie)
    [few] { $contact } (jest też na { $cards } innych kartach, które blokada obejmie)
   *[other] { $contact } (jest też na { $cards } innych kartach, które blokada obejmie)
  }
blacklist-set = Założona: { $set }
blacklist-set-by = { $day }, { $who }
blacklist-optional = nieobowiązkowe
blacklist-field-who = Klient
blacklist-field-phone = Telefon
blacklist-field-email = E-mail
blacklist-field-contacts = Telefon i e-mail
blacklist-field-effect = Co dzieje się przy rezerwacji
blacklist-field-most-open = Otwarte rezerwacje
blacklist-field-text = Tekst dla klienta
blacklist-field-scope = Dotyczy
blacklist-field-reason = Powód
blacklist-field-documents = Dowody
blacklist-documents-hint = Dokumenty na karcie, które pokazują, co się stało.
blacklist-no-documents = Na tej karcie nie ma dokumentów.
blacklist-documents-card = Dodaj dokument
blacklist-documents-again = Wczytaj dokumenty ponownie
blacklist-field-ends-on = Ostatni dzień
blacklist-field-review-on = Sprawdzić dnia
blacklist-choose-refuse = Odmów
blacklist-choose-refuse-hint = Klient czyta Twój tekst.
blacklist-choose-shadow = Zarezerwuj na pozór
blacklist-choose-shadow-hint = Klient widzi rezerwację, ale jej nie ma. Twój kalendarz dostaje uwagę z Twoim powodem.
blacklist-choose-warn = Ostrzeż nas
blacklist-choose-warn-hint = Rezerwacja dochodzi do skutku. Twój kalendarz dostaje uwagę z Twoim powodem.
blacklist-choose-limit = Ogranicz
blacklist-choose-limit-hint = Tylko tyle rezerwacji może być otwartych naraz.
blacklist-most-open-hint = Tylko dla „Ogranicz”: od 0 do 20. Przy 0 nie można nic zarezerwować.
blacklist-text-hint = Jeśli pole jest puste, klient czyta: „{ $text }”
blacklist-scope-online = Rezerwacje online
blacklist-scope-online-hint = W recepcji pojawia się ostrzeżenie, ale można zarezerwować.
blacklist-scope-everywhere = Wszystkie rezerwacje
blacklist-scope-everywhere-hint = Także w recepcji.
blacklist-reason-hint = Tylko dla salonu. Klient może jednak poprosić o wgląd (RODO art. 15): pisz to, co można pokazać.
blacklist-ends-on-hint = Ostatni dzień blokady. Puste: do zdjęcia.
blacklist-review-on-hint = Dzień, w którym trzeba na nią spojrzeć.
blacklist-block = Zablokuj
blacklist-save = Zapisz
blacklist-cancel = Anuluj
blacklist-lifted-since = Ta blokada została zdjęta: { $day }.
blacklist-overtaken = Ktoś inny zmienił tę blokadę w międzyczasie. To, co wpisano, jest tutaj; po zapisaniu obowiązuje.
blacklist-overtaken-show = Pokaż tamtą
blacklist-show-existing = Pokaż blokadę, która obowiązuje

# On the card.
blacklist-do-block = Zablokuj rezerwacje
blacklist-do-change = Zmień blokadę
blacklist-because-own = Ta karta jest zablokowana.
blacklist-because-own-warn = Do tej karty jest ostrzeżenie.
blacklist-because-own-limit = Dla tej karty liczba otwartych rezerwacji jest ograniczona.
blacklist-because-shared = { $contact } jest też na karcie: { $other }. Co obowiązuje tam, obowiązuje i tu.
blacklist-because-contact = Dotyczy kontaktu: { $contact }.
blacklist-no-reason = nie podano
blacklist-just-lifted = Blokada została właśnie zdjęta.

# What it keeps, and what an erasure does to it.
blacklist-table-blocks = Blokady
blacklist-table-contacts = Kontakty objęte blokadami
blacklist-table-proofs = Dowody do blokad
blacklist-erases-blocks = { $count ->
    [one] Kogo dotyczyła blokada, dlaczego, i jej treść
    [few] Kogo dotyczyły { $count } blokady, dlaczego, i ich treść
   *[other] Kogo dotyczyło { $count } blokad, dlaczego, i ich treść
  }
blacklist-keeps-blocks = To, że ktoś był zablokowany, od kiedy do kiedy i jak, bez wskazania kto
blacklist-erases-contacts = { $count ->
    [one] Numer telefonu lub adres e-mail przy blokadzie
    [few] { $count } numery telefonu i adresy e-mail przy blokadach
   *[other] { $count } numerów telefonu i adresów e-mail przy blokadach
  }
blacklist-erases-proofs = { $count ->
    [one] Który dokument jest dowodem do blokady
    [few] Które { $count } dokumenty są dowodami do blokad
   *[other] Które dokumenty ({ $count }) są dowodami do blokad
  }
blacklist-kept-contacts = { $count ->
    [one] Odcisk zablokowanego numeru telefonu lub adresu e-mail, który nikogo nie wskazuje: salon może zapobiegać obchodzeniu blokady
    [few] { $count } odciski zablokowanych numerów telefonu i adresów e-mail, które nikogo nie wskazują: salon może zapobiegać obchodzeniu blokady
   *[other] { $count } odcisków zablokowanych numerów telefonu i adresów e-mail, które nikogo nie wskazują: salon może zapobiegać obchodzeniu blokady
  }

# On the card, among what happened.
event-blacklist-block-set = { $who }: zablokowano rezerwacje
event-blacklist-block-changed = { $who }: zmieniono blokadę
event-blacklist-block-lifted = { $who }: zniesiono blokadę
event-blacklist-block-restored = { $who }: zablokowano ponownie

# Co ustawia salon.
setting-blacklist-refusal = Tekst przy odmowie
    .hint = To czyta klient, jeśli blokada nie ma własnego tekstu. Jeśli pole jest puste, zdanie w języku salonu prosi o telefon.
setting-blacklist-default-effect = Nowa blokada proponuje
    .hint = Przy każdej blokadzie można wybrać inaczej.
setting-blacklist-default-effect-refuse = Odmów
setting-blacklist-default-effect-shadow = Zarezerwuj na pozór
setting-blacklist-default-effect-warn = Ostrzeż nas
setting-blacklist-default-effect-limit = Ogranicz
setting-blacklist-default-scope = Nowa blokada dotyczy
setting-blacklist-default-scope-online = Rezerwacje online
setting-blacklist-default-scope-everywhere = Wszystkie rezerwacje
setting-blacklist-review-after-days = Dni do sprawdzenia
    .hint = Po tylu dniach nową blokadę trzeba sprawdzić. 0: nigdy.
