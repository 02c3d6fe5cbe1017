# What is wrong with a setting, after its name.

field-wrong_type = { $type ->
    [integer] must be a whole number
    [boolean] must be true or false
    [array] must be a list
   *[other] must be a text
  }
field-not_a_choice = is not one of the choices
field-not_an_email = is no e-mail address, such as anna@example.com
field-not_a_date = is no date

# The form of a feature's settings.

settings-of = { $feature }: settings
settings-title-wrong = Error: { $title }
settings-link = Settings
settings-optional = optional
settings-none = no choice
settings-save = Save
settings-saved = Saved.
settings-off = This feature is switched off. What you set here is kept, and counts as soon as it is on.
settings-overtaken = Somebody else changed these settings meanwhile. What you typed is here; if you save, it stands.
settings-overtaken-show = Show theirs
settings-secret-set = Set. Leave it empty to keep it.
settings-secret-remove = Remove it
settings-secret-again = Not saved yet: please type it once more.
