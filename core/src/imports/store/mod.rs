//! All SQL of imports: the import itself here, whom its rows may be (`matching`), its rows
//! on their way in (`staging`) and as they are shown (`reading`), the cards that are made
//! and changed (`cards`), what takes all of it back (`undoing`), what erasures look for
//! (`forgetting`), and the file itself while it is kept (`files`).

mod cards;
mod files;
mod forgetting;
mod matching;
mod reading;
mod staging;
mod undoing;

pub(super) use cards::*;
pub(super) use files::*;
pub(super) use forgetting::*;
pub(super) use matching::{by_contact, by_fingerprint, by_number};
pub(super) use reading::*;
pub(super) use staging::*;
pub(super) use undoing::*;

use chrono::{DateTime, Utc};
use kartoteka_plugin::{
    DbError, Row, Tx,
    db::{Ask, JsonText},
};
use uuid::Uuid;

use super::import::{Counts, ImportState, KeptProblem, Verdict};

/// An import as its table has it.
#[derive(Debug, Clone)]
pub(super) struct Stored {
    pub(super) id: Uuid,
    pub(super) file_name: String,
    pub(super) state: ImportState,
    pub(super) host: Option<Uuid>,
    pub(super) problem: Option<KeptProblem>,
    pub(super) about: Option<serde_json::Value>,
    pub(super) mapping: Option<serde_json::Value>,
    pub(super) basis: Option<String>,
    pub(super) head_row: Option<i64>,
    pub(super) head: Option<serde_json::Value>,
    pub(super) signature: Option<String>,
    pub(super) rows: i64,
    pub(super) counts: Counts,
    pub(super) actor: String,
    pub(super) created_at: DateTime<Utc>,
    pub(super) committed_at: Option<DateTime<Utc>>,
    pub(super) undone_at: Option<DateTime<Utc>>,
    pub(super) journal_to: Option<i64>,
    pub(super) left: i64,
    /// Whether the uploaded file is still kept.
    pub(super) file_kept: bool,
}

macro_rules! import_sql {
    ($tail:literal) => {
        concat!(
            "select id, file_name, state, host, problem, about, mapping, basis, head_row, head,
                    signature, row_count, new_count, unchanged_count, changed_count,
                    refused_count, actor, created_at, committed_at, undone_at, journal_to,
                    left_count,
                    exists (select f.position from import_files f
                            where f.salon_id = $1 and f.import_id = imports.id) as file_kept
             from imports where salon_id = $1 ",
            $tail
        )
    };
}

/// The import `id`.
pub(super) async fn load(ask: &mut impl Ask, id: Uuid) -> Result<Option<Stored>, DbError> {
    let row = ask
        .ask(import_sql!("and id = $2"))
        .bind(id)
        .optional()
        .await?;
    row.as_ref().map(stored).transpose()
}

/// The latest imports, newest first.
pub(super) async fn latest(ask: &mut impl Ask, limit: i64) -> Result<Vec<Stored>, DbError> {
    let rows = ask
        .ask(import_sql!("order by created_at desc limit $2"))
        .bind(limit)
        .all()
        .await?;
    rows.iter().map(stored).collect()
}

fn stored(row: &Row) -> Result<Stored, DbError> {
    let problem: Option<serde_json::Value> = row.get("problem")?;
    Ok(Stored {
        id: row.get("id")?,
        file_name: row.get("file_name")?,
        state: ImportState::from_code(&row.get::<String>("state")?),
        host: row.get("host")?,
        problem: problem.and_then(|problem| serde_json::from_value(problem).ok()),
        about: row.get("about")?,
        mapping: row.get("mapping")?,
        basis: row.get("basis")?,
        head_row: row.get("head_row")?,
        head: row.get("head")?,
        signature: row.get("signature")?,
        rows: row.get("row_count")?,
        counts: Counts {
            new: row.get("new_count")?,
            unchanged: row.get("unchanged_count")?,
            changed: row.get("changed_count")?,
            refused: row.get("refused_count")?,
        },
        actor: row.get("actor")?,
        created_at: row.get("created_at")?,
        committed_at: row.get("committed_at")?,
        undone_at: row.get("undone_at")?,
        journal_to: row.get("journal_to")?,
        left: row.get("left_count")?,
        file_kept: row.get("file_kept")?,
    })
}

/// Makes an import that `host` works on.
pub(super) async fn insert(
    tx: &mut Tx,
    id: Uuid,
    file_name: &str,
    host: Uuid,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    tx.query(
        "insert into imports (salon_id, id, file_name, state, host, row_count, new_count,
                              unchanged_count, changed_count, refused_count, actor,
                              created_at, left_count)
         values ($1, $2, $3, 'previewing', $4, 0, 0, 0, 0, 0, $5, $6, 0)",
    )
    .bind(id)
    .bind(file_name)
    .bind(host)
    .bind(actor)
    .bind(now)
    .execute()
    .await
    .map(drop)
}

/// Moves an import from one state to another; `false` where it is in another state.
pub(super) async fn move_on(
    tx: &mut Tx,
    id: Uuid,
    from: ImportState,
    to: ImportState,
    host: Option<Uuid>,
    problem: Option<&KeptProblem>,
) -> Result<bool, DbError> {
    let moved = tx
        .query(
            "update imports set state = $4, host = $5, problem = $6
             where salon_id = $1 and id = $2 and state = $3",
        )
        .bind(id)
        .bind(from.code())
        .bind(to.code())
        .bind(host)
        .bind(problem.map(JsonText::of))
        .execute()
        .await?;
    Ok(moved == 1)
}

/// Notes what the reader found and how the columns are read; `false` where the import was
/// discarded or stopped meanwhile.
pub(super) async fn describe(tx: &mut Tx, import: &Stored) -> Result<bool, DbError> {
    let noted = tx
        .query(
            "update imports
         set about = $3, mapping = $4, basis = $5, head_row = $6, head = $7, signature = $8
         where salon_id = $1 and id = $2 and state = 'previewing'",
        )
        .bind(import.id)
        .bind(import.about.as_ref().map(JsonText::of))
        .bind(import.mapping.as_ref().map(JsonText::of))
        .bind(import.basis.clone())
        .bind(import.head_row)
        .bind(import.head.as_ref().map(JsonText::of))
        .bind(import.signature.clone())
        .execute()
        .await?;
    Ok(noted == 1)
}

/// Writes the counts of verdicts as the rows have them.
pub(super) async fn count(tx: &mut Tx, id: Uuid) -> Result<Counts, DbError> {
    let rows = tx
        .query(
            "select verdict, count(*) as n from import_rows
             where salon_id = $1 and import_id = $2 group by verdict",
        )
        .bind(id)
        .long()
        .all()
        .await?;
    let mut counts = Counts::default();
    for row in rows {
        let n: i64 = row.get("n")?;
        match Verdict::from_code(&row.get::<String>("verdict")?) {
            Verdict::New => counts.new = n,
            Verdict::Unchanged => counts.unchanged = n,
            Verdict::Changed => counts.changed = n,
            Verdict::Refused => counts.refused = n,
        }
    }
    tx.query(
        "update imports
         set row_count = $3, new_count = $4, unchanged_count = $5, changed_count = $6,
             refused_count = $7
         where salon_id = $1 and id = $2",
    )
    .bind(id)
    .bind(counts.new + counts.unchanged + counts.changed + counts.refused)
    .bind(counts.new)
    .bind(counts.unchanged)
    .bind(counts.changed)
    .bind(counts.refused)
    .execute()
    .await?;
    Ok(counts)
}

/// Forgets an import that was never written.
pub(super) async fn delete(tx: &mut Tx, import: Uuid) -> Result<(), DbError> {
    tx.query("delete from imports where salon_id = $1 and id = $2")
        .bind(import)
        .execute()
        .await
        .map(drop)
}

/// Marks an import as written, up to the journal as it stands.
pub(super) async fn committed(
    tx: &mut Tx,
    import: Uuid,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let row = tx
        .query("select last from journal_counter where salon_id = $1")
        .one()
        .await?;
    tx.query(
        "update imports
         set state = 'committed', host = null, problem = null, committed_at = $3, journal_to = $4
         where salon_id = $1 and id = $2",
    )
    .bind(import)
    .bind(now)
    .bind(row.get::<i64>("last")?)
    .execute()
    .await
    .map(drop)
}

/// The mapping remembered for files of this head.
pub(super) async fn remembered(
    ask: &mut impl Ask,
    signature: &str,
) -> Result<Option<String>, DbError> {
    let row = ask
        .ask("select mapping from import_mappings where salon_id = $1 and signature = $2")
        .bind(signature)
        .optional()
        .await?;
    row.map(|row| row.get::<JsonText>("mapping").map(|json| json.0))
        .transpose()
}

/// Remembers a mapping for files of this head.
pub(super) async fn remember(
    tx: &mut Tx,
    signature: &str,
    mapping: &str,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    tx.query(
        "insert into import_mappings (salon_id, signature, mapping, changed_at)
         values ($1, $2, $3, $4)
         on conflict (salon_id, signature) do update
         set mapping = excluded.mapping, changed_at = excluded.changed_at",
    )
    .bind(signature)
    .bind(JsonText(mapping.to_owned()))
    .bind(now)
    .execute()
    .await
    .map(drop)
}

/// When the oldest sheet after `after` was uploaded that still says something.
pub(super) async fn oldest_sheet(
    ask: &mut impl Ask,
    after: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, DbError> {
    let row = ask
        .ask(
            "select i.created_at from imports i
             where i.salon_id = $1 and i.created_at > $2 and exists
                   (select 1 from import_rows r
                    where r.salon_id = $1 and r.import_id = i.id and r.cells is not null)
             order by i.created_at limit 1",
        )
        .bind(after)
        .optional()
        .await?;
    row.map(|row| row.get("created_at")).transpose()
}

/// Blanks what the sheets uploaded until `before` said; that they were, and what
/// became of their rows, stays.
pub(super) async fn blank_old(tx: &mut Tx, before: DateTime<Utc>) -> Result<u64, DbError> {
    tx.query(
        "update import_rows set cells = null, problems = null, card = null
         where salon_id = $1 and cells is not null and import_id in
               (select id from imports where salon_id = $1 and created_at <= $2)",
    )
    .bind(before)
    .long()
    .execute()
    .await
}
