//! What was told to be kept is there after the process was killed.

use std::{
    io::{BufRead, BufReader, Write},
    process::{Command, Stdio},
};

use super::*;

const FOLDER: &str = "KARTOTEKA_TEST_KILLED_IN";
const WRITERS: i64 = 8;

/// In the child: writes for ever, saying each id once it is durable. Without the
/// variable it is an ordinary, empty test.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writes_until_it_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let tables = MigrationSet::new("core", &[("0001_people", TABLES)]);
    let path = std::path::PathBuf::from(folder);
    let store = SqliteStore::open(&path, Options::default(), Vec::new(), vec![tables])
        .await
        .unwrap();
    store.create_salon(SALON).await.unwrap();
    let tasks: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let salon = store.salon(SALON);
            tokio::spawn(async move {
                for step in 0.. {
                    let id = step * WRITERS + writer;
                    let mut tx = begin(&salon).await;
                    insert(&mut *tx, id).await.unwrap();
                    tx.commit().await.unwrap();
                    writeln!(std::io::stdout(), "kept {id}").unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_was_told_to_be_kept_is_lost_by_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let mut told: Vec<i64> = Vec::new();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "storage::sqlite::tests::durable::writes_until_it_is_killed",
            "--nocapture",
        ])
        .env(FOLDER, folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        told.extend(
            line.unwrap()
                .strip_prefix("kept ")
                .and_then(|id| id.parse::<i64>().ok()),
        );
        if told.len() == 500 {
            child.kill().unwrap();
        }
    }
    child.wait().unwrap();
    assert!(told.len() >= 500);
    let store = open(&folder, Options::default()).await;
    let kept = ids(&*store.salon(SALON)).await;
    for id in told {
        assert!(kept.binary_search(&id).is_ok(), "{id} is lost");
    }
}
