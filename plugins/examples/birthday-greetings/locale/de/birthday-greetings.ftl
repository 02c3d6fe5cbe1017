example-birthday-greetings-about = Merkt sich die Geburtstage der Kundschaft, zeigt die nächsten an und gratuliert per E-Mail, wenn jemand gern Post bekommt.
example-birthday-greetings-mail-about = Geburtstagsgrüße, einmal im Jahr, an Kundinnen und Kunden, die in Werbung eingewilligt haben
permission-example-birthday-greetings-read = Geburtstage sehen
permission-example-birthday-greetings-write = Geburtstage eintragen und ändern
place-example-birthday-greetings = Geburtstage
slot-example-birthday-greetings-birthday = Geburtstag

example-birthday-greetings-on = { $day }. { $month ->
    [1] Januar
    [2] Februar
    [3] März
    [4] April
    [5] Mai
    [6] Juni
    [7] Juli
    [8] August
    [9] September
    [10] Oktober
    [11] November
   *[12] Dezember
  }
example-birthday-greetings-month = { $month ->
    [1] Januar
    [2] Februar
    [3] März
    [4] April
    [5] Mai
    [6] Juni
    [7] Juli
    [8] August
    [9] September
    [10] Oktober
    [11] November
   *[12] Dezember
  }
example-birthday-greetings-in-days = { $days ->
    [0] heute
    [1] morgen
   *[other] in { $days } Tagen
  }
example-birthday-greetings-mark = { $days ->
    [0] Heute Geburtstag
    [1] Morgen Geburtstag
   *[other] In { $days } Tagen Geburtstag
  }
example-birthday-greetings-turns = wird { $years }
example-birthday-greetings-unknown = Noch nicht eingetragen.
example-birthday-greetings-note = Geburtstag eintragen
example-birthday-greetings-change = Geburtstag ändern
example-birthday-greetings-remove = Entfernen
example-birthday-greetings-save = Speichern
example-birthday-greetings-day = Tag
example-birthday-greetings-month-of = Monat
example-birthday-greetings-year = Geburtsjahr
example-birthday-greetings-optional = freiwillig
example-birthday-greetings-greeting-yes = Bekommt einen Gruß per E-Mail.
example-birthday-greetings-greeting-off = Grüße per E-Mail sind in den Einstellungen ausgeschaltet.
example-birthday-greetings-greeting-no-consent = Bekommt keinen Gruß per E-Mail: Eine Einwilligung in Werbung ist nicht bekannt.
example-birthday-greetings-greeting-no-address = Bekommt keinen Gruß per E-Mail: Es gibt keine Adresse.

example-birthday-greetings-who = Wer
example-birthday-greetings-when = Wann
example-birthday-greetings-more = Mehr anzeigen
example-birthday-greetings-empty = Noch keine Geburtstage
example-birthday-greetings-empty-hint = Tragen Sie Geburtstage auf den Karten ein, dann stehen die nächsten hier.

example-birthday-greetings-subject = Alles Gute zum Geburtstag, { $name }!
example-birthday-greetings-text =
    Hallo { $name },

    alles Gute zum Geburtstag! Wir wünschen einen wunderschönen Tag und freuen uns auf das nächste Wiedersehen.

    { $salon }
example-birthday-greetings-nameless = lieber Gast

setting-example-birthday-greetings-send-greetings = Grüße per E-Mail verschicken
    .hint = Nur wer in Werbung eingewilligt hat, bekommt einen.
setting-example-birthday-greetings-hour = Uhrzeit
    .hint = Von 0 bis 23. Ab dieser Stunde werden die Grüße verschickt.
setting-example-birthday-greetings-subject = Betreff
    .hint = { "{" }name{ "}" } steht für den Namen, { "{" }salon{ "}" } für Ihren Salon. Bleibt das Feld leer, wählen wir die Worte.
setting-example-birthday-greetings-text = Text
    .hint = { "{" }name{ "}" } steht für den Namen, { "{" }salon{ "}" } für Ihren Salon. Bleibt das Feld leer, wählen wir die Worte.

example-birthday-greetings-table-birthdays = Geburtstage
example-birthday-greetings-table-consents = Wer gern Post bekommt
example-birthday-greetings-table-greetings = Grüße
example-birthday-greetings-erases-birthdays = { $count ->
    [one] Ein Geburtstag
   *[other] { $count } Geburtstage
  }
example-birthday-greetings-erases-consents = { $count ->
    [one] Ob Post erwünscht ist
   *[other] Ob Post erwünscht ist, { $count }-mal
  }
example-birthday-greetings-erases-greetings = { $count ->
    [one] Dass ein Gruß verschickt wurde
   *[other] Dass { $count } Grüße verschickt wurden
  }

event-example-birthday-greetings-birthday-set = { $who } hat den Geburtstag eingetragen
event-example-birthday-greetings-birthday-removed = { $who } hat den Geburtstag entfernt
event-example-birthday-greetings-greeting-written = { $who } hat zum Geburtstag gratuliert

field-example-birthday-greetings_not_born_yet = liegt in der Zukunft; wählen Sie ein Jahr, das schon begonnen hat
field-example-birthday-greetings_unknown_place = hat „{ $place }“ in geschweiften Klammern, was für nichts steht
