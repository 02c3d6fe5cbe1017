//! Codes of the second factor, each good once.

use chrono::TimeDelta;
use kartoteka_plugin::call::Clock as _;
use totp_rs::{Builder, Secret};

use super::{
    Place, code_of,
    place::{PASSWORD, from},
};
use crate::region::sign_in::SignedIn;

const ANNA: &str = "anna@example.org";

/// What the telephone shows for this secret now.
fn shown(place: &Place, secret: &str) -> String {
    let secret = Secret::try_from_base32(secret).unwrap();
    let totp = Builder::new().with_secret(secret).build().unwrap();
    let now = u64::try_from(place.clock.now().timestamp()).unwrap();
    totp.generate(now).to_string()
}

async fn enrolled() -> (Place, String, Vec<String>) {
    let place = Place::new().await;
    let secret = place.region.enrol(place.owner).await.unwrap().secret;
    let again = place.region.enrol(place.owner).await.unwrap().secret;
    assert_eq!(secret, again, "the page may be loaded twice");
    let code = shown(&place, &secret);
    let papers = place
        .region
        .confirm_enrolment(place.owner, &code, PASSWORD)
        .await;
    place.clock.advance(TimeDelta::minutes(2));
    (place, secret, papers.unwrap())
}

async fn challenge(place: &Place) -> String {
    match place.region.sign_in(ANNA, PASSWORD, from(1)).await.unwrap() {
        SignedIn::SecondFactor(challenge) => challenge,
        SignedIn::Session(_) => panic!("the password alone must not do"),
    }
}

#[tokio::test]
async fn a_code_is_good_once() {
    let (place, secret, _) = enrolled().await;
    let code = shown(&place, &secret);
    let first = challenge(&place).await;
    let signed_in = place.region.sign_in_second(&first, &code, from(1)).await;
    let access = place.region.authenticate_session(&signed_in.unwrap()).await;
    assert_eq!(access.unwrap().unwrap().user, Some(place.owner));
    let second = challenge(&place).await;
    let again = place.region.sign_in_second(&second, &code, from(1)).await;
    assert_eq!(code_of(again), "code_wrong");
    place.clock.advance(TimeDelta::seconds(30));
    let next = shown(&place, &secret);
    let fresh = place.region.sign_in_second(&second, &next, from(1)).await;
    assert_eq!(code_of(fresh), "ok");
}

#[tokio::test]
async fn the_first_code_cannot_be_used_again_for_signing_in() {
    let place = Place::new().await;
    let secret = place.region.enrol(place.owner).await.unwrap().secret;
    let code = shown(&place, &secret);
    let confirmed = place
        .region
        .confirm_enrolment(place.owner, &code, PASSWORD)
        .await;
    assert_eq!(confirmed.unwrap().len(), 10);
    let challenge = challenge(&place).await;
    let signed_in = place
        .region
        .sign_in_second(&challenge, &code, from(1))
        .await;
    assert_eq!(code_of(signed_in), "code_wrong");
}

#[tokio::test]
async fn a_paper_is_good_once_however_it_is_typed() {
    let (place, _, papers) = enrolled().await;
    let sloppy = papers[3].to_uppercase().replace('-', " ");
    let first = challenge(&place).await;
    let signed_in = place.region.sign_in_second(&first, &sloppy, from(1)).await;
    assert_eq!(code_of(signed_in), "ok");
    let second = challenge(&place).await;
    let again = place
        .region
        .sign_in_second(&second, &papers[3], from(1))
        .await;
    assert_eq!(code_of(again), "code_wrong");
    let account = place.region.account(place.owner).await.unwrap();
    assert_eq!(account.recovery_codes, 9);
}

#[tokio::test]
async fn a_challenge_is_good_once_and_for_ten_minutes() {
    let (place, secret, papers) = enrolled().await;
    let spent = challenge(&place).await;
    let code = shown(&place, &secret);
    place
        .region
        .sign_in_second(&spent, &code, from(1))
        .await
        .unwrap();
    let again = place
        .region
        .sign_in_second(&spent, &papers[0], from(1))
        .await;
    assert_eq!(code_of(again), "sign_in_expired");
    let old = challenge(&place).await;
    place.clock.advance(TimeDelta::minutes(10));
    let late = place.region.sign_in_second(&old, &papers[1], from(1)).await;
    assert_eq!(code_of(late), "sign_in_expired");
}

#[tokio::test]
async fn guessing_codes_is_slowed() {
    let (place, secret, _) = enrolled().await;
    let challenge = challenge(&place).await;
    for _ in 0..5 {
        let guess = place
            .region
            .sign_in_second(&challenge, "000000", from(1))
            .await;
        assert_eq!(code_of(guess), "code_wrong");
    }
    let code = shown(&place, &secret);
    let right = place
        .region
        .sign_in_second(&challenge, &code, from(1))
        .await;
    assert_eq!(code_of(right), "slow_down");
}

#[tokio::test]
async fn it_goes_off_by_password_alone() {
    let (place, _, _) = enrolled().await;
    let region = &place.region;
    let wrong = region
        .remove_second_factor(place.owner, "not this one")
        .await;
    assert_eq!(code_of(wrong), "invalid /password password_wrong");
    region
        .remove_second_factor(place.owner, PASSWORD)
        .await
        .unwrap();
    let signed_in = region.sign_in(ANNA, PASSWORD, from(1)).await.unwrap();
    assert!(matches!(signed_in, SignedIn::Session(_)));
}
