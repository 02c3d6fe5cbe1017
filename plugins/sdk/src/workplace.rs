//! What a workplace has chosen: how this very desk calls, prints or scans.
//!
//! A workplace is a browser in which somebody is signed in. What it chose is kept with its
//! session and goes with it. A program with a token has none, nor has a module that acts by
//! itself.
//!
//! ```
#![doc = include_str!("../shown/workplace.rs")]
//! ```

use serde_json::Value as Json;
use uuid::Uuid;

use crate::{BoxFuture, Call, Result};

/// Keeps what workplaces have chosen. The host implements it.
pub trait Workplaces: Send + Sync {
    /// What `feature` keeps for the session.
    ///
    /// # Errors
    /// As the engine says.
    fn get<'a>(&'a self, session: Uuid, feature: &'a str) -> BoxFuture<'a, Result<Option<Json>>>;

    /// Keeps `settings` of `feature` for the session, in place of what was there.
    ///
    /// # Errors
    /// As the engine says, or internal, where they are larger than a workplace's may be.
    fn set<'a>(
        &'a self,
        session: Uuid,
        feature: &'a str,
        settings: &'a Json,
    ) -> BoxFuture<'a, Result<()>>;
}

/// The workplace that a call comes from.
#[derive(Clone, Copy)]
pub struct Workplace<'a> {
    desk: &'a dyn Workplaces,
    session: Uuid,
    call: &'a Call,
}

impl<'a> Workplace<'a> {
    pub(crate) fn new(desk: &'a dyn Workplaces, session: Uuid, call: &'a Call) -> Self {
        Self {
            desk,
            session,
            call,
        }
    }

    /// What `feature` keeps here; nothing where nothing was chosen yet. Remembered briefly, so
    /// that a page may ask each time.
    ///
    /// # Errors
    /// As the engine says; internal for another feature than the one whose code asks.
    pub async fn get(&self, feature: &'static str) -> Result<Option<Json>> {
        self.call.check_own(feature)?;
        self.desk.get(self.session, feature).await
    }

    /// Keeps `settings` of `feature` here; a few words, not a file.
    ///
    /// # Errors
    /// As the engine says, or internal, where they are more than 4 kB; the same for another
    /// feature than the one whose code asks.
    pub async fn set(&self, feature: &'static str, settings: &Json) -> Result<()> {
        self.call.check_own(feature)?;
        self.desk.set(self.session, feature, settings).await
    }
}
