example-allergy-card-about = Zapisuje, czego klienci nie tolerują, i oznacza tych, dla których jest to groźne.
permission-example-allergy-card-read = Oglądanie alergii
permission-example-allergy-card-write = Zapisywanie i zmienianie alergii
slot-example-allergy-card-allergies = Alergie

example-allergy-card-mild = Łagodna
example-allergy-card-mild-hint = Swędzi lub zaczerwienia skórę: najpierw zrób próbę.
example-allergy-card-severe = Ciężka
example-allergy-card-severe-hint = Nie używaj tego u tej osoby.
example-allergy-card-mark = Alergia: { $substances }
example-allergy-card-tested = próba z dnia { $day }
example-allergy-card-none = Nie zapisano żadnych alergii.
example-allergy-card-note-one = Zapisz alergię
example-allergy-card-change = Zmień
example-allergy-card-remove = Usuń
example-allergy-card-save = Zapisz
example-allergy-card-optional = nieobowiązkowo
example-allergy-card-field-substance = Substancja
example-allergy-card-substance-hint = Na przykład PPD, nikiel albo lateks.
example-allergy-card-field-severity = Jak silna jest alergia?
example-allergy-card-field-note = Notatka
example-allergy-card-field-tested-on = Ostatnia próba skórna
example-allergy-card-overtaken = W międzyczasie ktoś inny to zmienił. Jeśli zapiszesz, będzie obowiązywać to, co stoi tutaj.
example-allergy-card-overtaken-show = Pokaż tamtą wersję

example-allergy-card-table-allergies = Alergie
example-allergy-card-erases-allergies = { $count ->
    [one] Jedna alergia
    [few] { $count } alergie
   *[many] { $count } alergii
  }

event-example-allergy-card-allergy-noted = { $who }: zapisano alergię
event-example-allergy-card-allergy-changed = { $who }: zmieniono alergię
event-example-allergy-card-allergy-removed = { $who }: usunięto alergię

field-example-allergy-card_day_ahead = leży w przyszłości; wybierz dzisiejszy lub wcześniejszy dzień
