//! People are found while they are on the phone.

use kartoteka_tests::{World, stories};
use serde_json::{Value, json};

stories![
    every_spelling_finds,
    what_changed_is_found_at_once,
    pages_of_what_is_found_go_on
];

async fn register(world: &World, first: &str, last: &str, phone: &str) -> Value {
    let body = json!({"first_name": first, "last_name": last, "phones": [{"value": phone}]});
    world.post("/clients", body).await.is(201).json()["id"].clone()
}

async fn found(world: &World, q: &str) -> Vec<Value> {
    let list = world
        .get(&format!("/clients?q={}", urlencode(q)))
        .await
        .is(200)
        .json();
    list["data"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|client| client["id"].clone())
        .collect()
}

fn urlencode(text: &str) -> String {
    text.bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}

async fn every_spelling_finds(world: World) {
    let anna = register(&world, "Anna", "Müller", "0176 5551234").await;
    let lukasz = register(&world, "Łukasz", "Weiß", "+48 501 234 567").await;
    for q in [
        "mueller",
        "muller",
        "MÜLLER",
        "mül ann",
        "ann mue",
        "0176 55",
        "+49 176 55",
        "1234",
        "1",
    ] {
        assert!(
            found(&world, q).await.contains(&anna),
            "{q} does not find Anna Müller"
        );
    }
    for q in ["lukasz", "weiss", "ŁUK", "501234567", "4567"] {
        assert!(
            found(&world, q).await.contains(&lukasz),
            "{q} does not find Łukasz Weiß"
        );
    }
    assert_eq!(found(&world, "mueller weiss").await, Vec::<Value>::new());
    assert_eq!(found(&world, "xyzzy").await, Vec::<Value>::new());
    world.end().await;
}

async fn what_changed_is_found_at_once(world: World) {
    let id = register(&world, "Eva", "Alt", "0176 1").await;
    assert_eq!(found(&world, "alt").await, std::slice::from_ref(&id));
    let path = format!("/clients/{}", id.as_str().expect("an id"));
    world
        .patch(&path, 1, json!({"last_name": "Jungbluth"}))
        .await
        .is(200);
    assert_eq!(found(&world, "alt").await, Vec::<Value>::new());
    assert_eq!(found(&world, "jungbl").await, [id]);
    world.end().await;
}

async fn pages_of_what_is_found_go_on(world: World) {
    for number in 0..7 {
        register(&world, &format!("Kim{number}"), "Schmidt", "").await;
        world.clock.advance(chrono::TimeDelta::seconds(1));
    }
    let (mut seen, mut after) = (Vec::new(), String::new());
    loop {
        let page = world
            .get(&format!("/clients?q=schmidt&limit=3&count=true{after}"))
            .await
            .is(200)
            .json();
        assert_eq!(page["total"], 7);
        for client in page["data"].as_array().expect("a list") {
            seen.push(client["first_name"].as_str().expect("a name").to_owned());
        }
        match page["page"]["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    assert_eq!(
        seen,
        ["Kim6", "Kim5", "Kim4", "Kim3", "Kim2", "Kim1", "Kim0"],
        "seen last comes first"
    );
    world.end().await;
}
