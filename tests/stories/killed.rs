//! A host that ends in the middle of an import leaves all of a step or nothing, says
//! which, and goes on from there.

use kartoteka_tests::{Process, sheets::people, stories_of_processes};
use serde_json::{Value, json};

stories_of_processes![
    killed_while_it_reads_it_keeps_nothing_of_the_file,
    killed_while_it_writes_it_has_written_all_or_nothing,
    killed_while_it_takes_back_it_has_taken_back_all_or_nothing,
    a_reader_that_is_ended_costs_its_import_alone,
];

/// Rows of the sheets; nightly tests take more.
fn rows() -> usize {
    let told = std::env::var("KARTOTEKA_STORY_ROWS");
    told.ok()
        .and_then(|rows| rows.parse().ok())
        .unwrap_or(1_500)
}

/// At which rows the host is killed.
fn moments() -> [u64; 4] {
    let rows = rows() as u64;
    [0, 1, rows / 2, rows]
}

async fn clients(host: &Process) -> i64 {
    let listed = host.get("/clients?count=true&limit=1").await.is(200).json();
    let total = listed["total"].as_i64().expect("a total");
    assert_eq!(host.number("select count(*) from clients").await, total);
    let texts = "select count(*) from client_find where text <> ''";
    assert_eq!(host.number(texts).await, total, "the finder's texts");
    total
}

/// Every number of the journal is there once, and the counter stands at the last.
async fn journal_is_whole(host: &Process) {
    let gaps = "select coalesce(max(number), 0) - count(*) from journal";
    assert_eq!(host.number(gaps).await, 0, "the journal has gaps");
    let ahead = "select (select coalesce(max(last), 0) from journal_counter)
                        - (select coalesce(max(number), 0) from journal)";
    assert_eq!(host.number(ahead).await, 0, "the counter is not at the end");
}

async fn staged(host: &Process) -> i64 {
    host.number("select count(*) from import_rows").await
}

async fn previewed(host: &Process) -> String {
    let id = host.upload("liste.xlsx", people(rows())).await;
    let import = host.import_at_rest(&id).await;
    assert_eq!(import["state"], "previewed", "{import}");
    assert_eq!(import["counts"]["new"], json!(rows()));
    id
}

async fn killed_while_it_reads_it_keeps_nothing_of_the_file(mut host: Process) {
    for moment in moments() {
        let id = host.upload("liste.xlsx", people(rows())).await;
        host.import_until(&id, "previewing", moment).await;
        host.kill_and_start().await;
        assert!(host.scratch().is_empty(), "{:?}", host.scratch());
        let import = host.get(&format!("/imports/{id}")).await.is(200).json();
        if import["state"] == "failed" {
            assert_eq!(import["problem"]["code"], "interrupted");
            assert_eq!(staged(&host).await, 0);
        } else {
            assert_eq!(import["state"], "previewed", "{import}");
            assert_eq!(staged(&host).await, rows() as i64);
        }
        let gone = host.request(reqwest::Method::DELETE, &format!("/imports/{id}"));
        assert_eq!(gone.send().await.expect("an answer").status(), 204);
        assert_eq!(staged(&host).await, 0);
    }
    assert_eq!(clients(&host).await, 0);
    previewed(&host).await;
}

async fn killed_while_it_writes_it_has_written_all_or_nothing(mut host: Process) {
    let mut id = previewed(&host).await;
    let commit = async |host: &Process, id: &str| {
        let path = format!("/imports/{id}/commit");
        host.post(&path, json!({})).await.is(202);
    };
    for moment in moments() {
        commit(&host, &id).await;
        host.import_until(&id, "committing", moment).await;
        host.kill_and_start().await;
        let import = host.get(&format!("/imports/{id}")).await.is(200).json();
        journal_is_whole(&host).await;
        match import["state"].as_str() {
            Some("previewed") => {
                assert_eq!(import["problem"]["code"], "interrupted");
                assert_eq!(clients(&host).await, 0);
            }
            Some("committed") => {
                assert_eq!(clients(&host).await, rows() as i64);
                undone(&host, &id).await;
                id = previewed(&host).await;
            }
            _ => panic!("{import}"),
        }
    }
    commit(&host, &id).await;
    let import = host.import_at_rest(&id).await;
    assert_eq!(
        (&import["state"], &import["problem"]),
        (&json!("committed"), &Value::Null)
    );
    assert_eq!(clients(&host).await, rows() as i64);
    journal_is_whole(&host).await;
}

async fn undone(host: &Process, id: &str) {
    host.post(&format!("/imports/{id}/undo"), Value::Null)
        .await
        .is(202);
    let import = host.import_at_rest(id).await;
    assert_eq!(import["state"], "undone", "{import}");
    assert_eq!(clients(host).await, 0);
}

async fn killed_while_it_takes_back_it_has_taken_back_all_or_nothing(mut host: Process) {
    let id = previewed(&host).await;
    host.post(&format!("/imports/{id}/commit"), json!({}))
        .await
        .is(202);
    host.import_at_rest(&id).await;
    let mut looks = 0;
    loop {
        host.post(&format!("/imports/{id}/undo"), Value::Null)
            .await
            .is(202);
        for _ in 0..looks {
            host.get(&format!("/imports/{id}")).await.is(200);
        }
        host.kill_and_start().await;
        let import = host.get(&format!("/imports/{id}")).await.is(200).json();
        journal_is_whole(&host).await;
        if import["state"] == "undone" {
            break;
        }
        assert_eq!(import["state"], "committed", "{import}");
        assert_eq!(import["problem"]["code"], "interrupted");
        assert_eq!(clients(&host).await, rows() as i64);
        // Later each time, until the undo comes through before the end.
        looks = looks * 3 + 4;
    }
    assert_eq!(clients(&host).await, 0);
}

/// The process that reads a sheet for `host`, once there is one.
async fn reader_of(host: &Process) -> Option<u32> {
    let entries = std::fs::read_dir("/proc").expect("the processes").flatten();
    let ids = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let parent = format!("PPid:\t{}\n", host.id());
    ids.into_iter().find(|id| {
        let status = std::fs::read_to_string(format!("/proc/{id}/status"));
        let command = std::fs::read(format!("/proc/{id}/cmdline")).unwrap_or_default();
        status.is_ok_and(|status| status.contains(&parent))
            && command.windows(6).any(|word| word == b"worker")
    })
}

async fn a_reader_that_is_ended_costs_its_import_alone(mut host: Process) {
    let id = host.upload("liste.xlsx", people(rows())).await;
    let reader = loop {
        if let Some(reader) = reader_of(&host).await {
            break reader.to_string();
        }
        let import = host.get(&format!("/imports/{id}")).await.is(200).json();
        assert_eq!(
            import["state"], "previewing",
            "it was read too fast: {import}"
        );
    };
    // As the kernel does when memory runs out.
    let mut kill = std::process::Command::new("kill");
    let killed = kill.args(["-KILL", &reader]).status();
    assert!(killed.expect("kill").success());
    let import = host.import_at_rest(&id).await;
    assert_eq!(import["state"], "failed", "{import}");
    assert_eq!(import["problem"]["code"], "too_heavy");
    assert_eq!(staged(&host).await, 0);
    assert!(host.scratch().is_empty());
    // The same where the reader's own limit ends it.
    host.stop();
    host.start(&[("KARTOTEKA_WORKER__MEMORY_BYTES", "40000000")]);
    let id = host.upload("liste.xlsx", people(rows())).await;
    let import = host.import_at_rest(&id).await;
    assert_eq!(import["problem"]["code"], "too_heavy", "{import}");
    host.stop();
    host.start(&[]);
    previewed(&host).await;
}
