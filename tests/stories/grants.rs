//! A salon agrees to what a feature asks for. A newer version that asks for more runs at once, and
//! without that until somebody agrees.

use kartoteka::region::Role;
use kartoteka_tests::{World, scene::Tables, stories};
use reqwest::Method;
use serde_json::{Value, json};

use crate::services_shown::{act, ask, guarded};

stories![
    what_is_newly_asked_for_is_absent_until_somebody_agrees in with_shown_older,
    who_switches_on_agrees_to_all_of_it in with_shown,
    the_page_says_what_is_asked_for in with_shown_older,
];

async fn feature(world: &World) -> Value {
    world.get("/features/thanks").await.is(200).json()
}

async fn heard(world: &World, count: usize) {
    for _ in 0..1_000 {
        if world.heard(world.salon).events.len() == count {
            return;
        }
        // It is told on the host's own threads; looking again yields to them.
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    panic!("heard {}", world.heard(world.salon).events.len());
}

/// Returns once the feature has passed by all that has happened.
async fn passed_over(world: &World) {
    let text = "select count(*) from event_cursors c where c.feature = 'thanks' and c.number >= \
        (select max(j.number) from journal j \
         where j.salon_id = c.salon_id and j.what = 'core.client.registered/1')";
    for _ in 0..1_000 {
        if world.number(Tables::Salon, text).await > 0 {
            return;
        }
        // It is told on the host's own threads; looking again yields to them.
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    panic!("it has not passed by what it is not told");
}

async fn register(world: &World, name: &str) {
    let new = json!({"last_name": name});
    world.post("/clients", new).await.is(201);
}

async fn what_is_newly_asked_for_is_absent_until_somebody_agrees(mut world: World) {
    world.switch_on("thanks").await;
    assert_eq!(feature(&world).await["asks_for"], json!([]));
    world.restart_with(kartoteka_tests::shown::newer).await;
    let host = kartoteka_tests::outside::host();
    let asks = json!([
        "reads:core.contacts/1",
        "listens:core.client.registered/1",
        "mail",
        format!("hosts:{host}"),
    ]);
    let now = feature(&world).await;
    assert_eq!((&now["on"], &now["asks_for"]), (&json!(true), &asks));
    let to = json!({"email": "fink@example.org"});
    let answer = act(&world, "/thanks", to.clone()).await;
    let answer = answer.problem(403, "not_granted").json();
    assert_eq!(answer["asks_for"], "mail");
    act(&world, "/thanks/write/fink@example.org", Value::Null)
        .await
        .problem(403, "not_granted");
    let answer = ask(&world, "/thanks/weather/Graz").await;
    let answer = answer.problem(403, "not_granted").json();
    assert_eq!(answer["asks_for"], format!("hosts:{host}"));
    for how in ["outside", "inside"] {
        let path = format!("/thanks/contacts/{how}");
        ask(&world, &path).await.problem(403, "not_granted");
    }
    let said = guarded(&world).await;
    assert!(said.contains("not read"), "{said}");
    // The first event sets where it begins; the second is passed over.
    for name in ["Amsel", "Drossel"] {
        register(&world, name).await;
        passed_over(&world).await;
    }

    // Who may not manage features agrees to nothing.
    let narrow = world.narrow_token(&["clients.read"]).await;
    let path = "/api/v1/salons/seidenhaar/features/thanks";
    let agree = world.bare(Method::PUT, path).bearer_auth(narrow);
    world.carry_out(agree).await.is(403);
    for _ in 0..2 {
        let agree = world.send(Method::PUT, "/features/thanks", None, &[]);
        let agreed = agree.await.is(200).json();
        assert_eq!(agreed["asks_for"], json!([]));
    }
    act(&world, "/thanks", to).await.is(200);
    assert_eq!(ask(&world, "/thanks/weather/Graz").await.json(), "rain");
    for how in ["outside", "inside"] {
        let path = format!("/thanks/contacts/{how}");
        ask(&world, &path).await.is(200);
    }
    let said = guarded(&world).await;
    assert!(!said.contains("not read"), "{said}");
    register(&world, "Star").await;
    heard(&world, 1).await;
    let event = &world.heard(world.salon).events[0];
    assert_eq!(event.after.as_ref().expect("after")["last_name"], "Star");
    // Agreeing is written down once, however often it is said.
    let changes = world.get("/access-changes").await.is(200).text();
    assert_eq!(changes.matches("region.feature.granted/1").count(), 1);
    world.end().await;
}

async fn who_switches_on_agrees_to_all_of_it(mut world: World) {
    world.switch_on("thanks").await;
    let now = feature(&world).await;
    assert_eq!(now["asks_for"], json!([]));
    assert_eq!(now["mail"], true);
    assert_eq!(now["listens"], json!(["core.client.registered/1"]));
    assert_eq!(now["hosts"], json!([kartoteka_tests::outside::host()]));
    ask(&world, "/thanks/contacts/outside").await.is(200);
    world.end().await;
}

async fn the_page_says_what_is_asked_for(mut world: World) {
    let page = "/seidenhaar/settings/features";
    for name in ["Anna", "Mia"] {
        world.user(name, Role::Owner).await;
    }
    {
        let anna = world.signed_in("Anna").await;
        let shown = anna.open(page).await.is(200).text();
        assert!(!shown.contains("/thanks/agree"), "{shown}");
    }
    world.switch_on("thanks").await;
    world.restart_with(kartoteka_tests::shown::newer).await;
    let mia = world.signed_in("Mia").await;
    let shown = mia.open(page).await.is(200).text();
    for said in [
        "/seidenhaar/settings/features/thanks/agree",
        "A word of thanks to clients after a visit.",
        "The town, and nothing about anybody.",
        "New cards",
        &kartoteka_tests::outside::host(),
    ] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    let agreed = mia.submit(&format!("{page}/thanks/agree"), &[]).await;
    assert_eq!(agreed.is(303).leads(), format!("{page}#thanks"));
    let shown = mia.open(page).await.is(200).text();
    assert!(!shown.contains("/thanks/agree"), "{shown}");
    world.end().await;
}
