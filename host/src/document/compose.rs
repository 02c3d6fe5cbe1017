//! Makes one OpenAPI document of many.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::shared;

/// The methods of a path item (OpenAPI 3.1).
pub(super) const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// Where the doors of a salon stand.
pub(super) const SALON: &str = "/api/v1/salons/{salon}";

/// What a partner should know before the first call; Markdown.
const INTRODUCTION: &str = "\
The client registry of a salon: its clients, found and kept, the lists they come from, and who may \
enter the salon.

Every call carries a token, `Authorization: Bearer <token>`, which is of one salon and may do what \
it was given. To begin: make a token on the page of the salon's settings, or with \
`kartoteka token create --salon <slug>`, and look for somebody, `list_clients` with `?q=mueller`.

* **Changing** a record takes the `ETag` it was read with as `If-Match`: whoever changed it in \
between is not overwritten (412), and a change without it is refused (428).
* **Repeating** a `POST` is safe with an `Idempotency-Key`: the second answer is that of the first, \
and nothing is done twice.
* **Lists** go on with `?after=` and the `next` of the page before; its value says nothing.
* **Errors** are `application/problem+json` (RFC 9457). `code` is stable, `errors[]` points at each \
field, and sentences are in the language of `Accept-Language` (en, de, nl, pl, it).
* **Fields** that are not known are refused; answers may gain fields.";

/// One module's document, its names made its own.
pub(super) struct Part {
    /// Who it is of, for messages.
    pub(super) owner: String,
    /// The feature, where a salon can switch it off.
    pub(super) feature: Option<String>,
    pub(super) document: Value,
}

impl Part {
    /// A document; a feature's operations and components get its id before their names,
    /// core's are plain.
    ///
    /// # Errors
    /// Names a path of a feature that is not below its own.
    pub(super) fn new(
        owner: String,
        feature: Option<String>,
        mut document: Value,
    ) -> Result<Self, String> {
        if let Some(id) = &feature {
            let paths = document.get("paths").and_then(Value::as_object);
            let own = |path: &str| {
                let rest = path
                    .strip_prefix('/')
                    .and_then(|path| path.strip_prefix(&**id));
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            };
            if let Some(path) = paths.and_then(|paths| paths.keys().find(|path| !own(path))) {
                return Err(format!("{owner}: the path {path} is not below /{id}"));
            }
            prefix_names(&mut document, &id.replace('-', "_"));
        }
        Ok(Self {
            owner,
            feature,
            document,
        })
    }
}

/// Composes the documents, paths and components in alphabetical order.
///
/// # Errors
/// Names the path, operation or schema that stands there twice.
pub(super) fn compose<'a>(
    parts: impl IntoIterator<Item = &'a Part>,
    public_url: Option<&str>,
) -> Result<Value, String> {
    let mut whole = Whole::default();
    for part in parts {
        whole.add(part)?;
    }
    Ok(whole.finish(public_url))
}

/// What stands where a reference of the document leads; the value itself where it is none.
pub(super) fn followed<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let name = value.get("$ref").and_then(Value::as_str);
    let named = name.and_then(|name| document.pointer(name.trim_start_matches('#')));
    named.unwrap_or(value)
}

/// The document of one salon: its slug in the server's address instead of a parameter.
pub(super) fn for_salon(whole: &Value, slug: &str) -> Value {
    let mut own = whole.clone();
    let server = own.pointer("/servers/0/url").and_then(Value::as_str);
    let server = server.unwrap_or("/").trim_end_matches('/');
    let server = format!("{server}/api/v1/salons/{slug}");
    let paths = own.get_mut("paths").and_then(Value::as_object_mut);
    if let Some(paths) = paths {
        let all = std::mem::take(paths);
        for (path, mut item) in all {
            let Some(below) = path.strip_prefix(SALON) else {
                continue;
            };
            if let Some(item) = item.as_object_mut() {
                item.remove("parameters");
            }
            shared::unlink_salon(&mut item);
            paths.insert(below.to_owned(), item);
        }
    }
    if let Some(own) = own.as_object_mut() {
        own.insert("servers".to_owned(), json!([{"url": server}]));
    }
    own
}

#[derive(Default)]
struct Whole {
    paths: BTreeMap<String, Value>,
    /// Kind (`schemas`), then name.
    components: BTreeMap<String, BTreeMap<String, Value>>,
    /// Who has an operation id.
    operations: BTreeMap<String, String>,
    /// What the operations are gathered under, in the order in which a reader meets them.
    tags: Vec<Value>,
}

impl Whole {
    fn add(&mut self, part: &Part) -> Result<(), String> {
        let owner = &part.owner;
        let empty = Map::new();
        let object = |name: &str| {
            let found = part.document.get(name).and_then(Value::as_object);
            found.unwrap_or(&empty)
        };
        for (path, item) in object("paths") {
            let mut item = item.clone();
            self.note_operations(owner, path, &mut item)?;
            let path = format!("{SALON}{path}");
            if self.paths.insert(path.clone(), item).is_some() {
                return Err(format!("{owner}: the path {path} is documented twice"));
            }
        }
        for (kind, entries) in object("components") {
            let all = self.components.entry(kind.clone()).or_default();
            for (name, entry) in entries.as_object().unwrap_or(&empty) {
                // The same type met by way of two modules (a page of the contract's own) is one.
                let before = all.insert(name.clone(), entry.clone());
                if before.is_some_and(|before| before != *entry) {
                    return Err(format!("{owner}: {kind} has two different {name}"));
                }
            }
        }
        let tags = part.document.get("tags").and_then(Value::as_array);
        for tag in tags.into_iter().flatten() {
            let name = tag.get("name");
            if self.tags.iter().all(|known| known.get("name") != name) {
                self.tags.push(tag.clone());
            }
        }
        Ok(())
    }

    /// Notes each operation's id and adds what every operation shares.
    fn note_operations(&mut self, owner: &str, path: &str, item: &mut Value) -> Result<(), String> {
        for method in METHODS {
            let Some(operation) = item.get_mut(method) else {
                continue;
            };
            let id = operation.get("operationId").and_then(Value::as_str);
            let id = id.ok_or_else(|| format!("{owner}: {method} {path} has no operation id"))?;
            if let Some(other) = self.operations.insert(id.to_owned(), owner.to_owned()) {
                return Err(format!("{owner}: {other} has an operation {id} already"));
            }
            shared::share(method, operation);
        }
        if let Some(item) = item.as_object_mut() {
            let parameter = json!([{"$ref": "#/components/parameters/Salon"}]);
            item.insert("parameters".to_owned(), parameter);
        }
        Ok(())
    }

    fn finish(mut self, public_url: Option<&str>) -> Value {
        shared::link(&mut self.paths);
        let mut components = json!(self.components);
        shared::add_components(&mut components);
        json!({
            "openapi": "3.1.0",
            "info": {
                "title": "Kartoteka",
                "version": env!("CARGO_PKG_VERSION"),
                "description": INTRODUCTION,
            },
            "servers": [{"url": public_url.unwrap_or("/")}],
            "security": [{"bearer": []}],
            "tags": self.tags,
            "paths": self.paths,
            "components": components,
        })
    }
}

/// Puts a feature's id before its operations and components, where they are named and
/// wherever they are referred to.
fn prefix_names(document: &mut Value, prefix: &str) {
    let capital = capitalised(prefix);
    let components = document
        .get_mut("components")
        .and_then(Value::as_object_mut);
    let kinds = components.into_iter().flat_map(|kinds| kinds.values_mut());
    for kind in kinds.filter_map(Value::as_object_mut) {
        let all = std::mem::take(kind).into_iter();
        kind.extend(all.map(|(name, v)| (format!("{capital}{name}"), v)));
    }
    rename(document, prefix, &capital);
}

fn rename(value: &mut Value, prefix: &str, capital: &str) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match (name.as_str(), &mut *member) {
                    ("operationId", Value::String(id)) => *id = format!("{prefix}_{id}"),
                    // Also what a discriminator maps to stands in a member of any name.
                    (_, Value::String(target)) if target.starts_with(COMPONENTS) => {
                        let rest = target.get(COMPONENTS.len()..).unwrap_or_default();
                        if let Some((kind, name)) = rest.split_once('/') {
                            *target = format!("{COMPONENTS}{kind}/{capital}{name}");
                        }
                    }
                    (_, member) => rename(member, prefix, capital),
                }
            }
        }
        Value::Array(items) => items
            .iter_mut()
            .for_each(|item| rename(item, prefix, capital)),
        _ => {}
    }
}

/// Where a document refers to what it has in common.
const COMPONENTS: &str = "#/components/";

/// `promo_codes` as schemas are called: `PromoCodes`.
fn capitalised(prefix: &str) -> String {
    prefix
        .split('_')
        .flat_map(|word| {
            let (first, rest) = word.split_at(word.len().min(1));
            [first.to_ascii_uppercase(), rest.to_owned()]
        })
        .collect()
}

#[cfg(test)]
#[path = "compose_tests.rs"]
mod tests;
