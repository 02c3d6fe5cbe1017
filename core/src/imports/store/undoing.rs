//! What takes a committed import back.

use chrono::{DateTime, Utc};
use kartoteka_plugin::{
    DbError, Error, Tx, Value,
    db::{Ask, JsonText},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::matching::{AT_ONCE, places};
use crate::{clients::Snapshot, find};

/// The cards of an import that nobody touched after it, for statements that take its
/// work back. `$2` is the import, `$3` its last journal entry.
macro_rules! untouched {
    ($verdict:literal) => {
        concat!(
            "(select client_id from import_rows
              where salon_id = $1 and import_id = $2 and verdict = '",
            $verdict,
            "' and choice is null and client_id not in
                    (select client_id from journal_subjects
                     where salon_id = $1 and number > $3))"
        )
    };
}

/// Names the rows whose clients were edited since entry `journal_to`, which stay as they
/// are; gives how many clients these are.
pub(in crate::imports) async fn leave_edited(
    tx: &mut Tx,
    import: Uuid,
    journal_to: i64,
) -> Result<u64, DbError> {
    tx.query(
        "update import_rows set reason = 'edited_since'
         where salon_id = $1 and import_id = $2 and verdict in ('new', 'changed')
               and choice is null and client_id in
                   (select client_id from journal_subjects where salon_id = $1 and number > $3)",
    )
    .bind(import)
    .bind(journal_to)
    .long()
    .execute()
    .await?;
    let row = tx
        .query(
            "select count(distinct client_id) as n from import_rows
             where salon_id = $1 and import_id = $2 and reason = 'edited_since'",
        )
        .bind(import)
        .long()
        .one()
        .await?;
    Ok(u64::try_from(row.get::<i64>("n")?).unwrap_or(0))
}

/// The clients that the import made and a later row of it changed. Counted in one pass: a
/// planner without statistics (the rows are minutes old) would compare each row with all.
pub(in crate::imports) async fn made_and_changed(
    ask: &mut impl Ask,
    import: Uuid,
) -> Result<Vec<Uuid>, DbError> {
    let rows = ask
        .ask(
            "select client_id from import_rows
             where salon_id = $1 and import_id = $2 and client_id is not null
             group by client_id
             having sum(case when verdict = 'new' and choice is null then 1 else 0 end) > 0
                and sum(case when verdict = 'changed' then 1 else 0 end) > 0",
        )
        .bind(import)
        .long()
        .all()
        .await?;
    rows.iter().map(|row| row.get("client_id")).collect()
}

/// Whom the journal names behind entry `journal_to`.
pub(in crate::imports) async fn edited_since(
    ask: &mut impl Ask,
    journal_to: i64,
) -> Result<Vec<Uuid>, DbError> {
    let rows = ask
        .ask("select distinct client_id from journal_subjects where salon_id = $1 and number > $2")
        .bind(journal_to)
        .long()
        .all()
        .await?;
    rows.iter().map(|row| row.get("client_id")).collect()
}

/// The known clients that the import changed.
pub(in crate::imports) async fn changed(
    ask: &mut impl Ask,
    import: Uuid,
) -> Result<Vec<Uuid>, DbError> {
    let rows = ask
        .ask(
            "select distinct client_id from import_rows
             where salon_id = $1 and import_id = $2 and verdict = 'changed'
                   and choice is null and client_id is not null",
        )
        .bind(import)
        .long()
        .all()
        .await?;
    rows.iter().map(|row| row.get("client_id")).collect()
}

/// What the import changed on these cards up to entry `journal_to`, newest first: the
/// client, and what was there.
pub(in crate::imports) async fn changes_of(
    ask: &mut impl Ask,
    import: Uuid,
    journal_to: i64,
    clients: &[Uuid],
) -> kartoteka_plugin::Result<Vec<(Uuid, Snapshot)>> {
    // Crossed, so that a planner without statistics begins with the clients: whose an entry
    // is can be looked up from the client alone.
    let text = format!(
        "select s.client_id, j.before
         from journal_subjects s cross join journal j
         where s.salon_id = $1 and j.salon_id = $1 and j.number = s.number
               and j.batch = $2 and j.what = 'core.client.changed/1'
               and j.before is not null and s.number <= $3 and s.client_id in {}
         order by j.number desc",
        places(4, clients.len())
    );
    let query = ask.ask(text).bind(import).bind(journal_to);
    let ids = clients.iter().map(|id| (*id).into());
    let rows = query.bind_all(ids).long().all().await?;
    let rows = rows.iter().map(|row| {
        let JsonText(json) = row.get("before")?;
        let old = serde_json::from_str(&json).map_err(|e| Error::internal(e.to_string()))?;
        Ok((row.get("client_id")?, old))
    });
    rows.collect()
}

/// Removes the clients that the import made; how many. Their numbers stay used; what the
/// journal and the sheet's rows keep of them is blanked, because nobody is left whom an
/// erasure could name.
pub(in crate::imports) async fn remove_made(
    tx: &mut Tx,
    import: Uuid,
    journal_to: i64,
) -> Result<u64, DbError> {
    let stamp = find::store::stamp(tx).await?;
    tx.query(concat!(
        "update client_find set text = '', changed = $4 where salon_id = $1 and client_id in ",
        untouched!("new")
    ))
    .bind(import)
    .bind(journal_to)
    .bind(stamp)
    .long()
    .execute()
    .await?;
    let statements: [&'static str; 7] = [
        concat!(
            "delete from contacts where salon_id = $1 and client_id in ",
            untouched!("new")
        ),
        concat!(
            "delete from notes where salon_id = $1 and client_id in ",
            untouched!("new")
        ),
        concat!(
            "delete from consents where salon_id = $1 and client_id in ",
            untouched!("new")
        ),
        concat!(
            "update client_numbers set client_id = null
             where salon_id = $1 and client_id in ",
            untouched!("new")
        ),
        concat!(
            "update journal set before = null, after = null
             where salon_id = $1 and number in
                   (select number from journal_subjects
                    where salon_id = $1 and client_id in ",
            untouched!("new"),
            ")"
        ),
        concat!(
            "update import_rows set cells = null, problems = null, card = null, fingerprint = null
             where salon_id = $1 and import_id = $2 and client_id in ",
            untouched!("new")
        ),
        concat!(
            "delete from clients where salon_id = $1 and id in ",
            untouched!("new")
        ),
    ];
    let mut removed = 0;
    for statement in statements {
        let query = tx.query(statement).bind(import).bind(journal_to);
        removed = query.long().execute().await?;
    }
    Ok(removed)
}

/// An entry that the import put on the salon's list of sources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::imports) struct Source {
    pub(in crate::imports) id: Uuid,
    pub(in crate::imports) name: String,
}

/// Takes the sources that the import made, or brought back, off the salon's list, but for
/// those that a card has; gives them. Made ones are gone, the others are as they were.
pub(in crate::imports) async fn take_sources(
    tx: &mut Tx,
    import: Uuid,
    now: DateTime<Utc>,
) -> kartoteka_plugin::Result<Vec<Source>> {
    let rows = tx
        .query(
            "select before, after from journal
             where salon_id = $1 and batch = $2 and what = 'core.source.added/1'
                   and after is not null order by number",
        )
        .bind(import)
        .long()
        .all()
        .await?;
    let (mut made, mut brought_back) = (Vec::new(), Vec::new());
    for row in rows {
        let JsonText(json) = row.get("after")?;
        let source: Source =
            serde_json::from_str(&json).map_err(|e| Error::internal(e.to_string()))?;
        match row.get::<Option<JsonText>>("before")? {
            None => made.push(source),
            Some(_) => brought_back.push(source),
        }
    }
    let unused = "not in (select source_id from clients
                          where salon_id = $1 and source_id is not null)";
    let gone = format!("delete from sources where salon_id = $1 and id {unused} and id in ");
    let off = format!(
        "update sources set archived_at = $2
         where salon_id = $1 and archived_at is null and id {unused} and id in "
    );
    let mut taken = Vec::new();
    for (text, first, listed) in [(gone, None, made), (off, Some(now), brought_back)] {
        for page in listed.chunks(AT_ONCE) {
            let first: Vec<Value> = first.into_iter().map(Value::from).collect();
            let places = places(2 + first.len(), page.len());
            let query = tx.query(format!("{text}{places} returning id"));
            let query = query.bind_all(first);
            let ids = query.bind_all(page.iter().map(|source| source.id.into()));
            for row in ids.long().all().await? {
                let id: Uuid = row.get("id")?;
                taken.extend(page.iter().find(|source| source.id == id).cloned());
            }
        }
    }
    Ok(taken)
}

/// Forgets which rows the import knew, so that the same list can come in again.
pub(in crate::imports) async fn forget_fingerprints(
    tx: &mut Tx,
    import: Uuid,
) -> Result<(), DbError> {
    tx.query("delete from import_fingerprints where salon_id = $1 and import_id = $2")
        .bind(import)
        .long()
        .execute()
        .await
        .map(drop)
}

/// Marks an import as taken back, but for `left` clients.
pub(in crate::imports) async fn undone(
    tx: &mut Tx,
    import: Uuid,
    now: DateTime<Utc>,
    left: u64,
) -> Result<(), DbError> {
    tx.query(
        "update imports
         set state = 'undone', host = null, problem = null, undone_at = $3, left_count = $4
         where salon_id = $1 and id = $2",
    )
    .bind(import)
    .bind(now)
    .bind(i64::try_from(left).unwrap_or(0))
    .execute()
    .await
    .map(drop)
}
