//! Rows that change a known card: a page of cards is read, changed in memory row by row,
//! and written at once.

use std::collections::HashMap;

use kartoteka_plugin::{Result, Tx};
use uuid::Uuid;

use super::{Commit, PAGE};
use crate::{
    clients::{self, Client, MarketingConsent, Snapshot},
    imports::{
        card::Added,
        import::Verdict,
        store::{self, Changed, Ready},
    },
};

/// The cards of a page of rows, as they become row by row.
#[derive(Default)]
struct Page {
    cards: HashMap<Uuid, Changed>,
    /// Client, row and state of entries for the ledger.
    consents: Vec<(Uuid, i64, MarketingConsent)>,
    /// Rows that are not written after all, by the reason.
    refused: HashMap<&'static str, Vec<i64>>,
}

impl Page {
    async fn load(tx: &mut Tx, rows: &[Ready]) -> Result<Self> {
        let mut ids: Vec<Uuid> = rows.iter().map(|ready| ready.client).collect();
        ids.sort_unstable();
        ids.dedup();
        let cards = clients::store::load_many(tx, &ids).await?;
        let cards = cards
            .into_iter()
            .map(|client| (client.id, Changed::not_yet(client)));
        Ok(Self {
            cards: cards.collect(),
            ..Self::default()
        })
    }
}

impl Commit<'_> {
    pub(super) async fn changed_clients(&mut self, tx: &mut Tx) -> Result<()> {
        let mut after = 0;
        loop {
            let rows = store::ready(tx, self.import.id, Verdict::Changed, after, PAGE).await?;
            let Some(last) = rows.last() else {
                return Ok(());
            };
            after = last.row;
            let mut page = Page::load(tx, &rows).await?;
            let mut written = Vec::with_capacity(rows.len());
            for ready in &rows {
                match self.change(tx, &mut page, ready).await? {
                    None => written.push(ready),
                    Some(reason) => page.refused.entry(reason).or_default().push(ready.row),
                }
            }
            self.write_changed(tx, page).await?;
            let fingerprints = written.into_iter().map(|ready| (ready.client, ready));
            store::insert_fingerprints(tx, self.import.id, fingerprints).await?;
            self.step(tx, rows.len()).await?;
        }
    }

    /// Adds a row to its known client; gives why not, where it cannot be.
    async fn change(
        &mut self,
        tx: &mut Tx,
        page: &mut Page,
        ready: &Ready,
    ) -> Result<Option<&'static str>> {
        let card = page.cards.get_mut(&ready.client);
        let as_previewed = |card: &&mut Changed| match ready.version {
            // Several rows may be the same person; the first of them changes the version.
            Some(version) => card.after.version == version || self.written.contains(&card.after.id),
            // A client that an earlier row of this file made has no version at the preview.
            None => ready.same_as_row.is_some(),
        };
        let Some(card) = card.filter(as_previewed) else {
            return Ok(Some(match ready.version {
                None => "earlier_row_not_written",
                Some(_) => "changed_since_preview",
            }));
        };
        let Some(added) = ready.card.added_to(&card.after) else {
            return Ok(None);
        };
        if !added.fits() {
            return Ok(Some("card_full"));
        }
        self.written.insert(ready.client);
        let consent = added.consent;
        let after = self.with(tx, &card.after, added).await?;
        let consent = consent.map(|state| (after.id, ready.row, state));
        page.consents.extend(consent);
        if let Some((old, new)) = Snapshot::difference(&card.after, &after) {
            let entry = self.call.entry("core.client.changed/1").subject(after.id);
            tx.record(entry.before(&old).after(&new).batch(self.import.id));
        }
        card.after = after;
        Ok(None)
    }

    /// The card with what a row adds to it.
    async fn with(&mut self, tx: &mut Tx, before: &Client, added: Added) -> Result<Client> {
        let mut after = added.after;
        after.notes.extend(self.notes(&added.notes));
        if let Some(name) = &added.source {
            after.source = self.source(tx, name).await?;
        }
        after.marketing_consent = added.consent.unwrap_or(before.marketing_consent);
        after.version += 1;
        after.changed_at = self.call.now();
        Ok(after)
    }

    async fn write_changed(&self, tx: &mut Tx, page: Page) -> Result<()> {
        let cards = page.cards.into_values();
        let changed = cards.filter(|card| card.before.version != card.after.version);
        let changed: Vec<Changed> = changed.collect();
        store::update_cards(tx, &changed, self.stamp).await?;
        self.append_consents(tx, page.consents.into_iter()).await?;
        for (reason, rows) in page.refused {
            store::refuse(tx, self.import.id, &rows, reason).await?;
        }
        Ok(())
    }
}
