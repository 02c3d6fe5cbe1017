//! Whom rows may be: known rows, numbers and contacts, asked for many at once.

use kartoteka_plugin::{
    DbError, Row, Value,
    db::{self, Ask},
};
use uuid::Uuid;

/// Keys asked for by one statement.
pub(super) const AT_ONCE: usize = 500;

/// The clients to whom rows of these fingerprints went.
pub(in crate::imports) async fn by_fingerprint(
    ask: &mut impl Ask,
    fingerprints: &[&[u8]],
) -> Result<Vec<(Vec<u8>, Uuid)>, DbError> {
    let rows = any_of(
        ask,
        "select fingerprint, client_id from import_fingerprints
         where salon_id = $1 and fingerprint in ",
        fingerprints,
    );
    let rows = rows.await?;
    rows.iter()
        .map(|row| Ok((row.get("fingerprint")?, row.get("client_id")?)))
        .collect()
}

/// Which of these numbers were ever used, and by whom; nobody, where the client is gone.
pub(in crate::imports) async fn by_number(
    ask: &mut impl Ask,
    numbers: &[&str],
) -> Result<Vec<(String, Option<Uuid>)>, DbError> {
    let rows = any_of(
        ask,
        "select number, client_id from client_numbers where salon_id = $1 and number in ",
        numbers,
    );
    let rows = rows.await?;
    rows.iter()
        .map(|row| Ok((row.get("number")?, row.get("client_id")?)))
        .collect()
}

/// Who has one of these contacts of one kind: its key, the client, their folded name.
pub(in crate::imports) async fn by_contact(
    ask: &mut impl Ask,
    kind: &'static str,
    keys: &[&str],
) -> Result<Vec<(String, Uuid, String)>, DbError> {
    // The kind is one of two words of ours; a bound one would stand before the list.
    let sql = format!(
        "select k.match_key, k.client_id, c.name_key
         from contacts k
         join clients c on c.salon_id = $1 and c.id = k.client_id
         where k.salon_id = $1 and k.kind = '{kind}' and k.match_key in "
    );
    let rows = any_of(ask, &sql, keys).await?;
    rows.iter()
        .map(|row| {
            Ok((
                row.get("match_key")?,
                row.get("client_id")?,
                row.get("name_key")?,
            ))
        })
        .collect()
}

/// The rows for any of `keys`.
pub(super) async fn any_of<K: Copy + Into<Value>>(
    ask: &mut impl Ask,
    sql: &str,
    keys: &[K],
) -> Result<Vec<Row>, DbError> {
    let mut rows = Vec::new();
    for page in keys.chunks(AT_ONCE) {
        let (numbers, values) = db::places(1, page);
        let query = ask.ask(format!("{sql}({numbers})")).bind_all(values);
        rows.append(&mut query.all().await?);
    }
    Ok(rows)
}

/// `($2,$3,$4)`: room for `count` values from place `first` on.
pub(super) fn places(first: usize, count: usize) -> String {
    use std::fmt::Write as _;
    let mut places = String::with_capacity(2 + count * 6);
    for place in first..first + count {
        // Writing to a String cannot fail.
        let _ = write!(places, "{}${place}", if place == first { '(' } else { ',' });
    }
    places.push(')');
    places
}

#[cfg(test)]
mod tests {
    use super::places;

    #[test]
    fn places_count_on() {
        assert_eq!(places(4, 3), "($4,$5,$6)");
        assert_eq!(places(2, 1), "($2)");
    }
}
