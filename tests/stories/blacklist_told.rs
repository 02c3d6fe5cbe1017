//! What the blacklist tells to whom: staff, clients, calendars, and those who read a card.

use kartoteka::region::Role;
use kartoteka_tests::{Answer, SALON, World, stories};
use reqwest::Method;
use serde_json::{Value, json};

stories![
    who_may_not_read_the_blacklist_reads_it_in_no_history,
    what_was_removed_is_on_no_card,
    an_erasure_says_what_becomes_of_blocks_on_contacts,
    an_erasure_tells_a_fingerprint_that_stays_from_one_that_goes,
    a_person_gets_the_reason_of_a_block_on_their_contact,
    staff_are_warned_of_limits,
    a_calendar_learns_why_and_the_client_does_not,
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

fn on(phones: &[&str]) -> Value {
    let contacts = phones
        .iter()
        .map(|phone| json!({"kind": "phone", "value": phone}));
    contacts.collect()
}

/// What a token of these permissions is answered.
async fn with(world: &World, permissions: &[&str], path: &str, body: Option<Value>) -> Answer {
    let token = world.narrow_token(permissions).await;
    let path = format!("/api/v1/salons/{SALON}{path}");
    let method = match body {
        Some(_) => Method::POST,
        None => Method::GET,
    };
    let mut request = world.bare(method, &path).bearer_auth(token);
    if let Some(body) = body {
        request = request.json(&body);
    }
    world.carry_out(request).await
}

/// The names of what happened to a card, as a list answers.
fn names(changes: &Value) -> Vec<String> {
    let all = changes.as_array().expect("changes").iter();
    let name = |change: &Value| change["what"].as_str().expect("a name").to_owned();
    all.map(name).collect()
}

async fn who_may_not_read_the_blacklist_reads_it_in_no_history(mut world: World) {
    world.switch_on("blacklist").await;
    let anna = card(&world, "Vogel", &[PHONE]).await;
    let new = json!({"client_id": anna, "effect": "refuse"});
    let made = block(&world, new).await;
    for version in [1, 3, 5] {
        let path = format!("{BLOCKS}/{made}");
        world.delete(&path, version).await.is(204);
        let again = world.post(&format!("{path}/restoration"), json!({})).await;
        again.is(200);
    }
    let path = format!("/clients/{anna}");
    world
        .patch(&path, 1, json!({"first_name": "Anna"}))
        .await
        .is(200);
    let story = format!("{path}/changes");
    let may = ["clients.read", "blacklist.read"];
    let all = with(&world, &may, &story, None).await.is(200).json();
    assert_eq!(names(&all["data"]).len(), 9);
    // However small the page, and whatever stands between.
    let may_not = ["clients.read", "bookings.check"];
    let first = with(&world, &may_not, &format!("{story}?limit=1"), None).await;
    let first = first.is(200).json();
    assert_eq!(names(&first["data"]), ["core.client.changed/1"]);
    let next = first["page"]["next"].as_str().expect("another page");
    let path = format!("{story}?limit=1&after={next}");
    let second = with(&world, &may_not, &path, None).await.is(200).json();
    assert_eq!(names(&second["data"]), ["core.client.registered/1"]);
    assert_eq!(second["page"]["next"], json!(null));
    // The person gets all of it, whoever reads it out.
    let path = format!("/clients/{anna}/export");
    let export = with(&world, &["clients.read", "clients.export"], &path, None).await;
    let export = export.is(200).exported();
    assert_eq!(names(&export["changes"]).len(), 9);
    // On pages, too.
    world.user("Stef", Role::Staff).await;
    world.user("Anna", Role::Owner).await;
    let (stef, owner) = (world.signed_in("Stef").await, world.signed_in("Anna").await);
    let page = format!("/{SALON}/clients/{anna}/changes");
    let said = "blocked from booking";
    assert!(stef.open(&page).await.is(200).text().contains(said));
    let staff = format!("/{SALON}/settings/roles/staff");
    let left = [("permission", "clients.read")];
    owner.submit(&staff, &left).await.is(303);
    let text = stef.open(&page).await.is(200).text();
    assert!(
        !text.contains("block") && text.contains("first name"),
        "{text}"
    );
    world.end().await;
}

async fn what_was_removed_is_on_no_card(mut world: World) {
    world.switch_on("blacklist").await;
    let anna = card(&world, "Vogel", &[PHONE]).await;
    block(&world, json!({"client_id": anna, "effect": "refuse"})).await;
    let story = format!("/clients/{anna}/changes");
    let off = "/features/blacklist";
    world.send(Method::DELETE, off, None, &[]).await.is(204);
    let told = world.get(&story).await.is(200).text();
    assert!(
        !told.contains("blacklist"),
        "what is off is nowhere: {told}"
    );
    world.switch_on("blacklist").await;
    let told = world.get(&story).await.is(200).text();
    assert!(told.contains("blacklist.block.set/1"), "it comes back");
    world.send(Method::DELETE, off, None, &[]).await.is(204);
    let removal = world.post("/features/blacklist/removal", json!({})).await;
    removal.is(200);
    world.switch_on("blacklist").await;
    let told = world.get(&story).await.is(200);
    assert_eq!(
        names(&told.json()["data"]),
        ["core.client.registered/1"],
        "nothing is left of it"
    );
    let export = world.get(&format!("/clients/{anna}/export")).await;
    let export = export.is(200).exported().to_string();
    assert!(!export.contains("blacklist.block"));
    world.end().await;
}

/// The lines of an erasure about the blacklist: table, outcome, count.
fn lines(of: &Value) -> Vec<(String, String, u64)> {
    let rows = of["rows"].as_array().expect("rows").iter();
    let of_blacklist = rows.filter(|row| row["module"] == "blacklist");
    let line = |row: &Value| {
        let text = |name: &str| row[name].as_str().expect("a text").to_owned();
        let count = row["count"].as_u64().expect("a count");
        (text("table"), text("outcome"), count)
    };
    of_blacklist.map(line).filter(|line| line.2 > 0).collect()
}

async fn an_erasure_says_what_becomes_of_blocks_on_contacts(mut world: World) {
    world.switch_on("blacklist").await;
    let new = json!({"contacts": on(&[PHONE]), "effect": "refuse", "reason": "Schlug zu"});
    let made = block(&world, new).await;
    let anna = card(&world, "Vogel", &[PHONE, OTHER]).await;
    let path = format!("/clients/{anna}/erasure");
    let preview = world.get(&path).await.is(200).json();
    let line = |table: &str, outcome: &str| (table.to_owned(), outcome.to_owned(), 1);
    let expected = [
        line("blacklist__blocks", "blanked"),
        line("blacklist__contacts", "blanked"),
        line("blacklist__contacts", "kept"),
    ];
    assert_eq!(lines(&preview), expected);
    assert_eq!(preview["counts_as_new"], false, "the block knows her again");
    let kept = world.get(&format!("{BLOCKS}/{made}")).await.is(200).text();
    assert!(kept.contains("Schlug zu"), "a look does nothing");
    world.user("Anna", Role::Owner).await;
    let owner = world.signed_in("Anna").await;
    let page = format!("/{SALON}/clients/{anna}/erasure");
    let page = owner.open(&page).await.is(200).text();
    assert!(page.contains("fingerprint"), "what stays is said: {page}");
    assert!(!page.contains("counts as new"), "{page}");
    let receipt = world.post(&path, json!({})).await.is(200).json();
    assert_eq!(lines(&receipt), expected);
    world.end().await;
}

async fn an_erasure_tells_a_fingerprint_that_stays_from_one_that_goes(mut world: World) {
    world.switch_on("blacklist").await;
    let anna = card(&world, "Vogel", &[PHONE]).await;
    let made = block(&world, json!({"client_id": anna, "effect": "refuse"})).await;
    let lift = format!("{BLOCKS}/{made}");
    world.delete(&lift, 1).await.is(204);
    let path = format!("/clients/{anna}/erasure");
    let preview = world.get(&path).await.is(200).json();
    let line = |table: &str, outcome: &str| (table.to_owned(), outcome.to_owned(), 1);
    let goes = [
        line("blacklist__blocks", "blanked"),
        line("blacklist__contacts", "deleted"),
    ];
    assert_eq!(lines(&preview), goes);
    assert_eq!(preview["counts_as_new"], true);
    let stranger = card(&world, "Amsel", &[OTHER]).await;
    let path = format!("/clients/{stranger}/erasure");
    let preview = world.get(&path).await.is(200).json();
    assert_eq!(lines(&preview), []);
    assert_eq!(preview["counts_as_new"], true);
    world.end().await;
}

async fn a_person_gets_the_reason_of_a_block_on_their_contact(mut world: World) {
    world.switch_on("blacklist").await;
    let new = json!({"contacts": on(&[PHONE]), "effect": "refuse", "reason": "Schlug zu"});
    block(&world, new).await;
    let new = json!({"contacts": on(&["030 111111"]), "effect": "warn", "reason": "Fremd"});
    block(&world, new).await;
    let anna = card(&world, "Vogel", &[PHONE, OTHER]).await;
    let new = json!({"client_id": anna, "effect": "warn", "reason": "Kam nie"});
    let own = block(&world, new).await;
    // Somebody else's, by a phone they share: what it is for is about the other one.
    let mother = card(&world, "Mutter", &[OTHER]).await;
    let new = json!({"client_id": mother, "effect": "warn", "reason": "Ihre Sache"});
    block(&world, new).await;
    let off = "/features/blacklist";
    world.send(Method::DELETE, off, None, &[]).await.is(204);
    let export = world.get(&format!("/clients/{anna}/export")).await.is(200);
    let export = export.exported();
    let kept = &export["features"]["blacklist"];
    let blocks = kept["blacklist__blocks"].as_array().expect("blocks");
    let mut reasons: Vec<_> = blocks
        .iter()
        .map(|block| block["reason"].as_str())
        .collect();
    reasons.sort_unstable();
    assert_eq!(reasons, [Some("Kam nie"), Some("Schlug zu")], "each once");
    let contacts = kept["blacklist__contacts"].as_array().expect("contacts");
    let of_own = contacts.iter().filter(|row| row["block_id"] == json!(own));
    assert_eq!(of_own.count(), 2, "what her own block follows: {kept}");
    let text = export.to_string();
    assert!(
        !text.contains("Fremd") && !text.contains("Ihre Sache"),
        "{text}"
    );
    let stranger = card(&world, "Amsel", &["030 222222"]).await;
    let export = world.get(&format!("/clients/{stranger}/export")).await;
    assert_eq!(export.is(200).exported()["features"], json!({}));
    world.end().await;
}

async fn check(world: &World, who: Value) -> Value {
    world.post("/booking-checks", who).await.is(200).json()
}

async fn staff_are_warned_of_limits(mut world: World) {
    world.switch_on("blacklist").await;
    for (at, scope, most) in [(0, "online", json!(null)), (1, "everywhere", json!(2))] {
        let phone = format!("0176 12345{at:02}");
        let client = card(&world, "Vogel", &[&phone]).await;
        let new = json!({"client_id": client, "effect": "limit", "most_open": 2, "scope": scope, "reason": "Kam nie"});
        block(&world, new).await;
        let said = check(&world, json!({"client_id": client, "via": "staff"})).await;
        assert_eq!(said["decision"], "warn", "{scope}");
        let text = said["text"].as_str().expect("words");
        assert!(
            text.contains("2 offene Buchungen") && text.contains("Kam nie"),
            "{text}"
        );
        assert_eq!(said["most_open"], most, "{scope}: who counts at the desk");
        let said = check(&world, json!({"client_id": client, "via": "online"})).await;
        assert_eq!(
            (&said["decision"], &said["text"], &said["most_open"]),
            (&json!("allow"), &json!(null), &json!(2)),
            "{scope}"
        );
    }
    world.end().await;
}

async fn a_calendar_learns_why_and_the_client_does_not(mut world: World) {
    world.switch_on("blacklist").await;
    let calendar = ["bookings.check", "clients.read", "blacklist.read"];
    for (at, effect) in ["refuse", "shadow", "warn", "limit"]
        .into_iter()
        .enumerate()
    {
        let phone = format!("0176 12345{at:02}");
        let mut new = json!({"contacts": on(&[&phone]), "effect": effect, "reason": "Kam nie"});
        if effect == "limit" {
            new["most_open"] = json!(1);
        }
        block(&world, new).await;
        let who = json!({"phone": phone, "via": "online"});
        let asked = Some(who.clone());
        let said = with(&world, &calendar, "/booking-checks", asked).await;
        let said = said.is(200).json();
        let told = said["staff_text"].as_str().expect("what staff should know");
        assert!(told.contains("Kam nie"), "{effect}: {told}");
        let text = said["text"].as_str().unwrap_or_default();
        assert!(!text.contains("Kam nie"), "{effect}: {text}");
        // A form on the salon's own page, and one who may see cards but not who is blocked.
        for may in [
            &calendar[..1],
            &calendar[..2],
            &["bookings.check", "blacklist.read"],
        ] {
            let asked = Some(who.clone());
            let said = with(&world, may, "/booking-checks", asked).await;
            let said = said.is(200);
            assert_eq!(said.json()["staff_text"], json!(null), "{effect} {may:?}");
            assert!(!said.text().contains("Kam nie"));
        }
    }
    world.end().await;
}
