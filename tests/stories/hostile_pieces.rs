//! Pieces of pages of a feature that means harm.

use chrono::TimeDelta;
use kartoteka::region::Role;
use kartoteka_tests::{Browser, SALON, World, stories};
use reqwest::Method;
use serde_json::json;

stories![
    a_piece_of_a_page_stays_in_its_place in with_hostile,
    what_is_no_piece_of_data_is_none in with_hostile,
];

async fn switch_on(world: &World) {
    let path = "/features/hostile";
    world.send(Method::PUT, path, None, &[]).await.is(200);
}

async fn anna(world: &World) -> Browser<'_> {
    world.user("Anna", Role::Owner).await;
    world.signed_in("Anna").await
}

async fn a_piece_of_a_page_stays_in_its_place(world: World) {
    let anna = anna(&world).await;
    switch_on(&world).await;
    let client = json!({"last_name": "Vogel"});
    let id = world.post("/clients", client).await.is(201).id();
    let card = format!("/{SALON}/clients/{id}");
    for piece in [
        "<p>well</p>",
        "<p class=\"soft\" title='a > b'>1 < 2 &amp; <br>3</p><!-- said -->",
        "<form method=\"post\" action=\"/seidenhaar/hostile/x\"><textarea name=a></p></textarea>\
         <input name=b value=1><button>Go</button></form>",
        "<svg class=\"icon\"><use href=\"/assets/icons.svg#a\"/></svg><hr/><a href=\"tel:+49\">a</a>",
        "<a href=\"?q=a:b\">a</a><a href=\"https://elsewhere.example/\">b</a><P>c</p>",
    ] {
        world.plan(piece);
        let text = anna.open(&card).await.is(200).text();
        assert!(text.contains(piece), "{piece}");
    }
    for piece in [
        "</div></details></main><h1>mine</h1>",
        "<p>open",
        "<div><p>crossed</div></p>",
        "</p>",
        "<div/>",
        "<!-- open",
        "<p title=\"open>",
        "<textarea>open",
        "<p",
        "<![CDATA[ a ]]>",
        "<!doctype html>",
        "<script>1</script>",
        "<SCRIPT src=/a.js></SCRIPT>",
        "<style>main { display: none }</style>",
        "<base href=\"https://elsewhere.example/\">",
        "<meta http-equiv=\"refresh\" content=\"0; url=https://elsewhere.example/\">",
        "<link rel=\"stylesheet\" href=\"/a.css\">",
        "<iframe src=\"/\"></iframe>",
        "<object data=\"/\"></object>",
        "<html></html>",
        "<body></body>",
        "<plaintext>",
        "<template><p></p></template>",
        "<p onclick=\"1\">a</p>",
        "<p hx-on:click=\"1\">a</p>",
        "<p/onclick=1>a</p>",
        "<a href=\"javascript:1\">a</a>",
        "<a href=\" java\tscript:1\">a</a>",
        "<a href=java&#115;cript:1>a</a>",
        "<a href=\"javascript&colon;1\">a</a>",
        "<a href=\"data:text/html,a\">a</a>",
        "<button formaction=\"javascript:1\">a</button>",
        "<div hx-swap-oob=\"true\" id=\"main\"></div>",
    ] {
        let piece = format!("mine {piece}");
        world.plan(&*piece);
        let text = anna.open(&card).await.is(200).text();
        assert!(!text.contains(&piece), "{piece}");
        assert!(text.contains("Not available at the moment"), "{piece}");
        world.clock.advance(TimeDelta::minutes(2));
    }
    world.plan(format!("<p>{}</p>", "x".repeat(1 << 20)));
    let text = anna.open(&card).await.is(200).text();
    assert!(text.len() < 100_000, "a piece has a size");
    world.end().await;
}

async fn what_is_no_piece_of_data_is_none(world: World) {
    let anna = anna(&world).await;
    switch_on(&world).await;
    let client = json!({"last_name": "Vogel", "phones": [{"value": "0176 12345678"}]});
    let id = world.post("/clients", client).await.is(201).id();
    let other = world.post("/clients", json!({"last_name": "Amsel"})).await;
    let other = other.is(201).id();
    let mark = |id: &str| {
        let word = "<b>marked</b>\" onclick=\"1";
        json!({id: [{"kind": "\" onclick=\"1", "icon": "\"><b>", "word": word}]}).to_string()
    };
    let action = json!([{"word": "<b>act</b>", "icon": "\"><b>", "path": "\" onclick=\"1"}]);
    let link = |before: &str| {
        json!({"before": before, "number": "plus", "after": "\"><b>", "word": "<b>"}).to_string()
    };
    for data in [
        mark(&id),
        action.to_string(),
        link("javascript:"),
        link("tel:"),
        "[[[[[[".repeat(10_000),
        "{\"before\": 7}".to_owned(),
    ] {
        world.plan(data.clone());
        for page in [
            format!("/{SALON}/clients/{id}"),
            format!("/{SALON}/clients"),
        ] {
            let text = anna.open(&page).await.is(200).text();
            let part: String = data.chars().take(80).collect();
            for bad in [
                "<b>marked",
                "\" onclick=\"1\"",
                "\"><b>",
                "href=\"javascript:",
                "<b>act",
            ] {
                assert!(!text.contains(bad), "{page} {bad}: {part}");
            }
        }
    }
    // A mark of somebody who was not asked about is nowhere.
    world.plan(mark(&other));
    let text = anna
        .open(&format!("/{SALON}/clients/{id}"))
        .await
        .is(200)
        .text();
    assert!(!text.contains("marked"));
    world.end().await;
}
