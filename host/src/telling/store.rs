//! All SQL of telling: how far each feature is, and what comes next.

use chrono::{DateTime, Utc};
use kartoteka_plugin::{
    Db, DbError, Row, Tx,
    db::{Ask, JsonText},
    events::Event,
};
use uuid::Uuid;

/// How far a feature is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cursor {
    /// The last entry that it was told.
    pub(super) number: i64,
    /// How often it failed at the next one.
    pub(super) failures: i64,
    /// Up to here one by one, because it failed at something of them.
    pub(super) careful_until: i64,
    /// After a failure nobody tells it before: leased to no host.
    pub(super) paused_until: Option<DateTime<Utc>>,
}

/// Who tells a feature for now.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lease {
    pub(super) host: Uuid,
    pub(super) now: DateTime<Utc>,
    pub(super) until: DateTime<Utc>,
}

fn cursor(row: &Row) -> Result<Cursor, DbError> {
    let host: Option<Uuid> = row.get("host")?;
    let until: Option<DateTime<Utc>> = row.get("leased_until")?;
    Ok(Cursor {
        number: row.get("number")?,
        failures: row.get("failures")?,
        careful_until: row.get("careful_until")?,
        paused_until: until.filter(|_| host.is_none()),
    })
}

/// Lets `feature` begin with what happens from now on. One that has a cursor goes on there.
pub(super) async fn begin(tx: &mut Tx, feature: &str, now: DateTime<Utc>) -> Result<(), DbError> {
    let number = last(tx).await?;
    let sql = "insert into event_cursors \
               (salon_id, feature, number, failures, careful_until, begun_at) \
               values ($1, $2, $3, 0, 0, $4) on conflict (salon_id, feature) do nothing";
    let query = tx.query(sql).bind(feature).bind(number).bind(now);
    query.execute().await.map(drop)
}

/// Forgets how far `feature` was.
pub(super) async fn end(tx: &mut Tx, feature: &str) -> Result<(), DbError> {
    let sql = "delete from event_cursors where salon_id = $1 and feature = $2";
    tx.query(sql).bind(feature).execute().await.map(drop)
}

/// Forgets how far `feature` was, if it began at `stale` or before.
pub(super) async fn end_stale(
    tx: &mut Tx,
    feature: &str,
    stale: DateTime<Utc>,
) -> Result<(), DbError> {
    let sql = "delete from event_cursors where salon_id = $1 and feature = $2 \
               and (begun_at is null or begun_at <= $3)";
    let query = tx.query(sql).bind(feature).bind(stale);
    query.execute().await.map(drop)
}

/// The last entry there is.
pub(super) async fn last(ask: &mut impl Ask) -> Result<i64, DbError> {
    let query = ask.ask("select last from journal_counter where salon_id = $1");
    let row = query.optional().await?;
    row.map_or(Ok(0), |row| row.get("last"))
}

/// How far `feature` is.
pub(super) async fn read(db: &Db, feature: &str) -> Result<Option<Cursor>, DbError> {
    let sql = "select number, failures, careful_until, host, leased_until from event_cursors \
               where salon_id = $1 and feature = $2";
    let row = db.query(sql).bind(feature).optional().await?;
    row.as_ref().map(cursor).transpose()
}

/// The same, and for a while nobody else tells it; nothing where somebody else does.
pub(super) async fn lease(
    tx: &mut Tx,
    feature: &str,
    lease: Lease,
) -> Result<Option<Cursor>, DbError> {
    let row = tx
        .query(
            "update event_cursors set host = $3, leased_until = $4
             where salon_id = $1 and feature = $2
                 and (leased_until is null or host = $3 or leased_until <= $5)
             returning number, failures, careful_until, host, leased_until",
        )
        .bind(feature)
        .bind(lease.host)
        .bind(lease.until)
        .bind(lease.now)
        .optional()
        .await?;
    row.as_ref().map(cursor).transpose()
}

/// Lets others tell it, unless somebody else does already.
pub(super) async fn release(tx: &mut Tx, feature: &str, host: Uuid) -> Result<(), DbError> {
    tx.query(
        "update event_cursors set host = null, leased_until = null
         where salon_id = $1 and feature = $2 and host = $3",
    )
    .bind(feature)
    .bind(host)
    .execute()
    .await
    .map(drop)
}

/// The events of these names after `after`, at most `limit`.
pub(super) async fn next(
    db: &Db,
    after: i64,
    names: &[String],
    actor: &str,
    limit: i64,
) -> Result<Vec<Event>, DbError> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (0..names.len()).map(|at| format!("${}", at + 4)).collect();
    let text = format!(
        "select number, at, actor, what, subject, batch, before, after from journal
         where salon_id = $1 and number > $2 and what in ({}) order by number limit $3",
        places.join(", ")
    );
    let query = db.query(text).bind(after).bind(limit);
    let query = query.bind_all(names.iter().map(|name| name.as_str().into()));
    let rows = query.all().await?;
    rows.iter().map(|row| event(row, actor)).collect()
}

fn event(row: &Row, listener: &str) -> Result<Event, DbError> {
    let json = |column: &str| {
        let text: Option<JsonText> = row.get(column)?;
        // What the journal keeps was written by it as JSON.
        Ok::<_, DbError>(text.and_then(|JsonText(text)| serde_json::from_str(&text).ok()))
    };
    let actor: String = row.get("actor")?;
    Ok(Event {
        number: row.get("number")?,
        what: row.get("what")?,
        at: row.get("at")?,
        own: actor == listener,
        actor,
        subject: row.get("subject")?,
        batch: row.get("batch")?,
        before: json("before")?,
        after: json("after")?,
    })
}

/// Moves the cursor from `from` to `to`; `false` where it is not at `from` any more.
pub(super) async fn advance(
    tx: &mut Tx,
    feature: &str,
    from: i64,
    to: i64,
) -> Result<bool, DbError> {
    let moved = tx
        .query(
            "update event_cursors set number = $4, failures = 0
             where salon_id = $1 and feature = $2 and number = $3",
        )
        .bind(feature)
        .bind(from)
        .bind(to)
        .execute()
        .await?;
    Ok(moved == 1)
}

/// Notes a failure at the entries after `at`, the last of which is `to`, and that nobody tells it
/// before `then`.
pub(super) async fn fail(
    tx: &mut Tx,
    feature: &str,
    at: i64,
    to: i64,
    then: DateTime<Utc>,
) -> Result<(), DbError> {
    tx.query(
        "update event_cursors set failures = failures + 1, host = null, leased_until = $5,
             careful_until = case when careful_until < $4 then $4 else careful_until end
         where salon_id = $1 and feature = $2 and number = $3",
    )
    .bind(feature)
    .bind(at)
    .bind(to)
    .bind(then)
    .execute()
    .await
    .map(drop)
}

/// Keeps for somebody to see that `feature` was not told `number`.
pub(super) async fn set_aside(
    tx: &mut Tx,
    feature: &str,
    number: i64,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    tx.query(
        "insert into events_set_aside (salon_id, feature, number, at) values ($1, $2, $3, $4)
         on conflict (salon_id, feature, number) do nothing",
    )
    .bind(feature)
    .bind(number)
    .bind(now)
    .execute()
    .await
    .map(drop)
}

/// How many entries each feature was not told.
pub(super) async fn count_set_aside(db: &Db) -> Result<Vec<(String, i64)>, DbError> {
    let sql = "select feature, count(*) as n from events_set_aside where salon_id = $1 \
               group by feature order by feature";
    let rows = db.query(sql).all().await?;
    let counted = rows
        .iter()
        .map(|row| Ok((row.get("feature")?, row.get("n")?)));
    counted.collect()
}
