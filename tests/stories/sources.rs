//! The salon's own list of where clients come from.

use kartoteka_tests::{World, stories};
use reqwest::Method;
use serde_json::json;

stories![
    a_source_is_added_used_and_taken_off,
    a_source_gets_another_name,
];

async fn a_source_is_added_used_and_taken_off(world: World) {
    let source = world
        .post("/sources", json!({"name": "Empfehlung"}))
        .await
        .is(201);
    world
        .post("/sources", json!({"name": " empfehlung "}))
        .await
        .problem(409, "source_known");
    let body = json!({"last_name": "Neumann", "source_id": source.id()});
    let client = world.post("/clients", body).await.is(201);
    assert_eq!(client.json()["source"]["name"], "Empfehlung");
    world
        .send(
            Method::DELETE,
            &format!("/sources/{}", source.id()),
            None,
            &[],
        )
        .await
        .is(204);
    assert_eq!(world.get("/sources").await.json()["data"], json!([]));
    let kept = world.get(&format!("/clients/{}", client.id())).await.json();
    assert_eq!(kept["source"]["name"], "Empfehlung", "cards keep it");
    let body = json!({"last_name": "Spät", "source_id": source.id()});
    world.post("/clients", body).await.problem(422, "invalid");
    let back = world
        .post("/sources", json!({"name": "Empfehlung"}))
        .await
        .is(201);
    assert_eq!(back.id(), source.id(), "one of the same name comes back");
    world.end().await;
}

async fn a_source_gets_another_name(world: World) {
    let add = async |name: &str| world.post("/sources", json!({"name": name})).await.is(201);
    let (source, other) = (add("Instgram").await, add("Empfehlung").await);
    let body = json!({"last_name": "Neumann", "source_id": source.id()});
    let client = world.post("/clients", body).await.is(201);
    let path = format!("/sources/{}", source.id());
    let rename = async |path: &str, name: &str| {
        let body = json!({"name": name});
        world.send(Method::PUT, path, Some(body), &[]).await
    };
    let renamed = rename(&path, " Instagram ").await.is(200);
    assert_eq!(renamed.json()["name"], "Instagram");
    let card = world.get(&format!("/clients/{}", client.id())).await.json();
    assert_eq!(card["source"]["name"], "Instagram", "cards show it");
    rename(&path, "EMPFEHLUNG")
        .await
        .problem(409, "source_known");
    rename(&path, "instagram").await.is(200);
    rename(&path, " ").await.problem(422, "invalid");
    let gone = format!("/sources/{}", other.id());
    world.send(Method::DELETE, &gone, None, &[]).await.is(204);
    rename(&gone, "Flyer").await.problem(404, "not_found");
    world.end().await;
}
