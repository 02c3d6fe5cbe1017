# Che cosa non va in un'impostazione, dopo il suo nome.

field-wrong_type = { $type ->
    [integer] deve essere un numero intero
    [boolean] deve essere vero o falso
    [array] deve essere un elenco
   *[other] deve essere un testo
  }
field-not_a_choice = non è tra le scelte
field-not_an_email = non è un indirizzo e-mail come anna@example.com
field-not_a_date = non è una data

# Il modulo delle impostazioni di una funzione.

settings-of = { $feature }: impostazioni
settings-title-wrong = Errore: { $title }
settings-link = Impostazioni
settings-optional = facoltativo
settings-none = nessuna scelta
settings-save = Salva
settings-saved = Salvato.
settings-off = Questa funzione è disattivata. Ciò che imposti qui resta salvato e vale appena la attivi.
settings-overtaken = Qualcun altro ha modificato queste impostazioni nel frattempo. Ciò che hai scritto è qui; se salvi, vale.
settings-overtaken-show = Mostra le altre
settings-secret-set = Impostato. Lascia vuoto per mantenerlo.
settings-secret-remove = Rimuovi
settings-secret-again = Non ancora salvato: scrivilo di nuovo.
