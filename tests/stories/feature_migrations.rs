//! A migration that fails stops its feature and nothing else.

use kartoteka::region::Role;
use kartoteka_plugin::Locale;
use kartoteka_tests::{Answer, SALON, World, brittle, stories};
use reqwest::Method;
use serde_json::json;

stories![a_bad_migration_stops_its_feature_and_nothing_else in with_brittle];

async fn ask(world: &World, method: Method, path: &str) -> Answer {
    world.carry_out(world.request(method, path)).await
}

async fn a_bad_migration_stops_its_feature_and_nothing_else(mut world: World) {
    world.user("Anna", Role::Owner).await;
    ask(&world, Method::PUT, "/features/brittle").await.is(200);
    ask(&world, Method::GET, "/brittle").await.is(200);
    world.restart_with(brittle::broken).await;
    // Core and other features go on.
    let client = json!({"last_name": "Vogel"});
    let client = world.post("/clients", client).await.is(201).id();
    ask(&world, Method::PUT, "/features/blacklist")
        .await
        .is(200);
    ask(&world, Method::GET, "/blacklist/blocks").await.is(200);
    let checked = world
        .post("/booking-checks", json!({"client_id": client}))
        .await;
    assert_eq!(checked.is(200).json()["decision"], "allow");
    // What fails says so, whether it has tables or none.
    ask(&world, Method::PUT, "/features/crumbly").await.is(200);
    for id in ["brittle", "crumbly"] {
        let door = ask(&world, Method::GET, &format!("/{id}")).await;
        door.problem(503, "feature_unavailable");
        let feature = world.get(&format!("/features/{id}")).await.is(200).json();
        let said = (&feature["on"], &feature["unavailable"]);
        assert_eq!(said, (&json!(true), &json!("migration_failed")));
        let kept = world.get(&format!("/features/{id}/data")).await;
        kept.problem(503, "feature_unavailable");
    }
    let anna = world.signed_in("Anna").await;
    for locale in Locale::ALL {
        let page = anna.request(Method::GET, &format!("/{SALON}/settings/features"));
        let page = page.header("accept-language", locale.code());
        let page = anna.send(page).await.is(200).text();
        assert!(!page.contains("region-feature-unavailable"), "{locale}");
    }
    let page = anna
        .open(&format!("/{SALON}/settings/features"))
        .await
        .is(200)
        .text();
    assert!(page.contains("could not be brought up to date"), "{page}");
    // What a feature keeps and cannot show is neither told nor forgotten in part.
    let erasure = format!("/clients/{client}/erasure");
    let refused = world.post(&erasure, json!({})).await;
    refused.problem(503, "feature_unavailable");
    let export = world.get(&format!("/clients/{client}/export")).await;
    export.problem(503, "feature_unavailable");
    world.restart_with(brittle::mended).await;
    ask(&world, Method::GET, "/brittle").await.is(200);
    let feature = world.get("/features/brittle").await.is(200).json();
    assert!(feature["unavailable"].is_null(), "{feature}");
    // One that never had a table keeps nothing.
    world
        .get(&format!("/clients/{client}/export"))
        .await
        .is(200);
    world.post(&erasure, json!({})).await.is(200);
    ask(&world, Method::GET, "/crumbly")
        .await
        .problem(503, "feature_unavailable");
    world.end().await;
}
