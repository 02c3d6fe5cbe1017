//! Whatever a plugin says at the native border, the host answers, and goes on.

use kartoteka_tests::{
    World,
    messages::{self, Chance, Neighbour, goes_on, say, say_seeds},
    stories,
};

stories![nothing_that_a_plugin_says_is_too_much in with_messages];

/// So many messages, beside those that are as they should be; `KARTOTEKA_STORY_MESSAGES` says another number.
const MANY: usize = 1_500;

fn many() -> usize {
    let said = std::env::var("KARTOTEKA_STORY_MESSAGES");
    said.map_or(MANY, |said| said.parse().expect("a number"))
}

async fn nothing_that_a_plugin_says_is_too_much(mut world: World) {
    world.switch_on(messages::ID).await;
    let neighbour = Neighbour::beside(&world).await;
    let seeds = messages::seeds();
    let well = say_seeds(&world).await;
    // Most of what is as it should be is done; the rest is asked outside of a transaction, or of nobody.
    assert!(well > seeds.len() / 2, "{well} of {}", seeds.len());
    let mut chance = Chance(0x6b61_7274_6f74_656b);
    for _ in 0..many() {
        say(&world, &chance.mutant(&seeds)).await;
    }
    goes_on(&world, &neighbour).await;
    println!("{} messages were said", seeds.len() + many());
    world.end().await;
}
