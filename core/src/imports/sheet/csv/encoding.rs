//! Which encoding a text is in.
//!
//! Detectors made for the web do not know the encodings of old Macs and of DOS, and weigh all languages of the world
//! alike. A salon's list is mostly names in a few languages; so each candidate is tried on the words with letters
//! beyond ASCII, and the one that gives the likeliest letters at the likeliest places wins.

use std::fs::File;
use std::io::{Read, Seek};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    Encoding, ISO_8859_2, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1250, WINDOWS_1252,
    WINDOWS_1254,
};

use super::dos::{IBM850, IBM852};
use super::survey::Survey;
use crate::imports::sheet::{Failure, FailureCode};

/// An encoding that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Charset {
    Utf8,
    Web(&'static Encoding),
    Dos(&'static str, &'static [char; 128]),
}

/// Candidates in the order in which equally good ones are preferred: ISO 8859-1 and -15 are within Windows-1252.
const CANDIDATES: [Charset; 7] = [
    Charset::Web(WINDOWS_1252),
    Charset::Web(WINDOWS_1250),
    Charset::Web(ISO_8859_2),
    Charset::Web(MACINTOSH),
    Charset::Dos("IBM850", &IBM850),
    Charset::Dos("IBM852", &IBM852),
    Charset::Web(WINDOWS_1254),
];

impl Charset {
    /// The charset of a label as browsers know it, or of DOS.
    pub(super) fn named(label: &str) -> Option<Self> {
        match label.trim().to_ascii_lowercase().as_str() {
            "ibm850" | "cp850" | "850" | "dos" => Some(Self::Dos("IBM850", &IBM850)),
            "ibm852" | "cp852" | "852" => Some(Self::Dos("IBM852", &IBM852)),
            other => match Encoding::for_label(other.as_bytes())? {
                encoding if encoding == UTF_8 => Some(Self::Utf8),
                encoding if encoding == encoding_rs::REPLACEMENT => None,
                encoding => Some(Self::Web(encoding)),
            },
        }
    }

    /// The name of the standard.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Web(encoding) => encoding.name(),
            Self::Dos(name, _) => name,
        }
    }

    fn decode(self, bytes: &[u8]) -> String {
        match self {
            Self::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
            Self::Web(encoding) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
            Self::Dos(_, table) => {
                let letter = |byte: &u8| match byte.checked_sub(0x80) {
                    Some(high) => table[usize::from(high)],
                    None => char::from(*byte),
                };
                bytes.iter().map(letter).collect()
            }
        }
    }
}

/// The encoding of a file, or the verdict that it is no text.
pub(super) fn detect(file: &mut File) -> Result<Charset, Failure> {
    file.rewind()?;
    let mut mark = Vec::new();
    file.by_ref().take(3).read_to_end(&mut mark)?;
    if let Some((encoding, _)) = Encoding::for_bom(&mark) {
        return Ok(if encoding == UTF_8 {
            Charset::Utf8
        } else {
            Charset::Web(encoding)
        });
    }
    file.rewind()?;
    judge(&Survey::of(file)?)
}

fn judge(survey: &Survey) -> Result<Charset, Failure> {
    let [even, odd] = survey.zeros;
    let places = (survey.start / 2).max(1);
    if odd * 3 > places && even * 20 < places {
        return Ok(Charset::Web(UTF_16LE));
    }
    if even * 3 > places && odd * 20 < places {
        return Ok(Charset::Web(UTF_16BE));
    }
    if even + odd > 0 || survey.controls * 100 > survey.start {
        return Err(Failure::new(FailureCode::NotASpreadsheet).with("kind", "binary"));
    }
    // Letters of UTF-8 do not arise by chance; where there are as many as errors, two lists were put together.
    if survey.utf8_errors == 0 || survey.utf8_letters >= survey.utf8_errors {
        return Ok(Charset::Utf8);
    }
    if is_other_script(&survey.words) {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(&survey.words, true);
        return Ok(Charset::Web(detector.guess(None, Utf8Detection::Deny)));
    }
    Ok(likeliest(&survey.words))
}

/// Cyrillic, Greek and others write whole words beyond ASCII; our languages never more than a few letters together.
fn is_other_script(words: &[u8]) -> bool {
    let high = words.iter().filter(|byte| **byte >= 0x80).count();
    let pairs = words
        .windows(2)
        .filter(|pair| pair.iter().all(|byte| *byte >= 0x80))
        .count();
    pairs * 2 > high
}

fn likeliest(words: &[u8]) -> Charset {
    let mut best = (i64::MIN, CANDIDATES[0]);
    for candidate in CANDIDATES {
        let score = score(&candidate.decode(words));
        if score > best.0 {
            best = (score, candidate);
        }
    }
    best.1
}

fn score(text: &str) -> i64 {
    let letters: Vec<char> = text.chars().collect();
    let mut total = 0;
    for (place, c) in letters.iter().enumerate().filter(|(_, c)| !c.is_ascii()) {
        let before = place.checked_sub(1).map_or('\n', |p| letters[p]);
        let after = letters.get(place + 1).copied().unwrap_or('\n');
        total += likelihood(*c) + fit(before, *c, after);
    }
    total
}

/// How often a character stands in names and notes of the five languages and their neighbours.
fn likelihood(c: char) -> i64 {
    match c {
        'ä' | 'ö' | 'ü' | 'ß' | 'Ä' | 'Ö' | 'Ü' | 'ł' | 'ą' | 'ę' | 'ś' | 'ż' | 'ó' | 'ć' | 'ń'
        | 'Ł' | 'Ś' | 'Ż' => 10,
        'é' | 'è' | 'à' | 'ò' | 'ù' | 'ì' | 'ë' | 'ï' | 'á' | 'í' | 'ç' | 'É' => 7,
        'ź' | 'Ź' | 'Ą' | 'Ę' | 'Ć' | 'Ń' | 'Ó' | 'ú' | 'ñ' => 6,
        'ê' | 'ô' | 'â' | 'î' | 'û' | 'å' | 'ø' | 'æ' | 'ã' | 'š' | 'ž' | 'č' | 'ř' | 'ě' | 'ů'
        | 'ý' | 'ő' | 'ű' | 'ă' | 'ş' | 'ţ' | 'ğ' | 'ı' | 'İ' | 'Ş' | 'Ğ' | 'đ' | 'Č' | 'Š'
        | 'Ž' | 'Ç' | 'Ø' | 'Å' | 'À' | 'È' => 4,
        '’' | '‘' | '“' | '”' | '„' | '–' | '—' | '…' | '€' | '«' | '»' | '°' | '§' | '´'
        | '\u{a0}' => 2,
        '\u{80}'..='\u{9f}' | '\u{fffd}' => -40,
        c if c.is_alphabetic() => 1,
        _ => -4,
    }
}

/// How well it stands where it stands.
fn fit(before: char, c: char, after: char) -> i64 {
    let inside = before.is_alphabetic() && after.is_alphabetic();
    if !c.is_alphabetic() {
        let apostrophe = matches!(c, '’' | '‘' | '´');
        return if inside && !apostrophe { -12 } else { 0 };
    }
    if c.is_uppercase() && before.is_lowercase() {
        return -12;
    }
    if c.is_lowercase() && c != 'ß' && before.is_uppercase() && after.is_uppercase() {
        return -8;
    }
    if !after.is_alphabetic() {
        return at_end(c);
    }
    // Names begin with a capital letter.
    if c.is_lowercase() && !before.is_alphabetic() {
        -3
    } else {
        0
    }
}

/// Italian words end in an accent; others letters are never or rarely last.
fn at_end(c: char) -> i64 {
    match c {
        'à' | 'è' | 'é' | 'ì' | 'ò' | 'ù' => 3,
        'ï' => -5,
        'ä' | 'ó' | 'ç' | 'ñ' => -4,
        _ => 0,
    }
}

#[cfg(test)]
#[path = "encoding_tests.rs"]
mod tests;
