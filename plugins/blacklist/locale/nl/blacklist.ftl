place-blacklist = Zwarte lijst
slot-blacklist-block = Zwarte lijst
blacklist-about = Wie je heeft laten zitten, kan niet meer boeken, ook niet met een nieuwe kaart.

# What a role may be allowed.
permission-blacklist-read = Zien wie geblokkeerd is en waarom
permission-blacklist-write = Blokkeren en blokkades opheffen

# What a refused client is told, in the salon's language.
blacklist-default-refusal = Deze afspraak kan niet online worden geboekt. Bel de salon.

# What staff are told at a booking; the reason follows.
blacklist-staff-blocked-online = Geblokkeerd voor online boeken sinds { $day }
blacklist-staff-blocked = Geblokkeerd sinds { $day }
blacklist-staff-warned = Waarschuwing sinds { $day }
blacklist-staff-limited = { $most ->
    [one] Hoogstens één open boeking, sinds { $day }
   *[other] Hoogstens { $most } open boekingen, sinds { $day }
  }

# Errors and fields.
error-already_blocked = Hier geldt al een blokkade
    .detail = Wijzig de blokkade die er is.
error-block_lifted = Deze blokkade is opgeheven
    .detail = Laat haar weer gelden voordat je haar wijzigt.
field-already_blocked = is al geblokkeerd
field-documents_need_client = horen bij de kaart van een klant
field-documents_not_here = zijn er niet: documenten staan hier uit, of je mag ze niet zien
field-no_such_document = staan niet op deze kaart
field-only_with_limit = hoort alleen bij een beperking
field-day_over = is voorbij; kies vandaag of later
field-day_too_far = is te ver weg
field-day_unreadable = is geen datum

# The list.
blacklist-states = Welke blokkades
blacklist-find = Naam, telefoon of e-mail
blacklist-do-find = Zoeken
blacklist-not-found = Niets gevonden voor “{ $q }”
blacklist-not-found-hint = Probeer minder letters, of kijk onder een ander tabblad.
blacklist-state-active = Geblokkeerd
blacklist-state-due = Te bekijken
blacklist-state-lifted = Opgeheven
blacklist-who = Wie
blacklist-effect = Gevolg
blacklist-since = Sinds
blacklist-until = Tot en met
blacklist-review = Bekijken
blacklist-lifted = Opgeheven
blacklist-over = afgelopen
blacklist-for-good = onbepaald
blacklist-no-review = geen datum
blacklist-erased-person = Gewiste persoon
blacklist-fingerprints = { $count ->
    [0] er is niets van bewaard
    [one] herkenbaar aan één vingerafdruk
   *[other] herkenbaar aan { $count } vingerafdrukken
  }
blacklist-more = Meer laden
blacklist-edit = Wijzigen
blacklist-lift = Opheffen
blacklist-lift-of = Blokkade van { $who } opheffen
blacklist-reviewed = Bekeken, weer op { $day }
blacklist-again = Opnieuw blokkeren
blacklist-lifted-now = De blokkade van { $who } is opgeheven.
blacklist-empty = Niemand is geblokkeerd
blacklist-empty-hint = Hier staat wie niet mag boeken. Blokkeer een klant op de kaart, of een telefoonnummer of e-mailadres zonder kaart.
blacklist-empty-due = Niets te bekijken
blacklist-empty-due-hint = Hier staan blokkades zodra de dag er is waarop je er nog eens naar wilde kijken.
blacklist-empty-lifted = Nog niets opgeheven
blacklist-empty-lifted-hint = Blokkades die je opheft of die aflopen, blijven hier staan.

# What a block does, in a word.
blacklist-effect-refuse = Boekingen geweigerd
blacklist-effect-shadow = Boekingen voor de schijn
blacklist-effect-warn = Waarschuwing
blacklist-effect-limit = Hoogstens { $most } open
blacklist-mark-blocked = Geblokkeerd
blacklist-mark-limited = Beperkt
blacklist-mark-warning = Waarschuwing

# The form.
blacklist-title-wrong = Fout: { $title }
blacklist-new-contact = Telefoon of e-mail blokkeren
blacklist-new-client = Blokkeren voor boeken
blacklist-change = Blokkade wijzigen
blacklist-group-who = Wie
blacklist-group-why = Waarom en hoelang
blacklist-contact-hint = Eén van de twee is genoeg. Iedereen die het heeft is geblokkeerd, met of zonder kaart.
blacklist-follows = De blokkade gaat mee, ook naar een andere kaart:
blacklist-follows-nothing = Er is geen telefoonnummer en geen e-mailadres waarmee de blokkade kan meegaan.
blacklist-follows-hidden = { $count ->
    [one] Eén contact dat alleen als vingerafdruk bewaard is
   *[other] { $count } contacten die alleen als vingerafdruk bewaard zijn
  }
blacklist-also-on = { $cards ->
    [one] { $contact } (staat ook op een andere kaart, die dan mee geblokkeerd is)
   *[other] { $contact } (staat ook op { $cards } andere kaarten, die dan mee geblokkeerd zijn)
  }
blacklist-set = Ingesteld: { $set }
blacklist-set-by = { $day }, door { $who }
blacklist-optional = niet verplicht
blacklist-field-who = Klant
blacklist-field-phone = Telefoon
blacklist-field-email = E-mail
blacklist-field-contacts = Telefoon en e-mail
blacklist-field-effect = Wat er bij een boeking gebeurt
blacklist-field-most-open = Open boekingen
blacklist-field-text = Tekst voor de klant
blacklist-field-scope = Geldt voor
blacklist-field-reason = Reden
blacklist-field-documents = Bewijs
blacklist-documents-hint = Documenten op de kaart die laten zien wat er gebeurd is.
blacklist-no-documents = Op deze kaart staan geen documenten.
blacklist-documents-card = Een toevoegen
blacklist-documents-again = Documenten opnieuw laden
blacklist-field-ends-on = Eindigt na
blacklist-field-review-on = Bekijken op
blacklist-choose-refuse = Weigeren
blacklist-choose-refuse-hint = De klant leest je tekst.
blacklist-choose-shadow = Voor de schijn boeken
blacklist-choose-shadow-hint = De klant ziet een boeking, maar er komt geen. Je agenda krijgt de melding met je reden.
blacklist-choose-warn = Ons waarschuwen
blacklist-choose-warn-hint = De boeking gaat door. Je agenda krijgt de melding met je reden.
blacklist-choose-limit = Beperken
blacklist-choose-limit-hint = Er mogen maar zoveel boekingen tegelijk openstaan.
blacklist-most-open-hint = Alleen voor “Beperken”: 0 tot en met 20. Bij 0 kan niets worden geboekt.
blacklist-text-hint = Blijft dit leeg, dan leest de klant: “{ $text }”
blacklist-scope-online = Online boekingen
blacklist-scope-online-hint = Aan de balie word je gewaarschuwd en kun je boeken.
blacklist-scope-everywhere = Alle boekingen
blacklist-scope-everywhere-hint = Ook aan de balie.
blacklist-reason-hint = Alleen voor de salon. Maar de klant mag erom vragen (AVG art. 15): schrijf wat je zou kunnen laten zien.
blacklist-ends-on-hint = De laatste dag dat zij geldt. Leeg: tot je haar opheft.
blacklist-review-on-hint = De dag om er nog eens naar te kijken.
blacklist-block = Blokkeren
blacklist-save = Opslaan
blacklist-cancel = Annuleren
blacklist-lifted-since = Deze blokkade is opgeheven: { $day }.
blacklist-overtaken = Iemand anders heeft deze blokkade intussen gewijzigd. Wat je typte staat hier; als je opslaat, geldt het.
blacklist-overtaken-show = De andere bekijken
blacklist-show-existing = De blokkade bekijken die geldt

# On the card.
blacklist-do-block = Blokkeren voor boeken
blacklist-do-change = Blokkade wijzigen
blacklist-because-own = Deze klant is geblokkeerd.
blacklist-because-own-warn = Over deze klant is er een waarschuwing.
blacklist-because-own-limit = Deze klant mag maar een beperkt aantal open boekingen hebben.
blacklist-because-shared = { $contact } staat ook op de kaart van { $other }. Wat daar geldt, geldt ook hier.
blacklist-because-contact = Dit geldt voor { $contact }.
blacklist-no-reason = niet opgegeven
blacklist-just-lifted = De blokkade is zojuist opgeheven.

# What it keeps, and what an erasure does to it.
blacklist-table-blocks = Blokkades
blacklist-table-contacts = Contacten die blokkades volgen
blacklist-table-proofs = Bewijs bij blokkades
blacklist-erases-blocks = { $count ->
    [one] Wie de blokkade trof, waarom, en de woorden ervan
   *[other] Wie { $count } blokkades troffen, waarom, en de woorden ervan
  }
blacklist-keeps-blocks = Dat iemand geblokkeerd was, van wanneer tot wanneer en hoe, zonder te zeggen wie
blacklist-erases-contacts = { $count ->
    [one] Een telefoonnummer of e-mailadres bij een blokkade
   *[other] { $count } telefoonnummers en e-mailadressen bij blokkades
  }
blacklist-erases-proofs = { $count ->
    [one] Welk document een blokkade bewijst
   *[other] Welke { $count } documenten blokkades bewijzen
  }
blacklist-kept-contacts = { $count ->
    [one] Een vingerafdruk van een geblokkeerd telefoonnummer of e-mailadres, die niemand noemt: de salon mag voorkomen dat een blokkade wordt omzeild
   *[other] { $count } vingerafdrukken van geblokkeerde telefoonnummers en e-mailadressen, die niemand noemen: de salon mag voorkomen dat een blokkade wordt omzeild
  }

# On the card, among what happened.
event-blacklist-block-set = { $who } heeft boeken geblokkeerd
event-blacklist-block-changed = { $who } heeft de blokkade gewijzigd
event-blacklist-block-lifted = { $who } heeft de blokkade opgeheven
event-blacklist-block-restored = { $who } heeft opnieuw geblokkeerd

# Wat de salon instelt.
setting-blacklist-refusal = Tekst bij een weigering
    .hint = Wat de klant leest als een blokkade geen eigen tekst heeft. Blijft dit leeg, dan vraagt een zin in de taal van de salon om te bellen.
setting-blacklist-default-effect = Een nieuwe blokkade stelt voor
    .hint = Per blokkade anders te kiezen.
setting-blacklist-default-effect-refuse = Weigeren
setting-blacklist-default-effect-shadow = Voor de schijn boeken
setting-blacklist-default-effect-warn = Ons waarschuwen
setting-blacklist-default-effect-limit = Beperken
setting-blacklist-default-scope = Een nieuwe blokkade geldt voor
setting-blacklist-default-scope-online = Online boekingen
setting-blacklist-default-scope-everywhere = Alle boekingen
setting-blacklist-review-after-days = Dagen tot het bekijken
    .hint = Na zoveel dagen komt een nieuwe blokkade aan de beurt om te bekijken. 0: nooit.
