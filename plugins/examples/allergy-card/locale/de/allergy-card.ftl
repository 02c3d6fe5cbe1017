example-allergy-card-about = Hält fest, was jemand nicht verträgt, und kennzeichnet alle, für die es gefährlich ist.
permission-example-allergy-card-read = Allergien sehen
permission-example-allergy-card-write = Allergien eintragen und ändern
slot-example-allergy-card-allergies = Allergien

example-allergy-card-mild = Leicht
example-allergy-card-mild-hint = Es juckt oder rötet sich: vorher testen.
example-allergy-card-severe = Schwer
example-allergy-card-severe-hint = Darf hier nicht verwendet werden.
example-allergy-card-mark = Allergie: { $substances }
example-allergy-card-tested = getestet am { $day }
example-allergy-card-none = Es sind keine Allergien eingetragen.
example-allergy-card-note-one = Allergie eintragen
example-allergy-card-change = Ändern
example-allergy-card-remove = Entfernen
example-allergy-card-save = Speichern
example-allergy-card-optional = freiwillig
example-allergy-card-field-substance = Stoff
example-allergy-card-substance-hint = Zum Beispiel PPD, Nickel oder Latex.
example-allergy-card-field-severity = Wie schlimm ist es?
example-allergy-card-field-note = Notiz
example-allergy-card-field-tested-on = Letzter Hauttest
example-allergy-card-overtaken = Inzwischen hat jemand anderes das geändert. Wenn Sie speichern, gilt, was hier steht.
example-allergy-card-overtaken-show = Andere Fassung anzeigen

example-allergy-card-table-allergies = Allergien
example-allergy-card-erases-allergies = { $count ->
    [one] Eine Allergie
   *[other] { $count } Allergien
  }

event-example-allergy-card-allergy-noted = { $who } hat eine Allergie eingetragen
event-example-allergy-card-allergy-changed = { $who } hat eine Allergie geändert
event-example-allergy-card-allergy-removed = { $who } hat eine Allergie entfernt

field-example-allergy-card_day_ahead = liegt in der Zukunft; wählen Sie heute oder einen früheren Tag
