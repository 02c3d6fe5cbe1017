//! Phones: what was typed, and the international form of it where it is a number.
//!
//! What was typed is always kept. A number that cannot be understood has no international form, which
//! marks it on the card; it is never refused, because a salon knows things about its phones that no
//! table of numbering plans does.

use std::fmt::Write;

use phonenumber::country::Id;
use phonenumber::metadata::DATABASE;
use phonenumber::{Mode, PhoneNumber};

mod cell;
mod plan;

pub use cell::split_phones;
use plan::Plan;

/// A phone of a client.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Phone {
    /// As typed, but for surrounding and doubled white space and invisible characters.
    pub value: String,
    /// In international form (E.164, `+491761234567`), where the number is a valid one.
    pub e164: Option<String>,
}

/// Reads phones as people of one country write them. Cheap to make.
#[derive(Clone, Copy, Debug)]
pub struct PhoneReader {
    country: Option<Id>,
    /// The numbering plan of the country.
    plan: Option<&'static Plan>,
}

/// Shorter ones, typed without the digit that leads into another area, may be local numbers: `234567`
/// in Berlin is not `0234 567` in Bochum. German local numbers have up to eight digits.
const SHORTEST_WITHOUT_TRUNK: usize = 9;
/// The longest that the numbering plans of the world allow, and some of Germany's exceed by two.
const LONGEST: usize = 17;

impl PhoneReader {
    /// A reader for a salon's country (ISO 3166, two letters, capital). An unknown country reads
    /// international numbers only.
    pub fn new(country: &str) -> Self {
        let country: Option<Id> = country.parse().ok();
        let plan = country.and_then(Plan::of);
        Self {
            country: country.filter(|_| plan.is_some()),
            plan,
        }
    }

    /// Reads one phone. [`split_phones`] takes a cell with several apart.
    pub fn read(&self, typed: &str) -> Phone {
        let value = kartoteka_plugin::checks::tidy(typed);
        let e164 = self.e164(&value);
        Phone { value, e164 }
    }

    /// The international form of what was typed, if it is a valid number.
    fn e164(&self, value: &str) -> Option<String> {
        let typed = typed_digits(cell::without_words(value));
        let digits = typed.digits.as_str();
        if !(3..=LONGEST).contains(&digits.len()) {
            return None;
        }
        if let Some(e164) = self.plain(&typed) {
            return Some(e164);
        }
        if typed.international && !digits.starts_with('0') {
            return valid(None, &format!("+{digits}"));
        }
        let national = self.national(digits);
        national.or_else(|| foreign_without_plus(digits))
    }

    /// The answer for a plainly written number, at home or behind a country's code, which nearly all
    /// are, at a fraction of the cost: [`phonenumber::parse`] looks for extensions, carriers and
    /// letters, and its check asks for every kind of number in turn. `None` says nothing; a test shows
    /// that any other answer is that of [`valid`].
    fn plain(&self, typed: &TypedDigits) -> Option<String> {
        let digits = typed.digits.as_str();
        let (plan, number) = if typed.international {
            let (code, number) = digits.split_at_checked(country_code_len(digits))?;
            (Plan::of_code(code)?, number)
        } else {
            let plan = self.plan?;
            let trunk = plan.metadata.national_prefix().unwrap_or_default();
            (plan, digits.strip_prefix(trunk)?)
        };
        let bare_trunk = plan.metadata.national_prefix().is_some() && number.starts_with('0');
        if !plan.is_simple() || bare_trunk || number.starts_with("00") {
            return None;
        }
        let code = plan.metadata.country_code();
        plan.is_likely(number).then(|| format!("+{code}{number}"))
    }

    fn national(&self, digits: &str) -> Option<String> {
        let country = Some(self.country?);
        let trunk = self.plan.and_then(|plan| plan.metadata.national_prefix());
        let lacks_trunk = trunk.is_some_and(|trunk| !digits.starts_with(trunk));
        if lacks_trunk && digits.len() < SHORTEST_WITHOUT_TRUNK {
            return None;
        }
        let with_zero = || valid(country, &format!("0{digits}"));
        valid(country, digits).or_else(|| (!digits.starts_with('0')).then(with_zero).flatten())
    }
}

/// A spreadsheet took the `+` for a sign: `436601234567`. Believed of long numbers only, and not of
/// those that begin with 1 or 7, as lost zeros leave behind.
fn foreign_without_plus(digits: &str) -> Option<String> {
    let believable = digits.len() >= 11 && !digits.starts_with(['0', '1', '7']);
    believable
        .then(|| valid(None, &format!("+{digits}")))
        .flatten()
}

/// The international form of `text`, of nothing but digits and a plus, if the number is valid.
fn valid(country: Option<Id>, text: &str) -> Option<String> {
    let number = phonenumber::parse(country, text).ok()?;
    phonenumber::is_valid(&number).then(|| formatted(&number, Mode::E164))?
}

fn formatted(number: &PhoneNumber, mode: Mode) -> Option<String> {
    let mut text = String::with_capacity(20);
    write!(text, "{}", number.format().mode(mode)).ok()?;
    Some(text)
}

/// How `e164` is shown in `country` (ISO 3166, two letters): `0176 1234567` at home,
/// `+49 176 1234567` abroad. What is no number is shown as it is.
pub fn display_phone(e164: &str, country: &str) -> String {
    let Ok(number) = phonenumber::parse(None, e164) else {
        return e164.to_owned();
    };
    let home = country.parse::<Id>().ok();
    let home = home.and_then(|id| DATABASE.by_id(id.as_ref()));
    let at_home = home.is_some_and(|m| m.country_code() == number.country().code());
    let mode = if at_home {
        Mode::National
    } else {
        Mode::International
    };
    formatted(&number, mode).unwrap_or_else(|| e164.to_owned())
}

/// The digits dialled within the country of `e164`: `01761234567`. Italy and Poland dial what stands
/// behind the country's code.
pub fn national_digits(e164: &str) -> String {
    let digits = e164.trim_start_matches('+');
    let code = country_code_len(digits).min(digits.len());
    let (code, number) = digits.split_at_checked(code).unwrap_or((digits, ""));
    let metadata = (code.parse().ok()).and_then(|code: u16| DATABASE.by_code(&code));
    let home = metadata.and_then(|list| list.into_iter().next());
    let trunk = home.and_then(|m| m.national_prefix());
    let zero = trunk.filter(|trunk| trunk.starts_with('0'));
    format!("{}{number}", zero.unwrap_or_default())
}

/// The digits of a typed phone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedDigits {
    /// Without the `00` of an international number, and without its `(0)`.
    pub digits: String,
    /// Led by `+` or `00`: begins with a country's code.
    pub international: bool,
}

/// Takes the digits out of what was typed, whatever stands between them.
pub fn typed_digits(typed: &str) -> TypedDigits {
    let lead = typed.trim_start_matches(|c: char| c == '(' || c.is_whitespace());
    let plus = lead.starts_with(['+', '＋']);
    let all: String = typed.chars().filter(char::is_ascii_digit).collect();
    let international = plus || all.starts_with("00");
    let optional = typed.find("(0)").filter(|&at| international && at > 0);
    let digits = match optional {
        Some(at) => {
            let kept = [&typed[..at], &typed[at + 3..]].concat();
            kept.chars().filter(char::is_ascii_digit).collect()
        }
        None => all,
    };
    let digits = if plus {
        digits.as_str()
    } else {
        digits.strip_prefix("00").unwrap_or(&digits)
    };
    TypedDigits {
        digits: digits.to_owned(),
        international,
    }
}

/// How many of the leading digits are the country's code, by the zones of the world's numbering
/// plan (ITU-T E.164): 1 and 7 alone, the assigned pairs, else three.
pub fn country_code_len(digits: &str) -> usize {
    match digits.as_bytes() {
        [b'1' | b'7', ..] => 1,
        [b'2', b'0' | b'7', ..]
        | [b'3', b'0'..=b'4' | b'6' | b'9', ..]
        | [b'4', b'0' | b'1' | b'3'..=b'9', ..]
        | [b'5', b'1'..=b'8', ..]
        | [b'6', b'0'..=b'6', ..]
        | [b'8', b'1' | b'2' | b'4' | b'6', ..]
        | [b'9', b'0'..=b'5' | b'8', ..] => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests;
