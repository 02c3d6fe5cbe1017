//! E-mails: what is plausible is kept, what is not says why.

use std::fmt;

use kartoteka_plugin::checks::is_stripped;

/// An e-mail of a client.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Email {
    /// As typed, its domain in lower case: `Anna.Meier@web.de`.
    pub value: String,
    /// What two spellings of one address share: all in lower case. Marks stay, for
    /// `müller@` and `muller@` are two people.
    pub key: String,
}

/// Why a text is no plausible e-mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EmailProblem {
    /// Nothing was typed.
    Empty,
    /// Not one `@` between a name and a domain.
    NotOneAt,
    /// White space or a character that no address has without quotes.
    BadCharacter,
    /// The name before the `@` is empty, or its dots stand wrong.
    BadName,
    /// The domain has no dot, or a part of it is empty or misspelled.
    BadDomain,
    /// Longer than mail can carry (RFC 5321: 64 before the `@`, 254 in all).
    TooLong,
}

impl EmailProblem {
    /// The stable code for reports and answers.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "email_empty",
            Self::NotOneAt => "email_not_one_at",
            Self::BadCharacter => "email_bad_character",
            Self::BadName => "email_bad_name",
            Self::BadDomain => "email_bad_domain",
            Self::TooLong => "email_too_long",
        }
    }
}

impl fmt::Display for EmailProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for EmailProblem {}

/// Reads one e-mail, also as `mailto:` and as `Anna Meier <anna@web.de>`.
pub fn parse_email(typed: &str) -> Result<Email, EmailProblem> {
    let clean: String = typed.chars().filter(|&c| !is_stripped(c)).collect();
    let address = unwrapped(clean.trim());
    if address.is_empty() {
        return Err(EmailProblem::Empty);
    }
    let (name, domain) = address.split_once('@').ok_or(EmailProblem::NotOneAt)?;
    if domain.contains('@') {
        return Err(EmailProblem::NotOneAt);
    }
    if address.chars().any(never_in_address) {
        return Err(EmailProblem::BadCharacter);
    }
    let domain = domain.to_lowercase();
    if name.len() > 64 || name.len() + 1 + domain.len() > 254 {
        return Err(EmailProblem::TooLong);
    }
    if name.split('.').any(str::is_empty) {
        return Err(EmailProblem::BadName);
    }
    if !is_domain(&domain) {
        return Err(EmailProblem::BadDomain);
    }
    let key = format!("{}@{domain}", name.to_lowercase());
    let value = format!("{name}@{domain}");
    Ok(Email { value, key })
}

/// The address within `mailto:…` or `Name <…>`.
fn unwrapped(text: &str) -> &str {
    let inner = text
        .strip_suffix('>')
        .and_then(|rest| rest.rsplit_once('<'))
        .map_or(text, |(_, inner)| inner)
        .trim();
    let scheme = inner.get(..7);
    if scheme.is_some_and(|s| s.eq_ignore_ascii_case("mailto:")) {
        inner.get(7..).unwrap_or_default().trim()
    } else {
        inner
    }
}

fn never_in_address(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '(' | ')' | '<' | '>' | ',' | ';' | ':' | '"' | '[' | ']' | '\\'
        )
}

/// At least two parts of letters, digits and inner hyphens, the last of which is no number.
fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .chars()
                .all(|c| c.is_alphanumeric() || c == '-' || !c.is_ascii())
    };
    let last = domain.rsplit('.').next().unwrap_or_default();
    domain.contains('.')
        && domain.split('.').all(label)
        && last.chars().count() >= 2
        && !last.bytes().all(|b| b.is_ascii_digit())
}

/// Takes a cell with several e-mails apart, at white space, `,`, `;`, `|` and `/`.
///
/// Where that would tear an address (`anna @web.de`), and where none has an `@`, the cell is one
/// piece, so that the problem is seen as typed. Words beside addresses are passed over.
pub fn split_emails(cell: &str) -> Vec<&str> {
    let separates = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|' | '/');
    let whole = cell.trim();
    let addresses: Vec<&str> = whole
        .split(separates)
        .filter(|piece| piece.contains('@'))
        .collect();
    let torn = addresses
        .iter()
        .any(|piece| piece.starts_with('@') || piece.ends_with('@'));
    if whole.is_empty() {
        Vec::new()
    } else if addresses.is_empty() || torn {
        vec![whole]
    } else {
        addresses
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plausible_addresses_are_kept_with_a_lower_case_domain() {
        for (typed, value, key) in [
            (
                " Anna.Meier@WEB.de ",
                "Anna.Meier@web.de",
                "anna.meier@web.de",
            ),
            ("mailto:a@b.it", "a@b.it", "a@b.it"),
            (
                "Eva <EVA+salon@x-y.nl>",
                "EVA+salon@x-y.nl",
                "eva+salon@x-y.nl",
            ),
            ("jörg@müller.de", "jörg@müller.de", "jörg@müller.de"),
            ("\u{200b}a_b@c.d.pl\u{feff}", "a_b@c.d.pl", "a_b@c.d.pl"),
        ] {
            let email = parse_email(typed);
            let (value, key) = (value.to_owned(), key.to_owned());
            assert_eq!(email, Ok(Email { value, key }), "{typed}");
        }
    }

    #[test]
    fn what_is_no_address_says_why() {
        let long = format!("{}@web.de", "a".repeat(65));
        for (typed, problem) in [
            ("  ", EmailProblem::Empty),
            ("anna", EmailProblem::NotOneAt),
            ("anna@web@de.de", EmailProblem::NotOneAt),
            ("an na@web.de", EmailProblem::BadCharacter),
            ("anna.@web.de", EmailProblem::BadName),
            ("@web.de", EmailProblem::BadName),
            ("anna@web", EmailProblem::BadDomain),
            ("anna@web..de", EmailProblem::BadDomain),
            ("anna@-web.de", EmailProblem::BadDomain),
            ("anna@web.de.", EmailProblem::BadDomain),
            ("anna@1.2.3.4", EmailProblem::BadDomain),
            (long.as_str(), EmailProblem::TooLong),
        ] {
            assert_eq!(parse_email(typed), Err(problem), "{typed}");
        }
    }

    #[test]
    fn several_addresses_in_a_cell_are_taken_apart() {
        assert_eq!(
            split_emails("a@b.de; c@d.de\ne@f.de"),
            ["a@b.de", "c@d.de", "e@f.de"]
        );
        assert_eq!(split_emails("a@b.de/c@d.de privat"), ["a@b.de", "c@d.de"]);
        assert_eq!(split_emails("anna @web.de"), ["anna @web.de"]);
        assert_eq!(split_emails("none"), ["none"]);
        assert!(split_emails(" ").is_empty());
    }
}
