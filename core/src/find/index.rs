//! The lines of all clients of a salon in one buffer, searched by scanning it: at the sizes of a
//! salon this beats every index tried, on either engine, and costs about 90 bytes a client.

use std::ops::Range;

use memchr::memmem::FindIter;
use uuid::Uuid;

use super::best::Best;
use super::cursor::Cursor;
use super::query::{Needle, Query, Word};
use super::record::{Tally, is_mark};
use super::slots::SlotTable;

/// The clients of one salon by their lines of [`super::find_text`].
///
/// Searching takes `&self`, so that readers share it behind a lock for reading. A change costs its
/// own line: it is written in place if it fits, else at the end; what is left behind is zeroed, so
/// that it never matches, and swept when it is more than a third.
#[derive(Clone, Debug, Default)]
pub struct Index {
    buffer: Vec<u8>,
    /// Where the line of each slot begins; it ends where the next begins. Ascending.
    starts: Vec<u32>,
    /// The client of each slot, also of one that was left.
    ids: Vec<Uuid>,
    /// When the client of each slot was seen last, in microseconds since 1970.
    seen: Vec<i64>,
    table: SlotTable,
    live: usize,
    wasted: usize,
}

/// Slots looked through at once, the last ones first: those seen last are mostly at the end, and once
/// the best are found, the others are told off by one comparison.
const BLOCK: usize = 1_024;

/// The index holds 4 GiB and takes no more: no salon has forty million clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Full;

impl std::fmt::Display for Full {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the index of a salon is full")
    }
}

impl std::error::Error for Full {}

/// A page of what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The clients, best first.
    pub ids: Vec<Uuid>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<Cursor>,
    /// How many clients match, on all pages, where this was asked for.
    pub total: Option<usize>,
}

impl Index {
    /// An empty index.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many clients can be found.
    pub fn len(&self) -> usize {
        self.live
    }

    /// Whether no client can be found.
    pub fn is_empty(&self) -> bool {
        self.live == 0
    }

    /// What the index holds of the memory, in bytes.
    pub fn memory_bytes(&self) -> usize {
        self.buffer.capacity()
            + self.starts.capacity() * size_of::<u32>()
            + self.ids.capacity() * size_of::<Uuid>()
            + self.seen.capacity() * size_of::<i64>()
            + self.table.memory_bytes()
    }

    /// Takes a client in, or takes over what changed. An empty `text` removes the client.
    ///
    /// `seen_at` is in microseconds since 1970. Fails with [`Full`] and changes nothing.
    pub fn upsert(&mut self, id: Uuid, seen_at: i64, text: &str) -> Result<(), Full> {
        // A zero is the padding; no line of a client holds one.
        let text = text.split('\0').next().unwrap_or_default();
        if text.is_empty() {
            self.remove(id);
            return Ok(());
        }
        if let Some(slot) = self.slot_of(id) {
            if self.rewrite(slot, seen_at, text) {
                return Ok(());
            }
            self.append(id, seen_at, text)?;
            self.blank(slot);
        } else {
            self.append(id, seen_at, text)?;
        }
        self.sweep_if_worth_it();
        Ok(())
    }

    /// Removes a client, if it is there.
    pub fn remove(&mut self, id: Uuid) {
        if let Some(slot) = self.slot_of(id) {
            self.blank(slot);
            self.sweep_if_worth_it();
        }
    }

    /// Finds the clients that match every word of `query`: the `limit` best behind `after`. An empty
    /// query finds nobody.
    ///
    /// `count` asks how many there are in all. Without it, hits that cannot come on the page are
    /// passed over: a letter that stands in most lines costs a third.
    pub fn search(&self, query: &Query, after: Option<Cursor>, limit: usize, count: bool) -> Page {
        let driver = query.words.iter().max_by_key(|word| word.selectivity());
        let Some(driver) = driver else {
            return Page {
                total: count.then_some(0),
                ..Page::default()
            };
        };
        let others: Vec<&Word> = (query.words.iter())
            .filter(|word| !std::ptr::eq(*word, driver))
            .collect();
        let mut best = Best::new(after, limit);
        if !count {
            let passed_over = self.scan(driver, &others, &mut best, true);
            if !passed_over || best.has_more() {
                return best.into_page(None);
            }
            // The page is full, and whether another follows was not looked at.
            best = Best::new(after, limit);
        }
        self.scan(driver, &others, &mut best, false);
        let total = best.offered();
        best.into_page(count.then_some(total))
    }

    /// Looks for `driver` in all lines, and for the others where it is.
    ///
    /// `page_only` passes hits over that cannot come on the page, and gives whether it did.
    fn scan(&self, driver: &Word, others: &[&Word], best: &mut Best, page_only: bool) -> bool {
        let mut passed_over = false;
        let mut end = self.starts.len();
        while end > 0 {
            let slots = end.saturating_sub(BLOCK)..end;
            end = slots.start;
            passed_over |= self.scan_block(slots, driver, others, best, page_only);
        }
        passed_over
    }

    /// Looks through the lines of some slots at once.
    fn scan_block(
        &self,
        slots: Range<usize>,
        driver: &Word,
        others: &[&Word],
        best: &mut Best,
        page_only: bool,
    ) -> bool {
        let (from, _) = self.bounds(slots.start);
        let (to, _) = self.bounds(slots.end);
        let lines = self.buffer.get(from..to).unwrap_or_default();
        let slot = slots.start;
        match driver.needles.as_slice() {
            [needle] => match *needle.bytes() {
                // By far the most hits, and the cheapest way to step from one to the next.
                [byte] => {
                    let hits = memchr::memchr_iter(byte, lines).map(|at| (from + at, needle));
                    self.judge(slot, hits, driver, others, best, page_only)
                }
                _ => {
                    let hits = needle.finder.find_iter(lines).map(|at| (from + at, needle));
                    self.judge(slot, hits, driver, others, best, page_only)
                }
            },
            needles => {
                let hits = Merged::new(lines, needles).map(|(at, needle)| (from + at, needle));
                self.judge(slot, hits, driver, others, best, page_only)
            }
        }
    }

    /// Goes through the hits of `driver`, in ascending order from `slot` on, record by record.
    fn judge<'a>(
        &self,
        mut slot: usize,
        hits: impl Iterator<Item = (usize, &'a Needle)>,
        driver: &Word,
        others: &[&Word],
        best: &mut Best,
        page_only: bool,
    ) -> bool {
        let mut end = 0;
        let mut tally = Tally::default();
        let mut passed_over = false;
        for (at, needle) in hits {
            // A page full of words that begin so has no room for one that only holds it. Many hits
            // are of the letters inside words, so this is where the time of a short query goes.
            if page_only && best.is_full_of_starts() && !self.is_start(at + needle.lead) {
                passed_over = true;
                continue;
            }
            if at >= end {
                self.offer(slot, tally, driver, others, best);
                tally = Tally::default();
                slot = self.slot_at(at, slot);
                (_, end) = self.bounds(slot);
            }
            let behind = at + needle.bytes().len();
            tally.add(&self.buffer, at + needle.lead, behind, needle.is_spelling);
        }
        self.offer(slot, tally, driver, others, best);
        passed_over
    }

    /// Whether a word begins at this byte.
    fn is_start(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|at| self.buffer.get(at));
        before.is_some_and(|&byte| is_mark(byte))
    }

    /// Offers a slot where `driver` has these hits, if it has the other words too.
    fn offer(&self, slot: usize, tally: Tally, driver: &Word, others: &[&Word], best: &mut Best) {
        if tally.rank.is_none() {
            return;
        }
        let (start, end) = self.bounds(slot);
        let record = self.buffer.get(start..end).unwrap_or_default();
        let first = driver.rank_of(record, tally);
        let rank = first.and_then(|first| {
            (others.iter()).try_fold(first, |worst, word| Some(worst.max(word.rank(record)?)))
        });
        if let Some(rank) = rank
            && let (Some(&id), Some(&seen_at)) = (self.ids.get(slot), self.seen.get(slot))
        {
            best.offer(Cursor { rank, seen_at, id });
        }
    }

    /// The slot whose line holds the byte `at`, which is in slot `from` or behind: hits are mostly
    /// near one another, so it is looked for in steps that double.
    fn slot_at(&self, at: usize, from: usize) -> usize {
        let behind = |slot: usize| self.starts.get(slot).is_none_or(|&s| s as usize > at);
        let mut step = 1;
        while !behind(from + step) {
            step *= 2;
        }
        let low = from + step / 2;
        let high = (from + step).min(self.starts.len());
        let window = self.starts.get(low..high).unwrap_or_default();
        low + window.partition_point(|&s| s as usize <= at) - 1
    }

    fn bounds(&self, slot: usize) -> (usize, usize) {
        let start = |slot: usize| self.starts.get(slot).map(|&s| s as usize);
        let end = self.buffer.len();
        (start(slot).unwrap_or(end), start(slot + 1).unwrap_or(end))
    }

    /// The slot of a client that can be found.
    fn slot_of(&self, id: Uuid) -> Option<usize> {
        let slot = self.table.get(&self.ids, id)? as usize;
        self.is_live(slot).then_some(slot)
    }

    /// A slot that was left is zero from its first byte on; no line begins with a zero.
    fn is_live(&self, slot: usize) -> bool {
        let (start, end) = self.bounds(slot);
        start < end && self.buffer.get(start) != Some(&0)
    }

    /// Writes over the line of a slot where the new one fits; false where it does not.
    fn rewrite(&mut self, slot: usize, seen_at: i64, text: &str) -> bool {
        let (start, end) = self.bounds(slot);
        let Some(line) = self.buffer.get_mut(start..end) else {
            return false;
        };
        let Some((taken, padding)) = line.split_at_mut_checked(text.len()) else {
            return false;
        };
        let used = padding.iter().filter(|&&b| b != 0).count();
        self.wasted += used;
        let reused = taken.iter().filter(|&&b| b == 0).count();
        self.wasted = self.wasted.saturating_sub(reused);
        taken.copy_from_slice(text.as_bytes());
        padding.fill(0);
        if let Some(seen) = self.seen.get_mut(slot) {
            *seen = seen_at;
        }
        true
    }

    fn append(&mut self, id: Uuid, seen_at: i64, text: &str) -> Result<(), Full> {
        let start = u32::try_from(self.buffer.len()).map_err(|_| Full)?;
        let slot = u32::try_from(self.ids.len()).map_err(|_| Full)?;
        u32::try_from(self.buffer.len() + text.len()).map_err(|_| Full)?;
        reserve(&mut self.buffer, text.len());
        self.buffer.extend_from_slice(text.as_bytes());
        reserve(&mut self.starts, 1);
        self.starts.push(start);
        reserve(&mut self.ids, 1);
        self.ids.push(id);
        reserve(&mut self.seen, 1);
        self.seen.push(seen_at);
        self.table.set(&self.ids, id, slot);
        self.live += 1;
        Ok(())
    }

    fn blank(&mut self, slot: usize) {
        let (start, end) = self.bounds(slot);
        if let Some(line) = self.buffer.get_mut(start..end) {
            self.wasted += line.iter().filter(|&&b| b != 0).count();
            line.fill(0);
            self.live -= 1;
        }
    }

    /// Sweeps when more than a third of the lines or of the slots is waste.
    fn sweep_if_worth_it(&mut self) {
        let left = self.ids.len() - self.live;
        if self.wasted * 3 > self.buffer.len() || left * 3 > self.ids.len() {
            self.sweep();
        }
    }

    /// Writes all anew without what was left behind.
    pub(crate) fn sweep(&mut self) {
        let mut fresh = Self {
            buffer: Vec::with_capacity(self.buffer.len().saturating_sub(self.wasted)),
            starts: Vec::with_capacity(self.live),
            ids: Vec::with_capacity(self.live),
            seen: Vec::with_capacity(self.live),
            live: self.live,
            ..Self::default()
        };
        for slot in (0..self.ids.len()).filter(|&slot| self.is_live(slot)) {
            let (start, end) = self.bounds(slot);
            let line = self.buffer.get(start..end).unwrap_or_default();
            let used = line.iter().position(|&b| b == 0).unwrap_or(line.len());
            if let (Some(&id), Some(&seen)) = (self.ids.get(slot), self.seen.get(slot)) {
                // The fresh buffer is no longer than this one, which was within bounds.
                fresh.starts.push(fresh.buffer.len() as u32);
                fresh.ids.push(id);
                fresh.seen.push(seen);
            }
            fresh.buffer.extend_from_slice(&line[..used]);
        }
        fresh.table.rebuild(&fresh.ids);
        *self = fresh;
    }
}

/// Makes room for `more`, and for a sixteenth beyond: doubling would waste half of the memory.
fn reserve<T>(list: &mut Vec<T>, more: usize) {
    if list.capacity() - list.len() < more {
        list.reserve_exact(more + list.len() / 16 + 16);
    }
}

/// The hits of several forms of a word in all lines, in ascending order.
struct Merged<'a> {
    forms: Vec<Form<'a>>,
}

struct Form<'a> {
    needle: &'a Needle,
    next: Option<usize>,
    behind: FindIter<'a, 'a>,
}

impl<'a> Merged<'a> {
    fn new(buffer: &'a [u8], needles: &'a [Needle]) -> Self {
        let form = |needle: &'a Needle| {
            let mut behind = needle.finder.find_iter(buffer);
            let next = behind.next();
            Form {
                needle,
                next,
                behind,
            }
        };
        Self {
            forms: needles.iter().map(form).collect(),
        }
    }
}

impl<'a> Iterator for Merged<'a> {
    type Item = (usize, &'a Needle);

    fn next(&mut self) -> Option<Self::Item> {
        let next = |form: &&mut Form<'_>| form.next.unwrap_or(usize::MAX);
        let form = self.forms.iter_mut().min_by_key(next)?;
        let at = form.next?;
        form.next = form.behind.next();
        Some((at, form.needle))
    }
}
