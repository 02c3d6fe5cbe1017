//! What several pages say of calls and clients.

use std::collections::HashMap;

use kartoteka_plugin::{
    Result,
    contacts::{ContactKey, ContactKind},
    pages::{Mark, Ui},
};

use crate::calls::{Direction, DoNotCall, NotedCall, Outcome};

/// A phone in E.164 as the salon's country writes it.
pub(super) fn phone(ui: &Ui, e164: &str) -> String {
    ui.call.show_contact(&ContactKey {
        kind: ContactKind::Phone,
        key: e164.to_owned(),
    })
}

/// That somebody is not to be called.
pub(super) fn mark(ui: &Ui) -> Mark {
    Mark {
        kind: "look".into(),
        icon: "phone-off".into(),
        word: ui.t("call-link-do-not-call"),
        before_calling: true,
    }
}

/// A call in words.
pub(super) struct Line {
    pub(super) icon: &'static str,
    /// What came of it: `Reached`.
    pub(super) outcome: String,
    /// Who called whom, by which phone, and who noted it.
    pub(super) under: String,
    pub(super) note: Option<String>,
    pub(super) time: String,
    pub(super) stamp: String,
    /// Where it is taken off.
    pub(super) removal: String,
}

/// Calls in words, in their order.
///
/// # Errors
/// As the directory says.
pub(super) async fn lines(ui: &Ui, calls: &[NotedCall]) -> Result<Vec<Line>> {
    let names = names(ui, calls.iter().map(|call| &call.by)).await?;
    let line = |call: &NotedCall| {
        let direction = format!("call-link-direction-{}", call.direction.code());
        let phone = call.phone.as_deref().map(|e164| phone(ui, e164));
        let parts = [Some(ui.t(&direction)), phone, names.get(&call.by).cloned()];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        Line {
            icon: icon(call),
            outcome: outcome(ui, call.outcome),
            under: parts.join(" · "),
            note: call.note.clone(),
            time: ui.time(&call.at),
            stamp: ui.stamp(&call.at),
            removal: ui.url(&format!("/call-link/calls/{}/removal", call.id)),
        }
    };
    Ok(calls.iter().map(line).collect())
}

fn icon(call: &NotedCall) -> &'static str {
    match (call.outcome, call.direction) {
        (Outcome::CallBack, _) => "history",
        (Outcome::Voicemail, _) => "message-square",
        (Outcome::WrongNumber, _) => "triangle-alert",
        (Outcome::NotReached, Direction::Out | Direction::In) => "circle-x",
        (Outcome::Reached, _) => "phone",
    }
}

/// An outcome in a word.
pub(super) fn outcome(ui: &Ui, outcome: Outcome) -> String {
    let code = outcome.code().replace('_', "-");
    ui.t(&format!("call-link-outcome-{code}"))
}

/// The names of who did something.
async fn names<'a>(
    ui: &Ui,
    by: impl Iterator<Item = &'a String>,
) -> Result<HashMap<String, String>> {
    let mut asked: Vec<String> = by.cloned().collect();
    asked.sort_unstable();
    asked.dedup();
    ui.call.directory().names(&asked).await
}

/// Since when somebody is not to be called, and who wrote it down where that is known.
///
/// # Errors
/// As the directory says.
pub(super) async fn since(ui: &Ui, one: &DoNotCall) -> Result<String> {
    let names = names(ui, std::iter::once(&one.by)).await?;
    let day = ui.day(&one.since);
    Ok(match names.get(&one.by) {
        Some(who) => ui.t2("call-link-since-by", "day", day, "who", who),
        None => ui.t1("call-link-since", "day", day),
    })
}
