//! Why a file could not be read, in codes that texts and programs can rely on.

use std::collections::BTreeMap;
use std::io;

use serde::{Deserialize, Serialize};

/// The reason a whole file is refused. The codes are stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureCode {
    /// The file has no bytes.
    EmptyFile,
    /// The file was read, but no cell holds anything.
    NoRows,
    /// More bytes than `limit`.
    TooLarge,
    /// A zipped sheet that unpacks to more than `limit` bytes, or is packed implausibly well.
    TooLargeUncompressed,
    /// More filled rows than `limit`.
    TooManyRows,
    /// Encrypted; a password would be needed.
    PasswordProtected,
    /// It is the right kind of file, but its inside is broken.
    DamagedFile,
    /// The end is missing, as after a broken download.
    TruncatedFile,
    /// Something else, whatever its name says; `kind` names it when known.
    NotASpreadsheet,
    /// A web page that some systems name `.xls`; to be saved as XLSX first.
    HtmlFile,
    /// The XML format of Excel 2003, or a flat OpenDocument file; to be saved as XLSX first.
    XmlFile,
    /// Apple Numbers; to be exported as XLSX or CSV first.
    NumbersFile,
    /// The encoding asked for (`label`) is not known.
    UnknownEncoding,
    /// The separator asked for is not an ASCII character.
    UnknownSeparator,
    /// The sheet asked for (`name`) is not in the file.
    UnknownSheet,
    /// A quotation mark that opens in `row` and never closes swallows the rest of a CSV file.
    UnbalancedQuotes,
    /// The file could not be opened or read from disk.
    UnreadableFile,
}

impl FailureCode {
    /// The code as it stands in answers and text keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EmptyFile => "empty_file",
            Self::NoRows => "no_rows",
            Self::TooLarge => "too_large",
            Self::TooLargeUncompressed => "too_large_uncompressed",
            Self::TooManyRows => "too_many_rows",
            Self::PasswordProtected => "password_protected",
            Self::DamagedFile => "damaged_file",
            Self::TruncatedFile => "truncated_file",
            Self::NotASpreadsheet => "not_a_spreadsheet",
            Self::HtmlFile => "html_file",
            Self::XmlFile => "xml_file",
            Self::NumbersFile => "numbers_file",
            Self::UnknownEncoding => "unknown_encoding",
            Self::UnknownSeparator => "unknown_separator",
            Self::UnknownSheet => "unknown_sheet",
            Self::UnbalancedQuotes => "unbalanced_quotes",
            Self::UnreadableFile => "unreadable_file",
        }
    }
}

/// A refused file: the code, and what a sentence about it needs to name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The reason.
    pub code: FailureCode,
    /// Values for the sentence: `limit`, `kind`, `label`, `name`, `row`, or `detail` (for the operator's log:
    /// the words of the library that gave up; never cell contents).
    pub args: BTreeMap<String, String>,
}

impl Failure {
    /// A failure that needs no values.
    pub fn new(code: FailureCode) -> Self {
        Self {
            code,
            args: BTreeMap::new(),
        }
    }

    /// The same failure with one more value.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl ToString) -> Self {
        self.args.insert(key.to_owned(), value.to_string());
        self
    }

    /// A damaged file, with the words of the library that gave up.
    pub(super) fn damaged(detail: impl ToString) -> Self {
        Self::new(FailureCode::DamagedFile).with("detail", detail)
    }
}

/// Why reading stops before the end.
#[derive(Debug)]
pub(super) enum Stop {
    /// The other end of the pipe is gone; there is nobody left to tell.
    Output(io::Error),
    /// The file is refused.
    Refused(Failure),
    /// A count has seen as many rows as it wanted.
    Enough,
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Refused(failure)
    }
}

/// Reading the input failed: an unexpected end or broken data is the file's fault, all else the disk's.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof
            | io::ErrorKind::InvalidData
            | io::ErrorKind::InvalidInput => Self::damaged(error),
            _ => Self::new(FailureCode::UnreadableFile).with("detail", error),
        }
    }
}
