# Was an einer Einstellung nicht stimmt, nach ihrem Namen.

field-wrong_type = { $type ->
    [integer] muss eine ganze Zahl sein
    [boolean] muss wahr oder falsch sein
    [array] muss eine Liste sein
   *[other] muss ein Text sein
  }
field-not_a_choice = steht nicht zur Wahl
field-not_an_email = ist keine E-Mail-Adresse wie anna@example.com
field-not_a_date = ist kein Datum

# Das Formular der Einstellungen einer Funktion.

settings-of = { $feature }: Einstellungen
settings-title-wrong = Fehler: { $title }
settings-link = Einstellungen
settings-optional = freiwillig
settings-none = keine Auswahl
settings-save = Speichern
settings-saved = Gespeichert.
settings-off = Diese Funktion ist ausgeschaltet. Was Sie hier einstellen, bleibt erhalten und gilt, sobald sie eingeschaltet ist.
settings-overtaken = Jemand anderes hat diese Einstellungen inzwischen geändert. Ihre Eingaben stehen hier; wenn Sie speichern, gelten sie.
settings-overtaken-show = Die anderen zeigen
settings-secret-set = Gesetzt. Leer lassen, um es zu behalten.
settings-secret-remove = Entfernen
settings-secret-again = Noch nicht gespeichert: bitte noch einmal eingeben.
