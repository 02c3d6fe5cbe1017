place-clients = Clienti

# What a role may be allowed.
permission-clients-read = Vedere i clienti
permission-clients-write = Aggiungere e modificare clienti
permission-clients-erase = Cancellare clienti per sempre
permission-clients-export = Scaricare tutti i dati di un cliente
permission-imports-read = Vedere gli elenchi importati
permission-imports-write = Importare elenchi
permission-sources-write = Modificare l’elenco delle provenienze
permission-bookings-check = Chiedere se qualcuno può prenotare

# What features may read.
view-core-clients = Nomi e numeri dei clienti
view-core-contacts = Numeri di telefono e indirizzi e-mail dei clienti
told-core-client-registered = Nuove schede
told-core-client-changed = Schede modificate
told-core-client-archived = Schede archiviate
told-core-client-restored = Schede tolte dall’archivio
told-core-client-erased = Clienti cancellati
told-core-import-committed = Elenchi importati
told-core-import-undone = Importazioni annullate
told-core-source-added = Nuove provenienze
told-core-source-renamed = Provenienze rinominate
told-core-source-removed = Provenienze rimosse

# What a client is asked, in the salon's language.
consent-wording-marketing = Desidero ricevere novità e offerte del salone. Posso revocare il consenso in qualsiasi momento.

# Errors and fields.
error-number_taken = Il numero { $number } è già usato
    .detail = Ogni numero appartiene a una persona e non si riusa mai. Un campo vuoto riceve il prossimo libero.
error-source_known = Questa voce esiste già. Se è stata rimossa, torna aggiungendola di nuovo
field-contact_unreadable = non è un numero di telefono né un indirizzo e-mail
field-client_or_contact_required = Indica un cliente, un numero di telefono o un indirizzo e-mail
field-no_such_client = Questa scheda non esiste
field-number_taken = è già usato
field-source_known = esiste già; se è stata rimossa, torna aggiungendola di nuovo
field-name_or_contact_required = Serve un nome, un numero di telefono o un’e-mail
field-consent_given_or_withdrawn = deve essere dato o revocato
field-no_such_source = non è più nell’elenco
field-email_empty = è vuoto
field-email_not_one_at = Un indirizzo e-mail ha una sola @, per esempio anna@example.com
field-email_bad_character = C’è uno spazio o un carattere che nessun indirizzo ha
field-email_bad_name = Qualcosa non va prima della @
field-email_bad_domain = Manca qualcosa dopo la @, per esempio libero.it
field-email_too_long = Nessun indirizzo è così lungo

# The list.
clients-list = Elenco clienti
clients-new = Nuovo cliente
clients-new-called = Aggiungi «{ $words }»
clients-first = Aggiungi la prima scheda
clients-import = Importa elenco
clients-more = Mostra altri
clients-name = Nome
clients-number = Numero
clients-number-n = N. { $number }
clients-phone = Telefono
clients-email = E-mail
clients-last-change = Ultima modifica
clients-tags = Contrassegni
clients-tag-archived = Archiviato
clients-tag-marketing = Pubblicità sì
clients-no-phone = Nessun telefono
clients-filters = Filtri
clients-filter-remove = togli filtro
clients-archive = Archivio
clients-to-list = All’elenco clienti
clients-found = { $count ->
    [0] Nessuno trovato
    [one] Un cliente trovato
   *[other] { $count } clienti trovati
  }
clients-none-found = Nessuno corrisponde a «{ $words }»
clients-none-found-hint = Si cerca in nomi, telefoni, e-mail e numeri cliente. Accenti e maiuscole non contano.
clients-search-archive = Cerca nell’archivio
clients-search-current = Cerca nell’elenco clienti
clients-archive-empty = L’archivio è vuoto
clients-archive-empty-hint = Qui restano le schede messe da parte, finché non le riprendi.
clients-empty = Qui ci saranno i clienti
clients-empty-hint = Importa l’elenco che hai già: da Excel o dal programma usato finora. Oppure aggiungi a mano la prima scheda.
clients-archived = { $name } è in archivio.

# The form.
clients-title-wrong = Errore: { $title }
clients-known = { $count ->
    [one] { $contact } è già su una scheda
   *[other] { $contact } è già su { $count } schede
  }
clients-known-hint = Due persone possono avere lo stesso numero. Se è qualcun altro, salva lo stesso.
clients-save-anyway = Salva lo stesso
clients-opens-beside = (apre una nuova scheda del browser)
clients-group-person = Persona
clients-group-contact = Contatto
clients-group-marketing = Pubblicità
clients-group-note = Prima nota
clients-field-first-name = Nome
clients-field-last-name = Cognome
clients-field-number = Numero cliente
clients-field-phones = Telefono
clients-field-emails = E-mail
clients-field-source-id = Ci conosce tramite
clients-field-note = Nota
clients-field-consent = Pubblicità
clients-number-hint = Vuoto riceve il prossimo libero.
clients-phone-n = Telefono { $n }
clients-email-n = E-mail { $n }
clients-phone-add = Altro telefono
clients-email-add = Altra e-mail
clients-row-remove = Togli
clients-consent-question = Consenso alla pubblicità
clients-consent-asked = «{ $wording }»
clients-consent-agrees = Acconsente alla pubblicità
clients-consent-refuses = Non vuole pubblicità
clients-consent-takes-back = Revoca il consenso
clients-note-first = Prima nota
clients-more-fields = Altri dati
clients-optional = facoltativo
clients-source-question = Come ci ha trovato?
clients-source-none = Non indicato
clients-source-edit = Modifica l’elenco
clients-save = Salva
clients-make = Aggiungi scheda
clients-cancel = Annulla

# The card.
clients-edit = Modifica
clients-more-actions = Altro
clients-do-archive = Archivia
clients-restore = Riprendi
clients-archived-since = In archivio da: { $day }. La scheda resta, ma non compare in elenco né nella ricerca.
clients-call = Chiama
clients-call-anyway = Chiama comunque
clients-write = E-mail a
clients-message = Messaggio
clients-message-to = Messaggio a { $contact }
clients-copy = Copia
clients-copy-it = Copia { $contact }
clients-copied = Copiato
clients-phone-odd = Non è un telefono
clients-no-contact = Nessun telefono, nessuna e-mail
clients-no-name = Nessun nome
clients-details = Dati
clients-since = Scheda dal
clients-notes = Note
clients-no-notes = Ancora nessuna nota.
clients-note-new = Nuova nota
clients-note-hint = Che cosa bisogna sapere la prossima volta?
clients-note-add = Annota
clients-note-edit = Modifica
clients-note-text = Nota
clients-note-remove = Togli
clients-note-removed = La nota è stata tolta.
clients-note-changed = Intanto qualcun altro ha modificato questa nota. È qui sopra; il testo scritto ora è qui.
clients-consent = Consenso
clients-consent-marketing = Pubblicità
clients-consent-given = Dato
clients-consent-withdrawn = Revocato
clients-consent-unknown = Non chiesto
clients-consent-ask = Chiedi: «{ $wording }»
clients-consent-by-person = Annotato da { $who }
clients-consent-by-program = Tramite un programma: { $who }
clients-consent-by-import = Da «{ $file }», riga { $row }
clients-consent-earlier = { $count ->
    [one] Una voce precedente
   *[other] { $count } voci precedenti
  }
clients-quoted = «{ $words }»
clients-actor-user = Qualcuno che non c’è più
clients-actor-program = Un programma
clients-actor-system = Kartoteka

# What changed.
clients-changes = Modifiche
clients-changes-show = Vedi le modifiche
clients-changes-more = Modifiche precedenti
clients-nothing = Niente
change-registered = { $who } ha aggiunto la scheda
change-imported = { $who } ha importato la scheda
change-archived = { $who } ha archiviato la scheda
change-restored = { $who } ha ripreso la scheda
change-card = { $who } ha modificato la scheda
change-other = { $who } ha lavorato alla scheda
change-number = { $who } ha modificato il numero cliente
change-first-name = { $who } ha modificato il nome
change-last-name = { $who } ha modificato il cognome
change-phones = { $who } ha modificato il telefono
change-emails = { $who } ha modificato l’e-mail
change-source = { $who } ha modificato la provenienza
change-consent-given = { $who } ha annotato: acconsente alla pubblicità
change-consent-withdrawn = { $who } ha annotato: non vuole pubblicità
change-note-added = { $who } ha scritto una nota
change-note-changed = { $who } ha modificato una nota
change-note-removed = { $who } ha tolto una nota

# Two at once.
clients-news-show = Vedi
clients-news-erased = Questo cliente è stato cancellato.
clients-conflict = Due modifiche a una scheda
clients-conflict-lead = { $who } ha salvato la scheda di { $title } mentre ci lavoravi ({ $when }). Niente è perduto: scegli che cosa deve valere.
clients-conflict-mine = Scritto qui
clients-conflict-theirs = { $who }, { $when }
clients-conflict-fits = Le due modifiche vanno d’accordo. Salvando, vale tutto.
clients-conflict-done = Fatto intanto
clients-conflict-save = Salva così
clients-conflict-discard = Scarta le mie modifiche

# Erasing.
clients-erase = Cancella per sempre
clients-erase-question = Cancellare { $title } per sempre?
clients-erase-goes = Questo sparisce
clients-erase-final = Non si può annullare.
clients-erase-stays = Questo resta
clients-erase-number = Il numero { $number } resta usato e non va a nessun altro
clients-erase-that = Che c’era una scheda e quando è stata cancellata
clients-erase-new = Se la persona torna, vale come nuova.
clients-erase-known-again = Se questa persona torna, la sua scheda ricomincia da capo; ciò che resta delle funzioni varrà di nuovo per lei.
clients-erase-type = Per confermare scrivi il numero cliente { $number } o il nome intero
clients-erase-not-confirmed = Non è né { $number } né il nome
clients-erases-clients = Nome e scheda
clients-erases-contacts = { $count ->
    [one] Un telefono o indirizzo e-mail
   *[other] { $count } telefoni e indirizzi e-mail
  }
clients-erases-notes = { $count ->
    [one] Una nota
   *[other] { $count } note
  }
clients-erases-consents = { $count ->
    [one] Una voce sul consenso
   *[other] { $count } voci sul consenso
  }
clients-erases-import-rows = { $count ->
    [one] Una riga di un elenco importato
   *[other] { $count } righe di elenchi importati
  }
clients-erases-outgoing-mails = { $count ->
    [one] Un’e-mail non ancora inviata
   *[other] { $count } e-mail non ancora inviate
  }
clients-erases-journal = { $count ->
    [one] Il contenuto di una modifica
   *[other] Il contenuto di { $count } modifiche
  }
clients-erases-other = { $table }: { $count }
clients-erased = Cancellato per sempre
clients-erased-lead = I dati personali di questo cliente sono stati cancellati.
clients-erased-goes = Cancellato
clients-erased-mark = Contrassegno della scheda
clients-erased-when = Quando
clients-erased-who = Da
clients-erased-print = Stampa questa pagina se ti serve una prova. Non viene mostrata di nuovo.
clients-salon = Salone

# Sources.
area-sources = Provenienza
sources-title = Come ci trovano i clienti
sources-lead = Sulla scheda se ne sceglie una. Ciò che togli resta sulle schede che l’hanno.
sources-new = Nuova voce
sources-add = Aggiungi
sources-empty = Ancora niente. Inizia con «Passaparola» o «Instagram».
sources-rename = Rinomina
sources-name = Nome
sources-remove = Togli
sources-removed = «{ $name }» non è più nell’elenco.

# What features put on a card.
clients-export = Scarica tutti i dati
clients-not-available = Non disponibile al momento
