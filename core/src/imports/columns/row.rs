//! A row of cells as what it says about a client, before names are split and phones understood.

use serde::{Deserialize, Serialize};

use super::content::is_email;
use super::{Column, ConsentCell, Field, Mapping};
use crate::imports::sheet::{Cell, CellFlags};

/// Most characters of a name in one cell.
pub(super) const NAME_CHARS: usize = 200;
/// Most characters of a client's number, as on any card.
const NUMBER_CHARS: usize = 40;
/// Most characters of a phone or source cell.
pub(super) const SHORT_CHARS: usize = 100;
/// Most characters of an e-mail cell: an address has at most 254, and two may stand in one cell.
pub(super) const EMAIL_CHARS: usize = 600;

/// What a row says, in the salon's own words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawClient {
    /// The client's number.
    pub number: Option<String>,
    /// First and last name as they stand in one cell.
    pub name_raw: Option<String>,
    /// The first name, from a column of its own.
    pub first_name: Option<String>,
    /// The last name, from a column of its own, with what a Dutch list keeps before it.
    pub last_name: Option<String>,
    /// Phone cells as they stand; one may hold several numbers.
    pub phones: Vec<String>,
    /// E-mail cells as they stand; one may hold several addresses.
    pub emails: Vec<String>,
    /// Notes.
    pub notes: Vec<String>,
    /// What is said about marketing.
    pub consent: ConsentCell,
    /// How the client came to the salon.
    pub source: Option<String>,
}

/// Why a cell is not taken as it stands. The codes are stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// It holds a formula's error; left out.
    FormulaError,
    /// It does not look like an e-mail address; kept as it stands, for the salon to look at.
    EmailImplausible,
    /// It cannot be understood as a phone number of any country; kept as it stands.
    PhoneOdd,
    /// It is neither yes nor no; nothing is recorded.
    ConsentUnreadable,
    /// It is far longer than such a thing can be; left out.
    TooLong,
    /// It is longer than a cell can be; the beginning is kept.
    Truncated,
    /// Excel had shortened the number to `1.76E+11`; left out, for the digits are gone.
    DigitsLost,
    /// Letters could not be decoded; kept with `�`.
    Undecoded,
}

impl ProblemCode {
    /// The code as it stands in answers and text keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::FormulaError => "formula_error",
            Self::EmailImplausible => "email_implausible",
            Self::PhoneOdd => "phone_odd",
            Self::ConsentUnreadable => "consent_unreadable",
            Self::TooLong => "too_long",
            Self::Truncated => "truncated",
            Self::DigitsLost => "digits_lost",
            Self::Undecoded => "undecoded",
        }
    }
}

/// A cell that is not taken as it stands. The row is imported all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellProblem {
    /// Where.
    pub column: Column,
    /// Why.
    pub code: ProblemCode,
}

/// Why a row cannot become a client at all. The codes are stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// No name, no phone, no e-mail: nobody could ever be found by it.
    NothingToKeep,
    /// It repeats the head, as sheets glued together do.
    HeadAgain,
}

impl Refusal {
    /// The code as it stands in answers and text keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NothingToKeep => "nothing_to_keep",
            Self::HeadAgain => "head_again",
        }
    }
}

/// A row, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowReading {
    /// What it says.
    pub client: RawClient,
    /// The cells that were not taken as they stand.
    pub problems: Vec<CellProblem>,
    /// Why it cannot become a client.
    pub refusal: Option<Refusal>,
}

/// Reads the cells of a row by a mapping.
pub fn read_row(mapping: &Mapping, cells: &[Cell]) -> RowReading {
    let mut reading = RowReading::default();
    let mut prefix = None;
    for cell in cells {
        let field = mapping.field(cell.column);
        if field == Field::Ignore {
            continue;
        }
        let Some(text) = taken(cell, field, &mut reading.problems) else {
            continue;
        };
        if field == Field::LastNamePrefix {
            prefix = Some(text);
        } else {
            reading
                .client
                .put(field, text, cell.column, &mut reading.problems);
        }
    }
    reading.client.put_prefix(prefix);
    reading.refusal = refusal(mapping, cells, &reading.client);
    reading
}

/// The text of a cell, unless something is so wrong with it that it must not be kept.
fn taken(cell: &Cell, field: Field, problems: &mut Vec<CellProblem>) -> Option<String> {
    let mut problem =
        |code| problems.extend(Column::at(cell.column).map(|column| CellProblem { column, code }));
    if cell.flags.contains(CellFlags::FORMULA_ERROR) {
        problem(ProblemCode::FormulaError);
        return None;
    }
    let counts = matches!(field, Field::Phone | Field::Number);
    if counts && cell.flags.contains(CellFlags::DIGITS_LOST) {
        problem(ProblemCode::DigitsLost);
        return None;
    }
    let most = match field {
        Field::Name | Field::FirstName | Field::LastName | Field::LastNamePrefix => NAME_CHARS,
        Field::Email => EMAIL_CHARS,
        Field::Number => NUMBER_CHARS,
        Field::Phone | Field::Source => SHORT_CHARS,
        Field::Note | Field::MarketingConsent | Field::Ignore => usize::MAX,
    };
    if cell.text.len() > most && cell.text.chars().count() > most {
        problem(ProblemCode::TooLong);
        return None;
    }
    if cell.flags.contains(CellFlags::TRUNCATED) {
        problem(ProblemCode::Truncated);
    }
    if cell.flags.contains(CellFlags::UNDECODED) {
        problem(ProblemCode::Undecoded);
    }
    let text = match field {
        Field::Note => cell.text.clone(),
        _ => one_line(&cell.text),
    };
    (!text.is_empty()).then_some(text)
}

/// Line breaks belong into notes only; elsewhere they are spaces, but between two phones or e-mails they separate.
fn one_line(text: &str) -> String {
    if text.contains('\n')
        && !text.contains(['@', '+'])
        && !text.contains(|c: char| c.is_ascii_digit())
    {
        return text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    text.to_owned()
}

impl RawClient {
    fn put(&mut self, field: Field, text: String, column: u16, problems: &mut Vec<CellProblem>) {
        match field {
            Field::Name => self.name_raw = Some(text),
            Field::FirstName => self.first_name = Some(text),
            Field::LastName => self.last_name = Some(text),
            Field::Phone => self.phones.push(text),
            Field::Note => self.notes.push(text),
            Field::Number => self.number = Some(text),
            Field::Source => self.source = Some(text),
            Field::Email => {
                if !is_email(&text) {
                    let code = ProblemCode::EmailImplausible;
                    problems.extend(Column::at(column).map(|column| CellProblem { column, code }));
                }
                self.emails.push(text);
            }
            Field::MarketingConsent => {
                self.consent = ConsentCell::read(&text);
                if self.consent == ConsentCell::Unreadable {
                    let code = ProblemCode::ConsentUnreadable;
                    problems.extend(Column::at(column).map(|column| CellProblem { column, code }));
                }
            }
            Field::LastNamePrefix | Field::Ignore => {}
        }
    }

    fn put_prefix(&mut self, prefix: Option<String>) {
        let Some(prefix) = prefix else {
            return;
        };
        self.last_name = Some(match self.last_name.take() {
            // Together they must still be a name; the longer part is the name itself.
            Some(last) if prefix.chars().count() + last.chars().count() >= NAME_CHARS => last,
            Some(last) => format!("{prefix} {last}"),
            None => prefix,
        });
    }

    fn names_nobody(&self) -> bool {
        self.name_raw.is_none()
            && self.first_name.is_none()
            && self.last_name.is_none()
            && self.phones.is_empty()
            && self.emails.is_empty()
    }
}

fn refusal(mapping: &Mapping, cells: &[Cell], client: &RawClient) -> Option<Refusal> {
    if client.names_nobody() {
        return Some(Refusal::NothingToKeep);
    }
    // Every mapped cell is the word for its own field: no client is called that.
    let mut mapped = cells
        .iter()
        .filter(|cell| mapping.field(cell.column) != Field::Ignore);
    let mut words = 0;
    let again = mapped.all(|cell| {
        words += 1;
        super::words::field_of(&cell.text).is_some()
    });
    (again && words >= 2).then_some(Refusal::HeadAgain)
}
