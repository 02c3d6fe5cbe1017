//! The words that stand above columns, in the five languages and in the exports of other systems.

use std::{collections::HashMap, sync::OnceLock};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Field;

/// A head cell or an answer as words to compare: small letters without accents, one space between words, and
/// `firstName`, `first_name`, `First name*` all alike.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.trim().nfd().filter(|c| !is_combining_mark(*c)) {
        if c.is_uppercase() && before.is_lowercase() {
            push_space(&mut folded);
        }
        match c {
            'ß' => folded.push_str("ss"),
            'ł' | 'Ł' => folded.push('l'),
            '#' | '№' => folded.push_str("nr"),
            '&' | '+' => {
                push_space(&mut folded);
                folded.push('&');
                push_space(&mut folded);
            }
            c if c.is_alphanumeric() => folded.extend(c.to_lowercase()),
            // `E-Mail` and `Tel.-Nr.` are one word each for some and two for others; the list below has both.
            _ => push_space(&mut folded),
        }
        before = c;
    }
    folded.truncate(folded.trim_end().len());
    folded
}

fn push_space(text: &mut String) {
    if !text.is_empty() && !text.ends_with(' ') {
        text.push(' ');
    }
}

/// What a head cell names, if it is known. A number behind it does not matter: `Telefon 2`.
pub(super) fn field_of(head: &str) -> Option<Field> {
    let folded = fold(head);
    let plain = folded
        .trim_end_matches(|c: char| c.is_ascii_digit())
        .trim_end();
    if plain.is_empty() {
        return None;
    }
    known_words()
        .get(plain)
        .copied()
        .or_else(|| field_by_part(plain))
}

/// Every listed word with its field. Each row of a sheet is asked whether it repeats
/// the head, so the lists are not searched word by word.
fn known_words() -> &'static HashMap<&'static str, Field> {
    static KNOWN: OnceLock<HashMap<&'static str, Field>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let mut known = HashMap::new();
        for (field, words) in WORDS {
            for word in words.split("; ") {
                // A word listed twice means what it was listed for first.
                known.entry(word).or_insert(field);
            }
        }
        known
    })
}

/// Whether a head cell names something salons keep that has no field yet: it still shows that the row is a head.
pub(super) fn is_other_word(head: &str) -> bool {
    let folded = fold(head);
    let plain = folded
        .trim_end_matches(|c: char| c.is_ascii_digit())
        .trim_end();
    lists(OTHER, plain) || OTHER_STARTS.iter().any(|start| plain.starts_with(start))
}

/// Parts of words that leave no doubt, for all that nobody has thought of.
fn field_by_part(folded: &str) -> Option<Field> {
    let has = |parts: &[&str]| parts.iter().any(|part| folded.contains(part));
    if has(&[
        "newsletter",
        "nieuwsbrief",
        "marketing",
        "werbung",
        "reklam",
    ]) {
        // One permission of several, such as for SMS alone, is not the permission as a whole.
        return (!has(&["sms", "whatsapp", "date", "datum", "data "]))
            .then_some(Field::MarketingConsent);
    }
    if has(&["e mail", "email"]) && !has(&["status", "verified", "erinnerung", "reminder"]) {
        return Some(Field::Email);
    }
    // `Bemerkungen zum Kunden`; what it is about stands behind it and says nothing.
    const NOTES: [&str; 9] = [
        "bemerkung",
        "anmerkung",
        "notiz",
        "kommentar",
        "opmerking",
        "notitie",
        "uwagi",
        "notatk",
        "annotazion",
    ];
    if NOTES.iter().any(|start| folded.starts_with(start)) {
        return Some(Field::Note);
    }
    let phone = has(&["telefon", "phone", "handy", "mobil", "komork", "cellulare"]);
    let other = has(&[
        "erinnerung",
        "reminder",
        "verified",
        "type",
        "country",
        "code",
    ]);
    (phone && !other).then_some(Field::Phone)
}

/// Whether a word is in a list written as `one; two; three`.
fn lists(words: &str, word: &str) -> bool {
    words.split("; ").any(|listed| listed == word)
}

const WORDS: [(Field, &str); 10] = [
    (
        Field::Name,
        "name; full name; fullname; client name; customer name; client; customer; guest; guest \
         name; contact; contact name; display name; kunde; kundin; kundenname; kunden name; kunde \
         name; name des kunden; vollstandiger name; vor und nachname; vor & nachname; vor \
         nachname; vorname nachname; vorname name; nachname vorname; name vorname; vorname und \
         nachname; gast; kontakt; naam; volledige naam; klant; klantnaam; naam klant; voor en \
         achternaam; voornaam en achternaam; imie i nazwisko; imie nazwisko; nazwisko i imie; \
         klient; klientka; nazwa; nazwa klienta; dane klienta; nome e cognome; nome cognome; \
         cognome e nome; cognome nome; nominativo; cliente; nome cliente; nome completo; nome",
    ),
    (
        Field::FirstName,
        "first name; firstname; given name; givenname; forename; first; client first name; \
         customer first name; vorname; rufname; vornamen; voornaam; roepnaam; imie; imie klienta; \
         nome di battesimo; prenome; prenom",
    ),
    (
        Field::LastNamePrefix,
        "tussenvoegsel; tussenvoegsels; voorvoegsel; name prefix; last name prefix; infix; \
         insertion",
    ),
    (
        Field::LastName,
        "last name; lastname; surname; family name; familyname; second name; last; client last \
         name; customer last name; nachname; familienname; zuname; achternaam; familienaam; \
         nazwisko; nazwisko klienta; cognome",
    ),
    (
        Field::Phone,
        "phone; phone number; phonenumber; telephone; telephone number; tel; tel no; tel nr; \
         mobile; mobile number; mobile phone; mobile no; mob; cell; cell phone; cellphone; home \
         phone; work phone; landline; contact number; telefon; telefonnummer; telefon nr; \
         telefonnr; fon; handy; handynummer; handy nr; handynr; mobil; mobilnummer; mobiltelefon; \
         mobil nr; mobilfunk; mobilfunknummer; festnetz; festnetznummer; rufnummer; telefon \
         mobil; telefon privat; telefon geschaftlich; telefoon; telefoonnummer; telefoon nr; \
         telnr; mobiel; mobiele nummer; mobiel nummer; mobiele telefoon; gsm; gsm nummer; vaste \
         telefoon; numer telefonu; nr telefonu; telefon komorkowy; komorka; nr tel; telefon \
         kontaktowy; tel kom; telefono; numero di telefono; numero telefono; cellulare; numero \
         cellulare; numero di cellulare; recapito telefonico; telefono cellulare; telefono fisso",
    ),
    (
        Field::Email,
        "email; e mail; mail; email address; e mail address; mail address; emailaddress; e mail \
         adresse; email adresse; emailadresse; mailadresse; mail adresse; e mailadresse; e \
         mailadres; emailadres; e mail adres; mailadres; adres e mail; adres email; poczta; adres \
         mailowy; posta elettronica; indirizzo email; indirizzo e mail; indirizzo mail",
    ),
    (
        Field::Note,
        "note; notes; client note; client notes; customer notes; comment; comments; remark; \
         remarks; memo; info; notiz; notizen; kundennotiz; kundennotizen; anmerkung; anmerkungen; \
         bemerkung; bemerkungen; kommentar; kommentare; hinweis; hinweise; zusatzinfo; notitie; \
         notities; opmerking; opmerkingen; aantekening; aantekeningen; bijzonderheden; notatka; \
         notatki; uwagi; uwaga; komentarz; opis; annotazioni; annotazione; osservazioni; \
         commento; commenti; appunti",
    ),
    (
        Field::MarketingConsent,
        "marketing; marketing consent; accepts marketing; newsletter; newsletter status; consent; \
         email marketing; email marketing consent; marketing opt in; opt in; subscribed; \
         einwilligung; werbeeinwilligung; werbung; marketing kommunikation; \
         marketingkommunikation; marketing einwilligung; einwilligung marketing; einwilligung \
         werbung; zustimmung; toestemming; toestemming marketing; marketing toestemming; \
         nieuwsbrief; zgoda; zgoda marketingowa; zgody marketingowe; zgoda na marketing; zgoda \
         marketing; consenso; consenso marketing; consenso al marketing; consensi marketing; \
         comunicazioni marketing",
    ),
    (
        Field::Number,
        "number; no; nr; id; client id; clientid; customer id; customerid; client number; \
         customer number; customer no; client no; nummer; kundennummer; kunden nr; kundennr; \
         kunden nummer; kd nr; kdnr; kunden id; kundenid; klantnummer; klant nr; klantnr; klant \
         id; klantid; numer; numer klienta; nr klienta; id klienta; nr karty; lp; numero; numero \
         cliente; codice; codice cliente; cod cliente; id cliente",
    ),
    (
        Field::Source,
        "source; referral source; client source; how did you hear about us; acquisition source; \
         quelle; herkunft; kundenquelle; aufmerksam geworden durch; bron; herkomst; zrodlo; \
         zrodlo pozyskania; skad; fonte; provenienza; origine; canale di acquisizione",
    ),
];

const OTHER: &str = "gender; sex; geschlecht; geslacht; plec; sesso; salutation; title; anrede; titel; aanhef; \
     tytul; titolo; birthday; birth date; birthdate; date of birth; dob; geburtstag; \
     geburtsdatum; geboortedatum; verjaardag; data urodzenia; urodziny; data di nascita; \
     compleanno; address; adresse; adres; indirizzo; street; strasse; straat; ulica; via; zip; \
     zip code; postcode; postal code; plz; postleitzahl; kod pocztowy; cap; city; town; ort; \
     stadt; wohnort; plaats; stad; miasto; miejscowosc; citta; country; land; kraj; paese; tags; \
     company; firma";

const OTHER_STARTS: [&str; 8] = [
    "address ",
    "date ",
    "datum ",
    "data ",
    "last visit",
    "letzter ",
    "laatste ",
    "ostatnia ",
];
