//! What a salon sets of its features.

use kartoteka::region::Role;
use kartoteka_plugin::{Locale, db::JsonText};
use kartoteka_tests::{Answer, SALON, World, stories};
use reqwest::Method;
use serde_json::{Value, json};

stories![
    what_is_set_is_what_the_feature_reads in with_trials,
    a_change_is_based_on_what_was_read in with_trials,
    what_does_not_fit_is_named in with_trials,
    secrets_are_kept_and_never_shown in with_trials,
    each_salon_sets_its_own in with_trials,
    a_feature_is_switched_on_with_its_settings in with_trials,
    who_may_not_switch_may_not_set in with_trials,
    settings_are_made_on_their_page in with_trials,
    what_was_typed_comes_back in with_trials,
    the_blacklist_speaks_the_salons_words,
];

const PATH: &str = "/features/reminders/settings";
const SECRET: &str = "sesam-oeffne-dich-4711";

async fn set(world: &World, path: &str, version: i64, body: Value) -> Answer {
    let tag = format!("\"{version}\"");
    world
        .send(Method::PUT, path, Some(body), &[("if-match", &tag)])
        .await
}

/// Asks the feature itself, whose doors are in no document.
async fn asked(world: &World, method: Method, path: &str) -> Answer {
    world.carry_out(world.request(method, path)).await
}

/// What the journal says of settings, oldest first.
async fn journal(world: &World) -> Vec<(Option<Value>, Value)> {
    let host = world.running().host();
    let salon = host.region().salon_by_slug(SALON).await.expect("a salon");
    let call = host.operator_call(&salon.expect("a salon")).await;
    let call = call.expect("a call");
    let rows = call
        .db()
        .query(
            "select before, after from journal where salon_id = $1 and number > 0 and what = $2 order by number",
        )
        .bind("settings.changed/1")
        .all()
        .await;
    let json = |text: JsonText| serde_json::from_str(&text.0).expect("JSON");
    let rows = rows.expect("entries").into_iter().map(|row| {
        let before: Option<JsonText> = row.get("before").expect("before");
        (before.map(json), json(row.get("after").expect("after")))
    });
    rows.collect()
}

async fn what_is_set_is_what_the_feature_reads(mut world: World) {
    let fresh = world.get(PATH).await.is(200);
    assert_eq!(fresh.header("etag"), Some("\"0\""));
    let fresh = fresh.json();
    let defaults = json!({"hours": 24, "subject": "Ihr Termin", "tone": "warm", "active": true});
    assert_eq!(fresh["settings"], defaults);
    assert_eq!(fresh["secrets"], json!({"api_key": false}));
    assert_eq!(fresh["version"], 0);
    assert_eq!(fresh["schema"]["properties"]["hours"]["maximum"], 72);
    // Before it is switched on, too.
    let given = json!({"sender": "anna@example.org", "hours": 48.0, "days": ["tu", "mo"]});
    let made = set(&world, PATH, 0, json!({"settings": given}))
        .await
        .is(200);
    assert_eq!(made.header("etag"), Some("\"1\""));
    let settings = json!({
        "sender": "anna@example.org", "hours": 48, "subject": "Ihr Termin", "tone": "warm",
        "active": true, "days": ["tu", "mo"],
    });
    assert_eq!(made.json()["settings"], settings);
    asked(&world, Method::GET, "/reminders/settings")
        .await
        .problem(404, "feature_off");
    world
        .send(Method::PUT, "/features/reminders", None, &[])
        .await
        .is(200);
    let inside = "/reminders/settings-inside";
    for (method, path) in [(Method::GET, "/reminders/settings"), (Method::POST, inside)] {
        let answer = asked(&world, method, path).await.is(200);
        assert_eq!(answer.json(), settings);
    }
    // What is not named has its default again.
    let given = json!({"sender": "bea@example.org", "active": false});
    let changed = set(&world, PATH, 1, json!({"settings": given}))
        .await
        .is(200)
        .json();
    assert_eq!(
        (&changed["version"], &changed["settings"]["hours"]),
        (&json!(2), &json!(24))
    );
    // Off keeps them, and so does another host.
    world
        .send(Method::DELETE, "/features/reminders", None, &[])
        .await
        .is(204);
    world.restart().await;
    assert_eq!(world.get(PATH).await.is(200).json(), changed);
    world
        .send(Method::PUT, "/features/reminders", None, &[])
        .await
        .is(200);
    let read = asked(&world, Method::GET, "/reminders/settings")
        .await
        .is(200)
        .json();
    assert_eq!(
        (&read["active"], &read["hours"]),
        (&json!(false), &json!(24))
    );
    let told = journal(&world).await;
    assert_eq!(told.len(), 2);
    assert_eq!(told[0].0, None);
    let after = json!({
        "feature": "reminders", "settings": given, "secrets": [], "secrets_changed": [],
    });
    assert_eq!(told[1].1, after);
    assert_eq!(
        told[1].0.as_ref().expect("before")["settings"],
        told[0].1["settings"]
    );
    for how in ["secret", "feature", "type"] {
        let path = format!("/reminders/mistaken/{how}");
        let answer = asked(&world, Method::GET, &path).await;
        assert!([500, 503].contains(&answer.status.as_u16()), "{how}");
        world.clock.advance(chrono::TimeDelta::minutes(2));
    }
    world.end().await;
}

async fn a_change_is_based_on_what_was_read(world: World) {
    let body = || json!({"settings": {"sender": "anna@example.org"}});
    let blind = world.send(Method::PUT, PATH, Some(body()), &[]).await;
    blind.problem(428, "if_match_required");
    set(&world, PATH, 1, body())
        .await
        .problem(412, "changed_meanwhile");
    set(&world, PATH, 0, body()).await.is(200);
    let late = set(
        &world,
        PATH,
        0,
        json!({"settings": {"sender": "bea@example.org"}}),
    )
    .await;
    assert_eq!(
        late.problem(412, "changed_meanwhile").json()["current_version"],
        1
    );
    // What says nothing new leaves no trace.
    assert_eq!(set(&world, PATH, 1, body()).await.is(200).version(), 1);
    assert_eq!(journal(&world).await.len(), 1);
    for path in ["/features/services/settings", "/features/nothing/settings"] {
        world.get(path).await.problem(404, "not_found");
        set(&world, path, 0, json!({"settings": {}}))
            .await
            .problem(404, "not_found");
    }
    world.end().await;
}

async fn what_does_not_fit_is_named(world: World) {
    let bad = json!({
        "hours": 73, "since": "gestern", "note": "x".repeat(21), "tone": "rude", "active": 1,
        "days": ["mo", "su"], "words": ["langsam"],
    });
    let secrets = json!({"api_key": "x".repeat(41)});
    let answer = set(
        &world,
        PATH,
        0,
        json!({"settings": bad, "secrets": secrets}),
    )
    .await;
    let answer = answer.problem(422, "invalid").json();
    let errors = answer["errors"].as_array().expect("errors");
    let said: Vec<String> = errors
        .iter()
        .map(|error| {
            let part = |name: &str| error[name].as_str().expect("a text").to_owned();
            format!("{} {}: {}", part("pointer"), part("code"), part("detail"))
        })
        .collect();
    assert_eq!(
        said,
        [
            "/settings/sender required: fehlt",
            "/settings/active wrong_type: muss wahr oder falsch sein",
            "/settings/days/1 not_a_choice: steht nicht zur Wahl",
            "/settings/hours out_of_range: muss von 1 bis 72 sein",
            "/settings/note too_long: ist zu lang; höchstens 20",
            "/settings/since not_a_date: ist kein Datum",
            "/settings/tone not_a_choice: steht nicht zur Wahl",
            "/settings/words/0 too_long: ist zu lang; höchstens 5",
            "/secrets/api_key too_long: ist zu lang; höchstens 40",
        ]
    );
    let wrong = json!({"settings": {"sender": "anna", "hours": 1.5}});
    let wrong = set(&world, PATH, 0, wrong).await.problem(422, "invalid");
    assert_eq!(wrong.pointers(), ["/settings/sender", "/settings/hours"]);
    for (body, pointer) in [
        (json!({"settings": {"colour": "red"}}), "/settings/colour"),
        (
            json!({"settings": {"api_key": SECRET}}),
            "/settings/api_key",
        ),
        (
            json!({"settings": {}, "secrets": {"sender": SECRET}}),
            "/secrets/sender",
        ),
        (json!({"settings": {}, "secrets": SECRET}), "/secrets"),
        (json!({"settings": []}), "/settings"),
        (json!({"settings": {}, "more": 1}), "/more"),
    ] {
        let answer = set(&world, PATH, 0, body).await.problem(400, "malformed");
        assert_eq!(answer.pointers(), [pointer]);
        assert!(!answer.text().contains(SECRET));
    }
    assert_eq!(world.get(PATH).await.version(), 0);
    world.end().await;
}

async fn secrets_are_kept_and_never_shown(world: World) {
    world.user("Anna", Role::Owner).await;
    world
        .send(Method::PUT, "/features/reminders", None, &[])
        .await
        .is(200);
    let knows = async || {
        let path = format!("/reminders/knows/{SECRET}");
        asked(&world, Method::GET, &path).await.status.as_u16()
    };
    assert_eq!(knows().await, 204);
    let body =
        |secrets: Value| json!({"settings": {"sender": "anna@example.org"}, "secrets": secrets});
    let made = set(&world, PATH, 0, body(json!({"api_key": SECRET})))
        .await
        .is(200);
    assert_eq!(made.json()["secrets"], json!({"api_key": true}));
    assert_eq!(knows().await, 200);
    // One that is not named stays.
    let kept = set(
        &world,
        PATH,
        1,
        json!({"settings": {"sender": "bea@example.org"}}),
    )
    .await;
    assert_eq!(kept.is(200).json()["secrets"], json!({"api_key": true}));
    assert_eq!(knows().await, 200);
    let anna = world.signed_in("Anna").await;
    let page = format!("/{SALON}/settings/features/reminders");
    let shown = world.get(PATH).await.is(200).text();
    let opened = anna.open(&page).await.is(200).text();
    let refused = [
        ("version", "2"),
        ("setting.sender", "x"),
        ("setting.api_key", SECRET),
    ];
    let refused = anna.submit(&page, &refused).await.is(422).text();
    assert!(refused.contains("please type it once more"));
    let late = [
        ("version", "1"),
        ("setting.sender", "x"),
        ("setting.api_key", SECRET),
    ];
    let late = anna.submit(&page, &late).await.is(412).text();
    let wrong = set(&world, PATH, 2, body(json!({"api_key": [SECRET]}))).await;
    let wrong = wrong.problem(422, "invalid").text();
    let told = format!("{:?}", journal(&world).await);
    for place in [made.text(), shown, opened, refused, late, wrong, told] {
        assert!(!place.contains(SECRET), "{place}");
    }
    let mut tokens = journal(&world).await.into_iter();
    let first = tokens.next().expect("an entry").1;
    assert_eq!(first["secrets"], json!(["api_key"]));
    assert_eq!(first["secrets_changed"], json!(["api_key"]));
    let gone = set(&world, PATH, 2, body(json!({"api_key": null})))
        .await
        .is(200);
    assert_eq!(gone.json()["secrets"], json!({"api_key": false}));
    assert_eq!(knows().await, 204);
    world.end().await;
}

async fn each_salon_sets_its_own(world: World) {
    let (_, neighbour) = world.other_salon("nachbar").await;
    let path = format!("/api/v1/salons/nachbar{PATH}");
    let theirs = async || {
        let request = world.bare(Method::GET, &path).bearer_auth(&neighbour);
        world.carry_out(request).await.is(200).json()
    };
    let before = theirs().await;
    let body = json!({
        "settings": {"sender": "anna@example.org"}, "secrets": {"api_key": SECRET},
    });
    set(&world, PATH, 0, body).await.is(200);
    assert_eq!(theirs().await, before);
    let stranger = world.bare(Method::PUT, &format!("/api/v1/salons/{SALON}{PATH}"));
    let stranger = stranger.bearer_auth(&neighbour).header("if-match", "\"1\"");
    let stranger = stranger.json(&json!({"settings": {"sender": "x@example.org"}}));
    world.carry_out(stranger).await.problem(404, "not_found");
    assert_eq!(world.get(PATH).await.version(), 1);
    world.end().await;
}

async fn a_feature_is_switched_on_with_its_settings(world: World) {
    let on = async |feature: &str, body: Value| {
        let path = format!("/features/{feature}");
        world.send(Method::PUT, &path, Some(body), &[]).await
    };
    let is_on = async |feature: &str| {
        let path = format!("/features/{feature}");
        world.get(&path).await.is(200).json()["on"] == true
    };
    let bad = json!({"settings": {"sender": "anna@example.org", "hours": 0}});
    let refused = on("reminders", bad).await.problem(422, "invalid");
    assert_eq!(refused.pointers(), ["/settings/hours"]);
    assert!(!is_on("reminders").await);
    on("reminders", json!({"settings": {"colour": 1}}))
        .await
        .problem(400, "malformed");
    on("reminders", json!({"colour": 1}))
        .await
        .problem(400, "malformed");
    let good = json!({"settings": {"sender": "anna@example.org", "hours": 3}});
    let done = on("reminders", good).await.is(200).json();
    assert_eq!(
        (&done["on"], &done["has_settings"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(world.get(PATH).await.json()["settings"]["hours"], 3);
    // Without a word about them they stay.
    on("reminders", json!({})).await.is(200);
    assert_eq!(world.get(PATH).await.version(), 1);
    // What stands against the switch stands against the settings, too.
    let settings = json!({"settings": {}});
    on("bonus", settings.clone())
        .await
        .problem(409, "requirements_off");
    on("nothing", json!({"settings": {"a": 1}}))
        .await
        .problem(404, "not_found");
    on("services", settings).await.is(200);
    on("till", json!({"settings": {"a": 1}}))
        .await
        .problem(400, "malformed");
    assert!(!is_on("till").await);
    world.end().await;
}

async fn who_may_not_switch_may_not_set(world: World) {
    let narrow = world
        .narrow_token(&["clients.read", "blacklist.write", "users.manage"])
        .await;
    let path = format!("/api/v1/salons/{SALON}{PATH}");
    let request = world.bare(Method::GET, &path).bearer_auth(&narrow);
    world.carry_out(request).await.problem(403, "forbidden");
    let request = world.bare(Method::PUT, &path).bearer_auth(&narrow);
    let request = request
        .header("if-match", "\"0\"")
        .json(&json!({"settings": {}}));
    world.carry_out(request).await.problem(403, "forbidden");
    world.user("Mia", Role::Manager).await;
    let mia = world.signed_in("Mia").await;
    let page = format!("/{SALON}/settings/features/reminders");
    mia.open(&page).await.is(403);
    mia.submit(&page, &[("version", "0")]).await.is(403);
    assert_eq!(world.get(PATH).await.version(), 0);
    world.end().await;
}

async fn settings_are_made_on_their_page(world: World) {
    world.user("Anna", Role::Owner).await;
    let anna = world.signed_in("Anna").await;
    let features = format!("/{SALON}/settings/features");
    let page = format!("{features}/reminders");
    let link = format!("href=\"{page}\"");
    let tiles = anna.open(&features).await.is(200).text();
    assert!(tiles.contains(&link), "the tile leads there");
    assert_eq!(
        tiles.matches(&link).count(),
        1,
        "what is off is not in the list"
    );
    let off = anna.open(&page).await.is(200).text();
    assert!(off.contains("This feature is switched off."));
    for feature in ["reminders", "blacklist"] {
        let path = format!("/features/{feature}");
        world.send(Method::PUT, &path, None, &[]).await.is(200);
        for locale in Locale::ALL {
            let request = anna.request(Method::GET, &format!("{features}/{feature}"));
            let request = request.header("accept-language", locale.code());
            let text = anna.send(request).await.is(200).text();
            for key in [
                "setting-reminders",
                "setting-blacklist",
                "settings-of",
                "field-",
                "frame-",
            ] {
                let shown = text
                    .split(['>', '<'])
                    .filter(|part| !part.contains("class="));
                let missing: Vec<_> = shown.filter(|part| part.trim().starts_with(key)).collect();
                assert!(missing.is_empty(), "{locale}: {missing:?}");
            }
        }
    }
    let listed = anna.open(&page).await.is(200).text();
    let areas = listed.split("settings-area\"").skip(1);
    let lit: Vec<_> = areas
        .filter(|area| {
            area.split('>')
                .next()
                .unwrap_or_default()
                .contains("aria-current")
        })
        .collect();
    assert_eq!(lit.len(), 1, "one area is lit");
    assert!(lit[0].contains(">Reminders<"), "by its own name");
    let fields = [
        ("version", "0"),
        ("setting.sender", "anna@example.org"),
        ("setting.hours", "12"),
        ("setting.note", "Bis\r\nbald"),
        ("setting.subject", ""),
        ("setting.tone", "very_plain"),
        ("setting.country", ""),
        ("setting.days", "mo"),
        ("setting.days", "we"),
        ("setting.words", "eins\r\nzwei\r\n"),
        ("setting.since", ""),
        ("setting.api_key", SECRET),
    ];
    let to = anna.submit(&page, &fields).await.leads();
    let saved = anna.open(&to).await.is(200);
    assert!(saved.text().contains("Saved."));
    assert_eq!(saved.field("version"), "1");
    assert_eq!(saved.field("setting.hours"), "12");
    let set = world.get(PATH).await.is(200).json();
    let expected = json!({
        "sender": "anna@example.org", "hours": 12, "note": "Bis\nbald", "subject": "",
        "tone": "very_plain", "active": false, "days": ["mo", "we"], "words": ["eins", "zwei"],
    });
    assert_eq!(set["settings"], expected);
    assert_eq!(set["secrets"], json!({"api_key": true}));
    // An empty field keeps a secret, the box takes it away.
    let keep = [
        ("version", "1"),
        ("setting.sender", "anna@example.org"),
        ("setting.api_key", ""),
    ];
    anna.submit(&page, &keep).await.is(303);
    assert_eq!(world.get(PATH).await.json()["secrets"]["api_key"], true);
    let remove = [
        ("version", "2"),
        ("setting.sender", "anna@example.org"),
        ("remove.api_key", "true"),
    ];
    anna.submit(&page, &remove).await.is(303);
    assert_eq!(world.get(PATH).await.json()["secrets"]["api_key"], false);
    anna.open(&format!("{features}/services")).await.is(404);
    world.end().await;
}

async fn what_was_typed_comes_back(world: World) {
    world.user("Anna", Role::Owner).await;
    let anna = world.signed_in("Anna").await;
    let page = format!("/{SALON}/settings/features/reminders");
    let typed = |version: &'static str| {
        [
            ("version", version),
            ("setting.sender", "anna<at>example"),
            ("setting.hours", "viele"),
            ("setting.since", "morgen"),
            ("setting.tone", "very_plain"),
            ("setting.days", "tu"),
        ]
    };
    let wrong = anna.submit(&page, &typed("0")).await.is(422);
    let text = wrong.text();
    assert!(text.contains("<a href=\"#setting-hours\">Hours before: must be a whole number</a>"));
    assert!(text.contains("id=\"setting-sender-error\""));
    assert_eq!(wrong.field("setting.sender"), "anna&#60;at&#62;example");
    assert_eq!(wrong.field("setting.hours"), "viele");
    assert_eq!(wrong.field("setting.since"), "morgen");
    assert!(text.contains("value=\"very_plain\" checked"));
    assert!(text.contains("value=\"tu\" checked") && !text.contains("value=\"mo\" checked"));
    assert!(text.contains("<title>Error: Reminders: settings"));
    // Somebody else is quicker.
    let body = json!({"settings": {"sender": "bea@example.org"}});
    set(&world, PATH, 0, body).await.is(200);
    let good = [
        ("version", "0"),
        ("setting.sender", "anna@example.org"),
        ("setting.hours", "5"),
    ];
    let late = anna.submit(&page, &good).await.is(412);
    assert!(
        late.text()
            .contains("Somebody else changed these settings meanwhile")
    );
    assert_eq!(late.field("setting.sender"), "anna@example.org");
    assert_eq!(late.field("version"), "1");
    let again = [("version", "1"), good[1], good[2]];
    anna.submit(&page, &again).await.is(303);
    assert_eq!(world.get(PATH).await.json()["settings"]["hours"], 5);
    anna.submit(&page, &[("version", "x")]).await.is(400);
    world.end().await;
}

async fn the_blacklist_speaks_the_salons_words(mut world: World) {
    world.switch_on("blacklist").await;
    world.user("Anna", Role::Owner).await;
    let anna = world.signed_in("Anna").await;
    let block = async |phone: &str, more: Value| {
        let mut body = json!({"contacts": [{"kind": "phone", "value": phone}], "effect": "refuse"});
        for (name, value) in more.as_object().expect("an object") {
            body[name] = value.clone();
        }
        world.post("/blacklist/blocks", body).await.is(201).json()
    };
    let told = async |phone: &str| {
        let body = json!({"phone": phone, "via": "online"});
        let verdict = world.post("/booking-checks", body).await.is(200).json();
        assert_eq!(verdict["decision"], "refuse");
        verdict["text"].as_str().expect("words").to_owned()
    };
    let plain = block("0176 1234567", json!({})).await;
    assert_eq!(
        (&plain["scope"], &plain["review_on"]),
        (&json!("online"), &Value::Null)
    );
    let built_in = "Dieser Termin lässt sich nicht online buchen. Bitte rufen Sie im Salon an.";
    assert_eq!(told("0176 1234567").await, built_in);
    let settings = json!({
        "refusal": "Bitte rufen Sie\nuns kurz an.", "default_effect": "warn",
        "default_scope": "everywhere", "review_after_days": 30,
    });
    let path = "/features/blacklist/settings";
    set(&world, path, 0, json!({"settings": settings}))
        .await
        .is(200);
    assert_eq!(told("0176 1234567").await, "Bitte rufen Sie\nuns kurz an.");
    let by_salon = block("0176 2345678", json!({})).await;
    assert_eq!(by_salon["scope"], "everywhere");
    assert_eq!(by_salon["review_on"], "2026-04-01");
    let own = json!({"scope": "online", "review_on": "2026-05-01", "text": "Nein."});
    let own = block("0176 3456789", own).await;
    assert_eq!(
        (&own["scope"], &own["review_on"]),
        (&json!("online"), &json!("2026-05-01"))
    );
    assert_eq!(told("0176 3456789").await, "Nein.");
    let form = anna.open(&format!("/{SALON}/blacklist/new")).await.is(200);
    let text = form.text();
    assert!(
        text.contains("value=\"warn\" checked") && text.contains("value=\"everywhere\" checked")
    );
    assert_eq!(form.field("review_on"), "2026-04-01");
    assert!(
        text.contains("uns kurz an."),
        "what a client reads where nothing is typed"
    );
    let long = json!({"settings": {"refusal": "x".repeat(501)}});
    let long = set(&world, path, 1, long).await.problem(422, "invalid");
    assert_eq!(long.pointers(), ["/settings/refusal"]);
    // Words of nothing but room are none.
    set(&world, path, 1, json!({"settings": {"refusal": "  "}}))
        .await
        .is(200);
    assert_eq!(told("0176 1234567").await, built_in);
    world.end().await;
}
