//! What must be so whenever all is at rest, however it came to that.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use reqwest::Method;
use serde_json::{Value, json};

use super::{
    actual::{self, Actual},
    desk::{all_strangers, shared_phones},
    door::{Body, Door, Told},
    ids,
    model::{Card, Row},
    salon::{Salon, Switch},
    switches::{FEATURES, agrees},
    tables,
};
use crate::Process;

/// What there is, is what answers said.
pub fn answers_are_truth(door: &Door, salon: &Salon, actual: &Actual) {
    let state = salon.state();
    let mut lacking: BTreeMap<&str, usize> = BTreeMap::new();
    for (id, row) in &state.rows {
        match actual.rows.get(id) {
            Some(seen) if row.looks_like(seen) => {}
            seen => {
                let feature = row.feature().unwrap_or("core");
                if seen.is_none() {
                    *lacking.entry(feature).or_default() += 1;
                }
                let why = format!("{} {id} is {seen:?}, and must be {row:?}", salon.slug);
                door.tally.fault("answers_are_truth", why);
            }
        }
    }
    for (feature, count) in lacking {
        let left = actual
            .rows
            .values()
            .filter(|row| row.feature().unwrap_or("core") == feature);
        let why = format!(
            "{} {feature}: {count} are gone, {} are there",
            salon.slug,
            left.count()
        );
        door.tally.fault("removal_is_whole", why);
    }
    for (id, row) in actual
        .rows
        .iter()
        .filter(|(id, _)| !state.rows.contains_key(id))
    {
        let why = format!("{} {id} is {row:?}, and must not be", salon.slug);
        door.tally.fault("answers_are_truth", why);
    }
}

/// Doors, list and document agree about all switches, on every host.
pub async fn switch_agrees(door: &Door, salon: &Salon) {
    for (feature, _) in FEATURES {
        agrees(door, salon, feature).await;
    }
}

/// A block is answered until it is taken back: for cards, for phones of cards and of nobody.
pub async fn block_holds(door: &Door, salon: &Salon) {
    let on = salon.switch("blacklist") == Switch::Known(true);
    let mut asked: Vec<(Value, &str)> = Vec::new();
    {
        let state = salon.state();
        for (id, row) in &state.rows {
            let Row::Card(card) = row else { continue };
            let must = state.decision(Some(*id), &card.phones);
            asked.push((json!({"client_id": id}), must));
        }
        let phones = state.rows.values().filter_map(|row| match row {
            Row::Block(block) => Some(block.follows.clone()),
            Row::Card(Card { phones, .. }) => Some(phones.iter().cloned().collect()),
            _ => None,
        });
        let mut phones: BTreeSet<String> = phones.flatten().collect();
        phones.extend(shared_phones());
        phones.extend(all_strangers());
        for phone in phones {
            let must = state.decision(None, std::slice::from_ref(&phone));
            asked.push((json!({"phone": phone}), must));
        }
    }
    for (at, (who, must)) in asked.into_iter().enumerate() {
        let must = if on { must } else { "allow" };
        let body = Body::Json(who.clone());
        let told = door
            .ask(at as u64, Method::POST, "/booking-checks", body)
            .await;
        let Told::Answer(answer, _) = told else {
            door.tally
                .fault("answers_come", format!("booking-checks {who}: {told:?}"));
            continue;
        };
        let said = answer.json()["decision"].clone();
        let why = format!(
            "{} {who}: {}, and must be {must}",
            salon.slug,
            answer.text()
        );
        door.tally.check("block_holds", said == must, why);
    }
}

/// Whose a phone is, by what rings.
pub async fn lookups_are_own(door: &Door, salon: &Salon) {
    if salon.switch("call-link") != Switch::Known(true) {
        return;
    }
    for (at, phone) in shared_phones().into_iter().enumerate() {
        let number = phone.replacen('0', "49", 1).replace(' ', "");
        let path = format!("/call-link/lookup?number={number}");
        let told = actual::get(door, at as u64, &path).await;
        let found = ids(&told["data"], "client_id");
        let must = salon.state().holders(&phone);
        // Ten are told at most.
        let fine = found.is_subset(&must) && found.len() == must.len().min(10);
        let why = format!("{} {phone}: {found:?}, and must be {must:?}", salon.slug);
        door.tally.check("walls", fine, why);
    }
}

/// Every version of every document has its own bytes.
pub async fn documents_are_whole(door: &Door, salon: &Salon) {
    if salon.switch("documents") != Switch::Known(true) {
        return;
    }
    let files: Vec<_> = {
        let state = salon.state();
        let file = |row: &Row| match row {
            Row::File(file) if !file.deleted => Some(file.versions.clone()),
            _ => None,
        };
        let all = state
            .rows
            .iter()
            .filter_map(|(id, row)| Some((*id, file(row)?)));
        all.collect()
    };
    for (id, versions) in files {
        for (number, bytes) in (1..).zip(versions) {
            let path = format!("/documents/files/{id}/content?version={number}");
            let told = door.ask(number, Method::GET, &path, Body::None).await;
            let same = matches!(&told, Told::Answer(answer, _) if answer.body == bytes);
            let why = format!("{} {path}: not its {} bytes", salon.slug, bytes.len());
            door.tally.check("documents_are_whole", same, why);
        }
    }
}

/// Who was erased is nowhere: not in what doors tell, not to be found, not in the journal.
pub async fn erased_are_nowhere(host: &Process, door: &Door, salon: &Salon, actual: &Actual) {
    let erased = salon.state().erased.clone();
    let text = actual.text.to_lowercase();
    let journal = "select coalesce(cast(before as text), '') || coalesce(cast(after as text), '')
                   from journal where salon_id = $1";
    let journal = tables::column(host, Some(salon.id), journal)
        .await
        .concat()
        .to_lowercase();
    for (at, who) in erased.iter().enumerate() {
        for (place, text) in [("the doors", &text), ("the journal", &journal)] {
            let why = format!("{} {} is in {place}", salon.slug, who.name);
            door.tally
                .check("erased_are_nowhere", !text.contains(&who.name), why);
        }
        let why = format!("{} the card {} is named by a feature", salon.slug, who.id);
        let named = text.contains(&who.id.to_string());
        door.tally.check("erased_are_nowhere", !named, why);
        // The latest, who may still be in some memory.
        if at + 8 < erased.len() {
            continue;
        }
        for host in 0..2 {
            let found = actual::get(door, host, &format!("/clients?q={}", who.name)).await;
            let none = found["data"].as_array().is_some_and(Vec::is_empty);
            let why = format!("{} {} is found: {found}", salon.slug, who.name);
            door.tally.check("erased_are_nowhere", none, why);
        }
        let card = door
            .ask(0, Method::GET, &format!("/clients/{}", who.id), Body::None)
            .await;
        let gone = matches!(&card, Told::Answer(answer, _) if answer.status == 404);
        door.tally
            .check("erased_are_nowhere", gone, format!("{}: {card:?}", who.id));
    }
}

/// The journal's numbers have no gap, and the counter stands at the last.
pub async fn journal_is_whole(host: &Process, door: &Door, salon: &Salon) {
    let gaps = "select coalesce(max(number), 0) - count(*) from journal where salon_id = $1";
    let ahead = "select coalesce((select last from journal_counter where salon_id = $1), 0)
        - coalesce((select max(number) from journal where salon_id = $1), 0)";
    for (what, sql) in [("gaps", gaps), ("the counter ahead", ahead)] {
        let count = tables::number(host, Some(salon.id), sql).await;
        let why = format!("{} {what}: {count}", salon.slug);
        door.tally.check("journal_is_whole", count == 0, why);
    }
}

/// Waits until something is so.
async fn comes_to_be(mut is: impl AsyncFnMut() -> bool) -> bool {
    for _ in 0..1_500 {
        if is().await {
            return true;
        }
        // The hosts do it on threads of their own; looking again leaves them room.
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    false
}

/// Removals that were begun come to their end by themselves.
pub async fn removals_end(host: &Process, door: &Door) {
    let left = "select count(*) from feature_removals";
    let ended = comes_to_be(async || tables::number(host, None, left).await == 0).await;
    door.tally
        .check("removal_is_whole", ended, "one that was begun never ended");
}

/// Whoever is told of events was told of all.
pub async fn events_are_told(host: &Process, door: &Door, salon: &Salon) {
    if salon.switch("listener") != Switch::Known(true) {
        return;
    }
    let behind = "select coalesce((select last from journal_counter where salon_id = $1), 0)
        - coalesce((select number from event_cursors where salon_id = $1 and feature = 'listener'), -1)";
    let told = comes_to_be(async || tables::number(host, Some(salon.id), behind).await == 0).await;
    if !told {
        let number = tables::number(host, Some(salon.id), behind).await;
        let cursor = "select 'at ' || cast(number as text) || ' of ' || coalesce(cast(host as text), 'nobody')
            || ' until ' || coalesce(cast(leased_until as text), '-') from event_cursors where salon_id = $1";
        let cursor = tables::column(host, Some(salon.id), cursor).await;
        let woken = "select name || ' ' || cast(at as text) || ' ' || coalesce(cast(host as text), 'nobody') from wake_ups";
        let woken = tables::column(host, None, woken).await;
        let why = format!(
            "{} {number} are not told: {cursor:?}, {woken:?}",
            salon.slug
        );
        door.tally.fault("events_are_told", why);
    }
    let aside = "select count(*) from events_set_aside where salon_id = $1";
    let aside = tables::number(host, Some(salon.id), aside).await;
    door.tally.check(
        "events_are_told",
        aside == 0,
        format!("{aside} were set aside"),
    );
}

/// After the sweep as many contents lie in the store as versions name, and the very same.
pub async fn objects_are_rows(host: &Process, door: &Door, salon: &Salon, prefix: Option<&str>) {
    let pending = "select count(*) from documents__pending where salon_id = $1";
    let swept = comes_to_be(async || tables::number(host, Some(salon.id), pending).await == 0);
    let why = format!("{} what is due is never swept", salon.slug);
    door.tally.check("objects_are_rows", swept.await, why);
    let actual = Actual::of(door).await;
    let versions = actual.table("documents", "documents__versions");
    let named = versions
        .iter()
        .flat_map(|row| [&row["object"], &row["preview"]]);
    let named: BTreeSet<String> = named
        .filter_map(|v| v.as_str().map(str::to_owned))
        .collect();
    let lie = tables::objects(host, prefix, salon.id);
    let (more, less): (Vec<_>, Vec<_>) = (
        lie.difference(&named).collect(),
        named.difference(&lie).collect(),
    );
    let why = format!("{} left over: {more:?}, missing: {less:?}", salon.slug);
    door.tally
        .check("objects_are_rows", more.is_empty() && less.is_empty(), why);
}

/// No name and no phone is in the log of a host.
pub fn logs_name_nobody(host: &Process, door: &Door, salon: &Salon) {
    for line in host.said() {
        let lower = line.to_lowercase();
        let names = lower.contains(salon.mark) || lower.contains(salon.foreign);
        let phones = ["0176 55", "017655", "4917655"]
            .iter()
            .any(|p| lower.contains(p));
        door.tally
            .check("logs_name_nobody", !names && !phones, &line);
        let panicked = lower.contains("panic");
        door.tally.check("nothing_panics", !panicked, &line);
    }
}
