//! A partner's plugin in C, from its file in the operator's folder to the card of a client.

use kartoteka_tests::{World, stories};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

stories![
    a_price_is_agreed_on_told_and_taken_off in with_price_tag,
    what_is_wrong_with_a_price_is_named in with_price_tag,
    a_price_goes_with_its_client in with_price_tag,
    what_cannot_be_opened_is_left_out_with_who_needs_it in with_half_broken,
];

async fn card(world: &World) -> String {
    let new = json!({"last_name": "Vogel"});
    world.post("/clients", new).await.is(201).id()
}

fn tag(client: &str) -> String {
    format!("/example-price-tag/tags/{client}")
}

async fn agree(world: &World, client: &str, price: Value) -> kartoteka_tests::Answer {
    world
        .send(Method::PUT, &tag(client), Some(price), &[])
        .await
}

fn euros(amount_minor: i64) -> Value {
    json!({"amount_minor": amount_minor, "currency": "EUR"})
}

async fn a_price_is_agreed_on_told_and_taken_off(mut world: World) {
    let client = card(&world).await;
    let off = world.get(&tag(&client)).await;
    off.problem(404, "feature_off");
    world.switch_on("example-price-tag").await;
    world.get(&tag(&client)).await.problem(404, "not_found");
    let agreed = agree(&world, &client, euros(4500)).await.is(200);
    assert_eq!(agreed.json(), euros(4500));
    let agreed = agree(&world, &client, euros(4250)).await.is(200);
    assert_eq!(agreed.json(), euros(4250));
    assert_eq!(world.get(&tag(&client)).await.is(200).json(), euros(4250));

    let facts = world.get(&format!("/clients/{client}/facts")).await.is(200);
    let facts = facts.json();
    let known = facts["data"].as_array().expect("a list");
    let price = known
        .iter()
        .find(|fact| fact["name"] == "example-price-tag.price/1")
        .expect("the price");
    assert_eq!(price["value"], euros(4250));

    for (language, says) in [
        ("de", "Vereinbarter Preis: 42.50 EUR"),
        ("it", "Prezzo concordato: 42.50 EUR"),
    ] {
        let asked = world.request(Method::POST, "/booking-checks");
        let asked = asked.header("accept-language", language);
        let asked = asked.json(&json!({"client_id": client}));
        let checked = world.carry_out(asked).await.is(200).json();
        assert_eq!(
            (&checked["decision"], &checked["staff_text"]),
            (&json!("warn"), &json!(says))
        );
    }

    world
        .send(Method::DELETE, &tag(&client), None, &[])
        .await
        .is(204);
    world.get(&tag(&client)).await.problem(404, "not_found");
    let again = world.send(Method::DELETE, &tag(&client), None, &[]).await;
    again.problem(404, "not_found");
    let checked = world
        .post("/booking-checks", json!({"client_id": client}))
        .await;
    assert_eq!(checked.is(200).json()["decision"], "allow");
    world.end().await;
}

async fn what_is_wrong_with_a_price_is_named(mut world: World) {
    world.switch_on("example-price-tag").await;
    let client = card(&world).await;
    for (price, status, pointer) in [
        (euros(0), 422, "/amount_minor"),
        (euros(100_000_001), 422, "/amount_minor"),
        (
            json!({"amount_minor": 1, "currency": "eur"}),
            422,
            "/currency",
        ),
        (
            json!({"amount_minor": 1, "currency": "EURO"}),
            422,
            "/currency",
        ),
        (json!({"currency": "EUR"}), 400, "/amount_minor"),
        (
            json!({"amount_minor": "1", "currency": "EUR"}),
            400,
            "/amount_minor",
        ),
        (json!({"amount_minor": 1}), 400, "/currency"),
    ] {
        let refused = agree(&world, &client, price.clone()).await;
        let refused = refused.is(status);
        assert_eq!(refused.pointers(), [pointer], "{price}");
        assert!(!refused.text().contains("field-"), "{}", refused.text());
    }
    agree(&world, &client, json!([1]))
        .await
        .problem(400, "malformed");
    let nobody = Uuid::nil().to_string();
    agree(&world, &nobody, euros(1))
        .await
        .problem(404, "not_found");
    agree(&world, "x", euros(1)).await.problem(404, "not_found");
    world.get(&tag(&client)).await.problem(404, "not_found");
    world.end().await;
}

async fn a_price_goes_with_its_client(mut world: World) {
    world.switch_on("example-price-tag").await;
    let client = card(&world).await;
    agree(&world, &client, euros(4500)).await.is(200);
    let gone = world
        .send(
            Method::DELETE,
            &format!("/clients/{client}"),
            None,
            &[("if-match", "\"1\"")],
        )
        .await;
    assert!(gone.status.is_success(), "{}", gone.text());
    // Who is put away is not written about, and what was agreed stays to be read.
    agree(&world, &client, euros(1))
        .await
        .problem(404, "not_found");
    assert_eq!(world.get(&tag(&client)).await.is(200).json(), euros(4500));
    let erased = world
        .post(&format!("/clients/{client}/erasure"), json!({}))
        .await;
    assert!(erased.status.is_success(), "{}", erased.text());
    world.get(&tag(&client)).await.problem(404, "not_found");
    world.end().await;
}

async fn what_cannot_be_opened_is_left_out_with_who_needs_it(mut world: World) {
    let features = world.get("/features").await.is(200).json();
    let all = features["data"].as_array().expect("a list").iter();
    let ids: Vec<&str> = all.filter_map(|feature| feature["id"].as_str()).collect();
    assert!(ids.contains(&"example-price-tag"), "{ids:?}");
    assert!(
        !ids.contains(&"acme-tips") && !ids.contains(&"acme-more"),
        "{ids:?}"
    );
    world.switch_on("example-price-tag").await;
    let client = card(&world).await;
    agree(&world, &client, euros(4500)).await.is(200);
    world.end().await;
}
