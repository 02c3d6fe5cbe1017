//! What several pages say of a client.

use kartoteka_plugin::Result;
use std::collections::HashMap;

use crate::{
    clients::Client,
    names,
    pages::{Ui, hue, shown_phone},
};

/// What to call a client: the name, else what the card has instead of one.
pub(super) fn title(ui: &Ui, client: &Client) -> String {
    let name = names::display_name(&client.first_name, &client.last_name);
    if !name.is_empty() {
        return name;
    }
    let phone = client.phones.first().map(|phone| shown_phone(ui, phone));
    let email = || client.emails.first().map(|email| email.value.clone());
    phone
        .or_else(email)
        .unwrap_or_else(|| ui.t1("clients-number-n", "number", &client.number))
}

/// Who a page is about.
pub(super) struct Person {
    pub(super) href: String,
    pub(super) hue: u8,
    pub(super) initials: String,
    pub(super) title: String,
    pub(super) number: String,
}

impl Person {
    pub(super) fn of(ui: &Ui, client: &Client) -> Self {
        Self {
            href: ui.url(&format!("/clients/{}", client.id)),
            hue: hue(client.id),
            initials: names::initials(&client.first_name, &client.last_name),
            title: title(ui, client),
            number: client.number.clone(),
        }
    }
}

/// Who did something, as pages name them.
pub(super) struct Actors(HashMap<String, String>);

impl Actors {
    /// The names of `actors`, as the journal writes them.
    ///
    /// # Errors
    /// As the directory says.
    pub(super) async fn of(ui: &Ui, actors: impl Iterator<Item = &String>) -> Result<Self> {
        let mut asked: Vec<String> = actors.cloned().collect();
        asked.sort_unstable();
        asked.dedup();
        Ok(Self(ui.call.directory().names(&asked).await?))
    }

    /// The name of `actor`.
    pub(super) fn name(&self, ui: &Ui, actor: &str) -> String {
        actor_name(ui, actor, self.0.get(actor).map(String::as_str))
    }
}

/// The name of `actor`, or what they are where the name is not known any more.
pub(super) fn actor_name(ui: &Ui, actor: &str, name: Option<&str>) -> String {
    match (name, actor.split(':').next().unwrap_or_default()) {
        (Some(name), _) => name.to_owned(),
        (None, "user") => ui.t("clients-actor-user"),
        (None, "token" | "plugin") => ui.t("clients-actor-program"),
        (None, _) => ui.t("clients-actor-system"),
    }
}
