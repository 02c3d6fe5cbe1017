//! `GET /{salon}/clients`: the list, what is found in it, and more of it.

use askama::Template;
use axum::response::{IntoResponse, Response};
use http::HeaderMap;
use kartoteka_plugin::{Call, Result, extract::Query, lists::Paging, slots::PhoneLink};
use serde::Deserialize;
use uuid::Uuid;

use super::{card, features::BesideList, phone_links::linked};
use crate::{
    clients::{self, Client, ClientFilter, ClientPage, MarketingConsent},
    find::{self, highlight},
    names,
    pages::{self, Htmx, Mark, Markup, Toast, Ui, hue, query, shown_phone},
};

/// As many rows as two screens hold; more come as one scrolls.
const ROWS: usize = 50;

/// Which clients.
#[derive(Debug, Default, Deserialize)]
pub(super) struct ListQuery {
    q: Option<String>,
    #[serde(default)]
    archived: bool,
    after: Option<String>,
    /// The client that was put away just now.
    gone: Option<Uuid>,
}

/// One client in the list.
struct Row {
    href: String,
    hue: u8,
    initials: String,
    name: Markup,
    number: Markup,
    contact: Option<Markup>,
    day: String,
    stamp: String,
    tags: Vec<Mark>,
    archived: bool,
}

#[derive(Template)]
#[template(path = "clients/list.html")]
struct ListPage {
    ui: Ui,
    results: Results,
    toast: Option<Toast>,
}

/// What stands under the head of the page, and is replaced while somebody types.
struct Results {
    q: String,
    archived: bool,
    rows: Vec<Row>,
    count: String,
    total: u64,
    /// Where the next rows are.
    more: Option<String>,
    /// Where the list is without the filter, without the words, and the form for the
    /// words.
    unfiltered: String,
    archive: String,
    new: String,
}

#[derive(Template)]
#[template(path = "clients/results_alone.html")]
struct ResultsAlone {
    ui: Ui,
    results: Results,
}

#[derive(Template)]
#[template(path = "clients/more.html")]
struct MoreRows {
    ui: Ui,
    results: Results,
}

/// The list.
pub(super) async fn list_clients(
    call: Call,
    Htmx(htmx): Htmx,
    headers: HeaderMap,
    Query(mut asked): Query<ListQuery>,
) -> Result<Response> {
    asked.archived |= htmx && looks_at_archive(&headers);
    let filter = ClientFilter {
        q: asked.q.clone(),
        archived: asked.archived,
        paging: Paging {
            after: asked.after.clone(),
            limit: ROWS,
        },
        count: asked.after.is_none() || !htmx,
    };
    let page = clients::list(&call, &filter).await?;
    let ui = Ui::new(&call);
    let shown: Vec<Uuid> = page.clients.iter().map(|client| client.id).collect();
    let beside = BesideList::of(&ui, &shown).await;
    let results = Results::new(&ui, &asked, page, beside);
    if !htmx {
        let toast = gone(&ui, asked.gone).await?;
        let title = ui.t("place-clients");
        let page = pages::page(&title, "clients", &ListPage { ui, results, toast })?;
        return Ok(pages::by_asker(page.into_response()));
    }
    if asked.after.is_some() {
        return pages::fragment(&MoreRows { ui, results });
    }
    let here = address(&ui, &results.q, results.archived, "");
    let answer = pages::fragment(&ResultsAlone { ui, results })?;
    Ok(pages::shown_at(answer, &here))
}

/// Whether the page that asks shows the archive: its search field says only the words.
fn looks_at_archive(headers: &HeaderMap) -> bool {
    let current = headers.get("hx-current-url").and_then(|v| v.to_str().ok());
    let query = current.and_then(|address| address.split_once('?'));
    query.is_some_and(|(_, query)| query.split('&').any(|pair| pair == "archived=true"))
}

fn address(ui: &Ui, q: &str, archived: bool, after: &str) -> String {
    let archived = if archived { "true" } else { "" };
    let pairs = [("q", q), ("archived", archived), ("after", after)];
    ui.url(&format!("/clients{}", query(&pairs)))
}

/// The way back for a card that was put away just now.
async fn gone(ui: &Ui, id: Option<Uuid>) -> Result<Option<Toast>> {
    let Some(id) = id else { return Ok(None) };
    let Ok(client) = clients::show(&ui.call, id).await else {
        return Ok(None); // Erased since: nothing to take back.
    };
    Ok(client.archived_at.map(|_| Toast {
        text: ui.t1("clients-archived", "name", card::title(ui, &client)),
        undo: Some((ui.url(&format!("/clients/{id}/restoration")), Vec::new())),
    }))
}

impl Results {
    /// How many there are in all.
    fn total(&self) -> u64 {
        self.total
    }

    fn new(ui: &Ui, asked: &ListQuery, page: ClientPage, mut beside: BesideList) -> Self {
        let q = asked.q.as_deref().unwrap_or_default().trim().to_owned();
        let words = find::Query::parse(&q);
        let rows = page.clients.iter().map(|client| {
            let marks = beside.marks.remove(&client.id).unwrap_or_default();
            row(ui, client, &words, marks, beside.link.as_ref())
        });
        let total = page.total.unwrap_or(0);
        Self {
            rows: rows.collect(),
            count: ui.count(total),
            total,
            more: page.next.map(|next| address(ui, &q, asked.archived, &next)),
            unfiltered: address(ui, &q, false, ""),
            archive: address(ui, &q, true, ""),
            new: ui.url(&format!("/clients/new{}", query(&[("words", &q)]))),
            archived: asked.archived,
            q,
        }
    }
}

fn row(
    ui: &Ui,
    client: &Client,
    words: &find::Query,
    marks: Vec<Mark>,
    link: Option<&PhoneLink>,
) -> Row {
    let title = card::title(ui, client);
    let name = highlight(&title, words);
    let number = highlight(&client.number, words);
    let told = !name.is_empty() || !number.is_empty();
    // Who is to be thought of before a call is called from the card.
    let link = link.filter(|_| !marks.iter().any(|mark| mark.before_calling));
    Row {
        href: ui.url(&format!("/clients/{}", client.id)),
        hue: hue(client.id),
        initials: names::initials(&client.first_name, &client.last_name),
        name: Markup::marked(&title, &name),
        number: Markup::marked(&client.number, &number),
        contact: contact(ui, client, words, told, link),
        day: ui.day(&client.changed_at),
        stamp: ui.stamp(&client.changed_at),
        // That the card is put away is said by the filter above, once for all.
        tags: marks.into_iter().chain(marketing(ui, client)).collect(),
        archived: client.archived_at.is_some(),
    }
}

/// The phone to show: the one that was looked for, else the first. Where only an
/// e-mail tells why the client was found, that.
fn contact(
    ui: &Ui,
    client: &Client,
    words: &find::Query,
    told: bool,
    link: Option<&PhoneLink>,
) -> Option<Markup> {
    let marked = |text: &str| {
        let found = highlight(text, words);
        (!found.is_empty()).then(|| Markup::marked(text, &found))
    };
    let phones = || client.phones.iter();
    let found = || phones().find_map(|phone| Some((phone, marked(&shown_phone(ui, phone))?)));
    let email = || client.emails.iter().find_map(|email| marked(&email.value));
    if let Some((phone, words)) = found() {
        return Some(linked(phone, words, link));
    }
    let first = || {
        let phone = phones().next()?;
        let words = Markup::marked(&shown_phone(ui, phone), &[]);
        Some(linked(phone, words, link))
    };
    (!told).then(email).flatten().or_else(first)
}

/// What is to be known of a client before the card is opened.
pub(super) fn tags(ui: &Ui, client: &Client) -> Vec<Mark> {
    let mut tags = Vec::new();
    if client.archived_at.is_some() {
        tags.push(Mark {
            kind: "".into(),
            icon: "archive".into(),
            word: ui.t("clients-tag-archived"),
            ..Mark::default()
        });
    }
    tags.extend(marketing(ui, client));
    tags
}

fn marketing(ui: &Ui, client: &Client) -> Option<Mark> {
    let given = client.marketing_consent == MarketingConsent::Given;
    given.then(|| Mark {
        kind: "done".into(),
        icon: "check".into(),
        word: ui.t("clients-tag-marketing"),
        ..Mark::default()
    })
}
