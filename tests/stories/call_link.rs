//! Calling from the card: what each workplace chooses, and what came of calls. Who rings is in [`crate::call_link_ringing`].

use kartoteka::region::Role;
use kartoteka_plugin::Locale;
use kartoteka_tests::{Answer, Browser, SALON, Stage, World, stories};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::call_link_ringing::lookup;

stories![
    each_workplace_has_its_own_link,
    a_token_has_no_workplace,
    what_a_workplace_chose_goes_with_its_session,
    a_bad_template_is_named_at_its_field,
    who_is_not_to_be_called_is_marked_everywhere,
    calls_are_noted_listed_and_taken_off,
    what_was_noted_goes_with_the_person,
    the_desk_notes_calls_on_the_card,
    every_page_speaks_every_language,
    the_neighbour_knows_nothing_of_it,
];

pub(crate) const CALLS: &str = "/call-link/calls";
const WORKPLACE: &str = "/call-link/workplace";
pub(crate) const PHONE: &str = "0176 1234567";
pub(crate) const E164: &str = "+491761234567";

pub(crate) async fn card(world: &World, name: &str, phone: &str) -> String {
    let new = json!({"last_name": name, "phones": [{"value": phone}]});
    world.post("/clients", new).await.is(201).id()
}

/// The API, as the pages of a browser ask it.
async fn of_session(browser: &Browser<'_>, method: Method, path: &str, body: Value) -> Answer {
    let request = browser.request(method, &format!("/api/v1/salons/{SALON}{path}"));
    browser.send(request.json(&body)).await
}

async fn choose(browser: &Browser<'_>, way: Value) -> Answer {
    of_session(browser, Method::PUT, WORKPLACE, way).await
}

/// A page of the salon. What is escaped by templates and by hand is written alike.
pub(crate) async fn page(browser: &Browser<'_>, path: &str) -> String {
    let page = browser.open(&format!("/{SALON}{path}")).await.is(200);
    page.text().replace("&amp;", "&#38;")
}

async fn each_workplace_has_its_own_link(world: World) {
    let client = card(&world, "Vogel", PHONE).await;
    card(&world, "Odd", "klingeln").await;
    world.user("Anna", Role::Owner).await;
    let (desk, tablet) = (world.signed_in("Anna").await, world.signed_in("Anna").await);
    let at = format!("/clients/{client}");
    let switch = format!("/{SALON}/settings/features/call-link/on");
    let plain = "href=\"tel:+491761234567\"";
    assert!(page(&desk, &at).await.contains(plain));
    assert!(
        !page(&desk, "/clients").await.contains(plain),
        "nobody calls from the list"
    );
    desk.submit(&switch, &[]).await.is(303);
    // Until something is chosen it is `tel:`, and on the list, too.
    for path in [at.as_str(), "/clients", "/clients?q=vogel"] {
        assert!(page(&desk, path).await.contains(plain), "{path}");
    }
    let way =
        json!({"kind": "template", "template": "HTTPS://pbx.example/call?to={number}&line=1"});
    let kept = choose(&desk, way).await.is(200).json();
    assert_eq!(
        kept["template"],
        "https://pbx.example/call?to={number}&line=1"
    );
    choose(&tablet, json!({"kind": "sip", "number": "zeros"}))
        .await
        .is(200);
    let of_desk = "href=\"https://pbx.example/call?to=%2B491761234567&#38;line=1\" target=\"_blank\" rel=\"noopener noreferrer\"";
    let of_tablet = "href=\"sip:00491761234567\"";
    for path in [at.as_str(), "/clients", "/clients?q=1761234"] {
        let (desk, tablet) = (page(&desk, path).await, page(&tablet, path).await);
        assert!(desk.contains(of_desk), "{path}: {desk}");
        assert!(
            tablet.contains(of_tablet) && !tablet.contains("pbx.example"),
            "{path}"
        );
        assert!(
            !desk.contains("sip:") && !desk.contains("klingeln\">"),
            "{path}"
        );
    }
    let read = of_session(&tablet, Method::GET, WORKPLACE, json!({}))
        .await
        .is(200)
        .json();
    assert_eq!(
        read,
        json!({"kind": "sip", "template": null, "number": "zeros"})
    );
    // Another choice is seen at once, with the clock standing still.
    choose(&tablet, json!({"kind": "callto", "number": "bare"}))
        .await
        .is(200);
    assert!(
        page(&tablet, &at)
            .await
            .contains("href=\"callto:491761234567\"")
    );
    assert!(page(&desk, &at).await.contains(of_desk));
    world
        .send(Method::DELETE, "/features/call-link", None, &[])
        .await
        .is(204);
    assert!(
        page(&desk, &at).await.contains(plain),
        "off, the phone is a phone"
    );
    let list = page(&desk, "/clients").await;
    assert!(!list.contains("pbx.example") && !list.contains("tel:"));
    desk.submit(&switch, &[]).await.is(303);
    assert!(
        page(&desk, &at).await.contains(of_desk),
        "what was chosen is still there"
    );
    world.end().await;
}

async fn a_token_has_no_workplace(mut world: World) {
    world.switch_on("call-link").await;
    world.get(WORKPLACE).await.problem(409, "no_workplace");
    let way = json!({"kind": "sip"});
    let put = world.send(Method::PUT, WORKPLACE, Some(way), &[]).await;
    put.problem(409, "no_workplace");
    world.end().await;
}

async fn what_a_workplace_chose_goes_with_its_session(mut world: World) {
    world.switch_on("call-link").await;
    world.user("Anna", Role::Owner).await;
    let desk = world.signed_in("Anna").await;
    choose(&desk, json!({"kind": "sip"})).await.is(200);
    if world.stage == Stage::Sqlite {
        world.restart().await;
        world.user("Mia", Role::Staff).await;
        let desk = world.signed_in("Mia").await;
        choose(&desk, json!({"kind": "callto"})).await.is(200);
        desk.submit("/sign-out", &[]).await.is(303);
        let again = world.signed_in("Mia").await;
        let read = of_session(&again, Method::GET, WORKPLACE, json!({})).await;
        assert_eq!(read.is(200).json()["kind"], "tel");
    } else {
        desk.submit("/sign-out", &[]).await.is(303);
        let again = world.signed_in("Anna").await;
        let read = of_session(&again, Method::GET, WORKPLACE, json!({})).await;
        assert_eq!(read.is(200).json()["kind"], "tel");
    }
    world.end().await;
}

async fn a_bad_template_is_named_at_its_field(mut world: World) {
    world.switch_on("call-link").await;
    world.user("Anna", Role::Staff).await;
    let anna = world.signed_in("Anna").await;
    for (template, code) in [
        ("", "required"),
        ("https://pbx.example/call", "template_needs_number"),
        ("javascript:alert({number})", "template_scheme"),
        ("https://{number}/", "template_no_page"),
        ("sip:{number}@pbx example", "template_has_spaces"),
        ("sip:{number}<", "template_no_address"),
    ] {
        let way = json!({"kind": "template", "template": template});
        let bad = choose(&anna, way).await.problem(422, "invalid").json();
        assert_eq!(bad["errors"][0]["pointer"], "/template");
        assert_eq!(bad["errors"][0]["code"], code, "{template}");
    }
    let way = json!({"kind": "sip", "template": "sip:{number}"});
    let bad = choose(&anna, way).await.problem(422, "invalid").json();
    assert_eq!(bad["errors"][0]["code"], "only_with_template");
    choose(&anna, json!({"kind": "fax"}))
        .await
        .problem(400, "malformed");
    // On the page: what was typed stays, the error stands at the field.
    let at = format!("/{SALON}{WORKPLACE}");
    let form = [
        ("kind", "template"),
        ("template", "fax:{number}"),
        ("number", "bare"),
    ];
    let bad = anna.submit(&at, &form).await.is(422).text();
    assert!(bad.contains("value=\"fax:{number}\"") && bad.contains("id=\"template-error\""));
    assert!(!bad.contains("href=\"fax:"));
    let form = [
        ("kind", "template"),
        ("template", "sip:{number}@pbx.example"),
        ("number", "zeros"),
    ];
    let preview = [&form[..], &[("preview", "true")]].concat();
    let shown = anna.submit(&at, &preview).await.is(200).text();
    assert!(
        shown.contains(">sip:00493023125000@pbx.example<"),
        "{shown}"
    );
    assert!(
        !shown.contains("href=\"sip:"),
        "nobody is called by a sample"
    );
    let own = [&preview[..], &[("own", "0176 5550123")]].concat();
    let shown = anna.submit(&at, &own).await.is(200).text();
    let calls = "href=\"sip:00491765550123@pbx.example\"";
    assert!(shown.contains(calls) && shown.contains("value=\"0176 5550123\""));
    let read = of_session(&anna, Method::GET, WORKPLACE, json!({}))
        .await
        .is(200);
    assert_eq!(read.json()["kind"], "tel", "a preview saves nothing");
    let saved = anna.submit(&at, &form).await.is(303);
    let shown = anna
        .open(saved.header("location").expect("a place"))
        .await
        .is(200)
        .text();
    assert!(shown.contains("Saved for this workplace"));
    assert!(shown.contains("value=\"sip:{number}@pbx.example\""));
    // Back to the usual: what stands in the field of the template is passed over.
    let form = [
        ("kind", "tel"),
        ("template", "sip:{number}@pbx.example"),
        ("number", "plus"),
    ];
    anna.submit(&at, &form).await.is(303);
    let areas = page(&anna, WORKPLACE).await;
    assert!(areas.contains(">tel:+493023125000<"));
    world.end().await;
}

async fn who_is_not_to_be_called_is_marked_everywhere(mut world: World) {
    let client = card(&world, "Vogel", PHONE).await;
    let other = card(&world, "Amsel", "0176 7654321").await;
    world.switch_on("call-link").await;
    world.user("Anna", Role::Staff).await;
    let anna = world.signed_in("Anna").await;
    let at = format!("/call-link/do-not-call/{client}");
    let put = async |reason: Value| {
        let body = json!({"reason": reason});
        world.send(Method::PUT, &at, Some(body), &[]).await
    };
    let fact = async |client: &str| {
        let facts = world
            .get(&format!("/clients/{client}/facts"))
            .await
            .is(200)
            .json();
        let facts = facts["data"].as_array().expect("facts").clone();
        let fact = facts
            .into_iter()
            .find(|fact| fact["name"] == "call-link.do_not_call/1");
        fact.expect("the fact")["value"].clone()
    };
    assert_eq!(fact(&client).await, json!({"do_not_call": false}));
    let first = put(json!("Möchte Briefe")).await.is(200).json();
    world.clock.advance(chrono::TimeDelta::days(1));
    let again = put(json!(" Nur Briefe ")).await.is(200).json();
    assert_eq!(first["since"], again["since"], "since the first time");
    assert_eq!(again["reason"], "Nur Briefe");
    assert_eq!(fact(&client).await, json!({"do_not_call": true}));
    assert_eq!(fact(&other).await, json!({"do_not_call": false}));
    let long = put(json!("x".repeat(501))).await.problem(422, "invalid");
    assert_eq!(long.pointers(), ["/reason"]);
    let badge = "Do not call</span>";
    let list = page(&anna, "/clients").await;
    assert_eq!(list.matches(badge).count(), 1, "{list}");
    let calls = "href=\"tel:+491761234567\"";
    assert!(!list.contains(calls) && list.contains("href=\"tel:+491767654321\""));
    let card = page(&anna, &format!("/clients/{client}")).await;
    assert!(card.contains(badge) && card.contains("Nur Briefe"));
    // Whoever must call all the same does so by a second step.
    let (_, guarded) = card
        .split_once("<details class=\"guarded\">")
        .expect("a step");
    let (step, _) = guarded.split_once("</details>").expect("its end");
    assert!(step.contains(badge) && step.contains(calls) && step.contains("Call anyway"));
    assert_eq!(lookup(&world, E164).await[0]["do_not_call"], true);
    // It keeps nothing from being noted, and is told.
    let out = json!({"client_id": client, "outcome": "reached"});
    let noted = world.post(CALLS, out).await.is(201).json();
    assert_eq!(noted["warnings"][0]["code"], "do_not_call");
    let come = json!({"client_id": client, "outcome": "reached", "direction": "in"});
    let noted = world.post(CALLS, come).await.is(201).json();
    assert_eq!(noted["warnings"], json!([]), "they called");
    let form = page(&anna, &format!("/call-link/clients/{client}/calls")).await;
    assert!(form.contains("Nur Briefe"), "the form warns, too");
    world.send(Method::DELETE, &at, None, &[]).await.is(204);
    world.send(Method::DELETE, &at, None, &[]).await.is(204);
    assert_eq!(fact(&client).await, json!({"do_not_call": false}));
    // The desk does the same on its pages.
    let card = page(&anna, &format!("/clients/{client}")).await;
    let form = format!("/{SALON}/call-link/clients/{client}/do-not-call");
    assert!(!card.contains(badge) && card.contains(&format!("href=\"{form}\"")));
    anna.open(&form).await.is(200);
    let long = "x".repeat(501);
    let bad = anna
        .submit(&form, &[("reason", &long)])
        .await
        .is(422)
        .text();
    assert!(bad.contains(&long) && bad.contains("reason-error"));
    anna.submit(&form, &[("reason", "Abends nie")])
        .await
        .is(303);
    let card = page(&anna, &format!("/clients/{client}")).await;
    assert!(card.contains(badge) && card.contains("Abends nie"));
    assert!(card.contains("Anna noted: do not call") || card.contains("/changes"));
    anna.submit(&format!("{form}/removal"), &[]).await.is(303);
    assert_eq!(fact(&client).await, json!({"do_not_call": false}));
    let changes = world
        .get(&format!("/clients/{client}/changes"))
        .await
        .is(200)
        .text();
    assert!(changes.contains("call-link.do_not_call.lifted/1"));
    for gone in ["Briefe", "Abends", "1234567"] {
        let told = changes.matches(gone).count();
        let own = usize::from(gone == "1234567") * told;
        assert_eq!(told, own, "the journal keeps no {gone}");
    }
    let nobody = format!("/call-link/do-not-call/{}", Uuid::nil());
    let put = world.send(Method::PUT, &nobody, Some(json!({})), &[]).await;
    put.problem(404, "not_found");
    let delete = world.send(Method::DELETE, &nobody, None, &[]).await;
    delete.problem(404, "not_found");
    world.end().await;
}

async fn calls_are_noted_listed_and_taken_off(mut world: World) {
    world.switch_on("call-link").await;
    let client = card(&world, "Vogel", PHONE).await;
    let other = card(&world, "Amsel", "0176 7654321").await;
    let new = json!({"client_id": client, "outcome": "not_reached", "note": "  Kein Anschluss "});
    let made = world.post(CALLS, new).await.is(201);
    let path = format!("{CALLS}/{}", made.id());
    assert!(made.header("location").expect("a place").ends_with(&path));
    let shown = world.get(&path).await.is(200).json();
    assert_eq!(shown["phone"], E164, "the first one of the card");
    assert_eq!(shown["note"], "Kein Anschluss");
    assert_eq!(shown["direction"], "out");
    assert!(shown["by"].as_str().expect("who").starts_with("token:"));
    for phone in ["030 901820", "+43 1 58858"] {
        let new = json!({"client_id": other, "outcome": "call_back", "phone": phone});
        world.post(CALLS, new).await.is(201);
    }
    let list = async |query: &str| world.get(&format!("{CALLS}{query}")).await.is(200).json();
    let all = list("").await;
    assert_eq!(all["data"].as_array().expect("calls").len(), 3);
    assert_eq!(all["data"][0]["phone"], "+43158858", "the newest first");
    let first = list("?limit=1").await;
    let next = first["page"]["next"].as_str().expect("more");
    let second = list(&format!("?limit=1&after={next}")).await;
    assert_eq!(second["data"][0]["phone"], "+4930901820");
    let of_client = list(&format!("?client_id={client}")).await;
    assert_eq!(of_client["data"].as_array().expect("calls").len(), 1);
    for (query, pointer) in [("?limit=0", "/limit"), ("?after=x", "/after")] {
        let bad = world.get(&format!("{CALLS}{query}")).await;
        assert_eq!(bad.problem(422, "invalid").pointers(), [pointer]);
    }
    for (bad, pointer) in [
        (
            json!({"client_id": Uuid::nil(), "outcome": "reached"}),
            "/client_id",
        ),
        (
            json!({"client_id": client, "outcome": "reached", "phone": "nix"}),
            "/phone",
        ),
        (
            json!({"client_id": client, "outcome": "reached", "note": "x".repeat(1_001)}),
            "/note",
        ),
    ] {
        let bad = world.post(CALLS, bad).await.problem(422, "invalid");
        assert_eq!(bad.pointers(), [pointer]);
    }
    let bad = json!({"client_id": client, "outcome": "busy"});
    world.post(CALLS, bad).await.problem(400, "malformed");
    world.send(Method::DELETE, &path, None, &[]).await.is(204);
    let again = world.send(Method::DELETE, &path, None, &[]).await;
    again.problem(404, "not_found");
    world.get(&path).await.problem(404, "not_found");
    let changes = world
        .get(&format!("/clients/{client}/changes"))
        .await
        .is(200);
    for event in ["call-link.call.noted/1", "call-link.call.removed/1"] {
        assert!(changes.text().contains(event), "{event}");
    }
    assert!(
        !changes.text().contains("Anschluss"),
        "what is taken off is gone"
    );
    world.end().await;
}

async fn what_was_noted_goes_with_the_person(mut world: World) {
    world.switch_on("call-link").await;
    let client = card(&world, "Vogel", PHONE).await;
    let other = card(&world, "Amsel", PHONE).await;
    for client in [&client, &other] {
        let new = json!({"client_id": client, "outcome": "reached", "note": "Schulter"});
        world.post(CALLS, new).await.is(201);
        let at = format!("/call-link/do-not-call/{client}");
        let body = json!({"reason": "Schlief"});
        world.send(Method::PUT, &at, Some(body), &[]).await.is(200);
    }
    let held = world
        .get(&format!("/clients/{client}/export"))
        .await
        .is(200)
        .exported()
        .to_string();
    assert!(
        held.contains("Schulter") && held.contains("Schlief"),
        "{held}"
    );
    world.user("Anna", Role::Owner).await;
    let anna = world.signed_in("Anna").await;
    let asked = page(&anna, &format!("/clients/{client}/erasure")).await;
    assert!(
        asked.contains("One noted call") && !asked.contains("call_link__"),
        "{asked}"
    );
    world
        .post(&format!("/clients/{client}/erasure"), json!({}))
        .await
        .is(200);
    let left = world.get(CALLS).await.is(200).json();
    assert_eq!(left["data"].as_array().expect("calls").len(), 1);
    assert_eq!(left["data"][0]["client_id"], other.as_str());
    let found = lookup(&world, PHONE).await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["do_not_call"], true, "the other stays as it was");
    world.end().await;
}

async fn the_desk_notes_calls_on_the_card(mut world: World) {
    world.switch_on("call-link").await;
    let new = json!({"last_name": "Vogel", "phones": [{"value": PHONE}, {"value": "030 901820"}]});
    let client = world.post("/clients", new).await.is(201).id();
    world.user("Anna", Role::Staff).await;
    let anna = world.signed_in("Anna").await;
    let at = format!("/clients/{client}");
    let empty = page(&anna, &at).await;
    assert!(empty.contains("No calls noted yet"));
    assert!(empty.contains(&format!("<option value=\"{E164}\" selected>")));
    let action = format!("/{SALON}/call-link/clients/{client}/calls");
    let form = [
        ("outcome", "call_back"),
        ("direction", "out"),
        ("phone", "+4930901820"),
        ("note", "Nach <drei>"),
    ];
    let noted = anna.submit(&action, &form).await.is(303);
    assert_eq!(noted.header("location"), Some(&*format!("/{SALON}{at}")));
    let shown = page(&anna, &at).await;
    for words in ["Call back", "030 901820", "Nach &#60;drei&#62;", "Anna"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let long = "x".repeat(1_001);
    let bad = anna
        .submit(&action, &[("outcome", "reached"), ("note", &long)])
        .await;
    let bad = bad.is(422).text();
    assert!(bad.contains(&long) && bad.contains("call-note-error"));
    let nobody = format!("/{SALON}/call-link/clients/{}/calls", Uuid::nil());
    anna.submit(&nobody, &form).await.is(404);
    let calls = world.get(CALLS).await.is(200).json();
    let id = calls["data"][0]["id"].as_str().expect("a call").to_owned();
    let removal = format!("/{SALON}{CALLS}/{id}/removal");
    assert!(shown.contains(&format!("action=\"{removal}\"")));
    anna.submit(&removal, &[]).await.is(303);
    assert!(page(&anna, &at).await.contains("No calls noted yet"));
    world.end().await;
}

async fn every_page_speaks_every_language(mut world: World) {
    world.switch_on("call-link").await;
    let client = card(&world, "Vogel", PHONE).await;
    world.user("Anna", Role::Owner).await;
    let anna = world.signed_in("Anna").await;
    let at = format!("/{SALON}/call-link/clients/{client}");
    anna.submit(&format!("{at}/do-not-call"), &[("reason", "Ruhe")])
        .await
        .is(303);
    for outcome in [
        "reached",
        "not_reached",
        "voicemail",
        "call_back",
        "wrong_number",
    ] {
        anna.submit(&format!("{at}/calls"), &[("outcome", outcome)])
            .await
            .is(303);
    }
    for locale in Locale::ALL {
        let open = async |page: &str| {
            let request = anna.request(Method::GET, page);
            let request = request.header("accept-language", locale.code());
            anna.send(request).await.is(200).text()
        };
        for page in [
            format!("/{SALON}{WORKPLACE}?saved=true"),
            format!("/{SALON}/call-link/ringing"),
            format!("/{SALON}/call-link/ringing?number=0176%201234567"),
            format!("/{SALON}/call-link/ringing?number=0176%207654321"),
            format!("/{SALON}/call-link/ringing?number=0176%207654321&who=vogel"),
            format!("/{SALON}/call-link/ringing?number=0176%207654321&who=nobody"),
            format!("/{SALON}/call-link/ringing?number=anonymous"),
            format!("{at}/calls"),
            format!("{at}/do-not-call"),
            format!("/{SALON}/clients/{client}"),
            format!("/{SALON}/clients/{client}/changes"),
            format!("/{SALON}/clients/{client}/erasure"),
            format!("/{SALON}/settings/features"),
            format!("/{SALON}/settings/features/call-link/data"),
            format!("/{SALON}/settings/roles"),
        ] {
            let text = open(&page).await;
            let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || "-_/.".contains(c)));
            let begins = [
                "call-link-",
                "permission-",
                "slot-",
                "region-place-",
                "area-",
                "event-",
            ];
            let missing: Vec<_> = words
                .filter(|word| begins.iter().any(|begin| word.starts_with(begin)))
                .filter(|word| {
                    let is_name = |before: &str| text.contains(&format!("{before}{word}\""));
                    ![
                        "id=\"",
                        "#",
                        "aria-labelledby=\"",
                        "aria-describedby=\"",
                        "data-fold=\"",
                    ]
                    .iter()
                    .any(|before| is_name(before))
                })
                .collect();
            assert!(missing.is_empty(), "{locale} {page}: {missing:?}");
        }
    }
    world.end().await;
}

async fn the_neighbour_knows_nothing_of_it(mut world: World) {
    world.switch_on("call-link").await;
    let client = card(&world, "Vogel", PHONE).await;
    let new = json!({"client_id": client, "outcome": "reached"});
    let noted = world.post(CALLS, new.clone()).await.is(201).id();
    let (_, token) = world.other_salon("nachbar").await;
    let ask = async |method: Method, path: &str, body: Value| {
        let path = format!("/api/v1/salons/nachbar{path}");
        let request = world.bare(method, &path).bearer_auth(&token);
        world.carry_out(request.json(&body)).await
    };
    let path = "/call-link/lookup?number=0176%201234567";
    ask(Method::GET, path, json!({}))
        .await
        .problem(404, "feature_off");
    ask(Method::PUT, "/features/call-link", json!({}))
        .await
        .is(200);
    let found = ask(Method::GET, path, json!({})).await.is(200).json();
    assert_eq!(found["data"], json!([]));
    let list = ask(Method::GET, CALLS, json!({})).await.is(200).json();
    assert_eq!(list["data"], json!([]));
    let call = format!("{CALLS}/{noted}");
    ask(Method::DELETE, &call, json!({}))
        .await
        .problem(404, "not_found");
    let forbidden = format!("/call-link/do-not-call/{client}");
    ask(Method::PUT, &forbidden, json!({}))
        .await
        .problem(404, "not_found");
    ask(Method::POST, CALLS, new).await.problem(422, "invalid");
    world.get(&call).await.is(200);
    world.end().await;
}
