//! Plain text, and nothing that a browser or a shell would run.

use super::Content;

/// What a browser takes for a page, wherever it stands in the beginning.
const MARKUP: [&[u8]; 7] = [
    b"<html",
    b"<svg",
    b"<script",
    b"<!doctype",
    b"<?xml",
    b"<iframe",
    b"<body",
];
/// What other programs know their own by.
const PROGRAMS: [&[u8]; 3] = [b"#!", b"{\\rtf", b"%!ps"];

/// A text while it comes.
pub(super) struct Plain {
    /// The bytes of a letter whose rest has not come.
    part: Vec<u8>,
    /// Whether it has been UTF-8 so far; else it is of an older encoding.
    utf8: bool,
}

impl Plain {
    /// One that begins so; nothing for what is no text. Its pieces are still to be taken.
    pub(super) fn beginning(head: &[u8]) -> Option<Self> {
        let start = trimmed(head).to_ascii_lowercase();
        let runs = PROGRAMS.iter().any(|begin| start.starts_with(begin));
        let is_markup = |markup: &&[u8]| start.windows(markup.len()).any(|part| part == *markup);
        if start.is_empty() || start.starts_with(b"<") || runs || MARKUP.iter().any(is_markup) {
            return None;
        }
        Some(Self {
            part: Vec::new(),
            utf8: true,
        })
    }

    /// Whether it is still text.
    pub(super) fn take(&mut self, piece: &[u8]) -> bool {
        if self.utf8 {
            let mut all = std::mem::take(&mut self.part);
            all.extend_from_slice(piece);
            if let Err(error) = std::str::from_utf8(&all) {
                self.utf8 = error.error_len().is_none();
                self.part = all.get(error.valid_up_to()..).unwrap_or_default().to_vec();
            }
        }
        piece.iter().all(|byte| is_of_text(*byte))
    }

    pub(super) fn verdict(self, head: &[u8], name: &str) -> Option<(Content, String)> {
        let utf8 = self.utf8 && self.part.is_empty();
        let is_table = name.rsplit_once('.').is_some_and(|(_, ending)| {
            ending.eq_ignore_ascii_case("csv") || ending.eq_ignore_ascii_case("tsv")
        });
        let start = trimmed(head).to_ascii_lowercase();
        let content = match is_table {
            _ if start.starts_with(b"begin:vcard") => Content::Vcard,
            true => Content::Csv,
            false => Content::Text,
        };
        let media_type = content.media_type();
        let media_type = match utf8 {
            true => format!("{media_type}; charset=utf-8"),
            false => media_type.to_owned(),
        };
        Some((content, media_type))
    }
}

/// Without what may stand before the first letter.
fn trimmed(head: &[u8]) -> &[u8] {
    head.strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(head)
        .trim_ascii_start()
}

/// No control character but those of lines and columns.
fn is_of_text(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x20..=0x7e | 0x80..)
}
