//! A partner's plugin in Rust: birthdays, from the card to a mail in the salon's name.

use std::time::Duration;

use chrono::TimeDelta;
use kartoteka::region::Role;
use kartoteka_tests::{Answer, SALON, World, browser::Browser, stories};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

stories![
    a_birthday_is_set_listed_and_removed in with_birthday_greetings,
    what_is_no_birthday_is_named in with_birthday_greetings,
    a_card_shows_a_birthday_and_takes_one in with_birthday_greetings,
    who_consented_is_greeted_once_a_year in with_birthday_greetings,
    what_a_salon_sets_is_what_is_written in with_birthday_greetings,
    consent_is_followed_also_while_the_plugin_is_off in with_birthday_greetings,
    a_birthday_goes_with_its_client in with_birthday_greetings,
];

const ID: &str = "example-birthday-greetings";

fn at(rest: &str) -> String {
    format!("/{ID}/{rest}")
}

fn home(path: &str) -> String {
    format!("/{SALON}{path}")
}

async fn card(world: &World, new: Value) -> String {
    world.post("/clients", new).await.is(201).id()
}

/// Somebody called so, with an address, who consented or not, or was never asked: `unknown`.
async fn person(world: &World, name: &str, consent: &str) -> String {
    let email = format!("{}@example.org", name.to_lowercase());
    let mut new = json!({
        "first_name": name, "last_name": "Vogel", "emails": [{"value": email}],
    });
    if consent != "unknown" {
        new["marketing_consent"] = json!(consent);
    }
    card(world, new).await
}

async fn set(world: &World, client: &str, birthday: Value) -> Answer {
    let path = at(&format!("birthdays/{client}"));
    world.send(Method::PUT, &path, Some(birthday), &[]).await
}

async fn settings(world: &World, version: i64, settings: Value) -> Answer {
    let (path, tag) = (format!("/features/{ID}/settings"), format!("\"{version}\""));
    let body = json!({"settings": settings});
    let headers = [("if-match", tag.as_str())];
    world.send(Method::PUT, &path, Some(body), &headers).await
}

/// Lets time pass, and does what is due by then.
async fn after(world: &World, time: TimeDelta) {
    world.clock.advance(time);
    let host = world.running().host();
    host.wake_due().await.expect("woken");
}

/// To whom mails went, in the order of their names.
async fn greeted(world: &World) -> Vec<String> {
    let letters = world.letters().await;
    let mut to: Vec<String> = (letters.iter())
        .map(|letter| letter.header("To").expect("an address").to_owned())
        .collect();
    to.sort();
    to
}

/// Returns once the section of a card says it: the plugin is told on the host's own threads.
async fn until_told(owner: &Browser<'_>, client: &str, says: &str) {
    let section = home(&at(&format!("slots/section/{client}")));
    for _ in 0..1_000 {
        if owner.open(&section).await.is(200).text().contains(says) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("it does not say {says}");
}

async fn a_birthday_is_set_listed_and_removed(mut world: World) {
    let client = person(&world, "Anna", "unknown").await;
    let path = at(&format!("birthdays/{client}"));
    world.get(&path).await.problem(404, "feature_off");
    world.switch_on(ID).await;
    world.get(&path).await.problem(404, "not_found");
    let born = json!({"month": 2, "day": 29, "year": 1980});
    let known = json!({
        "client_id": client, "month": 2, "day": 29, "year": 1980,
        "next_on": "2027-02-28", "in_days": 363, "turns": 47,
    });
    assert_eq!(set(&world, &client, born).await.is(200).json(), known);
    assert_eq!(world.get(&path).await.is(200).json(), known);
    let facts = world.get(&format!("/clients/{client}/facts")).await.is(200);
    let fact = json!({
        "name": "example-birthday-greetings.birthday/1",
        "value": {"month": 2, "day": 29, "year": 1980, "next_on": "2027-02-28"},
    });
    let facts = facts.json()["data"].as_array().cloned().expect("a list");
    assert!(facts.contains(&fact), "{facts:?}");

    // 2 March 2026 is today; who is put away is not among those to come.
    let today = person(&world, "Bert", "unknown").await;
    let last = person(&world, "Cleo", "unknown").await;
    let archived = person(&world, "Dora", "unknown").await;
    for (client, day) in [(&today, 2), (&last, 1), (&archived, 4)] {
        let born = json!({"month": 3, "day": day});
        set(&world, client, born).await.is(200);
    }
    world.delete(&format!("/clients/{archived}"), 1).await;
    let mut after = String::new();
    let mut listed = Vec::new();
    loop {
        let page = at(&format!("birthdays?limit=1{after}"));
        let page = world.get(&page).await.is(200).json();
        listed.extend(page["data"].as_array().cloned().expect("a list"));
        match page["page"]["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    let order: Vec<_> = listed.iter().map(|one| &one["client_id"]).collect();
    assert_eq!(order, [&today, &client, &last]);
    let soon = world.get(&at("birthdays?days=30")).await.is(200).json();
    assert_eq!(soon["data"].as_array().map(Vec::len), Some(1));

    for status in [204, 404] {
        let removed = world.send(Method::DELETE, &path, None, &[]).await;
        removed.is(status);
    }
    world.get(&path).await.problem(404, "not_found");
    world.end().await;
}

async fn what_is_no_birthday_is_named(mut world: World) {
    world.switch_on(ID).await;
    let client = person(&world, "Anna", "unknown").await;
    for (born, status, pointer) in [
        (json!({"month": 2, "day": 30}), 422, "/day"),
        (json!({"month": 2, "day": 29, "year": 1981}), 422, "/day"),
        (json!({"month": 13, "day": 1}), 422, "/month"),
        (json!({"month": 3, "day": 3, "year": 2026}), 422, "/year"),
        (json!({"month": 3, "day": 3, "year": 1899}), 422, "/year"),
        (json!({"month": 3, "day": "3"}), 400, "/day"),
    ] {
        let refused = set(&world, &client, born.clone()).await.is(status);
        assert_eq!(refused.pointers(), [pointer], "{born}");
        assert!(!refused.text().contains("field-"), "{}", refused.text());
    }
    let born = json!({"month": 3, "day": 3});
    let nobody = Uuid::nil().to_string();
    let refused = set(&world, &nobody, born.clone()).await;
    refused.problem(404, "not_found");
    set(&world, "x", born).await.problem(404, "not_found");
    for (query, pointer) in [
        ("days=0", "/days"),
        ("days=367", "/days"),
        ("after=x", "/after"),
    ] {
        let refused = world.get(&at(&format!("birthdays?{query}"))).await;
        assert_eq!(refused.is(422).pointers(), [pointer]);
    }
    world.end().await;
}

/// The picture that the plugin brings, as a browser asks for it.
async fn its_picture_is_shown(world: &World, section: &str) {
    let place = format!("/assets/{ID}/cake.svg");
    assert!(section.contains(&format!("src=\"{place}\"")), "{section}");
    let ask = |place: String| reqwest::Client::new().get(format!("{}{place}", world.address()));
    let shown = ask(place.clone()).send().await.expect("an answer");
    assert_eq!(shown.status(), 200);
    let header = |name: &str| {
        let all = shown.headers().get_all(name).iter();
        let all: Vec<_> = all.filter_map(|value| value.to_str().ok()).collect();
        all.join("; ")
    };
    assert_eq!(header("content-type"), "image/svg+xml");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert!(header("content-security-policy").contains("sandbox"));
    let again = ask(place).header("if-none-match", header("etag"));
    assert_eq!(again.send().await.expect("an answer").status(), 304);
    // The last is one of the host's, which is called so elsewhere.
    for nothing in ["none.svg", "../plugin.toml", "mark.svg"] {
        let nothing = ask(format!("/assets/{ID}/{nothing}")).send().await;
        assert_eq!(nothing.expect("an answer").status(), 404);
    }
}

async fn a_card_shows_a_birthday_and_takes_one(mut world: World) {
    world.switch_on(ID).await;
    world.user("Eva", Role::Owner).await;
    let owner = world.signed_in("Eva").await;
    let client = person(&world, "Anna", "unknown").await;
    let section = home(&at(&format!("slots/section/{client}")));
    let form = home(&at(&format!("clients/{client}")));
    let text = owner.open(&section).await.is(200).text();
    assert!(text.contains("Nobody has noted it yet."), "{text}");
    let list = owner.open(&home(&format!("/{ID}"))).await.is(200).text();
    assert!(list.contains("No birthdays yet"), "{list}");

    let fields = [("month", "3"), ("day", "4"), ("year", "1980")];
    let set = owner.submit(&form, &fields).await.leads();
    let card = home(&format!("/clients/{client}"));
    assert_eq!(set, format!("{card}#section-{ID}-birthday"));
    let text = owner.open(&section).await.is(200).text();
    for says in ["4 March 1980", "in 2 days", "turns 46", "switched off"] {
        assert!(text.contains(says), "{says}: {text}");
    }
    its_picture_is_shown(&world, &text).await;
    for page in [card, home("/clients")] {
        let text = owner.open(&page).await.is(200).text();
        assert!(text.contains("Birthday in 2 days"), "{page}: {text}");
    }
    let list = owner.open(&home(&format!("/{ID}"))).await.is(200).text();
    assert!(list.contains("Anna Vogel") && list.contains("4 March 1980"));

    let fields = [("month", "2"), ("day", "30"), ("year", "1980")];
    let wrong = owner.submit(&form, &fields).await.is(422).text();
    assert!(wrong.contains("must be from 1 to 29"), "{wrong}");
    assert!(wrong.contains("<option value=\"30\" selected>"), "{wrong}");
    let wrong = owner.submit(&form, &[]).await.is(422).text();
    assert!(wrong.contains("Day: is missing"), "{wrong}");
    for _ in 0..2 {
        // Whoever presses twice has done it once.
        owner.submit(&format!("{form}/removal"), &[]).await.is(303);
    }
    let text = owner.open(&section).await.is(200).text();
    assert!(text.contains("Nobody has noted it yet."), "{text}");
    world.end().await;
}

async fn who_consented_is_greeted_once_a_year(mut world: World) {
    // Those cards were there before the plugin was.
    let anna = person(&world, "Anna", "given").await;
    let bert = person(&world, "Bert", "withdrawn").await;
    let cleo = person(&world, "Cleo", "unknown").await;
    let archived = person(&world, "Dora", "given").await;
    let new = json!({"first_name": "Emil", "marketing_consent": "given"});
    let no_address = card(&world, new).await;
    world.switch_on(ID).await;
    let late = person(&world, "Fritz", "given").await;
    let tomorrow = json!({"month": 3, "day": 3});
    for client in [&anna, &bert, &cleo, &archived, &no_address, &late] {
        set(&world, client, tomorrow.clone()).await.is(200);
    }
    world.delete(&format!("/clients/{archived}"), 1).await;
    after(&world, TimeDelta::days(1)).await;
    assert!(greeted(&world).await.is_empty(), "nobody switched it on");

    settings(&world, 0, json!({"send_greetings": true}))
        .await
        .is(200);
    let day_after = json!({"month": 3, "day": 4});
    for client in [&anna, &bert, &cleo, &archived, &no_address, &late] {
        set(&world, client, day_after.clone()).await.is(200);
    }
    after(&world, TimeDelta::days(1)).await;
    let both = ["anna@example.org", "fritz@example.org"];
    assert_eq!(greeted(&world).await, both);
    let letter = world.letters().await.swap_remove(0);
    assert!(
        letter.head.contains("From: Seidenhaar <"),
        "{}",
        letter.head
    );
    assert!(letter.body.contains("Geburtstag") && letter.body.contains("Seidenhaar"));
    // A birthday that is set once more, on the day itself, is no other one.
    set(&world, &anna, json!({"month": 3, "day": 5}))
        .await
        .is(200);
    after(&world, TimeDelta::days(1)).await;
    assert_eq!(greeted(&world).await, both);
    after(&world, TimeDelta::days(1)).await;
    assert_eq!(greeted(&world).await, both);
    after(&world, TimeDelta::days(363)).await;
    let again = [both[0], both[1], both[1]];
    assert_eq!(greeted(&world).await, again, "on 4 March of the next year");
    world.end().await;
}

async fn what_a_salon_sets_is_what_is_written(mut world: World) {
    world.switch_on(ID).await;
    let wrong = json!({"send_greetings": true, "subject": "{nmae}", "text": "{salon}"});
    let refused = settings(&world, 0, wrong).await.is(422);
    assert_eq!(refused.pointers(), ["/settings/subject"]);
    let set_to = json!({
        "send_greetings": true, "hour": 18, "subject": "Für {name}",
        "text": "Liebe {name}, ein Hoch!\n{salon}",
    });
    settings(&world, 0, set_to.clone()).await.is(200);
    let new = json!({
        "first_name": "Anna {salon}", "emails": [{"value": "anna@example.org"}],
        "marketing_consent": "given",
    });
    let client = card(&world, new).await;
    // It is 9:30 in the salon, on 2 March.
    set(&world, &client, json!({"month": 3, "day": 2}))
        .await
        .is(200);
    after(&world, TimeDelta::hours(8)).await;
    assert!(greeted(&world).await.is_empty(), "17:30");
    // The hour is set to a later one: who is woken at the old one goes on sleeping.
    let mut later = set_to;
    later["hour"] = json!(20);
    settings(&world, 1, later).await.is(200);
    after(&world, TimeDelta::hours(1)).await;
    assert!(greeted(&world).await.is_empty(), "18:30");
    after(&world, TimeDelta::hours(2)).await;
    let letters = world.letters().await;
    assert_eq!(letters.len(), 1, "20:30");
    let body = letters[0].body.replace("\r\n", "\n");
    assert_eq!(body.trim(), "Liebe Anna {salon}, ein Hoch!\nSeidenhaar");
    world.end().await;
}

async fn consent_is_followed_also_while_the_plugin_is_off(mut world: World) {
    world.switch_on(ID).await;
    world.user("Eva", Role::Owner).await;
    let owner = world.signed_in("Eva").await;
    let client = person(&world, "Anna", "unknown").await;
    let consents = format!("/clients/{client}/consents");
    let consent = |state: &str| json!({"state": state});
    settings(&world, 0, json!({"send_greetings": true}))
        .await
        .is(200);
    // Who may not read the card cannot say what it says: then nobody is written to.
    let token = world
        .narrow_token(&["example-birthday-greetings.write"])
        .await;
    let path = at(&format!("birthdays/{client}"));
    let narrow = world.bare(Method::PUT, &format!("/api/v1/salons/{SALON}{path}"));
    let narrow = narrow.bearer_auth(token);
    let narrow = narrow.json(&json!({"month": 3, "day": 3}));
    world.carry_out(narrow).await.is(200);
    let nothing_known = "no consent to marketing is known";
    until_told(&owner, &client, nothing_known).await;
    world.post(&consents, consent("given")).await.is(201);
    until_told(&owner, &client, "Will be greeted by mail.").await;
    let feature = format!("/features/{ID}");
    let off = world.send(Method::DELETE, &feature, None, &[]).await;
    assert!(off.status.is_success(), "{}", off.text());
    world.post(&consents, consent("withdrawn")).await.is(201);
    world.send(Method::PUT, &feature, None, &[]).await.is(200);
    // What was missed is told with the next thing that is written in the salon.
    person(&world, "Bert", "unknown").await;
    until_told(&owner, &client, nothing_known).await;
    after(&world, TimeDelta::days(1)).await;
    assert!(greeted(&world).await.is_empty());
    world.end().await;
}

async fn a_birthday_goes_with_its_client(mut world: World) {
    world.switch_on(ID).await;
    settings(&world, 0, json!({"send_greetings": true}))
        .await
        .is(200);
    let client = person(&world, "Anna", "given").await;
    set(&world, &client, json!({"month": 3, "day": 3}))
        .await
        .is(200);
    after(&world, TimeDelta::days(1)).await;
    assert_eq!(greeted(&world).await.len(), 1);
    let path = format!("/clients/{client}/erasure");
    let receipt = world.post(&path, json!({})).await.is(200).text();
    for table in ["birthdays", "consents", "greetings"] {
        let table = format!("example_birthday_greetings__{table}");
        assert!(receipt.contains(&table), "{receipt}");
    }
    let path = at(&format!("birthdays/{client}"));
    world.get(&path).await.problem(404, "not_found");
    let again = set(&world, &client, json!({"month": 3, "day": 3})).await;
    again.problem(404, "not_found");
    world.end().await;
}
