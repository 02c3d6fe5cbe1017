//! A forgotten password, by mail over a real server.

use chrono::TimeDelta;
use kartoteka::region::Role;
use kartoteka_tests::{PASSWORD, World, email, stories};
use reqwest::Method;

stories![
    a_link_by_mail_sets_a_new_password_once in with_mail,
    an_unknown_address_is_answered_alike_and_gets_nothing in with_mail,
    a_link_leads_to_the_host_whatever_the_request_calls_it in with_mail,
    nobodys_mailbox_is_flooded in with_mail,
    a_name_makes_no_address_of_a_mail in with_mail,
];

const NEW: &str = "ein Kamm rollt weiter";

/// Asks for a link.
async fn ask(world: &World, place: u8, email: &str) -> kartoteka_tests::Answer {
    let browser = world.browser_at(place);
    browser.submit("/recovery", &[("email", email)]).await
}

async fn a_link_by_mail_sets_a_new_password_once(world: World) {
    world.user("Anna", Role::Owner).await;
    let there = world.signed_in("Anna").await;
    for _ in 0..2 {
        ask(&world, 1, " Anna@Example.org").await.is(200);
    }
    let letters = world.letters().await;
    assert_eq!(letters.len(), 2);
    assert_eq!(
        letters[0].header("Subject"),
        Some("A new password for Kartoteka")
    );
    assert!(
        letters[0]
            .header("To")
            .unwrap()
            .contains("anna@example.org")
    );
    assert!(letters[0].body.contains("Hello Anna,"));
    let links = letters.iter().map(|letter| letter.link(&world.address()));
    let links: Vec<String> = links.collect();
    let browser = world.browser();
    browser.open(&links[0]).await.is(200);
    let weak = browser.submit(&links[0], &[("password", "kurz")]).await;
    assert!(weak.is(422).text().contains("At least 10 characters."));
    assert!(there.is_signed_in().await, "nothing is done yet");
    let set = browser.submit(&links[0], &[("password", NEW)]).await;
    assert_eq!(set.leads(), "/sign-in?done=password");
    for link in &links {
        browser.open(link).await.is(404);
        browser
            .submit(link, &[("password", PASSWORD)])
            .await
            .is(404);
    }
    assert!(!there.is_signed_in().await, "every session is over");
    browser.sign_in("Anna", PASSWORD).await.is(401);
    browser.sign_in("Anna", NEW).await.is(303);
    ask(&world, 1, &email("Anna")).await.is(200);
    let late = world.last_link().await;
    browser.open(&late).await.is(200);
    world.clock.advance(TimeDelta::hours(1));
    browser
        .submit(&late, &[("password", PASSWORD)])
        .await
        .is(404);
    world.end().await;
}

async fn an_unknown_address_is_answered_alike_and_gets_nothing(world: World) {
    world.user("Anna", Role::Owner).await;
    let known = ask(&world, 1, &email("Anna")).await.is(200);
    let unknown = ask(&world, 2, &email("Otto")).await.is(200);
    assert_eq!(known.text(), unknown.text());
    assert_eq!(world.letters().await.len(), 1);
    let none = ask(&world, 1, "keine adresse").await.is(422);
    assert!(none.text().contains("This is no e-mail address."));
    // Nothing that was typed becomes a line of a mail.
    ask(&world, 1, "anna@example.org\r\nBcc: otto@example.org")
        .await
        .is(422);
    assert_eq!(world.letters().await.len(), 1);
    world.end().await;
}

async fn a_link_leads_to_the_host_whatever_the_request_calls_it(world: World) {
    world.user("Anna", Role::Owner).await;
    let browser = world.browser();
    let email = email("Anna");
    let request = browser
        .request(Method::POST, "/recovery")
        .header("host", "evil.example")
        .header("x-forwarded-host", "evil.example")
        .header("origin", "http://evil.example")
        .form(&[("email", email.as_str())]);
    browser.send(request).await.is(200);
    let letters = world.letters().await;
    assert!(!letters[0].body.contains("evil"), "{}", letters[0].body);
    browser
        .open(&letters[0].link(&world.address()))
        .await
        .is(200);
    world.end().await;
}

async fn a_name_makes_no_address_of_a_mail(world: World) {
    let host = world.running().host();
    let region = host.region();
    let new = kartoteka::region::NewUser {
        email: email("Eve"),
        name: "Eve\" <otto@example.org>, \"Anna".to_owned(),
        password: PASSWORD.to_owned(),
        locale: None,
    };
    region.create_user(new).await.expect("a user");
    ask(&world, 1, &email("Eve")).await.is(200);
    let letters = world.letters().await;
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].header("X-RcptTo"), Some("eve@example.org"));
    let lines = kartoteka::region::NewUser {
        email: email("Otto"),
        name: "Otto\r\nBcc: anna@example.org".to_owned(),
        password: PASSWORD.to_owned(),
        locale: None,
    };
    assert_eq!(region.create_user(lines).await.unwrap_err().code, "invalid");
    world.end().await;
}

async fn nobodys_mailbox_is_flooded(world: World) {
    world.user("Anna", Role::Owner).await;
    for place in 0..6 {
        ask(&world, place, &email("Anna")).await.is(200);
        world.letters().await;
    }
    assert_eq!(world.letters().await.len(), 3, "and who asks is not told");
    world
        .clock
        .advance(TimeDelta::hours(2) + TimeDelta::seconds(1));
    ask(&world, 1, &email("Anna")).await.is(200);
    assert_eq!(world.letters().await.len(), 4);
    // From one place, one can ask for many people, but not for everybody.
    let mut slowed = None;
    for n in 0..40 {
        let answer = ask(&world, 9, &format!("client{n}@example.org")).await;
        if answer.status == 429 {
            slowed = Some(n);
            break;
        }
    }
    assert_eq!(slowed, Some(30));
    world.end().await;
}
