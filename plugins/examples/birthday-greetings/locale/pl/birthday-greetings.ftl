example-birthday-greetings-about = Pamięta urodziny klientów, pokazuje najbliższe i składa życzenia e-mailem tym, którzy chcą dostawać wiadomości.
example-birthday-greetings-mail-about = Życzenia urodzinowe, raz w roku, do klientów, którzy zgodzili się na marketing
permission-example-birthday-greetings-read = Oglądanie dat urodzin
permission-example-birthday-greetings-write = Zapisywanie i zmienianie dat urodzin
place-example-birthday-greetings = Urodziny
slot-example-birthday-greetings-birthday = Urodziny

example-birthday-greetings-on = { $day } { $month ->
    [1] stycznia
    [2] lutego
    [3] marca
    [4] kwietnia
    [5] maja
    [6] czerwca
    [7] lipca
    [8] sierpnia
    [9] września
    [10] października
    [11] listopada
   *[12] grudnia
  }
example-birthday-greetings-month = { $month ->
    [1] styczeń
    [2] luty
    [3] marzec
    [4] kwiecień
    [5] maj
    [6] czerwiec
    [7] lipiec
    [8] sierpień
    [9] wrzesień
    [10] październik
    [11] listopad
   *[12] grudzień
  }
example-birthday-greetings-in-days = { $days ->
    [0] dzisiaj
    [1] jutro
   *[other] za { $days } dni
  }
example-birthday-greetings-mark = { $days ->
    [0] Dziś urodziny
    [1] Jutro urodziny
   *[other] Urodziny za { $days } dni
  }
example-birthday-greetings-turns = kończy { $years ->
    [one] { $years } rok
    [few] { $years } lata
   *[many] { $years } lat
  }
example-birthday-greetings-unknown = Jeszcze nie zapisano.
example-birthday-greetings-note = Zapisz urodziny
example-birthday-greetings-change = Zmień datę urodzin
example-birthday-greetings-remove = Usuń
example-birthday-greetings-save = Zapisz
example-birthday-greetings-day = Dzień
example-birthday-greetings-month-of = Miesiąc
example-birthday-greetings-year = Rok urodzenia
example-birthday-greetings-optional = nieobowiązkowo
example-birthday-greetings-greeting-yes = Dostanie życzenia e-mailem.
example-birthday-greetings-greeting-off = Życzenia e-mailem są wyłączone w ustawieniach.
example-birthday-greetings-greeting-no-consent = Nie dostanie życzeń e-mailem: nie wiadomo o zgodzie na marketing.
example-birthday-greetings-greeting-no-address = Nie dostanie życzeń e-mailem: brak adresu.

example-birthday-greetings-who = Klient
example-birthday-greetings-when = Kiedy
example-birthday-greetings-more = Pokaż więcej
example-birthday-greetings-empty = Nie ma jeszcze dat urodzin
example-birthday-greetings-empty-hint = Zapisuj urodziny na kartach klientów, a najbliższe pojawią się tutaj.

example-birthday-greetings-subject = Wszystkiego najlepszego, { $name }!
example-birthday-greetings-text =
    Dzień dobry, { $name },

    wszystkiego najlepszego z okazji urodzin! Życzymy pięknego dnia i do zobaczenia.

    { $salon }
example-birthday-greetings-nameless = drogi Gościu

setting-example-birthday-greetings-send-greetings = Wysyłaj życzenia e-mailem
    .hint = Dostają je tylko klienci, którzy zgodzili się na marketing.
setting-example-birthday-greetings-hour = Godzina
    .hint = Od 0 do 23. Od tej godziny wysyłamy życzenia.
setting-example-birthday-greetings-subject = Temat
    .hint = { "{" }name{ "}" } oznacza imię klienta, a { "{" }salon{ "}" } nazwę salonu. Jeśli pole jest puste, sami dobieramy słowa.
setting-example-birthday-greetings-text = Treść
    .hint = { "{" }name{ "}" } oznacza imię klienta, a { "{" }salon{ "}" } nazwę salonu. Jeśli pole jest puste, sami dobieramy słowa.

example-birthday-greetings-table-birthdays = Daty urodzin
example-birthday-greetings-table-consents = Kto chce dostawać wiadomości
example-birthday-greetings-table-greetings = Życzenia
example-birthday-greetings-erases-birthdays = { $count ->
    [one] Data urodzin
    [few] { $count } daty urodzin
   *[many] { $count } dat urodzin
  }
example-birthday-greetings-erases-consents = { $count ->
    [one] Informacja, czy chce dostawać wiadomości
    [few] { $count } informacje, czy chce dostawać wiadomości
   *[many] { $count } informacji, czy chce dostawać wiadomości
  }
example-birthday-greetings-erases-greetings = { $count ->
    [one] Informacja o wysłaniu życzeń
    [few] { $count } informacje o wysłaniu życzeń
   *[many] { $count } informacji o wysłaniu życzeń
  }

event-example-birthday-greetings-birthday-set = { $who }: zapisano datę urodzin
event-example-birthday-greetings-birthday-removed = { $who }: usunięto datę urodzin
event-example-birthday-greetings-greeting-written = { $who }: wysłano życzenia urodzinowe

field-example-birthday-greetings_not_born_yet = leży w przyszłości; wybierz rok, który już się zaczął
field-example-birthday-greetings_unknown_place = zawiera w nawiasach klamrowych „{ $place }”, co nic nie oznacza
