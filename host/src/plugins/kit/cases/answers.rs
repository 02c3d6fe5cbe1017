//! What is asked properly is done, once, and answered as the document says.

use http::Method;
use serde_json::{Value, json};

use super::{
    super::{
        operations::Operation,
        report::{Ended, Report, Verdict, fault, not},
        stage::{Answer, Ask, HOME, Stage},
    },
    is, ours, refuses,
};

/// Letters of three of the five languages, and one beyond the first plane.
const LETTERS: &str = "Größe żółć è \u{1f487}";

pub(super) async fn run(stage: &Stage, report: &mut Report, all: &[Operation]) {
    report.group("answers");
    for operation in all {
        if let Some(about) = &stage.samples.about_client {
            // What an operation before this one has taken away.
            stage.make(about, &stage.things).await;
        }
        versions(stage, report, operation).await;
        proper(stage, report, operation).await;
        letters(stage, report, operation).await;
        lists(stage, report, operation).await;
    }
}

/// An answer without what differs from run to run.
fn settled(answer: &Answer) -> String {
    let text = answer.text();
    let mut said = String::with_capacity(text.len());
    for word in text.split_inclusive(|c: char| !(c.is_ascii_hexdigit() || c == '-')) {
        let (bare, end) = match word.char_indices().next_back() {
            Some((at, last)) if !(last.is_ascii_hexdigit() || last == '-') => word.split_at(at),
            _ => (word, ""),
        };
        let is_id = bare.len() == 36 && uuid::Uuid::try_parse(bare).is_ok();
        said.push_str(if is_id { "<id>" } else { bare });
        said.push_str(end);
    }
    let mut value: Value = serde_json::from_str(&said).unwrap_or(Value::String(said));
    timeless(&mut value);
    if let Some(problem) = value.as_object_mut() {
        problem.remove("request_id");
        problem.remove("instance");
    }
    format!("{} {value}", answer.status)
}

/// Puts a word in place of each time: after a failure the clock is moved on.
fn timeless(value: &mut Value) {
    match value {
        Value::String(text) if chrono::DateTime::parse_from_rfc3339(text).is_ok() => {
            *value = json!("<time>");
        }
        Value::Array(all) => all.iter_mut().for_each(timeless),
        Value::Object(all) => all.values_mut().for_each(timeless),
        _ => {}
    }
}

async fn proper(stage: &Stage, report: &mut Report, operation: &Operation) {
    let name = &operation.name;
    let key = format!("{}-{}", operation.method, operation.path);
    let keyed = async |body: Option<&Value>| -> Result<Answer, Ended> {
        let path = operation.at(&stage.things)?;
        let ask = operation.request(stage, HOME, &path, body).by(&stage.token);
        let ask = match operation.method == Method::POST {
            true => ask.with("idempotency-key", &key),
            false => ask,
        };
        Ok(stage.ask(operation.based(stage, ask).await).await)
    };
    let first = keyed(None).await;
    report
        .case(format!("{name} asked properly"), async {
            let answer = first.as_ref().map_err(again)?;
            stage
                .answers
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner)
                .insert(name.clone(), settled(answer));
            let taken = answer.is_success() || [404, 409, 422].contains(&answer.status);
            if !taken {
                return Err(fault(
                    "2xx",
                    answer.brief(),
                    format!(
                        "{}; or samples.toml, [bodies]: a body that it takes",
                        operation.code()
                    ),
                ));
            }
            let path = operation.at(&stage.things)?;
            let fits = stage.documented(&operation.method, &path, answer);
            fits.map_err(|what| fault("an answer as the document says", what, operation.key()))
        })
        .await;
    if operation.method != Method::POST {
        return;
    }
    report
        .case(format!("{name} repeated with its Idempotency-Key"), async {
            let first = first.as_ref().map_err(again)?;
            if !first.is_success() {
                return Err(not("the first was refused"));
            }
            let before = stage.kept(HOME).await.map_err(ours)?;
            let second = keyed(None).await?;
            let after = stage.kept(HOME).await.map_err(ours)?;
            let place = first.header("location");
            let same = second.status == first.status
                && (place.is_empty() || second.header("location") == place);
            // What makes nothing may be done again.
            match same && (first.status != 201 || before == after) {
                true => Ok(()),
                false => Err(fault(
                    format!("{} once more, and nothing done", first.brief()),
                    second.brief(),
                    format!(
                        "{}: what it makes it names before the commit (tx.answers)",
                        operation.code()
                    ),
                )),
            }
        })
        .await;
    report
        .case(
            format!("{name} with a key that was used for another body"),
            async {
                let first = first.as_ref().map_err(again)?;
                if first.status != 201 || operation.body.is_none() {
                    return Err(not("the first has made nothing (201), or not of JSON"));
                }
                let body = operation.content(stage);
                let mut other = body.clone();
                other["no_such_field"] = json!("x");
                let answer = keyed(Some(&other)).await?;
                match answer.json()["code"] == "idempotency_key_reused" || answer.status == 400 {
                    true => Ok(()),
                    false => Err(fault(
                        "422 idempotency_key_reused",
                        answer.brief(),
                        format!(
                            "{}: what it makes it names before the commit (tx.answers)",
                            operation.code()
                        ),
                    )),
                }
            },
        )
        .await;
}

/// The same end for a case that stands on another.
fn again(ended: &Ended) -> Ended {
    match ended {
        Ended::Failed(fault) => Ended::Failed(fault.clone()),
        Ended::Not(why) => Ended::Not(why.clone()),
    }
}

async fn versions(stage: &Stage, report: &mut Report, operation: &Operation) {
    let asked = async |tag: Option<&str>| -> Verdict {
        if !operation.takes("header", "if-match") {
            return Err(not("it is based on no version (no parameter If-Match)"));
        }
        let path = operation.at(&stage.things)?;
        let mut ask = operation.request(stage, HOME, &path, None).by(&stage.token);
        if let Some(tag) = tag {
            ask = ask.with("if-match", tag);
        }
        let answer = stage.ask(ask).await;
        let status = if tag.is_some() { 412 } else { 428 };
        is(
            &answer,
            status,
            "",
            &format!("{}: compare If-Match with the version", operation.code()),
        )
    };
    let name = &operation.name;
    report
        .case(format!("{name} without If-Match"), asked(None))
        .await;
    report
        .case(
            format!("{name} based on a version that is past"),
            asked(Some("\"4711\"")),
        )
        .await;
}

/// Whether texts come back as they went in.
async fn letters(stage: &Stage, report: &mut Report, operation: &Operation) {
    let Some(schema) = &operation.body else {
        return;
    };
    let body = operation.content(stage);
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        let open = ["pattern", "enum", "format", "const"]
            .iter()
            .all(|key| field[*key].is_null());
        let text = field["type"] == "string" || field["type"][0] == "string";
        if !text || !open {
            continue;
        }
        report
            .case(
                format!("{} with letters of all languages in {name}", operation.name),
                async {
                    let mut body = body.clone();
                    body[name.as_str()] = json!(LETTERS);
                    let answer = operation.done(stage, Some(&body)).await?;
                    if !answer.is_success() {
                        return match answer.status {
                            400..500 => {
                                Err(not(format!("such a text is refused ({})", answer.status)))
                            }
                            _ => Err(fault("2xx or a refusal", answer.brief(), operation.code())),
                        };
                    }
                    let kept = stage.kept(HOME).await.map_err(ours)?.to_string();
                    let said = answer.json().to_string();
                    match kept.contains(LETTERS) || said.contains(LETTERS) {
                        true => Ok(()),
                        false => Err(fault(
                            format!("\"{LETTERS}\" as it was sent"),
                            format!("{said}\nkept: {kept}"),
                            format!("{}: keep texts as UTF-8, unchanged", operation.code()),
                        )),
                    }
                },
            )
            .await;
    }
}

async fn lists(stage: &Stage, report: &mut Report, operation: &Operation) {
    if operation.method != Method::GET {
        return;
    }
    let name = &operation.name;
    let asked = async |parameter: &str, value: &str| -> Result<Answer, Ended> {
        if !operation.takes("query", parameter) {
            return Err(not(format!("it has no parameter {parameter}")));
        }
        let path = operation.at(&stage.things)?;
        let mark = if path.contains('?') { '&' } else { '?' };
        let path = format!("{path}{mark}{parameter}={value}");
        let answer = stage
            .ask(Ask::api(&operation.method, HOME, &path).by(&stage.token))
            .await;
        stage
            .documented(&operation.method, &path, &answer)
            .map_err(|what| fault("an answer as the document says", what, operation.key()))?;
        Ok(answer)
    };
    for (value, well) in [
        ("1", true),
        ("200", true),
        ("0", false),
        ("201", false),
        ("many", false),
    ] {
        report
            .case(format!("{name} with limit={value}"), async {
                let answer = asked("limit", value).await?;
                let change = format!(
                    "{}: limit is from 1 to 200 (lists::Paging)",
                    operation.code()
                );
                match well {
                    true if answer.is_success() => Ok(()),
                    true => Err(fault("2xx", answer.brief(), change)),
                    false => refuses(&answer, &change),
                }
            })
            .await;
    }
    report
        .case(format!("{name} after a cursor that is none"), async {
            let answer = asked("after", "nonsense").await?;
            refuses(
                &answer,
                &format!(
                    "{}: 4xx for a cursor that it did not give",
                    operation.code()
                ),
            )
        })
        .await;
}
