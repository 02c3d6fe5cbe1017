//! All SQL. `$1` is the salon and bound already; every statement names it for every table.

use kartoteka_plugin::{Db, DbError, Row, Tx, db::Ask};
use uuid::Uuid;

use crate::note::Note;

/// So many notes of a client are shown.
const MOST: i64 = 100;

fn note(row: &Row) -> Result<Note, DbError> {
    Ok(Note {
        id: row.get("id")?,
        client_id: row.get("client_id")?,
        words: row.get("words")?,
        added_at: row.get("added_at")?,
        added_by: row.get("added_by")?,
    })
}

/// The notes on `client`, the last one first.
pub(crate) async fn of_client(db: &Db, client: Uuid) -> Result<Vec<Note>, DbError> {
    let text = "select id, client_id, words, added_at, added_by from vendor_notes__notes
                where salon_id = $1 and client_id = $2 order by id desc limit $3";
    let rows = db.query(text).bind(client).bind(MOST).all().await?;
    rows.iter().map(note).collect()
}

/// The last note on `client`.
pub(crate) async fn last(tx: &mut Tx, client: Uuid) -> Result<Option<Note>, DbError> {
    let text = "select id, client_id, words, added_at, added_by from vendor_notes__notes
                where salon_id = $1 and client_id = $2 order by id desc limit 1";
    let row = tx.query(text).bind(client).optional().await?;
    row.as_ref().map(note).transpose()
}

/// The note `id`.
pub(crate) async fn load(ask: &mut impl Ask, id: Uuid) -> Result<Option<Note>, DbError> {
    let text = "select id, client_id, words, added_at, added_by from vendor_notes__notes
                where salon_id = $1 and id = $2";
    let row = ask.ask(text).bind(id).optional().await?;
    row.as_ref().map(note).transpose()
}

/// Inserts a note.
pub(crate) async fn insert(tx: &mut Tx, note: &Note) -> Result<(), DbError> {
    let text = "insert into vendor_notes__notes (salon_id, id, client_id, words, added_at, added_by)
                values ($1, $2, $3, $4, $5, $6)";
    let insert = tx.query(text).bind(note.id).bind(note.client_id).bind(&note.words);
    insert.bind(note.added_at).bind(&note.added_by).execute().await?;
    Ok(())
}

/// Deletes the note `id`.
pub(crate) async fn delete(tx: &mut Tx, id: Uuid) -> Result<(), DbError> {
    let text = "delete from vendor_notes__notes where salon_id = $1 and id = $2";
    tx.query(text).bind(id).execute().await?;
    Ok(())
}
