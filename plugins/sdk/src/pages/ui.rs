//! What templates ask for: words, addresses, icons, dates, and whether the reader
//! may do something.

use std::fmt::{self, Display, Write};

use crate::{Call, Texts, text::Arg};
use askama::filters::HtmlSafe;
use chrono::{DateTime, Days, Utc};
use uuid::Uuid;

/// How many colours an avatar may have.
const HUES: u8 = 12;

/// Markup of our own making, which templates do not escape again.
#[derive(Debug, Clone, Default)]
pub struct Markup(pub String);

impl Display for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Markup {}

impl Markup {
    /// Adds `text`, escaped.
    pub fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&#34;"),
                '\'' => self.0.push_str("&#39;"),
                _ => self.0.push(c),
            }
        }
    }

    /// `text` with the byte ranges `found` emphasised.
    pub fn marked(text: &str, found: &[std::ops::Range<usize>]) -> Self {
        let mut markup = Self::default();
        let mut at = 0;
        for range in found {
            markup.text(text.get(at..range.start).unwrap_or_default());
            markup.0.push_str("<mark>");
            markup.text(text.get(range.clone()).unwrap_or_default());
            markup.0.push_str("</mark>");
            at = range.end;
        }
        markup.text(text.get(at..).unwrap_or_default());
        markup
    }
}

/// A field of a form that nobody sees.
#[derive(Debug, Clone)]
pub struct Hidden {
    /// Its name.
    pub name: &'static str,
    /// Its value.
    pub value: String,
}

/// What was just done, with the way back.
#[derive(Debug, Clone)]
pub struct Toast {
    /// What.
    pub text: String,
    /// Where the way back is posted to, and with what; none where there is no way.
    pub undo: Option<(String, Vec<Hidden>)>,
}

/// The reader's words and the salon's addresses.
#[derive(Clone)]
pub struct Ui {
    /// The call.
    pub call: Call,
    /// The reader's words.
    pub texts: Texts,
    icons: String,
}

impl Ui {
    /// For the reader of this call.
    pub fn new(call: &Call) -> Self {
        Self {
            call: call.clone(),
            texts: call.texts(),
            icons: call.icons(),
        }
    }

    /// A text.
    pub fn t(&self, key: &str) -> String {
        self.texts.get(key)
    }

    /// A text with one argument.
    pub fn t1(&self, key: &str, name: &str, value: impl Into<Arg>) -> String {
        self.texts.with1(key, name, value)
    }

    /// A text with two arguments.
    pub fn t2(
        &self,
        key: &str,
        first: &str,
        one: impl Into<Arg>,
        second: &str,
        two: impl Into<Arg>,
    ) -> String {
        self.texts.with2(key, first, one, second, two)
    }

    /// The address of a page of the salon: `/clients` becomes `/salon/clients`.
    pub fn url(&self, path: &str) -> String {
        format!("/{}{path}", self.call.salon().slug)
    }

    /// Whether the reader may do it. What one may not do is not offered.
    pub fn may(&self, permission: &str) -> bool {
        self.call.permissions().allow(permission)
    }

    /// The address of a picture that the module brings; see [`Call::asset`].
    pub fn asset(&self, name: &str) -> String {
        self.call.asset(name)
    }

    /// An icon of the set.
    pub fn icon(&self, name: &str) -> Markup {
        sprite(&self.icons, name, "icon")
    }

    /// A small icon.
    pub fn small_icon(&self, name: &str) -> Markup {
        sprite(&self.icons, name, "icon icon-small")
    }

    /// "today", "yesterday", or the date, by the salon's clock.
    pub fn day(&self, at: &DateTime<Utc>) -> String {
        let (day, today) = (self.call.salon().day(at), self.call.today());
        if day == today {
            self.t("frame-today")
        } else if day.checked_add_days(Days::new(1)) == Some(today) {
            self.t("frame-yesterday")
        } else {
            self.call.format().date(day)
        }
    }

    /// The minute of the day, by the salon's clock.
    pub fn minute(&self, at: &DateTime<Utc>) -> String {
        let local = at.with_timezone(&self.call.salon().time_zone);
        local.format("%H:%M").to_string()
    }

    /// Day and minute: `today, 9:41`.
    pub fn time(&self, at: &DateTime<Utc>) -> String {
        format!("{}, {}", self.day(at), self.minute(at))
    }

    /// For machines: RFC 3339.
    pub fn stamp(&self, at: &DateTime<Utc>) -> String {
        at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
    }

    /// How long ago, in minutes or hours: for what happened while one looked.
    pub fn ago(&self, at: &DateTime<Utc>) -> String {
        let minutes = (self.call.now() - *at).num_minutes();
        match minutes {
            ..1 => self.t("frame-just-now"),
            1..60 => self.t1("frame-minutes-ago", "minutes", minutes),
            _ => self.time(at),
        }
    }

    /// A count, its thousands apart as the salon's country writes them.
    pub fn count(&self, number: u64) -> String {
        let apart = match self.call.salon().country.as_str() {
            "DE" | "NL" | "IT" | "AT" => '.',
            "PL" | "FR" | "CZ" => '\u{a0}',
            "CH" => '’',
            _ => ',',
        };
        thousands(number, apart)
    }
}

/// The colour of a person's avatar: always the same, and theirs.
pub fn hue(id: Uuid) -> u8 {
    // The last byte of a UUIDv7 is chance; the first ones are time.
    id.as_bytes()[15] % HUES
}

/// One whose name is none of the set's draws nothing: features name icons, too.
fn sprite(icons: &str, name: &str, class: &str) -> Markup {
    let of_set = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let name = if name.bytes().all(of_set) { name } else { "" };
    Markup(format!(
        r##"<svg class="{class}" aria-hidden="true"><use href="{icons}#icon-{name}"></use></svg>"##
    ))
}

fn thousands(number: u64, apart: char) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            // Writing into a string cannot fail.
            let _ = text.write_char(apart);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(thousands(7, '.'), "7");
        assert_eq!(thousands(999, '.'), "999");
        assert_eq!(thousands(2014, '.'), "2.014");
        assert_eq!(thousands(1_234_567, ','), "1,234,567");
    }

    #[test]
    fn what_was_found_is_marked_and_all_is_escaped() {
        let markup = Markup::marked("<b>Mül & Co", &[3..7, 10..12]).0;
        let expected = "&lt;b&gt;<mark>Mül</mark> &amp; <mark>Co</mark>";
        assert_eq!(markup, expected);
    }
}
