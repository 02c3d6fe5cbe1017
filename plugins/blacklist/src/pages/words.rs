//! What several pages say of a block.

use std::collections::HashMap;

use chrono::NaiveDate;
use kartoteka_plugin::{
    Result,
    clients::{self, Person},
    contacts::ContactKind,
    pages::{Mark, Ui},
};
use uuid::Uuid;

use crate::{
    block::{Block, BlockContact, Effect},
    operations,
};

/// Whom a block is about.
pub(super) struct Who {
    pub(super) title: String,
    /// Their card, where there is one.
    pub(super) href: Option<String>,
    /// What else tells who it is.
    pub(super) under: String,
}

impl Who {
    /// Somebody with a card.
    pub(super) fn of(ui: &Ui, person: &Person) -> Self {
        let number = clients::numbered(&ui.texts, &person.number);
        let name = person.name();
        let href = Some(ui.url(&format!("/clients/{}", person.id)));
        match name.is_empty() {
            true => Self {
                title: number,
                href,
                under: String::new(),
            },
            false => Self {
                title: name,
                href,
                under: number,
            },
        }
    }

    /// Whoever has the contacts of the block; nobody who can be named once they are erased.
    fn of_contacts(ui: &Ui, block: &Block) -> Self {
        let mut shown = block
            .contacts
            .iter()
            .filter_map(|contact| shown(ui, contact));
        let title = shown.next();
        let under = match title {
            Some(_) => shown.collect::<Vec<_>>().join(", "),
            // What tells one erased person from another: the days stand in the list.
            None => ui.t1("blacklist-fingerprints", "count", block.contacts.len()),
        };
        Self {
            title: title.unwrap_or_else(|| ui.t("blacklist-erased-person")),
            href: None,
            under,
        }
    }
}

/// Whom each of the blocks is about, in their order.
///
/// # Errors
/// As the operation.
pub(super) async fn who(ui: &Ui, blocks: &[Block]) -> Result<Vec<Who>> {
    let ids: Vec<Uuid> = blocks.iter().filter_map(|block| block.client_id).collect();
    let people = operations::people(&ui.call, &ids).await?;
    let who = blocks.iter().map(|block| {
        let person = block.client_id.and_then(|client| people.get(&client));
        match person {
            Some(person) => Who::of(ui, person),
            None => Who::of_contacts(ui, block),
        }
    });
    Ok(who.collect())
}

/// A contact as people read it; nothing where it was erased.
pub(super) fn shown(ui: &Ui, contact: &BlockContact) -> Option<String> {
    let value = contact.value.as_ref()?;
    Some(match (contact.kind, ui.call.contact(contact.kind, value)) {
        (ContactKind::Phone, Some(key)) => ui.call.show_contact(&key),
        _ => value.clone(),
    })
}

/// What a block does, as a badge.
pub(super) fn effect(ui: &Ui, block: &Block) -> Mark {
    let (kind, icon) = match block.effect {
        _ if block.stops() => ("stop", "ban"),
        Effect::Limit => ("look", "gauge"),
        _ => ("look", "triangle-alert"),
    };
    let key = format!("blacklist-effect-{}", block.effect.code());
    let most = block.most_open.unwrap_or_default();
    Mark {
        kind: kind.into(),
        icon: icon.into(),
        word: ui.t1(&key, "most", most),
        ..Mark::default()
    }
}

/// For which bookings a block holds.
pub(super) fn scope(ui: &Ui, block: &Block) -> String {
    ui.t(&format!("blacklist-scope-{}", block.scope.code()))
}

/// A day as the salon's country writes it; empty for none.
pub(super) fn day(ui: &Ui, day: Option<NaiveDate>) -> String {
    let written = day.map(|day| ui.call.format().date(day));
    written.unwrap_or_default()
}

/// When a block was set, and by whom where that is known.
///
/// # Errors
/// As the directory says.
pub(super) async fn set_by(ui: &Ui, blocks: &[&Block]) -> Result<Vec<String>> {
    let mut asked: Vec<String> = blocks
        .iter()
        .map(|block| block.created_by.clone())
        .collect();
    asked.sort_unstable();
    asked.dedup();
    let names: HashMap<String, String> = ui.call.directory().names(&asked).await?;
    let said = blocks.iter().map(|block| {
        let day = ui.day(&block.created_at);
        match names.get(&block.created_by) {
            Some(name) => ui.t2("blacklist-set-by", "day", day, "who", name),
            None => day,
        }
    });
    Ok(said.collect())
}
