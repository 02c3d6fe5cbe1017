//! `GET /{salon}/example-birthday-greetings`: the birthdays to come.

use askama::Template;
use kartoteka_plugin::{
    Call, Page, Result, clients,
    extract::Query,
    lists::Paging,
    pages::{self, Ui},
};
use serde::Deserialize;
use uuid::Uuid;

use super::words;
use crate::{operations, settings::FEATURE};

const ROWS: usize = 50;

/// Where the page begins.
#[derive(Debug, Deserialize)]
pub(super) struct ListQuery {
    after: Option<String>,
}

struct Row {
    name: String,
    href: String,
    on: String,
    in_days: String,
    is_today: bool,
    turns: Option<String>,
}

#[derive(Template)]
#[template(path = "birthday/list.html")]
struct ListPage {
    ui: Ui,
    rows: Vec<Row>,
    more: Option<String>,
}

/// The list.
pub(super) async fn list(call: Call, Query(asked): Query<ListQuery>) -> Result<Page> {
    let paging = Paging {
        after: asked.after,
        limit: ROWS,
    };
    let coming = operations::coming(&call, operations::ALL_DAYS, &paging).await?;
    let ids: Vec<Uuid> = coming.birthdays.iter().map(|one| one.client_id).collect();
    let people = clients::people(&mut call.db(), &ids).await?;
    let (ui, today) = (Ui::new(&call), call.today());
    let rows = coming.birthdays.iter().filter_map(|birthday| {
        let person = people.get(&birthday.client_id)?;
        Some(Row {
            name: person.title(&ui.texts),
            href: ui.url(&format!("/clients/{}", person.id)),
            on: words::on(&ui, birthday),
            in_days: words::in_days(&ui, birthday.in_days(today)),
            is_today: birthday.in_days(today) == 0,
            turns: words::turns(&ui, birthday.turns(today)),
        })
    });
    let template = ListPage {
        rows: rows.collect(),
        more: coming.next.map(|next| {
            let query = pages::query(&[("after", &next)]);
            ui.url(&format!("/{FEATURE}{query}"))
        }),
        ui,
    };
    let title = template.ui.t("place-example-birthday-greetings");
    pages::page(&title, FEATURE, &template)
}
