//! What salons set of documents and of calling, and what comes of it.

use kartoteka::region::Role;
use kartoteka_tests::{Answer, SALON, World, stories};
use reqwest::{Method, multipart};
use serde_json::{Value, json};

use crate::documents_kept::{PDF, card, part, upload};

stories![
    a_salon_takes_the_documents_of_its_list,
    documents_are_kept_as_long_as_the_salon_says,
    workplaces_call_as_the_salon_does_until_they_choose,
];

async fn set(world: &World, feature: &str, settings: Value) -> Answer {
    let path = format!("/features/{feature}/settings");
    let read = world.get(&path).await.is(200);
    let version = read.header("etag").expect("a version").to_owned();
    let body = json!({"settings": settings});
    let based_on = [("if-match", version.as_str())];
    world.send(Method::PUT, &path, Some(body), &based_on).await
}

async fn a_salon_takes_the_documents_of_its_list(mut world: World) {
    world.switch_on("documents").await;
    let client = card(&world, "Vogel").await;
    let photo = b"\xff\xd8\xff\xe0 photo";
    let kept = upload(&world, &client, "a.jpg", photo, &[]).await.is(201);
    let none = set(&world, "documents", json!({"allowed": []})).await;
    let none = none.problem(422, "invalid").json();
    assert_eq!(none["errors"][0]["pointer"], "/settings/allowed");
    assert_eq!(none["errors"][0]["code"], "no_content_allowed");
    set(&world, "documents", json!({"allowed": ["png", "pdf"]}))
        .await
        .is(200);
    let refused = upload(&world, &client, "b.jpg", photo, &[]).await;
    let refused = refused.problem(422, "kind_not_allowed").json();
    assert_eq!(refused["allowed"], json!(["pdf", "png"]));
    let again = format!("/documents/files/{}/versions", kept.id());
    let form = multipart::Form::new().part("file", part("c.jpg", photo));
    let again = world.request(Method::POST, &again).multipart(form);
    let refused = world.carry_out(again).await;
    refused.problem(422, "kind_not_allowed");
    upload(&world, &client, "b.pdf", PDF, &[]).await.is(201);
    let still = format!("/documents/files/{}/content", kept.id());
    world.get(&still).await.is(200);
    world.user("Anna", Role::Owner).await;
    let desk = world.signed_in("Anna").await;
    let section = format!("/{SALON}/documents/slots/section/{client}");
    let page = desk.open(&section).await.is(200).text();
    assert!(
        page.contains("accept=\".pdf,.png\"") && page.contains("PDF, PNG"),
        "{page}"
    );
    world.end().await;
}

async fn documents_are_kept_as_long_as_the_salon_says(mut world: World) {
    world.switch_on("documents").await;
    let client = card(&world, "Vogel").await;
    let file = upload(&world, &client, "a.pdf", PDF, &[]).await.is(201);
    assert_eq!(file.json()["retention_until"], json!(null));
    set(&world, "documents", json!({"keep_months": 36}))
        .await
        .is(200);
    let made = upload(&world, &client, "b.pdf", PDF, &[])
        .await
        .is(201)
        .json();
    let (created, until) = (&made["created_at"], &made["retention_until"]);
    let year = |value: &Value| -> i32 {
        let text = value.as_str().expect("a time");
        text.get(..4)
            .and_then(|year| year.parse().ok())
            .expect("a year")
    };
    assert_eq!(year(until), year(created) + 3, "{until}");
    let months = json!({"keep_months": 1});
    set(&world, "documents", months).await.is(200);
    // The story begins on 2 March 2026.
    let made = upload(&world, &client, "c.pdf", PDF, &[]).await.is(201);
    assert_eq!(made.json()["retention_until"], "2026-04-02");
    let before = world.get(&format!("/documents/files/{}", file.id())).await;
    assert_eq!(before.is(200).json()["retention_until"], json!(null));
    world.end().await;
}

async fn workplaces_call_as_the_salon_does_until_they_choose(mut world: World) {
    world.switch_on("call-link").await;
    let new = json!({"last_name": "Vogel", "phones": [{"value": "0176 1234567"}]});
    let client = world.post("/clients", new).await.is(201).id();
    world.user("Anna", Role::Owner).await;
    let (desk, tablet) = (world.signed_in("Anna").await, world.signed_in("Anna").await);
    let faults = [
        (json!({"kind": "template"}), "required"),
        (
            json!({"kind": "template", "template": "https://pbx.example/call"}),
            "template_needs_number",
        ),
        (
            json!({"kind": "template", "template": "javascript:alert({number})"}),
            "template_scheme",
        ),
    ];
    for (settings, code) in faults {
        let wrong = set(&world, "call-link", settings)
            .await
            .problem(422, "invalid")
            .json();
        assert_eq!(wrong["errors"][0]["pointer"], "/settings/template");
        assert_eq!(wrong["errors"][0]["code"], code);
    }
    let way = json!({"kind": "template", "template": "https://pbx.example/?to={number}", "number": "bare"});
    set(&world, "call-link", way).await.is(200);
    let at = format!("/{SALON}/clients/{client}");
    let salons = "https://pbx.example/?to=491761234567";
    for browser in [&desk, &tablet] {
        let page = browser.open(&at).await.is(200).text();
        assert!(page.contains(salons), "{page}");
    }
    let workplace = format!("/api/v1/salons/{SALON}/call-link/workplace");
    let choice = tablet.request(Method::PUT, &workplace);
    tablet
        .send(choice.json(&json!({"kind": "sip"})))
        .await
        .is(200);
    assert!(desk.open(&at).await.text().contains(salons));
    let page = tablet.open(&at).await.is(200).text();
    assert!(page.contains("sip:+491761234567") && !page.contains("pbx.example"));
    // What stays in the form's field when something else is chosen does no harm.
    let idle = json!({"kind": "callto", "template": "https://pbx.example/"});
    set(&world, "call-link", idle).await.is(200);
    assert!(desk.open(&at).await.text().contains("callto:+491761234567"));
    world.end().await;
}
