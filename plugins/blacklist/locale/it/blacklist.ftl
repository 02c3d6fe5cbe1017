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
field-documents_not_here = non sono disponibili: i documenti sono disattivati o non puoi vederli
field-no_such_document = non sono su questa scheda
field-only_with_limit = vale solo per un limite
field-day_over = è passato; scegli oggi o un giorno dopo
field-day_too_far = è troppo lontano
field-day_unreadable = non è una data

# The list.
blacklist-states = Quali blocchi
blacklist-find = Nome, telefono o e-mail
blacklist-do-find = Cerca
blacklist-not-found = Nessun risultato per «{ $q }»
blacklist-not-found-hint = Prova con meno lettere, o guarda in un’altra scheda.
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
blacklist-fingerprints = { $count ->
    [0] non ne resta nulla
    [one] riconoscibile da un’impronta
   *[other] riconoscibile da { $count } impronte
  }
blacklist-more = Mostra altri
blacklist-edit = Modifica
blacklist-lift = Togli
blacklist-lift-of = Togli il blocco di { $who }
blacklist-reviewed = Rivisto, di nuovo il { $day }
blacklist-again = Blocca di nuovo
blacklist-lifted-now = Il blocco di { $who } è stato tolto.
blacklist-empty = Nessuno è bloccato
blacklist-empty-hint = Qui sta chi non può prenotare. Blocca un cliente dalla sua scheda, oppure un telefono o un’e-mail senza scheda.
blacklist-empty-due = Niente da rivedere
blacklist-empty-due-hint = Qui compaiono i blocchi quando arriva il giorno scelto per riguardarli.
blacklist-empty-lifted = Ancora niente di tolto
blacklist-empty-lifted-hint = I blocchi che togli o che scadono restano qui.

# What a block does, in a word.
blacklist-effect-refuse = Prenotazioni rifiutate
blacklist-effect-shadow = Prenotazioni per finta
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
blacklist-follows-hidden = { $count ->
    [one] Un contatto conservato solo come impronta
   *[other] { $count } contatti conservati solo come impronte
  }
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
blacklist-documents-again = Ricarica i documenti
blacklist-field-ends-on = Finisce dopo il
blacklist-field-review-on = Rivedere il
blacklist-choose-refuse = Rifiuta
blacklist-choose-refuse-hint = Il cliente legge le tue parole.
blacklist-choose-shadow = Prenota per finta
blacklist-choose-shadow-hint = Il cliente vede una prenotazione, ma non viene fatta. Il tuo calendario riceve la nota con il tuo motivo.
blacklist-choose-warn = Avvisaci
blacklist-choose-warn-hint = La prenotazione si fa. Il tuo calendario riceve la nota con il tuo motivo.
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
blacklist-show-existing = Mostra il blocco che vale

# On the card.
blacklist-do-block = Blocca le prenotazioni
blacklist-do-change = Modifica il blocco
blacklist-because-own = Questa scheda è bloccata.
blacklist-because-own-warn = Su questa scheda c’è un avviso.
blacklist-because-own-limit = Per questa scheda le prenotazioni aperte sono limitate.
blacklist-because-shared = { $contact } è anche sulla scheda di { $other }. Ciò che vale là vale anche qui.
blacklist-because-contact = Vale per { $contact }.
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
blacklist-keeps-blocks = Che qualcuno è stato bloccato, da quando a quando e come, senza dire chi
blacklist-erases-contacts = { $count ->
    [one] Un numero di telefono o indirizzo e-mail su un blocco
   *[other] { $count } numeri di telefono e indirizzi e-mail su blocchi
  }
blacklist-erases-proofs = { $count ->
    [one] Quale documento prova un blocco
   *[other] Quali { $count } documenti provano dei blocchi
  }
blacklist-kept-contacts = { $count ->
    [one] Un’impronta di un numero di telefono o indirizzo e-mail bloccato, che non nomina nessuno: il salone può evitare che il blocco venga aggirato
   *[other] { $count } impronte di numeri di telefono e indirizzi e-mail bloccati, che non nominano nessuno: il salone può evitare che il blocco venga aggirato
  }

# On the card, among what happened.
event-blacklist-block-set = { $who } ha bloccato le prenotazioni
event-blacklist-block-changed = { $who } ha modificato il blocco
event-blacklist-block-lifted = { $who } ha tolto il blocco
event-blacklist-block-restored = { $who } ha bloccato di nuovo

# Che cosa imposta il salone.
setting-blacklist-refusal = Parole per chi viene rifiutato
    .hint = Ciò che il cliente legge se il blocco non ha parole proprie. Se resta vuoto, una frase nella lingua del salone chiede di telefonare.
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
