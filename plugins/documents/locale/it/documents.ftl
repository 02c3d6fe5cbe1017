# The place, the section on the card, the tile.
place-documents = Documenti
slot-documents-files = Documenti
documents-about = Carte firmate, fotografie e contratti sulla scheda del cliente a cui appartengono, ciascuno con le versioni precedenti.

# What a role may be allowed.
permission-documents-read = Vedere i documenti sulle schede
permission-documents-write = Mettere documenti sulle schede e modificarli
permission-documents-delete = Eliminare documenti

# Errors and fields.
error-kind_not_allowed = «{ $name }» non è un tipo di file che si può conservare qui
    .detail = Conta che cosa contiene, non come si chiama. Si conservano: { $allowed }.
error-document_too_large = «{ $name }» supera { $limit_mb } MB
error-document_empty = «{ $name }» è vuoto
error-document_deleted = Questo documento è eliminato
    .detail = Annulla l’eliminazione prima di modificarlo.
error-document_missing = Non è stato scelto nessun file
    .detail = Scegli un file prima di caricare.
error-document_only_version = Questa è l’unica versione
    .detail = Elimina il documento se deve sparire.
error-upload_too_slow = Il caricamento è durato troppo
    .detail = Non è stato conservato nulla. Riprova con una connessione migliore.
error-range_beyond_end = Il file finisce prima
field-document_not_allowed = non è un tipo di file che si può conservare qui
field-document_empty = è vuoto
field-no_content_allowed = richiede almeno un tipo, altrimenti non si può conservare nulla
field-document_day_unlikely = non è una data plausibile
field-unknown_document_field = qui non è noto
field-one_file_at_a_time = deve essere un solo file
field-too_many_documents = sono troppi insieme; al massimo { $most }

# What a document is for.
documents-kind-consent = Consenso
documents-kind-photo = Fotografia
documents-kind-contract = Contratto
documents-kind-medical = Salute
documents-kind-invoice = Fattura
documents-kind-other = Altro

# Uploading.
documents-upload = Carica documenti
documents-drop = Scegli i file o trascinali qui
documents-taken = PDF, immagini, documenti d’ufficio, testo; in tutto fino a { $mb } MB
documents-taken-these = { $kinds }; in tutto fino a { $mb } MB
documents-photograph = Scatta una foto
documents-uploading = Caricamento
documents-cancel = Annulla
documents-broken-off = Il caricamento si è interrotto. Non è stato conservato nulla; riprova.
documents-too-large = Non si possono caricare più di { $mb } MB alla volta. Non è stato conservato nulla.
documents-none-kept = Dei { $count } file non ne è stato conservato nessuno.
documents-added-now = { $count ->
    [one] «{ $title }» è sulla scheda.
   *[other] { $count } documenti sono sulla scheda.
  }
documents-withdrawn-now = Tolto di nuovo.

# On the card and in the list.
documents-none-yet = Ancora nessun documento
documents-open = Apri
documents-open-n = Apri { $title }
documents-more = Mostra altro
documents-find = Parte di un titolo
documents-do-find = Cerca
documents-states = Quali documenti
documents-state-current = Tutti
documents-state-due = Da rivedere
documents-state-deleted = Eliminati
documents-client = Cliente
documents-size = Dimensione
documents-decimal-mark = ,
documents-day = Giorno
documents-deleted = Eliminato
documents-acts = Che cosa fare
documents-look = Guarda
documents-delete = Elimina
documents-restore = Ripristina
documents-deleted-now = «{ $title }» è eliminato. Per 30 giorni si può ripristinare.
documents-to-review = Da rivedere dal { $day }
documents-past-keeping = Si può eliminare
documents-not-found = Nessun titolo contiene «{ $q }»
documents-not-found-hint = Basta una parte del titolo; maiuscole, accenti e «ae» per «ä» non contano.
documents-empty = Ancora nessun documento
documents-empty-hint = I documenti si mettono sulla scheda di un cliente; qui ci sono tutti.
documents-empty-due = Niente da rivedere
documents-empty-due-hint = Qui stanno i documenti da rivedere oggi o prima, e quelli che non serve più conservare.
documents-empty-deleted = Niente è stato eliminato
documents-empty-deleted-hint = Ciò che elimini resta qui per 30 giorni e si può ripristinare.

# One document.
documents-about-it = Informazioni
documents-optional = facoltativo
documents-field-title = Titolo
documents-field-kind = Tipo
documents-field-note = Nota
documents-field-review-on = Da rivedere il
documents-field-retention-until = Conservare fino al
documents-note-hint = Solo per il salone. Ma il cliente può chiedere di vederla.
documents-review-on-hint = Il giorno in cui riguardarlo, per esempio un consenso che scade.
documents-retention-until-hint = L’ultimo giorno in cui va conservato. Dopo si propone di eliminarlo; nulla sparisce da solo.
documents-save = Salva
documents-save-copy = Scarica
documents-versions = Versioni
documents-number = Numero
documents-file-name = File
documents-new-version = Aggiungi una versione più recente
documents-version-added-now = La versione { $number } è ora la più recente.
documents-withdraw = Togli
documents-withdraw-n = Togli la versione { $number }
documents-withdraw-hint = Il contenuto viene eliminato e non si può ripristinare. Le altre versioni restano.
documents-withdraw-file = Togli di nuovo dalla scheda
documents-by = { $day }, da { $who }
documents-deleted-since = Questo documento è stato eliminato: { $day }. Dopo 30 giorni sparisce per sempre.
documents-overtaken = Nel frattempo qualcun altro ha modificato questo documento. Ciò che hai scritto è qui; se salvi, vale.
documents-overtaken-show = Mostra le altre

# What it keeps, and what an erasure does to it.
documents-table-files = Documenti
documents-table-versions = Versioni dei documenti
documents-table-pending = Note sui file in arrivo o in uscita
documents-erases-files = { $count ->
    [one] Un documento con tutte le versioni
   *[other] { $count } documenti con tutte le versioni
  }

# On the card, among what happened.
event-documents-file-added = { $who } ha aggiunto un documento
event-documents-file-changed = { $who } ha modificato le informazioni di un documento
event-documents-version-added = { $who } ha aggiunto una versione di un documento
event-documents-version-withdrawn = { $who } ha tolto una versione di un documento
event-documents-file-deleted = { $who } ha eliminato un documento
event-documents-file-restored = { $who } ha ripristinato un documento eliminato
event-documents-file-purged = Un documento eliminato è sparito per sempre

# What a salon sets.
setting-documents-allowed = File accettati
    .hint = Conta il contenuto, non il nome. Ciò che è già sulle schede resta.
setting-documents-allowed-pdf = PDF
setting-documents-allowed-jpeg = JPEG (fotografia)
setting-documents-allowed-png = PNG (immagine)
setting-documents-allowed-webp = WebP (immagine)
setting-documents-allowed-gif = GIF (immagine)
setting-documents-allowed-heic = HEIC (fotografia dei telefoni recenti)
setting-documents-allowed-tiff = TIFF (immagine scansionata)
setting-documents-allowed-docx = Word (DOCX)
setting-documents-allowed-xlsx = Excel (XLSX)
setting-documents-allowed-pptx = PowerPoint (PPTX)
setting-documents-allowed-odt = OpenDocument (ODT)
setting-documents-allowed-ods = OpenDocument (ODS)
setting-documents-allowed-doc = Word (DOC, vecchio)
setting-documents-allowed-xls = Excel (XLS, vecchio)
setting-documents-allowed-ppt = PowerPoint (PPT, vecchio)
setting-documents-allowed-text = Testo
setting-documents-allowed-csv = CSV
setting-documents-allowed-vcard = Biglietto da visita (VCF)
setting-documents-keep-months = Mesi prima che si proponga di eliminare
    .hint = Contati dal giorno in cui un file arriva sulla scheda. Nulla si elimina da solo. 0: mai.
