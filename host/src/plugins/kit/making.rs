//! What the stage's salon is filled with: clients, and what the samples make.

use std::collections::BTreeMap;

use http::Method;
use kartoteka_plugin::call::Clock as _;
use serde_json::json;

use super::{
    samples::{Sample, TODAY},
    stage::{Answer, Ask, HOME, Stage},
};

impl Stage {
    /// Makes a client of this last name and phone, and gives their id.
    pub(super) async fn client(&self, last_name: &str, phone: &str) -> Result<String, String> {
        let new =
            json!({"first_name": "Ana", "last_name": last_name, "phones": [{"value": phone}]});
        let answer = self.owner(Method::POST, "/clients", Some(new)).await;
        answer
            .id()
            .ok_or_else(|| format!("no client was made: {}", answer.brief()))
    }

    /// Does what a sample says in [`HOME`].
    pub(super) async fn make(&self, sample: &Sample, things: &BTreeMap<String, String>) -> Answer {
        let method = Method::from_bytes(sample.method.as_bytes()).unwrap_or(Method::POST);
        let (body, kind) = sample.payload(things);
        let ask = Ask::api(&method, HOME, &sample.path(things)).by(&self.token);
        self.ask(ask.sending(body, &kind)).await
    }

    /// Makes one of each thing of the samples again, where cases have taken those before away. What is there still
    /// may be refused.
    pub(super) async fn renew(&mut self) {
        let today = self.clock.now().date_naive().to_string();
        self.things.insert(TODAY.to_owned(), today);
        for thing in self.samples.things.clone() {
            // Clients are taken away by none; what is about them comes last.
            if thing.name == "client" {
                continue;
            }
            let answer = self.make(&thing, &self.things).await;
            if let Some(id) = answer.id().filter(|_| answer.is_success()) {
                self.things.insert(thing.name, id);
            }
        }
        if let Some(about) = self.samples.about_client.clone() {
            self.make(&about, &self.things).await;
        }
    }
}
