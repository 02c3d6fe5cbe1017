//! Many files: making, closing, removing, migrating.

use std::{fs, os::unix::fs::PermissionsExt, path::PathBuf};

use kartoteka_plugin::module::Migrations;

use super::*;

fn file(place: &Place, suffix: &str) -> PathBuf {
    place
        .folder
        .path()
        .join(format!("salons/{SALON}.db{suffix}"))
}

async fn add(engine: &Arc<dyn Engine>, id: i64) {
    let mut tx = begin(engine).await;
    insert(&mut *tx, id).await.unwrap();
    in_time(tx.commit()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn few_connections_serve_many_salons() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(
        &folder,
        Options {
            max_connections: 20,
        },
    )
    .await;
    let salon = |at: usize| Uuid::from_u128(1 + u128::try_from(at).unwrap());
    for at in 0..200 {
        store.create_salon(salon(at)).await.unwrap();
    }
    // In use all the while, and so never closed.
    let held = begin(&store.salon(salon(0))).await;
    let tasks: Vec<_> = (0..4_u64)
        .map(|task| {
            let store = store.clone();
            tokio::spawn(async move {
                for step in 0..200_u64 {
                    let at = usize::try_from((step * 37 + task * 50) % 199).unwrap() + 1;
                    let engine = store.salon(salon(at));
                    add(&engine, i64::try_from(task * 1_000 + step).unwrap()).await;
                    assert!(!ids(&*engine).await.is_empty());
                    assert!(store.stats().connections < 20 + 20);
                }
            })
        })
        .collect();
    for task in tasks {
        in_time(task).await.unwrap();
    }
    assert!(store.is_open(salon(0)));
    in_time(held.commit()).await.unwrap();
    let few = async {
        while store.stats().connections > 20 {
            tokio::task::yield_now().await;
        }
    };
    in_time(few).await;
    let mut found = 0;
    for at in 0..200 {
        found += ids(&*store.salon(salon(at))).await.len();
    }
    assert_eq!(found, 800);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closing_waits_for_work_and_leaves_whole_files() {
    let place = Place::new().await;
    let mut tx = begin(&place.salon).await;
    insert(&mut *tx, 1).await.unwrap();
    let store = place.store.clone();
    let closing = tokio::spawn(async move { store.close().await });
    // A read waits for nobody, and fails as soon as the store is closing.
    let one = Sql::from("select 1 as one");
    while place.salon.read(&one, &[], Weight::Short).await.is_ok() {
        tokio::task::yield_now().await;
    }
    assert!(!closing.is_finished());
    in_time(tx.commit()).await.unwrap();
    in_time(closing).await.unwrap().unwrap();
    assert_eq!(
        place.store.stats(),
        Stats {
            open_salons: 0,
            connections: 0
        }
    );
    assert!(!file(&place, "-wal").exists());
    place.store.close().await.unwrap();
    assert!(place.store.create_salon(SALON).await.is_err());
    let again = open(&place.folder, Options::default()).await;
    assert_eq!(ids(&*again.salon(SALON)).await, [1]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_salon_is_made_and_destroyed_and_only_its_owner_reads_it() {
    let place = Place::new().await;
    let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(place.folder.path().join("salons")), 0o700);
    assert_eq!(mode(place.folder.path().join("region.db")), 0o600);
    add(&place.salon, 1).await;
    for suffix in ["", "-wal", "-shm"] {
        assert_eq!(mode(file(&place, suffix)), 0o600, "{suffix}");
    }
    place.store.create_salon(SALON).await.unwrap();
    assert_eq!(place.ids().await, [1], "making it again changes nothing");
    let mut tx = begin(&place.salon).await;
    let store = place.store.clone();
    let destroying = tokio::spawn(async move { store.destroy_salon(SALON).await });
    while place.store.stats().open_salons > 0 {
        tokio::task::yield_now().await;
    }
    insert(&mut *tx, 2).await.unwrap();
    in_time(tx.commit()).await.unwrap();
    in_time(destroying).await.unwrap().unwrap();
    assert!(!place.store.salon_exists(SALON));
    assert_eq!(
        fs::read_dir(place.folder.path().join("salons"))
            .unwrap()
            .count(),
        0
    );
    assert!(place.salon.begin(Weight::Short).await.is_err());
    assert!(!place.store.salon_exists(SALON), "a use does not make it");
    place.store.destroy_salon(SALON).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_erased_is_nowhere_in_the_file() {
    let place = Place::new().await;
    let holds = |suffix: &str, needle: &[u8]| {
        let bytes = fs::read(file(&place, suffix)).unwrap_or_default();
        bytes.windows(needle.len()).any(|part| part == needle)
    };
    let secret = "Wilhelmine-Sophie Unvergessen";
    let sql = Sql::from("insert into people (salon_id, id, name, extra) values ($1, $2, $3, $4)");
    let mut tx = begin(&place.salon).await;
    for id in 0..500_i64 {
        // Some on pages of their own.
        let binds = [
            id.into(),
            format!("{secret} {id}").into(),
            format!("{} {id}", secret.repeat(200)).into(),
        ];
        tx.run(&sql, &binds, Weight::Short).await.unwrap();
    }
    in_time(tx.commit()).await.unwrap();
    in_time(place.store.checkpoint(SALON)).await.unwrap();
    assert!(holds("", secret.as_bytes()));
    let mut tx = begin(&place.salon).await;
    let erase = "delete from people where salon_id = $1 and id % 7 > 0";
    text(&mut *tx, erase, Weight::Short).await.unwrap();
    let blank = "update people set name = '', extra = null where salon_id = $1";
    text(&mut *tx, blank, Weight::Short).await.unwrap();
    in_time(tx.commit()).await.unwrap();
    in_time(place.store.checkpoint(SALON)).await.unwrap();
    assert!(!holds("", secret.as_bytes()) && !holds("-wal", secret.as_bytes()));
}

const FIRST: (&str, &str) = (
    "0001_people",
    "create table a (id integer primary key); insert into a values (1)",
);
const SECOND: (&str, &str) = ("0002_more", "create table b (id integer primary key)");
const BROKEN: (&str, &str) = (
    "0001_bad",
    "create table c (id integer primary key); insert into nowhere values (1)",
);
const ORPHAN: (&str, &str) = (
    "0001_orphan",
    "create table e (a integer references a (id)); insert into e values (9)",
);

/// Opens a store whose salons have these modules, and the salon; gives the
/// failures of the modules, or why the salon cannot be opened.
async fn migrated(
    folder: &TempDir,
    sets: &[(&'static str, Migrations)],
) -> Result<(SqliteStore, Vec<String>), DbError> {
    let sets = sets
        .iter()
        .map(|(module, files)| MigrationSet::new(*module, files));
    let store = SqliteStore::open(
        folder.path(),
        Options::default(),
        Vec::new(),
        sets.collect(),
    )
    .await?;
    store.create_salon(SALON).await?;
    let failures = store.migration_failures(SALON).await?;
    Ok((store, failures.iter().map(ToString::to_string).collect()))
}

async fn tables(store: &SqliteStore) -> Vec<String> {
    let sql = "select name from sqlite_schema where type = 'table' order by name";
    let rows = rows(&*store.salon(SALON), sql, &[]).await;
    rows.iter().map(|row| row.get("name").unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_salon_is_migrated_when_it_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let (store, failures) = migrated(&folder, &[("core", &[FIRST])]).await.unwrap();
    assert_eq!(
        (tables(&store).await, failures.len()),
        (vec!["a".to_owned(), "migrations".to_owned()], 0)
    );
    store.close().await.unwrap();
    let (store, failures) = migrated(&folder, &[("core", &[FIRST, SECOND])])
        .await
        .unwrap();
    assert_eq!((tables(&store).await.len(), failures.len()), (3, 0));
    let sql = "select name, hash from migrations where module = 'core' order by name";
    let applied = rows(&*store.salon(SALON), sql, &[]).await;
    assert_eq!(applied[1].get::<String>("name").unwrap(), "0002_more");
    assert_eq!(applied[1].get::<Vec<u8>>("hash").unwrap().len(), 32);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edited_file_and_a_newer_database_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (store, _) = migrated(&folder, &[("core", &[FIRST, SECOND])])
        .await
        .unwrap();
    store.close().await.unwrap();
    let edited = migrated(&folder, &[("core", &[FIRST, ("0002_more", "select 1")])]).await;
    assert!(
        edited
            .err()
            .unwrap()
            .to_string()
            .contains("core/0002_more was changed")
    );
    let older = migrated(&folder, &[("core", &[FIRST])]).await;
    assert!(
        older
            .err()
            .unwrap()
            .to_string()
            .contains("core/0002_more was applied by a newer")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_module_that_fails_stops_itself_alone() {
    let folder = tempfile::tempdir().unwrap();
    let bad: Migrations = &[BROKEN];
    let (store, failures) = migrated(
        &folder,
        &[
            ("core", &[FIRST]),
            ("bad", bad),
            ("orphan", &[ORPHAN]),
            ("good", &[SECOND]),
        ],
    )
    .await
    .unwrap();
    assert_eq!(failures.len(), 2);
    assert!(failures[0].contains("bad/0001_bad"), "{failures:?}");
    assert!(failures[1].contains("orphan/0001_orphan"), "{failures:?}");
    assert_eq!(tables(&store).await, ["a", "b", "migrations"]);
    store.close().await.unwrap();
    // As the base it would leave nothing to stand on.
    assert!(
        migrated(&folder, &[("bad", bad), ("core", &[FIRST])])
            .await
            .is_err()
    );
    let ends = migrated(
        &folder,
        &[("core", &[FIRST]), ("ends", &[("0001_ends", "commit")])],
    )
    .await;
    assert!(ends.is_err());
    let (store, failures) = migrated(
        &folder,
        &[("core", &[FIRST]), ("bad", &[("0001_bad", "select 1")])],
    )
    .await
    .unwrap();
    assert_eq!((failures.len(), tables(&store).await.len()), (0, 3));
}
