//! First start, sessions, recovery, invitations.

use chrono::TimeDelta;
use kartoteka_plugin::{Locale, call::Directory as _};

use super::{
    Place, code_of,
    place::{PASSWORD, from, salon, user},
    smtp::{Inbox, link},
};
use crate::{
    mail::Mailer,
    region::{Role, sign_in::SignedIn, start::FirstStart},
};

const ANNA: &str = "anna@example.org";
const NEW: &str = "ein Kamm rollt weiter";

async fn sign_in(place: &Place, password: &str) -> String {
    match place.region.sign_in(ANNA, password, from(1)).await.unwrap() {
        SignedIn::Session(cookie) => cookie,
        SignedIn::SecondFactor(_) => panic!("no second factor is on"),
    }
}

async fn alive(place: &Place, cookie: &str) -> bool {
    let access = place.region.authenticate_session(cookie).await;
    access.unwrap().is_some()
}

#[tokio::test]
async fn the_first_start_takes_its_code_once() {
    let (region, _, _store, _folder) = Place::empty(Mailer::new(None).unwrap()).await;
    let code = region.setup_code().await.unwrap().unwrap();
    let other_host = region.setup_code().await.unwrap().unwrap();
    let start = |code: &str, email: &str| FirstStart {
        code: code.to_owned(),
        salon: salon("haar"),
        owner: user(email, "Anna"),
    };
    let wrong = region.first_start(start("aaaa-bbbb-cccc-dddd", ANNA)).await;
    assert_eq!(code_of(wrong), "invalid /code setup_code_wrong");
    let bad = region.first_start(start(&code, "anna")).await;
    assert_eq!(code_of(bad), "invalid /owner/email email_malformed");
    let made = region
        .first_start(start(&code.to_uppercase(), ANNA))
        .await
        .unwrap();
    let owner = region.user_by_email(ANNA).await.unwrap().unwrap();
    let may = region.permissions_of(owner).await.unwrap();
    assert!(may[&made.id].allow("users.manage"));
    let again = region
        .first_start(start(&other_host, "otto@example.org"))
        .await;
    assert_eq!(code_of(again), "not_found");
    assert!(region.setup_code().await.unwrap().is_none());
    let key = region.salon_key(made.id).await.unwrap().unwrap();
    assert_eq!(key, made.id.as_bytes());
}

#[tokio::test]
async fn a_session_ends_unused_after_its_idle_time_and_used_after_its_lifetime() {
    let place = Place::new().await;
    let cookie = sign_in(&place, PASSWORD).await;
    place.clock.advance(TimeDelta::hours(11));
    assert!(alive(&place, &cookie).await);
    place.clock.advance(TimeDelta::hours(11));
    assert!(alive(&place, &cookie).await, "it was used in between");
    place.clock.advance(TimeDelta::hours(12));
    assert!(!alive(&place, &cookie).await);
    let cookie = sign_in(&place, PASSWORD).await;
    for _ in 0..33 {
        place.clock.advance(TimeDelta::hours(10));
        assert!(alive(&place, &cookie).await);
    }
    place.clock.advance(TimeDelta::hours(10));
    assert!(!alive(&place, &cookie).await);
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions() {
    let place = Place::new().await;
    let (here, there) = (
        sign_in(&place, PASSWORD).await,
        sign_in(&place, PASSWORD).await,
    );
    let access = place
        .region
        .authenticate_session(&here)
        .await
        .unwrap()
        .unwrap();
    let session = access.session.unwrap();
    let region = &place.region;
    let wrong = region
        .change_password(place.owner, session, "not this one", NEW)
        .await;
    assert_eq!(code_of(wrong), "invalid /current password_wrong");
    let weak = region
        .change_password(place.owner, session, PASSWORD, "password123")
        .await;
    assert_eq!(code_of(weak), "invalid /password password_common");
    region
        .change_password(place.owner, session, PASSWORD, NEW)
        .await
        .unwrap();
    assert!(alive(&place, &here).await);
    assert!(!alive(&place, &there).await);
    assert_eq!(
        code_of(region.sign_in(ANNA, PASSWORD, from(1)).await),
        "sign_in_failed"
    );
}

#[tokio::test]
async fn a_password_that_was_changed_while_it_was_compared_opens_nothing() {
    let place = Place::new().await;
    let region = &place.region;
    let seen = region.user(place.owner).await.unwrap().password_hash;
    let holds = async || {
        let mut tx = region.store.begin().await.unwrap();
        tx.holds_password(place.owner, &seen).await.unwrap()
    };
    assert!(holds().await);
    region.set_password(place.owner, NEW).await.unwrap();
    assert!(!holds().await);
}

#[tokio::test]
async fn people_end_their_own_sessions_and_no_others() {
    let place = Place::new().await;
    let region = &place.region;
    let (here, there) = (
        sign_in(&place, PASSWORD).await,
        sign_in(&place, PASSWORD).await,
    );
    let sessions = region.sessions(place.owner).await.unwrap();
    assert_eq!(sessions.len(), 2);
    assert_eq!(sessions[0].agent, "Safari, iPad");
    let bea = place.member("Bea", Role::Staff).await;
    assert_eq!(
        code_of(region.end_session(bea, sessions[0].id).await),
        "not_found"
    );
    let access = region.authenticate_session(&here).await.unwrap().unwrap();
    region
        .end_other_sessions(place.owner, access.session.unwrap())
        .await
        .unwrap();
    assert!(alive(&place, &here).await && !alive(&place, &there).await);
}

#[tokio::test]
async fn a_recovery_link_is_good_once_and_for_an_hour() {
    let (inbox, mailer) = Inbox::start().await;
    let place = Place::with(mailer).await;
    let region = &place.region;
    let cookie = sign_in(&place, PASSWORD).await;
    for email in [" Anna@Example.org", ANNA, "nobody@example.org"] {
        region
            .recover(email, Locale::De, from(1).address)
            .await
            .unwrap();
        region.drain().await;
    }
    let mails = inbox.all().await;
    assert_eq!(
        mails.len(),
        2,
        "nobody gets none, and who asks sees no difference"
    );
    let (first, second) = (link(&mails[0], "recovery"), link(&mails[1], "recovery"));
    let weak = region.use_recovery(&first, "short").await;
    assert_eq!(code_of(weak), "invalid /password password_short");
    assert_eq!(code_of(region.use_recovery(&first, NEW).await), "ok");
    assert!(!alive(&place, &cookie).await);
    assert_eq!(
        code_of(region.use_recovery(&first, PASSWORD).await),
        "recovery_spent"
    );
    assert_eq!(
        code_of(region.use_recovery(&second, PASSWORD).await),
        "recovery_spent"
    );
    sign_in(&place, NEW).await;
    region
        .recover(ANNA, Locale::De, from(1).address)
        .await
        .unwrap();
    region.drain().await;
    let late = link(&inbox.all().await[2], "recovery");
    place.clock.advance(TimeDelta::hours(1));
    assert_eq!(
        code_of(region.use_recovery(&late, PASSWORD).await),
        "recovery_spent"
    );
}

#[tokio::test]
async fn a_mailbox_is_not_flooded() {
    let (inbox, mailer) = Inbox::start().await;
    let place = Place::with(mailer).await;
    for _ in 0..6 {
        let asked = place.region.recover(ANNA, Locale::En, from(1).address);
        asked.await.unwrap();
        place.region.drain().await;
    }
    assert_eq!(inbox.all().await.len(), 3);
}

#[tokio::test]
async fn without_a_mail_server_it_is_said() {
    let place = Place::new().await;
    let asked = place
        .region
        .recover(ANNA, Locale::En, from(1).address)
        .await;
    assert_eq!(code_of(asked), "mail_not_set_up");
    let call = place.call(place.owner).await;
    let invited = place
        .region
        .invite_user(&call, "bea@example.org", Role::Staff);
    assert_eq!(code_of(invited.await), "mail_not_set_up");
}

#[tokio::test]
async fn the_invited_come_in_once_with_the_role_they_were_given() {
    let (inbox, mailer) = Inbox::start().await;
    let place = Place::with(mailer).await;
    let region = &place.region;
    let call = place.call(place.owner).await;
    let known = region
        .invite_user(&call, "ANNA@example.org", Role::Staff)
        .await;
    assert_eq!(code_of(known), "already_member /email already_member");
    for role in [Role::Staff, Role::Manager] {
        region
            .invite_user(&call, "bea@example.org", role)
            .await
            .unwrap();
        region.drain().await;
    }
    let mails = inbox.all().await;
    let (replaced, good) = (
        link(&mails[0], "invitations"),
        link(&mails[1], "invitations"),
    );
    let accept = |link: &str, name: &str| {
        let (region, link, name) = (region.clone(), link.to_owned(), name.to_owned());
        async move {
            region
                .accept_invitation(&link, name, PASSWORD.to_owned(), None)
                .await
        }
    };
    assert_eq!(code_of(accept(&replaced, "Bea").await), "invitation_spent");
    assert_eq!(code_of(accept(&good, " ").await), "invalid /name required");
    assert_eq!(code_of(accept(&good, "Bea").await), "ok");
    assert_eq!(code_of(accept(&good, "Bea").await), "invitation_spent");
    let users = region.list_users(&call, None, 10).await.unwrap();
    assert_eq!(
        (users[1].name.as_str(), users[1].role),
        ("Bea", Role::Manager)
    );
    assert!(
        region
            .list_invitations(&call, None, 10)
            .await
            .unwrap()
            .is_empty()
    );
    let actors = [format!("user:{}", users[1].id), "user:nonsense".to_owned()];
    let names = region.names(&actors).await.unwrap();
    assert_eq!(names.len(), 1);
    assert_eq!(names[&actors[0]], "Bea");
}

#[tokio::test]
async fn who_signs_in_already_joins_without_a_password() {
    let (inbox, mailer) = Inbox::start().await;
    let place = Place::with(mailer).await;
    let region = &place.region;
    let otto = region
        .create_user(user("otto@example.org", "Otto"))
        .await
        .unwrap();
    let call = place.call(place.owner).await;
    region
        .invite_user(&call, "otto@example.org", Role::Staff)
        .await
        .unwrap();
    region.drain().await;
    let link = link(&inbox.all().await[0], "invitations");
    assert!(region.invited(&link).await.unwrap().known);
    let (name, password) = (String::new(), String::new());
    region
        .accept_invitation(&link, name, password, None)
        .await
        .unwrap();
    assert_eq!(region.salons_of(otto).await.unwrap().len(), 1);
    let cookie = region.sign_in("otto@example.org", PASSWORD, from(1)).await;
    assert_eq!(code_of(cookie), "ok", "the password is the old one");
}

#[tokio::test]
async fn slugs_and_addresses_are_taken_once() {
    let place = Place::new().await;
    let twice = place.region.create_salon(salon("haar")).await;
    assert_eq!(code_of(twice), "slug_taken /slug slug_taken");
    let twice = place
        .region
        .create_user(user("ANNA@example.org", "Anna"))
        .await;
    assert_eq!(code_of(twice), "email_taken /email email_taken");
    let found = place.region.salon_by_slug("haar").await.unwrap().unwrap();
    assert_eq!(*found, place.salon);
    assert!(place.region.salon_by_slug("nagel").await.unwrap().is_none());
}
