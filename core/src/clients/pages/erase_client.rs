//! `GET` and `POST /{salon}/clients/{client}/erasure`: what erasing means, said first;
//! the erasure; its receipt.

use askama::Template;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use kartoteka_plugin::checks;
use kartoteka_plugin::{Call, Page, Result, extract::Path};
use uuid::Uuid;

use super::card::Person;
use crate::{
    clients::{self, Client, ErasedRows, ErasurePreview},
    names,
    pages::{self, Problem, Problems, Typed, Ui},
};

/// The tables whose rows a salon knows by a name. The others keep the registry running
/// and are told together.
const TOLD: [&str; 7] = [
    "clients",
    "contacts",
    "notes",
    "consents",
    "import_rows",
    "outgoing_mails",
    "journal",
];

#[derive(Template)]
#[template(path = "clients/erasure.html")]
struct ErasurePage<'a> {
    ui: &'a Ui,
    person: Person,
    goes: Vec<String>,
    stays: Vec<String>,
    counts_as_new: bool,
    typed: &'a str,
    problems: &'a Problems,
}

#[derive(Template)]
#[template(path = "clients/receipt.html")]
struct Receipt {
    ui: Ui,
    number: String,
    id: Uuid,
    time: String,
    who: String,
    goes: Vec<String>,
    stays: Vec<String>,
    list: String,
}

/// What goes, what stays, and the question.
pub(super) async fn preview_erasure(call: Call, Path(id): Path<Uuid>) -> Result<Page> {
    let (client, preview) = clients::preview_erasure(&call, id).await?;
    ask(&Ui::new(&call), &client, &preview, "", &Problems::default())
}

/// Erases, where the number or the name was typed. The receipt is the answer itself:
/// nothing of it is kept that a later page could show.
pub(super) async fn erase_client(
    call: Call,
    Path(id): Path<Uuid>,
    typed: Typed,
) -> Result<Response> {
    let (client, preview) = clients::preview_erasure(&call, id).await?;
    let ui = Ui::new(&call);
    let confirmation = typed.get("confirmation");
    if !confirms(&client, confirmation) {
        let number = &client.number;
        let problems = Problems(vec![Problem {
            id: "confirmation".to_owned(),
            label: ui.t("clients-field-number"),
            text: ui.t1("clients-erase-not-confirmed", "number", number),
        }]);
        let page = ask(&ui, &client, &preview, confirmation, &problems)?;
        return Ok(pages::with_status(page, StatusCode::UNPROCESSABLE_ENTITY));
    }
    let receipt = clients::erase(&call, id).await?;
    let actor = [call.actor().to_string()];
    let actors = super::card::Actors::of(&ui, actor.iter()).await?;
    let (goes, stays) = said(&ui, &receipt.rows);
    let title = ui.t("clients-erased");
    let page = Receipt {
        number: client.number,
        id,
        time: ui.call.format().time(&receipt.erased_at),
        who: actors.name(&ui, &actor[0]),
        goes,
        stays,
        list: ui.url("/clients"),
        ui,
    };
    Ok(pages::page(&title, "clients", &page)?.into_response())
}

/// Whether the words name this client: by the number, or by the whole name.
fn confirms(client: &Client, typed: &str) -> bool {
    let typed = checks::tidy(typed);
    let name = names::display_name(&client.first_name, &client.last_name);
    !typed.is_empty() && (typed == client.number || typed.to_lowercase() == name.to_lowercase())
}

fn ask(
    ui: &Ui,
    client: &Client,
    preview: &ErasurePreview,
    typed: &str,
    problems: &Problems,
) -> Result<Page> {
    let (goes, stays) = said(ui, &preview.rows);
    let template = ErasurePage {
        ui,
        person: Person::of(ui, client),
        goes,
        stays,
        counts_as_new: preview.counts_as_new,
        typed,
        problems,
    };
    pages::page(&ui.t("clients-erase"), "clients", &template)
}

/// What goes and what stays, in words.
fn said(ui: &Ui, rows: &[ErasedRows]) -> (Vec<String>, Vec<String>) {
    let (mut goes, mut stays) = (Vec::new(), Vec::new());
    for row in &told(rows) {
        let key = match row.module.as_str() {
            "core" => format!("clients-erases-{}", row.table.replace('_', "-")),
            _ => of_feature(row, "erases"),
        };
        let count = [("count", row.count.into())];
        let name = || {
            let args = [
                ("table", row.table.as_str().into()),
                ("count", row.count.into()),
            ];
            ui.texts.with("clients-erases-other", &args)
        };
        let line = ui.texts.find(&key, &count);
        let kept = ui.texts.find(&of_feature(row, "kept"), &count);
        match (&row.because, row.outcome.as_str()) {
            (Some(because), _) => {
                stays.push(format!("{}: {because}", line.unwrap_or_else(name)));
            }
            (None, "kept") => stays.push(kept.or(line).unwrap_or_else(name)),
            (None, _) => {
                goes.push(line.unwrap_or_else(name));
                // What a feature leaves of it, in its own words.
                stays.extend(ui.texts.find(&of_feature(row, "keeps"), &count));
            }
        }
    }
    (goes, stays)
}

/// The rows that a salon is told of; of a table of a feature what goes in one line, whether row or
/// column.
fn told(rows: &[ErasedRows]) -> Vec<ErasedRows> {
    let mut told: Vec<ErasedRows> = Vec::with_capacity(rows.len());
    for row in rows.iter().filter(|row| row.count > 0) {
        let of_core = row.module == "core";
        if of_core && !TOLD.contains(&row.table.as_str()) {
            continue;
        }
        let stays = |row: &ErasedRows| row.outcome == "kept";
        let same = |other: &&mut ErasedRows| {
            other.module == row.module && other.table == row.table && stays(other) == stays(row)
        };
        match told.iter_mut().find(same) {
            Some(other) => other.count += row.count,
            None => told.push(row.clone()),
        }
    }
    told
}

/// The key of a feature's words about one of its tables: `blacklist-erases-blocks`.
fn of_feature(row: &ErasedRows, verb: &str) -> String {
    let prefix = format!("{}__", row.module.replace('-', "_"));
    let table = row.table.strip_prefix(&prefix).unwrap_or(&row.table);
    format!("{}-{verb}-{}", row.module, table.replace('_', "-"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clients::MarketingConsent;
    use chrono::DateTime;

    #[test]
    fn only_the_number_or_the_whole_name_confirms() {
        let at = DateTime::UNIX_EPOCH;
        let client = Client {
            id: Uuid::nil(),
            number: "4711".to_owned(),
            first_name: "Ängela".to_owned(),
            last_name: "van der Berg".to_owned(),
            phones: Vec::new(),
            emails: Vec::new(),
            notes: Vec::new(),
            source: None,
            marketing_consent: MarketingConsent::Unknown,
            created_at: at,
            changed_at: at,
            archived_at: None,
            version: 1,
        };
        for typed in ["4711", " 4711 ", "ängela  van der berg"] {
            assert!(confirms(&client, typed), "{typed}");
        }
        for typed in ["", " ", "471", "Ängela", "yes"] {
            assert!(!confirms(&client, typed), "{typed}");
        }
        let nameless = Client {
            first_name: String::new(),
            last_name: String::new(),
            ..client
        };
        assert!(!confirms(&nameless, ""));
    }
}
