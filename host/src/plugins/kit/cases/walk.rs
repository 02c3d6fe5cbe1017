//! What somebody finds who follows links: from the sections of a card, from its actions, and from the pages that are
//! known, to all pages of the plugin that these lead to.

use std::collections::{BTreeSet, VecDeque};

use kartoteka_plugin::{
    Locale,
    slots::{Action, CLIENT_ACTIONS, CLIENT_SECTION},
};

use super::{
    super::{
        html::{Piece, pieces},
        samples::filled,
        stage::{Answer, HOME, Stage},
    },
    pages::{main_of, page, pages},
};

/// So many of them are looked at.
const MOST: usize = 40;

/// A piece of HTML that people see.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) place: Place,
    /// What leads there, where it is in neither manifest nor samples.
    pub(super) from: Option<String>,
    pub(super) answer: Answer,
}

/// Where it is, below the salon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// A section of a card, or a piece that a page loads by itself.
    Piece(String),
    /// A page.
    Page(String),
}

impl Place {
    pub(super) fn path(&self) -> &str {
        match self {
            Self::Piece(path) | Self::Page(path) => path,
        }
    }

    /// As reports name it: without ids, which differ from run to run.
    pub(super) fn name(&self) -> String {
        shape(self.path())
    }

    /// What stands there now, in this language.
    pub(super) async fn asked(
        &self,
        stage: &Stage,
        locale: Locale,
    ) -> Result<Answer, super::Ended> {
        match self {
            Self::Page(path) => Ok(stage.ask(page(stage, path, locale.code())).await),
            Self::Piece(path) => {
                let call = stage.call_of(HOME, locale, |_| true).await?;
                Ok(stage.page_inside(&call, path).await)
            }
        }
    }
}

impl Found {
    /// What of it is the plugin's own.
    pub(super) fn html(&self) -> &str {
        html_of(&self.answer)
    }
}

/// What of an answer is the plugin's own HTML; nothing where it is none.
pub(super) fn html_of(answer: &Answer) -> &str {
    let is_html = answer.header("content-type").starts_with("text/html");
    let text = std::str::from_utf8(&answer.body).ok().filter(|_| is_html);
    text.map_or("", main_of)
}

/// A path without what follows it, and with a word in place of ids and of the names that samples have for them.
pub(super) fn shape(path: &str) -> String {
    let bare = path.split(['?', '#']).next().unwrap_or_default();
    let segment = |segment: &str| match segment {
        id if uuid::Uuid::try_parse(id).is_ok() || id.starts_with('{') => "{id}".to_owned(),
        word => word.to_owned(),
    };
    bare.split('/').map(segment).collect::<Vec<_>>().join("/")
}

/// Where an address leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Leads {
    /// To the plugin, below the salon.
    Own(String),
    /// To the plugin, if the salon stood before it.
    Nowhere,
    /// To others.
    Away,
}

/// Where an address leads that stands at `place`.
pub(super) fn leads(stage: &Stage, place: &Place, address: &str) -> Leads {
    let (bare, id) = (address.split('#').next().unwrap_or_default(), stage.id());
    let is_own = |path: &str| {
        let rest = path
            .strip_prefix('/')
            .and_then(|path| path.strip_prefix(id));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
    };
    if is_own(bare) {
        return Leads::Nowhere;
    }
    let salon = format!("/{HOME}");
    let below = bare.strip_prefix(&salon).filter(|path| is_own(path));
    match (below, place) {
        (Some(path), _) => Leads::Own(path.to_owned()),
        (None, Place::Page(own)) if bare.starts_with('?') && is_own(own) => {
            let own = own.split('?').next().unwrap_or_default();
            Leads::Own(format!("{own}{bare}"))
        }
        _ => Leads::Away,
    }
}

/// The addresses that a piece of HTML leads to: pages, and pieces that it loads by itself.
pub(super) fn addresses(html: &str) -> Vec<(String, bool)> {
    let mut all = Vec::new();
    for piece in pieces(html) {
        let Piece::Start(element) = piece else {
            continue;
        };
        let href = element.get("href").filter(|_| element.name == "a");
        all.extend(href.map(|href| (href.to_owned(), false)));
        all.extend(element.get("hx-get").map(|at| (at.to_owned(), true)));
    }
    all
}

/// What to begin with.
async fn known(stage: &Stage) -> Vec<(Place, Option<String>)> {
    let mut all = Vec::new();
    for slot in &stage.manifest.slots {
        let path = filled(&slot.path.replace("{about}", "{client}"), &stage.things);
        if slot.place == CLIENT_SECTION {
            all.push((Place::Piece(path), None));
        } else if slot.place == CLIENT_ACTIONS {
            let actions = actions(stage, &path).await.into_iter();
            let from = format!("{} {}", slot.place, slot.id);
            all.extend(actions.map(|action| (Place::Page(action.path), Some(from.clone()))));
        }
    }
    let pages = pages(stage).into_keys();
    // First those that need no finding.
    all.splice(0..0, pages.map(|path| (Place::Page(path), None)));
    all
}

async fn actions(stage: &Stage, path: &str) -> Vec<Action> {
    let Ok(call) = stage.call(HOME).await else {
        return Vec::new();
    };
    let answer = stage.page_inside(&call, path).await;
    serde_json::from_slice(&answer.body).unwrap_or_default()
}

/// All that is found.
pub(super) async fn walk(stage: &Stage) -> Vec<Found> {
    let mut open: VecDeque<_> = known(stage).await.into();
    let (mut all, mut seen) = (Vec::new(), BTreeSet::new());
    while let Some((place, from)) = open.pop_front() {
        if all.len() == MOST || !seen.insert(place.name()) {
            continue;
        }
        let Ok(answer) = place.asked(stage, Locale::En).await else {
            continue;
        };
        let found = Found {
            place,
            from,
            answer,
        };
        let from = found.place.name();
        for (address, is_piece) in addresses(found.html()) {
            if let Leads::Own(path) = leads(stage, &found.place, &address) {
                let place = match is_piece {
                    true => Place::Piece(path),
                    false => Place::Page(path),
                };
                open.push_back((place, Some(from.clone())));
            }
        }
        all.push(found);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_from_run_to_run_is_in_no_name() {
        let id = "01890000-0000-7000-8000-000000000001";
        assert_eq!(
            shape(&format!("/acme-tips/tips/{id}/edit?a={id}#b")),
            "/acme-tips/tips/{id}/edit"
        );
        assert_eq!(
            shape("/acme-tips/tips/{tip}/edit"),
            "/acme-tips/tips/{id}/edit"
        );
    }

    #[test]
    fn links_and_what_loads_by_itself_are_found() {
        let html = "<a href='/s/x'>x</a><a>none</a><div hx-get=/s/y></div><link href=/z>";
        let expected = [("/s/x".to_owned(), false), ("/s/y".to_owned(), true)];
        assert_eq!(addresses(html), expected);
    }
}
