//! Who rings: found in whatever form a telephone system writes the number, with all that is known
//! of them, and a stranger's number put where it belongs.

use kartoteka::region::Role;
use kartoteka_tests::{SALON, World, stories};
use reqwest::Method;
use serde_json::{Value, json};

use crate::call_link::{CALLS, E164, PHONE, card, page};

stories![
    who_rings_is_found_in_any_form,
    who_shows_no_number_is_nobody,
    the_page_of_who_rings_leads_on,
    a_stranger_s_number_is_put_on_a_card,
    whoever_answers_learns_who_is_blocked,
];

/// Who is found under a number.
pub(crate) async fn lookup(world: &World, number: &str) -> Vec<Value> {
    let mut path = "/call-link/lookup?number=".to_owned();
    for byte in number.bytes() {
        path.push_str(&format!("%{byte:02X}"));
    }
    let found = world.get(&path).await.is(200).json();
    found["data"].as_array().expect("callers").clone()
}

async fn who_rings_is_found_in_any_form(mut world: World) {
    world.switch_on("call-link").await;
    let anna = card(&world, "Vogel", PHONE).await;
    for number in [
        PHONE,
        E164,
        "00491761234567",
        "491761234567",
        " 491761234567",
        "+49 (0)176 / 123-4567",
        "tel:+491761234567",
        "sip:+491761234567@pbx.example;user=phone",
        "\"Anruf\" <sip:01761234567@10.0.0.1:5060>;tag=1",
    ] {
        let found = lookup(&world, number).await;
        assert_eq!(found.len(), 1, "{number}");
        assert_eq!(found[0]["client_id"], anna.as_str(), "{number}");
        assert_eq!(found[0]["name"], "Vogel");
        assert_eq!(found[0]["do_not_call"], false);
        assert_eq!(found[0]["phone"], "0176 1234567");
        assert_eq!(found[0]["number"], "1");
    }
    // A bare plus in an address is a space.
    let bare = world
        .get("/call-link/lookup?number=+491761234567")
        .await
        .is(200);
    assert_eq!(bare.json()["data"][0]["client_id"], anna.as_str());
    for stranger in ["0176 7654321", "1", "ü", &"9".repeat(150)] {
        assert_eq!(
            lookup(&world, stranger).await,
            [] as [Value; 0],
            "{stranger}"
        );
    }
    world.get("/call-link/lookup").await.problem(422, "invalid");
    // A family's phone; whose card is put away comes last, and no more than ten come at all.
    for at in 0..11 {
        card(&world, &format!("Vogel {at}"), PHONE).await;
    }
    world.delete(&format!("/clients/{anna}"), 1).await.is(204);
    let found = lookup(&world, E164).await;
    assert_eq!(found.len(), 10);
    assert!(found.iter().all(|one| one["archived"] == false));
    world.end().await;
}

async fn who_shows_no_number_is_nobody(mut world: World) {
    world.switch_on("call-link").await;
    world.user("Anna", Role::Staff).await;
    let anna = world.signed_in("Anna").await;
    for withheld in [
        "",
        "%20",
        "anonymous",
        "Anonymous",
        "Unbekannt",
        "sip:anonymous@anonymous.invalid",
        "%3C",
    ] {
        let asked = format!("/call-link/lookup?number={withheld}");
        let found = world.get(&asked);
        let expected = json!({"data": [], "withheld": true});
        assert_eq!(found.await.is(200).json(), expected, "{withheld}");
        let shown = page(&anna, &format!("/call-link/ringing?number={withheld}")).await;
        assert!(shown.contains("The caller shows no number"), "{withheld}");
        assert!(
            !shown.contains("/clients/new"),
            "{withheld}: no card of that name"
        );
    }
    let known = world.get("/call-link/lookup?number=0176%207654321").await;
    assert_eq!(known.is(200).json(), json!({"data": [], "withheld": false}));
    world.end().await;
}

async fn the_page_of_who_rings_leads_on(mut world: World) {
    world.switch_on("call-link").await;
    let client = card(&world, "Vogel", PHONE).await;
    world.user("Anna", Role::Staff).await;
    let anna = world.signed_in("Anna").await;
    let forbidden = format!("/call-link/do-not-call/{client}");
    let put = world
        .send(Method::PUT, &forbidden, Some(json!({})), &[])
        .await;
    put.is(200);
    let note = json!({"client_id": client, "outcome": "voicemail", "note": "Farbe besprochen"});
    world.post(CALLS, note).await.is(201);
    let empty = page(&anna, "/call-link/ringing").await;
    assert!(empty.contains("name=\"number\""));
    let shown = page(&anna, "/call-link/ringing?number=%2B491761234567").await;
    for words in [
        "Vogel",
        "0176 1234567",
        "Do not call",
        "Voicemail",
        "Farbe besprochen",
    ] {
        assert!(shown.contains(words), "{words}");
    }
    assert!(shown.contains(&format!("href=\"/{SALON}/clients/{client}\"")));
    // One press notes the call.
    let action = format!("/{SALON}/call-link/clients/{client}/calls");
    assert!(shown.contains(&format!("action=\"{action}\"")));
    let form = [("direction", "in"), ("outcome", "reached"), ("phone", E164)];
    let noted = anna.submit(&action, &form).await.is(303);
    assert_eq!(
        noted.header("location"),
        Some(&*format!("/{SALON}/clients/{client}"))
    );
    let calls = world.get(CALLS).await.is(200).json();
    assert_eq!(calls["data"][0]["direction"], "in");
    assert_eq!(calls["data"][0]["phone"], E164);
    let stranger = page(&anna, "/call-link/ringing?number=0176%207654321").await;
    assert!(stranger.contains("No card has this number") && stranger.contains("0176 7654321"));
    let new = format!("/{SALON}/clients/new?words=0176%207654321");
    assert!(stranger.contains(&format!("href=\"{new}\"")), "{stranger}");
    let form = anna.open(&new).await.is(200).text();
    assert!(
        form.contains("value=\"0176 7654321\""),
        "the number is on the new card"
    );
    let odd = page(&anna, "/call-link/ringing?number=%3Cscript%3E").await;
    assert!(!odd.contains("<script>"));
    world.end().await;
}

async fn a_stranger_s_number_is_put_on_a_card(mut world: World) {
    world.switch_on("call-link").await;
    let client = card(&world, "Vogel", PHONE).await;
    world.user("Anna", Role::Staff).await;
    let anna = world.signed_in("Anna").await;
    let at = "/call-link/ringing?number=0176%207654321";
    let nobody = page(&anna, &format!("{at}&who=niemand")).await;
    assert!(nobody.contains("No card was found"));
    let found = page(&anna, &format!("{at}&who=vog")).await;
    let edit = format!("/{SALON}/clients/{client}/edit?phone=0176%207654321");
    assert!(found.contains(&format!("href=\"{edit}\"")), "{found}");
    let form = anna.open(&edit).await.is(200).text();
    for phone in [PHONE, "0176 7654321"] {
        assert!(form.contains(&format!("value=\"{phone}\"")), "{phone}");
    }
    let kept = world
        .get(&format!("/clients/{client}"))
        .await
        .is(200)
        .json();
    assert_eq!(
        kept["phones"].as_array().expect("phones").len(),
        1,
        "it is for them to save"
    );
    world.end().await;
}

async fn whoever_answers_learns_who_is_blocked(mut world: World) {
    for feature in ["call-link", "blacklist"] {
        world.switch_on(feature).await;
    }
    card(&world, "Vogel", PHONE).await;
    world.user("Anna", Role::Staff).await;
    let anna = world.signed_in("Anna").await;
    let stranger = "0176 7654321";
    for (phone, number) in [(PHONE, "0176%201234567"), (stranger, "0176%207654321")] {
        let at = format!("/call-link/ringing?number={number}");
        assert!(
            !page(&anna, &at).await.contains("Before they book"),
            "{phone}"
        );
        let contacts = json!([{"kind": "phone", "value": phone}]);
        let block = json!({"contacts": contacts, "effect": "refuse", "reason": "Kam nie"});
        world.post("/blacklist/blocks", block).await.is(201);
        let shown = page(&anna, &at).await;
        assert!(shown.contains("Before they book"), "{phone}: {shown}");
        let on_card = shown.contains("Blocked</span>");
        assert_eq!(on_card, phone == PHONE, "{phone}: {shown}");
    }
    // What the salon did not agree to is not asked.
    world
        .send(Method::DELETE, "/features/blacklist", None, &[])
        .await
        .is(204);
    let at = "/call-link/ringing?number=0176%207654321";
    assert!(!page(&anna, at).await.contains("Before they book"));
    world.end().await;
}
