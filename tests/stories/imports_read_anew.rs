//! A file that was read in the wrong way is read again, without another upload, as long as
//! it is kept.

use chrono::TimeDelta;
use kartoteka_tests::{
    Answer, World,
    sheets::{csv_1252, xlsx},
    stories,
};
use reqwest::Method;
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};

stories![
    another_sheet_is_read,
    another_encoding_and_separator_are_read,
    an_encoding_that_nobody_knows_is_said,
    a_head_is_said_to_be_there_or_not,
    columns_chosen_by_hand_stay_chosen,
    what_failed_by_how_it_was_read_is_read_again,
    a_host_started_anew_still_has_the_file,
    a_file_goes_with_the_commit_an_erasure_and_the_day,
];

async fn started(world: &World, name: &str, bytes: Vec<u8>, fields: &[(&str, &str)]) -> Value {
    let id = world.upload(name, bytes, fields).await.is(201).id();
    world.import_at_rest(&id).await.json()
}

fn path(import: &Value) -> String {
    format!("/imports/{}", import["id"].as_str().expect("an id"))
}

async fn ask(world: &World, import: &Value, reading: Value) -> Answer {
    let path = format!("{}/reading", path(import));
    world.send(Method::PUT, &path, Some(reading), &[]).await
}

async fn read_anew(world: &World, import: &Value, reading: Value) -> Value {
    ask(world, import, reading).await.is(202);
    let id = import["id"].as_str().expect("an id");
    world.import_at_rest(id).await.json()
}

async fn cells(world: &World, import: &Value) -> Vec<Value> {
    let path = format!("{}/rows?limit=200", path(import));
    let rows = world.get(&path).await.is(200).json();
    let rows = rows["data"].as_array().expect("a list").iter();
    rows.map(|row| row["cells"].clone()).collect()
}

fn two_sheets() -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, rows) in [
        (
            "Alt",
            &[
                ["Name", "Telefon"],
                ["Anna Alt", "0176 5551234"],
                ["Berta Alt", "0176 5551235"],
            ][..],
        ),
        (
            "Neu",
            &[["Name", "Telefon"], ["Nora Neu", "0176 5551236"]][..],
        ),
    ] {
        let sheet = workbook.add_worksheet().set_name(name).expect("a name");
        for (row, cells) in (0..).zip(rows) {
            sheet
                .write_row(row, 0, cells.iter().copied())
                .expect("a row");
        }
    }
    workbook.save_to_buffer().expect("a file")
}

async fn another_sheet_is_read(world: World) {
    let import = started(&world, "liste.xlsx", two_sheets(), &[]).await;
    assert_eq!(
        (&import["about"]["sheet"], &import["file_kept"]),
        (&json!("Alt"), &json!(true))
    );
    let import = read_anew(&world, &import, json!({"sheet": "Neu"})).await;
    assert_eq!(
        (&import["state"], &import["about"]["sheet"]),
        (&json!("previewed"), &json!("Neu"))
    );
    assert_eq!(import["counts"]["new"], 1, "{import}");
    assert_eq!(
        cells(&world, &import).await,
        [json!({"A": "Nora Neu", "B": "0176 5551236"})]
    );
    let commit = format!("{}/commit", path(&import));
    world.post(&commit, json!({})).await.is(202);
    world
        .import_at_rest(import["id"].as_str().expect("an id"))
        .await;
    let list = world.get("/clients").await.json();
    assert_eq!(list["data"].as_array().map(Vec::len), Some(1), "{list}");
    world.end().await;
}

async fn an_encoding_that_nobody_knows_is_said(world: World) {
    for label in ["klingon", "a\u{0}b"] {
        let fields = [("encoding", label)];
        let file = b"Name;Telefon\nAnna;0176 5551234\n".to_vec();
        let id = world.upload("kunden.csv", file, &fields).await.is(201).id();
        let import = world.import_at_rest(&id).await.json();
        assert_eq!(import["state"], "failed", "{import}");
        assert_eq!(import["problem"]["code"], "unknown_encoding", "{import}");
    }
    world.end().await;
}

async fn another_encoding_and_separator_are_read(world: World) {
    let bytes = csv_1252(&[&["Name", "Telefon"], &["Jürgen, Großmann", "0151 23456789"]]);
    let wrong = [("encoding", "IBM850"), ("separator", ",")];
    let import = started(&world, "liste.csv", bytes, &wrong).await;
    assert_ne!(cells(&world, &import).await[0]["A"], "Jürgen, Großmann");
    let right = json!({"encoding": "windows-1252", "separator": ";"});
    let import = read_anew(&world, &import, right).await;
    assert_eq!(import["about"]["encoding"], "windows-1252");
    let row = json!({"A": "Jürgen, Großmann", "B": "0151 23456789"});
    assert_eq!(cells(&world, &import).await, [row]);
    let import = read_anew(&world, &import, json!({})).await;
    assert_eq!(import["about"]["separator"], ";", "found out again");
    ask(&world, &import, json!({"separator": "::"}))
        .await
        .problem(422, "invalid");
    ask(&world, &import, json!({"sheets": "x"}))
        .await
        .problem(400, "malformed");
    world.end().await;
}

async fn a_head_is_said_to_be_there_or_not(world: World) {
    let sheet = xlsx(&[
        &["Wer", "Wohin"],
        &["Anna Müller", "0176 5551234"],
        &["Berta Weiß", "0176 5551235"],
    ]);
    let import = started(&world, "liste.xlsx", sheet, &[]).await;
    assert_eq!(import["head_row"], Value::Null, "nobody knows these words");
    let import = read_anew(&world, &import, json!({"head": true})).await;
    assert_eq!(import["head_row"], 1);
    assert_eq!(import["head"], json!({"A": "Wer", "B": "Wohin"}));
    assert_eq!(import["mapping"]["A"], "name");
    assert_eq!(import["counts"]["new"], 2);
    let import = read_anew(&world, &import, json!({"head": false})).await;
    assert_eq!(
        (&import["head_row"], &import["head"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(cells(&world, &import).await.len(), 3);
    let sheet = xlsx(&[&["Name", "Telefon"], &["Anna Müller", "0176 5551234"]]);
    let import = started(&world, "liste.xlsx", sheet, &[("head", "false")]).await;
    assert_eq!(import["head_row"], Value::Null, "said with the upload");
    world.end().await;
}

async fn columns_chosen_by_hand_stay_chosen(world: World) {
    let sheet = xlsx(&[&["x", "y"], &["Müller", "Anna"], &["Weiß", "Berta"]]);
    let import = started(&world, "liste.xlsx", sheet, &[]).await;
    let mapping = json!({"A": "last_name", "B": "first_name"});
    let mapping_path = format!("{}/mapping", path(&import));
    world
        .send(Method::PUT, &mapping_path, Some(mapping.clone()), &[])
        .await
        .is(202);
    world
        .import_at_rest(import["id"].as_str().expect("an id"))
        .await;
    let import = read_anew(&world, &import, json!({"head": true})).await;
    assert_eq!(
        (&import["mapping"], &import["basis"]),
        (&mapping, &json!("chosen"))
    );
    assert_eq!(
        (&import["head_row"], &import["counts"]["new"]),
        (&json!(1), &json!(2))
    );
    world.end().await;
}

async fn what_failed_by_how_it_was_read_is_read_again(world: World) {
    let wrong = [("sheet", "Gestern")];
    let import = started(&world, "liste.xlsx", two_sheets(), &wrong).await;
    assert_eq!(import["problem"]["code"], "unknown_sheet");
    assert_eq!(import["file_kept"], true);
    let import = read_anew(&world, &import, json!({})).await;
    assert_eq!(
        (&import["state"], &import["problem"]),
        (&json!("previewed"), &Value::Null)
    );
    assert_eq!(import["counts"]["new"], 2);
    let import = started(
        &world,
        "liste.xlsx",
        b"nothing good".repeat(9)[..20].to_vec(),
        &[],
    )
    .await;
    if import["state"] == "failed" {
        assert_eq!(
            import["file_kept"], false,
            "no way of reading helps: {import}"
        );
    }
    let damaged = two_sheets();
    let import = started(
        &world,
        "liste.xlsx",
        damaged[..damaged.len() / 2].to_vec(),
        &[],
    )
    .await;
    assert_eq!(
        (&import["state"], &import["file_kept"]),
        (&json!("failed"), &json!(false))
    );
    ask(&world, &import, json!({}))
        .await
        .problem(409, "import_file_gone");
    world.end().await;
}

async fn a_host_started_anew_still_has_the_file(mut world: World) {
    // More than one piece, and not a whole number of them.
    let rows: Vec<[String; 2]> = (0..9_000)
        .map(|n| {
            [
                format!("Anna Nummer{n}"),
                format!("a{n}@example-{}.com", n * 7_919),
            ]
        })
        .collect();
    let rows: Vec<[&str; 2]> = rows.iter().map(|[a, b]| [a.as_str(), b.as_str()]).collect();
    let rows: Vec<&[&str]> = rows.iter().map(<[&str; 2]>::as_slice).collect();
    let bytes = csv_1252(&rows);
    assert!(bytes.len() > 300 << 10, "{}", bytes.len());
    let import = started(&world, "liste.csv", bytes, &[]).await;
    assert_eq!(import["counts"]["new"], 9_000);
    world.restart().await;
    let import = read_anew(&world, &import, json!({"head": true})).await;
    assert_eq!(import["counts"]["new"], 8_999, "{import}");
    world.end().await;
}

async fn a_file_goes_with_the_commit_an_erasure_and_the_day(world: World) {
    let kept =
        async |import: &Value| world.get(&path(import)).await.is(200).json()["file_kept"].clone();
    let first = started(&world, "liste.xlsx", two_sheets(), &[]).await;
    world
        .post(&format!("{}/commit", path(&first)), json!({}))
        .await
        .is(202);
    world
        .import_at_rest(first["id"].as_str().expect("an id"))
        .await;
    assert_eq!(kept(&first).await, false);
    ask(&world, &first, json!({}))
        .await
        .problem(409, "import_state");

    let second = started(&world, "liste.xlsx", two_sheets(), &[]).await;
    assert_eq!(kept(&second).await, true);
    let anna = world.get("/clients?q=anna").await.json()["data"][0]["id"].clone();
    let erasure = format!("/clients/{}/erasure", anna.as_str().expect("an id"));
    world.post(&erasure, json!({})).await.is(200);
    assert_eq!(kept(&second).await, false);
    ask(&world, &second, json!({}))
        .await
        .problem(409, "import_file_gone");

    let third = started(&world, "liste.xlsx", two_sheets(), &[]).await;
    world.clock.advance(TimeDelta::hours(25));
    let woken = world.running().host().wake_due().await;
    assert_eq!(woken.expect("the day is over"), 1);
    assert_eq!(kept(&third).await, false);
    world.end().await;
}
