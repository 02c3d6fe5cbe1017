//! A host in this process, and a plugin that says to it whatever it is sent.

use std::sync::{
    OnceLock,
    atomic::{AtomicU64, Ordering},
};

use kartoteka_tests::{
    Stage, World,
    messages::{self, Neighbour},
};
use tokio::runtime::Runtime;
use tracing::subscriber::NoSubscriber;

/// After so many messages is looked whether all others are as they were.
const LOOK: u64 = 1_000;

/// The host, which all messages of this process go to.
struct Told {
    runtime: Runtime,
    world: World,
    neighbour: Neighbour,
    said: AtomicU64,
}

impl Told {
    fn new() -> Self {
        // Warnings by the thousand, and a list of all statements, are for tests.
        tracing::subscriber::set_global_default(NoSubscriber::new()).expect("the first one");
        let runtime = Runtime::new().expect("a runtime");
        let (world, neighbour) = runtime.block_on(async {
            let mut world = World::with_messages(Stage::Sqlite).await;
            world.switch_on(messages::ID).await;
            let neighbour = Neighbour::beside(&world).await;
            (world, neighbour)
        });
        Self {
            runtime,
            world,
            neighbour,
            said: AtomicU64::new(0),
        }
    }
}

/// Has the plugin say it.
pub fn say(message: &[u8]) {
    static TOLD: OnceLock<Told> = OnceLock::new();
    let told = TOLD.get_or_init(Told::new);
    let said = told.said.fetch_add(1, Ordering::Relaxed);
    told.runtime.block_on(async {
        messages::say(&told.world, message).await;
        if said % LOOK == 0 {
            messages::goes_on(&told.world, &told.neighbour).await;
        }
    });
}

/// Messages as they should be.
pub fn seeds() -> Vec<(String, Vec<u8>)> {
    let named = |(at, message)| (format!("message-{at}"), message);
    messages::seeds()
        .into_iter()
        .enumerate()
        .map(named)
        .collect()
}
