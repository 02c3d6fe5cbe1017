//! Where the readers of all formats put their cells: rows are gathered, counted, limited and sent.

use std::io::Write;

use super::failure::Stop;
use super::frame::{FrameRef, MAX_FRAME, RowRef};
use super::value::Value;
use super::{Cell, CellFlags, End, Failure, FailureCode, Head, Limits, Note};

/// Takes the cells of a sheet, row by row.
pub(super) trait Cells {
    /// A cell at a row and column counted from 0. Rows ascend.
    fn cell(&mut self, row: u32, column: u32, value: Value<'_>) -> Result<(), Stop>;
}

/// Counts filled rows, up to a number that is enough.
#[derive(Debug)]
pub(super) struct Counter {
    pub(super) rows: u32,
    enough: u32,
    last: Option<u32>,
}

impl Counter {
    pub(super) fn up_to(enough: u32) -> Self {
        Self {
            rows: 0,
            enough,
            last: None,
        }
    }
}

impl Cells for Counter {
    fn cell(&mut self, row: u32, _column: u32, value: Value<'_>) -> Result<(), Stop> {
        if self.last != Some(row) && !value.is_blank() {
            if self.rows == self.enough {
                return Err(Stop::Enough);
            }
            self.last = Some(row);
            self.rows += 1;
        }
        Ok(())
    }
}

/// Sends rows as frames.
pub(super) struct Sink<'a> {
    out: &'a mut dyn Write,
    limits: &'a Limits,
    bytes: Vec<u8>,
    row: u32,
    /// Cells are reused from row to row, so that a hundred thousand rows need no allocation of their own.
    cells: Vec<Cell>,
    used: usize,
    row_bytes: usize,
    rows: u32,
    last_row: Option<u32>,
    tally: Tally,
}

#[derive(Debug, Default)]
struct Tally {
    empty_rows: u32,
    left_out: u32,
    errors: u32,
    cleaned: u32,
    truncated: u32,
    digits_lost: u32,
    numbers: u32,
    dates: u32,
    undecoded: u32,
    garbled: u32,
}

impl<'a> Sink<'a> {
    pub(super) fn new(out: &'a mut dyn Write, limits: &'a Limits) -> Self {
        Self {
            out,
            limits,
            // Zeroed pages that a frame never reaches are never touched.
            bytes: vec![0; MAX_FRAME],
            row: 0,
            cells: Vec::new(),
            used: 0,
            row_bytes: 0,
            rows: 0,
            last_row: None,
            tally: Tally::default(),
        }
    }

    pub(super) fn head(&mut self, head: &Head) -> Result<(), Stop> {
        send(self.out, &mut self.bytes, &FrameRef::Head(head))
    }

    pub(super) fn failed(&mut self, failure: &Failure) -> Result<(), Stop> {
        send(self.out, &mut self.bytes, &FrameRef::Failed(failure))
    }

    /// Sends the last row and the end, with `notes` of the format before those of the cells.
    pub(super) fn end(&mut self, mut notes: Vec<Note>) -> Result<(), Stop> {
        self.flush()?;
        if self.rows == 0 {
            return Err(Failure::new(FailureCode::NoRows).into());
        }
        self.tally.write_to(&mut notes);
        let end = End {
            rows: self.rows,
            notes,
        };
        send(self.out, &mut self.bytes, &FrameRef::End(&end))
    }

    fn flush(&mut self) -> Result<(), Stop> {
        let used = std::mem::take(&mut self.used);
        self.row_bytes = 0;
        if used == 0 {
            return Ok(());
        }
        let expected = self.last_row.map_or(0, |row| row + 1);
        if self.row < expected {
            return Err(Failure::damaged("rows are out of order").into());
        }
        if self.rows == self.limits.rows {
            let failure = Failure::new(FailureCode::TooManyRows);
            return Err(failure.with("limit", self.limits.rows).into());
        }
        self.tally.empty_rows += self.row - expected;
        self.last_row = Some(self.row);
        self.rows += 1;
        let used = self.order(used);
        let row = RowRef {
            row: self.row + 1,
            cells: &self.cells[..used],
        };
        send(self.out, &mut self.bytes, &FrameRef::Row(row))
    }

    /// Cells nearly always come by ascending column; where they do not, they are put so, the first of equal ones kept.
    fn order(&mut self, used: usize) -> usize {
        let cells = &mut self.cells[..used];
        if cells.is_sorted_by(|a, b| a.column < b.column) {
            return used;
        }
        self.cells.truncate(used);
        self.cells.sort_by_key(|cell| cell.column);
        self.cells.dedup_by_key(|cell| cell.column);
        self.cells.len()
    }

    /// An empty cell at the end of the row, made of an old one where there is one.
    fn spare(&mut self) -> &mut Cell {
        if self.used == self.cells.len() {
            self.cells.push(Cell::default());
        }
        let cell = &mut self.cells[self.used];
        cell.text.clear();
        cell
    }
}

impl Cells for Sink<'_> {
    fn cell(&mut self, row: u32, column: u32, value: Value<'_>) -> Result<(), Stop> {
        if matches!(value, Value::Empty) {
            return Ok(());
        }
        if row != self.row {
            self.flush()?;
            self.row = row;
        }
        let column = match u16::try_from(column) {
            Ok(narrow) if column < self.limits.columns => narrow,
            _ => {
                self.tally.left_out += u32::from(!value.is_blank());
                return Ok(());
            }
        };
        let limits = self.limits;
        let room = (limits.row_bytes as usize).saturating_sub(self.row_bytes);
        let cell = self.spare();
        value.write_to(limits.cell_chars as usize, cell);
        if cell.text.is_empty() && !cell.flags.contains(CellFlags::FORMULA_ERROR) {
            return Ok(());
        }
        cell.column = column;
        if cell.text.len() > room {
            cell.text.clear();
            cell.flags |= CellFlags::TRUNCATED;
        }
        let (length, flags) = (cell.text.len(), cell.flags);
        self.row_bytes += length;
        self.used += 1;
        self.tally.count(flags);
        Ok(())
    }
}

impl Tally {
    fn count(&mut self, flags: CellFlags) {
        if flags.is_empty() {
            return;
        }
        for (flag, counter) in [
            (CellFlags::FORMULA_ERROR, &mut self.errors),
            (CellFlags::CLEANED, &mut self.cleaned),
            (CellFlags::TRUNCATED, &mut self.truncated),
            (CellFlags::DIGITS_LOST, &mut self.digits_lost),
            (CellFlags::FROM_NUMBER, &mut self.numbers),
            (CellFlags::FROM_DATE, &mut self.dates),
            (CellFlags::UNDECODED, &mut self.undecoded),
            (CellFlags::GARBLED, &mut self.garbled),
        ] {
            *counter += u32::from(flags.contains(flag));
        }
    }

    fn write_to(&self, notes: &mut Vec<Note>) {
        let all = [
            Note::EmptyRows(self.empty_rows),
            Note::ColumnsLeftOut(self.left_out),
            Note::FormulaErrors(self.errors),
            Note::CleanedCells(self.cleaned),
            Note::TruncatedCells(self.truncated),
            Note::DigitsLost(self.digits_lost),
            Note::NumberCells(self.numbers),
            Note::DateCells(self.dates),
            Note::UndecodedCells(self.undecoded),
            Note::GarbledCells(self.garbled),
        ];
        notes.extend(all.into_iter().filter(|note| note.count() != Some(0)));
    }
}

/// One frame, its length before it, in one write: a panic elsewhere can never leave half a frame on the pipe.
fn send(out: &mut dyn Write, bytes: &mut [u8], frame: &FrameRef<'_>) -> Result<(), Stop> {
    let (length, body) = bytes.split_at_mut(4);
    let used = postcard::to_slice(frame, body)
        .map_err(|error| Stop::from(Failure::damaged(error)))?
        .len();
    length.copy_from_slice(&(used as u32).to_le_bytes());
    out.write_all(&bytes[..4 + used]).map_err(Stop::Output)
}
