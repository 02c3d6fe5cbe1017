//! What a salon sets of its blacklist.

use chrono::{Days, Months, NaiveDate};
use kartoteka_plugin::{Call, Result, Tx};
use serde::Deserialize;

use crate::block::{Effect, Scope};

const FEATURE: &str = "blacklist";

/// The salon's own ways, by the schema in the manifest.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Settings {
    /// What refused clients are told where their block has no words of its own.
    pub refusal: Option<String>,
    /// What the form of a new block proposes.
    pub default_effect: Effect,
    /// For which bookings a new block holds, unless it says so itself.
    pub default_scope: Scope,
    /// After so many days a new block comes up for review, unless it names a day itself; 0 for
    /// never.
    pub review_after_days: u32,
}

impl Settings {
    /// Those of the salon.
    ///
    /// # Errors
    /// As the engine says.
    pub(crate) async fn of(call: &Call) -> Result<Self> {
        call.settings(FEATURE).await
    }

    /// The same, inside a transaction.
    ///
    /// # Errors
    /// As the engine says.
    pub(crate) async fn in_tx(call: &Call, tx: &mut Tx) -> Result<Self> {
        call.settings_in(tx, FEATURE).await
    }

    /// What a client is told who is refused, in the salon's language.
    pub(crate) fn refusal(&self, call: &Call) -> String {
        let own = self.refusal.as_deref().map(str::trim);
        let own = own.filter(|words| !words.is_empty());
        own.map_or_else(
            || call.salon_texts().get("blacklist-default-refusal"),
            str::to_owned,
        )
    }

    /// When a block that was looked at `today` comes up for review again.
    pub fn next_review(&self, today: NaiveDate) -> NaiveDate {
        let half_a_year = || today.checked_add_months(Months::new(6));
        let next = self.review_on(today).or_else(half_a_year);
        next.unwrap_or(today)
    }

    /// When a block that is set `today` comes up for review.
    pub fn review_on(&self, today: NaiveDate) -> Option<NaiveDate> {
        let days = Some(self.review_after_days).filter(|days| *days > 0)?;
        today.checked_add_days(Days::new(days.into()))
    }
}
