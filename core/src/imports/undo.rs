//! Taking a committed import back, in one transaction: the clients it made are gone,
//! those it changed are as they were; whoever was edited since is left alone, and
//! named.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use kartoteka_plugin::{Call, Error, Result, Tx, jobs::Progress};
use uuid::Uuid;

use super::{
    import::{Import, ImportState, KeptProblem},
    show,
    store::{self, Changed},
};
use crate::{
    clients::{self, Client, Snapshot},
    find,
};

/// Cards put back at once.
const PAGE: usize = 1_000;

/// Starts taking the import `id` back.
///
/// # Errors
/// 403 without `imports.write`; 404; 409 `import_state`.
pub async fn undo(call: &Call, id: Uuid) -> Result<Import> {
    call.require("imports.write")?;
    show::begin_step(call, id, &[ImportState::Committed], ImportState::Undoing).await?;
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
    store::hold_cards(&mut tx, id).await?;
    let left = store::leave_edited(&mut tx, id, journal_to).await?;
    progress.set_done(left);
    let mut undo = Undo {
        call,
        import: id,
        stamp: find::store::stamp(&mut tx).await?,
        left_alone: store::made_and_changed(&mut tx, id)
            .await?
            .into_iter()
            .collect(),
        restored: 0,
    };
    let edited = store::edited_since(&mut tx, journal_to).await?;
    undo.left_alone.extend(edited);
    undo.restore_changed(&mut tx, journal_to).await?;
    let restored = undo.restored;
    progress.set_done(left + restored);
    let removed = store::remove_made(&mut tx, id, journal_to).await?;
    progress.set_done(left + restored + removed);
    for source in store::take_sources(&mut tx, id, call.now()).await? {
        tx.record(
            call.entry("core.source.removed/1")
                .before(&source)
                .batch(id),
        );
    }
    store::forget_fingerprints(&mut tx, id).await?;
    store::undone(&mut tx, id, call.now(), left).await?;
    let entry = call.entry("core.import.undone/1").batch(id);
    tx.record(entry.after(&serde_json::json!({
        "removed": removed, "restored": restored, "left": left,
    })));
    tx.commit().await?;
    call.erasure().settle().await
}

struct Undo<'a> {
    call: &'a Call,
    import: Uuid,
    /// `changed` of every text for the finder that this transaction writes.
    stamp: i64,
    /// Clients whose changes are not put back: those that the import made, which go, and
    /// those that were edited since.
    left_alone: HashSet<Uuid>,
    restored: u64,
}

impl Undo<'_> {
    /// Puts the clients that the import changed back as they were, by the journal.
    async fn restore_changed(&mut self, tx: &mut Tx, journal_to: i64) -> Result<()> {
        let mut clients = store::changed(tx, self.import).await?;
        clients.retain(|client| !self.left_alone.contains(client));
        clients.sort_unstable();
        for page in clients.chunks(PAGE) {
            self.put_back(tx, journal_to, page).await?;
            tx.flush().await?;
        }
        Ok(())
    }

    /// Puts a page of cards back: they are read, become what they were change by change,
    /// and are written at once. A card that is gone is passed over.
    async fn put_back(&mut self, tx: &mut Tx, journal_to: i64, clients: &[Uuid]) -> Result<()> {
        // Backwards, so that a client changed by several rows ends as it was before the first.
        let changes = store::changes_of(tx, self.import, journal_to, clients).await?;
        let cards = clients::store::load_many(tx, clients).await?;
        let mut cards: HashMap<Uuid, Changed> = cards
            .into_iter()
            .map(|client| (client.id, Changed::not_yet(client)))
            .collect();
        for (client, old) in changes {
            let Some(card) = cards.get_mut(&client) else {
                continue;
            };
            let mut after = old.onto(&card.after);
            after.version += 1;
            after.changed_at = self.call.now();
            if let Some((from, to)) = Snapshot::difference(&card.after, &after) {
                let entry = self.call.entry("core.client.changed/1");
                let entry = entry.subject(client).before(&from).after(&to);
                tx.record(entry.batch(self.import));
            }
            card.after = after;
        }
        let cards = cards.into_values();
        let changed = cards.filter(|card| card.before.version != card.after.version);
        let changed: Vec<Changed> = changed.collect();
        self.restored += changed.len() as u64;
        store::update_cards(tx, &changed, self.stamp).await?;
        Ok(store::take_consents(tx, self.import, clients).await?)
    }
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
