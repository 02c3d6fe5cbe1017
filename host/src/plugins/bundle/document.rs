//! The document of a bundle's API, read without running anything.

use std::collections::BTreeSet;

use serde_json::Value;
use utoipa::openapi::OpenApi;

use super::{apart, refusal::short};

/// Methods of a path item (OpenAPI 3.1).
const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];
/// All that a path item may have: whatever else it had would be read by some and not by others.
const OF_A_PATH: [&str; 4] = ["summary", "description", "parameters", "servers"];

/// Reads `text`, whose paths are to lie below `/<id>`.
pub(super) fn read(text: &str, id: &str) -> Result<(OpenApi, Value), String> {
    let read = apart(|| {
        let value: Value = serde_json::from_str(text).map_err(|e| short(&e.to_string()))?;
        judge(&value, id)?;
        // The copy that is read is the one that was judged.
        let document = serde_json::from_value(value.clone());
        let document: OpenApi =
            document.map_err(|e| format!("it is no OpenAPI 3.1: {}", short(&e.to_string())))?;
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
            let name = operation.get("operationId").and_then(Value::as_str);
            let name = name.ok_or_else(|| format!("{member} {path} has no operationId"))?;
            if !operations.insert(name) {
                return Err(format!("two operations are called {name}"));
            }
        }
    }
    Ok(())
}
