# Eine Liste einlesen: die Texte der Importe.

import-title = Liste einlesen
import-steps = Schritte
import-step-file = Datei
import-step-columns = Spalten
import-step-preview = Vorschau
import-step-done = Fertig
import-step-done-mark = erledigt

## Die Datei

import-drop = Datei wählen oder hierher ziehen
import-allowed = Excel (XLSX, XLS), OpenDocument oder CSV, bis { $mb } MB und { $rows } Zeilen
import-upload = Hochladen
import-uploading = Die Datei wird hochgeladen
import-upload-broken = Die Verbindung ist abgebrochen. Es wurde nichts gespeichert; versuchen Sie es noch einmal.
import-cancel = Abbrechen
import-good-to-know = Gut zu wissen
import-preview-first = Sie sehen zuerst eine Vorschau. Erst wenn Sie zustimmen, ändert sich etwas, und auch das lässt sich zurücknehmen.
import-treatwell = Eine Liste für Treatwell geht, wie sie ist: Name, Telefon, E-Mail, Notizen und 1 für die Einwilligung in den Spalten A bis E. Bei anderen Listen sagen Sie, was in welcher Spalte steht.
import-which-sheet = Blatt
import-which-encoding = Zeichensatz
import-which-separator = Zwischen den Spalten steht
import-which-head = Die erste Zeile
import-head-yes = enthält die Überschriften
import-head-no = ist schon ein Kunde
import-separator-semicolon = ein Semikolon ;
import-separator-comma = ein Komma ,
import-separator-tab = ein Tabulator
import-separator-bar = ein senkrechter Strich |
import-other-file = Andere Datei
import-sheet-named = Blatt „{ $name }“
import-rows = { $n ->
    [one] { $shown } Zeile
   *[other] { $shown } Zeilen
}

## Letzte Importe

import-latest = Zuletzt eingelesen
import-none-yet = Noch wurde keine Liste eingelesen.
import-file = Datei
import-when = Wann und wer
import-state = Stand
import-counts = Zeilen
import-what-next = Was Sie tun können
import-continue = Weiter
import-state-previewing = Wird gelesen
import-state-previewed = Noch nicht übernommen
import-state-committing = Wird übernommen
import-state-committed = Übernommen
import-state-undoing = Wird zurückgenommen
import-state-undone = Zurückgenommen
import-state-failed = Nicht lesbar
import-count-new = { $shown } neu
import-count-changed = { $shown } geändert
import-count-unchanged = { $shown } unverändert
import-count-refused = { $shown } abgelehnt

## Während es läuft

import-refresh = Wie weit ist es?
import-running-previewing = { $file } wird gelesen
    .hint = Noch ist nichts gespeichert. Sie können die Seite verlassen; die Vorschau wartet auf Sie.
import-running-committing = { $file } wird übernommen
    .hint = Alle Zeilen werden zusammen geschrieben oder keine. Sie können die Seite verlassen.
import-running-undoing = { $file } wird zurückgenommen
    .hint = Alles wird zusammen zurückgenommen oder nichts. Sie können die Seite verlassen.
import-rows-of = { $done } von { $of } Zeilen
import-seconds-left = { $n ->
    [one] noch { $shown } Sekunde
   *[other] noch { $shown } Sekunden
}
import-minutes-left = { $n ->
    [one] noch { $shown } Minute
   *[other] noch { $shown } Minuten
}

## Spalten

import-columns-caption = Was in welcher Spalte steht
import-columns-wrong = Diese Spalten passen nicht zusammen
import-columns-twice = Spalte { $column }: nur eine Spalte kann „{ $field }“ sein
import-column = Spalte
import-heading = Überschrift
import-no-heading = ohne Überschrift
import-example = Zum Beispiel
import-holds = Das ist
import-column-holds = Spalte { $column } ist
import-show-preview = Vorschau zeigen
import-back-to-preview = So lassen
import-change-columns = Spalten ändern
import-columns-read = { $n ->
    [one] { $read } von { $shown } Spalte wird gelesen
   *[other] { $read } von { $shown } Spalten werden gelesen
}
import-read-otherwise = Datei anders lesen
import-read-as-text = Die Buchstaben wurden als { $encoding } gelesen.
import-read-as-sheet = Gelesen wurde das Blatt „{ $sheet }“.
import-read-anew = Neu lesen
import-file-not-kept = Die Datei selbst ist nicht mehr da. Um sie anders zu lesen, laden Sie sie noch einmal hoch:
import-basis-head = An den Überschriften erkannt. Prüfen Sie, ob alles stimmt.
import-basis-treatwell = Als Liste für Treatwell erkannt. Prüfen Sie, ob alles stimmt.
import-basis-content = Nach dem Inhalt der Zellen geraten. Sehen Sie bitte jede Spalte an.
import-basis-remembered = Übernommen von Ihrer letzten Liste mit diesen Überschriften. Prüfen Sie, ob noch alles stimmt.
import-basis-chosen = Von Ihnen gewählt.
import-field-name = Name (voll)
import-field-first_name = Vorname
import-field-last_name_prefix = Namenszusatz (van der)
import-field-last_name = Nachname
import-field-phone = Telefon
import-field-email = E-Mail
import-field-note = Notiz
import-field-marketing_consent = Einwilligung in Werbung
import-field-number = Kundennummer
import-field-source = Kam zu uns durch
import-field-ignore = Nicht einlesen

## Vorschau

import-letters-right = Stimmen diese Buchstaben?
import-letters-wrong = Wenn hier Zeichen wie „Ã¼“ stehen:
import-notes = Zu dieser Datei
import-by-verdict = Zeilen nach Ergebnis
import-all-rows = Alle
import-no-rows = Keine solchen Zeilen.
import-rows-caption = Zeilen der Datei mit Ergebnis
import-row = Zeile
import-verdict = Ergebnis
import-verdict-new = Neu
import-verdict-changed = Geändert
import-verdict-unchanged = Unverändert
import-verdict-refused = Abgelehnt
import-what-happens = Was geschieht
import-happens-new = Neue Karte
import-happens-nothing = Nichts zu ändern
import-happens-skipped = Von Ihnen ausgelassen
import-choice-row = Zeile { $row }
import-choice-update = Übernehmen
import-choice-skip = Auslassen
import-before = bisher
import-after = neu
import-more-rows = Weitere Zeilen
import-nothing-yet = Noch steht nichts auf den Karten. Was in der Datei leer ist, bleibt auf der Karte; ein Widerruf bleibt ein Widerruf.
import-nothing-to-do = Diese Liste bringt nichts Neues: Es gibt nichts zu übernehmen.
import-do-new = { $n ->
    [one] { $shown } Kunden anlegen
   *[other] { $shown } Kunden anlegen
}
import-do-changed = { $shown } ändern
import-do-left = { $shown } auslassen
import-sheet-back = Datei mit Ergebnis
import-discard = Verwerfen
import-consent-given = erteilt
import-consent-withdrawn = widerrufen
import-consent-unknown = nicht gefragt

import-reason-known_row = Diese Zeile wurde schon eingelesen
import-reason-repeats_row = Wiederholt Zeile { $row }
import-reason-same_person_as_row = Dieselbe Person wie Zeile { $row }: kommt auf deren Karte
import-reason-matches_several = Passt zu mehreren Karten; geben Sie eine Kundennummer an
import-reason-number_used_before = Die Nummer gab es schon; die Karte bekommt eine neue
import-reason-nothing_to_keep = Weder Name noch Telefon noch E-Mail
import-reason-head_again = Noch einmal Überschriften
import-reason-changed_since_preview = Die Karte wurde seit der Vorschau geändert
import-reason-earlier_row_not_written = Die frühere Zeile derselben Person wurde nicht übernommen
import-reason-edited_since = Seit dem Einlesen bearbeitet; bleibt, wie sie ist
import-reason-card_full = Auf der Karte ist kein Platz für weitere Telefone, E-Mails oder Notizen

import-problem-formula_error = Fehler einer Formel; ausgelassen
import-problem-email_implausible = Keine E-Mail-Adresse; wird eine Notiz
import-problem-phone_odd = Keine Telefonnummer; bleibt, wie sie dasteht
import-problem-consent_unreadable = Weder ja noch nein; nicht vermerkt
import-problem-too_long = Zu lang; ausgelassen
import-problem-truncated = Zu lang; der Anfang bleibt
import-problem-digits_lost = Excel hat Ziffern verloren; ausgelassen
import-problem-undecoded = Buchstaben nicht lesbar

import-note-several_sheets = Die Datei hat mehrere Blätter; eines davon wurde gelesen.
import-note-merged_cells = Manche Zellen sind verbunden; der Text steht in der ersten.
import-note-empty_rows = { $n ->
    [one] { $shown } leere Zeile wurde übersprungen.
   *[other] { $shown } leere Zeilen wurden übersprungen.
}
import-note-formula_errors = { $n ->
    [one] In { $shown } Zelle steht der Fehler einer Formel.
   *[other] In { $shown } Zellen steht der Fehler einer Formel.
}
import-note-cleaned_cells = { $n ->
    [one] Aus { $shown } Zelle wurden unsichtbare Zeichen entfernt.
   *[other] Aus { $shown } Zellen wurden unsichtbare Zeichen entfernt.
}
import-note-truncated_cells = { $n ->
    [one] { $shown } Zelle war zu lang und wurde gekürzt.
   *[other] { $shown } Zellen waren zu lang und wurden gekürzt.
}
import-note-digits_lost = { $n ->
    [one] In { $shown } Zelle hat Excel aus einer langen Zahl etwas wie 1,76E+11 gemacht; ihre Ziffern sind verloren.
   *[other] In { $shown } Zellen hat Excel aus langen Zahlen etwas wie 1,76E+11 gemacht; ihre Ziffern sind verloren.
}
import-note-number_cells = { $n ->
    [one] { $shown } Zelle ist eine Zahl; eine Null am Anfang kann fehlen.
   *[other] { $shown } Zellen sind Zahlen; Nullen am Anfang können fehlen.
}
import-note-date_cells = { $n ->
    [one] { $shown } Zelle ist ein Datum.
   *[other] { $shown } Zellen sind ein Datum.
}
import-note-columns_left_out = { $n ->
    [one] { $shown } Zelle weit rechts wurde ausgelassen.
   *[other] { $shown } Zellen weit rechts wurden ausgelassen.
}
import-note-undecoded_cells = { $n ->
    [one] { $shown } Zelle hat Buchstaben, die nicht lesbar sind.
   *[other] { $shown } Zellen haben Buchstaben, die nicht lesbar sind.
}
import-note-garbled_cells = { $n ->
    [one] { $shown } Zelle war schon vorher verdorben (wie „MÃ¼ller“).
   *[other] { $shown } Zellen waren schon vorher verdorben (wie „MÃ¼ller“).
}
import-note-mixed_encoding = { $n ->
    [one] { $shown } Zelle hat einen anderen Zeichensatz als der Rest.
   *[other] { $shown } Zellen haben einen anderen Zeichensatz als der Rest.
}

## Fertig

import-done-title = { $n ->
    [0] Es wurde nichts übernommen
    [one] { $shown } Zeile ist übernommen
   *[other] { $shown } Zeilen sind übernommen
}
import-tile-new = { $n ->
    [one] neuer Kunde
   *[other] neue Kunden
}
import-tile-changed = geändert
import-tile-unchanged = unverändert
import-tile-refused = abgelehnt
import-to-clients = Zu den Kunden
import-another = Andere Liste
import-undo = Zurücknehmen
import-undo-title = Einlesen zurücknehmen
import-undo-new = { $n ->
    [one] Die neue Karte wird entfernt; ihre Nummer bleibt vergeben.
   *[other] Die { $shown } neuen Karten werden entfernt; ihre Nummern bleiben vergeben.
}
import-undo-changed = { $n ->
    [one] Die geänderte Karte wird wieder, wie sie war.
   *[other] Die { $shown } geänderten Karten werden wieder, wie sie waren.
}
import-undo-hint = Karten, die seither bearbeitet wurden, bleiben und werden Ihnen genannt.
import-undone-title = Das Einlesen ist zurückgenommen
import-left-title = { $n ->
    [one] { $shown } Karte blieb, wie sie ist
   *[other] { $shown } Karten blieben, wie sie sind
}
import-left-why = Sie wurden nach dem Einlesen bearbeitet. Sehen Sie sie an und entscheiden Sie selbst.
import-nothing-written = Auf keiner Karte wurde etwas geändert.

## Die Datei zurück

import-sheet-verdict = Ergebnis
import-sheet-reason = Grund
import-sheet-number = Kundennummer

## Was falsch sein kann

error-import_empty_file = Die Datei ist leer
    .detail = Sie hat keinerlei Inhalt. Speichern Sie die Liste noch einmal und laden Sie sie wieder hoch.
error-import_no_rows = In dem Blatt steht nichts
    .detail = Keine einzige Zelle ist gefüllt. Vielleicht steht die Liste auf einem anderen Blatt oder in einer anderen Datei.
error-import_too_large = Die Datei ist zu groß
    .detail = Löschen Sie Blätter und Bilder, die nicht gebraucht werden, oder teilen Sie die Liste.
error-import_too_large_uncompressed = Die Datei ist entpackt zu groß
    .detail = Kopieren Sie die Zeilen Ihrer Kunden in eine neue Datei und laden Sie diese hoch.
error-import_too_many_rows = Die Liste hat mehr als { $limit } Zeilen
    .detail = Teilen Sie sie in mehrere Dateien und lesen Sie eine nach der anderen ein.
error-import_password_protected = Die Datei ist mit einem Passwort geschützt
    .detail = Öffnen Sie sie, entfernen Sie das Passwort, speichern Sie sie und laden Sie sie wieder hoch.
error-import_damaged_file = Die Datei ist beschädigt
    .detail = Öffnen Sie sie in Excel oder LibreOffice, speichern Sie sie als neue XLSX-Datei und laden Sie diese hoch.
error-import_truncated_file = Das Ende der Datei fehlt
    .detail = Vielleicht brach ein Download ab. Holen oder speichern Sie die Datei noch einmal.
error-import_not_a_spreadsheet = { $kind ->
    [pdf] Das ist ein PDF, keine Tabelle
    [docx] Das ist ein Word-Dokument, keine Tabelle
    [png] Das ist ein Bild, keine Tabelle
    [jpeg] Das ist ein Bild, keine Tabelle
    [vcard] Das sind Kontakte (vCard), keine Tabelle
    [zip] Das ist ein ZIP-Archiv, keine Tabelle
   *[other] Das ist keine Tabelle
}
    .detail = Ganz gleich, wie sie heißt: Laden Sie eine Datei von Excel, OpenDocument oder CSV hoch.
error-import_html_file = Das ist eine Webseite, die sich Excel nennt
    .detail = Öffnen Sie sie in Excel oder LibreOffice, speichern Sie sie als XLSX und laden Sie diese Datei hoch.
error-import_xml_file = Das ist ein altes XML-Format
    .detail = Öffnen Sie die Datei in Excel oder LibreOffice, speichern Sie sie als XLSX und laden Sie diese hoch.
error-import_numbers_file = Das ist eine Datei von Apple Numbers
    .detail = Wählen Sie in Numbers Ablage, Exportieren, Excel und laden Sie diese Datei hoch.
error-import_unknown_encoding = Der Zeichensatz { $label } ist unbekannt
    .detail = Wählen Sie einen anderen oder keinen: dann wird er gefunden.
error-import_unknown_separator = Dieses Trennzeichen geht nicht
    .detail = Wählen Sie ein anderes oder keines: dann wird es gefunden.
error-import_unknown_sheet = Es gibt kein Blatt „{ $name }“
    .detail = Wählen Sie ein anderes Blatt oder laden Sie die Datei noch einmal hoch.
error-import_unbalanced_quotes = Ein Anführungszeichen in Zeile { $row } wird nie geschlossen
    .detail = Alles dahinter würde eine einzige Zelle. Berichtigen Sie die Zeile oder speichern Sie die Liste als XLSX.
error-import_unreadable_file = Die Datei konnte hier nicht gelesen werden
    .detail = Das lag nicht an Ihnen. Laden Sie sie noch einmal hoch.
error-import_interrupted = Angehalten; es wurde nichts geschrieben
    .detail = Die Arbeit wurde unterbrochen. Sie können noch einmal beginnen.
error-import_erased_meanwhile = Angehalten, weil inzwischen jemand gelöscht wurde
    .detail = Die Datei könnte diese Person nennen. Es wurde nichts von ihr behalten; laden Sie sie noch einmal hoch.
error-import_commit_failed = Das Einlesen ging nicht; es wurde nichts geschrieben
    .detail = Versuchen Sie es noch einmal. Geht es wieder nicht, melden Sie sich bei Ihrer Betreuung.
error-import_undo_failed = Das Zurücknehmen ging nicht; es wurde nichts geändert
    .detail = Versuchen Sie es noch einmal. Geht es wieder nicht, melden Sie sich bei Ihrer Betreuung.
error-import_too_heavy = Das Lesen der Datei braucht mehr Speicher als erlaubt
    .detail = Kopieren Sie die Zeilen Ihrer Kunden in eine neue Datei oder teilen Sie die Liste.
error-import_too_slow = Das Lesen der Datei dauert zu lange
    .detail = Kopieren Sie die Zeilen Ihrer Kunden in eine neue Datei oder teilen Sie die Liste.
error-import_state = Das geht jetzt nicht
    .detail = Der Import ist schon bei einem anderen Schritt. Laden Sie die Seite neu.
error-file_too_large = Die Datei ist größer als { $limit_mb } MB
    .detail = Löschen Sie Blätter und Bilder, die nicht gebraucht werden, oder teilen Sie die Liste.
error-sheet_gone = Die Datei ist nicht mehr da
    .detail = Was in einer Datei stand, wird nach 30 Tagen gelöscht.
error-import_file_gone = Die Datei selbst ist nicht mehr da
    .detail = Sie wird nach einem Tag gelöscht, und immer wenn jemand gelöscht wird. Laden Sie sie noch einmal hoch.

field-unknown_column = Diese Spalte gibt es nicht
field-unknown_field = Das ist hier nicht bekannt
field-column_twice = Eine Spalte ist zweimal genannt
field-field_twice = Zwei Spalten können das nicht beide sein: eine Karte hat es nur einmal
field-nothing_to_keep = Mindestens eine Spalte muss Name, Telefon oder E-Mail sein
field-not_a_mapping = Das sagt nicht, was in den Spalten steht
field-unknown_separator = Das Trennzeichen muss ein einzelnes Zeichen sein
field-not_a_row = Das ist keine Nummer einer Zeile
field-true_or_false = Hier muss true oder false stehen
