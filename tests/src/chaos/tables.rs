//! Below the doors: what lies in tables and in the store of objects, and letting time pass there.

use std::{collections::BTreeSet, path::PathBuf};

use sqlx::{AssertSqlSafe, Connection as _};
use uuid::Uuid;

use crate::{Process, bucket, process::files};

/// The first column of what a statement about a salon gives, `$1` being the salon; of the region
/// where no salon is named.
pub async fn column(host: &Process, salon: Option<Uuid>, sql: &str) -> Vec<String> {
    let Some(database) = host.database() else {
        let file = match salon {
            Some(salon) => host.data().join(format!("salons/{salon}.db")),
            None => host.data().join("region.db"),
        };
        return in_file(&file, &sql.replace("$1", "1"));
    };
    let sql = sql.replace("$1", &format!("'{}'", salon.unwrap_or_default()));
    let connection = sqlx::PgConnection::connect(&database.superuser_url()).await;
    let mut connection = connection.expect("a connection");
    let rows = sqlx::query_scalar::<_, String>(AssertSqlSafe(sql));
    rows.fetch_all(&mut connection).await.expect("rows")
}

fn in_file(file: &std::path::Path, sql: &str) -> Vec<String> {
    let file = rusqlite::Connection::open(file).expect("a file");
    // A host that runs may be writing.
    let patience = std::time::Duration::from_secs(30);
    file.busy_timeout(patience).expect("a setting");
    let mut statement = file.prepare(sql).expect("a statement");
    let rows = statement.query_map([], |row| row.get(0)).expect("rows");
    rows.map(|row| row.expect("a text")).collect()
}

/// One number of it.
pub async fn number(host: &Process, salon: Option<Uuid>, sql: &str) -> i64 {
    let sql = format!("select cast(({sql}) as text)");
    let all = column(host, salon, &sql).await;
    all.first()
        .and_then(|text| text.parse().ok())
        .expect("a number")
}

/// Lets hours pass for what was to be swept and told later, and for what a host that is gone had
/// taken on.
pub async fn hours_pass(host: &Process, salon: Uuid) {
    let (long_ago, gone) = match host.database() {
        Some(_) => (
            "timestamptz 'epoch'",
            "and host not in (select id from hosts where seen_at > now() - interval '5 minutes')",
        ),
        None => ("0", ""),
    };
    let pending = format!(
        "update documents__pending set due_at = {long_ago} where salon_id = $1 returning 'x'"
    );
    let leases = format!(
        "update event_cursors set leased_until = {long_ago}
         where salon_id = $1 and host is not null {gone} returning 'x'"
    );
    for sql in [pending, leases] {
        column(host, Some(salon), &sql).await;
    }
    let wake_ups = format!(
        "update wake_ups set at = {long_ago} where name in ('documents.sweep', 'host.tell') returning 'x'"
    );
    column(host, None, &wake_ups).await;
}

/// The hosts that said they run.
pub async fn roster(host: &Process) -> BTreeSet<String> {
    if host.database().is_none() {
        // There is one.
        return BTreeSet::new();
    }
    let all = column(host, None, "select cast(id as text) from hosts").await;
    all.into_iter().collect()
}

/// Takes a host off that was killed, as after a while of silence.
pub async fn silent(host: &Process, id: &str) {
    let sql = format!(
        "update hosts set seen_at = seen_at - interval '1 hour' where id = '{id}' returning 'x'"
    );
    column(host, None, &sql).await;
}

/// What lies in the store of a salon's documents, by name.
pub fn objects(host: &Process, prefix: Option<&str>, salon: Uuid) -> BTreeSet<String> {
    let below = format!("{salon}/documents");
    let folder: PathBuf = match prefix {
        Some(prefix) => bucket::folder().join(prefix).join(below),
        None => host.data().join("objects").join(below),
    };
    let name = |path: PathBuf| Some(path.file_name()?.to_string_lossy().into_owned());
    let all = files(&folder).into_iter().filter_map(name);
    // The server of the bucket keeps notes beside them.
    all.filter(|name| !name.contains(".json")).collect()
}
