//! Blocks on their way in, and what may be in them.

use chrono::{Days, NaiveDate};
use kartoteka_plugin::{Error, FieldError, Result, checks, contacts::ContactKind};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    block::{Block, Effect, Scope},
    settings::Settings,
};
use kartoteka_plugin::patch::Patch;

/// Open bookings that a limit may allow.
pub const MOST_OPEN: u32 = 20;
const MAX_CONTACTS: usize = 20;
const MAX_VALUE: usize = 254;
const MAX_REASON: usize = 2_000;
const MAX_TEXT: usize = 500;
/// Nobody plans further ahead: about a hundred years.
const MAX_DAYS: u64 = 36_525;

/// A contact to be blocked.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBlockContact {
    /// `phone` or `email`.
    #[schema(value_type = String, pattern = "^(phone|email)$")]
    pub kind: ContactKind,
    /// As somebody types it.
    #[schema(max_length = 254)]
    pub value: String,
}

/// A block to be set: on a client, on contacts, or on both.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBlock {
    /// Whom it is set on; the contacts on the card are followed.
    #[serde(default)]
    pub client_id: Option<Uuid>,
    /// Contacts to follow, whoever has them; at most 20.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub contacts: Vec<NewBlockContact>,
    /// What it does.
    pub effect: Effect,
    /// Open bookings allowed: for a limit, and for nothing else.
    #[serde(default)]
    #[schema(maximum = 20)]
    pub most_open: Option<u32>,
    /// For which bookings it holds; where nothing is said, those of the salon's settings.
    #[serde(default)]
    #[schema(value_type = Option<Scope>)]
    pub scope: Option<Scope>,
    /// Why, for the salon alone. The client may ask to see it.
    #[serde(default)]
    #[schema(max_length = 2_000)]
    pub reason: Option<String>,
    /// What a refused client is told; the usual sentence where there is none.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub text: Option<String>,
    /// Documents on the client's card that prove what it is set for, where documents are on; at
    /// most 20.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub documents: Vec<Uuid>,
    /// The last day it holds; for good where there is none.
    #[serde(default)]
    pub ends_on: Option<NaiveDate>,
    /// When somebody should look at it again; where nothing is said, after as many days as the
    /// salon's settings say.
    #[serde(default)]
    pub review_on: Option<NaiveDate>,
}

/// A JSON merge patch of a block.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BlockChanges {
    /// What it does.
    #[serde(default)]
    #[schema(value_type = Effect, required = false)]
    pub effect: Patch<Effect>,
    /// Open bookings allowed: for a limit, and for nothing else.
    #[serde(default)]
    #[schema(value_type = Option<u32>, maximum = 20)]
    pub most_open: Patch<u32>,
    /// For which bookings it holds.
    #[serde(default)]
    #[schema(value_type = Scope, required = false)]
    pub scope: Patch<Scope>,
    /// Why, for the salon alone.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 2_000)]
    pub reason: Patch<String>,
    /// What a refused client is told.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 500)]
    pub text: Patch<String>,
    /// Documents on the client's card that prove what it was set for.
    #[serde(default)]
    #[schema(value_type = Vec<Uuid>, required = false, max_items = 20)]
    pub documents: Patch<Vec<Uuid>>,
    /// The last day it holds.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    pub ends_on: Patch<NaiveDate>,
    /// When somebody should look at it again.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    pub review_on: Patch<NaiveDate>,
}

/// What stands in a block, but for whom it hits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// What it does.
    pub effect: Effect,
    /// Open bookings allowed, for a limit.
    pub most_open: Option<u32>,
    /// For which bookings.
    pub scope: Scope,
    /// Why.
    pub reason: Option<String>,
    /// Words for the client.
    pub text: Option<String>,
    /// Proofs.
    pub documents: Vec<Uuid>,
    /// The last day.
    pub ends_on: Option<NaiveDate>,
    /// The day to look again.
    pub review_on: Option<NaiveDate>,
}

impl Terms {
    /// Those of a block that is there.
    pub fn of(block: &Block) -> Self {
        Self {
            effect: block.effect,
            most_open: block.most_open,
            scope: block.scope,
            reason: block.reason.clone(),
            text: block.text.clone(),
            documents: block.documents.clone(),
            ends_on: block.ends_on,
            review_on: block.review_on,
        }
    }

    /// Those of a block to be set, with what is wrong added to `error`.
    pub fn of_new(
        new: &NewBlock,
        settings: &Settings,
        today: NaiveDate,
        error: &mut Error,
    ) -> Self {
        let terms = Self {
            effect: new.effect,
            most_open: new.most_open,
            scope: new.scope.unwrap_or(settings.default_scope),
            reason: checks::tidy_note(new.reason.as_deref()),
            text: checks::tidy_note(new.text.as_deref()),
            documents: new.documents.clone(),
            ends_on: new.ends_on,
            review_on: new.review_on.or_else(|| settings.review_on(today)),
        };
        terms.check(error);
        check_day(error, "/ends_on", terms.ends_on, today);
        check_day(error, "/review_on", terms.review_on, today);
        terms
    }

    /// These with a patch applied.
    ///
    /// # Errors
    /// 422 with every broken rule.
    pub fn changed(&self, changes: BlockChanges, today: NaiveDate) -> Result<Self> {
        let mut error = Error::invalid();
        let effect = required(&mut error, "/effect", changes.effect, self.effect);
        let scope = required(&mut error, "/scope", changes.scope, self.scope);
        // What was said for a limit goes with it.
        let kept = self.most_open.filter(|_| effect == Effect::Limit);
        let after = Self {
            effect,
            most_open: changes.most_open.or(kept),
            scope,
            reason: checks::tidy_note(changes.reason.or(self.reason.clone()).as_deref()),
            text: checks::tidy_note(changes.text.or(self.text.clone()).as_deref()),
            documents: match changes.documents {
                Patch::Absent => self.documents.clone(),
                Patch::Null => Vec::new(),
                Patch::Value(documents) => documents,
            },
            ends_on: changes.ends_on.or(self.ends_on),
            review_on: changes.review_on.or(self.review_on),
        };
        after.check(&mut error);
        if after.ends_on != self.ends_on {
            check_day(&mut error, "/ends_on", after.ends_on, today);
        }
        if after.review_on != self.review_on {
            check_day(&mut error, "/review_on", after.review_on, today);
        }
        error.if_any()?;
        Ok(after)
    }

    fn check(&self, error: &mut Error) {
        match (self.effect, self.most_open) {
            (Effect::Limit, None) => {
                error.fields.push(FieldError::new("/most_open", "required"));
            }
            (Effect::Limit, Some(0..=MOST_OPEN)) => {}
            (Effect::Limit, Some(_)) => error.fields.push(
                FieldError::new("/most_open", "out_of_range")
                    .arg("least", 0_u32)
                    .arg("most", MOST_OPEN),
            ),
            (_, Some(_)) => {
                let wrong = FieldError::new("/most_open", "only_with_limit");
                error.fields.push(wrong);
            }
            (_, None) => {}
        }
        checks::too_long(error, "/reason", self.reason.as_deref(), MAX_REASON);
        checks::too_long(error, "/text", self.text.as_deref(), MAX_TEXT);
    }
}

/// What is wrong with the number and the length of contacts.
pub fn check_contacts(error: &mut Error, contacts: &[NewBlockContact]) {
    checks::too_many(error, "/contacts", contacts.len(), MAX_CONTACTS);
    for (at, contact) in contacts.iter().enumerate() {
        let pointer = format!("/contacts/{at}/value");
        checks::too_long(error, &pointer, contact.value.as_str(), MAX_VALUE);
    }
}

/// What a patch makes of a member that cannot be taken away.
fn required<T>(error: &mut Error, pointer: &str, patch: Patch<T>, before: T) -> T {
    match patch {
        Patch::Absent => before,
        Patch::Value(value) => value,
        Patch::Null => {
            error.fields.push(FieldError::new(pointer, "required"));
            before
        }
    }
}

fn check_day(error: &mut Error, pointer: &str, day: Option<NaiveDate>, today: NaiveDate) {
    let Some(day) = day else { return };
    let furthest = today.checked_add_days(Days::new(MAX_DAYS));
    if day < today {
        error.fields.push(FieldError::new(pointer, "day_over"));
    } else if furthest.is_none_or(|furthest| day > furthest) {
        error.fields.push(FieldError::new(pointer, "day_too_far"));
    }
}
