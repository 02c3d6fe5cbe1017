# Wat er niet klopt aan een instelling, na de naam ervan.

field-wrong_type = { $type ->
    [integer] moet een geheel getal zijn
    [boolean] moet waar of onwaar zijn
    [array] moet een lijst zijn
   *[other] moet een tekst zijn
  }
field-not_a_choice = is geen van de keuzes
field-not_an_email = is geen e-mailadres zoals anna@example.com
field-not_a_date = is geen datum

# Het formulier met de instellingen van een functie.

settings-of = { $feature }: instellingen
settings-title-wrong = Fout: { $title }
settings-link = Instellingen
settings-optional = niet verplicht
settings-none = geen keuze
settings-save = Opslaan
settings-saved = Opgeslagen.
settings-off = Deze functie staat uit. Wat je hier instelt blijft bewaard en geldt zodra ze aanstaat.
settings-overtaken = Iemand anders heeft deze instellingen intussen gewijzigd. Wat je hebt ingevuld staat hier; als je opslaat, geldt het.
settings-overtaken-show = Die van de ander tonen
settings-secret-set = Ingesteld. Laat leeg om het te houden.
settings-secret-remove = Verwijderen
settings-secret-again = Nog niet opgeslagen: vul het nog een keer in.
