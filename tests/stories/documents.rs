//! Files on cards: what they are, that they stay, and that they go.

use chrono::TimeDelta;
use kartoteka::region::Role;
use kartoteka_plugin::Locale;
use kartoteka_tests::{Answer, SALON, World, stories};
use reqwest::{Method, multipart};
use serde_json::{Value, json};

use crate::documents_kept::{PDF, card, ids, lie, part, swept, upload};

stories![
    documents_are_put_on_a_card_found_and_changed,
    versions_stay_beside_each_other,
    a_content_is_sent_whole_or_in_part_and_never_run,
    what_is_in_a_file_counts_and_not_its_name,
    a_file_that_is_too_large_is_not_kept,
    what_is_deleted_can_be_taken_back_for_thirty_days,
    documents_come_up_for_review_and_for_deletion,
    who_may_not_see_documents_sees_none,
    the_desk_works_with_documents_on_pages,
    one_form_brings_several_files_or_none,
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

async fn a_content_is_sent_whole_or_in_part_and_never_run(mut world: World) {
    world.switch_on("documents").await;
    let anna = card(&world, "Vogel").await;
    let bytes: Vec<u8> = [
        PDF,
        &(0..700_000_u32)
            .map(|n| (n % 253) as u8)
            .collect::<Vec<_>>(),
    ]
    .concat();
    let made = upload(&world, &anna, "Übung.exe", &bytes, &[])
        .await
        .is(201);
    let path = format!("/documents/files/{}/content", made.id());
    let ask = async |query: &str, headers: &[(&str, &str)]| {
        world
            .send(Method::GET, &format!("{path}{query}"), None, headers)
            .await
    };
    let whole = ask("", &[]).await.is(200);
    assert_eq!(whole.body, bytes);
    let says = |answer: &Answer, name: &str| answer.header(name).unwrap_or_default().to_owned();
    assert_eq!(says(&whole, "content-type"), "application/pdf");
    assert_eq!(
        says(&whole, "content-disposition"),
        "attachment; filename=\"_bung.exe.pdf\"; filename*=UTF-8''%C3%9Cbung.exe.pdf"
    );
    assert_eq!(says(&whole, "x-content-type-options"), "nosniff");
    assert_eq!(says(&whole, "cache-control"), "no-store");
    assert_eq!(says(&whole, "content-length"), bytes.len().to_string());
    let policies: Vec<_> = whole
        .headers
        .get_all("content-security-policy")
        .iter()
        .collect();
    assert!(
        policies.iter().any(|p| *p == "sandbox; default-src 'none'"),
        "{policies:?}"
    );
    assert_eq!(policies.len(), 2, "and that of all answers");
    let shown = ask("?inline=true", &[]).await.is(200);
    assert!(says(&shown, "content-disposition").starts_with("inline; "));
    let policies: Vec<_> = (shown.headers.get_all("content-security-policy").iter()).collect();
    let own = "default-src 'none'; frame-ancestors 'none'";
    assert!(policies.iter().any(|policy| *policy == own), "{policies:?}");
    let tag = says(&whole, "etag");
    for (range, from, to) in [
        ("bytes=0-0", 0, 1),
        ("bytes=699999-", 699_999, bytes.len()),
        ("bytes=-9", bytes.len() - 9, bytes.len()),
        ("bytes=5-4000000", 5, bytes.len()),
    ] {
        let some = ask("", &[("range", range)]).await.is(206);
        assert_eq!(some.body, bytes[from..to], "{range}");
        assert_eq!(
            says(&some, "content-range"),
            format!("bytes {from}-{}/{}", to - 1, bytes.len())
        );
        let same = ask("", &[("range", range), ("if-range", &tag)])
            .await
            .is(206);
        assert_eq!(same.body.len(), to - from);
    }
    let other = ask("", &[("range", "bytes=0-0"), ("if-range", "\"other\"")])
        .await
        .is(200);
    assert_eq!(other.body.len(), bytes.len());
    let beyond = ask("", &[("range", "bytes=99999999-")])
        .await
        .problem(416, "range_beyond_end");
    assert_eq!(
        says(&beyond, "content-range"),
        format!("bytes */{}", bytes.len())
    );
    let known = ask("", &[("if-none-match", &tag)]).await.is(304);
    assert!(known.body.is_empty());
    ask("", &[("if-none-match", "\"other\"")]).await.is(200);
    // What is no picture and no PDF is never shown in place.
    let text = upload(&world, &anna, "liste.bat", b"del *.*", &[])
        .await
        .is(201);
    let text = world
        .get(&format!(
            "/documents/files/{}/content?inline=true",
            text.id()
        ))
        .await
        .is(200);
    assert!(
        says(&text, "content-disposition").starts_with("attachment; filename=\"liste.bat.txt\"")
    );
    assert_eq!(says(&text, "content-type"), "text/plain; charset=utf-8");
    world.end().await;
}

async fn what_is_in_a_file_counts_and_not_its_name(mut world: World) {
    world.switch_on("documents").await;
    let anna = card(&world, "Vogel").await;
    let long = [b"MZ\x90\0".as_slice(), &[0; 900_000]].concat();
    for (name, bytes) in [
        (
            "rechnung.pdf",
            b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff".as_slice(),
        ),
        ("lang.pdf", &long),
        (
            "bild.png",
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        ),
        ("text.txt", b"\n<!DOCTYPE html><script>alert(1)</script>"),
        ("archiv.docx", b"PK\x03\x04 nothing more"),
        ("start.sh", b"#!/bin/sh\nrm -rf /"),
    ] {
        let refused = upload(&world, &anna, name, bytes, &[])
            .await
            .problem(422, "kind_not_allowed");
        let problem = refused.json();
        assert!(
            problem["allowed"]
                .as_array()
                .expect("what is allowed")
                .contains(&json!("pdf"))
        );
        assert!(
            problem["detail"].as_str().expect("words").contains("DOCX"),
            "{problem}"
        );
        assert_eq!(refused.pointers(), ["/file"], "{name}");
    }
    upload(&world, &anna, "leer.pdf", b"", &[])
        .await
        .problem(422, "document_empty");
    let nobody = uuid::Uuid::nil().to_string();
    let refused = upload(&world, &nobody, "a.pdf", PDF, &[])
        .await
        .problem(422, "invalid");
    assert_eq!(refused.pointers(), ["/client_id"]);
    upload(&world, "x", "a.pdf", PDF, &[])
        .await
        .problem(400, "malformed");
    upload(&world, &anna, "a.pdf", PDF, &[("kind", "secret")])
        .await
        .problem(400, "malformed");
    let long = "x".repeat(201);
    let refused = upload(&world, &anna, "a.pdf", PDF, &[("title", &long)])
        .await
        .problem(422, "invalid");
    assert_eq!(refused.pointers(), ["/title"]);
    assert_eq!(ids(&world, "").await, Vec::<String>::new());
    swept(&world, 0).await;
    world.end().await;
}

async fn a_file_that_is_too_large_is_not_kept(mut world: World) {
    world.switch_on("documents").await;
    let anna = card(&world, "Vogel").await;
    let most = 50 << 20;
    let mut bytes = PDF.to_vec();
    bytes.resize(most + 1, b'a');
    let refused = upload(&world, &anna, "roman.pdf", &bytes, &[]).await;
    let refused = refused.problem(413, "document_too_large");
    assert!(refused.text().contains("50 MB"), "{}", refused.text());
    bytes.truncate(most);
    let kept = upload(&world, &anna, "roman.pdf", &bytes, &[])
        .await
        .is(201);
    assert_eq!(kept.json()["versions"][0]["size"], most);
    swept(&world, 1).await;
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

async fn the_desk_works_with_documents_on_pages(world: World) {
    world.user("Anna", Role::Owner).await;
    world.user("Stef", Role::Staff).await;
    let client = card(&world, "Vogel").await;
    let anna = world.signed_in("Anna").await;
    let home = format!("/{SALON}/documents");
    let its_card = format!("/{SALON}/clients/{client}");
    anna.open(&home).await.is(404);
    anna.submit(&format!("/{SALON}/settings/features/documents/on"), &[])
        .await
        .is(303);
    let file = upload(
        &world,
        &client,
        "Übung.png",
        b"\x89PNG\r\n\x1a\n picture",
        &[],
    )
    .await
    .is(201)
    .id();
    let page = format!("{home}/{file}");
    for locale in Locale::ALL {
        for open in [
            &home,
            &format!("{home}?state=due"),
            &format!("{home}?state=deleted&q=x"),
            &page,
            &its_card,
        ] {
            let request = anna
                .request(Method::GET, open)
                .header("accept-language", locale.code());
            let text = anna.send(request).await.is(200).text();
            let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || "-_/.".contains(c)));
            let begins = ["documents-", "permission-", "slot-", "place-"];
            let missing: Vec<_> = words
                .filter(|word| begins.iter().any(|begin| word.starts_with(begin)))
                .filter(|word| {
                    !text.contains(&format!("id=\"{word}\""))
                        && !text.contains(&format!("data-fold=\"{word}\""))
                })
                .collect();
            assert!(missing.is_empty(), "{locale} {open}: {missing:?}");
        }
    }
    let on_card = anna.open(&its_card).await.is(200).text();
    assert!(on_card.contains("Übung") && on_card.contains("data-fold=\"documents-files\""));
    let text = anna.open(&page).await.is(200).text();
    assert!(text.contains("class=\"picture\"") && text.contains("content?version=1"));
    let picture = anna
        .open(&format!("{page}/content?inline=true"))
        .await
        .is(200);
    assert_eq!(picture.header("content-type"), Some("image/png"));
    let version = anna.open(&page).await.field("version");
    let fields = [
        ("version", version.as_str()),
        ("title", "Vorher"),
        ("kind", "photo"),
        ("note", "links"),
        ("review_on", "2026-03-01"),
        ("retention_until", ""),
    ];
    anna.submit(&page, &fields).await.is(303);
    let late = anna.submit(&page, &fields).await.is(412).text();
    assert!(late.contains("Somebody else changed this document"));
    let wrong = [
        ("version", "2"),
        ("title", ""),
        ("kind", "photo"),
        ("note", "Grund bleibt"),
        ("review_on", "x"),
    ];
    let wrong = anna.submit(&page, &wrong).await.is(422).text();
    assert!(wrong.contains("Grund bleibt") && wrong.contains("id=\"review-on-error\""));
    assert!(
        anna.open(&format!("{home}?state=due"))
            .await
            .text()
            .contains("Vorher")
    );
    // Staff put documents on cards, and do not delete them.
    let stef = world.signed_in("Stef").await;
    assert!(!stef.open(&page).await.is(200).text().contains("/deletion"));
    stef.submit(&format!("{page}/deletion"), &[]).await.is(403);
    let to = anna.submit(&format!("{page}/deletion"), &[]).await.leads();
    assert!(
        anna.open(&to)
            .await
            .is(200)
            .text()
            .contains(&format!("{page}/restoration"))
    );
    assert!(
        anna.open(&page)
            .await
            .is(200)
            .text()
            .contains("This document was deleted")
    );
    assert!(!anna.open(&its_card).await.text().contains("Vorher"));
    anna.submit(&format!("{page}/restoration"), &[])
        .await
        .is(303);
    assert!(anna.open(&its_card).await.text().contains("Vorher"));
    world.end().await;
}

async fn one_form_brings_several_files_or_none(world: World) {
    world.user("Anna", Role::Owner).await;
    let client = card(&world, "Vogel").await;
    let anna = world.signed_in("Anna").await;
    anna.submit(&format!("/{SALON}/settings/features/documents/on"), &[])
        .await
        .is(303);
    // As a browser writes it: names as they are, and a field in which nothing was chosen.
    let browser = async |path: &str, files: &[(&str, &[u8])]| {
        let mut body = Vec::new();
        for (name, bytes) in files {
            body.extend_from_slice(format!("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n").as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--x--\r\n");
        let request = anna
            .request(Method::POST, path)
            .header("content-type", "multipart/form-data; boundary=x");
        anna.send(request.body(body)).await
    };
    let path = format!("/{SALON}/documents?client={client}");
    let done = browser(
        &path,
        &[
            ("Größe.pdf", PDF),
            ("Łódź.jpg", b"\xff\xd8\xff\xe1"),
            ("", b""),
        ],
    )
    .await;
    assert_eq!(done.leads(), format!("/{SALON}/clients/{client}"));
    let list = world
        .carry_out(world.request(Method::GET, "/documents/files"))
        .await
        .is(200)
        .json();
    let titles: Vec<&Value> = list["data"]
        .as_array()
        .expect("files")
        .iter()
        .map(|file| &file["title"])
        .collect();
    assert_eq!(titles, ["Łódź", "Größe"]);
    let refused = browser(
        &path,
        &[
            ("gut.pdf", PDF),
            ("böse.pdf", b"MZ\0\0"),
            ("auch gut.pdf", PDF),
        ],
    )
    .await;
    let text = refused.is(422).text();
    assert!(
        text.contains("böse.pdf") && text.contains("id=\"documents-upload\""),
        "{text}"
    );
    let nothing = browser(&path, &[("", b"")]).await.is(400).text();
    assert!(nothing.contains("id=\"documents-upload\""));
    let file = list["data"][0]["id"].as_str().expect("an id");
    let versions = format!("/{SALON}/documents/{file}/versions");
    let wrong = browser(&versions, &[("böse.pdf", b"MZ\0\0")])
        .await
        .is(422)
        .text();
    assert!(wrong.contains("böse.pdf") && wrong.contains("id=\"documents-version\""));
    browser(&versions, &[("neu.jpg", b"\xff\xd8\xff\xe2")])
        .await
        .is(303);
    swept(&world, 3).await;
    let list = world
        .carry_out(world.request(Method::GET, "/documents/files"))
        .await
        .is(200)
        .json();
    assert_eq!(
        list["data"].as_array().expect("files").len(),
        2,
        "all of a form or none"
    );
    let nobody = format!("/{SALON}/documents?client={}", uuid::Uuid::nil());
    browser(&nobody, &[("gut.pdf", PDF)]).await.is(404);
    world.end().await;
}
