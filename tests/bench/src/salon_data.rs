//! What lies under the doors of the large salon, for the limits alone: they do the
//! same work on the same data.

use std::path::PathBuf;

use rusqlite::{Connection, OpenFlags};
use sqlx::{Connection as _, PgConnection, Row as _};
use uuid::Uuid;

use crate::{
    Outcome,
    host::{Engine, Place},
    scene::SALON,
};

/// The file of the place's one salon.
pub(crate) fn file(place: &Place) -> Outcome<PathBuf> {
    let mut found = None;
    for entry in std::fs::read_dir(place.data().join("salons"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "db") {
            found = Some(path);
        }
    }
    found.ok_or_else(|| "the salon has no file".into())
}

/// A copy of the file, made while the host serves it.
pub(crate) fn copy(place: &Place, name: &str) -> Outcome<PathBuf> {
    let copy = place.beside(name);
    let source = Connection::open_with_flags(file(place)?, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    source.execute("vacuum into ?1", [copy.to_string_lossy()])?;
    Ok(copy)
}

/// The database as one who may do everything, and the salon's id.
pub(crate) async fn postgres(place: &Place) -> Outcome<(PgConnection, String, Uuid)> {
    let database = place.database.as_ref().ok_or("no database")?;
    let url = database.superuser_url();
    let mut connection = PgConnection::connect(&url).await?;
    let query = sqlx::query_scalar("select id from salons where slug = $1").bind(SALON);
    let salon = query.fetch_one(&mut connection).await?;
    Ok((connection, url, salon))
}

/// Has PostgreSQL look at its tables, as it does by itself within a minute of an
/// import; the tests' server has that switched off.
pub(crate) async fn analyze(place: &Place) -> Outcome<()> {
    if place.engine == Engine::Postgres {
        let (mut connection, ..) = postgres(place).await?;
        sqlx::query("analyze").execute(&mut connection).await?;
    }
    Ok(())
}

/// What the finder holds of each client: id, when seen last, text.
pub(crate) async fn find_texts(place: &Place) -> Outcome<Vec<(Uuid, i64, String)>> {
    const TEXTS: &str = "select client_id, seen_at, text from client_find where text <> ''";
    match place.engine {
        Engine::Sqlite => {
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
            let connection = Connection::open_with_flags(file(place)?, flags)?;
            let mut statement = connection.prepare(TEXTS)?;
            let rows = statement.query_map((), |row| {
                let id = Uuid::from_bytes(row.get(0)?);
                Ok((id, row.get(1)?, row.get(2)?))
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        }
        Engine::Postgres => {
            let (mut connection, ..) = postgres(place).await?;
            let rows = sqlx::query(TEXTS).fetch_all(&mut connection).await?;
            let row = |row: &sqlx::postgres::PgRow| {
                Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?))
            };
            Ok(rows.iter().map(row).collect::<Result<_, sqlx::Error>>()?)
        }
    }
}
