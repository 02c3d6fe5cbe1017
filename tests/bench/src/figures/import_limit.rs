//! What writing the tables of an import costs alone.

use futures_util::TryStreamExt as _;
use sqlx::{AssertSqlSafe, Executor as _, PgConnection};

use crate::{Outcome, alone, cpu, host::Place, report, salon_data, scene::Scene};

/// What an import keeps beside the cards: its rows, staged for the preview.
const STAGED: &str = "import_rows";
/// Bytes sent to the database at once.
const CHUNK: usize = 64 << 10;

/// Microseconds a row for the cards and for the staged rows, and how they were written.
type Written = (f64, f64, &'static str);

/// Many rows to a statement, one transaction, through rusqlite: in place of the shell's
/// `.import`, which would have to be installed.
pub(super) fn sqlite(place: &Place, count: usize) -> Outcome<Written> {
    let copy = salon_data::copy(place, "import.db")?;
    let target = place.beside("filled.db");
    let (cards, staged) = alone::fill_tables(&copy, &target)?;
    std::fs::remove_file(copy)?;
    std::fs::remove_file(target)?;
    Ok((cards / count as f64, staged / count as f64, "bulk insert"))
}

/// `copy` into tables of the same form.
pub(super) async fn postgres(scene: &Scene<'_>, count: usize) -> Outcome<Written> {
    let (mut connection, ..) = salon_data::postgres(scene.place).await?;
    let tables: Vec<String> = sqlx::query_scalar(
        "select c.relname::text from pg_class c
         join pg_attribute a on a.attrelid = c.oid and a.attname = 'salon_id' and a.attnum = 1
         where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace order by 1",
    )
    .fetch_all(&mut connection)
    .await?;
    run(&mut connection, "create schema bare").await?;
    let (mut cards, mut staged) = (0.0, 0.0);
    for table in tables {
        let make = format!("create table bare.{table} (like {table} including all)");
        run(&mut connection, &make).await?;
        let rows = read(&mut connection, &table).await?;
        let before = cpu::of_this()?;
        let ((), spent) = scene
            .host
            .spent(write(&mut connection, &table, &rows))
            .await?;
        let own = cpu::of_this()? - before;
        let each = report::each(spent.database + own.total(), count);
        *(if table == STAGED {
            &mut staged
        } else {
            &mut cards
        }) += each;
    }
    run(&mut connection, "drop schema bare cascade").await?;
    Ok((cards, staged, "copy"))
}

async fn run(connection: &mut PgConnection, text: &str) -> Outcome<()> {
    connection
        .execute(sqlx::raw_sql(AssertSqlSafe(text.to_owned())))
        .await?;
    Ok(())
}

async fn read(connection: &mut PgConnection, table: &str) -> Outcome<Vec<u8>> {
    let mut rows = Vec::new();
    let text = format!("copy {table} to stdout");
    let mut stream = connection.copy_out_raw(&text).await?;
    while let Some(bytes) = stream.try_next().await? {
        rows.extend_from_slice(&bytes);
    }
    Ok(rows)
}

async fn write(connection: &mut PgConnection, table: &str, rows: &[u8]) -> Outcome<()> {
    let text = format!("copy bare.{table} from stdin");
    let mut copy = connection.copy_in_raw(&text).await?;
    for chunk in rows.chunks(CHUNK) {
        copy.send(chunk).await?;
    }
    copy.finish().await?;
    Ok(())
}
