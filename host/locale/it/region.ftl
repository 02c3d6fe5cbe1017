# Pages, mails and errors of sign-in, accounts, users, roles and tokens.

## Frames and words used everywhere

region-language = Lingua
region-back = Indietro
region-save = Salva
region-remove = Rimuovi
region-actions = Azioni
region-copy = Copia
region-copied = Copiato
region-last-used = Ultimo utilizzo
region-good-until = Valido fino al

## Fields

region-field-email = E-mail
region-field-password = Password
region-field-name = Nome
region-field-code = Codice
region-field-current = Password attuale
region-field-proof = La tua password
region-field-locale = Lingua
region-field-role = Ruolo
region-field-salon-name = Nome del salone
region-field-salon-slug = Nome breve per gli indirizzi
    .hint = Lettere minuscole, cifre e trattini, per esempio capelli-e-stile. In seguito non si può cambiare.
region-field-salon-country = Paese
region-field-owner-name = Il tuo nome
region-field-owner-email = La tua e-mail
region-field-owner-password = La tua password
region-new-password-hint = Almeno dieci caratteri. Alcune parole si ricordano facilmente e si indovinano a fatica.

## Signing in

region-sign-in = Accedi
region-sign-out = Esci
region-forgotten = Password dimenticata?
region-back-to-sign-in = Torna all'accesso
region-code-title = Ancora un passo
region-code-lead = Inserisci il codice dell'app di autenticazione o uno dei codici di recupero.
region-start-again = Ricomincia
region-recovery-lead = Ti inviamo un link per impostare una nuova password.
region-recovery-go = Invia il link
region-recovery-sent = Controlla la posta
region-recovery-sent-lead = Se qualcuno accede con questo indirizzo, un link è in arrivo. Vale un'ora.
region-new-password = Nuova password

## First start

region-start = Il tuo primo salone
region-start-lead = All'avvio il programma ha mostrato un codice. Dimostra che questo posto è tuo.
region-start-salon = Il salone
region-start-owner = Tu
region-start-go = Comincia
region-country-DE = Germania
region-country-NL = Paesi Bassi
region-country-PL = Polonia
region-country-IT = Italia
region-country-AT = Austria
region-country-BE = Belgio
region-country-CH = Svizzera
region-country-GB = Regno Unito
region-country-IE = Irlanda
region-country-LI = Liechtenstein
region-country-LU = Lussemburgo
region-country-SM = San Marino

## Invitations

region-invitation = Benvenuto da { $salon }
region-invitation-new = Accederai con { $email }. Indica il tuo nome e scegli una password.
region-invitation-known = Accedi come sempre con { $email }. Il salone si aggiunge ai tuoi.
region-invitation-go = Accetta

## The own account

region-account = Il tuo account
region-about-you = Su di te
region-password = Password
region-change-password = Cambia password
region-second-factor = Secondo fattore
region-second-factor-short = Secondo fattore
region-second-factor-on = Attiva
region-second-factor-off = Disattiva
region-second-factor-is-on = Accedi con un codice dal telefono.
region-second-factor-why = Oltre alla password un codice dal telefono: chi scopre la password non entra comunque.
region-papers-left = { $count ->
    [one] Resta un codice di recupero.
   *[other] Restano { $count } codici di recupero.
}
region-enrol-scan = Inquadra questa immagine con un'app di autenticazione, poi inserisci il codice che mostra.
region-enrol-picture = Immagine da inquadrare con un'app di autenticazione
region-enrol-type = Oppure digita questo nell'app:
region-papers = I tuoi codici di recupero
region-papers-why = Per quando il telefono manca. Scrivili adesso: non verranno più mostrati. Ognuno vale una volta.
region-papers-kept = Li ho scritti
region-sessions = Dove hai effettuato l'accesso
region-device = Dispositivo
region-device-unknown = Dispositivo sconosciuto
region-this-device = Questo dispositivo
region-end-session = Esci da lì
region-end-others = Esci ovunque altrove
region-salons = Quale salone?
region-no-salon = Non fai parte di nessun salone
region-no-salon-why = Chiedi al titolare del salone di invitarti.

## Users and roles of a salon

region-users = Utenti
region-invite = Invita qualcuno
region-invite-go = Invia invito
region-invitations = Inviti aperti
region-withdraw = Ritira
region-role-of = Ruolo di { $name }
region-role-owner = Titolare
region-role-manager = Responsabile
region-role-staff = Staff
region-roles = Ruoli
region-roles-lead = Che cosa possono fare responsabili e staff. I titolari possono tutto.
permission-users-manage = Gestire utenti e ruoli
permission-tokens-manage = Gestire le chiavi di accesso per i programmi
permission-features-manage = Attivare e disattivare funzioni

## Changes of access

region-undo = Annulla
region-disable = Disattiva
region-enable = Riattiva
region-disabled = Non attivo
region-somebody = qualcuno
region-changes = Modifiche
region-all-changes = Tutte le modifiche
region-older-changes = Modifiche precedenti
region-changes-lead = Chi ha modificato che cosa di utenti, ruoli, chiavi e modi di accedere. Qui nulla si può modificare o togliere.
region-when = Quando
region-who = Chi
region-what = Che cosa
region-change-salon-created = Il salone è stato creato
region-change-user-joined = Si aggiunge { $about }: { $role }
region-change-user-role-changed = { $about } ha ora il ruolo { $role }
region-change-user-removed = Tolto dal salone: { $about }
region-change-user-restored = Annullata la rimozione: { $about }
region-change-user-disabled = Accesso disattivato: { $about }
region-change-user-enabled = Accesso riattivato: { $about }
region-change-role-changed = Modificato ciò che può fare il ruolo { $about }
region-change-feature-switched-on = { $about }: attivata
region-change-feature-switched-off = { $about }: disattivata
region-change-feature-granted = { $about }: concesso ciò che chiedeva
region-change-feature-data-removed = { $about }: i dati sono stati rimossi
region-change-token-made = Creata la chiave { $about }
region-change-token-revoked = Terminata la chiave { $about }
region-change-invitation-sent = Inviato un invito: { $role }
region-change-invitation-withdrawn = Ritirato un invito
region-change-password-changed = Nuova password: { $about }
region-change-second-factor-switched-on = Attivato il secondo fattore: { $about }
region-change-second-factor-switched-off = Disattivato il secondo fattore: { $about }
region-change-sign-in-failed = Più password o codici errati di seguito: { $about }

## Tokens of a salon

region-tokens = Chiavi di accesso
region-tokens-lead = Una chiave permette a un programma di lavorare con questo salone. Può al massimo ciò che può chi l'ha creata.
region-tokens-document = Leggi e prova che cosa possono fare i programmi in questo salone
region-no-tokens = Nessun programma lavora ancora con questo salone.
region-new-token = Nuova chiave di accesso
region-token-name = A cosa serve
    .hint = Per riconoscerla, per esempio: sito web, contabilità.
region-token-may = Che cosa può fare
region-token-all = Tutto ciò che può chi l'ha creata
region-token-by = Creata da
region-token-operator = Gestore
region-token-never = Mai
region-token-validity = Valida per
region-token-for-good = Senza scadenza
region-token-days = { $days } giorni
region-token-made = La nuova chiave di accesso
region-token-once = Copiala adesso: non verrà più mostrata.
region-revoke = Termina

## What was done

region-done-signed-out = Sei uscito.
region-done-started = Il salone è pronto. Accedi.
region-done-joined = Ne fai parte. Accedi.
region-done-password = La password è cambiata.
region-done-saved = Salvato.
region-done-session-ended = Accesso terminato.
region-done-sessions-ended = Accesso terminato ovunque altrove.
region-done-second-factor-off = Il secondo fattore è disattivato.
region-done-invited = L'invito è in arrivo.
region-done-withdrawn = L'invito è ritirato.
region-done-role-changed = Il ruolo è cambiato.
region-done-removed = Rimosso dal salone.
region-done-restored = La rimozione è annullata.
region-done-disabled = Disattivato. Per ora questa persona non può aprire il salone.
region-done-enabled = Riattivato.
region-done-revoked = La chiave è terminata.

## What stands against it

error-sign_in_failed = E-mail e password non corrispondono.
error-sign_in_expired = È passato troppo tempo. Accedi di nuovo.
error-code_wrong = Il codice è sbagliato o già usato.
    .detail = Aspetta il prossimo codice nell'app.
error-slow_down = Troppi tentativi.
    .detail = { $seconds ->
            [one] Riprova tra un secondo.
           *[other] Riprova tra { $seconds } secondi.
        }
error-slug_taken = Un altro salone ha già questo nome breve.
error-email_taken = Qualcuno accede già con questo indirizzo.
error-second_factor_on = Il secondo fattore è già attivo.
error-recovery_spent = Questo link è già usato o scaduto.
    .detail = Chiedine uno nuovo dalla pagina di accesso.
error-invitation_spent = Questo invito è già usato, ritirato o scaduto.
    .detail = Chiedine uno nuovo al salone.
error-last_owner = Un salone ha bisogno di un titolare.
    .detail = Prima nomina titolare qualcun altro.
error-last_owner_of = { $salon } resterebbe senza titolare.
    .detail = Prima nomina lì un altro titolare.
error-disabled_by_operator = Il gestore ha disattivato questa persona per tutti i saloni.
error-owners_may_all = I titolari possono tutto; non si può cambiare.
error-already_member = Questa persona fa già parte del salone.
error-mail_not_set_up = Da qui non si può inviare posta.
    .detail = Il gestore non ha impostato un server di posta.
field-slug_malformed = Lettere minuscole, cifre e trattini singoli, con una lettera all'inizio, al massimo 40.
field-slug_reserved = Questa parola serve per altri indirizzi.
field-slug_taken = Un altro salone ha già questo nome breve.
field-email_malformed = Non è un indirizzo e-mail.
field-email_taken = Qualcuno accede già con questo indirizzo.
field-name_malformed = Un nome ha al massimo 100 caratteri, tutti visibili.
field-password_short = Almeno { $least } caratteri.
field-password_long = Al massimo { $most } caratteri.
field-password_common = Questa password è tra le prime a essere indovinata. Scegline un'altra.
field-password_wrong = La password è sbagliata.
field-setup_code_wrong = Non è il codice mostrato dal programma.
field-code_wrong = Il codice è sbagliato o già usato.
field-already_member = Questa persona fa già parte del salone.
field-unknown_permission = Questo permesso non esiste.
field-not_yours = Non lo puoi fare tu, quindi non puoi concederlo.
field-in_the_past = Deve essere nel futuro.
field-unknown_country = Due lettere di un paese, per esempio IT.
field-unknown_locale = Una tra en, de, nl, pl, it.
field-unknown_time_zone = Un fuso orario, per esempio Europe/Rome.

## Mails

mail-recovery-subject = Una nuova password per Kartoteka
mail-recovery-body =
    Ciao { $name },

    con questo link imposti una nuova password. Vale un'ora e una sola volta:

    { $link }

    Se non l'hai chiesto tu, non devi fare nulla: non è cambiato niente.
mail-invitation-subject = { $salon } ti invita
mail-invitation-body =
    Ciao,

    { $salon } tiene le schede dei clienti con Kartoteka e ti invita a lavorarci. Apri questo link entro sette giorni:

    { $link }

    Se non conosci il salone, non devi fare nulla.

## Features of a salon

area-features = Funzioni
region-features = Aggiungi funzione
region-features-lead = Attiva ciò che serve al tuo salone. Gli altri saloni non se ne accorgono. Ciò che una funzione ha salvato resta quando la disattivi, ed è di nuovo lì quando la riattivi.
region-no-features = In questa regione non c’è nulla da attivare.
region-feature-on = attiva
region-feature-is-on = «{ $feature }» è attiva.
region-feature-is-off = «{ $feature }» è disattivata. Ciò che ha salvato resta.
region-feature-open = Apri
region-feature-more = Che cosa aggiunge e può leggere
region-feature-appears = Appare
region-feature-reads = Può leggere
region-feature-hears = Viene a sapere di
region-feature-mail = Scrive e-mail
region-feature-hosts = Invia a
region-feature-api = Fa a nome di chi la usa
region-feature-asks = Questa funzione chiede più di quanto avete concesso
region-feature-asks-until = Finché non acconsentite, funziona senza.
region-feature-agree = Acconsenti
region-feature-asks-reads = Vuole leggere: { $what }
region-feature-asks-listens = Vuole sapere di: { $what }
region-feature-asks-mail = Vuole scrivere e-mail: { $about }
region-feature-asks-hosts = Vuole inviare a { $host }: { $about }
region-feature-asks-api = Vuole, a nome di chi la usa: { $what }
region-feature-permissions = Porta i permessi
region-feature-requires = Richiede
region-feature-works-with = Fa di più insieme a
region-feature-switch-on = Attiva
region-feature-switch-off = Disattiva
region-feature-all-on = Attivale tutte
region-feature-all-off = Disattivale tutte
region-place-rail = Nella barra laterale
region-place-settings = Nelle impostazioni
region-place-client-section = Come sezione della scheda
region-place-client-actions = Come azione sulla scheda
region-place-client-marks = Come segno sulla scheda e nell’elenco
region-place-phone-link = Che cosa succede a un numero di telefono
region-feature-data = Dati di «{ $feature }»
region-feature-data-lead = Ciò che questa funzione ha salvato in questo salone. Portalo con te come file, oppure rimuovilo.
region-feature-export = Scarica tutto
region-feature-remove = Rimuovi per sempre
region-feature-remove-off-first = Disattiva prima la funzione. Fino ad allora non si può rimuovere nulla.
region-feature-remove-warning = Tutto questo va perso, anche dalla cronologia delle modifiche, e non si può recuperare. Scaricalo prima, se potrebbe servirti.
region-feature-remove-type = Scrivi «{ $feature }» per confermare
region-feature-remove-go = Rimuovi
region-feature-not-confirmed = Questo non è «{ $feature }»
region-receipt = Ricevuta
region-feature-removed = Rimosso
region-feature-removed-lead = Di ciò che «{ $feature }» aveva salvato non resta nulla in questo salone. Stampa questa pagina se ti serve una prova.
region-feature-data-link = Dati
region-feature-unavailable = Non è stato possibile aggiornare le sue tabelle, quindi non è disponibile. Ciò che conserva è intatto; il gestore è avvisato.
region-feature-rests = Ha fallito più volte; si riprova: { $until }.
region-feature-missed = { $count ->
    [one] Un evento non ha potuto esserle comunicato ed è stato messo da parte.
   *[other] { $count } eventi non hanno potuto esserle comunicati e sono stati messi da parte.
  }
error-feature_on = Disattiva prima «{ $feature }»
region-cancel = Annulla
error-requirements_off = { $feature } richiede { $others }
    .detail = Attivala prima, o tutte insieme.
error-removal_under_way = Ciò che «{ $feature }» conservava viene ancora rimosso
    .detail = Riprova tra un momento.
error-required_by_others = { $others } non può fare a meno di { $feature }
    .detail = Disattivala prima, o tutte insieme. Ciò che è salvato resta.
error-feature_failed = «{ $feature }» non può rispondere in questo momento
    .detail = Non è cambiato nulla. Riprova tra poco, o disattiva la funzione.
error-feature_too_slow = «{ $feature }» ha impiegato troppo tempo
    .detail = Forse ciò che era richiesto non è stato fatto. Controlla prima di riprovare.
error-feature_unavailable = «{ $feature }» non è disponibile al momento
    .detail = Non è stato possibile aggiornare le tabelle. Ciò che contengono è intatto; il gestore è avvisato.
error-feature_resting = Questa funzione non è disponibile in questo momento
    .detail = Ha fallito più volte; tra poco si riprova.
