place-call-link = Chi sta chiamando
area-call-link = Questa postazione
slot-call-link-calls = Chiamate
call-link-about = Chiama dalla scheda con il telefono di ogni postazione, annota com’è andata e scopri chi sta chiamando.

# What a role may be allowed.
permission-call-link-use = Chiamare, annotare le chiamate e segnare chi non va chiamato

# Errors and fields.
error-no_workplace = Questo si sceglie da una postazione
    .detail = Accedi con un browser: un token non ha una postazione.
field-only_with_template = vale solo per un indirizzo del centralino
field-template_has_spaces = non deve contenere spazi
field-template_needs_number = deve contenere { "{number}" } una sola volta
field-template_scheme = deve iniziare con tel:, sip:, sips:, callto:, http: o https:
field-template_no_page = non è un indirizzo web; dev’essere del tipo https://pbx.example/call?to={ "{number}" }
field-template_no_address = non è un indirizzo; scrivi come %20 e simili i caratteri che negli indirizzi non ci sono
field-no_phone = non è un numero che si possa chiamare

# A phone number that calls.
call-link-call = Chiama

# How a workplace calls.
call-link-workplace = Come chiama questa postazione
call-link-workplace-lead = Vale per questo browser finché resti connesso. Finché non scegli, chiama come impostato per il salone.
call-link-saved = Salvato per questa postazione.
call-link-field-kind = Un numero di telefono apre
call-link-kind-tel = Il telefono
call-link-kind-tel-hint = Inizia con tel: e va bene per cellulare, tablet e quasi tutti i programmi.
call-link-kind-sip = Un programma di telefonia
call-link-kind-sip-hint = Inizia con sip: per i programmi che fanno essi stessi da telefono.
call-link-kind-callto = Un programma più vecchio
call-link-kind-callto-hint = Inizia con callto: come alcuni programmi si aspettano ancora.
call-link-kind-template = Un indirizzo del centralino
call-link-kind-template-hint = Il centralino compone il numero quando si apre questo indirizzo.
call-link-field-template = Indirizzo del centralino
call-link-template-hint = Scrivi { $mark } dove va il numero.
call-link-field-number-form = Come si scrive il numero
call-link-number-plus-hint = Con il più: la forma usuale.
call-link-number-zeros-hint = Con due zeri, come si compone.
call-link-number-bare-hint = Senza nessuno dei due.
call-link-preview = Anteprima
call-link-preview-of = { $number } diventa:
call-link-try = Prova
call-link-field-own = Un numero tuo
call-link-own-hint = Per esempio il tuo cellulare: l’anteprima avrà un pulsante che lo chiama.
call-link-save = Salva
call-link-cancel = Annulla
call-link-optional = facoltativo

# The calls.
call-link-no-calls = Ancora nessuna chiamata
call-link-note-call = Annota chiamata
call-link-field-outcome = Esito
call-link-field-direction = Chi ha chiamato
call-link-field-phone = Telefono
call-link-field-note = Nota
call-link-field-client-id = Cliente
call-link-outcome-reached = Ha risposto
call-link-outcome-not-reached = Non ha risposto
call-link-outcome-voicemail = Segreteria
call-link-outcome-call-back = Da richiamare
call-link-outcome-wrong-number = Numero sbagliato
call-link-direction-out = Ha chiamato il salone
call-link-direction-in = Ha chiamato il cliente
call-link-remove = Annulla

# Who is not called.
call-link-do-not-call = Non chiamare
call-link-do-not-call-lead = { $who } non vuole essere chiamato. Lo vedono tutti, sulla scheda e nell’elenco.
call-link-field-reason = Motivo
call-link-reason-hint = Solo per il salone. Il cliente però può chiedere di vederlo (GDPR art. 15).
call-link-since = dal { $day }
call-link-since-by = dal { $day }, { $who }
call-link-permit = Si può richiamare
call-link-change-reason = Cambia motivo

# Who rings.
call-link-ringing = Chi sta chiamando
call-link-ringing-lead = Fai aprire al centralino questo indirizzo a ogni chiamata, con il numero alla fine:
call-link-field-number = Numero di telefono
call-link-look-up = Cerca
call-link-stranger = Nessuna scheda ha questo numero
call-link-stranger-hint = Una persona nuova, o qualcuno con un numero nuovo.
call-link-new-card = Nuova scheda
call-link-open-card = Apri scheda
call-link-note-this = Annota questa chiamata
call-link-withheld = Il numero è nascosto
call-link-withheld-hint = Chiedi il nome e cerca la scheda.
call-link-find-card = Cerca scheda
call-link-booking = Prima di una prenotazione
call-link-booking-warn = C’è qualcosa da sapere su chi chiama.
call-link-booking-refuse = Non può prenotare.
call-link-booking-shadow = Non può prenotare, e non gli viene detto.
call-link-booking-unknown = Al momento non si sa se può prenotare.
call-link-known = È qualcuno che conosci?
call-link-field-who = Nome o numero cliente
call-link-find = Cerca
call-link-proposed-hint = Scegli una scheda: il numero viene aggiunto.
call-link-not-searched = Al momento non si possono cercare schede. Prova con la ricerca in alto.
call-link-nobody-found = Nessuna scheda trovata.
call-link-copied = Copiato
call-link-copy-address = Copia indirizzo
call-link-ringing-program = I programmi chiedono all’API.
call-link-ringing-document = Leggi come
call-link-archived = In archivio

# What it keeps, and what an erasure does to it.
call-link-table-calls = Chiamate annotate
call-link-table-do-not-call = Chi non va chiamato
call-link-erases-calls = { $count ->
    [one] Una chiamata annotata
   *[other] { $count } chiamate annotate
  }
call-link-erases-do-not-call = Che la persona non vuole essere chiamata

# On the card, among what happened.
event-call-link-call-noted = { $who } ha annotato una chiamata
event-call-link-call-removed = { $who } ha tolto una chiamata annotata
event-call-link-do-not-call-set = { $who } ha annotato: non chiamare
event-call-link-do-not-call-lifted = { $who } ha annotato: si può richiamare

# What a salon sets.
setting-call-link-kind = Un numero di telefono apre
    .hint = Per le postazioni che non hanno scelto nulla.
setting-call-link-kind-tel = Il telefono
setting-call-link-kind-sip = Un programma telefonico (sip:)
setting-call-link-kind-callto = Un programma più vecchio (callto:)
setting-call-link-kind-template = Un indirizzo del centralino
setting-call-link-template = Indirizzo del centralino
    .hint = Solo con «Un indirizzo del centralino». Scrivi { "{number}" } dove va il numero.
setting-call-link-number = Come si scrive il numero
setting-call-link-number-plus = Con il più
setting-call-link-number-zeros = Con due zeri
setting-call-link-number-bare = Senza nessuno dei due
