//! A file of several sheets: which of them is read.

use std::fs::File;

use super::failure::Stop;
use super::ods::OpenDocument;
use super::sink::{Cells, Counter, Sink};
use super::workbook::{BinaryBook, OldBook, ZippedBook};
use super::{Failure, FailureCode, Format, Head, Note, Options, SheetInfo};

/// Rows of each sheet that the first count looks at.
const FIRST_COUNT: u32 = 500;
/// How much further each count looks than the one before.
const GROWTH: u32 = 8;

/// A sheet of a book, as the choice needs to know it.
#[derive(Clone, Debug)]
pub(super) struct SheetName {
    pub(super) name: String,
    pub(super) hidden: bool,
}

/// A file of sheets that can be walked through, more than once.
pub(super) trait Book {
    /// The sheets in their order.
    fn sheets(&self) -> &[SheetName];

    /// Hands all cells of a sheet to `cells`, row by row.
    fn walk(&mut self, sheet: usize, cells: &mut dyn Cells) -> Result<(), Stop>;

    /// Whether the sheet has merged areas.
    fn is_merged(&mut self, sheet: usize) -> bool;
}

/// Reads the sheet that the salon asked for, or else the fullest.
pub(super) fn read(
    file: File,
    format: Format,
    options: &Options,
    sink: &mut Sink<'_>,
) -> Result<(), Stop> {
    match format {
        Format::Xlsx => read_book(&mut ZippedBook::open(file)?, format, options, sink),
        Format::Xlsb => read_book(&mut BinaryBook::open(file)?, format, options, sink),
        Format::Ods => read_book(&mut OpenDocument::open(file)?, format, options, sink),
        Format::Xls | Format::Csv => read_book(&mut OldBook::open(file)?, format, options, sink),
    }
}

fn read_book(
    book: &mut dyn Book,
    format: Format,
    options: &Options,
    sink: &mut Sink<'_>,
) -> Result<(), Stop> {
    let counts = count(book)?;
    let chosen = choose(book.sheets(), &counts, options)?;
    let others = counts
        .iter()
        .enumerate()
        .any(|(sheet, count)| sheet != chosen && count.rows > 0);
    let sheets = book.sheets().iter().zip(&counts).enumerate();
    let head = Head {
        format,
        sheets: sheets
            .map(|(sheet, (name, count))| SheetInfo {
                name: name.name.clone(),
                rows_seen: count.whole.then_some(count.rows),
                hidden: name.hidden,
                used: sheet == chosen,
            })
            .collect(),
        encoding: None,
        separator: None,
        notes: if others {
            vec![Note::SeveralSheets]
        } else {
            Vec::new()
        },
    };
    sink.head(&head)?;
    book.walk(chosen, sink)?;
    let merged = book.is_merged(chosen);
    sink.end(if merged {
        vec![Note::MergedCells]
    } else {
        Vec::new()
    })
}

#[derive(Clone, Copy, Debug, Default)]
struct Count {
    rows: u32,
    /// Whether the sheet ends there.
    whole: bool,
}

/// Counts the rows of each sheet, but of the fullest only as many as show that it is the fullest: all sheets are
/// counted up to a number that grows until at most one goes on. A book of one sheet is not counted at all.
fn count(book: &mut dyn Book) -> Result<Vec<Count>, Stop> {
    let mut counts = vec![Count::default(); book.sheets().len()];
    if counts.len() < 2 {
        return Ok(counts);
    }
    let mut enough = FIRST_COUNT;
    loop {
        for (sheet, count) in counts
            .iter_mut()
            .enumerate()
            .filter(|(_, count)| !count.whole)
        {
            *count = count_sheet(book, sheet, enough)?;
        }
        if counts.iter().filter(|count| !count.whole).count() < 2 {
            return Ok(counts);
        }
        enough = enough.saturating_mul(GROWTH);
    }
}

fn count_sheet(book: &mut dyn Book, sheet: usize, enough: u32) -> Result<Count, Stop> {
    let mut counter = Counter::up_to(enough);
    let whole = match book.walk(sheet, &mut counter) {
        Ok(()) => true,
        Err(Stop::Enough) => false,
        Err(stop) => return Err(stop),
    };
    Ok(Count {
        rows: counter.rows,
        whole,
    })
}

fn choose(sheets: &[SheetName], counts: &[Count], options: &Options) -> Result<usize, Failure> {
    if sheets.is_empty() {
        return Err(Failure::new(FailureCode::NoRows));
    }
    if let Some(name) = &options.sheet {
        return sheets
            .iter()
            .position(|sheet| sheet.name == *name)
            .ok_or_else(|| Failure::new(FailureCode::UnknownSheet).with("name", name));
    }
    // A count that does not end is larger than all that do; of equals the first wins.
    let rank = |sheet: &usize| {
        let count = counts[*sheet];
        let open = counts.len() > 1 && !count.whole;
        (
            !sheets[*sheet].hidden && (open || count.rows > 0),
            open,
            count.rows,
            std::cmp::Reverse(*sheet),
        )
    };
    Ok((0..sheets.len()).max_by_key(rank).unwrap_or(0))
}
