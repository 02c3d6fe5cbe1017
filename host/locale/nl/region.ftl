# Pages, mails and errors of sign-in, accounts, users, roles and tokens.

## Frames and words used everywhere

region-language = Taal
region-back = Terug
region-save = Opslaan
region-remove = Verwijderen
region-actions = Acties
region-copy = Kopiëren
region-copied = Gekopieerd
region-last-used = Laatst gebruikt
region-good-until = Geldig tot

## Fields

region-field-email = E-mail
region-field-password = Wachtwoord
region-field-name = Naam
region-field-code = Code
region-field-current = Huidig wachtwoord
region-field-proof = Je wachtwoord
region-field-locale = Taal
region-field-role = Rol
region-field-salon-name = Naam van de salon
region-field-salon-slug = Korte naam voor adressen
    .hint = Kleine letters, cijfers en streepjes, bijvoorbeeld haar-en-meer. Later niet te wijzigen.
region-field-salon-country = Land
region-field-owner-name = Je naam
region-field-owner-email = Je e-mail
region-field-owner-password = Je wachtwoord
region-new-password-hint = Minstens tien tekens. Een paar woorden onthoud je makkelijk en zijn moeilijk te raden.

## Signing in

region-sign-in = Inloggen
region-sign-out = Uitloggen
region-forgotten = Wachtwoord vergeten?
region-back-to-sign-in = Terug naar inloggen
region-code-title = Nog één stap
region-code-lead = Vul de code uit je authenticator-app in, of een van je herstelcodes.
region-start-again = Opnieuw beginnen
region-recovery-lead = We sturen je een link waarmee je een nieuw wachtwoord instelt.
region-recovery-go = Link sturen
region-recovery-sent = Kijk in je mailbox
region-recovery-sent-lead = Als iemand met dit adres inlogt, is er een link onderweg. Die is een uur geldig.
region-new-password = Nieuw wachtwoord

## First start

region-start = Je eerste salon
region-start-lead = Het programma toonde bij het starten een code. Die laat zien dat deze plek van jou is.
region-start-salon = De salon
region-start-owner = Jij
region-start-go = Beginnen
region-country-DE = Duitsland
region-country-NL = Nederland
region-country-PL = Polen
region-country-IT = Italië
region-country-AT = Oostenrijk
region-country-BE = België
region-country-CH = Zwitserland
region-country-GB = Verenigd Koninkrijk
region-country-IE = Ierland
region-country-LI = Liechtenstein
region-country-LU = Luxemburg
region-country-SM = San Marino

## Invitations

region-invitation = Welkom bij { $salon }
region-invitation-new = Je logt in met { $email }. Vul je naam in en kies een wachtwoord.
region-invitation-known = Je logt zoals altijd in met { $email }. De salon komt erbij.
region-invitation-go = Aannemen

## The own account

region-account = Je account
region-about-you = Over jou
region-password = Wachtwoord
region-change-password = Wachtwoord wijzigen
region-second-factor = Tweede factor
region-second-factor-short = Tweede factor
region-second-factor-on = Inschakelen
region-second-factor-off = Uitschakelen
region-second-factor-is-on = Je logt in met een code van je telefoon.
region-second-factor-why = Naast het wachtwoord een code van je telefoon: wie je wachtwoord kent, komt er niet in.
region-papers-left = { $count ->
    [one] Er is nog één herstelcode over.
   *[other] Er zijn nog { $count } herstelcodes over.
}
region-enrol-scan = Scan deze afbeelding met een authenticator-app en vul dan de code in die hij toont.
region-enrol-picture = Afbeelding om met een authenticator-app te scannen
region-enrol-type = Of typ dit in de app:
region-papers = Je herstelcodes
region-papers-why = Voor als je telefoon weg is. Schrijf ze nu op: ze worden niet nog eens getoond. Elke code werkt één keer.
region-papers-kept = Ik heb ze opgeschreven
region-sessions = Waar je bent ingelogd
region-device = Apparaat
region-device-unknown = Onbekend apparaat
region-this-device = Dit apparaat
region-end-session = Daar uitloggen
region-end-others = Overal elders uitloggen
region-salons = Welke salon?
region-no-salon = Je hoort bij geen salon
region-no-salon-why = Vraag de eigenaar van je salon om een uitnodiging.

## Users and roles of a salon

region-users = Gebruikers
region-invite = Iemand uitnodigen
region-invite-go = Uitnodiging sturen
region-invitations = Openstaande uitnodigingen
region-withdraw = Intrekken
region-role-of = Rol van { $name }
region-role-owner = Eigenaar
region-role-manager = Manager
region-role-staff = Medewerker
region-roles = Rollen
region-roles-lead = Wat managers en medewerkers mogen. Eigenaren mogen alles.
permission-users-manage = Gebruikers en rollen beheren
permission-tokens-manage = Toegangssleutels voor programma's beheren
permission-features-manage = Functies in- en uitschakelen

## Changes of access

region-undo = Ongedaan maken
region-disable = Blokkeren
region-enable = Deblokkeren
region-disabled = Geblokkeerd
region-somebody = iemand
region-changes = Wijzigingen
region-all-changes = Alle wijzigingen
region-older-changes = Oudere wijzigingen
region-changes-lead = Wie wat heeft gewijzigd aan gebruikers, rollen, toegangssleutels en manieren van inloggen. Hier kan niets worden gewijzigd of verwijderd.
region-when = Wanneer
region-who = Wie
region-what = Wat
region-change-salon-created = De salon is aangemaakt
region-change-user-joined = { $about } kwam erbij: { $role }
region-change-user-role-changed = { $about } heeft nu de rol { $role }
region-change-user-removed = { $about } is verwijderd
region-change-user-restored = Het verwijderen van { $about } is ongedaan gemaakt
region-change-user-disabled = { $about } is geblokkeerd
region-change-user-enabled = { $about } is gedeblokkeerd
region-change-role-changed = Wat de rol { $about } mag, is gewijzigd
region-change-feature-switched-on = { $about } is ingeschakeld
region-change-feature-switched-off = { $about } is uitgeschakeld
region-change-feature-granted = { $about } kreeg waar om werd gevraagd
region-change-feature-data-removed = { $about }: de gegevens zijn verwijderd
region-change-token-made = De toegangssleutel { $about } is gemaakt
region-change-token-revoked = De toegangssleutel { $about } is beëindigd
region-change-invitation-sent = Er is een uitnodiging verstuurd: { $role }
region-change-invitation-withdrawn = Er is een uitnodiging ingetrokken
region-change-password-changed = { $about } heeft een nieuw wachtwoord
region-change-second-factor-switched-on = { $about } heeft de tweede factor ingeschakeld
region-change-second-factor-switched-off = De tweede factor van { $about } is uitgeschakeld
region-change-sign-in-failed = Meerdere verkeerde wachtwoorden of codes achter elkaar voor { $about }

## Tokens of a salon

region-tokens = Toegangssleutels
region-tokens-lead = Met een toegangssleutel werkt een programma met deze salon. Die kan hooguit wat de maker mag.
region-tokens-document = Lees en probeer wat programma’s in deze salon kunnen
region-no-tokens = Er werkt nog geen programma met deze salon.
region-new-token = Nieuwe toegangssleutel
region-token-name = Waarvoor
    .hint = Zodat je hem herkent, bijvoorbeeld: website, boekhouding.
region-token-may = Wat hij mag
region-token-all = Alles wat de maker mag
region-token-by = Gemaakt door
region-token-operator = Beheerder
region-token-never = Nooit
region-token-validity = Geldig voor
region-token-for-good = Onbeperkt
region-token-days = { $days } dagen
region-token-made = De nieuwe toegangssleutel
region-token-once = Kopieer hem nu: hij wordt niet nog eens getoond.
region-revoke = Beëindigen

## What was done

region-done-signed-out = Je bent uitgelogd.
region-done-started = De salon staat klaar. Log in.
region-done-joined = Je hoort erbij. Log in.
region-done-password = Het wachtwoord is gewijzigd.
region-done-saved = Opgeslagen.
region-done-session-ended = Daar uitgelogd.
region-done-sessions-ended = Overal elders uitgelogd.
region-done-second-factor-off = De tweede factor is uit.
region-done-invited = De uitnodiging is onderweg.
region-done-withdrawn = De uitnodiging is ingetrokken.
region-done-role-changed = De rol is gewijzigd.
region-done-removed = Uit de salon verwijderd.
region-done-restored = Het verwijderen is ongedaan gemaakt.
region-done-disabled = Geblokkeerd. Deze persoon kan de salon voorlopig niet openen.
region-done-enabled = Gedeblokkeerd.
region-done-revoked = De toegangssleutel is beëindigd.

## What stands against it

error-sign_in_failed = E-mail en wachtwoord horen niet bij elkaar.
error-sign_in_expired = Dat duurde te lang. Log opnieuw in.
error-code_wrong = De code is fout of al gebruikt.
    .detail = Wacht op de volgende code in je app.
error-slow_down = Te veel pogingen.
    .detail = { $seconds ->
            [one] Probeer het over één seconde opnieuw.
           *[other] Probeer het over { $seconds } seconden opnieuw.
        }
error-slug_taken = Een andere salon heeft deze korte naam.
error-email_taken = Met dit adres logt al iemand in.
error-second_factor_on = De tweede factor is al aan.
error-recovery_spent = Deze link is gebruikt of te oud.
    .detail = Vraag bij het inloggen een nieuwe aan.
error-invitation_spent = Deze uitnodiging is gebruikt, ingetrokken of te oud.
    .detail = Vraag de salon om een nieuwe.
error-last_owner = Een salon heeft een eigenaar nodig.
    .detail = Maak eerst iemand anders eigenaar.
error-last_owner_of = { $salon } zou geen eigenaar meer hebben.
    .detail = Maak daar eerst iemand anders eigenaar.
error-disabled_by_operator = De beheerder heeft deze persoon voor alle salons geblokkeerd.
error-owners_may_all = Eigenaren mogen alles; dat is niet te wijzigen.
error-already_member = Deze persoon hoort al bij de salon.
error-mail_not_set_up = Vanaf hier kan geen mail worden verstuurd.
    .detail = De beheerder heeft geen mailserver ingesteld.
field-slug_malformed = Kleine letters, cijfers en losse streepjes, met een letter vooraan, hooguit 40.
field-slug_reserved = Dit woord is nodig voor andere adressen.
field-slug_taken = Een andere salon heeft deze korte naam.
field-email_malformed = Dit is geen e-mailadres.
field-email_taken = Met dit adres logt al iemand in.
field-name_malformed = Een naam heeft hooguit 100 tekens, en alleen zichtbare.
field-password_short = Minstens { $least } tekens.
field-password_long = Hooguit { $most } tekens.
field-password_common = Dit wachtwoord wordt als eerste geraden. Kies een ander.
field-password_wrong = Het wachtwoord is fout.
field-setup_code_wrong = Dit is niet de code die het programma toonde.
field-code_wrong = De code is fout of al gebruikt.
field-already_member = Deze persoon hoort al bij de salon.
field-unknown_permission = Dit recht bestaat niet.
field-not_yours = Dit mag je zelf niet, dus je kunt het niet doorgeven.
field-in_the_past = Dit moet in de toekomst liggen.
field-unknown_country = Twee letters van een land, bijvoorbeeld NL.
field-unknown_locale = Een van en, de, nl, pl, it.
field-unknown_time_zone = Een tijdzone, bijvoorbeeld Europe/Amsterdam.

## Mails

mail-recovery-subject = Een nieuw wachtwoord voor Kartoteka
mail-recovery-body =
    Hallo { $name },

    met deze link stel je een nieuw wachtwoord in. Hij is een uur geldig en werkt één keer:

    { $link }

    Heb je hier niet om gevraagd? Dan hoef je niets te doen: er is niets veranderd.
mail-invitation-subject = { $salon } nodigt je uit
mail-invitation-body =
    Hallo,

    { $salon } houdt de klantkaarten bij in Kartoteka en nodigt je uit om mee te werken. Volg deze link binnen zeven dagen:

    { $link }

    Ken je de salon niet? Dan hoef je niets te doen.

## Features of a salon

area-features = Functies
region-features = Functie toevoegen
region-features-lead = Schakel in wat je salon nodig heeft. Andere salons merken er niets van. Wat een functie heeft opgeslagen, blijft bewaard als je haar uitschakelt en is er weer als je haar inschakelt.
region-no-features = In deze regio is er niets om in te schakelen.
region-feature-on = aan
region-feature-is-on = ‘{ $feature }’ staat aan.
region-feature-is-off = ‘{ $feature }’ staat uit. Wat is opgeslagen, blijft bewaard.
region-feature-open = Openen
region-feature-more = Wat ze toevoegt en mag lezen
region-feature-appears = Verschijnt
region-feature-reads = Mag lezen
region-feature-hears = Hoort van
region-feature-mail = Schrijft e-mails
region-feature-hosts = Stuurt naar
region-feature-api = Doet namens jou
region-feature-asks = Deze functie vraagt meer dan je hebt toegestaan
region-feature-asks-until = Tot je instemt, werkt ze zonder.
region-feature-agree = Instemmen
region-feature-asks-reads = Ze wil lezen: { $what }
region-feature-asks-listens = Ze wil horen van: { $what }
region-feature-asks-mail = Ze wil e-mails schrijven: { $about }
region-feature-asks-hosts = Ze wil naar { $host } sturen: { $about }
region-feature-asks-api = Ze wil namens wie haar gebruikt: { $what }
region-feature-permissions = Brengt de rechten mee
region-feature-requires = Heeft nodig
region-feature-works-with = Doet meer samen met
region-feature-switch-on = Inschakelen
region-feature-switch-off = Uitschakelen
region-feature-all-on = Alles inschakelen
region-feature-all-off = Alles uitschakelen
region-place-rail = In de balk aan de zijkant
region-place-settings = In de instellingen
region-place-client-section = Als onderdeel van de kaart
region-place-client-actions = Als actie op de kaart
region-place-client-marks = Als teken op de kaart en in de lijst
region-place-phone-link = Wat er bij een telefoonnummer gebeurt
region-feature-data = Gegevens van ‘{ $feature }’
region-feature-data-lead = Wat deze functie in deze salon heeft opgeslagen. Neem het mee als bestand, of verwijder het.
region-feature-export = Alles downloaden
region-feature-remove = Voorgoed verwijderen
region-feature-remove-off-first = Schakel de functie eerst uit. Tot dan kan niets worden verwijderd.
region-feature-remove-warning = Dit alles verdwijnt, ook uit het overzicht van wijzigingen, en is niet terug te halen. Download het eerst als je het nog nodig kunt hebben.
region-feature-remove-type = Typ ‘{ $feature }’ om te bevestigen
region-feature-remove-go = Verwijderen
region-feature-not-confirmed = Dit is niet ‘{ $feature }’
region-receipt = Bewijs
region-feature-removed = Verwijderd
region-feature-removed-lead = Van wat ‘{ $feature }’ had opgeslagen, is in deze salon niets meer over. Druk deze pagina af als je een bewijs nodig hebt.
region-feature-data-link = Gegevens
region-feature-unavailable = De tabellen konden niet worden bijgewerkt, dus deze functie is niet beschikbaar. Wat ze bewaart, is onaangeroerd; de beheerder weet het.
region-feature-rests = Ze is een paar keer mislukt en wordt opnieuw geprobeerd: { $until }.
region-feature-missed = { $count ->
    [one] Eén gebeurtenis kon haar niet worden gemeld en is opzijgelegd.
   *[other] { $count } gebeurtenissen konden haar niet worden gemeld en zijn opzijgelegd.
  }
error-feature_on = Schakel ‘{ $feature }’ eerst uit
region-cancel = Annuleren
error-requirements_off = { $feature } heeft { $others } nodig
    .detail = Schakel dat eerst in, of alles tegelijk.
error-removal_under_way = Wat ‘{ $feature }’ bewaarde, wordt nog verwijderd
    .detail = Probeer het zo meteen nog eens.
error-required_by_others = { $others } kan niet zonder { $feature }
    .detail = Schakel dat eerst uit, of alles tegelijk. Wat is opgeslagen, blijft bewaard.
error-feature_failed = ‘{ $feature }’ kan nu niet antwoorden
    .detail = Er is niets gewijzigd. Probeer het zo opnieuw, of schakel de functie uit.
error-feature_too_slow = ‘{ $feature }’ deed er te lang over
    .detail = Misschien is niet gedaan wat werd gevraagd. Kijk eerst voordat je het opnieuw probeert.
error-feature_unavailable = ‘{ $feature }’ is nu niet beschikbaar
    .detail = De tabellen konden niet worden bijgewerkt. Wat erin staat, is onaangeroerd; de beheerder weet het.
error-feature_resting = Deze functie is nu niet beschikbaar
    .detail = Ze is een paar keer mislukt en wordt straks opnieuw geprobeerd.
