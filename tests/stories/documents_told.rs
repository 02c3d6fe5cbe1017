//! What is told of files, and to whom: the entries on the card, and refusals of who may do one thing and not
//! another.

use chrono::TimeDelta;
use kartoteka::region::Role;
use kartoteka_tests::{SALON, World, stories};
use reqwest::{Method, multipart};
use serde_json::json;

use crate::documents_kept::{PDF, card, ids, part, renew, swept, upload};

stories![
    each_act_stands_on_the_card_without_its_words,
    who_deletes_and_does_not_write_withdraws_nothing,
    who_brought_a_file_does_not_withdraw_what_another_added,
    a_page_that_is_stale_takes_off_no_newer_version,
];

async fn each_act_stands_on_the_card_without_its_words(mut world: World) {
    world.switch_on("documents").await;
    let client = card(&world, "Vogel").await;
    let said = [("title", "Befund"), ("note", "Latex")];
    let made = upload(&world, &client, "scan.pdf", PDF, &said).await;
    let file = made.is(201).id();
    let path = format!("/documents/files/{file}");
    let changes = json!({"kind": "medical", "review_on": "2027-01-31"});
    world.patch(&path, 1, changes).await.is(200);
    renew(&world, &file, "neu.pdf", PDF).await.is(201);
    let off = format!("{path}/withdrawal?version=2");
    world.post(&off, json!({})).await.is(200);
    world.delete(&path, 4).await.is(204);
    let back = format!("{path}/restoration");
    world.post(&back, json!({})).await.is(200);
    let off = format!("{path}/withdrawal");
    world.post(&off, json!({})).await.is(200);
    world.clock.advance(TimeDelta::days(30));
    swept(&world, 0).await;
    let changes = world.get(&format!("/clients/{client}/changes")).await;
    let changes = changes.is(200);
    for word in ["Befund", "Latex", "scan.pdf", "neu.pdf"] {
        assert!(!changes.text().contains(word), "{word}");
    }
    let changes = changes.json();
    let all = changes["data"].as_array().expect("entries").iter();
    let what: Vec<_> = all.map(|entry| entry["what"].as_str()).collect();
    let expected = [
        "documents.file.purged/1",
        "documents.file.deleted/1",
        "documents.file.restored/1",
        "documents.file.deleted/1",
        "documents.version.withdrawn/1",
        "documents.version.added/1",
        "documents.file.changed/1",
        "documents.file.added/1",
        "core.client.registered/1",
    ];
    assert_eq!(what, expected.map(Some));
    let kept = &changes["data"][6]["after"];
    assert_eq!(
        (&kept["id"], &kept["kind"], &kept["number"]),
        (&json!(file), &json!("medical"), &json!(1))
    );
    assert_eq!(kept["review_on"], "2027-01-31");
    world.end().await;
}

async fn who_deletes_and_does_not_write_withdraws_nothing(mut world: World) {
    world.switch_on("documents").await;
    let client = card(&world, "Vogel").await;
    let file = upload(&world, &client, "a.pdf", PDF, &[]).await;
    let file = file.is(201).id();
    renew(&world, &file, "b.pdf", PDF).await.is(201);
    let at = format!("/api/v1/salons/{SALON}/documents/files/{file}");
    let ask = async |may: &[&str], method: Method, what: &str, status: u16| {
        let token = world.narrow_token(may).await;
        let request = world.bare(method, &format!("{at}{what}"));
        let request = request.header("if-match", "\"2\"").json(&json!({}));
        let answer = world.carry_out(request.bearer_auth(token)).await;
        assert_eq!(answer.status, status, "{may:?} {what}");
    };
    let deletes = ["documents.read", "documents.delete"];
    ask(&deletes, Method::POST, "/withdrawal", 403).await;
    ask(&deletes, Method::POST, "/withdrawal?version=2", 403).await;
    ask(&deletes, Method::PATCH, "", 403).await;
    let writes = ["documents.read", "documents.write"];
    ask(&writes, Method::DELETE, "", 403).await;
    ask(&deletes, Method::DELETE, "", 204).await;
    ask(&writes, Method::POST, "/restoration", 403).await;
    let blind = ["documents.write", "documents.delete"];
    ask(&blind, Method::GET, "", 403).await;
    ask(&blind, Method::GET, "/preview", 403).await;
    ask(&deletes, Method::POST, "/restoration", 200).await;
    let list = format!("/api/v1/salons/{SALON}/documents/files?client_id={client}");
    for (may, status) in [(blind, 403), (deletes, 200)] {
        let token = world.narrow_token(&may).await;
        let request = world.bare(Method::GET, &list).bearer_auth(token);
        assert_eq!(world.carry_out(request).await.status, status, "{may:?}");
    }
    world.end().await;
}

async fn who_brought_a_file_does_not_withdraw_what_another_added(mut world: World) {
    world.switch_on("documents").await;
    world.user("Stef", Role::Staff).await;
    let client = card(&world, "Vogel").await;
    let stef = world.signed_in("Stef").await;
    let at = format!("/{SALON}/documents?client={client}");
    let form = multipart::Form::new().part("file", part("a.pdf", PDF));
    let request = stef.request(Method::POST, &at).multipart(form);
    stef.send(request).await.is(303);
    let file = ids(&world, "").await.swap_remove(0);
    let page = format!("/{SALON}/documents/{file}");
    let offered = "action=\"/seidenhaar/documents/withdrawal\"";
    assert!(stef.open(&page).await.is(200).text().contains(offered));
    renew(&world, &file, "b.pdf", PDF).await.is(201);
    assert!(!stef.open(&page).await.is(200).text().contains(offered));
    let off = format!("/{SALON}/documents/withdrawal");
    let fields = [("client", client.as_str()), ("file", file.as_str())];
    stef.submit(&off, &fields).await.is(403);
    assert_eq!(ids(&world, "").await, [file.as_str()]);
    // The own version goes for a day.
    world.clock.advance(TimeDelta::hours(23));
    let stef = world.signed_in("Stef").await;
    stef.submit(&format!("{page}/withdrawal?version=1"), &[])
        .await
        .is(303);
    world.end().await;
}

async fn a_page_that_is_stale_takes_off_no_newer_version(mut world: World) {
    world.switch_on("documents").await;
    world.user("Anna", Role::Owner).await;
    let client = card(&world, "Vogel").await;
    let file = upload(&world, &client, "a.pdf", PDF, &[]).await;
    let file = file.is(201).id();
    renew(&world, &file, "falsch.pdf", PDF).await.is(201);
    let anna = world.signed_in("Anna").await;
    let page = format!("/{SALON}/documents/{file}");
    let seen = anna.open(&page).await.is(200).text();
    let begin = format!("action=\"{page}/withdrawal?version=2");
    let rest = seen.split(&begin).nth(1).expect("a way to take it off");
    let rest = rest.split('"').next().expect("its end");
    let stale = format!("{page}/withdrawal?version=2{rest}")
        .replace("&amp;", "&")
        .replace("&#38;", "&");
    let off = format!("/documents/files/{file}/withdrawal?version=2");
    world.post(&off, json!({})).await.is(200);
    renew(&world, &file, "richtig.pdf", PDF).await.is(201);
    anna.submit(&stale, &[]).await.is(412);
    // All of the file, neither.
    let off = format!("/documents/files/{file}/withdrawal?based_on=2");
    world
        .post(&off, json!({}))
        .await
        .problem(412, "changed_meanwhile");
    assert_eq!(ids(&world, "").await, [file]);
    world.end().await;
}
