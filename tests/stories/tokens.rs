//! Tokens for programs, through the doors: a subset, an end, and no way around either.

use chrono::TimeDelta;
use kartoteka::region::Role;
use kartoteka_tests::{SALON, World, stories};
use reqwest::Method;
use serde_json::{Value, json};

stories![
    a_token_has_what_it_was_given_of_what_its_maker_has,
    a_token_ends_when_it_is_revoked_and_when_its_time_is_over,
    a_token_dies_with_its_makers_place_in_the_salon,
    a_token_is_made_once_and_its_text_is_told_once,
    a_token_has_a_name_that_can_be_read,
    every_post_about_access_is_done_once_under_its_key,
];

/// How `token` fares with the list of clients.
async fn reads(world: &World, token: &str) -> u16 {
    let path = format!("/api/v1/salons/{SALON}/clients");
    let request = world.bare(Method::GET, &path).bearer_auth(token);
    world.carry_out(request).await.status.as_u16()
}

/// Makes a token in a browser's name by the API.
async fn make(browser: &kartoteka_tests::Browser<'_>, body: Value) -> kartoteka_tests::Answer {
    let path = format!("/api/v1/salons/{SALON}/tokens");
    browser
        .send(browser.request(Method::POST, &path).json(&body))
        .await
}

fn text(answer: &kartoteka_tests::Answer) -> String {
    answer.json()["token"]
        .as_str()
        .expect("its text")
        .to_owned()
}

async fn a_token_has_what_it_was_given_of_what_its_maker_has(world: World) {
    world.user("Anna", Role::Owner).await;
    let anna = world.signed_in("Anna").await;
    let body = json!({"name": "Website", "permissions": ["clients.read"]});
    let website = text(&make(&anna, body).await.is(201));
    assert_eq!(reads(&world, &website).await, 200);
    let path = format!("/api/v1/salons/{SALON}/clients");
    let write = world.bare(Method::POST, &path).bearer_auth(&website);
    let write = write.json(&json!({"last_name": "A"}));
    world.carry_out(write).await.problem(403, "forbidden");
    // A token that may make tokens makes none that may more.
    let own = ["clients.read", "tokens.manage"];
    let maker = text(
        &make(&anna, json!({"name": "x", "permissions": own}))
            .await
            .is(201),
    );
    let path = format!("/api/v1/salons/{SALON}/tokens");
    let ask = async |body: Value| {
        let request = world.bare(Method::POST, &path).bearer_auth(&maker);
        world.carry_out(request.json(&body)).await
    };
    let more = json!({"name": "y", "permissions": ["clients.read", "clients.erase"]});
    let refused = ask(more).await.problem(422, "invalid");
    assert_eq!(refused.pointers(), ["/permissions/1"]);
    let all = ask(json!({"name": "y"})).await.is(201);
    assert_eq!(
        all.json()["permissions"],
        json!(own),
        "all that it has itself"
    );
    world.end().await;
}

async fn a_token_has_a_name_that_can_be_read(world: World) {
    world.user("Anna", Role::Owner).await;
    let anna = world.signed_in("Anna").await;
    for (name, code) in [
        ("  ", "required"),
        ("a\u{0}b", "name_malformed"),
        ("a\nb", "name_malformed"),
        (&"a".repeat(101), "too_long"),
    ] {
        let refused = make(&anna, json!({"name": name})).await;
        let refused = refused.is(422).json();
        assert_eq!(refused["errors"][0]["pointer"], "/name", "{refused}");
        assert_eq!(refused["errors"][0]["code"], code, "{refused}");
    }
    world.end().await;
}

async fn a_token_ends_when_it_is_revoked_and_when_its_time_is_over(world: World) {
    let made = world
        .post("/tokens", json!({"name": "Kasse"}))
        .await
        .is(201);
    let (id, token) = (made.id(), text(&made));
    assert_eq!(reads(&world, &token).await, 200);
    world
        .send(Method::DELETE, &format!("/tokens/{id}"), None, &[])
        .await
        .is(204);
    assert_eq!(reads(&world, &token).await, 401);
    let until = json!({"name": "Aktion", "expires_at": "2026-03-03T08:30:00Z"});
    let token = text(&world.post("/tokens", until).await.is(201));
    world
        .clock
        .advance(TimeDelta::hours(24) - TimeDelta::seconds(1));
    assert_eq!(reads(&world, &token).await, 200);
    world.clock.advance(TimeDelta::seconds(1));
    assert_eq!(reads(&world, &token).await, 401);
    let over = json!({"name": "Aktion", "expires_at": "2026-03-03T08:30:00Z"});
    let over = world.post("/tokens", over).await.problem(422, "invalid");
    assert_eq!(over.pointers(), ["/expires_at"]);
    // On the page, too.
    world.user("Anna", Role::Owner).await;
    let anna = world.signed_in("Anna").await;
    let fields = [
        ("name", "Kasse"),
        ("permission", "clients.read"),
        ("days", "30"),
    ];
    let page = anna
        .submit("/seidenhaar/settings/tokens", &fields)
        .await
        .is(201)
        .text();
    let token = page
        .split("<code class=\"token\">")
        .nth(1)
        .expect("its text");
    let token = token.split('<').next().expect("its end");
    assert_eq!(reads(&world, token).await, 200);
    world.clock.advance(TimeDelta::days(30));
    assert_eq!(reads(&world, token).await, 401);
    world.end().await;
}

async fn a_token_dies_with_its_makers_place_in_the_salon(world: World) {
    let maja = world.user("Maja", Role::Owner).await;
    world.user("Anna", Role::Owner).await;
    let token = text(&make(&world.signed_in("Maja").await, json!({"name": "x"})).await);
    assert_eq!(reads(&world, &token).await, 200);
    let role = json!({"role": "staff"});
    let path = format!("/users/{maja}/role");
    world
        .send(Method::PUT, &path, Some(role), &[])
        .await
        .is(200);
    let narrowed = world.bare(Method::GET, &format!("/api/v1/salons/{SALON}/users"));
    let narrowed = world.carry_out(narrowed.bearer_auth(&token)).await;
    narrowed.problem(403, "forbidden");
    world
        .send(Method::DELETE, &format!("/users/{maja}"), None, &[])
        .await
        .is(204);
    assert_eq!(reads(&world, &token).await, 401);
    world.end().await;
}

async fn a_token_is_made_once_and_its_text_is_told_once(world: World) {
    let body = json!({"name": "Kasse", "permissions": ["clients.read"]});
    let key = [("idempotency-key", "t-1")];
    let send = || world.send(Method::POST, "/tokens", Some(body.clone()), &key);
    let first = send().await.is(201);
    let again = send().await.is(201);
    assert_eq!(reads(&world, &text(&first)).await, 200);
    assert_eq!(first.header("location"), again.header("location"));
    assert_eq!(first.id(), again.id());
    assert_eq!(again.json()["token"], Value::Null, "it is kept nowhere");
    let others = world.get("/tokens").await.json()["data"].clone();
    let named = others.as_array().expect("tokens").iter();
    assert_eq!(named.filter(|token| token["name"] == "Kasse").count(), 1);
    let other = Some(json!({"name": "Website"}));
    let reused = world.send(Method::POST, "/tokens", other, &key).await;
    reused.problem(422, "idempotency_key_reused");
    // The key of a token is no key of a client.
    let client = Some(json!({"last_name": "A"}));
    let reused = world.send(Method::POST, "/clients", client, &key).await;
    reused.problem(422, "idempotency_key_reused");
    // What was ended is not made anew.
    world
        .send(
            Method::DELETE,
            &format!("/tokens/{}", first.id()),
            None,
            &[],
        )
        .await
        .is(204);
    let gone = send().await.is(201);
    assert!(gone.body.is_empty(), "{}", gone.text());
    world.end().await;
}

async fn every_post_about_access_is_done_once_under_its_key(world: World) {
    world.user("Anna", Role::Owner).await;
    let bea = world.user("Bea", Role::Staff).await;
    let changes = async || {
        let changes = world.get("/access-changes").await.json();
        changes["data"].as_array().expect("changes").len()
    };
    for (n, act) in ["disabling", "enabling", "restoration"]
        .into_iter()
        .enumerate()
    {
        if act == "restoration" {
            world
                .send(Method::DELETE, &format!("/users/{bea}"), None, &[])
                .await
                .is(204);
        }
        let before = changes().await;
        let (path, key) = (format!("/users/{bea}/{act}"), format!("k-{n}"));
        let key = [("idempotency-key", key.as_str())];
        let send = || world.send(Method::POST, &path, None, &key);
        let first = send().await.is(200);
        let again = send().await.is(200);
        assert_eq!(first.header("location"), again.header("location"), "{act}");
        assert_eq!(first.json(), again.json(), "{act}");
        assert_eq!(changes().await, before + 1, "{act}");
    }
    world.end().await;
}
