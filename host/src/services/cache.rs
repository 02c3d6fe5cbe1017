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

    /// Takes a value off, and gives it: what ends with it may be somebody's code, which may come back
    /// here, so that it is let go of once the shelf is free.
    #[must_use]
    fn remove(&mut self, key: Key) -> Option<Cached> {
        let kept = self.values.remove(&key)?;
        self.order.remove(&kept.used);
        self.bytes -= kept.bytes;
        Some(kept.value)
    }

    /// Forgets the least recently used values until the rest fits. The one used
    /// last stays even if it alone is too big: else it would be made anew for
    /// every request.
    #[must_use]
    fn evict(&mut self, budget: usize) -> Vec<Cached> {
        let mut gone = Vec::new();
        while self.bytes > budget && self.order.len() > 1 {
            let Some(oldest) = self.order.values().next().copied() else {
                break;
            };
            gone.extend(self.remove(oldest));
        }
        gone
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

    /// Forgets all that a module keeps, in all salons.
    pub fn forget_of(&self, module: &str) {
        let mut shelf = self.shelf();
        let of = |key: &&Key| {
            let own = key.1.strip_prefix(module);
            own.is_some_and(|rest| rest.starts_with('.'))
        };
        let keys: Vec<Key> = shelf.values.keys().filter(of).copied().collect();
        let gone: Vec<_> = keys.into_iter().map(|key| shelf.remove(key)).collect();
        drop(shelf);
        drop(gone);
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
        let before = shelf.remove(key);
        shelf.tick += 1;
        let used = shelf.tick;
        shelf.order.insert(used, key);
        shelf.bytes += bytes;
        shelf.values.insert(key, Kept { value, bytes, used });
        let gone = shelf.evict(self.memory.budget);
        drop(shelf);
        drop((before, gone));
    }

    fn forget(&self, key: &'static str) {
        let gone = self.memory.shelf().remove((self.salon, key));
        drop(gone);
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

    /// One that looks into the memory when it ends.
    struct Nosy(Arc<dyn Cache>);

    impl Drop for Nosy {
        fn drop(&mut self) {
            self.0.forget("other");
        }
    }

    #[test]
    fn what_ends_may_look_into_the_memory() {
        let memory = Memory::new(100);
        let a = memory.of(Uuid::from_u128(1));
        a.put("x", Arc::new(Nosy(a.clone())), 60);
        a.put("x", Arc::new(Nosy(a.clone())), 60);
        a.put("y", value(1), 60);
        assert!(a.get("x").is_none(), "evicted");
        a.put("z", Arc::new(Nosy(a.clone())), 1);
        a.forget("z");
    }

    #[test]
    fn what_a_module_keeps_is_forgotten_in_all_salons() {
        let memory = Memory::new(100);
        let (a, b) = (memory.of(Uuid::from_u128(1)), memory.of(Uuid::from_u128(2)));
        for cache in [&a, &b] {
            cache.put("acme-tips.prices", value(1), 10);
            cache.put("acme-tips-more.prices", value(1), 10);
        }
        memory.forget_of("acme-tips");
        assert!(a.get("acme-tips.prices").is_none() && b.get("acme-tips.prices").is_none());
        assert!(a.get("acme-tips-more.prices").is_some());
        assert_eq!(memory.bytes(), 20);
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
