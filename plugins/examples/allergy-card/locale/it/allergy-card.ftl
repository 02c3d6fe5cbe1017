example-allergy-card-about = Annota ciò che i clienti non tollerano e segnala per chi è pericoloso.
permission-example-allergy-card-read = Vedere le allergie
permission-example-allergy-card-write = Annotare e modificare le allergie
slot-example-allergy-card-allergies = Allergie

example-allergy-card-mild = Lieve
example-allergy-card-mild-hint = Prude o arrossa la pelle: prima fare una prova.
example-allergy-card-severe = Grave
example-allergy-card-severe-hint = Da non usare con questa persona.
example-allergy-card-mark = Allergia: { $substances }
example-allergy-card-tested = provato il { $day }
example-allergy-card-none = Nessuna allergia annotata.
example-allergy-card-note-one = Annota un’allergia
example-allergy-card-change = Modifica
example-allergy-card-remove = Togli
example-allergy-card-save = Salva
example-allergy-card-optional = facoltativo
example-allergy-card-field-substance = Sostanza
example-allergy-card-substance-hint = Per esempio PPD, nichel o lattice.
example-allergy-card-field-severity = Quanto è grave?
example-allergy-card-field-note = Nota
example-allergy-card-field-tested-on = Ultimo test cutaneo
example-allergy-card-overtaken = Nel frattempo qualcun altro ha fatto una modifica. Se salva, vale ciò che sta qui.
example-allergy-card-overtaken-show = Mostra l’altra versione

example-allergy-card-table-allergies = Allergie
example-allergy-card-erases-allergies = { $count ->
    [one] Un’allergia
   *[other] { $count } allergie
  }

event-example-allergy-card-allergy-noted = { $who } ha annotato un’allergia
event-example-allergy-card-allergy-changed = { $who } ha modificato un’allergia
event-example-allergy-card-allergy-removed = { $who } ha tolto un’allergia

field-example-allergy-card_day_ahead = è nel futuro; scelga oggi o un giorno precedente
