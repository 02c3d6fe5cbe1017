//! What the SQLite engine costs: `cargo run --release --example sqlite_cost [salons]`.
//! Prints CPU time of this process, rates and memory; asserts nothing.

use std::{
    error::Error,
    fs,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use kartoteka::storage::{
    migrate::EngineKind,
    sqlite::{Options, SqliteStore, raise_open_files},
};
use kartoteka_plugin::{
    Sql,
    db::{Engine, Weight},
};
use uuid::Uuid;

type Done<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

const CLIENTS: u128 = 1_000;
const READ: &str = "select id, number, first_name, last_name, version, created_at, changed_at \
    from clients where salon_id = $1 and id = $2";
const PAGE: &str = "select id, number, first_name, last_name, sort_name from clients \
    where salon_id = $1 and sort_name > $2 order by sort_name, id limit 20";
const CLIENT: &str = "insert into clients (salon_id, id, number, first_name, last_name, sort_name, \
    name_key, version, created_at, changed_at) values ($1, $2, $3, 'Anna', $3, $3, $3, 1, 0, 0)";
const CONTACT: &str = "insert into contacts (salon_id, client_id, kind, position, value, match_key) \
    values ($1, $2, 'phone', 0, $3, $3)";
const FIND: &str = "insert into client_find (salon_id, client_id, seen_at, changed, text) \
    values ($1, $2, 0, $3, $4)";

fn main() -> Done {
    let salons = std::env::args()
        .nth(1)
        .map_or(Ok(2_000), |count| count.parse())?;
    let folder = std::env::temp_dir().join(format!("sqlite_cost_{}", std::process::id()));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let outcome = runtime.block_on(measure(&folder, salons));
    fs::remove_dir_all(&folder)?;
    outcome
}

async fn measure(folder: &Path, salons: u128) -> Done {
    let options = Options::default();
    raise_open_files(options.max_connections);
    let first = Uuid::from_u128(1);
    let store = open(folder, options).await?;
    store.create_salon(first).await?;
    fill(&*store.salon(first)).await?;
    reads(&*store.salon(first)).await?;
    creates(&store).await?;
    store.close().await?;
    copies(folder, salons)?;
    let store = open(folder, options).await?;
    opened_in_turn(&store, salons).await?;
    store.close().await?;
    Ok(())
}

async fn open(folder: &Path, options: Options) -> Done<SqliteStore> {
    let sets = kartoteka::modules::migrations(EngineKind::Sqlite)?;
    Ok(SqliteStore::open(folder, options, Vec::new(), sets).await?)
}

async fn fill(salon: &dyn Engine) -> Done {
    let mut tx = salon.begin(Weight::Long).await?;
    for id in 0..CLIENTS {
        let (id, name) = (Uuid::from_u128(id), format!("Mustermann {id:05}"));
        let binds = [id.into(), name.clone().into()];
        tx.run(&CLIENT.into(), &binds, Weight::Short).await?;
        tx.run(&CONTACT.into(), &binds, Weight::Short).await?;
        let find = [id.into(), 0_i64.into(), format!("anna {name}").into()];
        tx.run(&FIND.into(), &find, Weight::Short).await?;
    }
    Ok(tx.commit().await?)
}

async fn reads(salon: &dyn Engine) -> Done {
    for (name, sql, weight, rounds) in [
        ("read by key", READ, Weight::Short, 200_000_u32),
        (
            "read by key on a blocking thread",
            READ,
            Weight::Long,
            50_000,
        ),
        ("page of 20", PAGE, Weight::Short, 50_000),
    ] {
        let sql = Sql::from(sql);
        let (wall, cpu) = (Instant::now(), cpu()?);
        for round in 0..rounds {
            let id = Uuid::from_u128(u128::from(round * 7) % CLIENTS);
            let bind = if &**sql.sqlite() == READ {
                id.into()
            } else {
                "M".into()
            };
            salon.read(&sql, &[bind], weight).await?;
        }
        let (wall, cpu) = (wall.elapsed() / rounds, (self::cpu()? - cpu) / rounds);
        println!("{name}: {cpu:?} CPU, {wall:?} wall");
    }
    Ok(())
}

async fn creates(store: &SqliteStore) -> Done {
    let salon = Uuid::from_u128(0xC0FFEE);
    for writers in [1_u128, 16] {
        store.create_salon(salon).await?;
        let (wall, cpu) = (Instant::now(), cpu()?);
        let tasks: Vec<_> = (0..writers)
            .map(|writer| tokio::spawn(create(store.salon(salon), writer)))
            .collect();
        let mut took = Vec::new();
        for task in tasks {
            took.extend(task.await??);
        }
        let count = u32::try_from(took.len())?;
        let rate = f64::from(count) / wall.elapsed().as_secs_f64();
        let cpu = (self::cpu()? - cpu) / count;
        println!(
            "{writers} writers: {rate:.0} durable creates/s, {cpu:?} CPU each, {}",
            spread(&mut took)
        );
        store.destroy_salon(salon).await?;
    }
    Ok(())
}

async fn create(salon: Arc<dyn Engine>, writer: u128) -> Done<Vec<Duration>> {
    let (until, sql) = (Instant::now() + Duration::from_secs(3), Sql::from(FIND));
    let mut took = Vec::new();
    while Instant::now() < until {
        let begun = Instant::now();
        let id = Uuid::from_u128(writer << 64 | u128::try_from(took.len())?);
        let mut tx = salon.begin(Weight::Short).await?;
        let binds = [id.into(), 1_i64.into(), "mustermann anna 4930123456".into()];
        tx.run(&sql, &binds, Weight::Short).await?;
        tx.commit().await?;
        took.push(begun.elapsed());
    }
    Ok(took)
}

fn copies(folder: &Path, salons: u128) -> Done {
    let path = |id: u128| folder.join(format!("salons/{}.db", Uuid::from_u128(id)));
    println!("a salon's file: {} kB", fs::metadata(path(1))?.len() / 1024);
    for id in 2..=salons {
        fs::copy(path(1), path(id))?;
    }
    Ok(())
}

async fn opened_in_turn(store: &SqliteStore, salons: u128) -> Done {
    let before = memory()?;
    let (read, page) = (Sql::from(READ), Sql::from(PAGE));
    let (mut hits, mut misses, mut at) = (Vec::new(), Vec::new(), 1_u128);
    let cpu = cpu()?;
    for round in 0..salons * 4 {
        at = (at * 6_364_136_223_846_793_005 + 1_442_695_040_888_963_407) % (1 << 64);
        let salon = store.salon(Uuid::from_u128(1 + (at >> 33) % salons));
        let (open, begun) = (store.stats().open_salons, Instant::now());
        let id = Uuid::from_u128(round % CLIENTS);
        salon.read(&read, &[id.into()], Weight::Short).await?;
        let took = begun.elapsed();
        let missed = store.stats().open_salons != open || took > Duration::from_micros(250);
        if missed {
            misses.push(took)
        } else {
            hits.push(took)
        }
        salon.read(&page, &["M".into()], Weight::Short).await?;
    }
    let cpu = (self::cpu()? - cpu) / u32::try_from(salons * 4)?;
    let stats = store.stats();
    println!("{} salons opened in turn: {cpu:?} CPU a visit", salons);
    println!("  first read of a closed one: {}", spread(&mut misses));
    println!("  of an open one: {}", spread(&mut hits));
    let grown = memory()?.saturating_sub(before);
    println!(
        "  {} kB resident, {} connections, {} kB each",
        memory()?,
        stats.connections,
        grown / u64::try_from(stats.connections)?.max(1)
    );
    Ok(())
}

fn spread(took: &mut [Duration]) -> String {
    took.sort();
    let at = |share: usize| {
        took.get(took.len() * share / 1_000)
            .copied()
            .unwrap_or_default()
    };
    format!("{} times, p50 {:?}, p99 {:?}", took.len(), at(500), at(990))
}

/// CPU time of this process, in steps of a hundredth of a second.
fn cpu() -> Done<Duration> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let fields = stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace();
    let ticks: Vec<u64> = fields
        .skip(11)
        .take(2)
        .map(str::parse)
        .collect::<Result<_, _>>()?;
    Ok(Duration::from_millis(ticks.iter().sum::<u64>() * 10))
}

/// Resident memory in kB.
fn memory() -> Done<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.unwrap_or_default().trim().trim_end_matches(" kB");
    Ok(kilobytes.parse()?)
}
