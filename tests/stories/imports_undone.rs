//! An import is taken back, and a host that stops in between leaves all or nothing.

use kartoteka_tests::{World, sheets::xlsx, stories};
use serde_json::{Value, json};

stories![
    an_undo_takes_back_new_and_changed_clients,
    who_was_edited_since_is_named_and_left,
    the_list_can_come_in_again_after_an_undo,
    an_import_survives_a_restart,
];

const LIST: &[&[&str]] = &[
    &["Nummer", "Name", "Telefon", "Werbung"],
    &["501", "Anna Müller", "0176 5551234", "1"],
    &["502", "Berta Weiß", "0176 5551235", ""],
    &["503", "Carla Vogel", "0176 5551236", "1"],
];

async fn import(world: &World) -> String {
    let id = world
        .upload("liste.xlsx", xlsx(LIST), &[])
        .await
        .is(201)
        .id();
    assert_eq!(world.import_at_rest(&id).await.json()["state"], "previewed");
    world
        .post(&format!("/imports/{id}/commit"), json!({}))
        .await
        .is(202);
    assert_eq!(world.import_at_rest(&id).await.json()["state"], "committed");
    id
}

async fn undo(world: &World, id: &str) -> Value {
    world
        .post(&format!("/imports/{id}/undo"), json!({}))
        .await
        .is(202);
    world.import_at_rest(id).await.json()
}

async fn client(world: &World, q: &str) -> Value {
    world.get(&format!("/clients?q={q}")).await.json()["data"][0].clone()
}

async fn an_undo_takes_back_new_and_changed_clients(world: World) {
    let body =
        json!({"first_name": "Anna", "last_name": "Müller", "phones": [{"value": "0176 5551234"}]});
    let before = world.post("/clients", body).await.is(201);
    let path = format!("/clients/{}", before.id());
    let id = import(&world).await;
    assert_eq!(world.get(&path).await.json()["marketing_consent"], "given");
    let berta = client(&world, "berta").await;
    let undone = undo(&world, &id).await;
    assert_eq!(
        (&undone["state"], &undone["left"]),
        (&json!("undone"), &json!(0))
    );
    let after = world.get(&path).await.json();
    for member in [
        "number",
        "first_name",
        "last_name",
        "phones",
        "emails",
        "notes",
        "marketing_consent",
    ] {
        assert_eq!(after[member], before.json()[member], "{member}");
    }
    let gone = format!("/clients/{}", berta["id"].as_str().expect("an id"));
    world.get(&gone).await.problem(404, "not_found");
    assert_eq!(world.get("/clients?count=true").await.json()["total"], 1);
    assert_eq!(client(&world, "vogel").await, json!(null));
    let body = json!({"last_name": "Neu", "number": "502"});
    world
        .post("/clients", body)
        .await
        .problem(409, "number_taken");
    world.end().await;
}

async fn who_was_edited_since_is_named_and_left(world: World) {
    let id = import(&world).await;
    let berta = client(&world, "berta").await;
    let path = format!("/clients/{}", berta["id"].as_str().expect("an id"));
    world
        .patch(&path, 1, json!({"notes": [{"text": "war schon da"}]}))
        .await
        .is(200);
    let undone = undo(&world, &id).await;
    assert_eq!(
        (&undone["state"], &undone["left"]),
        (&json!("undone"), &json!(1))
    );
    assert_eq!(world.get("/clients?count=true").await.json()["total"], 1);
    assert_eq!(
        world.get(&path).await.json()["notes"][0]["text"],
        "war schon da"
    );
    let rows = world.get(&format!("/imports/{id}/rows")).await.json();
    let left: Vec<&Value> = rows["data"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|row| row["reason"] == "edited_since")
        .collect();
    assert_eq!(left.len(), 1);
    assert_eq!(left[0]["client_id"], berta["id"]);
    world.end().await;
}

async fn the_list_can_come_in_again_after_an_undo(world: World) {
    let id = import(&world).await;
    undo(&world, &id).await;
    let again = world
        .upload("liste.xlsx", xlsx(LIST), &[])
        .await
        .is(201)
        .id();
    let preview = world.import_at_rest(&again).await.json();
    assert_eq!(
        preview["counts"],
        json!({"new": 3, "unchanged": 0, "changed": 0, "refused": 0})
    );
    world
        .post(&format!("/imports/{again}/commit"), json!({}))
        .await
        .is(202);
    let done = world.import_at_rest(&again).await.json();
    assert_eq!(done["state"], "committed", "{done}");
    let number = client(&world, "berta").await["number"].clone();
    assert_eq!(
        number, "505",
        "used numbers stay used; the next free ones are given"
    );
    world.end().await;
}

async fn an_import_survives_a_restart(mut world: World) {
    let id = world
        .upload("liste.xlsx", xlsx(LIST), &[])
        .await
        .is(201)
        .id();
    world.import_at_rest(&id).await;
    world.restart().await;
    world
        .post(&format!("/imports/{id}/commit"), json!({}))
        .await
        .is(202);
    let import = world.import_at_rest(&id).await.json();
    assert_eq!(
        (&import["state"], &import["counts"]["new"]),
        (&json!("committed"), &json!(3))
    );
    world.restart().await;
    assert_eq!(client(&world, "vogel").await["first_name"], "Carla");
    world.end().await;
}
