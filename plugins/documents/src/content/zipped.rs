//! Zips that are documents, by the directory at their end.

use super::Content;

/// As much of the end as is kept: the directory of a document with thousands of pictures.
const TAIL: usize = 512 << 10;
/// The end of a zip: its directory's size and place stand there.
const END: usize = 22;

/// A zip while it comes.
pub(super) struct Zipped {
    /// What the first entry says, where it is the one that OpenDocument begins with.
    open_document: Option<Content>,
    tail: Vec<u8>,
    length: u64,
}

impl Zipped {
    /// One that begins so; its pieces are still to be taken.
    pub(super) fn beginning(head: &[u8]) -> Self {
        Self {
            open_document: open_document(head),
            tail: Vec::new(),
            length: 0,
        }
    }

    pub(super) fn take(&mut self, piece: &[u8]) {
        self.length += piece.len() as u64;
        let last = piece.get(piece.len().saturating_sub(TAIL)..);
        self.tail.extend_from_slice(last.unwrap_or(piece));
        // Moved once in a while, not with each piece.
        if self.tail.len() > 2 * TAIL {
            self.tail.drain(..self.tail.len() - TAIL);
        }
    }

    /// Which document it is. Macros are not taken: what runs when it is opened is a program.
    pub(super) fn verdict(&self) -> Option<Content> {
        let names = self.names()?;
        let has = |name: &[u8]| names.contains(&name);
        let macros = names.iter().any(|name| {
            let name = name.to_ascii_lowercase();
            name.ends_with(b"vbaproject.bin") || name.starts_with(b"basic/")
        });
        if macros {
            return None;
        }
        if let Some(content) = self.open_document {
            return has(b"content.xml").then_some(content);
        }
        if !has(b"[Content_Types].xml") {
            return None;
        }
        // Word has been seen to count: `word/document2.xml`.
        let is_text = |name: &&[u8]| name.starts_with(b"word/document") && name.ends_with(b".xml");
        if names.iter().any(is_text) {
            return Some(Content::Docx);
        }
        let parts: [(&[u8], Content); 2] = [
            (b"xl/workbook.xml", Content::Xlsx),
            (b"ppt/presentation.xml", Content::Pptx),
        ];
        let found = parts.into_iter().find(|(part, _)| has(part));
        found.map(|(_, content)| content)
    }

    /// The names in the directory; nothing where it is none, or not all of it is in the tail.
    fn names(&self) -> Option<Vec<&[u8]>> {
        let tail = self.tail.as_slice();
        let end = (0..=tail.len().checked_sub(END)?)
            .rev()
            .find(|at| is_end(tail, *at))?;
        let count = u16_at(tail, end + 10)?;
        let size = u32_at(tail, end + 12)? as usize;
        let place = u64::from(u32_at(tail, end + 16)?);
        let start = end.checked_sub(size)?;
        // Nothing stands before the first entry: no program that unpacks itself.
        let before = self.length - tail.len() as u64;
        if place != before + start as u64 {
            return None;
        }
        let mut names = Vec::with_capacity(usize::from(count));
        let mut at = start;
        for _ in 0..count {
            if tail.get(at..at + 4)? != b"PK\x01\x02" {
                return None;
            }
            let length = usize::from(u16_at(tail, at + 28)?);
            let beside = u16_at(tail, at + 30)? as usize + u16_at(tail, at + 32)? as usize;
            names.push(tail.get(at + 46..at + 46 + length)?);
            at += 46 + length + beside;
        }
        (at == end).then_some(names)
    }
}

/// Whether the end of a zip begins here: with its comment it reaches to the end of the file.
fn is_end(tail: &[u8], at: usize) -> bool {
    let rest = tail.get(at..).unwrap_or_default();
    let comment = u16_at(rest, 20).map(usize::from);
    rest.starts_with(b"PK\x05\x06") && comment.is_some_and(|long| rest.len() == END + long)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let two = bytes.get(at..)?.first_chunk::<2>()?;
    Some(u16::from_le_bytes(*two))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..)?.first_chunk::<4>()?;
    Some(u32::from_le_bytes(*four))
}

/// OpenDocument begins with an entry `mimetype` that is not packed.
fn open_document(head: &[u8]) -> Option<Content> {
    let packed = u16_at(head, 8)?;
    let size = u32_at(head, 18)? as usize;
    let name = usize::from(u16_at(head, 26)?);
    let beside = usize::from(u16_at(head, 28)?);
    if packed != 0 || head.get(30..30 + name)? != b"mimetype" {
        return None;
    }
    let start = 30 + name + beside;
    let said = head.get(start..start.checked_add(size)?)?;
    let documents = [Content::Odt, Content::Ods];
    documents
        .into_iter()
        .find(|content| content.media_type().as_bytes() == said)
}
