# What went wrong; the attribute says what to do about it.

error-malformed = Dit kon niet worden gelezen
    .detail = Controleer het verzoek en stuur het opnieuw.
error-not_signed_in = Er is niemand aangemeld
    .detail = Meld je aan of stuur een geldig token.
error-forbidden = Dit mag je niet
    .detail = Hiervoor is het recht ‘{ $permission }’ nodig. Een eigenaar van de salon kan het geven.
error-not_found = Dit is hier niet
    .detail = Misschien is het verwijderd, of klopt het adres niet.
error-feature_off = Deze functie staat uit
    .detail = Een eigenaar kan haar bij de instellingen aanzetten.
error-method_not_allowed = Dat kan hier niet
error-conflict = Er staat iets in de weg
error-changed_meanwhile = Iemand anders heeft dit intussen gewijzigd
    .detail = Lees het opnieuw en herhaal je wijziging.
error-if_match_required = De versie ontbreekt
    .detail = Stuur de versie die je wijzigt als If-Match.
error-invalid = Er klopt nog iets niet
    .detail = Bekijk de gemarkeerde velden.
error-not_json = Hier wordt JSON verwacht
    .detail = Stuur de inhoud als application/json.
error-unsupported_media_type = Dit soort inhoud wordt hier niet aangenomen
error-too_large = Dit is te groot
error-upload_too_large = Dit is te groot
    .detail = Er kan hoogstens { $limit_mb } MB tegelijk worden geüpload. Er is niets bewaard.
error-body_too_slow = De rest is niet aangekomen
    .detail = Controleer de verbinding en probeer het opnieuw.
error-too_many_requests = Te veel pogingen
    .detail = Wacht even en probeer het opnieuw.
error-refused = Dit is geweigerd
error-cross_site = Dit verzoek kwam van een andere site
    .detail = Open de pagina hier en herhaal het.
error-idempotency_key_reused = Deze Idempotency-Key hoort bij een ander verzoek
    .detail = Gebruik een nieuwe.
error-idempotency_key_invalid = Dit is geen Idempotency-Key
    .detail = Hij heeft 1 tot 255 zichtbare ASCII-tekens.
error-busy = Het is nu te druk
    .detail = Probeer het zo opnieuw.
error-disk_full = Er is geen ruimte meer op de schijf
error-object_gone = Dit bestand is er niet meer
    .detail = De inhoud ontbreekt op de plaats waar bestanden staan. Meld het aan wie Kartoteka voor je beheert.
error-stopping = De dienst wordt zo gestopt
error-not_granted = Deze functie vraagt iets waarmee de salon nog niet heeft ingestemd
    .detail = Wie functies beheert, kan instemmen onder Instellingen, Functie toevoegen.
error-mail_limit = Je salon heeft vandaag zoveel e-mails verzonden als mag ({ $most })
    .detail = Morgen gaat het verder.
error-outside_timed_out = Een dienst van buiten deed er te lang over
    .detail = Probeer het zo nog eens.
error-outside_unreachable = Een dienst van buiten is niet bereikbaar
    .detail = Probeer het zo nog eens.
error-outside_too_large = Een dienst van buiten antwoordde met te veel
error-internal = Er ging bij ons iets mis
    .detail = Het is genoteerd. Probeer het zo opnieuw.

# What is wrong with a field, after its name.

field-malformed = is niet leesbaar: { $reason }
field-required = ontbreekt
field-too_long = is te lang; hoogstens { $most }
field-too_many = zijn er te veel; hoogstens { $most }
field-out_of_range = moet van { $least } tot en met { $most } zijn
field-limit_1_to_200 = moet van 1 tot en met 200 zijn
field-not_a_cursor = is geen plaats in deze lijst

# The frame around every page.

frame-skip = Naar de inhoud
frame-places = Onderdelen
place-settings = Instellingen
frame-home = Naar de startpagina
frame-search = Naam, telefoon, nummer
frame-search-clear = Zoekopdracht wissen
frame-user-menu = Je account
frame-account = Account
frame-salons = Andere salon
frame-sign-out = Afmelden
frame-failed = Dat is niet gelukt. Probeer het opnieuw.
frame-close = Sluiten
frame-keys = Toetsen
frame-key-search = Zoeken
frame-key-new = Nieuwe klant
frame-key-edit = Kaart wijzigen
frame-key-list = Door de lijst lopen, openen
frame-key-close = Sluiten wat open is
frame-key-help = Deze toetsen
frame-keys-switch = Losse toetsen gebruiken
frame-request = Noem bij vragen dit nummer:
frame-back = Terug
frame-to-start = Naar de startpagina

# Words of components.

frame-problems = { $count ->
    [one] Eén gegeven klopt nog niet
   *[other] { $count } gegevens kloppen nog niet
  }
frame-undo = Ongedaan maken
frame-before = eerst
frame-after = nu
frame-chart-numbers = De getallen

# The areas of the settings.

area-users = Gebruikers
area-roles = Rollen
area-tokens = Toegangssleutels
area-changes = Wijzigingen

# The number on the card of a client.

frame-client-number = Nr. { $number }

# When something was.

frame-today = vandaag
frame-yesterday = gisteren
frame-just-now = zojuist
frame-minutes-ago = { $minutes ->
    [one] een minuut geleden
   *[other] { $minutes } minuten geleden
  }
