//! The container of old Excel files, looked over before a library reads it: sectors that are
//! chained in a circle would be followed until there is no memory left.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use super::Failure;

/// From here on numbers of sectors mean something else: the end of a chain, a free sector.
const SPECIAL: u32 = 0xFFFF_FFFA;
/// Bytes of the header, and of an entry of the directory.
const HEADER: usize = 512;
const ENTRY: usize = 128;

/// Says whether every chain of sectors ends.
///
/// # Errors
/// If one does not, or if a table that chains the sectors is not in the file.
pub(super) fn check(file: &File) -> Result<(), Failure> {
    let mut header = [0; HEADER];
    let mut start = file;
    start.rewind()?;
    start.read_exact(&mut header)?;
    let sector = match number(&header, 30) & 0xFFFF {
        9 => 512,
        12 => 4096,
        // The library says what is wrong with it.
        _ => return Ok(()),
    };
    let most = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX) / sector + 1;
    let mut container = Container {
        file,
        sector,
        most,
        next: Vec::new(),
    };
    container.read_table(&header)?;
    container.ends(number(&header, 60))?;
    let directory = number(&header, 48);
    container.ends(directory)?;
    container.check_streams(directory)
}

struct Container<'a> {
    file: &'a File,
    /// Bytes of a sector.
    sector: usize,
    /// No file of this length has more sectors.
    most: usize,
    /// By sector, the one that follows it.
    next: Vec<u32>,
}

impl Container<'_> {
    /// The bytes of a sector; fewer, or none, where the file is cut off.
    fn read(&self, sector: u32) -> Result<Vec<u8>, Failure> {
        let mut file = self.file;
        let mut bytes = Vec::with_capacity(self.sector);
        file.seek(SeekFrom::Start(
            (u64::from(sector) + 1) * self.sector as u64,
        ))?;
        file.take(self.sector as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Reads the table of sectors; which sectors hold it is told by the header and, in large
    /// files, by a chain of its own.
    fn read_table(&mut self, header: &[u8]) -> Result<(), Failure> {
        let mut parts: Vec<u32> = numbers(&header[76..]).collect();
        let mut more = number(header, 68);
        for step in 0.. {
            if more >= SPECIAL {
                break;
            }
            if step > self.most {
                return Err(circle());
            }
            let told: Vec<u32> = numbers(&self.read(more)?).collect();
            let Some((last, told)) = told.split_last() else {
                break;
            };
            parts.extend(told);
            more = *last;
        }
        for part in parts.into_iter().filter(|part| *part < SPECIAL) {
            if self.next.len() > self.most.saturating_mul(2) + self.sector {
                return Err(Failure::damaged("the table of sectors is too long"));
            }
            let bytes = self.read(part)?;
            self.next.extend(numbers(&bytes));
        }
        Ok(())
    }

    /// Whether the chain that begins at `sector` ends.
    fn ends(&self, mut sector: u32) -> Result<(), Failure> {
        for _ in 0..=self.next.len() {
            match self.next.get(sector as usize) {
                Some(next) => sector = *next,
                None => return Ok(()),
            }
        }
        Err(circle())
    }

    fn check_streams(&self, directory: u32) -> Result<(), Failure> {
        let mut sector = directory;
        while let Some(next) = self.next.get(sector as usize) {
            for entry in self.read(sector)?.chunks_exact(ENTRY) {
                // A stream, or the root, whose stream holds the small ones.
                if matches!(entry[66], 2 | 5) {
                    self.ends(number(entry, 116))?;
                }
            }
            sector = *next;
        }
        Ok(())
    }
}

fn circle() -> Failure {
    Failure::damaged("sectors are chained in a circle")
}

fn number(bytes: &[u8], at: usize) -> u32 {
    numbers(bytes.get(at..).unwrap_or_default())
        .next()
        .unwrap_or(0)
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    let (words, _) = bytes.as_chunks::<4>();
    words.iter().map(|word| u32::from_le_bytes(*word))
}
