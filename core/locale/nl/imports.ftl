# Een lijst inlezen: de teksten van imports.

import-title = Lijst inlezen
import-steps = Stappen
import-step-file = Bestand
import-step-columns = Kolommen
import-step-preview = Voorbeeld
import-step-done = Klaar
import-step-done-mark = gedaan

## Het bestand

import-drop = Kies een bestand of sleep het hierheen
import-allowed = Excel (XLSX, XLS), OpenDocument of CSV, tot { $mb } MB en { $rows } rijen
import-upload = Uploaden
import-uploading = Het bestand wordt geüpload
import-upload-broken = De verbinding is verbroken. Er is niets bewaard; probeer het opnieuw.
import-cancel = Annuleren
import-good-to-know = Goed om te weten
import-preview-first = Je ziet eerst een voorbeeld. Er verandert pas iets als je akkoord gaat, en ook dat kun je ongedaan maken.
import-treatwell = Een lijst voor Treatwell werkt zoals hij is: naam, telefoon, e-mail, notities en 1 voor toestemming in de kolommen A tot E. Bij andere lijsten zeg je wat er in elke kolom staat.
import-which-sheet = Blad
import-which-encoding = Tekenset
import-which-separator = Tussen de kolommen staat
import-which-head = De eerste rij
import-head-yes = bevat de koppen
import-head-no = is al een klant
import-separator-semicolon = een puntkomma ;
import-separator-comma = een komma ,
import-separator-tab = een tab
import-separator-bar = een verticale streep |
import-other-file = Ander bestand
import-sheet-named = blad “{ $name }”
import-rows = { $n ->
    [one] { $shown } rij
   *[other] { $shown } rijen
}

## Laatste imports

import-latest = Laatst ingelezen
import-none-yet = Er is nog geen lijst ingelezen.
import-file = Bestand
import-when = Wanneer en wie
import-state = Status
import-counts = Rijen
import-what-next = Wat je kunt doen
import-continue = Verder
import-state-previewing = Wordt gelezen
import-state-previewed = Nog niet overgenomen
import-state-committing = Wordt overgenomen
import-state-committed = Overgenomen
import-state-undoing = Wordt ongedaan gemaakt
import-state-undone = Ongedaan gemaakt
import-state-failed = Niet leesbaar
import-count-new = { $shown } nieuw
import-count-changed = { $shown } gewijzigd
import-count-unchanged = { $shown } ongewijzigd
import-count-refused = { $shown } geweigerd

## Terwijl het loopt

import-refresh = Hoe ver is het?
import-running-previewing = { $file } wordt gelezen
    .hint = Er is nog niets bewaard. Je kunt de pagina verlaten; het voorbeeld wacht op je.
import-running-committing = { $file } wordt overgenomen
    .hint = Alle rijen worden samen geschreven, of geen enkele. Je kunt de pagina verlaten.
import-running-undoing = { $file } wordt ongedaan gemaakt
    .hint = Alles wordt samen ongedaan gemaakt, of niets. Je kunt de pagina verlaten.
import-rows-of = { $done } van { $of } rijen
import-seconds-left = { $n ->
    [one] nog { $shown } seconde
   *[other] nog { $shown } seconden
}
import-minutes-left = { $n ->
    [one] nog { $shown } minuut
   *[other] nog { $shown } minuten
}

## Kolommen

import-columns-caption = Wat er in elke kolom staat
import-columns-wrong = Deze kolommen passen niet bij elkaar
import-columns-twice = Kolom { $column }: maar één kolom kan “{ $field }” zijn
import-column = Kolom
import-heading = Kop
import-no-heading = zonder kop
import-example = Bijvoorbeeld
import-holds = Dit is
import-column-holds = Kolom { $column } is
import-show-preview = Voorbeeld tonen
import-back-to-preview = Zo laten
import-change-columns = Kolommen wijzigen
import-columns-read = { $n ->
    [one] { $read } van { $shown } kolom wordt gelezen
   *[other] { $read } van { $shown } kolommen worden gelezen
}
import-read-otherwise = Bestand anders lezen
import-read-as-text = De letters zijn gelezen als { $encoding }.
import-read-as-sheet = Blad “{ $sheet }” is gelezen.
import-read-anew = Opnieuw lezen
import-file-not-kept = Het bestand zelf is er niet meer. Upload het opnieuw om het anders te laten lezen:
import-basis-head = Herkend aan de koppen. Kijk na of alles klopt.
import-basis-treatwell = Herkend als lijst voor Treatwell. Kijk na of alles klopt.
import-basis-content = Geraden naar wat er in de cellen staat. Bekijk elke kolom.
import-basis-remembered = Overgenomen van je vorige lijst met deze koppen. Kijk na of alles nog klopt.
import-basis-chosen = Door jou gekozen.
import-field-name = Naam (volledig)
import-field-first_name = Voornaam
import-field-last_name_prefix = Tussenvoegsel (van der)
import-field-last_name = Achternaam
import-field-phone = Telefoon
import-field-email = E-mail
import-field-note = Notitie
import-field-marketing_consent = Toestemming voor reclame
import-field-number = Klantnummer
import-field-source = Kwam bij ons via
import-field-ignore = Niet inlezen

## Voorbeeld

import-letters-right = Kloppen deze letters?
import-letters-wrong = Zie je tekens als “Ã¼”:
import-notes = Over dit bestand
import-by-verdict = Rijen naar resultaat
import-all-rows = Alle
import-no-rows = Geen zulke rijen.
import-rows-caption = Rijen van het bestand met resultaat
import-row = Rij
import-verdict = Resultaat
import-verdict-new = Nieuw
import-verdict-changed = Gewijzigd
import-verdict-unchanged = Ongewijzigd
import-verdict-refused = Geweigerd
import-what-happens = Wat er gebeurt
import-happens-new = Nieuwe kaart
import-happens-nothing = Niets te wijzigen
import-happens-skipped = Door jou overgeslagen
import-choice-row = Rij { $row }
import-choice-update = Overnemen
import-choice-skip = Overslaan
import-before = eerst
import-after = nu
import-more-rows = Meer rijen
import-nothing-yet = Er staat nog niets op de kaarten. Wat in het bestand leeg is, blijft op de kaart staan; een ingetrokken toestemming blijft ingetrokken.
import-nothing-to-do = Deze lijst brengt niets nieuws: er is niets over te nemen.
import-do-new = { $n ->
    [one] { $shown } klant toevoegen
   *[other] { $shown } klanten toevoegen
}
import-do-changed = { $shown } wijzigen
import-do-left = { $shown } overslaan
import-sheet-back = Bestand met resultaten
import-discard = Weggooien
import-consent-given = gegeven
import-consent-withdrawn = ingetrokken
import-consent-unknown = niet gevraagd

import-reason-known_row = Deze rij is al eerder ingelezen
import-reason-repeats_row = Herhaalt rij { $row }
import-reason-same_person_as_row = Dezelfde persoon als rij { $row }: komt op die kaart
import-reason-matches_several = Past bij meerdere kaarten; geef een klantnummer
import-reason-number_used_before = Het nummer is al gebruikt; de kaart krijgt een nieuw
import-reason-nothing_to_keep = Geen naam, telefoon of e-mail
import-reason-head_again = Nog eens koppen
import-reason-changed_since_preview = De kaart is sinds het voorbeeld gewijzigd
import-reason-earlier_row_not_written = De eerdere rij van dezelfde persoon is niet overgenomen
import-reason-edited_since = Sinds het inlezen bewerkt; blijft zoals hij is
import-reason-card_full = Op de kaart is geen plaats voor meer telefoons, e-mails of notities

import-problem-formula_error = Fout van een formule; overgeslagen
import-problem-email_implausible = Geen e-mailadres; wordt een notitie
import-problem-phone_odd = Geen telefoonnummer; blijft zoals het er staat
import-problem-consent_unreadable = Ja noch nee; niet vastgelegd
import-problem-too_long = Te lang; overgeslagen
import-problem-truncated = Te lang; het begin blijft
import-problem-digits_lost = Excel liet cijfers vallen; overgeslagen
import-problem-undecoded = Letters niet leesbaar

import-note-several_sheets = Het bestand heeft meerdere bladen; één ervan is gelezen.
import-note-merged_cells = Sommige cellen zijn samengevoegd; de tekst staat in de eerste.
import-note-empty_rows = { $n ->
    [one] { $shown } lege rij is overgeslagen.
   *[other] { $shown } lege rijen zijn overgeslagen.
}
import-note-formula_errors = { $n ->
    [one] In { $shown } cel staat de fout van een formule.
   *[other] In { $shown } cellen staat de fout van een formule.
}
import-note-cleaned_cells = { $n ->
    [one] Uit { $shown } cel zijn onzichtbare tekens gehaald.
   *[other] Uit { $shown } cellen zijn onzichtbare tekens gehaald.
}
import-note-truncated_cells = { $n ->
    [one] { $shown } cel was te lang en is ingekort.
   *[other] { $shown } cellen waren te lang en zijn ingekort.
}
import-note-digits_lost = { $n ->
    [one] In { $shown } cel maakte Excel van een lang getal iets als 1,76E+11; de cijfers zijn weg.
   *[other] In { $shown } cellen maakte Excel van lange getallen iets als 1,76E+11; de cijfers zijn weg.
}
import-note-number_cells = { $n ->
    [one] { $shown } cel is een getal; een nul aan het begin kan ontbreken.
   *[other] { $shown } cellen zijn getallen; nullen aan het begin kunnen ontbreken.
}
import-note-date_cells = { $n ->
    [one] { $shown } cel is een datum.
   *[other] { $shown } cellen zijn een datum.
}
import-note-columns_left_out = { $n ->
    [one] { $shown } cel ver naar rechts is overgeslagen.
   *[other] { $shown } cellen ver naar rechts zijn overgeslagen.
}
import-note-undecoded_cells = { $n ->
    [one] { $shown } cel heeft letters die niet leesbaar zijn.
   *[other] { $shown } cellen hebben letters die niet leesbaar zijn.
}
import-note-garbled_cells = { $n ->
    [one] { $shown } cel was al eerder bedorven (zoals “MÃ¼ller”).
   *[other] { $shown } cellen waren al eerder bedorven (zoals “MÃ¼ller”).
}
import-note-mixed_encoding = { $n ->
    [one] { $shown } cel heeft een andere tekenset dan de rest.
   *[other] { $shown } cellen hebben een andere tekenset dan de rest.
}

## Klaar

import-done-title = { $n ->
    [0] Er is niets overgenomen
    [one] { $shown } rij is overgenomen
   *[other] { $shown } rijen zijn overgenomen
}
import-tile-new = { $n ->
    [one] nieuwe klant
   *[other] nieuwe klanten
}
import-tile-changed = gewijzigd
import-tile-unchanged = ongewijzigd
import-tile-refused = geweigerd
import-to-clients = Naar de klanten
import-another = Andere lijst
import-undo = Ongedaan maken
import-undo-title = Inlezen ongedaan maken
import-undo-new = { $n ->
    [one] De nieuwe kaart wordt verwijderd; het nummer blijft gebruikt.
   *[other] De { $shown } nieuwe kaarten worden verwijderd; hun nummers blijven gebruikt.
}
import-undo-changed = { $n ->
    [one] De gewijzigde kaart wordt weer zoals hij was.
   *[other] De { $shown } gewijzigde kaarten worden weer zoals ze waren.
}
import-undo-hint = Kaarten die sindsdien zijn bewerkt, blijven en worden je genoemd.
import-undone-title = Het inlezen is ongedaan gemaakt
import-left-title = { $n ->
    [one] { $shown } kaart bleef zoals hij is
   *[other] { $shown } kaarten bleven zoals ze zijn
}
import-left-why = Ze zijn na het inlezen bewerkt. Bekijk ze en beslis zelf.
import-nothing-written = Op geen enkele kaart is iets gewijzigd.

## Het bestand terug

import-sheet-verdict = Resultaat
import-sheet-reason = Reden
import-sheet-number = Klantnummer

## Wat er mis kan zijn

error-import_empty_file = Het bestand is leeg
    .detail = Er staat helemaal niets in. Sla de lijst nog eens op en upload hem opnieuw.
error-import_no_rows = Er staat niets in het blad
    .detail = Geen enkele cel is gevuld. Misschien staat de lijst op een ander blad of in een ander bestand.
error-import_too_large = Het bestand is te groot
    .detail = Verwijder bladen en afbeeldingen die niet nodig zijn, of splits de lijst.
error-import_too_large_uncompressed = Het bestand is uitgepakt te groot
    .detail = Kopieer de rijen van je klanten naar een nieuw bestand en upload dat.
error-import_too_many_rows = De lijst heeft meer dan { $limit } rijen
    .detail = Splits hem in meerdere bestanden en lees ze na elkaar in.
error-import_password_protected = Het bestand is beveiligd met een wachtwoord
    .detail = Open het, verwijder het wachtwoord, sla het op en upload het opnieuw.
error-import_damaged_file = Het bestand is beschadigd
    .detail = Open het in Excel of LibreOffice, sla het op als nieuw XLSX-bestand en upload dat.
error-import_truncated_file = Het einde van het bestand ontbreekt
    .detail = Misschien is een download afgebroken. Haal of bewaar het bestand nog eens.
error-import_not_a_spreadsheet = { $kind ->
    [pdf] Dit is een PDF, geen spreadsheet
    [docx] Dit is een Word-document, geen spreadsheet
    [png] Dit is een afbeelding, geen spreadsheet
    [jpeg] Dit is een afbeelding, geen spreadsheet
    [vcard] Dit zijn contacten (vCard), geen spreadsheet
    [zip] Dit is een ZIP-archief, geen spreadsheet
   *[other] Dit is geen spreadsheet
}
    .detail = Hoe het ook heet: upload een bestand van Excel, OpenDocument of CSV.
error-import_html_file = Dit is een webpagina die zich Excel noemt
    .detail = Open hem in Excel of LibreOffice, sla hem op als XLSX en upload dat bestand.
error-import_xml_file = Dit is een oud XML-formaat
    .detail = Open het bestand in Excel of LibreOffice, sla het op als XLSX en upload dat.
error-import_numbers_file = Dit is een bestand van Apple Numbers
    .detail = Kies in Numbers Archief, Exporteer, Excel en upload dat bestand.
error-import_unknown_encoding = De tekenset { $label } is onbekend
    .detail = Kies een andere of geen: dan wordt hij gevonden.
error-import_unknown_separator = Dit scheidingsteken werkt niet
    .detail = Kies een ander of geen: dan wordt het gevonden.
error-import_unknown_sheet = Er is geen blad “{ $name }”
    .detail = Kies een ander blad of upload het bestand opnieuw.
error-import_unbalanced_quotes = Een aanhalingsteken in rij { $row } wordt nooit gesloten
    .detail = Alles erachter zou één cel worden. Verbeter de rij of sla de lijst op als XLSX.
error-import_unreadable_file = Het bestand kon hier niet worden gelezen
    .detail = Dat lag niet aan jou. Upload het nog eens.
error-import_interrupted = Gestopt; er is niets geschreven
    .detail = Het werk is onderbroken. Je kunt opnieuw beginnen.
error-import_erased_meanwhile = Gestopt, omdat er intussen iemand is gewist
    .detail = Het bestand kan die persoon noemen. Er is niets van bewaard; upload het opnieuw.
error-import_commit_failed = Het inlezen lukte niet; er is niets geschreven
    .detail = Probeer het opnieuw. Lukt het weer niet, meld het dan bij je ondersteuning.
error-import_undo_failed = Ongedaan maken lukte niet; er is niets gewijzigd
    .detail = Probeer het opnieuw. Lukt het weer niet, meld het dan bij je ondersteuning.
error-import_too_heavy = Het lezen van het bestand kost meer geheugen dan toegestaan
    .detail = Kopieer de rijen van je klanten naar een nieuw bestand of splits de lijst.
error-import_too_slow = Het lezen van het bestand duurt te lang
    .detail = Kopieer de rijen van je klanten naar een nieuw bestand of splits de lijst.
error-import_state = Dit kan nu niet
    .detail = De import is al bij een andere stap. Laad de pagina opnieuw.
error-file_too_large = Het bestand is groter dan { $limit_mb } MB
    .detail = Verwijder bladen en afbeeldingen die niet nodig zijn, of splits de lijst.
error-sheet_gone = Het bestand is er niet meer
    .detail = Wat in een bestand stond, wordt na 30 dagen verwijderd.
error-import_file_gone = Het bestand zelf is er niet meer
    .detail = Het wordt na een dag verwijderd, en ook als iemand wordt gewist. Upload het opnieuw.

field-unknown_column = Deze kolom bestaat niet
field-unknown_field = Dit is hier niet bekend
field-column_twice = Een kolom is twee keer genoemd
field-field_twice = Twee kolommen kunnen dit niet allebei zijn: een kaart heeft er maar één
field-nothing_to_keep = Minstens één kolom moet naam, telefoon of e-mail zijn
field-not_a_mapping = Dit zegt niet wat er in de kolommen staat
field-unknown_separator = Het scheidingsteken moet één teken zijn
field-not_a_row = Dit is geen nummer van een rij
field-true_or_false = Dit moet true of false zijn
