//! What workplaces have chosen.

use kartoteka_plugin::workplace::Workplaces as _;
use serde_json::json;
use uuid::Uuid;

use super::{
    Place,
    place::{PASSWORD, from},
};
use crate::region::sign_in::SignedIn;

async fn session(place: &Place) -> Uuid {
    let region = &place.region;
    let signed_in = region.sign_in("anna@example.org", PASSWORD, from(1));
    let SignedIn::Session(cookie) = signed_in.await.unwrap() else {
        panic!("no second factor is on");
    };
    let access = region.authenticate_session(&cookie).await.unwrap();
    access.unwrap().session.unwrap()
}

#[tokio::test]
async fn each_workplace_and_feature_has_its_own_and_sees_a_change_at_once() {
    let place = Place::new().await;
    let region = &place.region;
    let (desk, tablet) = (session(&place).await, session(&place).await);
    assert_eq!(region.get(desk, "call-link").await.unwrap(), None);
    for choice in [json!({"kind": "sip"}), json!({"kind": "tel"})] {
        region.set(desk, "call-link", &choice).await.unwrap();
        let chosen = region.get(desk, "call-link").await.unwrap();
        assert_eq!(chosen, Some(choice));
    }
    assert_eq!(region.get(desk, "documents").await.unwrap(), None);
    assert_eq!(region.get(tablet, "call-link").await.unwrap(), None);
    // Read from the tables, too, not from memory alone.
    place.clock.advance(chrono::TimeDelta::seconds(5));
    let chosen = region.get(desk, "call-link").await.unwrap();
    assert_eq!(chosen, Some(json!({"kind": "tel"})));
}

#[tokio::test]
async fn a_choice_goes_with_its_session_and_cannot_outgrow_it() {
    let place = Place::new().await;
    let region = &place.region;
    let desk = session(&place).await;
    let much = json!("x".repeat(5_000));
    assert!(region.set(desk, "call-link", &much).await.is_err());
    let choice = json!({"kind": "sip"});
    region.set(desk, "call-link", &choice).await.unwrap();
    region.end_session(place.owner, desk).await.unwrap();
    assert_eq!(region.get(desk, "call-link").await.unwrap(), None);
    // Who was signed out meanwhile chooses nothing any more.
    region.set(desk, "call-link", &choice).await.unwrap();
    assert_eq!(region.get(desk, "call-link").await.unwrap(), None);
}
