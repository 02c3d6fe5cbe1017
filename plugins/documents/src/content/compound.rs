//! Compound files, which Office wrote until 2007, by the entries of their directory.

use super::Content;

/// An entry: a name in UTF-16, its length, what it is of.
const ENTRY: usize = 128;
/// A stream, and no folder.
const STREAM: u8 = 2;

/// Installers, mails and much else are compound files, too: one of these names must be there.
const STREAMS: [(&str, Content); 3] = [
    ("WordDocument", Content::Doc),
    ("Workbook", Content::Xls),
    ("PowerPoint Document", Content::Ppt),
];

/// A compound file while it comes. Entries stand at multiples of their size.
#[derive(Default)]
pub(super) struct Compound {
    /// The beginning of an entry whose rest has not come.
    part: Vec<u8>,
    found: Option<Content>,
}

impl Compound {
    pub(super) fn take(&mut self, mut piece: &[u8]) {
        if self.found.is_some() {
            return;
        }
        if !self.part.is_empty() {
            let (rest, after) = piece.split_at((ENTRY - self.part.len()).min(piece.len()));
            self.part.extend_from_slice(rest);
            piece = after;
            if self.part.len() < ENTRY {
                return;
            }
            self.found = of_entry(&self.part);
            self.part.clear();
        }
        let entries = piece.chunks_exact(ENTRY);
        self.part.extend_from_slice(entries.remainder());
        for entry in entries {
            if self.found.is_some() {
                return;
            }
            self.found = of_entry(entry);
        }
    }

    pub(super) fn verdict(&self) -> Option<Content> {
        self.found
    }
}

fn of_entry(entry: &[u8]) -> Option<Content> {
    let of = |(name, content): (&str, Content)| {
        let wide = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes);
        let length = u16::try_from((name.len() + 1) * 2).ok()?;
        let fits = entry.iter().copied().zip(wide).all(|(a, b)| a == b);
        let is = fits
            && entry.get(64..66) == Some(&length.to_le_bytes())
            && entry.get(66) == Some(&STREAM);
        is.then_some(content)
    };
    STREAMS.into_iter().find_map(of)
}
