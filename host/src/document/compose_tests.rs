#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;

fn document(path: &str, operation: &str, schema: &Value) -> Value {
    json!({
        "paths": {path: {"get": {
            "operationId": operation,
            "responses": {
                "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Entry"}}}},
                "404": {"description": "gone"},
            },
        }}},
        "components": {"schemas": {"Entry": schema}},
    })
}

/// The document of a module, a feature's where it has an id.
fn part(feature: Option<&str>, path: &str, operation: &str, schema: &Value) -> Part {
    let document = document(path, operation, schema);
    let owner = feature.unwrap_or("b").to_owned();
    Part::new(owner, feature.map(str::to_owned), document).unwrap()
}

fn two(second: Part) -> Result<Value, String> {
    let core = document("/clients", "list_clients", &json!({"type": "string"}));
    let core = Part::new("core".to_owned(), None, core)?;
    compose([&core, &second], Some("https://cards.example"))
}

#[test]
fn features_names_carry_their_id_and_cores_do_not() {
    let schema = json!({"type": "integer"});
    let feature = part(Some("promo-codes"), "/promo-codes", "list_entries", &schema);
    let whole = two(feature).unwrap();
    let at = |pointer: &str| whole.pointer(pointer).unwrap();
    let path = "/paths/~1api~1v1~1salons~1{salon}~1promo-codes/get";
    assert_eq!(
        at(&format!("{path}/operationId")),
        "promo_codes_list_entries"
    );
    assert_eq!(
        at(&format!(
            "{path}/responses/200/content/application~1json/schema/$ref"
        )),
        "#/components/schemas/PromoCodesEntry"
    );
    assert_eq!(at("/components/schemas/PromoCodesEntry/type"), "integer");
    assert_eq!(at("/components/schemas/Entry/type"), "string");
    assert_eq!(at("/servers/0/url"), "https://cards.example");
}

#[test]
fn every_operation_may_fail_with_a_problem_and_names_the_salon() {
    let whole = two(part(Some("b"), "/b", "x", &json!({}))).unwrap();
    let item = whole
        .pointer("/paths/~1api~1v1~1salons~1{salon}~1clients")
        .unwrap();
    let schema = "/get/responses/404/content/application~1problem+json/schema/$ref";
    assert_eq!(
        item.pointer(schema).unwrap(),
        "#/components/schemas/Problem"
    );
    assert_eq!(
        item.pointer("/get/responses/default/$ref").unwrap(),
        "#/components/responses/Problem"
    );
    assert_eq!(
        item.pointer("/parameters/0/$ref").unwrap(),
        "#/components/parameters/Salon"
    );
}

#[test]
fn who_asks_for_a_version_shares_how_and_how_it_fails() {
    let mut document = document("/b", "x", &json!({}));
    let asked = json!([{"name": "If-Match", "in": "header", "required": true}]);
    document["paths"]["/b"]["get"]["parameters"] = asked;
    let part = Part::new("b".to_owned(), Some("b".to_owned()), document).unwrap();
    let whole = two(part).unwrap();
    let at = |path: &str, pointer: &str| {
        let item = whole["paths"].get(format!("{SALON}{path}")).unwrap();
        item.pointer(pointer).cloned().unwrap_or_default()
    };
    for (pointer, shared) in [
        ("/get/parameters/0/$ref", "parameters/IfMatch"),
        ("/get/responses/412/$ref", "responses/ChangedMeanwhile"),
        ("/get/responses/428/$ref", "responses/NoVersion"),
    ] {
        let name = format!("/components/{shared}");
        assert_eq!(at("/b", pointer), format!("#{name}"));
        assert!(whole.pointer(&name).is_some(), "{name}");
        assert!(at("/clients", pointer).is_null(), "{pointer} of another");
    }
}

#[test]
fn what_stands_twice_stops_the_start() {
    let same = json!({"type": "string"});
    let operation = two(part(None, "/b", "list_clients", &same));
    assert!(operation.unwrap_err().contains("list_clients"));
    let path = two(part(None, "/clients", "other", &same));
    assert!(path.unwrap_err().contains("/clients"));
    let schema = two(part(None, "/b", "other", &json!({"type": "integer"})));
    assert!(schema.unwrap_err().contains("Entry"));
    assert!(
        two(part(None, "/b", "other", &same)).is_ok(),
        "the same type twice is one"
    );
}

#[test]
fn a_salons_own_document_has_its_address_and_no_parameter_for_it() {
    let whole = two(part(Some("b"), "/b", "x", &json!({}))).unwrap();
    let own = for_salon(&whole, "anna");
    assert_eq!(
        own.pointer("/servers/0/url").unwrap(),
        "https://cards.example/api/v1/salons/anna"
    );
    let item = own.pointer("/paths/~1clients").unwrap();
    assert!(item.get("parameters").is_none());
    assert_eq!(own["paths"].as_object().unwrap().len(), 2);
}

#[test]
fn whatever_a_feature_refers_to_is_its_own() {
    let document = json!({
        "paths": {"/b": {"get": {"operationId": "x", "responses": {
            "200": {"$ref": "#/components/responses/Done"},
        }}}},
        "components": {
            "responses": {"Done": {"description": "done"}},
            "schemas": {"Pet": {"discriminator": {"propertyName": "kind", "mapping": {
                "cat": "#/components/schemas/Cat",
            }}}, "Cat": {}},
        },
    });
    let part = Part::new("b".to_owned(), Some("b".to_owned()), document).unwrap();
    let at = |pointer: &str| part.document.pointer(pointer).unwrap().clone();
    let done = at("/paths/~1b/get/responses/200/$ref");
    assert_eq!(done, "#/components/responses/BDone");
    let cat = at("/components/schemas/BPet/discriminator/mapping/cat");
    assert_eq!(cat, "#/components/schemas/BCat");
    assert!(at("/components/responses").get("BDone").is_some());
}

#[test]
fn a_feature_has_no_doors_elsewhere() {
    for path in ["/clients", "/bc", "/", "b"] {
        let document = document(path, "x", &json!({}));
        let part = Part::new("b".to_owned(), Some("b".to_owned()), document);
        assert!(part.err().unwrap().contains(path));
    }
}
