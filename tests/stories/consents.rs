//! Consent is a ledger.

use kartoteka_tests::{World, stories};
use serde_json::json;

stories![
    every_word_is_an_entry,
    odd_words_are_cleaned_and_long_ones_refused
];

async fn every_word_is_an_entry(world: World) {
    let made = world
        .post("/clients", json!({"last_name": "Jäger"}))
        .await
        .is(201);
    let path = format!("/clients/{}", made.id());
    assert_eq!(made.json()["marketing_consent"], "unknown");
    world
        .patch(&path, 1, json!({"marketing_consent": "given"}))
        .await
        .is(200);
    world.clock.advance(chrono::TimeDelta::days(3));
    let said = json!({"state": "withdrawn", "wording": "Bitte keine Post mehr."});
    let ledger = world
        .post(&format!("{path}/consents"), said)
        .await
        .is(201)
        .json();
    let entries = ledger["data"].as_array().expect("a list");
    assert_eq!(entries.len(), 2);
    assert_eq!(entries[0]["state"], "withdrawn");
    assert_eq!(entries[0]["wording"], "Bitte keine Post mehr.");
    assert_eq!(entries[0]["at"], "2026-03-05T08:30:00Z");
    assert_eq!(entries[1]["state"], "given");
    assert!(
        entries[1]["wording"]
            .as_str()
            .is_some_and(|words| words.len() > 10),
        "what was asked is kept"
    );
    assert_eq!(
        world.get(&path).await.json()["marketing_consent"],
        "withdrawn"
    );
    let none = json!({"state": "unknown"});
    world
        .post(&format!("{path}/consents"), none)
        .await
        .problem(422, "invalid");
    world.end().await;
}

async fn odd_words_are_cleaned_and_long_ones_refused(world: World) {
    let body = json!({
        "first_name": "Zo\u{0}ë", "last_name": "\u{202e}Jäger", "notes": [{"text": "a\u{0}b"}],
        "marketing_consent": "given", "consent_wording": "Ja\u{0}, gern.",
    });
    let made = world.post("/clients", body).await.is(201);
    assert_eq!(made.json()["first_name"], "Zoë");
    assert_eq!(made.json()["last_name"], "Jäger");
    let path = format!("/clients/{}/consents", made.id());
    let ledger = world.get(&path).await.is(200).json();
    assert_eq!(ledger["data"][0]["wording"], "Ja, gern.");
    let long = json!({"state": "given", "wording": "x".repeat(5_001)});
    world.post(&path, long).await.problem(422, "invalid");
    world.end().await;
}
