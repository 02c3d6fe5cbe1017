//! Switching the plugin on, off and on again; and removing what it keeps.

use http::Method;
use serde_json::{Value, json};

use super::{
    super::{
        log,
        operations::Operation,
        report::{Report, fault, not},
        stage::{Answer, Ask, HOME, OTHER, Stage},
    },
    cause,
    hooks::Asked,
    is, ours, refuses, unchanged,
};

/// Before anything is made: off, and then on in both salons.
pub(super) async fn begin(stage: &mut Stage, report: &mut Report) {
    report.group("switching");
    report
        .case("it is offered, and off to begin with", async {
            let answer = stage.owner(Method::GET, &own(stage), None).await;
            match (answer.status, &answer.json()["on"]) {
                (200, Value::Bool(false)) => Ok(()),
                _ => Err(ours(answer.brief())),
            }
        })
        .await;
    let on = stage.switch(HOME, true).await;
    report.judged("it is switched on", switched(&on));
    stage.read_document().await;
    // While it is off in the other salon, nothing of it answers there.
    for operation in super::operations(stage) {
        report
            .case(format!("{} where it is off", operation.name), async {
                let path = operation.nowhere();
                let ask = operation
                    .request(stage, OTHER, &path, None)
                    .by(&stage.stranger);
                let change = "nothing: the host answers for it; tell who runs the project";
                is(
                    &stage.ask(ask.with("if-match", "\"1\"")).await,
                    404,
                    "feature_off",
                    change,
                )
            })
            .await;
    }
    let on = stage.switch(OTHER, true).await;
    report.judged("it is switched on in a second salon", switched(&on));
}

/// One of each thing that the samples make, and something about a client.
pub(super) async fn made(stage: &mut Stage, report: &mut Report) {
    report.group("samples");
    match stage.client("Vogel", "0176 1234567").await {
        Ok(client) => drop(stage.things.insert("client".to_owned(), client)),
        Err(why) => report.judged("a client is made", Err(ours(why))),
    }
    let mut made = Vec::new();
    for thing in stage.samples.things.clone() {
        let answer = stage.make(&thing, &stage.things).await;
        if let Some(id) = answer.id() {
            stage.things.insert(thing.name.clone(), id);
        }
        made.push((thing, answer));
    }
    let about = about(stage).await;
    // Where a statement is refused, that is why all that follows fails, too.
    report
        .case(
            "no statement of the samples is refused by the fence",
            async { fenced() },
        )
        .await;
    for (thing, answer) in made {
        let name = &thing.name;
        let verdict = match answer.is_success() {
            true => Ok(()),
            false => Err(fault(
                "2xx",
                answer.brief(),
                cause(&answer).map_or_else(
                    || {
                        format!(
                            "samples.toml, [[things]] \"{name}\": a body that {} {} takes",
                            thing.method, thing.path
                        )
                    },
                    str::to_owned,
                ),
            )),
        };
        report.judged(format!("one {name} is made"), verdict);
    }
    report
        .case("something about a client is written", async { about })
        .await;
    report
        .case("every body is one of an operation", async {
            let all = super::operations(stage);
            let known: Vec<&str> = all.iter().map(|one| one.id.as_str()).collect();
            let mut bodies = stage.samples.bodies.keys();
            match bodies.find(|id| !known.contains(&id.as_str())) {
                None => Ok(()),
                Some(id) => Err(fault(
                    format!("one of {}", known.join(", ")),
                    id.as_str(),
                    "samples.toml, [bodies]: the operation as the salon's document calls it, with the plugin's id before",
                )),
            }
        })
        .await;
    report
        .case("every thing that a path names is made", async {
            let all = super::operations(stage);
            let lacking = all.iter().filter(|o| o.at(&stage.things).is_err());
            let lacking: Vec<&str> = lacking.map(|o| o.path.as_str()).collect();
            match lacking.is_empty() {
                true => Ok(()),
                false => Err(fault(
                    "for each name in a path one that is made",
                    format!("none for {}", lacking.join(", ")),
                    "samples.toml: a [[things]] of that name, with path and body",
                )),
            }
        })
        .await;
}

/// What is to be changed where a statement is refused.
const STATEMENTS: &str =
    "plugin.toml, reads, where it names what others keep; or else the statement";

/// That no statement was refused since this was asked last.
pub(super) fn fenced() -> super::Verdict {
    let refused = log::refused().ok_or_else(|| not("no log is kept here"))?;
    match refused.is_empty() {
        true => Ok(()),
        false => Err(fault(
            "statements of its own tables, and of what plugin.toml reads",
            refused,
            STATEMENTS,
        )),
    }
}

async fn about(stage: &Stage) -> super::Verdict {
    let Some(about) = &stage.samples.about_client else {
        let none = stage.manifest.personal_data.is_empty();
        return Err(match none {
            true => not("it keeps nothing about clients"),
            false => fault(
                "a sample of what it keeps about clients",
                "none",
                "samples.toml: [about_client] with path and body, {client} for the client's id",
            ),
        });
    };
    let answer = stage.make(about, &stage.things).await;
    // What is there already is as good.
    match answer.is_success() || answer.status == 409 {
        true => Ok(()),
        false => Err(fault(
            "2xx",
            answer.brief(),
            cause(&answer).unwrap_or("samples.toml, [about_client]: a body that its door takes"),
        )),
    }
}

/// Off, on again, and what it keeps removed.
pub(super) async fn end(stage: &mut Stage, report: &mut Report, all: &[Operation]) {
    report.group("switching");
    stage.quiet().await;
    let before = stage.kept(HOME).await;
    let off = stage.switch(HOME, false).await;
    report.judged(
        "it is switched off",
        match off.is_success() {
            true => Ok(()),
            false => Err(ours(off.brief())),
        },
    );
    report
        .case("what it keeps stays while it is off", async {
            let (before, after) = (
                before.clone().map_err(ours)?,
                stage.kept(HOME).await.map_err(ours)?,
            );
            unchanged(
                &before,
                &after,
                "nothing that a plugin does should write once it is off",
            )
        })
        .await;
    off_pages(stage, report).await;
    also_off(stage, report).await;
    report
        .case(
            "nothing of it stands in the document while it is off",
            async {
                let document = stage.owner(Method::GET, "/openapi.json", None).await.text();
                match document.contains(&format!("/{}/", stage.id())) {
                    false => Ok(()),
                    true => Err(ours("its paths are there")),
                }
            },
        )
        .await;
    let on = stage.switch(HOME, true).await;
    report.judged("it is switched on again", switched(&on));
    report
        .case("what it keeps is there again", async {
            stage.quiet().await;
            let (before, after) = (
                before.clone().map_err(ours)?,
                stage.kept(HOME).await.map_err(ours)?,
            );
            unchanged(
                &before,
                &after,
                "what is told or woken when it is switched on should not write anew",
            )
        })
        .await;
    report
        .case("it answers again", async {
            let reads = |o: &&Operation| o.method == Method::GET && o.at(&stage.things).is_ok();
            let get = all.iter().find(reads);
            let get = get.ok_or_else(|| not("it has no door that reads"))?;
            let answer = get.done(stage, None).await?;
            match answer.is_success() {
                true => Ok(()),
                false => Err(fault("the answer of before", answer.brief(), get.code())),
            }
        })
        .await;
    removal(stage, report).await;
}

/// Who keeps something is asked about it while off, too.
async fn also_off(stage: &Stage, report: &mut Report) {
    for answers in &stage.manifest.answers {
        let Ok(asked) = Asked::of(stage, answers) else {
            continue;
        };
        if !asked.also_off() {
            continue;
        }
        report
            .case(
                format!("{} answered while it is off", answers.hook),
                async {
                    let client = stage.things.get("client");
                    let client = client.ok_or_else(|| not("no client was made"))?;
                    let call = stage.call(HOME).await.map_err(ours)?;
                    asked.once(&call, client).await.map(drop)
                },
            )
            .await;
    }
}

async fn off_pages(stage: &Stage, report: &mut Report) {
    for place in &stage.manifest.places {
        report
            .case(format!("the page {} while it is off", place.path), async {
                let ask = super::pages::page(stage, &place.path, "en");
                let answer = stage.ask(ask).await;
                match answer.status {
                    404 => Ok(()),
                    _ => Err(ours(answer.brief())),
                }
            })
            .await;
    }
}

async fn removal(stage: &Stage, report: &mut Report) {
    report
        .case("what it keeps is not removed while it is on", async {
            let answer = stage
                .owner(
                    Method::POST,
                    &format!("{}/removal", own(stage)),
                    Some(json!({})),
                )
                .await;
            refuses(
                &answer,
                "nothing: the host refuses it; tell who runs the project",
            )
        })
        .await;
    report
        .case("removed, it keeps no row", async {
            let kept = stage.kept(OTHER).await.map_err(ours)?;
            let off = stage.switch(HOME, false).await;
            if !off.is_success() {
                return Err(ours(off.brief()));
            }
            let answer = stage
                .owner(
                    Method::POST,
                    &format!("{}/removal", own(stage)),
                    Some(json!({})),
                )
                .await;
            if !answer.is_success() {
                return Err(fault(
                    "a receipt",
                    answer.brief(),
                    "plugin.toml, [[tables]]: those first that refer to others",
                ));
            }
            let left = stage.kept(HOME).await.map_err(ours)?;
            let rows = |all: &Value| -> usize {
                let tables = all
                    .as_object()
                    .into_iter()
                    .flat_map(serde_json::Map::values);
                tables.filter_map(Value::as_array).map(Vec::len).sum()
            };
            if rows(&left) > 0 {
                return Err(fault(
                    "no row",
                    left.to_string(),
                    "plugin.toml, [[tables]]: all tables, those first that refer to others",
                ));
            }
            let theirs = stage.kept(OTHER).await.map_err(ours)?;
            unchanged(&kept, &theirs, "every statement names salon_id = $1")
        })
        .await;
}

fn own(stage: &Stage) -> String {
    format!("/features/{}", stage.id())
}

fn switched(answer: &Answer) -> super::Verdict {
    match answer.is_success() {
        true => Ok(()),
        false => Err(fault(
            "200",
            answer.brief(),
            "plugin.toml: requires names features that there are; migrations/: they run on a fresh database",
        )),
    }
}

/// A request of the other salon's owner.
pub(super) fn theirs(operation: &Operation, stage: &Stage, path: &str) -> Ask {
    let ask = operation.request(stage, OTHER, path, None);
    ask.by(&stage.stranger).with("if-match", "\"1\"")
}
