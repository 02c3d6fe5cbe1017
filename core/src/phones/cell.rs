//! Cells of a spreadsheet in which several phones stand, or words beside a phone.

/// Takes a cell with several phones apart: `0176 1234567, 030/1234567`.
///
/// New lines, `;` and `|` always part two numbers. A comma or slash does where what stands on both
/// sides is long enough for a number: in `030/1234567` it parts the area from the rest. A plus after
/// white space begins a number. Words stay with the number before them; without digits the cell is
/// one piece. The pieces are trimmed and never empty.
pub fn split_phones(cell: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, separator) in cell.char_indices() {
        if begins_number(&cell[start..at], separator, &cell[at..]) {
            pieces.push(&cell[start..at]);
            start = at;
        }
    }
    pieces.push(&cell[start..]);
    pieces
        .into_iter()
        .map(trim)
        .filter(|piece| !piece.is_empty())
        .collect()
}

/// The shortest number that somebody writes beside another one.
const SHORTEST: usize = 7;
/// Behind a slash without a zero or plus: as long as numbers are where nobody dials a zero first.
const SHORTEST_BARE: usize = 9;

/// Whether `rest`, which begins with `separator`, begins another number than the one in `before`.
fn begins_number(before: &str, separator: char, rest: &str) -> bool {
    let held = digits(before);
    match separator {
        '\n' | '\r' | ';' | '|' => held > 0 && digits(rest) > 0,
        ',' => held >= SHORTEST - 1 && next_digits(rest) >= SHORTEST - 2,
        '/' | '\\' | '&' if held >= SHORTEST => {
            let next = trim(rest);
            next.starts_with(['+', '0']) || next_digits(rest) >= SHORTEST_BARE
        }
        '+' => held >= SHORTEST && before.ends_with(|c: char| c.is_whitespace() || c == ':'),
        _ => false,
    }
}

fn digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

/// The digits up to the next separator.
fn next_digits(rest: &str) -> usize {
    let next = trim(rest);
    digits(
        next.split([',', ';', '|', '\n', '\r', '/', '\\', '&'])
            .next()
            .unwrap_or_default(),
    )
}

fn trim(piece: &str) -> &str {
    piece.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, ',' | ';' | '|' | '/' | '\\' | '&')
    })
}

/// The number itself, without the words before and behind it: `Mama: 0176 1234567 (ab 18 Uhr)`.
pub(super) fn without_words(value: &str) -> &str {
    let Some(start) = value.find(|c: char| c.is_ascii_digit() || c == '+') else {
        return "";
    };
    // A bracket around the area belongs to the number.
    let number = &value[start..];
    let end = number.find(char::is_alphabetic).unwrap_or(number.len());
    &number[..end]
}
