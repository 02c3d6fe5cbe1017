//! Switching features on and off.
//!
//! Off keeps what a feature has written. What is on is part of the salon as the region
//! remembers it, so that a switch counts at once here and within a moment on other hosts.
//!
//! The region and the salon cannot be written in one transaction. What a kill between them leaves:
//!
//! - *on*, the cursor set and the feature still off: the next switch sets the cursor anew.
//! - *on*, before those who listen are told of what happened meanwhile: the wake-up for that was
//!   asked for before.
//! - *on with settings*, before these are written: on by its defaults. The answer never came, and
//!   who sends it again does both.
//! - *off*, the cursor not forgotten yet: the next switch on sets it anew, as above.
//!
//! An export writes nothing; for removals see [`super::feature_removal`].

use chrono::{DateTime, TimeDelta, Utc};
use kartoteka_plugin::{Call, Error, Features, Result, Salon};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{
    Region,
    journal::Note,
    shelf::Offer,
    store::{FeatureRow, SalonRow, StoreTx},
};
use crate::telling;

/// Two who switch the same feature on do it within so much of each other.
const AT_ONCE: TimeDelta = TimeDelta::minutes(1);
/// The permission to switch features.
const MANAGE: &str = "features.manage";

/// A feature, as this salon has it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Feature {
    /// `blacklist`.
    pub(super) id: String,
    /// In the reader's language.
    pub(super) name: String,
    /// What it is for, in the reader's language.
    pub(super) about: String,
    /// Whether it is switched on.
    pub(super) on: bool,
    /// Since when it is on, or off after it was on; null where it never was.
    pub(super) since: Option<DateTime<Utc>>,
    /// Features it cannot do without.
    pub(super) requires: Vec<String>,
    /// Features it does more with.
    pub(super) works_with: Vec<String>,
    /// Features that are on and cannot do without it.
    pub(super) required_by: Vec<String>,
    /// Where it appears: `client.section`, `client.actions`, `client.marks`, `phone.link`,
    /// `rail`, `settings`.
    pub(super) places: Vec<String>,
    /// Which of the salon's data it may read, by versioned names.
    pub(super) reads: Vec<String>,
    /// Which events of the salon it is told of, by versioned names.
    pub(super) listens: Vec<String>,
    /// Whether it writes mails in the salon's name.
    pub(super) mail: bool,
    /// Hosts outside that it calls.
    pub(super) hosts: Vec<String>,
    /// Permissions of others that it uses of who acts.
    pub(super) api: Vec<String>,
    /// What it asks for beyond what the salon has agreed to, and does without until somebody
    /// switches it on once more: `reads:<view>`, `listens:<event>`, `mail`, `hosts:<host>`,
    /// `api:<permission>`.
    pub(super) asks_for: Vec<String>,
    /// Until when it is left alone after failures; null while it does its work.
    pub(super) resting_until: Option<DateTime<Utc>>,
    /// Why it cannot be used here, though it is on: `migration_failed`, where its tables could not
    /// be brought up to date, which is tried again; null where it can.
    pub(super) unavailable: Option<&'static str>,
    /// So many events it failed at again and again, and was passed by.
    pub(super) events_set_aside: i64,
    /// The permissions it brings.
    pub(super) permissions: Vec<String>,
    /// Whether there is something to set of it.
    pub(super) has_settings: bool,
    /// Its version.
    pub(super) version: String,
    /// Path of its first page below the salon.
    #[serde(skip)]
    pub(super) page: Option<String>,
    #[serde(skip)]
    pub(super) icon: String,
}

/// What is known of a salon's features.
struct State {
    rows: Vec<FeatureRow>,
    on: Features,
    /// How many events each failed at and was passed by.
    set_aside: Vec<(String, i64)>,
}

impl Region {
    /// The salon with what it has on, of what can be had here.
    pub(super) fn with_features(&self, row: SalonRow) -> Salon {
        let SalonRow { mut salon, granted } = row;
        let on = self.shelf.effective(&salon.features);
        salon.features = self.shelf.withholding(on, &granted);
        salon
    }

    /// What the salon can switch on, and has.
    ///
    /// # Errors
    /// 403 without `features.manage`.
    pub(super) async fn list_features(&self, call: &Call) -> Result<Vec<Feature>> {
        call.require(MANAGE)?;
        let state = self.state(call).await?;
        let offers = self.shelf.iter();
        Ok(offers
            .map(|offer| self.feature(call, offer, &state))
            .collect())
    }

    /// One of them.
    ///
    /// # Errors
    /// 403 without `features.manage`; 404.
    pub(super) async fn show_feature(&self, call: &Call, id: &str) -> Result<Feature> {
        call.require(MANAGE)?;
        let offer = self.shelf.find(id).ok_or_else(Error::not_found)?;
        let state = self.state(call).await?;
        Ok(self.feature(call, offer, &state))
    }

    /// All that is known of the salon's features.
    async fn state(&self, call: &Call) -> Result<State> {
        let rows = self.store.features(call.salon().id).await?;
        Ok(State {
            on: self.on(&rows),
            rows,
            set_aside: telling::set_aside(call).await?,
        })
    }

    /// Switches a feature on, with `cascade` also all that it requires.
    ///
    /// # Errors
    /// 403 without `features.manage`; 404; 409 `requirements_off` with `features`.
    pub(crate) async fn switch_feature_on(
        &self,
        call: &Call,
        id: &str,
        cascade: bool,
    ) -> Result<Feature> {
        call.require(MANAGE)?;
        self.shelf.find(id).ok_or_else(Error::not_found)?;
        let salon = call.salon().id;
        let listens = self.begin_telling(call, id).await?;
        if listens {
            // Before the commit, so that a kill after it forgets nothing; and once more below.
            call.wake(telling::WAKE_UP, call.now() + TimeDelta::seconds(10))
                .await?;
        }
        let mut tx = self.store.begin().await?;
        // One switch of a salon after the other, so that each sees what it stands on.
        tx.lock_members(salon, call.now()).await?;
        let rows = tx.features(salon).await?;
        let on = self.on(&rows);
        let is_off = |id: &String| !on.is_on(id);
        let removed = tx.removals(salon).await?;
        let mut wanted: Vec<String> = self.shelf.requirements(id);
        wanted.retain(is_off);
        if !wanted.is_empty() && !cascade {
            return Err(self.stands_against(call, "requirements_off", id, &wanted));
        }
        wanted.extend(Some(id.to_owned()).filter(is_off));
        if let Some(feature) = wanted
            .iter()
            .find(|id| removed.iter().any(|r| r.feature == **id))
        {
            let error = Error::conflict("removal_under_way");
            return Err(error.arg("feature", self.feature_name(call, feature)));
        }
        for feature in &wanted {
            let offer = self.shelf.find(feature).ok_or_else(Error::not_found)?;
            let asks = &*offer.asks;
            tx.switch_on(salon, feature, asks, call.now()).await?;
            let note = Note::new("region.feature.switched_on/1", format!("feature:{feature}"));
            let note = note.after(json!({"granted": asks}));
            self.record(&mut tx, salon, &call.stamp(), note).await?;
        }
        if on.is_on(id) {
            self.agree(&mut tx, call, id, &rows).await?;
        }
        tx.commit().await?;
        self.forget_everywhere().await;
        if listens {
            // What happened while it was off, where it catches up; and since its cursor was set, by calls that
            // did not know of it yet, of which some may be under way still.
            self.teller.committed(salon);
            call.wake(telling::WAKE_UP, call.now() + TimeDelta::seconds(2))
                .await?;
        }
        self.show_feature(call, id).await
    }

    /// Grants a feature that is on what a newer version of it asks for.
    async fn agree(
        &self,
        tx: &mut StoreTx,
        call: &Call,
        id: &str,
        rows: &[FeatureRow],
    ) -> Result<()> {
        let offer = self.shelf.find(id).ok_or_else(Error::not_found)?;
        let row = rows.iter().find(|row| row.feature == id);
        let granted = row.map_or(&[][..], |row| &row.granted);
        if offer.lacks(granted).is_empty() {
            return Ok(());
        }
        let salon = call.salon().id;
        tx.grant(salon, id, &offer.asks).await?;
        let note = Note::new("region.feature.granted/1", format!("feature:{id}"));
        let note = note.before(json!({"granted": granted}));
        let note = note.after(json!({"granted": offer.asks}));
        self.record(tx, salon, &call.stamp(), note).await
    }

    /// Before a feature counts as on, sets the cursors of those that will be and listen: what
    /// happens from now on they are told. No transaction of the region is open meanwhile.
    ///
    /// A host may have ended between the salon's transaction and the region's, then and when it
    /// was switched off. The cursor that this left is of no use: it would tell what happened while
    /// the feature was off. One that somebody else sets in this moment is.
    async fn begin_telling(&self, call: &Call, id: &str) -> Result<bool> {
        let before = call.now() - AT_ONCE;
        let rows = self.store.features(call.salon().id).await?;
        let on = self.on(&rows);
        let coming = self
            .shelf
            .requirements(id)
            .into_iter()
            .chain([id.to_owned()]);
        let mut listens = false;
        for feature in coming.filter(|feature| !on.is_on(feature)) {
            let Some(offer) = self
                .shelf
                .find(&feature)
                .filter(|offer| !offer.listens.is_empty())
            else {
                continue;
            };
            let row = rows.iter().find(|row| row.feature == feature);
            let off = row.and_then(|row| row.off_at).unwrap_or(before);
            let stale = (!offer.catches_up).then_some(off.max(before));
            telling::begin(call, &feature, stale).await?;
            listens = true;
        }
        Ok(listens)
    }

    /// Switches a feature off, with `cascade` also all that stand on it. What it has written
    /// stays.
    ///
    /// # Errors
    /// 403 without `features.manage`; 404; 409 `required_by_others` with `features`.
    pub(super) async fn switch_feature_off(
        &self,
        call: &Call,
        id: &str,
        cascade: bool,
    ) -> Result<()> {
        call.require(MANAGE)?;
        self.shelf.find(id).ok_or_else(Error::not_found)?;
        let salon = call.salon().id;
        let mut tx = self.store.begin().await?;
        tx.lock_members(salon, call.now()).await?;
        let on = self.on(&tx.features(salon).await?);
        let mut going = self.shelf.dependents(id, |other| on.is_on(other));
        if !going.is_empty() && !cascade {
            return Err(self.stands_against(call, "required_by_others", id, &going));
        }
        going.extend(Some(id.to_owned()).filter(|id| on.is_on(id)));
        for feature in &going {
            tx.switch_off(salon, feature, call.now()).await?;
            let note = Note::new(
                "region.feature.switched_off/1",
                format!("feature:{feature}"),
            );
            self.record(&mut tx, salon, &call.stamp(), note).await?;
        }
        tx.commit().await?;
        self.forget_everywhere().await;
        for feature in &going {
            let offer = self.shelf.find(feature);
            if offer.is_some_and(|offer| !offer.listens.is_empty() && !offer.catches_up) {
                telling::end(call, feature).await?;
            }
        }
        Ok(())
    }

    /// The name of a feature in the reader's language; its id where it is not here any more.
    pub(super) fn feature_name(&self, call: &Call, id: &str) -> String {
        let offer = self.shelf.find(id);
        offer
            .map_or(id, |offer| offer.name(call.locale()))
            .to_owned()
    }

    fn stands_against(
        &self,
        call: &Call,
        code: &'static str,
        id: &str,
        others: &[String],
    ) -> Error {
        let names: Vec<_> = others
            .iter()
            .map(|id| self.feature_name(call, id))
            .collect();
        Error::conflict(code)
            .arg("feature", self.feature_name(call, id))
            .arg("others", names.join(", "))
            .with("features", others)
    }

    fn on(&self, rows: &[FeatureRow]) -> Features {
        let on = rows.iter().filter(|row| row.off_at.is_none());
        let switched = on.map(|row| row.feature.as_str()).collect();
        self.shelf.effective(&switched)
    }

    fn feature(&self, call: &Call, offer: &Offer, state: &State) -> Feature {
        let State {
            rows,
            on,
            set_aside,
        } = state;
        let row = rows.iter().find(|row| row.feature == offer.id);
        Feature {
            id: offer.id.clone(),
            name: offer.name(call.locale()).to_owned(),
            about: call.texts().get(&format!("{}-about", offer.id)),
            on: on.is_on(&offer.id),
            since: row.map(|row| row.off_at.unwrap_or(row.on_at)),
            requires: offer.requires.clone(),
            works_with: offer.works_with.clone(),
            required_by: self.shelf.dependents(&offer.id, |other| on.is_on(other)),
            places: offer.places.clone(),
            reads: offer.reads.clone(),
            unavailable: (self.health.fitness().of(call.salon().id, &offer.id))
                .map(|_| "migration_failed"),
            listens: offer.listens.clone(),
            mail: offer.mail,
            hosts: offer.hosts.clone(),
            api: offer.api.clone(),
            asks_for: row
                .filter(|_| on.is_on(&offer.id))
                .map_or_else(Vec::new, |row| offer.lacks(&row.granted)),
            resting_until: self.health.resting_until(call.salon().id, &offer.id),
            events_set_aside: (set_aside.iter())
                .find(|(feature, _)| *feature == offer.id)
                .map_or(0, |(_, count)| *count),
            permissions: offer.permissions.clone(),
            has_settings: offer.has_settings,
            version: offer.version.clone(),
            page: offer.page.clone(),
            icon: offer.icon.clone(),
        }
    }
}
