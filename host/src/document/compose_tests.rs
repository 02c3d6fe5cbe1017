#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;

fn part(owner: &str, prefix: &str, path: &str, operation: &str, schema: Value) -> Part {
    Part {
        owner: owner.to_owned(),
        prefix: prefix.to_owned(),
        document: json!({
            "paths": {path: {"get": {
                "operationId": operation,
                "responses": {
                    "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Entry"}}}},
                    "404": {"description": "gone"},
                },
            }}},
            "components": {"schemas": {"Entry": schema}},
        }),
    }
}

fn two(second: Part) -> Result<Value, String> {
    let schema = json!({"type": "string"});
    compose(
        vec![part("core", "", "/clients", "list_clients", schema), second],
        Some("https://cards.example"),
    )
}

#[test]
fn features_names_carry_their_id_and_cores_do_not() {
    let feature = part(
        "promo-codes",
        "promo_codes",
        "/promo-codes",
        "list_entries",
        json!({"type": "integer"}),
    );
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
    let whole = two(part("b", "b", "/b", "x", json!({}))).unwrap();
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
fn what_stands_twice_stops_the_start() {
    let same = json!({"type": "string"});
    let operation = two(part("b", "", "/b", "list_clients", same.clone()));
    assert!(operation.unwrap_err().contains("list_clients"));
    let path = two(part("b", "", "/clients", "other", same.clone()));
    assert!(path.unwrap_err().contains("/clients"));
    let schema = two(part("b", "", "/b", "other", json!({"type": "integer"})));
    assert!(schema.unwrap_err().contains("Entry"));
    assert!(
        two(part("b", "", "/b", "other", same)).is_ok(),
        "the same type twice is one"
    );
}

#[test]
fn a_salons_own_document_has_its_address_and_no_parameter_for_it() {
    let whole = two(part("b", "b", "/b", "x", json!({}))).unwrap();
    let own = for_salon(&whole, "anna");
    assert_eq!(
        own.pointer("/servers/0/url").unwrap(),
        "https://cards.example/api/v1/salons/anna"
    );
    let item = own.pointer("/paths/~1clients").unwrap();
    assert!(item.get("parameters").is_none());
    assert_eq!(own["paths"].as_object().unwrap().len(), 2);
}
