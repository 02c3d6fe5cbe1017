//! Statements about salons and the first start.

use chrono::{DateTime, Utc};
use kartoteka_plugin::{DbError, Features, Row, Salon};
use uuid::Uuid;

use super::{Store, StoreTx, binds, features::granted};

/// A salon, with all that it has switched on as features know it.
pub(in crate::region) struct SalonRow {
    pub(in crate::region) salon: Salon,
    /// What each feature that is or was on was granted.
    pub(in crate::region) granted: Vec<(String, Vec<String>)>,
}

/// Salons of rows that repeat one for each feature it has switched on.
fn salons(rows: &[Row]) -> Result<Vec<SalonRow>, DbError> {
    let mut salons = Vec::new();
    let (mut kept, mut on): (Vec<(String, Vec<String>)>, Vec<String>) = Default::default();
    for (at, row) in rows.iter().enumerate() {
        if let Some(feature) = row.get::<Option<String>>("feature")? {
            if row.get::<Option<DateTime<Utc>>>("off_at")?.is_none() {
                on.push(feature.clone());
            }
            kept.push((feature, granted(&row.get("granted")?)));
        }
        let id: Uuid = row.get("id")?;
        let next = rows.get(at + 1).map(|next| next.get("id")).transpose()?;
        if next != Some(id) {
            salons.push(SalonRow {
                salon: salon(row, std::mem::take(&mut on).into_iter().collect())?,
                granted: std::mem::take(&mut kept),
            });
        }
    }
    Ok(salons)
}

fn salon(row: &Row, features: Features) -> Result<Salon, DbError> {
    let odd = |column: &str| DbError::Decode {
        column: column.to_owned(),
        found: "an unknown word".to_owned(),
    };
    let locale: String = row.get("locale")?;
    let time_zone: String = row.get("time_zone")?;
    Ok(Salon {
        id: row.get("id")?,
        slug: row.get("slug")?,
        name: row.get("name")?,
        country: row.get("country")?,
        locale: locale.parse().map_err(|()| odd("locale"))?,
        time_zone: time_zone.parse().map_err(|_| odd("time_zone"))?,
        features,
    })
}

macro_rules! select_salon {
    ($from:literal, $rest:literal) => {
        concat!(
            "select s.id, s.slug, s.name, s.country, s.locale, s.time_zone, f.feature, f.granted, \
             f.off_at from ",
            $from,
            " left join features f on f.salon = s.id ",
            $rest
        )
    };
}

impl Store {
    pub(in crate::region) async fn salon_by_slug(
        &self,
        slug: &str,
    ) -> Result<Option<SalonRow>, DbError> {
        let sql = select_salon!("salons s", "where s.slug = $1");
        let rows = self.query(sql).bind(slug).all().await?;
        Ok(salons(&rows)?.pop())
    }

    pub(in crate::region) async fn salon_by_id(
        &self,
        id: Uuid,
    ) -> Result<Option<SalonRow>, DbError> {
        let sql = select_salon!("salons s", "where s.id = $1");
        let rows = self.query(sql).bind(id).all().await?;
        Ok(salons(&rows)?.pop())
    }

    pub(in crate::region) async fn salons(&self) -> Result<Vec<SalonRow>, DbError> {
        let sql = select_salon!("salons s", "order by s.slug");
        salons(&self.query(sql).all().await?)
    }

    pub(in crate::region) async fn salons_of(&self, user: Uuid) -> Result<Vec<SalonRow>, DbError> {
        let sql = select_salon!(
            "memberships m join salons s on s.id = m.salon",
            "where m.user_id = $1 and m.disabled_at is null and m.removed_at is null \
             order by s.slug"
        );
        salons(&self.query(sql).bind(user).all().await?)
    }

    pub(in crate::region) async fn salon_key(
        &self,
        salon: Uuid,
    ) -> Result<Option<Vec<u8>>, DbError> {
        let sql = "select wrapped_key from salons where id = $1";
        let row = self.query(sql).bind(salon).optional().await?;
        row.map(|row| row.get("wrapped_key")).transpose()
    }

    pub(in crate::region) async fn has_setup_code(&self, hash: &[u8]) -> Result<bool, DbError> {
        let sql = "select created_at from setup_codes where hash = $1";
        Ok(self.query(sql).bind(hash).optional().await?.is_some())
    }

    pub(in crate::region) async fn insert_setup_code(
        &self,
        hash: &[u8],
        now: DateTime<Utc>,
    ) -> Result<(), DbError> {
        let sql = "insert into setup_codes (hash, created_at) values ($1, $2)";
        self.write(sql, binds![hash, now]).await.map(drop)
    }
}

impl StoreTx {
    pub(in crate::region) async fn insert_salon(
        &mut self,
        salon: &Salon,
        wrapped_key: Vec<u8>,
        now: DateTime<Utc>,
    ) -> Result<(), DbError> {
        let sql = "insert into salons (id, slug, name, country, locale, time_zone, wrapped_key, \
                   created_at, members_changed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $8)";
        let binds = binds![
            salon.id,
            &salon.slug,
            &salon.name,
            &salon.country,
            salon.locale.code(),
            salon.time_zone.name(),
            wrapped_key,
            now,
        ];
        self.run(sql, binds).await.map(drop)
    }

    /// Takes a setup code out; false where there is none like it.
    pub(in crate::region) async fn take_setup_code(
        &mut self,
        hash: &[u8],
    ) -> Result<bool, DbError> {
        let sql = "delete from setup_codes where hash = $1";
        Ok(self.run(sql, binds![hash]).await?.affected == 1)
    }

    pub(in crate::region) async fn delete_setup_codes(&mut self) -> Result<(), DbError> {
        self.run("delete from setup_codes", binds![])
            .await
            .map(drop)
    }
}
