# Pages, mails and errors of sign-in, accounts, users, roles and tokens.

## Frames and words used everywhere

region-language = Sprache
region-back = Zurück
region-save = Speichern
region-remove = Entfernen
region-actions = Aktionen
region-copy = Kopieren
region-copied = Kopiert
region-last-used = Zuletzt benutzt
region-good-until = Gültig bis

## Fields

region-field-email = E-Mail
region-field-password = Passwort
region-field-name = Name
region-field-code = Code
region-field-current = Bisheriges Passwort
region-field-proof = Ihr Passwort
region-field-locale = Sprache
region-field-role = Rolle
region-field-salon-name = Name des Salons
region-field-salon-slug = Kurzname für Adressen
    .hint = Kleine Buchstaben, Ziffern und Bindestriche, zum Beispiel haar-und-mehr. Er lässt sich später nicht ändern.
region-field-salon-country = Land
region-field-owner-name = Ihr Name
region-field-owner-email = Ihre E-Mail
region-field-owner-password = Ihr Passwort
region-new-password-hint = Mindestens zehn Zeichen. Ein paar Wörter merken sich leicht und lassen sich schwer erraten.

## Signing in

region-sign-in = Anmelden
region-sign-out = Abmelden
region-forgotten = Passwort vergessen?
region-back-to-sign-in = Zurück zur Anmeldung
region-code-title = Noch ein Schritt
region-code-lead = Geben Sie den Code aus Ihrer Authenticator-App ein oder einen Ihrer Notfallcodes.
region-start-again = Von vorn beginnen
region-recovery-lead = Wir schicken Ihnen einen Link, mit dem Sie ein neues Passwort setzen.
region-recovery-go = Link senden
region-recovery-sent = Sehen Sie in Ihr Postfach
region-recovery-sent-lead = Wenn sich jemand mit dieser Adresse anmeldet, ist ein Link unterwegs. Er gilt eine Stunde.
region-new-password = Neues Passwort

## First start

region-start = Ihr erster Salon
region-start-lead = Das Programm hat beim Start einen Code ausgegeben. Er zeigt, dass dieser Platz Ihnen gehört.
region-start-salon = Der Salon
region-start-owner = Sie
region-start-go = Beginnen
region-country-DE = Deutschland
region-country-NL = Niederlande
region-country-PL = Polen
region-country-IT = Italien
region-country-AT = Österreich
region-country-BE = Belgien
region-country-CH = Schweiz
region-country-GB = Vereinigtes Königreich
region-country-IE = Irland
region-country-LI = Liechtenstein
region-country-LU = Luxemburg
region-country-SM = San Marino

## Invitations

region-invitation = Willkommen bei { $salon }
region-invitation-new = Sie melden sich mit { $email } an. Nennen Sie Ihren Namen und wählen Sie ein Passwort.
region-invitation-known = Sie melden sich wie immer mit { $email } an. Der Salon kommt zu Ihren hinzu.
region-invitation-go = Annehmen

## The own account

region-account = Ihr Konto
region-about-you = Über Sie
region-password = Passwort
region-change-password = Passwort ändern
region-second-factor = Zweiter Faktor
region-second-factor-short = Zweiter Faktor
region-second-factor-on = Einschalten
region-second-factor-off = Ausschalten
region-second-factor-is-on = Sie melden sich mit einem Code vom Telefon an.
region-second-factor-why = Zum Passwort ein Code vom Telefon: Wer Ihr Passwort erfährt, kommt trotzdem nicht hinein.
region-papers-left = { $count ->
    [one] Ein Notfallcode ist übrig.
   *[other] { $count } Notfallcodes sind übrig.
}
region-enrol-scan = Scannen Sie dieses Bild mit einer Authenticator-App und geben Sie dann den Code ein, den sie zeigt.
region-enrol-picture = Bild zum Scannen mit einer Authenticator-App
region-enrol-type = Oder tippen Sie dies in die App:
region-papers = Ihre Notfallcodes
region-papers-why = Für den Fall, dass das Telefon weg ist. Schreiben Sie sie jetzt auf: Sie werden nicht wieder gezeigt. Jeder gilt einmal.
region-papers-kept = Ich habe sie aufgeschrieben
region-sessions = Wo Sie angemeldet sind
region-device = Gerät
region-device-unknown = Unbekanntes Gerät
region-this-device = Dieses Gerät
region-end-session = Dort abmelden
region-end-others = Überall sonst abmelden
region-salons = Welcher Salon?
region-no-salon = Sie gehören zu keinem Salon
region-no-salon-why = Bitten Sie die Inhaberin oder den Inhaber Ihres Salons um eine Einladung.

## Users and roles of a salon

region-users = Benutzer
region-invite = Jemanden einladen
region-invite-go = Einladung senden
region-invitations = Offene Einladungen
region-withdraw = Zurücknehmen
region-role-of = Rolle von { $name }
region-role-owner = Inhaber
region-role-manager = Leitung
region-role-staff = Team
region-roles = Rollen
region-roles-lead = Was Leitung und Team dürfen. Inhaber dürfen alles.
permission-users-manage = Benutzer und Rollen verwalten
permission-tokens-manage = Zugangsschlüssel für Programme verwalten
permission-features-manage = Funktionen ein- und ausschalten

## Changes of access

region-undo = Rückgängig
region-disable = Sperren
region-enable = Entsperren
region-disabled = Gesperrt
region-somebody = jemand
region-changes = Änderungen
region-all-changes = Alle Änderungen
region-older-changes = Ältere Änderungen
region-changes-lead = Wer was an Benutzern, Rollen, Zugangsschlüsseln und Anmeldewegen geändert hat. Hier lässt sich nichts ändern oder entfernen.
region-when = Wann
region-who = Wer
region-what = Was
region-change-salon-created = Der Salon wurde angelegt
region-change-user-joined = { $about } kam dazu: { $role }
region-change-user-role-changed = { $about } hat jetzt die Rolle { $role }
region-change-user-removed = { $about } wurde entfernt
region-change-user-restored = Das Entfernen von { $about } wurde rückgängig gemacht
region-change-user-disabled = { $about } wurde gesperrt
region-change-user-enabled = { $about } wurde entsperrt
region-change-role-changed = Was die Rolle { $about } darf, wurde geändert
region-change-feature-switched-on = { $about } wurde eingeschaltet
region-change-feature-switched-off = { $about } wurde ausgeschaltet
region-change-feature-granted = { $about } hat bekommen, worum es gebeten hat
region-change-feature-data-removed = { $about }: Die Daten wurden entfernt
region-change-token-made = Der Zugangsschlüssel { $about } wurde angelegt
region-change-token-revoked = Der Zugangsschlüssel { $about } wurde beendet
region-change-invitation-sent = Eine Einladung wurde verschickt: { $role }
region-change-invitation-withdrawn = Eine Einladung wurde zurückgenommen
region-change-password-changed = { $about } hat ein neues Passwort
region-change-second-factor-switched-on = { $about } hat den zweiten Faktor eingeschaltet
region-change-second-factor-switched-off = Der zweite Faktor von { $about } wurde ausgeschaltet
region-change-sign-in-failed = Mehrere falsche Passwörter oder Codes hintereinander für { $about }

## Tokens of a salon

region-tokens = Zugangsschlüssel
region-tokens-lead = Mit einem Zugangsschlüssel arbeitet ein Programm mit diesem Salon. Er kann höchstens, was darf, wer ihn gemacht hat.
region-tokens-document = Lesen und ausprobieren, was Programme in diesem Salon können
region-no-tokens = Noch arbeitet kein Programm mit diesem Salon.
region-new-token = Neuer Zugangsschlüssel
region-token-name = Wofür
    .hint = Damit Sie ihn wiedererkennen, zum Beispiel: Website, Buchhaltung.
region-token-may = Was er darf
region-token-all = Alles, was darf, wer ihn gemacht hat
region-token-by = Gemacht von
region-token-operator = Betreiber
region-token-never = Nie
region-token-validity = Gültig für
region-token-for-good = Unbegrenzt
region-token-days = { $days } Tage
region-token-made = Der neue Zugangsschlüssel
region-token-once = Kopieren Sie ihn jetzt: Er wird nicht wieder gezeigt.
region-revoke = Beenden

## What was done

region-done-signed-out = Sie sind abgemeldet.
region-done-started = Der Salon ist bereit. Melden Sie sich an.
region-done-joined = Sie gehören dazu. Melden Sie sich an.
region-done-password = Das Passwort ist geändert.
region-done-saved = Gespeichert.
region-done-session-ended = Dort abgemeldet.
region-done-sessions-ended = Überall sonst abgemeldet.
region-done-second-factor-off = Der zweite Faktor ist aus.
region-done-invited = Die Einladung ist unterwegs.
region-done-withdrawn = Die Einladung ist zurückgenommen.
region-done-role-changed = Die Rolle ist geändert.
region-done-removed = Aus dem Salon entfernt.
region-done-restored = Das Entfernen ist rückgängig gemacht.
region-done-disabled = Gesperrt. Der Salon lässt sich damit vorerst nicht öffnen.
region-done-enabled = Entsperrt.
region-done-revoked = Der Zugangsschlüssel ist beendet.

## What stands against it

error-sign_in_failed = E-Mail und Passwort gehören nicht zusammen.
error-sign_in_expired = Das hat zu lange gedauert. Melden Sie sich noch einmal an.
error-code_wrong = Der Code ist falsch oder schon benutzt.
    .detail = Warten Sie auf den nächsten Code in der App.
error-slow_down = Zu viele Versuche.
    .detail = { $seconds ->
            [one] Versuchen Sie es in einer Sekunde noch einmal.
           *[other] Versuchen Sie es in { $seconds } Sekunden noch einmal.
        }
error-slug_taken = Ein anderer Salon hat diesen Kurznamen.
error-email_taken = Mit dieser Adresse meldet sich schon jemand an.
error-second_factor_on = Der zweite Faktor ist schon an.
error-recovery_spent = Dieser Link ist benutzt oder zu alt.
    .detail = Fordern Sie bei der Anmeldung einen neuen an.
error-invitation_spent = Diese Einladung ist benutzt, zurückgenommen oder zu alt.
    .detail = Bitten Sie den Salon um eine neue.
error-last_owner = Ein Salon braucht einen Inhaber.
    .detail = Machen Sie zuerst jemand anderen zum Inhaber.
error-last_owner_of = { $salon } hätte keinen Inhaber mehr.
    .detail = Machen Sie dort zuerst jemand anderen zum Inhaber.
error-disabled_by_operator = Der Betreiber hat diese Person für alle Salons gesperrt.
error-owners_may_all = Inhaber dürfen alles; das lässt sich nicht ändern.
error-already_member = Diese Person gehört schon zum Salon.
error-mail_not_set_up = Von hier kann keine Mail verschickt werden.
    .detail = Der Betreiber hat keinen Mailserver eingestellt.
field-slug_malformed = Kleine Buchstaben, Ziffern und einzelne Bindestriche, ein Buchstabe am Anfang, höchstens 40.
field-slug_reserved = Dieses Wort wird für andere Adressen gebraucht.
field-slug_taken = Ein anderer Salon hat diesen Kurznamen.
field-email_malformed = Das ist keine E-Mail-Adresse.
field-email_taken = Mit dieser Adresse meldet sich schon jemand an.
field-name_malformed = Ein Name hat höchstens 100 Zeichen, und nur sichtbare.
field-password_short = Mindestens { $least } Zeichen.
field-password_long = Höchstens { $most } Zeichen.
field-password_common = Dieses Passwort wird zuerst erraten. Wählen Sie ein anderes.
field-password_wrong = Das Passwort ist falsch.
field-setup_code_wrong = Das ist nicht der Code, den das Programm ausgegeben hat.
field-code_wrong = Der Code ist falsch oder schon benutzt.
field-already_member = Diese Person gehört schon zum Salon.
field-unknown_permission = Diese Berechtigung gibt es nicht.
field-not_yours = Das dürfen Sie selbst nicht, also können Sie es nicht weitergeben.
field-in_the_past = Der Zeitpunkt muss in der Zukunft liegen.
field-unknown_country = Zwei Buchstaben eines Landes, zum Beispiel DE.
field-unknown_locale = Eine von en, de, nl, pl, it.
field-unknown_time_zone = Eine Zeitzone, zum Beispiel Europe/Berlin.

## Mails

mail-recovery-subject = Ein neues Passwort für Kartoteka
mail-recovery-body =
    Guten Tag { $name },

    mit diesem Link setzen Sie ein neues Passwort. Er gilt eine Stunde und einmal:

    { $link }

    Wenn Sie das nicht wollten, brauchen Sie nichts zu tun: Es hat sich nichts geändert.
mail-invitation-subject = { $salon } lädt Sie ein
mail-invitation-body =
    Guten Tag,

    { $salon } führt seine Kundenkartei mit Kartoteka und lädt Sie zur Mitarbeit ein. Folgen Sie diesem Link innerhalb von sieben Tagen:

    { $link }

    Wenn Sie den Salon nicht kennen, brauchen Sie nichts zu tun.

## Features of a salon

area-features = Funktionen
region-features = Funktion hinzufügen
region-features-lead = Schalten Sie ein, was Ihr Salon braucht. Andere Salons merken davon nichts. Was eine Funktion gespeichert hat, bleibt beim Ausschalten erhalten und ist beim Einschalten wieder da.
region-no-features = In dieser Region gibt es nichts einzuschalten.
region-feature-on = ein
region-feature-is-on = „{ $feature }“ ist eingeschaltet.
region-feature-is-off = „{ $feature }“ ist ausgeschaltet. Was gespeichert wurde, bleibt erhalten.
region-feature-open = Öffnen
region-feature-more = Was sie bringt und lesen darf
region-feature-appears = Erscheint
region-feature-reads = Darf lesen
region-feature-hears = Erfährt von
region-feature-mail = Schreibt E-Mails
region-feature-hosts = Sendet an
region-feature-api = Tut in Ihrem Namen
region-feature-asks = Diese Funktion bittet um mehr, als Sie erlaubt haben
region-feature-asks-until = Bis Sie zustimmen, arbeitet sie ohne.
region-feature-agree = Zustimmen
region-feature-asks-reads = Sie möchte lesen: { $what }
region-feature-asks-listens = Sie möchte erfahren von: { $what }
region-feature-asks-mail = Sie möchte E-Mails schreiben: { $about }
region-feature-asks-hosts = Sie möchte an { $host } senden: { $about }
region-feature-asks-api = Sie möchte im Namen derer, die sie benutzen: { $what }
region-feature-permissions = Bringt die Rechte
region-feature-requires = Braucht
region-feature-works-with = Kann mehr zusammen mit
region-feature-switch-on = Einschalten
region-feature-switch-off = Ausschalten
region-feature-all-on = Alle einschalten
region-feature-all-off = Alle ausschalten
region-place-rail = In der Leiste am Rand
region-place-settings = In den Einstellungen
region-place-client-section = Als Abschnitt der Karte
region-place-client-actions = Als Aktion auf der Karte
region-place-client-marks = Als Kennzeichen auf der Karte und in der Liste
region-place-phone-link = Was bei einer Telefonnummer geschieht
region-feature-data = Daten von „{ $feature }“
region-feature-data-lead = Was diese Funktion in diesem Salon gespeichert hat. Nehmen Sie es als Datei mit, oder entfernen Sie es.
region-feature-export = Alles herunterladen
region-feature-remove = Endgültig entfernen
region-feature-remove-off-first = Schalten Sie die Funktion zuerst aus. Vorher lässt sich nichts entfernen.
region-feature-remove-warning = All das geht verloren, auch aus den Aufzeichnungen über Änderungen, und lässt sich nicht zurückholen. Laden Sie es vorher herunter, falls Sie es noch brauchen könnten.
region-feature-remove-type = Zur Bestätigung „{ $feature }“ eingeben
region-feature-remove-go = Entfernen
region-feature-not-confirmed = Das ist nicht „{ $feature }“
region-receipt = Beleg
region-feature-removed = Entfernt
region-feature-removed-lead = Von dem, was „{ $feature }“ gespeichert hatte, ist in diesem Salon nichts mehr da. Drucken Sie diese Seite, wenn Sie einen Nachweis brauchen.
region-feature-data-link = Daten
region-feature-unavailable = Ihre Tabellen ließen sich nicht auf den neuen Stand bringen, deshalb ist sie nicht verfügbar. Was sie aufbewahrt, ist unberührt; der Betreiber weiß Bescheid.
region-feature-rests = Sie ist mehrmals fehlgeschlagen und wird wieder versucht: { $until }.
region-feature-missed = { $count ->
    [one] Ein Ereignis konnte ihr nicht mitgeteilt werden und wurde beiseitegelegt.
   *[other] { $count } Ereignisse konnten ihr nicht mitgeteilt werden und wurden beiseitegelegt.
  }
error-feature_on = Schalten Sie „{ $feature }“ zuerst aus
region-cancel = Abbrechen
error-requirements_off = { $feature } braucht { $others }
    .detail = Schalten Sie das zuerst ein, oder alles zusammen.
error-removal_under_way = Was „{ $feature }“ aufbewahrt hat, wird noch entfernt
    .detail = Versuchen Sie es gleich noch einmal.
error-required_by_others = { $others } kann nicht ohne { $feature }
    .detail = Schalten Sie das zuerst aus, oder alles zusammen. Was gespeichert wurde, bleibt erhalten.
error-feature_failed = „{ $feature }“ kann gerade nicht antworten
    .detail = Es wurde nichts geändert. Versuchen Sie es gleich noch einmal, oder schalten Sie die Funktion aus.
error-feature_too_slow = „{ $feature }“ hat zu lange gebraucht
    .detail = Vielleicht ist nicht geschehen, was es tun sollte. Sehen Sie nach, bevor Sie es noch einmal versuchen.
error-feature_unavailable = „{ $feature }“ ist zurzeit nicht verfügbar
    .detail = Die Tabellen ließen sich nicht auf den neuen Stand bringen. Was darin steht, ist unberührt; der Betreiber weiß Bescheid.
error-feature_resting = Diese Funktion ist gerade nicht verfügbar
    .detail = Sie ist mehrmals fehlgeschlagen und wird bald wieder versucht.
