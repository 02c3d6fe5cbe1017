//! Rows that become a new card.

use kartoteka_plugin::{Error, Result, Tx};

use super::{Commit, PAGE};
use crate::{
    clients::{Client, Snapshot, numbers},
    imports::{
        import::Verdict,
        store::{self, Ready},
    },
};

/// How often numbers are looked for anew, where others take them at the same time.
const TRIES: usize = 10;

impl Commit<'_> {
    /// Takes all numbers of new clients at once, before the journal's counter is taken:
    /// whoever registers a client takes the number first and the counter last.
    pub(super) async fn take_numbers(&mut self, tx: &mut Tx) -> Result<()> {
        store::give_brought_numbers(tx, self.import.id).await?;
        store::refuse_taken_numbers(tx, self.import.id).await?;
        let wanted = store::count_without_number(tx, self.import.id).await?;
        for _ in 0..TRIES {
            self.last_number = numbers::room(tx, wanted).await?;
            let given = store::give_numbers_behind(tx, self.import.id, self.last_number).await?;
            if i64::try_from(given) == Ok(wanted) {
                return Ok(());
            }
            // A registration of the same moment has one of them, and is written by now.
            store::take_numbers_behind(tx, self.import.id, self.last_number).await?;
        }
        Err(Error::internal("no numbers for new clients"))
    }

    pub(super) async fn new_clients(&mut self, tx: &mut Tx) -> Result<()> {
        let mut after = 0;
        loop {
            let page = store::ready(tx, self.import.id, Verdict::New, after, PAGE).await?;
            let Some(last) = page.last() else {
                return Ok(());
            };
            after = last.row;
            let mut made = Vec::with_capacity(page.len());
            for ready in page {
                made.push((self.new_client(tx, &ready).await?, ready));
            }
            self.write_new(tx, &made).await?;
            self.step(tx, made.len()).await?;
        }
    }

    /// The client of a new row.
    async fn new_client(&mut self, tx: &mut Tx, ready: &Ready) -> Result<Client> {
        let card = &ready.card;
        let number = match &ready.number {
            Some(number) => number.clone(),
            // As the table gave them: one after another, in the order of the rows.
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

    async fn write_new(&self, tx: &mut Tx, made: &[(Client, Ready)]) -> Result<()> {
        store::insert_cards(tx, made, self.stamp).await?;
        let states = made
            .iter()
            .filter_map(|(client, ready)| Some((client.id, ready.row, ready.card.consent?)));
        self.append_consents(tx, states).await?;
        let rows = made.iter().map(|(client, ready)| (client.id, ready));
        store::insert_fingerprints(tx, self.import.id, rows).await?;
        for (client, _) in made {
            let entry = self.call.entry("core.client.registered/1");
            let entry = entry.subject(client.id).after(&Snapshot::of(client));
            tx.record(entry.batch(self.import.id));
        }
        Ok(())
    }
}
