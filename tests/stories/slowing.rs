//! Guessing is slowed, by account and by address, and people are not locked out.

use chrono::TimeDelta;
use kartoteka::region::Role;
use kartoteka_tests::{PASSWORD, World, stories};

stories![
    wrong_passwords_make_the_next_one_wait,
    an_account_is_slowed_from_everywhere_but_for_its_owners_own_place,
    an_address_is_slowed_for_all_accounts,
    a_proof_of_who_one_is_is_slowed_too,
];

const WRONG: &str = "nicht dieses Wort";

async fn wrong_passwords_make_the_next_one_wait(world: World) {
    world.user("Anna", Role::Owner).await;
    let browser = world.browser();
    for _ in 0..5 {
        browser.sign_in("Anna", WRONG).await.is(401);
    }
    let slowed = browser.sign_in("Anna", WRONG).await.is(429);
    assert!(slowed.text().contains("Try again in one second."));
    browser.sign_in("Anna", PASSWORD).await.is(429);
    world.clock.advance(TimeDelta::seconds(1));
    browser.sign_in("Anna", WRONG).await.is(401);
    // Twice as long each time.
    world.clock.advance(TimeDelta::seconds(1));
    browser.sign_in("Anna", PASSWORD).await.is(429);
    world.clock.advance(TimeDelta::seconds(1));
    browser.sign_in("Anna", PASSWORD).await.is(303);
    // Who got in begins anew.
    for _ in 0..5 {
        world.browser().sign_in("Anna", WRONG).await.is(401);
    }
    world.end().await;
}

async fn an_account_is_slowed_from_everywhere_but_for_its_owners_own_place(world: World) {
    world.user("Anna", Role::Owner).await;
    world.browser_at(1).sign_in("Anna", PASSWORD).await.is(303);
    let mut tries = 0;
    for place in 100..140 {
        let answer = world.browser_at(place).sign_in("Anna", WRONG).await;
        if answer.status == 429 {
            break;
        }
        tries += 1;
    }
    assert_eq!(tries, 5, "a new address each time does not help");
    world
        .browser_at(200)
        .sign_in("Anna", PASSWORD)
        .await
        .is(429);
    world.browser_at(1).sign_in("Anna", PASSWORD).await.is(303);
    world.end().await;
}

async fn an_address_is_slowed_for_all_accounts(world: World) {
    world.user("Anna", Role::Owner).await;
    let mut tries = 0;
    for n in 0..60 {
        let answer = world
            .browser_at(66)
            .sign_in(&format!("nobody{n}"), WRONG)
            .await;
        if answer.status == 429 {
            break;
        }
        tries += 1;
    }
    assert_eq!(tries, 30);
    world.browser_at(66).sign_in("Anna", PASSWORD).await.is(429);
    world.browser_at(67).sign_in("Anna", PASSWORD).await.is(303);
    world.end().await;
}

async fn a_proof_of_who_one_is_is_slowed_too(world: World) {
    world.user("Anna", Role::Owner).await;
    let left_open = world.signed_in("Anna").await;
    let change = async |current: &str| {
        let fields = [("current", current), ("password", "ein Kamm rollt weiter")];
        left_open.submit("/account/password", &fields).await
    };
    for _ in 0..5 {
        change(WRONG).await.is(422);
    }
    change(PASSWORD).await.is(429);
    world.clock.advance(TimeDelta::seconds(1));
    change(PASSWORD).await.is(303);
    world.end().await;
}
