//! Many cards at once: those that an import makes, and those that it changes or puts back.

use kartoteka_plugin::{DbError, Error, Result, Sql, Tx, db::Bulk};
use uuid::Uuid;

use super::{
    matching::places,
    staging::{READY, Ready},
};
use crate::{
    clients::{self, Client, Note},
    contacts, find, names,
};

/// Ids named by one statement.
const AT_ONCE: usize = 1_000;

/// Holds the cards that this import changed or may change until the transaction ends, so
/// that they stand still from here on. Comes before the journal's counter is taken: whoever
/// changes a card takes the card first and the counter last, and so must an import, or the
/// two would wait for each other. SQLite has one writer, which this transaction is.
pub(in crate::imports) async fn hold_cards(tx: &mut Tx, import: Uuid) -> Result<(), DbError> {
    tx.query(Sql::by_engine(
        "select id from imports where salon_id = $1 and id = $2",
        "select count(*) as n from
             (select id from clients
              where salon_id = $1 and id in
                    (select client_id from import_rows
                     where salon_id = $1 and import_id = $2 and verdict in ('new', 'changed')
                           and choice is null)
              order by id for update) held",
    ))
    .bind(import)
    .long()
    .all()
    .await
    .map(drop)
}

/// Gives new clients the numbers that their rows bring along; how many. One that somebody
/// took since the preview is not given.
pub(in crate::imports) async fn give_brought_numbers(
    tx: &mut Tx,
    import: Uuid,
) -> Result<u64, DbError> {
    tx.query(concat!(
        "insert into client_numbers (salon_id, number, value, client_id)
         select salon_id, number, number_value, client_id from import_rows
         where salon_id = $1 and import_id = $2 and verdict = 'new' and number is not null and ",
        READY!(),
        " on conflict (salon_id, number) do nothing"
    ))
    .bind(import)
    .long()
    .execute()
    .await
}

/// Refuses new rows whose number somebody else took.
pub(in crate::imports) async fn refuse_taken_numbers(
    tx: &mut Tx,
    import: Uuid,
) -> Result<u64, DbError> {
    tx.query(
        "update import_rows set verdict = 'refused', reason = 'changed_since_preview'
         where salon_id = $1 and import_id = $2 and verdict = 'new' and number is not null
               and exists
                   (select n.number from client_numbers n
                    where n.salon_id = $1 and n.number = import_rows.number
                          and (n.client_id is null or n.client_id <> import_rows.client_id))",
    )
    .bind(import)
    .long()
    .execute()
    .await
}

/// How many new clients need a number made for them.
pub(in crate::imports) async fn count_without_number(
    tx: &mut Tx,
    import: Uuid,
) -> Result<i64, DbError> {
    let row = tx
        .query(concat!(
            "select count(*) as n from import_rows
             where salon_id = $1 and import_id = $2 and verdict = 'new' and number is null and ",
            READY!()
        ))
        .bind(import)
        .long()
        .one()
        .await?;
    row.get("n")
}

/// Gives the new clients without a number those behind `last`, in the order of their rows;
/// how many. One that is taken is not given.
pub(in crate::imports) async fn give_numbers_behind(
    tx: &mut Tx,
    import: Uuid,
    last: i64,
) -> Result<u64, DbError> {
    tx.query(concat!(
        "insert into client_numbers (salon_id, number, value, client_id)
         select salon_id, cast(value as text), value, client_id from
                (select salon_id, client_id,
                        $3 + row_number() over (order by row_number) as value
                 from import_rows
                 where salon_id = $1 and import_id = $2 and verdict = 'new'
                       and number is null and ",
        READY!(),
        ") made
         where salon_id = $1
         on conflict (salon_id, number) do nothing"
    ))
    .bind(import)
    .bind(last)
    .long()
    .execute()
    .await
}

/// Takes the numbers behind `last` away from new clients again.
pub(in crate::imports) async fn take_numbers_behind(
    tx: &mut Tx,
    import: Uuid,
    last: i64,
) -> Result<(), DbError> {
    tx.query(concat!(
        "delete from client_numbers
         where salon_id = $1 and value > $3 and client_id in
               (select client_id from import_rows
                where salon_id = $1 and import_id = $2 and verdict = 'new'
                      and number is null and ",
        READY!(),
        ")"
    ))
    .bind(import)
    .bind(last)
    .long()
    .execute()
    .await
    .map(drop)
}

/// Writes new cards, with how they are found.
pub(in crate::imports) async fn insert_cards(
    tx: &mut Tx,
    made: &[(Client, Ready)],
    stamp: i64,
) -> Result<(), DbError> {
    let columns: &[&str] = &[
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
    ];
    let mut cards = Bulk::into("clients", columns).long();
    let mut contacts = contacts::rows().long();
    let mut notes = notes();
    let mut texts = texts();
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
            add_note(&mut notes, client.id, note);
        }
        add_text(&mut texts, client, stamp);
    }
    for rows in [cards, contacts, notes, texts] {
        tx.insert(rows).await?;
    }
    Ok(())
}

/// A card on its way from one state to the next. Its number and whether it is archived
/// stay as they are.
pub(in crate::imports) struct Changed {
    pub(in crate::imports) before: Client,
    pub(in crate::imports) after: Client,
}

impl Changed {
    /// A card as it stands.
    pub(in crate::imports) fn not_yet(client: Client) -> Self {
        let before = client.clone();
        Self {
            before,
            after: client,
        }
    }
}

/// Writes changed cards over those that are there, with how they are found. The cards must
/// be [held](hold_cards).
///
/// # Errors
/// 412 `changed_meanwhile`, where a card is not of the version it was read in.
pub(in crate::imports) async fn update_cards(
    tx: &mut Tx,
    changed: &[Changed],
    stamp: i64,
) -> Result<()> {
    update_clients(tx, changed).await?;
    update_contacts(tx, changed).await?;
    update_notes(tx, changed).await?;
    let mut texts = texts();
    for card in changed {
        add_text(&mut texts, &card.after, stamp);
    }
    tx.insert(texts).await?;
    Ok(())
}

async fn update_clients(tx: &mut Tx, changed: &[Changed]) -> Result<()> {
    // An insert of rows that are all there is an update of many rows in which one text
    // serves both engines.
    let columns: &[&str] = &[
        "id",
        "number",
        "first_name",
        "last_name",
        "sort_name",
        "name_key",
        "source_id",
        "version",
        "created_at",
        "changed_at",
    ];
    let mut rows = Bulk::into("clients", columns)
        .suffix(
            "on conflict (salon_id, id) do update
             set first_name = excluded.first_name, last_name = excluded.last_name,
                 sort_name = excluded.sort_name, name_key = excluded.name_key,
                 source_id = excluded.source_id, version = excluded.version,
                 changed_at = excluded.changed_at
             where clients.version < excluded.version",
        )
        .long();
    for Changed { after, .. } in changed {
        rows.row([
            after.id.into(),
            (&after.number).into(),
            (&after.first_name).into(),
            (&after.last_name).into(),
            clients::store::sort_name(&after.first_name, &after.last_name).into(),
            names::folded_name_key(&after.first_name, &after.last_name).into(),
            after.source.as_ref().map(|source| source.id).into(),
            after.version.into(),
            after.created_at.into(),
            after.changed_at.into(),
        ]);
    }
    if tx.insert(rows).await? == changed.len() as u64 {
        Ok(())
    } else {
        Err(Error::changed_meanwhile())
    }
}

async fn update_contacts(tx: &mut Tx, changed: &[Changed]) -> Result<(), DbError> {
    let (mut anew, mut rows) = (Vec::new(), contacts::rows().long());
    for Changed { before, after } in changed {
        let grows =
            after.phones.starts_with(&before.phones) && after.emails.starts_with(&before.emails);
        if grows {
            let known = (before.phones.len(), before.emails.len());
            contacts::add_rows_behind(&mut rows, after, known);
        } else {
            anew.push(after.id);
            contacts::add_rows(&mut rows, after);
        }
    }
    let gone = "delete from contacts where salon_id = $1 and client_id in ";
    for_each_page(tx, gone, &[], &anew).await?;
    tx.insert(rows).await.map(drop)
}

async fn update_notes(tx: &mut Tx, changed: &[Changed]) -> Result<(), DbError> {
    let (mut gone, mut rows) = (Vec::new(), notes());
    for Changed { before, after } in changed {
        for note in after
            .notes
            .iter()
            .filter(|note| !before.notes.contains(note))
        {
            add_note(&mut rows, after.id, note);
        }
        let lost = before
            .notes
            .iter()
            .filter(|note| !after.notes.contains(note));
        gone.extend(lost.map(|note| note.id));
    }
    let text = "delete from notes where salon_id = $1 and id in ";
    for_each_page(tx, text, &[], &gone).await?;
    tx.insert(rows).await.map(drop)
}

/// Takes out of the ledgers of these clients what the import brought in: it was never
/// their word.
pub(in crate::imports) async fn take_consents(
    tx: &mut Tx,
    import: Uuid,
    clients: &[Uuid],
) -> Result<(), DbError> {
    let text = "delete from consents where salon_id = $1 and import_id = $2 and client_id in ";
    for_each_page(tx, text, &[import], clients).await
}

/// Runs `text` for a page of ids after another, which are bound behind `first`.
async fn for_each_page(
    tx: &mut Tx,
    text: &str,
    first: &[Uuid],
    ids: &[Uuid],
) -> Result<(), DbError> {
    for page in ids.chunks(AT_ONCE) {
        let places = places(2 + first.len(), page.len());
        let binds = first.iter().chain(page).map(|id| (*id).into());
        let query = tx.query(format!("{text}{places}")).bind_all(binds);
        query.long().execute().await?;
    }
    Ok(())
}

/// Keeps the fingerprints of rows with the clients they went to.
pub(in crate::imports) async fn insert_fingerprints(
    tx: &mut Tx,
    import: Uuid,
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
            import.into(),
        ]);
    }
    tx.insert(bulk).await.map(drop)
}

fn notes() -> Bulk {
    let columns: &[&str] = &["id", "client_id", "text", "author", "created_at"];
    Bulk::into("notes", columns).long()
}

fn add_note(rows: &mut Bulk, client: Uuid, note: &Note) {
    rows.row([
        note.id.into(),
        client.into(),
        (&note.text).into(),
        (&note.author).into(),
        note.created_at.into(),
    ]);
}

fn texts() -> Bulk {
    let columns: &[&str] = &["client_id", "seen_at", "changed", "text"];
    Bulk::into("client_find", columns)
        .suffix(
            "on conflict (salon_id, client_id) do update
             set seen_at = excluded.seen_at, changed = excluded.changed, text = excluded.text",
        )
        .long()
}

fn add_text(rows: &mut Bulk, client: &Client, stamp: i64) {
    rows.row([
        client.id.into(),
        client.changed_at.timestamp_micros().into(),
        stamp.into(),
        find::store::text_of(client).into(),
    ]);
}
