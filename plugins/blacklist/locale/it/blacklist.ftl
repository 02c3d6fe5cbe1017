place-blacklist = Lista nera
slot-blacklist-block = Lista nera
blacklist-about = Chi non si è presentato non prenota più, nemmeno con una scheda nuova.

# What a role may be allowed.
permission-blacklist-read = Vedere chi è bloccato e perché
permission-blacklist-write = Bloccare e togliere blocchi

# What a refused client is told, in the salon's language.
blacklist-default-refusal = Questo appuntamento non si può prenotare online. Chiami il salone.

# What staff are told at a booking; the reason follows.
blacklist-staff-blocked-online = Blocco delle prenotazioni online dal { $day }
blacklist-staff-blocked = Blocco dal { $day }
blacklist-staff-warned = Avviso dal { $day }
blacklist-staff-limited = { $most ->
    [one] Al massimo una prenotazione aperta, dal { $day }
   *[other] Al massimo { $most } prenotazioni aperte, dal { $day }
  }

# Errors and fields.
error-already_blocked = C’è già un blocco
    .detail = Modifica il blocco che c’è.
error-block_lifted = Questo blocco è stato tolto
    .detail = Rimettilo prima di modificarlo.
field-already_blocked = ha già un blocco
field-documents_need_client = appartengono alla scheda di un cliente
field-documents_not_here = non sono disponibili: i documenti sono disattivati o non potete vederli
field-no_such_document = non sono su questa scheda
field-only_with_limit = vale solo per un limite
field-day_over = è passato; scegli oggi o un giorno dopo
field-day_too_far = è troppo lontano
field-day_unreadable = non è una data

# The list.
blacklist-states = Quali blocchi
blacklist-state-active = In vigore
blacklist-state-due = Da rivedere
blacklist-state-lifted = Tolti
blacklist-who = Chi
blacklist-effect = Effetto
blacklist-since = Dal
blacklist-until = Fino al
blacklist-review = Rivedere
blacklist-lifted = Tolto
blacklist-over = scaduto
blacklist-for-good = senza scadenza
blacklist-no-review = nessuna data
blacklist-erased-person = Persona cancellata
blacklist-more = Mostra altri
blacklist-edit = Modifica
blacklist-lift = Togli
blacklist-again = Blocca di nuovo
blacklist-lifted-now = Il blocco di { $who } è stato tolto.
blacklist-empty = Nessuno è bloccato
blacklist-empty-hint = Qui sta chi non può prenotare. Blocca un cliente dalla sua scheda, oppure un telefono o un’e-mail senza scheda.
blacklist-empty-due = Niente da rivedere
blacklist-empty-due-hint = Qui compaiono i blocchi quando arriva il giorno scelto per riguardarli.
blacklist-empty-lifted = Ancora niente di tolto
blacklist-empty-lifted-hint = I blocchi che togli o che scadono restano qui.

# What a block does, in a word.
blacklist-effect-refuse = Rifiuto
blacklist-effect-shadow = Prenotazione finta
blacklist-effect-warn = Avviso
blacklist-effect-limit = Al massimo { $most } aperte
blacklist-mark-blocked = Blocco
blacklist-mark-limited = Limite
blacklist-mark-warning = Avviso

# The form.
blacklist-title-wrong = Errore: { $title }
blacklist-new-contact = Blocca un telefono o un’e-mail
blacklist-new-client = Blocca le prenotazioni
blacklist-change = Modifica il blocco
blacklist-group-who = Chi
blacklist-group-why = Perché e per quanto
blacklist-contact-hint = Basta uno dei due. È bloccato chiunque lo usi, con o senza scheda.
blacklist-follows = Il blocco segue questi contatti, anche su un’altra scheda:
blacklist-follows-nothing = Non c’è un telefono né un’e-mail che il blocco possa seguire.
blacklist-also-on = { $cards ->
    [one] { $contact } (anche su un’altra scheda, che viene bloccata insieme)
   *[other] { $contact } (anche su altre { $cards } schede, che vengono bloccate insieme)
  }
blacklist-set = Messo: { $set }
blacklist-set-by = { $day }, da { $who }
blacklist-optional = facoltativo
blacklist-field-who = Cliente
blacklist-field-phone = Telefono
blacklist-field-email = E-mail
blacklist-field-contacts = Telefono ed e-mail
blacklist-field-effect = Che cosa succede a una prenotazione
blacklist-field-most-open = Prenotazioni aperte
blacklist-field-text = Parole per il cliente
blacklist-field-scope = Vale per
blacklist-field-reason = Motivo
blacklist-field-documents = Prove
blacklist-documents-hint = Documenti sulla scheda che mostrano che cosa è successo.
blacklist-no-documents = Su questa scheda non ci sono documenti.
blacklist-documents-card = Aggiungerne uno
blacklist-field-ends-on = Finisce dopo il
blacklist-field-review-on = Rivedere il
blacklist-choose-refuse = Rifiuta
blacklist-choose-refuse-hint = Il cliente legge le tue parole.
blacklist-choose-shadow = Prenota per finta
blacklist-choose-shadow-hint = Il cliente vede una prenotazione, il calendario no. Tu lo sai.
blacklist-choose-warn = Avvisaci
blacklist-choose-warn-hint = La prenotazione si fa. Tu lo sai.
blacklist-choose-limit = Limita
blacklist-choose-limit-hint = Solo tante prenotazioni possono essere aperte insieme.
blacklist-most-open-hint = Solo per «Limita»: da 0 a 20. Con 0 non si può prenotare niente.
blacklist-text-hint = Se resta vuoto, il cliente legge: «{ $text }»
blacklist-scope-online = Prenotazioni online
blacklist-scope-online-hint = Alla reception appare un avviso, ma si può prenotare.
blacklist-scope-everywhere = Tutte le prenotazioni
blacklist-scope-everywhere-hint = Anche alla reception.
blacklist-reason-hint = Solo per il salone. Ma il cliente può chiedere di vederlo (GDPR art. 15): scrivi ciò che potresti mostrare.
blacklist-ends-on-hint = L’ultimo giorno in cui vale. Vuoto: finché non lo togli.
blacklist-review-on-hint = Il giorno in cui riguardarlo.
blacklist-block = Blocca
blacklist-save = Salva
blacklist-cancel = Annulla
blacklist-lifted-since = Questo blocco è stato tolto: { $day }.
blacklist-overtaken = Nel frattempo qualcun altro ha modificato questo blocco. Ciò che hai scritto è qui; se salvi, vale.
blacklist-overtaken-show = Mostra l’altro

# On the card.
blacklist-do-block = Blocca le prenotazioni
blacklist-do-change = Modifica il blocco
blacklist-because-own = Questa scheda è bloccata.
blacklist-because-shared = { $contact } è anche sulla scheda di { $other }, che è bloccata.
blacklist-because-contact = { $contact } è bloccato.
blacklist-no-reason = non indicato
blacklist-just-lifted = Il blocco è stato appena tolto.

# What it keeps, and what an erasure does to it.
blacklist-table-blocks = Blocchi
blacklist-table-contacts = Contatti seguiti dai blocchi
blacklist-table-proofs = Prove dei blocchi
blacklist-erases-blocks = { $count ->
    [one] Chi riguardava il blocco, perché, e le sue parole
   *[other] Chi riguardavano { $count } blocchi, perché, e le loro parole
  }
blacklist-keeps-blocks = Il blocco stesso, riconoscibile solo da un’impronta del numero di telefono o dell’indirizzo e-mail che non nomina nessuno: il salone può evitare che venga aggirato

# On the card, among what happened.
event-blacklist-block-set = { $who } ha bloccato le prenotazioni
event-blacklist-block-changed = { $who } ha modificato il blocco
event-blacklist-block-lifted = { $who } ha tolto il blocco
event-blacklist-block-restored = { $who } ha bloccato di nuovo

# Che cosa imposta il salone.
setting-blacklist-refusal = Parole per chi viene rifiutato
    .hint = Ciò che il cliente legge se il blocco non ha parole proprie. Se resta vuoto: «Questo appuntamento non si può prenotare online. Chiami il salone.»
setting-blacklist-default-effect = Un nuovo blocco propone
    .hint = Si può scegliere diversamente per ogni blocco.
setting-blacklist-default-effect-refuse = Rifiuta
setting-blacklist-default-effect-shadow = Prenota per finta
setting-blacklist-default-effect-warn = Avvisaci
setting-blacklist-default-effect-limit = Limita
setting-blacklist-default-scope = Un nuovo blocco vale per
setting-blacklist-default-scope-online = Prenotazioni online
setting-blacklist-default-scope-everywhere = Tutte le prenotazioni
setting-blacklist-review-after-days = Giorni fino alla revisione
    .hint = Dopo tanti giorni un nuovo blocco è da rivedere. 0: mai.
