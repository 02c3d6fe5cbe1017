//! Removing what a feature keeps in a salon, once it is off.
//!
//! It writes in three places that know nothing of each other: the region, the salon, and the store
//! of objects. The order makes a kill between any two of them harmless:
//!
//! 1. A wake-up is asked for, then the removal is noted in the region, in the transaction that sees
//!    that the feature is off. From here on it cannot be switched on, and whatever ends the host,
//!    the wake-up brings the removal to its end ([`Region::finish_removals`]).
//! 2. In one transaction of the salon, beside which none of the feature runs, the rows go, and the
//!    journal is told under the removal's id what there was. The answer of a repeatable request is
//!    kept with it. Objects are listed in it, too, so that none of a later time are among them.
//! 3. The objects go.
//! 4. In one transaction of the region the feature is forgotten, access' journal is told, and the
//!    note of 1 goes.
//!
//! Each step may be done again: after 2 the entry is found and no row is touched, after 4 the note
//! is not there and nothing more happens. So the wake-up may come while a request is at it.
//!
//! Nothing of the feature is written behind its back: a transaction of a feature looks whether it
//! is on when it has begun ([`Switches`]), which is known to every host before 2; those that began
//! before that hold a claim that 2 waits for.

use chrono::{DateTime, Utc};
use kartoteka_plugin::{
    BoxFuture, Call, Error, Result, Salon,
    call::Switches,
    db::{Ask, JsonText},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Region,
    feature_data::{FeatureTable, said},
    journal::Note,
    store::{FeatureRow, RemovalRow},
};
use crate::services::{Rows, Tables};

/// The permission to remove it, and to see what was removed.
const MANAGE: &str = "features.manage";
/// The wake-up that finishes what was begun.
pub(crate) const FINISH: &str = "region.finish_removals";
/// What the salon's journal calls it.
const REMOVED: &str = "features.data_removed/1";

/// What was removed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct RemovalReceipt {
    /// Its id.
    pub(super) id: Uuid,
    /// The feature.
    pub(super) feature: String,
    /// When.
    pub(super) removed_at: DateTime<Utc>,
    /// Who: `user:<id>`, `token:<id>` or `system`, the operator.
    pub(super) removed_by: String,
    /// What there was, table by table. Nothing of it is left.
    pub(super) tables: Vec<FeatureTable>,
}

/// A removal, as the journal tells of it.
struct Told {
    at: DateTime<Utc>,
    actor: String,
    removed: Removed,
}

/// What the journal says of it.
#[derive(Debug, Serialize, Deserialize)]
struct Removed {
    feature: String,
    tables: Vec<Rows>,
}

impl Region {
    /// Removes all that a feature keeps in the salon. It cannot be taken back.
    ///
    /// # Errors
    /// 403 without `features.manage`; 404; 409 `feature_on`; 503 `busy` where the feature is still
    /// at work, and then it is removed a little later.
    pub(super) async fn remove_feature_data(
        &self,
        call: &Call,
        id: &str,
    ) -> Result<RemovalReceipt> {
        call.require(MANAGE)?;
        self.shelf.find(id).ok_or_else(Error::not_found)?;
        self.health.fitness().check(call.salon().id, id)?;
        let row = self.begin_removal(call, id).await?;
        self.forget_everywhere().await;
        let told = self.carry_out(call, &row).await?;
        Ok(receipt(call, row.id, told))
    }

    /// What was removed, from the salon's journal.
    ///
    /// # Errors
    /// 403 without `features.manage`; 404.
    pub(super) async fn show_removal(
        &self,
        call: &Call,
        feature: &str,
        id: Uuid,
    ) -> Result<RemovalReceipt> {
        call.require(MANAGE)?;
        let told = told(&mut call.hosts_db(), id).await?;
        let told = told.filter(|told| told.removed.feature == feature);
        Ok(receipt(call, id, told.ok_or_else(Error::not_found)?))
    }

    /// Brings the removals to their end that were begun in the salon.
    ///
    /// # Errors
    /// As the engines and the store of objects say; it comes again.
    pub(crate) async fn finish_removals(&self, call: &Call) -> Result<()> {
        for row in self.store.removals(call.salon().id).await? {
            // What a feature of another version kept is not known here: it waits for that.
            if self.tables.has(&row.feature) {
                self.carry_out(call, &row).await?;
            }
        }
        Ok(())
    }

    /// Notes the removal; one that was begun already goes on.
    async fn begin_removal(&self, call: &Call, id: &str) -> Result<RemovalRow> {
        let salon = call.salon().id;
        call.wake(FINISH, call.now()).await?;
        let mut tx = self.store.begin().await?;
        tx.lock_members(salon, call.now()).await?;
        let begun = tx.removals(salon).await?.into_iter();
        if let Some(row) = begun.into_iter().find(|row| row.feature == id) {
            return Ok(row);
        }
        let is_on = |row: &FeatureRow| row.feature == id && row.off_at.is_none();
        if tx.features(salon).await?.iter().any(is_on) {
            let error = Error::conflict("feature_on");
            return Err(error.arg("feature", self.feature_name(call, id)));
        }
        let row = RemovalRow {
            feature: id.to_owned(),
            id: call.new_id(),
            stamp: call.stamp(),
        };
        tx.note_removal(salon, &row).await?;
        tx.commit().await?;
        Ok(row)
    }

    /// Does what is left of it, from the second step on.
    async fn carry_out(&self, call: &Call, row: &RemovalRow) -> Result<Told> {
        let (salon, feature) = (call.salon().id, row.feature.as_str());
        self.health.fitness().check(salon, feature)?;
        let mut tx = call.begin_alone(feature).await?;
        let told = told(&mut tx, row.id).await?;
        let begun = self.store.removals(salon).await?;
        if !begun.iter().any(|begun| begun.id == row.id) {
            // Somebody else was quicker, and the feature may be on again.
            return told.ok_or_else(|| Error::internal("a removal was lost"));
        }
        let objects = call.objects().all(feature).await?;
        let done = match told {
            Some(done) => done,
            None => {
                let tables = self.tables.remove(&mut tx, feature).await?;
                let feature = feature.to_owned();
                let removed = Removed { feature, tables };
                let mut entry = call.entry(REMOVED).batch(row.id).before(&removed);
                entry.stamp = row.stamp.clone();
                tx.record(entry);
                Told {
                    at: row.stamp.at,
                    actor: row.stamp.actor.clone(),
                    removed,
                }
            }
        };
        tx.answers(200, format!("/features/{feature}/removals/{}", row.id));
        tx.commit().await?;
        call.objects().clear(feature, &objects).await?;
        self.end_removal(call, row, &done.removed).await?;
        call.erasure().settle().await?;
        Ok(done)
    }

    /// The last step. No transaction of the region was open before: nobody who signs in waits.
    async fn end_removal(&self, call: &Call, row: &RemovalRow, removed: &Removed) -> Result<()> {
        let salon = call.salon().id;
        let mut own = self.store.begin().await?;
        own.lock_members(salon, call.now()).await?;
        if own.end_removal(salon, row).await? {
            own.forget_feature(salon, &row.feature).await?;
            let subject = format!("feature:{}", row.feature);
            let note = Note::new("region.feature.data_removed/1", subject);
            let counts = serde_json::to_value(removed);
            let counts = counts.map_err(|error| Error::internal(error.to_string()))?;
            let note = note.before(counts).after(json!({"removal": row.id}));
            self.record(&mut own, salon, &row.stamp, note).await?;
        }
        Ok(own.commit().await?)
    }
}

impl Switches for Region {
    /// The salon is remembered for a moment, and forgotten everywhere before a switch is answered.
    fn is_on<'a>(&'a self, salon: &'a Salon, feature: &'a str) -> BoxFuture<'a, Result<bool>> {
        Box::pin(async move {
            let known = self.salon_by_slug(&salon.slug).await?;
            let now = match known.filter(|known| known.id == salon.id) {
                Some(known) => Some(known),
                // It was given another slug.
                None => self.salon(salon.id).await?,
            };
            Ok(now.is_some_and(|now| now.features.is_on(feature)))
        })
    }
}

/// What the journal says of the removal `id`.
async fn told(ask: &mut impl Ask, id: Uuid) -> Result<Option<Told>> {
    let Some((at, actor, JsonText(text))) = Tables::removal(ask, REMOVED, id).await? else {
        return Ok(None);
    };
    let removed = serde_json::from_str(&text);
    let removed = removed.map_err(|error| Error::internal(format!("a receipt: {error}")))?;
    Ok(Some(Told { at, actor, removed }))
}

fn receipt(call: &Call, id: Uuid, told: Told) -> RemovalReceipt {
    RemovalReceipt {
        id,
        removed_at: told.at,
        removed_by: told.actor,
        tables: said(call, &told.removed.feature, told.removed.tables),
        feature: told.removed.feature,
    }
}
