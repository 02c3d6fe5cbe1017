//! The page with the form of a block.

use askama::Template;
use kartoteka_plugin::{
    Page, Result,
    pages::{self, Problems, Ui},
};
use uuid::Uuid;

use super::{PLACE, form::BlockForm, words::Who};
use crate::{
    block::{Effect, Scope},
    input::MOST_OPEN,
    operations::{self, Paper},
    settings::Settings,
};

/// The contacts that a block goes with.
#[derive(Default)]
pub(super) struct Follows {
    /// As people read them.
    pub(super) contacts: Vec<String>,
    /// How many are known by a fingerprint alone, since their person was erased.
    pub(super) hidden: usize,
}

/// A block that is there.
pub(super) struct Kept {
    pub(super) id: Uuid,
    pub(super) version: i64,
    /// When and by whom it was set.
    pub(super) set: String,
    /// When it was lifted.
    pub(super) lifted: Option<String>,
    /// Whether somebody was quicker with a change.
    pub(super) overtaken: bool,
}

#[derive(Template)]
#[template(path = "blacklist/form.html")]
struct FormPage<'a> {
    ui: &'a Ui,
    heading: &'a str,
    who: Option<Who>,
    /// What the block follows.
    follows: Follows,
    form: &'a BlockForm,
    problems: &'a Problems,
    kept: Option<&'a Kept>,
    action: String,
    back: String,
    default_text: String,
    /// The number that a limit may not exceed.
    most: u32,
    /// Documents of the client that can be proofs; none where they cannot be seen.
    papers: Option<Vec<Paper>>,
}

impl FormPage<'_> {
    fn effects(&self) -> [(&'static str, String, String); 4] {
        Effect::ALL.map(|effect| {
            let code = effect.code();
            let word = self.ui.t(&format!("blacklist-choose-{code}"));
            let hint = self.ui.t(&format!("blacklist-choose-{code}-hint"));
            (code, word, hint)
        })
    }

    fn scopes(&self) -> [(&'static str, String, String); 2] {
        [Scope::Online, Scope::Everywhere].map(|scope| {
            let code = scope.code();
            let word = self.ui.t(&format!("blacklist-scope-{code}"));
            let hint = self.ui.t(&format!("blacklist-scope-{code}-hint"));
            (code, word, hint)
        })
    }

    /// How many contacts are known by a fingerprint alone.
    const fn hidden(&self) -> usize {
        self.follows.hidden
    }

    /// Where documents are put on the client's card.
    fn card(&self) -> Option<&str> {
        self.who.as_ref().and_then(|who| who.href.as_deref())
    }

    fn is_lifted(&self) -> bool {
        self.kept.is_some_and(|kept| kept.lifted.is_some())
    }
}

/// The page with the form.
///
/// # Errors
/// As the operations; internal, where it cannot be written.
pub(super) async fn page(
    ui: &Ui,
    who: Option<Who>,
    follows: Follows,
    form: &BlockForm,
    problems: &Problems,
    kept: Option<&Kept>,
    settings: &Settings,
) -> Result<Page> {
    let heading = match (kept, &who) {
        (Some(_), _) => ui.t("blacklist-change"),
        (None, Some(_)) => ui.t("blacklist-new-client"),
        (None, None) => ui.t("blacklist-new-contact"),
    };
    let action = kept.map_or("/blacklist".to_owned(), |kept| {
        format!("/blacklist/{}", kept.id)
    });
    let card = who
        .as_ref()
        .filter(|_| kept.is_none())
        .and_then(|who| who.href.clone());
    let papers = match form.client {
        Some(client) => operations::papers(&ui.call, client).await?,
        None => None,
    };
    let template = FormPage {
        papers,
        ui,
        heading: &heading,
        who,
        follows,
        form,
        problems,
        kept,
        action: ui.url(&action),
        back: card.unwrap_or_else(|| ui.url("/blacklist")),
        default_text: settings.refusal(&ui.call),
        most: MOST_OPEN,
    };
    let title = match problems.is_empty() {
        true => heading.clone(),
        false => ui.t1("blacklist-title-wrong", "title", &heading),
    };
    pages::page(&title, PLACE, &template)
}
