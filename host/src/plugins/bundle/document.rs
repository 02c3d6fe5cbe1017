//! The document of a bundle's API, read without running anything.

use std::collections::BTreeSet;

use axum::{Router, routing::any};
use serde_json::Value;
use utoipa::openapi::OpenApi;

use super::{apart, refusal::short};

/// Methods of a path item (OpenAPI 3.1).
const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];
/// All that a path item may have: whatever else it had would be read by some and not by others.
const OF_A_PATH: [&str; 3] = ["summary", "description", "parameters"];

/// Reads `text`, whose paths are to lie below `/<id>`.
pub(super) fn read(text: &str, id: &str) -> Result<(OpenApi, Value), String> {
    let read = apart(|| {
        let value: Value = serde_json::from_str(text).map_err(|e| short(&e.to_string()))?;
        judge(&value, id)?;
        // The copy that is read is the one that was judged.
        let document = serde_json::from_value(value.clone());
        let document: OpenApi =
            document.map_err(|e| format!("it is no OpenAPI 3.1: {}", short(&e.to_string())))?;
        if !is_a_table_of_routes(&document) {
            return Err("two of its paths are the same".to_owned());
        }
        // As a linked feature's would be: what the reader does not know is gone.
        let value = serde_json::to_value(&document).map_err(|e| e.to_string())?;
        judge(&value, id)?;
        Ok((document, value))
    });
    read.unwrap_or_else(|| Err("it breaks its reader".to_owned()))
}

fn judge(value: &Value, id: &str) -> Result<(), String> {
    let version = value.get("openapi").and_then(Value::as_str);
    if !version.is_some_and(|version| version.starts_with("3.1.")) {
        return Err("it is not of OpenAPI 3.1".to_owned());
    }
    if let Some(target) = leading_outside(value) {
        return Err(format!("it refers to {target}, which is not in it"));
    }
    let paths = value.get("paths").and_then(Value::as_object);
    let paths = paths.ok_or("it has no paths")?;
    let mut operations = BTreeSet::new();
    for (path, item) in paths {
        let rest = path
            .strip_prefix('/')
            .and_then(|path| path.strip_prefix(id));
        if !rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) {
            return Err(format!("the path {path} is not below /{id}"));
        }
        if !path.split('/').skip(1).all(is_segment) {
            return Err(format!(
                "the path {path} is not of plain words and {{names}}"
            ));
        }
        let item = item
            .as_object()
            .ok_or_else(|| format!("{path} has no operations"))?;
        for (member, operation) in item {
            let known = METHODS.contains(&&**member) || OF_A_PATH.contains(&&**member);
            if !known && !member.starts_with("x-") {
                return Err(format!("{path} has {member}, which is no method"));
            }
            if !METHODS.contains(&&**member) {
                continue;
            }
            if operation.get("servers").is_some() {
                return Err(format!(
                    "{member} {path} names a server, which is this host"
                ));
            }
            let name = operation.get("operationId").and_then(Value::as_str);
            let name = name.ok_or_else(|| format!("{member} {path} has no operationId"))?;
            if !operations.insert(name) {
                return Err(format!("two operations are called {name}"));
            }
        }
    }
    Ok(())
}

/// A word of an address, or one name in braces.
fn is_segment(segment: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
    let name = segment.strip_prefix('{');
    let name = name.and_then(|name| name.strip_suffix('}'));
    let begins = |name: &str| name.starts_with(|c: char| c.is_ascii_alphabetic());
    match name {
        Some(name) => begins(name) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'),
        None => !segment.is_empty() && segment.bytes().all(plain),
    }
}

/// Whether a router takes the paths beside one another. It panics where not, which costs the thread.
fn is_a_table_of_routes(document: &OpenApi) -> bool {
    let routed = apart(|| {
        let paths = document.paths.paths.keys();
        let route = |router: Router, path: &String| router.route(path, any(|| async {}));
        drop(paths.fold(Router::new(), route));
    });
    routed.is_some()
}

/// What it refers to that is not one of its own components: whoever shows the document would fetch it.
fn leading_outside(value: &Value) -> Option<&str> {
    match value {
        Value::Object(members) => members.iter().find_map(|(name, member)| match member {
            Value::String(to) if name == "$ref" => {
                (!to.starts_with("#/components/")).then_some(to.as_str())
            }
            member => leading_outside(member),
        }),
        Value::Array(items) => items.iter().find_map(leading_outside),
        _ => None,
    }
}
