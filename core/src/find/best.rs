//! The best of what was found, never more than asked for.

use std::collections::BinaryHeap;

use super::cursor::{Cursor, Rank};
use super::index::Page;

/// The best so far behind a cursor, never more than asked for.
pub(super) struct Best {
    after: Option<Cursor>,
    limit: usize,
    /// The worst of the best is on top.
    heap: BinaryHeap<Cursor>,
    offered: usize,
    /// Some that belong behind the page were passed over.
    more: bool,
}

impl Best {
    /// Nothing yet, of the `limit` best behind `after`.
    pub(super) fn new(after: Option<Cursor>, limit: usize) -> Self {
        Self {
            after,
            limit,
            heap: BinaryHeap::with_capacity(limit.min(1024)),
            offered: 0,
            more: false,
        }
    }

    /// Takes `found` in, if it is good enough.
    pub(super) fn offer(&mut self, found: Cursor) {
        self.offered += 1;
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

    /// How many were offered.
    pub(super) fn offered(&self) -> usize {
        self.offered
    }

    /// Whether some that belong behind the page were passed over.
    pub(super) fn has_more(&self) -> bool {
        self.more
    }

    /// Whether nothing worse than a word that begins as asked can come in any more.
    pub(super) fn is_full_of_starts(&self) -> bool {
        let worst = self.heap.peek();
        self.heap.len() == self.limit && worst.is_some_and(|worst| worst.rank <= Rank::Start)
    }

    /// The page, with how many match where that was counted.
    pub(super) fn into_page(self, total: Option<usize>) -> Page {
        let found = self.heap.into_sorted_vec();
        Page {
            next: found.last().copied().filter(|_| self.more),
            ids: found.iter().map(|cursor| cursor.id).collect(),
            total,
        }
    }
}
