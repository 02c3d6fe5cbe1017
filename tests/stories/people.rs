//! Keeping people out, taking them out, and what is told of it.

use chrono::TimeDelta;
use kartoteka::region::Role;
use kartoteka_tests::{PASSWORD, SALON, World, stories};
use reqwest::Method;
use serde_json::{Value, json};

stories![
    a_disabled_user_is_kept_out_of_the_salon_and_comes_back,
    the_operator_keeps_someone_out_of_the_whole_region,
    a_removal_is_taken_back_within_a_day,
    a_salon_keeps_its_last_owner,
    nobody_keeps_out_who_may_more,
    what_was_changed_is_told_and_stays,
    a_series_of_wrong_passwords_is_told,
];

const USERS: &str = "/seidenhaar/settings/users";

/// A token that somebody makes, to see when it dies.
async fn token_of(world: &World, name: &str) -> String {
    let browser = world.signed_in(name).await;
    let path = format!("/api/v1/salons/{SALON}/tokens");
    let made = browser
        .request(Method::POST, &path)
        .json(&json!({"name": "x"}));
    let made = browser.send(made).await.is(201).json();
    made["token"].as_str().expect("its text").to_owned()
}

async fn reads(world: &World, token: &str) -> u16 {
    let path = format!("/api/v1/salons/{SALON}/clients");
    let request = world.bare(Method::GET, &path).bearer_auth(token);
    world.carry_out(request).await.status.as_u16()
}

async fn a_disabled_user_is_kept_out_of_the_salon_and_comes_back(world: World) {
    let (neighbour, _) = world.other_salon("nachbar").await;
    let bea = world.user("Bea", Role::Owner).await;
    world.user("Anna", Role::Owner).await;
    let host = world.running().host();
    let region = host.region();
    region
        .set_member(neighbour, bea, Role::Staff)
        .await
        .unwrap();
    let (anna, there) = (world.signed_in("Anna").await, world.signed_in("Bea").await);
    let token = token_of(&world, "Bea").await;
    there.open("/seidenhaar/clients").await.is(200);
    let disabled = anna.submit(&format!("{USERS}/{bea}/disabling"), &[]).await;
    let shown = anna.open(&disabled.leads()).await.is(200).text();
    assert!(shown.contains("Disabled. They cannot enter this salon for now."));
    assert!(shown.contains("badge-stop"), "the list marks them");
    there.open("/seidenhaar/clients").await.is(404);
    there.open("/nachbar/clients").await.is(200);
    assert_eq!(there.open("/").await.leads(), "/nachbar");
    assert_eq!(reads(&world, &token).await, 401);
    world.get(&format!("/users/{bea}")).await.is(200);
    // The page offers to take it back.
    let undo = format!("action=\"{USERS}/{bea}/enabling\"");
    assert_eq!(
        shown.matches(&undo).count(),
        2,
        "beside the notice and in the list"
    );
    anna.submit(&format!("{USERS}/{bea}/enabling"), &[])
        .await
        .is(303);
    there.open("/seidenhaar/clients").await.is(200);
    assert_eq!(
        reads(&world, &token).await,
        200,
        "what they made is as it was"
    );
    world
        .post(
            "/users/00000000-0000-7000-8000-000000000000/disabling",
            json!({}),
        )
        .await
        .is(404);
    world.end().await;
}

async fn the_operator_keeps_someone_out_of_the_whole_region(world: World) {
    let bea = world.user("Bea", Role::Owner).await;
    let there = world.signed_in("Bea").await;
    let token = token_of(&world, "Bea").await;
    let host = world.running().host();
    let region = host.region();
    let alone = region.disable_account(bea).await.unwrap_err();
    assert_eq!(alone.code, "last_owner_of");
    assert!(there.is_signed_in().await, "nothing was done");
    world.user("Anna", Role::Owner).await;
    region.disable_account(bea).await.unwrap();
    assert!(!there.is_signed_in().await);
    assert_eq!(reads(&world, &token).await, 401);
    let refused = world
        .browser()
        .sign_in("Bea", PASSWORD)
        .await
        .is(401)
        .text();
    let wrong = world
        .browser()
        .sign_in("Bea", "nicht dieses Wort")
        .await
        .is(401)
        .text();
    assert_eq!(refused, wrong, "nobody learns that the account is there");
    let user = world.get(&format!("/users/{bea}")).await.json();
    assert!(user["disabled_at"].is_string(), "{user}");
    let by_salon = world
        .post(&format!("/users/{bea}/enabling"), json!({}))
        .await;
    by_salon.problem(409, "disabled_by_operator");
    region.enable_account(bea).await.unwrap();
    assert!(!there.is_signed_in().await, "the session is over for good");
    world.browser().sign_in("Bea", PASSWORD).await.is(303);
    assert_eq!(reads(&world, &token).await, 200);
    world.end().await;
}

async fn a_removal_is_taken_back_within_a_day(world: World) {
    let bea = world.user("Bea", Role::Owner).await;
    world.user("Anna", Role::Owner).await;
    let (anna, there) = (world.signed_in("Anna").await, world.signed_in("Bea").await);
    let (token, ended) = (token_of(&world, "Bea").await, token_of(&world, "Bea").await);
    let tokens = world.get("/tokens").await.json()["data"].clone();
    let last = tokens
        .as_array()
        .and_then(|all| all.last())
        .expect("tokens");
    let last = format!("/tokens/{}", last["id"].as_str().expect("an id"));
    world.send(Method::DELETE, &last, None, &[]).await.is(204);
    world.clock.advance(TimeDelta::minutes(1));
    let removed = anna
        .submit(&format!("{USERS}/{bea}/removal"), &[])
        .await
        .leads();
    there.open("/seidenhaar/clients").await.is(404);
    assert_eq!(reads(&world, &token).await, 401);
    world.get(&format!("/users/{bea}")).await.is(404);
    let page = anna.open(&removed).await.is(200).text();
    let undo = format!("{USERS}/{bea}/restoration");
    assert!(page.contains(&format!("action=\"{undo}\"")) && page.contains("Undo"));
    anna.submit(&undo, &[]).await.is(303);
    there.open(USERS).await.is(200);
    assert_eq!(reads(&world, &token).await, 200);
    assert_eq!(
        reads(&world, &ended).await,
        401,
        "what was ended before stays so"
    );
    anna.submit(&undo, &[]).await.is(404);
    anna.submit(&format!("{USERS}/{bea}/removal"), &[])
        .await
        .is(303);
    world.clock.advance(TimeDelta::days(1));
    anna.submit(&undo, &[]).await.is(404);
    world.running().host().region().sweep().await.unwrap();
    there.open("/seidenhaar/clients").await.is(404);
    world.end().await;
}

async fn a_salon_keeps_its_last_owner(world: World) {
    let anna = world.user("Anna", Role::Owner).await;
    let bea = world.user("Bea", Role::Owner).await;
    world
        .post(&format!("/users/{bea}/disabling"), json!({}))
        .await
        .is(200);
    // Bea cannot come in, so Anna is the last.
    let refused = async || {
        let disable = world
            .post(&format!("/users/{anna}/disabling"), json!({}))
            .await;
        disable.problem(409, "last_owner");
        let path = format!("/users/{anna}");
        let remove = world.send(Method::DELETE, &path, None, &[]).await;
        remove.problem(409, "last_owner");
        let (path, role) = (format!("{path}/role"), json!({"role": "manager"}));
        let demote = world.send(Method::PUT, &path, Some(role), &[]).await;
        demote.problem(409, "last_owner");
        let host = world.running().host();
        let region = host.region();
        let demote = region.set_member(world.salon, anna, Role::Staff).await;
        assert_eq!(demote.unwrap_err().code, "last_owner");
        let disable = region.disable_account(anna).await;
        assert_eq!(disable.unwrap_err().code, "last_owner_of");
    };
    refused().await;
    world
        .send(Method::DELETE, &format!("/users/{bea}"), None, &[])
        .await
        .is(204);
    refused().await;
    let browser = world.signed_in("Anna").await;
    let page = browser
        .submit(&format!("{USERS}/{anna}/removal"), &[])
        .await
        .is(409);
    assert!(page.text().contains("A salon needs an owner."));
    world.end().await;
}

async fn nobody_keeps_out_who_may_more(world: World) {
    let anna = world.user("Anna", Role::Owner).await;
    world.user("Maja", Role::Manager).await;
    let may = json!({"permissions": ["clients.read", "users.manage"]});
    world
        .send(Method::PUT, "/roles/manager", Some(may), &[])
        .await
        .is(200);
    let maja = world.signed_in("Maja").await;
    for act in ["disabling", "enabling", "removal"] {
        maja.submit(&format!("{USERS}/{anna}/{act}"), &[])
            .await
            .is(403);
    }
    world.user("Bea", Role::Owner).await;
    world
        .send(Method::DELETE, &format!("/users/{anna}"), None, &[])
        .await
        .is(204);
    maja.submit(&format!("{USERS}/{anna}/restoration"), &[])
        .await
        .is(403);
    world.end().await;
}

/// What happened and to whom, newest first.
async fn told(world: &World) -> Vec<(String, String)> {
    let list = world.get("/access-changes?limit=200").await.is(200).json();
    let changes = list["data"].as_array().expect("changes").iter();
    let pair = |change: &Value| {
        let text = |name: &str| change[name].as_str().expect(name).to_owned();
        (text("what"), text("subject"))
    };
    changes.map(pair).collect()
}

async fn what_was_changed_is_told_and_stays(world: World) {
    let anna = world.user("Anna", Role::Owner).await;
    let bea = world.user("Bea", Role::Staff).await;
    let browser = world.signed_in("Anna").await;
    world.clock.advance(TimeDelta::seconds(1));
    let act = async |path: &str, fields: &[(&str, &str)]| {
        let answer = browser
            .submit(&format!("/seidenhaar/settings/{path}"), fields)
            .await;
        assert!(
            [201, 303].contains(&answer.status.as_u16()),
            "{path}: {}",
            answer.text()
        );
        world.clock.advance(TimeDelta::seconds(1));
    };
    act(&format!("users/{bea}/role"), &[("role", "manager")]).await;
    // What changes nothing is told by nobody.
    act(&format!("users/{bea}/role"), &[("role", "manager")]).await;
    act("roles/staff", &[("permission", "clients.read")]).await;
    act("roles/staff", &[("permission", "clients.read")]).await;
    act(&format!("users/{bea}/disabling"), &[]).await;
    act(&format!("users/{bea}/disabling"), &[]).await;
    act(&format!("users/{bea}/enabling"), &[]).await;
    act(&format!("users/{bea}/removal"), &[]).await;
    act(&format!("users/{bea}/restoration"), &[]).await;
    act(
        "tokens",
        &[("name", "Kasse"), ("permission", "clients.read")],
    )
    .await;
    let fields = [("current", PASSWORD), ("password", "ein Kamm rollt weiter")];
    browser.submit("/account/password", &fields).await.is(303);
    let (anna, bea) = (format!("user:{anna}"), format!("user:{bea}"));
    let told = told(&world).await;
    let names: Vec<&str> = told.iter().map(|(what, _)| what.as_str()).collect();
    let expected = [
        "region.password.changed/1",
        "region.token.made/1",
        "region.user.restored/1",
        "region.user.removed/1",
        "region.user.enabled/1",
        "region.user.disabled/1",
        "region.role.changed/1",
        "region.user.role_changed/1",
        "region.user.joined/1",
        "region.user.joined/1",
        "region.token.made/1",
        "region.salon.created/1",
    ];
    assert_eq!(names, expected);
    assert_eq!(told[0].1, anna);
    assert!(told[2..6].iter().all(|(_, subject)| *subject == bea));
    // Newest first, page by page, with who did it.
    let mut after = String::new();
    let mut paged = Vec::new();
    loop {
        let page = world
            .get(&format!("/access-changes?limit=5{after}"))
            .await
            .json();
        paged.extend(page["data"].as_array().expect("changes").clone());
        match page["page"]["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    assert_eq!(paged.len(), expected.len());
    let role = &paged[7];
    assert_eq!(
        (&role["actor"], &role["actor_name"]),
        (&json!(anna), &json!("Anna"))
    );
    assert_eq!(role["subject_name"], "Bea");
    assert_eq!(role["before"], json!({"role": "staff"}));
    assert_eq!(role["after"], json!({"role": "manager"}));
    // Nothing that could be read as a person stands in it.
    let text = paged
        .iter()
        .map(|c| format!("{}{}", c["before"], c["after"]));
    assert!(!text.collect::<String>().contains("example.org"));
    // In words on the page; another salon sees none of it.
    let page = browser
        .open("/seidenhaar/settings/changes")
        .await
        .is(200)
        .text();
    for sentence in [
        "Bea is now Manager",
        "Bea was removed",
        "The removal of Bea was undone",
    ] {
        assert!(page.contains(sentence), "{sentence}: {page}");
    }
    assert!(
        !page.contains("region-"),
        "every change has its words: {page}"
    );
    assert!(
        browser
            .open(USERS)
            .await
            .text()
            .contains("Anna got a new password")
    );
    let (_, stranger) = world.other_salon("nachbar").await;
    let theirs = world.bare(Method::GET, "/api/v1/salons/nachbar/access-changes");
    let theirs = world
        .carry_out(theirs.bearer_auth(stranger))
        .await
        .is(200)
        .json();
    assert_eq!(theirs["data"].as_array().map(Vec::len), Some(2), "{theirs}");
    world.end().await;
}

async fn a_series_of_wrong_passwords_is_told(world: World) {
    let anna = world.user("Anna", Role::Owner).await;
    for n in 0..5 {
        let series = told(&world).await;
        let failed = series
            .iter()
            .filter(|(what, _)| what == "region.sign_in.failed/1");
        assert_eq!(failed.count(), 0, "after {n}");
        world
            .browser()
            .sign_in("Anna", "nicht dieses Wort")
            .await
            .is(401);
        world.running().host().region().drain().await;
    }
    let series = told(&world).await;
    let first = series.first().expect("changes");
    assert_eq!(
        *first,
        ("region.sign_in.failed/1".to_owned(), format!("user:{anna}"))
    );
    world.clock.advance(TimeDelta::seconds(1));
    world
        .browser()
        .sign_in("Anna", "nicht dieses Wort")
        .await
        .is(401);
    world.running().host().region().drain().await;
    assert_eq!(
        told(&world).await.len(),
        series.len(),
        "one series, one entry"
    );
    world.end().await;
}
