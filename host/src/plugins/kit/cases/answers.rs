//! What is asked properly is done, once, and answered as the document says.

use serde_json::{Value, json};

use super::{
    super::{
        operations::Operation,
        report::{Report, Verdict, fault, not},
        stage::{Answer, HOME, Stage},
    },
    is, lists, ours, proper,
};

/// Letters of three of the five languages, and one beyond the first plane.
const LETTERS: &str = "Größe żółć è \u{1f487}";

pub(super) async fn run(stage: &Stage, report: &mut Report, all: &[Operation]) {
    report.group("answers");
    for (at, operation) in all.iter().enumerate() {
        if let Some(about) = &stage.samples.about_client {
            // What an operation before this one has taken away.
            stage.make(about, &stage.things).await;
        }
        versions(stage, report, operation).await;
        proper::proper(stage, report, operation).await;
        letters(stage, report, operation, at).await;
        lists::lists(stage, report, operation).await;
    }
}

/// An answer without what differs from run to run.
pub(super) fn settled(answer: &Answer) -> String {
    let mut value = timeless_text(&answer.text());
    if let Some(problem) = value.as_object_mut() {
        problem.remove("request_id");
        problem.remove("instance");
    }
    format!("{} {value}", answer.status)
}

/// A text, as JSON where it is such, with a word in place of each id and time.
pub(super) fn timeless_text(text: &str) -> Value {
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
    value
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
async fn letters(stage: &Stage, report: &mut Report, operation: &Operation, at: usize) {
    let Some(schema) = &operation.body else {
        return;
    };
    let body = operation.content(stage);
    let properties = schema["properties"].as_object().into_iter().flatten();
    for (number, (name, field)) in properties.enumerate() {
        let open = ["pattern", "enum", "format", "const"]
            .iter()
            .all(|key| field[*key].is_null());
        let text = field["type"] == "string" || field["type"][0] == "string";
        if !text || !open {
            continue;
        }
        // Each its own, so that what another has left is not taken for it; the same on both engines.
        let letters = format!("{LETTERS} {at}.{number}");
        report
            .case(
                format!("{} with letters of all languages in {name}", operation.name),
                async {
                    let mut body = body.clone();
                    body[name.as_str()] = json!(letters);
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
                    match kept.contains(&letters) || said.contains(&letters) {
                        true => Ok(()),
                        false => Err(fault(
                            format!("\"{letters}\" as it was sent"),
                            format!("{said}\nkept: {kept}"),
                            format!("{}: keep texts as UTF-8, unchanged", operation.code()),
                        )),
                    }
                },
            )
            .await;
    }
}
