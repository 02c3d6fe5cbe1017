//! `/{salon}/call-link/workplace`: how this workplace calls.

use askama::Template;
use axum::response::Response;
use http::StatusCode;
use kartoteka_plugin::{
    Call, Page, Result,
    extract::Query,
    pages::{self, Problems, Typed, Ui},
    phone_link::{NumberForm, is_page},
};
use serde::Deserialize;

use super::words;
use crate::{
    input, operations,
    way::{self, Kind, Way},
};

/// What was just done.
#[derive(Debug, Deserialize)]
pub(super) struct WorkplaceQuery {
    /// That a choice was saved.
    saved: Option<bool>,
}

/// A choice as it stands in the fields of the form.
struct WayForm {
    kind: String,
    template: String,
    number: String,
    /// The number by which it is tried out.
    own: String,
}

/// What becomes of a number.
struct Preview {
    /// As it is written here.
    number: String,
    address: String,
    /// Whether it is their own, to be called now.
    own: bool,
}

impl WayForm {
    fn from_way(way: &Way) -> Self {
        Self {
            kind: way.kind.code().to_owned(),
            template: way.template.clone().unwrap_or_default(),
            number: NumberForm::from(way.number).code().to_owned(),
            own: String::new(),
        }
    }

    fn of(typed: &Typed) -> Self {
        let text = |name: &str| typed.get(name).to_owned();
        Self {
            kind: text("kind"),
            template: text("template"),
            number: text("number"),
            own: text("own"),
        }
    }

    /// What was chosen. What stands in the template's field counts for a template alone.
    fn way(&self) -> Way {
        let number = NumberForm::from_code(&self.number).unwrap_or_default();
        let way = Way {
            kind: Kind::from_code(&self.kind).unwrap_or_default(),
            template: Some(self.template.clone()),
            number: number.into(),
        };
        way.without_idle_template()
    }
}

#[derive(Template)]
#[template(path = "call_link/workplace.html")]
struct WorkplacePage<'a> {
    ui: &'a Ui,
    form: &'a WayForm,
    problems: &'a Problems,
    /// What a number becomes by what stands in the form.
    preview: Option<Preview>,
    saved: bool,
    action: String,
    placeholder: &'static str,
}

impl WorkplacePage<'_> {
    fn kinds(&self) -> [(&'static str, String, String); 4] {
        Kind::ALL.map(|kind| {
            let code = kind.code();
            let word = self.ui.t(&format!("call-link-kind-{code}"));
            let hint = self.ui.t(&format!("call-link-kind-{code}-hint"));
            (code, word, hint)
        })
    }

    fn forms(&self) -> [(&'static str, String, String); 3] {
        NumberForm::ALL.map(|form| {
            let shown = way::beginning(&self.ui.call.salon().country, form);
            let hint = self.ui.t(&format!("call-link-number-{}-hint", form.code()));
            (form.code(), shown, hint)
        })
    }

    fn opens_page(&self) -> bool {
        let preview = self.preview.as_ref();
        preview.is_some_and(|preview| is_page(&preview.address))
    }
}

fn page(
    ui: &Ui,
    form: &WayForm,
    way: Option<&Way>,
    problems: &Problems,
    saved: bool,
) -> Result<Page> {
    let template = WorkplacePage {
        ui,
        form,
        problems,
        preview: way.and_then(|way| preview(ui, way, &form.own)),
        saved,
        action: ui.url("/call-link/workplace"),
        placeholder: "https://pbx.example/call?to={number}",
    };
    pages::page(&ui.t("call-link-workplace"), "settings", &template)
}

/// What becomes of their own number, else of one as they look in the salon's country.
fn preview(ui: &Ui, way: &Way, own: &str) -> Option<Preview> {
    let own = input::e164(&ui.call, own);
    let sample = || way::sample(&ui.call.salon().country).to_owned();
    let is_own = own.is_some();
    let number = own.unwrap_or_else(sample);
    Some(Preview {
        address: way.link(String::new()).to(&number)?,
        number: words::phone(ui, &number),
        own: is_own,
    })
}

/// What is chosen here.
pub(super) async fn show(call: Call, Query(asked): Query<WorkplaceQuery>) -> Result<Page> {
    let way = operations::way(&call).await?;
    let form = WayForm::from_way(&way);
    let saved = asked.saved == Some(true);
    page(
        &Ui::new(&call),
        &form,
        Some(&way),
        &Problems::default(),
        saved,
    )
}

/// Saves the choice, or shows what would come of it.
pub(super) async fn choose(call: Call, typed: Typed) -> Result<Response> {
    // Whoever may not choose is told so before what is wrong with the choice.
    operations::way(&call).await?;
    let form = WayForm::of(&typed);
    let preview = typed.has("preview");
    let done = match preview {
        true => form.way().checked(),
        false => operations::choose(&call, form.way()).await,
    };
    let ui = Ui::new(&call);
    let error = match done {
        Ok(way) if preview => {
            let page = page(&ui, &form, Some(&way), &Problems::default(), false)?;
            return Ok(pages::with_status(page, StatusCode::OK));
        }
        Ok(_) => return Ok(pages::see_other(&call, "/call-link/workplace?saved=true")),
        Err(error) => error,
    };
    let label = ui.t("call-link-field-template");
    let place = |_: &str| ("template".to_owned(), label.clone());
    let (problems, status) = Problems::of(error, &ui.texts, place)?;
    let page = page(&ui, &form, None, &problems, false)?;
    Ok(pages::with_status(page, status))
}
