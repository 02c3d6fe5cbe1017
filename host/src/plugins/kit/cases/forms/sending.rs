//! How a form is sent, and what is written into it.

use std::collections::BTreeMap;

use http::Method;
use serde_json::Value;

use super::{
    super::{
        super::{
            forms::{Fill, Form, Known, urlencoded},
            report::{Ended, not},
            samples::filled,
            stage::{Answer, Ask, HOME, Stage},
        },
        pages,
        walk::shape,
    },
    Standing, target,
};

/// What the samples have for fields of any form, by their names.
fn values(stage: &Stage) -> BTreeMap<String, String> {
    fn gather(name: &str, value: &Value, all: &mut BTreeMap<String, String>) {
        match value {
            Value::Object(members) => members
                .iter()
                .for_each(|(name, value)| gather(name, value, all)),
            Value::Array(values) => values.iter().for_each(|value| gather(name, value, all)),
            Value::Null => {}
            Value::String(text) => drop(all.entry(name.to_owned()).or_insert_with(|| text.clone())),
            other => drop(
                all.entry(name.to_owned())
                    .or_insert_with(|| other.to_string()),
            ),
        }
    }
    let samples = &stage.samples;
    let mut all = BTreeMap::new();
    let of_samples = samples.things.iter().chain(&samples.about_client);
    for sample in of_samples {
        gather("", &sample.body, &mut all);
        all.extend(sample.fields.clone());
    }
    for body in samples.bodies.values() {
        gather("", body, &mut all);
    }
    for value in all.values_mut() {
        *value = filled(value, &stage.things);
    }
    all
}

/// What the samples have for this very form, with ids.
fn own_values(stage: &Stage, action: &str) -> Option<BTreeMap<String, String>> {
    let mut all = stage.samples.forms.iter();
    let (_, own) = all.find(|(path, _)| shape(path) == action)?;
    let own = own
        .iter()
        .map(|(name, value)| (name.clone(), filled(value, &stage.things)));
    Some(own.collect())
}

/// A file of the samples, or one that says little.
fn file(stage: &Stage) -> (String, String) {
    let samples = &stage.samples;
    let mut all = samples.things.iter().chain(&samples.about_client);
    let file = all.find_map(|sample| sample.file.as_ref());
    file.map_or_else(
        || ("a.txt".to_owned(), "Ein Satz.".to_owned()),
        |file| (file.name.clone(), file.content.clone()),
    )
}

/// A form that was sent.
pub(super) struct Sent {
    pub(super) answer: Answer,
    /// Whether it said something that did not stand there before.
    pub(super) said_more: bool,
}

/// Sends the form as it stands there, filled in so.
///
/// # Errors
/// Where it leads to others, or nowhere.
pub(super) async fn send(
    stage: &Stage,
    one: &Standing<'_>,
    form: &Form,
    fill: Fill,
) -> Result<Sent, Ended> {
    let path = target(stage, one.place, form)?;
    let path = path.ok_or_else(|| not("it leads to others"))?;
    let (own, any, file) = (
        own_values(stage, &one.sight.action),
        values(stage),
        file(stage),
    );
    let known = Known {
        own: own.as_ref(),
        any: &any,
        file: (&file.0, &file.1),
    };
    let ask = match form.posts {
        true => {
            let sent = form.sent(&known, fill);
            let mut ask = Ask::api(&Method::POST, "", "").sending(sent.body, &sent.kind);
            ask.path = format!("/{HOME}{path}");
            ask.with("cookie", &stage.cookie)
                .with("accept-language", "en")
        }
        false => {
            let bare = path.split('?').next().unwrap_or_default();
            let query = urlencoded(&form.pairs(&known, fill));
            pages::page(stage, &format!("{bare}?{query}"), "en")
        }
    };
    let answer = stage.ask(ask.with("sec-fetch-site", "same-origin")).await;
    Ok(Sent {
        answer,
        said_more: form.says_more(&known, fill),
    })
}
