//! Taking a committed import back, in one transaction: the clients it made are gone,
//! those it changed are as they were; whoever was edited since is left alone, and
//! named.

use std::{collections::HashSet, sync::Arc};

use kartoteka_plugin::{
    Call, DbError, Error, Result, Tx,
    db::{Ask, JsonText},
    jobs::Progress,
};
use uuid::Uuid;

use super::{
    import::{Import, ImportState, KeptProblem},
    show,
    store::{self, Stored},
};
use crate::{
    clients::{self, Client, Snapshot},
    find,
};

/// Cards restored at once.
const PAGE: i64 = 500;

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

/// Starts taking the import `id` back.
///
/// # Errors
/// 403 without `imports.write`; 404; 409 `import_state`.
pub async fn undo(call: &Call, id: Uuid) -> Result<Import> {
    call.require("imports.write")?;
    show::begin_step(call, id, ImportState::Committed, ImportState::Undoing).await?;
    let work =
        move |call: Call, progress: Arc<Progress>| -> kartoteka_plugin::BoxFuture<'static, _> {
            Box::pin(async move {
                let outcome = show::caught(write(&call, id, &progress)).await;
                if outcome.is_err() {
                    let mut tx = call.begin().await?;
                    let problem = KeptProblem::new("undo_failed");
                    let (from, to) = (ImportState::Undoing, ImportState::Committed);
                    store::move_on(&mut tx, id, from, to, None, Some(&problem)).await?;
                    tx.commit().await?;
                }
                outcome
            })
        };
    call.jobs().start(id, call.clone(), Box::new(work));
    show::load(call, id).await
}

async fn write(call: &Call, id: Uuid, progress: &Progress) -> Result<()> {
    let mut tx = call.begin_long().await?;
    let import = store::load(&mut tx, id)
        .await?
        .ok_or_else(Error::not_found)?;
    let journal_to = import
        .journal_to
        .ok_or_else(|| Error::internal("no end of an import"))?;
    progress.set_of(u64::try_from(import.counts.new + import.counts.changed).unwrap_or(0));
    let left = leave_edited(&mut tx, &import, journal_to).await?;
    progress.set_done(left);
    let restored = restore_changed(call, &mut tx, &import, journal_to).await?;
    progress.set_done(left + restored);
    let removed = remove_made(&mut tx, &import, journal_to).await?;
    progress.set_done(left + restored + removed);
    tx.query("delete from import_fingerprints where salon_id = $1 and import_id = $2")
        .bind(id)
        .long()
        .execute()
        .await?;
    tx.query(
        "update imports
         set state = 'undone', host = null, problem = null, undone_at = $3, left_count = $4
         where salon_id = $1 and id = $2",
    )
    .bind(id)
    .bind(call.now())
    .bind(i64::try_from(left).unwrap_or(0))
    .execute()
    .await?;
    let entry = call.entry("core.import.undone/1").batch(id);
    tx.record(entry.after(&serde_json::json!({
        "removed": removed, "restored": restored, "left": left,
    })));
    tx.commit().await?;
    call.erasure().settle().await
}

/// Names the rows whose clients were edited since, which stay as they are; gives how
/// many clients these are.
async fn leave_edited(tx: &mut Tx, import: &Stored, journal_to: i64) -> Result<u64, DbError> {
    tx.query(
        "update import_rows set reason = 'edited_since'
         where salon_id = $1 and import_id = $2 and verdict in ('new', 'changed')
               and choice is null and client_id in
                   (select client_id from journal_subjects where salon_id = $1 and number > $3)",
    )
    .bind(import.id)
    .bind(journal_to)
    .long()
    .execute()
    .await?;
    let row = tx
        .query(
            "select count(distinct client_id) as n from import_rows
             where salon_id = $1 and import_id = $2 and reason = 'edited_since'",
        )
        .bind(import.id)
        .long()
        .one()
        .await?;
    Ok(u64::try_from(row.get::<i64>("n")?).unwrap_or(0))
}

/// Puts the clients that the import changed back as they were, by the journal.
async fn restore_changed(
    call: &Call,
    tx: &mut Tx,
    import: &Stored,
    journal_to: i64,
) -> Result<u64> {
    let made = made(tx, import).await?;
    let edited = edited_since(tx, journal_to).await?;
    let mut seen = HashSet::new();
    let mut before = journal_to + 1;
    let mut restored = 0;
    // Backwards, so that a client changed by several rows ends as it was before the first.
    loop {
        let page = changes(tx, import.id, before).await?;
        let Some((last, ..)) = page.last() else {
            return Ok(restored);
        };
        before = *last;
        for (_, client, old) in page {
            if made.contains(&client) || edited.contains(&client) {
                continue;
            }
            if put_back(call, tx, import.id, client, &old).await? && seen.insert(client) {
                restored += 1;
            }
        }
        tx.flush().await?;
    }
}

/// The clients that the import made; a later row may have changed one of them.
async fn made(tx: &mut Tx, import: &Stored) -> Result<HashSet<Uuid>, DbError> {
    let rows = tx
        .query(
            "select client_id from import_rows
             where salon_id = $1 and import_id = $2 and verdict = 'new' and choice is null
                   and client_id in
                       (select client_id from import_rows
                        where salon_id = $1 and import_id = $2 and verdict = 'changed')",
        )
        .bind(import.id)
        .long()
        .all()
        .await?;
    rows.iter().map(|row| row.get("client_id")).collect()
}

async fn edited_since(tx: &mut Tx, journal_to: i64) -> Result<HashSet<Uuid>, DbError> {
    let rows = tx
        .query(
            "select distinct client_id from journal_subjects where salon_id = $1 and number > $2",
        )
        .bind(journal_to)
        .long()
        .all()
        .await?;
    rows.iter().map(|row| row.get("client_id")).collect()
}

/// A page of the import's changes before entry `before`, newest first: the entry, the
/// client, and what was there.
async fn changes(tx: &mut Tx, import: Uuid, before: i64) -> Result<Vec<(i64, Uuid, Snapshot)>> {
    let rows = tx
        .ask(
            "select j.number, s.client_id, j.before
             from journal j
             join journal_subjects s on s.salon_id = $1 and s.number = j.number
             where j.salon_id = $1 and j.batch = $2 and j.what = 'core.client.changed/1'
                   and j.number < $3 and j.before is not null
             order by j.number desc limit $4",
        )
        .bind(import)
        .bind(before)
        .bind(PAGE)
        .long()
        .all()
        .await?;
    let rows = rows.iter().map(|row| {
        let JsonText(json) = row.get("before")?;
        let old = serde_json::from_str(&json).map_err(|e| Error::internal(e.to_string()))?;
        Ok((row.get("number")?, row.get("client_id")?, old))
    });
    rows.collect()
}

/// Puts one client back; `false` where the card is gone.
async fn put_back(
    call: &Call,
    tx: &mut Tx,
    import: Uuid,
    id: Uuid,
    old: &Snapshot,
) -> Result<bool> {
    let Some(before) = clients::store::load(tx, id).await? else {
        return Ok(false);
    };
    // Entries that the import brought into the ledger were never the client's word.
    tx.query("delete from consents where salon_id = $1 and client_id = $2 and import_id = $3")
        .bind(id)
        .bind(import)
        .execute()
        .await?;
    let mut after = old.onto(&before);
    after.version += 1;
    after.changed_at = call.now();
    clients::save(call, tx, &before, &after, None).await?;
    if let Some((from, to)) = Snapshot::difference(&before, &after) {
        let entry = call.entry("core.client.changed/1").subject(id);
        tx.record(entry.before(&from).after(&to).batch(import));
    }
    Ok(true)
}

/// Removes the clients that the import made. Their numbers stay used; what the journal
/// and the sheet's rows keep of them is blanked, because nobody is left whom an erasure
/// could name.
async fn remove_made(tx: &mut Tx, import: &Stored, journal_to: i64) -> Result<u64> {
    let stamp = find::store::stamp(tx).await?;
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
    tx.query(concat!(
        "update client_find set text = '', changed = $4 where salon_id = $1 and client_id in ",
        untouched!("new")
    ))
    .bind(import.id)
    .bind(journal_to)
    .bind(stamp)
    .long()
    .execute()
    .await?;
    let mut removed = 0;
    for statement in statements {
        removed = tx
            .query(statement)
            .bind(import.id)
            .bind(journal_to)
            .long()
            .execute()
            .await?;
    }
    Ok(removed)
}

impl Snapshot {
    /// `client` with the members of this snapshot put back.
    pub(crate) fn onto(&self, client: &Client) -> Client {
        let mut after = client.clone();
        macro_rules! put {
            ($($member:ident),*) => {$(
                if let Some(value) = &self.$member {
                    after.$member = value.clone();
                }
            )*};
        }
        put!(
            number,
            first_name,
            last_name,
            phones,
            emails,
            notes,
            source,
            marketing_consent
        );
        after
    }
}
