//! Calls on their way in, and what may be in them.

use kartoteka_plugin::{Call, Error, checks, contacts::ContactKind};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::calls::{Direction, Outcome};

/// The longest note, in characters.
pub const NOTE: usize = 1_000;
/// The longest reason, in characters.
pub const REASON: usize = 500;
/// The longest text that is read as a number, in characters.
const LONGEST: usize = 100;

/// A call to be noted.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCall {
    /// With whom.
    pub client_id: Uuid,
    /// By which phone, as somebody types it; the first one on the card where it is left out.
    #[serde(default)]
    #[schema(max_length = 100)]
    pub phone: Option<String>,
    /// Who called whom; the salon unless said otherwise.
    #[serde(default)]
    pub direction: Direction,
    /// What came of it.
    pub outcome: Outcome,
    /// What was said.
    #[serde(default)]
    #[schema(max_length = 1_000)]
    pub note: Option<String>,
}

/// That a client is not to be called.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDoNotCall {
    /// Why, where it was said.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub reason: Option<String>,
}

/// The text tidied; nothing where nothing is left. One that is too long is added to `error`.
pub(crate) fn tidy(
    error: &mut Error,
    pointer: &'static str,
    text: Option<&str>,
    most: usize,
) -> Option<String> {
    let text = checks::tidy_note(text);
    checks::too_long(error, pointer, text.as_deref(), most);
    text
}

/// The number in E.164, where `text` is one.
pub(crate) fn e164(call: &Call, text: &str) -> Option<String> {
    if text.chars().count() > LONGEST {
        return None;
    }
    let key = call.contact(ContactKind::Phone, text)?.key;
    key.starts_with('+').then_some(key)
}

/// What telephone systems say for a caller who shows no number: in SIP `anonymous` (RFC 3323),
/// `unavailable` and `restricted`, and what menus of the house's countries make of them.
const WITHHELD: [&str; 20] = [
    "anonim",
    "anonimo",
    "anoniem",
    "anonym",
    "anonymous",
    "nascosto",
    "nieznany",
    "onbekend",
    "private",
    "privat",
    "privato",
    "prive",
    "prywatny",
    "restricted",
    "sconosciuto",
    "unavailable",
    "unbekannt",
    "unknown",
    "withheld",
    "zastrzeżony",
];

/// Whether the caller shows no number.
pub(crate) fn is_withheld(text: &str) -> bool {
    let said = bare(text).to_lowercase();
    said.is_empty() || WITHHELD.contains(&said.as_str())
}

/// By what cards may know the number that a telephone system hands over, the likeliest first.
/// Many leave out the plus, and in an address it reads as a space.
pub(crate) fn keys(call: &Call, text: &str) -> Vec<String> {
    let text = bare(text);
    if text.is_empty() || text.chars().count() > LONGEST {
        return Vec::new();
    }
    let read = |text: &str| Some(call.contact(ContactKind::Phone, text)?.key);
    let mut keys: Vec<String> = read(text).into_iter().collect();
    let international = text.starts_with(|c: char| ('1'..='9').contains(&c));
    let with_plus = international.then(|| format!("+{text}"));
    let more = with_plus.and_then(|text| read(&text));
    keys.extend(more.filter(|key| key.starts_with('+') && !keys.contains(key)));
    keys
}

/// What stands for the number in the forms that telephone systems have for a caller:
/// `"Anna" <sip:+49176…@pbx.example;user=phone>`, `tel:+49176…`.
fn bare(text: &str) -> &str {
    let text = match text.split_once('<') {
        Some((_, rest)) => rest.split('>').next().unwrap_or_default(),
        None => text,
    };
    let text = text.trim();
    let schemes = ["tel:", "sips:", "sip:", "callto:"];
    let cut = schemes.iter().find_map(|scheme| {
        let (start, rest) = text.split_at_checked(scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then_some(rest)
    });
    match cut {
        Some(rest) => rest.split(['@', ';']).next().unwrap_or_default().trim(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn the_number_is_found_in_what_telephone_systems_say() {
        for (said, number) in [
            ("+49 176 123", "+49 176 123"),
            (" 49176123 ", "49176123"),
            ("tel:+49176123;ext=1", "+49176123"),
            ("SIP:0176123@pbx.example", "0176123"),
            (
                "\"Anna\" <sips:+49176123@10.0.0.1:5060;user=phone>;tag=1",
                "+49176123",
            ),
            ("<", ""),
            ("", ""),
            ("ü", "ü"),
        ] {
            assert_eq!(bare(said), number);
        }
    }
}
