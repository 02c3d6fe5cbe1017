//! What the contract offers beside the salon's tables does what its documentation shows: mails in
//! the salon's name, and requests to hosts outside.

use chrono::TimeDelta;
use kartoteka_tests::{
    Answer, Process, Stage, World,
    mail::{MailServer, refusing},
    stories,
};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::net::TcpListener;

stories![
    a_mail_goes_out_with_the_work_that_wrote_it in with_shown,
    work_that_is_undone_sends_nothing in with_shown,
    a_salon_sends_so_many_mails_a_day in with_shown,
    what_no_mail_can_be_is_refused in with_shown,
    a_mail_waits_for_the_server in with_shown,
    who_is_refused_for_good_is_given_up_and_who_is_for_now_is_not in with_shown_refused,
    who_is_erased_gets_no_mail_that_still_waits in with_shown,
    who_is_erased_while_others_are_sent_to_gets_no_mail in with_shown_refused,
    a_feature_that_is_removed_takes_its_mails_along in with_shown,
    without_a_server_mails_are_refused in with_shown_alone,
    hosts_outside_answer in with_shown,
    only_hosts_of_the_manifest_are_called in with_shown,
    nobody_reaches_inside_unless_the_operator_says_so in with_shown_alone,
    who_answers_a_hook_asks_nobody_outside in with_shown,
];

/// Asks the feature, whose doors are in no document.
pub(crate) async fn ask(world: &World, path: &str) -> Answer {
    world.carry_out(world.request(Method::GET, path)).await
}

/// Has the feature do something.
pub(crate) async fn act(world: &World, path: &str, body: Value) -> Answer {
    let request = world.request(Method::POST, path).json(&body);
    world.carry_out(request).await
}

async fn register(world: &World) -> String {
    let new = json!({"last_name": "Fink"});
    world.post("/clients", new).await.is(201).id()
}

async fn thank(world: &World, client: &str) {
    let to = json!({"client": client, "email": "fink@example.org"});
    act(world, "/thanks", to).await.is(200);
}

/// Lets what is due be done, some minutes later.
async fn later(world: &World) {
    world.clock.advance(TimeDelta::minutes(20));
    let host = world.running().host();
    host.wake_due().await.expect("woken");
}

async fn a_mail_goes_out_with_the_work_that_wrote_it(mut world: World) {
    world.switch_on("thanks").await;
    let client = register(&world).await;
    thank(&world, &client).await;
    act(&world, "/thanks/write/answer@example.org", Value::Null)
        .await
        .is(200);
    let letters = world.letters().await;
    assert_eq!(letters.len(), 2);
    let head = &letters[0].head;
    for line in [
        "From: Seidenhaar <no-reply@kartoteka.example>",
        "To: fink@example.org",
        "Subject: Thank you",
    ] {
        assert!(head.contains(line), "{line}: {head}");
    }
    assert!(!head.contains("Reply-To"), "{head}");
    assert_eq!(letters[0].body.trim(), "Come again soon, says Seidenhaar.");
    assert!(
        letters[1]
            .head
            .contains("Reply-To: salon@seidenhaar.example"),
        "{}",
        letters[1].head
    );
    // Once sent, they are gone, and come no more.
    for _ in 0..3 {
        later(&world).await;
    }
    assert_eq!(world.letters().await.len(), 2);
    world.end().await;
}

async fn work_that_is_undone_sends_nothing(mut world: World) {
    world.switch_on("thanks").await;
    for how in ["undone", "partly-undone"] {
        let path = format!("/thanks/write/{how}");
        act(&world, &path, Value::Null).await.is(200);
    }
    later(&world).await;
    let letters = world.letters().await;
    assert_eq!(letters.len(), 1);
    assert!(letters[0].head.contains("To: kept@example.org"));
    world.end().await;
}

async fn a_salon_sends_so_many_mails_a_day(mut world: World) {
    world.switch_on("thanks").await;
    act(&world, "/thanks/write/many", Value::Null).await.is(200);
    // Twenty more would be forty of twenty-five, and so none of them is.
    let answer = act(&world, "/thanks/write/many", Value::Null).await;
    let answer = answer.problem(429, "mail_limit").json();
    assert_eq!(answer["most"], 25);
    assert_eq!(world.letters().await.len(), 20);
    world.clock.advance(TimeDelta::days(1));
    act(&world, "/thanks/write/many", Value::Null).await.is(200);
    assert_eq!(world.letters().await.len(), 40);
    world.end().await;
}

async fn what_no_mail_can_be_is_refused(mut world: World) {
    world.switch_on("thanks").await;
    let answer = act(&world, "/thanks/write/nobody", Value::Null).await;
    let answer = answer.problem(422, "invalid");
    assert_eq!(answer.pointers(), ["/to"]);
    world.end().await;
}

async fn a_mail_waits_for_the_server(mut world: World) {
    world.switch_on("thanks").await;
    world.mail_server().pause();
    let client = register(&world).await;
    thank(&world, &client).await;
    assert!(world.letters().await.is_empty());
    later(&world).await;
    assert!(world.letters().await.is_empty());
    world.mail_server().resume().await;
    later(&world).await;
    assert_eq!(world.letters().await.len(), 1);
    world.end().await;
}

async fn who_is_refused_for_good_is_given_up_and_who_is_for_now_is_not(mut world: World) {
    world.switch_on("thanks").await;
    // The server is one for all stages.
    let stage = format!("{:?}@example.org", world.stage).to_lowercase();
    let names = ["full", "gone", "well"].map(|name| format!("{name}-{stage}"));
    for name in &names {
        let path = format!("/thanks/write/{name}");
        act(&world, &path, Value::Null).await.is(200);
    }
    let host = world.running().host();
    for _ in 0..3 {
        host.region().drain().await;
        later(&world).await;
    }
    host.region().drain().await;
    let asked = names.map(|name| refusing::asked_for(&name));
    assert_eq!(asked, [4, 1, 1]);
    world.end().await;
}

async fn who_is_erased_gets_no_mail_that_still_waits(mut world: World) {
    world.switch_on("thanks").await;
    world.mail_server().pause();
    let (fink, star) = (register(&world).await, register(&world).await);
    thank(&world, &fink).await;
    thank(&world, &star).await;
    assert!(world.letters().await.is_empty());
    let path = format!("/clients/{fink}/erasure");
    let receipt = world.post(&path, json!({})).await.is(200).text();
    assert!(receipt.contains("outgoing_mails"), "{receipt}");
    world.mail_server().resume().await;
    later(&world).await;
    assert_eq!(world.letters().await.len(), 1);
    world.end().await;
}

async fn who_is_erased_while_others_are_sent_to_gets_no_mail(mut world: World) {
    world.switch_on("thanks").await;
    let stage = format!("{:?}@example.org", world.stage).to_lowercase();
    let names = ["held-1", "held-2", "erased", "last"].map(|name| format!("{name}-{stage}"));
    let mut clients = Vec::new();
    for email in &names {
        let client = register(&world).await;
        let to = json!({"client": client, "email": email});
        act(&world, "/thanks", to).await.is(200);
        clients.push(client);
    }
    // All others wait by the time that the second is sent.
    asked(&names[0]).await;
    refusing::let_go(&names[0]);
    asked(&names[1]).await;
    let path = format!("/clients/{}/erasure", clients[2]);
    let receipt = world.post(&path, json!({})).await.is(200).text();
    assert!(receipt.contains("outgoing_mails"), "{receipt}");
    refusing::let_go(&names[1]);
    let host = world.running().host();
    host.region().drain().await;
    let asked = names.map(|email| refusing::asked_for(&email));
    assert_eq!(asked, [1, 1, 0, 1]);
    world.end().await;
}

/// Waits until the server is asked to take a mail for somebody.
async fn asked(email: &str) {
    while refusing::asked_for(email) == 0 {
        tokio::task::yield_now().await;
    }
}

async fn a_feature_that_is_removed_takes_its_mails_along(mut world: World) {
    world.switch_on("thanks").await;
    world.mail_server().pause();
    let client = register(&world).await;
    thank(&world, &client).await;
    assert!(world.letters().await.is_empty());
    world
        .send(Method::DELETE, "/features/thanks", None, &[])
        .await
        .is(204);
    world
        .post("/features/thanks/removal", json!({}))
        .await
        .is(200);
    world.mail_server().resume().await;
    later(&world).await;
    assert!(world.letters().await.is_empty());
    world.end().await;
}

async fn without_a_server_mails_are_refused(mut world: World) {
    world.switch_on("thanks").await;
    let to = json!({"email": "fink@example.org"});
    let answer = act(&world, "/thanks", to).await;
    answer.problem(503, "mail_not_set_up");
    world.end().await;
}

async fn hosts_outside_answer(mut world: World) {
    world.switch_on("thanks").await;
    let weather = async |town: &str| {
        let path = format!("/thanks/weather/{town}");
        ask(&world, &path).await.is(200).json()
    };
    assert_eq!(weather("Graz").await, "rain");
    assert_eq!(weather("Nirgends").await, Value::Null);
    let outside = async |what: &str| ask(&world, &format!("/thanks/outside/{what}")).await;
    let moved = outside("elsewhere").await.is(200).json();
    assert_eq!(moved["status"], 302, "no redirect is followed");
    let echo = outside("echo").await.is(200).json();
    let echo = echo["body"].as_str().expect("names of headers");
    assert!(
        !echo.contains("cookie") && !echo.contains("referer"),
        "{echo}"
    );
    outside("late").await.problem(504, "outside_timed_out");
    outside("large").await.problem(502, "outside_too_large");
    outside("heavy").await.problem(502, "outside_too_large");
    world.end().await;
}

async fn only_hosts_of_the_manifest_are_called(mut world: World) {
    world.switch_on("thanks").await;
    for what in ["unnamed", "plain", "as-somebody"] {
        let said = ask(&world, &format!("/thanks/outside/{what}")).await;
        let said = said.is(200).json();
        let mistake = "a host was called that the manifest does not name";
        assert_eq!(said["mistake"], mistake, "{what}");
    }
    world.end().await;
}

async fn nobody_reaches_inside_unless_the_operator_says_so(mut world: World) {
    world.switch_on("thanks").await;
    let answer = ask(&world, "/thanks/weather/Graz").await;
    answer.problem(502, "outside_unreachable");
    world.end().await;
}

async fn who_answers_a_hook_asks_nobody_outside(mut world: World) {
    world.switch_on("thanks").await;
    let said = guarded(&world).await;
    assert!(said.contains("misplaced, read"), "{said}");
    world.end().await;
}

/// What the feature says as it is asked about a booking.
pub(crate) async fn guarded(world: &World) -> String {
    let who = json!({"phone": "0176 1234567", "via": "staff"});
    world.post("/booking-checks", who).await.is(200).text()
}

fn mail_at(port: u16) -> Vec<(String, String)> {
    let settings = [
        ("KARTOTEKA_MAIL__HOST", "127.0.0.1".to_owned()),
        ("KARTOTEKA_MAIL__PORT", port.to_string()),
        ("KARTOTEKA_MAIL__ENCRYPTION", "none".to_owned()),
        ("KARTOTEKA_MAIL__FROM", "no-reply@cards.example".to_owned()),
    ];
    settings.map(|(key, value)| (key.to_owned(), value)).into()
}

/// A server that never says anything: whoever sends by it is at it when the host is killed.
async fn killed_between_commit_and_sending_the_mail_goes_out(stage: Stage) {
    let silent = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = silent.local_addr().expect("an address").port();
    let program = env!("CARGO_BIN_EXE_shown-host").into();
    let mut host = Process::of(program, mail_at(port), stage).await;
    let on = host.request(Method::PUT, "/features/thanks");
    assert_eq!(on.send().await.expect("an answer").status(), 200);
    let to = json!({"email": "fink@example.org"});
    host.post("/thanks", to).await.is(200);
    let _connection = silent.accept().await.expect("the host sends");
    host.kill();
    let server = MailServer::start().await;
    host.set(mail_at(server.port()));
    // What had been taken on is due again after a while, which passes here at once.
    let (mails, wake_ups) = match host.database() {
        Some(_) => (
            "update outgoing_mails set due_at = due_at - interval '1 hour' returning 1::bigint",
            "update wake_ups set at = at - interval '1 hour' where name = 'host.mail' returning 1::bigint",
        ),
        None => (
            "update outgoing_mails set due_at = due_at - 3600000000 returning 1",
            "update wake_ups set at = at - 3600000000 where name = 'host.mail' returning 1",
        ),
    };
    assert_eq!(host.number(mails).await, 1);
    assert_eq!(host.number_of_region(wake_ups).await, 1);
    host.start_anew().await;
    for _ in 0..1_000 {
        if let [letter] = &*server.letters() {
            assert!(letter.head.contains("To: fink@example.org"));
            return;
        }
        // It is sent on the host's own threads; looking again yields to them.
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the mail was lost");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_between_commit_and_sending_the_mail_goes_out_on_sqlite() {
    killed_between_commit_and_sending_the_mail_goes_out(Stage::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_between_commit_and_sending_the_mail_goes_out_on_postgres() {
    killed_between_commit_and_sending_the_mail_goes_out(Stage::Postgres).await;
}
