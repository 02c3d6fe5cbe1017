//! Judges a file while it comes.

use super::{Content, compound::Compound, text::Plain, zipped::Zipped};

/// As much of the beginning as tells what a file may be.
const HEAD: usize = 4096;

/// What a file may still be.
enum Shape {
    /// Not enough has come.
    Unknown,
    Is(Content),
    Zip(Zipped),
    Compound(Compound),
    Text(Plain),
    Refused,
}

/// Takes a file in pieces, and says at the end what it is. Needs half a megabyte at most.
pub struct Judge {
    head: Vec<u8>,
    shape: Shape,
}

impl Default for Judge {
    fn default() -> Self {
        Self {
            head: Vec::new(),
            shape: Shape::Unknown,
        }
    }
}

impl Judge {
    /// Takes the next piece.
    pub fn take(&mut self, piece: &[u8]) {
        if !matches!(self.shape, Shape::Unknown) {
            return self.pass_on(piece);
        }
        let room = HEAD.saturating_sub(self.head.len()).min(piece.len());
        let (into_head, rest) = piece.split_at(room);
        self.head.extend_from_slice(into_head);
        if self.head.len() == HEAD {
            self.decide();
            self.pass_on(rest);
        }
    }

    /// Whether it is known already that the file will be refused.
    pub fn has_refused(&self) -> bool {
        matches!(self.shape, Shape::Refused)
    }

    /// What the file is, and its media type; nothing for what is not taken. Of its name, `name`,
    /// only counts whether it calls plain text a table.
    pub fn verdict(mut self, name: &str) -> Option<(Content, String)> {
        if matches!(self.shape, Shape::Unknown) {
            self.decide();
        }
        let content = match self.shape {
            Shape::Is(content) => content,
            Shape::Zip(zip) => zip.verdict()?,
            Shape::Compound(compound) => compound.verdict()?,
            Shape::Text(text) => return text.verdict(&self.head, name),
            Shape::Unknown | Shape::Refused => return None,
        };
        Some((content, content.media_type().to_owned()))
    }

    fn pass_on(&mut self, piece: &[u8]) {
        match &mut self.shape {
            Shape::Zip(zip) => zip.take(piece),
            Shape::Compound(compound) => compound.take(piece),
            Shape::Text(text) => {
                if !text.take(piece) {
                    self.shape = Shape::Refused;
                }
            }
            Shape::Unknown | Shape::Is(_) | Shape::Refused => {}
        }
    }

    /// By the beginning.
    fn decide(&mut self) {
        let head = std::mem::take(&mut self.head);
        self.shape = shape(&head);
        self.pass_on(&head);
        self.head = head;
    }
}

fn shape(head: &[u8]) -> Shape {
    const BEGINNINGS: [(&[u8], Content); 8] = [
        (b"%PDF-", Content::Pdf),
        (b"\xff\xd8\xff", Content::Jpeg),
        (b"\x89PNG\r\n\x1a\n", Content::Png),
        (b"GIF87a", Content::Gif),
        (b"GIF89a", Content::Gif),
        (b"II*\0", Content::Tiff),
        (b"MM\0*", Content::Tiff),
        (b"\xef\xbb\xbf%PDF-", Content::Pdf),
    ];
    let found = BEGINNINGS.iter().find(|(begin, _)| head.starts_with(begin));
    if let Some((_, content)) = found {
        return Shape::Is(*content);
    }
    if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        return Shape::Is(Content::Webp);
    }
    if is_heic(head) {
        return Shape::Is(Content::Heic);
    }
    if head.starts_with(b"PK\x03\x04") {
        return Shape::Zip(Zipped::beginning(head));
    }
    if head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Shape::Compound(Compound::default());
    }
    match Plain::beginning(head) {
        Some(text) => Shape::Text(text),
        None => Shape::Refused,
    }
}

/// The first box of the file says what it is, and of what it is one more.
fn is_heic(head: &[u8]) -> bool {
    const BRANDS: [&[u8]; 6] = [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"];
    if head.get(4..8) != Some(b"ftyp") {
        return false;
    }
    let length = head
        .first_chunk::<4>()
        .map_or(0, |l| u32::from_be_bytes(*l));
    let length = usize::try_from(length)
        .unwrap_or(usize::MAX)
        .min(head.len());
    let brands = head.get(8..length).unwrap_or_default();
    let is = |brand: &[u8]| BRANDS.contains(&brand);
    match brands.get(..4) {
        Some(b"mif1" | b"msf1") => brands.chunks(4).skip(2).any(is),
        Some(brand) => is(brand),
        None => false,
    }
}
