example-birthday-greetings-about = Ricorda i compleanni dei clienti, mostra i prossimi e fa gli auguri per e-mail a chi gradisce ricevere messaggi.
example-birthday-greetings-mail-about = Auguri di compleanno, una volta all’anno, ai clienti che hanno acconsentito al marketing
permission-example-birthday-greetings-read = Vedere i compleanni
permission-example-birthday-greetings-write = Annotare e modificare i compleanni
place-example-birthday-greetings = Compleanni
slot-example-birthday-greetings-birthday = Compleanno

example-birthday-greetings-on = { $day } { $month ->
    [1] gennaio
    [2] febbraio
    [3] marzo
    [4] aprile
    [5] maggio
    [6] giugno
    [7] luglio
    [8] agosto
    [9] settembre
    [10] ottobre
    [11] novembre
   *[12] dicembre
  }
example-birthday-greetings-month = { $month ->
    [1] gennaio
    [2] febbraio
    [3] marzo
    [4] aprile
    [5] maggio
    [6] giugno
    [7] luglio
    [8] agosto
    [9] settembre
    [10] ottobre
    [11] novembre
   *[12] dicembre
  }
example-birthday-greetings-in-days = { $days ->
    [0] oggi
    [1] domani
   *[other] tra { $days } giorni
  }
example-birthday-greetings-mark = { $days ->
    [0] Compleanno oggi
    [1] Compleanno domani
   *[other] Compleanno tra { $days } giorni
  }
example-birthday-greetings-turns = { $years ->
    [one] compie { $years } anno
   *[other] compie { $years } anni
  }
example-birthday-greetings-unknown = Non è ancora annotato.
example-birthday-greetings-note = Annota il compleanno
example-birthday-greetings-change = Modifica il compleanno
example-birthday-greetings-remove = Togli
example-birthday-greetings-save = Salva
example-birthday-greetings-day = Giorno
example-birthday-greetings-month-of = Mese
example-birthday-greetings-year = Anno di nascita
example-birthday-greetings-optional = facoltativo
example-birthday-greetings-greeting-yes = Riceverà gli auguri per e-mail.
example-birthday-greetings-greeting-off = Gli auguri per e-mail sono disattivati nelle impostazioni.
example-birthday-greetings-greeting-no-consent = Non riceverà auguri per e-mail: non risulta un consenso al marketing.
example-birthday-greetings-greeting-no-address = Non riceverà auguri per e-mail: manca l’indirizzo.

example-birthday-greetings-who = Cliente
example-birthday-greetings-when = Quando
example-birthday-greetings-more = Mostra altri
example-birthday-greetings-empty = Ancora nessun compleanno
example-birthday-greetings-empty-hint = Annoti i compleanni sulle schede dei clienti: i prossimi appariranno qui.

example-birthday-greetings-subject = Tanti auguri, { $name }!
example-birthday-greetings-text =
    Buongiorno { $name },

    tanti auguri di buon compleanno! Le auguriamo una splendida giornata e speriamo di rivederla presto.

    { $salon }
example-birthday-greetings-nameless = gentile ospite

setting-example-birthday-greetings-send-greetings = Inviare gli auguri per e-mail
    .hint = Li riceve solo chi ha acconsentito al marketing.
setting-example-birthday-greetings-hour = Ora del giorno
    .hint = Da 0 a 23. Gli auguri partono da quest’ora.
setting-example-birthday-greetings-subject = Oggetto
    .hint = { "{" }name{ "}" } sta per il nome del cliente e { "{" }salon{ "}" } per quello del salone. Se il campo è vuoto, le parole le scegliamo noi.
setting-example-birthday-greetings-text = Testo
    .hint = { "{" }name{ "}" } sta per il nome del cliente e { "{" }salon{ "}" } per quello del salone. Se il campo è vuoto, le parole le scegliamo noi.

example-birthday-greetings-table-birthdays = Compleanni
example-birthday-greetings-table-consents = Chi gradisce ricevere messaggi
example-birthday-greetings-table-greetings = Auguri
example-birthday-greetings-erases-birthdays = { $count ->
    [one] Un compleanno
   *[other] { $count } compleanni
  }
example-birthday-greetings-erases-consents = { $count ->
    [one] Se gradisce ricevere messaggi
   *[other] Se gradisce ricevere messaggi, { $count } volte
  }
example-birthday-greetings-erases-greetings = { $count ->
    [one] Che sono stati inviati gli auguri
   *[other] Che sono stati inviati gli auguri, { $count } volte
  }

event-example-birthday-greetings-birthday-set = { $who } ha annotato il compleanno
event-example-birthday-greetings-birthday-removed = { $who } ha tolto il compleanno
event-example-birthday-greetings-greeting-written = { $who } ha inviato gli auguri di compleanno

field-example-birthday-greetings_not_born_yet = è nel futuro; scelga un anno già iniziato
field-example-birthday-greetings_unknown_place = ha tra parentesi graffe «{ $place }», che non sta per nulla
