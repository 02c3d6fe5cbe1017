example-allergy-card-about = Legt vast waar klanten niet tegen kunnen en markeert voor wie het gevaarlijk is.
permission-example-allergy-card-read = Allergieën zien
permission-example-allergy-card-write = Allergieën noteren en wijzigen
slot-example-allergy-card-allergies = Allergieën

example-allergy-card-mild = Licht
example-allergy-card-mild-hint = Het jeukt of wordt rood: eerst testen.
example-allergy-card-severe = Ernstig
example-allergy-card-severe-hint = Gebruik het niet bij deze klant.
example-allergy-card-mark = Allergie: { $substances }
example-allergy-card-tested = getest op { $day }
example-allergy-card-none = Er zijn geen allergieën genoteerd.
example-allergy-card-note-one = Allergie noteren
example-allergy-card-change = Wijzigen
example-allergy-card-remove = Verwijderen
example-allergy-card-save = Opslaan
example-allergy-card-optional = niet verplicht
example-allergy-card-field-substance = Stof
example-allergy-card-substance-hint = Bijvoorbeeld PPD, nikkel of latex.
example-allergy-card-field-severity = Hoe erg is het?
example-allergy-card-field-note = Notitie
example-allergy-card-field-tested-on = Laatste huidtest
example-allergy-card-overtaken = Iemand anders heeft dit intussen gewijzigd. Als u opslaat, geldt wat hier staat.
example-allergy-card-overtaken-show = Andere versie tonen

example-allergy-card-table-allergies = Allergieën
example-allergy-card-erases-allergies = { $count ->
    [one] Eén allergie
   *[other] { $count } allergieën
  }

event-example-allergy-card-allergy-noted = { $who } heeft een allergie genoteerd
event-example-allergy-card-allergy-changed = { $who } heeft een allergie gewijzigd
event-example-allergy-card-allergy-removed = { $who } heeft een allergie verwijderd

field-example-allergy-card_day_ahead = ligt in de toekomst; kies vandaag of een eerdere dag
