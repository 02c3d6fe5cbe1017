//! Several rows are one person, a list comes again after edits, rows say more than a card holds.

use kartoteka_tests::{World, sheets::xlsx, stories};
use serde_json::{Value, json};

stories![
    two_rows_of_one_known_client_are_both_written,
    a_row_that_changed_nothing_changes_nothing_later,
    a_row_keeps_the_rules_of_cards,
    an_undo_counts_cards_and_forgets_their_rows,
];

async fn import(world: &World, list: &[&[&str]]) -> String {
    let id = world
        .upload("liste.xlsx", xlsx(list), &[])
        .await
        .is(201)
        .id();
    assert_eq!(world.import_at_rest(&id).await.json()["state"], "previewed");
    id
}

async fn commit(world: &World, id: &str) -> Value {
    let path = format!("/imports/{id}/commit");
    world.post(&path, json!({})).await.is(202);
    let import = world.import_at_rest(id).await.json();
    assert_eq!(import["state"], "committed", "{import}");
    import
}

async fn rows(world: &World, id: &str) -> Vec<Value> {
    let rows = world.get(&format!("/imports/{id}/rows")).await.json();
    rows["data"].as_array().expect("a list").clone()
}

async fn anna(world: &World) -> String {
    let phones = json!([{"value": "0176 5551234"}]);
    let body = json!({"first_name": "Anna", "last_name": "Müller", "phones": phones});
    let client = world.post("/clients", body).await.is(201);
    format!("/clients/{}", client.id())
}

async fn two_rows_of_one_known_client_are_both_written(world: World) {
    let path = anna(&world).await;
    let id = import(
        &world,
        &[
            &["Name", "Telefon", "E-Mail"],
            &["Anna Müller", "0176 5551234", "anna@example.com"],
            &["Anna Müller", "0176 5551234", "zweite@example.com"],
            // Known by what the row above brings only.
            &["Anna Müller", "0171 8888888", "zweite@example.com"],
        ],
    )
    .await;
    let import = commit(&world, &id).await;
    assert_eq!(
        import["counts"]["changed"],
        3,
        "{:?}",
        rows(&world, &id).await
    );
    let card = world.get(&path).await.json();
    assert_eq!(card["emails"].as_array().map(Vec::len), Some(2), "{card}");
    assert_eq!(card["phones"].as_array().map(Vec::len), Some(2), "{card}");
    assert_eq!(world.get("/clients?count=true").await.json()["total"], 1);
    world.end().await;
}

async fn a_row_that_changed_nothing_changes_nothing_later(world: World) {
    let path = anna(&world).await;
    let list: &[&[&str]] = &[&["Name", "Telefon"], &["Anna Müller", "0176 5551234"]];
    let id = import(&world, list).await;
    assert_eq!(commit(&world, &id).await["counts"]["unchanged"], 1);
    let edit = json!({"first_name": "Anne", "phones": [{"value": "0171 2222222"}]});
    world.patch(&path, 1, edit).await.is(200);
    let again = import(&world, list).await;
    assert_eq!(rows(&world, &again).await[0]["reason"], "known_row");
    world.end().await;
}

async fn a_row_keeps_the_rules_of_cards(world: World) {
    let phones: Vec<String> = (0..25).map(|n| format!("0176 55512{n:02}")).collect();
    let (first, second) = phones.split_at(6);
    let (first, rest) = (first.join(";"), second.chunks(7).map(|c| c.join(";")));
    let rest: Vec<String> = rest.collect();
    let note = "n".repeat(20_500);
    let number = "9".repeat(60);
    let id = import(
        &world,
        &[
            &[
                "Name",
                "Telefon",
                "Telefon 2",
                "Telefon 3",
                "Telefon 4",
                "Notiz",
                "Kundennummer",
            ],
            &[
                "Vera Viel",
                &first,
                &rest[0],
                &rest[1],
                &rest[2],
                &note,
                &number,
            ],
        ],
    )
    .await;
    let problems = rows(&world, &id).await[0]["problems"].clone();
    assert_eq!(problems, json!([{"column": "G", "code": "too_long"}]));
    commit(&world, &id).await;
    let card = world.get("/clients?q=viel").await.json()["data"][0].clone();
    assert_eq!(card["phones"].as_array().map(Vec::len), Some(20));
    let notes = card["notes"].as_array().expect("notes");
    let lengths: Vec<usize> = notes
        .iter()
        .map(|note| note["text"].as_str().expect("a text").len())
        .collect();
    assert_eq!((lengths[0], lengths[1], lengths.len()), (20_000, 500, 7));
    // What the import made can be saved as it is.
    let path = format!("/clients/{}", card["id"].as_str().expect("an id"));
    let texts: Vec<Value> = notes
        .iter()
        .map(|note| json!({"text": note["text"]}))
        .collect();
    world.patch(&path, 1, json!({"notes": texts})).await.is(200);
    world.end().await;
}

async fn an_undo_counts_cards_and_forgets_their_rows(world: World) {
    let id = import(
        &world,
        &[
            &["Name", "Telefon", "E-Mail"],
            &["Berta Weiß", "0176 5551235", "berta@example.com"],
            &["Berta Weiß", "0176 5551235", "weiss@example.com"],
            &["Carla Vogel", "0176 5551236", ""],
        ],
    )
    .await;
    commit(&world, &id).await;
    let berta = world.get("/clients?q=berta").await.json()["data"][0].clone();
    let path = format!("/clients/{}", berta["id"].as_str().expect("an id"));
    let version = berta["version"].as_i64().expect("a version");
    world
        .patch(&path, version, json!({"first_name": "Bertha"}))
        .await
        .is(200);
    world
        .post(&format!("/imports/{id}/undo"), json!({}))
        .await
        .is(202);
    let undone = world.import_at_rest(&id).await.json();
    assert_eq!(undone["left"], 1, "one card, though two rows: {undone}");
    let rows = rows(&world, &id).await;
    assert_eq!(rows[0]["cells"]["A"], "Berta Weiß");
    assert_eq!(rows[2]["cells"], json!({}), "nobody is left to ask for it");
    world.end().await;
}
