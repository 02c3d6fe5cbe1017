//! Memory of all salons under one budget.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use kartoteka_plugin::cache::{Cache, Cached};
use uuid::Uuid;

/// Names a value: the salon and the module's own key.
type Key = (Uuid, &'static str);

struct Kept {
    value: Cached,
    bytes: usize,
    used: u64,
}

#[derive(Default)]
struct Shelf {
    values: HashMap<Key, Kept>,
    /// By last use, the oldest first.
    order: BTreeMap<u64, Key>,
    bytes: usize,
    tick: u64,
}

impl Shelf {
    fn touch(&mut self, key: Key) -> Option<Cached> {
        let kept = self.values.get_mut(&key)?;
        self.order.remove(&kept.used);
        self.tick += 1;
        kept.used = self.tick;
        self.order.insert(self.tick, key);
        Some(kept.value.clone())
    }

    fn remove(&mut self, key: Key) {
        if let Some(kept) = self.values.remove(&key) {
            self.order.remove(&kept.used);
            self.bytes -= kept.bytes;
        }
    }

    /// Forgets the least recently used values until the rest fits. The one used
    /// last stays even if it alone is too big: else it would be made anew for
    /// every request.
    fn evict(&mut self, budget: usize) {
        while self.bytes > budget && self.order.len() > 1 {
            let Some(oldest) = self.order.values().next().copied() else {
                return;
            };
            self.remove(oldest);
        }
    }
}

/// The memory that all salons share.
pub struct Memory {
    shelf: Mutex<Shelf>,
    budget: usize,
}

impl Memory {
    /// A memory of `budget` bytes.
    pub fn new(budget: usize) -> Arc<Self> {
        Arc::new(Self {
            shelf: Mutex::default(),
            budget,
        })
    }

    /// The part of one salon.
    pub fn of(self: &Arc<Self>, salon: Uuid) -> Arc<dyn Cache> {
        Arc::new(SalonCache {
            memory: self.clone(),
            salon,
        })
    }

    /// Bytes in use, as those who put values here said.
    pub fn bytes(&self) -> usize {
        self.shelf().bytes
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        // A panic while the lock was held leaves counts that are off at worst.
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct SalonCache {
    memory: Arc<Memory>,
    salon: Uuid,
}

impl Cache for SalonCache {
    fn get(&self, key: &'static str) -> Option<Cached> {
        self.memory.shelf().touch((self.salon, key))
    }

    fn put(&self, key: &'static str, value: Cached, bytes: usize) {
        let key = (self.salon, key);
        // Whoever puts it says how large it is, and sums of that must not run over.
        let bytes = bytes.min(self.memory.budget.saturating_add(1));
        let mut shelf = self.memory.shelf();
        shelf.remove(key);
        shelf.tick += 1;
        let used = shelf.tick;
        shelf.order.insert(used, key);
        shelf.bytes += bytes;
        shelf.values.insert(key, Kept { value, bytes, used });
        shelf.evict(self.memory.budget);
    }

    fn forget(&self, key: &'static str) {
        self.memory.shelf().remove((self.salon, key));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(n: u32) -> Cached {
        Arc::new(n)
    }

    #[test]
    fn the_least_recently_used_goes_first_over_all_salons() {
        let memory = Memory::new(100);
        let (a, b) = (memory.of(Uuid::from_u128(1)), memory.of(Uuid::from_u128(2)));
        a.put("x", value(1), 40);
        b.put("x", value(2), 40);
        assert!(a.get("x").is_some(), "used: now b's is the oldest");
        a.put("y", value(3), 40);
        assert!(b.get("x").is_none());
        assert!(a.get("x").is_some() && a.get("y").is_some());
        assert_eq!(memory.bytes(), 80);
    }

    #[test]
    fn a_value_put_again_counts_once_and_one_too_big_stays_alone() {
        let memory = Memory::new(100);
        let a = memory.of(Uuid::from_u128(1));
        a.put("x", value(1), 40);
        a.put("x", value(1), 60);
        assert_eq!(memory.bytes(), 60);
        a.put("big", value(2), usize::MAX);
        a.put("big", value(2), usize::MAX);
        assert!(a.get("big").is_some() && a.get("x").is_none());
        a.forget("big");
        assert_eq!(memory.bytes(), 0);
    }
}
