//! OpenDocument sheets, streamed.
//!
//! calamine builds a full rectangle of every sheet, formulas included: one stray cell far away costs gigabytes.
//! Here a row is held at a time, and repeated cells and rows are made as they are handed on.

use std::collections::HashSet;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use zip::ZipArchive;

use super::Failure;
use super::book::{Book, SheetName};
use super::failure::Stop;
use super::judge::damaged_zip;
use super::sink::Cells;
use super::value::Value;

/// The sheet sizes of LibreOffice and Excel; what lies beyond cannot be seen there either.
const MAX_ROWS: u32 = 1_048_576;
const MAX_COLUMNS: u32 = 16_384;
/// A filled row that repeats more often than this is a formatted area, not a thousand clients of one name.
const MAX_REPEATS: u32 = 1_000;

/// An OpenDocument file; its content is parsed again for each walk, and held never.
pub(super) struct OpenDocument {
    archive: ZipArchive<BufReader<File>>,
    sheets: Vec<SheetName>,
    merged: Vec<bool>,
}

impl OpenDocument {
    pub(super) fn open(file: File) -> Result<Self, Failure> {
        let archive = ZipArchive::new(BufReader::new(file)).map_err(damaged_zip)?;
        let mut document = Self {
            archive,
            sheets: Vec::new(),
            merged: Vec::new(),
        };
        document.survey()?;
        Ok(document)
    }

    /// Finds the sheets and whether they have merged areas by looking for two words, far faster than by parsing.
    fn survey(&mut self) -> Result<(), Failure> {
        let mut content = self.archive.by_name("content.xml").map_err(damaged_zip)?;
        let mut tags = TagFinder::default();
        let mut chunk = vec![0; 64 << 10];
        loop {
            let read = content.read(&mut chunk)?;
            if read == 0 {
                break;
            }
            tags.push(&chunk[..read]);
        }
        for table in tags.found {
            self.sheets.push(SheetName {
                name: table.name,
                hidden: tags.hidden.contains(&table.style),
            });
            self.merged.push(table.merged);
        }
        Ok(())
    }
}

impl Book for OpenDocument {
    fn sheets(&self) -> &[SheetName] {
        &self.sheets
    }

    fn walk(&mut self, sheet: usize, cells: &mut dyn Cells) -> Result<(), Stop> {
        let content = self.archive.by_name("content.xml").map_err(damaged_zip)?;
        let mut reader = Reader::from_reader(BufReader::with_capacity(64 << 10, content));
        let config = reader.config_mut();
        config.check_end_names = false;
        config.expand_empty_elements = true;
        Walk {
            reader,
            buffer: Vec::new(),
            inner: Vec::new(),
            text: String::new(),
            row: 0,
            kept: Vec::new(),
        }
        .run(sheet, cells)
    }

    fn is_merged(&mut self, sheet: usize) -> bool {
        self.merged[sheet]
    }
}

/// A sheet as its tags tell.
struct Table {
    name: String,
    style: String,
    merged: bool,
}

/// Looks for `<table:table …>`, for spans, and for styles that hide a sheet, in a stream of bytes.
#[derive(Default)]
struct TagFinder {
    found: Vec<Table>,
    /// Names of styles; they stand before the sheets.
    hidden: HashSet<String>,
    /// The style that is being told of.
    style: String,
    carry: Vec<u8>,
}

impl TagFinder {
    const TABLE: &[u8] = b"<table:table ";
    const SPAN: &[u8] = b"-spanned=\"";
    /// A tag longer than this is cut; names of sheets are far shorter.
    const LONGEST: usize = 4096;

    fn push(&mut self, chunk: &[u8]) {
        self.carry.extend_from_slice(chunk);
        let bytes = std::mem::take(&mut self.carry);
        let safe = bytes.len().saturating_sub(Self::LONGEST);
        let mut done = 0;
        let hits = memchr::memchr_iter(b'<', &bytes);
        for at in hits.take_while(|at| *at < safe || bytes[*at..].contains(&b'>')) {
            let tag = &bytes[at..];
            done = at + 1;
            if tag.starts_with(Self::TABLE) {
                self.found.push(Table {
                    name: tag_attribute(tag, "table:name"),
                    style: tag_attribute(tag, "table:style-name"),
                    merged: false,
                });
            } else if tag.starts_with(b"<style:style ") {
                self.style = tag_attribute(tag, "style:name");
            } else if tag.starts_with(b"<style:table-properties ")
                && tag_attribute(tag, "table:display") == "false"
            {
                self.hidden.insert(std::mem::take(&mut self.style));
            } else if tag.starts_with(b"<table:table-cell ") {
                self.look_for_span(tag);
            }
        }
        let open = memchr::memchr(b'<', &bytes[done..]).map_or(bytes.len(), |at| done + at);
        self.carry = bytes[open..].to_vec();
    }

    fn look_for_span(&mut self, tag: &[u8]) {
        let end = memchr::memchr(b'>', tag).unwrap_or(tag.len());
        let mut spans = memchr::memmem::find_iter(&tag[..end], Self::SPAN);
        let wide = spans.any(|at| !tag[at + Self::SPAN.len()..].starts_with(b"1\""));
        if let Some(table) = self.found.last_mut() {
            table.merged |= wide;
        }
    }
}

/// An attribute of the tag at the start of `tag`; empty where it is not there.
fn tag_attribute(tag: &[u8], name: &str) -> String {
    let end = memchr::memchr(b'>', tag).unwrap_or(tag.len());
    let inside = String::from_utf8_lossy(&tag[1..end]).into_owned();
    let inside = inside.trim_end_matches('/');
    let name_ends = inside.find(' ').unwrap_or(inside.len());
    let start = BytesStart::from_content(inside, name_ends);
    attribute(&start, name).unwrap_or_default()
}

/// The value of an attribute, unescaped; broken ones count as absent.
fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.try_get_attribute(name).ok()??;
    Some(
        found
            .normalized_value(XmlVersion::Implicit1_0)
            .ok()?
            .into_owned(),
    )
}

fn repeats(element: &BytesStart<'_>, name: &str) -> u32 {
    let Ok(Some(found)) = element.try_get_attribute(name) else {
        return 1;
    };
    found.value.parse().unwrap_or(1).max(1)
}

struct Walk<R: BufRead> {
    reader: Reader<R>,
    buffer: Vec<u8>,
    inner: Vec<u8>,
    text: String,
    row: u32,
    /// The filled cells of the row, each with the columns that it fills.
    kept: Vec<(std::ops::Range<u32>, Held)>,
}

/// A value that outlives the XML it came from.
#[derive(Clone, Debug)]
enum Held {
    Empty,
    Text(String),
    Number(f64),
    Boolean(bool),
    Date(String),
    Duration(String),
    Error,
}

impl Held {
    fn value(&self) -> Value<'_> {
        match self {
            Self::Empty => Value::Empty,
            Self::Text(text) => Value::Text(text),
            Self::Number(number) => Value::Number(*number),
            Self::Boolean(truth) => Value::Boolean(*truth),
            Self::Date(text) => Value::IsoDate(text),
            Self::Duration(text) => Value::IsoDuration(text),
            Self::Error => Value::Error,
        }
    }
}

impl<R: BufRead> Walk<R> {
    fn run(mut self, sheet: usize, cells: &mut dyn Cells) -> Result<(), Stop> {
        let mut tables = 0;
        let mut inside = false;
        loop {
            let mut buffer = std::mem::take(&mut self.buffer);
            buffer.clear();
            let event = self
                .reader
                .read_event_into(&mut buffer)
                .map_err(Failure::damaged)?;
            match event {
                Event::Start(element) => match element.name().as_ref() {
                    "table:table" => {
                        inside = tables == sheet;
                        tables += 1;
                    }
                    "table:table-row" if inside => {
                        let times = repeats(&element, "table:number-rows-repeated");
                        self.read_row(times, cells)?;
                    }
                    _ => {}
                },
                Event::End(element) if inside && element.name().as_ref() == "table:table" => {
                    return Ok(());
                }
                Event::Eof if inside => {
                    return Err(Failure::damaged("the sheet does not end").into());
                }
                Event::Eof => return Ok(()),
                _ => {}
            }
            self.buffer = buffer;
        }
    }

    /// Reads a row, hands it on as often as it repeats, and counts all of it, however often.
    fn read_row(&mut self, times: u32, cells: &mut dyn Cells) -> Result<(), Stop> {
        let mut column = 0_u32;
        let mut buffer = Vec::new();
        self.kept.clear();
        loop {
            buffer.clear();
            match self
                .reader
                .read_event_into(&mut buffer)
                .map_err(Failure::damaged)?
            {
                Event::Start(element)
                    if matches!(
                        element.name().as_ref(),
                        "table:table-cell" | "table:covered-table-cell"
                    ) =>
                {
                    let wide = repeats(&element, "table:number-columns-repeated");
                    let held = self.read_cell(&element)?;
                    self.keep(column, wide, held);
                    column = column.saturating_add(wide);
                }
                Event::End(element) if element.name().as_ref() == "table:table-row" => break,
                Event::Eof => return Err(Failure::damaged("a row does not end").into()),
                _ => {}
            }
        }
        let filled = !self.kept.is_empty();
        for row in self.row..self.row.saturating_add(times.min(MAX_REPEATS)) {
            if !filled || row >= MAX_ROWS {
                break;
            }
            for (columns, held) in &self.kept {
                for column in columns.clone() {
                    cells.cell(row, column, held.value())?;
                }
            }
        }
        self.row = self.row.saturating_add(times);
        Ok(())
    }

    fn keep(&mut self, column: u32, wide: u32, held: Held) {
        if held.value().is_blank() {
            return;
        }
        self.kept
            .push((column..column.saturating_add(wide).min(MAX_COLUMNS), held));
    }

    /// The value of a cell; reads up to its end.
    fn read_cell(&mut self, element: &BytesStart<'_>) -> Result<Held, Stop> {
        let mut kind = String::new();
        let mut value = None;
        let mut error = false;
        for found in element.attributes().with_checks(false).flatten() {
            match found.key.as_ref() {
                "office:value-type" => kind = found.value.into_owned(),
                "calcext:value-type" => error = found.value == "error",
                "office:value"
                | "office:boolean-value"
                | "office:date-value"
                | "office:time-value"
                | "office:string-value" => {
                    value = found
                        .normalized_value(XmlVersion::Implicit1_0)
                        .ok()
                        .map(|text| text.into_owned());
                }
                _ => {}
            }
        }
        self.read_text()?;
        if error {
            return Ok(Held::Error);
        }
        Ok(match (kind.as_str(), value) {
            ("float", Some(number)) if shows_more(&self.text, &number) => {
                Held::Text(std::mem::take(&mut self.text))
            }
            ("float" | "percentage" | "currency", Some(number)) => number
                .parse()
                .map_or_else(|_| Held::Text(number.clone()), Held::Number),
            ("boolean", Some(truth)) => Held::Boolean(truth.eq_ignore_ascii_case("true")),
            ("date", Some(date)) => Held::Date(date),
            ("time", Some(time)) => Held::Duration(time),
            ("string", Some(text)) if self.text.is_empty() => Held::Text(text),
            _ if self.text.is_empty() => Held::Empty,
            _ => Held::Text(std::mem::take(&mut self.text)),
        })
    }

    /// The paragraphs of a cell to `self.text`, without the comments pinned to it.
    fn read_text(&mut self) -> Result<(), Stop> {
        self.text.clear();
        let mut paragraphs = 0;
        let mut hidden = 0_u32;
        loop {
            self.inner.clear();
            match self
                .reader
                .read_event_into(&mut self.inner)
                .map_err(Failure::damaged)?
            {
                Event::Start(element) => match element.name().as_ref() {
                    "office:annotation" => hidden += 1,
                    _ if hidden > 0 => {}
                    "text:p" => {
                        if paragraphs > 0 {
                            self.text.push('\n');
                        }
                        paragraphs += 1;
                    }
                    "text:s" => {
                        let spaces = repeats(&element, "text:c").min(100);
                        self.text.extend(std::iter::repeat_n(' ', spaces as usize));
                    }
                    "text:tab" => self.text.push('\t'),
                    "text:line-break" => self.text.push('\n'),
                    _ => {}
                },
                Event::Text(text) if hidden == 0 => self.text.push_str(&text.xml10_content()),
                Event::CData(text) if hidden == 0 => self.text.push_str(&text.xml10_content()),
                Event::GeneralRef(entity) if hidden == 0 => push_entity(&entity, &mut self.text),
                Event::End(element) => match element.name().as_ref() {
                    "table:table-cell" | "table:covered-table-cell" => return Ok(()),
                    "office:annotation" => hidden = hidden.saturating_sub(1),
                    _ => {}
                },
                Event::Eof => return Err(Failure::damaged("a cell does not end").into()),
                _ => {}
            }
        }
    }
}

/// Whether a number is shown with zeros or a sign before its digits, `0176 1234567` or `+49…`: its
/// digits are the same, and the salon reads what is shown.
fn shows_more(shown: &str, number: &str) -> bool {
    let digits: String = shown.chars().filter(char::is_ascii_digit).collect();
    let plain = |c: char| c.is_ascii_digit() || " +-/()".contains(c);
    shown.starts_with(['0', '+', '('])
        && shown.chars().all(plain)
        && digits.len() > 1
        && digits.trim_start_matches('0') == number
        && shown != number
}

/// `&amp;`, `&#228;`; an unknown one is left out.
fn push_entity(entity: &BytesRef<'_>, text: &mut String) {
    if let Some(known) = resolve_xml_entity(entity.as_ref()) {
        text.push_str(known);
    } else if let Ok(Some(c)) = entity.resolve_char_ref() {
        text.push(c);
    }
}
