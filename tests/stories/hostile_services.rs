//! What a feature that means harm asks of the services of its call.

use kartoteka_tests::{
    SALON, World,
    scene::Tables::{Region, Salon},
    stories,
};
use reqwest::Method;
use serde_json::{Value, json};

stories![
    what_is_others_is_not_its_own in with_hostile,
    the_memory_of_others_is_not_its_own in with_hostile,
    the_api_within_has_no_more_doors_than_were_agreed_to in with_hostile,
    a_call_that_was_kept_is_worth_nothing_once_it_is_off in with_hostile,
    whoever_asks_in_a_circle_is_stopped in with_hostile,
    who_asks_to_be_woken_at_each_waking_has_its_turn_and_no_more in with_hostile,
];

async fn switch(world: &World, method: Method) {
    let path = "/features/hostile";
    let status = world.send(method, path, None, &[]).await.status;
    assert!(status.is_success(), "{status}");
}

async fn attempt(world: &World, how: &str, text: &str) -> Value {
    let request = world.request(Method::POST, &format!("/hostile/try/{how}"));
    let answer = world.carry_out(request.body(text.to_owned())).await;
    answer.is(200).json()
}

async fn what_is_others_is_not_its_own(world: World) {
    switch(&world, Method::PUT).await;
    world
        .send(Method::PUT, "/features/documents", None, &[])
        .await
        .is(200);
    let client = json!({"last_name": "Vogel"});
    let id = world.post("/clients", client).await.is(201).id();
    let key = world.folder().join("data/master.key").display().to_string();
    for (how, text) in [
        ("entry", &id),
        ("entry by hand", &id),
        ("erase", &id),
        ("export", &id),
        ("hook", &id),
        ("objects", &id),
        ("object", &id),
        ("object above", &id),
        ("open", &id),
        ("settings", &id),
        ("secret", &id),
        ("wake", &id),
        ("wake the host", &id),
        ("worker", &key),
        ("file", &key),
    ] {
        let came = attempt(&world, how, text).await;
        assert_ne!(came["outcome"], "done", "{how}");
    }
    world.get(&format!("/clients/{id}")).await.is(200);
    let rows = "select count(*) from hostile__rows";
    assert_eq!(world.number(Salon, rows).await, 0);
    let erased = "select count(*) from journal where what = 'core.client.erased/1'";
    assert_eq!(world.number(Salon, erased).await, 0);
    world.end().await;
}

async fn the_memory_of_others_is_not_its_own(world: World) {
    switch(&world, Method::PUT).await;
    let register = async |name: &str| {
        let made = world.post("/clients", json!({"last_name": name})).await;
        made.is(201).json()["number"].clone()
    };
    assert_eq!(register("Vogel").await, "1");
    attempt(&world, "cache of core", "").await;
    assert_eq!(register("Amsel").await, "2", "numbers are core's to count");
    for _ in 0..2 {
        attempt(&world, "cache for all", "").await;
        let found = world.get("/clients?q=amsel").await.is(200).json();
        assert_eq!(found["data"].as_array().map(Vec::len), Some(1));
    }
    world.end().await;
}

async fn the_api_within_has_no_more_doors_than_were_agreed_to(world: World) {
    switch(&world, Method::PUT).await;
    let (_, _) = world.other_salon("nachbar").await;
    let client = json!({"last_name": "Vogel"});
    let id = world.post("/clients", client).await.is(201).id();
    let ask = async |method: &str, path: &str, headers: Value| {
        let asked = json!({"method": method, "path": path, "headers": headers});
        let request = world.request(Method::POST, "/hostile/api").json(&asked);
        world.carry_out(request).await.is(200).json()
    };
    let plain = ask("GET", "/clients", json!({})).await;
    assert_eq!(plain["status"], 200, "{plain}");
    let token = format!("Bearer {}", world.token);
    for headers in [
        json!({}),
        json!({"authorization": token, "idempotency-key": "a", "x-forwarded-for": "127.0.0.1"}),
    ] {
        for (method, path) in [
            ("POST", "/clients"),
            ("DELETE", &format!("/clients/{id}")),
            ("GET", "/users"),
            ("GET", "/tokens"),
            ("POST", "/tokens"),
            ("GET", "/invitations"),
            ("PUT", "/features/blacklist"),
            ("DELETE", "/features/hostile"),
            ("POST", "/features/hostile/removal"),
            ("PUT", "/roles/reception"),
            ("GET", "/blacklist/blocks"),
            ("GET", "/../nachbar/clients"),
            ("GET", "/clients/../tokens"),
            ("GET", "/..%2Fnachbar/clients"),
            ("GET", "//nachbar/clients"),
            ("GET", "http://nachbar/users"),
            ("GET", "/api/v1/salons/nachbar/clients"),
            ("GET", "/salons"),
            ("GET", "/metrics"),
            ("GET", "*"),
        ] {
            let came = ask(method, path, headers.clone()).await;
            assert_ne!(came["status"], 200, "{method} {path}: {came}");
            assert_ne!(came["status"], 201, "{method} {path}: {came}");
        }
    }
    // Asking oneself, who asks oneself, ends.
    let asked = json!({"method": "POST", "path": "/hostile/api", "headers": {"content-type": "application/json"}});
    let request = world.request(Method::POST, "/hostile/api").json(&asked);
    world.carry_out(request).await.is(200);
    world.get(&format!("/clients/{id}")).await.is(200);
    world.end().await;
}

async fn a_call_that_was_kept_is_worth_nothing_once_it_is_off(world: World) {
    switch(&world, Method::PUT).await;
    let (_, other) = world.other_salon("nachbar").await;
    let there = async |method: Method, path: &str, body: String| {
        let request = world.bare(method, &format!("/api/v1/salons/nachbar{path}"));
        world
            .carry_out(request.bearer_auth(&other).body(body))
            .await
            .is(200)
            .json()
    };
    there(Method::PUT, "/features/hostile", String::new()).await;
    let salon = world.salon.to_string();
    let kept = attempt(&world, "keep", "").await;
    assert_eq!(kept["outcome"], "done");
    // Used from another salon, it is of its own salon still.
    let used = there(
        Method::POST,
        "/hostile/try/use what was kept",
        salon.clone(),
    )
    .await;
    assert_eq!(used["outcome"], "done");
    let own = there(Method::POST, "/hostile/sql/read", count()).await;
    assert_eq!(own["rows"], 0, "what it writes is not there");
    switch(&world, Method::DELETE).await;
    for how in ["use what was kept", "ask by what was kept"] {
        let used = there(Method::POST, &format!("/hostile/try/{how}"), salon.clone()).await;
        assert_eq!(used["outcome"], "feature_off", "{how}");
    }
    world.end().await;
}

fn count() -> String {
    "select id from hostile__rows where salon_id = $1".to_owned()
}

async fn whoever_asks_in_a_circle_is_stopped(world: World) {
    world.user("Anna", kartoteka::region::Role::Owner).await;
    let anna = world.signed_in("Anna").await;
    switch(&world, Method::PUT).await;
    let client = json!({"last_name": "Vogel"});
    let id = world.post("/clients", client).await.is(201).id();
    let came = attempt(&world, "facts", &id).await;
    assert_ne!(came["outcome"], "done");
    world.plan("slots within");
    anna.open(&format!("/{SALON}/clients/{id}")).await.is(200);
    world.get(&format!("/clients/{id}")).await.is(200);
    world.end().await;
}

async fn who_asks_to_be_woken_at_each_waking_has_its_turn_and_no_more(world: World) {
    switch(&world, Method::PUT).await;
    for _ in 0..50 {
        let asked = attempt(&world, "again", "").await;
        assert_eq!(asked["outcome"], "done");
    }
    let rows = "select count(*) from wake_ups where name = 'hostile.again'";
    assert_eq!(world.number(Region, rows).await, 1, "many are one");
    for _ in 0..3 {
        let woken = world.running().host().wake_due().await.expect("woken");
        assert!(woken <= 1, "one look is one waking: {woken}");
    }
    world.get("/clients").await.is(200);
    world.end().await;
}
