# What went wrong; the attribute says what to do about it.

error-malformed = Non è stato possibile leggere la richiesta
    .detail = Controllala e inviala di nuovo.
error-not_signed_in = Nessuno ha effettuato l’accesso
    .detail = Accedi o invia un token valido.
error-forbidden = Non puoi farlo
    .detail = Serve il permesso «{ $permission }». Può concederlo chi possiede il salone.
error-not_found = Qui non c’è
    .detail = Forse è stato rimosso, o l’indirizzo è sbagliato.
error-feature_off = Questa funzione è spenta
    .detail = Si può accendere nelle impostazioni.
error-method_not_allowed = Qui non si può fare
error-conflict = Qualcosa lo impedisce
error-changed_meanwhile = Nel frattempo qualcun altro l’ha cambiato
    .detail = Rileggi e ripeti la modifica.
error-if_match_required = Manca la versione
    .detail = Invia come If-Match la versione che modifichi.
error-invalid = Qualcosa non va ancora
    .detail = Guarda i campi segnati.
error-not_json = Qui è atteso JSON
    .detail = Invia il contenuto come application/json.
error-unsupported_media_type = Questo tipo di contenuto qui non è accettato
error-too_large = È troppo grande
error-upload_too_large = È troppo grande
    .detail = Si possono caricare al massimo { $limit_mb } MB alla volta. Non è stato conservato nulla.
error-body_too_slow = Il resto non è arrivato
    .detail = Controlla la connessione e riprova.
error-too_many_requests = Troppi tentativi
    .detail = Attendi un momento e riprova.
error-refused = È stato rifiutato
error-cross_site = Questa richiesta viene da un altro sito
    .detail = Apri la pagina qui e ripeti.
error-idempotency_key_reused = Questa Idempotency-Key appartiene a un’altra richiesta
    .detail = Usane una nuova.
error-idempotency_key_invalid = Questa non è una Idempotency-Key
    .detail = Ha da 1 a 255 caratteri ASCII visibili.
error-busy = In questo momento c’è troppo lavoro
    .detail = Riprova tra un attimo.
error-disk_full = Sul disco non c’è più spazio
error-object_gone = Questo file non c’è più
    .detail = Il contenuto manca dal luogo in cui stanno i file. Lo dica a chi gestisce Kartoteka per Lei.
error-stopping = Il servizio sta per fermarsi
error-not_granted = Questa funzione chiede qualcosa a cui il salone non ha ancora acconsentito
    .detail = Chi gestisce le funzioni può acconsentire in Impostazioni, Aggiungi funzione.
error-mail_limit = Il salone ha inviato oggi tutte le e-mail che può ({ $most })
    .detail = Domani si riprende.
error-outside_timed_out = Un servizio esterno ha impiegato troppo tempo
    .detail = Riprovate tra un momento.
error-outside_unreachable = Un servizio esterno non è raggiungibile
    .detail = Riprovate tra un momento.
error-outside_too_large = Un servizio esterno ha risposto con troppo
error-internal = Qualcosa è andato storto da noi
    .detail = È stato annotato. Riprova tra un attimo.

# What is wrong with a field, after its name.

field-malformed = non si può leggere: { $reason }
field-required = manca
field-too_long = è troppo lungo; al massimo { $most }
field-too_many = sono troppi; al massimo { $most }
field-out_of_range = deve essere tra { $least } e { $most }
field-limit_1_to_200 = deve essere tra 1 e 200
field-not_a_cursor = non è un punto di questo elenco

# The frame around every page.

frame-skip = Vai al contenuto
frame-places = Aree
place-settings = Impostazioni
frame-home = Alla pagina iniziale
frame-search = Nome, telefono, numero
frame-search-clear = Svuota la ricerca
frame-user-menu = Il tuo account
frame-account = Account
frame-salons = Altro salone
frame-sign-out = Esci
frame-failed = Non ha funzionato. Riprova.
frame-close = Chiudi
frame-keys = Tasti
frame-key-search = Cerca
frame-key-new = Nuovo cliente
frame-key-edit = Modifica la scheda
frame-key-list = Scorri l’elenco, apri
frame-key-close = Chiudi ciò che è aperto
frame-key-help = Questi tasti
frame-keys-switch = Usa i tasti singoli
frame-request = Per domande indica questo numero:
frame-back = Indietro
frame-to-start = Alla pagina iniziale

# Words of components.

frame-problems = { $count ->
    [one] Un dato non va ancora bene
   *[other] { $count } dati non vanno ancora bene
  }
frame-undo = Annulla
frame-before = prima
frame-after = ora
frame-chart-numbers = I numeri

# The areas of the settings.

area-users = Utenti
area-roles = Ruoli
area-tokens = Chiavi di accesso
area-changes = Modifiche

# The number on the card of a client.

frame-client-number = N. { $number }

# When something was.

frame-today = oggi
frame-yesterday = ieri
frame-just-now = proprio ora
frame-minutes-ago = { $minutes ->
    [one] un minuto fa
   *[other] { $minutes } minuti fa
  }
