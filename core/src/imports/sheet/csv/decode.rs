//! A file as UTF-8 with line feeds alone, whatever it was written in and on.

use std::io::{self, Read};

use encoding_rs::Decoder;

use super::encoding::Charset;

const CHUNK: usize = 32 << 10;

/// Decodes while reading. Bytes of a UTF-8 file are passed on as they are, broken ones included,
/// so that single cells in another encoding can be told from the rest.
///
/// A line feed ends the text even where the file lacks it, and one more follows that a row only swallows if a
/// quotation mark never closes: with that, lines can be counted after each row, and such a row be known.
pub(super) struct Decoded<R> {
    from: R,
    way: Way,
    raw: Vec<u8>,
    ready: Vec<u8>,
    given: usize,
    after_return: bool,
    last: u8,
    over: bool,
    total: u64,
}

enum Way {
    Bytes { first: bool },
    Letters(Box<Decoder>),
    Table(&'static [char; 128]),
}

impl<R: Read> Decoded<R> {
    pub(super) fn new(from: R, charset: Charset) -> Self {
        let way = match charset {
            Charset::Utf8 => Way::Bytes { first: true },
            Charset::Web(encoding) => {
                Way::Letters(Box::new(encoding.new_decoder_with_bom_removal()))
            }
            Charset::Dos(_, table) => Way::Table(table),
        };
        Self {
            from,
            way,
            raw: vec![0; CHUNK],
            ready: Vec::with_capacity(CHUNK * 3 + 16),
            given: 0,
            after_return: false,
            last: b'\n',
            over: false,
            total: 0,
        }
    }

    /// Whether a reader that stands at `byte` has taken all there is, the last line feed included.
    pub(super) fn is_used_up(&self, byte: u64) -> bool {
        self.over && self.given == self.ready.len() && self.total == byte
    }

    fn refill(&mut self) -> io::Result<()> {
        self.ready.clear();
        self.given = 0;
        let read = fill(&mut self.from, &mut self.raw)?;
        let last = read < self.raw.len();
        self.decode(read, last);
        self.unify_line_ends();
        if let Some(byte) = self.ready.last() {
            self.last = *byte;
        }
        if last {
            self.over = true;
            if self.last != b'\n' {
                self.ready.push(b'\n');
            }
            self.ready.push(b'\n');
        }
        Ok(())
    }

    fn decode(&mut self, read: usize, last: bool) {
        let raw = &self.raw[..read];
        match &mut self.way {
            Way::Bytes { first } => {
                let raw = raw
                    .strip_prefix(b"\xEF\xBB\xBF")
                    .filter(|_| *first)
                    .unwrap_or(raw);
                *first = false;
                self.ready.extend_from_slice(raw);
            }
            Way::Letters(decoder) => {
                let room = decoder
                    .max_utf8_buffer_length(raw.len())
                    .unwrap_or(raw.len() * 3 + 16);
                self.ready.resize(room, 0);
                let (_, _, written, _) = decoder.decode_to_utf8(raw, &mut self.ready, last);
                self.ready.truncate(written);
            }
            Way::Table(table) => {
                for byte in raw {
                    match byte.checked_sub(0x80) {
                        None => self.ready.push(*byte),
                        Some(high) => {
                            let mut buffer = [0; 4];
                            let c = table[usize::from(high)];
                            self.ready
                                .extend_from_slice(c.encode_utf8(&mut buffer).as_bytes());
                        }
                    }
                }
            }
        }
    }

    /// Windows ends lines with two characters, an old Mac with a carriage return alone.
    fn unify_line_ends(&mut self) {
        if !self.after_return && memchr::memchr(b'\r', &self.ready).is_none() {
            return;
        }
        let mut after_return = self.after_return;
        self.ready.retain_mut(|byte| {
            let keep = !(after_return && *byte == b'\n');
            after_return = *byte == b'\r';
            if after_return {
                *byte = b'\n';
            }
            keep
        });
        self.after_return = after_return;
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.ready.len() && !self.over {
            self.refill()?;
        }
        let rest = &self.ready[self.given..];
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.given += count;
        self.total += count as u64;
        Ok(count)
    }
}

/// Reads until the buffer is full or the file over, so that a short count means the end.
fn fill(from: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match from.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}
