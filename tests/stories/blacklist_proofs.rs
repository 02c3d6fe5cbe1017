//! Documents that prove what a block was set for: two features that work together, and neither
//! needs the other.

use kartoteka::region::Role;
use kartoteka_tests::{Answer, SALON, World, stories};
use reqwest::Method;
use serde_json::{Value, json};

use crate::documents_kept::{PDF, card, upload};

stories![
    a_block_is_proved_by_documents_of_its_card,
    without_documents_a_block_keeps_its_proofs_and_gets_no_new_ones,
    the_desk_chooses_proofs_where_it_may_see_them,
    proofs_are_asked_for_with_the_rights_of_who_acts,
];

const BLOCKS: &str = "/blacklist/blocks";

async fn both(world: &mut World) {
    world.switch_on("documents").await;
    world.switch_on("blacklist").await;
}

async fn set(world: &World, client: &str, documents: Value) -> Answer {
    let new = json!({"client_id": client, "effect": "refuse", "documents": documents});
    world.post(BLOCKS, new).await
}

/// The code of what is wrong with the documents.
fn wrong(answer: Answer) -> String {
    let problem = answer.problem(422, "invalid").json();
    assert_eq!(problem["errors"][0]["pointer"], "/documents");
    problem["errors"][0]["code"]
        .as_str()
        .expect("a code")
        .to_owned()
}

async fn a_block_is_proved_by_documents_of_its_card(mut world: World) {
    both(&mut world).await;
    let (anna, berta) = (card(&world, "Vogel").await, card(&world, "Amsel").await);
    let hers = upload(&world, &anna, "a.pdf", PDF, &[]).await.is(201).id();
    let more = upload(&world, &anna, "b.pdf", PDF, &[]).await.is(201).id();
    let other = upload(&world, &berta, "c.pdf", PDF, &[]).await.is(201).id();
    assert_eq!(
        wrong(set(&world, &anna, json!([hers, other])).await),
        "no_such_document"
    );
    let bare = json!({"contacts": [{"kind": "phone", "value": "0176 1234567"}], "effect": "warn",
        "documents": [hers]});
    assert_eq!(
        wrong(world.post(BLOCKS, bare).await),
        "documents_need_client"
    );
    let many: Vec<_> = (0..21).map(uuid::Uuid::from_u128).collect();
    assert_eq!(wrong(set(&world, &anna, json!(many)).await), "too_many");
    let block = set(&world, &anna, json!([hers, hers])).await.is(201);
    assert_eq!(block.json()["documents"], json!([hers]));
    let path = format!("{BLOCKS}/{}", block.id());
    let both = json!({"documents": [hers, more]});
    let changed = world.patch(&path, 1, both).await.is(200).json();
    assert_eq!(changed["version"], 2);
    // Another change leaves them as they are.
    let changed = world
        .patch(&path, 2, json!({"reason": "dreimal"}))
        .await
        .is(200)
        .json();
    assert_eq!(changed["documents"].as_array().map(Vec::len), Some(2));
    // One that is deleted stays named; what is kept need not be there.
    world
        .delete(&format!("/documents/files/{more}"), 1)
        .await
        .is(204);
    let kept = world
        .patch(&path, 3, json!({"documents": [more]}))
        .await
        .is(200)
        .json();
    assert_eq!(kept["documents"], json!([more]));
    let none = world
        .patch(&path, 4, json!({"documents": null}))
        .await
        .is(200)
        .json();
    assert_eq!(none["documents"], json!([]));
    world
        .patch(&path, 5, json!({"documents": [hers]}))
        .await
        .is(200);
    let erased = world
        .post(&format!("/clients/{anna}/erasure"), json!({}))
        .await;
    erased.is(200);
    let block = world.get(&path).await.is(200).json();
    assert_eq!(
        (&block["documents"], &block["client_id"]),
        (&json!([]), &json!(null))
    );
    world.end().await;
}

async fn without_documents_a_block_keeps_its_proofs_and_gets_no_new_ones(mut world: World) {
    both(&mut world).await;
    let (anna, berta) = (card(&world, "Vogel").await, card(&world, "Amsel").await);
    let hers = upload(&world, &anna, "a.pdf", PDF, &[]).await.is(201).id();
    let block = set(&world, &anna, json!([hers])).await.is(201);
    world
        .send(Method::DELETE, "/features/documents", None, &[])
        .await
        .is(204);
    let path = format!("{BLOCKS}/{}", block.id());
    let changed = world
        .patch(&path, 1, json!({"effect": "warn"}))
        .await
        .is(200)
        .json();
    assert_eq!(changed["documents"], json!([hers]));
    assert_eq!(
        wrong(set(&world, &berta, json!([hers])).await),
        "documents_not_here"
    );
    set(&world, &berta, json!([])).await.is(201);
    world.end().await;
}

async fn the_desk_chooses_proofs_where_it_may_see_them(mut world: World) {
    both(&mut world).await;
    let anna = card(&world, "Vogel").await;
    let hers = upload(&world, &anna, "Brief.pdf", PDF, &[])
        .await
        .is(201)
        .id();
    world.user("Owner", Role::Owner).await;
    let desk = world.signed_in("Owner").await;
    let new = format!("/{SALON}/blacklist/new?client={anna}");
    let form = desk.open(&new).await.is(200).text();
    assert!(form.contains("Brief") && form.contains(&hers), "{form}");
    let typed = [
        ("client_id", anna.as_str()),
        ("effect", "refuse"),
        ("scope", "online"),
        ("documents_offered", "true"),
        ("documents", hers.as_str()),
    ];
    desk.submit(&format!("/{SALON}/blacklist"), &typed)
        .await
        .is(303);
    let section = format!("/{SALON}/blacklist/slots/section/{anna}");
    let shown = desk.open(&section).await.is(200).text();
    assert!(shown.contains(&format!("/documents/{hers}")), "{shown}");
    let block = world.get(BLOCKS).await.is(200).json()["data"][0].clone();
    let at = format!(
        "/{SALON}/blacklist/{}",
        block["id"].as_str().expect("an id")
    );
    let form = desk.open(&at).await.is(200).text();
    assert!(form.contains("checked") && form.contains("Brief"));
    // A form that offered none takes none away; one that offered some does.
    let silent = [("version", "1"), ("effect", "warn"), ("scope", "online")];
    desk.submit(&at, &silent).await.is(303);
    let read = async || world.get(BLOCKS).await.is(200).json()["data"][0]["documents"].clone();
    assert_eq!(read().await, json!([hers]));
    let unchosen = [
        ("version", "2"),
        ("effect", "warn"),
        ("scope", "online"),
        ("documents_offered", "true"),
    ];
    desk.submit(&at, &unchosen).await.is(303);
    assert_eq!(read().await, json!([]));
    world
        .send(Method::DELETE, "/features/documents", None, &[])
        .await
        .is(204);
    let form = desk.open(&at).await.is(200).text();
    assert!(!form.contains("documents_offered"));
    world.end().await;
}

async fn proofs_are_asked_for_with_the_rights_of_who_acts(mut world: World) {
    both(&mut world).await;
    let anna = card(&world, "Vogel").await;
    let hers = upload(&world, &anna, "a.pdf", PDF, &[]).await.is(201).id();
    let blind = world
        .narrow_token(&["blacklist.read", "blacklist.write"])
        .await;
    let new = json!({"client_id": anna, "effect": "refuse", "documents": [hers]});
    let request = world.bare(Method::POST, &format!("/api/v1/salons/{SALON}{BLOCKS}"));
    let answer = world
        .carry_out(request.bearer_auth(&blind).json(&new))
        .await;
    assert_eq!(wrong(answer), "documents_not_here");
    let seeing = ["blacklist.read", "blacklist.write", "documents.read"];
    let seeing = world.narrow_token(&seeing).await;
    let request = world.bare(Method::POST, &format!("/api/v1/salons/{SALON}{BLOCKS}"));
    let answer = world
        .carry_out(request.bearer_auth(&seeing).json(&new))
        .await;
    answer.is(201);
    world.end().await;
}
