# The place, the section on the card, the tile.
place-documents = Documenten
slot-documents-files = Documenten
documents-about = Ondertekende papieren, foto’s en contracten op de kaart van de klant bij wie ze horen, elk met eerdere versies.

# What a role may be allowed.
permission-documents-read = Documenten op kaarten bekijken
permission-documents-write = Documenten op kaarten zetten en wijzigen
permission-documents-delete = Documenten verwijderen

# Errors and fields.
error-kind_not_allowed = ‘{ $name }’ is geen bestand dat hier bewaard kan worden
    .detail = Het gaat om wat erin zit, niet om de naam. Bewaard worden: { $allowed }.
error-document_too_large = ‘{ $name }’ is groter dan { $limit_mb } MB
error-document_empty = In ‘{ $name }’ zit niets
error-document_deleted = Dit document is verwijderd
    .detail = Maak dat ongedaan voordat je het wijzigt.
error-document_missing = Er is geen bestand gekozen
    .detail = Kies een bestand voordat je uploadt.
error-document_only_version = Dit is de enige versie
    .detail = Verwijder het document als het weg moet.
error-upload_too_slow = Het uploaden duurde te lang
    .detail = Er is niets bewaard. Probeer het opnieuw met een betere verbinding.
error-range_beyond_end = Het bestand eindigt eerder
field-document_not_allowed = is geen bestand dat hier bewaard kan worden
field-document_empty = is leeg
field-no_content_allowed = heeft minstens één soort nodig, anders kan er niets bewaard worden
field-document_day_unlikely = is geen datum die bedoeld kan zijn
field-unknown_document_field = is hier niet bekend
field-one_file_at_a_time = moet één bestand zijn
field-too_many_documents = zijn er te veel tegelijk; hoogstens { $most }

# What a document is for.
documents-kind-consent = Toestemming
documents-kind-photo = Foto
documents-kind-contract = Contract
documents-kind-medical = Gezondheid
documents-kind-invoice = Factuur
documents-kind-other = Overig

# Uploading.
documents-upload = Documenten uploaden
documents-drop = Kies bestanden of sleep ze hierheen
documents-taken = Pdf, afbeeldingen, Office-documenten, tekst; samen tot { $mb } MB
documents-taken-these = { $kinds }; samen tot { $mb } MB
documents-photograph = Foto maken
documents-uploading = Bezig met uploaden
documents-cancel = Annuleren
documents-broken-off = Het uploaden is afgebroken. Er is niets bewaard; probeer het opnieuw.
documents-too-large = Meer dan { $mb } MB tegelijk kan niet worden geüpload. Er is niets bewaard.
documents-none-kept = Van de { $count } bestanden is er geen bewaard.
documents-added-now = { $count ->
    [one] ‘{ $title }’ staat op de kaart.
   *[other] { $count } documenten staan op de kaart.
  }
documents-withdrawn-now = Weer weggehaald.

# On the card and in the list.
documents-none-yet = Nog geen documenten
documents-open = Openen
documents-open-n = { $title } openen
documents-more = Meer tonen
documents-find = Deel van een titel
documents-do-find = Zoeken
documents-states = Welke documenten
documents-state-current = Alle
documents-state-due = Na te kijken
documents-state-deleted = Verwijderd
documents-client = Klant
documents-size = Grootte
documents-decimal-mark = ,
documents-day = Dag
documents-deleted = Verwijderd
documents-acts = Wat te doen
documents-look = Bekijken
documents-delete = Verwijderen
documents-restore = Terughalen
documents-deleted-now = ‘{ $title }’ is verwijderd. Dat kan 30 dagen ongedaan worden gemaakt.
documents-to-review = Na te kijken sinds { $day }
documents-past-keeping = Kan worden verwijderd
documents-not-found = In geen titel staat ‘{ $q }’
documents-not-found-hint = Een deel van de titel is genoeg; hoofdletters, accenten en ‘ae’ voor ‘ä’ maken niet uit.
documents-empty = Nog geen documenten
documents-empty-hint = Documenten komen op de kaart van een klant; hier staan ze allemaal.
documents-empty-due = Niets na te kijken
documents-empty-due-hint = Hier staan documenten waarvan de dag van controle er is, of die niet langer bewaard hoeven te worden.
documents-empty-deleted = Er is niets verwijderd
documents-empty-deleted-hint = Wat je verwijdert, blijft hier 30 dagen en kan worden teruggehaald.

# One document.
documents-about-it = Gegevens
documents-optional = niet verplicht
documents-field-title = Titel
documents-field-kind = Soort
documents-field-note = Notitie
documents-field-review-on = Nakijken op
documents-field-retention-until = Bewaren tot
documents-note-hint = Alleen voor de salon. Maar de klant mag erom vragen.
documents-review-on-hint = De dag om het opnieuw te bekijken, zoals een toestemming die afloopt.
documents-retention-until-hint = De laatste dag dat het bewaard moet worden. Daarna wordt verwijderen voorgesteld; niets verdwijnt vanzelf.
documents-save = Opslaan
documents-save-copy = Downloaden
documents-versions = Versies
documents-number = Nummer
documents-file-name = Bestand
documents-new-version = Nieuwere versie toevoegen
documents-version-added-now = Versie { $number } is nu de nieuwste.
documents-withdraw = Weghalen
documents-withdraw-n = Versie { $number } weghalen
documents-withdraw-hint = De inhoud wordt verwijderd en kan niet worden teruggehaald. De andere versies blijven.
documents-withdraw-file = Weer van de kaart halen
documents-by = { $day }, door { $who }
documents-deleted-since = Dit document is verwijderd: { $day }. Na 30 dagen is het definitief weg.
documents-overtaken = Iemand anders heeft dit document intussen gewijzigd. Wat je typte staat hier; als je opslaat, geldt het.
documents-overtaken-show = Die van hen tonen

# What it keeps, and what an erasure does to it.
documents-table-files = Documenten
documents-table-versions = Versies van documenten
documents-table-pending = Aantekeningen van bestanden die net komen of gaan
documents-erases-files = { $count ->
    [one] Eén document met alle versies
   *[other] { $count } documenten met alle versies
  }

# On the card, among what happened.
event-documents-file-added = { $who } heeft een document toegevoegd
event-documents-file-changed = { $who } heeft gegevens bij een document gewijzigd
event-documents-version-added = { $who } heeft een versie van een document toegevoegd
event-documents-version-withdrawn = { $who } heeft een versie van een document weggehaald
event-documents-file-deleted = { $who } heeft een document verwijderd
event-documents-file-restored = { $who } heeft een verwijderd document teruggehaald
event-documents-file-purged = Een verwijderd document is definitief weg

# What a salon sets.
setting-documents-allowed = Bestanden die worden aangenomen
    .hint = Het gaat om de inhoud, niet om de naam. Wat al op kaarten staat, blijft.
setting-documents-allowed-pdf = PDF
setting-documents-allowed-jpeg = JPEG (foto)
setting-documents-allowed-png = PNG (afbeelding)
setting-documents-allowed-webp = WebP (afbeelding)
setting-documents-allowed-gif = GIF (afbeelding)
setting-documents-allowed-heic = HEIC (foto van nieuwere telefoons)
setting-documents-allowed-tiff = TIFF (gescande afbeelding)
setting-documents-allowed-docx = Word (DOCX)
setting-documents-allowed-xlsx = Excel (XLSX)
setting-documents-allowed-pptx = PowerPoint (PPTX)
setting-documents-allowed-odt = OpenDocument (ODT)
setting-documents-allowed-ods = OpenDocument (ODS)
setting-documents-allowed-doc = Word (DOC, oud)
setting-documents-allowed-xls = Excel (XLS, oud)
setting-documents-allowed-ppt = PowerPoint (PPT, oud)
setting-documents-allowed-text = Tekst
setting-documents-allowed-csv = CSV
setting-documents-allowed-vcard = Visitekaartje (VCF)
setting-documents-keep-months = Maanden tot verwijderen wordt voorgesteld
    .hint = Vanaf de dag waarop een bestand op een kaart komt. Niets wordt vanzelf verwijderd. 0: nooit.
