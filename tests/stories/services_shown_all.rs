//! What a call offers does what its documentation shows: each example at work in a feature.

use chrono::TimeDelta;
use kartoteka::region::Role;
use kartoteka_tests::{Answer, Process, SALON, Stage, World, process::files, stories};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    documents_kept::{PDF, upload},
    services_shown::{act, ask},
};

stories![
    a_change_is_based_on_a_version in with_shown_all,
    a_row_its_event_and_the_answer_are_kept_together in with_shown_all,
    a_salon_sets_what_a_feature_reads in with_shown_all,
    an_object_is_shown_or_swept in with_shown_all,
    what_is_known_of_clients_is_told_and_marked in with_shown_all,
    what_a_table_keeps_tells_nobody in with_shown_all,
    contacts_are_known_again in with_shown_all,
    what_was_made_is_remembered in with_shown_all,
    a_job_gives_to_all in with_shown_all,
    questions_are_asked_and_answered in with_shown_all,
    new_cards_are_noted_once in with_shown_all,
    a_desk_has_its_own_paper in with_shown_all,
    what_another_feature_offers_is_used in with_shown_all,
];

async fn register(world: &World, name: &str) -> String {
    let new = json!({"last_name": name});
    world.post("/clients", new).await.is(201).id()
}

async fn give(world: &World, client: &str, cents: i64) -> Answer {
    act(
        world,
        "/welcome/gifts",
        json!({"client": client, "cents": cents}),
    )
    .await
}

/// How many rows the feature has in a table.
async fn rows(world: &World, table: &str) -> Value {
    ask(world, "/welcome/rows").await.is(200).json()[table].clone()
}

async fn a_row_its_event_and_the_answer_are_kept_together(mut world: World) {
    world.switch_on("welcome").await;
    let client = register(&world, "Fink").await;
    let gift = json!({"client": client, "cents": 500});
    let once = async || {
        let request = world.request(Method::POST, "/welcome/gifts").json(&gift);
        let request = request.header("idempotency-key", "the-first-gift");
        world.carry_out(request).await.is(201)
    };
    let (first, again) = (once().await, once().await);
    assert_eq!(first.id(), again.id());
    assert_eq!(again.json()["cents"], 500, "it is read anew");
    assert_eq!(rows(&world, "gifts").await, 1);
    let history = world.get(&format!("/clients/{client}/changes")).await;
    let history = history.is(200).text();
    assert_eq!(
        history.matches("welcome.gift.given/1").count(),
        1,
        "{history}"
    );
    let path = format!("/welcome/gifts/{}", Uuid::nil());
    ask(&world, &path).await.problem(404, "not_found");
    // Nobody is given anything who is not there.
    let nobody = Uuid::nil().to_string();
    let refused = give(&world, &nobody, 500).await.problem(422, "invalid");
    assert_eq!(refused.json()["errors"][0]["code"], "no_such_client");
    assert_eq!(rows(&world, "gifts").await, 1);
    world.end().await;
}

async fn a_change_is_based_on_a_version(mut world: World) {
    world.switch_on("welcome").await;
    let client = register(&world, "Fink").await;
    let gift = give(&world, &client, 500).await.is(201).id();
    let path = format!("/welcome/gifts/{gift}");
    let change = async |version: &str, body: Value| {
        let request = world.request(Method::PATCH, &path).json(&body);
        world.carry_out(request.header("if-match", version)).await
    };
    let changed = change("\"1\"", json!({"cents": 700})).await.is(200);
    assert_eq!(changed.header("etag"), Some("\"2\""));
    let late = change("\"1\"", json!({"cents": 900})).await;
    let late = late.problem(412, "changed_meanwhile");
    assert_eq!(late.json()["current_version"], 2);
    let none = change("\"2\"", json!({"cents": null})).await;
    assert_eq!(none.problem(422, "invalid").pointers(), ["/cents"]);
    change("\"2\"", json!({})).await.is(200);
    assert_eq!(ask(&world, &path).await.is(200).json()["cents"], 700);
    world.end().await;
}

async fn a_salon_sets_what_a_feature_reads(mut world: World) {
    world.switch_on("welcome").await;
    let read = async || {
        let path = "/welcome/settings/geheim/2026-03-05T10:00:00Z";
        ask(&world, path).await.is(200).json()
    };
    assert_eq!(read().await, json!({"reminder": null, "knows": null}));
    let set = json!({
        "settings": {"sender": "salon@example.org", "remind_hours": 2},
        "secrets": {"api_key": "geheim"},
    });
    let path = "/features/welcome/settings";
    let based_on = [("if-match", "\"0\"")];
    let answer = world.send(Method::PUT, path, Some(set), &based_on).await;
    answer.is(200);
    let reminder = json!(["salon@example.org", "2026-03-05T08:00:00Z"]);
    assert_eq!(read().await, json!({"reminder": reminder, "knows": true}));
    world.end().await;
}

async fn put_picture(world: &World, gift: &str) -> Answer {
    let path = format!("/welcome/gifts/{gift}/picture");
    let request = world.request(Method::POST, &path).body("a picture");
    world.carry_out(request).await
}

async fn an_object_is_shown_or_swept(mut world: World) {
    world.switch_on("welcome").await;
    let lie = || files(&world.folder().join("data/objects")).len();
    let client = register(&world, "Fink").await;
    let gift = give(&world, &client, 500).await.is(201).id();
    put_picture(&world, &gift).await.is(200);
    let path = format!("/welcome/gifts/{gift}/picture");
    assert_eq!(ask(&world, &path).await.is(200).text(), "a picture");
    assert_eq!((rows(&world, "pending").await, lie()), (json!(0), 1));
    // A gift has one picture, and nobody's has none: what was put all the same is swept.
    let host = world.running().host();
    put_picture(&world, &gift).await.problem(404, "not_found");
    world.clock.advance(TimeDelta::hours(12));
    let nobody = Uuid::nil().to_string();
    put_picture(&world, &nobody).await.problem(404, "not_found");
    assert_eq!((rows(&world, "pending").await, lie()), (json!(2), 3));
    // A day after each was noted; for the second it was asked again at the first time.
    for left in [1, 0] {
        world.clock.advance(TimeDelta::hours(12));
        host.wake_due().await.expect("woken");
        let lies = usize::try_from(left).expect("few") + 1;
        assert_eq!((rows(&world, "pending").await, lie()), (json!(left), lies));
    }
    assert_eq!(ask(&world, &path).await.is(200).text(), "a picture");
    world.end().await;
}

async fn what_is_known_of_clients_is_told_and_marked(mut world: World) {
    world.switch_on("welcome").await;
    let (fink, star) = (
        register(&world, "Fink").await,
        register(&world, "Star").await,
    );
    give(&world, &fink, 500).await.is(201);
    give(&world, &fink, 250).await.is(201);
    let fact = async |client: &str| {
        let facts = world.get(&format!("/clients/{client}/facts")).await;
        let facts = facts.is(200).json();
        let mut facts = facts["data"].as_array().expect("facts").iter();
        let fact = facts.find(|fact| fact["name"] == "welcome.gifts/1");
        fact.map(|fact| fact["value"].clone())
    };
    assert_eq!(fact(&fink).await, Some(json!({"cents": 750})));
    assert_eq!(fact(&star).await, None);
    world.user("Anna", Role::Owner).await;
    let anna = world.signed_in("Anna").await;
    let list = anna.open(&format!("/{SALON}/clients")).await.is(200).text();
    assert_eq!(list.matches("Has a voucher</span>").count(), 1, "{list}");
    for (client, words) in [(&fink, json!(["Has a voucher"])), (&star, json!([]))] {
        let path = format!("/welcome/words/{client}");
        assert_eq!(ask(&world, &path).await.is(200).json(), words);
    }
    let is_new = async || {
        let path = format!("/welcome/new/{fink}");
        ask(&world, &path).await.is(200).json()
    };
    assert_eq!(is_new().await, true);
    world.clock.advance(TimeDelta::days(30));
    assert_eq!(is_new().await, false);
    world.end().await;
}

async fn what_a_table_keeps_tells_nobody(mut world: World) {
    world.switch_on("welcome").await;
    let keys = async |email: &str| {
        let given = json!({"email": email, "code": "FRUEHLING"});
        act(&world, "/welcome/keys", given).await.is(200).json()
    };
    let (fink, again) = (
        keys("fink@example.org").await,
        keys("fink@example.org").await,
    );
    let star = keys("star@example.org").await;
    assert_eq!(fink["mark"], again["mark"]);
    assert_ne!(fink["mark"], star["mark"]);
    for (what, is) in [("opens", true), ("opens_another", false), ("shows", false)] {
        assert_eq!(fink[what], is, "{what}");
    }
    world.end().await;
}

async fn contacts_are_known_again(mut world: World) {
    world.switch_on("welcome").await;
    let compare = async |one: &str, other: &str| {
        let both = json!([one, other]);
        act(&world, "/welcome/contacts", both).await.is(200).json()
    };
    let same = compare("0176 1234567", "+49 176/1234567").await;
    assert_eq!(same["same"], true);
    assert_eq!(compare("0176 1234567", "0176 7654321").await["same"], false);
    let none = json!({"same": false, "shown": null});
    assert_eq!(compare("nein", "nein").await, none);
    // What is shown is known again, too.
    let shown = same["shown"].as_str().expect("a phone");
    assert_eq!(compare(shown, "0176 1234567").await["same"], true);
    world.end().await;
}

async fn what_was_made_is_remembered(mut world: World) {
    world.switch_on("welcome").await;
    let greetings = ask(&world, "/welcome/greetings").await.is(200).json();
    let all = json!(["Welcome", "Good to see you"]);
    assert_eq!(greetings, json!({"greetings": all, "kept": true}));
    world.end().await;
}

async fn a_job_gives_to_all(mut world: World) {
    world.switch_on("welcome").await;
    let clients = [
        register(&world, "Fink").await,
        register(&world, "Star").await,
    ];
    let path = format!("/welcome/jobs/{}", clients[0]);
    let started = act(&world, &path, json!(clients)).await.is(200).json();
    assert_eq!(started, true);
    for _ in 0..1_000 {
        let progress = ask(&world, &path).await.is(200).json();
        if progress.is_null() {
            assert_eq!(rows(&world, "gifts").await, 2);
            return world.end().await;
        }
        // It runs on the host's own threads; asking again yields to them.
        tokio::task::yield_now().await;
    }
    panic!("the job does not end");
}

async fn questions_are_asked_and_answered(mut world: World) {
    world.switch_on("welcome").await;
    let client = register(&world, "Fink").await;
    let may = async |cents: i64| {
        let gift = json!({"client": client, "cents": cents});
        act(&world, "/welcome/questions", gift).await.is(200).json()
    };
    assert_eq!(may(5_000).await, true, "nobody stands against it");
    let on = world.send(Method::PUT, "/features/thrift", None, &[]).await;
    on.is(200);
    assert_eq!(may(5_000).await, false);
    assert_eq!(may(500).await, true);
    let check = async || {
        let who = json!({"client_id": client, "via": "staff"});
        world.post("/booking-checks", who).await.is(200).json()
    };
    assert_eq!(check().await["decision"], "allow");
    give(&world, &client, 500).await.is(201);
    let verdict = check().await;
    assert_eq!(verdict["decision"], "warn");
    assert_eq!(verdict["text"], "A voucher waits for them.");
    world.end().await;
}

async fn new_cards_are_noted_once(mut world: World) {
    world.switch_on("welcome").await;
    register(&world, "Fink").await;
    register(&world, "Star").await;
    for _ in 0..1_000 {
        // The feature is told everything twice.
        let letters = rows(&world, "letters").await;
        if letters == 2 {
            return world.end().await;
        }
        assert!(letters.as_i64() < Some(2), "{letters}");
        // It is told on the host's own threads; asking again yields to them.
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    panic!("the cards were not noted");
}

async fn a_desk_has_its_own_paper(mut world: World) {
    world.switch_on("welcome").await;
    world.user("Anna", Role::Owner).await;
    let (desk, tablet) = (world.signed_in("Anna").await, world.signed_in("Anna").await);
    let at = format!("/api/v1/salons/{SALON}/welcome/paper");
    let choose = desk.request(Method::PUT, &at).json(&json!("label"));
    assert_eq!(desk.send(choose).await.is(200).json(), true);
    assert_eq!(desk.open(&at).await.is(200).json(), "label");
    assert_eq!(tablet.open(&at).await.is(200).json(), "a4");
    // A program has no desk.
    let choose = world.request(Method::PUT, "/welcome/paper");
    let chosen = world.carry_out(choose.json(&json!("label"))).await;
    assert_eq!(chosen.is(200).json(), false);
    assert_eq!(ask(&world, "/welcome/paper").await.is(200).json(), "a4");
    world.end().await;
}

async fn what_another_feature_offers_is_used(mut world: World) {
    world.switch_on("welcome").await;
    let client = register(&world, "Fink").await;
    let path = format!("/welcome/papers/{client}");
    let titles = async |world: &World| ask(world, &path).await.is(200).json();
    assert_eq!(titles(&world).await, json!([]), "documents are off");
    world.switch_on("documents").await;
    let said = [("title", "Einwilligung")];
    upload(&world, &client, "a.pdf", PDF, &said).await.is(201);
    assert_eq!(titles(&world).await, json!(["Einwilligung"]));
    // It does no more than who acts may.
    let token = world.narrow_token(&["welcome.read"]).await;
    let url = format!("/api/v1/salons/{SALON}{path}");
    let request = world.bare(Method::GET, &url).bearer_auth(token);
    world.carry_out(request).await.problem(403, "forbidden");
    world.end().await;
}

/// The children of a host are of its own binary, so this one is a host with the examples.
async fn a_worker_counts_in_a_process_of_its_own(stage: Stage) {
    let program = env!("CARGO_BIN_EXE_shown-host").into();
    let host = Process::of(program, Vec::new(), stage).await;
    let on = host.request(Method::PUT, "/features/welcome");
    assert_eq!(on.send().await.expect("an answer").status(), 200);
    let count = async |list: &'static [u8]| {
        let request = host.request(Method::POST, "/welcome/lines").body(list);
        Answer::of(request.send().await.expect("an answer")).await
    };
    assert_eq!(count(b"Amsel\nDrossel\nFink\n").await.is(200).json(), 3);
    let none = count(b"\xff\xfe").await.problem(422, "invalid");
    assert_eq!(none.pointers(), ["/list"]);
    assert_eq!(host.scratch().len(), 0, "nothing of it is left");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_counts_in_a_process_of_its_own_on_sqlite() {
    a_worker_counts_in_a_process_of_its_own(Stage::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_counts_in_a_process_of_its_own_on_postgres() {
    a_worker_counts_in_a_process_of_its_own(Stage::Postgres).await;
}
