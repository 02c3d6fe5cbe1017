//! The blacklist at the desk: what its pages say, and where they lead.

use kartoteka::region::Role;
use kartoteka_tests::{SALON, World, stories};
use reqwest::Method;
use serde_json::{Value, json};

stories![
    the_page_of_an_erased_person_knows_what_it_follows,
    lifting_from_another_card_says_whose_and_is_taken_back_there,
    a_warning_is_not_called_a_block,
    a_block_is_found_by_name_and_contact,
    a_review_is_counted_and_done_by_one_press,
    the_form_looks_again_for_documents_and_keeps_what_was_typed,
    a_block_that_holds_already_is_linked,
    the_badge_leads_to_the_section,
];

const BLOCKS: &str = "/blacklist/blocks";
const PHONE: &str = "0176 1234567";
const OTHER: &str = "030 901820";

async fn card(world: &World, name: &str, phones: &[&str]) -> String {
    let phones: Vec<Value> = phones.iter().map(|phone| json!({"value": phone})).collect();
    let new = json!({"last_name": name, "phones": phones});
    world.post("/clients", new).await.is(201).id()
}

async fn block(world: &World, of: Value) -> String {
    world.post(BLOCKS, of).await.is(201).id()
}

fn home(path: &str) -> String {
    format!("/{SALON}{path}")
}

/// The section of a client's card, as the card asks for it.
fn section(client: &str) -> String {
    home(&format!("/blacklist/slots/section/{client}"))
}

async fn the_page_of_an_erased_person_knows_what_it_follows(mut world: World) {
    world.switch_on("blacklist").await;
    world.user("Anna", Role::Owner).await;
    let owner = world.signed_in("Anna").await;
    let client = card(&world, "Vogel", &[PHONE, OTHER]).await;
    let made = block(&world, json!({"client_id": client, "effect": "refuse"})).await;
    let path = format!("/clients/{client}/erasure");
    world.post(&path, json!({})).await.is(200);
    let page = owner.open(&home(&format!("/blacklist/{made}"))).await;
    let page = page.is(200).text();
    assert!(
        page.contains("2 contacts that are kept only as fingerprints"),
        "{page}"
    );
    assert!(!page.contains("There is no phone number"), "{page}");
    let list = owner.open(&home("/blacklist")).await.is(200).text();
    assert!(list.contains("known by 2 fingerprints"), "{list}");
    world.end().await;
}

async fn lifting_from_another_card_says_whose_and_is_taken_back_there(mut world: World) {
    world.switch_on("blacklist").await;
    world.user("Anna", Role::Owner).await;
    let owner = world.signed_in("Anna").await;
    let mother = card(&world, "Mutter Lang", &[PHONE]).await;
    let child = card(&world, "Kind Lang", &[PHONE]).await;
    let made = block(&world, json!({"client_id": mother, "effect": "refuse"})).await;
    let page = home(&format!("/clients/{child}"));
    let text = owner.open(&section(&child)).await.is(200).text();
    assert!(text.contains("Lift the block on Mutter Lang"), "{text}");
    let lift = home(&format!("/blacklist/{made}/lift"));
    let back = format!("/clients/{child}");
    let lifted = owner.submit(&lift, &[("back", &back)]).await.is(303);
    let to = lifted.header("location").expect("a place").to_owned();
    assert_eq!(to, format!("{page}#section-blacklist-block"));
    let text = owner.open(&section(&child)).await.is(200).text();
    let restoration = home(&format!("/blacklist/{made}/restoration"));
    assert!(
        text.contains("The block on Mutter Lang is lifted."),
        "{text}"
    );
    assert!(text.contains(&restoration));
    let stranger = card(&world, "Amsel", &[OTHER]).await;
    owner.open(&section(&stranger)).await.is(204);
    owner.submit(&restoration, &[("back", &back)]).await.is(303);
    let text = owner.open(&section(&child)).await.is(200).text();
    assert!(!text.contains(&restoration) && text.contains("badge-stop"));
    world.end().await;
}

async fn a_warning_is_not_called_a_block(mut world: World) {
    world.switch_on("blacklist").await;
    world.user("Anna", Role::Owner).await;
    let owner = world.signed_in("Anna").await;
    let warned = card(&world, "Vogel", &[PHONE]).await;
    block(&world, json!({"client_id": warned, "effect": "warn"})).await;
    let limited = card(&world, "Amsel", &[OTHER]).await;
    let new = json!({"client_id": limited, "effect": "limit", "most_open": 2});
    block(&world, new).await;
    for (client, says) in [
        (warned, "There is a warning"),
        (limited, "only so many open"),
    ] {
        let text = owner.open(&section(&client)).await.is(200).text();
        assert!(
            text.contains(says) && !text.contains("client is blocked"),
            "{text}"
        );
    }
    world.end().await;
}

async fn a_block_is_found_by_name_and_contact(mut world: World) {
    world.switch_on("blacklist").await;
    world.user("Anna", Role::Owner).await;
    let owner = world.signed_in("Anna").await;
    let mueller = card(&world, "Müller", &[PHONE]).await;
    let mueller = block(&world, json!({"client_id": mueller, "effect": "refuse"})).await;
    let gone = card(&world, "Vogel", &["030 555123"]).await;
    let erased = block(&world, json!({"client_id": gone, "effect": "refuse"})).await;
    let path = format!("/clients/{gone}/erasure");
    world.post(&path, json!({})).await.is(200);
    let contacts = json!([{"kind": "email", "value": "nora@example.org"}]);
    let bare = block(&world, json!({"contacts": contacts, "effect": "warn"})).await;
    for (q, expected) in [
        ("muller", vec![&mueller]),
        ("Mueller", vec![&mueller]),
        ("0176 123", vec![&mueller]),
        ("030 555123", vec![&erased]),
        ("nora@", vec![&bare]),
        ("Vogel", vec![]),
        ("", vec![&bare, &erased, &mueller]),
    ] {
        let path = format!("{BLOCKS}?q={}", q.replace(' ', "%20").replace('@', "%40"));
        let found = world.get(&path).await.is(200).json();
        let found = found["data"].as_array().expect("blocks").iter();
        let found: Vec<&str> = found.map(|b| b["id"].as_str().expect("an id")).collect();
        assert_eq!(found, expected, "{q}");
    }
    // A page is full however many stand between those that are sought.
    let first = world.get(&format!("{BLOCKS}?q=m%C3%BCller&limit=1")).await;
    let first = first.is(200).json();
    assert_eq!(first["data"][0]["id"], json!(mueller));
    assert_eq!(first["page"]["next"], json!(null));
    let list = owner.open(&home("/blacklist?q=nora")).await.is(200).text();
    assert!(
        list.contains("nora@example.org") && !list.contains("Müller"),
        "{list}"
    );
    let none = owner
        .open(&home("/blacklist?q=niemand"))
        .await
        .is(200)
        .text();
    assert!(none.contains("Nothing found"), "{none}");
    world.end().await;
}

async fn a_review_is_counted_and_done_by_one_press(mut world: World) {
    world.switch_on("blacklist").await;
    world.user("Anna", Role::Owner).await;
    let client = card(&world, "Vogel", &[PHONE]).await;
    // The story begins on 2 March 2026.
    let new = json!({"client_id": client, "effect": "refuse", "review_on": "2026-03-03"});
    let made = block(&world, new).await;
    world.clock.advance(chrono::TimeDelta::days(1));
    let owner = world.signed_in("Anna").await;
    let list = owner
        .open(&home("/blacklist?state=due"))
        .await
        .is(200)
        .text();
    let tab = list.split("state=due\"").nth(1).expect("the tab");
    let tab = tab.split("</a>").next().expect("its word");
    assert!(tab.contains("(1)"), "{tab}");
    assert!(list.contains("Reviewed, again on"), "{list}");
    let review = home(&format!("/blacklist/{made}/review"));
    owner.submit(&review, &[]).await.is(303);
    let kept = world.get(&format!("{BLOCKS}/{made}")).await.is(200).json();
    assert_eq!(
        kept["review_on"], "2026-09-03",
        "half a year, where nothing is set"
    );
    let list = owner
        .open(&home("/blacklist?state=due"))
        .await
        .is(200)
        .text();
    assert!(list.contains("(0)"), "{list}");
    world.user("Stef", Role::Staff).await;
    let stef = world.signed_in("Stef").await;
    stef.submit(&review, &[]).await.is(403);
    world.end().await;
}

async fn the_form_looks_again_for_documents_and_keeps_what_was_typed(mut world: World) {
    world.switch_on("blacklist").await;
    world.switch_on("documents").await;
    world.user("Anna", Role::Owner).await;
    let owner = world.signed_in("Anna").await;
    let client = card(&world, "Vogel", &[PHONE]).await;
    let new = home(&format!("/blacklist/new?client={client}"));
    let page = owner.open(&new).await.is(200).text();
    assert!(page.contains("name=\"look_again\""), "{page}");
    // Enter in a field presses the first button of a form: it must be the one that blocks.
    let form = page.split("<form class=\"form plain-form\"").nth(1);
    let first = form.and_then(|form| form.split("<button").nth(1));
    let first = first.and_then(|rest| rest.split('>').next());
    assert!(!first.expect("a button").contains("look_again"), "{page}");
    let typed = [
        ("client_id", client.as_str()),
        ("effect", "warn"),
        ("scope", "online"),
        ("reason", "Zweimal nicht da"),
        ("documents_offered", "true"),
        ("look_again", "true"),
    ];
    let page = owner
        .submit(&home("/blacklist"), &typed)
        .await
        .is(200)
        .text();
    assert!(page.contains("Zweimal nicht da"), "{page}");
    let none = world.get(BLOCKS).await.is(200).json();
    assert_eq!(none["data"], json!([]), "nothing is set by it");
    let made = block(&world, json!({"client_id": client, "effect": "warn"})).await;
    let mut typed = typed.to_vec();
    typed.push(("version", "1"));
    let path = home(&format!("/blacklist/{made}"));
    let page = owner.submit(&path, &typed).await.is(200).text();
    assert!(page.contains("Zweimal nicht da"), "{page}");
    world.end().await;
}

async fn a_block_that_holds_already_is_linked(mut world: World) {
    world.switch_on("blacklist").await;
    world.user("Anna", Role::Owner).await;
    let owner = world.signed_in("Anna").await;
    let contacts = json!([{"kind": "phone", "value": PHONE}]);
    let made = block(&world, json!({"contacts": contacts, "effect": "warn"})).await;
    let typed = [("phone", PHONE), ("effect", "refuse"), ("scope", "online")];
    let page = owner
        .submit(&home("/blacklist"), &typed)
        .await
        .is(409)
        .text();
    let link = format!("href=\"{}\"", home(&format!("/blacklist/{made}")));
    assert!(page.contains(&link), "{page}");
    world.end().await;
}

async fn the_badge_leads_to_the_section(mut world: World) {
    world.switch_on("blacklist").await;
    world.user("Stef", Role::Staff).await;
    let stef = world.signed_in("Stef").await;
    let client = card(&world, "Vogel", &[PHONE]).await;
    let new = json!({"client_id": client, "effect": "limit", "most_open": 2});
    block(&world, new).await;
    // A mark that is late is left out; what was asked once is quick.
    let mut page = String::new();
    for _ in 0..20 {
        page = stef
            .open(&home(&format!("/clients/{client}")))
            .await
            .is(200)
            .text();
        if page.contains("badge-link") {
            break;
        }
    }
    assert!(page.contains("href=\"#section-blacklist-block\""), "{page}");
    assert!(page.contains("id=\"section-blacklist-block\""));
    let badge = page.split("badge-link").nth(1).expect("the badge");
    let badge = badge.split("</a>").next().expect("all of it");
    assert!(
        badge.contains("icon-gauge") && badge.contains("Limited"),
        "{badge}"
    );
    // Where no section stands there is nothing to lead to.
    world
        .send(Method::DELETE, "/features/blacklist", None, &[])
        .await
        .is(204);
    let page = stef
        .open(&home(&format!("/clients/{client}")))
        .await
        .is(200)
        .text();
    assert!(!page.contains("badge-link"));
    world.end().await;
}
