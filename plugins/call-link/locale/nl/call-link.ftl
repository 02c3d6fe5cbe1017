place-call-link = Wie belt er
area-call-link = Deze werkplek
slot-call-link-calls = Gesprekken
call-link-about = Bel vanaf de kaart met de telefoon van elke werkplek, noteer wat het opleverde en zie wie er belt.

# What a role may be allowed.
permission-call-link-use = Bellen, gesprekken noteren en aangeven wie niet gebeld wordt

# Errors and fields.
error-no_workplace = Dit wordt op een werkplek gekozen
    .detail = Meld je aan met een browser: een token heeft geen werkplek.
field-only_with_template = hoort alleen bij een adres van de telefooncentrale
field-template_has_spaces = mag geen spaties bevatten
field-template_needs_number = moet precies één keer { "{number}" } bevatten
field-template_scheme = moet beginnen met tel:, sip:, sips:, callto:, http: of https:
field-template_no_page = is geen webadres; het ziet er zo uit: https://pbx.example/call?to={ "{number}" }
field-template_no_address = is geen adres; schrijf tekens die niet in adressen voorkomen als %20 en dergelijke
field-no_phone = is geen telefoonnummer dat gebeld kan worden

# A phone number that calls.
call-link-call = Bellen:

# How a workplace calls.
call-link-workplace = Zo belt deze werkplek
call-link-workplace-lead = Dit geldt voor deze browser zolang je bent aangemeld. Tot je kiest, belt hij zoals de salon heeft ingesteld.
call-link-saved = Opgeslagen voor deze werkplek.
call-link-field-kind = Een telefoonnummer opent
call-link-kind-tel = De telefoon
call-link-kind-tel-hint = Begint met tel: en past bij een mobiel, een tablet en de meeste programma’s.
call-link-kind-sip = Een telefoonprogramma
call-link-kind-sip-hint = Begint met sip: voor programma’s die zelf een telefoon zijn.
call-link-kind-callto = Een ouder programma
call-link-kind-callto-hint = Begint met callto: zoals sommige programma’s nog verwachten.
call-link-kind-template = Een adres van de telefooncentrale
call-link-kind-template-hint = Je telefooncentrale belt zodra dit adres wordt geopend.
call-link-field-template = Adres van de telefooncentrale
call-link-template-hint = Schrijf { $mark } waar het nummer moet staan.
call-link-field-number-form = Zo wordt het nummer geschreven
call-link-number-plus-hint = Met een plus: de gewone vorm.
call-link-number-zeros-hint = Met twee nullen, zoals men het kiest.
call-link-number-bare-hint = Zonder allebei.
call-link-preview = Voorbeeld
call-link-preview-of = { $number } wordt:
call-link-try = Proberen
call-link-field-own = Een eigen nummer
call-link-own-hint = Je mobiel bijvoorbeeld: dan heeft het voorbeeld een knop die het belt.
call-link-save = Opslaan
call-link-cancel = Annuleren
call-link-optional = niet verplicht

# The calls.
call-link-no-calls = Nog geen gesprekken
call-link-note-call = Gesprek noteren
call-link-field-outcome = Resultaat
call-link-field-direction = Wie belde
call-link-field-phone = Telefoon
call-link-field-note = Notitie
call-link-field-client-id = Klant
call-link-outcome-reached = Bereikt
call-link-outcome-not-reached = Niet bereikt
call-link-outcome-voicemail = Voicemail
call-link-outcome-call-back = Terugbellen
call-link-outcome-wrong-number = Verkeerd nummer
call-link-direction-out = Wij belden
call-link-direction-in = Klant belde
call-link-remove = Ongedaan maken

# Who is not called.
call-link-do-not-call = Niet bellen
call-link-do-not-call-lead = { $who } wil niet gebeld worden. Iedereen ziet het op de kaart en in de lijst.
call-link-field-reason = Reden
call-link-reason-hint = Alleen voor de salon. De klant mag het wel opvragen (AVG art. 15).
call-link-since = sinds { $day }
call-link-since-by = sinds { $day }, door { $who }
call-link-permit = Mag weer gebeld worden
call-link-change-reason = Reden wijzigen

# Who rings.
call-link-ringing = Wie belt er
call-link-ringing-lead = Laat je telefooncentrale dit adres openen als er gebeld wordt, met het nummer aan het eind:
call-link-field-number = Telefoonnummer
call-link-look-up = Opzoeken
call-link-stranger = Dit nummer staat op geen enkele kaart
call-link-stranger-hint = Iemand die nieuw is, of iemand met een nieuw nummer.
call-link-new-card = Nieuwe kaart
call-link-open-card = Kaart openen
call-link-note-this = Dit gesprek noteren
call-link-withheld = De beller toont geen nummer
call-link-withheld-hint = Vraag naar de naam en zoek de kaart op.
call-link-find-card = Kaart zoeken
call-link-booking = Voor een boeking
call-link-booking-warn = Over deze beller is iets te weten.
call-link-booking-refuse = Boeken kan niet.
call-link-booking-shadow = Boeken kan niet, en dat wordt niet gezegd.
call-link-booking-unknown = Of er geboekt mag worden, is nu niet te zeggen.
call-link-known = Is het iemand die je kent?
call-link-field-who = Naam of klantnummer
call-link-find = Zoeken
call-link-proposed-hint = Kies een kaart: het nummer komt erop.
call-link-not-searched = Kaarten zoeken lukt nu niet. Probeer het zoekveld hierboven.
call-link-nobody-found = Geen kaart gevonden.
call-link-copied = Gekopieerd
call-link-copy-address = Adres kopiëren
call-link-ringing-program = Programma’s vragen het aan de API.
call-link-ringing-document = Lees hoe
call-link-archived = In het archief

# What it keeps, and what an erasure does to it.
call-link-table-calls = Genoteerde gesprekken
call-link-table-do-not-call = Wie niet gebeld wordt
call-link-erases-calls = { $count ->
    [one] Eén genoteerd gesprek
   *[other] { $count } genoteerde gesprekken
  }
call-link-erases-do-not-call = Dat de persoon niet gebeld wil worden

# On the card, among what happened.
event-call-link-call-noted = { $who } heeft een gesprek genoteerd
event-call-link-call-removed = { $who } heeft een genoteerd gesprek weggehaald
event-call-link-do-not-call-set = { $who } heeft genoteerd: niet bellen
event-call-link-do-not-call-lifted = { $who } heeft genoteerd: mag weer gebeld worden

# What a salon sets.
setting-call-link-kind = Een telefoonnummer opent
    .hint = Voor werkplekken die zelf niets hebben gekozen.
setting-call-link-kind-tel = De telefoon
setting-call-link-kind-sip = Een belprogramma (sip:)
setting-call-link-kind-callto = Een ouder programma (callto:)
setting-call-link-kind-template = Een adres van de telefooncentrale
setting-call-link-template = Adres van de telefooncentrale
    .hint = Alleen bij ‘Een adres van de telefooncentrale’. Schrijf { "{number}" } waar het nummer moet staan.
setting-call-link-number = Zo wordt het nummer geschreven
setting-call-link-number-plus = Met een plus
setting-call-link-number-zeros = Met twee nullen
setting-call-link-number-bare = Zonder allebei
