place-clients = Klanten

# What a role may be allowed.
permission-clients-read = Klanten bekijken
permission-clients-write = Klanten toevoegen en wijzigen
permission-clients-erase = Klanten definitief wissen
permission-clients-export = Alle gegevens van een klant downloaden
permission-imports-read = Ingelezen lijsten bekijken
permission-imports-write = Lijsten inlezen
permission-sources-write = Lijst van herkomst bijhouden
permission-bookings-check = Vragen of iemand mag boeken

# What features may read.
view-core-clients = Namen en nummers van klanten
view-core-contacts = Telefoonnummers en e-mailadressen van klanten
told-core-client-registered = Nieuwe kaarten
told-core-client-changed = Gewijzigde kaarten
told-core-client-archived = Gearchiveerde kaarten
told-core-client-restored = Kaarten uit het archief gehaald
told-core-client-erased = Gewiste klanten
told-core-import-committed = Ingelezen lijsten
told-core-import-undone = Teruggedraaide imports
told-core-source-added = Nieuwe bronnen
told-core-source-renamed = Hernoemde bronnen
told-core-source-removed = Verwijderde bronnen

# What a client is asked, in the salon's language.
consent-wording-marketing = Ik wil graag nieuws en aanbiedingen van de salon ontvangen. Ik kan dit altijd intrekken.

# Errors and fields.
error-number_taken = Nummer { $number } is al in gebruik
    .detail = Elk nummer hoort bij één persoon en wordt nooit opnieuw gebruikt. Een leeg veld krijgt het volgende vrije nummer.
error-source_known = Deze naam bestaat al. Is hij verwijderd, dan komt hij terug door hem toe te voegen
field-contact_unreadable = is geen telefoonnummer of e-mailadres
field-client_or_contact_required = Noem een klant, een telefoonnummer of een e-mailadres
field-no_such_client = Deze kaart bestaat niet
field-number_taken = is al in gebruik
field-source_known = bestaat al; wat verwijderd is, komt terug door het toe te voegen
field-name_or_contact_required = Er is een naam, een telefoonnummer of een e-mailadres nodig
field-consent_given_or_withdrawn = moet gegeven of ingetrokken zijn
field-no_such_source = staat niet meer op de lijst
field-email_empty = is leeg
field-email_not_one_at = Een e-mailadres heeft één @, bijvoorbeeld anna@example.com
field-email_bad_character = Er staat een spatie of teken in dat geen adres heeft
field-email_bad_name = Vóór de @ klopt iets niet
field-email_bad_domain = Achter de @ ontbreekt iets, bijvoorbeeld gmail.com
field-email_too_long = Zo lang is geen enkel adres

# The list.
clients-list = Klantenlijst
clients-new = Nieuwe klant
clients-new-called = “{ $words }” toevoegen
clients-first = Eerste kaart toevoegen
clients-import = Lijst inlezen
clients-more = Meer laden
clients-name = Naam
clients-number = Nummer
clients-number-n = Nr. { $number }
clients-phone = Telefoon
clients-email = E-mail
clients-last-change = Laatste wijziging
clients-tags = Kenmerken
clients-tag-archived = Gearchiveerd
clients-tag-marketing = Reclame mag
clients-no-phone = Geen telefoon
clients-filters = Filters
clients-filter-remove = filter verwijderen
clients-archive = Archief
clients-to-list = Naar de klantenlijst
clients-found = { $count ->
    [0] Niemand gevonden
    [one] Eén klant gevonden
   *[other] { $count } klanten gevonden
  }
clients-none-found = Niemand past bij “{ $words }”
clients-none-found-hint = Er wordt gezocht in namen, telefoonnummers, e-mailadressen en klantnummers. Accenten en hoofdletters maken niet uit.
clients-search-archive = In het archief zoeken
clients-search-current = In de klantenlijst zoeken
clients-archive-empty = Het archief is leeg
clients-archive-empty-hint = Hier liggen kaarten die je hebt opgeborgen, tot je ze terughaalt.
clients-empty = Hier staan straks je klanten
clients-empty-hint = Lees de lijst in die je al hebt: uit Excel of uit je vorige programma. Of maak de eerste kaart met de hand.
clients-archived = { $name } ligt in het archief.

# The form.
clients-title-wrong = Fout: { $title }
clients-known = { $count ->
    [one] { $contact } staat al op een kaart
   *[other] { $contact } staat al op { $count } kaarten
  }
clients-known-hint = Twee mensen mogen een nummer delen. Is het iemand anders, sla dan toch op.
clients-save-anyway = Toch opslaan
clients-opens-beside = (opent een nieuw tabblad)
clients-group-person = Persoon
clients-group-contact = Contact
clients-group-marketing = Reclame
clients-group-note = Eerste notitie
clients-field-first-name = Voornaam
clients-field-last-name = Achternaam
clients-field-number = Klantnummer
clients-field-phones = Telefoon
clients-field-emails = E-mail
clients-field-source-id = Kent ons via
clients-field-note = Notitie
clients-field-consent = Reclame
clients-number-hint = Leeg krijgt het volgende vrije nummer.
clients-phone-n = Telefoon { $n }
clients-email-n = E-mail { $n }
clients-phone-add = Nog een telefoonnummer
clients-email-add = Nog een e-mailadres
clients-row-remove = Verwijderen
clients-consent-question = Toestemming voor reclame
clients-consent-asked = “{ $wording }”
clients-consent-agrees = Geeft toestemming voor reclame
clients-consent-refuses = Wil geen reclame
clients-consent-takes-back = Trekt toestemming in
clients-note-first = Eerste notitie
clients-more-fields = Meer gegevens
clients-optional = niet verplicht
clients-source-question = Hoe zijn we gevonden?
clients-source-none = Niet bekend
clients-source-edit = Lijst bewerken
clients-save = Opslaan
clients-make = Kaart toevoegen
clients-cancel = Annuleren

# The card.
clients-edit = Bewerken
clients-more-actions = Meer
clients-do-archive = Archiveren
clients-restore = Terughalen
clients-archived-since = In het archief sinds { $day }. De kaart blijft bewaard, maar staat niet in lijst en zoekresultaten.
clients-call = Bellen:
clients-call-anyway = Toch bellen
clients-write = E-mail aan
clients-message = Bericht
clients-message-to = Bericht aan { $contact }
clients-copy = Kopiëren
clients-copy-it = { $contact } kopiëren
clients-copied = Gekopieerd
clients-phone-odd = Geen telefoonnummer
clients-no-contact = Geen telefoon, geen e-mail
clients-no-name = Geen naam
clients-details = Gegevens
clients-since = Kaart sinds
clients-notes = Notities
clients-no-notes = Nog geen notities.
clients-note-new = Nieuwe notitie
clients-note-hint = Wat moeten we de volgende keer weten?
clients-note-add = Noteren
clients-note-edit = Bewerken
clients-note-text = Notitie
clients-note-remove = Verwijderen
clients-note-removed = De notitie is weg.
clients-note-changed = Iemand anders heeft deze notitie intussen gewijzigd. Die staat erboven; wat je schreef, staat hier.
clients-consent = Toestemming
clients-consent-marketing = Reclame
clients-consent-given = Gegeven
clients-consent-withdrawn = Ingetrokken
clients-consent-unknown = Niet gevraagd
clients-consent-ask = Vraag: “{ $wording }”
clients-consent-by-person = Genoteerd door { $who }
clients-consent-by-program = Via een programma: { $who }
clients-consent-by-import = Uit “{ $file }”, rij { $row }
clients-consent-earlier = { $count ->
    [one] Eén eerdere vermelding
   *[other] { $count } eerdere vermeldingen
  }
clients-quoted = “{ $words }”
clients-actor-user = Iemand die er niet meer is
clients-actor-program = Een programma
clients-actor-system = Kartoteka

# What changed.
clients-changes = Wijzigingen
clients-changes-show = Wijzigingen bekijken
clients-changes-more = Eerdere wijzigingen
clients-nothing = Niets
change-registered = { $who } heeft de kaart toegevoegd
change-imported = { $who } heeft de kaart ingelezen
change-archived = { $who } heeft de kaart gearchiveerd
change-restored = { $who } heeft de kaart teruggehaald
change-card = { $who } heeft de kaart gewijzigd
change-other = { $who } heeft aan de kaart gewerkt
change-number = { $who } heeft het klantnummer gewijzigd
change-first-name = { $who } heeft de voornaam gewijzigd
change-last-name = { $who } heeft de achternaam gewijzigd
change-phones = { $who } heeft de telefoon gewijzigd
change-emails = { $who } heeft de e-mail gewijzigd
change-source = { $who } heeft de herkomst gewijzigd
change-consent-given = { $who } noteerde: geeft toestemming voor reclame
change-consent-withdrawn = { $who } noteerde: wil geen reclame
change-note-added = { $who } heeft een notitie geschreven
change-note-changed = { $who } heeft een notitie gewijzigd
change-note-removed = { $who } heeft een notitie verwijderd

# Two at once.
clients-news-show = Bekijken
clients-news-erased = Deze klant is definitief gewist.
clients-conflict = Twee wijzigingen op één kaart
clients-conflict-lead = { $who } heeft de kaart van { $title } opgeslagen terwijl je eraan werkte ({ $when }). Er is niets verloren: kies wat moet gelden.
clients-conflict-mine = Door jou getypt
clients-conflict-theirs = { $who }, { $when }
clients-conflict-fits = Beide wijzigingen passen bij elkaar. Sla op, dan geldt alles.
clients-conflict-done = Intussen gebeurd
clients-conflict-save = Zo opslaan
clients-conflict-discard = Mijn wijzigingen weggooien

# Erasing.
clients-erase = Definitief wissen
clients-erase-question = { $title } definitief wissen?
clients-erase-goes = Dit verdwijnt
clients-erase-final = Dit kan niet ongedaan worden gemaakt.
clients-erase-stays = Dit blijft
clients-erase-number = Nummer { $number } blijft in gebruik en gaat naar niemand anders
clients-erase-that = Dat er een kaart was en wanneer die is gewist
clients-erase-new = Komt deze persoon terug, dan geldt die als nieuw.
clients-erase-known-again = Komt deze persoon terug, dan begint de kaart opnieuw; wat van functies blijft, geldt dan weer.
clients-erase-type = Typ ter bevestiging klantnummer { $number } of de volledige naam
clients-erase-not-confirmed = Dit is niet { $number } en niet de naam
clients-erases-clients = Naam en kaart
clients-erases-contacts = { $count ->
    [one] Eén telefoonnummer of e-mailadres
   *[other] { $count } telefoonnummers en e-mailadressen
  }
clients-erases-notes = { $count ->
    [one] Eén notitie
   *[other] { $count } notities
  }
clients-erases-consents = { $count ->
    [one] Eén vermelding over toestemming
   *[other] { $count } vermeldingen over toestemming
  }
clients-erases-import-rows = { $count ->
    [one] Eén rij van een ingelezen lijst
   *[other] { $count } rijen van ingelezen lijsten
  }
clients-erases-outgoing-mails = { $count ->
    [one] Eén e-mail die nog niet is verzonden
   *[other] { $count } e-mails die nog niet zijn verzonden
  }
clients-erases-journal = { $count ->
    [one] Wat er bij één wijziging stond
   *[other] Wat er bij { $count } wijzigingen stond
  }
clients-erases-other = { $table }: { $count }
clients-erased = Definitief gewist
clients-erased-lead = De persoonsgegevens van deze klant zijn gewist.
clients-erased-goes = Gewist
clients-erased-mark = Kenmerk van de kaart
clients-erased-when = Wanneer
clients-erased-who = Door
clients-erased-print = Druk deze pagina af als je een bewijs nodig hebt. Ze wordt niet opnieuw getoond.
clients-salon = Salon

# Sources.
area-sources = Herkomst
sources-title = Hoe klanten ons vinden
sources-lead = Op de kaart wordt er één gekozen. Wat je verwijdert, blijft op de kaarten die het hebben.
sources-new = Nieuwe vermelding
sources-add = Toevoegen
sources-empty = Nog niets. Begin met “Aanbevolen” of “Instagram”.
sources-rename = Naam wijzigen
sources-name = Naam
sources-remove = Verwijderen
sources-removed = “{ $name }” is van de lijst.

# What features put on a card.
clients-export = Alle gegevens downloaden
clients-not-available = Nu niet beschikbaar
