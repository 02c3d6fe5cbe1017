//! What stands on the pages of clients.

use askama::Template;
use axum::extract::Path;
use http::StatusCode;
use kartoteka_plugin::{
    Call, Error,
    extract::Json,
    lists::Paging,
    pages::{self, Problems, Ui},
    slots::{Mark, Marks},
};
use uuid::Uuid;

use super::form::AllergyForm;
use crate::{
    allergy::{Allergy, Severity},
    door::{Answered, Id, Of},
    operations,
};

/// So many stand on a card; nobody has more.
const SHOWN: usize = 200;

fn badge(ui: &Ui, severity: Severity) -> Mark {
    let (kind, icon) = match severity {
        Severity::Severe => ("stop", "triangle-alert"),
        Severity::Mild => ("look", "circle-alert"),
    };
    Mark {
        kind: kind.into(),
        icon: icon.into(),
        word: ui.t(&format!("example-allergy-card-{}", severity.code())),
        ..Mark::default()
    }
}

/// `client.marks`: who must not come near something at all.
pub(super) async fn marks(Of(call): Of<Call>, Path(about): Path<String>) -> Answered {
    let clients = about.split(',').map(str::parse);
    let clients: Result<Vec<Uuid>, _> = clients.collect();
    let clients = clients.map_err(|_| Error::not_found())?;
    let texts = call.texts();
    let mark = |(client, substances): (Uuid, Vec<String>)| {
        let key = "example-allergy-card-mark";
        let mark = Mark {
            kind: "stop".into(),
            icon: "triangle-alert".into(),
            word: texts.with1(key, "substances", substances.join(", ")),
            ..Mark::default()
        };
        (client, vec![mark])
    };
    let severe = operations::severe(&call, &clients).await?;
    let marks: Marks = severe.into_iter().map(mark).collect();
    Ok(Json(marks).into())
}

/// One allergy, as the card shows it.
struct Line {
    badge: Mark,
    substance: String,
    note: Option<String>,
    tested: Option<String>,
    version: i64,
    href: String,
}

#[derive(Template)]
#[template(path = "allergy/section.html")]
struct Section<'a> {
    ui: &'a Ui,
    lines: Vec<Line>,
    action: String,
    form: &'a AllergyForm,
    problems: &'a Problems,
}

impl Section<'_> {
    fn may_write(&self) -> bool {
        self.ui.may(operations::WRITE)
    }
}

/// `client.section`: what the client cannot stand, and a form to note more.
pub(super) async fn section(Of(call): Of<Call>, Id(client): Id) -> Answered {
    let paging = Paging::first(SHOWN);
    let (allergies, _) = operations::list(&call, Some(client), &paging).await?;
    let ui = Ui::new(&call);
    if allergies.is_empty() && !ui.may(operations::WRITE) {
        return Ok(StatusCode::NO_CONTENT.into());
    }
    let line = |allergy: Allergy| Line {
        badge: badge(&ui, allergy.severity),
        substance: allergy.substance,
        note: allergy.note,
        tested: allergy.tested_on.map(|day| {
            let day = call.format().date(day);
            ui.t1("example-allergy-card-tested", "day", day)
        }),
        version: allergy.version,
        href: ui.url(&format!("/example-allergy-card/allergies/{}", allergy.id)),
    };
    let section = Section {
        lines: allergies.into_iter().map(line).collect(),
        action: ui.url(&format!("/example-allergy-card/clients/{client}")),
        form: &AllergyForm::new(),
        problems: &Problems::default(),
        ui: &ui,
    };
    Ok(pages::fragment(&section)?.into())
}
