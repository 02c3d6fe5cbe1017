//! Who may do what, and who may not even know.

use kartoteka_tests::{SALON, World, stories};
use reqwest::Method;
use serde_json::json;

stories![
    nothing_is_open_without_a_token,
    a_token_has_no_more_than_it_was_given,
    one_salon_does_not_exist_for_another,
    the_host_says_how_it_is,
];

async fn nothing_is_open_without_a_token(world: World) {
    let doors = [
        (Method::GET, "/clients"),
        (Method::POST, "/clients"),
        (Method::GET, "/imports"),
        (Method::GET, "/sources"),
    ];
    for (method, path) in doors {
        let path = format!("/api/v1/salons/{SALON}{path}");
        let answer = world.carry_out(world.bare(method.clone(), &path)).await;
        answer.problem(401, "not_signed_in");
        let answer = world
            .carry_out(world.bare(method, &path).bearer_auth("kt_wrong"))
            .await;
        answer.problem(401, "not_signed_in");
    }
    world.end().await;
}

async fn a_token_has_no_more_than_it_was_given(world: World) {
    let token = world.narrow_token(&["clients.read"]).await;
    let path = format!("/api/v1/salons/{SALON}/clients");
    let read = world.bare(Method::GET, &path).bearer_auth(&token);
    world.carry_out(read).await.is(200);
    let write = world
        .bare(Method::POST, &path)
        .bearer_auth(&token)
        .json(&json!({"last_name": "A"}));
    world.carry_out(write).await.problem(403, "forbidden");
    world.end().await;
}

async fn one_salon_does_not_exist_for_another(world: World) {
    let client = world
        .post("/clients", json!({"last_name": "Geheim"}))
        .await
        .is(201)
        .id();
    let (_, token) = world.other_salon("nachbar").await;
    for path in [
        "/clients".to_owned(),
        format!("/clients/{client}"),
        "/imports".to_owned(),
    ] {
        let theirs = world.bare(Method::GET, &format!("/api/v1/salons/{SALON}{path}"));
        let theirs = world
            .carry_out(theirs.bearer_auth(&token))
            .await
            .problem(404, "not_found");
        let nowhere = world.bare(Method::GET, &format!("/api/v1/salons/nirgends{path}"));
        let nowhere = world
            .carry_out(nowhere.bearer_auth(&token))
            .await
            .problem(404, "not_found");
        assert_eq!(theirs.json()["title"], nowhere.json()["title"]);
    }
    let own = world.bare(
        Method::GET,
        &format!("/api/v1/salons/nachbar/clients/{client}"),
    );
    world
        .carry_out(own.bearer_auth(&token))
        .await
        .problem(404, "not_found");
    world.end().await;
}

async fn the_host_says_how_it_is(world: World) {
    world
        .carry_out(world.bare(Method::GET, "/health"))
        .await
        .is(200);
    world
        .carry_out(world.bare(Method::GET, "/ready"))
        .await
        .is(200);
    let document = world
        .carry_out(world.bare(Method::GET, "/api/openapi.json"))
        .await
        .is(200);
    assert_eq!(
        document.json()["openapi"].as_str().map(|v| &v[..3]),
        Some("3.1")
    );
    world.end().await;
}
