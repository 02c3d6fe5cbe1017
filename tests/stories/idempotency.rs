//! A request that is repeated is done once.

use kartoteka_tests::{World, stories};
use reqwest::Method;
use serde_json::json;

stories![a_repeated_key_does_nothing_twice];

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
