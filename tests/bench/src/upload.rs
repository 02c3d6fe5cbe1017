//! Bringing a salon's list in, as a program does it.

use std::time::Duration;

use serde_json::Value;

use crate::{Outcome, host::Spent, http::Connection, people::Person, scene::Scene, sheet};

/// How often the import is asked how far it has come.
const ASK_EVERY: Duration = Duration::from_millis(50);
const BOUNDARY: &str = "kartoteka-bench-0f4c1d";

/// What the steps cost.
pub(crate) struct Brought {
    /// From the upload until every row has its verdict.
    pub(crate) preview: Spent,
    /// From there until it is written.
    pub(crate) commit: Spent,
}

/// Uploads a list and commits it; every row becomes a new client, or it fails.
pub(crate) async fn bring_in(scene: &Scene<'_>, people: &[Person]) -> Outcome<Brought> {
    let upload = scene.request_of(
        "POST",
        "/imports",
        &format!("multipart/form-data; boundary={BOUNDARY}"),
        &form(&sheet::xlsx(people)?),
    );
    let mut connection = Connection::open(scene.host.address).await?;
    let (import, preview) = scene
        .host
        .spent(async {
            let import = connection.send(&upload).await?.json(201)?;
            let id = import["id"]
                .as_str()
                .ok_or("an import without id")?
                .to_owned();
            wait(scene, &mut connection, &id, "previewed").await
        })
        .await?;
    let new = import["counts"]["new"].as_u64().unwrap_or(0);
    if new != people.len() as u64 {
        return Err(format!("not every row is new: {}", import["counts"]).into());
    }
    let id = import["id"].as_str().unwrap_or_default().to_owned();
    let order = scene.request("POST", &format!("/imports/{id}/commit"), None);
    let ((), commit) = scene
        .host
        .spent(async {
            connection.send(&order).await?.expect(202)?;
            wait(scene, &mut connection, &id, "committed")
                .await
                .map(drop)
        })
        .await?;
    Ok(Brought { preview, commit })
}

fn form(file: &[u8]) -> Vec<u8> {
    let head = format!(
        "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; \
         filename=\"clients.xlsx\"\r\ncontent-type: application/octet-stream\r\n\r\n"
    );
    let tail = format!("\r\n--{BOUNDARY}--\r\n");
    [head.as_bytes(), file, tail.as_bytes()].concat()
}

async fn wait(
    scene: &Scene<'_>,
    connection: &mut Connection,
    id: &str,
    wanted: &str,
) -> Outcome<Value> {
    let ask = scene.request("GET", &format!("/imports/{id}"), None);
    loop {
        let import = connection.send(&ask).await?.json(200)?;
        let state = import["state"].as_str().unwrap_or_default();
        if state == wanted {
            return Ok(import);
        }
        let stuck = wanted == "committed" && state == "previewed";
        if state == "failed" || stuck || !state.ends_with("ing") {
            return Err(format!("the import is {state}: {}", import["problem"]).into());
        }
        tokio::time::sleep(ASK_EVERY).await;
    }
}
