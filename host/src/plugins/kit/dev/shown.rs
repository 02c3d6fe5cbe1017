//! A door of the plugin that can be asked at once.

use serde_json::Value;

use crate::host::Host;

/// The path and query of the first door of the plugin that gives something and takes nothing but a client, filled
/// with this one.
pub(super) fn door(host: &Host, feature: &str, client: &str) -> Option<String> {
    let mut loaded = host.registry.iter();
    let loaded = loaded.find(|loaded| loaded.manifest.id == feature)?;
    let document = serde_json::to_value(loaded.module.api().1).ok()?;
    of_document(&document, client)
}

fn of_document(document: &Value, client: &str) -> Option<String> {
    let paths = document["paths"].as_object()?.iter();
    paths
        .into_iter()
        .find_map(|(path, item)| filled(document, path, item, client))
}

/// None where it gives nothing, or wants to know what cannot be known.
fn filled(document: &Value, path: &str, item: &Value, client: &str) -> Option<String> {
    let operation = item["get"].as_object()?;
    let own = operation.get("parameters").and_then(Value::as_array);
    let shared = item["parameters"].as_array();
    let (mut path, mut query) = (path.to_owned(), Vec::new());
    for parameter in own.into_iter().chain(shared).flatten() {
        let parameter = match parameter["$ref"].as_str() {
            Some(named) => document.pointer(named.trim_start_matches('#'))?,
            None => parameter,
        };
        let name = parameter["name"].as_str()?;
        let is_client = ["client", "client_id"].contains(&name);
        match parameter["in"].as_str()? {
            "path" if is_client => path = path.replace(&format!("{{{name}}}"), client),
            "query" if is_client => query.push(format!("{name}={client}")),
            // It can be left out.
            _ if parameter["required"] != true => {}
            _ => return None,
        }
    }
    // A parameter that is not described is left.
    let is_whole = !path.contains('{');
    let query = match query.is_empty() {
        true => String::new(),
        false => format!("?{}", query.join("&")),
    };
    is_whole.then(|| format!("{path}{query}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_first_door_is_one_that_takes_a_client_alone() {
        let id = json!({"name": "note", "in": "path", "required": true});
        let client = json!({"name": "client_id", "in": "query", "required": true});
        let limit = json!({"name": "limit", "in": "query"});
        let mut document = json!({
            "components": {"parameters": {"client": client}},
            "paths": {
                "/acme-tips/a/{note}": {"get": {}, "parameters": [id]},
                "/acme-tips/b": {"post": {}},
                "/acme-tips/c": {"get": {"parameters": [{"$ref": "#/components/parameters/client"}, limit]}},
            },
        });
        assert_eq!(
            of_document(&document, "7").as_deref(),
            Some("/acme-tips/c?client_id=7")
        );
        let path = json!({"name": "client", "in": "path", "required": true});
        document["paths"] = json!({"/acme-tips/{client}": {"get": {"parameters": [path]}}});
        assert_eq!(of_document(&document, "7").as_deref(), Some("/acme-tips/7"));
        document["paths"] = json!({"/acme-tips/{client}": {"get": {}}});
        assert_eq!(of_document(&document, "7"), None);
    }
}
