# The place, the section on the card, the tile.
place-documents = Dokumente
slot-documents-files = Dokumente
documents-about = Unterschriebene Papiere, Fotos und Verträge auf der Karte der Kundin, zu der sie gehören, jeweils mit früheren Fassungen.

# What a role may be allowed.
permission-documents-read = Dokumente auf Karten ansehen
permission-documents-write = Dokumente auf Karten legen und ändern
permission-documents-delete = Dokumente löschen

# Errors and fields.
error-kind_not_allowed = „{ $name }“ ist keine Datei, die hier aufbewahrt werden kann
    .detail = Es zählt, was darin ist, nicht wie sie heißt. Aufbewahrt werden: { $allowed }.
error-document_too_large = „{ $name }“ ist größer als { $limit_mb } MB
error-document_empty = In „{ $name }“ ist nichts
error-document_deleted = Dieses Dokument ist gelöscht
    .detail = Machen Sie das rückgängig, bevor Sie es ändern.
error-document_missing = Es ist keine Datei ausgewählt
    .detail = Wählen Sie eine Datei, bevor Sie hochladen.
error-document_only_version = Das ist die einzige Fassung
    .detail = Löschen Sie das Dokument, wenn es weg soll.
error-upload_too_slow = Das Hochladen hat zu lange gedauert
    .detail = Es wurde nichts behalten. Versuchen Sie es mit besserer Verbindung noch einmal.
error-range_beyond_end = Die Datei endet vorher
field-document_not_allowed = ist keine Datei, die hier aufbewahrt werden kann
field-document_empty = ist leer
field-no_content_allowed = braucht mindestens eine Art, sonst lässt sich nichts aufbewahren
field-document_day_unlikely = ist kein Datum, das gemeint sein kann
field-unknown_document_field = ist hier nicht bekannt
field-one_file_at_a_time = muss eine einzelne Datei sein
field-too_many_documents = sind zu viele auf einmal; höchstens { $most }

# What a document is for.
documents-kind-consent = Einwilligung
documents-kind-photo = Foto
documents-kind-contract = Vertrag
documents-kind-medical = Gesundheit
documents-kind-invoice = Rechnung
documents-kind-other = Sonstiges

# Uploading.
documents-upload = Dokumente hochladen
documents-drop = Dateien wählen oder hierher ziehen
documents-taken = PDF, Bilder, Office-Dokumente, Text; zusammen bis { $mb } MB
documents-taken-these = { $kinds }; zusammen bis { $mb } MB
documents-photograph = Foto aufnehmen
documents-uploading = Wird hochgeladen
documents-cancel = Abbrechen
documents-broken-off = Das Hochladen ist abgebrochen. Es wurde nichts behalten; versuchen Sie es noch einmal.
documents-too-large = Mehr als { $mb } MB auf einmal lassen sich nicht hochladen. Es wurde nichts behalten.
documents-none-kept = Von { $count } Dateien wurde keine behalten.
documents-added-now = { $count ->
    [one] „{ $title }“ liegt auf der Karte.
   *[other] { $count } Dokumente liegen auf der Karte.
  }
documents-withdrawn-now = Wieder weggenommen.

# On the card and in the list.
documents-none-yet = Noch keine Dokumente
documents-open = Öffnen
documents-open-n = { $title } öffnen
documents-more = Mehr anzeigen
documents-find = Teil eines Titels
documents-do-find = Suchen
documents-states = Welche Dokumente
documents-state-current = Alle
documents-state-due = Zu prüfen
documents-state-deleted = Gelöscht
documents-client = Kundin/Kunde
documents-size = Größe
documents-decimal-mark = ,
documents-day = Tag
documents-deleted = Gelöscht
documents-acts = Was zu tun ist
documents-look = Ansehen
documents-delete = Löschen
documents-restore = Zurückholen
documents-deleted-now = „{ $title }“ ist gelöscht. 30 Tage lang lässt es sich zurückholen.
documents-to-review = Zu prüfen seit { $day }
documents-past-keeping = Kann gelöscht werden
documents-not-found = In keinem Titel steht „{ $q }“
documents-not-found-hint = Ein Teil des Titels genügt; Groß- und Kleinschreibung, Akzente und „ae“ für „ä“ zählen nicht.
documents-empty = Noch keine Dokumente
documents-empty-hint = Dokumente werden auf die Karte einer Kundin gelegt; hier stehen alle.
documents-empty-due = Nichts zu prüfen
documents-empty-due-hint = Hier stehen Dokumente, deren Prüftag gekommen ist oder die nicht länger aufbewahrt werden müssen.
documents-empty-deleted = Nichts wurde gelöscht
documents-empty-deleted-hint = Was Sie löschen, bleibt hier 30 Tage und lässt sich zurückholen.

# One document.
documents-about-it = Angaben
documents-optional = freiwillig
documents-field-title = Titel
documents-field-kind = Art
documents-field-note = Notiz
documents-field-review-on = Prüfen am
documents-field-retention-until = Aufbewahren bis
documents-note-hint = Nur für den Salon. Die Kundin darf aber Einsicht verlangen.
documents-review-on-hint = Der Tag, an dem Sie es wieder ansehen, etwa eine Einwilligung, die ausläuft.
documents-retention-until-hint = Der letzte Tag, bis zu dem es aufbewahrt werden muss. Danach wird Löschen vorgeschlagen; von selbst verschwindet nichts.
documents-save = Speichern
documents-save-copy = Herunterladen
documents-versions = Fassungen
documents-number = Nummer
documents-file-name = Datei
documents-new-version = Neuere Fassung hinzufügen
documents-version-added-now = Fassung { $number } ist jetzt die neueste.
documents-withdraw = Wegnehmen
documents-withdraw-n = Fassung { $number } wegnehmen
documents-withdraw-hint = Ihr Inhalt wird gelöscht und lässt sich nicht zurückholen. Die anderen Fassungen bleiben.
documents-withdraw-file = Wieder von der Karte nehmen
documents-by = { $day }, von { $who }
documents-deleted-since = Dieses Dokument wurde gelöscht: { $day }. Nach 30 Tagen ist es endgültig weg.
documents-overtaken = Jemand anderes hat dieses Dokument inzwischen geändert. Was Sie getippt haben, steht hier; wenn Sie speichern, gilt es.
documents-overtaken-show = Deren Stand zeigen

# What it keeps, and what an erasure does to it.
documents-table-files = Dokumente
documents-table-versions = Fassungen von Dokumenten
documents-table-pending = Vermerke zu Dateien, die gerade kommen oder gehen
documents-erases-files = { $count ->
    [one] Ein Dokument mit allen Fassungen
   *[other] { $count } Dokumente mit allen Fassungen
  }

# On the card, among what happened.
event-documents-file-added = { $who } hat ein Dokument hinzugefügt
event-documents-file-changed = { $who } hat Angaben zu einem Dokument geändert
event-documents-version-added = { $who } hat eine Fassung eines Dokuments hinzugefügt
event-documents-version-withdrawn = { $who } hat eine Fassung eines Dokuments weggenommen
event-documents-file-deleted = { $who } hat ein Dokument gelöscht
event-documents-file-restored = { $who } hat ein gelöschtes Dokument zurückgeholt
event-documents-file-purged = Ein gelöschtes Dokument ist endgültig weg

# What a salon sets.
setting-documents-allowed = Dateien, die angenommen werden
    .hint = Es zählt, was darin ist, nicht wie sie heißen. Was schon auf Karten liegt, bleibt.
setting-documents-allowed-pdf = PDF
setting-documents-allowed-jpeg = JPEG (Foto)
setting-documents-allowed-png = PNG (Bild)
setting-documents-allowed-webp = WebP (Bild)
setting-documents-allowed-gif = GIF (Bild)
setting-documents-allowed-heic = HEIC (Foto neuerer Telefone)
setting-documents-allowed-tiff = TIFF (eingelesenes Bild)
setting-documents-allowed-docx = Word (DOCX)
setting-documents-allowed-xlsx = Excel (XLSX)
setting-documents-allowed-pptx = PowerPoint (PPTX)
setting-documents-allowed-odt = OpenDocument (ODT)
setting-documents-allowed-ods = OpenDocument (ODS)
setting-documents-allowed-doc = Word (DOC, alt)
setting-documents-allowed-xls = Excel (XLS, alt)
setting-documents-allowed-ppt = PowerPoint (PPT, alt)
setting-documents-allowed-text = Text
setting-documents-allowed-csv = CSV
setting-documents-allowed-vcard = Visitenkarte (VCF)
setting-documents-keep-months = Monate, bis das Löschen vorgeschlagen wird
    .hint = Gezählt ab dem Tag, an dem eine Datei auf die Karte kommt. Von selbst wird nichts gelöscht. 0: nie.
