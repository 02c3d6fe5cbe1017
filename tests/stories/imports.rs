//! A salon's list comes in.

use kartoteka_tests::{
    World,
    sheets::{csv_1252, xlsx},
    stories,
};
use reqwest::Method;
use serde_json::{Value, json};

stories![
    treatwells_layout_works_untouched,
    cells_that_are_not_understood_are_kept_and_said,
    the_same_file_again_changes_nothing,
    known_clients_are_changed_or_left_as_chosen,
    an_import_never_turns_a_withdrawal_into_a_consent,
    a_family_on_one_phone_stays_a_family,
    a_mapping_is_chosen_by_hand_and_remembered,
    umlauts_of_an_excel_csv_come_through,
    a_damaged_file_says_so_and_changes_nothing,
    a_client_changed_since_the_preview_is_not_written,
    the_sheet_comes_back_with_verdicts,
    an_import_that_is_discarded_leaves_nothing,
];

const TREATWELL: &[&[&str]] = &[
    &[
        "Anna Müller",
        "0176 5551234",
        "anna@example.com",
        "Farbe 7/43",
        "1",
    ],
    &["van der Berg, Daan", "+31 6 12345678", "", "", ""],
    &[
        "Świętosława Brzęczyszczykiewicz",
        "",
        "swieta@example.com",
        "",
        "",
    ],
    &["", "", "", "nobody", ""],
];

async fn previewed(world: &World, name: &str, bytes: Vec<u8>) -> Value {
    let id = world.upload(name, bytes, &[]).await.is(201).id();
    let import = world.import_at_rest(&id).await.json();
    assert_eq!(import["state"], "previewed", "{import}");
    import
}

async fn committed(world: &World, import: &Value, choices: Value) -> Value {
    let id = import["id"].as_str().expect("an id");
    world
        .post(&format!("/imports/{id}/commit"), choices)
        .await
        .is(202);
    let import = world.import_at_rest(id).await.json();
    assert_eq!(import["state"], "committed", "{import}");
    import
}

async fn rows(world: &World, import: &Value) -> Vec<Value> {
    let id = import["id"].as_str().expect("an id");
    let rows = world
        .get(&format!("/imports/{id}/rows?limit=200"))
        .await
        .is(200)
        .json();
    rows["data"].as_array().expect("a list").clone()
}

async fn treatwells_layout_works_untouched(world: World) {
    let import = previewed(&world, "kunden.xlsx", xlsx(TREATWELL)).await;
    assert_eq!(
        import["counts"],
        json!({"new": 3, "unchanged": 0, "changed": 0, "refused": 1})
    );
    assert_eq!(
        world.get("/clients").await.json()["data"],
        json!([]),
        "nothing before the commit"
    );
    let refused = rows(&world, &import)
        .await
        .into_iter()
        .find(|row| row["verdict"] == "refused");
    assert_eq!(refused.expect("a refused row")["reason"], "nothing_to_keep");
    committed(&world, &import, json!({})).await;
    let list = world.get("/clients?q=mueller").await.json();
    let anna = &list["data"][0];
    assert_eq!(anna["phones"][0]["e164"], "+491765551234");
    assert_eq!(anna["notes"][0]["text"], "Farbe 7/43");
    assert_eq!(anna["marketing_consent"], "given");
    let daan = world.get("/clients?q=daan").await.json()["data"][0].clone();
    assert_eq!(
        (&daan["first_name"], &daan["last_name"]),
        (&json!("Daan"), &json!("van der Berg"))
    );
    assert_eq!(
        daan["marketing_consent"], "unknown",
        "an empty cell says nothing"
    );
    let path = format!("/clients/{}/consents", anna["id"].as_str().expect("an id"));
    let consent = world.get(&path).await.json()["data"][0].clone();
    assert_eq!(consent["source"], "import");
    assert_eq!(consent["file_name"], "kunden.xlsx");
    assert_eq!(consent["row"], 1);
    world.end().await;
}

async fn cells_that_are_not_understood_are_kept_and_said(world: World) {
    let sheet: &[&[&str]] = &[
        &["Name", "Telefon", "E-Mail", "Notizen", "Werbung erlaubt"],
        &["Anna Müller", "im Salon fragen", "anna@", "", "vielleicht"],
        &["Bernd Weiß", "0176 5551234; 12", "", "", ""],
        &["Clara Groß", "0176 5551235", "clara@example.com", "", "1"],
    ];
    let import = previewed(&world, "kunden.xlsx", xlsx(sheet)).await;
    let rows = rows(&world, &import).await;
    let said: Vec<Value> = rows.iter().map(|row| row["problems"].clone()).collect();
    let problem = |column: &str, code: &str| json!({"column": column, "code": code});
    let anna = json!([
        problem("C", "email_implausible"),
        problem("E", "consent_unreadable"),
        problem("B", "phone_odd")
    ]);
    assert_eq!(said, [anna, json!([problem("B", "phone_odd")]), json!([])]);
    committed(&world, &import, json!({})).await;
    let list = world.get("/clients?q=mueller").await.json();
    let phones = json!([{"value": "im Salon fragen", "e164": null}]);
    assert_eq!(list["data"][0]["phones"], phones);
    assert_eq!(list["data"][0]["notes"][0]["text"], "anna@");
    world.end().await;
}

async fn the_same_file_again_changes_nothing(world: World) {
    let first = previewed(&world, "kunden.xlsx", xlsx(TREATWELL)).await;
    committed(&world, &first, json!({})).await;
    // Even after a card was edited, its row is known.
    let anna = world.get("/clients?q=mueller").await.json()["data"][0].clone();
    let path = format!("/clients/{}", anna["id"].as_str().expect("an id"));
    world
        .patch(&path, 1, json!({"last_name": "Meier"}))
        .await
        .is(200);
    let again = previewed(&world, "kunden.xlsx", xlsx(TREATWELL)).await;
    assert_eq!(
        again["counts"],
        json!({"new": 0, "unchanged": 3, "changed": 0, "refused": 1})
    );
    committed(&world, &again, json!({})).await;
    assert_eq!(world.get("/clients?count=true").await.json()["total"], 3);
    assert_eq!(world.get(&path).await.json()["last_name"], "Meier");
    world.end().await;
}

async fn known_clients_are_changed_or_left_as_chosen(world: World) {
    for (first, phone) in [("Anna", "0176 5551234"), ("Berta", "0176 5551235")] {
        let body =
            json!({"first_name": first, "last_name": "Müller", "phones": [{"value": phone}]});
        world.post("/clients", body).await.is(201);
    }
    let sheet = xlsx(&[
        &["Name", "Telefon", "E-Mail"],
        &["Anna Mueller", "+49 176 5551234", "anna@example.com"],
        &["Berta Mueller", "+49 176 5551235", "berta@example.com"],
    ]);
    let import = previewed(&world, "neu.xlsx", sheet).await;
    assert_eq!(
        import["counts"],
        json!({"new": 0, "unchanged": 0, "changed": 2, "refused": 0})
    );
    assert_eq!(
        rows(&world, &import).await[0]["row"],
        2,
        "rows are counted with the head"
    );
    committed(
        &world,
        &import,
        json!({"changed": "update", "rows": {"3": "skip"}}),
    )
    .await;
    let anna = world.get("/clients?q=anna").await.json()["data"][0].clone();
    assert_eq!(anna["emails"][0]["value"], "anna@example.com");
    assert_eq!(
        anna["phones"].as_array().map(Vec::len),
        Some(1),
        "the phone is the same one"
    );
    let berta = world.get("/clients?q=berta").await.json()["data"][0].clone();
    assert_eq!(berta["emails"], json!([]));
    world.end().await;
}

async fn an_import_never_turns_a_withdrawal_into_a_consent(world: World) {
    let body = json!({
        "first_name": "Anna", "last_name": "Müller", "phones": [{"value": "0176 5551234"}],
        "marketing_consent": "withdrawn",
    });
    world.post("/clients", body).await.is(201);
    let sheet = xlsx(&[&["Anna Müller", "0176 5551234", "anna@example.com", "", "1"]]);
    let import = previewed(&world, "k.xlsx", sheet).await;
    committed(&world, &import, json!({})).await;
    let anna = world.get("/clients?q=anna").await.json()["data"][0].clone();
    assert_eq!(anna["emails"][0]["value"], "anna@example.com");
    assert_eq!(anna["marketing_consent"], "withdrawn");
    world.end().await;
}

async fn a_family_on_one_phone_stays_a_family(world: World) {
    let sheet = xlsx(&[
        &["Ute Krüger", "0176 5551234", "", "", ""],
        &["Mia Krüger", "0176 5551234", "", "", ""],
        &["Mia Krüger", "0176 5551234", "mia@example.com", "", ""],
        &["Ute Krüger", "0176 5551234", "", "", ""],
    ]);
    let import = previewed(&world, "familie.xlsx", sheet).await;
    assert_eq!(
        import["counts"],
        json!({"new": 2, "unchanged": 1, "changed": 1, "refused": 0})
    );
    let rows = rows(&world, &import).await;
    assert_eq!(
        (&rows[2]["verdict"], &rows[2]["same_as_row"]),
        (&json!("changed"), &json!(2))
    );
    assert_eq!(
        (&rows[3]["verdict"], &rows[3]["same_as_row"]),
        (&json!("unchanged"), &json!(1))
    );
    committed(&world, &import, json!({})).await;
    assert_eq!(world.get("/clients?count=true").await.json()["total"], 2);
    let mia = world.get("/clients?q=mia").await.json()["data"][0].clone();
    assert_eq!(mia["emails"][0]["value"], "mia@example.com");
    world.end().await;
}

async fn a_mapping_is_chosen_by_hand_and_remembered(world: World) {
    let head: &[&str] = &["Spalte 1", "Spalte 2", "Spalte 3"];
    let sheet = xlsx(&[head, &["0176 5551234", "Müller", "Anna"]]);
    let import = previewed(&world, "eigen.xlsx", sheet.clone()).await;
    let id = import["id"].as_str().expect("an id").to_owned();
    let mapping = json!({"A": "phone", "B": "last_name", "C": "first_name"});
    let path = format!("/imports/{id}/mapping");
    world
        .send(Method::PUT, &path, Some(mapping.clone()), &[])
        .await
        .is(202);
    let import = world.import_at_rest(&id).await.json();
    assert_eq!(
        (&import["state"], &import["mapping"]),
        (&json!("previewed"), &mapping)
    );
    committed(&world, &import, json!({})).await;
    let anna = world.get("/clients?q=anna").await.json()["data"][0].clone();
    assert_eq!(anna["last_name"], "Müller");
    assert_eq!(anna["phones"][0]["e164"], "+491765551234");
    let wrong = Some(json!({"A": "shoe_size"}));
    world
        .send(Method::PUT, &path, wrong, &[])
        .await
        .problem(422, "invalid");
    world.end().await;
}

async fn umlauts_of_an_excel_csv_come_through(world: World) {
    let bytes = csv_1252(&[
        &["Vorname", "Nachname", "Telefon"],
        &["Jürgen", "Großmann", "0151 23456789"],
        &["Änne", "Müßig", "0151 23456780"],
    ]);
    let import = previewed(&world, "kunden.csv", bytes).await;
    assert_eq!(import["about"]["format"], "csv");
    assert_eq!(import["counts"]["new"], 2);
    let id = import["id"].as_str().expect("an id");
    let sample = world
        .get(&format!("/imports/{id}/rows?sample=true"))
        .await
        .json();
    assert_eq!(sample["data"][0]["cells"]["B"], "Großmann");
    committed(&world, &import, json!({})).await;
    assert_eq!(
        world.get("/clients?q=aenne").await.json()["data"][0]["last_name"],
        "Müßig"
    );
    world.end().await;
}

async fn a_damaged_file_says_so_and_changes_nothing(world: World) {
    let whole = xlsx(TREATWELL);
    let cases: [(&str, Vec<u8>); 4] = [
        ("leer.xlsx", Vec::new()),
        ("halb.xlsx", whole[..whole.len() / 2].to_vec()),
        (
            "bild.xlsx",
            b"\x89PNG\r\n\x1a\n not a sheet at all".to_vec(),
        ),
        (
            "seite.xls",
            b"<html><table><tr><td>Anna</td></tr></table></html>".to_vec(),
        ),
    ];
    for (name, bytes) in cases {
        let id = world.upload(name, bytes, &[]).await.is(201).id();
        let import = world.import_at_rest(&id).await.json();
        assert_eq!(import["state"], "failed", "{name}: {import}");
        let title = import["problem"]["title"].as_str().expect("a title");
        assert!(title.len() > 10 && !title.contains('_'), "{name}: {title}");
        world
            .post(&format!("/imports/{id}/commit"), json!({}))
            .await
            .problem(409, "import_state");
    }
    assert_eq!(world.get("/clients").await.json()["data"], json!([]));
    let renamed = previewed(&world, "liste.csv", whole).await;
    assert_eq!(
        renamed["about"]["format"], "xlsx",
        "judged by what is in it"
    );
    world.end().await;
}

async fn a_client_changed_since_the_preview_is_not_written(world: World) {
    let body =
        json!({"first_name": "Anna", "last_name": "Müller", "phones": [{"value": "0176 5551234"}]});
    let anna = world.post("/clients", body).await.is(201);
    let sheet = xlsx(&[&["Anna Müller", "0176 5551234", "anna@example.com", "", ""]]);
    let import = previewed(&world, "k.xlsx", sheet).await;
    let path = format!("/clients/{}", anna.id());
    world
        .patch(&path, 1, json!({"notes": [{"text": "inzwischen"}]}))
        .await
        .is(200);
    let import = committed(&world, &import, json!({})).await;
    assert_eq!(
        import["counts"],
        json!({"new": 0, "unchanged": 0, "changed": 0, "refused": 1})
    );
    assert_eq!(
        rows(&world, &import).await[0]["reason"],
        "changed_since_preview"
    );
    assert_eq!(world.get(&path).await.json()["emails"], json!([]));
    world.end().await;
}

async fn the_sheet_comes_back_with_verdicts(world: World) {
    let import = previewed(&world, "kunden.xlsx", xlsx(TREATWELL)).await;
    committed(&world, &import, json!({})).await;
    let id = import["id"].as_str().expect("an id");
    let file = world.get(&format!("/imports/{id}/file")).await.is(200);
    assert!(
        file.header("content-disposition")
            .is_some_and(|d| d.contains("kunden-kartoteka.xlsx"))
    );
    // Imported once more, it is the same list.
    let again = previewed(&world, "zurueck.xlsx", file.body).await;
    assert_eq!(again["counts"]["new"], 0, "{again}");
    world.end().await;
}

async fn an_import_that_is_discarded_leaves_nothing(world: World) {
    let import = previewed(&world, "kunden.xlsx", xlsx(TREATWELL)).await;
    let path = format!("/imports/{}", import["id"].as_str().expect("an id"));
    world.send(Method::DELETE, &path, None, &[]).await.is(204);
    world.get(&path).await.problem(404, "not_found");
    assert_eq!(world.get("/imports").await.json()["data"], json!([]));
    world.end().await;
}
