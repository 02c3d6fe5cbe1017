//! The address that a phone number becomes on the pages.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// What addresses of phones may begin with.
pub const SCHEMES: [&str; 6] = ["tel:", "sip:", "sips:", "callto:", "http:", "https:"];
/// The longest part before or after a number, in bytes.
const LONGEST: usize = 400;

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NumberForm {
    /// `+49176…`
    #[default]
    Plus,
    /// `0049176…`
    Zeros,
    /// `49176…`
    Bare,
}

impl NumberForm {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Plus, Self::Zeros, Self::Bare];

    /// `plus`, `zeros`, `bare`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Plus => "plus",
            Self::Zeros => "zeros",
            Self::Bare => "bare",
        }
    }

    /// From its code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.code() == code)
    }
}

/// What a phone number becomes: the address is `before`, the number, `after`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhoneLink {
    /// With the scheme; with the host too, where there is one before the number.
    pub before: String,
    /// How the number is written.
    pub number: NumberForm,
    /// What follows the number.
    pub after: String,
    /// What a tap does, in the reader's language, for those who hear the page.
    pub word: String,
}

impl PhoneLink {
    /// The address that calls the number `e164` (`+49176…`). Nothing where the number is none,
    /// or where no address may come of the parts: whoever shows the address asks here, so that
    /// no feature can put another scheme or anything but an address under a number.
    pub fn to(&self, e164: &str) -> Option<String> {
        let digits = e164.strip_prefix('+')?;
        let are_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
        if !are_digits || !(3..=15).contains(&digits.len()) {
            return None;
        }
        let scheme = SCHEMES
            .iter()
            .find(|scheme| self.before.starts_with(**scheme))?;
        let of_web = ["http:", "https:"].contains(scheme);
        if of_web && !has_host(self.before.get(scheme.len()..)?) {
            return None;
        }
        if !is_plain(&self.before) || !is_plain(&self.after) {
            return None;
        }
        let sign = match self.number {
            // In a query a bare plus reads as a space.
            NumberForm::Plus if of_web => "%2B",
            NumberForm::Plus => "+",
            NumberForm::Zeros => "00",
            NumberForm::Bare => "",
        };
        Some(format!("{}{sign}{digits}{}", self.before, self.after))
    }
}

/// The scheme of an address that is opened as a page, and not by a program for calls.
pub fn is_page(address: &str) -> bool {
    address.starts_with("http:") || address.starts_with("https:")
}

/// Whether what follows `https:` names a host and ends it: so the number is no part of it.
fn has_host(rest: &str) -> bool {
    let Some(rest) = rest.strip_prefix("//") else {
        return false;
    };
    let Some(end) = rest.find(['/', '?', '#']) else {
        return false;
    };
    let (host, port) = match rest.get(..end).map(|host| host.rsplit_once(':')) {
        Some(Some((host, port))) if !host.ends_with(':') && !port.contains(']') => {
            (Cow::Borrowed(host), Some(port))
        }
        _ => (Cow::Borrowed(rest.get(..end).unwrap_or_default()), None),
    };
    let is_port = |port: &str| port.parse::<u16>().is_ok_and(|port| port > 0);
    let is_name = |host: &str| {
        let of_name = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
        host.bytes().any(|byte| byte.is_ascii_alphanumeric()) && host.bytes().all(of_name)
    };
    let is_number = |host: &str| {
        let inner = host
            .strip_prefix('[')
            .and_then(|host| host.strip_suffix(']'));
        inner.is_some_and(|inner| inner.parse::<std::net::Ipv6Addr>().is_ok())
    };
    port.is_none_or(is_port) && (is_name(&host) || is_number(&host))
}

/// Whether a part of an address has only what addresses have (RFC 3986), so that nothing in it
/// has to be escaped.
fn is_plain(part: &str) -> bool {
    let bytes = part.as_bytes();
    let of_address =
        |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&()*+,;=%".contains(&byte);
    let is_escape = |at: usize| {
        let pair = bytes.get(at + 1..at + 3);
        pair.is_some_and(|pair| pair.iter().all(u8::is_ascii_hexdigit))
    };
    bytes.len() <= LONGEST
        && bytes.iter().copied().all(of_address)
        && (bytes.iter().enumerate()).all(|(at, byte)| *byte != b'%' || is_escape(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(before: &str, number: NumberForm, after: &str) -> PhoneLink {
        PhoneLink {
            before: before.to_owned(),
            number,
            after: after.to_owned(),
            word: String::new(),
        }
    }

    #[test]
    fn a_number_becomes_an_address() {
        let number = "+49176123456";
        for (before, form, after, address) in [
            ("tel:", NumberForm::Plus, "", "tel:+49176123456"),
            ("callto:", NumberForm::Bare, "", "callto:49176123456"),
            (
                "sip:",
                NumberForm::Zeros,
                "@pbx.example",
                "sip:0049176123456@pbx.example",
            ),
            (
                "https://pbx.example/call?to=",
                NumberForm::Plus,
                "&line=2",
                "https://pbx.example/call?to=%2B49176123456&line=2",
            ),
            (
                "http://[fd00::1]:8080/",
                NumberForm::Bare,
                "",
                "http://[fd00::1]:8080/49176123456",
            ),
        ] {
            let made = link(before, form, after).to(number);
            assert_eq!(made.as_deref(), Some(address));
        }
    }

    #[test]
    fn what_is_no_address_of_a_phone_becomes_none() {
        for before in [
            "",
            "javascript:",
            "JavaScript:tel:",
            "data:text/html,",
            " tel:",
            "telx:",
            "TEL:",
            "https:",
            "https://",
            "https://pbx.example",
            "https:///path/",
            "https://name@pbx.example/",
            "https://pbx.example:port/",
            "https://pbx.example:0/",
            "https://pbx.example\\/",
            "https://pbx.example/a b",
            "https://pbx.example/ü",
            "https://pbx.example/\"",
            "https://pbx.example/%",
            "https://pbx.example/%4",
            "tel:\n",
            "tel:<",
        ] {
            assert_eq!(
                link(before, NumberForm::Plus, "").to("+49176123456"),
                None,
                "{before}"
            );
        }
        for after in [" ", "'", "\"", ">", "\u{0}", "%", "%zz", "{number}"] {
            assert_eq!(
                link("tel:", NumberForm::Plus, after).to("+49176123456"),
                None,
                "{after}"
            );
        }
        for number in [
            "",
            "+",
            "0176123456",
            "+49 176",
            "+49176123456789012",
            "+4917a",
            "+١٢٣٤",
        ] {
            assert_eq!(
                link("tel:", NumberForm::Plus, "").to(number),
                None,
                "{number}"
            );
        }
    }
}
