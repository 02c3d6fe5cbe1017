//! Blocking people from booking, and that it is not forgotten.

use kartoteka::region::Role;
use kartoteka_plugin::Locale;
use kartoteka_tests::{Answer, SALON, World, stories};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

stories![
    a_block_is_set_changed_lifted_and_comes_back,
    what_a_block_does_depends_on_who_books,
    a_block_follows_the_phone_to_every_card,
    a_block_outlives_the_card,
    a_switched_off_blacklist_forgets_whom_the_law_forgets,
    a_block_that_is_over_keeps_nothing_of_who_is_erased,
    a_block_ends_by_itself_and_comes_up_for_review,
    a_limit_is_carried_to_who_asks,
    a_bad_block_is_named_field_by_field,
    what_stands_in_a_reason_is_for_those_who_may_read_it,
    the_desk_blocks_and_lifts_on_pages,
    the_list_and_the_card_show_who_is_blocked,
];

const BLOCKS: &str = "/blacklist/blocks";
const PHONE: &str = "0176 1234567";

async fn card(world: &World, name: &str, phone: &str) -> String {
    let new = json!({"last_name": name, "phones": [{"value": phone}]});
    world.post("/clients", new).await.is(201).id()
}

async fn block(world: &World, of: Value) -> Answer {
    world.post(BLOCKS, of).await
}

/// What comes of asking whether somebody may book.
async fn check(world: &World, who: Value) -> Value {
    world.post("/booking-checks", who).await.is(200).json()
}

async fn decision(world: &World, who: Value) -> String {
    let verdict = check(world, who).await;
    verdict["decision"].as_str().expect("a decision").to_owned()
}

async fn a_block_is_set_changed_lifted_and_comes_back(mut world: World) {
    world.switch_on("blacklist").await;
    let anna = card(&world, "Vogel", PHONE).await;
    let new = json!({"client_id": anna, "effect": "refuse", "reason": "Zweimal nicht da"});
    let made = block(&world, new.clone()).await.is(201);
    let at = made.header("location").expect("a place").to_owned();
    assert!(at.ends_with(&format!("{BLOCKS}/{}", made.id())));
    assert_eq!(made.header("etag"), Some("\"1\""));
    let again = block(&world, new).await.problem(409, "already_blocked");
    assert_eq!(again.json()["block_id"], made.json()["id"]);
    let path = format!("{BLOCKS}/{}", made.id());
    world
        .patch(&path, 9, json!({"effect": "warn"}))
        .await
        .problem(412, "changed_meanwhile");
    let bare = world.send(Method::PATCH, &path, Some(json!({})), &[]).await;
    bare.problem(428, "if_match_required");
    let changed = world
        .patch(&path, 1, json!({"effect": "warn", "reason": null}))
        .await;
    let changed = changed.is(200).json();
    assert_eq!(
        (&changed["effect"], &changed["reason"]),
        (&json!("warn"), &json!(null))
    );
    assert_eq!(decision(&world, json!({"client_id": anna})).await, "warn");
    world.delete(&path, 2).await.is(204);
    assert_eq!(decision(&world, json!({"client_id": anna})).await, "allow");
    let lifted = world
        .get(&format!("{BLOCKS}?state=lifted"))
        .await
        .is(200)
        .json();
    assert_eq!(lifted["data"][0]["id"], made.json()["id"]);
    world
        .patch(&path, 3, json!({"effect": "refuse"}))
        .await
        .problem(409, "block_lifted");
    world
        .post(&format!("{path}/restoration"), json!({}))
        .await
        .is(200);
    assert_eq!(decision(&world, json!({"client_id": anna})).await, "warn");
    world
        .get(&format!("{BLOCKS}/{}", Uuid::nil()))
        .await
        .problem(404, "not_found");
    world.end().await;
}

async fn what_a_block_does_depends_on_who_books(mut world: World) {
    world.switch_on("blacklist").await;
    let all = [
        ("refuse", "online", "refuse", "warn"),
        ("refuse", "everywhere", "refuse", "refuse"),
        ("shadow", "online", "shadow", "warn"),
        ("shadow", "everywhere", "shadow", "refuse"),
        ("warn", "online", "warn", "warn"),
        ("warn", "everywhere", "warn", "warn"),
    ];
    for (at, (effect, scope, online, staff)) in all.into_iter().enumerate() {
        let phone = format!("0176 12345{at:02}");
        let client = card(&world, "Vogel", &phone).await;
        let words = "Bitte rufen Sie uns an.";
        let new = json!({"client_id": client, "effect": effect, "scope": scope, "text": words, "reason": "geheim"});
        block(&world, new).await.is(201);
        let said = check(&world, json!({"client_id": client, "via": "online"})).await;
        assert_eq!(said["decision"], online, "{effect} {scope}");
        let text = if online == "refuse" {
            json!(words)
        } else {
            json!(null)
        };
        assert_eq!(
            said["text"], text,
            "{effect} {scope}: the client reads the salon's words alone"
        );
        let said = check(&world, json!({"phone": phone, "via": "staff"})).await;
        assert_eq!(said["decision"], staff, "{effect} {scope}");
        let told = said["text"].as_str().expect("words");
        assert!(told.contains("geheim"), "{effect} {scope}: {told}");
    }
    let client = card(&world, "Ohne Worte", "0176 7654321").await;
    block(&world, json!({"client_id": client, "effect": "refuse"}))
        .await
        .is(201);
    let said = check(&world, json!({"client_id": client})).await;
    assert!(said["text"].as_str().expect("the usual words").len() > 20);
    world.end().await;
}

async fn a_block_follows_the_phone_to_every_card(mut world: World) {
    world.switch_on("blacklist").await;
    let anna = card(&world, "Vogel", PHONE).await;
    let twin = card(&world, "Schwalbe", "+49 176 1234567").await;
    let other = card(&world, "Amsel", "0176 7654321").await;
    block(&world, json!({"client_id": anna, "effect": "refuse"}))
        .await
        .is(201);
    assert_eq!(decision(&world, json!({"client_id": twin})).await, "refuse");
    assert_eq!(decision(&world, json!({"client_id": other})).await, "allow");
    assert_eq!(
        decision(&world, json!({"phone": "0049176/1234567"})).await,
        "refuse"
    );
    // A contact that comes onto the blocked card later blocks, too.
    let shown = world.get(&format!("/clients/{anna}")).await.is(200).json();
    let version = shown["version"].as_i64().expect("a version");
    let more = json!({"emails": [{"value": "Anna@Example.org"}]});
    world
        .patch(&format!("/clients/{anna}"), version, more)
        .await
        .is(200);
    assert_eq!(
        decision(&world, json!({"email": "anna@example.org"})).await,
        "refuse"
    );
    // One without any card; whoever comes with it is known at once.
    let bare =
        json!({"contacts": [{"kind": "email", "value": "Carl@Example.org"}], "effect": "shadow"});
    block(&world, bare.clone()).await.is(201);
    block(&world, bare).await.problem(409, "already_blocked");
    let new = json!({"last_name": "Carl", "emails": [{"value": "carl@example.org"}]});
    let carl = world.post("/clients", new).await.is(201).id();
    assert_eq!(decision(&world, json!({"client_id": carl})).await, "shadow");
    // The neighbour's list is the neighbour's.
    let (_, token) = world.other_salon("nachbar").await;
    let path = "/api/v1/salons/nachbar/features/blacklist";
    let on = world.bare(Method::PUT, path).bearer_auth(&token);
    world.carry_out(on).await.is(200);
    let path = "/api/v1/salons/nachbar/booking-checks";
    let asked = world.bare(Method::POST, path).bearer_auth(&token);
    let said = world
        .carry_out(asked.json(&json!({"phone": PHONE})))
        .await
        .is(200);
    assert_eq!(said.json()["decision"], "allow");
    world.end().await;
}

async fn erase(world: &World, client: &str) {
    world
        .post(&format!("/clients/{client}/erasure"), json!({}))
        .await
        .is(200);
}

async fn a_block_outlives_the_card(mut world: World) {
    world.switch_on("blacklist").await;
    let anna = card(&world, "Vogel", PHONE).await;
    let new = json!({"client_id": anna, "effect": "refuse", "reason": "Schlug zu", "text": "Nein, Frau Vogel"});
    let made = block(&world, new).await.is(201).id();
    // A second phone, added since: it must be remembered, too.
    let more = json!({"phones": [{"value": PHONE}, {"value": "030 901820"}]});
    world
        .patch(&format!("/clients/{anna}"), 1, more)
        .await
        .is(200);
    world.delete(&format!("/clients/{anna}"), 2).await.is(204);
    assert_eq!(decision(&world, json!({"phone": PHONE})).await, "refuse");
    erase(&world, &anna).await;
    let kept = world.get(&format!("{BLOCKS}/{made}")).await.is(200);
    for gone in ["Vogel", "1234567", "901820", "Schlug", &anna] {
        assert!(
            !kept.text().contains(gone),
            "{gone} is still there: {}",
            kept.text()
        );
    }
    for phone in [PHONE, "030 901820"] {
        let said = check(&world, json!({"phone": phone})).await;
        assert_eq!(said["decision"], "refuse");
        assert!(!said["text"].as_str().expect("words").contains("Vogel"));
    }
    let back = card(&world, "Vogel-Neu", PHONE).await;
    assert_eq!(decision(&world, json!({"client_id": back})).await, "refuse");
    world.end().await;
}

async fn a_switched_off_blacklist_forgets_whom_the_law_forgets(mut world: World) {
    world.switch_on("blacklist").await;
    let anna = card(&world, "Vogel", PHONE).await;
    let new = json!({"contacts": [{"kind": "phone", "value": PHONE}], "effect": "refuse", "reason": "Frau Vogel"});
    let bare = block(&world, new).await.is(201).id();
    let new = json!({"client_id": anna, "effect": "refuse", "reason": "Schlug zu"});
    let own = block(&world, new).await.is(201).id();
    let path = "/features/blacklist";
    world.send(Method::DELETE, path, None, &[]).await.is(204);
    assert_eq!(
        decision(&world, json!({"client_id": anna})).await,
        "allow",
        "it is off"
    );
    erase(&world, &anna).await;
    world.switch_on("blacklist").await;
    let own = world.get(&format!("{BLOCKS}/{own}")).await.is(200).text();
    assert!(!own.contains("Schlug") && !own.contains(&anna) && !own.contains("1234567"));
    let bare = world.get(&format!("{BLOCKS}/{bare}")).await.is(200).text();
    assert!(!bare.contains("Frau Vogel"), "nor why");
    assert!(
        !bare.contains("1234567"),
        "what was shown of the phone is gone"
    );
    assert_eq!(
        decision(&world, json!({"phone": PHONE})).await,
        "refuse",
        "and the block is not"
    );
    world.end().await;
}

async fn a_block_that_is_over_keeps_nothing_of_who_is_erased(mut world: World) {
    world.switch_on("blacklist").await;
    let phones =
        json!([{"kind": "phone", "value": PHONE}, {"kind": "phone", "value": "030 901820"}]);
    let new = json!({"contacts": phones, "effect": "refuse", "reason": "Frau Vogel"});
    let lifted = block(&world, new).await.is(201).id();
    world.delete(&format!("{BLOCKS}/{lifted}"), 1).await.is(204);
    let bare = json!([{"kind": "phone", "value": PHONE}]);
    let new = json!({"contacts": bare, "effect": "refuse", "ends_on": "2026-03-03"});
    let over = block(&world, new).await.is(201).id();
    world.clock.advance(chrono::TimeDelta::days(2));
    let anna = card(&world, "Vogel", PHONE).await;
    let new = json!({"client_id": anna, "effect": "refuse", "ends_on": "2026-03-05"});
    block(&world, new).await.is(201);
    world.clock.advance(chrono::TimeDelta::days(2));
    let new = json!({"client_id": anna, "effect": "warn"});
    let holds = block(&world, new).await.is(201).id();
    for (state, count) in [("active", 1), ("lifted", 1)] {
        let list = world
            .get(&format!("{BLOCKS}?client_id={anna}&state={state}"))
            .await;
        let list = list.is(200).json();
        assert_eq!(
            list["data"].as_array().map(Vec::len),
            Some(count),
            "{state}"
        );
    }
    let kept = async || {
        let export = world.get("/features/blacklist/export").await.is(200);
        let export = export.exported();
        let rows = export["tables"]["blacklist__contacts"]
            .as_array()
            .expect("rows")
            .clone();
        let of = |row: &Value| row["block_id"].as_str().expect("a block").to_owned();
        rows.iter().map(of).collect::<Vec<_>>()
    };
    assert_eq!(kept().await.len(), 5);
    erase(&world, &anna).await;
    let mut left = kept().await;
    left.sort();
    let mut expected = vec![lifted.clone(), holds];
    expected.sort();
    // The other phone of the lifted block is not hers.
    assert_eq!(
        left, expected,
        "{over} and what was hers of {lifted} are gone"
    );
    let lifted = world
        .get(&format!("{BLOCKS}/{lifted}"))
        .await
        .is(200)
        .text();
    assert!(
        !lifted.contains("Frau Vogel") && !lifted.contains("1234567"),
        "{lifted}"
    );
    assert_eq!(decision(&world, json!({"phone": PHONE})).await, "warn");
    world.end().await;
}

async fn a_block_ends_by_itself_and_comes_up_for_review(mut world: World) {
    world.switch_on("blacklist").await;
    let anna = card(&world, "Vogel", PHONE).await;
    // The story begins on 2 March 2026, 9:30 in Berlin.
    let new = json!({"client_id": anna, "effect": "refuse", "ends_on": "2026-03-03", "review_on": "2026-03-03"});
    block(&world, new).await.is(201);
    let due = async || {
        let list = world
            .get(&format!("{BLOCKS}?state=due"))
            .await
            .is(200)
            .json();
        list["data"].as_array().expect("blocks").len()
    };
    assert_eq!(due().await, 0);
    world.clock.advance(chrono::TimeDelta::hours(15));
    assert_eq!(due().await, 1, "it is 3 March in Berlin");
    assert_eq!(decision(&world, json!({"client_id": anna})).await, "refuse");
    world.clock.advance(chrono::TimeDelta::days(1));
    assert_eq!(decision(&world, json!({"client_id": anna})).await, "allow");
    let ended = world
        .get(&format!("{BLOCKS}?state=lifted"))
        .await
        .is(200)
        .json();
    assert_eq!(ended["data"].as_array().expect("blocks").len(), 1);
    world.end().await;
}

async fn a_limit_is_carried_to_who_asks(mut world: World) {
    world.switch_on("blacklist").await;
    let anna = card(&world, "Vogel", PHONE).await;
    let new = json!({"client_id": anna, "effect": "limit", "most_open": 2});
    block(&world, new).await.is(201);
    let said = check(&world, json!({"client_id": anna})).await;
    assert_eq!(
        (&said["decision"], &said["most_open"]),
        (&json!("allow"), &json!(2))
    );
    let new = json!({"contacts": [{"kind": "phone", "value": PHONE}], "effect": "limit", "most_open": 1, "scope": "everywhere"});
    block(&world, new).await.problem(409, "already_blocked");
    let berta = card(&world, "Amsel", "030 901820").await;
    let new = json!({"client_id": berta, "effect": "limit", "most_open": 0});
    block(&world, new).await.is(201);
    let said = check(&world, json!({"client_id": berta})).await;
    assert_eq!(
        (&said["decision"], &said["most_open"]),
        (&json!("refuse"), &json!(null))
    );
    world.end().await;
}

async fn a_bad_block_is_named_field_by_field(mut world: World) {
    world.switch_on("blacklist").await;
    let places = async |new: Value| -> Vec<String> {
        let bad = block(&world, new).await.problem(422, "invalid").json();
        let errors = bad["errors"].as_array().expect("errors").iter();
        errors
            .map(|e| {
                format!(
                    "{} {}",
                    e["pointer"].as_str().expect("a pointer"),
                    e["code"].as_str().expect("a code")
                )
            })
            .collect()
    };
    assert_eq!(
        places(json!({"effect": "warn"})).await,
        [" client_or_contact_required"]
    );
    let nobody = json!({"client_id": Uuid::nil(), "effect": "warn"});
    assert_eq!(places(nobody).await, ["/client_id no_such_client"]);
    let odd = json!({"contacts": [{"kind": "phone", "value": "030 901820"}, {"kind": "email", "value": "nix"}], "effect": "warn"});
    assert_eq!(places(odd).await, ["/contacts/1/value contact_unreadable"]);
    let who = json!([{"kind": "phone", "value": "030 901820"}]);
    let past = json!({"contacts": who, "effect": "warn", "ends_on": "2026-03-01"});
    assert_eq!(places(past).await, ["/ends_on day_over"]);
    let odd = json!({"contacts": who, "effect": "warn", "most_open": 2});
    assert_eq!(places(odd).await, ["/most_open only_with_limit"]);
    let odd = json!({"contacts": who, "effect": "limit"});
    assert_eq!(places(odd).await, ["/most_open required"]);
    block(&world, json!({"contacts": who, "effect": "ban"}))
        .await
        .problem(400, "malformed");
    let list = world.get(BLOCKS).await.is(200).json();
    assert_eq!(list["data"], json!([]), "nothing is half done");
    world.end().await;
}

async fn what_stands_in_a_reason_is_for_those_who_may_read_it(mut world: World) {
    world.switch_on("blacklist").await;
    let anna = card(&world, "Vogel", PHONE).await;
    block(
        &world,
        json!({"client_id": anna, "effect": "warn", "reason": "geheim"}),
    )
    .await
    .is(201);
    let token = world
        .narrow_token(&["bookings.check", "clients.read"])
        .await;
    let ask = async |path: &str, body: Option<Value>| {
        let path = format!("/api/v1/salons/{SALON}{path}");
        let method = if body.is_some() {
            Method::POST
        } else {
            Method::GET
        };
        let request = world.bare(method, &path).bearer_auth(&token);
        let request = match body {
            Some(body) => request.json(&body),
            None => request,
        };
        world.carry_out(request).await
    };
    let who = json!({"client_id": anna, "via": "staff"});
    let said = ask("/booking-checks", Some(who)).await.is(200);
    assert_eq!(said.json()["decision"], "warn");
    assert!(!said.text().contains("geheim"));
    ask(BLOCKS, None).await.problem(403, "forbidden");
    let changes = ask(&format!("/clients/{anna}/changes"), None).await.is(200);
    assert!(
        !changes.text().contains("geheim"),
        "nor by way of the journal: {}",
        changes.text()
    );
    world.end().await;
}

async fn the_desk_blocks_and_lifts_on_pages(world: World) {
    world.user("Anna", Role::Owner).await;
    let client = card(&world, "Vogel", PHONE).await;
    let anna = world.signed_in("Anna").await;
    let home = format!("/{SALON}/blacklist");
    anna.open(&home).await.is(404);
    anna.submit(&format!("/{SALON}/settings/features/blacklist/on"), &[])
        .await
        .is(303);
    for locale in Locale::ALL {
        for page in [
            home.clone(),
            format!("{home}/new"),
            format!("{home}/new?client={client}"),
            format!("/{SALON}/settings/features"),
        ] {
            let request = anna
                .request(Method::GET, &page)
                .header("accept-language", locale.code());
            let text = anna.send(request).await.is(200).text();
            let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || "-_/.".contains(c)));
            let missing: Vec<_> = words
                .filter(|word| {
                    [
                        "blacklist-",
                        "permission-",
                        "view-",
                        "slot-",
                        "region-",
                        "place-",
                    ]
                    .iter()
                    .any(|begin| word.starts_with(begin))
                })
                .filter(|word| {
                    !text.contains(&format!("id=\"{word}\"")) && !text.contains(&format!("#{word}"))
                })
                .collect();
            assert!(missing.is_empty(), "{locale} {page}: {missing:?}");
        }
    }
    let bad = anna
        .submit(
            &home,
            &[
                ("effect", "refuse"),
                ("email", "nix"),
                ("reason", "Grund bleibt"),
            ],
        )
        .await;
    let bad = bad.is(422).text();
    assert!(
        bad.contains("Grund bleibt") && bad.contains("value=\"nix\""),
        "what was typed stays"
    );
    let form = [
        ("client_id", client.as_str()),
        ("effect", "refuse"),
        ("scope", "online"),
        ("reason", "No-Show"),
    ];
    anna.submit(&home, &form).await.is(303);
    let list = anna.open(&home).await.is(200).text();
    assert!(list.contains("Vogel"));
    let blocks = world
        .carry_out(world.request(Method::GET, BLOCKS))
        .await
        .is(200)
        .json();
    let id = blocks["data"][0]["id"]
        .as_str()
        .expect("a block")
        .to_owned();
    let lifted = anna.submit(&format!("{home}/{id}/lift"), &[]).await.is(303);
    let to = lifted.header("location").expect("a place").to_owned();
    let shown = anna.open(&to).await.is(200).text();
    assert!(
        shown.contains(&format!("{home}/{id}/restoration")),
        "lifting can be taken back"
    );
    anna.submit(&format!("{home}/{id}/restoration"), &[])
        .await
        .is(303);
    assert!(anna.open(&home).await.is(200).text().contains("Vogel"));
    world.end().await;
}

async fn the_list_and_the_card_show_who_is_blocked(mut world: World) {
    world.switch_on("blacklist").await;
    world.user("Stef", Role::Staff).await;
    world.user("Anna", Role::Owner).await;
    let blocked = card(&world, "Vogel", PHONE).await;
    let other = card(&world, "Amsel", "030 901820").await;
    let stef = world.signed_in("Stef").await;
    let list = format!("/{SALON}/clients");
    let card_of = |id: &str| format!("/{SALON}/clients/{id}");
    let badge = "badge-stop";
    assert!(!stef.open(&list).await.is(200).text().contains(badge));
    let new = json!({"client_id": blocked, "effect": "refuse", "reason": "Schlug zu"});
    block(&world, new).await.is(201);
    let text = stef.open(&list).await.is(200).text();
    assert_eq!(text.matches(badge).count(), 1, "one of two");
    let text = stef.open(&card_of(&blocked)).await.is(200).text();
    assert!(text.contains(badge) && text.contains("Schlug zu"));
    assert!(!text.contains("/blacklist/new"), "staff may not block");
    let text = stef.open(&card_of(&other)).await.is(200).text();
    assert!(!text.contains(badge) && !text.contains("data-fold=\"blacklist-block\""));
    let anna = world.signed_in("Anna").await;
    let text = anna.open(&card_of(&other)).await.is(200).text();
    assert!(text.contains(&format!("/{SALON}/blacklist/new?client={other}")));
    world
        .send(Method::DELETE, "/features/blacklist", None, &[])
        .await
        .is(204);
    let text = anna.open(&card_of(&blocked)).await.is(200).text();
    assert!(
        !text.contains(badge) && !text.contains("blacklist"),
        "nothing of what is off"
    );
    world.end().await;
}
