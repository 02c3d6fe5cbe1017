//! The lines of all clients of a salon in one buffer, searched by scanning it: at the sizes of a
//! salon this beats every index tried, on either engine, and costs about 90 bytes a client.

use std::collections::BinaryHeap;

use memchr::memmem::FindIter;
use uuid::Uuid;

use super::cursor::Cursor;
use super::query::{Needle, Query, Word};
use super::record::Tally;
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
    /// How many clients match, on all pages.
    pub total: usize,
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

    /// Finds the clients that match every word of `query`: the `limit` best behind `after`, and how
    /// many there are in all. An empty query finds nobody.
    pub fn search(&self, query: &Query, after: Option<Cursor>, limit: usize) -> Page {
        let mut best = Best::new(after, limit);
        let driver = query.words.iter().max_by_key(|word| word.selectivity());
        if let Some(driver) = driver {
            let others: Vec<&Word> = (query.words.iter())
                .filter(|word| !std::ptr::eq(*word, driver))
                .collect();
            self.scan(driver, &others, &mut best);
        }
        best.into_page()
    }

    /// Looks for `driver` in all lines at once, and for the others where it is.
    fn scan(&self, driver: &Word, others: &[&Word], best: &mut Best) {
        match driver.needles.as_slice() {
            [needle] => match *needle.bytes() {
                // By far the most hits, and the cheapest way to step from one to the next.
                [byte] => {
                    let hits = memchr::memchr_iter(byte, &self.buffer);
                    self.judge(hits.map(|at| (at, needle)), driver, others, best);
                }
                _ => {
                    let hits = needle.finder.find_iter(&self.buffer);
                    self.judge(hits.map(|at| (at, needle)), driver, others, best);
                }
            },
            needles => self.judge(Merged::new(&self.buffer, needles), driver, others, best),
        }
    }

    /// Goes through the hits of `driver`, in ascending order, record by record.
    fn judge<'a>(
        &self,
        hits: impl Iterator<Item = (usize, &'a Needle)>,
        driver: &Word,
        others: &[&Word],
        best: &mut Best,
    ) {
        let (mut slot, mut end) = (0, 0);
        let mut tally = Tally::default();
        for (at, needle) in hits {
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

/// The best so far behind a cursor, never more than asked for.
struct Best {
    after: Option<Cursor>,
    limit: usize,
    /// The worst of the best is on top.
    heap: BinaryHeap<Cursor>,
    total: usize,
    /// Some that belong behind the page were passed over.
    more: bool,
}

impl Best {
    fn new(after: Option<Cursor>, limit: usize) -> Self {
        Self {
            after,
            limit,
            heap: BinaryHeap::with_capacity(limit.min(1024)),
            total: 0,
            more: false,
        }
    }

    fn offer(&mut self, found: Cursor) {
        self.total += 1;
        if self.after.is_some_and(|after| found <= after) {
            return;
        }
        if self.heap.len() < self.limit {
            self.heap.push(found);
            return;
        }
        self.more = true;
        if let Some(mut worst) = self.heap.peek_mut()
            && found < *worst
        {
            *worst = found;
        }
    }

    fn into_page(self) -> Page {
        let found = self.heap.into_sorted_vec();
        Page {
            next: found.last().copied().filter(|_| self.more),
            ids: found.iter().map(|cursor| cursor.id).collect(),
            total: self.total,
        }
    }
}
