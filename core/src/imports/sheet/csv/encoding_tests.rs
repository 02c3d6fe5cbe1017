#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::io::Cursor;

use super::*;

const GERMAN: &str = "Jürgen Müller;Björn Größmann;Käthe Schäfer;Ömer Weiß;Übel Änne;Renée Groß;Straße 5;Zürich;Jörg;Günther Schröder";
const POLISH: &str = "Grażyna Łoś;Paweł Wójcik;Zbigniew Dąbrowski;Małgorzata Zięba;Święcicka Żaneta;Józef Gęś;Źrebiec;Łukasz Kamiński;Bożena Ćwik;Agnieszka Wiśniewska";
const ITALIAN: &str =
    "Nicolò Fabbri;Mosè D'Amico;Niccolò Però;Città;Giosuè Làconi;Luì;Perché no;Cantù;Forlì";
const DUTCH: &str = "Zoë van der Berg;Daniël Coëlho;Renée de Vries;Anaïs Crêpe;Geïnteresseerd;José;Loïs;Patiënt;Müller";

/// The bytes of a text in a charset; what the charset lacks is not in the texts above.
fn encode(text: &str, charset: Charset) -> Vec<u8> {
    let bytes = |c: char| -> Vec<u8> {
        let single = (0..=255_u8).find(|byte| charset.decode(&[*byte]) == c.to_string());
        vec![single.unwrap_or_else(|| unreachable!("{c} is not in {}", charset.name()))]
    };
    text.chars().flat_map(bytes).collect()
}

fn detected(bytes: &[u8]) -> Charset {
    judge(&Survey::of(&mut Cursor::new(bytes)).unwrap()).unwrap()
}

#[test]
fn names_of_four_languages_in_the_encodings_of_their_countries() {
    let western = ["windows-1252", "macintosh", "IBM850"];
    let central = ["windows-1250", "ISO-8859-2", "IBM852"];
    for (text, labels) in [
        (GERMAN, western),
        (ITALIAN, western),
        (DUTCH, western),
        (POLISH, central),
        (GERMAN, central),
    ] {
        for label in labels {
            let charset = Charset::named(label).unwrap();
            let bytes = encode(text, charset);
            let found = detected(&bytes);
            assert_eq!(
                found.decode(&bytes),
                text,
                "{label} was taken for {}",
                found.name()
            );
        }
    }
}

#[test]
fn single_names_are_enough() {
    let western = ["windows-1252", "macintosh", "IBM850"];
    let central = ["windows-1250", "ISO-8859-2", "IBM852"];
    let mut wrong = Vec::new();
    for (text, labels) in [
        (GERMAN, western),
        (ITALIAN, western),
        (DUTCH, western),
        (POLISH, central),
    ] {
        for (name, label) in text
            .split(';')
            .flat_map(|name| labels.map(|label| (name, label)))
        {
            let bytes = encode(name, Charset::named(label).unwrap());
            let found = detected(&bytes);
            if found.decode(&bytes) != name {
                wrong.push(format!(
                    "{name} in {label} as {} in {}",
                    found.decode(&bytes),
                    found.name()
                ));
            }
        }
    }
    // Both readings are words of letters that stand so somewhere; a list of two such names is told apart.
    assert_eq!(wrong, ["Anaïs Crêpe in IBM850 as Anaős Crłpe in IBM852"]);
}

#[test]
fn utf_8_is_never_missed_and_other_scripts_are_left_to_the_detector() {
    assert_eq!(detected(POLISH.as_bytes()), Charset::Utf8);
    assert_eq!(detected(b"plain"), Charset::Utf8);
    let (bytes, _, _) =
        encoding_rs::WINDOWS_1251.encode("Олена Шевченко;Іван Франко;Дякую за запис");
    assert_eq!(detected(&bytes), Charset::Web(encoding_rs::WINDOWS_1251));
    assert!(judge(&Survey::of(&mut Cursor::new(b"a\0\0b\x01")).unwrap()).is_err());
}
