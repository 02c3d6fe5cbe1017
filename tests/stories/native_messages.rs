//! Whatever a plugin says at the native border, the host answers, and goes on.

use chrono::TimeDelta;
use kartoteka_tests::{
    World,
    messages::{self, Chance},
    stories,
};
use reqwest::Method;

stories![nothing_that_a_plugin_says_is_too_much in with_messages];

/// So many messages, beside those that are as they should be.
const MANY: usize = 1_500;

/// Says it, and again where the plugin rests because of what it said before. Gives the status of the answer.
async fn say(world: &World, message: &[u8]) -> u16 {
    loop {
        let request = world.request(Method::POST, "/acme-messages/say");
        let answer = request
            .body(message.to_vec())
            .send()
            .await
            .expect("an answer");
        let status = answer.status().as_u16();
        let text = answer.bytes().await.unwrap_or_default();
        let rests = status == 503 && text.windows(15).any(|part| part == b"feature_resting");
        if !rests {
            return status;
        }
        world.clock.advance(TimeDelta::hours(2));
    }
}

async fn nothing_that_a_plugin_says_is_too_much(mut world: World) {
    world.switch_on(messages::ID).await;
    let seeds = messages::seeds();
    let mut well = 0;
    for (at, seed) in seeds.iter().enumerate() {
        let status = say(&world, seed).await;
        assert_ne!(status, 599, "message {at}");
        well += usize::from(status == 200);
    }
    // Most of what is as it should be is done; the rest is asked outside of a transaction, or of nobody.
    assert!(well > seeds.len() / 2, "{well} of {}", seeds.len());
    let mut chance = Chance(0x6b61_7274_6f74_656b);
    for at in 0..MANY {
        let mutant = chance.mutant(&seeds);
        let status = say(&world, &mutant).await;
        assert_ne!(status, 599, "mutant {at}: {mutant:?}");
    }
    // Others can write, and it can still be asked.
    let new = serde_json::json!({"last_name": "Vogel"});
    world.post("/clients", new).await.is(201);
    assert_eq!(say(&world, &seeds[0]).await, 200);
    world.end().await;
}
