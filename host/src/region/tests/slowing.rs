//! Guessing is slowed, owners are not locked out.

use chrono::TimeDelta;

use super::{
    Place, code_of,
    place::{PASSWORD, from},
};

const ANNA: &str = "anna@example.org";

async fn guess(place: &Place, email: &str, at: u8) -> String {
    code_of(place.region.sign_in(email, "not this one", from(at)).await)
}

#[tokio::test]
async fn the_sixth_wrong_password_has_to_wait_and_the_next_longer() {
    let place = Place::new().await;
    for _ in 0..5 {
        assert_eq!(guess(&place, ANNA, 1).await, "sign_in_failed");
    }
    assert_eq!(guess(&place, ANNA, 1).await, "slow_down");
    place.clock.advance(TimeDelta::seconds(1));
    assert_eq!(guess(&place, ANNA, 1).await, "sign_in_failed");
    place.clock.advance(TimeDelta::seconds(1));
    assert_eq!(guess(&place, ANNA, 1).await, "slow_down");
    let error = place
        .region
        .sign_in(ANNA, PASSWORD, from(1))
        .await
        .unwrap_err();
    assert_eq!(error.extra["retry_after"], 1, "one of two seconds is over");
    place.clock.advance(TimeDelta::seconds(1));
    assert_eq!(
        code_of(place.region.sign_in(ANNA, PASSWORD, from(1)).await),
        "ok"
    );
    assert_eq!(guess(&place, ANNA, 1).await, "sign_in_failed", "forgiven");
}

#[tokio::test]
async fn an_unknown_account_is_slowed_like_a_known_one() {
    let place = Place::new().await;
    let mut known = Vec::new();
    let mut unknown = Vec::new();
    for _ in 0..8 {
        known.push(guess(&place, ANNA, 1).await);
        unknown.push(guess(&place, "nobody@example.org", 2).await);
    }
    assert_eq!(known, unknown);
    assert_eq!(known[7], "slow_down");
}

#[tokio::test]
async fn a_stranger_slows_other_strangers_and_not_the_owner_at_home() {
    let place = Place::new().await;
    assert_eq!(
        code_of(place.region.sign_in(ANNA, PASSWORD, from(1)).await),
        "ok"
    );
    for at in 10..20 {
        guess(&place, ANNA, at).await;
    }
    assert_eq!(
        guess(&place, ANNA, 30).await,
        "slow_down",
        "an account as a whole"
    );
    assert_eq!(
        code_of(place.region.sign_in(ANNA, PASSWORD, from(1)).await),
        "ok"
    );
}

#[tokio::test]
async fn one_address_cannot_try_every_account() {
    let place = Place::new().await;
    let mut answers = Vec::new();
    for n in 0..32 {
        answers.push(guess(&place, &format!("user{n}@example.org"), 1).await);
    }
    assert_eq!(answers[29], "sign_in_failed");
    assert_eq!(answers[31], "slow_down");
    assert_eq!(
        guess(&place, ANNA, 2).await,
        "sign_in_failed",
        "others are not slowed"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_at_one_time_are_counted_one_by_one() {
    let place = Place::new().await;
    let tries = (0..20).map(|_| guess(&place, ANNA, 1));
    let answers = futures_util::future::join_all(tries).await;
    let checked = answers
        .iter()
        .filter(|code| *code == "sign_in_failed")
        .count();
    assert_eq!(checked, 5);
}

#[tokio::test]
async fn after_hours_nothing_is_held_against_anyone() {
    let place = Place::new().await;
    for _ in 0..6 {
        guess(&place, ANNA, 1).await;
    }
    place.clock.advance(TimeDelta::hours(3));
    for _ in 0..5 {
        assert_eq!(guess(&place, ANNA, 1).await, "sign_in_failed");
    }
    assert_eq!(guess(&place, ANNA, 1).await, "slow_down");
    place.clock.advance(TimeDelta::hours(3));
    place.region.sweep().await.unwrap();
    assert_eq!(guess(&place, ANNA, 1).await, "sign_in_failed");
}
