# Pages, mails and errors of sign-in, accounts, users, roles and tokens.

## Frames and words used everywhere

region-language = Język
region-back = Wróć
region-save = Zapisz
region-remove = Usuń
region-actions = Działania
region-copy = Kopiuj
region-copied = Skopiowano
region-last-used = Ostatnio użyte
region-good-until = Ważne do

## Fields

region-field-email = E-mail
region-field-password = Hasło
region-field-name = Imię i nazwisko
region-field-code = Kod
region-field-current = Dotychczasowe hasło
region-field-proof = Twoje hasło
region-field-locale = Język
region-field-role = Rola
region-field-salon-name = Nazwa salonu
region-field-salon-slug = Krótka nazwa do adresów
    .hint = Małe litery, cyfry i łączniki, na przykład wlosy-i-styl. Później nie można jej zmienić.
region-field-salon-country = Kraj
region-field-owner-name = Twoje imię i nazwisko
region-field-owner-email = Twój e-mail
region-field-owner-password = Twoje hasło
region-new-password-hint = Co najmniej dziesięć znaków. Kilka słów łatwo zapamiętać, a trudno odgadnąć.

## Signing in

region-sign-in = Zaloguj się
region-sign-out = Wyloguj się
region-forgotten = Nie pamiętasz hasła?
region-back-to-sign-in = Wróć do logowania
region-code-title = Jeszcze jeden krok
region-code-lead = Wpisz kod z aplikacji uwierzytelniającej albo jeden z kodów zapasowych.
region-start-again = Zacznij od nowa
region-recovery-lead = Wyślemy Ci link, pod którym ustawisz nowe hasło.
region-recovery-go = Wyślij link
region-recovery-sent = Sprawdź pocztę
region-recovery-sent-lead = Jeśli ktoś loguje się tym adresem, link jest w drodze. Jest ważny przez godzinę.
region-new-password = Nowe hasło

## First start

region-start = Twój pierwszy salon
region-start-lead = Program wypisał przy starcie kod. Potwierdza on, że to miejsce należy do Ciebie.
region-start-salon = Salon
region-start-owner = Ty
region-start-go = Zaczynamy
region-country-DE = Niemcy
region-country-NL = Holandia
region-country-PL = Polska
region-country-IT = Włochy
region-country-AT = Austria
region-country-BE = Belgia
region-country-CH = Szwajcaria
region-country-GB = Wielka Brytania
region-country-IE = Irlandia
region-country-LI = Liechtenstein
region-country-LU = Luksemburg
region-country-SM = San Marino

## Invitations

region-invitation = Witamy w { $salon }
region-invitation-new = Będziesz się logować adresem { $email }. Podaj imię i nazwisko i wybierz hasło.
region-invitation-known = Logujesz się jak zawsze adresem { $email }. Salon dołączy do Twoich.
region-invitation-go = Przyjmij

## The own account

region-account = Twoje konto
region-about-you = O Tobie
region-password = Hasło
region-change-password = Zmień hasło
region-second-factor = Drugi składnik
region-second-factor-short = Drugi składnik
region-second-factor-on = Włącz
region-second-factor-off = Wyłącz
region-second-factor-is-on = Logujesz się kodem z telefonu.
region-second-factor-why = Oprócz hasła kod z telefonu: kto pozna Twoje hasło, i tak się nie zaloguje.
region-papers-left = { $count ->
    [one] Został jeden kod zapasowy.
    [few] Zostały { $count } kody zapasowe.
   *[other] Zostało { $count } kodów zapasowych.
}
region-enrol-scan = Zeskanuj ten obrazek aplikacją uwierzytelniającą, a potem wpisz kod, który pokaże.
region-enrol-picture = Obrazek do zeskanowania aplikacją uwierzytelniającą
region-enrol-type = Albo wpisz to w aplikacji:
region-papers = Twoje kody zapasowe
region-papers-why = Na wypadek utraty telefonu. Zapisz je teraz: nie pokażą się ponownie. Każdy działa raz.
region-papers-kept = Mam je zapisane
region-sessions = Gdzie jesteś zalogowany
region-device = Urządzenie
region-device-unknown = Nieznane urządzenie
region-this-device = To urządzenie
region-end-session = Wyloguj tam
region-end-others = Wyloguj wszędzie indziej
region-salons = Który salon?
region-no-salon = Nie należysz do żadnego salonu
region-no-salon-why = Poproś właściciela salonu o zaproszenie.

## Users and roles of a salon

region-users = Użytkownicy
region-invite = Zaproś kogoś
region-invite-go = Wyślij zaproszenie
region-invitations = Otwarte zaproszenia
region-withdraw = Wycofaj
region-role-of = Rola: { $name }
region-role-owner = Właściciel
region-role-manager = Kierownik
region-role-staff = Pracownik
region-roles = Role
region-roles-lead = Co wolno kierownikom i pracownikom. Właściciele mogą wszystko.
permission-users-manage = Zarządzanie użytkownikami i rolami
permission-tokens-manage = Zarządzanie kluczami dostępu dla programów
permission-features-manage = Włączanie i wyłączanie funkcji

## Changes of access

region-undo = Cofnij
region-disable = Zablokuj
region-enable = Odblokuj
region-disabled = Konto zablokowane
region-somebody = ktoś
region-changes = Zmiany
region-all-changes = Wszystkie zmiany
region-older-changes = Starsze zmiany
region-changes-lead = Kto i co zmienił w użytkownikach, rolach, kluczach dostępu i sposobach logowania. Niczego nie można tu zmienić ani usunąć.
region-when = Kiedy
region-who = Kto
region-what = Co
region-change-salon-created = Utworzono salon
region-change-user-joined = Nowa osoba: { $about }, rola: { $role }
region-change-user-role-changed = { $about } ma teraz rolę: { $role }
region-change-user-removed = Usunięto: { $about }
region-change-user-restored = Cofnięto usunięcie: { $about }
region-change-user-disabled = Zablokowano: { $about }
region-change-user-enabled = Odblokowano: { $about }
region-change-role-changed = Zmieniono uprawnienia roli: { $about }
region-change-feature-switched-on = Włączono: { $about }
region-change-feature-switched-off = Wyłączono: { $about }
region-change-feature-granted = { $about }: przyznano to, o co prosiła
region-change-feature-data-removed = { $about }: dane zostały usunięte
region-change-token-made = Utworzono klucz dostępu: { $about }
region-change-token-revoked = Zakończono klucz dostępu: { $about }
region-change-invitation-sent = Wysłano zaproszenie, rola: { $role }
region-change-invitation-withdrawn = Wycofano zaproszenie
region-change-password-changed = Nowe hasło: { $about }
region-change-second-factor-switched-on = Włączono drugi składnik: { $about }
region-change-second-factor-switched-off = Wyłączono drugi składnik: { $about }
region-change-sign-in-failed = Kilka błędnych haseł lub kodów z rzędu: { $about }

## Tokens of a salon

region-tokens = Klucze dostępu
region-tokens-lead = Klucz dostępu pozwala programowi pracować z tym salonem. Może najwyżej tyle, ile osoba, która go utworzyła.
region-tokens-document = Zobacz i wypróbuj, co programy mogą w tym salonie
region-no-tokens = Żaden program nie pracuje jeszcze z tym salonem.
region-new-token = Nowy klucz dostępu
region-token-name = Do czego
    .hint = Żeby go rozpoznać, na przykład: strona, księgowość.
region-token-may = Co może
region-token-all = Wszystko, co jego twórca
region-token-by = Utworzył
region-token-operator = Operator
region-token-never = Nigdy
region-token-validity = Ważny przez
region-token-for-good = Bezterminowo
region-token-days = { $days } dni
region-token-made = Nowy klucz dostępu
region-token-once = Skopiuj go teraz: nie pokaże się ponownie.
region-revoke = Zakończ

## What was done

region-done-signed-out = Wylogowano.
region-done-started = Salon jest gotowy. Zaloguj się.
region-done-joined = Dołączono. Zaloguj się.
region-done-password = Hasło zmienione.
region-done-saved = Zapisano.
region-done-session-ended = Wylogowano tam.
region-done-sessions-ended = Wylogowano wszędzie indziej.
region-done-second-factor-off = Drugi składnik jest wyłączony.
region-done-invited = Zaproszenie jest w drodze.
region-done-withdrawn = Zaproszenie wycofane.
region-done-role-changed = Rola zmieniona.
region-done-removed = Usunięto z salonu.
region-done-restored = Usunięcie cofnięto.
region-done-disabled = Zablokowano. Ta osoba na razie nie otworzy salonu.
region-done-enabled = Odblokowano.
region-done-revoked = Klucz dostępu zakończony.

## What stands against it

error-sign_in_failed = E-mail i hasło nie pasują do siebie.
error-sign_in_expired = To trwało za długo. Zaloguj się ponownie.
error-code_wrong = Kod jest błędny albo już użyty.
    .detail = Poczekaj na następny kod w aplikacji.
error-slow_down = Za dużo prób.
    .detail = { $seconds ->
            [one] Spróbuj ponownie za sekundę.
            [few] Spróbuj ponownie za { $seconds } sekundy.
           *[other] Spróbuj ponownie za { $seconds } sekund.
        }
error-slug_taken = Inny salon ma już tę krótką nazwę.
error-email_taken = Ktoś już loguje się tym adresem.
error-second_factor_on = Drugi składnik jest już włączony.
error-recovery_spent = Ten link został użyty lub wygasł.
    .detail = Poproś o nowy przy logowaniu.
error-invitation_spent = To zaproszenie zostało użyte, wycofane lub wygasło.
    .detail = Poproś salon o nowe.
error-last_owner = Salon musi mieć właściciela.
    .detail = Najpierw ustanów właścicielem kogoś innego.
error-last_owner_of = { $salon } nie miałby już właściciela.
    .detail = Najpierw uczyń tam właścicielem kogoś innego.
error-disabled_by_operator = Operator zablokował tę osobę we wszystkich salonach.
error-owners_may_all = Właściciele mogą wszystko; nie można tego zmienić.
error-already_member = Ta osoba już należy do salonu.
error-mail_not_set_up = Stąd nie można wysłać poczty.
    .detail = Operator nie ustawił serwera poczty.
field-slug_malformed = Małe litery, cyfry i pojedyncze łączniki, na początku litera, najwyżej 40.
field-slug_reserved = To słowo jest potrzebne w innych adresach.
field-slug_taken = Inny salon ma już tę krótką nazwę.
field-email_malformed = To nie jest adres e-mail.
field-email_taken = Ktoś już loguje się tym adresem.
field-name_malformed = Nazwa ma najwyżej 100 znaków, i tylko widocznych.
field-password_short = Co najmniej { $least } znaków.
field-password_long = Najwyżej { $most } znaków.
field-password_common = To hasło zostanie odgadnięte jako pierwsze. Wybierz inne.
field-password_wrong = Hasło jest błędne.
field-setup_code_wrong = To nie jest kod wypisany przez program.
field-code_wrong = Kod jest błędny albo już użyty.
field-already_member = Ta osoba już należy do salonu.
field-unknown_permission = Nie ma takiego uprawnienia.
field-not_yours = Nie masz tego uprawnienia, więc nie możesz go nadać.
field-in_the_past = Ta chwila musi być w przyszłości.
field-unknown_country = Dwie litery kraju, na przykład PL.
field-unknown_locale = Jeden z: en, de, nl, pl, it.
field-unknown_time_zone = Strefa czasowa, na przykład Europe/Warsaw.

## Mails

mail-recovery-subject = Nowe hasło do Kartoteki
mail-recovery-body =
    Dzień dobry { $name },

    pod tym linkiem ustawisz nowe hasło. Jest ważny przez godzinę i działa raz:

    { $link }

    Jeśli to nie Ty o niego prosisz, nie musisz nic robić: nic się nie zmieniło.
mail-invitation-subject = { $salon } zaprasza
mail-invitation-body =
    Dzień dobry,

    { $salon } prowadzi karty klientów w Kartotece i zaprasza do współpracy. Otwórz ten link w ciągu siedmiu dni:

    { $link }

    Jeśli nie znasz tego salonu, nie musisz nic robić.

## Features of a salon

area-features = Funkcje
region-features = Dodaj funkcję
region-features-lead = Włącz to, czego potrzebuje Twój salon. Inne salony tego nie zauważą. To, co funkcja zapisała, zostaje po wyłączeniu i jest znowu dostępne po włączeniu.
region-no-features = W tym regionie nie ma nic do włączenia.
region-feature-on = włączona
region-feature-is-on = { $feature }: włączono.
region-feature-is-off = { $feature }: wyłączono. To, co zapisano, zostaje.
region-feature-open = Otwórz
region-feature-more = Co dodaje i co może czytać
region-feature-appears = Pojawia się
region-feature-reads = Może czytać
region-feature-hears = Dowiaduje się o
region-feature-mail = Pisze e-maile
region-feature-hosts = Wysyła do
region-feature-api = Robi w imieniu użytkownika
region-feature-asks = Ta funkcja prosi o więcej, niż jej pozwolono
region-feature-asks-until = Do czasu zgody działa bez tego.
region-feature-agree = Wyraź zgodę
region-feature-asks-reads = Chce czytać: { $what }
region-feature-asks-listens = Chce się dowiadywać o: { $what }
region-feature-asks-mail = Chce pisać e-maile: { $about }
region-feature-asks-hosts = Chce wysyłać do { $host }: { $about }
region-feature-asks-api = Chce w imieniu użytkownika: { $what }
region-feature-permissions = Dodaje uprawnienia
region-feature-requires = Wymaga
region-feature-works-with = Potrafi więcej razem z
region-feature-switch-on = Włącz
region-feature-switch-off = Wyłącz
region-feature-all-on = Włącz wszystkie
region-feature-all-off = Wyłącz wszystkie
region-place-rail = Na pasku z boku
region-place-settings = W ustawieniach
region-place-client-section = Jako część karty
region-place-client-actions = Jako czynność na karcie
region-place-client-marks = Jako znak na karcie i na liście
region-place-phone-link = To, co dzieje się przy numerze telefonu
region-feature-data = Dane funkcji „{ $feature }”
region-feature-data-lead = Co ta funkcja zapisała w tym salonie. Zabierz to jako plik albo usuń.
region-feature-export = Pobierz wszystko
region-feature-remove = Usuń na zawsze
region-feature-remove-off-first = Najpierw wyłącz funkcję. Wcześniej niczego nie można usunąć.
region-feature-remove-warning = To wszystko zniknie, także z historii zmian, i nie da się tego przywrócić. Pobierz to wcześniej, jeśli może się jeszcze przydać.
region-feature-remove-type = Wpisz „{ $feature }”, aby potwierdzić
region-feature-remove-go = Usuń
region-feature-not-confirmed = To nie jest „{ $feature }”
region-receipt = Potwierdzenie
region-feature-removed = Usunięto
region-feature-removed-lead = Z tego, co zapisała funkcja „{ $feature }”, nic już w tym salonie nie zostało. Wydrukuj tę stronę, jeśli potrzebujesz dowodu.
region-feature-data-link = Dane
region-feature-unavailable = Nie udało się zaktualizować jej tabel, więc nie można jej używać. Jej dane są nienaruszone, a operator został powiadomiony.
region-feature-rests = Kilka razy zawiodła; następna próba: { $until }.
region-feature-missed = { $count ->
    [one] Jednego zdarzenia nie udało się jej przekazać i zostało odłożone.
    [few] { $count } zdarzeń nie udało się jej przekazać i zostały odłożone.
   *[other] { $count } zdarzeń nie udało się jej przekazać i zostały odłożone.
  }
error-feature_on = Najpierw wyłącz: { $feature }
region-cancel = Anuluj
error-requirements_off = { $feature } wymaga: { $others }
    .detail = Włącz to najpierw albo wszystko naraz.
error-removal_under_way = Dane z „{ $feature }” są jeszcze usuwane
    .detail = Spróbuj ponownie za chwilę.
error-required_by_others = { $others } nie działa bez: { $feature }
    .detail = Wyłącz to najpierw albo wszystko naraz. To, co zapisano, zostaje.
error-feature_failed = „{ $feature }” nie może teraz odpowiedzieć
    .detail = Nic nie zostało zmienione. Spróbuj za chwilę albo wyłącz funkcję.
error-feature_too_slow = Odpowiedź z „{ $feature }” trwała zbyt długo
    .detail = Być może nie zrobiono tego, o co chodziło. Sprawdź, zanim spróbujesz ponownie.
error-feature_unavailable = { $feature }: chwilowo niedostępne
    .detail = Nie udało się zaktualizować tabel. Dane są nienaruszone, a operator został powiadomiony.
error-feature_resting = Ta funkcja jest chwilowo niedostępna
    .detail = Kilka razy zawiodła; wkrótce zostanie sprawdzona ponownie.
