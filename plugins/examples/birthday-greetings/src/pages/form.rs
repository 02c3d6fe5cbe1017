//! `POST /{salon}/example-birthday-greetings/clients/{client}` and `…/removal`: the form of the card.

use askama::Template;
use axum::response::Response;
use chrono::Datelike as _;
use kartoteka_plugin::{
    Call, Error, Result, clients,
    extract::Path,
    pages::{self, Problems, Typed, Ui},
};
use uuid::Uuid;

use crate::{
    birthday::{Birthday, FIRST_YEAR, NewBirthday},
    operations,
};

/// What stands in the fields.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct BirthdayForm {
    pub(super) month: String,
    pub(super) day: String,
    pub(super) year: String,
}

impl BirthdayForm {
    /// The birthday as it is; empty where there is none.
    pub(super) fn of(birthday: Option<&Birthday>) -> Self {
        birthday.map_or_else(Self::default, |birthday| Self {
            month: birthday.month.to_string(),
            day: birthday.day.to_string(),
            year: birthday
                .year
                .map(|year| year.to_string())
                .unwrap_or_default(),
        })
    }

    fn typed(typed: &Typed) -> Self {
        let text = |name: &str| typed.get(name).trim().to_owned();
        Self {
            month: text("month"),
            day: text("day"),
            year: text("year"),
        }
    }

    /// The birthday to be set.
    fn read(&self) -> Result<NewBirthday> {
        let mut error = Error::invalid();
        for (pointer, text) in [("/month", &self.month), ("/day", &self.day)] {
            if text.is_empty() {
                error = error.field(pointer, "required");
            }
        }
        let new = NewBirthday {
            month: self.month.parse().unwrap_or_default(),
            day: self.day.parse().unwrap_or_default(),
            // What is no number is no year that there is.
            year: (!self.year.is_empty()).then(|| self.year.parse().unwrap_or_default()),
        };
        error.if_any()?;
        Ok(new)
    }

    /// The choices of a month: number, word, and whether it is chosen.
    pub(super) fn months(&self, ui: &Ui) -> Vec<(i64, String, bool)> {
        let month = |number: i64| {
            let word = ui.t1("example-birthday-greetings-month", "month", number);
            (number, word, self.month == number.to_string())
        };
        (1..=12).map(month).collect()
    }

    /// The choices of a day, and whether it is chosen.
    pub(super) fn days(&self) -> Vec<(u32, bool)> {
        let day = |number: u32| (number, self.day == number.to_string());
        (1..=31).map(day).collect()
    }

    /// The first and the last year that there is.
    pub(super) fn years(&self, ui: &Ui) -> (i32, i32) {
        (FIRST_YEAR, ui.call.today().year())
    }
}

#[derive(Template)]
#[template(path = "birthday/page.html")]
struct FormPage<'a> {
    ui: &'a Ui,
    who: String,
    back: String,
    action: String,
    form: &'a BirthdayForm,
    problems: &'a Problems,
}

/// Sets it, and goes back to the card.
pub(super) async fn set(call: Call, Path(client): Path<Uuid>, typed: Typed) -> Result<Response> {
    call.require(operations::WRITE)?;
    let form = BirthdayForm::typed(&typed);
    let done = match form.read() {
        Ok(new) => operations::set(&call, client, new).await.map(drop),
        Err(error) => Err(error),
    };
    let Err(error) = done else {
        return Ok(back(&call, client));
    };
    let ui = Ui::new(&call);
    let (problems, status) = Problems::of(error, &ui.texts, |pointer| {
        let field = match pointer {
            "/month" => "month",
            "/year" => "year",
            _ => "day",
        };
        let label = ui.t(&format!("example-birthday-greetings-{field}"));
        (format!("birthday-{field}"), label)
    })?;
    let person = clients::person(&mut call.db(), client).await?;
    let person = person.ok_or_else(Error::not_found)?;
    let template = FormPage {
        who: person.title(&ui.texts),
        back: ui.url(&format!("/clients/{client}")),
        action: action(&ui, client),
        form: &form,
        problems: &problems,
        ui: &ui,
    };
    let title = ui.t("slot-example-birthday-greetings-birthday");
    let page = pages::page(&title, "clients", &template)?;
    Ok(pages::with_status(page, status))
}

/// Takes it off, and goes back to the card. Once more changes nothing.
pub(super) async fn remove(call: Call, Path(client): Path<Uuid>) -> Result<Response> {
    match operations::remove(&call, client).await {
        Err(error) if error.status != axum::http::StatusCode::NOT_FOUND => Err(error),
        _ => Ok(back(&call, client)),
    }
}

/// Where the form is sent to.
pub(super) fn action(ui: &Ui, client: Uuid) -> String {
    ui.url(&format!("/example-birthday-greetings/clients/{client}"))
}

fn back(call: &Call, client: Uuid) -> Response {
    let section = "section-example-birthday-greetings-birthday";
    pages::see_other(call, &format!("/clients/{client}#{section}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<NewBirthday> {
        BirthdayForm::typed(&Typed::from(pairs)).read()
    }

    #[test]
    fn a_form_says_what_it_has() {
        let new = read(&[("month", "2"), ("day", "29"), ("year", "")]).unwrap();
        assert_eq!((new.month, new.day, new.year), (2, 29, None));
        let new = read(&[("month", "2"), ("day", "29"), ("year", " 1980 ")]).unwrap();
        assert_eq!(new.year, Some(1980));
        let new = read(&[("month", "2"), ("day", "1"), ("year", "80er")]).unwrap();
        assert_eq!(new.year, Some(0), "which is refused");
        let error = read(&[("year", "1980")]).unwrap_err();
        let pointers: Vec<_> = error.fields.iter().map(|f| f.pointer.as_str()).collect();
        assert_eq!(pointers, ["/month", "/day"]);
    }
}
