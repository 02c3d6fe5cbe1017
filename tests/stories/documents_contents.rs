//! The contents of files: what they are, how large, and how they are sent.

use kartoteka_tests::{Answer, World, stories};
use reqwest::Method;
use serde_json::json;

use crate::documents_kept::{PDF, PNG, card, ids, swept, upload};

stories![
    a_content_is_sent_whole_or_in_part_and_never_run,
    what_is_in_a_file_counts_and_not_its_name,
    a_file_that_is_too_large_is_not_kept,
    a_picture_in_place_runs_nothing_either,
    what_stands_beside_a_file_is_looked_at,
];

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

async fn a_picture_in_place_runs_nothing_either(mut world: World) {
    world.switch_on("documents").await;
    let anna = card(&world, "Vogel").await;
    let picture = upload(&world, &anna, "a.png", PNG, &[]).await.is(201);
    let at = format!("/documents/files/{}", picture.id());
    for (what, way) in [
        ("/content?inline=true", Some("inline; ")),
        ("/content", Some("attachment; ")),
        ("/preview", None),
    ] {
        let shown = world.get(&format!("{at}{what}")).await.is(200);
        let policies = shown.headers.get_all("content-security-policy");
        let strict = policies.iter().any(|p| *p == "sandbox; default-src 'none'");
        assert!(strict, "{what}: {:?}", shown.headers);
        let found = shown.header("content-disposition");
        let begins = way.is_none_or(|way| found.is_some_and(|found| found.starts_with(way)));
        assert!(begins, "{what}: {found:?}");
    }
    world.end().await;
}

async fn what_stands_beside_a_file_is_looked_at(mut world: World) {
    world.switch_on("documents").await;
    let anna = card(&world, "Vogel").await;
    let note = async |letters: usize| {
        let note = "ä".repeat(letters);
        upload(&world, &anna, "a.pdf", PDF, &[("note", &note)]).await
    };
    note(2_000).await.is(201);
    let refused = note(2_001).await.problem(422, "invalid");
    assert_eq!(refused.pointers(), ["/note"]);
    note(40_000).await.problem(413, "too_large");
    // The name is the last part of a path, whichever way it is written.
    let body = |name: &str| {
        format!(
            "--x\r\nContent-Disposition: form-data; name=\"client_id\"\r\n\r\n{anna}\r\n\
             --x\r\nContent-Disposition: form-data; name=\"file\"; {name}\r\n\r\nx\r\n--x--\r\n"
        )
    };
    for (name, kept) in [
        ("filename=\"../Scans/a.txt\"", "a.txt"),
        ("filename=\"b\u{202e}txt.exe\"", "btxt.exe.txt"),
        (
            "filename=\"_bung.txt\"; filename*=UTF-8''C%3A%5C%C3%9Cbung.txt",
            "Übung.txt",
        ),
    ] {
        let request = world.request(Method::POST, "/documents/files");
        let request = request.header("content-type", "multipart/form-data; boundary=x");
        let made = world.carry_out(request.body(body(name))).await.is(201);
        assert_eq!(made.json()["versions"][0]["file_name"], kept);
    }
    world.end().await;
}
