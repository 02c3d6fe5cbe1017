//! One cell on its way from a sheet to a client: a text, and what happened to it.

use serde::{Deserialize, Serialize};

/// A cell that holds something. Empty cells are not sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// The column, counted from 0 for `A`.
    pub column: u16,
    /// What the salon would read in the cell; empty if it holds a formula's error.
    pub text: String,
    /// What happened to it.
    pub flags: CellFlags,
}

impl Cell {
    /// A plain text cell.
    pub fn new(column: u16, text: impl Into<String>) -> Self {
        Self {
            column,
            text: text.into(),
            flags: CellFlags::default(),
        }
    }
}

/// What happened to a cell on the way to its text: a set of the constants below.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CellFlags(u16);

impl CellFlags {
    /// It was a number; a phone number may have lost a leading zero long before.
    pub const FROM_NUMBER: Self = Self(1);
    /// It was a date or a time.
    pub const FROM_DATE: Self = Self(1 << 1);
    /// It was a truth value; the text is `true` or `false`.
    pub const FROM_BOOLEAN: Self = Self(1 << 2);
    /// It was an error such as `#REF!`; the text is empty so that nobody is ever called that.
    pub const FORMULA_ERROR: Self = Self(1 << 3);
    /// Control characters or invisible marks (direction, zero width) were taken out.
    pub const CLEANED: Self = Self(1 << 4);
    /// It was longer than allowed; the end is missing.
    pub const TRUNCATED: Self = Self(1 << 5);
    /// It was written like `1.76E+11`: the digits behind are zeros that nobody typed.
    pub const DIGITS_LOST: Self = Self(1 << 6);
    /// Some letters could not be decoded and stand as `�`.
    pub const UNDECODED: Self = Self(1 << 7);
    /// It looks like UTF-8 that was once read as something else, `MÃ¼ller`.
    pub const GARBLED: Self = Self(1 << 8);

    /// Whether all of `other` is in this set.
    pub fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether nothing happened.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The bits, for storing.
    pub fn bits(self) -> u16 {
        self.0
    }

    /// The set of stored bits.
    pub fn from_bits(bits: u16) -> Self {
        Self(bits)
    }
}

impl std::ops::BitOr for CellFlags {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl std::ops::BitOrAssign for CellFlags {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}
