# Wczytywanie listy: teksty importów.

import-title = Wczytaj listę
import-steps = Kroki
import-step-file = Plik
import-step-columns = Kolumny
import-step-preview = Podgląd
import-step-done = Gotowe
import-step-done-mark = zrobione

## Plik

import-drop = Wybierz plik lub upuść go tutaj
import-allowed = Excel (XLSX, XLS), OpenDocument lub CSV, do { $mb } MB i { $rows } wierszy
import-upload = Wyślij
import-uploading = Plik jest wysyłany
import-upload-broken = Połączenie zostało przerwane. Nic nie zapisano; spróbuj jeszcze raz.
import-cancel = Anuluj
import-good-to-know = Warto wiedzieć
import-preview-first = Najpierw zobaczysz podgląd. Nic się nie zmieni, dopóki się nie zgodzisz, a potem i tak można to cofnąć.
import-treatwell = Lista dla Treatwell działa bez zmian: nazwisko, telefon, e-mail, notatki i 1 jako zgoda w kolumnach od A do E. Przy innych listach wskażesz, co jest w której kolumnie.
import-which-sheet = Arkusz
import-which-encoding = Kodowanie liter
import-which-separator = Między kolumnami stoi
import-which-head = Pierwszy wiersz
import-head-yes = zawiera nagłówki
import-head-no = to już klient
import-separator-semicolon = średnik ;
import-separator-comma = przecinek ,
import-separator-tab = tabulator
import-separator-bar = kreska pionowa |
import-other-file = Inny plik
import-sheet-named = arkusz „{ $name }”
import-rows = { $n ->
    [one] { $shown } wiersz
    [few] { $shown } wiersze
   *[many] { $shown } wierszy
}

## Ostatnie importy

import-latest = Ostatnio wczytane
import-none-yet = Nie wczytano jeszcze żadnej listy.
import-file = Plik
import-when = Kiedy i kto
import-state = Stan
import-counts = Wiersze
import-what-next = Co można zrobić
import-continue = Dalej
import-state-previewing = Wczytywanie
import-state-previewed = Jeszcze niezapisane
import-state-committing = Zapisywanie
import-state-committed = Zapisane
import-state-undoing = Cofanie
import-state-undone = Cofnięte
import-state-failed = Nieczytelne
import-count-new = nowe: { $shown }
import-count-changed = zmienione: { $shown }
import-count-unchanged = bez zmian: { $shown }
import-count-refused = odrzucone: { $shown }

## W trakcie

import-refresh = Jak daleko?
import-running-previewing = Wczytywanie pliku { $file }
    .hint = Nic jeszcze nie zapisano. Możesz opuścić tę stronę; podgląd poczeka.
import-running-committing = Zapisywanie pliku { $file }
    .hint = Zapisane zostaną wszystkie wiersze albo żaden. Możesz opuścić tę stronę.
import-running-undoing = Cofanie pliku { $file }
    .hint = Cofnięte zostanie wszystko albo nic. Możesz opuścić tę stronę.
import-rows-of = { $done } z { $of } wierszy
import-seconds-left = { $n ->
    [one] jeszcze { $shown } sekunda
    [few] jeszcze { $shown } sekundy
   *[many] jeszcze { $shown } sekund
}
import-minutes-left = { $n ->
    [one] jeszcze { $shown } minuta
    [few] jeszcze { $shown } minuty
   *[many] jeszcze { $shown } minut
}

## Kolumny

import-columns-caption = Co jest w której kolumnie
import-columns-wrong = Te kolumny do siebie nie pasują
import-columns-twice = Kolumna { $column }: tylko jedna kolumna może być „{ $field }”
import-column = Kolumna
import-heading = Nagłówek
import-no-heading = bez nagłówka
import-example = Na przykład
import-holds = To jest
import-column-holds = Kolumna { $column } to
import-show-preview = Pokaż podgląd
import-back-to-preview = Zostaw tak
import-change-columns = Zmień kolumny
import-columns-read = Wczytywane kolumny: { $read } z { $shown }
import-read-otherwise = Wczytaj plik inaczej
import-read-as-text = Litery wczytano jako { $encoding }.
import-read-as-sheet = Wczytano arkusz „{ $sheet }”.
import-read-anew = Wczytaj ponownie
import-file-not-kept = Samego pliku już nie ma. Aby wczytać go inaczej, wyślij go jeszcze raz:
import-basis-head = Rozpoznano po nagłówkach. Sprawdź, czy wszystko się zgadza.
import-basis-treatwell = Rozpoznano jako listę dla Treatwell. Sprawdź, czy wszystko się zgadza.
import-basis-content = Odgadnięto po zawartości komórek. Obejrzyj każdą kolumnę.
import-basis-remembered = Wzięto z ostatniej listy z tymi nagłówkami. Sprawdź, czy wszystko nadal się zgadza.
import-basis-chosen = Wybrane przez Ciebie.
import-field-name = Imię i nazwisko
import-field-first_name = Imię
import-field-last_name_prefix = Przedrostek nazwiska (van der)
import-field-last_name = Nazwisko
import-field-phone = Telefon
import-field-email = E-mail
import-field-note = Notatka
import-field-marketing_consent = Zgoda na reklamę
import-field-number = Numer klienta
import-field-source = Skąd do nas trafił
import-field-ignore = Nie wczytuj

## Podgląd

import-letters-right = Czy te litery są dobre?
import-letters-wrong = Jeśli widzisz znaki jak „Ã¼”:
import-notes = O tym pliku
import-by-verdict = Wiersze według wyniku
import-all-rows = Wszystkie
import-no-rows = Nie ma takich wierszy.
import-rows-caption = Wiersze pliku z wynikiem
import-row = Wiersz
import-verdict = Wynik
import-verdict-new = Nowy
import-verdict-changed = Zmieniony
import-verdict-unchanged = Bez zmian
import-verdict-refused = Odrzucony
import-what-happens = Co się stanie
import-happens-new = Nowa karta
import-happens-nothing = Nic do zmiany
import-happens-skipped = Pominięty przez Ciebie
import-choice-row = Wiersz { $row }
import-choice-update = Wczytaj
import-choice-skip = Pomiń
import-before = było
import-after = będzie
import-more-rows = Dalsze wiersze
import-nothing-yet = Na kartach jeszcze nic nie ma. Co w pliku jest puste, zostaje na karcie; wycofana zgoda pozostaje wycofana.
import-nothing-to-do = Ta lista nie wnosi nic nowego: nie ma czego zapisać.
import-do-new = { $n ->
    [one] dodaj { $shown } klienta
   *[other] dodaj { $shown } klientów
}
import-do-changed = zmień { $shown }
import-do-left = pomiń { $shown }
import-sheet-back = Plik z wynikami
import-discard = Odrzuć
import-consent-given = udzielona
import-consent-withdrawn = wycofana
import-consent-unknown = nie pytano

import-reason-known_row = Ten wiersz był już wczytany
import-reason-repeats_row = Powtarza wiersz { $row }
import-reason-same_person_as_row = Ta sama osoba co w wierszu { $row }: trafi na tę kartę
import-reason-matches_several = Pasuje do kilku kart; podaj numer klienta
import-reason-number_used_before = Numer był już użyty; karta dostanie nowy
import-reason-nothing_to_keep = Brak nazwiska, telefonu i e-maila
import-reason-head_again = Znowu nagłówki
import-reason-changed_since_preview = Karta zmieniła się od podglądu
import-reason-earlier_row_not_written = Wcześniejszy wiersz tej osoby nie został zapisany
import-reason-edited_since = Zmieniona po wczytaniu; zostaje, jak jest
import-reason-card_full = Na karcie nie ma miejsca na kolejne telefony, e-maile lub notatki

import-problem-formula_error = Błąd formuły; pominięto
import-problem-email_implausible = To nie adres e-mail; trafi do notatki
import-problem-phone_odd = To nie numer telefonu; pozostanie bez zmian
import-problem-consent_unreadable = Ani tak, ani nie; nie zapisano
import-problem-too_long = Za długie; pominięto
import-problem-truncated = Za długie; zostaje początek
import-problem-digits_lost = Excel zgubił cyfry; pominięto
import-problem-undecoded = Nieczytelne litery

import-note-several_sheets = Plik ma kilka arkuszy; wczytano jeden z nich.
import-note-merged_cells = Niektóre komórki są scalone; tekst jest w pierwszej z nich.
import-note-empty_rows = Pominięte puste wiersze: { $shown }.
import-note-formula_errors = Komórki z błędem formuły: { $shown }.
import-note-cleaned_cells = Komórki, z których usunięto niewidoczne znaki: { $shown }.
import-note-truncated_cells = Komórki za długie i skrócone: { $shown }.
import-note-digits_lost = Komórki, w których Excel zamienił długą liczbę na coś jak 1,76E+11, a jej cyfry przepadły: { $shown }.
import-note-number_cells = Komórki, które są liczbami i mogły stracić zero na początku: { $shown }.
import-note-date_cells = Komórki, które są datami: { $shown }.
import-note-columns_left_out = Pominięte komórki daleko po prawej: { $shown }.
import-note-undecoded_cells = Komórki z nieczytelnymi literami: { $shown }.
import-note-garbled_cells = Komórki zepsute już wcześniej (jak „MÃ¼ller”): { $shown }.
import-note-mixed_encoding = Komórki z innym kodowaniem niż reszta: { $shown }.

## Gotowe

import-done-title = { $n ->
    [0] Nic nie zapisano
    [one] Zapisano { $shown } wiersz
    [few] Zapisano { $shown } wiersze
   *[many] Zapisano { $shown } wierszy
}
import-tile-new = { $n ->
    [one] nowy klient
    [few] nowi klienci
   *[many] nowych klientów
}
import-tile-changed = zmienione
import-tile-unchanged = bez zmian
import-tile-refused = odrzucone
import-to-clients = Do klientów
import-another = Inna lista
import-undo = Cofnij
import-undo-title = Cofnij wczytanie
import-undo-new = { $n ->
    [one] Nowa karta zostanie usunięta; jej numer pozostanie zajęty.
    [few] { $shown } nowe karty zostaną usunięte; ich numery pozostaną zajęte.
   *[many] { $shown } nowych kart zostanie usuniętych; ich numery pozostaną zajęte.
}
import-undo-changed = { $n ->
    [one] Zmieniona karta wróci do poprzedniego stanu.
    [few] { $shown } zmienione karty wrócą do poprzedniego stanu.
   *[many] { $shown } zmienionych kart wróci do poprzedniego stanu.
}
import-undo-hint = Karty zmienione od tego czasu pozostaną i zostaną wymienione.
import-undone-title = Wczytanie cofnięto
import-left-title = { $n ->
    [one] { $shown } karta pozostała, jak jest
    [few] { $shown } karty pozostały, jak są
   *[many] { $shown } kart pozostało, jak są
}
import-left-why = Zmieniono je po wczytaniu. Obejrzyj je i zdecyduj.
import-nothing-written = Na żadnej karcie nic nie zmieniono.

## Plik z powrotem

import-sheet-verdict = Wynik
import-sheet-reason = Powód
import-sheet-number = Numer klienta

## Co może być nie tak

error-import_empty_file = Plik jest pusty
    .detail = Nie ma żadnej zawartości. Zapisz listę jeszcze raz i wyślij ją ponownie.
error-import_no_rows = W arkuszu nic nie ma
    .detail = Żadna komórka nie jest wypełniona. Może lista jest w innym arkuszu lub w innym pliku.
error-import_too_large = Plik jest za duży
    .detail = Usuń niepotrzebne arkusze i obrazy albo podziel listę.
error-import_too_large_uncompressed = Plik po rozpakowaniu jest za duży
    .detail = Skopiuj wiersze klientów do nowego pliku i wyślij go.
error-import_too_many_rows = Lista ma więcej niż { $limit } wierszy
    .detail = Podziel ją na kilka plików i wczytaj je po kolei.
error-import_password_protected = Plik jest chroniony hasłem
    .detail = Otwórz go, usuń hasło, zapisz i wyślij ponownie.
error-import_damaged_file = Plik jest uszkodzony
    .detail = Otwórz go w Excelu lub LibreOffice, zapisz jako nowy plik XLSX i wyślij go.
error-import_truncated_file = Brakuje końca pliku
    .detail = Może pobieranie zostało przerwane. Pobierz lub zapisz plik jeszcze raz.
error-import_not_a_spreadsheet = { $kind ->
    [pdf] To jest PDF, a nie arkusz
    [docx] To jest dokument Word, a nie arkusz
    [png] To jest obraz, a nie arkusz
    [jpeg] To jest obraz, a nie arkusz
    [vcard] To są kontakty (vCard), a nie arkusz
    [zip] To jest archiwum ZIP, a nie arkusz
   *[other] To nie jest arkusz
}
    .detail = Niezależnie od nazwy: wyślij plik Excel, OpenDocument lub CSV.
error-import_html_file = To jest strona internetowa, która udaje Excela
    .detail = Otwórz ją w Excelu lub LibreOffice, zapisz jako XLSX i wyślij ten plik.
error-import_xml_file = To jest stary format XML
    .detail = Otwórz plik w Excelu lub LibreOffice, zapisz jako XLSX i wyślij go.
error-import_numbers_file = To jest plik Apple Numbers
    .detail = W Numbers wybierz Plik, Eksportuj, Excel i wyślij ten plik.
error-import_unknown_encoding = Kodowanie { $label } jest nieznane
    .detail = Wybierz inne albo żadne: wtedy zostanie znalezione.
error-import_unknown_separator = Ten znak nie może rozdzielać kolumn
    .detail = Wybierz inny albo żaden: wtedy zostanie znaleziony.
error-import_unknown_sheet = Nie ma arkusza „{ $name }”
    .detail = Wybierz inny arkusz albo wyślij plik ponownie.
error-import_unbalanced_quotes = Cudzysłów w wierszu { $row } nie jest zamknięty
    .detail = Wszystko za nim stałoby się jedną komórką. Popraw wiersz albo zapisz listę jako XLSX.
error-import_unreadable_file = Pliku nie udało się tu odczytać
    .detail = To nie Twoja wina. Wyślij go jeszcze raz.
error-import_interrupted = Zatrzymano; nic nie zapisano
    .detail = Praca została przerwana. Możesz zacząć od nowa.
error-import_erased_meanwhile = Zatrzymano, bo w tym czasie usunięto dane jakiejś osoby
    .detail = Plik może wymieniać tę osobę. Nic z niego nie zachowano; wyślij go jeszcze raz.
error-import_commit_failed = Wczytanie się nie udało; nic nie zapisano
    .detail = Spróbuj jeszcze raz. Jeśli znowu się nie uda, powiadom pomoc.
error-import_undo_failed = Cofnięcie się nie udało; nic nie zmieniono
    .detail = Spróbuj jeszcze raz. Jeśli znowu się nie uda, powiadom pomoc.
error-import_too_heavy = Odczyt pliku wymaga więcej pamięci, niż wolno
    .detail = Skopiuj wiersze klientów do nowego pliku albo podziel listę.
error-import_too_slow = Odczyt pliku trwa zbyt długo
    .detail = Skopiuj wiersze klientów do nowego pliku albo podziel listę.
error-import_state = Teraz nie można tego zrobić
    .detail = Import jest już na innym kroku. Odśwież stronę.
error-file_too_large = Plik jest większy niż { $limit_mb } MB
    .detail = Usuń niepotrzebne arkusze i obrazy albo podziel listę.
error-sheet_gone = Tego pliku już nie ma
    .detail = Zawartość pliku jest usuwana po 30 dniach.
error-import_file_gone = Samego pliku już nie ma
    .detail = Jest usuwany po jednym dniu i zawsze wtedy, gdy usuwane są dane jakiejś osoby. Wyślij go jeszcze raz.

field-unknown_column = Nie ma takiej kolumny
field-unknown_field = Tego tutaj nie znamy
field-column_twice = Kolumna jest wymieniona dwa razy
field-field_twice = Dwie kolumny nie mogą być tym samym: karta ma to tylko raz
field-nothing_to_keep = Co najmniej jedna kolumna musi być nazwiskiem, telefonem lub e-mailem
field-not_a_mapping = Z tego nie wynika, co jest w kolumnach
field-unknown_separator = Kolumny musi rozdzielać jeden znak
field-not_a_row = To nie jest numer wiersza
field-true_or_false = Tu musi być true albo false
