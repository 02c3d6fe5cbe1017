//! Which slot of the index holds which client: a table of slot numbers alone, 5 to 8 bytes a client.
//! The ids stand in the slots themselves, which a general map would have to repeat.

use uuid::Uuid;

const FREE: u32 = u32::MAX;

/// A hash table from ids to slots, where `ids[slot]` is the id of the slot.
///
/// A slot that is left stays in the table until [`SlotTable::rebuild`], and is taken over when its
/// client comes back.
#[derive(Clone, Debug, Default)]
pub(crate) struct SlotTable {
    places: Vec<u32>,
    used: usize,
}

impl SlotTable {
    /// The slot of `id`.
    pub(crate) fn get(&self, ids: &[Uuid], id: Uuid) -> Option<u32> {
        let place = self.find(ids, id)?;
        self.places.get(place).copied().filter(|&slot| slot != FREE)
    }

    /// Points `id` to `slot`. `ids` must already hold it there.
    pub(crate) fn set(&mut self, ids: &[Uuid], id: Uuid, slot: u32) {
        // Full enough for runs of five or so; growing by half keeps the waste small.
        if (self.used + 1) * 5 > self.places.len() * 4 {
            self.grow(ids);
        }
        let Some(place) = self.find(ids, id) else {
            return;
        };
        if let Some(held) = self.places.get_mut(place) {
            self.used += usize::from(*held == FREE);
            *held = slot;
        }
    }

    /// Forgets everything and points each of `ids` to its place in the list.
    pub(crate) fn rebuild(&mut self, ids: &[Uuid]) {
        self.places = vec![FREE; ids.len() * 4 / 3 + 8];
        self.used = 0;
        for (slot, &id) in (0u32..).zip(ids) {
            self.set(ids, id, slot);
        }
    }

    pub(crate) fn memory_bytes(&self) -> usize {
        self.places.capacity() * size_of::<u32>()
    }

    /// Where `id` is, or the free place where it would be.
    fn find(&self, ids: &[Uuid], id: Uuid) -> Option<usize> {
        let start = self.home(id);
        let (before, behind) = self.places.split_at_checked(start)?;
        let at = (behind.iter().chain(before)).position(|&slot| {
            slot == FREE || ids.get(slot as usize).is_some_and(|held| *held == id)
        })?;
        Some((start + at) % self.places.len())
    }

    fn home(&self, id: Uuid) -> usize {
        let (high, low) = id.as_u64_pair();
        let mixed = (high ^ low.rotate_left(32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let spread = u128::from(mixed) * self.places.len() as u128;
        (spread >> 64) as usize
    }

    fn grow(&mut self, ids: &[Uuid]) {
        let held = std::mem::take(&mut self.places);
        self.places = vec![FREE; held.len() * 3 / 2 + 16];
        self.used = 0;
        for slot in held.into_iter().filter(|&slot| slot != FREE) {
            if let Some(&id) = ids.get(slot as usize)
                && let Some(place) = self.find(ids, id)
                && let Some(free) = self.places.get_mut(place)
            {
                *free = slot;
                self.used += 1;
            }
        }
    }
}
