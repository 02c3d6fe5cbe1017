//! The API document is a promise: each change of it shows as a changed snapshot.

use kartoteka_tests::{SALON, Stage, World, features};
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_document_changes_only_on_purpose() {
    let mut world = World::on(Stage::Sqlite).await;
    // A salon that has all that there is.
    for feature in features() {
        world.switch_on(&feature.id).await;
    }
    let whole = world.bare(Method::GET, "/api/openapi.json");
    let mut whole = world.carry_out(whole).await.is(200).json();
    let own = world.get("/openapi.json").await.is(200).json();
    // The same doors and forms, at the salon's own address.
    assert_eq!(own["components"], whole["components"]);
    let prefix = "/api/v1/salons/{salon}";
    let paths = whole["paths"].as_object().expect("paths");
    let below = paths.keys().filter_map(|path| path.strip_prefix(prefix));
    let own_paths = own["paths"].as_object().expect("paths");
    assert!(below.eq(own_paths.keys().map(String::as_str)));
    whole["info"]["version"] = json!("…");
    insta::assert_json_snapshot!("whole", whole);
    insta::assert_json_snapshot!("own", outline(&own));
    assert!(
        !own.to_string().contains("{salon}"),
        "its address names it: {SALON}"
    );
    world.end().await;
}

/// What a salon's own document says otherwise than the whole: address, paths, links.
fn outline(own: &Value) -> Value {
    let paths = own["paths"].as_object().expect("paths");
    let paths = paths.iter().map(|(path, item)| {
        let operations = item.as_object().expect("operations").iter();
        let operations = operations.map(|(method, operation)| {
            let links = operation.pointer("/responses/201/links");
            json!({"method": method, "id": operation["operationId"], "links": links})
        });
        (path.clone(), operations.collect::<Value>())
    });
    json!({"servers": own["servers"], "paths": paths.collect::<serde_json::Map<_, _>>()})
}
