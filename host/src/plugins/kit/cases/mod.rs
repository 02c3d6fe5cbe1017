//! The cases, a file for each group.

mod answers;
mod bodies;
mod conversation;
mod doors;
mod empty;
mod forms;
mod grants;
mod hooks;
mod languages;
mod links;
mod lists;
mod markup;
mod named;
mod pages;
mod people;
mod pictures;
mod proper;
mod rest;
mod seen;
mod settings;
mod slots;
mod statements;
pub(super) mod statics;
mod switching;
mod walk;

use serde_json::Value;

use super::{
    operations::{Operation, operations},
    report::{Ended, Report, Verdict, fault},
    stage::{Answer, Stage},
};

/// Runs all groups on a host that has just been opened.
pub(super) async fn run(stage: &mut Stage, report: &mut Report) {
    switching::begin(stage, report).await;
    let all = operations(stage);
    switching::made(stage, report).await;
    for part in 0..PARTS {
        // What a failure has put to rest is asked again, and what a case has taken away is there again.
        stage.later();
        if part > 0 {
            stage.renew().await;
        }
        run_part(part, stage, report, &all).await;
    }
    statements::run(stage, report);
}

const PARTS: usize = 14;

async fn run_part(part: usize, stage: &mut Stage, report: &mut Report, all: &[Operation]) {
    match part {
        0 => doors::run(stage, report, all).await,
        1 => bodies::run(stage, report, all).await,
        2 => answers::run(stage, report, all).await,
        3 => named::run(stage, report, all).await,
        4 => {
            pages::run(stage, report).await;
            empty::run(stage, report).await;
        }
        5 => slots::run(stage, report).await,
        6 => {
            let found = walk::walk(stage).await;
            links::run(stage, report, &found).await;
            pictures::run(stage, report, &found).await;
            languages::run(stage, report, &found).await;
            forms::run(stage, report, &found).await;
        }
        7 => conversation::run(stage, report).await,
        8 => settings::run(stage, report).await,
        9 => grants::run(stage, report, all).await,
        10 => rest::run(stage, report, all).await,
        11 => people::run(stage, report).await,
        12 => seen::run(stage, report, all).await,
        _ => switching::end(stage, report, all).await,
    }
}

/// That an answer is a problem of this status and code.
fn is(answer: &Answer, status: u16, code: &str, change: &str) -> Verdict {
    let said = answer.json();
    let right = answer.status == status && (code.is_empty() || said["code"] == code);
    let told = answer.status < 400 || answer.header("content-type") == PROBLEM;
    match right && told {
        true => Ok(()),
        false => Err(fault(
            format!("{status} {code}"),
            answer.brief(),
            cause(answer).unwrap_or(change),
        )),
    }
}

/// What is to be changed where an answer was made before the code was asked anything.
fn cause(answer: &Answer) -> Option<&'static str> {
    match answer.status {
        405 => Some(
            "the method: that of openapi.json, of samples.toml (`method`; POST where none is said), and of the code",
        ),
        415 => Some(
            "openapi.json, requestBody.content: the type that the code takes; or the code, which takes another",
        ),
        _ => None,
    }
}

/// What the kit itself calls clients and salons, which no language has to translate.
const KIT_WORDS: &str = "Ana Vogel Liste Lauscher Eva Fort Neuling Anna seidenhaar nachbar";

const PROBLEM: &str = "application/problem+json";

/// That an answer refuses, as a problem, and is no failure of the plugin.
fn refuses(answer: &Answer, change: &str) -> Verdict {
    let right = (400..500).contains(&answer.status) && answer.header("content-type") == PROBLEM;
    match right {
        true => Ok(()),
        false => Err(fault(
            "a refusal (4xx) as application/problem+json",
            answer.brief(),
            change,
        )),
    }
}

/// A failure of the kit's own or of the host, which is not the plugin's to mend.
pub(super) fn ours(what: impl Into<String>) -> Ended {
    fault(
        "a host that goes on",
        what,
        "tell who runs the project, with this report",
    )
}

/// That nothing has been changed.
fn unchanged(before: &Value, after: &Value, change: &str) -> Verdict {
    match before == after {
        true => Ok(()),
        false => Err(fault(
            "that nothing is changed",
            format!("before: {before}\nafter: {after}"),
            change,
        )),
    }
}
