//! Cards: made, shown, changed, put away, taken back.

use kartoteka_tests::{World, stories};
use serde_json::json;

stories![
    a_client_is_registered_and_shown,
    a_known_phone_warns_and_is_allowed,
    a_phone_that_is_not_understood_is_kept,
    numbers_are_unique_and_never_used_again,
    the_second_of_two_editors_learns_of_the_first,
    a_change_of_one_member_leaves_the_others,
    notes_keep_their_author_and_time,
    archived_cards_are_listed_apart_and_come_back,
    lists_are_paged_in_the_order_of_names,
    what_breaks_a_rule_is_named,
    changes_are_told_newest_first,
];

async fn a_client_is_registered_and_shown(world: World) {
    let made = world
        .post(
            "/clients",
            json!({
                "first_name": "  Jürgen ", "last_name": "von der Heide",
                "phones": [{"value": "0151 1234 5678"}], "emails": [{"value": "J.Heide@Example.COM"}],
                "notes": [{"text": "Farbe 7/43"}], "marketing_consent": "given",
            }),
        )
        .await
        .is(201);
    let client = made.json();
    assert_eq!(client["number"], "1");
    assert_eq!(client["first_name"], "Jürgen");
    assert_eq!(
        client["phones"][0],
        json!({"value": "0151 1234 5678", "e164": "+4915112345678"})
    );
    assert_eq!(client["emails"][0]["value"], "J.Heide@example.com");
    assert_eq!(client["marketing_consent"], "given");
    assert_eq!(client["created_at"], "2026-03-02T08:30:00Z");
    assert_eq!(made.header("etag"), Some("\"1\""));
    let location = made.header("location").expect("a location").to_owned();
    assert!(location.ends_with(&format!("/clients/{}", made.id())));
    let shown = world.get(&format!("/clients/{}", made.id())).await.is(200);
    let mut bare = client;
    bare.as_object_mut().expect("an object").remove("warnings");
    assert_eq!(shown.json(), bare);
    world.end().await;
}

async fn a_known_phone_warns_and_is_allowed(world: World) {
    let mother =
        json!({"first_name": "Ute", "last_name": "Krüger", "phones": [{"value": "0151 12345678"}]});
    let mother = world.post("/clients", mother).await.is(201);
    let child = json!({"first_name": "Mia", "last_name": "Krüger", "phones": [{"value": "+49 151 12345678"}]});
    let child = world.post("/clients", child).await.is(201).json();
    let warning = &child["warnings"][0];
    assert_eq!(warning["code"], "known_contact");
    assert_eq!(warning["pointer"], "/phones/0/value");
    assert_eq!(warning["client_id"], mother.json()["id"]);
    assert_eq!(warning["name"], "Ute Krüger");
    world.end().await;
}

async fn a_phone_that_is_not_understood_is_kept(world: World) {
    let body = json!({"last_name": "Weiß", "phones": [{"value": "bei der Mutter"}]});
    let client = world.post("/clients", body).await.is(201).json();
    assert_eq!(
        client["phones"][0],
        json!({"value": "bei der Mutter", "e164": null})
    );
    assert_eq!(client["warnings"][0]["code"], "phone_not_understood");
    world.end().await;
}

async fn numbers_are_unique_and_never_used_again(world: World) {
    let first = world
        .post("/clients", json!({"last_name": "A", "number": "7"}))
        .await
        .is(201);
    world
        .post("/clients", json!({"last_name": "B", "number": "7"}))
        .await
        .problem(409, "number_taken");
    let next = world
        .post("/clients", json!({"last_name": "C"}))
        .await
        .is(201)
        .json();
    assert_eq!(
        next["number"], "8",
        "the count goes on after the greatest number entered"
    );
    // A number that was given up stays used, but for the one who had it.
    let path = format!("/clients/{}", first.id());
    let renamed = world
        .patch(&path, 1, json!({"number": "K-1"}))
        .await
        .is(200);
    world
        .post("/clients", json!({"last_name": "D", "number": "7"}))
        .await
        .problem(409, "number_taken");
    world
        .patch(&path, renamed.version(), json!({"number": "7"}))
        .await
        .is(200);
    world.end().await;
}

async fn the_second_of_two_editors_learns_of_the_first(world: World) {
    let made = world
        .post("/clients", json!({"last_name": "Vogel"}))
        .await
        .is(201);
    let path = format!("/clients/{}", made.id());
    world
        .patch(&path, 1, json!({"first_name": "Anna"}))
        .await
        .is(200);
    let refused = world.patch(&path, 1, json!({"first_name": "Berta"})).await;
    let refused = refused.problem(412, "changed_meanwhile");
    assert_eq!(refused.json()["current_version"], 2);
    assert_eq!(world.get(&path).await.json()["first_name"], "Anna");
    let without = world
        .send(reqwest::Method::PATCH, &path, Some(json!({})), &[])
        .await;
    without.problem(428, "if_match_required");
    world.end().await;
}

async fn a_change_of_one_member_leaves_the_others(world: World) {
    let body = json!({
        "first_name": "Łucja", "last_name": "Żak", "phones": [{"value": "+48 501 234 567"}],
        "emails": [{"value": "lucja@example.com"}], "notes": [{"text": "eins"}],
    });
    let made = world.post("/clients", body).await.is(201);
    let path = format!("/clients/{}", made.id());
    let changed = world
        .patch(&path, 1, json!({"emails": null}))
        .await
        .is(200)
        .json();
    assert_eq!(changed["emails"], json!([]));
    assert_eq!(changed["phones"][0]["e164"], "+48501234567");
    assert_eq!(changed["notes"][0]["text"], "eins");
    assert_eq!(changed["version"], 2);
    let same = world
        .patch(&path, 2, json!({"first_name": "Łucja"}))
        .await
        .is(200)
        .json();
    assert_eq!(same["version"], 2, "a change that changes nothing is none");
    world
        .patch(&path, 2, json!({"nickname": "L"}))
        .await
        .problem(400, "malformed");
    world.end().await;
}

async fn notes_keep_their_author_and_time(world: World) {
    let made = world
        .post(
            "/clients",
            json!({"last_name": "Maier", "notes": [{"text": "alt"}]}),
        )
        .await
        .is(201);
    let old = made.json()["notes"][0].clone();
    world.clock.advance(chrono::TimeDelta::hours(1));
    let path = format!("/clients/{}", made.id());
    let both = json!({"notes": [old.clone(), {"text": "neu"}]});
    let notes = world.patch(&path, 1, both).await.is(200).json()["notes"].clone();
    assert_eq!(notes[0], old);
    assert_eq!(notes[1]["text"], "neu");
    assert_eq!(notes[1]["created_at"], "2026-03-02T09:30:00Z");
    let one = world
        .patch(&path, 2, json!({"notes": [{"text": "neu"}]}))
        .await
        .is(200)
        .json();
    assert_eq!(
        one["notes"],
        json!([notes[1]]),
        "an equal text is the same note"
    );
    world.end().await;
}

async fn archived_cards_are_listed_apart_and_come_back(world: World) {
    let made = world
        .post("/clients", json!({"last_name": "Fuchs"}))
        .await
        .is(201);
    let path = format!("/clients/{}", made.id());
    world.delete(&path, 1).await.is(204);
    assert_eq!(world.get("/clients").await.json()["data"], json!([]));
    assert_eq!(
        world.get("/clients?q=fuchs").await.json()["data"],
        json!([])
    );
    let away = world.get("/clients?archived=true").await.json();
    assert_eq!(away["data"][0]["id"], made.json()["id"]);
    assert_eq!(
        world.get("/clients?archived=true&q=fuchs").await.json()["data"][0]["id"],
        made.json()["id"]
    );
    let back = world
        .post(&format!("{path}/restoration"), json!({}))
        .await
        .is(200);
    assert_eq!(back.json()["archived_at"], json!(null));
    assert_eq!(
        world.get("/clients?q=fuchs").await.json()["data"][0]["id"],
        made.json()["id"]
    );
    world.end().await;
}

async fn lists_are_paged_in_the_order_of_names(world: World) {
    for name in [
        "Öztürk", "Zimmer", "Abel", "oz", "Obst", "Weiß", "Weiss", "Weit",
    ] {
        world
            .post("/clients", json!({"last_name": name}))
            .await
            .is(201);
    }
    let (mut names, mut after) = (Vec::new(), String::new());
    loop {
        let page = world
            .get(&format!("/clients?limit=3&count=true{after}"))
            .await
            .is(200)
            .json();
        assert_eq!(page["total"], 8);
        let data = page["data"].as_array().expect("a list").clone();
        names.extend(
            data.iter()
                .map(|c| c["last_name"].as_str().expect("a name").to_owned()),
        );
        match page["page"]["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    assert_eq!(names[..4], ["Abel", "Obst", "oz", "Öztürk"]);
    assert_eq!(names.last().map(String::as_str), Some("Zimmer"));
    assert_eq!(names.len(), 8);
    world.get("/clients?limit=0").await.problem(422, "invalid");
    world
        .get("/clients?limit=201")
        .await
        .problem(422, "invalid");
    world
        .get("/clients?after=nonsense")
        .await
        .problem(422, "invalid");
    world
        .get("/clients?colour=red")
        .await
        .problem(400, "malformed");
    world.end().await;
}

async fn what_breaks_a_rule_is_named(world: World) {
    let empty = world
        .post("/clients", json!({"notes": [{"text": "x"}]}))
        .await
        .problem(422, "invalid");
    assert_eq!(
        empty.json()["errors"][0]["code"],
        "name_or_contact_required"
    );
    let body = json!({
        "last_name": "x".repeat(201), "emails": [{"value": "no address"}],
        "marketing_consent": "unknown",
    });
    let wrong = world.post("/clients", body).await.problem(422, "invalid");
    assert_eq!(
        wrong.pointers(),
        ["/last_name", "/emails/0/value", "/marketing_consent"]
    );
    let typed = world
        .post("/clients", json!({"phones": [{"value": 7}]}))
        .await
        .problem(400, "malformed");
    assert_eq!(typed.pointers(), ["/phones/0/value"]);
    world.get("/clients/4711").await.problem(404, "not_found");
    world
        .get("/clients/00000000-0000-7000-8000-000000000000")
        .await
        .problem(404, "not_found");
    world.end().await;
}

async fn changes_are_told_newest_first(world: World) {
    let made = world
        .post("/clients", json!({"last_name": "Alt"}))
        .await
        .is(201);
    let path = format!("/clients/{}", made.id());
    world
        .patch(&path, 1, json!({"last_name": "Neu"}))
        .await
        .is(200);
    world.delete(&path, 2).await.is(204);
    let changes = world.get(&format!("{path}/changes")).await.is(200).json();
    let what: Vec<&str> = changes["data"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|c| c["what"].as_str())
        .collect();
    assert_eq!(
        what,
        [
            "core.client.archived/1",
            "core.client.changed/1",
            "core.client.registered/1"
        ]
    );
    assert_eq!(changes["data"][1]["before"], json!({"last_name": "Alt"}));
    assert_eq!(changes["data"][1]["after"], json!({"last_name": "Neu"}));
    let page = world.get(&format!("{path}/changes?limit=1")).await.json();
    let next = page["page"]["next"].as_str().expect("more").to_owned();
    let rest = world
        .get(&format!("{path}/changes?after={next}"))
        .await
        .json();
    assert_eq!(rest["data"].as_array().map(Vec::len), Some(2));
    world.end().await;
}
