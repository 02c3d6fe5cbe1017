//! What operations have in common: the salon in their path, the ways in which they fail, the
//! key under which a `POST` is sent again, the version that a change is based on, and where a
//! thing goes on from its making.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::compose::METHODS;

/// The header with the version that a change is based on.
const IF_MATCH: &str = "If-Match";

/// The ways in which an operation fails that are alike for all: status, name, words.
const PROBLEMS: [(&str, &str, &str); 9] = [
    ("400", "Malformed", "It cannot be decoded."),
    ("401", "NotSignedIn", "No token, or none that is known."),
    ("403", "Forbidden", "The token may not do this."),
    (
        "404",
        "NotFound",
        "It is not there, or may not be known of; the salon included.",
    ),
    (
        "412",
        "ChangedMeanwhile",
        "`changed_meanwhile`: it is of another version by now.",
    ),
    ("413", "TooLarge", "The body is larger than allowed."),
    (
        "415",
        "UnsupportedMediaType",
        "The body is of another kind than documented.",
    ),
    (
        "422",
        "BrokenRule",
        "A rule is broken; `errors` says which.",
    ),
    (
        "428",
        "NoVersion",
        "`if_match_required`: `If-Match` is missing.",
    ),
];

/// Adds to an operation what it shares with others.
pub(super) fn share(method: &str, operation: &mut Value) {
    let failing = failing(method, operation);
    let Some(operation) = operation.as_object_mut() else {
        return;
    };
    let named = operation
        .get_mut("parameters")
        .and_then(Value::as_array_mut);
    for parameter in named.into_iter().flatten() {
        if parameter["name"] == IF_MATCH {
            *parameter = json!({"$ref": "#/components/parameters/IfMatch"});
        }
    }
    if method == "post" {
        let parameters = operation.entry("parameters").or_insert_with(|| json!([]));
        if let Some(parameters) = parameters.as_array_mut() {
            parameters.push(json!({"$ref": "#/components/parameters/IdempotencyKey"}));
        }
    }
    let responses = operation.entry("responses").or_insert_with(|| json!({}));
    let Some(responses) = responses.as_object_mut() else {
        return;
    };
    let form =
        json!({"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}});
    for (status, response) in responses.iter_mut() {
        let failed = status.starts_with(['4', '5']);
        if let Some(response) = response.as_object_mut()
            && failed
            && !response.contains_key("$ref")
        {
            response.insert("content".to_owned(), form.clone());
        }
    }
    for (status, name) in failing {
        let shared = json!({"$ref": format!("#/components/responses/{name}")});
        responses.entry(status).or_insert(shared);
    }
    responses
        .entry("default")
        .or_insert_with(|| json!({"$ref": "#/components/responses/Problem"}));
}

/// How this operation can fail besides what it says itself.
fn failing(method: &str, operation: &Value) -> Vec<(&'static str, &'static str)> {
    let has_query = operation
        .get("parameters")
        .and_then(Value::as_array)
        .is_some_and(|all| all.iter().any(|p| p["in"] == "query"));
    let content = operation.pointer("/requestBody/content");
    let is_based_on = takes_if_match(operation);
    let is_json = content.is_some_and(|kinds| kinds.get("application/json").is_some());
    // A key is decoded, and its body read, before the operation is asked.
    let is_read = content.is_some() || method == "post";
    let fails = |status: &str| match status {
        "400" | "422" => has_query || is_read,
        "412" | "428" => is_based_on,
        "413" => is_read,
        "415" => is_json,
        _ => true,
    };
    let all = PROBLEMS.iter().filter(|(status, ..)| fails(status));
    all.map(|(status, name, _)| (*status, *name)).collect()
}

/// Leads from the making of a thing to all that can be done with it: its id is the
/// parameter there, and its `ETag` the precondition.
pub(super) fn link(paths: &mut BTreeMap<String, Value>) {
    let mut links = Vec::new();
    for (collection, item) in &*paths {
        if item.pointer("/post/responses/201").is_some() {
            links.push((collection.clone(), links_from(paths, collection)));
        }
    }
    for (collection, found) in links.into_iter().filter(|(_, found)| !found.is_empty()) {
        let made = paths.get_mut(&collection);
        let made = made.and_then(|item| item.pointer_mut("/post/responses/201"));
        if let Some(made) = made.and_then(Value::as_object_mut) {
            made.insert("links".to_owned(), Value::Object(found));
        }
    }
}

/// The links from a collection to the operations on its members, by operation id.
fn links_from(paths: &BTreeMap<String, Value>, collection: &str) -> Map<String, Value> {
    let mut found = Map::new();
    for (path, item) in paths {
        let below = path.strip_prefix(collection);
        let parameter = below.and_then(|below| below.strip_prefix("/{")?.split_once('}'));
        let Some((parameter, _)) = parameter.filter(|(_, rest)| !rest.contains('{')) else {
            continue;
        };
        for method in METHODS {
            let Some(operation) = item.get(method) else {
                continue;
            };
            let Some(id) = operation.get("operationId").and_then(Value::as_str) else {
                continue;
            };
            let mut parameters = json!({parameter: "$response.body#/id"});
            if path.contains("{salon}") {
                parameters["salon"] = json!("$request.path.salon");
            }
            if takes_if_match(operation) {
                parameters["header.If-Match"] = json!("$response.header.ETag");
            }
            let link = json!({"operationId": id, "parameters": parameters});
            found.insert(id.to_owned(), link);
        }
    }
    found
}

/// Takes the salon out of the links of a path, for a document that is of one salon.
pub(super) fn unlink_salon(item: &mut Value) {
    let links = item.pointer_mut("/post/responses/201/links");
    let links = links.and_then(Value::as_object_mut);
    for link in links.into_iter().flat_map(|links| links.values_mut()) {
        if let Some(parameters) = link["parameters"].as_object_mut() {
            parameters.remove("salon");
        }
    }
}

/// Whether an operation asks for the version that a change is based on, be it shared already.
fn takes_if_match(operation: &Value) -> bool {
    let parameters = operation.get("parameters").and_then(Value::as_array);
    let is = |p: &Value| p["name"] == IF_MATCH || p["$ref"] == "#/components/parameters/IfMatch";
    parameters.is_some_and(|all| all.iter().any(is))
}

/// The components that [`share`] refers to.
pub(super) fn add_components(components: &mut Value) {
    let mut shared = vec![
        (
            "parameters",
            "Salon",
            json!({
                "name": "salon", "in": "path", "required": true,
                "description": "The salon's slug.",
                "schema": {"type": "string", "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$", "maxLength": 40},
            }),
        ),
        (
            "parameters",
            "IdempotencyKey",
            json!({
                "name": "Idempotency-Key", "in": "header", "required": false,
                "description": "A name for this request, fresh for each. Sent again under \
                    it within a day, the request is not done twice: it gets the same status \
                    and `Location`, and the body that stands there by then, which is empty \
                    where nothing does any more. With another body it gets 422 `idempotency_key_reused`.",
                "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
            }),
        ),
        (
            "parameters",
            "IfMatch",
            json!({
                "name": IF_MATCH, "in": "header", "required": true,
                "description": "The `ETag` that the change is based on",
                "schema": {"type": "string", "pattern": r#"^"\d{1,18}"$"#},
            }),
        ),
        ("responses", "Problem", response("It was not done.")),
        ("schemas", "Problem", problem()),
        (
            "securitySchemes",
            "bearer",
            json!({"type": "http", "scheme": "bearer", "description": "A token of the salon."}),
        ),
    ];
    let problems = PROBLEMS.iter();
    shared.extend(problems.map(|(_, name, words)| ("responses", *name, response(words))));
    let Some(components) = components.as_object_mut() else {
        return;
    };
    for (kind, name, value) in shared {
        let kind = components.entry(kind).or_insert_with(|| json!({}));
        if let Some(kind) = kind.as_object_mut() {
            kind.insert(name.to_owned(), value);
        }
    }
}

fn response(words: &str) -> Value {
    json!({
        "description": words,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    })
}

fn problem() -> Value {
    json!({
        "type": "object",
        "description": "What went wrong (RFC 9457). Members beside these belong to the code.",
        "required": ["type", "title", "status", "code", "request_id"],
        "properties": {
            "type": {"type": "string", "format": "uri-reference"},
            "title": {"type": "string", "description": "In the reader's language."},
            "status": {"type": "integer"},
            "detail": {"type": "string", "description": "What to do about it."},
            "code": {"type": "string", "description": "Stable; programs decide by it."},
            "request_id": {"type": "string", "description": "The log knows the request by it."},
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["pointer", "code", "detail"],
                    "properties": {
                        "pointer": {"type": "string", "description": "JSON pointer into the body."},
                        "code": {"type": "string"},
                        "detail": {"type": "string"},
                    },
                },
            },
        },
    })
}
