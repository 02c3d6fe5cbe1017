//! Doors: documented, below the feature's own path, each naming the permission that opens it.

use serde_json::Value;

use super::Bench;

const METHODS: [&str; 5] = ["get", "put", "post", "delete", "patch"];

pub(super) fn judge(bench: &mut Bench<'_>) {
    let document = &bench.candidate.document;
    let id = bench.manifest.id.clone();
    let empty = serde_json::Map::new();
    let paths = document.get("paths").and_then(Value::as_object);
    for (path, item) in paths.unwrap_or(&empty) {
        let rest = path
            .strip_prefix('/')
            .and_then(|path| path.strip_prefix(&*id));
        let below = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        bench.must("doors", below, || format!("{path} is not below /{id}"));
        for method in METHODS {
            if let Some(operation) = item.get(method) {
                operation_is_whole(bench, &format!("{method} {path}"), operation);
            }
        }
    }
    let schemas = document
        .pointer("/components/schemas")
        .and_then(Value::as_object);
    for (name, schema) in schemas.unwrap_or(&empty) {
        let told = schema.get("description").is_some() || schema.get("enum").is_some();
        bench.must("doors", told, || {
            format!("the schema {name} says nothing of itself: give it a description")
        });
    }
}

fn operation_is_whole(bench: &mut Bench<'_>, at: &str, operation: &Value) {
    let named = operation.get("operationId").and_then(Value::as_str);
    let plain = |id: &str| id.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    bench.must("doors", named.is_some_and(plain), || {
        format!("{at} has no name like list_things")
    });
    let told = ["summary", "description"]
        .iter()
        .any(|key| operation.get(key).is_some());
    bench.must("doors", told, || format!("{at} does not say what it does"));
    let scopes = operation.get("security").and_then(Value::as_array);
    let scopes = scopes
        .into_iter()
        .flatten()
        .filter_map(|one| one.get("bearer")?.as_array());
    let permissions: Vec<&str> = scopes.flatten().filter_map(Value::as_str).collect();
    let manifest = bench.manifest;
    let own = !permissions.is_empty() && permissions.iter().all(|permission| bench.has(permission));
    bench.must("doors", own, || {
        let brings = manifest.permissions.first();
        let names = brings.map_or("", |brings| &brings.name);
        format!(
            "{at} names no permission that it brings: \"security\": [{{\"bearer\": [\"{names}\"]}}]"
        )
    });
    let responses = operation.get("responses").and_then(Value::as_object);
    let good = responses.is_some_and(|all| all.keys().any(|status| status.starts_with('2')));
    bench.must("doors", good, || format!("{at} never succeeds"));
}
