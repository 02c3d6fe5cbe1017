//! Which schemas are taken, and that what they take is what JSON Schema takes.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeSet;

use kartoteka_plugin::{Error, pages::Typed};
use proptest::{collection::vec, option, prelude::*};
use serde_json::{Map, Value as Json, json};

use super::{Input, form, schema::Schema};

fn property(property: &Json) -> Result<Schema, String> {
    let schema = json!({
        "type": "object", "additionalProperties": false, "properties": {"it": property},
    });
    Schema::read("reminders", &schema)
}

/// One of each form.
fn all() -> Json {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["sender", "hours"],
        "properties": {
            "sender": {"type": "string", "format": "email"},
            "hours": {"type": "integer", "minimum": 1, "maximum": 72, "default": 24},
            "free": {"type": "integer"},
            "note": {"type": "string", "maxLength": 8, "x-lines": true, "default": "Hi"},
            "since": {"type": "string", "format": "date"},
            "tone": {"type": "string", "enum": ["warm", "plain"], "x-order": 1},
            "active": {"type": "boolean", "default": true},
            "days": {"type": "array", "items": {"type": "string", "enum": ["mo", "tu"]}},
            "words": {"type": "array", "items": {"type": "string", "maxLength": 4}},
        },
    })
}

fn object(value: Json) -> Map<String, Json> {
    match value {
        Json::Object(map) => map,
        _ => Map::new(),
    }
}

fn wrong(schema: &Schema, settings: Json) -> Vec<(String, String)> {
    let input = Input::of(object(settings));
    let error = schema.check(&input, &BTreeSet::new()).err();
    let fields = error.map(|error: Error| error.fields.clone());
    let fields = fields.unwrap_or_default();
    fields
        .into_iter()
        .map(|field| (field.pointer, field.code.into_owned()))
        .collect()
}

#[test]
fn what_is_no_setting_is_refused_by_name() {
    for (bad, why) in [
        (
            json!({"type": "number"}),
            "there is no form for the type number",
        ),
        (
            json!({"type": "object"}),
            "there is no form for the type object",
        ),
        (
            json!({"type": "string", "format": "uri"}),
            "there is no form for the format uri",
        ),
        (
            json!({"type": "string", "minimum": 1}),
            "minimum does not belong to it",
        ),
        (
            json!({"type": "integer", "maxLength": 1}),
            "maxLength does not belong to it",
        ),
        (
            json!({"type": "boolean", "x-lines": true}),
            "x-lines does not belong to it",
        ),
        (
            json!({"type": "boolean", "writeOnly": true}),
            "writeOnly does not belong to it",
        ),
        (
            json!({"type": "string", "format": "email", "enum": ["a"]}),
            "format does not belong to it",
        ),
        (
            json!({"type": "string", "enum": ["a"], "x-lines": true}),
            "x-lines does not belong to it",
        ),
        (
            json!({"type": "string", "enum": []}),
            "there is nothing to choose from",
        ),
        (
            json!({"type": "string", "enum": ["a", "a"]}),
            "a value is named twice",
        ),
        (
            json!({"type": "string", "enum": ["Ä"]}),
            "\"Ä\" must be small letters, digits, - and _",
        ),
        (
            json!({"type": "integer", "minimum": 2, "maximum": 1}),
            "there is no number from 2 to 1",
        ),
        (json!({"type": "array"}), "it must say what its items are"),
        (
            json!({"type": "array", "items": {"type": "integer"}}),
            "its items must be strings",
        ),
        (
            json!({"type": "string", "writeOnly": true, "default": "x"}),
            "a secret has no default",
        ),
    ] {
        let error = property(&bad).err().unwrap();
        assert_eq!(error, format!("reminders: the setting it: {why}"));
    }
    let unknown = property(&json!({"type": "string", "pattern": "x"}))
        .err()
        .unwrap();
    assert!(unknown.starts_with("reminders: the setting it: unknown field `pattern`"));
    let default = property(&json!({"type": "integer", "maximum": 3, "default": 4}));
    let default = default.err().unwrap();
    assert!(
        default.starts_with("reminders: the setting it: its default: 4"),
        "{default}"
    );
    for (schema, why) in [
        (
            json!({"type": "object", "properties": {}}),
            "additionalProperties",
        ),
        (
            json!({"type": "array", "additionalProperties": false, "properties": {}}),
            "type object",
        ),
        (
            json!({"type": "object", "additionalProperties": false, "properties": {}, "required": ["a"]}),
            "a is required and not there",
        ),
        (
            json!({"type": "object", "additionalProperties": false, "properties": {"A-b": {"type": "boolean"}}}),
            "the setting A-b: its name",
        ),
    ] {
        let error = Schema::read("reminders", &schema).err().unwrap();
        assert!(
            error.starts_with("reminders: ") && error.contains(why),
            "{error}"
        );
    }
}

#[test]
fn what_is_wrong_is_said_where_it_is() {
    let schema = Schema::read("reminders", &all()).unwrap();
    let names: Vec<_> = schema.properties.iter().map(|p| p.name.as_str()).collect();
    let by_order = [
        "tone", "active", "days", "free", "hours", "note", "sender", "since", "words",
    ];
    assert_eq!(names, by_order);
    let good =
        json!({"sender": "anna@example.org", "hours": 72, "note": "äöüß€😀ab", "days": ["mo"]});
    assert_eq!(wrong(&schema, good), []);
    let bad = json!({
        "sender": "anna", "hours": 73, "note": "123456789", "since": "30.11.2026",
        "tone": 1, "active": "yes", "days": ["mo", "su", 3], "words": "one",
    });
    let fault = |pointer: &str, code: &str| (format!("/settings/{pointer}"), code.to_owned());
    assert_eq!(
        wrong(&schema, bad),
        [
            fault("tone", "wrong_type"),
            fault("active", "wrong_type"),
            fault("days/1", "not_a_choice"),
            fault("days/2", "wrong_type"),
            fault("hours", "out_of_range"),
            fault("note", "too_long"),
            fault("sender", "not_an_email"),
            fault("since", "not_a_date"),
            fault("words", "wrong_type"),
        ]
    );
    let missing = [fault("hours", "required"), fault("sender", "required")];
    assert_eq!(wrong(&schema, json!({})), missing);
    let unknown = Input::of(object(json!({"a/b~c": 1})));
    let error = schema.check(&unknown, &BTreeSet::new()).err().unwrap();
    assert_eq!(
        (error.status.as_u16(), &*error.fields[0].pointer),
        (400, "/settings/a~1b~0c")
    );
}

#[test]
fn secrets_are_asked_for_and_never_quoted() {
    let schema = property(&json!({"type": "string", "maxLength": 4, "writeOnly": true})).unwrap();
    let mut required = schema.whole.clone();
    required["required"] = json!(["it"]);
    let required = Schema::read("reminders", &required).unwrap();
    let set = BTreeSet::from(["it".to_owned()]);
    let wrong = |schema: &Schema, kept: &BTreeSet<String>, secrets: Json| {
        let input = Input {
            settings: Map::new(),
            secrets: object(secrets),
        };
        let error = schema.check(&input, kept).err();
        assert!(!format!("{error:?}").contains("geheim"));
        error.map(|error| {
            let field = error.fields[0].clone();
            format!("{} {} {}", error.status.as_u16(), field.pointer, field.code)
        })
    };
    let none = BTreeSet::new();
    assert_eq!(wrong(&schema, &none, json!({})), None);
    assert_eq!(wrong(&required, &set, json!({})), None);
    assert_eq!(wrong(&schema, &set, json!({"it": null})), None);
    let missing = Some("422 /secrets/it required".to_owned());
    assert_eq!(wrong(&required, &none, json!({})), missing);
    assert_eq!(wrong(&required, &set, json!({"it": null})), missing);
    assert_eq!(wrong(&schema, &none, json!({"it": ""})), missing);
    let long = wrong(&schema, &none, json!({"it": "geheim"}));
    assert_eq!(long.unwrap(), "422 /secrets/it too_long");
    let kind = wrong(&schema, &none, json!({"it": ["geheim"]}));
    assert_eq!(kind.unwrap(), "422 /secrets/it wrong_type");
    let unknown = wrong(&schema, &none, json!({"other": "geheim"}));
    assert_eq!(unknown.unwrap(), "400 /secrets/other malformed");
    let misplaced = Input::of(object(json!({"it": "geheim"})));
    let error = schema.check(&misplaced, &none).err().unwrap();
    assert!(!format!("{error:?}").contains("geheim"));
}

#[test]
fn what_no_longer_fits_counts_as_not_set() {
    let schema = Schema::read("reminders", &all()).unwrap();
    let stored = json!({"hours": 100, "note": "Moin", "tone": "rude", "gone": 1, "active": false});
    let filled = schema.filled(&object(stored));
    let expected = json!({"hours": 24, "note": "Moin", "active": false});
    assert_eq!(Json::Object(filled), expected);
}

#[test]
fn a_form_says_what_was_typed() {
    let schema = Schema::read("reminders", &all()).unwrap();
    let typed = [
        ("setting.sender", " anna@example.org "),
        ("setting.hours", "12"),
        ("setting.free", "99999999999999999999"),
        ("setting.note", ""),
        ("setting.since", ""),
        ("setting.tone", ""),
        ("setting.days", "mo"),
        ("setting.days", "tu"),
        ("setting.words", "one\r\n\r\n two \r\n"),
    ];
    let input = form::input(&schema, &Typed::from(&typed[..]));
    let expected = json!({
        "sender": "anna@example.org", "hours": 12, "free": 1e20, "note": "", "active": false,
        "days": ["mo", "tu"], "words": ["one", "two"],
    });
    assert_eq!(Json::Object(input.settings), expected);
    for (text, value) in [
        ("1.5", json!("1.5")),
        ("-", json!("-")),
        ("inf", json!("inf")),
        ("-3", json!(-3)),
    ] {
        let input = form::input(&schema, &Typed::from(&[("setting.hours", text)][..]));
        assert_eq!(input.settings["hours"], value);
    }
}

/// Values that fit something, and values that fit nothing.
fn value() -> impl Strategy<Value = Json> {
    let text = prop_oneof![
        "[a-zäß€]{0,9}",
        "[a-z]{1,3}@[a-z]{0,3}(\\.[a-z]{2})?",
        "20[0-9]{2}-[01][0-9]-[0-3][0-9]",
        Just("warm".to_owned()),
        Just("mo".to_owned()),
        any::<String>(),
    ];
    let number = prop_oneof![
        (-2_i64..80).prop_map(Json::from),
        any::<i64>().prop_map(Json::from)
    ];
    let real = prop_oneof![
        (-2_i32..80).prop_map(|n| Json::from(f64::from(n))),
        (-2.0_f64..80.0).prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
    ];
    let text = text.prop_map(Json::from).boxed();
    let one = prop_oneof![4 => text.clone(), 3 => number, 1 => real, 2 => any::<bool>().prop_map(Json::from), 1 => Just(Json::Null)];
    let list = vec(prop_oneof![6 => text, 1 => Just(json!(1))], 0..4);
    prop_oneof![6 => one, 3 => list.prop_map(Json::from), 1 => Just(json!({}))]
}

proptest! {
    #[test]
    fn what_is_taken_is_what_json_schema_takes(
        values in vec(option::weighted(0.2, value()), 9),
        sender in option::weighted(0.9, "[a-z]{1,5}@[a-z]{1,5}\\.org"),
        hours in option::weighted(0.9, 1_i64..73),
        unknown in proptest::bool::weighted(0.05),
    ) {
        let schema = Schema::read("reminders", &all()).unwrap();
        let options = jsonschema::options().should_validate_formats(true);
        let whole = options.build(&schema.whole).unwrap();
        let names = schema.properties.iter().map(|p| p.name.clone());
        let pairs = names.zip(values).filter_map(|(name, value)| Some((name, value?)));
        let mut settings: Map<String, Json> = pairs.collect();
        if let Some(sender) = sender {
            settings.insert("sender".to_owned(), json!(sender));
        }
        if let Some(hours) = hours {
            settings.insert("hours".to_owned(), json!(hours));
        }
        if unknown {
            settings.insert("unknown".to_owned(), json!(1));
        }
        let checked = schema.check(&Input::of(settings.clone()), &BTreeSet::new());
        let expected = whole.is_valid(&Json::Object(settings));
        prop_assert_eq!(checked.is_ok(), expected);
        if let Ok(checked) = checked {
            // What is kept, and what is read with defaults, fits as well.
            prop_assert!(whole.is_valid(&Json::Object(checked.settings.clone())));
            prop_assert!(whole.is_valid(&Json::Object(schema.filled(&checked.settings))));
            let is_whole = |name: &str| {
                checked.settings.get(name).is_none_or(Json::is_i64)
            };
            prop_assert!(is_whole("hours") && is_whole("free"));
        }
    }
}
