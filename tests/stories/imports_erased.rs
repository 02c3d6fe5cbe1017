//! Somebody is erased while a file that names them is being read.

use kartoteka_tests::{Process, sheets::people, stories_of_processes};
use serde_json::json;

stories_of_processes![a_file_being_read_while_somebody_is_erased_is_not_read_on];

/// Enough for several pages, so that those who are erased come long before the end.
const ROWS: usize = 6_000;

async fn a_file_being_read_while_somebody_is_erased_is_not_read_on(host: Process) {
    let last = ROWS - 1;
    let anna = json!({"first_name": "Anna", "last_name": format!("Nummer{last}"),
        "phones": [{"value": format!("0176 {last:08}")}]});
    let anna = host.post("/clients", anna).await.is(201).json();
    let import = host.upload("liste.xlsx", people(ROWS)).await;
    host.import_until(&import, "previewing", 1).await;
    let path = format!("/clients/{}/erasure", anna["id"].as_str().expect("an id"));
    host.post(&path, json!({})).await.is(200);

    let stopped = host.import_at_rest(&import).await;
    assert_eq!(stopped["state"], "failed", "{stopped}");
    assert_eq!(stopped["problem"]["code"], "erased_meanwhile");
    assert_eq!(stopped["file_kept"], false);
    assert_eq!(stopped["counts"]["new"], 0);
    // Another import comes after the page that the reader may have had in its hands.
    let again = host.upload("andere.xlsx", people(3)).await;
    assert_eq!(host.import_at_rest(&again).await["state"], "previewed");
    let rows = host.number("select count(*) from import_rows").await;
    assert_eq!(rows, 3, "rows of the file that named them");
}
