//! What the blacklist puts on the pages of clients.

use std::collections::{HashMap, hash_map::Entry};

use askama::Template;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use kartoteka_plugin::{
    Call, Error, Result,
    extract::{Json, Path},
    pages::{self, Mark, Ui},
    slots::{Action, Marks},
};
use uuid::Uuid;

use super::words;
use crate::{
    block::{Block, Effect},
    matching::{Because, Hit},
    operations::{self, Paper},
};

/// More clients than a page of a list ever has.
const MOST: usize = 200;

/// `client.actions`: to block somebody, or to change the block they have.
pub(super) async fn actions(call: Call, Path(client): Path<Uuid>) -> Result<Json<Vec<Action>>> {
    let subject = operations::subject(&call, client).await?;
    let own = subject.hits.iter().find(|hit| hit.because == Because::Own);
    let followed = || {
        let of_contact = |hit: &&Hit| matches!(hit.because, Because::Contact(_));
        subject.hits.iter().find(of_contact)
    };
    let action = match own.or_else(followed) {
        Some(hit) => Action {
            word: call.texts().get("blacklist-do-change"),
            icon: "ban".to_owned(),
            path: format!("/blacklist/{}", hit.block.id),
            danger: false,
        },
        None => Action {
            word: call.texts().get("blacklist-do-block"),
            icon: "ban".to_owned(),
            path: format!("/blacklist/new?client={client}"),
            danger: true,
        },
    };
    Ok(Json(vec![action]))
}

/// `client.marks`: who of a page of clients is blocked.
pub(super) async fn marks(call: Call, Path(about): Path<String>) -> Result<Json<Marks>> {
    let ids = about.split(',').map(str::parse::<Uuid>);
    let ids: Vec<Uuid> = ids
        .collect::<Result<_, _>>()
        .map_err(|_| Error::not_found())?;
    if ids.len() > MOST {
        return Err(Error::not_found());
    }
    let hits = operations::hitting(&call, &ids).await?;
    let marks = hits
        .clients
        .iter()
        .map(|(client, hits)| (*client, said(&call, hits)));
    Ok(Json(marks.collect()))
}

/// The marks of one client, the strongest alone where it says all.
fn said(call: &Call, hits: &[Hit]) -> Vec<Mark> {
    let mark = |kind: &'static str, icon: &'static str, key: &str| Mark {
        kind: kind.into(),
        icon: icon.into(),
        word: call.texts().get(key),
        ..Mark::default()
    };
    if hits.iter().any(|hit| hit.block.stops()) {
        return vec![mark("stop", "ban", "blacklist-mark-blocked")];
    }
    let mut marks = Vec::new();
    if hits.iter().any(|hit| hit.block.effect == Effect::Warn) {
        marks.push(mark("look", "triangle-alert", "blacklist-mark-warning"));
    }
    if hits.iter().any(|hit| hit.block.effect == Effect::Limit) {
        marks.push(mark("look", "gauge", "blacklist-mark-limited"));
    }
    marks
}

/// A block as the card shows it.
struct Shown {
    mark: Mark,
    because: String,
    /// The card it was set on, where that is another.
    other: Option<String>,
    /// What lifting it is called: whose block it is, where it is another's.
    lift: String,
    scope: String,
    reason: Option<String>,
    /// Titles of documents, and where they are.
    proofs: Vec<(String, String)>,
    set: String,
    until: String,
    review: String,
    due: bool,
    href: String,
}

#[derive(Template)]
#[template(path = "blacklist/section.html")]
struct Section {
    ui: Ui,
    blocks: Vec<Shown>,
    /// What was lifted just now, and where that is taken back.
    undo: Option<(String, String)>,
    back: String,
}

/// `client.section`: the blocks that hit the client, and why.
pub(super) async fn section(call: Call, Path(client): Path<Uuid>) -> Result<Response> {
    let hits = operations::hitting(&call, &[client]).await?;
    let ui = Ui::new(&call);
    let blocks = shown(&ui, hits.of(client)).await?;
    let undo = match ui.may("blacklist.write") {
        true => undo(&ui, client, hits.of(client)).await?,
        false => None,
    };
    if blocks.is_empty() && undo.is_none() {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    pages::fragment(&Section {
        undo,
        back: format!("/clients/{client}"),
        ui,
        blocks,
    })
}

/// What was lifted just now, in words, and where that is taken back.
async fn undo(ui: &Ui, client: Uuid, hits: &[Hit]) -> Result<Option<(String, String)>> {
    let Some(block) = operations::just_lifted(&ui.call, client, hits).await? else {
        return Ok(None);
    };
    let at = ui.url(&format!("/blacklist/{}/restoration", block.id));
    let said = match block.client_id == Some(client) {
        true => ui.t("blacklist-just-lifted"),
        false => {
            let who = words::who(ui, &operations::with_contacts(&ui.call, block).await?).await?;
            let who = who.into_iter().next().map(|who| who.title);
            ui.t1("blacklist-lifted-now", "who", who.unwrap_or_default())
        }
    };
    Ok(Some((said, at)))
}

async fn shown(ui: &Ui, hits: &[Hit]) -> Result<Vec<Shown>> {
    let blocks: Vec<&Block> = hits.iter().map(|hit| &hit.block).collect();
    let set = words::set_by(ui, &blocks).await?;
    let others = hits
        .iter()
        .filter(|hit| matches!(hit.because, Because::Shared(_)));
    let others: Vec<Uuid> = others.filter_map(|hit| hit.block.client_id).collect();
    let people = operations::people(&ui.call, &others).await?;
    let mut proofs = proofs(ui, &blocks).await?;
    let shown = hits.iter().zip(set).map(|(hit, set)| {
        let block = &hit.block;
        let other = block.client_id.and_then(|other| people.get(&other));
        let other = other.map(|person| words::Who::of(ui, person));
        let name = other
            .as_ref()
            .map(|who| who.title.clone())
            .unwrap_or_default();
        Shown {
            mark: words::effect(ui, block),
            because: because(ui, hit, &name),
            lift: match &hit.because {
                Because::Shared(_) => ui.t1("blacklist-lift-of", "who", &name),
                Because::Contact(contact) => {
                    let contact = ui.call.show_contact(contact);
                    ui.t1("blacklist-lift-of", "who", contact)
                }
                Because::Own => ui.t("blacklist-lift"),
            },
            other: other.and_then(|who| who.href),
            scope: words::scope(ui, block),
            reason: block.reason.clone(),
            proofs: proofs.remove(&block.id).unwrap_or_default(),
            set,
            until: words::day(ui, block.ends_on),
            review: words::day(ui, block.review_on),
            due: block.is_due(ui.call.today()),
            href: ui.url(&format!("/blacklist/{}", block.id)),
        }
    });
    Ok(shown.collect())
}

/// The proofs of blocks that the reader may see, with where they are.
async fn proofs(ui: &Ui, blocks: &[&Block]) -> Result<HashMap<Uuid, Vec<(String, String)>>> {
    let mut shown = HashMap::new();
    // Several blocks of one client share the answer.
    let mut asked: HashMap<Uuid, Vec<Paper>> = HashMap::new();
    let documents = operations::documents_of(&ui.call, blocks).await?;
    for block in blocks {
        let (Some(ids), Some(client)) = (documents.get(&block.id), block.client_id) else {
            continue;
        };
        if let Entry::Vacant(place) = asked.entry(client) {
            let papers = operations::papers(&ui.call, client).await?;
            place.insert(papers.unwrap_or_default());
        }
        let papers = asked.get(&client).into_iter().flatten();
        let own = papers.filter(|paper| ids.contains(&paper.id));
        let link = |paper: &Paper| {
            let at = ui.url(&format!("/documents/{}", paper.id));
            (paper.title.clone(), at)
        };
        let links = own.map(link);
        shown.insert(block.id, links.collect());
    }
    Ok(shown)
}

/// Why a block hits the client, in words; `other` is on whose card it was set.
fn because(ui: &Ui, hit: &Hit, other: &str) -> String {
    let contact = match &hit.because {
        Because::Own if hit.block.stops() => return ui.t("blacklist-because-own"),
        Because::Own => {
            let code = hit.block.effect.code();
            return ui.t(&format!("blacklist-because-own-{code}"));
        }
        Because::Shared(contact) | Because::Contact(contact) => contact,
    };
    let args = [
        ("contact", ui.call.show_contact(contact).into()),
        ("other", other.into()),
    ];
    let key = match hit.because {
        Because::Shared(_) => "blacklist-because-shared",
        _ => "blacklist-because-contact",
    };
    ui.texts.with(key, &args)
}
