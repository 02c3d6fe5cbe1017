//! Number formats that show a number as more than its digits: `00000` keeps the zeros of a
//! number on a card, `\+0` the sign of a phone. A salon reads what is shown, not what is kept.

/// The digits and other characters of such a format, in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern(Vec<Place>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// `0`: a digit, or a zero where there is none.
    Zero,
    /// `#` and `?`: a digit, or nothing.
    Digit,
    /// Shown as it is.
    Letter(char),
}

impl Pattern {
    /// The pattern of a format code; none where the format shows no more than the digits, or is
    /// of another kind: decimals, thousands, percents, dates.
    pub(super) fn of(code: &str) -> Option<Self> {
        let mut places = Vec::new();
        let mut chars = code.chars();
        while let Some(c) = chars.next() {
            match c {
                '0' => places.push(Place::Zero),
                '#' | '?' => places.push(Place::Digit),
                // What is shown of negative numbers comes after it.
                ';' => break,
                '\\' => places.push(Place::Letter(chars.next()?)),
                '"' => places.extend(chars.by_ref().take_while(|c| *c != '"').map(Place::Letter)),
                // Room of the width of a character, and a colour or condition.
                '_' => drop(chars.next()?),
                '[' => drop(chars.by_ref().find(|c| *c == ']')?),
                ' ' | '+' | '-' | '(' | ')' | '/' => places.push(Place::Letter(c)),
                _ => return None,
            }
        }
        let zeros = places.iter().filter(|place| **place == Place::Zero).count();
        let digits = places
            .iter()
            .filter(|place| !matches!(place, Place::Letter(_)))
            .count();
        let letters = digits < places.len();
        (digits > 0 && (zeros > 1 || letters)).then_some(Self(places))
    }

    /// How a whole number that is not negative is shown.
    pub(super) fn show(&self, number: u64, text: &mut String) {
        let digits = number.to_string();
        let mut rest = digits.as_str();
        let mut shown = Vec::with_capacity(self.0.len() + digits.len());
        let first = self
            .0
            .iter()
            .position(|place| !matches!(place, Place::Letter(_)));
        for (at, place) in self.0.iter().enumerate().rev() {
            match place {
                Place::Letter(c) => shown.push(*c),
                Place::Zero | Place::Digit => {
                    let end = rest.chars().next_back();
                    rest = &rest[..rest.len() - usize::from(end.is_some())];
                    shown.extend(end.or((*place == Place::Zero).then_some('0')));
                }
            }
            if Some(at) == first {
                // The leftmost place takes all that is left.
                shown.extend(rest.chars().rev());
            }
        }
        text.extend(shown.iter().rev());
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::*;

    fn shown(code: &str, number: u64) -> String {
        let mut text = String::new();
        Pattern::of(code).unwrap().show(number, &mut text);
        text
    }

    #[test]
    fn numbers_are_shown_as_their_format_says() {
        for (code, number, text) in [
            ("00000", 815, "00815"),
            ("00000", 1_234_567, "1234567"),
            ("0000\\ 0000000", 1_761_234_567, "0176 1234567"),
            ("\"+\"0", 491_761_234_567, "+491761234567"),
            ("\\+## ### #######", 491_761_234_567, "+49 176 1234567"),
            ("\"K-\"000;[Red]-0", 7, "K-007"),
            ("(0000) 0", 1_761_234, "(176123) 4"),
            ("##00", 0, "00"),
        ] {
            assert_eq!(shown(code, number), text, "{code}");
        }
    }

    #[test]
    fn other_formats_are_left_to_others() {
        for code in [
            "General",
            "0",
            "#",
            "0.00",
            "#,##0",
            "0%",
            "0E+00",
            "dd.mm.yyyy",
            "@",
            "",
            "\\",
            "\"x\"",
        ] {
            assert_eq!(Pattern::of(code), None, "{code}");
        }
    }
}
