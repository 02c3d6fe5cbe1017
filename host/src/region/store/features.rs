//! Statements about what salons have switched on.

use chrono::{DateTime, Utc};
use kartoteka_plugin::{DbError, Row, db::JsonText, journal::Stamp};
use serde_json::Value as Json;
use uuid::Uuid;

use super::{Store, StoreTx, binds};

/// A feature that a salon has, or had, switched on.
pub(in crate::region) struct FeatureRow {
    pub(in crate::region) feature: String,
    pub(in crate::region) on_at: DateTime<Utc>,
    pub(in crate::region) off_at: Option<DateTime<Utc>>,
    /// What the salon agreed to; see [`kartoteka_plugin::Manifest::asks`].
    pub(in crate::region) granted: Vec<String>,
}

/// What was granted, as it is kept. The first hosts kept the bare names of views.
pub(super) fn granted(kept: &Json) -> Vec<String> {
    let asks = kept.as_array().into_iter().flatten();
    let asks = asks.filter_map(Json::as_str);
    asks.map(|ask| match ask == "mail" || ask.contains(':') {
        true => ask.to_owned(),
        false => format!("reads:{ask}"),
    })
    .collect()
}

/// What a feature kept and is being removed.
pub(in crate::region) struct RemovalRow {
    pub(in crate::region) feature: String,
    /// Under which the salon's journal tells what there was.
    pub(in crate::region) id: Uuid,
    /// Who asked for it.
    pub(in crate::region) stamp: Stamp,
}

fn removal(row: &Row) -> Result<RemovalRow, DbError> {
    Ok(RemovalRow {
        feature: row.get("feature")?,
        id: row.get("id")?,
        stamp: Stamp {
            at: row.get("asked_at")?,
            actor: row.get("actor")?,
            request: row.get("request")?,
        },
    })
}

fn feature(row: &Row) -> Result<FeatureRow, DbError> {
    Ok(FeatureRow {
        feature: row.get("feature")?,
        on_at: row.get("on_at")?,
        off_at: row.get("off_at")?,
        granted: granted(&row.get("granted")?),
    })
}

const FEATURES: &str =
    "select feature, on_at, off_at, granted from features where salon = $1 order by feature";

const REMOVALS: &str = "select feature, id, asked_at, actor, request from feature_removals \
     where salon = $1 order by feature";

impl Store {
    /// What is being removed in the salon.
    pub(in crate::region) async fn removals(
        &self,
        salon: Uuid,
    ) -> Result<Vec<RemovalRow>, DbError> {
        let rows = self.query(REMOVALS).bind(salon).all().await?;
        rows.iter().map(removal).collect()
    }

    /// What the salon has, or had, switched on.
    pub(in crate::region) async fn features(
        &self,
        salon: Uuid,
    ) -> Result<Vec<FeatureRow>, DbError> {
        let rows = self.query(FEATURES).bind(salon).all().await?;
        rows.iter().map(feature).collect()
    }
}

impl StoreTx {
    /// What is being removed in the salon, as the transaction sees it.
    pub(in crate::region) async fn removals(
        &mut self,
        salon: Uuid,
    ) -> Result<Vec<RemovalRow>, DbError> {
        let outcome = self.run(REMOVALS, binds![salon]).await?;
        outcome.rows.iter().map(removal).collect()
    }

    /// Notes that what a feature keeps is about to be removed.
    pub(in crate::region) async fn note_removal(
        &mut self,
        salon: Uuid,
        row: &RemovalRow,
    ) -> Result<(), DbError> {
        let sql = "insert into feature_removals (salon, feature, id, asked_at, actor, request) \
                   values ($1, $2, $3, $4, $5, $6)";
        let (feature, stamp) = (row.feature.as_str(), &row.stamp);
        let (actor, request) = (stamp.actor.as_str(), stamp.request.as_str());
        self.run(
            sql,
            binds![salon, feature, row.id, stamp.at, actor, request],
        )
        .await
        .map(drop)
    }

    /// Notes that it is done; `false` where that was noted before.
    pub(in crate::region) async fn end_removal(
        &mut self,
        salon: Uuid,
        row: &RemovalRow,
    ) -> Result<bool, DbError> {
        let sql = "delete from feature_removals where salon = $1 and feature = $2 and id = $3";
        let ended = self.run(sql, binds![salon, row.feature.as_str(), row.id]);
        Ok(ended.await?.affected == 1)
    }

    /// What the salon has, or had, switched on, as the transaction sees it.
    pub(in crate::region) async fn features(
        &mut self,
        salon: Uuid,
    ) -> Result<Vec<FeatureRow>, DbError> {
        let outcome = self.run(FEATURES, binds![salon]).await?;
        outcome.rows.iter().map(feature).collect()
    }

    /// Switches a feature on, with what it was granted.
    pub(in crate::region) async fn switch_on(
        &mut self,
        salon: Uuid,
        feature: &str,
        granted: &[String],
        now: DateTime<Utc>,
    ) -> Result<(), DbError> {
        let sql = "insert into features (salon, feature, granted, on_at) values ($1, $2, $3, $4) \
                   on conflict (salon, feature) do update set granted = excluded.granted, \
                   on_at = excluded.on_at, off_at = null";
        let granted = JsonText::of(&granted);
        self.run(sql, binds![salon, feature, granted, now])
            .await
            .map(drop)
    }

    /// Grants a feature that is on what it asks for now.
    pub(in crate::region) async fn grant(
        &mut self,
        salon: Uuid,
        feature: &str,
        granted: &[String],
    ) -> Result<(), DbError> {
        let sql = "update features set granted = $3 where salon = $1 and feature = $2";
        let granted = JsonText::of(&granted);
        self.run(sql, binds![salon, feature, granted])
            .await
            .map(drop)
    }

    /// Forgets that a feature was ever on.
    pub(in crate::region) async fn forget_feature(
        &mut self,
        salon: Uuid,
        feature: &str,
    ) -> Result<(), DbError> {
        let sql = "delete from features where salon = $1 and feature = $2";
        self.run(sql, binds![salon, feature]).await.map(drop)
    }

    /// Switches a feature off; what it keeps stays.
    pub(in crate::region) async fn switch_off(
        &mut self,
        salon: Uuid,
        feature: &str,
        now: DateTime<Utc>,
    ) -> Result<(), DbError> {
        let sql = "update features set off_at = $3 where salon = $1 and feature = $2";
        self.run(sql, binds![salon, feature, now]).await.map(drop)
    }
}
