//! A person is forgotten by law, and is nowhere afterwards.

use std::path::Path;

use kartoteka_tests::{Stage, World, sheets::xlsx, stories};
use reqwest::Method;
use serde_json::json;

stories![
    the_erased_are_nowhere,
    sheets_that_were_there_before_the_card_forget_too,
    what_goes_is_said_first,
];

const NAME: &str = "Xanthippe";
const LAST: &str = "Quästenflößer";
const PHONE: &str = "0151 98765432";
/// What tells of her, as typed and as folded, in small letters: no byte of any may stay.
const TRACES: [&str; 8] = [
    "xanthippe",
    "quästenflößer",
    "quaestenfloesser",
    "qustenfl",
    "quastenflosser",
    "98765432",
    "9876 5432",
    "kaffee",
];

async fn register(world: &World) -> String {
    let body = json!({
        "first_name": NAME, "last_name": LAST, "phones": [{"value": PHONE}],
        "emails": [{"value": "xanthippe@quaestenfloesser.example"}],
        "notes": [{"text": "Mag keinen Kaffee"}], "consent_wording": "Frau Quästenflößer?", "marketing_consent": "given",
    });
    let key = [("idempotency-key", "7c0b-41")];
    let id = world
        .send(Method::POST, "/clients", Some(body), &key)
        .await
        .is(201)
        .id();
    let path = format!("/clients/{id}");
    world
        .patch(&path, 1, json!({"last_name": "Quästenflößer-Meier"}))
        .await
        .is(200);
    id
}

async fn the_erased_are_nowhere(world: World) {
    let id = register(&world).await;
    // The same person stands in an uploaded sheet, too.
    let sheet = xlsx(&[
        &["Name", "Telefon"],
        &["Xanthippe Quästenflößer-Meier", PHONE],
    ]);
    let import = world.upload("liste.xlsx", sheet, &[]).await.is(201).id();
    world.import_at_rest(&import).await;
    assert_eq!(
        world.get("/clients?q=xanth").await.json()["data"]
            .as_array()
            .map(Vec::len),
        Some(1)
    );
    let receipt = world
        .post(&format!("/clients/{id}/erasure"), json!({}))
        .await
        .is(200)
        .json();
    assert_eq!(receipt["client_id"], json!(id));
    world
        .get(&format!("/clients/{id}"))
        .await
        .problem(404, "not_found");
    world
        .get(&format!("/clients/{id}/changes"))
        .await
        .problem(404, "not_found");
    assert_eq!(
        world.get("/clients?q=xanth").await.json()["data"],
        json!([])
    );
    let rows = world.get(&format!("/imports/{import}/rows")).await.text();
    assert!(!rows.contains(NAME), "{rows}");
    // The number stays used.
    world
        .post("/clients", json!({"last_name": "B", "number": "1"}))
        .await
        .problem(409, "number_taken");
    // Nor is she told of to who asks again by the key.
    let again = [("idempotency-key", "7c0b-41")];
    let body = json!({"last_name": "Andere"});
    world
        .send(Method::POST, "/clients", Some(body), &again)
        .await
        .problem(422, "idempotency_key_reused");
    nobody_tells_of_her(&world).await;
    world.end().await;
}

async fn sheets_that_were_there_before_the_card_forget_too(world: World) {
    let sheet = || {
        xlsx(&[
            &["Name", "Telefon", "Notiz"],
            &["Xanthippe Quästenflößer-Meier", PHONE, "Trinkt Kaffee"],
            &["Anna Andere", "0151 1111111", ""],
        ])
    };
    // Read before anybody made her card by hand: the row is of nobody yet.
    let waiting = world.upload("a.xlsx", sheet(), &[]).await.is(201).id();
    world.import_at_rest(&waiting).await;
    // In another one her row was passed over.
    let passed = world.upload("b.xlsx", sheet(), &[]).await.is(201).id();
    world.import_at_rest(&passed).await;
    let commit = format!("/imports/{passed}/commit");
    world
        .post(&commit, json!({"rows": {"2": "skip"}}))
        .await
        .is(202);
    let import = world.import_at_rest(&passed).await.json();
    assert_eq!(import["state"], "committed", "{import}");
    let id = register(&world).await;
    world
        .post(&format!("/clients/{id}/erasure"), json!({}))
        .await
        .is(200);
    nobody_tells_of_her(&world).await;
    // The rest of the list still comes in, and she does not come back with it.
    let commit = format!("/imports/{waiting}/commit");
    world.post(&commit, json!({})).await.is(202);
    let import = world.import_at_rest(&waiting).await.json();
    assert_eq!(import["state"], "committed", "{import}");
    let all = world.get("/clients?count=true").await.json();
    assert_eq!(all["total"], 1, "{all}");
    nobody_tells_of_her(&world).await;
    world.end().await;
}

/// Neither a file nor a table nor an answer has a trace of her.
async fn nobody_tells_of_her(world: &World) {
    if let Some(database) = world.database() {
        no_table_holds(&database.superuser_url()).await;
    }
    if world.stage == Stage::Sqlite {
        no_file_holds(world.folder());
    }
    for path in [
        "/clients?q=xanth",
        "/clients?q=98765432",
        "/clients?q=flosser",
    ] {
        assert_eq!(world.get(path).await.json()["data"], json!([]), "{path}");
    }
}

/// No file of the data folder has the name in any form, logs and indexes included.
fn no_file_holds(folder: &Path) {
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if let Ok(bytes) = std::fs::read(&path) {
                let lower = bytes.to_ascii_lowercase();
                for trace in TRACES {
                    let found = lower
                        .windows(trace.len())
                        .any(|window| window == trace.as_bytes());
                    assert!(!found, "{} holds {trace}", path.display());
                }
            }
        }
    }
}

/// No row of any table has the name in any form.
async fn no_table_holds(url: &str) {
    use sqlx::{AssertSqlSafe, Connection as _};
    let mut connection = sqlx::PgConnection::connect(url)
        .await
        .expect("a connection");
    let tables: Vec<String> = sqlx::query_scalar(
        "select table_name::text from information_schema.tables where table_schema = 'public'",
    )
    .fetch_all(&mut connection)
    .await
    .expect("the tables");
    for table in tables {
        // A twin is the copy of a moment before the erasure; it is no part of the salon.
        let text = format!(
            "select coalesce(string_agg(t::text, ' '), '') from {table} t
             where coalesce(to_jsonb(t)->>'salon_id', '') not in
                   (select id::text from salons where slug = 'zwilling')"
        );
        let all: String = sqlx::query_scalar(AssertSqlSafe(text))
            .fetch_one(&mut connection)
            .await
            .expect("its rows");
        for trace in TRACES {
            assert!(!all.to_lowercase().contains(trace), "{table} holds {trace}");
        }
    }
}

async fn what_goes_is_said_first(world: World) {
    let id = register(&world).await;
    let preview = world
        .get(&format!("/clients/{id}/erasure"))
        .await
        .is(200)
        .json();
    assert_eq!(preview["counts_as_new"], true);
    assert_eq!(preview["number"], "1");
    let contacts = preview["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .find(|row| row["table"] == "contacts");
    assert_eq!(contacts.map(|row| row["count"].clone()), Some(json!(2)));
    world.get(&format!("/clients/{id}")).await.is(200);
    let token = world.narrow_token(&["clients.read", "clients.write"]).await;
    let request = world.bare(
        reqwest::Method::POST,
        &format!(
            "/api/v1/salons/{}/clients/{id}/erasure",
            kartoteka_tests::SALON
        ),
    );
    world
        .carry_out(request.bearer_auth(token))
        .await
        .problem(403, "forbidden");
    world.end().await;
}
