//! The second factor: codes of an authenticator application, and codes on paper.

use chrono::TimeDelta;
use kartoteka::region::Role;
use kartoteka_tests::{Answer, Browser, PASSWORD, World, stories};
use totp_rs::{Builder, Secret, Totp};

stories![
    a_second_factor_is_switched_on_used_and_switched_off,
    a_code_is_good_once_and_a_paper_too,
    a_wrong_code_is_slowed_and_waits_for_nobody_else,
    a_new_password_ends_a_sign_in_that_was_half_done,
];

/// An authenticator application.
struct Phone {
    totp: Totp,
}

impl Phone {
    fn new(page: &Answer) -> Self {
        let text = page.text();
        let start = text.find("<code class=\"token\">").expect("a secret") + 20;
        let end = start + text[start..].find('<').expect("its end");
        let secret = Secret::try_from_base32(&text[start..end]).expect("Base32");
        let totp = Builder::new()
            .with_secret(secret)
            .build()
            .expect("a secret");
        Self { totp }
    }

    /// The code at the world's time.
    fn code(&self, world: &World) -> String {
        use kartoteka_plugin::call::Clock as _;
        let now = u64::try_from(world.clock.now().timestamp()).expect("after 1970");
        self.totp.generate(now).to_string()
    }
}

/// Switches it on; gives the phone and the codes on paper.
async fn switch_on(world: &World, browser: &Browser<'_>) -> (Phone, Vec<String>) {
    let page = browser.open("/account/second-factor").await.is(200);
    assert_eq!(page.header("cache-control"), Some("no-store"));
    let phone = Phone::new(&page);
    let code = phone.code(world);
    let fields = [("code", code.as_str()), ("proof", PASSWORD)];
    let page = browser.submit("/account/second-factor", &fields).await;
    let page = page.is(200).text();
    let papers = page.split("<code class=\"code\">").skip(1);
    let papers = papers.map(|rest| rest.split('<').next().unwrap_or_default().to_owned());
    (phone, papers.collect())
}

/// The second step, after the right password.
async fn second(browser: &Browser<'_>, code: &str) -> Answer {
    let page = browser.sign_in("Anna", PASSWORD).await.is(200);
    assert!(page.header("set-cookie").is_none(), "not signed in yet");
    finish(browser, &page, code).await
}

async fn finish(browser: &Browser<'_>, page: &Answer, code: &str) -> Answer {
    let challenge = page.field("challenge");
    let fields = [("challenge", challenge.as_str()), ("code", code)];
    browser.submit("/sign-in/code", &fields).await
}

async fn a_second_factor_is_switched_on_used_and_switched_off(world: World) {
    world.user("Anna", Role::Owner).await;
    let own = world.signed_in("Anna").await;
    let page = own.open("/account/second-factor").await.is(200);
    let phone = Phone::new(&page);
    let code = phone.code(&world);
    let wrong = if code == "000000" { "111111" } else { "000000" };
    for (code, proof) in [(wrong, PASSWORD), (code.as_str(), "nicht dieses Wort")] {
        let fields = [("code", code), ("proof", proof)];
        own.submit("/account/second-factor", &fields).await.is(422);
    }
    world.browser().sign_in("Anna", PASSWORD).await.is(303);
    let (phone, papers) = switch_on(&world, &own).await;
    assert_eq!(papers.len(), 10);
    let browser = world.browser();
    world.clock.advance(TimeDelta::seconds(30));
    second(&browser, wrong).await.is(401);
    assert!(!browser.is_signed_in().await);
    second(&browser, &phone.code(&world)).await.is(303);
    assert!(browser.is_signed_in().await);
    // Off only with the password, and then the password alone is enough again.
    let off = "/account/second-factor/removal";
    own.submit(off, &[("proof", "nicht dieses Wort")])
        .await
        .is(422);
    let page = world.browser().sign_in("Anna", PASSWORD).await;
    assert!(page.header("set-cookie").is_none(), "it is still on");
    own.submit(off, &[("proof", PASSWORD)]).await.is(303);
    world.browser().sign_in("Anna", PASSWORD).await.is(303);
    world.end().await;
}

async fn a_code_is_good_once_and_a_paper_too(world: World) {
    world.user("Anna", Role::Owner).await;
    let own = world.signed_in("Anna").await;
    let (phone, papers) = switch_on(&world, &own).await;
    let browser = world.browser();
    let spent = phone.code(&world);
    second(&browser, &spent).await.is(401);
    world.clock.advance(TimeDelta::seconds(60));
    let code = phone.code(&world);
    second(&browser, &code).await.is(303);
    // Looked at over a shoulder, the same code opens nothing more, nor does the one before.
    second(&world.browser_at(2), &code).await.is(401);
    second(&world.browser_at(2), &spent).await.is(401);
    let sloppy = papers[0].to_uppercase().replace('-', " ");
    second(&world.browser(), &sloppy).await.is(303);
    second(&world.browser(), &papers[0]).await.is(401);
    second(&world.browser(), &papers[1]).await.is(303);
    let account = own.open("/account").await.text();
    assert!(account.contains("8 recovery codes are left."), "{account}");
    // A half-done sign-in is worth nothing for long, and nothing twice.
    world.clock.advance(TimeDelta::seconds(90));
    let page = world.browser().sign_in("Anna", PASSWORD).await.is(200);
    finish(&world.browser(), &page, &phone.code(&world))
        .await
        .is(303);
    world.clock.advance(TimeDelta::seconds(90));
    finish(&world.browser(), &page, &phone.code(&world))
        .await
        .is(401);
    let page = world.browser().sign_in("Anna", PASSWORD).await.is(200);
    world.clock.advance(TimeDelta::minutes(10));
    let late = finish(&world.browser(), &page, &phone.code(&world)).await;
    assert!(late.is(401).text().contains("That took too long."));
    world.end().await;
}

async fn a_wrong_code_is_slowed_and_waits_for_nobody_else(world: World) {
    world.user("Anna", Role::Owner).await;
    let own = world.signed_in("Anna").await;
    let (phone, papers) = switch_on(&world, &own).await;
    world.clock.advance(TimeDelta::seconds(60));
    second(&world.browser(), &phone.code(&world)).await.is(303);
    let thief = world.browser_at(66);
    let page = thief.sign_in("Anna", PASSWORD).await.is(200);
    let mut refused = 0;
    while finish(&thief, &page, "aaaa-bbbb-cccc").await.status == 401 {
        refused += 1;
        assert!(refused < 20, "codes can be guessed without end");
    }
    assert_eq!(refused, 5);
    // Not even the right one is heard now, and a new beginning does not help.
    finish(&thief, &page, &papers[0]).await.is(429);
    let again = thief.sign_in("Anna", PASSWORD).await.is(200);
    finish(&thief, &again, &papers[0]).await.is(429);
    // Who signed in from here before is not made to wait by that.
    second(&world.browser(), &papers[1]).await.is(303);
    world.end().await;
}

async fn a_new_password_ends_a_sign_in_that_was_half_done(world: World) {
    world.user("Anna", Role::Owner).await;
    let own = world.signed_in("Anna").await;
    let (_, papers) = switch_on(&world, &own).await;
    let thief = world.browser_at(66);
    let page = thief.sign_in("Anna", PASSWORD).await.is(200);
    let fields = [("current", PASSWORD), ("password", "ein Kamm rollt weiter")];
    own.submit("/account/password", &fields).await.is(303);
    finish(&thief, &page, &papers[0]).await.is(401);
    assert!(!thief.is_signed_in().await);
    world.end().await;
}
