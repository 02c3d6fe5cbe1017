# Co jest nie tak z ustawieniem, po jego nazwie.

field-wrong_type = { $type ->
    [integer] musi być liczbą całkowitą
    [boolean] musi być prawdą albo fałszem
    [array] musi być listą
   *[other] musi być tekstem
  }
field-not_a_choice = nie jest jedną z możliwości
field-not_an_email = nie jest adresem e-mail, takim jak anna@example.com
field-not_a_date = nie jest datą

# Formularz ustawień funkcji.

settings-of = { $feature }: ustawienia
settings-title-wrong = Błąd: { $title }
settings-link = Ustawienia
settings-optional = nieobowiązkowe
settings-none = bez wyboru
settings-save = Zapisz
settings-saved = Zapisano.
settings-off = Ta funkcja jest wyłączona. To, co tu ustawisz, zostanie zachowane i zacznie obowiązywać po jej włączeniu.
settings-overtaken = Ktoś inny zmienił w międzyczasie te ustawienia. To, co wpisano, jest tutaj; po zapisaniu będzie obowiązywać.
settings-overtaken-show = Pokaż zmiany drugiej osoby
settings-secret-set = Ustawione. Pozostaw puste, aby zachować.
settings-secret-remove = Usuń
settings-secret-again = Jeszcze nie zapisano: wpisz ponownie.
