//! What an import makes beside cards: client numbers, and entries on the list of sources.

use std::collections::BTreeSet;

use kartoteka_tests::{World, sheets::xlsx, stories};
use reqwest::Method;
use serde_json::{Value, json};

stories![
    a_number_that_leaves_no_room_above_is_no_trouble,
    numbers_of_the_list_and_of_the_salon_keep_apart,
    an_undo_takes_the_sources_that_no_card_has,
];

async fn committed(world: &World, list: &[&[&str]]) -> String {
    let id = world
        .upload("liste.xlsx", xlsx(list), &[])
        .await
        .is(201)
        .id();
    assert_eq!(world.import_at_rest(&id).await.json()["state"], "previewed");
    world
        .post(&format!("/imports/{id}/commit"), json!({}))
        .await
        .is(202);
    let import = world.import_at_rest(&id).await.json();
    assert_eq!(import["state"], "committed", "{import}");
    id
}

async fn registered(world: &World, body: Value) -> String {
    let client = world.post("/clients", body).await.is(201).json();
    client["number"].as_str().expect("a number").to_owned()
}

async fn numbers(world: &World) -> Vec<String> {
    let list = world.get("/clients?limit=200").await.is(200).json();
    let clients = list["data"].as_array().expect("a list").iter();
    clients
        .map(|client| client["number"].as_str().expect("a number").to_owned())
        .collect()
}

async fn a_number_that_leaves_no_room_above_is_no_trouble(mut world: World) {
    assert_eq!(registered(&world, json!({"last_name": "Eins"})).await, "1");
    for number in ["999999999", "4"] {
        let body = json!({"last_name": "Wunsch", "number": number});
        assert_eq!(registered(&world, body).await, number);
    }
    // Whether the count is remembered or read anew.
    assert_eq!(registered(&world, json!({"last_name": "Zwei"})).await, "2");
    world.restart().await;
    assert_eq!(registered(&world, json!({"last_name": "Drei"})).await, "3");
    assert_eq!(registered(&world, json!({"last_name": "Vier"})).await, "5");
    let list: &[&[&str]] = &[
        &["Kundennummer", "Name", "Telefon"],
        &["", "Anna Müller", "0176 5551234"],
        &["7", "Berta Weiß", "0176 5551235"],
        &["", "Carla Vogel", "0176 5551236"],
        &["999999998", "Dora Blum", "0176 5551237"],
    ];
    committed(&world, list).await;
    assert!(registered(&world, json!({"last_name": "Fünf"})).await.len() < 9);
    let all = numbers(&world).await;
    let different: BTreeSet<&String> = all.iter().collect();
    assert_eq!((all.len(), different.len()), (11, 11), "{all:?}");
    world.end().await;
}

async fn numbers_of_the_list_and_of_the_salon_keep_apart(world: World) {
    let import = |rows: &'static [&'static [&'static str]]| committed(&world, rows);
    registered(&world, json!({"last_name": "Eins"})).await;
    import(&[
        &["Kundennummer", "Name", "Telefon"],
        &["", "Anna Müller", "0176 5551234"],
        &["3", "Berta Weiß", "0176 5551235"],
        &["X-7", "Carla Vogel", "0176 5551236"],
        &["", "Dora Blum", "0176 5551237"],
    ])
    .await;
    let number = |q: &'static str| {
        let world = &world;
        async move {
            let found = world.get(&format!("/clients?q={q}")).await.json();
            found["data"][0]["number"].clone()
        }
    };
    assert_eq!(number("anna").await, "4", "above all that the list brings");
    assert_eq!(number("berta").await, "3");
    assert_eq!(number("carla").await, "X-7");
    assert_eq!(number("dora").await, "5");
    assert_eq!(registered(&world, json!({"last_name": "Neu"})).await, "6");
    world.end().await;
}

async fn sources(world: &World) -> Vec<(String, String)> {
    let list = world.get("/sources").await.is(200).json();
    let of = |source: &Value, member: &str| source[member].as_str().expect("a text").to_owned();
    let sources = list["data"].as_array().expect("a list").iter();
    sources
        .map(|source| (of(source, "name"), of(source, "id")))
        .collect()
}

async fn names(world: &World) -> Vec<String> {
    sources(world)
        .await
        .into_iter()
        .map(|(name, _)| name)
        .collect()
}

async fn an_undo_takes_the_sources_that_no_card_has(world: World) {
    for name in ["Empfehlung", "Messe"] {
        world.post("/sources", json!({"name": name})).await.is(201);
    }
    let fair = sources(&world).await[1].1.clone();
    let fair = format!("/sources/{fair}");
    world.send(Method::DELETE, &fair, None, &[]).await.is(204);
    let id = committed(
        &world,
        &[
            &["Name", "Telefon", "Quelle"],
            &["Anna Müller", "0176 5551234", "Internet"],
            &["Berta Weiß", "0176 5551235", "Flyer"],
            &["Carla Vogel", "0176 5551236", "empfehlung"],
            &["Dora Blum", "0176 5551237", "Messe"],
        ],
    )
    .await;
    let all = ["Empfehlung", "Flyer", "Internet", "Messe"];
    assert_eq!(names(&world).await, all);
    let flyer = sources(&world).await[1].1.clone();
    let body = json!({"last_name": "Hat den Flyer", "source_id": flyer});
    world.post("/clients", body).await.is(201);
    world
        .post(&format!("/imports/{id}/undo"), json!({}))
        .await
        .is(202);
    assert_eq!(world.import_at_rest(&id).await.json()["state"], "undone");
    assert_eq!(names(&world).await, ["Empfehlung", "Flyer"]);
    // What is gone can come again.
    world
        .post("/sources", json!({"name": "Internet"}))
        .await
        .is(201);
    world.end().await;
}
