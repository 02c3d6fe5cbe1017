//! Personal data: what is written about a client is handed to them, and is nowhere once they are erased.

use std::collections::BTreeMap;

use http::Method;
use kartoteka_plugin::manifest::Erase;
use serde_json::json;

use super::{
    super::{
        log,
        report::{Ended, Report, Verdict, fault, not},
        stage::{HOME, Stage},
    },
    ours,
};

/// Whom nobody is called, and a number that nobody has.
const NAME: &str = "Quästenflößer";
const PHONE: &str = "0151 98765432";
/// What tells of them, in small letters.
const TRACES: [&str; 3] = ["quästenflößer", "quaestenfloesser", "98765432"];

pub(super) async fn run(stage: &Stage, report: &mut Report) {
    report.group("people");
    let client = match stage.client(NAME, PHONE).await {
        Ok(client) => client,
        Err(why) => return report.judged("a client is made", Err(ours(why))),
    };
    let mut things = stage.things.clone();
    things.insert("client".to_owned(), client.clone());
    let written = written(stage, &things).await;
    stage.quiet().await;
    let names = written.as_ref().ok().cloned().unwrap_or_default();
    report
        .case("something about a client is written", async {
            written.map(drop)
        })
        .await;
    report
        .case(
            "their export has what is kept about them",
            exported(stage, &client, &names),
        )
        .await;
    report
        .case("the preview of their erasure changes nothing", async {
            let before = stage.kept(HOME).await.map_err(ours)?;
            let path = format!("/clients/{client}/erasure");
            let answer = stage.owner(Method::GET, &path, None).await;
            if !answer.is_success() {
                return Err(fault(
                    "200",
                    answer.brief(),
                    "plugin.toml, [[personal_data]]; the code that answers core.erase/1",
                ));
            }
            super::unchanged(
                &before,
                &stage.kept(HOME).await.map_err(ours)?,
                "the code that answers core.erase/1",
            )
        })
        .await;
    report
        .case("merging with another card, and taking it back", async {
            Err(not("cards cannot be merged yet"))
        })
        .await;
    let erased = stage
        .owner(
            Method::POST,
            &format!("/clients/{client}/erasure"),
            Some(json!({})),
        )
        .await;
    report.judged(
        "they are erased",
        match erased.is_success() {
            true => Ok(()),
            false => Err(fault(
                "a receipt",
                erased.brief(),
                "plugin.toml, [[personal_data]]; the code that answers core.erase/1",
            )),
        },
    );
    report
        .case(
            "nothing that tells of them is left in any table",
            left(stage, &client, &names),
        )
        .await;
    report
        .case("its doors do not tell of them", async {
            for operation in super::operations(stage) {
                if operation.method != Method::GET {
                    continue;
                }
                let Ok(path) = operation.at(&things) else {
                    continue;
                };
                let answer = stage.owner(Method::GET, &path, None).await;
                told(&answer.text(), &names, &operation.name)?;
                if answer.status >= 500 {
                    return Err(fault("an answer", answer.brief(), operation.code()));
                }
            }
            Ok(())
        })
        .await;
    report
        .case(
            "what the plugin writes into the log tells of nobody",
            async {
                let lines = log::of_plugins().ok_or_else(|| not("no log is kept here"))?;
                told(
                    &lines,
                    &names,
                    "its log lines: ids and counts, no names, contacts or texts",
                )
            },
        )
        .await;
}

/// Writes about the client, with their name in each text where the door takes that; gives the texts.
async fn written(stage: &Stage, things: &BTreeMap<String, String>) -> Result<Vec<String>, Ended> {
    let Some(about) = &stage.samples.about_client else {
        return Err(not("samples.toml has no [about_client]"));
    };
    let mut named = about.clone();
    let mut texts = Vec::new();
    if let Some(body) = named.body.as_object_mut() {
        for value in body.values_mut() {
            // Words, and not codes.
            if let Some(text) = value.as_str().filter(|text| text.contains(' ')) {
                texts.push(format!("{text} ({NAME})"));
                *value = json!(format!("{text} ({NAME})"));
            }
        }
    }
    let answer = stage.make(&named, things).await;
    if answer.is_success() {
        return Ok(texts);
    }
    let answer = stage.make(about, things).await;
    match answer.is_success() {
        true => Ok(Vec::new()),
        false => Err(fault(
            "2xx",
            answer.brief(),
            "samples.toml, [about_client]: a body that its door takes for any client",
        )),
    }
}

async fn exported(stage: &Stage, client: &str, texts: &[String]) -> Verdict {
    if stage.manifest.personal_data.is_empty() {
        return Err(not("plugin.toml declares no [[personal_data]]"));
    }
    if stage.samples.about_client.is_none() {
        return Err(not("samples.toml has no [about_client]"));
    }
    let call = stage.call(HOME).await.map_err(ours)?;
    let id = uuid::Uuid::try_parse(client).map_err(|e| ours(e.to_string()))?;
    let erasure = call.erasure().export(call.db(), id).await;
    let said = erasure.map_err(|error| {
        fault(
            "an export",
            stage.host.sentence(&error),
            "plugin.toml, [[tables]]; the code that answers core.export/1",
        )
    })?;
    let change = "plugin.toml: [[personal_data]] with the column that holds the client, and the table under [[tables]]";
    let own = &said[stage.id()];
    if !own.is_object() {
        return Err(fault("the rows about them", said.to_string(), change));
    }
    // What was written about them and stands in a table as it was written is theirs to be read.
    let kept = stage.kept(HOME).await.map_err(ours)?.to_string();
    let own = own.to_string();
    let lacks = |text: &&String| kept.contains(text.as_str()) && !own.contains(text.as_str());
    match texts.iter().find(lacks) {
        None => Ok(()),
        Some(text) => Err(fault(format!("\"{text}\" among the rows"), own, change)),
    }
}

async fn left(stage: &Stage, client: &str, texts: &[String]) -> Verdict {
    let kept = stage.kept(HOME).await.map_err(ours)?;
    for (table, rows) in kept.as_object().into_iter().flatten() {
        let declared = stage
            .manifest
            .personal_data
            .iter()
            .find(|p| p.table == *table);
        if matches!(declared.map(|p| &p.erase), Some(Erase::Keep { .. })) {
            continue;
        }
        let rows = rows.to_string();
        let change = format!(
            "plugin.toml, [[personal_data]] of {table}: what erasing does to it; or the code that answers core.erase/1"
        );
        if rows.contains(client) {
            return Err(fault("no row that names them", rows, change));
        }
        told(&rows, texts, &change)?;
    }
    if let Some(about) = &stage.samples.about_client {
        for gone in &about.gone {
            let (table, is_whole) = (
                gone.split_whitespace().next().unwrap_or_default(),
                !gone.contains(' '),
            );
            let rows = kept[table].as_array().map_or(0, Vec::len);
            if is_whole && rows > 0 && stage.samples.things.is_empty() {
                return Err(fault(
                    "no row",
                    format!("{rows} in {table}"),
                    "the code that answers core.erase/1",
                ));
            }
        }
    }
    Ok(())
}

/// That nothing of them is said.
fn told(text: &str, texts: &[String], change: &str) -> Verdict {
    let small = text.to_lowercase();
    let trace = TRACES.iter().find(|trace| small.contains(**trace));
    let words = texts
        .iter()
        .find(|words| small.contains(&words.to_lowercase()));
    match (trace, words) {
        (None, None) => Ok(()),
        (Some(found), _) => Err(fault(
            "nothing of them",
            format!("\"{found}\" in {text}"),
            change,
        )),
        (None, Some(found)) => Err(fault(
            "nothing of them",
            format!("\"{found}\" in {text}"),
            change,
        )),
    }
}

/// So that rows without people do not count as an answer.
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trace_is_found_however_it_is_written() {
        assert!(told("nothing", &[], "").is_ok());
        assert!(told("Frau QUÄSTENFLÖSSER", &[], "").is_ok());
        assert!(told("Frau Quästenflößer", &[], "").is_err());
        assert!(told("+4915198765432", &[], "").is_err());
        assert!(told("\"Ruft an\"", &["Ruft an".to_owned()], "").is_err());
    }
}
