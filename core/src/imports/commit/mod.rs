//! Writing a previewed import to the cards, in one transaction.

mod changed_clients;
mod new_clients;

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use kartoteka_plugin::{Call, DbError, Error, FieldError, Result, Tx, fold, jobs::Progress};
use uuid::Uuid;

use super::{
    import::{Choice, CommitChoices, Import, ImportState, KeptProblem},
    show,
    store::{self, Stored},
};
use crate::{
    clients::{MarketingConsent, Note, SourceRef, numbers},
    consents::{self, NewConsent},
    find, sources,
};

/// Rows written at once.
const PAGE: i64 = 1_000;

/// Starts writing the import `id`.
///
/// # Errors
/// 403 without `imports.write`; 404; 409 `import_state`; 422 for a row that is none.
pub async fn commit(call: &Call, id: Uuid, choices: &CommitChoices) -> Result<Import> {
    call.require("imports.write")?;
    let rows = check(choices)?;
    show::begin_step(call, id, &[ImportState::Previewed], ImportState::Committing).await?;
    let skip_changed = choices.changed == Choice::Skip;
    let work =
        move |call: Call, progress: Arc<Progress>| -> kartoteka_plugin::BoxFuture<'static, _> {
            Box::pin(async move {
                let writing = write(&call, id, skip_changed, &rows, &progress);
                let outcome = show::caught(writing).await;
                if outcome.is_err() {
                    // The transaction is gone, and with it everything it wrote.
                    let mut tx = call.begin().await?;
                    let problem = KeptProblem::new("commit_failed");
                    let (from, to) = (ImportState::Committing, ImportState::Previewed);
                    store::move_on(&mut tx, id, from, to, None, Some(&problem)).await?;
                    tx.commit().await?;
                }
                outcome
            })
        };
    call.jobs().start(id, call.clone(), Box::new(work));
    show::load(call, id).await
}

fn check(choices: &CommitChoices) -> Result<Vec<(i64, Choice)>> {
    let mut error = Error::invalid();
    let mut rows = Vec::with_capacity(choices.rows.len());
    for (row, choice) in &choices.rows {
        match row.parse() {
            Ok(number) => rows.push((number, *choice)),
            Err(_) => error
                .fields
                .push(FieldError::new(format!("/rows/{row}"), "not_a_row")),
        }
    }
    error.if_any()?;
    Ok(rows)
}

async fn write(
    call: &Call,
    id: Uuid,
    skip_changed: bool,
    rows: &[(i64, Choice)],
    progress: &Progress,
) -> Result<()> {
    let mut tx = call.begin_long().await?;
    let import = store::load(&mut tx, id)
        .await?
        .ok_or_else(Error::not_found)?;
    progress.set_of(u64::try_from(import.counts.new + import.counts.changed).unwrap_or(0));
    store::choose(&mut tx, id, skip_changed, rows).await?;
    store::know_those_brought_in(&mut tx, &import).await?;
    store::hold_cards(&mut tx, id).await?;
    let mut commit = Commit {
        call,
        import,
        stamp: find::store::stamp(&mut tx).await?,
        last_number: 0,
        sources: HashMap::new(),
        written: HashSet::new(),
        progress,
        done: 0,
    };
    commit.take_numbers(&mut tx).await?;
    commit.new_clients(&mut tx).await?;
    commit.changed_clients(&mut tx).await?;
    store::remember_unchanged(&mut tx, id).await?;
    commit.finish(&mut tx).await?;
    tx.commit().await?;
    numbers::forget(call);
    Ok(())
}

struct Commit<'a> {
    call: &'a Call,
    import: Stored,
    /// `changed` of every text for the finder that this transaction writes.
    stamp: i64,
    /// The number given last.
    last_number: i64,
    sources: HashMap<String, Option<SourceRef>>,
    /// Known clients that a row of this import changed already.
    written: HashSet<Uuid>,
    progress: &'a Progress,
    done: u64,
}

impl Commit<'_> {
    fn notes(&self, texts: &[String]) -> Vec<Note> {
        let author = self.call.actor().to_string();
        let notes = texts
            .iter()
            .filter(|text| !text.is_empty())
            .map(|text| Note {
                id: self.call.new_id(),
                text: text.clone(),
                author: author.clone(),
                created_at: self.call.now(),
            });
        notes.collect()
    }

    /// The entry of the salon's list of this name, made where there is none.
    async fn source(&mut self, tx: &mut Tx, name: &str) -> Result<Option<SourceRef>> {
        let key = fold::fold_fully(name);
        if let Some(source) = self.sources.get(&key) {
            return Ok(source.clone());
        }
        let name: String = name.chars().take(100).collect();
        let source = sources::named(self.call, tx, &name, self.import.id).await?;
        self.sources.insert(key, source.clone());
        Ok(source)
    }

    fn consent(&self, row: i64, state: MarketingConsent) -> NewConsent {
        NewConsent {
            state,
            at: self.call.now(),
            actor: self.call.actor().to_string(),
            source: "import",
            import: Some((self.import.id, self.import.file_name.clone(), row)),
            wording: None,
        }
    }

    /// Appends entries to the ledgers of clients: client, row and state.
    async fn append_consents(
        &self,
        tx: &mut Tx,
        states: impl Iterator<Item = (Uuid, i64, MarketingConsent)>,
    ) -> Result<(), DbError> {
        let mut entries = consents::rows().long();
        for (client, row, state) in states {
            let consent = self.consent(row, state);
            consents::add_row(&mut entries, self.call.new_id(), client, consent);
        }
        tx.insert(entries).await.map(drop)
    }

    async fn step(&mut self, tx: &mut Tx, rows: usize) -> Result<(), DbError> {
        tx.flush().await?;
        self.done += rows as u64;
        self.progress.set_done(self.done);
        Ok(())
    }

    /// Ends the import: its counts as they came out, and the journal entry after which
    /// everything about its clients is an edit.
    async fn finish(&mut self, tx: &mut Tx) -> Result<(), DbError> {
        let counts = store::count(tx, self.import.id).await?;
        let entry = self
            .call
            .entry("core.import.committed/1")
            .batch(self.import.id);
        tx.record(entry.after(&counts));
        tx.flush().await?;
        store::forget_file(tx, self.import.id).await?;
        store::committed(tx, self.import.id, self.call.now()).await
    }
}
