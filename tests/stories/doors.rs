//! Every door of a salon asks for its permission: each operation of the API document,
//! and each page, with tokens and with people of every role.

use std::collections::BTreeSet;

use kartoteka::region::Role;
use kartoteka_tests::{
    Answer, Browser, SALON, World,
    document::{NOWHERE, least},
    features,
    features::permissions_of,
    samples, stories,
};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

stories![
    without_its_permission_no_operation_is_done,
    a_role_opens_the_doors_of_its_permissions_and_no_others,
    one_user_has_in_each_salon_what_the_role_there_may,
    a_role_that_lost_a_permission_loses_its_doors,
    no_form_is_taken_from_another_site,
];

/// What each operation of the registry and the region asks for. Those of features name it in the
/// document.
const OPERATIONS: [(&str, &str); 57] = [
    ("add_source", "sources.write"),
    ("archive_client", "clients.write"),
    ("change_client", "clients.write"),
    ("change_feature_settings", "features.manage"),
    ("change_role", "users.manage"),
    ("change_user_role", "users.manage"),
    ("check_booking", "bookings.check"),
    ("commit_import", "imports.write"),
    ("create_token", "tokens.manage"),
    ("disable_user", "users.manage"),
    ("discard_import", "imports.write"),
    ("enable_user", "users.manage"),
    ("erase_client", "clients.erase"),
    ("export_client", "clients.export"),
    ("export_feature", "features.manage"),
    ("fetch_import_file", "imports.read"),
    ("invite_user", "users.manage"),
    ("list_access_changes", "users.manage"),
    ("list_changes", "clients.read"),
    ("list_clients", "clients.read"),
    ("list_consents", "clients.read"),
    ("list_facts", "clients.read"),
    ("list_features", "features.manage"),
    ("list_import_rows", "imports.read"),
    ("list_imports", "imports.read"),
    ("list_invitations", "users.manage"),
    ("list_roles", "users.manage"),
    ("list_sources", "clients.read"),
    ("list_tokens", "tokens.manage"),
    ("list_users", "users.manage"),
    ("map_import", "imports.write"),
    ("preview_erasure", "clients.erase"),
    ("read_import", "imports.write"),
    ("record_consent", "clients.write"),
    ("register_client", "clients.write"),
    ("remove_feature_data", "features.manage"),
    ("remove_source", "sources.write"),
    ("remove_user", "users.manage"),
    ("rename_source", "sources.write"),
    ("restore_client", "clients.write"),
    ("restore_user", "users.manage"),
    ("revoke_token", "tokens.manage"),
    ("show_client", "clients.read"),
    ("show_feature", "features.manage"),
    ("show_feature_data", "features.manage"),
    ("show_feature_removal", "features.manage"),
    ("show_feature_settings", "features.manage"),
    ("show_import", "imports.read"),
    ("show_invitation", "users.manage"),
    ("show_source", "clients.read"),
    ("show_token", "tokens.manage"),
    ("show_user", "users.manage"),
    ("start_import", "imports.write"),
    ("switch_feature_off", "features.manage"),
    ("switch_feature_on", "features.manage"),
    ("undo_import", "imports.write"),
    ("withdraw_invitation", "users.manage"),
];

/// What each page asks for; beside these, the places of features and what they say in their samples.
const PAGES: [(&str, &str); 12] = [
    ("/clients", "clients.read"),
    (
        "/clients/00000000-0000-7000-8000-000000000000",
        "clients.read",
    ),
    (
        "/clients/00000000-0000-7000-8000-000000000000/erasure",
        "clients.erase",
    ),
    ("/clients/new", "clients.write"),
    ("/imports", "imports.read"),
    ("/settings/changes", "users.manage"),
    ("/settings/features", "features.manage"),
    ("/settings/features/blacklist", "features.manage"),
    ("/settings/roles", "users.manage"),
    ("/settings/tokens", "tokens.manage"),
    ("/settings/users", "users.manage"),
    ("/sources", "clients.read"),
];

/// All pages that are knocked at, with what each asks for.
fn pages() -> Vec<(String, String)> {
    let own = PAGES.map(|(page, needs)| (page.to_owned(), needs.to_owned()));
    let features = features().into_iter();
    let places = features.flat_map(|feature| {
        let areas = feature.settings.into_iter();
        let areas = areas.map(|area| (area.path, area.permission));
        let places = feature.places.into_iter();
        let places = places.map(|place| (place.path, place.permission));
        let pages = samples::of(&feature.id).pages.into_iter();
        let pages = pages.map(|(path, needs)| (filled(&path), needs));
        places.chain(areas).chain(pages).collect::<Vec<_>>()
    });
    own.into_iter().chain(places).collect()
}

/// What roles may do to begin with of the registry; of features, what their manifests say.
const STAFF: [&str; 3] = ["bookings.check", "clients.read", "clients.write"];
const MANAGER: [&str; 8] = [
    "bookings.check",
    "clients.erase",
    "clients.export",
    "clients.read",
    "clients.write",
    "imports.read",
    "imports.write",
    "sources.write",
];

/// All that a role may do to begin with: this of the registry, and of features.
fn may(role: &str, own: &[&str]) -> BTreeSet<String> {
    let own = own.iter().map(|name| (*name).to_owned());
    own.chain(permissions_of(role)).collect()
}

/// One operation of the document, with a request that can be decoded.
struct Door {
    id: String,
    /// The permission that opens it.
    needs: String,
    method: Method,
    /// Below the salon.
    path: String,
    body: Option<Value>,
    multipart: bool,
}

impl Door {
    /// A request that would do it, were it allowed; what it is about is not there.
    fn request(&self, request: RequestBuilder) -> RequestBuilder {
        let request = request.header("if-match", "\"1\"");
        match &self.body {
            _ if self.multipart => {
                let file = reqwest::multipart::Part::bytes(b"Name\r\nAnna\r\n".to_vec());
                let form = reqwest::multipart::Form::new();
                request.multipart(form.part("file", file.file_name("a.csv")))
            }
            Some(body) => request.json(body),
            None => request,
        }
    }

    fn at(&self, salon: &str) -> String {
        format!("/api/v1/salons/{salon}{}", self.path)
    }
}

/// What the operation `id` asks for.
fn needs(id: &str, operation: &Value) -> String {
    let of_feature = operation.pointer("/security/0/bearer/0");
    let known = OPERATIONS.iter().find(|(name, _)| *name == id);
    let needs = known
        .map(|(_, needs)| *needs)
        .or_else(|| of_feature.and_then(Value::as_str));
    let needs = needs.unwrap_or_else(|| {
        panic!(
            "{id} says in the document of no permission: `security((\"bearer\" = [\"…\"]))` beside its \
             path, or, of the registry and the region, a line in OPERATIONS of doors.rs"
        )
    });
    needs.to_owned()
}

/// All operations of the salon's document, with all that it can switch on.
async fn doors(world: &World) -> Vec<Door> {
    let document = world.get("/openapi.json").await.is(200).json();
    let paths = document["paths"].as_object().expect("paths");
    let mut doors = Vec::new();
    for (template, item) in paths {
        for (method, operation) in item.as_object().expect("operations") {
            let Some(id) = operation["operationId"].as_str() else {
                continue;
            };
            let content = &operation["requestBody"]["content"];
            let schema = &content["application/json"]["schema"];
            doors.push(Door {
                needs: needs(id, operation),
                id: id.to_owned(),
                method: method.to_uppercase().parse().expect("a method"),
                path: filled(template),
                body: schema.is_object().then(|| least(&document, schema)),
                multipart: content["multipart/form-data"].is_object(),
            });
        }
    }
    doors
}

/// Switches on what can be.
async fn switch_on(world: &World) {
    for feature in features() {
        let path = format!("/features/{}?cascade=true", feature.id);
        let request = world.request(Method::PUT, &path);
        world.carry_out(request).await.is(200);
    }
}

/// A path whose things are not there; roles are.
fn filled(template: &str) -> String {
    let segments = template.split('/').map(|segment| match segment {
        "{role}" => "staff",
        segment if segment.starts_with('{') => NOWHERE,
        segment => segment,
    });
    segments.collect::<Vec<_>>().join("/")
}

async fn without_its_permission_no_operation_is_done(world: World) {
    switch_on(&world).await;
    let doors = doors(&world).await;
    assert!(doors.len() > 30, "the document was not read");
    let all: BTreeSet<&str> = doors.iter().map(|door| door.needs.as_str()).collect();
    let nothing = world.narrow_token(&[]).await;
    let (_, stranger) = world.other_salon("nachbar").await;
    world.user("Anna", Role::Owner).await;
    for door in &doors {
        let path = door.at(SALON);
        let bare = || door.request(world.bare(door.method.clone(), &path));
        let name = &door.id;
        let is = async |request: RequestBuilder, status: u16, code: &str| {
            let answer = world.carry_out(request).await;
            assert_eq!(answer.status.as_u16(), status, "{name}: {}", answer.text());
            answer.problem(status, code);
        };
        is(bare(), 401, "not_signed_in").await;
        is(bare().bearer_auth("kt_wrong"), 401, "not_signed_in").await;
        is(
            bare().header("cookie", "kartoteka_session=x"),
            401,
            "not_signed_in",
        )
        .await;
        is(bare().bearer_auth(&stranger), 404, "not_found").await;
        is(bare().bearer_auth(&nothing), 403, "forbidden").await;
        let but: Vec<&str> = all.iter().filter(|p| **p != door.needs).copied().collect();
        let but = world.narrow_token(&but).await;
        is(bare().bearer_auth(&but), 403, "forbidden").await;
    }
    world.end().await;
}

/// How a door answers a browser.
async fn knock(browser: &Browser<'_>, door: &Door, salon: &str) -> Answer {
    let request = browser.request(door.method.clone(), &door.at(salon));
    browser.send(door.request(request)).await
}

/// That `browser` gets through the doors of `may` in the salon, and no others.
async fn opens(world: &World, browser: &Browser<'_>, salon: &str, may: &BTreeSet<String>) {
    for door in doors(world).await {
        let answer = knock(browser, &door, salon).await;
        let status = answer.status.as_u16();
        if may.contains(&door.needs) {
            let through = ![401, 403, 500].contains(&status);
            assert!(through, "{} refused: {}", door.id, answer.text());
        } else {
            assert_eq!(status, 403, "{}: {}", door.id, answer.text());
        }
    }
    for (page, needs) in pages() {
        let answer = browser.open(&format!("/{salon}{page}")).await;
        let status = answer.status.as_u16();
        if may.contains(&needs) {
            assert!([200, 404].contains(&status), "{page}: {status}");
        } else {
            assert_eq!(status, 403, "{page}");
        }
    }
}

async fn a_role_opens_the_doors_of_its_permissions_and_no_others(world: World) {
    switch_on(&world).await;
    let all = doors(&world).await.into_iter().map(|door| door.needs);
    let all = all.chain(pages().into_iter().map(|(_, needs)| needs));
    let all = all.collect();
    let roles = [
        ("Stef", Role::Staff, may("staff", &STAFF)),
        ("Maja", Role::Manager, may("manager", &MANAGER)),
        ("Anna", Role::Owner, all),
    ];
    for (name, role, may) in roles {
        world.user(name, role).await;
        let browser = world.signed_in(name).await;
        opens(&world, &browser, SALON, &may).await;
    }
    world.end().await;
}

async fn one_user_has_in_each_salon_what_the_role_there_may(world: World) {
    let (neighbour, _) = world.other_salon("nachbar").await;
    let anna = world.user("Anna", Role::Staff).await;
    let host = world.running().host();
    let region = host.region();
    region
        .set_member(neighbour, anna, Role::Manager)
        .await
        .unwrap();
    let browser = world.signed_in("Anna").await;
    assert_eq!(browser.open("/").await.leads(), "/salons");
    let choice = browser.open("/salons").await.text();
    assert!(choice.contains("href=\"/nachbar\"") && choice.contains("href=\"/seidenhaar\""));
    let path = |salon: &str| format!("/{salon}/imports");
    browser.open(&path(SALON)).await.is(403);
    browser.open(&path("nachbar")).await.is(200);
    world.other_salon("dritter").await;
    browser.open("/dritter/clients").await.is(404);
    let nowhere = browser.open("/nirgends/clients").await.is(404).text();
    let theirs = browser.open("/dritter/clients").await.is(404).text();
    let without_number = |page: &str| page.split("<code").next().map(str::to_owned);
    assert_eq!(without_number(&nowhere), without_number(&theirs));
    world.end().await;
}

async fn a_role_that_lost_a_permission_loses_its_doors(world: World) {
    switch_on(&world).await;
    world.user("Stef", Role::Staff).await;
    world.user("Anna", Role::Owner).await;
    let (stef, anna) = (world.signed_in("Stef").await, world.signed_in("Anna").await);
    let change = async |permissions: &[(&str, &str)]| {
        anna.submit("/seidenhaar/settings/roles/staff", permissions)
            .await
            .is(303);
    };
    opens(&world, &stef, SALON, &may("staff", &STAFF)).await;
    change(&[("permission", "imports.read")]).await;
    opens(&world, &stef, SALON, &["imports.read".to_owned()].into()).await;
    change(&[]).await;
    opens(&world, &stef, SALON, &BTreeSet::new()).await;
    // Owners may always do everything.
    let all = [("permission", "clients.read")];
    anna.submit("/seidenhaar/settings/roles/owner", &all)
        .await
        .is(409);
    anna.open("/seidenhaar/settings/tokens").await.is(200);
    world.end().await;
}

/// The addresses of the forms on a page that change something.
fn forms(page: &str) -> impl Iterator<Item = String> + '_ {
    page.split("<form").skip(1).filter_map(|rest| {
        let tag = rest.split('>').next()?;
        let action = tag.split("action=\"").nth(1)?.split('"').next()?;
        tag.contains("method=\"post\"")
            .then(|| action.replace("&#38;", "&"))
    })
}

async fn no_form_is_taken_from_another_site(world: World) {
    switch_on(&world).await;
    world.user("Anna", Role::Owner).await;
    world.user("Bea", Role::Staff).await;
    let client = world
        .post("/clients", json!({"last_name": "Müller"}))
        .await
        .id();
    world
        .post("/tokens", json!({"name": "Kasse"}))
        .await
        .is(201);
    let (anna, nobody) = (world.signed_in("Anna").await, world.browser());
    let mut actions = BTreeSet::new();
    for page in ["/sign-in", "/recovery"] {
        actions.extend(forms(&nobody.open(page).await.is(200).text()));
    }
    let pages = [
        "/account".to_owned(),
        "/account/second-factor".to_owned(),
        format!("/{SALON}/clients/new"),
        format!("/{SALON}/clients/{client}"),
        format!("/{SALON}/clients/{client}/edit"),
        format!("/{SALON}/clients/{client}/erasure"),
        format!("/{SALON}/imports"),
        format!("/{SALON}/settings/users"),
        format!("/{SALON}/settings/roles"),
        format!("/{SALON}/settings/tokens"),
        format!("/{SALON}/settings/features"),
        format!("/{SALON}/settings/features/blacklist"),
        format!("/{SALON}/call-link/clients/{client}/do-not-call"),
        format!("/{SALON}/sources"),
    ];
    let all = samples::all().into_values();
    let of_features = all.flat_map(|one| one.pages.into_keys());
    // Of what has to be made first there is none here.
    let of_features = of_features.filter(|page| !page.contains('{'));
    let of_features = of_features.map(|page| format!("/{SALON}{page}"));
    for page in pages.into_iter().chain(of_features) {
        let found: Vec<_> = forms(&anna.open(&page).await.is(200).text()).collect();
        assert!(!found.is_empty(), "{page} has no form");
        actions.extend(found);
    }
    assert!(actions.len() > 18, "{actions:?}");
    let before = anna.open("/seidenhaar/settings/users").await.text();
    for action in &actions {
        for headers in [
            vec![("sec-fetch-site", "cross-site")],
            vec![("sec-fetch-site", "same-site")],
            vec![("origin", "https://evil.example")],
            vec![("origin", "null")],
            vec![],
        ] {
            let mut request = anna.request(Method::POST, action).form(&[("email", "x")]);
            for (name, value) in &headers {
                request = request.header(*name, *value);
            }
            let answer = world.carry_out(request).await;
            assert_eq!(answer.status, 403, "{action} with {headers:?}");
            assert!(answer.text().contains("came from another site"), "{action}");
            assert!(answer.header("set-cookie").is_none(), "{action}");
        }
    }
    assert!(anna.is_signed_in().await);
    assert_eq!(anna.open("/seidenhaar/settings/users").await.text(), before);
    // Nor does the API take a cookie that another site made the browser send.
    let path = format!("/api/v1/salons/{SALON}/clients");
    let forged = anna
        .request(Method::POST, &path)
        .json(&json!({"last_name": "X"}));
    let forged = forged.header("sec-fetch-site", "cross-site");
    world.carry_out(forged).await.problem(403, "cross_site");
    world.end().await;
}
