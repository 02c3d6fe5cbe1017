//! Files on cards: that they are found, changed, and stay; and who sees them.

use chrono::TimeDelta;
use kartoteka_tests::{SALON, World, stories};
use reqwest::{Method, multipart};
use serde_json::json;

use crate::documents_kept::{PDF, card, ids, lie, part, swept, upload};

stories![
    documents_are_put_on_a_card_found_and_changed,
    versions_stay_beside_each_other,
    what_is_deleted_can_be_taken_back_for_thirty_days,
    documents_come_up_for_review_and_for_deletion,
    who_may_not_see_documents_sees_none,
    what_is_looked_for_is_no_pattern,
];

async fn documents_are_put_on_a_card_found_and_changed(mut world: World) {
    world.switch_on("documents").await;
    let (anna, berta) = (card(&world, "Vogel").await, card(&world, "Amsel").await);
    let made = upload(&world, &anna, "Übung_für Größe.pdf", PDF, &[])
        .await
        .is(201);
    let file = made.json();
    let at = made.header("location").expect("a place");
    assert!(
        at.ends_with(&format!("/documents/files/{}", made.id())),
        "{at}"
    );
    assert_eq!(made.header("etag"), Some("\"1\""));
    assert_eq!(file["title"], "Übung für Größe");
    assert_eq!(
        (&file["kind"], &file["note"]),
        (&json!("other"), &json!(null))
    );
    let version = &file["versions"][0];
    assert_eq!(version["file_name"], "Übung_für Größe.pdf");
    assert_eq!(
        (&version["content"], &version["size"]),
        (&json!("pdf"), &json!(PDF.len()))
    );
    assert_eq!(version["sha256"].as_str().expect("a hash").len(), 64);
    assert!(
        !made.text().contains("object"),
        "where it lies is nobody's business"
    );
    let said = [
        ("title", " Vorher "),
        ("kind", "medical"),
        ("note", "links"),
    ];
    let photo = upload(&world, &anna, "IMG 1.JPG", b"\xff\xd8\xff\xe0 photo", &said)
        .await
        .is(201);
    assert_eq!(photo.json()["title"], "Vorher");
    assert_eq!(photo.json()["kind"], "medical");
    let plain = upload(&world, &berta, "IMG 2.JPG", b"\xff\xd8\xff\xe0 photo", &[])
        .await
        .is(201);
    assert_eq!(plain.json()["kind"], "photo");
    let list = async |query: &str| ids(&world, query).await;
    assert_eq!(
        list(&format!("client_id={anna}")).await,
        [photo.id(), made.id()]
    );
    assert_eq!(list("q=UBUNG").await, [made.id()]);
    assert_eq!(list("q=%25").await, Vec::<String>::new());
    let first = world.get("/documents/files?limit=2").await.is(200).json();
    let next = first["page"]["next"]
        .as_str()
        .expect("a next page")
        .to_owned();
    assert_eq!(list(&format!("limit=2&after={next}")).await, [made.id()]);
    world
        .get("/documents/files?limit=0")
        .await
        .problem(422, "invalid");
    world
        .get("/documents/files?after=x")
        .await
        .problem(422, "invalid");
    let path = format!("/documents/files/{}", made.id());
    world
        .patch(&path, 7, json!({"kind": "contract"}))
        .await
        .problem(412, "changed_meanwhile");
    let bare = world.send(Method::PATCH, &path, Some(json!({})), &[]).await;
    bare.problem(428, "if_match_required");
    let changes = json!({"title": "Vertrag", "kind": "contract", "review_on": "2027-01-31"});
    let changed = world.patch(&path, 1, changes).await.is(200).json();
    assert_eq!(
        (&changed["title"], &changed["version"]),
        (&json!("Vertrag"), &json!(2))
    );
    assert_eq!(list("q=vertr").await, [made.id()]);
    world
        .patch(&path, 2, json!({"title": " "}))
        .await
        .problem(422, "invalid");
    let changes = world
        .get(&format!("/clients/{anna}/changes"))
        .await
        .is(200)
        .text();
    assert!(changes.contains("documents.file.added/1"));
    assert!(
        !changes.contains("Vertrag") && !changes.contains("Größe"),
        "{changes}"
    );
    world.end().await;
}

async fn versions_stay_beside_each_other(mut world: World) {
    world.switch_on("documents").await;
    let anna = card(&world, "Vogel").await;
    let file = upload(&world, &anna, "vertrag.pdf", PDF, &[])
        .await
        .is(201)
        .id();
    let path = format!("/documents/files/{file}");
    let second = part("vertrag-neu.pdf", b"%PDF-1.7 second");
    let form = multipart::Form::new().part("file", second);
    let request = world.request(Method::POST, &format!("{path}/versions"));
    let added = world
        .carry_out(request.multipart(form))
        .await
        .is(201)
        .json();
    let numbers: Vec<_> = added["versions"]
        .as_array()
        .expect("versions")
        .iter()
        .map(|v| &v["number"])
        .collect();
    assert_eq!(numbers, [&json!(2), &json!(1)]);
    assert_eq!(
        (&added["version"], &added["title"]),
        (&json!(2), &json!("vertrag"))
    );
    let content = async |query: &str| world.get(&format!("{path}/content{query}")).await;
    assert_eq!(content("").await.is(200).body, b"%PDF-1.7 second");
    assert_eq!(content("?version=1").await.is(200).body, PDF);
    content("?version=3").await.problem(404, "not_found");
    // Two files are no version, and another field is none of this form.
    let two = multipart::Form::new()
        .part("file", part("a.pdf", PDF))
        .part("file", part("b.pdf", PDF));
    let request = world.request(Method::POST, &format!("{path}/versions"));
    world
        .carry_out(request.multipart(two))
        .await
        .problem(400, "malformed");
    let form = multipart::Form::new()
        .part("file", part("a.pdf", PDF))
        .text("title", "x");
    let request = world.request(Method::POST, &format!("{path}/versions"));
    world
        .carry_out(request.multipart(form))
        .await
        .problem(400, "malformed");
    assert_eq!(lie(&world), 5, "those of the refused forms lie there");
    swept(&world, 2).await;
    assert_eq!(content("").await.is(200).body, b"%PDF-1.7 second");
    world.end().await;
}

async fn what_is_deleted_can_be_taken_back_for_thirty_days(mut world: World) {
    world.switch_on("documents").await;
    let anna = card(&world, "Vogel").await;
    let kept = upload(&world, &anna, "a.pdf", PDF, &[]).await.is(201).id();
    let gone = upload(&world, &anna, "b.pdf", PDF, &[]).await.is(201).id();
    let path = |id: &str| format!("/documents/files/{id}");
    for id in [&kept, &gone] {
        world
            .delete(&path(id), 9)
            .await
            .problem(412, "changed_meanwhile");
        world.delete(&path(id), 1).await.is(204);
    }
    world.delete(&path(&gone), 2).await.is(204);
    assert_eq!(ids(&world, "").await, Vec::<String>::new());
    assert_eq!(ids(&world, "state=deleted").await.len(), 2);
    world
        .patch(&path(&gone), 2, json!({"title": "x"}))
        .await
        .problem(409, "document_deleted");
    let back = world
        .post(&format!("{}/restoration", path(&kept)), json!({}))
        .await
        .is(200);
    assert_eq!(back.json()["archived_at"], json!(null));
    world.clock.advance(TimeDelta::days(29));
    swept(&world, 2).await;
    // Off or not: what was deleted goes, and what is there stays.
    world
        .send(Method::DELETE, "/features/documents", None, &[])
        .await
        .is(204);
    world.clock.advance(TimeDelta::days(2));
    swept(&world, 1).await;
    world.switch_on("documents").await;
    world.get(&path(&gone)).await.problem(404, "not_found");
    world
        .post(&format!("{}/restoration", path(&gone)), json!({}))
        .await
        .problem(404, "not_found");
    let content = world.get(&format!("{}/content", path(&kept))).await.is(200);
    assert_eq!(content.body, PDF, "kept while it was off");
    world.end().await;
}

async fn documents_come_up_for_review_and_for_deletion(mut world: World) {
    world.switch_on("documents").await;
    let anna = card(&world, "Vogel").await;
    let mut files = Vec::new();
    for name in ["review.pdf", "keep.pdf", "neither.pdf"] {
        files.push(upload(&world, &anna, name, PDF, &[]).await.is(201).id());
    }
    // The story begins on 2 March 2026, 9:30 in Berlin.
    for (id, changes) in [
        (&files[0], json!({"review_on": "2026-03-03"})),
        (&files[1], json!({"retention_until": "2026-03-03"})),
    ] {
        world
            .patch(&format!("/documents/files/{id}"), 1, changes)
            .await
            .is(200);
    }
    assert_eq!(ids(&world, "state=due").await, Vec::<String>::new());
    world.clock.advance(TimeDelta::hours(15));
    assert_eq!(
        ids(&world, "state=due").await,
        [files[0].clone()],
        "it is 3 March in Berlin"
    );
    world.clock.advance(TimeDelta::days(1));
    assert_eq!(
        ids(&world, "state=due").await,
        [files[1].clone(), files[0].clone()]
    );
    world
        .delete(&format!("/documents/files/{}", files[1]), 2)
        .await
        .is(204);
    assert_eq!(
        ids(&world, &format!("state=due&client_id={anna}&q=rev")).await,
        [files[0].clone()]
    );
    world.end().await;
}

async fn who_may_not_see_documents_sees_none(mut world: World) {
    world.switch_on("documents").await;
    let anna = card(&world, "Vogel").await;
    let file = upload(&world, &anna, "befund.pdf", PDF, &[("kind", "medical")])
        .await
        .is(201)
        .id();
    let path = format!("/documents/files/{file}/content");
    let (_, stranger) = world.other_salon("nachbar").await;
    let blind = world
        .narrow_token(&["clients.read", "documents.write"])
        .await;
    let at = async |token: &str, salon: &str, status: u16| {
        let whole = format!("/api/v1/salons/{salon}{path}");
        let request = world.bare(Method::GET, &whole).bearer_auth(token);
        assert_eq!(world.carry_out(request).await.status, status, "{salon}");
    };
    at(&blind, SALON, 403).await;
    at(&stranger, SALON, 404).await;
    let on = world.bare(Method::PUT, "/api/v1/salons/nachbar/features/documents");
    world.carry_out(on.bearer_auth(&stranger)).await.is(200);
    at(&stranger, "nachbar", 404).await;
    let reader = world.narrow_token(&["documents.read"]).await;
    at(&reader, SALON, 200).await;
    // A form is taken from nobody who may not write, before any of it is kept.
    let form = multipart::Form::new()
        .text("client_id", anna.clone())
        .part("file", part("a.pdf", PDF));
    let request = world.bare(
        Method::POST,
        &format!("/api/v1/salons/{SALON}/documents/files"),
    );
    let request = request.bearer_auth(&reader).multipart(form);
    world.carry_out(request).await.problem(403, "forbidden");
    assert_eq!(lie(&world), 1);
    world.end().await;
}

async fn what_is_looked_for_is_no_pattern(mut world: World) {
    world.switch_on("documents").await;
    let anna = card(&world, "Vogel").await;
    let mut made = Vec::new();
    for title in ["100 %", "a_b", "Nein!", "axb"] {
        let said = [("title", title)];
        let file = upload(&world, &anna, "a.pdf", PDF, &said).await;
        made.push(file.is(201).id());
    }
    for (q, found) in [("%25", 0), ("_", 1), ("!", 2)] {
        let found = std::slice::from_ref(&made[found]);
        assert_eq!(ids(&world, &format!("q={q}")).await, found, "{q}");
    }
    world.end().await;
}
