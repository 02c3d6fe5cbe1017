# The place, the section on the card, the tile.
place-documents = Documents
slot-documents-files = Documents
documents-about = Signed papers, photographs and contracts on the card of the client they belong to, each with its earlier versions.

# What a role may be allowed.
permission-documents-read = See documents on cards
permission-documents-write = Put documents on cards and change them
permission-documents-delete = Delete documents

# Errors and fields.
error-kind_not_allowed = “{ $name }” is not a kind of file that can be kept here
    .detail = What counts is what is in it, not what it is called. Kept are: { $allowed }.
error-document_too_large = “{ $name }” is larger than { $limit_mb } MB
error-document_empty = There is nothing in “{ $name }”
error-document_deleted = This document is deleted
    .detail = Take that back before you change it.
error-document_missing = No file is chosen
    .detail = Choose a file before you upload.
error-document_only_version = This is the only version
    .detail = Delete the document if it should go.
error-upload_too_slow = The upload took too long
    .detail = Nothing was kept. Try again, with a better connection.
error-range_beyond_end = The file ends before that
field-document_not_allowed = is not a kind of file that can be kept here
field-document_empty = is empty
field-no_content_allowed = needs at least one kind, or nothing can be kept
field-document_day_unlikely = is no date that can be meant
field-unknown_document_field = is not known here
field-one_file_at_a_time = must be a single file
field-too_many_documents = are too many at once; at most { $most }

# What a document is for.
documents-kind-consent = Consent
documents-kind-photo = Photograph
documents-kind-contract = Contract
documents-kind-medical = Health
documents-kind-invoice = Invoice
documents-kind-other = Other

# Uploading.
documents-upload = Upload documents
documents-drop = Choose files, or drop them here
documents-taken = PDF, pictures, office documents, text; up to { $mb } MB together
documents-taken-these = { $kinds }; up to { $mb } MB together
documents-photograph = Take a photograph
documents-uploading = Uploading
documents-cancel = Cancel
documents-broken-off = The upload broke off. Nothing was kept; try again.
documents-too-large = More than { $mb } MB at once cannot be uploaded. Nothing was kept.
documents-none-kept = None of the { $count } files was kept.
documents-added-now = { $count ->
    [one] “{ $title }” is on the card.
   *[other] { $count } documents are on the card.
  }
documents-withdrawn-now = Taken off again.

# On the card and in the list.
documents-none-yet = No documents yet
documents-open = Open
documents-open-n = Open { $title }
documents-more = Show more
documents-find = Part of a title
documents-do-find = Find
documents-states = Which documents
documents-state-current = All
documents-state-due = To review
documents-state-deleted = Deleted
documents-client = Client
documents-size = Size
documents-decimal-mark = .
documents-day = Day
documents-deleted = Deleted
documents-acts = What to do
documents-look = Look at it
documents-delete = Delete
documents-restore = Take back
documents-deleted-now = “{ $title }” is deleted. For 30 days this can be taken back.
documents-to-review = To review since { $day }
documents-past-keeping = Can be deleted
documents-not-found = No title has “{ $q }” in it
documents-not-found-hint = A part of the title is enough; case, accents and “ae” for “ä” do not matter.
documents-empty = No documents yet
documents-empty-hint = Documents are put on the card of a client, and all stand here.
documents-empty-due = Nothing to review
documents-empty-due-hint = Documents stand here when their day of review has come, or when they need not be kept any longer.
documents-empty-deleted = Nothing was deleted
documents-empty-deleted-hint = What you delete stays here for 30 days, and can be taken back.

# One document.
documents-about-it = About it
documents-optional = optional
documents-field-title = Title
documents-field-kind = Kind
documents-field-note = Note
documents-field-review-on = Review on
documents-field-retention-until = Keep until
documents-note-hint = Only for the salon. But the client may ask to see it.
documents-review-on-hint = The day to look at it again, such as a consent that runs out.
documents-retention-until-hint = The last day it must be kept. After it, deleting is proposed; nothing goes by itself.
documents-save = Save
documents-save-copy = Download
documents-versions = Versions
documents-number = Number
documents-file-name = File
documents-new-version = Add a newer version
documents-version-added-now = Version { $number } is now the newest.
documents-withdraw = Take off
documents-withdraw-n = Take off version { $number }
documents-withdraw-hint = Its content is deleted and cannot be taken back. The other versions stay.
documents-withdraw-file = Take it off the card again
documents-by = { $day }, by { $who }
documents-deleted-since = This document was deleted: { $day }. After 30 days it is gone for good.
documents-overtaken = Somebody else changed this document meanwhile. What you typed is here; if you save, it stands.
documents-overtaken-show = Show theirs

# What it keeps, and what an erasure does to it.
documents-table-files = Documents
documents-table-versions = Versions of documents
documents-table-pending = Notes of files that are just coming or going
documents-erases-files = { $count ->
    [one] One document with all its versions
   *[other] { $count } documents with all their versions
  }

# On the card, among what happened.
event-documents-file-added = { $who } added a document
event-documents-file-changed = { $who } changed what stands beside a document
event-documents-version-added = { $who } added a version of a document
event-documents-version-withdrawn = { $who } took a version off a document
event-documents-file-deleted = { $who } deleted a document
event-documents-file-restored = { $who } took back a deleted document
event-documents-file-purged = A deleted document is gone for good

# What a salon sets.
setting-documents-allowed = Kinds of files that are taken
    .hint = Judged by what is in a file, not by its name. What is on cards already stays.
setting-documents-allowed-pdf = PDF
setting-documents-allowed-jpeg = JPEG (photograph)
setting-documents-allowed-png = PNG (picture)
setting-documents-allowed-webp = WebP (picture)
setting-documents-allowed-gif = GIF (picture)
setting-documents-allowed-heic = HEIC (photograph of a newer phone)
setting-documents-allowed-tiff = TIFF (scanned picture)
setting-documents-allowed-docx = Word (DOCX)
setting-documents-allowed-xlsx = Excel (XLSX)
setting-documents-allowed-pptx = PowerPoint (PPTX)
setting-documents-allowed-odt = OpenDocument (ODT)
setting-documents-allowed-ods = OpenDocument (ODS)
setting-documents-allowed-doc = Word (DOC, old)
setting-documents-allowed-xls = Excel (XLS, old)
setting-documents-allowed-ppt = PowerPoint (PPT, old)
setting-documents-allowed-text = Text
setting-documents-allowed-csv = CSV
setting-documents-allowed-vcard = Visiting card (VCF)
setting-documents-keep-months = Months until deleting is proposed
    .hint = Counted from the day a file is put on a card. Nothing is deleted by itself. 0: never.
