//! What features put on cards and into the list.

use std::collections::HashMap;

use kartoteka_plugin::slots::{
    Action, CLIENT_ACTIONS, CLIENT_MARKS, CLIENT_SECTION, Content, Filled, Marks, PHONE_LINK,
    PhoneLink,
};
use uuid::Uuid;

use crate::pages::{Mark, Markup, Ui};

/// What features have for one card.
#[derive(Default)]
pub(super) struct Beside {
    pub(super) marks: Vec<LinkedMark>,
    pub(super) actions: Vec<Action>,
    pub(super) sections: Vec<Section>,
    /// What a phone becomes.
    pub(super) link: Option<PhoneLink>,
}

/// A mark, and the section of the same feature that says more.
#[derive(Clone)]
pub(super) struct LinkedMark {
    pub(super) mark: Mark,
    /// Where it is on the page.
    pub(super) href: Option<String>,
}

/// A section of the card.
pub(super) struct Section {
    /// By which the page remembers whether it is folded.
    pub(super) fold: String,
    pub(super) title: String,
    pub(super) content: Shown,
}

/// What stands in a section.
pub(super) enum Shown {
    /// What the feature said.
    Ready(Markup),
    /// It loads by itself, from here.
    Late(String),
    /// It cannot be had at present.
    Broken,
}

impl Beside {
    /// What features have for the card `id`.
    pub(super) async fn of(ui: &Ui, id: Uuid) -> Self {
        let places = [CLIENT_MARKS, CLIENT_ACTIONS, CLIENT_SECTION, PHONE_LINK];
        let slots = ui.call.slots();
        let mut beside = Self::default();
        let all = slots.fill(&ui.call, &places, &id.to_string()).await;
        let section_of = |feature: &str| {
            let of = |filled: &&Filled| filled.place == CLIENT_SECTION && filled.feature == feature;
            all.iter().find(of)
        };
        for filled in &all {
            match filled.place {
                CLIENT_MARKS => {
                    let section = section_of(&filled.feature);
                    let href = section.map(|section| format!("#section-{}", fold(section)));
                    let marks = marks_of(filled, id).into_iter().map(|mark| LinkedMark {
                        mark,
                        href: href.clone(),
                    });
                    beside.marks.extend(marks);
                }
                CLIENT_ACTIONS => {
                    let actions: Option<Vec<Action>> = filled.data();
                    beside.actions.extend(actions.unwrap_or_default());
                }
                PHONE_LINK => beside.link = beside.link.or_else(|| filled.data()),
                _ => beside.sections.push(section(ui, filled)),
            }
        }
        beside
    }
}

fn marks_of(filled: &Filled, id: Uuid) -> Vec<Mark> {
    let marks: Option<Marks> = filled.data();
    marks.unwrap_or_default().remove(&id).unwrap_or_default()
}

/// What a section is called by the page.
fn fold(filled: &Filled) -> String {
    format!("{}-{}", filled.feature, filled.id)
}

fn section(ui: &Ui, filled: &Filled) -> Section {
    Section {
        fold: fold(filled),
        title: ui.t(&format!("slot-{}-{}", filled.feature, filled.id)),
        content: match &filled.content {
            // The feature's own page: it answers for what it writes, as for its pages.
            Content::Ready(html) => {
                Shown::Ready(Markup(String::from_utf8_lossy(html).into_owned()))
            }
            Content::Late => Shown::Late(ui.url(&filled.path)),
            Content::Broken => Shown::Broken,
        },
    }
}

/// What features have for a list.
#[derive(Default)]
pub(super) struct BesideList {
    /// By client.
    pub(super) marks: HashMap<Uuid, Vec<Mark>>,
    /// What a phone becomes.
    pub(super) link: Option<PhoneLink>,
}

impl BesideList {
    /// What features have to say of the clients of a list.
    pub(super) async fn of(ui: &Ui, clients: &[Uuid]) -> Self {
        let mut beside = Self::default();
        if clients.is_empty() || ui.call.salon().features.is_empty() {
            return beside;
        }
        let ids: Vec<String> = clients.iter().map(Uuid::to_string).collect();
        let (slots, places) = (ui.call.slots(), [CLIENT_MARKS, PHONE_LINK]);
        for filled in slots.fill(&ui.call, &places, &ids.join(",")).await {
            if filled.place == PHONE_LINK {
                beside.link = beside.link.or_else(|| filled.data());
                continue;
            }
            let of_feature: Marks = filled.data().unwrap_or_default();
            for (client, theirs) in of_feature {
                beside.marks.entry(client).or_default().extend(theirs);
            }
        }
        beside
    }
}
