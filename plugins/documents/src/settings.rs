//! What a salon sets of its documents.

use chrono::{Months, NaiveDate};
use kartoteka_plugin::{Call, Error, Result};
use serde::Deserialize;
use serde_json::Value as Json;

use crate::content::Content;

const FEATURE: &str = "documents";

/// The salon's own ways, by the schema in the manifest.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Settings {
    /// Which kinds of files are taken, by their codes.
    pub allowed: Vec<String>,
    /// After so many months deleting a file is proposed, unless it names a day itself; 0 for
    /// never.
    pub keep_months: u32,
}

impl Settings {
    /// Those of the salon.
    ///
    /// # Errors
    /// As the engine says.
    pub(crate) async fn of(call: &Call) -> Result<Self> {
        call.settings(FEATURE).await
    }

    /// Which kinds of files are taken, in their usual order.
    pub fn contents(&self) -> Vec<Content> {
        let all = Content::ALL.into_iter();
        all.filter(|content| self.takes(*content)).collect()
    }

    /// Whether files of this kind are taken.
    pub fn takes(&self, content: Content) -> bool {
        self.allowed.iter().any(|code| code == content.code())
    }

    /// Until when a file is kept that comes `today`.
    pub fn retention_until(&self, today: NaiveDate) -> Option<NaiveDate> {
        let months = Some(self.keep_months).filter(|months| *months > 0)?;
        today.checked_add_months(Months::new(months))
    }
}

/// What the schema cannot say: who takes nothing has no use for the feature.
pub(crate) fn check(settings: &Json) -> Result<()> {
    let allowed = settings["allowed"].as_array();
    match allowed.is_some_and(Vec::is_empty) {
        true => Err(Error::invalid().field("/allowed", "no_content_allowed")),
        false => Ok(()),
    }
}
