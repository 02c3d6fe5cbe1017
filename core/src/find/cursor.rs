//! The order of what was found, and a place in it.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

/// How well a client matches: the worst rank among the words of the query. Less is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Rank {
    /// A whole word, spelled as typed (but for the case).
    Exact = 0,
    /// The beginning of a word of a name, of a number, a phone or an e-mail.
    Start = 1,
    /// Inside a name, a number or a phone.
    Inside = 2,
    /// Inside an e-mail, its domain included: half a salon is at the same provider.
    Email = 3,
}

impl Rank {
    fn from_byte(byte: u8) -> Option<Self> {
        [Self::Exact, Self::Start, Self::Inside, Self::Email]
            .into_iter()
            .find(|rank| *rank as u8 == byte)
    }
}

/// A place in the order of what was found: rank, then those seen last, then id.
///
/// It holds values, not a position, so that a page goes on at the right place after clients came,
/// went or changed. [`fmt::Display`] and [`FromStr`] give it an opaque form of 50 letters and digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cursor {
    /// How well the client matched.
    pub rank: Rank,
    /// When the client was seen last, in microseconds since 1970.
    pub seen_at: i64,
    /// The client.
    pub id: Uuid,
}

impl Ord for Cursor {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.rank.cmp(&other.rank))
            .then(other.seen_at.cmp(&self.seen_at))
            .then_with(|| self.id.cmp(&other.id))
    }
}

impl PartialOrd for Cursor {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (rank, id) = (self.rank as u8, self.id.as_u128());
        write!(f, "{rank:02x}{:016x}{id:032x}", self.seen_at)
    }
}

/// The text is not a cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotACursor;

impl fmt::Display for NotACursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a cursor of a search")
    }
}

impl std::error::Error for NotACursor {}

impl FromStr for Cursor {
    type Err = NotACursor;

    fn from_str(text: &str) -> Result<Self, NotACursor> {
        let hexadecimal = |b: u8| matches!(b, b'0'..=b'9' | b'a'..=b'f');
        if text.len() != 50 || !text.bytes().all(hexadecimal) {
            return Err(NotACursor);
        }
        let rank = u8::from_str_radix(&text[..2], 16).map_err(|_| NotACursor)?;
        let seen_at = u64::from_str_radix(&text[2..18], 16).map_err(|_| NotACursor)?;
        let id = u128::from_str_radix(&text[18..], 16).map_err(|_| NotACursor)?;
        Ok(Self {
            rank: Rank::from_byte(rank).ok_or(NotACursor)?,
            seen_at: seen_at.cast_signed(),
            id: Uuid::from_u128(id),
        })
    }
}
