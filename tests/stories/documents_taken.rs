//! What leaves the salon takes its files along: all that a feature keeps, and all that is kept of
//! one person.

use chrono::TimeDelta;
use kartoteka_tests::{Answer, World, stories};
use reqwest::Method;
use serde_json::{Value, json};

use crate::documents_kept::{PDF, card, lie, renew, upload};

stories![
    a_feature_is_taken_along_with_its_files,
    a_person_gets_the_files_that_are_kept_of_them,
    a_content_that_is_missing_keeps_no_other_back,
];

const OF_ALL: &str = "/features/documents/export";

fn paths(archive: &Answer) -> Vec<String> {
    let files = archive.unpacked();
    let paths = files.into_keys().filter(|path| path != "data.json");
    paths.collect()
}

/// Two cards with documents, one of them deleted: the clients.
async fn two_cards(world: &World) -> (String, String) {
    let (anna, berta) = (card(world, "Vogel").await, card(world, "Amsel/..").await);
    let contract = upload(
        world,
        &anna,
        "scan1.pdf",
        PDF,
        &[("title", "Vertrag: Übung")],
    )
    .await;
    let newer = b"%PDF-1.7 second";
    renew(world, &contract.is(201).id(), "neu.pdf", newer)
        .await
        .is(201);
    upload(world, &anna, "Liste.csv", b"a,b\n", &[])
        .await
        .is(201);
    let hers = upload(
        world,
        &berta,
        "x.pdf",
        PDF,
        &[("title", "../../Vertrag.PDF")],
    )
    .await;
    let gone = format!("/documents/files/{}", hers.is(201).id());
    world.delete(&gone, 1).await.is(204);
    (anna, berta)
}

async fn a_feature_is_taken_along_with_its_files(mut world: World) {
    world.switch_on("documents").await;
    let (anna, _) = two_cards(&world).await;
    // Off or on: the page says to take it along before it is removed.
    world
        .send(Method::DELETE, "/features/documents", None, &[])
        .await
        .is(204);
    let export = world.get(OF_ALL).await.is(200);
    let name = export.header("content-disposition").expect("a name");
    assert!(
        name.contains("\"seidenhaar-documents-2026-03-02.zip\""),
        "{name}"
    );
    let files = export.unpacked();
    assert_eq!(
        paths(&export),
        [
            "files/1 Vogel/Liste.csv",
            "files/1 Vogel/Vertrag_ Übung (2).pdf",
            "files/1 Vogel/Vertrag_ Übung.pdf",
            "files/2 Amsel_/_.._Vertrag.pdf",
        ],
        "what was deleted is kept for 30 days, and is there"
    );
    assert_eq!(files["files/1 Vogel/Vertrag_ Übung.pdf"], PDF);
    assert_eq!(
        files["files/1 Vogel/Vertrag_ Übung (2).pdf"],
        b"%PDF-1.7 second"
    );
    assert_eq!(files["files/1 Vogel/Liste.csv"], b"a,b\n");
    let data = export.exported();
    assert_eq!(data["feature"], "documents");
    let documents = data["tables"]["documents__files"].as_array().expect("rows");
    assert_eq!(documents.len(), 3);
    for row in documents {
        let number = if row["client_id"] == anna.as_str() {
            "1"
        } else {
            "2"
        };
        assert_eq!(row["client"]["number"], number, "{row}");
    }
    let versions = data["tables"]["documents__versions"]
        .as_array()
        .expect("rows");
    let mut named: Vec<_> = versions.iter().map(|row| row["file"].as_str()).collect();
    named.sort_unstable();
    let expected = paths(&export);
    assert_eq!(
        named,
        expected
            .iter()
            .map(|path| Some(path.as_str()))
            .collect::<Vec<_>>()
    );
    assert_eq!(
        versions[0]["client"],
        json!({"number": "1", "name": "Vogel"})
    );
    world.end().await;
}

async fn a_person_gets_the_files_that_are_kept_of_them(mut world: World) {
    world.switch_on("documents").await;
    let (anna, berta) = two_cards(&world).await;
    let export = world.get(&format!("/clients/{anna}/export")).await.is(200);
    let name = export.header("content-disposition").expect("a name");
    assert!(name.contains("\"seidenhaar-1-2026-03-02.zip\""), "{name}");
    assert_eq!(
        paths(&export),
        [
            "files/Liste.csv",
            "files/Vertrag_ Übung (2).pdf",
            "files/Vertrag_ Übung.pdf"
        ]
    );
    let data = export.exported();
    assert_eq!(data["client"]["last_name"], "Vogel");
    let of = |table: &str| -> Vec<Value> {
        let rows = data["features"]["documents"][table].as_array();
        rows.expect("rows").clone()
    };
    assert_eq!(
        (
            of("documents__files").len(),
            of("documents__versions").len()
        ),
        (2, 3)
    );
    assert_eq!(
        of("documents__versions")[0]["file"],
        "files/Vertrag_ Übung.pdf"
    );
    // One without files gets the same sort of file.
    let bare = card(&world, "Drossel").await;
    world
        .patch(&format!("/clients/{bare}"), 1, json!({"number": "A/7"}))
        .await
        .is(200);
    let export = world.get(&format!("/clients/{bare}/export")).await.is(200);
    let name = export.header("content-disposition").expect("a name");
    assert!(
        name.contains(&format!("\"seidenhaar-{bare}-2026-03-02.zip\"")),
        "{name}"
    );
    assert_eq!(paths(&export), Vec::<String>::new());
    // And whose files are gone gets what there is.
    world.clock.advance(TimeDelta::days(31));
    crate::documents_kept::swept(&world, 3).await;
    let export = world.get(&format!("/clients/{berta}/export")).await.is(200);
    assert_eq!(export.exported()["features"], json!({}));
    world.end().await;
}

async fn a_content_that_is_missing_keeps_no_other_back(mut world: World) {
    world.switch_on("documents").await;
    two_cards(&world).await;
    let lost = crate::documents_kept::contents(&world);
    let lost = lost
        .iter()
        .find(|path| std::fs::read(path).expect("a content") == b"a,b\n");
    std::fs::remove_file(lost.expect("the list")).expect("to lose it");
    assert_eq!(lie(&world), 3);
    let export = world.get(OF_ALL).await.is(200);
    let files = export.unpacked();
    let missing: Value = serde_json::from_slice(&files["missing.json"]).expect("a list");
    assert_eq!(missing, json!(["files/1 Vogel/Liste.csv"]));
    assert_eq!(files.len(), 5, "{:?}", files.keys());
    world.end().await;
}
