//! Names: taken apart, shown and compared.

use unicode_normalization::char::is_combining_mark;

use kartoteka_plugin::{checks::tidy, fold};

/// A name in its two parts, either of which may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Name {
    /// Given names, with titles as typed: `Dr. Anna Maria`.
    pub first: String,
    /// The family name with its particles: `van der Berg`.
    pub last: String,
}

/// Words that belong to the family name behind them. Compared in lower case.
const PARTICLES: &[&str] = &[
    "'s", "'t", "aan", "af", "al", "av", "bij", "d'", "da", "dal", "dall'", "dalla", "das", "de",
    "degli", "dei", "del", "dell'", "della", "delle", "dello", "den", "der", "des", "di", "do",
    "dos", "du", "el", "het", "la", "las", "le", "lo", "los", "op", "te", "ten", "ter", "uit",
    "van", "vander", "vanden", "vom", "von", "zu", "zum", "zur", "’s", "’t",
];
/// Words that do so only before one of the above: `von und zu`, `in 't`.
const LINKS: &[&str] = &["und", "in", "y", "e"];
/// What behind a comma is no given name: `Smith, Jr.`
const SUFFIXES: &[&str] = &["jr", "sr", "jun", "sen", "ii", "iii", "iv"];
/// Titles and ways to address, which say nothing about who somebody is. Compared folded, without dots.
const TITLES: &[&str] = &[
    "dr", "dott", "dottssa", "drs", "dhr", "dipling", "frau", "fr", "herr", "hr", "ing", "inz",
    "ir", "mag", "med", "mevr", "mevrouw", "mgr", "mr", "mrs", "ms", "mw", "pan", "pani", "prof",
    "profssa", "sig", "signor", "signora", "sigra",
];

/// Takes a name in one cell apart: at the comma of `Berg, Jan`, else at the last space, leaving
/// particles with the family name: `Jan van der Berg`, `Ana de la Cruz`.
///
/// A single word is a first name, for it is what a front desk writes down of somebody it knows by one
/// word. Particles without anything before them are of the family name alone (`van Dijk`).
pub fn split_name(cell: &str) -> Name {
    let tidied = tidy(cell);
    if let Some((last, first)) = tidied.split_once(',')
        && !is_suffix(first)
    {
        return Name {
            first: first.trim().trim_end_matches(',').to_owned(),
            last: last.trim().to_owned(),
        };
    }
    let words: Vec<&str> = tidied.split(' ').collect();
    let end = words.len()
        - words
            .iter()
            .rev()
            .take_while(|word| is_suffix(word))
            .count();
    let mut at = end.saturating_sub(1);
    while at > 0 && belongs_to_family_name(&words, at - 1) {
        at -= 1;
    }
    if words.len() == 1 {
        return Name {
            first: tidied,
            last: String::new(),
        };
    }
    Name {
        first: words[..at].join(" "),
        last: words[at..].join(" "),
    }
}

fn belongs_to_family_name(words: &[&str], at: usize) -> bool {
    let word = words[at].to_lowercase();
    let before_particle = words.get(at + 1).is_some_and(|next| is_particle(next));
    is_particle(&word) || (at > 0 && before_particle && LINKS.contains(&word.as_str()))
}

fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word.to_lowercase().as_str())
}

fn is_suffix(text: &str) -> bool {
    let word = text.trim().trim_end_matches('.').to_lowercase();
    SUFFIXES.contains(&word.as_str())
}

fn is_title(word: &str) -> bool {
    let folded: String = fold::words(word).map(fold::fold).collect();
    TITLES.contains(&folded.as_str())
}

/// The name as it is shown: first name, then last.
pub fn display_name(first: &str, last: &str) -> String {
    let parts = [first.trim(), last.trim()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

/// One or two capital letters to stand for somebody: `Dr. Anna van der Berg` is `AB`. Empty where
/// there is no letter. A letter keeps its marks.
pub fn initials(first: &str, last: &str) -> String {
    let of_first = first.split_whitespace().find(|word| !is_title(word));
    let of_last = last.split_whitespace().find(|word| !is_particle(word));
    let words = [of_first.unwrap_or(first), of_last.unwrap_or(last)];
    words.into_iter().map(initial).collect()
}

/// The first letter or digit of a word, capital, with the marks on it.
fn initial(word: &str) -> String {
    let mut chars = word.chars().skip_while(|c| !c.is_alphanumeric());
    let Some(letter) = chars.next() else {
        return String::new();
    };
    let capital: String = letter.to_uppercase().collect();
    // A letter that has no single capital (`ß`) stays as it is.
    let single = capital.chars().filter(|&c| !is_combining_mark(c)).count() == 1;
    let shown = if single { capital } else { letter.to_string() };
    shown
        .chars()
        .chain(chars.take_while(|&c| is_combining_mark(c)))
        .collect()
}

/// What names of one person share in two lists: the fully folded words, sorted, without titles.
///
/// The order does not count, because lists put the family name first, second or into the wrong
/// column. That is safe where the key is compared together with a phone or an e-mail, and only there.
/// Empty where the name has no letter.
pub fn folded_name_key(first: &str, last: &str) -> String {
    let all = || fold::words(first).chain(fold::words(last));
    let mut words: Vec<String> = all()
        .filter(|w| !is_title(w))
        .map(fold::fold_fully)
        .collect();
    if words.is_empty() {
        words = all().map(fold::fold_fully).collect();
    }
    words.retain(|word| !word.is_empty());
    words.sort_unstable();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_cell_is_taken_apart_at_the_last_space_but_for_particles() {
        for (cell, first, last) in [
            ("Anna Müller", "Anna", "Müller"),
            ("Anna Maria  Müller", "Anna Maria", "Müller"),
            ("Jan van der Berg", "Jan", "van der Berg"),
            ("Ana de la Cruz", "Ana", "de la Cruz"),
            ("Karl von und zu Stein", "Karl", "von und zu Stein"),
            ("Piet in 't Veld", "Piet", "in 't Veld"),
            ("Kees van 't Hof", "Kees", "van 't Hof"),
            ("Marc-André ter Stegen", "Marc-André", "ter Stegen"),
            ("Lucia Della Valle", "Lucia", "Della Valle"),
            ("João dos Santos", "João", "dos Santos"),
            ("van Dijk", "", "van Dijk"),
            ("Berg, Jan van der", "Jan van der", "Berg"),
            ("van der Berg, Jan", "Jan", "van der Berg"),
            ("Müller,", "", "Müller"),
            (", Anna", "Anna", ""),
            ("Dr. Anna Müller", "Dr. Anna", "Müller"),
            ("John Smith Jr.", "John", "Smith Jr."),
            ("John Smith, Jr.", "John", "Smith, Jr."),
            ("Anna", "Anna", ""),
            ("", "", ""),
            (" \u{202e}Anna\t\u{0}Mu\u{308}ller\u{a0}", "Anna", "Müller"),
        ] {
            let (first, last) = (first.to_owned(), last.to_owned());
            assert_eq!(split_name(cell), Name { first, last }, "{cell}");
        }
    }

    #[test]
    fn initials_are_letters_with_their_marks() {
        for (first, last, shown) in [
            ("Anna", "Müller", "AM"),
            ("dr. anna", "van der berg", "AB"),
            ("Łucja", "Żak", "ŁŻ"),
            ("o\u{323}la", "", "O\u{323}"),
            ("(Evi)", "'t Hooft", "EH"),
            ("ßen", "", "ß"),
            ("", "van", "V"),
            ("", "", ""),
        ] {
            assert_eq!(initials(first, last), shown, "{first} {last}");
        }
    }

    #[test]
    fn names_of_one_person_share_a_key_in_any_order() {
        let key = folded_name_key("Anna", "Müller");
        assert_eq!(key, "anna muller");
        assert_eq!(folded_name_key("MUELLER", "anna"), key);
        assert_eq!(folded_name_key("Dr. Anna Muller", ""), key);
        assert_ne!(folded_name_key("Anne", "Müller"), key);
        assert_eq!(folded_name_key("Herr", ""), "herr");
        assert_eq!(folded_name_key("—", ""), "");
    }

    #[test]
    fn a_shown_name_has_no_stray_space() {
        assert_eq!(display_name("Anna", ""), "Anna");
        assert_eq!(display_name("", "Müller"), "Müller");
        assert_eq!(display_name("Anna ", "Müller"), "Anna Müller");
    }

    proptest! {
        #[test]
        fn splitting_loses_no_word(text in "[A-Za-zü']{1,8}( [a-z]{1,4}){0,4}") {
            let name = split_name(&text);
            prop_assert_eq!(display_name(&name.first, &name.last), tidy(&text));
        }
    }
}
