//! The pages of clients, as a browser without a script asks for them.

use kartoteka::region::{NewUser, Role};
use kartoteka_tests::{Answer, SALON, World, stories};
use reqwest::{Method, RequestBuilder};
use serde_json::json;

stories![
    a_card_is_made_after_what_is_wrong_and_known_was_said,
    of_two_who_change_a_card_the_second_chooses,
    a_note_is_taken_off_and_comes_back,
    the_list_marks_what_was_looked_for_and_goes_on,
    erasing_asks_for_the_number_and_gives_a_receipt,
    what_one_may_not_do_is_not_offered,
];

/// Somebody signed in at the front desk.
struct Desk<'a> {
    world: &'a World,
    session: String,
}

impl<'a> Desk<'a> {
    async fn of(world: &'a World, role: Role) -> Self {
        let host = world.running().host();
        let region = host.region();
        let (email, password) = ("anna@example.org", "ein langer Satz am Empfang");
        let new = NewUser {
            email: email.to_owned(),
            name: "Anna".to_owned(),
            password: password.to_owned(),
            locale: None,
        };
        let user = region.create_user(new).await.expect("a user");
        region
            .set_member(world.salon, user, role)
            .await
            .expect("a member");
        let form = [("email", email), ("password", password)];
        let request = world.bare(Method::POST, "/sign-in").form(&form);
        let answer = world
            .carry_out(request.header("sec-fetch-site", "same-origin"))
            .await
            .is(303);
        let cookie = answer.header("set-cookie").expect("a session");
        let session = cookie.split(';').next().expect("a cookie").to_owned();
        Self { world, session }
    }

    async fn ask(&self, request: RequestBuilder) -> Answer {
        let request = request.header("cookie", &self.session);
        self.world
            .carry_out(request.header("sec-fetch-site", "same-origin"))
            .await
    }

    async fn open(&self, path: &str) -> Answer {
        self.ask(self.world.bare(Method::GET, &format!("/{SALON}{path}")))
            .await
    }

    /// A piece of a page, as htmx asks for it.
    async fn piece(&self, path: &str) -> Answer {
        let request = self.world.bare(Method::GET, &format!("/{SALON}{path}"));
        self.ask(request.header("hx-request", "true")).await
    }

    async fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self.world.bare(Method::POST, &format!("/{SALON}{path}"));
        self.ask(request.form(fields)).await
    }
}

/// The path within the salon that a form leads on to.
fn onward(answer: Answer) -> String {
    let answer = answer.is(303);
    let location = answer.header("location").expect("a location");
    location
        .strip_prefix(&format!("/{SALON}"))
        .expect("a path of the salon")
        .to_owned()
}

fn field<'a>(page: &'a str, name: &str) -> &'a str {
    let start = page.find(&format!("name=\"{name}\" value=\"")).expect(name) + name.len() + 15;
    &page[start..start + page[start..].find('"').expect("an end")]
}

async fn a_card_is_made_after_what_is_wrong_and_known_was_said(world: World) {
    let desk = Desk::of(&world, Role::Owner).await;
    let wrong = [
        ("first_name", "Zoë <b>"),
        ("phone", "0176 5512349"),
        ("email", "zoe@"),
    ];
    let page = desk.submit("/clients", &wrong).await.is(422).text();
    assert!(
        page.contains("value=\"Zoë &#60;b&#62;\""),
        "what was typed stays, escaped"
    );
    assert!(page.contains("href=\"#email-0\"") && page.contains("id=\"email-0-error\""));
    let more = desk
        .submit("/clients", &[("phone", "1"), ("add", "phone")])
        .await
        .is(200)
        .text();
    assert!(
        more.contains("id=\"phone-1\""),
        "a row more without a script"
    );

    let right = [
        ("first_name", "Zoë"),
        ("phone", "0176 5512349"),
        ("consent", "given"),
    ];
    let card = onward(desk.submit("/clients", &right).await);
    let page = desk.open(&card).await.is(200).text();
    assert!(page.contains("tel:+491765512349") && page.contains("<h1 id=\"client-name\">Zoë</h1>"));

    let sister = [("first_name", "Mia"), ("phone", "+49 176 5512349")];
    let asked = desk.submit("/clients", &sister).await.is(200).text();
    assert!(asked.contains(&card), "whose it is is shown");
    let anyway = [sister[0], sister[1], ("known", field(&asked, "known"))];
    onward(desk.submit("/clients", &anyway).await);
    world.end().await;
}

async fn of_two_who_change_a_card_the_second_chooses(world: World) {
    let desk = Desk::of(&world, Role::Owner).await;
    let body =
        json!({"first_name": "Anna", "last_name": "Groß", "phones": [{"value": "030 901820"}]});
    let client = world.post("/clients", body).await.is(201);
    let card = format!("/clients/{}", client.id());
    let page = desk.open(&format!("{card}/edit")).await.is(200).text();
    assert_eq!(field(&page, "version"), "1");
    let quiet = desk.piece(&format!("{card}/news?version=1")).await;
    quiet.is(204);
    let theirs = json!({"last_name": "Klein", "phones": [{"value": "030 901821"}]});
    world.patch(&card, 1, theirs).await.is(200);
    let news = desk
        .piece(&format!("{card}/news?version=1"))
        .await
        .is(200)
        .text();
    assert!(news.contains("class=\"notice"));

    let mine = [
        ("version", "1"),
        ("number", "1"),
        ("first_name", "Änne"),
        ("last_name", "Groß"),
        ("phone", "030 901822"),
    ];
    let page = desk.submit(&card, &mine).await.is(412).text();
    assert_eq!(field(&page, "first_name"), "Änne", "what was typed is kept");
    assert_eq!(
        field(&page, "last_name"),
        "Klein",
        "what only the other changed is taken"
    );
    assert!(page.contains("name=\"choose_phones\"") && !page.contains("name=\"choose_last_name\""));
    let chosen = [
        ("version", field(&page, "version")),
        ("number", "1"),
        ("first_name", "Änne"),
        ("last_name", "Klein"),
        ("phone", "030 901822"),
        ("choose_phones", "theirs"),
    ];
    onward(desk.submit(&card, &chosen).await);
    let saved = world.get(&card).await.json();
    assert_eq!(
        (&saved["first_name"], &saved["last_name"]),
        (&json!("Änne"), &json!("Klein"))
    );
    assert_eq!(saved["phones"][0]["value"], "030 901821");
    let story = desk.piece(&format!("{card}/changes")).await.is(200).text();
    assert!(
        story.contains("<del>") && story.contains("030 901820") && story.contains("030 901821")
    );
    world.end().await;
}

async fn a_note_is_taken_off_and_comes_back(world: World) {
    let desk = Desk::of(&world, Role::Owner).await;
    let client = world
        .post("/clients", json!({"first_name": "Ida"}))
        .await
        .is(201);
    let card = format!("/clients/{}", client.id());
    desk.submit(&format!("{card}/notes"), &[("text", " ")])
        .await
        .is(422);
    onward(
        desk.submit(&format!("{card}/notes"), &[("text", "Kaffee\r\nschwarz")])
            .await,
    );
    let note = world.get(&card).await.json()["notes"][0].clone();
    assert_eq!(note["text"], "Kaffee\nschwarz");
    let path = format!("{card}/notes/{}", note["id"].as_str().expect("an id"));
    let late = [("was", "Tee"), ("text", "Wasser")];
    let page = desk.submit(&path, &late).await.is(412).text();
    assert!(page.contains("Wasser"), "what was typed stays");
    onward(
        desk.submit(&path, &[("was", "Kaffee\r\nschwarz"), ("text", "Tee")])
            .await,
    );
    let gone = onward(desk.submit(&path, &[("remove", "yes")]).await);
    let page = desk
        .open(gone.split('#').next().expect("a path"))
        .await
        .is(200)
        .text();
    assert!(
        page.contains(&format!("{path}/restoration")),
        "the way back is offered"
    );
    assert_eq!(world.get(&card).await.json()["notes"], json!([]));
    onward(desk.submit(&format!("{path}/restoration"), &[]).await);
    let back = world.get(&card).await.json()["notes"][0].clone();
    assert_eq!((&back["id"], &back["text"]), (&note["id"], &json!("Tee")));
    assert_eq!(back["created_at"], note["created_at"]);
    world.end().await;
}

async fn the_list_marks_what_was_looked_for_and_goes_on(world: World) {
    let desk = Desk::of(&world, Role::Owner).await;
    let rows = (0..60).map(|at| format!("Ännchen{at};Müller\n"));
    let sheet = format!("Vorname;Nachname\n{}", rows.collect::<String>());
    let import = world
        .upload("liste.csv", sheet.into_bytes(), &[])
        .await
        .is(201)
        .id();
    world.import_at_rest(&import).await;
    world
        .post(&format!("/imports/{import}/commit"), json!({}))
        .await
        .is(202);
    assert_eq!(
        world.import_at_rest(&import).await.json()["state"],
        "committed"
    );
    let page = desk.open("/clients").await.is(200).text();
    assert_eq!(page.matches("data-row>").count(), 50);
    let more = page
        .split("hx-get=\"")
        .find(|part| part.contains("after="))
        .expect("more");
    let more = more
        .split('"')
        .next()
        .expect("an address")
        .replace("&#38;", "&");
    let more = more
        .strip_prefix(&format!("/{SALON}"))
        .expect("a path")
        .to_owned();
    let rest = desk.piece(&more).await.is(200).text();
    assert_eq!(rest.matches("data-row>").count(), 10);
    assert!(!rest.contains("<html") && !rest.contains("<thead"));
    let found = desk.piece("/clients?q=muel%20%C3%A4nnchen7").await.is(200);
    assert_eq!(
        found.header("hx-replace-url"),
        Some("/seidenhaar/clients?q=muel%20%C3%A4nnchen7")
    );
    let found = found.text();
    assert!(
        found.contains("<mark>Ännchen7</mark> <mark>Mül</mark>ler"),
        "{found}"
    );
    let none = desk.open("/clients?q=Niemand").await.is(200).text();
    assert!(none.contains("/clients/new?words=Niemand"));
    let id = world.get("/clients?q=Ännchen7").await.json()["data"][0]["id"].clone();
    let card = format!("/clients/{}", id.as_str().expect("an id"));
    let list = onward(desk.submit(&format!("{card}/archive"), &[]).await);
    let page = desk.open(&list).await.is(200).text();
    assert!(
        page.contains(&format!("{card}/restoration")),
        "the way back is offered"
    );
    let archive = desk.open("/clients?archived=true").await.is(200).text();
    assert!(archive.contains(&card));
    onward(desk.submit(&format!("{card}/restoration"), &[]).await);
    world.end().await;
}

async fn erasing_asks_for_the_number_and_gives_a_receipt(world: World) {
    let desk = Desk::of(&world, Role::Owner).await;
    let body = json!({"first_name": "Ole", "number": "4711", "notes": [{"text": "x"}]});
    let client = world.post("/clients", body).await.is(201);
    let path = format!("/clients/{}/erasure", client.id());
    assert!(desk.open(&path).await.is(200).text().contains("4711"));
    let page = desk
        .submit(&path, &[("confirmation", "471")])
        .await
        .is(422)
        .text();
    assert!(page.contains("confirmation-error"));
    let receipt = desk
        .submit(&path, &[("confirmation", "4711")])
        .await
        .is(200)
        .text();
    assert!(receipt.contains("4711") && !receipt.contains("Ole"));
    desk.open(&format!("/clients/{}", client.id()))
        .await
        .is(404);
    world.end().await;
}

async fn what_one_may_not_do_is_not_offered(world: World) {
    let client = world
        .post("/clients", json!({"first_name": "Ada"}))
        .await
        .is(201);
    let desk = Desk::of(&world, Role::Staff).await;
    let card = format!("/clients/{}", client.id());
    let page = desk.open(&card).await.is(200).text();
    assert!(page.contains("/edit") && !page.contains("/erasure"));
    let list = desk.open("/clients").await.is(200).text();
    assert!(list.contains("/clients/new") && !list.contains(&format!("/{SALON}/imports")));
    desk.open(&format!("{card}/erasure")).await.is(403);
    world.end().await;
}
