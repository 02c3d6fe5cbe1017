//! Questions to features, inside the transaction of who asks.

use kartoteka_tests::{Answer, World, stories};
use reqwest::Method;
use serde_json::json;

stories![
    whoever_is_asked_may_fail_and_nothing_of_it_is_left in with_trials,
    who_may_not_be_passed_over_stops_the_question in with_trials,
    the_strongest_answer_counts in with_trials,
    nobody_is_refused_where_nothing_is_on,
    who_is_asked_about_must_be_somebody,
];

async fn check(world: &World, body: serde_json::Value) -> Answer {
    world.post("/booking-checks", body).await
}

async fn switch_on(world: &World, feature: &str) {
    let path = format!("/features/{feature}");
    world.send(Method::PUT, &path, None, &[]).await.is(200);
}

async fn whoever_is_asked_may_fail_and_nothing_of_it_is_left(world: World) {
    switch_on(&world, "faulty").await;
    let all = [
        "error",
        "panic",
        "garbage",
        "slow",
        "slow-statements",
        "sql",
        "begin",
        "write-and-fail",
        "write-later-and-fail",
    ];
    for how in all {
        let body = json!({"email": format!("{how}@faulty.example")});
        let verdict = check(&world, body).await.is(200).json();
        assert_eq!(verdict["decision"], "allow", "{how}");
        // Others answer all the while; and it has time to get well.
        world.get("/clients").await.is(200);
        world.clock.advance(chrono::TimeDelta::minutes(2));
    }
    // What a failing one wrote is undone: the number is free.
    let taken = json!({"last_name": "Frei", "number": "written by a hook"});
    world.post("/clients", taken.clone()).await.is(201);
    let body = json!({"email": "write@faulty.example"});
    let verdict = check(&world, body).await;
    // And what a working one writes is kept; the number is taken, so the write fails.
    assert_eq!(verdict.is(200).json()["decision"], "allow");
    world.end().await;
}

async fn who_may_not_be_passed_over_stops_the_question(world: World) {
    switch_on(&world, "strict").await;
    let body = json!({"email": "well@nobody.example"});
    assert_eq!(
        check(&world, body).await.is(200).json()["decision"],
        "allow"
    );
    for how in ["error", "panic"] {
        let body = json!({"email": format!("{how}@strict.example")});
        let refused = check(&world, body).await.problem(503, "feature_failed");
        assert_eq!(
            refused.json()["title"],
            "„Streng“ kann gerade nicht antworten"
        );
    }
    let body = json!({"email": "write@strict.example"});
    check(&world, body).await.is(200);
    let taken = json!({"last_name": "Zu spät", "number": "written by a hook"});
    world
        .post("/clients", taken)
        .await
        .problem(409, "number_taken");
    let path = "/features/strict";
    world.send(Method::DELETE, path, None, &[]).await.is(204);
    let body = json!({"email": "error@strict.example"});
    check(&world, body).await.is(200);
    world.end().await;
}

async fn the_strongest_answer_counts(world: World) {
    switch_on(&world, "faulty").await;
    switch_on(&world, "strict").await;
    let body = json!({"email": "warn@faulty.example", "via": "staff"});
    let verdict = check(&world, body).await.is(200).json();
    let expected = json!({
        "decision": "warn", "text": "watch out", "staff_text": "watch out", "most_open": 2,
    });
    assert_eq!(verdict, expected);
    let body = json!({"email": "warn@faulty.example", "via": "online"});
    let verdict = check(&world, body).await.is(200).json();
    assert_eq!(verdict["text"], json!(null), "it is for staff");
    assert_eq!(
        verdict["staff_text"], "watch out",
        "who asks may read clients"
    );
    world.end().await;
}

async fn nobody_is_refused_where_nothing_is_on(world: World) {
    let verdict = check(&world, json!({"phone": "0176 1234567"}))
        .await
        .is(200)
        .json();
    let allowed = json!({
        "decision": "allow", "text": null, "staff_text": null, "most_open": null,
    });
    assert_eq!(verdict, allowed);
    world.end().await;
}

async fn who_is_asked_about_must_be_somebody(world: World) {
    let bad = check(&world, json!({}))
        .await
        .problem(422, "invalid")
        .json();
    assert_eq!(bad["errors"][0]["code"], "client_or_contact_required");
    let bad = check(&world, json!({"phone": "nein", "email": "a@b@c"})).await;
    let bad = bad.problem(422, "invalid").json();
    let pointers: Vec<_> = bad["errors"]
        .as_array()
        .expect("errors")
        .iter()
        .map(|error| error["pointer"].as_str().expect("a pointer").to_owned())
        .collect();
    assert_eq!(pointers, ["/phone", "/email"]);
    let nobody = json!({"client_id": "00000000-0000-7000-8000-000000000000"});
    let bad = check(&world, nobody).await.problem(422, "invalid").json();
    assert_eq!(bad["errors"][0]["pointer"], "/client_id");
    check(&world, json!({"phone": "1", "colour": "red"}))
        .await
        .problem(400, "malformed");
    let narrow = world.narrow_token(&["clients.read"]).await;
    let request = world.bare(Method::POST, "/api/v1/salons/seidenhaar/booking-checks");
    let request = request
        .bearer_auth(narrow)
        .json(&json!({"phone": "017612345678"}));
    world.carry_out(request).await.problem(403, "forbidden");
    world.end().await;
}
