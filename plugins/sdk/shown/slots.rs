use kartoteka_plugin::{
    Call, Result,
    extract::{Json, Path},
    slots::{Mark, Marks},
};
use uuid::Uuid;

/// The page route `/welcome/slots/marks/{about}` of a slot in the place `client.marks`: marks those
/// of a list to whom something was given.
pub async fn marks(call: Call, Path(about): Path<String>) -> Result<Json<Marks>> {
    call.require("welcome.read")?;
    let clients = about.split(',').filter_map(|id| id.parse().ok());
    let clients: Vec<Uuid> = clients.collect();
    let facts = call.facts(&["welcome.gifts/1"], &clients).await?;
    let mark = || Mark {
        kind: "done".into(),
        icon: "cake".into(),
        word: call.texts().get("welcome-given"),
        ..Mark::default()
    };
    let given = clients
        .into_iter()
        .filter(|client| facts.of(*client, "welcome.gifts/1").is_some());
    Ok(Json(given.map(|client| (client, vec![mark()])).collect()))
}

/// What all features mark a client with, in words, for a page that names them.
pub async fn words(call: &Call, client: Uuid) -> Vec<String> {
    let mut marks = call.marks(&[client]).await;
    let marks = marks.remove(&client).unwrap_or_default();
    marks.into_iter().map(|mark| mark.word).collect()
}
