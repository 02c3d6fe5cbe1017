place-call-link = Wer ruft an
area-call-link = Dieser Arbeitsplatz
slot-call-link-calls = Anrufe
call-link-about = Von der Karte aus anrufen, mit dem Telefon jedes Arbeitsplatzes, das Ergebnis festhalten und sehen, wer anruft.

# What a role may be allowed.
permission-call-link-use = Anrufen, Anrufe festhalten und kennzeichnen, wer nicht angerufen wird

# Errors and fields.
error-no_workplace = Das wird an einem Arbeitsplatz gewählt
    .detail = Melden Sie sich mit einem Browser an: Ein Token hat keinen Arbeitsplatz.
field-only_with_template = gehört nur zu einer Adresse der Telefonanlage
field-template_has_spaces = darf keine Leerzeichen enthalten
field-template_needs_number = muss { "{number}" } genau einmal enthalten
field-template_scheme = muss mit tel:, sip:, sips:, callto:, http: oder https: beginnen
field-template_no_page = ist keine Webadresse; sie sieht etwa so aus: https://pbx.example/call?to={ "{number}" }
field-template_no_address = ist keine Adresse; schreiben Sie Zeichen, die in Adressen nicht vorkommen, in der Form %20
field-no_phone = ist keine Telefonnummer, die man anrufen kann

# A phone number that calls.
call-link-call = Anrufen:

# How a workplace calls.
call-link-workplace = So ruft dieser Arbeitsplatz an
call-link-workplace-lead = Das gilt für diesen Browser, solange Sie angemeldet sind. Bis Sie wählen, ruft er an, wie es der Salon eingestellt hat.
call-link-saved = Für diesen Arbeitsplatz gespeichert.
call-link-field-kind = Eine Telefonnummer öffnet
call-link-kind-tel = Das Telefon
call-link-kind-tel-hint = Beginnt mit tel: und passt für Handy, Tablet und die meisten Programme.
call-link-kind-sip = Ein Telefonprogramm
call-link-kind-sip-hint = Beginnt mit sip: für Programme, die selbst ein Telefon sind.
call-link-kind-callto = Ein älteres Programm
call-link-kind-callto-hint = Beginnt mit callto: wie es manche Programme noch erwarten.
call-link-kind-template = Eine Adresse der Telefonanlage
call-link-kind-template-hint = Ihre Telefonanlage wählt, sobald diese Adresse geöffnet wird.
call-link-field-template = Adresse der Telefonanlage
call-link-template-hint = Schreiben Sie { $mark } dorthin, wo die Nummer stehen soll.
call-link-field-number-form = So wird die Nummer geschrieben
call-link-number-plus-hint = Mit Plus: die übliche Form.
call-link-number-zeros-hint = Mit zwei Nullen, wie man sie wählt.
call-link-number-bare-hint = Ohne beides.
call-link-preview = Vorschau
call-link-preview-of = Aus { $number } wird:
call-link-try = Ausprobieren
call-link-field-own = Eine eigene Nummer
call-link-own-hint = Zum Beispiel Ihr Handy: Dann hat die Vorschau einen Knopf, der es anruft.
call-link-save = Speichern
call-link-cancel = Abbrechen
call-link-optional = freiwillig

# The calls.
call-link-no-calls = Noch keine Anrufe
call-link-note-call = Anruf festhalten
call-link-field-outcome = Ergebnis
call-link-field-direction = Wer hat angerufen
call-link-field-phone = Telefon
call-link-field-note = Notiz
call-link-field-client-id = Karte
call-link-outcome-reached = Erreicht
call-link-outcome-not-reached = Nicht erreicht
call-link-outcome-voicemail = Mailbox
call-link-outcome-call-back = Rückruf
call-link-outcome-wrong-number = Falsche Nummer
call-link-direction-out = Von uns
call-link-direction-in = An uns
call-link-remove = Rückgängig

# Who is not called.
call-link-do-not-call = Nicht anrufen
call-link-do-not-call-lead = { $who } möchte nicht angerufen werden. Auf der Karte und in der Liste ist das für alle zu sehen.
call-link-field-reason = Grund
call-link-reason-hint = Nur für den Salon. Die Person darf ihn aber sehen, wenn sie danach fragt (DSGVO Art. 15).
call-link-since = seit { $day }
call-link-since-by = seit { $day }, von { $who }
call-link-permit = Darf wieder angerufen werden
call-link-change-reason = Grund ändern

# Who rings.
call-link-ringing = Wer ruft an
call-link-ringing-lead = Lassen Sie Ihre Telefonanlage bei einem Anruf diese Adresse öffnen, mit der Nummer am Ende:
call-link-field-number = Telefonnummer
call-link-look-up = Nachsehen
call-link-stranger = Diese Nummer steht auf keiner Karte
call-link-stranger-hint = Jemand Neues, oder jemand mit neuer Nummer.
call-link-new-card = Neue Karte
call-link-open-card = Karte öffnen
call-link-note-this = Diesen Anruf festhalten
call-link-withheld = Die Nummer ist unterdrückt
call-link-withheld-hint = Fragen Sie nach dem Namen und suchen Sie die Karte.
call-link-find-card = Karte suchen
call-link-booking = Vor einer Buchung
call-link-booking-warn = Über diesen Anruf ist etwas zu wissen.
call-link-booking-refuse = Buchen ist nicht möglich.
call-link-booking-shadow = Buchen ist nicht möglich, und das wird nicht gesagt.
call-link-booking-unknown = Ob gebucht werden darf, lässt sich gerade nicht sagen.
call-link-known = Ist es jemand, den Sie kennen?
call-link-field-who = Name oder Kundennummer
call-link-find = Suchen
call-link-proposed-hint = Wählen Sie eine Karte: Die Nummer kommt darauf.
call-link-not-searched = Karten lassen sich gerade nicht suchen. Versuchen Sie es mit der Suche oben.
call-link-nobody-found = Keine Karte gefunden.
call-link-copied = Kopiert
call-link-copy-address = Adresse kopieren
call-link-ringing-program = Programme fragen stattdessen die API.
call-link-ringing-document = So geht es
call-link-archived = Im Archiv

# What it keeps, and what an erasure does to it.
call-link-table-calls = Festgehaltene Anrufe
call-link-table-do-not-call = Wer nicht angerufen wird
call-link-erases-calls = { $count ->
    [one] Ein festgehaltener Anruf
   *[other] { $count } festgehaltene Anrufe
  }
call-link-erases-do-not-call = Dass die Person nicht angerufen werden möchte

# On the card, among what happened.
event-call-link-call-noted = { $who } hat einen Anruf festgehalten
event-call-link-call-removed = { $who } hat einen festgehaltenen Anruf entfernt
event-call-link-do-not-call-set = { $who } hat vermerkt: nicht anrufen
event-call-link-do-not-call-lifted = { $who } hat vermerkt: darf wieder angerufen werden

# What a salon sets.
setting-call-link-kind = Eine Telefonnummer öffnet
    .hint = Für Arbeitsplätze, die selbst nichts gewählt haben.
setting-call-link-kind-tel = Das Telefon
setting-call-link-kind-sip = Ein Telefonprogramm (sip:)
setting-call-link-kind-callto = Ein älteres Programm (callto:)
setting-call-link-kind-template = Eine Adresse der Telefonanlage
setting-call-link-template = Adresse der Telefonanlage
    .hint = Nur bei „Eine Adresse der Telefonanlage“. Schreiben Sie { "{number}" } dorthin, wo die Nummer stehen soll.
setting-call-link-number = So wird die Nummer geschrieben
setting-call-link-number-plus = Mit Plus
setting-call-link-number-zeros = Mit zwei Nullen
setting-call-link-number-bare = Ohne beides
