//! What is in a salon, as its doors tell it; and what comes of what was never answered.

use std::{collections::BTreeMap, time::Duration};

use reqwest::Method;
use serde_json::Value;
use uuid::Uuid;

use crate::Answer;

use super::{
    door::{Body, Door, Told},
    id,
    model::{Block, Card, File, Row, State},
    papers::imported,
    salon::{Lost, Salon, Switch},
    switches::FEATURES,
};

/// What a salon's doors tell.
#[derive(Debug, Default)]
pub struct Actual {
    /// What there is.
    pub rows: BTreeMap<Uuid, Row>,
    /// What each feature takes along.
    pub exports: BTreeMap<&'static str, Value>,
    /// All that was read, as text.
    pub text: String,
}

/// A card as the API tells it.
pub fn card(told: &Value) -> Row {
    let phones = told["phones"].as_array().into_iter().flatten();
    let phone = |phone: &Value| phone["value"].as_str().unwrap_or_default().to_owned();
    Row::Card(Card {
        name: told["last_name"].as_str().unwrap_or_default().to_owned(),
        phones: phones.map(phone).collect(),
        archived: !told["archived_at"].is_null(),
    })
}

/// `GET` that must be answered.
pub async fn get(door: &Door, host: u64, path: &str) -> Value {
    let answer = found(door, host, path).await;
    answer.map_or(Value::Null, |answer| answer.json())
}

async fn found(door: &Door, host: u64, path: &str) -> Option<Answer> {
    match door.ask(host, Method::GET, path, Body::None).await {
        Told::Answer(answer, _) if answer.status == 200 => Some(answer),
        told => {
            door.tally
                .fault("answers_come", format!("{path}: {told:?}"));
            None
        }
    }
}

/// All pages of a list.
async fn list(door: &Door, path: &str) -> Vec<Value> {
    let mut all = Vec::new();
    let mut after = String::new();
    loop {
        let page = get(door, 0, &format!("{path}limit=200{after}")).await;
        all.extend(page["data"].as_array().cloned().unwrap_or_default());
        match page["page"]["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return all,
        }
    }
}

impl Actual {
    /// Reads all of it.
    pub async fn of(door: &Door) -> Self {
        let mut actual = Self::default();
        for path in ["/clients?", "/clients?archived=true&"] {
            for told in list(door, path).await {
                actual.text.push_str(&told.to_string());
                actual.rows.insert(id(&told), card(&told));
            }
        }
        for feature in ["blacklist", "documents", "call-link"] {
            let export = found(door, 0, &format!("/features/{feature}/export")).await;
            let export = export.map_or(Value::Null, |answer| answer.exported());
            actual.text.push_str(&export.to_string());
            actual.exports.insert(feature, export["tables"].clone());
        }
        actual.read_features();
        actual
    }

    /// The rows of a table of a feature.
    pub fn table(&self, feature: &str, table: &str) -> Vec<Value> {
        let rows = self
            .exports
            .get(feature)
            .map(|tables| tables[table].clone());
        rows.and_then(|rows| rows.as_array().cloned())
            .unwrap_or_default()
    }

    fn read_features(&mut self) {
        let uuid = |value: &Value| value.as_str().and_then(|text| text.parse::<Uuid>().ok());
        let contacts = self.table("blacklist", "blacklist__contacts");
        let shown = |block: &Value| {
            let own = contacts
                .iter()
                .filter(|contact| contact["block_id"] == *block);
            own.filter_map(|contact| contact["shown"].as_str().map(str::to_owned))
                .collect()
        };
        for row in self.table("blacklist", "blacklist__blocks") {
            let block = Block {
                client: uuid(&row["client_id"]),
                effect: row["effect"].as_str().unwrap_or_default().to_owned(),
                lifted: !row["lifted_at"].is_null(),
                follows: shown(&row["id"]),
            };
            self.rows.insert(id(&row), Row::Block(block));
        }
        let versions = self.table("documents", "documents__versions");
        for row in self.table("documents", "documents__files") {
            let own = versions.iter().filter(|v| v["file_id"] == row["id"]);
            let file = File {
                client: uuid(&row["client_id"]).unwrap_or_default(),
                deleted: !row["archived_at"].is_null(),
                versions: own.map(|_| Vec::new()).collect(),
            };
            self.rows.insert(id(&row), Row::File(file));
        }
        for row in self.table("call-link", "call_link__calls") {
            let client = uuid(&row["client_id"]).unwrap_or_default();
            self.rows.insert(id(&row), Row::Call { client });
        }
    }
}

/// Waits until no import is under way.
pub async fn imports_at_rest(door: &Door) {
    for _ in 0..1_500 {
        let all = list(door, "/imports?").await;
        let moving = ["previewing", "committing", "undoing"];
        let state = |import: &Value| import["state"].as_str().unwrap_or_default().to_owned();
        if all
            .iter()
            .all(|import| !moving.contains(&state(import).as_str()))
        {
            return;
        }
        // The hosts do it on threads of their own; asking again leaves them room.
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    door.tally
        .fault("imports_come_to_rest", "one is still under way");
}

/// How features are switched: as answers said, or as is told now where none came.
pub async fn switches_told(door: &Door, salon: &Salon) {
    let told = get(door, 0, "/features").await;
    for (feature, _) in FEATURES {
        let all = told["data"].as_array().into_iter().flatten();
        let on = all
            .into_iter()
            .find(|f| f["id"] == feature)
            .map(|f| f["on"] == true);
        let (must, Some(on)) = (salon.switch(feature), on) else {
            door.tally
                .fault("switch_agrees", format!("{feature} is not in the list"));
            continue;
        };
        let fine = must == Switch::Either || must == Switch::Known(on);
        let why = format!("{} {feature} is on: {on}, and must be {must:?}", salon.slug);
        door.tally.check("switch_agrees", fine, why);
        salon.switched(feature, Switch::Known(on));
    }
}

/// Asks again for what has a key by which it is the same request; what it made is made once.
pub async fn asked_again(door: &Door, lost: &[Lost]) {
    for one in lost {
        let Lost::New {
            again: Some((path, body, key)),
            ..
        } = one
        else {
            continue;
        };
        let headers = [("idempotency-key", key.clone())];
        let body = Body::Json(body.clone());
        let told = door.ask_with(1, Method::POST, path, body, &headers).await;
        if let Told::Answer(answer, _) = told {
            // Refused where the client is gone, or somebody blocked it meanwhile.
            let fine = [201, 409, 422].contains(&answer.status.as_u16());
            let why = format!("{path} again: {} {}", answer.status, answer.text());
            door.tally.check("asked_again_is_once", fine, why);
        }
    }
}

/// Decides by what is there what came of what was never answered.
pub fn decide(state: &mut State, actual: &Actual, lost: Vec<Lost>) {
    let (removals, others): (Vec<_>, Vec<_>) = lost
        .into_iter()
        .partition(|lost| matches!(lost, Lost::Removed(..)));
    for lost in removals {
        let Lost::Removed(feature, began) = lost else {
            continue;
        };
        if !actual
            .rows
            .values()
            .any(|row| row.feature() == Some(feature))
        {
            state.removed(feature, (began, u64::MAX));
        }
    }
    for lost in others {
        match lost {
            Lost::Erased(id) if !actual.rows.contains_key(&id) => state.erased(id),
            Lost::Turned(id, after) => {
                let is = |row: &Row| {
                    actual
                        .rows
                        .get(&id)
                        .is_some_and(|seen| row.looks_like(seen))
                };
                if is(&after) {
                    state.turned(id, after);
                }
            }
            Lost::New { row, span, .. } => {
                let unknown = |id: &Uuid| !state.rows.contains_key(id);
                let is = |seen: &Row| row.looks_like(seen) && row.may_follow(seen);
                let found = actual
                    .rows
                    .iter()
                    .find(|(id, seen)| unknown(id) && is(seen));
                if let Some((id, _)) = found {
                    state.made(*id, row, span);
                }
            }
            Lost::Imported(people) => came(state, actual, &people),
            Lost::Erased(_) | Lost::Removed(..) => {}
        }
    }
    let maybe = std::mem::take(&mut state.maybe);
    state
        .rows
        .retain(|id, _| !maybe.contains(id) || actual.rows.contains_key(id));
}

/// All of those people came, or none.
fn came(state: &mut State, actual: &Actual, people: &[(String, String)]) {
    let rows = people.iter().map(|(name, phone)| imported(name, phone));
    let found = |row: &Row| {
        actual
            .rows
            .iter()
            .find(|(_, seen)| row.looks_like(seen))
            .map(|(id, _)| *id)
    };
    let all: Vec<(Option<Uuid>, Row)> = rows.map(|row| (found(&row), row)).collect();
    if all.iter().all(|(id, _)| id.is_some()) {
        for (id, row) in all {
            state.made(id.unwrap_or_default(), row, (0, 0));
        }
    }
}
