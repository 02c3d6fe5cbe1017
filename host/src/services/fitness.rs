//! Which features cannot be used, because their tables could not be brought up to date.
//!
//! That is tried again when the host starts and, with a file per salon, whenever a salon is
//! opened. Until then no code of the feature is run there.

use std::{
    collections::HashMap,
    sync::{
        PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
};

use http::StatusCode;
use kartoteka_plugin::{Error, Result};
use uuid::Uuid;

use crate::storage::migrate::MigrationError;

/// What a feature that cannot be used has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// No tables: its first migration failed, so that it keeps nothing.
    Empty,
    /// Tables of an older version.
    Old,
}

type Features = HashMap<String, Unfit>;

/// The features that cannot be used.
#[derive(Default)]
pub struct Fitness {
    /// By salon; of no salon: in all of them.
    unfit: RwLock<HashMap<Option<Uuid>, Features>>,
    /// Usually there are none, and then nothing is locked.
    any: AtomicBool,
}

impl Fitness {
    /// What is so from now on, in a salon or in all.
    pub fn set(&self, salon: Option<Uuid>, failed: &[MigrationError]) {
        if failed.is_empty() && !self.any.load(Ordering::Acquire) {
            return;
        }
        let of = |error: &MigrationError| {
            let state = match error.has_tables {
                true => Unfit::Old,
                false => Unfit::Empty,
            };
            (error.module.clone(), state)
        };
        let mut unfit = self.unfit.write().unwrap_or_else(PoisonError::into_inner);
        match failed {
            [] => unfit.remove(&salon),
            _ => unfit.insert(salon, failed.iter().map(of).collect()),
        };
        self.any.store(!unfit.is_empty(), Ordering::Release);
    }

    /// Whether `feature` cannot be used in `salon`, and what it has.
    pub fn of(&self, salon: Uuid, feature: &str) -> Option<Unfit> {
        if !self.any.load(Ordering::Acquire) {
            return None;
        }
        let unfit = self.unfit.read().unwrap_or_else(PoisonError::into_inner);
        let mut places = [None, Some(salon)].into_iter();
        places.find_map(|place| unfit.get(&place)?.get(feature).copied())
    }

    /// That `feature` can be used in `salon`.
    ///
    /// # Errors
    /// 503 `feature_unavailable`.
    pub fn check(&self, salon: Uuid, feature: &str) -> Result<()> {
        match self.of(salon, feature) {
            None => Ok(()),
            Some(_) => Err(unavailable(feature)),
        }
    }
}

/// 503, of a feature that cannot be used.
pub fn unavailable(feature: &str) -> Error {
    let error = Error::new(StatusCode::SERVICE_UNAVAILABLE, "feature_unavailable");
    error.arg("feature", feature.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::migrate::{MigrationSet, Problem};

    #[test]
    fn a_feature_is_unfit_where_it_failed_and_until_it_does_not() {
        let fitness = Fitness::default();
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let set = MigrationSet::new("till", &[]);
        let failed = set.error("0001_till", Problem::Edited);
        fitness.set(Some(one), std::slice::from_ref(&failed));
        assert_eq!(fitness.of(one, "till"), Some(Unfit::Empty));
        assert_eq!(fitness.of(other, "till"), None);
        assert_eq!(fitness.of(one, "bonus"), None);
        fitness.set(Some(one), &[]);
        assert_eq!(fitness.of(one, "till"), None);
        let old = MigrationError {
            has_tables: true,
            ..failed
        };
        fitness.set(None, &[old]);
        assert_eq!(fitness.of(other, "till"), Some(Unfit::Old));
    }
}
