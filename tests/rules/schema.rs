//! The JSON Schema of the manifest, for editors and for who writes tools: made of the types that read it,
//! whose comments are its descriptions.

use serde_json::{Map, Value, json};
use syn::{
    Attribute, Expr, ExprLit, Field, Fields, GenericArgument, Item, ItemEnum, ItemStruct, Lit,
    Meta, PathArguments, Type,
};

use crate::text;

const FILE: &str = "plugins/sdk/manifest.schema.json";

/// The comment of something, its lines as they follow each other.
fn comment(attributes: &[Attribute]) -> String {
    let lines = attributes
        .iter()
        .filter_map(|attribute| match &attribute.meta {
            Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
                Expr::Lit(ExprLit {
                    lit: Lit::Str(text),
                    ..
                }) => Some(text.value()),
                _ => None,
            },
            _ => None,
        });
    let text: Vec<String> = lines.map(|line| line.trim().to_owned()).collect();
    text.join(" ").trim().to_owned()
}

/// Whether the words of serde have this one.
fn serde_says(attributes: &[Attribute], word: &str) -> bool {
    let mut serde = attributes.iter().filter(|a| a.path().is_ident("serde"));
    serde.any(|attribute| match &attribute.meta {
        Meta::List(list) => list.tokens.to_string().contains(word),
        _ => false,
    })
}

fn inner(arguments: &PathArguments, at: usize) -> &Type {
    let PathArguments::AngleBracketed(arguments) = arguments else {
        panic!("a type without arguments");
    };
    match arguments.args.iter().nth(at) {
        Some(GenericArgument::Type(inner)) => inner,
        _ => panic!("a type without an argument"),
    }
}

/// The schema of a type, and whether it may be absent.
fn of_type(r#type: &Type) -> (Value, bool) {
    let Type::Path(path) = r#type else {
        panic!("a type that is no path");
    };
    let last = path.path.segments.last().expect("a name");
    let schema = match last.ident.to_string().as_str() {
        "String" => json!({"type": "string"}),
        "bool" => json!({"type": "boolean"}),
        "i32" => json!({"type": "integer"}),
        "u32" => json!({"type": "integer", "minimum": 0}),
        "Json" => json!({"type": "object", "description": "A JSON Schema."}),
        "Option" => return (of_type(inner(&last.arguments, 0)).0, true),
        "Vec" => json!({"type": "array", "items": of_type(inner(&last.arguments, 0)).0}),
        "BTreeMap" => {
            let values = of_type(inner(&last.arguments, 1)).0;
            json!({"type": "object", "additionalProperties": values})
        }
        name => json!({"$ref": format!("#/$defs/{name}")}),
    };
    (schema, false)
}

fn described(mut schema: Value, attributes: &[Attribute]) -> Value {
    let text = comment(attributes);
    if !text.is_empty() {
        schema["description"] = json!(text);
    }
    schema
}

fn of_fields<'f>(fields: impl Iterator<Item = &'f Field>) -> Value {
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for field in fields {
        let name = field.ident.as_ref().expect("a name").to_string();
        let (schema, optional) = of_type(&field.ty);
        if !optional && !serde_says(&field.attrs, "default") {
            required.push(name.clone());
        }
        properties.insert(name, described(schema, &field.attrs));
    }
    json!({
        "type": "object", "required": required, "additionalProperties": false,
        "properties": properties,
    })
}

fn of_struct(item: &ItemStruct) -> Value {
    described(of_fields(item.fields.iter()), &item.attrs)
}

/// `OnFailure` is `on_failure`, or `onfailure` where all is in lower case.
fn renamed(name: &str, attributes: &[Attribute]) -> String {
    let mut out = String::new();
    for (at, letter) in name.chars().enumerate() {
        if at > 0 && letter.is_uppercase() && serde_says(attributes, "snake_case") {
            out.push('_');
        }
        out.extend(letter.to_lowercase());
    }
    out
}

fn of_enum(item: &ItemEnum) -> Value {
    let plain = item
        .variants
        .iter()
        .all(|v| matches!(v.fields, Fields::Unit));
    let name = |variant: &syn::Variant| renamed(&variant.ident.to_string(), &item.attrs);
    if plain {
        let names: Vec<_> = item.variants.iter().map(name).collect();
        return described(json!({"enum": names}), &item.attrs);
    }
    let one = |variant: &syn::Variant| {
        let name = name(variant);
        let content = match &variant.fields {
            Fields::Unit => return described(json!({"const": name}), &variant.attrs),
            Fields::Unnamed(fields) => of_type(&fields.unnamed.first().expect("a field").ty).0,
            Fields::Named(fields) => of_fields(fields.named.iter()),
        };
        let schema = json!({
            "type": "object", "required": [&name], "additionalProperties": false,
            "properties": {&name: content},
        });
        described(schema, &variant.attrs)
    };
    let all: Vec<_> = item.variants.iter().map(one).collect();
    described(json!({"oneOf": all}), &item.attrs)
}

/// The schema of all types that a manifest is read by.
fn schema() -> Value {
    let mut defs = Map::new();
    for path in ["plugins/sdk/src/manifest.rs", "plugins/sdk/src/db/value.rs"] {
        for item in syn::parse_file(&text(path)).expect("Rust").items {
            let read = |attributes: &[Attribute]| {
                let mut derives = attributes.iter().filter(|a| a.path().is_ident("derive"));
                derives.any(|derive| match &derive.meta {
                    Meta::List(list) => list.tokens.to_string().contains("Deserialize"),
                    _ => false,
                })
            };
            match item {
                Item::Struct(item) if read(&item.attrs) => {
                    defs.insert(item.ident.to_string(), of_struct(&item));
                }
                Item::Enum(item) if read(&item.attrs) => {
                    defs.insert(item.ident.to_string(), of_enum(&item));
                }
                _ => {}
            }
        }
    }
    let mut manifest = defs.remove("Manifest").expect("the manifest");
    manifest["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    manifest["title"] = json!("The manifest of a plugin of Kartoteka, plugin.toml");
    manifest["$defs"] = defs.into();
    manifest
}

/// Written anew with `UPDATE_SCHEMA=1`.
#[test]
fn the_schema_of_the_manifest_is_that_of_its_types() {
    let made = serde_json::to_string_pretty(&schema()).expect("JSON") + "\n";
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(crate::top().join(FILE), &made).expect("written");
    }
    assert!(
        text(FILE) == made,
        "{FILE} is not up to date: UPDATE_SCHEMA=1 writes it"
    );
}

/// Written anew with `UPDATE_SCHEMA=1`, too.
#[test]
fn what_a_host_offers_is_written_down_for_partners() {
    const OFFERS: &str = "plugins/sdk/OFFERS.md";
    let made = kartoteka::plugins::kit::offers().expect("what is declared");
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(crate::top().join(OFFERS), &made).expect("written");
    }
    assert!(
        text(OFFERS) == made,
        "{OFFERS} is not up to date: UPDATE_SCHEMA=1 writes it"
    );
}

#[test]
fn the_manifests_of_the_house_keep_it() {
    let schema = schema();
    let schema = jsonschema::validator_for(&schema).expect("a schema");
    let features = crate::features()
        .into_iter()
        .map(|id| format!("plugins/{id}/plugin.toml"));
    let others = [
        "core/plugin.toml",
        "plugins/examples/allergy-card/plugin.toml",
        "plugins/examples/birthday-greetings/plugin.toml",
        "plugins/examples/price-tag/plugin.toml",
        "plugins/sdk/template/common/plugin.toml",
    ];
    for path in features.chain(others.map(str::to_owned)) {
        let manifest: Value = toml::from_str(&text(&path)).expect("TOML");
        let wrong: Vec<_> = schema
            .iter_errors(&manifest)
            .map(|e| e.to_string())
            .collect();
        assert!(wrong.is_empty(), "{path}: {wrong:?}");
    }
    for wrong in [
        "id = 'a-b'",
        "id = 'a-b'\nversion = 1\ncontract = '0.1'\nnames = {}",
        "id = 'a-b'\nversion = '1'\ncontract = '0.1'\nnames = {}\nunknown = 1",
    ] {
        let manifest: Value = toml::from_str(wrong).expect("TOML");
        assert!(!schema.is_valid(&manifest), "{wrong}");
    }
}
