//! A plugin that was built for an older native interface runs as it did.

use kartoteka_tests::{
    World,
    messages::{self, Neighbour, goes_on, say_seeds},
    stories,
};

stories![what_an_older_plugin_says_is_heard in with_messages_of_the_oldest];

async fn what_an_older_plugin_says_is_heard(mut world: World) {
    world.switch_on(messages::ID).await;
    let neighbour = Neighbour::beside(&world).await;
    let (well, all) = (say_seeds(&world).await, messages::seeds().len());
    assert!(well > all / 2, "{well} of {all}");
    goes_on(&world, &neighbour).await;
    world.end().await;
}
