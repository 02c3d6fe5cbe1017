//! All SQL of allergies.

use std::collections::HashMap;

use kartoteka_plugin::{
    DbError, Row, Tx,
    db::{Ask, places},
};
use uuid::Uuid;

use crate::allergy::{Allergy, Severity};

macro_rules! columns {
    () => {
        "id, client_id, substance, severity, note, tested_on, version"
    };
}

fn allergy(row: &Row) -> Result<Allergy, DbError> {
    Ok(Allergy {
        id: row.get("id")?,
        client_id: row.get("client_id")?,
        substance: row.get("substance")?,
        // The table holds no other; what is not known is better taken for too bad.
        severity: Severity::from_code(row.text("severity")?).unwrap_or(Severity::Severe),
        note: row.get("note")?,
        tested_on: row.get("tested_on")?,
        version: row.get("version")?,
    })
}

/// The allergy `id`.
pub(crate) async fn load(ask: &mut impl Ask, id: Uuid) -> Result<Option<Allergy>, DbError> {
    let sql = concat!(
        "select ",
        columns!(),
        " from example_allergy_card__allergies where salon_id = $1 and id = $2"
    );
    let row = ask.ask(sql).bind(id).optional().await?;
    row.as_ref().map(allergy).transpose()
}

/// Allergies of a client, or of all, the first noted first: those behind `after`.
pub(crate) async fn page(
    ask: &mut impl Ask,
    client: Option<Uuid>,
    after: Option<Uuid>,
    limit: usize,
) -> Result<Vec<Allergy>, DbError> {
    let of_client = match client {
        Some(_) => "and client_id = $4",
        None => "",
    };
    let sql = format!(
        "select {} from example_allergy_card__allergies
         where salon_id = $1 and id > $2 {of_client} order by id limit $3",
        columns!()
    );
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let query = ask.ask(sql).bind(after.unwrap_or_default()).bind(limit);
    let query = query.bind_all(client.map(Into::into));
    query.all().await?.iter().map(allergy).collect()
}

/// What these clients must not come near, those who know of nothing left out.
pub(crate) async fn severe(
    ask: &mut impl Ask,
    clients: &[Uuid],
) -> Result<HashMap<Uuid, Vec<String>>, DbError> {
    let mut severe: HashMap<Uuid, Vec<String>> = HashMap::new();
    if clients.is_empty() {
        return Ok(severe);
    }
    let (numbers, values) = places(1, clients);
    let sql = format!(
        "select client_id, substance from example_allergy_card__allergies
         where salon_id = $1 and client_id in ({numbers}) and severity = 'severe'
         order by client_id, id"
    );
    for row in &ask.ask(sql).bind_all(values).all().await? {
        let of_client = severe.entry(row.get("client_id")?).or_default();
        of_client.push(row.get("substance")?);
    }
    Ok(severe)
}

/// Inserts one.
pub(crate) async fn insert(tx: &mut Tx, allergy: &Allergy) -> Result<(), DbError> {
    let sql = "insert into example_allergy_card__allergies
         (salon_id, id, client_id, substance, severity, note, tested_on, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8)";
    let query = tx.query(sql).bind(allergy.id).bind(allergy.client_id);
    let query = query.bind(&allergy.substance).bind(allergy.severity.code());
    let query = query.bind(allergy.note.clone()).bind(allergy.tested_on);
    query.bind(allergy.version).execute().await?;
    Ok(())
}

/// Writes what was changed in the version before; `false` where it is another by now.
pub(crate) async fn change(tx: &mut Tx, allergy: &Allergy) -> Result<bool, DbError> {
    let sql = "update example_allergy_card__allergies
         set substance = $4, severity = $5, note = $6, tested_on = $7, version = $8
         where salon_id = $1 and id = $2 and version = $3";
    let query = tx.query(sql).bind(allergy.id).bind(allergy.version - 1);
    let query = query.bind(&allergy.substance).bind(allergy.severity.code());
    let query = query.bind(allergy.note.clone()).bind(allergy.tested_on);
    Ok(query.bind(allergy.version).execute().await? == 1)
}

/// Removes one of this version; `false` where it is another by now.
pub(crate) async fn remove(tx: &mut Tx, id: Uuid, version: i64) -> Result<bool, DbError> {
    let sql = "delete from example_allergy_card__allergies
         where salon_id = $1 and id = $2 and version = $3";
    Ok(tx.query(sql).bind(id).bind(version).execute().await? == 1)
}
