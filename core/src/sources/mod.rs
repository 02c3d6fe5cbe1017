//! Where clients come from: the salon's own list.

pub mod api;
pub mod pages;

use chrono::{DateTime, Utc};
use kartoteka_plugin::{Call, DbError, Error, FieldError, Result, Row, Tx, db::Ask};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{clients::SourceRef, find::fold, names};

const MAX_NAME: usize = 100;

/// An entry of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Source {
    /// Never changes.
    pub id: Uuid,
    /// Unique in the salon, but for case and accents.
    pub name: String,
    /// When it was taken off the list; cards that have it keep it.
    pub archived_at: Option<DateTime<Utc>>,
}

/// An entry to be made.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSource {
    /// At most 100 characters.
    pub name: String,
}

/// The list, in the order of names; without what was taken off.
///
/// # Errors
/// 403 without `clients.read`.
pub async fn list(call: &Call) -> Result<Vec<Source>> {
    call.require("clients.read")?;
    let rows = call
        .db()
        .query(
            "select id, name, archived_at from sources
             where salon_id = $1 and archived_at is null order by name_key limit 500",
        )
        .all()
        .await?;
    Ok(rows.iter().map(source).collect::<Result<_, _>>()?)
}

/// Adds an entry; one of the same name that was taken off comes back.
///
/// # Errors
/// 403 without `sources.write`; 409 `source_known`; 422.
pub async fn add(call: &Call, new: &NewSource) -> Result<Source> {
    call.require("sources.write")?;
    let name = check(&new.name)?;
    let mut tx = call.begin().await?;
    let id = add_in(call, &mut tx, &name).await?;
    let Some(id) = id else {
        let mut error = Error::conflict("source_known");
        error.fields.push(FieldError::new("/name", "source_known"));
        return Err(error);
    };
    tx.record(
        call.entry("core.source.added/1")
            .after(&serde_json::json!({"id": id, "name": name})),
    );
    tx.answers(201, format!("/sources/{id}"));
    tx.commit().await?;
    Ok(Source {
        id,
        name,
        archived_at: None,
    })
}

/// Adds `name` within a transaction: its id, or nothing where it is listed already.
pub(crate) async fn add_in(call: &Call, tx: &mut Tx, name: &str) -> Result<Option<Uuid>, DbError> {
    let row = tx
        .query(
            "insert into sources (salon_id, id, name, name_key, created_at)
             values ($1, $2, $3, $4, $5)
             on conflict (salon_id, name_key) do update
             set archived_at = null, name = excluded.name
             where sources.archived_at is not null
             returning id",
        )
        .bind(call.new_id())
        .bind(name)
        .bind(fold::fold_fully(name))
        .bind(call.now())
        .optional()
        .await?;
    row.map(|row| row.get("id")).transpose()
}

/// The entry called `name`, within a transaction; made where there is none.
pub(crate) async fn named(call: &Call, tx: &mut Tx, name: &str) -> Result<Option<SourceRef>> {
    let name = names::tidy(name);
    if name.is_empty() {
        return Ok(None);
    }
    let id = match add_in(call, tx, &name).await? {
        Some(id) => id,
        None => {
            let row = tx
                .query("select id from sources where salon_id = $1 and name_key = $2")
                .bind(fold::fold_fully(&name))
                .one()
                .await?;
            row.get("id")?
        }
    };
    Ok(Some(of_salon(tx, id).await?))
}

/// Takes the entry `id` off the list.
///
/// # Errors
/// 403 without `sources.write`; 404.
pub async fn remove(call: &Call, id: Uuid) -> Result<()> {
    call.require("sources.write")?;
    let mut tx = call.begin().await?;
    let removed = tx
        .query(
            "update sources set archived_at = $3
             where salon_id = $1 and id = $2 and archived_at is null",
        )
        .bind(id)
        .bind(call.now())
        .execute()
        .await?;
    if removed == 0 {
        return Err(Error::not_found());
    }
    tx.record(
        call.entry("core.source.removed/1")
            .before(&serde_json::json!({"id": id})),
    );
    tx.commit().await?;
    Ok(())
}

/// The entry `id`, for a card.
///
/// # Errors
/// 422, where the salon has no such entry on its list.
pub(crate) async fn of_salon(ask: &mut impl Ask, id: Uuid) -> Result<SourceRef> {
    let row = ask
        .ask(
            "select id, name, archived_at from sources
             where salon_id = $1 and id = $2 and archived_at is null",
        )
        .bind(id)
        .optional()
        .await?;
    match row {
        Some(row) => {
            let source = source(&row)?;
            Ok(SourceRef {
                id: source.id,
                name: source.name,
            })
        }
        None => {
            let mut error = Error::invalid();
            error
                .fields
                .push(FieldError::new("/source_id", "no_such_source"));
            Err(error)
        }
    }
}

fn source(row: &Row) -> Result<Source, DbError> {
    Ok(Source {
        id: row.get("id")?,
        name: row.get("name")?,
        archived_at: row.get("archived_at")?,
    })
}

fn check(typed: &str) -> Result<String> {
    let name = names::tidy(typed);
    let mut error = Error::invalid();
    if name.is_empty() {
        error.fields.push(FieldError::new("/name", "required"));
    }
    if name.chars().count() > MAX_NAME {
        error
            .fields
            .push(FieldError::new("/name", "too_long").arg("most", MAX_NAME));
    }
    error.if_any()?;
    Ok(name)
}
