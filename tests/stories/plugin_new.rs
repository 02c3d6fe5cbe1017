//! The plugins that `plugin new` writes, in Rust and in C, do the same in a salon.

use kartoteka::region::Role;
use kartoteka_tests::{SALON, World, examples::FIRST, stories};
use reqwest::Method;
use serde_json::{Value, json};

stories![
    a_first_plugin_keeps_notes in with_first_plugins,
    a_first_plugin_is_on_the_card in with_first_plugins,
    what_is_wrong_with_a_note_is_named in with_first_plugins,
];

async fn card(world: &World) -> String {
    let new = json!({"last_name": "Vogel"});
    world.post("/clients", new).await.is(201).id()
}

async fn note(world: &World, id: &str, client: &str, words: &str) -> String {
    let new = json!({"client_id": client, "words": words});
    let made = world.post(&format!("/{id}/notes"), new).await.is(201);
    let place = made.header("location").expect("a place").to_owned();
    assert!(
        place.ends_with(&format!("/{id}/notes/{}", made.id())),
        "{place}"
    );
    made.id()
}

async fn listed(world: &World, id: &str, client: &str) -> Vec<String> {
    let path = format!("/{id}/notes?client_id={client}");
    let list = world.get(&path).await.is(200).json();
    let all = list["data"].as_array().expect("a list").iter();
    all.map(|note| note["words"].as_str().expect("words").to_owned())
        .collect()
}

async fn a_first_plugin_keeps_notes(mut world: World) {
    for id in FIRST {
        let client = card(&world).await;
        world
            .get(&format!("/{id}/notes"))
            .await
            .problem(404, "feature_off");
        world.switch_on(id).await;
        let first = note(&world, id, &client, "Ruft \"vorher\" an").await;
        let second = note(&world, id, &client, "Möchte <Tee> & Ruhe").await;
        assert_eq!(
            listed(&world, id, &client).await,
            ["Möchte <Tee> & Ruhe", "Ruft \"vorher\" an"]
        );
        let one = world
            .get(&format!("/{id}/notes/{first}"))
            .await
            .is(200)
            .json();
        assert_eq!(one["client_id"], json!(client));
        let at = one["added_at"].as_str().expect("a time");
        assert!(at.starts_with("2026-03-02T08:30:00"), "{at}");

        let checked = world
            .post("/booking-checks", json!({"client_id": client}))
            .await;
        let checked = checked.is(200).json();
        assert_eq!(checked["decision"], "warn");
        assert_eq!(checked["staff_text"], "Möchte <Tee> & Ruhe");

        let path = format!("/{id}/notes/{second}");
        world.send(Method::DELETE, &path, None, &[]).await.is(204);
        world.get(&path).await.problem(404, "not_found");
        assert_eq!(listed(&world, id, &client).await.len(), 1);
        let erased = world
            .post(&format!("/clients/{client}/erasure"), json!({}))
            .await;
        assert!(erased.status.is_success(), "{}", erased.text());
        assert!(listed(&world, id, &client).await.is_empty());
    }
    world.end().await;
}

async fn a_first_plugin_is_on_the_card(mut world: World) {
    for id in FIRST {
        world.switch_on(id).await;
        let client = card(&world).await;
        world.user(id, Role::Owner).await;
        let desk = world.signed_in(id).await;
        let at = |path: &str| format!("/{SALON}{path}");
        let form = at(&format!("/{id}/clients/{client}/notes"));
        desk.submit(&form, &[("words", "Müller & <Söhne>")])
            .await
            .is(303);
        let card = desk
            .open(&at(&format!("/clients/{client}")))
            .await
            .is(200)
            .text();
        assert!(
            card.contains("Müller &amp; &lt;Söhne&gt;")
                || card.contains("Müller &#38; &#60;Söhne&#62;"),
            "{card}"
        );
        let empty = desk.submit(&form, &[("words", " ")]).await;
        assert_eq!(empty.status, 422, "{}", empty.text());
        assert!(empty.text().contains("<title>"), "it has the frame");
        let notes = world.get(&format!("/{id}/notes?client_id={client}")).await;
        let made = notes.is(200).json()["data"][0]["id"].clone();
        let made = made.as_str().expect("an id");
        desk.submit(&at(&format!("/{id}/notes/{made}/removal")), &[])
            .await
            .is(303);
        assert!(listed(&world, id, &client).await.is_empty());
    }
    world.end().await;
}

async fn what_is_wrong_with_a_note_is_named(mut world: World) {
    for id in FIRST {
        world.switch_on(id).await;
        let client = card(&world).await;
        let refused = async |body: Value, status: u16, pointer: &str| {
            let refused = world.post(&format!("/{id}/notes"), body).await.is(status);
            assert_eq!(refused.pointers(), [pointer], "{id}: {}", refused.text());
        };
        refused(json!({"client_id": client, "words": "  "}), 422, "/words").await;
        refused(
            json!({"client_id": client, "words": "ü".repeat(301)}),
            422,
            "/words",
        )
        .await;
        let nobody = uuid::Uuid::nil();
        refused(
            json!({"client_id": nobody, "words": "x"}),
            422,
            "/client_id",
        )
        .await;
        let fits = json!({"client_id": client, "words": "ü".repeat(300)});
        world.post(&format!("/{id}/notes"), fits).await.is(201);
    }
    world.end().await;
}
