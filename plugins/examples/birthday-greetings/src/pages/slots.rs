//! What stands on the pages of clients.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use kartoteka_plugin::{
    Call, Error, Result,
    extract::{Json, Path},
    pages::{self, Problems, Ui},
    slots::{Mark, Marks},
};
use uuid::Uuid;

use super::{
    form::{self, BirthdayForm},
    words,
};
use crate::operations::{self, Greeting};

/// So many days before, the list of clients and the card say it.
const AHEAD: i64 = 3;

/// `client.marks`: whose birthday is today, or soon.
pub(super) async fn marks(call: Call, Path(about): Path<String>) -> Result<Json<Marks>> {
    let clients = about.split(',').map(str::parse);
    let clients: Vec<Uuid> = clients
        .collect::<Result<_, _>>()
        .map_err(|_| Error::not_found())?;
    let (today, texts) = (call.today(), call.texts());
    let birthdays = operations::of_clients(&call, &clients).await?.into_iter();
    let soon = birthdays.filter(|birthday| birthday.in_days(today) <= AHEAD);
    let mark = |days: i64| Mark {
        kind: if days == 0 { "look".into() } else { "".into() },
        icon: "cake".into(),
        word: texts.with1("example-birthday-greetings-mark", "days", days),
        ..Mark::default()
    };
    let marks = soon.map(|birthday| (birthday.client_id, vec![mark(birthday.in_days(today))]));
    Ok(Json(marks.collect()))
}

#[derive(Template)]
#[template(path = "birthday/section.html")]
struct Section<'a> {
    ui: &'a Ui,
    /// The day, and in how many days it is kept.
    known: Option<(String, String)>,
    turns: Option<String>,
    greeting: String,
    action: String,
    form: &'a BirthdayForm,
    problems: &'a Problems,
}

impl Section<'_> {
    fn may_write(&self) -> bool {
        self.ui.may(operations::WRITE)
    }
}

/// `client.section`: the birthday, and a form to set it.
pub(super) async fn section(call: Call, Path(client): Path<Uuid>) -> Result<Response> {
    let birthday = operations::of_clients(&call, &[client]).await?.pop();
    let (ui, today) = (Ui::new(&call), call.today());
    if birthday.is_none() && !ui.may(operations::WRITE) {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let greeting = match operations::greeting_of(&call, client).await? {
        Greeting::Yes => "yes",
        Greeting::Off => "off",
        Greeting::NoConsent => "no-consent",
        Greeting::NoAddress => "no-address",
    };
    let known = birthday.as_ref().map(|birthday| {
        let in_days = words::in_days(&ui, birthday.in_days(today));
        (words::on(&ui, birthday), in_days)
    });
    let years = birthday.as_ref().and_then(|birthday| birthday.turns(today));
    pages::fragment(&Section {
        known,
        turns: words::turns(&ui, years),
        greeting: ui.t(&format!("example-birthday-greetings-greeting-{greeting}")),
        action: form::action(&ui, client),
        form: &BirthdayForm::of(birthday.as_ref()),
        problems: &Problems::default(),
        ui: &ui,
    })
}
