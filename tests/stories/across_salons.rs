//! What belongs to another salon does not exist: every operation of the document and every
//! page, whether it is asked of the other salon or with the other salon's ids in one's own.

use std::{collections::BTreeMap, path::Path};

use kartoteka::region::{NewUser, Role};
use kartoteka_tests::{
    SALON, World, document::least, features, process::files, samples, sheets::people, stories,
};
use reqwest::{Method, multipart};
use serde_json::{Value, json};

stories![
    no_operation_reaches_another_salon,
    no_page_reaches_another_salon,
];

const OTHER: &str = "nachbar";

/// Something of every kind that has an id, by the name that paths have for it.
async fn things(world: &World) -> BTreeMap<String, String> {
    let note = json!({"last_name": "Geheim", "notes": [{"text": "Geheimnis"}]});
    let client = world.post("/clients", note).await.is(201).json();
    let note = client["notes"][0]["id"]
        .as_str()
        .expect("a note")
        .to_owned();
    let source = json!({"name": "Geheimtipp"});
    let source = world.post("/sources", source).await.is(201).id();
    let token = json!({"name": "geheim", "permissions": ["clients.read"]});
    let token = world.post("/tokens", token).await.is(201).id();
    let import = world
        .upload("geheim.xlsx", people(3), &[])
        .await
        .is(201)
        .id();
    world.import_at_rest(&import).await;
    switch_on(world, SALON, &world.token).await;
    let off = world.request(Method::DELETE, "/features/blacklist");
    world.carry_out(off).await.is(204);
    let removal = world.request(Method::POST, "/features/blacklist/removal");
    let removal = world.carry_out(removal).await.is(200).id();
    switch_on(world, SALON, &world.token).await;
    let owner = client["id"].as_str().expect("an id");
    let mut of_features = BTreeMap::new();
    for thing in samples::all().into_values().flat_map(|one| one.things) {
        let made = world
            .carry_out(samples::request(&thing, world, owner))
            .await
            .is(201);
        of_features.insert(thing.name.clone(), made.id());
    }
    let own = BTreeMap::from([
        ("client", owner.to_owned()),
        ("note", note),
        ("source", source),
        ("token", token),
        ("import", import),
        ("user", user(world, world.salon, "geheim@example.org").await),
        // Of nobody: there is no mail server here. It must not answer otherwise either.
        (
            "invitation",
            "0192f0c1-2345-7000-8000-000000000000".to_owned(),
        ),
        ("role", "staff".to_owned()),
        ("feature", "blacklist".to_owned()),
        ("removal", removal),
    ]);
    let own = own.into_iter().map(|(name, id)| (name.to_owned(), id));
    own.chain(of_features).collect()
}

/// Switches on what can be, so that its doors are there to be knocked at.
async fn switch_on(world: &World, salon: &str, token: &str) {
    for feature in features() {
        let path = format!(
            "/api/v1/salons/{salon}/features/{}?cascade=true",
            feature.id
        );
        let request = world.bare(Method::PUT, &path).bearer_auth(token);
        world.carry_out(request).await.is(200);
    }
}

const PASSWORD: &str = "ein langer Satz am Empfang";

async fn user(world: &World, salon: uuid::Uuid, email: &str) -> String {
    let host = world.running().host();
    let region = host.region();
    let new = NewUser {
        email: email.to_owned(),
        name: "Anna".to_owned(),
        password: PASSWORD.to_owned(),
        locale: None,
    };
    let user = region.create_user(new).await.expect("a user");
    let member = region.set_member(salon, user, Role::Owner).await;
    member.expect("a member");
    user.to_string()
}

/// The document of all that there is, with the salon in its paths.
async fn document(world: &World) -> Value {
    let document = world.bare(Method::GET, "/api/openapi.json");
    world.carry_out(document).await.is(200).json()
}

/// The lists of a salon: what can be read of it without naming anything.
fn lists(document: &Value) -> Vec<String> {
    let paths = document["paths"].as_object().expect("paths").iter();
    let lists = paths.filter_map(|(template, item)| {
        let path = template.strip_prefix("/api/v1/salons/{salon}")?;
        let parameters = item.pointer("/get/parameters").and_then(Value::as_array);
        let mut parameters = parameters.into_iter().flatten();
        let asks = parameters.any(|p| p["in"] == "query" && p["required"] == true);
        let is_list = item["get"].is_object() && !path.contains('{') && !asks;
        is_list.then(|| path.to_owned())
    });
    lists.collect()
}

/// Everything in the salon that an operation could have changed or taken away.
async fn all_of(world: &World) -> Vec<Value> {
    let mut paths = lists(&document(world).await);
    assert!(paths.len() > 10, "the lists were not found: {paths:?}");
    paths.push("/clients?archived=true".to_owned());
    let set = features()
        .into_iter()
        .filter(|f| f.settings_schema.is_some());
    paths.extend(set.map(|feature| format!("/features/{}/settings", feature.id)));
    let mut all = Vec::new();
    for path in paths {
        let list = world.carry_out(world.request(Method::GET, &path)).await;
        if list.status == 409 {
            // It is of a browser's desk, which a token has not.
            list.problem(409, "no_workplace");
            continue;
        }
        let mut list = list.is(200).json();
        for token in list["data"].as_array_mut().into_iter().flatten() {
            if let Some(token) = token.as_object_mut() {
                token.remove("last_used_at");
            }
        }
        all.push(list);
    }
    all
}

/// A body that the operation would take; the least that its schema takes, where that will do.
fn body(document: &Value, operation: &Value) -> Value {
    match operation["operationId"].as_str().expect("an id") {
        "register_client" | "change_client" => json!({"last_name": "Dieb"}),
        "record_consent" => json!({"state": "given"}),
        "map_import" => json!({"A": "name"}),
        "add_source" | "rename_source" => json!({"name": "Dieb"}),
        "create_token" => json!({"name": "Dieb"}),
        "invite_user" => json!({"email": "dieb@example.org", "role": "staff"}),
        "check_booking" => json!({"phone": "0176 7654321"}),
        "change_feature_settings" => json!({"settings": {"refusal": "Dieb"}}),
        "change_role" => json!({"permissions": ["clients.read"]}),
        "change_user_role" => json!({"role": "staff"}),
        id => {
            let all = samples::all().into_values();
            if let Some(body) = all.filter_map(|mut one| one.bodies.remove(id)).next() {
                return body;
            }
            let schema = operation.pointer("/requestBody/content/application~1json/schema");
            schema.map_or_else(|| json!({}), |schema| least(document, schema))
        }
    }
}

fn filled(template: &str, salon: &str, things: &BTreeMap<String, String>) -> String {
    let segments = template.split('/').map(|segment| {
        let name = segment.strip_prefix('{').and_then(|s| s.strip_suffix('}'));
        match name {
            None => segment,
            Some("salon") => salon,
            Some(name) => things.get(name).unwrap_or_else(|| {
                panic!("across_salons.rs: no \"{name}\" among the things: add one to fn things, or to the feature's samples.toml")
            }),
        }
    });
    segments.collect::<Vec<_>>().join("/")
}

/// Asks for `path`, of which nothing may be known.
async fn ask(
    world: &World,
    token: &str,
    method: &str,
    path: &str,
    document: &Value,
    operation: &Value,
) {
    let method = Method::from_bytes(method.to_uppercase().as_bytes()).expect("a method");
    let request = world.bare(method.clone(), path).bearer_auth(token);
    let request = request.header("if-match", "\"1\"");
    let kinds = operation.pointer("/requestBody/content");
    let request = if kinds.is_some_and(|kinds| kinds.get("multipart/form-data").is_some()) {
        let file = multipart::Part::bytes(people(1)).file_name("dieb.xlsx");
        request.multipart(multipart::Form::new().part("file", file))
    } else if kinds.is_some() {
        request.json(&body(document, operation))
    } else {
        request
    };
    let answer = world.carry_out(request).await;
    assert_eq!(
        answer.status,
        404,
        "{path}: {}\nacross_salons.rs: where the body is what it does not like, add one for {} to fn body, or to the feature's samples.toml",
        answer.text(),
        operation["operationId"]
    );
    answer.problem(404, "not_found");
}

async fn no_operation_reaches_another_salon(world: World) {
    let things = things(&world).await;
    let (_, token) = world.other_salon(OTHER).await;
    switch_on(&world, OTHER, &token).await;
    let before = all_of(&world).await;
    let document = document(&world).await;
    let mut asked = 0;
    for (template, item) in document["paths"].as_object().expect("paths") {
        let operations = item.as_object().expect("operations").iter();
        for (method, operation) in operations.filter(|(_, o)| o["operationId"].is_string()) {
            // Somebody of another salon asks for this one.
            let path = filled(template, SALON, &things);
            ask(&world, &token, method, &path, &document, operation).await;
            asked += 1;
            // They ask for their own, with ids of this one.
            let of_all = ["{role}", "{feature}"];
            let names_a_thing = template.matches('{').count() > 1
                && !of_all.iter().any(|name| template.contains(name));
            if names_a_thing {
                let path = filled(template, OTHER, &things);
                ask(&world, &token, method, &path, &document, operation).await;
                asked += 1;
            }
        }
    }
    assert!(asked > 60, "only {asked} were asked");
    assert_eq!(
        all_of(&world).await,
        before,
        "something was changed from afar"
    );
    world.end().await;
}

/// The paths of the pages of a salon, out of the code that routes them, with their methods.
fn pages() -> Vec<(String, bool, bool)> {
    let house = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let rooms = [
        "core/src",
        "host/src/region/pages",
        "host/src/settings",
        "plugins",
    ];
    let code = rooms.iter().flat_map(|room| files(&house.join(room)));
    let code = code.filter(|file| file.to_string_lossy().contains("/pages"));
    let mut found = Vec::new();
    for file in code {
        let text = std::fs::read_to_string(&file).expect("code");
        for route in text.split(".route(").skip(1) {
            let path = route.split('"').nth(1).expect("a path").to_owned();
            let ends = ["\n}", ";"].iter().filter_map(|end| route.find(end)).min();
            let end = ends.unwrap_or(route.len());
            let handlers = route.get(..end).unwrap_or_default();
            let (get, post) = (handlers.contains("get("), handlers.contains("post("));
            found.push((path, get, post));
        }
    }
    found
}

async fn no_page_reaches_another_salon(world: World) {
    let things = things(&world).await;
    let (salon, token) = world.other_salon(OTHER).await;
    switch_on(&world, OTHER, &token).await;
    user(&world, salon, "dieb@example.org").await;
    let form = [("email", "dieb@example.org"), ("password", PASSWORD)];
    let same_origin = ("sec-fetch-site", "same-origin");
    let request = world.bare(Method::POST, "/sign-in").form(&form);
    let request = request.header(same_origin.0, same_origin.1);
    let answer = world.carry_out(request).await.is(303);
    let cookie = answer.header("set-cookie").expect("a session");
    let cookie = cookie.split(';').next().expect("a cookie").to_owned();
    let before = all_of(&world).await;
    let nobody = || "0192f0c1-2345-7000-8000-000000000001".to_owned();
    let nowhere: BTreeMap<_, _> = things.keys().map(|name| (name.clone(), nobody())).collect();
    let open = async |method: Method, path: &str| {
        let request = world.bare(method, path).header("cookie", &cookie);
        let request = request.header(same_origin.0, same_origin.1);
        world.carry_out(request.form(&[("number", "1")])).await
    };
    let mut asked = 0;
    // The names of the contract, of sessions and of secrets in links are of no salon's things.
    let others = ["about", "session", "link"];
    let known = |path: &str| {
        let mut names = path.split('{').skip(1).map(|rest| rest.split('}').next());
        names.all(|name| !others.contains(&name.unwrap_or_default()))
    };
    for (path, get, post) in pages().into_iter().filter(|(path, ..)| known(path)) {
        // The region's own pages are of no salon; below one they are of none either.
        for (method, has) in [(Method::GET, get), (Method::POST, post)] {
            if !has {
                continue;
            }
            let theirs = format!("/{SALON}{path}");
            let theirs = filled(theirs.trim_end_matches('/'), SALON, &things);
            let answer = open(method.clone(), &theirs).await;
            assert_eq!(answer.status, 404, "{method} {theirs}: {}", answer.text());
            assert!(!answer.text().contains("Geheim"), "{theirs}");
            asked += 1;
            if path.contains('{') && !path.contains("{role}") && !path.contains("{feature}") {
                let own = filled(&format!("/{OTHER}{path}"), OTHER, &things);
                let answer = open(method.clone(), &own).await;
                // A form that is not understood is refused before anybody is looked for: then
                // as for somebody who is nowhere.
                let nowhere = filled(&format!("/{OTHER}{path}"), OTHER, &nowhere);
                let expected = open(method.clone(), &nowhere).await.status;
                assert!(
                    [400, 404, 422].contains(&expected.as_u16()),
                    "{nowhere}: {expected}"
                );
                assert_eq!(answer.status, expected, "{method} {own}: {}", answer.text());
                assert!(!answer.text().contains("Geheim"), "{own}");
                asked += 1;
            }
        }
    }
    assert!(asked > 40, "only {asked} were asked");
    assert_eq!(
        all_of(&world).await,
        before,
        "something was changed from afar"
    );
    world.end().await;
}
