example-allergy-card-about = Notes what clients cannot stand, and marks those who must not come near it at all.
permission-example-allergy-card-read = See allergies
permission-example-allergy-card-write = Note and change allergies
slot-example-allergy-card-allergies = Allergies

example-allergy-card-mild = Mild
example-allergy-card-mild-hint = It itches or reddens: test before.
example-allergy-card-severe = Severe
example-allergy-card-severe-hint = Do not use it on this client.
example-allergy-card-mark = Allergy: { $substances }
example-allergy-card-tested = tested on { $day }
example-allergy-card-none = No allergies are noted.
example-allergy-card-note-one = Note an allergy
example-allergy-card-change = Change
example-allergy-card-remove = Remove
example-allergy-card-save = Save
example-allergy-card-optional = optional
example-allergy-card-field-substance = Substance
example-allergy-card-substance-hint = Such as PPD, nickel or latex.
example-allergy-card-field-severity = How bad is it?
example-allergy-card-field-note = Note
example-allergy-card-field-tested-on = Last patch test
example-allergy-card-overtaken = Somebody else changed this meanwhile. If you save, what stands here holds.
example-allergy-card-overtaken-show = Show theirs

example-allergy-card-table-allergies = Allergies
example-allergy-card-erases-allergies = { $count ->
    [one] One allergy
   *[other] { $count } allergies
  }

event-example-allergy-card-allergy-noted = { $who } noted an allergy
event-example-allergy-card-allergy-changed = { $who } changed an allergy
event-example-allergy-card-allergy-removed = { $who } removed an allergy

field-example-allergy-card_day_ahead = lies ahead; choose today or an earlier day
