//! What features keep and know: counted, taken along, removed, handed to the person, asked for.

use kartoteka::region::Role;
use kartoteka_plugin::Locale;
use kartoteka_tests::{Answer, SALON, World, stories};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

stories![
    what_the_blacklist_keeps_is_counted_taken_along_and_removed,
    a_person_gets_all_that_is_held_about_them,
    the_desk_removes_what_a_feature_kept,
    whoever_asks_for_facts_learns_who_is_blocked,
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

async fn decision(world: &World, who: Value) -> String {
    let verdict = world.post("/booking-checks", who).await.is(200).json();
    verdict["decision"].as_str().expect("a decision").to_owned()
}

/// What the blacklist keeps, by table.
async fn kept(world: &World) -> Vec<(String, i64)> {
    let data = world.get("/features/blacklist/data").await.is(200).json();
    let tables = data["tables"].as_array().expect("tables").iter();
    tables
        .map(|table| {
            let name = table["table"].as_str().expect("a table").to_owned();
            (name, table["rows"].as_i64().expect("a count"))
        })
        .collect()
}

async fn what_the_blacklist_keeps_is_counted_taken_along_and_removed(mut world: World) {
    world.switch_on("blacklist").await;
    let anna = card(&world, "Vogel", PHONE).await;
    let new = json!({"client_id": anna, "effect": "refuse", "reason": "Schlug zu"});
    let own = block(&world, new).await.is(201).id();
    for n in 0..3 {
        let phone = format!("030 9018{n:02}");
        let who = json!({"contacts": [{"kind": "phone", "value": phone}], "effect": "warn"});
        block(&world, who).await.is(201);
    }
    let expected = [
        ("blacklist__proofs".to_owned(), 0),
        ("blacklist__contacts".to_owned(), 4),
        ("blacklist__blocks".to_owned(), 4),
    ];
    assert_eq!(kept(&world).await, expected);
    let export = world.get("/features/blacklist/export").await.is(200);
    assert!(
        export
            .header("content-disposition")
            .expect("a name")
            .contains("seidenhaar-blacklist-2026-03-02.zip")
    );
    let export = export.exported();
    let blocks = export["tables"]["blacklist__blocks"]
        .as_array()
        .expect("blocks");
    assert_eq!(blocks.len(), 4);
    let of_anna = blocks
        .iter()
        .find(|block| block["id"] == json!(own))
        .expect("hers");
    assert_eq!(
        (&of_anna["reason"], &of_anna["client_id"]),
        (&json!("Schlug zu"), &json!(anna))
    );
    assert_eq!(of_anna["client"], json!({"number": "1", "name": "Vogel"}));
    let of_nobody = blocks.iter().find(|block| block["client_id"].is_null());
    assert!(of_nobody.expect("one by contact")["client"].is_null());
    assert!(
        of_anna["created_at"]
            .as_str()
            .expect("a time")
            .starts_with("2026-03-02T")
    );
    let refused = world.post("/features/blacklist/removal", json!({})).await;
    refused.problem(409, "feature_on");
    world
        .send(Method::DELETE, "/features/blacklist", None, &[])
        .await
        .is(204);
    assert_eq!(kept(&world).await, expected, "off keeps it");
    let receipt = world
        .post("/features/blacklist/removal", json!({}))
        .await
        .is(200)
        .json();
    assert_eq!(receipt["tables"][2]["rows"], 4);
    assert_eq!(
        kept(&world).await,
        [
            ("blacklist__proofs".to_owned(), 0),
            ("blacklist__contacts".to_owned(), 0),
            ("blacklist__blocks".to_owned(), 0)
        ]
    );
    world.switch_on("blacklist").await;
    assert_eq!(
        decision(&world, json!({"client_id": anna})).await,
        "allow",
        "nothing is left"
    );
    let changes = world
        .get(&format!("/clients/{anna}/changes"))
        .await
        .is(200)
        .text();
    assert!(!changes.contains("blacklist"), "nor here: {changes}");
    let told = world.get("/access-changes").await.is(200).text();
    assert!(told.contains("region.feature.data_removed/1"));
    world.end().await;
}

async fn a_person_gets_all_that_is_held_about_them(mut world: World) {
    world.switch_on("blacklist").await;
    let anna = card(&world, "Vogel", PHONE).await;
    let other = card(&world, "Amsel", "030 901820").await;
    for (client, reason) in [(&anna, "Schlug zu"), (&other, "Fremd")] {
        let new = json!({"client_id": client, "effect": "warn", "reason": reason});
        block(&world, new).await.is(201);
    }
    world
        .send(Method::DELETE, "/features/blacklist", None, &[])
        .await
        .is(204);
    let export = world.get(&format!("/clients/{anna}/export")).await.is(200);
    let all = export.exported();
    assert_eq!(all["client"]["last_name"], "Vogel");
    assert_eq!(
        all["features"]["blacklist"]["blacklist__blocks"][0]["reason"],
        "Schlug zu"
    );
    let told: Vec<_> = all["changes"]
        .as_array()
        .expect("changes")
        .iter()
        .map(|c| c["what"].as_str().expect("what"))
        .collect();
    assert!(told.contains(&"core.client.registered/1"));
    let text = all.to_string();
    assert!(!text.contains("Fremd") && !text.contains("Amsel"));
    let nobody = format!("/clients/{}/export", Uuid::nil());
    world.get(&nobody).await.problem(404, "not_found");
    world.end().await;
}

async fn the_desk_removes_what_a_feature_kept(mut world: World) {
    world.switch_on("blacklist").await;
    world.user("Anna", Role::Owner).await;
    let client = card(&world, "Vogel", PHONE).await;
    block(&world, json!({"client_id": client, "effect": "warn"}))
        .await
        .is(201);
    let anna = world.signed_in("Anna").await;
    let page = format!("/{SALON}/settings/features/blacklist/data");
    let shown = anna.open(&page).await.is(200).text();
    assert!(!shown.contains("name=\"confirmation\""), "it is on");
    // What erasing her would do is said in words.
    let erasure = anna
        .open(&format!("/{SALON}/clients/{client}/erasure"))
        .await
        .is(200)
        .text();
    assert!(erasure.contains("Who the block was set on") && !erasure.contains("blacklist__"));
    world
        .send(Method::DELETE, "/features/blacklist", None, &[])
        .await
        .is(204);
    let removal = format!("{page}/removal");
    let wrong = anna
        .submit(&removal, &[("confirmation", "ja")])
        .await
        .is(422)
        .text();
    assert!(wrong.contains("This is not “Blacklist”"));
    let done = anna.submit(&removal, &[("confirmation", "blacklist")]);
    let done = done.await.is(303);
    let place = done.header("location").expect("a receipt").to_owned();
    // It may be read as often as one likes, and is found again among the changes.
    let mut receipts = Vec::new();
    for _ in 0..2 {
        receipts.push(anna.open(&place).await.is(200).text());
    }
    assert_eq!(receipts[0], receipts[1]);
    for words in [
        "Nothing of what “Blacklist” had written is left",
        "Anna",
        ">1</dd>",
    ] {
        assert!(receipts[0].contains(words), "{words}: {}", receipts[0]);
    }
    let changes = anna.open(&format!("/{SALON}/settings/changes")).await;
    let link = format!("<a href=\"{place}\">");
    assert!(changes.is(200).text().contains(&link));
    for locale in Locale::ALL {
        let request = anna
            .request(Method::GET, &page)
            .header("accept-language", locale.code());
        let text = anna.send(request).await.is(200).text();
        assert!(
            !text.contains("region-feature") && !text.contains("blacklist-table"),
            "{locale}"
        );
    }
    world.end().await;
}

async fn whoever_asks_for_facts_learns_who_is_blocked(mut world: World) {
    let anna = card(&world, "Vogel", PHONE).await;
    let facts = async || {
        let list = world.carry_out(world.request(Method::GET, &format!("/clients/{anna}/facts")));
        let list = list.await.is(200).json();
        list["data"].as_array().expect("facts").clone()
    };
    let names = |facts: &[Value]| -> Vec<String> {
        let names = facts
            .iter()
            .map(|fact| fact["name"].as_str().expect("a name").to_owned());
        names.collect()
    };
    assert_eq!(
        names(&facts().await),
        ["core.last_change/1", "core.registered/1"]
    );
    let on = world.request(Method::PUT, "/features/blacklist");
    world.carry_out(on).await.is(200);
    let known = facts().await;
    assert_eq!(names(&known)[0], "blacklist.blocked/1");
    assert_eq!(known[0]["value"], json!({"blocked": false, "effects": []}));
    let new = json!({"contacts": [{"kind": "phone", "value": PHONE}], "effect": "shadow"});
    let made = world.request(Method::POST, BLOCKS).json(&new);
    world.carry_out(made).await.is(201);
    assert_eq!(
        facts().await[0]["value"],
        json!({"blocked": true, "effects": ["shadow"]})
    );
    let narrow = world.narrow_token(&["clients.read"]).await;
    let path = format!("/api/v1/salons/{SALON}/clients/{anna}/facts");
    let asked = world
        .carry_out(world.bare(Method::GET, &path).bearer_auth(narrow))
        .await;
    assert!(
        !asked.is(200).text().contains("blacklist"),
        "who may not read it does not learn it"
    );
    world.switch_on("blacklist").await;
    world
        .get(&format!("/clients/{}/facts", Uuid::nil()))
        .await
        .problem(404, "not_found");
    world.end().await;
}
