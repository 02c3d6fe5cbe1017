//! Salons and permissions as a plugin reads them, written down once for as long as they stay the same.
#![expect(unsafe_code, reason = "pointers for the other side")]

use std::{
    collections::{HashMap, VecDeque},
    mem::size_of,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
};

use foldhash::fast::FixedState;
use kartoteka_abi::{self as abi, Slice};
use kartoteka_plugin::{Permissions, Salon};
use uuid::Uuid;

/// So many salons, and so many sets of permissions, a plugin's are remembered: people of a role have the same.
const SALONS: usize = 1_000;
const SETS: usize = 16;

/// A number that nothing else was ever given.
fn fresh() -> u64 {
    static LAST: AtomicU64 = AtomicU64::new(0);
    LAST.fetch_add(1, Ordering::Relaxed) + 1
}

/// A salon in C, with what it points to.
pub(super) struct SalonInfo {
    raw: abi::Salon,
    salon: Salon,
    _features: Vec<Slice>,
    _withheld: Vec<Slice>,
}

/// A set of permissions in C.
pub(super) struct Permitted {
    pub(super) number: u64,
    pub(super) slices: Vec<Slice>,
    _set: Permissions,
}

// SAFETY: neither is changed, and both point to what is their own.
unsafe impl Send for SalonInfo {}
// SAFETY: as above.
unsafe impl Sync for SalonInfo {}

impl SalonInfo {
    fn of(salon: &Salon, plugin: &str) -> Arc<Self> {
        // What is pointed to lies behind the strings and counted slices of this clone, which do not move.
        let salon = salon.clone();
        let features: Vec<_> = salon.features.iter().map(Slice::of_text).collect();
        let withheld = salon.features.withheld(plugin);
        let withheld = withheld.map_or(&[][..], |withheld| &withheld.asks);
        let withheld: Vec<_> = withheld.iter().map(|asks| Slice::of_text(asks)).collect();
        let raw = abi::Salon {
            struct_size: size_of::<abi::Salon>(),
            id: *salon.id.as_bytes(),
            slug: Slice::of_text(&salon.slug),
            name: Slice::of_text(&salon.name),
            country: Slice::of_text(&salon.country),
            locale: Slice::of_text(salon.locale.code()),
            time_zone: Slice::of_text(salon.time_zone.name()),
            features: features.as_ptr(),
            feature_count: features.len(),
            withheld: withheld.as_ptr(),
            withheld_count: withheld.len(),
            number: fresh(),
        };
        Arc::new(Self {
            raw,
            salon,
            _features: features,
            _withheld: withheld,
        })
    }

    /// As the other side reads it, for as long as this is kept.
    pub(super) fn raw(self: &Arc<Self>) -> *const abi::Salon {
        &raw const self.raw
    }
}

/// What one plugin was told of.
#[derive(Default)]
pub(in super::super) struct Described {
    salons: RwLock<HashMap<Uuid, Arc<SalonInfo>, FixedState>>,
    sets: RwLock<VecDeque<(Permissions, Arc<Permitted>)>>,
}

impl Described {
    /// A salon as `plugin` reads it.
    pub(super) fn salon(&self, salon: &Salon, plugin: &str) -> Arc<SalonInfo> {
        let salons = self.salons.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = salons.get(&salon.id)
            && known.salon == *salon
        {
            return known.clone();
        }
        drop(salons);
        let info = SalonInfo::of(salon, plugin);
        let mut salons = self.salons.write().unwrap_or_else(PoisonError::into_inner);
        if salons.len() >= SALONS {
            salons.clear();
        }
        salons.insert(salon.id, info.clone());
        info
    }

    /// A set of permissions.
    pub(super) fn permissions(&self, set: &Permissions) -> Arc<Permitted> {
        let sets = self.sets.read().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, known)) = sets.iter().find(|(known, _)| known.is_same(set)) {
            return known.clone();
        }
        drop(sets);
        let mut sets = self.sets.write().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, permitted)) = sets.iter_mut().find(|(known, _)| known == set) {
            // Next time it is known without reading it.
            *known = set.clone();
            return permitted.clone();
        }
        let own = set.clone();
        let permitted = Arc::new(Permitted {
            number: fresh(),
            slices: own.iter().map(Slice::of_text).collect(),
            _set: own,
        });
        sets.truncate(SETS - 1);
        sets.push_front((set.clone(), permitted.clone()));
        permitted
    }
}

#[cfg(test)]
mod tests {
    use kartoteka_plugin::{Features, Locale, features::Withheld};

    use super::*;

    fn salon() -> Salon {
        Salon {
            id: Uuid::from_u128(7),
            slug: "salon".to_owned(),
            name: "Salon".to_owned(),
            country: "DE".to_owned(),
            locale: Locale::De,
            time_zone: chrono_tz::Europe::Berlin,
            features: Features::default(),
        }
    }

    #[test]
    fn a_number_stands_for_a_salon_as_it_is() {
        let (described, mut salon) = (Described::default(), salon());
        let mut numbers = Vec::new();
        let number = |salon: &Salon| described.salon(salon, "acme-tips").raw.number;
        numbers.push(number(&salon));
        assert_eq!(number(&salon.clone()), numbers[0]);
        salon.name = "Another".to_owned();
        numbers.push(number(&salon));
        salon.features = ["acme-tips"].into_iter().collect();
        numbers.push(number(&salon));
        let withheld = Withheld {
            asks: vec!["mail".to_owned()],
            tables: Vec::new(),
        };
        let features = salon.features.clone();
        salon.features = features.withholding([("acme-tips".to_owned(), withheld)]);
        numbers.push(number(&salon));
        salon.id = Uuid::from_u128(8);
        numbers.push(number(&salon));
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), 5);
    }

    #[test]
    fn a_number_stands_for_a_set_of_permissions() {
        let described = Described::default();
        let number = |names: &[&str]| {
            let set: Permissions = names.iter().copied().collect();
            described.permissions(&set).number
        };
        let read = number(&["clients.read"]);
        assert_ne!(number(&["clients.read", "clients.write"]), read);
        assert_eq!(number(&["clients.read"]), read);
    }
}
