//! Who manages features while others work: on, off, with what stands on them, otherwise set, and
//! what they kept removed.

use std::sync::{Arc, atomic::Ordering};

use reqwest::Method;
use serde_json::{Value, json};

use super::{
    door::{Body, Chance, Door, Told},
    model::Span,
    salon::{Lost, Salon, Switch},
};
use crate::Answer;

/// What is switched, with a door of it and an operation of its document, where it has some.
pub const FEATURES: [(&str, Option<(&str, &str)>); 7] = [
    (
        "blacklist",
        Some(("/blacklist/blocks", "blacklist_list_blocks")),
    ),
    (
        "documents",
        Some(("/documents/files", "documents_list_files")),
    ),
    (
        "call-link",
        Some(("/call-link/calls", "call_link_list_calls")),
    ),
    ("listener", None),
    ("services", None),
    ("till", None),
    ("bonus", None),
];
/// Those that stand on each other: each on those before it.
const STACK: [&str; 3] = ["services", "till", "bonus"];

/// Who manages the features of a salon.
#[derive(Debug)]
pub struct Manager {
    salon: Arc<Salon>,
    chance: Chance,
}

impl Manager {
    /// The manager of `salon`.
    pub fn new(salon: &Arc<Salon>, chance: Chance) -> Self {
        Self {
            salon: salon.clone(),
            chance,
        }
    }

    /// Whose features these are.
    pub fn salon(&self) -> &Arc<Salon> {
        &self.salon
    }

    /// Decides what is switched in the next round. The stack goes together.
    pub fn choose(&mut self) -> Vec<&'static str> {
        let mut chosen = Vec::new();
        for (feature, _) in FEATURES.iter().take(4) {
            if self.chance.percent(35) {
                chosen.push(*feature);
            }
        }
        if self.chance.percent(25) {
            chosen.extend(STACK);
        }
        self.salon.touch(&chosen);
        chosen
    }

    /// Switches what was chosen, again and again.
    pub async fn work(mut self, door: Door, chosen: Vec<&'static str>, steps: u64) -> Self {
        for _ in 0..steps {
            let Some(feature) = self.chance.one(&chosen) else {
                break;
            };
            let told = match self.salon.switch(feature) {
                Switch::Either => continue,
                Switch::Known(true) if self.chance.percent(80) => self.off(&door, feature).await,
                Switch::Known(true) => self.set(&door, feature).await,
                Switch::Known(false) if self.chance.percent(30) => {
                    self.remove(&door, feature).await
                }
                Switch::Known(false) => self.on(&door, &chosen, feature).await,
            };
            if !told && door.hosts() == 1 {
                break;
            }
        }
        self
    }

    async fn ask(&mut self, door: &Door, method: Method, path: &str, body: Body) -> Told {
        door.ask(self.chance.below(8), method, path, body).await
    }

    /// Notes what a switch has come to.
    fn switched(&self, door: &Door, all: &[&'static str], told: &Told, on: bool) -> bool {
        let to = match told {
            Told::Answer(answer, _) => {
                let status = answer.status.as_u16();
                let fine = [200, 204].contains(&status);
                let why = format!("{all:?} on: {on}: {status} {}", answer.text());
                door.tally.check("switch_agrees", fine, why);
                Switch::Known(on)
            }
            Told::Lost(_) => Switch::Either,
            Told::Off | Told::Nobody => return false,
        };
        for feature in all {
            self.salon.switched(feature, to);
        }
        to != Switch::Either
    }

    /// Switches on: one, or two at one time.
    async fn on(&mut self, door: &Door, chosen: &[&'static str], feature: &'static str) -> bool {
        let path = |feature| format!("/features/{feature}?cascade=true");
        let other = self.chance.one(chosen).filter(|other| {
            let off = self.salon.switch(other) == Switch::Known(false);
            off && *other != feature && !STACK.contains(other)
        });
        for feature in [Some(feature), other].into_iter().flatten() {
            let now = door.tally.tick();
            self.salon.state().on_again(feature, now);
        }
        let hosts = (self.chance.below(8), self.chance.below(8));
        let own = path(feature);
        let one = door.ask(hosts.0, Method::PUT, &own, Body::None);
        let two = async {
            match other {
                Some(other) => Some(
                    door.ask(hosts.1, Method::PUT, &path(other), Body::None)
                        .await,
                ),
                None => None,
            }
        };
        let (one, two) = tokio::join!(one, two);
        if let (Some(other), Some(two)) = (other, &two)
            && self.switched(door, &[other], two, true)
        {
            agrees(door, &self.salon, other).await;
        }
        // What it stands on comes with it.
        let below = STACK.iter().position(|f| *f == feature);
        let all = below.map_or(vec![feature], |at| STACK[..=at].to_vec());
        self.switched(door, &all, &one, true) && agrees(door, &self.salon, feature).await
    }

    /// Switches off, with what stands on it.
    async fn off(&mut self, door: &Door, feature: &'static str) -> bool {
        let above = STACK.iter().position(|f| *f == feature);
        let all = above.map_or(vec![feature], |at| STACK[at..].to_vec());
        let others = all[1..]
            .iter()
            .any(|f| self.salon.switch(f) == Switch::Known(true));
        let path = format!("/features/{feature}");
        if others {
            let alone = self.ask(door, Method::DELETE, &path, Body::None).await;
            if let Told::Answer(answer, _) = &alone {
                let status = answer.status.as_u16();
                let why = format!("{feature} went alone: {status}");
                door.tally.check("switch_agrees", status == 409, why);
            }
        }
        let path = format!("{path}?cascade=true");
        let told = self.ask(door, Method::DELETE, &path, Body::None).await;
        let off = self.switched(door, &all, &told, false);
        if off && self.chance.percent(30) {
            // While what was under way still is.
            return self.remove(door, feature).await;
        }
        off && agrees(door, &self.salon, feature).await
    }

    /// Sets something of it.
    async fn set(&mut self, door: &Door, feature: &'static str) -> bool {
        let number = self.chance.below(30);
        let settings = match feature {
            "blacklist" => json!({"review_after_days": number}),
            "documents" => json!({"keep_months": number}),
            "call-link" => json!({"kind": "sip"}),
            _ => return true,
        };
        let path = format!("/features/{feature}/settings");
        let Told::Answer(before, _) = self.ask(door, Method::GET, &path, Body::None).await else {
            return false;
        };
        let tag = before.header("etag").unwrap_or_default().to_owned();
        let body = Body::Json(json!({"settings": settings}));
        let headers = [("if-match", tag)];
        let told = door.ask_with(0, Method::PUT, &path, body, &headers).await;
        let Told::Answer(answer, _) = told else {
            return false;
        };
        let named = |of: &Value| {
            settings
                .as_object()
                .is_some_and(|all| all.iter().all(|(k, v)| of[k] == *v))
        };
        let fine = answer.status == 200 && named(&answer.json()["settings"]);
        door.tally.check(
            "answers_are_truth",
            fine,
            format!("{path}: {}", answer.text()),
        );
        true
    }

    /// Removes what it kept.
    async fn remove(&mut self, door: &Door, feature: &'static str) -> bool {
        let path = format!("/features/{feature}/removal");
        door.tally.removing.fetch_add(1, Ordering::SeqCst);
        match self
            .ask(door, Method::POST, &path, Body::Json(json!({})))
            .await
        {
            Told::Answer(answer, span) => {
                self.removed(door, feature, &answer, span);
                true
            }
            Told::Lost(span) => {
                self.salon.lose(Lost::Removed(feature, span.0));
                self.salon.switched(feature, Switch::Either);
                false
            }
            Told::Off | Told::Nobody => false,
        }
    }

    fn removed(&self, door: &Door, feature: &'static str, answer: &Answer, span: Span) {
        let status = answer.status.as_u16();
        let why = format!("{feature}: {status} {}", answer.text());
        door.tally.check("removal_is_whole", status == 200, why);
        if status == 200 {
            self.salon.state().removed(feature, span);
        }
    }
}

/// That the doors of a feature, the list and the document say the same, as the last answer did, on
/// every host. Whether somebody was there to say it.
pub async fn agrees(door: &Door, salon: &Salon, feature: &str) -> bool {
    let Switch::Known(on) = salon.switch(feature) else {
        return true;
    };
    let known = FEATURES.iter().find(|(id, _)| *id == feature);
    let doors = known.and_then(|(_, doors)| *doors);
    let mut there = false;
    for host in 0..door.hosts() as u64 {
        let path = format!("/features/{feature}");
        if let Told::Answer(answer, _) = door.ask(host, Method::GET, &path, Body::None).await {
            let said = answer.json()["on"] == on;
            let why = format!("{} {feature} on: {on}: {}", salon.slug, answer.text());
            door.tally.check("switch_agrees", said, why);
            there = true;
        }
        let Some((path, operation)) = doors else {
            continue;
        };
        let says = match door.ask(host, Method::GET, path, Body::None).await {
            Told::Answer(answer, _) => Some(answer.status == 200),
            Told::Off => Some(false),
            Told::Lost(_) | Told::Nobody => None,
        };
        let why = format!("{} {path} is open: {says:?}, on: {on}", salon.slug);
        door.tally
            .check("switch_agrees", says.is_none_or(|says| says == on), why);
        let document = door
            .ask(host, Method::GET, "/openapi.json", Body::None)
            .await;
        if let Told::Answer(answer, _) = document {
            let told = answer.text().contains(operation);
            let why = format!("{} {operation} is told: {told}, on: {on}", salon.slug);
            door.tally.check("switch_agrees", told == on, why);
        }
    }
    there
}
