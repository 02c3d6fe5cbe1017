//! What goes wrong at the desk with documents: the wrong file, too much of it, none at all; and how it is
//! told and taken back.

use chrono::TimeDelta;
use kartoteka::region::Role;
use kartoteka_tests::{Answer, Browser, SALON, World, stories};
use reqwest::{Method, multipart};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::documents_kept::{PDF, card, ids, part, swept, upload};

stories![
    who_brought_something_takes_it_off_again,
    a_version_is_taken_off_and_its_content_goes,
    an_upload_changes_the_section_of_the_card_alone,
    a_form_that_is_refused_says_that_nothing_was_kept,
    a_form_that_is_far_too_large_is_told_by_its_limit_and_leads_back,
    a_title_is_found_as_names_are,
    what_need_not_be_kept_says_so_and_icons_say_what_a_file_is,
];

/// What a browser sends by a form with these files.
async fn form(browser: &Browser<'_>, path: &str, files: &[(&str, &[u8])], piece: bool) -> Answer {
    let mut form = multipart::Form::new();
    for (name, bytes) in files {
        form = form.part("file", part(name, bytes));
    }
    let mut request = browser.request(Method::POST, path).multipart(form);
    if piece {
        request = request.header("hx-request", "true");
    }
    browser.send(request).await
}

/// An owner and somebody of the staff, with a card.
async fn desk(world: &mut World) -> String {
    world.switch_on("documents").await;
    world.user("Anna", Role::Owner).await;
    world.user("Stef", Role::Staff).await;
    card(world, "Vogel").await
}

async fn who_brought_something_takes_it_off_again(mut world: World) {
    let client = desk(&mut world).await;
    let theirs = upload(&world, &client, "fremd.pdf", PDF, &[]).await.is(201);
    let theirs = theirs.id();
    let stef = world.signed_in("Stef").await;
    let at = format!("/{SALON}/documents?client={client}");
    form(&stef, &at, &[("falsch.pdf", PDF)], false)
        .await
        .is(303);
    let own = ids(&world, "").await.swap_remove(0);
    let page = format!("/{SALON}/documents/{own}");
    assert!(
        stef.open(&page)
            .await
            .text()
            .contains("Take it off the card again")
    );
    let other = stef
        .open(&format!("/{SALON}/documents/{theirs}"))
        .await
        .text();
    assert!(!other.contains("/documents/withdrawal"));
    let off = format!("/{SALON}/documents/withdrawal");
    let both = [
        ("client", client.as_str()),
        ("file", own.as_str()),
        ("file", theirs.as_str()),
    ];
    stef.submit(&off, &both).await.is(403);
    assert_eq!(ids(&world, "").await.len(), 2, "all of it or nothing");
    let to = stef.submit(&off, &both[..2]).await.leads();
    assert_eq!(to, format!("/{SALON}/clients/{client}"));
    assert_eq!(ids(&world, "").await, [theirs.as_str()]);
    // The owner can have it back, as of anything deleted.
    world
        .post(&format!("/documents/files/{own}/restoration"), json!({}))
        .await
        .is(200);
    world.clock.advance(TimeDelta::hours(25));
    let stef = world.signed_in("Stef").await;
    stef.submit(&off, &both[..2]).await.is(403);
    assert!(
        !stef
            .open(&page)
            .await
            .text()
            .contains("/documents/withdrawal")
    );
    let withdrawn = world
        .post(&format!("/documents/files/{own}/withdrawal"), json!({}))
        .await
        .is(200);
    assert!(
        withdrawn.json()["archived_at"].is_string(),
        "who may delete may do so later, too"
    );
    // It may be somebody else's paper: the person is not handed it.
    let export = world
        .get(&format!("/clients/{client}/export"))
        .await
        .is(200);
    let data = export.exported()["features"].to_string();
    assert!(data.contains(&theirs) && !data.contains(&own), "{data}");
    assert_eq!(
        export.unpacked().len(),
        2,
        "the document, and the other file"
    );
    world.end().await;
}

async fn a_version_is_taken_off_and_its_content_goes(mut world: World) {
    let client = desk(&mut world).await;
    let file = upload(&world, &client, "vertrag.pdf", PDF, &[])
        .await
        .is(201)
        .id();
    let api = format!("/documents/files/{file}");
    let off = |number: u8| format!("{api}/withdrawal?version={number}");
    world
        .post(&off(1), json!({}))
        .await
        .problem(409, "document_only_version");
    let stef = world.signed_in("Stef").await;
    let page = format!("/{SALON}/documents/{file}");
    let to = form(
        &stef,
        &format!("{page}/versions"),
        &[("x.txt", b"fremd")],
        false,
    )
    .await
    .leads();
    assert_eq!(to, format!("{page}?added=2"));
    let shown = stef.open(&to).await.is(200).text();
    assert!(shown.contains("Version 2 is now the newest"), "{shown}");
    let undo = format!("{page}/withdrawal?version=2");
    // In the toast and in the table; not that of somebody else.
    assert_eq!(shown.matches(&undo).count(), 2);
    assert!(!shown.contains("/withdrawal?version=1"));
    stef.submit(&format!("{page}/withdrawal?version=1"), &[])
        .await
        .is(403);
    stef.submit(&undo, &[]).await.is(303);
    stef.submit(&undo, &[]).await.is(404);
    let left = world.get(&api).await.is(200).json();
    assert_eq!(left["versions"].as_array().map(Vec::len), Some(1));
    // The next one gets its number, and a stale press does not take that off.
    let stale = format!("{undo}&based_on={}", left["version"]);
    let right = multipart::Form::new().part("file", part("x.txt", b"richtig"));
    let request = world
        .request(Method::POST, &format!("{api}/versions"))
        .multipart(right);
    world.carry_out(request).await.is(201);
    world
        .signed_in("Anna")
        .await
        .submit(&stale, &[])
        .await
        .is(412);
    world.post(&off(2), json!({})).await.is(200);
    assert_eq!(world.get(&format!("{api}/content")).await.is(200).body, PDF);
    swept(&world, 1).await;
    let changes = world
        .get(&format!("/clients/{client}/changes"))
        .await
        .is(200)
        .text();
    assert!(changes.contains("documents.version.withdrawn/1"));
    // Who may delete takes off any.
    let form = multipart::Form::new().part("file", part("neu.pdf", b"%PDF-1.7 second"));
    let request = world
        .request(Method::POST, &format!("{api}/versions"))
        .multipart(form);
    world.carry_out(request).await.is(201);
    let anna = world.signed_in("Anna").await;
    anna.submit(&format!("{page}/withdrawal?version=1"), &[])
        .await
        .is(303);
    assert_eq!(
        world.get(&format!("{api}/content")).await.is(200).body,
        b"%PDF-1.7 second"
    );
    world.end().await;
}

async fn an_upload_changes_the_section_of_the_card_alone(mut world: World) {
    let client = desk(&mut world).await;
    let stef = world.signed_in("Stef").await;
    let at = format!("/{SALON}/documents?client={client}");
    let files: [(&str, &[u8]); 2] = [("a.pdf", PDF), ("b.pdf", PDF)];
    let section = form(&stef, &at, &files, true).await.is(200).text();
    assert!(
        !section.contains("<html") && !section.contains("<header"),
        "{section}"
    );
    assert!(section.contains("class=\"papers\"") && section.contains("data-upload-section"));
    assert!(section.contains("2 documents are on the card"), "{section}");
    let all = ids(&world, "").await;
    assert!(
        all.iter()
            .all(|id| section.contains(&format!("value=\"{id}\"")))
    );
    // What is refused brings the form again, which still knows where it stands.
    let refused = form(&stef, &at, &[("a.exe", b"MZ\0\0")], true)
        .await
        .is(422)
        .text();
    assert!(refused.contains("id=\"documents-upload\"") && refused.contains("data-upload-section"));
    let fields = [
        ("client", client.as_str()),
        ("file", all[0].as_str()),
        ("file", all[1].as_str()),
    ];
    let request = stef.request(Method::POST, &format!("/{SALON}/documents/withdrawal"));
    let request = request.header("hx-request", "true").form(&fields);
    let section = stef.send(request).await.is(200).text();
    assert!(section.contains("Taken off again") && !section.contains("class=\"papers\""));
    assert_eq!(ids(&world, "").await, Vec::<String>::new());
    world.end().await;
}

async fn a_form_that_is_refused_says_that_nothing_was_kept(mut world: World) {
    let client = desk(&mut world).await;
    let stef = world.signed_in("Stef").await;
    let at = format!("/{SALON}/documents?client={client}");
    let files: [(&str, &[u8]); 3] = [
        ("nachher.pdf", PDF),
        ("böse.pdf", b"MZ\0\0"),
        ("c.csv", b"a,b"),
    ];
    let text = form(&stef, &at, &files, false).await.is(422).text();
    assert!(
        text.contains("böse.pdf") && text.contains("None of the 3 files was kept"),
        "{text}"
    );
    let text = form(&stef, &at, &files[1..2], false).await.is(422).text();
    assert!(
        !text.contains("files was kept"),
        "of one that is plain: {text}"
    );
    // A browser without a script sends an empty field where nothing was chosen.
    let nothing =
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\"\r\n\r\n\r\n--x--\r\n";
    let request = stef.request(Method::POST, &at);
    let request = request.header("content-type", "multipart/form-data; boundary=x");
    let text = stef.send(request.body(nothing)).await.is(400).text();
    assert!(
        text.contains("No file is chosen") && !text.contains("could not be read"),
        "{text}"
    );
    let request = world.request(Method::POST, "/documents/files");
    let form = multipart::Form::new().text("client_id", client);
    let missing = world.carry_out(request.multipart(form)).await;
    assert_eq!(
        missing.problem(400, "document_missing").pointers(),
        ["/file"]
    );
    world.end().await;
}

async fn a_form_that_is_far_too_large_is_told_by_its_limit_and_leads_back(mut world: World) {
    let client = desk(&mut world).await;
    let stef = world.signed_in("Stef").await;
    let its_card = format!("/{SALON}/clients/{client}");
    let shown = stef.open(&its_card).await.text();
    assert!(
        shown.contains("data-upload-most=\"52428800\"")
            && shown.contains("More than 50 MB at once"),
        "a script looks before it sends"
    );
    let address = world.address();
    let from = address.strip_prefix("http://").expect("a host");
    for (referer, back) in [
        (
            format!("http://{from}{its_card}?x=1"),
            Some(format!("href=\"{its_card}?x=1\"")),
        ),
        (format!("http://example.org{its_card}"), None),
        (format!("http://{from}//example.org/x"), None),
    ] {
        // Of what is announced nothing is sent: the answer comes before.
        let head = format!(
            "POST /{SALON}/documents?client={client} HTTP/1.1\r\nhost: {from}\r\ncookie: {}\r\n\
             sec-fetch-site: same-origin\r\nreferer: {referer}\r\naccept-language: en\r\n\
             content-type: multipart/form-data; boundary=x\r\ncontent-length: 90000000\r\n\r\n",
            stef.cookie().expect("a session")
        );
        let mut stream = TcpStream::connect(from).await.expect("a connection");
        stream
            .write_all(head.as_bytes())
            .await
            .expect("to be heard");
        let mut answer = Vec::new();
        let mut piece = [0; 4096];
        while !String::from_utf8_lossy(&answer).contains("</html>") {
            let read = stream.read(&mut piece).await.expect("an answer");
            assert!(read > 0, "{}", String::from_utf8_lossy(&answer));
            answer.extend_from_slice(&piece[..read]);
        }
        let answer = String::from_utf8_lossy(&answer);
        assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
        assert!(
            answer.contains("At most 50 MB can be uploaded at once"),
            "{answer}"
        );
        match back {
            Some(back) => assert!(answer.contains(&back), "{answer}"),
            None => assert!(!answer.contains("example.org") && !answer.contains(">Back<")),
        }
    }
    world.end().await;
}

async fn a_title_is_found_as_names_are(mut world: World) {
    let client = desk(&mut world).await;
    let mut made = Vec::new();
    for name in ["Färbung.pdf", "Faerberei.pdf", "Aerobic.pdf", "IJssel.pdf"] {
        made.push(upload(&world, &client, name, PDF, &[]).await.is(201).id());
    }
    let [farbung, faerberei, aerobic, ijssel] = made.try_into().expect("four");
    for (q, found) in [
        ("faerbung", vec![&farbung]),
        ("FÄRB", vec![&faerberei, &farbung]),
        ("farb", vec![&faerberei, &farbung]),
        ("erob", vec![&aerobic]),
        ("yssel", vec![&ijssel]),
        ("%", vec![]),
    ] {
        let found: Vec<String> = found.into_iter().cloned().collect();
        let encoded = q.replace('%', "%25");
        assert_eq!(ids(&world, &format!("q={encoded}")).await, found, "{q}");
    }
    world.end().await;
}

async fn what_need_not_be_kept_says_so_and_icons_say_what_a_file_is(mut world: World) {
    let client = desk(&mut world).await;
    let file = upload(&world, &client, "a.pdf", PDF, &[])
        .await
        .is(201)
        .id();
    upload(&world, &client, "b.csv", b"a,b\n", &[])
        .await
        .is(201);
    let kept = json!({"retention_until": "2026-03-03"});
    world
        .patch(&format!("/documents/files/{file}"), 1, kept)
        .await
        .is(200);
    let stef = world.signed_in("Stef").await;
    let its_card = format!("/{SALON}/clients/{client}");
    let before = stef.open(&its_card).await.text();
    assert!(!before.contains("Can be deleted"));
    assert!(before.contains("#icon-file-spreadsheet") && !before.contains("#icon-paperclip"));
    world.clock.advance(TimeDelta::days(2));
    let stef = world.signed_in("Stef").await;
    let after = stef.open(&its_card).await.text();
    assert!(after.contains("Can be deleted") && !after.contains("To be kept"));
    world.end().await;
}
