example-birthday-greetings-about = Onthoudt de verjaardagen van klanten, laat zien wie er binnenkort jarig is en feliciteert per e-mail wie graag post krijgt.
example-birthday-greetings-mail-about = Verjaardagswensen, één keer per jaar, aan klanten die toestemming voor reclame hebben gegeven
permission-example-birthday-greetings-read = Verjaardagen zien
permission-example-birthday-greetings-write = Verjaardagen noteren en wijzigen
place-example-birthday-greetings = Verjaardagen
slot-example-birthday-greetings-birthday = Verjaardag

example-birthday-greetings-on = { $day } { $month ->
    [1] januari
    [2] februari
    [3] maart
    [4] april
    [5] mei
    [6] juni
    [7] juli
    [8] augustus
    [9] september
    [10] oktober
    [11] november
   *[12] december
  }
example-birthday-greetings-month = { $month ->
    [1] januari
    [2] februari
    [3] maart
    [4] april
    [5] mei
    [6] juni
    [7] juli
    [8] augustus
    [9] september
    [10] oktober
    [11] november
   *[12] december
  }
example-birthday-greetings-in-days = { $days ->
    [0] vandaag
    [1] morgen
   *[other] over { $days } dagen
  }
example-birthday-greetings-mark = { $days ->
    [0] Vandaag jarig
    [1] Morgen jarig
   *[other] Over { $days } dagen jarig
  }
example-birthday-greetings-turns = wordt { $years }
example-birthday-greetings-unknown = Nog niet genoteerd.
example-birthday-greetings-note = Verjaardag noteren
example-birthday-greetings-change = Verjaardag wijzigen
example-birthday-greetings-remove = Verwijderen
example-birthday-greetings-save = Opslaan
example-birthday-greetings-day = Dag
example-birthday-greetings-month-of = Maand
example-birthday-greetings-year = Geboortejaar
example-birthday-greetings-optional = niet verplicht
example-birthday-greetings-greeting-yes = Krijgt een felicitatie per e-mail.
example-birthday-greetings-greeting-off = Felicitaties per e-mail staan uit in de instellingen.
example-birthday-greetings-greeting-no-consent = Krijgt geen felicitatie per e-mail: er is geen toestemming voor reclame bekend.
example-birthday-greetings-greeting-no-address = Krijgt geen felicitatie per e-mail: er is geen e-mailadres.

example-birthday-greetings-who = Klant
example-birthday-greetings-when = Wanneer
example-birthday-greetings-more = Meer tonen
example-birthday-greetings-empty = Nog geen verjaardagen
example-birthday-greetings-empty-hint = Noteer verjaardagen op de kaarten van uw klanten; de eerstvolgende staan dan hier.

example-birthday-greetings-subject = Gefeliciteerd met uw verjaardag, { $name }!
example-birthday-greetings-text =
    Hallo { $name },

    gefeliciteerd met uw verjaardag! Wij wensen u een prachtige dag en zien u graag weer terug.

    { $salon }
example-birthday-greetings-nameless = beste gast

setting-example-birthday-greetings-send-greetings = Felicitaties per e-mail versturen
    .hint = Alleen wie toestemming voor reclame heeft gegeven, krijgt er een.
setting-example-birthday-greetings-hour = Uur van de dag
    .hint = Van 0 tot 23. Vanaf dit uur worden de felicitaties verstuurd.
setting-example-birthday-greetings-subject = Onderwerp
    .hint = { "{" }name{ "}" } staat voor de naam van de klant en { "{" }salon{ "}" } voor die van uw salon. Als u niets invult, kiezen wij de woorden.
setting-example-birthday-greetings-text = Tekst
    .hint = { "{" }name{ "}" } staat voor de naam van de klant en { "{" }salon{ "}" } voor die van uw salon. Als u niets invult, kiezen wij de woorden.

example-birthday-greetings-table-birthdays = Verjaardagen
example-birthday-greetings-table-consents = Wie graag post krijgt
example-birthday-greetings-table-greetings = Felicitaties
example-birthday-greetings-erases-birthdays = { $count ->
    [one] Een verjaardag
   *[other] { $count } verjaardagen
  }
example-birthday-greetings-erases-consents = { $count ->
    [one] Of post gewenst is
   *[other] Of post gewenst is, { $count } keer
  }
example-birthday-greetings-erases-greetings = { $count ->
    [one] Dat er een felicitatie is verstuurd
   *[other] Dat er { $count } felicitaties zijn verstuurd
  }

event-example-birthday-greetings-birthday-set = { $who } heeft de verjaardag genoteerd
event-example-birthday-greetings-birthday-removed = { $who } heeft de verjaardag verwijderd
event-example-birthday-greetings-greeting-written = { $who } heeft een felicitatie verstuurd

field-example-birthday-greetings_not_born_yet = ligt in de toekomst; kies een jaar dat al begonnen is
field-example-birthday-greetings_unknown_place = heeft “{ $place }” tussen accolades, wat nergens voor staat
