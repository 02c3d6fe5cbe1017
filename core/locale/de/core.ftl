place-clients = Kunden

# What a role may be allowed.
permission-clients-read = Kunden ansehen
permission-clients-write = Kunden anlegen und ändern
permission-clients-erase = Kunden endgültig löschen
permission-clients-export = Alle Daten einer Kundin oder eines Kunden herunterladen
permission-imports-read = Eingelesene Listen ansehen
permission-imports-write = Listen einlesen
permission-sources-write = Liste der Herkunft pflegen
permission-bookings-check = Fragen, ob jemand buchen darf

# What features may read.
view-core-clients = Namen und Nummern der Kundschaft
view-core-contacts = Telefonnummern und E-Mail-Adressen der Kundschaft
told-core-client-registered = Neue Karten
told-core-client-changed = Geänderte Karten
told-core-client-archived = Archivierte Karten
told-core-client-restored = Aus dem Archiv geholte Karten
told-core-client-erased = Gelöschte Kunden
told-core-import-committed = Eingelesene Listen
told-core-import-undone = Zurückgenommene Importe
told-core-source-added = Neue Quellen
told-core-source-renamed = Umbenannte Quellen
told-core-source-removed = Entfernte Quellen

# What a client is asked, in the salon's language.
consent-wording-marketing = Ich möchte Neuigkeiten und Angebote des Salons erhalten. Das kann ich jederzeit widerrufen.

# Errors and fields.
error-number_taken = Die Nummer { $number } ist schon vergeben
    .detail = Jede Nummer gehört zu einer Person und wird nie zweimal vergeben. Ein leeres Feld bekommt die nächste freie.
error-source_known = Diesen Eintrag gibt es schon. Wurde er entfernt, kommt er durch Hinzufügen zurück
field-contact_unreadable = ist keine Telefonnummer und keine E-Mail-Adresse
field-client_or_contact_required = Nennen Sie eine Kundin oder einen Kunden, eine Telefonnummer oder eine E-Mail-Adresse
field-no_such_client = Diese Karte gibt es nicht
field-number_taken = ist schon vergeben
field-source_known = gibt es schon; was entfernt wurde, kommt durch Hinzufügen zurück
field-name_or_contact_required = Es braucht einen Namen, eine Telefonnummer oder eine E-Mail-Adresse
field-consent_given_or_withdrawn = muss erteilt oder widerrufen sein
field-no_such_source = steht nicht mehr auf der Liste
field-email_empty = ist leer
field-email_not_one_at = Eine E-Mail-Adresse hat genau ein @, zum Beispiel anna@example.com
field-email_bad_character = Darin ist ein Leerzeichen oder ein Zeichen, das keine Adresse hat
field-email_bad_name = Vor dem @ stimmt etwas nicht
field-email_bad_domain = Hinter dem @ fehlt etwas, zum Beispiel gmx.de
field-email_too_long = So lang ist keine Adresse

# The list.
clients-list = Kundenliste
clients-new = Neuer Kunde
clients-new-called = „{ $words }“ neu anlegen
clients-first = Erste Karte anlegen
clients-import = Liste einlesen
clients-more = Weitere laden
clients-name = Name
clients-number = Nummer
clients-number-n = Nr. { $number }
clients-phone = Telefon
clients-email = E-Mail
clients-last-change = Letzte Änderung
clients-tags = Merkmale
clients-tag-archived = Archiviert
clients-tag-marketing = Werbung erlaubt
clients-no-phone = Kein Telefon
clients-filters = Filter
clients-filter-remove = Filter entfernen
clients-archive = Archiv
clients-to-list = Zur Kundenliste
clients-found = { $count ->
    [0] Niemand gefunden
    [one] Ein Kunde gefunden
   *[other] { $count } Kunden gefunden
  }
clients-none-found = Niemand passt zu „{ $words }“
clients-none-found-hint = Gesucht wird in Namen, Telefonnummern, E-Mail-Adressen und Kundennummern. Umlaute und Akzente sind egal.
clients-search-archive = Im Archiv suchen
clients-search-current = In der Kundenliste suchen
clients-archive-empty = Das Archiv ist leer
clients-archive-empty-hint = Hier liegen Karten, die Sie weggelegt haben, bis Sie sie zurückholen.
clients-empty = Hier stehen bald Ihre Kunden
clients-empty-hint = Lesen Sie die Liste ein, die Sie schon haben: aus Excel oder aus dem bisherigen Programm. Oder legen Sie die erste Karte von Hand an.
clients-archived = { $name } ist im Archiv.

# The form.
clients-title-wrong = Fehler: { $title }
clients-known = { $count ->
    [one] { $contact } steht schon auf einer Karte
   *[other] { $contact } steht schon auf { $count } Karten
  }
clients-known-hint = Zwei Menschen dürfen eine Nummer teilen. Ist es jemand anderes, speichern Sie trotzdem.
clients-save-anyway = Trotzdem speichern
clients-opens-beside = (öffnet einen neuen Tab)
clients-group-person = Person
clients-group-contact = Kontakt
clients-group-marketing = Werbung
clients-group-note = Erste Notiz
clients-field-first-name = Vorname
clients-field-last-name = Nachname
clients-field-number = Kundennummer
clients-field-phones = Telefon
clients-field-emails = E-Mail
clients-field-source-id = Kennt uns durch
clients-field-note = Notiz
clients-field-consent = Werbung
clients-number-hint = Leer bekommt die nächste freie.
clients-phone-n = Telefon { $n }
clients-email-n = E-Mail { $n }
clients-phone-add = Weitere Telefonnummer
clients-email-add = Weitere E-Mail-Adresse
clients-row-remove = Entfernen
clients-consent-question = Einwilligung in Werbung
clients-consent-asked = „{ $wording }“
clients-consent-agrees = Willigt in Werbung ein
clients-consent-refuses = Möchte keine Werbung
clients-consent-takes-back = Einwilligung widerrufen
clients-note-first = Erste Notiz
clients-more-fields = Mehr Angaben
clients-optional = freiwillig
clients-source-question = Wie wurden wir gefunden?
clients-source-none = Keine Angabe
clients-source-edit = Liste bearbeiten
clients-save = Speichern
clients-make = Karte anlegen
clients-cancel = Abbrechen

# The card.
clients-edit = Bearbeiten
clients-more-actions = Mehr
clients-do-archive = Archivieren
clients-restore = Zurückholen
clients-archived-since = Im Archiv seit { $day }. Die Karte bleibt erhalten, steht aber nicht in Liste und Suche.
clients-call = Anrufen:
clients-call-anyway = Trotzdem anrufen
clients-write = E-Mail an
clients-message = Nachricht
clients-message-to = Nachricht an { $contact }
clients-copy = Kopieren
clients-copy-it = { $contact } kopieren
clients-copied = Kopiert
clients-phone-odd = Keine Telefonnummer
clients-no-contact = Kein Telefon, keine E-Mail
clients-no-name = Kein Name
clients-details = Angaben
clients-since = Karte seit
clients-notes = Notizen
clients-no-notes = Noch keine Notizen.
clients-note-new = Neue Notiz
clients-note-hint = Was soll man beim nächsten Mal wissen?
clients-note-add = Notieren
clients-note-edit = Bearbeiten
clients-note-text = Notiz
clients-note-remove = Entfernen
clients-note-removed = Die Notiz ist entfernt.
clients-note-changed = Jemand hat diese Notiz inzwischen geändert. Sie steht darüber; was Sie geschrieben haben, steht hier.
clients-consent = Einwilligung
clients-consent-marketing = Werbung
clients-consent-given = Erteilt
clients-consent-withdrawn = Widerrufen
clients-consent-unknown = Nicht gefragt
clients-consent-ask = Fragen Sie: „{ $wording }“
clients-consent-by-person = Vermerkt von { $who }
clients-consent-by-program = Über ein Programm: { $who }
clients-consent-by-import = Aus „{ $file }“, Zeile { $row }
clients-consent-earlier = { $count ->
    [one] Ein früherer Eintrag
   *[other] { $count } frühere Einträge
  }
clients-quoted = „{ $words }“
clients-actor-user = Jemand, der nicht mehr da ist
clients-actor-program = Ein Programm
clients-actor-system = Kartoteka

# What changed.
clients-changes = Änderungen
clients-changes-show = Änderungen ansehen
clients-changes-more = Frühere Änderungen
clients-nothing = Nichts
change-registered = { $who } hat die Karte angelegt
change-imported = { $who } hat die Karte eingelesen
change-archived = { $who } hat die Karte archiviert
change-restored = { $who } hat die Karte zurückgeholt
change-card = { $who } hat die Karte geändert
change-other = { $who } hat an der Karte gearbeitet
change-number = { $who } hat die Kundennummer geändert
change-first-name = { $who } hat den Vornamen geändert
change-last-name = { $who } hat den Nachnamen geändert
change-phones = { $who } hat das Telefon geändert
change-emails = { $who } hat die E-Mail geändert
change-source = { $who } hat die Herkunft geändert
change-consent-given = { $who } hat vermerkt: willigt in Werbung ein
change-consent-withdrawn = { $who } hat vermerkt: möchte keine Werbung
change-note-added = { $who } hat eine Notiz geschrieben
change-note-changed = { $who } hat eine Notiz geändert
change-note-removed = { $who } hat eine Notiz entfernt

# Two at once.
clients-news-show = Ansehen
clients-news-erased = Diese Karte wurde endgültig gelöscht.
clients-conflict = Zwei Änderungen an einer Karte
clients-conflict-lead = { $who } hat die Karte von { $title } gespeichert, während Sie daran arbeiteten ({ $when }). Nichts ist verloren: Wählen Sie, was gelten soll.
clients-conflict-mine = Ihre Eingabe
clients-conflict-theirs = { $who }, { $when }
clients-conflict-fits = Beide Änderungen passen zusammen. Speichern Sie, dann gilt alles.
clients-conflict-done = Inzwischen geschehen
clients-conflict-save = So speichern
clients-conflict-discard = Meine Änderungen verwerfen

# Erasing.
clients-erase = Endgültig löschen
clients-erase-question = { $title } endgültig löschen?
clients-erase-goes = Das verschwindet
clients-erase-final = Das lässt sich nicht zurücknehmen.
clients-erase-stays = Das bleibt
clients-erase-number = Die Nummer { $number } bleibt vergeben und geht an niemand anderen
clients-erase-that = Dass es eine Karte gab und wann sie gelöscht wurde
clients-erase-new = Kommt die Person wieder, gilt sie als neu.
clients-erase-known-again = Kommt die Person wieder, beginnt ihre Karte von vorn; was von Funktionen bleibt, gilt dann wieder für sie.
clients-erase-type = Zur Bestätigung die Kundennummer { $number } oder den ganzen Namen eingeben
clients-erase-not-confirmed = Das ist weder { $number } noch der Name
clients-erases-clients = Name und Karte
clients-erases-contacts = { $count ->
    [one] Eine Telefonnummer oder E-Mail-Adresse
   *[other] { $count } Telefonnummern und E-Mail-Adressen
  }
clients-erases-notes = { $count ->
    [one] Eine Notiz
   *[other] { $count } Notizen
  }
clients-erases-consents = { $count ->
    [one] Ein Eintrag zur Einwilligung
   *[other] { $count } Einträge zur Einwilligung
  }
clients-erases-import-rows = { $count ->
    [one] Eine Zeile einer eingelesenen Liste
   *[other] { $count } Zeilen eingelesener Listen
  }
clients-erases-outgoing-mails = { $count ->
    [one] Eine E-Mail, die noch nicht gesendet ist
   *[other] { $count } E-Mails, die noch nicht gesendet sind
  }
clients-erases-journal = { $count ->
    [one] Was bei einer Änderung dastand
   *[other] Was bei { $count } Änderungen dastand
  }
clients-erases-other = { $table }: { $count }
clients-erased = Endgültig gelöscht
clients-erased-lead = Die persönlichen Daten dieser Karte sind gelöscht.
clients-erased-goes = Gelöscht
clients-erased-mark = Kennung der Karte
clients-erased-when = Wann
clients-erased-who = Durch
clients-erased-print = Drucken Sie diese Seite, wenn Sie einen Nachweis brauchen. Sie wird nicht noch einmal gezeigt.
clients-salon = Salon

# Sources.
area-sources = Herkunft
sources-title = Wie Kunden uns finden
sources-lead = Eines davon wird auf der Karte gewählt. Was Sie entfernen, bleibt auf den Karten, die es haben.
sources-new = Neuer Eintrag
sources-add = Hinzufügen
sources-empty = Noch nichts. Beginnen Sie mit „Empfehlung“ oder „Instagram“.
sources-rename = Umbenennen
sources-name = Name
sources-remove = Entfernen
sources-removed = „{ $name }“ ist von der Liste.

# What features put on a card.
clients-export = Alle Daten herunterladen
clients-not-available = Gerade nicht verfügbar
