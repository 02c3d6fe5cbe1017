# Bringing in a list: the texts of imports.

import-title = Import a list
import-steps = Steps
import-step-file = File
import-step-columns = Columns
import-step-preview = Preview
import-step-done = Done
import-step-done-mark = done

## The file

import-drop = Choose a file or drop it here
import-allowed = Excel (XLSX, XLS), OpenDocument or CSV, up to { $mb } MB and { $rows } rows
import-upload = Upload
import-uploading = The file is being uploaded
import-upload-broken = The connection was lost. Nothing was saved; please try again.
import-cancel = Cancel
import-good-to-know = Good to know
import-preview-first = First you see a preview. Nothing changes before you agree to it, and even then you can take it back.
import-treatwell = A list made for Treatwell works as it is: name, phone, e-mail, notes, and 1 for consent in columns A to E. For other lists you say what each column holds.
import-which-sheet = Sheet
import-which-encoding = Encoding of the letters
import-which-separator = Between the columns stands
import-which-head = The first row
import-head-yes = holds the headings
import-head-no = is a client already
import-separator-semicolon = a semicolon ;
import-separator-comma = a comma ,
import-separator-tab = a tab
import-separator-bar = a bar |
import-other-file = Another file
import-sheet-named = sheet “{ $name }”
import-rows = { $n ->
    [one] { $shown } row
   *[other] { $shown } rows
}

## Latest imports

import-latest = Latest imports
import-none-yet = No list was imported yet.
import-file = File
import-when = When and who
import-state = State
import-counts = Rows
import-what-next = What you can do
import-continue = Continue
import-state-previewing = Being read
import-state-previewed = Not yet imported
import-state-committing = Being imported
import-state-committed = Imported
import-state-undoing = Being undone
import-state-undone = Undone
import-state-failed = Not readable
import-count-new = { $shown } new
import-count-changed = { $shown } changed
import-count-unchanged = { $shown } unchanged
import-count-refused = { $shown } refused

## While it runs

import-refresh = How far is it?
import-running-previewing = { $file } is being read
    .hint = Nothing is saved yet. You may leave this page; the preview waits for you.
import-running-committing = { $file } is being imported
    .hint = All rows are written together, or none. You may leave this page.
import-running-undoing = The import of { $file } is being undone
    .hint = All of it is undone together, or nothing. You may leave this page.
import-rows-of = { $done } of { $of } rows
import-seconds-left = { $n ->
    [one] { $shown } second left
   *[other] { $shown } seconds left
}
import-minutes-left = { $n ->
    [one] { $shown } minute left
   *[other] { $shown } minutes left
}

## Columns

import-columns-caption = What each column holds
import-columns-wrong = These columns do not fit together
import-columns-twice = Column { $column }: only one column can be “{ $field }”
import-column = Column
import-heading = Heading
import-no-heading = no heading
import-example = For example
import-holds = This is
import-column-holds = Column { $column } holds
import-show-preview = Show preview
import-back-to-preview = Leave as it is
import-change-columns = Change columns
import-columns-read = { $n ->
    [one] { $read } of { $shown } column is read
   *[other] { $read } of { $shown } columns are read
}
import-read-otherwise = Read the file differently
import-read-as-text = The letters were read as { $encoding }.
import-read-as-sheet = Sheet “{ $sheet }” was read.
import-read-anew = Read again
import-file-not-kept = The file itself is not kept any more. To have it read differently, upload it again:
import-basis-head = Recognised by the headings. Please check that everything is right.
import-basis-treatwell = Recognised as Treatwell’s layout. Please check that everything is right.
import-basis-content = Guessed by what the cells look like. Please look at each column.
import-basis-remembered = Taken from your last list with these headings. Please check that everything is still right.
import-basis-chosen = Chosen by you.
import-field-name = Name (full)
import-field-first_name = First name
import-field-last_name_prefix = Prefix of the last name (van der)
import-field-last_name = Last name
import-field-phone = Phone
import-field-email = E-mail
import-field-note = Note
import-field-marketing_consent = Consent to marketing
import-field-number = Client number
import-field-source = Came to us by
import-field-ignore = Do not import

## Preview

import-letters-right = Do these letters look right?
import-letters-wrong = If you see signs like “Ã¼”:
import-notes = About this file
import-by-verdict = Rows by result
import-all-rows = All
import-no-rows = No such rows.
import-rows-caption = Rows of the file with their results
import-row = Row
import-verdict = Result
import-verdict-new = New
import-verdict-changed = Changed
import-verdict-unchanged = Unchanged
import-verdict-refused = Refused
import-what-happens = What happens
import-happens-new = New card
import-happens-nothing = Nothing to change
import-happens-skipped = Left out by you
import-choice-row = Row { $row }
import-choice-update = Import
import-choice-skip = Leave out
import-before = before
import-after = now
import-more-rows = More rows
import-nothing-yet = Nothing is on the cards yet. What is empty in the file stays on the card; a withdrawn consent stays withdrawn.
import-nothing-to-do = This list brings nothing new: there is nothing to import.
import-do-new = { $n ->
    [one] add { $shown } client
   *[other] add { $shown } clients
}
import-do-changed = change { $shown }
import-do-left = leave { $shown }
import-sheet-back = Sheet with results
import-discard = Discard
import-consent-given = given
import-consent-withdrawn = withdrawn
import-consent-unknown = not asked

import-reason-known_row = This row was imported before
import-reason-repeats_row = Repeats row { $row }
import-reason-same_person_as_row = Same person as row { $row }: added to that card
import-reason-matches_several = Fits several cards; give it a client number
import-reason-number_used_before = Its number was used before; it gets a new one
import-reason-nothing_to_keep = No name, phone or e-mail
import-reason-head_again = Headings again
import-reason-changed_since_preview = The card was changed since the preview
import-reason-earlier_row_not_written = The row of the same person above it was not imported
import-reason-edited_since = Edited since the import; left as it is
import-reason-card_full = The card has no room for more phones, e-mails or notes

import-problem-formula_error = Error of a formula; left out
import-problem-email_implausible = No e-mail address; becomes a note
import-problem-phone_odd = No phone number; kept as it stands
import-problem-consent_unreadable = Neither yes nor no; not recorded
import-problem-too_long = Too long; left out
import-problem-truncated = Too long; the beginning is kept
import-problem-digits_lost = Excel dropped digits; left out
import-problem-undecoded = Letters not readable

import-note-several_sheets = The file has several sheets; one of them was read.
import-note-merged_cells = Some cells are merged; the text is in the first of them.
import-note-empty_rows = { $n ->
    [one] { $shown } empty row was skipped.
   *[other] { $shown } empty rows were skipped.
}
import-note-formula_errors = { $n ->
    [one] { $shown } cell holds the error of a formula.
   *[other] { $shown } cells hold the error of a formula.
}
import-note-cleaned_cells = { $n ->
    [one] Invisible characters were taken out of { $shown } cell.
   *[other] Invisible characters were taken out of { $shown } cells.
}
import-note-truncated_cells = { $n ->
    [one] { $shown } cell was too long and was cut.
   *[other] { $shown } cells were too long and were cut.
}
import-note-digits_lost = { $n ->
    [one] In { $shown } cell Excel turned a long number into something like 1.76E+11; its digits are gone.
   *[other] In { $shown } cells Excel turned long numbers into something like 1.76E+11; their digits are gone.
}
import-note-number_cells = { $n ->
    [one] { $shown } cell is a number; a zero at its beginning may be missing.
   *[other] { $shown } cells are numbers; zeros at the beginning may be missing.
}
import-note-date_cells = { $n ->
    [one] { $shown } cell is a date.
   *[other] { $shown } cells are dates.
}
import-note-columns_left_out = { $n ->
    [one] { $shown } cell far to the right was left out.
   *[other] { $shown } cells far to the right were left out.
}
import-note-undecoded_cells = { $n ->
    [one] { $shown } cell has letters that cannot be read.
   *[other] { $shown } cells have letters that cannot be read.
}
import-note-garbled_cells = { $n ->
    [one] { $shown } cell was broken before (like “MÃ¼ller”).
   *[other] { $shown } cells were broken before (like “MÃ¼ller”).
}
import-note-mixed_encoding = { $n ->
    [one] { $shown } cell has another encoding than the rest.
   *[other] { $shown } cells have another encoding than the rest.
}

## Done

import-done-title = { $n ->
    [0] Nothing was imported
    [one] { $shown } row is imported
   *[other] { $shown } rows are imported
}
import-tile-new = { $n ->
    [one] new client
   *[other] new clients
}
import-tile-changed = changed
import-tile-unchanged = left as they were
import-tile-refused = refused
import-to-clients = To the clients
import-another = Another list
import-undo = Undo
import-undo-title = Undo this import
import-undo-new = { $n ->
    [one] The card it made is removed; its number stays used.
   *[other] The { $shown } cards it made are removed; their numbers stay used.
}
import-undo-changed = { $n ->
    [one] The card it changed becomes as it was.
   *[other] The { $shown } cards it changed become as they were.
}
import-undo-hint = Cards that were edited since stay as they are, and you are told which.
import-undone-title = The import is undone
import-left-title = { $n ->
    [one] { $shown } card was left as it is
   *[other] { $shown } cards were left as they are
}
import-left-why = They were edited after the import. Look at them and decide yourself.
import-nothing-written = Nothing was changed on any card.

## The sheet given back

import-sheet-verdict = Result
import-sheet-reason = Reason
import-sheet-number = Client number

## What can be wrong

error-import_empty_file = The file is empty
    .detail = It has no content at all. Save the list once more and upload it again.
error-import_no_rows = There is nothing in the sheet
    .detail = Not one cell is filled. Look whether the list is on another sheet or in another file.
error-import_too_large = The file is too large
    .detail = Delete sheets and pictures that are not needed, or split the list.
error-import_too_large_uncompressed = The file is too large when unpacked
    .detail = Copy the rows of your clients to a new file and upload that one.
error-import_too_many_rows = The list has more than { $limit } rows
    .detail = Split it into several files and import one after the other.
error-import_password_protected = The file is protected by a password
    .detail = Open it, remove the password, save it and upload it again.
error-import_damaged_file = The file is damaged
    .detail = Open it in Excel or LibreOffice, save it as a new XLSX file and upload that one.
error-import_truncated_file = The end of the file is missing
    .detail = Perhaps a download broke off. Fetch or save the file once more.
error-import_not_a_spreadsheet = { $kind ->
    [pdf] This is a PDF, not a spreadsheet
    [docx] This is a Word document, not a spreadsheet
    [png] This is a picture, not a spreadsheet
    [jpeg] This is a picture, not a spreadsheet
    [vcard] These are contacts (vCard), not a spreadsheet
    [zip] This is a ZIP archive, not a spreadsheet
   *[other] This is not a spreadsheet
}
    .detail = Whatever its name says: upload an Excel, OpenDocument or CSV file.
error-import_html_file = This is a web page that calls itself Excel
    .detail = Open it in Excel or LibreOffice, save it as XLSX and upload that file.
error-import_xml_file = This is an old XML format
    .detail = Open it in Excel or LibreOffice, save it as XLSX and upload that file.
error-import_numbers_file = This is a file of Apple Numbers
    .detail = In Numbers choose File, Export to, Excel, and upload that file.
error-import_unknown_encoding = The encoding { $label } is not known
    .detail = Choose another one, or none: then it is found out.
error-import_unknown_separator = This separator does not work
    .detail = Choose another one, or none: then it is found out.
error-import_unknown_sheet = There is no sheet “{ $name }”
    .detail = Choose another sheet, or upload the file again.
error-import_unbalanced_quotes = A quotation mark in row { $row } is never closed
    .detail = Everything behind it would become one cell. Correct the row, or save the list as XLSX.
error-import_unreadable_file = The file could not be read here
    .detail = This was not your fault. Upload it once more.
error-import_interrupted = Stopped; nothing was written
    .detail = The work was interrupted. You can start it again.
error-import_erased_meanwhile = Stopped, because somebody was erased meanwhile
    .detail = The file may have named that person. Nothing of it was kept; upload it again.
error-import_commit_failed = The import did not work; nothing was written
    .detail = Try it again. If it fails again, tell your support.
error-import_undo_failed = Undoing did not work; nothing was changed
    .detail = Try it again. If it fails again, tell your support.
error-import_too_heavy = Reading the file takes more memory than is allowed
    .detail = Copy the rows of your clients to a new file, or split the list.
error-import_too_slow = Reading the file takes too long
    .detail = Copy the rows of your clients to a new file, or split the list.
error-import_state = This cannot be done now
    .detail = The import is at another step already. Load the page again.
error-file_too_large = The file is larger than { $limit_mb } MB
    .detail = Delete sheets and pictures that are not needed, or split the list.
error-sheet_gone = The sheet is not kept any more
    .detail = What a sheet says is deleted after 30 days.
error-import_file_gone = The file is not kept any more
    .detail = It is deleted after a day, and whenever a person is erased. Upload it again.

field-unknown_column = There is no such column
field-unknown_field = This is not known here
field-column_twice = A column is named twice
field-field_twice = Two columns cannot both hold this: a card has only one
field-nothing_to_keep = At least one column must be a name, a phone or an e-mail
field-not_a_mapping = This does not say what the columns hold
field-unknown_separator = The separator must be one sign
field-not_a_row = This is not the number of a row
field-true_or_false = This must be true or false
