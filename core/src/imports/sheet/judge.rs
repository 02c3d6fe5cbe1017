//! What a file is, by its content: salons rename files, and other systems name web pages `.xls`.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use zip::ZipArchive;
use zip::result::ZipError;

use super::{Failure, FailureCode, Format, Limits};

/// Bytes from the start that are looked at.
const START: usize = 4096;
/// A zip's directory ends within this distance from the end: the record and the longest comment.
const ZIP_END: u64 = 22 + 65_535;
const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// The format of a file, or why it is none of ours. Leaves the file at its start.
pub(super) fn judge(file: &mut File, limits: &Limits) -> Result<Format, Failure> {
    let length = file.metadata()?.len();
    if length == 0 {
        return Err(Failure::new(FailureCode::EmptyFile));
    }
    if length > limits.bytes {
        return Err(Failure::new(FailureCode::TooLarge).with("limit", limits.bytes));
    }
    let mut start = Vec::with_capacity(START);
    file.by_ref().take(START as u64).read_to_end(&mut start)?;
    file.rewind()?;
    let format = judge_start(file, &start, limits);
    file.rewind()?;
    format
}

fn judge_start(file: &mut File, start: &[u8], limits: &Limits) -> Result<Format, Failure> {
    // Some servers put an empty line or a mark before what they send.
    let visible = start
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(start)
        .trim_ascii_start();
    if visible.starts_with(b"PK\x03\x04") {
        return judge_zip(file, limits);
    }
    if visible.starts_with(b"PK\x05\x06") {
        return Err(not_a_spreadsheet("zip"));
    }
    if OLE.starts_with(&start[..start.len().min(OLE.len())]) && start.len() < 512 {
        return Err(Failure::new(FailureCode::TruncatedFile));
    }
    if start.starts_with(OLE) {
        return Ok(Format::Xls);
    }
    // Excel's first formats begin with what is a tab in a text.
    if let Some(kind) = other_kind(start).or_else(|| other_kind(visible)) {
        return Err(not_a_spreadsheet(kind));
    }
    if visible.starts_with(b"<") {
        return Err(markup(visible));
    }
    Ok(Format::Csv)
}

fn not_a_spreadsheet(kind: &str) -> Failure {
    Failure::new(FailureCode::NotASpreadsheet).with("kind", kind)
}

/// Files that people mistake for spreadsheets, by their first bytes.
fn other_kind(start: &[u8]) -> Option<&'static str> {
    let kinds: [(&[u8], &str); 17] = [
        (b"%PDF", "pdf"),
        (b"{\\rtf", "rtf"),
        (b"\x89PNG", "png"),
        (b"\xFF\xD8\xFF", "jpeg"),
        (b"GIF8", "gif"),
        (b"\x1F\x8B", "gzip"),
        (b"7z\xBC\xAF", "7z"),
        (b"Rar!", "rar"),
        (b"SQLite format 3", "sqlite"),
        (b"BEGIN:VCARD", "vcard"),
        (b"BEGIN:VCALENDAR", "icalendar"),
        (b"{\"", "json"),
        (b"[{", "json"),
        // Excel 2 to 5 without the container that later versions have.
        (b"\x09\x00\x04\x00", "old_excel"),
        (b"\x09\x02\x06\x00", "old_excel"),
        (b"\x09\x04\x06\x00", "old_excel"),
        (b"\x09\x08", "old_excel"),
    ];
    kinds
        .iter()
        .find(|(magic, _)| start.starts_with(magic))
        .map(|(_, kind)| *kind)
}

fn markup(start: &[u8]) -> Failure {
    let start = String::from_utf8_lossy(start).to_lowercase();
    let xml = start.contains("urn:schemas-microsoft-com:office:spreadsheet")
        && start.contains("<workbook")
        || start.contains("<office:document");
    let html = [
        "<html",
        "<!doctype html",
        "<table",
        "<head",
        "<meta",
        "<body",
        "<div",
        "<style",
    ];
    if xml {
        Failure::new(FailureCode::XmlFile)
    } else if html.iter().any(|tag| start.contains(tag)) {
        Failure::new(FailureCode::HtmlFile)
    } else {
        not_a_spreadsheet("xml")
    }
}

fn judge_zip(file: &mut File, limits: &Limits) -> Result<Format, Failure> {
    if !has_directory(file)? {
        return Err(Failure::new(FailureCode::TruncatedFile));
    }
    let mut archive = ZipArchive::new(&mut *file).map_err(Failure::damaged)?;
    check_sizes(&mut archive, limits)?;
    let names: Vec<String> = archive
        .file_names()
        .flatten()
        .map(|name| name.replace('\\', "/").to_ascii_lowercase())
        .collect();
    let has = |name: &str| names.iter().any(|n| n == name);
    let starts = |prefix: &str| names.iter().any(|n| n.starts_with(prefix));
    if names.iter().any(|n| n.ends_with(".iwa")) || has("index.zip") {
        return Err(Failure::new(FailureCode::NumbersFile));
    }
    if has("xl/workbook.bin") {
        return Ok(Format::Xlsb);
    }
    if has("mimetype") || has("content.xml") {
        return judge_open_document(&mut archive);
    }
    if starts("word/") {
        return Err(not_a_spreadsheet("docx"));
    }
    if starts("ppt/") {
        return Err(not_a_spreadsheet("pptx"));
    }
    if names
        .iter()
        .any(|n| n.starts_with("xl/") || n.ends_with("workbook.xml"))
    {
        return Ok(Format::Xlsx);
    }
    Err(not_a_spreadsheet("zip"))
}

/// A zip whose directory at the end is missing was cut off on its way.
fn has_directory(file: &mut File) -> Result<bool, Failure> {
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(ZIP_END)))?;
    let mut end = Vec::new();
    file.by_ref().take(ZIP_END).read_to_end(&mut end)?;
    file.rewind()?;
    Ok(memchr::memmem::rfind(&end, b"PK\x05\x06").is_some())
}

/// The sizes that the directory declares; the zip library stops each part at its declared size,
/// so a directory that lies damages its own file and nothing else.
fn check_sizes<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    limits: &Limits,
) -> Result<(), Failure> {
    let mut total = 0_u64;
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index).map_err(damaged_zip)?;
        if part.encrypted() {
            return Err(Failure::new(FailureCode::PasswordProtected));
        }
        let name = part.name().map_err(damaged_zip)?.to_ascii_lowercase();
        if ![".xml", ".rels", ".bin"]
            .iter()
            .any(|end| name.ends_with(end))
        {
            continue;
        }
        let (size, packed) = (part.size(), part.compressed_size().max(1));
        total = total.saturating_add(size);
        let bomb = size > Limits::RATIO_FROM && size / packed > limits.ratio;
        if bomb || total > limits.unpacked_bytes {
            let failure = Failure::new(FailureCode::TooLargeUncompressed);
            return Err(failure.with("limit", limits.unpacked_bytes));
        }
    }
    Ok(())
}

fn judge_open_document<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Result<Format, Failure> {
    let mimetype = part_text(archive, "mimetype", 256)?.unwrap_or_default();
    let sheet = "application/vnd.oasis.opendocument.spreadsheet";
    if !mimetype.is_empty() && !mimetype.starts_with(sheet) {
        return Err(not_a_spreadsheet(
            mimetype
                .strip_prefix("application/vnd.oasis.opendocument.")
                .map_or("zip", |_| "opendocument"),
        ));
    }
    let manifest = part_text(archive, "META-INF/manifest.xml", 1 << 20)?.unwrap_or_default();
    if manifest.contains("encryption-data") {
        return Err(Failure::new(FailureCode::PasswordProtected));
    }
    Ok(Format::Ods)
}

/// The start of a small part as text, if it is there.
fn part_text<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    name: &str,
    at_most: u64,
) -> Result<Option<String>, Failure> {
    let part = match archive.by_name(name) {
        Ok(part) => part,
        Err(ZipError::FileNotFound) => return Ok(None),
        Err(error) => return Err(damaged_zip(error)),
    };
    let mut bytes = Vec::new();
    part.take(at_most).read_to_end(&mut bytes)?;
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

/// What a failing zip means for the file.
pub(super) fn damaged_zip(error: ZipError) -> Failure {
    match error {
        ZipError::UnsupportedArchive(reason) if reason == ZipError::PASSWORD_REQUIRED => {
            Failure::new(FailureCode::PasswordProtected)
        }
        ZipError::Io(error) => error.into(),
        error => Failure::damaged(error),
    }
}
