//! One pass over the bytes of a text file: what it can and cannot be.

use std::io::{self, Read};

/// Words with letters beyond ASCII that are kept for the judgement; more add nothing.
const MOST_WORDS: usize = 20_000;
/// Of one word, at most so many bytes.
const LONGEST_WORD: usize = 48;

/// What one pass has found.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Sequences that are letters in UTF-8.
    pub(super) utf8_letters: u64,
    /// Bytes that cannot be UTF-8.
    pub(super) utf8_errors: u64,
    /// Zero bytes at even and at odd places of the start.
    pub(super) zeros: [u32; 2],
    /// Bytes of the start, and control characters among them that no text has.
    pub(super) start: u32,
    pub(super) controls: u32,
    /// Words that contain bytes from 0x80 on, one after the other, each ended by a line feed.
    pub(super) words: Vec<u8>,
    word: Vec<u8>,
    kept: usize,
}

impl Survey {
    pub(super) fn of(from: &mut impl Read) -> io::Result<Self> {
        let mut survey = Self::default();
        let mut chunk = vec![0; 64 << 10];
        let mut carried = 0;
        loop {
            let read = from.read(&mut chunk[carried..])?;
            let filled = carried + read;
            if survey.start == 0 {
                survey.look_at_start(&chunk[..filled]);
            }
            survey.collect_words(&chunk[carried..filled]);
            let rest = survey.check_utf8(&chunk[..filled], read == 0);
            chunk.copy_within(filled - rest..filled, 0);
            carried = rest;
            if read == 0 {
                survey.end_word();
                return Ok(survey);
            }
        }
    }

    fn look_at_start(&mut self, start: &[u8]) {
        self.start = start.len() as u32;
        for (place, byte) in start.iter().enumerate() {
            match byte {
                0 => self.zeros[place % 2] += 1,
                0x01..=0x08 | 0x0e..=0x19 | 0x1b..=0x1f => self.controls += 1,
                _ => {}
            }
        }
    }

    /// Counts letters and errors; returns how many bytes at the end may be the start of a letter.
    fn check_utf8(&mut self, mut bytes: &[u8], last: bool) -> usize {
        loop {
            let (valid, rest) = match std::str::from_utf8(bytes) {
                Ok(text) => (text, None),
                Err(error) => {
                    let (valid, rest) = bytes.split_at(error.valid_up_to());
                    (
                        std::str::from_utf8(valid).unwrap_or_default(),
                        Some((rest, error.error_len())),
                    )
                }
            };
            if !valid.is_ascii() {
                self.utf8_letters += valid.chars().filter(|c| !c.is_ascii()).count() as u64;
            }
            match rest {
                None => return 0,
                Some((rest, None)) if !last => return rest.len(),
                Some((rest, length)) => {
                    self.utf8_errors += 1;
                    bytes = &rest[length.unwrap_or(rest.len())..];
                }
            }
        }
    }

    fn collect_words(&mut self, bytes: &[u8]) {
        if self.kept >= MOST_WORDS || (self.word.is_empty() && bytes.is_ascii()) {
            return;
        }
        for byte in bytes {
            if byte.is_ascii_alphabetic() || *byte >= 0x80 || *byte == b'\'' {
                if self.word.len() < LONGEST_WORD {
                    self.word.push(*byte);
                }
            } else {
                self.end_word();
            }
        }
    }

    fn end_word(&mut self) {
        if !self.word.is_ascii() && self.kept < MOST_WORDS {
            self.words.extend_from_slice(&self.word);
            self.words.push(b'\n');
            self.kept += 1;
        }
        self.word.clear();
    }
}
