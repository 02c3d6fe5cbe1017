//! Lists of the same few people come in and are taken back, in many mixtures: rows of one
//! person, families on one phone, numbers, notes, consents and sources of every kind.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use kartoteka_tests::{World, sheets::xlsx, stories};
use serde_json::{Value, json};

stories![lists_of_the_same_people_come_and_go];

const ROUNDS: u64 = 3;

/// A sequence of numbers that is the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        // Knuth's multiplier; the upper bits are the good ones.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % n
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }
}

const HEAD: &[&str] = &[
    "Kundennummer",
    "Vorname",
    "Nachname",
    "Telefon",
    "E-Mail",
    "Notiz",
    "Werbung",
    "Quelle",
];
const MAPPING: &str = r#"{"A":"number","B":"first_name","C":"last_name","D":"phone","E":"email",
    "F":"note","G":"marketing_consent","H":"source"}"#;
const FIRST: [&str; 5] = ["Anna", "Berta", "Jürgen", "Łucja", ""];
const LAST: [&str; 4] = ["Müller", "Mueller", "van der Berg", "Weiß"];
const PHONES: [&str; 6] = [
    "",
    "0176 5551234",
    "+49 176 5551235",
    "030 1234567",
    "0176 5551236",
    "123",
];
const EMAILS: [&str; 6] = [
    "",
    "",
    "a@example.com",
    "B@example.com",
    "c@example.com",
    "kein",
];
const NOTES: [&str; 5] = ["", "", "Farbe 7/43", "kommt gern früh", "Allergie: Nickel"];
const CONSENTS: [&str; 4] = ["", "", "ja", "nein"];
const SOURCES: [&str; 5] = ["", "", "Empfehlung", "Internet", "internet"];

/// A row of the list. Numbers are rare, and those of a card now and then.
fn row(dice: &mut Dice, known: &[String]) -> Vec<String> {
    let number = match dice.below(8) {
        0 if !known.is_empty() => known[dice.below(known.len())].clone(),
        1 => (700 + dice.below(9)).to_string(),
        _ => String::new(),
    };
    let cells = [
        &FIRST[..],
        &LAST,
        &PHONES,
        &EMAILS,
        &NOTES,
        &CONSENTS,
        &SOURCES,
    ];
    let cells = cells.map(|all| dice.of(all).to_owned());
    std::iter::once(number).chain(cells).collect()
}

fn list(dice: &mut Dice, known: &[String], rows: usize) -> Vec<Vec<String>> {
    (0..rows).map(|_| row(dice, known)).collect()
}

async fn previewed(world: &World, list: &[Vec<String>]) -> Value {
    let rows: Vec<Vec<&str>> = list
        .iter()
        .map(|row| row.iter().map(String::as_str).collect())
        .collect();
    let mut sheet = vec![HEAD];
    sheet.extend(rows.iter().map(Vec::as_slice));
    let upload = world.upload("liste.xlsx", xlsx(&sheet), &[("mapping", MAPPING)]);
    let id = upload.await.is(201).id();
    let import = world.import_at_rest(&id).await.json();
    assert_eq!(import["state"], "previewed", "{import}");
    import
}

async fn step(world: &World, import: &Value, step: &str, body: Value, state: &str) {
    let id = import["id"].as_str().expect("an id");
    world
        .post(&format!("/imports/{id}/{step}"), body)
        .await
        .is(202);
    let import = world.import_at_rest(id).await.json();
    assert_eq!(import["state"], state, "{import}");
    assert_eq!(import["problem"], Value::Null, "{import}");
}

/// All cards with their ledgers, and who is found by what, by their numbers. What only
/// tells when and how often a card was written is left out.
async fn salon(world: &World) -> BTreeMap<String, Value> {
    let mut cards = BTreeMap::new();
    for path in ["/clients?limit=200", "/clients?limit=200&archived=true"] {
        let page = world.get(path).await.is(200).json();
        for mut card in page["data"].as_array().expect("a list").clone() {
            let path = format!("/clients/{}/consents", card["id"].as_str().expect("an id"));
            card["ledger"] = world.get(&path).await.is(200).json()["data"].clone();
            let members = card.as_object_mut().expect("an object");
            members.remove("version");
            members.remove("changed_at");
            cards.insert(format!("card {}", text(&card["number"])), card);
        }
    }
    for q in [
        "anna", "mueller", "5551235", "example", "1234567", "weiss", "70",
    ] {
        let found = world.get(&format!("/clients?limit=200&q={q}")).await.json();
        let found = found["data"].as_array().expect("a list").iter();
        let mut numbers: Vec<&str> = found.map(|card| text(&card["number"])).collect();
        numbers.sort_unstable();
        cards.insert(format!("found {q}"), json!(numbers));
    }
    cards
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// What every written row leaves on its card.
async fn rows_are_on_their_cards(world: &World, import: &Value, list: &[Vec<String>]) {
    let id = text(&import["id"]);
    let rows = world
        .get(&format!("/imports/{id}/rows?limit=200"))
        .await
        .json();
    for row in rows["data"].as_array().expect("a list") {
        let written = ["new", "changed"].contains(&text(&row["verdict"]));
        if !written || row["choice"] == "skip" {
            continue;
        }
        let at = usize::try_from(row["row"].as_i64().expect("a row")).expect("a row") - 2;
        let [_, _, _, phone, email, note, consent, source] = &list[at][..] else {
            panic!("a row of eight cells");
        };
        let path = format!("/clients/{}", text(&row["client_id"]));
        let card = world.get(&path).await.is(200).json();
        let has = |member: &str, key: &str, wanted: &str| {
            let mut all = card[member].as_array().expect("a list").iter();
            wanted.is_empty() || all.any(|one| text(&one[key]).eq_ignore_ascii_case(wanted))
        };
        let digits = |text: &str| {
            text.chars()
                .filter(char::is_ascii_digit)
                .collect::<String>()
        };
        let phones = card["phones"].as_array().expect("a list").iter();
        let mut known = phones.map(|one| digits(text(&one["value"])));
        let tail = |all: &str| all.chars().rev().take(6).collect::<String>();
        assert!(
            known.any(|p| tail(&p) == tail(&digits(phone))) || phone.is_empty(),
            "{row} {card}"
        );
        let member = if email.contains('@') {
            ("emails", "value")
        } else {
            ("notes", "text")
        };
        assert!(
            has(member.0, member.1, email) && has("notes", "text", note),
            "{row} {card}"
        );
        assert!(
            source.is_empty() || card["source"] != Value::Null,
            "{row} {card}"
        );
        if consent == "nein" {
            assert_eq!(card["marketing_consent"], "withdrawn", "{row} {card}");
        }
    }
}

/// Leaves some rows out, one in six; now and then all that change known clients.
fn choices(dice: &mut Dice, rows: usize) -> Value {
    let mut chosen = serde_json::Map::new();
    for row in 0..rows {
        if dice.below(6) == 0 {
            chosen.insert((row + 2).to_string(), json!("skip"));
        }
    }
    let changed = if dice.below(5) == 0 { "skip" } else { "update" };
    json!({"changed": changed, "rows": chosen})
}

async fn lists_of_the_same_people_come_and_go(world: World) {
    for (first, phone, consent) in [
        ("Anna", "0176 5551234", json!("withdrawn")),
        ("Berta", "0176 5551234", json!("given")),
        ("Jürgen", "030 1234567", Value::Null),
    ] {
        let mut body = json!({"first_name": first, "last_name": "Müller",
            "phones": [{"value": phone}], "notes": [{"text": "von Hand"}]});
        if !consent.is_null() {
            body["marketing_consent"] = consent;
        }
        world.post("/clients", body).await.is(201);
    }
    let mut dice = Dice(20_260_302);
    let mut changed = 0;
    for round in 0..ROUNDS {
        let before = salon(&world).await;
        let numbers = before.values().filter(|card| card.is_object());
        let numbers: Vec<String> = numbers
            .map(|card| text(&card["number"]).to_owned())
            .collect();
        let rows = list(&mut dice, &numbers, 40);
        world.clock.advance(TimeDelta::minutes(5));
        let import = previewed(&world, &rows).await;
        let chosen = choices(&mut dice, rows.len());
        step(&world, &import, "commit", chosen, "committed").await;
        rows_are_on_their_cards(&world, &import, &rows).await;
        let after = salon(&world).await;
        assert_ne!(after, before, "round {round} did nothing");
        changed += before
            .iter()
            .filter(|(key, card)| after.get(*key) != Some(card))
            .count();
        world.clock.advance(TimeDelta::minutes(5));
        step(&world, &import, "undo", json!({}), "undone").await;
        let undone = salon(&world).await;
        for (key, card) in &before {
            assert_eq!(undone.get(key), Some(card), "round {round}: {key}");
        }
        assert_eq!(undone.len(), before.len(), "round {round}");
        // Once more, to stay: the next round stands on it.
        let import = previewed(&world, &rows).await;
        step(&world, &import, "commit", json!({}), "committed").await;
        rows_are_on_their_cards(&world, &import, &rows).await;
    }
    assert!(changed > 10, "only {changed} known cards were ever changed");
    world.end().await;
}
