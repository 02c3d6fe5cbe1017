//! The file itself: a ZIP of which every byte is settled, so that what was signed is the only form that it can
//! have, and two readers cannot take it apart in two ways. No entry lies in another or behind the directory,
//! times and attributes are fixed, and there is no room for anything between.

use std::ops::Range;

use flate2::Crc;

use super::{limits, refusal::Reason};

const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
/// Bytes of each of them before the name.
const LOCAL_SIZE: usize = 30;
const CENTRAL_SIZE: usize = 46;
const END_SIZE: usize = 22;
/// ZIP 2.0, which has folders and deflation; the upper byte of who made it says Unix.
const VERSION: u16 = 20;
const MADE_BY: u16 = 3 << 8 | VERSION;
/// Midnight of 1 January 1980, the first day there.
const TIME: u16 = 0;
const DATE: u16 = 1 << 5 | 1;
/// A plain file that all may read.
const MODE: u32 = 0o100_644;
const KIND: u32 = 0o170_000;
const PLAIN: u32 = 0o100_000;
/// The flag of an encrypted entry.
const ENCRYPTED: u16 = 1;

/// How an entry is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    Stored,
    Deflated,
}

/// An entry, as it lies in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) method: Method,
    /// Of what it unpacks to.
    pub(super) crc: u32,
    /// Bytes that it unpacks to, as the directory says.
    pub(super) size: usize,
    /// Where its packed bytes lie.
    pub(super) packed: Range<usize>,
}

impl Entry {
    fn method(&self) -> u16 {
        match self.method {
            Method::Stored => 0,
            Method::Deflated => 8,
        }
    }

    /// What stands before its packed bytes.
    fn local(&self) -> Vec<u8> {
        let mut head = Head::default();
        head.four(LOCAL);
        head.two(VERSION);
        self.middle(&mut head);
        head.0.extend(self.name.as_bytes());
        head.0
    }

    /// Its entry in the directory, for a local head at `offset`.
    fn central(&self, offset: usize) -> Vec<u8> {
        let mut head = Head::default();
        head.four(CENTRAL);
        head.two(MADE_BY);
        head.two(VERSION);
        self.middle(&mut head);
        // No comment; on the first disk; of no kind.
        head.two(0);
        head.two(0);
        head.two(0);
        head.four(MODE << 16);
        head.size(offset);
        head.0.extend(self.name.as_bytes());
        head.0
    }

    /// What both have: no flags, how, when, the sum and the sizes, and no more behind the name.
    fn middle(&self, head: &mut Head) {
        head.two(0);
        head.two(self.method());
        head.two(TIME);
        head.two(DATE);
        head.four(self.crc);
        head.size(self.packed.len());
        head.size(self.size);
        head.two(u16::try_from(self.name.len()).unwrap_or(u16::MAX));
        head.two(0);
    }
}

/// Bytes that are put together, in the order of the format.
#[derive(Default)]
struct Head(Vec<u8>);

impl Head {
    fn two(&mut self, value: u16) {
        self.0.extend(value.to_le_bytes());
    }

    fn four(&mut self, value: u32) {
        self.0.extend(value.to_le_bytes());
    }

    /// A size; none of a bundle reaches 4 GB.
    fn size(&mut self, value: usize) {
        self.four(u32::try_from(value).unwrap_or(u32::MAX));
    }
}

/// The entries of a file, in their order, each byte of it looked at but the packed ones.
///
/// # Errors
/// [`Reason::Layout`], or what is wrong with an entry.
pub(super) fn read(file: &[u8]) -> Result<Vec<Entry>, Reason> {
    let broken = |why: &str| Reason::Layout(why.to_owned());
    let end = file.len().checked_sub(END_SIZE);
    let end = end.ok_or_else(|| broken("it is too short"))?;
    let is_end = four(file, end) == Some(END);
    let count = usize::from(two(file, end + 10).unwrap_or_default());
    let directory = four(file, end + 16).and_then(|at| usize::try_from(at).ok());
    let directory = directory.filter(|at| is_end && *at <= end);
    let directory = directory.ok_or_else(|| broken("it is cut off, or no ZIP"))?;
    if count > limits::PARTS + 2 {
        return Err(Reason::TooManyParts);
    }
    let mut entries = Vec::with_capacity(count);
    let (mut at, mut offset) = (directory, 0);
    for _ in 0..count {
        let entry = one(file, at, offset)?;
        at += CENTRAL_SIZE + entry.name.len();
        offset = entry.packed.end;
        entries.push(entry);
    }
    if at != end || offset != directory {
        return Err(broken("its entries do not lie one behind the other"));
    }
    let settled = ended(&entries, directory, end);
    if file.get(end..) != Some(&settled) {
        return Err(broken("its end says otherwise than its entries"));
    }
    Ok(entries)
}

/// The entry whose place in the directory is `at`, and whose head is to be at `offset`.
fn one(file: &[u8], at: usize, offset: usize) -> Result<Entry, Reason> {
    let broken = |why: &str| Reason::Layout(why.to_owned());
    let short = || broken("its directory is cut off");
    if four(file, at) != Some(CENTRAL) {
        return Err(short());
    }
    let length = usize::from(two(file, at + 28).ok_or_else(short)?);
    let name = file.get(at + CENTRAL_SIZE..at + CENTRAL_SIZE + length);
    let name = name.ok_or_else(short)?;
    let shown = || String::from_utf8_lossy(name).into_owned();
    let name = match std::str::from_utf8(name) {
        Ok(name) if is_name(name) => name.to_owned(),
        _ => return Err(Reason::PartName(shown())),
    };
    if two(file, at + 8).unwrap_or_default() & ENCRYPTED != 0 {
        return Err(Reason::Encrypted(name));
    }
    let kind = four(file, at + 38).unwrap_or_default() >> 16 & KIND;
    if kind != PLAIN {
        return Err(Reason::NotAFile(name));
    }
    let method = match two(file, at + 10) {
        Some(0) => Method::Stored,
        Some(8) => Method::Deflated,
        _ => return Err(broken("it is packed in an unusual way")),
    };
    let number = |place: usize| four(file, at + place).and_then(|n| usize::try_from(n).ok());
    let (packed, size) = number(20).zip(number(24)).ok_or_else(short)?;
    let begin = offset + LOCAL_SIZE + length;
    let end = begin.checked_add(packed).filter(|end| *end <= file.len());
    let entry = Entry {
        name,
        method,
        crc: four(file, at + 16).ok_or_else(short)?,
        size,
        packed: begin..end.ok_or_else(short)?,
    };
    if entry.method == Method::Stored && packed != size {
        return Err(broken("a stored entry has two sizes"));
    }
    let (local, central) = (entry.local(), entry.central(offset));
    let is = |place: usize, head: &[u8]| file.get(place..place + head.len()) == Some(head);
    if !is(offset, &local) || !is(at, &central) {
        let why = format!("the entry {} is written in an unusual way", entry.name);
        return Err(Reason::Layout(why));
    }
    Ok(entry)
}

/// The end of a file whose directory lies at these places.
fn ended(entries: &[Entry], directory: usize, end: usize) -> Vec<u8> {
    let count = u16::try_from(entries.len()).unwrap_or(u16::MAX);
    let mut head = Head::default();
    head.four(END);
    head.two(0);
    head.two(0);
    head.two(count);
    head.two(count);
    head.size(end - directory);
    head.size(directory);
    head.two(0);
    head.0
}

/// An entry to be written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'a> {
    pub(super) name: &'a str,
    pub(super) method: Method,
    /// Of what it unpacks to.
    pub(super) crc: u32,
    /// Bytes that it unpacks to.
    pub(super) size: usize,
    pub(super) packed: &'a [u8],
}

/// A file of these pieces, in their order.
pub(super) fn write(pieces: &[Piece<'_>]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut entries = Vec::with_capacity(pieces.len());
    let mut directory = Vec::new();
    for piece in pieces {
        let offset = file.len();
        let begin = offset + LOCAL_SIZE + piece.name.len();
        let entry = Entry {
            name: piece.name.to_owned(),
            method: piece.method,
            crc: piece.crc,
            size: piece.size,
            packed: begin..begin + piece.packed.len(),
        };
        file.extend(entry.local());
        file.extend(piece.packed);
        directory.extend(entry.central(offset));
        entries.push(entry);
    }
    let begin = file.len();
    file.extend(directory);
    let end = file.len();
    file.extend(ended(&entries, begin, end));
    file
}

/// The sum of an entry.
pub(super) fn crc(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// A plain relative name, of signs that every system has, in no hidden folder.
pub(super) fn is_name(name: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"_.-/".contains(&b);
    let part = |part: &str| !part.is_empty() && !part.starts_with('.');
    name.len() <= limits::NAME && name.bytes().all(plain) && name.split('/').all(part)
}

fn two(file: &[u8], at: usize) -> Option<u16> {
    let bytes = file.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(bytes.try_into().ok()?))
}

fn four(file: &[u8], at: usize) -> Option<u32> {
    let bytes = file.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
}
