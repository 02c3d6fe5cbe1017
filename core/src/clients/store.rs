//! All SQL of cards: the card itself, its contacts and notes.

use chrono::{DateTime, Utc};
use kartoteka_plugin::{
    DbError, Row, Tx,
    db::{Ask, Bulk, JsonText},
};
use uuid::Uuid;

use super::{Client, Email, MarketingConsent, Note, Phone, SourceRef};
use crate::{
    contacts::{self, PHONE},
    find::fold,
    names,
};

/// The columns of a card with its contacts, notes and last consent as JSON: one
/// statement reads a card whole, because round trips are what a card costs on
/// PostgreSQL, and a card read in parts may be torn by a writer.
macro_rules! card_sql {
    ($tail:literal) => {
        kartoteka_plugin::Sql::by_engine(
            concat!(
                "select c.id, c.number, c.first_name, c.last_name, c.version, c.created_at,
                    c.changed_at, c.archived_at, c.sort_name, c.source_id, s.name as source_name,
                    (select json_group_array(json_array(k.kind, k.value, k.e164))
                     from (select kind, value, e164 from contacts
                           where salon_id = $1 and client_id = c.id
                           order by kind, position) k) as contacts,
                    (select json_group_array(json_array(hex(n.id), n.text, n.author, n.created_at))
                     from (select id, text, author, created_at from notes
                           where salon_id = $1 and client_id = c.id order by id) n) as notes,
                    (select state from consents
                     where salon_id = $1 and client_id = c.id and purpose = 'marketing'
                     order by id desc limit 1) as marketing_consent
                 from clients c
                 left join sources s on s.salon_id = $1 and s.id = c.source_id
                 where c.salon_id = $1 ",
                $tail
            ),
            concat!(
                "select c.id, c.number, c.first_name, c.last_name, c.version, c.created_at,
                    c.changed_at, c.archived_at, c.sort_name, c.source_id, s.name as source_name,
                    (select json_agg(json_build_array(k.kind, k.value, k.e164)
                                     order by k.kind, k.position)
                     from contacts k where k.salon_id = $1 and k.client_id = c.id) as contacts,
                    (select json_agg(json_build_array(
                         n.id, n.text, n.author,
                         (extract(epoch from n.created_at) * 1000000)::bigint) order by n.id)
                     from notes n where n.salon_id = $1 and n.client_id = c.id) as notes,
                    (select state from consents
                     where salon_id = $1 and client_id = c.id and purpose = 'marketing'
                     order by id desc limit 1) as marketing_consent
                 from clients c
                 left join sources s on s.salon_id = $1 and s.id = c.source_id
                 where c.salon_id = $1 ",
                $tail
            ),
        )
    };
}

/// The card `id`.
pub(crate) async fn load(ask: &mut impl Ask, id: Uuid) -> Result<Option<Client>, DbError> {
    let row = ask
        .ask(card_sql!("and c.id = $2"))
        .bind(id)
        .optional()
        .await?;
    row.as_ref().map(client).transpose()
}

/// The cards `ids`, in that order, without those that are gone. A round number of
/// ids is asked for, so that few texts are prepared.
pub(crate) async fn load_many(ask: &mut impl Ask, ids: &[Uuid]) -> Result<Vec<Client>, DbError> {
    let Some(last) = ids.last() else {
        return Ok(Vec::new());
    };
    let (sql, room) = match ids.len() {
        0..=20 => (
            card_sql!(
                "and c.id in ($2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21)"
            ),
            20,
        ),
        room => {
            let places: Vec<String> = (0..room).map(|at| format!("${}", at + 2)).collect();
            let of = card_sql!("and c.id in (");
            let tail = format!("{})", places.join(","));
            let sql = kartoteka_plugin::Sql::owned_by_engine(
                format!("{}{tail}", of.sqlite()),
                format!("{}{tail}", of.postgres()),
            );
            (sql, room)
        }
    };
    let fill = std::iter::repeat_n(*last, room - ids.len());
    let binds = ids.iter().copied().chain(fill).map(Into::into);
    let rows = ask.ask(sql).bind_all(binds).all().await?;
    let mut found = rows.iter().map(client).collect::<Result<Vec<_>, _>>()?;
    let mut ordered = Vec::with_capacity(found.len());
    for id in ids {
        if let Some(at) = found.iter().position(|client| client.id == *id) {
            ordered.push(found.swap_remove(at));
        }
    }
    Ok(ordered)
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
    rows.iter()
        .map(|row| Ok((client(row)?, row.get("sort_name")?)))
        .collect()
}

/// How many cards there are.
pub(crate) async fn count(ask: &mut impl Ask, archived: bool) -> Result<u64, DbError> {
    let row = ask
        .ask(if archived {
            "select count(*) as n from clients where salon_id = $1 and archived_at is not null"
        } else {
            "select count(*) as n from clients where salon_id = $1 and archived_at is null"
        })
        .one()
        .await?;
    Ok(u64::try_from(row.get::<i64>("n")?).unwrap_or(0))
}

/// A card from its row.
fn client(row: &Row) -> Result<Client, DbError> {
    let (phones, emails) = split_contacts(row)?;
    let source: Option<Uuid> = row.get("source_id")?;
    let source_name: Option<String> = row.get("source_name")?;
    Ok(Client {
        id: row.get("id")?,
        number: row.get("number")?,
        first_name: row.get("first_name")?,
        last_name: row.get("last_name")?,
        phones,
        emails,
        notes: notes(row)?,
        source: source
            .zip(source_name)
            .map(|(id, name)| SourceRef { id, name }),
        marketing_consent: row
            .get::<Option<String>>("marketing_consent")?
            .map_or(MarketingConsent::Unknown, |code| {
                MarketingConsent::from_code(&code)
            }),
        created_at: row.get("created_at")?,
        changed_at: row.get("changed_at")?,
        archived_at: row.get("archived_at")?,
        version: row.get("version")?,
    })
}

/// A JSON list of a row; SQLite gives an empty one where PostgreSQL gives null.
fn list<T: serde::de::DeserializeOwned>(row: &Row, column: &str) -> Result<Vec<T>, DbError> {
    match row.get::<Option<JsonText>>(column)? {
        Some(JsonText(json)) => serde_json::from_str(&json).map_err(|error| DbError::Decode {
            column: column.to_owned(),
            found: format!(
                "a list that does not fit, at {}:{}",
                error.line(),
                error.column()
            ),
        }),
        None => Ok(Vec::new()),
    }
}

fn split_contacts(row: &Row) -> Result<(Vec<Phone>, Vec<Email>), DbError> {
    let (mut phones, mut emails) = (Vec::new(), Vec::new());
    for (kind, value, e164) in list::<(String, String, Option<String>)>(row, "contacts")? {
        if kind == PHONE {
            phones.push(Phone { value, e164 });
        } else {
            emails.push(Email { value });
        }
    }
    Ok((phones, emails))
}

fn notes(row: &Row) -> Result<Vec<Note>, DbError> {
    let rows = list::<(Uuid, String, String, i64)>(row, "notes")?;
    let notes = rows.into_iter().map(|(id, text, author, at)| Note {
        id,
        text,
        author,
        created_at: DateTime::from_timestamp_micros(at).unwrap_or_default(),
    });
    Ok(notes.collect())
}

/// What names are ordered by: last name first, folded.
pub(crate) fn sort_name(first: &str, last: &str) -> String {
    fold::fold_fully(&names::display_name(last, first))
}

/// Writes a new card.
pub(crate) async fn insert(tx: &mut Tx, client: &Client) -> Result<(), DbError> {
    tx.query(
        "insert into clients (salon_id, id, number, first_name, last_name, sort_name, name_key,
                              source_id, version, created_at, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(client.id)
    .bind(&client.number)
    .bind(&client.first_name)
    .bind(&client.last_name)
    .bind(sort_name(&client.first_name, &client.last_name))
    .bind(names::folded_name_key(
        &client.first_name,
        &client.last_name,
    ))
    .bind(client.source.as_ref().map(|source| source.id))
    .bind(client.version)
    .bind(client.created_at)
    .bind(client.changed_at)
    .execute()
    .await?;
    insert_contacts(tx, client).await?;
    insert_notes(tx, client.id, &client.notes).await
}

/// Writes the changed card over the one of version `based_on`.
///
/// Gives `false`, and writes nothing, where the card has another version by now.
pub(crate) async fn update(tx: &mut Tx, before: &Client, after: &Client) -> Result<bool, DbError> {
    let updated = tx
        .query(
            "update clients
             set number = $4, first_name = $5, last_name = $6, sort_name = $7, name_key = $8,
                 source_id = $9, version = $10, changed_at = $11, archived_at = $12
             where salon_id = $1 and id = $2 and version = $3",
        )
        .bind(before.id)
        .bind(before.version)
        .bind(&after.number)
        .bind(&after.first_name)
        .bind(&after.last_name)
        .bind(sort_name(&after.first_name, &after.last_name))
        .bind(names::folded_name_key(&after.first_name, &after.last_name))
        .bind(after.source.as_ref().map(|source| source.id))
        .bind(after.version)
        .bind(after.changed_at)
        .bind(after.archived_at)
        .execute()
        .await?;
    if updated == 0 {
        return Ok(false);
    }
    if before.phones != after.phones || before.emails != after.emails {
        tx.query("delete from contacts where salon_id = $1 and client_id = $2")
            .bind(after.id)
            .execute()
            .await?;
        insert_contacts(tx, after).await?;
    }
    if before.notes != after.notes {
        tx.query("delete from notes where salon_id = $1 and client_id = $2")
            .bind(after.id)
            .execute()
            .await?;
        insert_notes(tx, after.id, &after.notes).await?;
    }
    Ok(true)
}

async fn insert_contacts(tx: &mut Tx, client: &Client) -> Result<(), DbError> {
    let mut rows = contacts::rows();
    contacts::add_rows(&mut rows, client);
    tx.insert(rows).await.map(drop)
}

async fn insert_notes(tx: &mut Tx, client: Uuid, notes: &[Note]) -> Result<(), DbError> {
    let mut rows = Bulk::into(
        "notes",
        &["id", "client_id", "text", "author", "created_at"],
    );
    for note in notes {
        rows.row([
            note.id.into(),
            client.into(),
            (&note.text).into(),
            (&note.author).into(),
            note.created_at.into(),
        ]);
    }
    tx.insert(rows).await.map(drop)
}

/// The state of a card that the next steps need: its version and whether it is
/// archived.
pub(crate) async fn state(
    ask: &mut impl Ask,
    id: Uuid,
) -> Result<Option<(i64, Option<DateTime<Utc>>)>, DbError> {
    let row = ask
        .ask("select version, archived_at from clients where salon_id = $1 and id = $2")
        .bind(id)
        .optional()
        .await?;
    row.map(|row| Ok((row.get("version")?, row.get("archived_at")?)))
        .transpose()
}
