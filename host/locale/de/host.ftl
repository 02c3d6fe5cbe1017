# What went wrong; the attribute says what to do about it.

error-malformed = Das konnte nicht gelesen werden
    .detail = Prüfen Sie die Anfrage und senden Sie sie noch einmal.
error-not_signed_in = Niemand ist angemeldet
    .detail = Melden Sie sich an oder senden Sie ein gültiges Token.
error-forbidden = Das dürfen Sie nicht
    .detail = Dafür braucht es das Recht „{ $permission }“. Wer den Salon besitzt, kann es erteilen.
error-not_found = Das gibt es hier nicht
    .detail = Vielleicht wurde es entfernt, oder die Adresse stimmt nicht.
error-feature_off = Diese Funktion ist ausgeschaltet
    .detail = In den Einstellungen lässt sie sich einschalten.
error-method_not_allowed = Das geht hier nicht
error-conflict = Dem steht etwas entgegen
error-changed_meanwhile = Inzwischen hat das jemand anderes geändert
    .detail = Lesen Sie es neu und wiederholen Sie Ihre Änderung.
error-if_match_required = Die Version fehlt
    .detail = Senden Sie die Version, die Sie ändern, als If-Match.
error-invalid = Etwas stimmt noch nicht
    .detail = Sehen Sie sich die markierten Felder an.
error-not_json = Hier wird JSON erwartet
    .detail = Senden Sie den Inhalt als application/json.
error-unsupported_media_type = Diese Art von Inhalt wird hier nicht angenommen
error-too_large = Das ist zu groß
error-upload_too_large = Das ist zu groß
    .detail = Auf einmal lassen sich höchstens { $limit_mb } MB hochladen. Es wurde nichts behalten.
error-body_too_slow = Der Rest ist nicht angekommen
    .detail = Prüfen Sie die Verbindung und versuchen Sie es noch einmal.
error-too_many_requests = Zu viele Versuche
    .detail = Warten Sie einen Moment und versuchen Sie es noch einmal.
error-refused = Das wurde abgelehnt
error-cross_site = Diese Anfrage kam von einer fremden Seite
    .detail = Öffnen Sie die Seite hier und wiederholen Sie es.
error-idempotency_key_reused = Dieser Idempotency-Key gehört zu einer anderen Anfrage
    .detail = Nehmen Sie einen neuen.
error-idempotency_key_invalid = Das ist kein Idempotency-Key
    .detail = Er hat 1 bis 255 sichtbare ASCII-Zeichen.
error-busy = Gerade ist zu viel los
    .detail = Versuchen Sie es gleich noch einmal.
error-disk_full = Auf der Festplatte ist kein Platz mehr
error-object_gone = Diese Datei ist nicht mehr da
    .detail = Ihr Inhalt fehlt dort, wo Dateien liegen. Sagen Sie denen Bescheid, die Kartoteka für Sie betreiben.
error-stopping = Der Dienst wird gerade beendet
error-not_granted = Diese Funktion bittet um etwas, dem der Salon noch nicht zugestimmt hat
    .detail = Wer Funktionen verwaltet, kann unter Einstellungen, Funktion hinzufügen, zustimmen.
error-mail_limit = Ihr Salon hat heute so viele E-Mails gesendet, wie er darf ({ $most })
    .detail = Morgen geht es weiter.
error-outside_timed_out = Ein Dienst außerhalb hat zu lange gebraucht
    .detail = Versuchen Sie es gleich noch einmal.
error-outside_unreachable = Ein Dienst außerhalb ist nicht erreichbar
    .detail = Versuchen Sie es gleich noch einmal.
error-outside_too_large = Ein Dienst außerhalb hat zu viel geantwortet
error-internal = Bei uns ist etwas schiefgegangen
    .detail = Es ist vermerkt. Versuchen Sie es gleich noch einmal.

# What is wrong with a field, after its name.

field-malformed = ist nicht lesbar: { $reason }
field-required = fehlt
field-too_long = ist zu lang; höchstens { $most }
field-too_many = sind zu viele; höchstens { $most }
field-out_of_range = muss von { $least } bis { $most } sein
field-limit_1_to_200 = muss von 1 bis 200 sein
field-not_a_cursor = ist keine Stelle dieser Liste

# The frame around every page.

frame-skip = Zum Inhalt springen
frame-places = Bereiche
place-settings = Einstellungen
frame-home = Zur Startseite
frame-search = Name, Telefon, Nummer
frame-search-clear = Suche leeren
frame-user-menu = Ihr Konto
frame-account = Konto
frame-salons = Anderer Salon
frame-sign-out = Abmelden
frame-failed = Das hat nicht geklappt. Versuchen Sie es noch einmal.
frame-close = Schließen
frame-keys = Tasten
frame-key-search = Suchen
frame-key-new = Neue Kundin, neuer Kunde
frame-key-edit = Karte ändern
frame-key-list = In der Liste bewegen, öffnen
frame-key-close = Offenes schließen
frame-key-help = Diese Tasten
frame-keys-switch = Einzelne Tasten benutzen
frame-request = Bei Fragen nennen Sie diese Nummer:
frame-back = Zurück
frame-to-start = Zur Startseite

# Words of components.

frame-problems = { $count ->
    [one] Eine Angabe passt noch nicht
   *[other] { $count } Angaben passen noch nicht
  }
frame-undo = Rückgängig
frame-before = vorher
frame-after = jetzt
frame-chart-numbers = Die Zahlen

# The areas of the settings.

area-users = Benutzer
area-roles = Rollen
area-tokens = Zugangsschlüssel
area-changes = Änderungen

# The number on the card of a client.

frame-client-number = Nr. { $number }

# When something was.

frame-today = heute
frame-yesterday = gestern
frame-just-now = gerade eben
frame-minutes-ago = { $minutes ->
    [one] vor einer Minute
   *[other] vor { $minutes } Minuten
  }
