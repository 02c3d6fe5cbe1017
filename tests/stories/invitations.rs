//! Coming into a salon by an invitation that arrives by mail.

use chrono::TimeDelta;
use kartoteka::region::Role;
use kartoteka_tests::{Browser, PASSWORD, SALON, World, stories};
use reqwest::Method;
use serde_json::json;

stories![
    the_invited_come_in_once_with_the_role_they_were_given in with_mail,
    who_signs_in_already_joins_with_the_password_they_have in with_mail,
    an_invitation_ends_by_time_by_withdrawal_and_with_its_sender in with_mail,
    an_invitation_is_sent_once_under_its_key in with_mail,
    a_salon_is_no_mailing in with_mail,
];

const USERS: &str = "/seidenhaar/settings/users";

/// Invites by the page.
async fn invite(browser: &Browser<'_>, email: &str, role: &str) {
    let fields = [("email", email), ("role", role)];
    let answer = browser.submit(USERS, &fields).await;
    assert_eq!(answer.leads(), format!("{USERS}?done=invited"));
}

async fn accept(world: &World, link: &str, name: &str) -> kartoteka_tests::Answer {
    let fields = [("name", name), ("password", PASSWORD)];
    world.browser().submit(link, &fields).await
}

async fn the_invited_come_in_once_with_the_role_they_were_given(world: World) {
    world.user("Anna", Role::Owner).await;
    let anna = world.signed_in("Anna").await;
    let known = [("email", "ANNA@example.org"), ("role", "staff")];
    anna.submit(USERS, &known).await.is(409);
    invite(&anna, "bea@example.org", "staff").await;
    let replaced = world.last_link().await;
    invite(&anna, "bea@example.org", "manager").await;
    let letter = world.letters().await.pop().expect("a mail");
    let subject = letter.header("Subject").expect("a subject");
    assert!(subject.starts_with("Seidenhaar "), "{subject}");
    assert_eq!(letter.header("X-RcptTo"), Some("bea@example.org"));
    let link = world.last_link().await;
    accept(&world, &replaced, "Bea").await.is(404);
    let page = world.browser().open(&link).await.is(200).text();
    assert!(page.contains("Seidenhaar") && page.contains("bea@example.org"));
    let nameless = accept(&world, &link, " ").await.is(422);
    assert!(!nameless.text().contains(PASSWORD));
    assert_eq!(
        accept(&world, &link, "Bea").await.leads(),
        "/sign-in?done=joined"
    );
    accept(&world, &link, "Otto").await.is(404);
    world.browser().open(&link).await.is(404);
    let bea = world.signed_in("Bea").await;
    bea.open("/seidenhaar/imports").await.is(200);
    bea.open(USERS).await.is(403);
    world.end().await;
}

async fn who_signs_in_already_joins_with_the_password_they_have(world: World) {
    world.user("Anna", Role::Owner).await;
    world.stranger("Otto").await;
    let otto = world.signed_in("Otto").await;
    otto.open("/seidenhaar/clients").await.is(404);
    invite(&world.signed_in("Anna").await, "otto@example.org", "staff").await;
    let link = world.last_link().await;
    // Whoever opens the link cannot choose a password for somebody else's account.
    let page = otto.open(&link).await.is(200).text();
    assert!(!page.contains("type=\"password\""));
    let fields = [("name", "Eve"), ("password", "ein Kamm rollt weiter")];
    otto.submit(&link, &fields).await.is(303);
    otto.open("/seidenhaar/clients").await.is(200);
    world
        .browser()
        .sign_in("Otto", "ein Kamm rollt weiter")
        .await
        .is(401);
    let account = world.signed_in("Otto").await.open("/account").await.text();
    assert!(account.contains("value=\"Otto\""), "nor a name");
    world.end().await;
}

async fn an_invitation_ends_by_time_by_withdrawal_and_with_its_sender(world: World) {
    let maja = world.user("Maja", Role::Owner).await;
    world.user("Anna", Role::Owner).await;
    let (maja_here, anna) = (world.signed_in("Maja").await, world.signed_in("Anna").await);
    invite(&anna, "a@example.org", "staff").await;
    let late = world.last_link().await;
    world.clock.advance(TimeDelta::days(7));
    accept(&world, &late, "A").await.is(404);
    invite(&anna, "b@example.org", "staff").await;
    let withdrawn = world.last_link().await;
    let page = anna.open(USERS).await.text();
    let action = page
        .split("action=\"")
        .find(|rest| rest.contains("/withdrawal\""));
    let action = action
        .and_then(|rest| rest.split('"').next())
        .expect("a form");
    anna.submit(action, &[]).await.is(303);
    accept(&world, &withdrawn, "B").await.is(404);
    // An owner who was removed comes back by no invitation of their own.
    invite(&maja_here, "c@example.org", "owner").await;
    let left_open = world.last_link().await;
    let path = format!("{USERS}/{maja}/removal");
    anna.submit(&path, &[]).await.is(303);
    accept(&world, &left_open, "C").await.is(404);
    world.end().await;
}

async fn a_salon_is_no_mailing(world: World) {
    let mut sent = 0;
    for n in 0..60 {
        let body = json!({"email": format!("client{n}@example.org"), "role": "staff"});
        let answer = world.post("/invitations", body).await;
        if answer.status == 429 {
            break;
        }
        answer.is(201);
        sent += 1;
    }
    assert_eq!(sent, 40);
    world.end().await;
}

async fn an_invitation_is_sent_once_under_its_key(world: World) {
    let body = json!({"email": "bea@example.org", "role": "staff"});
    let key = [("idempotency-key", "i-1")];
    let send = || world.send(Method::POST, "/invitations", Some(body.clone()), &key);
    let first = send().await.is(201);
    let again = send().await.is(201);
    assert_eq!(first.json(), again.json());
    assert_eq!(first.header("location"), again.header("location"));
    assert_eq!(world.letters().await.len(), 1);
    let other = Some(json!({"email": "otto@example.org", "role": "staff"}));
    let reused = world.send(Method::POST, "/invitations", other, &key).await;
    reused.problem(422, "idempotency_key_reused");
    let location = first.header("location").expect("a location");
    let path = location.strip_prefix(&format!("/api/v1/salons/{SALON}"));
    world.get(path.expect("a path of the salon")).await.is(200);
    world.end().await;
}
