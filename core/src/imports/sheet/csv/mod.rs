//! Text with separators: the encoding and the separator are found out, for no such file says them.

mod decode;
mod dos;
mod encoding;
mod separator;
mod survey;

use std::fs::File;
use std::io::{Read, Seek};

use csv::{ByteRecord, ReaderBuilder};

use super::failure::Stop;
use super::sink::{Cells, Sink};
use super::value::Value;
use super::{Failure, FailureCode, Format, Head, Note, Options, SheetInfo};
use decode::Decoded;
use encoding::Charset;

/// Bytes of decoded text from which the separator is judged.
const SAMPLE: u64 = 64 << 10;
/// A cell with more lines than this is not a note but the rest of the file behind a stray quotation mark.
const MOST_LINES: usize = 200;

/// Reads a text file row by row; a row number is the one a spreadsheet program would show.
pub(super) fn read(file: &mut File, options: &Options, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let charset = match &options.encoding {
        Some(label) => Charset::named(label)
            .ok_or_else(|| Failure::new(FailureCode::UnknownEncoding).with("label", label))?,
        None => encoding::detect(file)?,
    };
    let start = sample(file, charset)?;
    let told = separator::told(&start);
    let separator = match options.separator {
        Some(c) => u8::try_from(c)
            .ok()
            .filter(u8::is_ascii)
            .ok_or_else(|| Failure::new(FailureCode::UnknownSeparator))?,
        None => told.unwrap_or_else(|| separator::detect(&start)),
    };
    sink.head(&head(charset, separator))?;
    file.rewind().map_err(Failure::from)?;
    let mut rows = Rows {
        separator,
        skip_first: told.is_some(),
        mixed: 0,
        charset,
    };
    rows.send(file, sink)?;
    let notes = match rows.mixed {
        0 => Vec::new(),
        cells => vec![Note::MixedEncoding(cells)],
    };
    sink.end(notes)
}

fn head(charset: Charset, separator: u8) -> Head {
    Head {
        format: Format::Csv,
        sheets: vec![SheetInfo {
            name: String::new(),
            rows_seen: None,
            hidden: false,
            used: true,
        }],
        encoding: Some(charset.name().to_owned()),
        separator: Some(char::from(separator)),
        notes: Vec::new(),
    }
}

fn sample(file: &mut File, charset: Charset) -> Result<Vec<u8>, Failure> {
    file.rewind()?;
    let mut start = Vec::new();
    Decoded::new(file, charset)
        .take(SAMPLE)
        .read_to_end(&mut start)?;
    Ok(start)
}

struct Rows {
    separator: u8,
    /// The first line only names the separator; it keeps its row number, as in Excel's own count it does not.
    skip_first: bool,
    mixed: u32,
    charset: Charset,
}

impl Rows {
    fn send(&mut self, file: &mut File, sink: &mut Sink<'_>) -> Result<(), Stop> {
        let mut reader = ReaderBuilder::new()
            .delimiter(self.separator)
            .has_headers(false)
            .flexible(true)
            .from_reader(Decoded::new(file, self.charset));
        let mut record = ByteRecord::new();
        // Lines inside of quoted cells do not count as rows, empty lines do; the decoder leaves only line feeds.
        let mut lines_inside = 0_u64;
        loop {
            let more = reader
                .read_byte_record(&mut record)
                .map_err(|error| Failure::damaged(error.kind_name()))?;
            if !more {
                return Ok(());
            }
            let lines: usize = record.iter().map(lines_of).sum();
            // The line feed that ends a row has been counted, but for a row that the end of the file cuts off.
            let ended = u64::from(!reader.get_ref().is_used_up(reader.position().byte()));
            let before = 1 + ended + lines_inside + lines as u64;
            let row = reader.position().line().saturating_sub(before);
            lines_inside += lines as u64;
            if record.iter().any(|cell| lines_of(cell) > MOST_LINES) {
                let failure = Failure::new(FailureCode::UnbalancedQuotes);
                return Err(failure.with("row", row + 1).into());
            }
            if row > 0 || !self.skip_first {
                self.send_row(u32::try_from(row).unwrap_or(u32::MAX), &record, sink)?;
            }
        }
    }

    fn send_row(&mut self, row: u32, record: &ByteRecord, sink: &mut Sink<'_>) -> Result<(), Stop> {
        for (column, cell) in (0_u32..).zip(record) {
            if cell.is_empty() {
                continue;
            }
            match std::str::from_utf8(cell) {
                Ok(text) => sink.cell(row, column, Value::Text(text))?,
                Err(_) => {
                    self.mixed += 1;
                    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(cell);
                    sink.cell(row, column, Value::Text(&text))?;
                }
            }
        }
        Ok(())
    }
}

fn lines_of(cell: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', cell).count()
}

/// The words of an error of the csv crate without the contents of cells.
trait KindName {
    fn kind_name(&self) -> String;
}

impl KindName for csv::Error {
    fn kind_name(&self) -> String {
        match self.kind() {
            csv::ErrorKind::Io(error) => error.to_string(),
            _ => "the rows cannot be told apart".to_owned(),
        }
    }
}
