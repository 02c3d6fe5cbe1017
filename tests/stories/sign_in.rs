//! The first visit, signing in and out, and what a browser keeps of it.

use kartoteka_tests::{PASSWORD, World, email, stories};
use reqwest::Method;

stories![
    the_first_visit_is_guarded_by_the_printed_code,
    a_session_is_begun_kept_and_ended,
    a_cookie_that_was_put_into_the_browser_is_never_the_session,
    a_changed_password_ends_every_other_session,
    nobody_learns_whether_an_account_exists,
    the_cookie_is_bound_to_host_and_tls in behind_tls,
];

const NEW: &str = "ein Kamm rollt weiter";

/// The form of the first start.
fn first_start(code: &str) -> [(&str, &str); 7] {
    [
        ("code", code),
        ("salon-name", "Haar & Mehr"),
        ("salon-slug", "haar"),
        ("salon-country", "DE"),
        ("owner-name", "Anna"),
        ("owner-email", "anna@example.org"),
        ("owner-password", PASSWORD),
    ]
}

async fn the_first_visit_is_guarded_by_the_printed_code(world: World) {
    let browser = world.browser();
    for path in ["/", "/sign-in"] {
        assert_eq!(browser.open(path).await.leads(), "/start");
    }
    let host = world.running().host();
    let region = host.region();
    let code = region.setup_code().await.unwrap().expect("a code");
    let second = region.setup_code().await.unwrap().expect("another host's");
    let refused = browser
        .submit("/start", &first_start("aaaa-bbbb-cccc-dddd"))
        .await;
    let refused = refused.is(422);
    assert!(
        refused
            .text()
            .contains("not the code that the program printed")
    );
    assert_eq!(refused.field("salon-name"), "Haar &#38; Mehr");
    assert!(
        !refused.text().contains(PASSWORD),
        "a password goes one way"
    );
    assert!(
        region.setup_code().await.unwrap().is_some(),
        "nobody was made"
    );
    // As people copy it: in capitals, with spaces.
    let sloppy = code.to_uppercase().replace('-', " ");
    let made = browser.submit("/start", &first_start(&sloppy)).await;
    assert_eq!(made.leads(), "/sign-in?done=started");
    for code in [&code, &second] {
        browser.submit("/start", &first_start(code)).await.is(404);
    }
    browser.open("/start").await.is(404);
    assert!(region.setup_code().await.unwrap().is_none());
    browser.sign_in("Anna", PASSWORD).await.is(303);
    assert_eq!(browser.open("/").await.leads(), "/haar");
    world.end().await;
}

async fn a_session_is_begun_kept_and_ended(mut world: World) {
    world.user("Anna", kartoteka::region::Role::Owner).await;
    let browser = world.browser();
    let refused = browser.open("/seidenhaar/clients?q=m%C3%BCller").await;
    let next = refused.leads();
    assert_eq!(
        next,
        "/sign-in?next=/seidenhaar/clients%3Fq%3Dm%25C3%25BCller"
    );
    let next = browser.open(&next).await.is(200).field("next");
    let email = email("Anna");
    let fields = [
        ("email", email.as_str()),
        ("password", PASSWORD),
        ("next", next.as_str()),
    ];
    let entered = browser.submit("/sign-in", &fields).await;
    let cookie = entered.header("set-cookie").expect("a cookie").to_owned();
    assert_eq!(entered.leads(), "/seidenhaar/clients?q=m%C3%BCller");
    let (value, attributes) = cookie.split_once("; ").expect("attributes");
    let value = value.strip_prefix("kartoteka_session=").expect("its name");
    assert_eq!(value.len(), 43, "256 bits");
    let days = 90 * 24 * 60 * 60;
    assert_eq!(
        attributes,
        format!("Path=/; HttpOnly; SameSite=Lax; Max-Age={days}"),
        "over plain HTTP"
    );
    browser.open("/seidenhaar/clients").await.is(200);
    // It outlives the host, and ends when it is not used.
    let kept = browser.cookie();
    world.restart().await;
    let browser = world.browser();
    browser.set_cookie(kept.clone());
    for _ in 0..3 {
        world.clock.advance(chrono::TimeDelta::days(13));
        assert!(browser.is_signed_in().await);
    }
    let out = browser.submit("/sign-out", &[]).await;
    let gone = out.header("set-cookie").expect("a cookie").to_owned();
    assert!(
        gone.starts_with("kartoteka_session=; ") && gone.contains("Max-Age=0"),
        "{gone}"
    );
    assert_eq!(out.leads(), "/sign-in?done=signed-out");
    browser.set_cookie(kept);
    assert!(
        !browser.is_signed_in().await,
        "the cookie is worth nothing now"
    );
    browser.sign_in("Anna", PASSWORD).await.is(303);
    world.clock.advance(chrono::TimeDelta::days(14));
    assert!(!browser.is_signed_in().await, "unused for its idle time");
    browser.sign_in("Anna", PASSWORD).await.is(303);
    for _ in 0..9 {
        world.clock.advance(chrono::TimeDelta::days(10));
        browser.open("/account").await;
    }
    assert!(!browser.is_signed_in().await, "used for its whole life");
    world.end().await;
}

async fn a_cookie_that_was_put_into_the_browser_is_never_the_session(world: World) {
    world.user("Anna", kartoteka::region::Role::Owner).await;
    let planted = format!("kartoteka_session={}", "A".repeat(43));
    let browser = world.browser();
    browser.set_cookie(Some(planted.clone()));
    browser.sign_in("Anna", PASSWORD).await.is(303);
    let own = browser.cookie().expect("a session");
    assert_ne!(own, planted);
    assert!(browser.is_signed_in().await);
    browser.set_cookie(Some(planted));
    assert!(!browser.is_signed_in().await);
    // Nor is somebody else's: whoever signs in where another is signed in ends that.
    world.user("Bea", kartoteka::region::Role::Staff).await;
    browser.set_cookie(Some(own.clone()));
    browser.sign_in("Bea", PASSWORD).await.is(303);
    assert_ne!(browser.cookie(), Some(own.clone()));
    browser.set_cookie(Some(own));
    assert!(
        !browser.is_signed_in().await,
        "Anna's session on this device is over"
    );
    world.end().await;
}

async fn a_changed_password_ends_every_other_session(world: World) {
    world.user("Anna", kartoteka::region::Role::Owner).await;
    let (here, there) = (world.signed_in("Anna").await, world.signed_in("Anna").await);
    let change = |current: &'static str, new: &'static str| {
        let fields = [("current", current), ("password", new)];
        let here = &here;
        async move { here.submit("/account/password", &fields).await }
    };
    let wrong = change("nicht dieses Wort", NEW).await.is(422);
    assert!(wrong.text().contains("The password is wrong."));
    change(PASSWORD, "password123").await.is(422);
    assert!(there.is_signed_in().await, "nothing was changed");
    assert_eq!(
        change(PASSWORD, NEW).await.leads(),
        "/account?done=password"
    );
    assert!(here.is_signed_in().await);
    assert!(!there.is_signed_in().await);
    world.browser().sign_in("Anna", PASSWORD).await.is(401);
    world.browser().sign_in("Anna", NEW).await.is(303);
    // And by hand: sign out everywhere else.
    let other = world.browser();
    other.sign_in("Anna", NEW).await.is(303);
    here.submit("/account/sessions/others", &[]).await.is(303);
    assert!(here.is_signed_in().await && !other.is_signed_in().await);
    world.end().await;
}

async fn nobody_learns_whether_an_account_exists(world: World) {
    world.user("Anna", kartoteka::region::Role::Owner).await;
    let known = world
        .browser()
        .sign_in("Anna", "nicht dieses Wort")
        .await
        .is(401);
    let unknown = world
        .browser()
        .sign_in("Otto", "nicht dieses Wort")
        .await
        .is(401);
    // Nor does an address that PostgreSQL could not keep break anything.
    world
        .browser()
        .sign_in("Ot\u{0}to", "nicht dieses Wort")
        .await
        .is(401);
    let told = |answer: &kartoteka_tests::Answer| answer.text().replace("anna@", "otto@");
    assert_eq!(told(&known), told(&unknown));
    // Without a mail server both are told so alike.
    for name in ["Anna", "Otto"] {
        let email = email(name);
        let fields = [("email", email.as_str())];
        world.browser().submit("/recovery", &fields).await.is(503);
    }
    world.end().await;
}

async fn the_cookie_is_bound_to_host_and_tls(world: World) {
    world.user("Anna", kartoteka::region::Role::Owner).await;
    let browser = world.browser();
    let entered = browser.sign_in("Anna", PASSWORD).await;
    let cookie = entered.header("set-cookie").expect("a cookie");
    // Browsers take this name from nobody but this very host, by TLS and for all paths.
    assert!(cookie.starts_with("__Host-kartoteka_session="), "{cookie}");
    assert!(
        cookie.ends_with("; Secure") && cookie.contains("Path=/;"),
        "{cookie}"
    );
    assert!(!cookie.contains("Domain"), "{cookie}");
    assert!(browser.is_signed_in().await);
    let value = browser.cookie().expect("a session");
    let tossed = value.replace("__Host-", "");
    browser.set_cookie(Some(tossed));
    assert!(
        !browser.is_signed_in().await,
        "the plain name could come from a neighbour"
    );
    browser.set_cookie(Some(value));
    let api = browser.request(Method::GET, "/api/v1/salons/seidenhaar/clients");
    browser.send(api).await.is(200);
    world.end().await;
}
