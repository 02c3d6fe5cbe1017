//! A plugin that was built for an older native interface runs as it did, and a bundle that was built once is taken as it
//! is or refused by name.

use kartoteka::region::Role;
use kartoteka_tests::{
    SALON, World,
    kept::{self, Kept},
    messages::{self, Neighbour, goes_on, say_seeds},
    stories,
};
use serde_json::{Value, json};

stories![
    what_an_older_plugin_says_is_heard in with_messages_of_the_oldest,
    what_was_built_once_is_taken_or_refused_by_name in with_kept,
];

/// How today's host takes what was built for each interface: as it is, or not for this reason.
const TODAY: [(&str, Option<&str>); 1] = [("0.2", None)];

/// The only reasons for which it may cease to take it.
const REASONS: [&str; 2] = ["contract", "abi"];

async fn what_an_older_plugin_says_is_heard(mut world: World) {
    world.switch_on(messages::ID).await;
    let neighbour = Neighbour::beside(&world).await;
    let (well, all) = (say_seeds(&world).await, messages::seeds().len());
    assert!(well > all / 2, "{well} of {all}");
    goes_on(&world, &neighbour).await;
    world.end().await;
}

async fn what_was_built_once_is_taken_or_refused_by_name(mut world: World) {
    let kept = kept::all();
    for (interface, refused) in TODAY {
        let of = kept.iter().filter(|kept| kept.interface == interface);
        assert_eq!(of.count(), 2, "one in C and one in Rust for {interface}");
        assert!(refused.is_none_or(|reason| REASONS.contains(&reason)));
    }
    let features = world.get("/features").await.is(200).json();
    for kept in kept {
        let today = TODAY.iter().find(|(of, _)| *of == kept.interface);
        let (_, today) = today.expect("what becomes of each interface is written down");
        // On another platform there is nothing to load.
        let expected = match kept::runs_here() {
            true => *today,
            false => today.or(Some("no_library")),
        };
        assert_eq!(kept.refused(), expected, "{}", kept.file.display());
        let is_there = names(&features).any(|id| id == kept.id);
        assert_eq!(is_there, expected.is_none(), "{features}");
        if is_there {
            answers(&mut world, &kept).await;
        }
    }
    world.end().await;
}

fn names(features: &Value) -> impl Iterator<Item = &str> {
    let all = features["data"].as_array().expect("a list").iter();
    all.filter_map(|feature| feature["id"].as_str())
}

/// It answers at its door, and in its section of a card.
async fn answers(world: &mut World, kept: &Kept) {
    let id = &kept.id;
    world.switch_on(id).await;
    let client = json!({"last_name": "Vogel"});
    let client = world.post("/clients", client).await.is(201).id();
    let note = json!({"client_id": client, "words": "Ruft vorher an"});
    let note = world.post(&format!("/{id}/notes"), note).await.is(201).id();
    let one = world.get(&format!("/{id}/notes/{note}")).await.is(200);
    assert_eq!(one.json()["words"], "Ruft vorher an");
    world.user(id, Role::Owner).await;
    let desk = world.signed_in(id).await;
    let section = format!("/{SALON}/{id}/slots/notes/{client}");
    for path in [section, format!("/{SALON}/clients/{client}")] {
        let shown = desk.open(&path).await.is(200).text();
        assert!(shown.contains("Ruft vorher an"), "{path}: {shown}");
    }
}
