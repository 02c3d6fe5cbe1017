//! What is asked properly is done, once, and stands where the answer says.

use http::Method;
use serde_json::{Value, json};

use super::{
    super::{
        operations::Operation,
        report::{Ended, Report, Verdict, fault, not},
        stage::{Answer, Ask, HOME, Stage},
    },
    answers::settled,
    cause, is, ours,
};

/// By which a request may be repeated.
const KEY: &str = "idempotency-key";

/// A request that was asked properly.
struct Properly {
    ask: Ask,
    /// Below the salon.
    path: String,
    answer: Answer,
}

/// Asks with each body that may be proper, until one is taken: what it makes may be there already. Gives the first
/// where none is.
async fn properly(stage: &Stage, operation: &Operation) -> Result<Properly, Ended> {
    let mut things = stage.things.clone();
    let is_post = operation.method == Method::POST;
    if is_post && !operation.path.contains("{client}") {
        let fresh = stage.client("Vogel", "030 4343434").await.map_err(ours)?;
        things.insert("client".to_owned(), fresh);
    }
    let path = operation.at(&things)?;
    let mut first = None;
    for (at, ask) in operation
        .proper(stage, &path, &things)
        .into_iter()
        .enumerate()
    {
        let ask = ask.by(&stage.token);
        let ask = match is_post {
            true => ask.with(
                KEY,
                &format!("{}-{}-{at}", operation.method, operation.path),
            ),
            false => ask,
        };
        let ask = operation.based(stage, ask).await;
        let answer = stage.ask(ask.again()).await;
        let is_taken = answer.is_success();
        let path = path.clone();
        let asked = Properly { ask, path, answer };
        if is_taken {
            return Ok(asked);
        }
        first.get_or_insert(asked);
    }
    first.ok_or_else(|| not("nobody says what it is asked with"))
}

pub(super) async fn proper(stage: &Stage, report: &mut Report, operation: &Operation) {
    let name = &operation.name;
    let first = properly(stage, operation).await;
    report
        .case(format!("{name} asked properly"), async {
            let Properly { path, answer, ask } = first.as_ref().map_err(again)?;
            stage
                .answers
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner)
                .insert(name.clone(), settled(answer));
            if answer.status == 404 && operation.is_of_a_part() {
                return Err(not("the thing that the samples make has none (404)"));
            }
            // What is there already, or is already so, is as good.
            if !(answer.is_success() || answer.status == 409) {
                return Err(fault(
                    "2xx",
                    format!("{}{}", answer.brief(), ask.told()),
                    cause(answer).map_or_else(|| advice(operation), str::to_owned),
                ));
            }
            let fits = stage.documented(&operation.method, path, answer);
            fits.map_err(|what| fault("an answer as the document says", what, operation.key()))
        })
        .await;
    if operation.method != Method::POST {
        return;
    }
    let made = format!("{name} makes what stands where it says");
    report.case(made, stands(stage, operation, &first)).await;
    let repeated = format!("{name} repeated with its Idempotency-Key");
    report
        .case(repeated, repeated_alike(stage, operation, &first))
        .await;
    let other = format!("{name} with a key that was used for another body");
    report
        .case(other, of_another_body(stage, operation, &first))
        .await;
}

fn advice(operation: &Operation) -> String {
    let code = operation.code();
    match operation.takes_body() {
        true => format!("{code}; or samples.toml, [bodies]: a body that it takes"),
        false => code,
    }
}

/// The answer of who made something.
fn made(first: &Result<Properly, Ended>) -> Result<&Properly, Ended> {
    let first = first.as_ref().map_err(again)?;
    match first.answer.status {
        201 => Ok(first),
        _ => Err(not("it has made nothing (201)")),
    }
}

async fn stands(stage: &Stage, operation: &Operation, first: &Result<Properly, Ended>) -> Verdict {
    let first = made(first)?;
    let place = first.answer.header("location");
    let change = format!(
        "{}: 201 with Location, the address at which a GET gives what was made",
        operation.code()
    );
    let below = format!("/api/v1/salons/{HOME}");
    let Some(path) = place.strip_prefix(&below) else {
        let expected = format!("Location: {below}/…");
        return Err(fault(expected, format!("\"{place}\""), change));
    };
    let answer = stage.owner(Method::GET, path, None).await;
    match answer.is_success() {
        true => Ok(()),
        false => Err(fault(format!("200 at {place}"), answer.brief(), change)),
    }
}

async fn repeated_alike(
    stage: &Stage,
    operation: &Operation,
    first: &Result<Properly, Ended>,
) -> Verdict {
    let Properly { ask, path, answer } = first.as_ref().map_err(again)?;
    if !answer.is_success() {
        return Err(not("the first was refused"));
    }
    let before = stage.kept(HOME).await.map_err(ours)?;
    let second = stage.ask(ask.again()).await;
    let after = stage.kept(HOME).await.map_err(ours)?;
    let places = [answer, &second].map(|answer| answer.header("location"));
    let is_same = second.status == answer.status && places[0] == places[1];
    let change = format!(
        "{}: what it makes it names before the commit (tx.answers, in C kt_db.answers) as its path below the salon; Location is the same behind /api/v1/salons/<slug>",
        operation.code()
    );
    // What makes nothing may be done again; rows that are there twice are no nothing.
    let is_done_once = match answer.status {
        201 => before == after,
        _ => rows(&after) <= rows(&before),
    };
    if !(is_same && is_done_once) {
        let expected = format!(
            "{} at \"{}\" once more, and nothing done",
            answer.brief(),
            places[0]
        );
        let came = format!("{} at \"{}\"", second.brief(), places[1]);
        return Err(fault(expected, came, change));
    }
    let fits = stage.documented(&operation.method, path, &second);
    fits.map_err(|what| {
        let change =
            format!("{change}, and a GET of that place is answered by the schema of this 201");
        fault("the same as the document says", what, change)
    })
}

/// How many rows the plugin keeps.
fn rows(kept: &Value) -> usize {
    let tables = kept.as_object().into_iter().flatten();
    tables
        .map(|(_, rows)| rows.as_array().map_or(0, Vec::len))
        .sum()
}

async fn of_another_body(
    stage: &Stage,
    operation: &Operation,
    first: &Result<Properly, Ended>,
) -> Verdict {
    let Properly { ask, .. } = made(first)?;
    if operation.body.is_none() {
        return Err(not("it takes no JSON"));
    }
    let mut other: Value = serde_json::from_slice(&ask.body).unwrap_or_default();
    other["no_such_field"] = json!("x");
    let answer = stage.ask(ask.again().json(&other)).await;
    let change = format!(
        "{}: what it makes it names before the commit (tx.answers, in C kt_db.answers) as its path below the salon; Location is the same behind /api/v1/salons/<slug>",
        operation.code()
    );
    is(&answer, 422, "idempotency_key_reused", &change)
}

/// The same end for a case that stands on another.
pub(super) fn again(ended: &Ended) -> Ended {
    match ended {
        Ended::Failed(fault) => Ended::Failed(fault.clone()),
        Ended::Not(why) => Ended::Not(why.clone()),
    }
}
