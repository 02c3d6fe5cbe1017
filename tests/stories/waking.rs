//! What a salon's modules do by themselves when its time has come.

use chrono::TimeDelta;
use kartoteka_tests::{World, stories};

stories![
    an_uploaded_sheet_is_blanked_after_thirty_days,
    a_host_looks_for_what_is_due_when_it_starts,
];

const SHEET: &[u8] = "Name;Telefon\r\nŁukasz Żak;+48 501 234 567\r\n".as_bytes();

/// Uploads a sheet and commits it; gives the import.
async fn import(world: &World, name: &str) -> String {
    let id = world.upload(name, SHEET.to_vec(), &[]).await.is(201).id();
    world.import_at_rest(&id).await;
    id
}

/// Whether the sheet's rows still say what they said.
async fn says(world: &World, import: &str) -> bool {
    let rows = world.get(&format!("/imports/{import}/rows")).await.is(200);
    rows.text().contains("501 234 567")
}

async fn an_uploaded_sheet_is_blanked_after_thirty_days(world: World) {
    let host = world.running().host();
    let first = import(&world, "erste.csv").await;
    world.clock.advance(TimeDelta::days(10));
    let second = import(&world, "zweite.csv").await;
    assert_eq!(host.wake_due().await.unwrap(), 1, "the first file goes");
    assert_eq!(host.wake_due().await.unwrap(), 0);
    world
        .clock
        .advance(TimeDelta::days(20) - TimeDelta::seconds(1));
    assert_eq!(host.wake_due().await.unwrap(), 1, "the second file goes");
    assert_eq!(host.wake_due().await.unwrap(), 0);
    assert!(says(&world, &first).await && says(&world, &second).await);
    world.clock.advance(TimeDelta::seconds(1));
    assert_eq!(host.wake_due().await.unwrap(), 1);
    assert!(!says(&world, &first).await);
    assert!(says(&world, &second).await, "its time has not come");
    assert_eq!(
        host.wake_due().await.unwrap(),
        0,
        "and is not looked for before"
    );
    world.clock.advance(TimeDelta::days(10));
    assert_eq!(host.wake_due().await.unwrap(), 1);
    assert!(!says(&world, &second).await);
    world.clock.advance(TimeDelta::days(100));
    assert_eq!(host.wake_due().await.unwrap(), 0, "nothing is left to do");
    world.end().await;
}

async fn a_host_looks_for_what_is_due_when_it_starts(mut world: World) {
    let sheet = import(&world, "liste.csv").await;
    world.clock.advance(TimeDelta::days(31));
    world.restart().await;
    for _ in 0..600 {
        if !says(&world, &sheet).await {
            return world.end().await;
        }
        // It looks on threads of its own; asking yields to them.
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the sheet still says what it said");
}
