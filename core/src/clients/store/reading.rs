//! Reading cards: one statement reads a card whole, or a page of them.
//!
//! Round trips are what a card costs on PostgreSQL, and a card read in parts may be torn
//! by a writer. So the parts of a card (itself, its contacts, its notes) come as rows of
//! one answer, told apart by `part`; lists put together as JSON by the engines would
//! cost several times as much, and be written and parsed for nothing.

use std::collections::HashMap;

use kartoteka_plugin::{
    DbError, Row, Value,
    db::{self, Ask},
};
use uuid::Uuid;

use super::{Client, Email, MarketingConsent, Note, Phone, SourceRef};
use crate::contacts::PHONE;

/// The parts of the cards that `$tail` chooses among `clients c`. What a column holds
/// depends on the part; the order of rows says nothing. `cross join` keeps SQLite, which
/// knows nothing of the page's size, from reading the salon's contacts first.
macro_rules! card_sql {
    ($tail:literal) => {
        concat!(
            "with page as materialized (
                 select c.id, c.number, c.first_name, c.last_name, c.version, c.created_at,
                        c.changed_at, c.archived_at, c.sort_name, c.source_id
                 from clients c
                 where c.salon_id = $1 ",
            $tail,
            ")
             select 'card' as part, page.id as client_id, page.version as number,
                    page.number as first, page.first_name as second, page.last_name as third,
                    page.sort_name, page.created_at, page.changed_at, page.archived_at,
                    page.source_id as other_id, s.name as source_name,
                    (select state from consents
                     where salon_id = $1 and client_id = page.id and purpose = 'marketing'
                     order by id desc limit 1) as consent
             from page
             left join sources s on s.salon_id = $1 and s.id = page.source_id
             union all
             select k.kind, k.client_id, k.position, k.value, k.e164, null, null, null, null,
                    null, null, null, null
             from page
             cross join contacts k
             where k.salon_id = $1 and k.client_id = page.id
             union all
             select 'note', n.client_id, null, n.text, n.author, null, null, n.created_at, null,
                    null, n.id, null, null
             from page
             cross join notes n
             where n.salon_id = $1 and n.client_id = page.id"
        )
    };
}

/// The card `id`.
pub(crate) async fn load(ask: &mut impl Ask, id: Uuid) -> Result<Option<Client>, DbError> {
    let sql = card_sql!("and c.id = $2");
    let rows = ask.ask(sql).bind(id).all().await?;
    Ok(cards(&rows)?.pop().map(|card| card.client))
}

/// Ids asked for by one text that is prepared once; a page of a list has no more.
const FEW: usize = 20;

/// The cards `ids`, in that order, without those that are gone.
pub(crate) async fn load_many(ask: &mut impl Ask, ids: &[Uuid]) -> Result<Vec<Client>, DbError> {
    let Some(last) = ids.last() else {
        return Ok(Vec::new());
    };
    let rows = if ids.len() <= FEW {
        let fill = std::iter::repeat_n(*last, FEW - ids.len());
        let binds = ids.iter().copied().chain(fill).map(Value::from);
        let sql = card_sql!(
            "and c.id in ($2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21)"
        );
        ask.ask(sql).bind_all(binds).all().await?
    } else {
        let (numbers, values) = db::places(1, ids);
        let sql = card_sql!("and c.id in ($2)").replacen("$2", &numbers, 1);
        ask.ask(sql).bind_all(values).all().await?
    };
    let mut cards = cards(&rows)?;
    let places: HashMap<Uuid, usize> = ids.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    cards.sort_by_key(|card| places.get(&card.client.id).copied());
    Ok(cards.into_iter().map(|card| card.client).collect())
}

/// A page in the order of names. `after` is where the last page ended.
pub(crate) async fn page(
    ask: &mut impl Ask,
    archived: bool,
    after: Option<(String, Uuid)>,
    limit: usize,
) -> Result<Vec<(Client, String)>, DbError> {
    let (name, id) = after.unwrap_or_default();
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let sql = if archived {
        card_sql!(
            "and c.archived_at is not null and (c.sort_name, c.id) > ($2, $3)
             order by c.sort_name, c.id limit $4"
        )
    } else {
        card_sql!(
            "and c.archived_at is null and (c.sort_name, c.id) > ($2, $3)
             order by c.sort_name, c.id limit $4"
        )
    };
    let rows = ask.ask(sql).bind(name).bind(id).bind(limit).all().await?;
    let mut cards = cards(&rows)?;
    cards.sort_by(|a, b| (&a.sort_name, a.client.id).cmp(&(&b.sort_name, b.client.id)));
    let pairs = cards.into_iter().map(|card| (card.client, card.sort_name));
    Ok(pairs.collect())
}

/// A card on its way out of the rows.
struct Card {
    client: Client,
    sort_name: String,
    /// Phones and e-mails with their places on the card.
    phones: Vec<(i64, Phone)>,
    emails: Vec<(i64, Email)>,
}

/// The cards that `rows` are parts of, in no particular order.
fn cards(rows: &[Row]) -> Result<Vec<Card>, DbError> {
    let mut cards = Vec::new();
    let mut places = HashMap::new();
    let mut parts = Vec::with_capacity(rows.len());
    for row in rows {
        let part: &str = row.text("part")?;
        if part == "card" {
            let card = card(row)?;
            places.insert(card.client.id, cards.len());
            cards.push(card);
        } else {
            parts.push((part, row));
        }
    }
    for (part, row) in parts {
        let place = places.get(&row.get("client_id")?);
        if let Some(card) = place.and_then(|at| cards.get_mut(*at)) {
            add(card, part, row)?;
        }
    }
    cards.iter_mut().for_each(order);
    Ok(cards)
}

fn card(row: &Row) -> Result<Card, DbError> {
    let source: Option<Uuid> = row.get("other_id")?;
    let source_name: Option<String> = row.get("source_name")?;
    let consent = row.get::<Option<String>>("consent")?;
    let client = Client {
        id: row.get("client_id")?,
        number: row.get("first")?,
        first_name: row.get("second")?,
        last_name: row.get("third")?,
        phones: Vec::new(),
        emails: Vec::new(),
        notes: Vec::new(),
        source: source
            .zip(source_name)
            .map(|(id, name)| SourceRef { id, name }),
        marketing_consent: consent.map_or(MarketingConsent::Unknown, |code| {
            MarketingConsent::from_code(&code)
        }),
        created_at: row.get("created_at")?,
        changed_at: row.get("changed_at")?,
        archived_at: row.get("archived_at")?,
        version: row.get("number")?,
    };
    Ok(Card {
        client,
        sort_name: row.get("sort_name")?,
        phones: Vec::new(),
        emails: Vec::new(),
    })
}

/// Adds a part to its card.
fn add(card: &mut Card, part: &str, row: &Row) -> Result<(), DbError> {
    let value = row.get("first")?;
    if part == "note" {
        card.client.notes.push(Note {
            id: row.get("other_id")?,
            text: value,
            author: row.get("second")?,
            created_at: row.get("created_at")?,
        });
    } else if part == PHONE {
        let e164 = row.get("second")?;
        let phone = Phone { value, e164 };
        card.phones.push((row.get("number")?, phone));
    } else {
        card.emails.push((row.get("number")?, Email { value }));
    }
    Ok(())
}

/// Puts the parts of a card into the card's own order.
fn order(card: &mut Card) {
    card.phones.sort_unstable_by_key(|(at, _)| *at);
    card.emails.sort_unstable_by_key(|(at, _)| *at);
    card.client.notes.sort_unstable_by_key(|note| note.id);
    let phones = card.phones.drain(..).map(|(_, phone)| phone);
    card.client.phones = phones.collect();
    let emails = card.emails.drain(..).map(|(_, email)| email);
    card.client.emails = emails.collect();
}
