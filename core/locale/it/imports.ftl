# Importare un elenco: i testi delle importazioni.

import-title = Importa un elenco
import-steps = Passi
import-step-file = File
import-step-columns = Colonne
import-step-preview = Anteprima
import-step-done = Fatto
import-step-done-mark = fatto

## Il file

import-drop = Scegli un file o trascinalo qui
import-allowed = Excel (XLSX, XLS), OpenDocument o CSV, fino a { $mb } MB e { $rows } righe
import-upload = Carica
import-uploading = Il file viene caricato
import-upload-broken = La connessione si è interrotta. Non è stato salvato nulla; riprova.
import-cancel = Annulla
import-good-to-know = Buono a sapersi
import-preview-first = Prima vedi un’anteprima. Nulla cambia finché non dai l’assenso, e anche dopo puoi tornare indietro.
import-treatwell = Un elenco per Treatwell va bene così com’è: nome, telefono, e-mail, note e 1 per il consenso nelle colonne da A a E. Per altri elenchi dici tu che cosa contiene ogni colonna.
import-which-sheet = Foglio
import-which-encoding = Codifica delle lettere
import-which-separator = Tra le colonne c’è
import-which-head = La prima riga
import-head-yes = contiene le intestazioni
import-head-no = è già un cliente
import-separator-semicolon = un punto e virgola ;
import-separator-comma = una virgola ,
import-separator-tab = una tabulazione
import-separator-bar = una barra verticale |
import-other-file = Un altro file
import-sheet-named = foglio «{ $name }»
import-rows = { $n ->
    [one] { $shown } riga
   *[other] { $shown } righe
}

## Ultime importazioni

import-latest = Ultime importazioni
import-none-yet = Non è ancora stato importato nessun elenco.
import-file = File
import-when = Quando e chi
import-state = Stato
import-counts = Righe
import-what-next = Che cosa puoi fare
import-continue = Continua
import-state-previewing = In lettura
import-state-previewed = Non ancora importato
import-state-committing = In corso
import-state-committed = Importato
import-state-undoing = In annullamento
import-state-undone = Annullato
import-state-failed = Non leggibile
import-count-new = { $n ->
    [one] { $shown } nuova
   *[other] { $shown } nuove
}
import-count-changed = { $n ->
    [one] { $shown } modificata
   *[other] { $shown } modificate
}
import-count-unchanged = { $n ->
    [one] { $shown } invariata
   *[other] { $shown } invariate
}
import-count-refused = { $n ->
    [one] { $shown } rifiutata
   *[other] { $shown } rifiutate
}

## Mentre è in corso

import-refresh = A che punto è?
import-running-previewing = Lettura di { $file }
    .hint = Non è ancora salvato nulla. Puoi lasciare la pagina; l’anteprima ti aspetta.
import-running-committing = Importazione di { $file }
    .hint = Tutte le righe vengono scritte insieme, oppure nessuna. Puoi lasciare la pagina.
import-running-undoing = Annullamento di { $file }
    .hint = Tutto viene annullato insieme, oppure nulla. Puoi lasciare la pagina.
import-rows-of = { $done } di { $of } righe
import-seconds-left = { $n ->
    [one] ancora { $shown } secondo
   *[other] ancora { $shown } secondi
}
import-minutes-left = { $n ->
    [one] ancora { $shown } minuto
   *[other] ancora { $shown } minuti
}

## Colonne

import-columns-caption = Che cosa contiene ogni colonna
import-columns-wrong = Queste colonne non vanno d’accordo
import-columns-twice = Colonna { $column }: solo una colonna può essere «{ $field }»
import-column = Colonna
import-heading = Intestazione
import-no-heading = senza intestazione
import-example = Per esempio
import-holds = Questo è
import-column-holds = La colonna { $column } è
import-show-preview = Mostra l’anteprima
import-back-to-preview = Lascia così
import-change-columns = Cambia le colonne
import-columns-read = { $n ->
    [one] { $read } colonna su { $shown } viene letta
   *[other] { $read } colonne su { $shown } vengono lette
}
import-read-otherwise = Leggi il file in un altro modo
import-read-as-text = Le lettere sono state lette come { $encoding }.
import-read-as-sheet = È stato letto il foglio «{ $sheet }».
import-read-anew = Leggi di nuovo
import-file-not-kept = Il file stesso non c’è più. Per leggerlo in un altro modo, caricalo di nuovo:
import-basis-head = Riconosciute dalle intestazioni. Controlla che tutto sia giusto.
import-basis-treatwell = Riconosciuto come elenco per Treatwell. Controlla che tutto sia giusto.
import-basis-content = Indovinate dal contenuto delle celle. Guarda ogni colonna.
import-basis-remembered = Riprese dal tuo ultimo elenco con queste intestazioni. Controlla che tutto sia ancora giusto.
import-basis-chosen = Scelte da te.
import-field-name = Nome (completo)
import-field-first_name = Nome
import-field-last_name_prefix = Prefisso del cognome (van der)
import-field-last_name = Cognome
import-field-phone = Telefono
import-field-email = E-mail
import-field-note = Nota
import-field-marketing_consent = Consenso alla pubblicità
import-field-number = Numero cliente
import-field-source = Come ci ha conosciuti
import-field-ignore = Non importare

## Anteprima

import-letters-right = Queste lettere sono giuste?
import-letters-wrong = Se vedi segni come «Ã¼»:
import-notes = Su questo file
import-by-verdict = Righe per esito
import-all-rows = Tutte
import-no-rows = Nessuna riga di questo tipo.
import-rows-caption = Righe del file con il loro esito
import-row = Riga
import-verdict = Esito
import-verdict-new = Nuova
import-verdict-changed = Modificata
import-verdict-unchanged = Invariata
import-verdict-refused = Rifiutata
import-what-happens = Che cosa succede
import-happens-new = Nuova scheda
import-happens-nothing = Nulla da cambiare
import-happens-skipped = Lasciata fuori da te
import-choice-row = Riga { $row }
import-choice-update = Importa
import-choice-skip = Lascia fuori
import-before = prima
import-after = ora
import-more-rows = Altre righe
import-nothing-yet = Sulle schede non c’è ancora nulla. Ciò che nel file è vuoto resta sulla scheda; un consenso revocato resta revocato.
import-nothing-to-do = Questo elenco non porta nulla di nuovo: non c’è nulla da importare.
import-do-new = { $n ->
    [one] aggiungi { $shown } cliente
   *[other] aggiungi { $shown } clienti
}
import-do-changed = modificane { $shown }
import-do-left = lasciane { $shown }
import-sheet-back = File con gli esiti
import-discard = Scarta
import-consent-given = dato
import-consent-withdrawn = revocato
import-consent-unknown = non chiesto

import-reason-known_row = Questa riga è già stata importata
import-reason-repeats_row = Ripete la riga { $row }
import-reason-same_person_as_row = La stessa persona della riga { $row }: va su quella scheda
import-reason-matches_several = Corrisponde a più schede; indica un numero cliente
import-reason-number_used_before = Il numero è già stato usato; la scheda ne riceve uno nuovo
import-reason-nothing_to_keep = Né nome né telefono né e-mail
import-reason-head_again = Di nuovo intestazioni
import-reason-changed_since_preview = La scheda è stata modificata dopo l’anteprima
import-reason-earlier_row_not_written = La riga precedente della stessa persona non è stata importata
import-reason-edited_since = Modificata dopo l’importazione; resta com’è
import-reason-card_full = Sulla scheda non c’è posto per altri telefoni, e-mail o note

import-problem-formula_error = Errore di una formula; lasciato fuori
import-problem-email_implausible = Non è un indirizzo e-mail; diventa una nota
import-problem-phone_odd = Non è un numero di telefono; resta com’è
import-problem-consent_unreadable = Né sì né no; non registrato
import-problem-too_long = Troppo lungo; lasciato fuori
import-problem-truncated = Troppo lungo; resta l’inizio
import-problem-digits_lost = Excel ha perso delle cifre; lasciato fuori
import-problem-undecoded = Lettere non leggibili

import-note-several_sheets = Il file ha più fogli; ne è stato letto uno.
import-note-merged_cells = Alcune celle sono unite; il testo sta nella prima.
import-note-empty_rows = { $n ->
    [one] { $shown } riga vuota è stata saltata.
   *[other] { $shown } righe vuote sono state saltate.
}
import-note-formula_errors = { $n ->
    [one] { $shown } cella contiene l’errore di una formula.
   *[other] { $shown } celle contengono l’errore di una formula.
}
import-note-cleaned_cells = { $n ->
    [one] Da { $shown } cella sono stati tolti segni invisibili.
   *[other] Da { $shown } celle sono stati tolti segni invisibili.
}
import-note-truncated_cells = { $n ->
    [one] { $shown } cella era troppo lunga ed è stata tagliata.
   *[other] { $shown } celle erano troppo lunghe e sono state tagliate.
}
import-note-digits_lost = { $n ->
    [one] In { $shown } cella Excel ha trasformato un numero lungo in qualcosa come 1,76E+11; le cifre sono perse.
   *[other] In { $shown } celle Excel ha trasformato numeri lunghi in qualcosa come 1,76E+11; le cifre sono perse.
}
import-note-number_cells = { $n ->
    [one] { $shown } cella è un numero; può mancare uno zero iniziale.
   *[other] { $shown } celle sono numeri; possono mancare zeri iniziali.
}
import-note-date_cells = { $n ->
    [one] { $shown } cella è una data.
   *[other] { $shown } celle sono date.
}
import-note-columns_left_out = { $n ->
    [one] { $shown } cella molto a destra è stata lasciata fuori.
   *[other] { $shown } celle molto a destra sono state lasciate fuori.
}
import-note-undecoded_cells = { $n ->
    [one] { $shown } cella ha lettere che non si possono leggere.
   *[other] { $shown } celle hanno lettere che non si possono leggere.
}
import-note-garbled_cells = { $n ->
    [one] { $shown } cella era già rovinata (come «MÃ¼ller»).
   *[other] { $shown } celle erano già rovinate (come «MÃ¼ller»).
}
import-note-mixed_encoding = { $n ->
    [one] { $shown } cella ha una codifica diversa dal resto.
   *[other] { $shown } celle hanno una codifica diversa dal resto.
}

## Fatto

import-done-title = { $n ->
    [0] Non è stato importato nulla
    [one] { $shown } riga è importata
   *[other] { $shown } righe sono importate
}
import-tile-new = { $n ->
    [one] nuovo cliente
   *[other] nuovi clienti
}
import-tile-changed = { $n ->
    [one] modificata
   *[other] modificate
}
import-tile-unchanged = { $n ->
    [one] invariata
   *[other] invariate
}
import-tile-refused = { $n ->
    [one] rifiutata
   *[other] rifiutate
}
import-to-clients = Ai clienti
import-another = Un altro elenco
import-undo = Torna indietro
import-undo-title = Torna indietro
import-undo-new = { $n ->
    [one] La nuova scheda viene tolta; il suo numero resta usato.
   *[other] Le { $shown } nuove schede vengono tolte; i loro numeri restano usati.
}
import-undo-changed = { $n ->
    [one] La scheda modificata torna com’era.
   *[other] Le { $shown } schede modificate tornano com’erano.
}
import-undo-hint = Le schede modificate da allora restano e ti vengono indicate.
import-undone-title = L’importazione è annullata
import-left-title = { $n ->
    [one] { $shown } scheda è rimasta com’è
   *[other] { $shown } schede sono rimaste come sono
}
import-left-why = Sono state modificate dopo l’importazione. Guardale e decidi tu.
import-nothing-written = Su nessuna scheda è cambiato nulla.

## Il file indietro

import-sheet-verdict = Esito
import-sheet-reason = Motivo
import-sheet-number = Numero cliente

## Che cosa può andare storto

error-import_empty_file = Il file è vuoto
    .detail = Non ha alcun contenuto. Salva di nuovo l’elenco e ricaricalo.
error-import_no_rows = Nel foglio non c’è nulla
    .detail = Nessuna cella è piena. Forse l’elenco è in un altro foglio o in un altro file.
error-import_too_large = Il file è troppo grande
    .detail = Elimina fogli e immagini che non servono, o dividi l’elenco.
error-import_too_large_uncompressed = Il file, una volta aperto, è troppo grande
    .detail = Copia le righe dei tuoi clienti in un nuovo file e carica quello.
error-import_too_many_rows = L’elenco ha più di { $limit } righe
    .detail = Dividilo in più file e importali uno dopo l’altro.
error-import_password_protected = Il file è protetto da una password
    .detail = Aprilo, togli la password, salvalo e ricaricalo.
error-import_damaged_file = Il file è danneggiato
    .detail = Aprilo in Excel o LibreOffice, salvalo come nuovo file XLSX e carica quello.
error-import_truncated_file = Manca la fine del file
    .detail = Forse un download si è interrotto. Scarica o salva di nuovo il file.
error-import_not_a_spreadsheet = { $kind ->
    [pdf] Questo è un PDF, non un foglio di calcolo
    [docx] Questo è un documento Word, non un foglio di calcolo
    [png] Questa è un’immagine, non un foglio di calcolo
    [jpeg] Questa è un’immagine, non un foglio di calcolo
    [vcard] Questi sono contatti (vCard), non un foglio di calcolo
    [zip] Questo è un archivio ZIP, non un foglio di calcolo
   *[other] Questo non è un foglio di calcolo
}
    .detail = Qualunque sia il nome: carica un file Excel, OpenDocument o CSV.
error-import_html_file = Questa è una pagina web che si spaccia per Excel
    .detail = Aprila in Excel o LibreOffice, salvala come XLSX e carica quel file.
error-import_xml_file = Questo è un vecchio formato XML
    .detail = Apri il file in Excel o LibreOffice, salvalo come XLSX e carica quello.
error-import_numbers_file = Questo è un file di Apple Numbers
    .detail = In Numbers scegli File, Esporta, Excel e carica quel file.
error-import_unknown_encoding = La codifica { $label } non è conosciuta
    .detail = Scegline un’altra, o nessuna: allora viene trovata.
error-import_unknown_separator = Questo separatore non va bene
    .detail = Scegline un altro, o nessuno: allora viene trovato.
error-import_unknown_sheet = Non c’è nessun foglio «{ $name }»
    .detail = Scegli un altro foglio o ricarica il file.
error-import_unbalanced_quotes = Una virgoletta nella riga { $row } non viene mai chiusa
    .detail = Tutto ciò che segue diventerebbe una sola cella. Correggi la riga o salva l’elenco come XLSX.
error-import_unreadable_file = Il file non si è potuto leggere qui
    .detail = Non è colpa tua. Caricalo di nuovo.
error-import_interrupted = Fermato; non è stato scritto nulla
    .detail = Il lavoro è stato interrotto. Puoi ricominciare.
error-import_erased_meanwhile = Fermato, perché nel frattempo sono stati cancellati i dati di una persona
    .detail = Il file potrebbe nominarla. Non ne è stato conservato nulla; caricalo di nuovo.
error-import_commit_failed = L’importazione non è riuscita; non è stato scritto nulla
    .detail = Riprova. Se non riesce di nuovo, avvisa l’assistenza.
error-import_undo_failed = L’annullamento non è riuscito; non è cambiato nulla
    .detail = Riprova. Se non riesce di nuovo, avvisa l’assistenza.
error-import_too_heavy = La lettura del file richiede più memoria di quella consentita
    .detail = Copia le righe dei tuoi clienti in un nuovo file o dividi l’elenco.
error-import_too_slow = La lettura del file dura troppo
    .detail = Copia le righe dei tuoi clienti in un nuovo file o dividi l’elenco.
error-import_state = Ora non si può fare
    .detail = L’importazione è già a un altro passo. Ricarica la pagina.
error-file_too_large = Il file supera { $limit_mb } MB
    .detail = Elimina fogli e immagini che non servono, o dividi l’elenco.
error-sheet_gone = Il file non c’è più
    .detail = Il contenuto di un file viene cancellato dopo 30 giorni.
error-import_file_gone = Il file stesso non c’è più
    .detail = Viene cancellato dopo un giorno, e ogni volta che i dati di una persona vengono cancellati. Caricalo di nuovo.

field-unknown_column = Questa colonna non esiste
field-unknown_field = Questo qui non è conosciuto
field-column_twice = Una colonna è indicata due volte
field-field_twice = Due colonne non possono essere la stessa cosa: una scheda ne ha una sola
field-nothing_to_keep = Almeno una colonna deve essere nome, telefono o e-mail
field-not_a_mapping = Questo non dice che cosa contengono le colonne
field-unknown_separator = Il separatore deve essere un solo segno
field-not_a_row = Questo non è il numero di una riga
field-true_or_false = Qui deve stare true o false
