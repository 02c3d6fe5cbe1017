//! A partner's plugin in Rust whose doors stand on another axum than the host's, and that is built of other versions of
//! much else.

use std::path::Path;

use kartoteka::region::Role;
use kartoteka_tests::{Answer, SALON, World, stories};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

stories![
    an_allergy_is_noted_changed_and_removed in with_allergy_card,
    what_is_wrong_with_an_allergy_is_named in with_allergy_card,
    what_is_severe_is_a_mark_and_a_fact in with_allergy_card,
    a_card_takes_allergies_by_forms in with_allergy_card,
    an_allergy_goes_with_its_client in with_allergy_card,
];

const ID: &str = "example-allergy-card";
const ALLERGIES: &str = "/example-allergy-card/allergies";

#[test]
fn the_plugin_is_built_of_other_versions_than_the_host() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let read = |path: &str| std::fs::read_to_string(top.join(path)).expect(path);
    let host = read("Cargo.lock");
    let plugin = read("plugins/examples/allergy-card/Cargo.lock");
    for (name, version) in [
        ("axum", "0.7.9"),
        ("bytes", "1.11.0"),
        ("http", "1.3.1"),
        ("serde", "1.0.228"),
        ("serde_core", "1.0.228"),
        ("serde_json", "1.0.149"),
        ("tokio", "1.40.0"),
        ("tower", "0.4.13"),
        ("uuid", "1.29.0"),
    ] {
        let entry = format!("name = \"{name}\"\nversion = \"{version}\"\n");
        assert!(plugin.contains(&entry), "{name} is another by now");
        assert!(!host.contains(&entry), "{name} is the host's, too");
    }
}

async fn card(world: &World) -> String {
    let new = json!({"first_name": "Anna", "last_name": "Vogel"});
    world.post("/clients", new).await.is(201).id()
}

fn ppd(client: &str) -> Value {
    json!({
        "client_id": client, "substance": " PPD ", "severity": "severe",
        "note": "Kopfhaut brannte", "tested_on": "2026-03-02",
    })
}

fn one(id: &str) -> String {
    format!("{ALLERGIES}/{id}")
}

fn home(path: &str) -> String {
    format!("/{SALON}{path}")
}

async fn an_allergy_is_noted_changed_and_removed(mut world: World) {
    let client = card(&world).await;
    world.get(ALLERGIES).await.problem(404, "feature_off");
    world.switch_on(ID).await;
    let key = [("idempotency-key", "once")];
    let mut ids = Vec::new();
    for _ in 0..2 {
        let new = Some(ppd(&client));
        let noted = world.send(Method::POST, ALLERGIES, new, &key).await;
        let noted = noted.is(201);
        let path = format!("/api/v1/salons/{SALON}{}", one(&noted.id()));
        assert_eq!(noted.header("location"), Some(path.as_str()));
        ids.push(noted.id());
    }
    assert_eq!(ids[0], ids[1], "the repeated request is the first one");
    let path = one(&ids[0]);
    let mut known = ppd(&client);
    known["id"] = json!(ids[0]);
    known["substance"] = json!("PPD");
    known["version"] = json!(1);
    let shown = world.get(&path).await.is(200);
    assert_eq!((shown.json(), shown.header("etag")), (known, Some("\"1\"")));

    let changes = json!({"severity": "mild", "note": null});
    let refused = world
        .send(Method::PATCH, &path, Some(changes.clone()), &[])
        .await;
    refused.problem(428, "if_match_required");
    let stale = world.patch(&path, 7, changes.clone()).await;
    let stale = stale.problem(412, "changed_meanwhile").json();
    assert_eq!(stale["current_version"], 1);
    let changed = world.patch(&path, 1, changes.clone()).await.is(200);
    assert_eq!(changed.header("etag"), Some("\"2\""));
    let changed = changed.json();
    assert_eq!(
        (&changed["severity"], &changed["note"]),
        (&json!("mild"), &Value::Null)
    );
    // What changes nothing makes no version.
    let same = world.patch(&path, 2, changes).await.is(200);
    assert_eq!(same.version(), 2);

    let nickel = json!({"client_id": client, "substance": "Nickel", "severity": "mild"});
    let nickel = world.post(ALLERGIES, nickel).await.is(201).id();
    let list = format!("{ALLERGIES}?client_id={client}&limit=1");
    let page = world.get(&list).await.is(200).json();
    assert_eq!(page["data"][0]["id"], ids[0]);
    let next = page["page"]["next"].as_str().expect("a next page");
    let page = world.get(&format!("{list}&after={next}")).await.is(200);
    let page = page.json();
    assert_eq!(
        (&page["data"][0]["id"], &page["page"]["next"]),
        (&json!(nickel), &Value::Null)
    );
    let all = world.get(ALLERGIES).await.is(200).json();
    assert_eq!(all["data"].as_array().map(Vec::len), Some(2));

    let stale = world.delete(&path, 1).await;
    stale.problem(412, "changed_meanwhile");
    world.delete(&path, 2).await.is(204);
    world.get(&path).await.problem(404, "not_found");
    world.delete(&path, 2).await.problem(404, "not_found");
    world.end().await;
}

async fn what_is_wrong_with_an_allergy_is_named(mut world: World) {
    world.switch_on(ID).await;
    let client = card(&world).await;
    let wrong = |member: &str, value: Value| {
        let mut new = ppd(&client);
        new[member] = value;
        new
    };
    for (new, status, pointer) in [
        (wrong("substance", json!(" ")), 422, "/substance"),
        (
            wrong("substance", json!("x".repeat(101))),
            422,
            "/substance",
        ),
        (wrong("note", json!("x".repeat(1001))), 422, "/note"),
        (wrong("tested_on", json!("2026-03-03")), 422, "/tested_on"),
        (wrong("client_id", json!(Uuid::nil())), 422, "/client_id"),
        (wrong("severity", json!("fatal")), 400, "/severity"),
        (wrong("tested_on", json!("2026-02-30")), 400, "/tested_on"),
        (wrong("colour", json!("red")), 400, "/colour"),
    ] {
        let refused = world.post(ALLERGIES, new.clone()).await.is(status);
        assert_eq!(refused.pointers(), [pointer], "{new}");
        assert!(!refused.text().contains("field-"), "{}", refused.text());
    }
    world.get(&one("x")).await.problem(404, "not_found");
    let text = world.request(Method::POST, ALLERGIES).body("{}");
    world.carry_out(text).await.problem(415, "not_json");
    let half = world
        .request(Method::POST, ALLERGIES)
        .body("{\"client_id\"");
    let half = half.header("content-type", "application/json");
    world.carry_out(half).await.problem(400, "malformed");
    let refused = world.get(&format!("{ALLERGIES}?limit=0")).await;
    assert_eq!(refused.is(422).pointers(), ["/limit"]);
    let list = world.get(ALLERGIES).await.is(200).json();
    assert_eq!(list["data"], json!([]));
    world.end().await;
}

/// What is known of a client under the name of the plugin's fact.
async fn fact(world: &World, client: &str) -> Option<Value> {
    let facts = world.get(&format!("/clients/{client}/facts")).await.is(200);
    let facts = facts.json()["data"].as_array().cloned().expect("a list");
    let mut facts = facts.into_iter();
    let found = facts.find(|fact| fact["name"] == "example-allergy-card.severe/1");
    found.map(|fact| fact["value"].clone())
}

async fn what_is_severe_is_a_mark_and_a_fact(mut world: World) {
    world.switch_on(ID).await;
    world.user("Eva", Role::Owner).await;
    let owner = world.signed_in("Eva").await;
    let client = card(&world).await;
    let mild = json!({"client_id": client, "substance": "Nickel", "severity": "mild"});
    world.post(ALLERGIES, mild).await.is(201);
    assert_eq!(fact(&world, &client).await, None);
    let list = owner.open(&home("/clients")).await.is(200).text();
    assert!(!list.contains("Allergy:"), "{list}");
    world.post(ALLERGIES, ppd(&client)).await.is(201);
    let known = json!({"substances": ["PPD"]});
    assert_eq!(fact(&world, &client).await, Some(known));
    let list = owner.open(&home("/clients")).await.is(200).text();
    assert!(list.contains("Allergy: PPD"), "{list}");
    assert!(list.contains("#icon-triangle-alert"), "{list}");
    world.end().await;
}

/// Where the form on the card leads once it was sent.
fn back(answer: Answer, client: &str) {
    let card = home(&format!("/clients/{client}"));
    assert_eq!(answer.leads(), format!("{card}#section-{ID}-allergies"));
}

async fn a_card_takes_allergies_by_forms(mut world: World) {
    world.switch_on(ID).await;
    world.user("Eva", Role::Owner).await;
    let owner = world.signed_in("Eva").await;
    let client = card(&world).await;
    let form = home(&format!("/{ID}/clients/{client}"));
    let fields = [
        ("substance", "Latex"),
        ("severity", "severe"),
        ("tested_on", ""),
    ];
    back(owner.submit(&form, &fields).await, &client);
    let section = home(&format!("/{ID}/slots/section/{client}"));
    let text = owner.open(&section).await.is(200).text();
    assert!(
        text.contains("Latex") && text.contains("badge-stop"),
        "{text}"
    );
    let card = owner.open(&home(&format!("/clients/{client}"))).await;
    assert!(card.is(200).text().contains("Allergies"));

    let fields = [("substance", ""), ("severity", "mild"), ("tested_on", "x")];
    let wrong = owner.submit(&form, &fields).await.is(422).text();
    assert!(wrong.contains("Last patch test: is no date"), "{wrong}");
    let all = world.get(ALLERGIES).await.is(200).json();
    let id = all["data"][0]["id"].as_str().expect("an id").to_owned();
    let page = home(&one(&id));
    let shown = owner.open(&page).await.is(200);
    assert_eq!(shown.field("version"), "1");
    assert_eq!(shown.field("substance"), "Latex");
    let changed = |version| {
        [
            ("version", version),
            ("substance", "Latex"),
            ("severity", "mild"),
            ("note", "juckt"),
            ("tested_on", "2026-03-01"),
        ]
    };
    back(owner.submit(&page, &changed("1")).await, &client);
    // Somebody was quicker: what was typed is shown, based on what is there now.
    let overtaken = owner.submit(&page, &changed("1")).await.is(412);
    assert_eq!(overtaken.field("version"), "2");
    assert!(overtaken.text().contains("Somebody else changed this"));
    let wrong = [("version", "2"), ("substance", " "), ("severity", "mild")];
    let wrong = owner.submit(&page, &wrong).await.is(422).text();
    assert!(wrong.contains("Substance: is missing"), "{wrong}");
    let text = owner.open(&section).await.is(200).text();
    assert!(
        text.contains("juckt") && text.contains("tested on 01.03.2026"),
        "{text}"
    );
    let removal = format!("{page}/removal");
    let stale = owner.submit(&removal, &[("version", "1")]).await.is(412);
    assert_eq!(stale.field("version"), "2");
    back(owner.submit(&removal, &[("version", "2")]).await, &client);
    owner.submit(&removal, &[("version", "2")]).await.is(404);
    let text = owner.open(&section).await.is(200).text();
    assert!(text.contains("No allergies are noted."), "{text}");
    world.end().await;
}

async fn an_allergy_goes_with_its_client(mut world: World) {
    world.switch_on(ID).await;
    let client = card(&world).await;
    let id = world.post(ALLERGIES, ppd(&client)).await.is(201).id();
    let export = world.get(&format!("/clients/{client}/export")).await;
    let exported = export.is(200).exported();
    let rows = &exported["features"][ID]["example_allergy_card__allergies"];
    assert_eq!(rows[0]["substance"], "PPD", "{exported}");
    let path = format!("/clients/{client}/erasure");
    let receipt = world.post(&path, json!({})).await.is(200).text();
    assert!(
        receipt.contains("example_allergy_card__allergies"),
        "{receipt}"
    );
    world.get(&one(&id)).await.problem(404, "not_found");
    world.end().await;
}
