//! All SQL of history, which reads the journal.

use kartoteka_plugin::{DbError, Row, db::Ask};
use uuid::Uuid;

use super::Change;

/// What concerns a client, newest first, from before the entry `before`.
pub(super) async fn of_client(
    ask: &mut impl Ask,
    client: Uuid,
    before: i64,
    limit: i64,
) -> Result<Vec<Change>, DbError> {
    let rows = ask
        .ask(
            "select j.number, j.at, j.actor, j.what, j.batch, j.before, j.after
             from journal_subjects s
             join journal j on j.salon_id = $1 and j.number = s.number
             where s.salon_id = $1 and s.client_id = $2 and s.number < $3
             order by s.number desc limit $4",
        )
        .bind(client)
        .bind(before)
        .bind(limit)
        .all()
        .await?;
    rows.iter().map(change).collect()
}

fn change(row: &Row) -> Result<Change, DbError> {
    Ok(Change {
        number: row.get("number")?,
        at: row.get("at")?,
        actor: row.get("actor")?,
        actor_name: None,
        what: row.get("what")?,
        batch: row.get("batch")?,
        before: row.get("before")?,
        after: row.get("after")?,
    })
}
