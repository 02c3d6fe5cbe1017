place-blacklist = Sperrliste
slot-blacklist-block = Sperrliste
blacklist-about = Wer Sie im Stich gelassen hat, kann nicht mehr buchen, auch nicht mit einer neuen Karte.

# What a role may be allowed.
permission-blacklist-read = Sehen, wer gesperrt ist und warum
permission-blacklist-write = Sperren und Sperren aufheben

# What a refused client is told, in the salon's language.
blacklist-default-refusal = Dieser Termin lässt sich nicht online buchen. Bitte rufen Sie im Salon an.

# What staff are told at a booking; the reason follows.
blacklist-staff-blocked-online = Für Online-Buchungen gesperrt seit { $day }
blacklist-staff-blocked = Gesperrt seit { $day }
blacklist-staff-warned = Warnhinweis seit { $day }
blacklist-staff-limited = { $most ->
    [one] Höchstens eine offene Buchung, seit { $day }
   *[other] Höchstens { $most } offene Buchungen, seit { $day }
  }

# Errors and fields.
error-already_blocked = Hier gilt schon eine Sperre
    .detail = Ändern Sie die Sperre, die es gibt.
error-block_lifted = Diese Sperre ist aufgehoben
    .detail = Setzen Sie sie wieder in Kraft, bevor Sie sie ändern.
field-already_blocked = ist schon gesperrt
field-documents_need_client = gehören zur Karte einer Kundin
field-documents_not_here = sind nicht zu haben: Dokumente sind hier ausgeschaltet, oder Sie dürfen sie nicht sehen
field-no_such_document = liegen nicht auf dieser Karte
field-only_with_limit = gehört nur zu einer Begrenzung
field-day_over = ist vorbei; wählen Sie heute oder später
field-day_too_far = liegt zu weit in der Zukunft
field-day_unreadable = ist kein Datum

# The list.
blacklist-states = Welche Sperren
blacklist-find = Name, Telefon oder E-Mail
blacklist-do-find = Suchen
blacklist-not-found = Nichts gefunden zu „{ $q }“
blacklist-not-found-hint = Versuchen Sie es mit weniger Buchstaben, oder sehen Sie unter einem anderen Reiter nach.
blacklist-state-active = Gesperrt
blacklist-state-due = Zu prüfen
blacklist-state-lifted = Aufgehoben
blacklist-who = Wer
blacklist-effect = Wirkung
blacklist-since = Seit
blacklist-until = Bis
blacklist-review = Prüfen
blacklist-lifted = Aufgehoben
blacklist-over = abgelaufen
blacklist-for-good = auf Weiteres
blacklist-no-review = kein Datum
blacklist-erased-person = Gelöschte Person
blacklist-fingerprints = { $count ->
    [0] nichts ist von ihr aufbewahrt
    [one] erkennbar an einem Fingerabdruck
   *[other] erkennbar an { $count } Fingerabdrücken
  }
blacklist-more = Weitere laden
blacklist-edit = Ändern
blacklist-lift = Aufheben
blacklist-lift-of = Sperre von { $who } aufheben
blacklist-reviewed = Geprüft, wieder am { $day }
blacklist-again = Wieder sperren
blacklist-lifted-now = Die Sperre von { $who } ist aufgehoben.
blacklist-empty = Niemand ist gesperrt
blacklist-empty-hint = Hier steht, wer nicht buchen darf. Sperren Sie auf der Kundenkarte, oder eine Telefonnummer oder E-Mail-Adresse, zu der es keine Karte gibt.
blacklist-empty-due = Nichts zu prüfen
blacklist-empty-due-hint = Hier stehen Sperren, sobald der Tag gekommen ist, an dem Sie noch einmal darauf sehen wollten.
blacklist-empty-lifted = Noch nichts aufgehoben
blacklist-empty-lifted-hint = Sperren, die Sie aufheben oder die ablaufen, bleiben hier stehen.

# What a block does, in a word.
blacklist-effect-refuse = Buchungen werden abgelehnt
blacklist-effect-shadow = Buchungen nur zum Schein
blacklist-effect-warn = Warnhinweis
blacklist-effect-limit = Höchstens { $most } offen
blacklist-mark-blocked = Gesperrt
blacklist-mark-limited = Begrenzt
blacklist-mark-warning = Warnhinweis

# The form.
blacklist-title-wrong = Fehler: { $title }
blacklist-new-contact = Telefon oder E-Mail sperren
blacklist-new-client = Für Buchungen sperren
blacklist-change = Sperre ändern
blacklist-group-who = Wer
blacklist-group-why = Warum und wie lange
blacklist-contact-hint = Eines von beiden genügt. Gesperrt ist jede Person, die es hat, mit oder ohne Karte.
blacklist-follows = Die Sperre geht mit, auch auf eine andere Karte:
blacklist-follows-nothing = Es gibt keine Telefonnummer und keine E-Mail-Adresse, mit der die Sperre mitgehen könnte.
blacklist-follows-hidden = { $count ->
    [one] Ein Kontakt, der nur noch als Fingerabdruck aufbewahrt ist
   *[other] { $count } Kontakte, die nur noch als Fingerabdruck aufbewahrt sind
  }
blacklist-also-on = { $cards ->
    [one] { $contact } (steht auch auf einer anderen Karte, die damit gesperrt ist)
   *[other] { $contact } (steht auch auf { $cards } anderen Karten, die damit gesperrt sind)
  }
blacklist-set = Gesetzt: { $set }
blacklist-set-by = { $day }, von { $who }
blacklist-optional = freiwillig
blacklist-field-who = Karte
blacklist-field-phone = Telefon
blacklist-field-email = E-Mail
blacklist-field-contacts = Telefon und E-Mail
blacklist-field-effect = Was bei einer Buchung geschieht
blacklist-field-most-open = Offene Buchungen
blacklist-field-text = Ihre Worte bei der Ablehnung
blacklist-field-scope = Gilt für
blacklist-field-reason = Grund
blacklist-field-documents = Belege
blacklist-documents-hint = Dokumente auf der Karte, die zeigen, was vorgefallen ist.
blacklist-no-documents = Auf dieser Karte liegen keine Dokumente.
blacklist-documents-card = Eines hinzufügen
blacklist-documents-again = Dokumente neu laden
blacklist-field-ends-on = Endet nach dem
blacklist-field-review-on = Prüfen am
blacklist-choose-refuse = Ablehnen
blacklist-choose-refuse-hint = Beim Buchen stehen Ihre Worte da.
blacklist-choose-shadow = Zum Schein buchen
blacklist-choose-shadow-hint = Es sieht gebucht aus, ist es aber nicht. Ihr Kalender bekommt den Hinweis mit Ihrem Grund.
blacklist-choose-warn = Uns warnen
blacklist-choose-warn-hint = Die Buchung kommt zustande. Ihr Kalender bekommt den Hinweis mit Ihrem Grund.
blacklist-choose-limit = Begrenzen
blacklist-choose-limit-hint = Nur so viele Buchungen dürfen gleichzeitig offen sein.
blacklist-most-open-hint = Nur für „Begrenzen“: 0 bis 20. Bei 0 lässt sich nichts buchen.
blacklist-text-hint = Bleibt es leer, steht da: „{ $text }“
blacklist-scope-online = Online-Buchungen
blacklist-scope-online-hint = Am Empfang werden Sie gewarnt und können buchen.
blacklist-scope-everywhere = Alle Buchungen
blacklist-scope-everywhere-hint = Auch am Empfang.
blacklist-reason-hint = Nur für den Salon. Die gesperrte Person darf ihn aber sehen, wenn sie danach fragt (DSGVO Art. 15): Schreiben Sie, was Sie zeigen könnten.
blacklist-ends-on-hint = Der letzte Tag, an dem sie gilt. Leer: bis Sie sie aufheben.
blacklist-review-on-hint = Der Tag, an dem Sie noch einmal darauf sehen wollen.
blacklist-block = Sperren
blacklist-save = Speichern
blacklist-cancel = Abbrechen
blacklist-lifted-since = Diese Sperre wurde aufgehoben: { $day }.
blacklist-overtaken = Jemand hat diese Sperre inzwischen geändert. Ihre Eingabe steht hier; wenn Sie speichern, gilt sie.
blacklist-overtaken-show = Die andere ansehen
blacklist-show-existing = Die Sperre ansehen, die gilt

# On the card.
blacklist-do-block = Für Buchungen sperren
blacklist-do-change = Sperre ändern
blacklist-because-own = Diese Karte ist gesperrt.
blacklist-because-own-warn = Zu dieser Karte gibt es einen Warnhinweis.
blacklist-because-own-limit = Für diese Karte sind offene Buchungen begrenzt.
blacklist-because-shared = { $contact } steht auch auf der Karte von { $other }. Was dort gilt, gilt auch hier.
blacklist-because-contact = Das gilt für { $contact }.
blacklist-no-reason = nicht angegeben
blacklist-just-lifted = Die Sperre wurde gerade aufgehoben.

# What it keeps, and what an erasure does to it.
blacklist-table-blocks = Sperren
blacklist-table-contacts = Kontakte, denen Sperren folgen
blacklist-table-proofs = Belege zu Sperren
blacklist-erases-blocks = { $count ->
    [one] Wen die Sperre traf, warum, und ihr Wortlaut
   *[other] Wen { $count } Sperren trafen, warum, und ihr Wortlaut
  }
blacklist-keeps-blocks = Dass jemand gesperrt war, von wann bis wann und wie, ohne zu sagen, wer
blacklist-erases-contacts = { $count ->
    [one] Eine Telefonnummer oder E-Mail-Adresse an einer Sperre
   *[other] { $count } Telefonnummern und E-Mail-Adressen an Sperren
  }
blacklist-erases-proofs = { $count ->
    [one] Welches Dokument eine Sperre belegt
   *[other] Welche { $count } Dokumente Sperren belegen
  }
blacklist-kept-contacts = { $count ->
    [one] Ein Fingerabdruck einer gesperrten Telefonnummer oder E-Mail-Adresse, der niemanden nennt: Der Salon darf sich davor schützen, umgangen zu werden
   *[other] { $count } Fingerabdrücke gesperrter Telefonnummern und E-Mail-Adressen, die niemanden nennen: Der Salon darf sich davor schützen, umgangen zu werden
  }

# On the card, among what happened.
event-blacklist-block-set = { $who } hat für Buchungen gesperrt
event-blacklist-block-changed = { $who } hat die Sperre geändert
event-blacklist-block-lifted = { $who } hat die Sperre aufgehoben
event-blacklist-block-restored = { $who } hat wieder gesperrt

# Was der Salon einstellt.
setting-blacklist-refusal = Worte bei einer Ablehnung
    .hint = Was da steht, wenn eine Sperre keine eigenen Worte hat. Bleibt es leer, bittet ein Satz in der Sprache des Salons um einen Anruf.
setting-blacklist-default-effect = Eine neue Sperre schlägt vor
    .hint = Lässt sich bei jeder Sperre anders wählen.
setting-blacklist-default-effect-refuse = Ablehnen
setting-blacklist-default-effect-shadow = Zum Schein buchen
setting-blacklist-default-effect-warn = Uns warnen
setting-blacklist-default-effect-limit = Begrenzen
setting-blacklist-default-scope = Eine neue Sperre gilt für
setting-blacklist-default-scope-online = Online-Buchungen
setting-blacklist-default-scope-everywhere = Alle Buchungen
setting-blacklist-review-after-days = Tage bis zur Prüfung
    .hint = Nach so vielen Tagen steht eine neue Sperre zur Prüfung an. 0: nie.
