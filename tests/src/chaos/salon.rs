//! One of the salons of a run: who it is, and what its answers have said.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, MutexGuard, PoisonError},
};

use serde_json::Value;
use uuid::Uuid;

use super::model::{Row, Span, State};

/// What was asked for and never answered.
#[derive(Debug, Clone)]
pub enum Lost {
    /// Something may have been made.
    New {
        /// How it would look.
        row: Row,
        /// When it was asked for.
        span: Span,
        /// How it may be asked for again, with the key that makes it the same request.
        again: Option<(String, Value, String)>,
    },
    /// Something may be otherwise.
    Turned(Uuid, Row),
    /// Somebody may be erased.
    Erased(Uuid),
    /// These people may have come by a spreadsheet, all of them or none.
    Imported(Vec<(String, String)>),
    /// What the feature kept may be removed.
    Removed(&'static str, u64),
}

/// How a feature is switched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Switch {
    /// An answer said so.
    Known(bool),
    /// No answer came.
    Either,
}

/// A salon.
#[derive(Debug)]
pub struct Salon {
    /// Its slug.
    pub slug: String,
    /// Its id.
    pub id: Uuid,
    /// A token with all the owner's permissions.
    pub token: String,
    /// Stands in all that is written in it.
    pub mark: &'static str,
    /// Stands in all that is written in the other one.
    pub foreign: &'static str,
    state: Mutex<State>,
    lost: Mutex<Vec<Lost>>,
    switches: Mutex<BTreeMap<&'static str, Switch>>,
    touched: Mutex<BTreeSet<&'static str>>,
}

impl Salon {
    /// An empty one.
    pub fn new(slug: &str, id: Uuid, token: String, marks: [&'static str; 2]) -> Self {
        Self {
            slug: slug.to_owned(),
            id,
            token,
            mark: marks[0],
            foreign: marks[1],
            state: Mutex::default(),
            lost: Mutex::default(),
            switches: Mutex::default(),
            touched: Mutex::default(),
        }
    }

    /// What must be in it.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes what was never answered.
    pub fn lose(&self, lost: Lost) {
        let mut all = self.lost.lock().unwrap_or_else(PoisonError::into_inner);
        all.push(lost);
    }

    /// What was never answered since this was asked last.
    pub fn take_lost(&self) -> Vec<Lost> {
        let mut all = self.lost.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *all)
    }

    /// How a feature is switched; off where nobody ever did.
    pub fn switch(&self, feature: &str) -> Switch {
        let all = self.switches.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(feature).copied().unwrap_or(Switch::Known(false))
    }

    /// A feature is switched, or may be.
    pub fn switched(&self, feature: &'static str, to: Switch) {
        let mut all = self.switches.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(feature, to);
    }

    /// Says which features are switched from now on, while others work.
    pub fn touch(&self, features: &[&'static str]) {
        let mut touched = self.touched.lock().unwrap_or_else(PoisonError::into_inner);
        *touched = features.iter().copied().collect();
    }

    /// Whether the feature may be switched in any moment.
    pub fn is_touched(&self, feature: &str) -> bool {
        let touched = self.touched.lock().unwrap_or_else(PoisonError::into_inner);
        touched.contains(feature) || self.switch(feature) == Switch::Either
    }

    /// Whether an answer of its doors, or that it is off, can be true.
    pub fn may_be(&self, feature: &str, on: bool) -> bool {
        self.is_touched(feature) || self.switch(feature) == Switch::Known(on)
    }
}
