//! A request that is repeated is done once.

use kartoteka_tests::{World, sheets::people, stories};
use reqwest::Method;
use serde_json::json;

stories![
    a_repeated_key_does_nothing_twice,
    whatever_is_made_can_be_read_where_it_stands,
    what_makes_nothing_names_no_place_the_second_time_either,
    where_a_place_is_promised_it_is_named_each_time,
    a_file_that_waits_twice_comes_in_once,
];

async fn a_repeated_key_does_nothing_twice(world: World) {
    let body = json!({"last_name": "Einmal"});
    let key = [("idempotency-key", "b7c1")];
    let send = || world.send(Method::POST, "/clients", Some(body.clone()), &key);
    let first = send().await.is(201);
    let again = send().await.is(201);
    assert_eq!(first.header("location"), again.header("location"));
    assert_eq!(first.id(), again.id());
    assert_eq!(world.get("/clients?count=true").await.json()["total"], 1);
    let other = Some(json!({"last_name": "Zweimal"}));
    world
        .send(Method::POST, "/clients", other, &key)
        .await
        .problem(422, "idempotency_key_reused");
    world.end().await;
}

async fn whatever_is_made_can_be_read_where_it_stands(world: World) {
    let client = world.post("/clients", json!({"last_name": "A"})).await;
    let client = client.is(201).id();
    let consents = format!("/clients/{client}/consents");
    let made = [
        ("/clients", json!({"last_name": "B"})),
        ("/sources", json!({"name": "Instagram"})),
        (&consents, json!({"state": "given"})),
    ];
    for (at, (path, body)) in (0..).zip(made) {
        let key = format!("key-{at}");
        let key = [("idempotency-key", key.as_str())];
        let send = || world.send(Method::POST, path, Some(body.clone()), &key);
        let first = send().await.is(201);
        let again = send().await.is(201);
        assert!(!again.body.is_empty(), "{path} is empty the second time");
        let place = first.header("location").expect("a place");
        assert_eq!(again.header("location"), Some(place));
        let read = world.bare(Method::GET, place).bearer_auth(&world.token);
        world.carry_out(read).await.is(200);
    }
    world.end().await;
}

async fn what_makes_nothing_names_no_place_the_second_time_either(world: World) {
    let client = world.post("/clients", json!({"last_name": "Wieder"})).await;
    let client = client.is(201).id();
    let path = format!("/clients/{client}");
    world.delete(&path, 1).await.is(204);
    let path = format!("{path}/restoration");
    let key = [("idempotency-key", "back")];
    let send = || world.send(Method::POST, &path, None, &key);
    let first = send().await.is(200);
    let again = send().await.is(200);
    assert_eq!(first.header("location"), None);
    assert_eq!(again.header("location"), None);
    assert_eq!(first.json(), again.json());
    world.end().await;
}

async fn where_a_place_is_promised_it_is_named_each_time(world: World) {
    let path = "/features/blacklist";
    world.send(Method::PUT, path, None, &[]).await.is(200);
    world.send(Method::DELETE, path, None, &[]).await.is(204);
    let path = format!("{path}/removal");
    let key = [("idempotency-key", "gone")];
    let send = || world.send(Method::POST, &path, None, &key);
    let first = send().await.is(200);
    let place = first.header("location").expect("a receipt").to_owned();
    let again = send().await.is(200);
    assert_eq!(again.header("location"), Some(&*place));
    assert_eq!(first.json(), again.json());
    world.end().await;
}

async fn a_file_that_waits_twice_comes_in_once(world: World) {
    let mut waiting = Vec::new();
    for _ in 0..2 {
        let id = world
            .upload("liste.xlsx", people(5), &[])
            .await
            .is(201)
            .id();
        let import = world.import_at_rest(&id).await.json();
        assert_eq!(import["counts"]["new"], 5, "{import}");
        waiting.push(id);
    }
    for (id, counts) in waiting.iter().zip([(5, 0), (0, 5)]) {
        let commit = format!("/imports/{id}/commit");
        world.post(&commit, json!({})).await.is(202);
        let import = world.import_at_rest(id).await.json();
        assert_eq!(import["state"], "committed", "{import}");
        let told = (&import["counts"]["new"], &import["counts"]["unchanged"]);
        assert_eq!(told, (&json!(counts.0), &json!(counts.1)), "{import}");
    }
    assert_eq!(world.get("/clients?count=true").await.json()["total"], 5);
    // What the second found there is not its own to take back.
    let undo = format!("/imports/{}/undo", waiting[1]);
    world.post(&undo, json!({})).await.is(202);
    world.import_at_rest(&waiting[1]).await;
    assert_eq!(world.get("/clients?count=true").await.json()["total"], 5);
    world.end().await;
}
