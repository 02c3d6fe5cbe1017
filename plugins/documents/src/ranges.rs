//! `Range` (RFC 9110, 14): one range of bytes, or the whole.

use std::ops::Range;

/// What part of a content was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// All of it.
    Whole,
    /// These bytes.
    Part(Range<u64>),
    /// None that are there.
    Nowhere,
}

/// Reads a `Range` of a content of `size` bytes. What is not understood, and several ranges at
/// once, ask for the whole.
pub fn wanted(header: &str, size: u64) -> Wanted {
    let Some((first, last)) = header
        .trim()
        .strip_prefix("bytes=")
        .and_then(|range| range.trim().split_once('-'))
    else {
        return Wanted::Whole;
    };
    let number = |text: &str| match text.is_empty() {
        true => Ok(None),
        false if text.bytes().all(|b| b.is_ascii_digit()) => {
            // Beyond all files is beyond this one.
            Ok(Some(text.parse().unwrap_or(u64::MAX)))
        }
        false => Err(()),
    };
    match (number(first.trim()), number(last.trim())) {
        (Ok(Some(first)), Ok(last)) => {
            let last = last.unwrap_or(u64::MAX);
            match (last < first, first < size) {
                (true, _) => Wanted::Whole,
                (false, true) => Wanted::Part(first..last.saturating_add(1).min(size)),
                (false, false) => Wanted::Nowhere,
            }
        }
        (Ok(None), Ok(Some(last))) => match last.min(size) {
            0 => Wanted::Nowhere,
            long => Wanted::Part(size - long..size),
        },
        _ => Wanted::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_understood() {
        for (header, expected) in [
            ("bytes=0-0", Wanted::Part(0..1)),
            ("bytes=2-4", Wanted::Part(2..5)),
            ("bytes=8-", Wanted::Part(8..10)),
            ("bytes=8-99", Wanted::Part(8..10)),
            ("bytes=-3", Wanted::Part(7..10)),
            ("bytes=-30", Wanted::Part(0..10)),
            ("bytes=10-", Wanted::Nowhere),
            ("bytes=99999999999999999999999-", Wanted::Nowhere),
            ("bytes=-0", Wanted::Nowhere),
            ("bytes=4-2", Wanted::Whole),
            ("bytes=0-1,4-5", Wanted::Whole),
            ("bytes=-", Wanted::Whole),
            ("bytes=a-b", Wanted::Whole),
            ("lines=0-1", Wanted::Whole),
            ("", Wanted::Whole),
        ] {
            assert_eq!(wanted(header, 10), expected, "{header}");
        }
        assert_eq!(wanted("bytes=0-", 0), Wanted::Nowhere);
    }
}
