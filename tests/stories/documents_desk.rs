//! The desk works with documents on pages.

use kartoteka::region::Role;
use kartoteka_plugin::Locale;
use kartoteka_tests::{Answer, Browser, SALON, World, stories};
use reqwest::{Method, multipart};
use serde_json::Value;

use crate::documents_kept::{PDF, card, ids, part, swept, upload};

stories![
    the_desk_works_with_documents_on_pages,
    one_form_brings_several_files_or_none,
    of_many_files_a_page_shows_some_and_leads_to_the_others,
];

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

/// A form as a browser writes it, with a note and so many small files.
async fn many(desk: &Browser<'_>, path: &str, count: usize) -> Answer {
    let mut form = multipart::Form::new().text("note", "aus dem Ordner");
    for n in 0..count {
        form = form.part("file", part(&format!("Blatt {n}.txt"), b"x"));
    }
    let request = desk.request(Method::POST, path).multipart(form);
    desk.send(request).await
}

async fn of_many_files_a_page_shows_some_and_leads_to_the_others(mut world: World) {
    world.switch_on("documents").await;
    world.user("Anna", Role::Owner).await;
    let client = card(&world, "Vogel").await;
    let anna = world.signed_in("Anna").await;
    let path = format!("/{SALON}/documents?client={client}");
    let refused = many(&anna, &path, 51).await.is(422).text();
    assert!(refused.contains("at most 50"), "{refused}");
    assert_eq!(ids(&world, "").await, Vec::<String>::new());
    many(&anna, &path, 50).await.is(303);
    let large = vec![b'x'; 1_600_000];
    upload(&world, &client, "Blatt groß.txt", &large, &[])
        .await
        .is(201);
    let all = world.get("/documents/files?limit=200").await.is(200).json();
    let all = all["data"].as_array().expect("files");
    assert_eq!(all.len(), 51);
    let noted = |file: &&Value| file["note"] == "aus dem Ordner";
    assert_eq!(all.iter().filter(noted).count(), 50);
    let its_card = anna.open(&format!("/{SALON}/clients/{client}")).await;
    let its_card = its_card.is(200).text();
    assert_eq!(its_card.matches("class=\"paper\"").count(), 20);
    assert!(its_card.contains(&format!("href=\"{path}\"")));
    assert!(its_card.contains("TXT, 1.5 MB"), "{its_card}");
    // The rest of what was looked for, and nothing else.
    upload(&world, &client, "Anderes.txt", b"x", &[])
        .await
        .is(201);
    let found = format!("{path}&q=blatt");
    let first = anna.open(&found).await.is(200).text();
    let more = first.split("<div class=\"list-more\"><a class=\"button\" href=\"");
    let more = more.last().and_then(|rest| rest.split('"').next());
    let more = more
        .expect("a way on")
        .replace("&amp;", "&")
        .replace("&#38;", "&");
    let rest = anna.open(&more).await.is(200).text();
    assert!(rest.contains("Blatt 0<") && !rest.contains("Blatt 1<") && !rest.contains("Anderes<"));
    assert!(rest.contains("value=\"blatt\"") && !rest.contains("class=\"list-more\""));
    world.end().await;
}
