//! Two people changed one card at once: the second sees what the first did, and says
//! field by field what is to stand where both touched it.

use askama::Template;
use axum::response::Response;
use http::StatusCode;
use kartoteka_plugin::Result;

use super::{
    card::{self, Actors},
    form::ClientForm,
    what_changed::{self, Line},
};
use crate::{
    clients::{Client, Since},
    pages::{self, Hidden, Typed, Ui},
    sources,
};

/// The fields of a form, by the names of their choices.
const FIELDS: [&str; 6] = [
    "number",
    "first_name",
    "last_name",
    "phones",
    "emails",
    "source_id",
];

/// A field that both changed.
struct Choice {
    name: &'static str,
    label: String,
    mine: String,
    theirs: String,
}

#[derive(Template)]
#[template(path = "clients/conflict.html")]
struct ConflictPage<'a> {
    ui: &'a Ui,
    title: String,
    who: String,
    when: String,
    choices: Vec<Choice>,
    /// What the others changed, whether or not it meets what was typed here.
    lines: Vec<Line>,
    hidden: Vec<Hidden>,
    action: String,
    version: i64,
}

/// Puts what the card has in place of what was typed, where that was chosen.
pub(super) fn choose(form: &mut ClientForm, typed: &Typed, now: &Client) {
    let now = ClientForm::from_card(now);
    for field in FIELDS {
        if typed.get(&format!("choose_{field}")) == "theirs" {
            take(form, &now, field);
        }
    }
}

fn take(form: &mut ClientForm, from: &ClientForm, field: &str) {
    match field {
        "number" => form.number.clone_from(&from.number),
        "first_name" => form.first_name.clone_from(&from.first_name),
        "last_name" => form.last_name.clone_from(&from.last_name),
        "phones" => form.phones.clone_from(&from.phones),
        "emails" => form.emails.clone_from(&from.emails),
        _ => form.source_id = from.source_id,
    }
}

/// A field as one text, for comparing and for showing.
fn shown(form: &ClientForm, field: &str) -> String {
    let rows = |rows: &[String]| {
        let filled: Vec<&str> = rows.iter().map(|row| row.trim()).collect();
        let filled: Vec<&str> = filled.into_iter().filter(|row| !row.is_empty()).collect();
        filled.join(", ")
    };
    match field {
        "number" => form.number.trim().to_owned(),
        "first_name" => form.first_name.trim().to_owned(),
        "last_name" => form.last_name.trim().to_owned(),
        "phones" => rows(&form.phones),
        "emails" => rows(&form.emails),
        _ => form.source_id.map(|id| id.to_string()).unwrap_or_default(),
    }
}

/// What was typed, with what only the others changed put in; and the fields that both
/// changed. Without the card as it was, each field that differs is one.
pub(super) fn merge(
    typed: &ClientForm,
    then: Option<&ClientForm>,
    now: &ClientForm,
) -> (ClientForm, Vec<&'static str>) {
    let mut merged = typed.clone();
    let mut both = Vec::new();
    for field in FIELDS {
        let (mine, theirs) = (shown(typed, field), shown(now, field));
        let was = then.map(|then| shown(then, field));
        if mine == theirs || was.as_ref() == Some(&theirs) {
            continue;
        }
        if was.as_ref() == Some(&mine) {
            take(&mut merged, now, field);
        } else {
            both.push(field);
        }
    }
    (merged, both)
}

/// The page that asks, status 412.
pub(super) async fn page(ui: &Ui, since: &Since, typed: &ClientForm) -> Result<Response> {
    let now = ClientForm::from_card(&since.now);
    let then = since.then.as_ref().map(ClientForm::from_card);
    let (merged, both) = merge(typed, then.as_ref(), &now);
    let names = sources::list(&ui.call).await?;
    let words = |form: &ClientForm, field: &str| {
        let text = match (field, form.source_id) {
            ("source_id", Some(id)) => {
                let listed = names.iter().find(|source| source.id == id);
                let own = since.now.source.as_ref().filter(|own| own.id == id);
                let name = listed.map(|source| source.name.clone());
                name.or(own.map(|own| own.name.clone())).unwrap_or_default()
            }
            _ => shown(form, field),
        };
        match text.is_empty() {
            true => ui.t("clients-nothing"),
            false => text,
        }
    };
    let choices = both.iter().map(|field| Choice {
        name: field,
        label: ui.t(&format!("clients-field-{}", field.replace('_', "-"))),
        mine: words(typed, field),
        theirs: words(&now, field),
    });
    let actors = Actors::of(ui, since.changes.iter().map(|change| &change.actor)).await?;
    let last = since.changes.first();
    let template = ConflictPage {
        ui,
        title: card::title(ui, &since.now),
        who: last.map_or_else(
            || ui.t("clients-actor-user"),
            |change| actors.name(ui, &change.actor),
        ),
        when: last.map(|change| ui.ago(&change.at)).unwrap_or_default(),
        choices: choices.collect(),
        lines: since
            .changes
            .iter()
            .flat_map(|change| what_changed::lines(ui, change))
            .collect(),
        hidden: hidden(&merged),
        action: ui.url(&format!("/clients/{}", since.now.id)),
        version: since.now.version,
    };
    let page = pages::page(&ui.t("clients-conflict"), "clients", &template)?;
    Ok(pages::with_status(page, StatusCode::PRECONDITION_FAILED))
}

/// The typed card, carried along so that nothing of it is lost.
fn hidden(form: &ClientForm) -> Vec<Hidden> {
    let field = |name: &'static str, value: &String| Hidden {
        name,
        value: value.clone(),
    };
    let source = form.source_id.map(|id| id.to_string()).unwrap_or_default();
    let mut fields = vec![
        field("number", &form.number),
        field("first_name", &form.first_name),
        field("last_name", &form.last_name),
        field("source_id", &source),
    ];
    fields.extend(form.phones.iter().map(|phone| field("phone", phone)));
    fields.extend(form.emails.iter().map(|email| field("email", email)));
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(last_name: &str, phones: &[&str], number: &str) -> ClientForm {
        ClientForm {
            last_name: last_name.to_owned(),
            phones: phones.iter().map(|phone| (*phone).to_owned()).collect(),
            number: number.to_owned(),
            ..ClientForm::default()
        }
    }

    #[test]
    fn what_only_one_of_two_changed_needs_no_choice() {
        let then = card("Groß", &["1"], "7");
        let mine = card("Klein", &["1"], "7");
        let theirs = card("Groß", &["2"], "7");
        let (merged, both) = merge(&mine, Some(&then), &theirs);
        assert_eq!(merged, card("Klein", &["2"], "7"));
        assert!(both.is_empty());
    }

    #[test]
    fn what_both_changed_is_asked_and_kept_as_typed() {
        let then = card("Groß", &["1"], "7");
        let mine = card("Klein", &["1", "", "3"], "7");
        let theirs = card("Mittel", &["2"], "8");
        let (merged, both) = merge(&mine, Some(&then), &theirs);
        assert_eq!(both, ["last_name", "phones"]);
        assert_eq!(merged, card("Klein", &["1", "", "3"], "8"));
    }

    #[test]
    fn what_both_changed_alike_is_no_question() {
        let then = card("Groß", &["1"], "7");
        let mine = card("Klein", &["1", " "], "7");
        let (_, both) = merge(&mine, Some(&then), &card("Klein", &["1"], "7"));
        assert!(both.is_empty());
    }

    #[test]
    fn without_the_card_as_it_was_all_that_differs_is_asked() {
        let (_, both) = merge(&card("A", &[], "7"), None, &card("B", &[], "8"));
        assert_eq!(both, ["number", "last_name"]);
    }

    #[test]
    fn a_choice_takes_what_the_other_saved() {
        let typed = Typed::from(&[("choose_phones", "theirs"), ("choose_last_name", "mine")][..]);
        let mut form = card("Klein", &["1"], "7");
        let theirs = card("Groß", &["2"], "7");
        for field in FIELDS {
            if typed.get(&format!("choose_{field}")) == "theirs" {
                take(&mut form, &theirs, field);
            }
        }
        assert_eq!(form, card("Klein", &["2"], "7"));
    }
}
