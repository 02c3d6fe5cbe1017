//! Switching features on and off: one salon has them, another does not.

use std::collections::BTreeSet;

use kartoteka::region::Role;
use kartoteka_plugin::Locale;
use kartoteka_tests::{Answer, SALON, Stage, World, stories};
use reqwest::Method;
use serde_json::{Value, json};

stories![
    a_feature_is_on_in_one_salon_and_not_in_another in with_trials,
    what_a_feature_stands_on_comes_along_when_asked_for in with_trials,
    what_stands_on_a_feature_is_named_before_it_goes in with_trials,
    a_feature_brings_its_permissions_and_takes_them_along in with_trials,
    a_salons_document_has_what_the_salon_has in with_trials,
    features_are_switched_on_their_page in with_trials,
    what_fails_too_often_is_left_alone_for_a_while in with_trials,
    a_slow_or_broken_section_holds_up_no_card in with_trials,
];

async fn put(world: &World, path: &str) -> Answer {
    world.send(Method::PUT, path, None, &[]).await
}

async fn off(world: &World, path: &str) -> Answer {
    world.send(Method::DELETE, path, None, &[]).await
}

/// Which features are on.
async fn on(world: &World) -> BTreeSet<String> {
    let list = world.get("/features").await.is(200).json();
    let all = list["data"].as_array().expect("features");
    let on = all.iter().filter(|feature| feature["on"] == true);
    on.map(|feature| feature["id"].as_str().expect("an id").to_owned())
        .collect()
}

fn set(ids: &[&str]) -> BTreeSet<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

async fn a_feature_is_on_in_one_salon_and_not_in_another(world: World) {
    let (_, neighbour) = world.other_salon("nachbar").await;
    let ask = async |salon: &str, token: &str| {
        let path = format!("/api/v1/salons/{salon}/services");
        let request = world.bare(Method::GET, &path).bearer_auth(token);
        world.carry_out(request).await
    };
    ask(SALON, &world.token).await.problem(404, "feature_off");
    put(&world, "/features/services").await.is(200);
    // Once more changes nothing.
    let again = put(&world, "/features/services").await.is(200).json();
    assert_eq!(
        (&again["on"], &again["id"]),
        (&json!(true), &json!("services"))
    );
    ask(SALON, &world.token).await.is(200);
    ask("nachbar", &neighbour).await.problem(404, "feature_off");
    off(&world, "/features/services").await.is(204);
    off(&world, "/features/services").await.is(204);
    ask(SALON, &world.token).await.problem(404, "feature_off");
    world.get("/nothing").await.problem(404, "not_found");
    put(&world, "/features/nothing")
        .await
        .problem(404, "not_found");
    put(&world, "/features/core")
        .await
        .problem(404, "not_found");
    let changes = world.get("/access-changes").await.is(200).json();
    let told: Vec<_> = changes["data"]
        .as_array()
        .expect("changes")
        .iter()
        .filter(|change| change["subject"] == "feature:services")
        .map(|change| change["what"].as_str().expect("what").to_owned())
        .collect();
    let (switched_on, switched_off) = (
        "region.feature.switched_on/1",
        "region.feature.switched_off/1",
    );
    assert_eq!(
        told,
        [switched_off, switched_on],
        "each switch is told once"
    );
    world.end().await;
}

async fn what_a_feature_stands_on_comes_along_when_asked_for(world: World) {
    let refused = put(&world, "/features/bonus")
        .await
        .problem(409, "requirements_off");
    assert_eq!(refused.json()["features"], json!(["services", "till"]));
    assert_eq!(refused.json()["title"], "Bonus braucht Leistungen, Kasse");
    assert_eq!(on(&world).await, set(&[]));
    put(&world, "/features/services").await.is(200);
    let refused = put(&world, "/features/bonus")
        .await
        .problem(409, "requirements_off");
    assert_eq!(refused.json()["features"], json!(["till"]));
    put(&world, "/features/bonus?cascade=true").await.is(200);
    assert_eq!(on(&world).await, set(&["services", "till", "bonus"]));
    put(&world, "/features/bonus?cascade=maybe")
        .await
        .problem(400, "malformed");
    world.end().await;
}

async fn what_stands_on_a_feature_is_named_before_it_goes(world: World) {
    put(&world, "/features/bonus?cascade=true").await.is(200);
    let services = world.get("/features/services").await.is(200).json();
    assert_eq!(services["required_by"], json!(["bonus", "till"]));
    let refused = off(&world, "/features/services")
        .await
        .problem(409, "required_by_others");
    assert_eq!(refused.json()["features"], json!(["bonus", "till"]));
    assert_eq!(on(&world).await, set(&["services", "till", "bonus"]));
    off(&world, "/features/bonus").await.is(204);
    off(&world, "/features/services?cascade=true").await.is(204);
    assert_eq!(on(&world).await, set(&[]));
    world.end().await;
}

async fn a_feature_brings_its_permissions_and_takes_them_along(world: World) {
    world.user("Anna", Role::Owner).await;
    world.user("Mia", Role::Manager).await;
    let anna = world.signed_in("Anna").await;
    let mia = world.signed_in("Mia").await;
    let roles = async || world.get("/roles").await.is(200).json().to_string();
    assert!(!roles().await.contains("bonus.read"));
    let page = format!("/{SALON}/bonus");
    mia.open(&page).await.is(404);
    put(&world, "/features/bonus?cascade=true").await.is(200);
    assert!(roles().await.contains("bonus.read"));
    let home = mia.open(&format!("/{SALON}/clients")).await.is(200).text();
    assert!(
        home.contains(&format!("href=\"{page}\"")),
        "its place is in the rail"
    );
    mia.open(&page).await.is(200);
    // The salon takes it from its managers, and the feature goes and comes.
    let set_manager = async |permissions: Vec<&str>| {
        let body = json!({"permissions": permissions});
        world
            .send(Method::PUT, "/roles/manager", Some(body), &[])
            .await
            .is(200);
    };
    set_manager(vec!["clients.read"]).await;
    let home = mia.open(&format!("/{SALON}/clients")).await.is(200).text();
    assert!(
        !home.contains(&format!("href=\"{page}\"")),
        "who may not see it is not led to it"
    );
    off(&world, "/features/services?cascade=true").await.is(204);
    set_manager(vec!["clients.read", "clients.write"]).await;
    put(&world, "/features/bonus?cascade=true").await.is(200);
    let all = world.get("/roles").await.is(200).json();
    let manager = all["data"]
        .as_array()
        .expect("roles")
        .iter()
        .find(|role| role["role"] == "manager")
        .expect("managers")
        .clone();
    assert_eq!(
        manager["permissions"],
        json!(["clients.read", "clients.write"]),
        "what was taken stays taken"
    );
    mia.open(&format!("/{SALON}/settings/features"))
        .await
        .is(403);
    anna.open(&format!("/{SALON}/settings/features"))
        .await
        .is(200);
    world.end().await;
}

/// The operation ids of a document.
fn operations(document: &Value) -> Vec<String> {
    let paths = document["paths"].as_object().expect("paths").values();
    let items = paths.flat_map(|item| item.as_object().expect("operations").values());
    let ids = items.filter_map(|operation| operation["operationId"].as_str());
    ids.map(str::to_owned).collect()
}

/// Where a document refers to.
fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            if let Some(target) = members.get("$ref").and_then(Value::as_str) {
                found.insert(target.to_owned());
            }
            members
                .values()
                .for_each(|member| references(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

async fn a_salons_document_has_what_the_salon_has(world: World) {
    let features = ["services", "blacklist", "faulty"];
    let whole = world.bare(Method::GET, "/api/openapi.json");
    let whole = world.carry_out(whole).await.is(200).json();
    let everything: BTreeSet<_> = operations(&whole).into_iter().collect();
    let mut tags = BTreeSet::new();
    for subset in 0..(1 << features.len()) {
        for (at, feature) in features.iter().enumerate() {
            let path = format!("/features/{feature}");
            match subset & (1 << at) {
                0 => off(&world, &path).await.is(204),
                _ => put(&world, &path).await.is(200),
            };
        }
        let answer = world.get("/openapi.json").await.is(200);
        let tag = answer.header("etag").expect("a tag").to_owned();
        let document = answer.json();
        let ids = operations(&document);
        let unique: BTreeSet<_> = ids.iter().cloned().collect();
        assert_eq!(ids.len(), unique.len(), "operation ids are unique");
        assert!(unique.is_subset(&everything));
        for (feature, operation) in [
            ("services", "services_show"),
            ("blacklist", "blacklist_set_block"),
        ] {
            let at = features
                .iter()
                .position(|id| *id == feature)
                .expect("known");
            let is_on = subset & (1 << at) != 0;
            assert_eq!(
                unique.contains(operation),
                is_on,
                "{operation} in {subset:b}"
            );
        }
        let mut targets = BTreeSet::new();
        references(&document, &mut targets);
        for target in targets {
            let pointer = target.trim_start_matches('#');
            assert!(
                document.pointer(pointer).is_some(),
                "{target} leads nowhere in {subset:b}"
            );
        }
        let again = world
            .request(Method::GET, "/openapi.json")
            .header("if-none-match", &tag);
        world.carry_out(again).await.is(304);
        tags.insert(tag);
    }
    // `faulty` documents nothing, so it changes nothing.
    assert_eq!(tags.len(), 4, "each set of doors has a document of its own");
    world.end().await;
}

async fn features_are_switched_on_their_page(world: World) {
    world.user("Anna", Role::Owner).await;
    let anna = world.signed_in("Anna").await;
    let page = format!("/{SALON}/settings/features");
    for locale in Locale::ALL {
        let open = anna
            .request(Method::GET, &page)
            .header("accept-language", locale.code());
        let text = anna.send(open).await.is(200).text();
        assert!(
            !text.contains("region-") && !text.contains("-about"),
            "{locale}: a text is missing"
        );
    }
    let refused = anna
        .submit(&format!("{page}/bonus/on"), &[])
        .await
        .is(409)
        .text();
    assert!(
        refused.contains("Bonus needs Services, Till"),
        "it says why"
    );
    assert!(
        refused.contains("name=\"cascade\""),
        "and offers all at once"
    );
    let done = anna
        .submit(&format!("{page}/bonus/on"), &[("cascade", "true")])
        .await
        .is(303);
    let to = done.header("location").expect("a place").to_owned();
    let shown = anna
        .open(to.split('#').next().expect("a path"))
        .await
        .is(200)
        .text();
    assert!(shown.contains("“Bonus” is on."));
    let refused = anna
        .submit(&format!("{page}/till/off"), &[])
        .await
        .is(409)
        .text();
    assert!(refused.contains("Bonus cannot do without Till"));
    anna.submit(&format!("{page}/bonus/off"), &[]).await.is(303);
    assert_eq!(on(&world).await, set(&["services", "till"]));
    world.end().await;
}

async fn what_fails_too_often_is_left_alone_for_a_while(world: World) {
    put(&world, "/features/faulty").await.is(200);
    put(&world, "/features/services").await.is(200);
    // Its document has no doors: it is asked past the check of answers.
    let act = async |how: &str| {
        let path = format!("/faulty/act/{how}");
        world.carry_out(world.request(Method::GET, &path)).await
    };
    act("panic").await.problem(500, "internal");
    act("refuse").await.problem(422, "invalid");
    act("error").await.problem(500, "internal");
    act("well").await.is(200);
    let figure = async || {
        let request = world.bare(Method::GET, "/metrics");
        let request = request.header("x-forwarded-for", "127.0.0.1");
        let text = world.carry_out(request).await.is(200).text();
        text.contains("kartoteka_feature_resting_salons{feature=\"faulty\"} 1\n")
    };
    assert!(!figure().await);
    act("panic").await.problem(500, "internal");
    assert!(figure().await, "the operator sees it");
    act("well").await.problem(503, "feature_resting");
    let others = world.carry_out(world.request(Method::GET, "/services"));
    others.await.is(200);
    world.get("/clients").await.is(200);
    world.clock.advance(chrono::TimeDelta::seconds(30));
    act("error").await.problem(500, "internal");
    act("well").await.problem(503, "feature_resting");
    world.clock.advance(chrono::TimeDelta::seconds(59));
    act("well").await.problem(503, "feature_resting");
    world.clock.advance(chrono::TimeDelta::seconds(1));
    act("well").await.is(200);
    world.end().await;
}

async fn a_slow_or_broken_section_holds_up_no_card(world: World) {
    world.user("Anna", Role::Owner).await;
    let client = json!({"first_name": "Käthe", "last_name": "Vogel"});
    let id = world.post("/clients", client).await.is(201).id();
    let anna = world.signed_in("Anna").await;
    let card = format!("/{SALON}/clients/{id}");
    let plain = anna.open(&card).await.is(200).text();
    assert!(!plain.contains("faulty"), "nothing of what is off");
    put(&world, "/features/faulty").await.is(200);
    let text = anna.open(&card).await.is(200).text();
    assert!(
        text.contains(&format!("<p>about {id}</p>")),
        "what is there is there"
    );
    assert!(
        !text.contains("Nothing"),
        "what has nothing to say takes no room"
    );
    let late = format!("hx-get=\"/{SALON}/faulty/slots/late/{id}\"");
    assert!(text.contains(&late), "what is late loads by itself");
    assert!(text.contains("Not available at the moment"));
    let piece = anna
        .open(&format!("/{SALON}/faulty/slots/late/{id}"))
        .await
        .is(200)
        .text();
    assert_eq!(
        piece,
        format!("<p>at last, at /{SALON}/faulty/slots/late/{id}</p>")
    );
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_switch_counts_on_every_host_when_its_answer_comes() {
    let world = World::on(Stage::Postgres).await;
    let (other, _folder) = world.second_host().await;
    let there = async || {
        let url = format!(
            "http://{}/api/v1/salons/{SALON}/blacklist/blocks",
            other.address
        );
        let request = reqwest::Client::new().get(url).bearer_auth(&world.token);
        request.send().await.expect("an answer").status().as_u16()
    };
    for _ in 0..3 {
        assert_eq!(there().await, 404);
        put(&world, "/features/blacklist").await.is(200);
        assert_eq!(there().await, 200);
        off(&world, "/features/blacklist").await.is(204);
    }
    other.stop().await;
    world.end().await;
}
