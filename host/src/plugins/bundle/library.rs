//! What a library is, by its bytes alone: opening one runs code of it before anything could be asked.

use std::{fmt, ops::Range};

/// The one name that a plugin's library exports.
pub const ENTRY: &str = "kartoteka_plugin";

/// What hosts run on: processor, system, and C library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Platform {
    /// Linux on ARM of 64 bits.
    Aarch64LinuxGnu,
    /// Linux on PCs.
    X86_64LinuxGnu,
}

impl Platform {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Aarch64LinuxGnu, Self::X86_64LinuxGnu];

    /// As its folder is called: `x86_64-linux-gnu`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Aarch64LinuxGnu => "aarch64-linux-gnu",
            Self::X86_64LinuxGnu => "x86_64-linux-gnu",
        }
    }

    /// The platform of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }

    /// That of this host, where it is one for plugins: a host without glibc loads none.
    pub fn here() -> Option<Self> {
        if !cfg!(all(target_os = "linux", target_env = "gnu")) {
            return None;
        }
        Self::ALL.into_iter().find(|one| match one {
            Self::Aarch64LinuxGnu => cfg!(target_arch = "aarch64"),
            Self::X86_64LinuxGnu => cfg!(target_arch = "x86_64"),
        })
    }

    /// What the head of a file calls its processor (ELF, `e_machine`).
    const fn machine(self) -> u16 {
        match self {
            Self::Aarch64LinuxGnu => 183,
            Self::X86_64LinuxGnu => 62,
        }
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What is wrong with a library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// It cannot be one.
    Broken(&'static str),
    /// It exports no entry.
    NoEntry,
}

use Fault::{Broken, NoEntry};

/// Bytes of the head, of an entry of the program's parts, of the dynamic section, and of symbols (ELF, 64 bits).
const HEAD: usize = 64;
const PART: usize = 56;
const DYNAMIC: usize = 16;
const SYMBOL: usize = 24;
/// So many entries of the dynamic section are read; libraries have some thirty.
const MOST_DYNAMIC: usize = 1_000;
/// So many symbols of one bucket are looked at.
const MOST_SYMBOLS: u64 = 1 << 20;

/// The platform that a library says it is for.
pub(super) fn platform(file: &[u8]) -> Result<Platform, Fault> {
    let head = file.get(..HEAD).ok_or(Broken("it is too short"))?;
    if !head.starts_with(b"\x7fELF") {
        return Err(Broken("it is no ELF file"));
    }
    // 64 bits, the low byte first, the one version, for System V or Linux.
    if head[4..7] != [2, 1, 1] || !matches!(head[7], 0 | 3) {
        return Err(Broken("it is not of 64 bits and little-endian"));
    }
    let (kind, machine) = (two(file, 16), two(file, 18));
    if kind != Some(3) {
        return Err(Broken("it is no shared library"));
    }
    let known = Platform::ALL.into_iter();
    let mut known = known.filter(|one| Some(one.machine()) == machine);
    known.next().ok_or(Broken("it is for another processor"))
}

/// Whether it is a whole library for `platform` with the entry of a plugin.
pub(super) fn judge(file: &[u8], platform: Platform) -> Result<(), Fault> {
    if self::platform(file)? != platform {
        return Err(Broken("it is for another processor"));
    }
    let image = Image::read(file)?;
    match image.exports(ENTRY) {
        Some(true) => Ok(()),
        Some(false) => Err(NoEntry),
        None => Err(Broken("its symbols lie outside of it")),
    }
}

/// A library, as the loader of the system sees it: by its program's parts, not by sections.
struct Image<'a> {
    file: &'a [u8],
    /// Addresses, and where the bytes of them begin in the file.
    loaded: Vec<(Range<u64>, u64)>,
    dynamic: Range<usize>,
}

impl<'a> Image<'a> {
    fn read(file: &'a [u8]) -> Result<Self, Fault> {
        const CUT: Fault = Broken("it is cut off");
        let usize_at = |at| eight(file, at).and_then(|n| usize::try_from(n).ok());
        let (parts, sections) = usize_at(32).zip(usize_at(40)).ok_or(CUT)?;
        let count = |at| usize::from(two(file, at).unwrap_or_default());
        if count(54) != PART {
            return Err(Broken("its parts have an unusual size"));
        }
        // Its sections stand at the end, so that one that was cut off is seen by them.
        let ends = sections.checked_add(count(58) * count(60));
        if ends.is_none_or(|end| end > file.len()) {
            return Err(CUT);
        }
        let mut image = Self {
            file,
            loaded: Vec::new(),
            dynamic: 0..0,
        };
        for at in 0..count(56) {
            let at = parts.checked_add(at * PART).ok_or(CUT)?;
            image.part(at).ok_or(CUT)?;
        }
        match image.dynamic.is_empty() {
            true => Err(Broken("it has no dynamic section")),
            false => Ok(image),
        }
    }

    /// One part of the program; none where it does not lie in the file.
    fn part(&mut self, at: usize) -> Option<()> {
        const LOAD: u32 = 1;
        const DYNAMIC_PART: u32 = 2;
        let kind = four(self.file, at)?;
        let (offset, address) = (eight(self.file, at + 8)?, eight(self.file, at + 16)?);
        let (size, end) = (eight(self.file, at + 32)?, address);
        let last = usize::try_from(offset.checked_add(size)?).ok()?;
        if last > self.file.len() {
            return None;
        }
        match kind {
            LOAD => self.loaded.push((address..end.checked_add(size)?, offset)),
            DYNAMIC_PART => self.dynamic = usize::try_from(offset).ok()?..last,
            _ => {}
        }
        Some(())
    }

    /// Where the byte of an address lies in the file.
    fn place(&self, address: u64) -> Option<usize> {
        let mut loaded = self.loaded.iter();
        let (range, offset) = loaded.find(|(range, _)| range.contains(&address))?;
        usize::try_from(offset.checked_add(address - range.start)?).ok()
    }

    /// The value of an entry of the dynamic section.
    fn dynamic(&self, tag: u64) -> Option<u64> {
        let all = self.dynamic.clone().step_by(DYNAMIC).take(MOST_DYNAMIC);
        for at in all {
            match eight(self.file, at)? {
                0 => return None,
                found if found == tag => return eight(self.file, at + 8),
                _ => {}
            }
        }
        None
    }

    /// Whether a function of this name is exported; none where what tells of it lies outside.
    fn exports(&self, name: &str) -> Option<bool> {
        const HASH: u64 = 4;
        const STRINGS: u64 = 5;
        const SYMBOLS: u64 = 6;
        const GNU_HASH: u64 = 0x6fff_fef5;
        let table = Table {
            file: self.file,
            strings: self.place(self.dynamic(STRINGS)?)?,
            symbols: self.place(self.dynamic(SYMBOLS)?)?,
        };
        match (self.dynamic(GNU_HASH), self.dynamic(HASH)) {
            (Some(at), _) => table.by_gnu_hash(self.place(at)?, name),
            (None, Some(at)) => table.by_hash(self.place(at)?, name),
            (None, None) => None,
        }
    }
}

/// The symbols that a loader finds by name.
struct Table<'a> {
    file: &'a [u8],
    strings: usize,
    symbols: usize,
}

impl Table<'_> {
    /// By the table of the GNU linkers: buckets of chains that end with an odd number.
    fn by_gnu_hash(&self, at: usize, name: &str) -> Option<bool> {
        let number = |place: usize| four(self.file, place).map(u64::from);
        let (buckets, first) = (number(at)?, number(at + 4)?);
        let filters = number(at + 8)?;
        let hash = name.bytes().fold(5_381_u32, |hash, byte| {
            hash.wrapping_mul(33).wrapping_add(u32::from(byte))
        });
        let place = |base: u64, index: u64, size: u64| {
            let at = base.checked_add(index.checked_mul(size)?)?;
            usize::try_from(at).ok()
        };
        let base = place(u64::try_from(at).ok()? + 16, filters, 8)?;
        let bucket = u64::from(hash).checked_rem(buckets)?;
        let base = u64::try_from(base).ok()?;
        let begin = number(place(base, bucket, 4)?)?;
        if begin < first {
            return Some(false);
        }
        let chain = base.checked_add(buckets.checked_mul(4)?)?;
        for index in begin..begin + MOST_SYMBOLS {
            let found = four(self.file, place(chain, index - first, 4)?)?;
            if found | 1 == hash | 1 && self.is(index, name)? {
                return Some(true);
            }
            if found & 1 == 1 {
                return Some(false);
            }
        }
        None
    }

    /// By the older table: buckets of lists.
    fn by_hash(&self, at: usize, name: &str) -> Option<bool> {
        let number = |index: u64| {
            let at = at.checked_add(usize::try_from(index.checked_mul(4)?).ok()?)?;
            four(self.file, at).map(u64::from)
        };
        let (buckets, chains) = (number(0)?, number(1)?);
        let hash = name.bytes().fold(0_u32, |hash, byte| {
            let hash = (hash << 4).wrapping_add(u32::from(byte));
            let high = hash & 0xf000_0000;
            (hash ^ high >> 24) & !high
        });
        let mut index = number(2 + u64::from(hash).checked_rem(buckets)?)?;
        for _ in 0..chains.min(MOST_SYMBOLS) {
            if index == 0 {
                return Some(false);
            }
            if self.is(index, name)? {
                return Some(true);
            }
            index = number(2 + buckets + index)?;
        }
        Some(false)
    }

    /// Whether a symbol has this name and is a function that is defined here, for others to see.
    fn is(&self, index: u64, name: &str) -> Option<bool> {
        const FUNCTION: u8 = 2;
        let index = usize::try_from(index).ok()?;
        let at = self.symbols.checked_add(index.checked_mul(SYMBOL)?)?;
        let symbol = self.file.get(at..at.checked_add(SYMBOL)?)?;
        let from = self
            .strings
            .checked_add(usize::try_from(four(symbol, 0)?).ok()?)?;
        let text = self.file.get(from..from.checked_add(name.len() + 1)?);
        let named = text.is_some_and(|text| text == [name.as_bytes(), &[0]].concat());
        let (kind, bind, seen) = (symbol[4] & 15, symbol[4] >> 4, symbol[5] & 3);
        let exported = kind == FUNCTION && matches!(bind, 1 | 2) && matches!(seen, 0 | 3);
        Some(named && exported && two(symbol, 6)? != 0)
    }
}

fn two(bytes: &[u8], at: usize) -> Option<u16> {
    let found = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(found.try_into().ok()?))
}

fn four(bytes: &[u8], at: usize) -> Option<u32> {
    let found = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(found.try_into().ok()?))
}

fn eight(bytes: &[u8], at: usize) -> Option<u64> {
    let found = bytes.get(at..at.checked_add(8)?)?;
    Some(u64::from_le_bytes(found.try_into().ok()?))
}
