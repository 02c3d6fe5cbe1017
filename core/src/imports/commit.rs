//! Writing a previewed import to the cards, in one transaction.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use kartoteka_plugin::{Call, DbError, Error, FieldError, Result, Tx, db::Bulk, jobs::Progress};
use uuid::Uuid;

use super::{
    card::Added,
    import::{Choice, CommitChoices, Import, ImportState, KeptProblem, Verdict},
    show,
    store::{self, Ready, Stored},
};
use crate::{
    clients::{self, Client, MarketingConsent, Note, Snapshot, SourceRef, numbers},
    consents::{self, NewConsent},
    contacts,
    find::{self, fold},
    names, sources,
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
    show::begin_step(call, id, ImportState::Previewed, ImportState::Committing).await?;
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
    store::refuse_taken_numbers(&mut tx, id).await?;
    // Above every number ever used, and every one that the file brings along.
    let greatest = numbers::greatest(&mut tx)
        .await?
        .max(store::greatest_number(&mut tx, id).await?);
    let mut commit = Commit {
        call,
        import,
        stamp: find::store::stamp(&mut tx).await?,
        last_number: greatest,
        sources: HashMap::new(),
        written: HashSet::new(),
        progress,
        done: 0,
    };
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
    /// The greatest number used.
    last_number: i64,
    sources: HashMap<String, Option<SourceRef>>,
    /// Known clients that a row of this import changed already.
    written: HashSet<Uuid>,
    progress: &'a Progress,
    done: u64,
}

impl Commit<'_> {
    async fn new_clients(&mut self, tx: &mut Tx) -> Result<()> {
        let mut after = 0;
        loop {
            let page = store::ready(tx, self.import.id, Verdict::New, after, PAGE).await?;
            let Some(last) = page.last() else {
                return Ok(());
            };
            after = last.row;
            let count = page.len() as u64;
            let mut made = Vec::with_capacity(page.len());
            for ready in page {
                made.push((self.client(tx, &ready).await?, ready));
            }
            self.insert_numbers(tx, &made).await?;
            self.insert_clients(tx, &made).await?;
            self.step(tx, count).await?;
        }
    }

    /// The client of a new row.
    async fn client(&mut self, tx: &mut Tx, ready: &Ready) -> Result<Client> {
        let card = &ready.card;
        let number = match &ready.number {
            Some(number) => number.clone(),
            None => {
                self.last_number += 1;
                self.last_number.to_string()
            }
        };
        let now = self.call.now();
        let source = match &card.source {
            Some(name) => self.source(tx, name).await?,
            None => None,
        };
        Ok(Client {
            id: ready.client,
            number,
            first_name: card.first_name.clone(),
            last_name: card.last_name.clone(),
            phones: card.phones.clone(),
            emails: card.emails.clone(),
            notes: self.notes(&card.notes),
            source,
            marketing_consent: card.consent.unwrap_or_default(),
            created_at: now,
            changed_at: now,
            archived_at: None,
            version: 1,
        })
    }

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
        let source = sources::named(self.call, tx, &name).await?;
        self.sources.insert(key, source.clone());
        Ok(source)
    }

    async fn insert_numbers(&self, tx: &mut Tx, made: &[(Client, Ready)]) -> Result<(), DbError> {
        let mut rows = Bulk::into("client_numbers", &["number", "value", "client_id"]).long();
        for (client, _) in made {
            rows.row([
                (&client.number).into(),
                numbers::value_of(&client.number).into(),
                client.id.into(),
            ]);
        }
        tx.insert(rows).await.map(drop)
    }

    async fn insert_clients(&self, tx: &mut Tx, made: &[(Client, Ready)]) -> Result<()> {
        let mut cards = Bulk::into(
            "clients",
            &[
                "id",
                "number",
                "first_name",
                "last_name",
                "name_raw",
                "sort_name",
                "name_key",
                "source_id",
                "version",
                "created_at",
                "changed_at",
            ],
        )
        .long();
        let mut contacts = contacts::rows().long();
        let mut notes = Bulk::into(
            "notes",
            &["id", "client_id", "text", "author", "created_at"],
        )
        .long();
        let mut consents = consents::rows().long();
        let mut texts =
            Bulk::into("client_find", &["client_id", "seen_at", "changed", "text"]).long();
        for (client, ready) in made {
            cards.row([
                client.id.into(),
                (&client.number).into(),
                (&client.first_name).into(),
                (&client.last_name).into(),
                ready.card.name_raw.clone().into(),
                clients::store::sort_name(&client.first_name, &client.last_name).into(),
                names::folded_name_key(&client.first_name, &client.last_name).into(),
                client.source.as_ref().map(|source| source.id).into(),
                client.version.into(),
                client.created_at.into(),
                client.changed_at.into(),
            ]);
            contacts::add_rows(&mut contacts, client);
            for note in &client.notes {
                notes.row([
                    note.id.into(),
                    client.id.into(),
                    (&note.text).into(),
                    (&note.author).into(),
                    note.created_at.into(),
                ]);
            }
            if let Some(state) = ready.card.consent {
                let consent = self.consent(ready.row, state);
                consents::add_row(&mut consents, self.call.new_id(), client.id, consent);
            }
            texts.row([
                client.id.into(),
                client.changed_at.timestamp_micros().into(),
                self.stamp.into(),
                find::store::text_of(client).into(),
            ]);
            tx.record(
                self.call
                    .entry("core.client.registered/1")
                    .subject(client.id)
                    .after(&Snapshot::of(client))
                    .batch(self.import.id),
            );
        }
        for rows in [cards, contacts, notes, consents, texts] {
            tx.insert(rows).await?;
        }
        self.fingerprints(tx, made.iter().map(|(client, ready)| (client.id, ready)))
            .await?;
        Ok(())
    }

    async fn fingerprints(
        &self,
        tx: &mut Tx,
        rows: impl Iterator<Item = (Uuid, &Ready)>,
    ) -> Result<(), DbError> {
        let columns: &[&str] = &["fingerprint", "client_id", "import_id"];
        // Two rows alike have one fingerprint.
        let mut bulk = Bulk::into("import_fingerprints", columns)
            .suffix("on conflict (salon_id, fingerprint) do nothing")
            .long();
        for (client, ready) in rows {
            bulk.row([
                ready.fingerprint.clone().into(),
                client.into(),
                self.import.id.into(),
            ]);
        }
        tx.insert(bulk).await.map(drop)
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

    async fn changed_clients(&mut self, tx: &mut Tx) -> Result<()> {
        let mut after = 0;
        loop {
            let page = store::ready(tx, self.import.id, Verdict::Changed, after, PAGE).await?;
            let Some(last) = page.last() else {
                return Ok(());
            };
            after = last.row;
            let count = page.len() as u64;
            let mut written = Vec::with_capacity(page.len());
            for ready in page {
                if self.change(tx, &ready).await? {
                    written.push(ready);
                }
            }
            self.fingerprints(tx, written.iter().map(|ready| (ready.client, ready)))
                .await?;
            self.step(tx, count).await?;
        }
    }

    /// Adds a row to its known client; `false` where the client is not as it was at the
    /// preview.
    async fn change(&mut self, tx: &mut Tx, ready: &Ready) -> Result<bool> {
        let client = clients::store::load(tx, ready.client).await?;
        let as_previewed = |client: &Client| match ready.version {
            // Several rows may be the same person; the first of them changes the version.
            Some(version) => client.version == version || self.written.contains(&client.id),
            // A client that an earlier row of this file made has no version at the preview.
            None => ready.same_as_row.is_some(),
        };
        let Some(before) = client.filter(as_previewed) else {
            let reason = match ready.version {
                None => "earlier_row_not_written",
                Some(_) => "changed_since_preview",
            };
            store::refuse(tx, self.import.id, ready.row, reason).await?;
            return Ok(false);
        };
        if let Some(added) = ready.card.added_to(&before) {
            if !added.fits() {
                store::refuse(tx, self.import.id, ready.row, "card_full").await?;
                return Ok(false);
            }
            self.written.insert(before.id);
            self.write_change(tx, &before, added, ready.row).await?;
        }
        Ok(true)
    }

    async fn write_change(
        &mut self,
        tx: &mut Tx,
        before: &Client,
        added: Added,
        row: i64,
    ) -> Result<()> {
        let mut after = added.after;
        after.notes.extend(self.notes(&added.notes));
        if let Some(name) = &added.source {
            after.source = self.source(tx, name).await?;
        }
        after.marketing_consent = added.consent.unwrap_or(before.marketing_consent);
        after.version += 1;
        after.changed_at = self.call.now();
        let consent = added.consent.map(|state| self.consent(row, state));
        clients::save(self.call, tx, before, &after, consent).await?;
        if let Some((old, new)) = Snapshot::difference(before, &after) {
            let entry = self.call.entry("core.client.changed/1").subject(after.id);
            tx.record(entry.before(&old).after(&new).batch(self.import.id));
        }
        Ok(())
    }

    async fn step(&mut self, tx: &mut Tx, rows: u64) -> Result<(), DbError> {
        tx.flush().await?;
        self.done += rows;
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
        store::committed(tx, self.import.id, self.call.now()).await
    }
}
