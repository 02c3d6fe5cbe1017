//! A JSON schema, said in lines.

use std::fmt::Write as _;

use serde_json::Value;

/// The members of an object, a line each, those of their own below.
pub(super) fn members(schema: &Value) -> String {
    let mut out = String::new();
    add(&mut out, schema, 0);
    out
}

/// What a value is.
pub(super) fn value(schema: &Value) -> String {
    let members = members(schema);
    match members.is_empty() {
        true => format!("{}.\n", kind(schema)),
        false => members,
    }
}

fn add(out: &mut String, schema: &Value, depth: usize) {
    let Some(properties) = schema["properties"].as_object() else {
        return;
    };
    let required = schema["required"].as_array();
    for (name, of) in properties {
        let is_required = required.is_some_and(|all| all.iter().any(|one| one == name));
        let must = if is_required { ", required" } else { "" };
        let about = of["description"].as_str().unwrap_or_default();
        let (indent, blank) = ("  ".repeat(depth), if about.is_empty() { "" } else { " " });
        // Writing to a text cannot fail.
        let _ = writeln!(out, "{indent}- `{name}`{must}: {}.{blank}{about}", kind(of));
        for inner in [of, &of["items"], &of["additionalProperties"]] {
            add(out, inner, depth + 1);
        }
    }
}

/// What values of it are: `text (uuid) or null`.
fn kind(schema: &Value) -> String {
    if let Some(choices) = schema["enum"].as_array() {
        let choices: Vec<_> = choices.iter().map(|one| format!("`{one}`")).collect();
        return choices.join(" or ");
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one.as_str()],
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        _ => return "any".to_owned(),
    };
    let mut said: Vec<String> = types.into_iter().map(|one| word(one, schema)).collect();
    if let (Some(least), Some(last)) = (schema["minimum"].as_i64(), said.first_mut()) {
        let _ = write!(last, " from {least}");
    }
    said.join(" or ")
}

fn word(kind: &str, schema: &Value) -> String {
    match kind {
        "string" => match (schema["format"].as_str(), schema["maxLength"].as_u64()) {
            (Some(format), _) => format!("text ({format})"),
            (None, Some(most)) => format!("text of at most {most} characters"),
            (None, None) => "text".to_owned(),
        },
        "integer" => "whole number".to_owned(),
        "array" => match schema.get("items") {
            Some(items) => format!("list of {}", kind_of_many(items)),
            None => "list".to_owned(),
        },
        other => other.to_owned(),
    }
}

fn kind_of_many(items: &Value) -> String {
    match items["type"].as_str() {
        Some("object") => "objects".to_owned(),
        _ => kind(items),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_schema_is_said_in_lines() {
        let schema = json!({
            "type": "object", "required": ["id"],
            "properties": {
                "id": {"type": ["string", "null"], "format": "uuid", "description": "Whose."},
                "many": {"type": "array", "items": {"type": "object", "properties": {
                    "kind": {"enum": ["a", "b"]}, "count": {"type": "integer", "minimum": 0},
                }}},
            },
        });
        let said = "- `id`, required: text (uuid) or null. Whose.\n- `many`: list of objects.\n  \
                    - `count`: whole number from 0.\n  - `kind`: `\"a\"` or `\"b\"`.\n";
        assert_eq!(members(&schema), said);
        assert_eq!(value(&json!({"type": "boolean"})), "boolean.\n");
    }
}
