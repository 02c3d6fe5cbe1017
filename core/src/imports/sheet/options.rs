//! What a reader may take from a file, and what the salon has decided about it by hand.

use serde::{Deserialize, Serialize};

/// How much of a file is read before it is refused.
///
/// Time and memory are not here: the process that starts the reader limits them from outside,
/// where a file that lies about itself cannot reach.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Bytes of the file as uploaded.
    pub bytes: u64,
    /// Rows that hold something; empty rows do not count.
    pub rows: u32,
    /// Columns from the left; cells right of them are left out and counted in a note.
    pub columns: u32,
    /// Characters of one cell; the rest is cut off and the cell flagged. Excel's own maximum is 32,767.
    pub cell_chars: u32,
    /// Bytes of text in one row; cells beyond are emptied and flagged as cut off.
    pub row_bytes: u32,
    /// Bytes of all parts of a zipped sheet once unpacked, by its directory (to which unpacking is held).
    pub unpacked_bytes: u64,
    /// How many times larger than packed a part above [`Limits::RATIO_FROM`] may become.
    pub ratio: u64,
}

impl Limits {
    /// A part smaller than this once unpacked (64 MiB) is never called a bomb: a million equal rows pack that well too.
    pub const RATIO_FROM: u64 = 64 << 20;
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 50 << 20,
            rows: 500_000,
            columns: 16_384,
            cell_chars: 32_767,
            row_bytes: 1 << 20,
            unpacked_bytes: 1 << 30,
            ratio: 200,
        }
    }
}

/// How a file is to be read; the default finds everything out by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Options {
    /// How much is read.
    pub limits: Limits,
    /// The sheet to read, by its name; absent: the one with the most rows among those not hidden.
    pub sheet: Option<String>,
    /// The encoding of a CSV file, by a label such as `windows-1250` or `IBM850`; absent: detected.
    pub encoding: Option<String>,
    /// The separator of a CSV file, an ASCII character; absent: detected.
    pub separator: Option<char>,
}

impl Options {
    /// The options as the arguments of the worker that reads a sheet.
    pub fn to_args(&self) -> Vec<u8> {
        // Texts, numbers and a character always have a place in JSON.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// The options of a worker's arguments.
    ///
    /// # Errors
    /// If they are not the JSON that [`Options::to_args`] writes.
    pub fn from_args(args: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(args)
    }
}
