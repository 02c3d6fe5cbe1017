//! Bodies that are none, or not as the document says: refused with the field that is wrong, and never a failure.

use serde_json::{Map, Value, json};

use super::{
    super::{
        operations::Operation,
        report::{Ended, Report, Verdict, fault, not},
        stage::{Answer, HOME, Stage},
    },
    is, ours, refuses, unchanged,
};

pub(super) async fn run(stage: &Stage, report: &mut Report, all: &[Operation]) {
    report.group("bodies");
    for operation in all.iter().filter(|one| one.takes_body()) {
        large(stage, report, operation).await;
        let Some(schema) = &operation.body else {
            continue;
        };
        raw(stage, report, operation).await;
        fields(stage, report, operation, schema).await;
    }
}

/// What is asked with these bytes in place of a body.
async fn with(
    stage: &Stage,
    operation: &Operation,
    bytes: Vec<u8>,
    kind: &str,
    streamed: bool,
) -> Result<Answer, Ended> {
    let path = operation.at(&stage.things)?;
    let ask = operation.request(stage, HOME, &path, None).by(&stage.token);
    let mut ask = operation.based(stage, ask).await.sending(bytes, kind);
    ask.streamed = streamed;
    Ok(stage.ask(ask).await)
}

async fn raw(stage: &Stage, report: &mut Report, operation: &Operation) {
    let deep = format!("{}{}", "[".repeat(50_000), "]".repeat(50_000));
    let tried: [(&str, Vec<u8>, &str); 7] = [
        ("no JSON", b"{".to_vec(), "application/json"),
        ("nothing", Vec::new(), "application/json"),
        (
            "a list in place of an object",
            b"[]".to_vec(),
            "application/json",
        ),
        ("null", b"null".to_vec(), "application/json"),
        (
            "what is no UTF-8",
            b"{\"x\": \"\xff\xfe\"}".to_vec(),
            "application/json",
        ),
        (
            "lists in lists without end",
            deep.into_bytes(),
            "application/json",
        ),
        ("a picture", b"\x89PNG\r\n".to_vec(), "image/png"),
    ];
    for (what, bytes, kind) in tried {
        report
            .case(format!("{} with {what}", operation.name), async {
                let before = stage.kept(HOME).await.map_err(ours)?;
                let answer = with(stage, operation, bytes, kind, false).await?;
                let change = format!("{}: 400 to what cannot be decoded", operation.code());
                refuses(&answer, &change)?;
                unchanged(&before, &stage.kept(HOME).await.map_err(ours)?, &change)
            })
            .await;
    }
}

async fn large(stage: &Stage, report: &mut Report, operation: &Operation) {
    let limits = &stage.host.config.limits;
    let most = limits.body_bytes;
    for (what, streamed) in [("says that it is", true), ("turns out to be", false)] {
        report
            .case(format!("{} with a body that {what} too large", operation.name), async {
                if operation.body.is_none() {
                    return Err(not("it takes a form with a file, whose limit is larger than a test should send"));
                }
                let mut bytes = vec![b' '; most + 2];
                if let Some(first) = bytes.first_mut() {
                    *first = b'{';
                }
                let answer = with(stage, operation, bytes, "application/json", !streamed).await?;
                let change = format!("{}: 413 where the body that the host hands over ends with that error", operation.code());
                is(&answer, 413, "", &change)
            })
            .await;
    }
}

async fn fields(stage: &Stage, report: &mut Report, operation: &Operation, schema: &Value) {
    let base = operation.content(stage);
    let Some(members) = base.as_object().cloned() else {
        return;
    };
    report
        .case(format!("{} with a field that there is not", operation.name), async {
            let mut body = members.clone();
            body.insert("no_such_field".to_owned(), json!(1));
            let answer = asked(stage, operation, body).await?;
            let change = format!(
                "{}: refuse fields that the schema does not name (deny_unknown_fields), and say additionalProperties: false",
                operation.code()
            );
            is(&answer, 400, "", &change)
        })
        .await;
    let document = stage.document.whole();
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        let field = super::super::document::followed(document, field);
        wrong_type(stage, report, operation, &members, name, field).await;
        wrong_text(stage, report, operation, &members, name, field).await;
    }
    let required = schema["required"].as_array().into_iter().flatten();
    for name in required.filter_map(Value::as_str) {
        report
            .case(format!("{} without {name}", operation.name), async {
                let mut body = members.clone();
                body.remove(name);
                names(&asked(stage, operation, body).await?, name, operation)
            })
            .await;
    }
}

async fn asked(
    stage: &Stage,
    operation: &Operation,
    body: Map<String, Value>,
) -> Result<Answer, Ended> {
    operation.done(stage, Some(&Value::Object(body))).await
}

/// That an answer refuses and names the field.
fn names(answer: &Answer, field: &str, operation: &Operation) -> Verdict {
    let change = format!(
        "{}: name the field in errors[].pointer: \"/{field}\"",
        operation.code()
    );
    refuses(answer, &change)?;
    let said = answer.json();
    let mut pointers = said["errors"].as_array().into_iter().flatten();
    let own = format!("/{field}");
    let named = pointers.any(|error| {
        error["pointer"]
            .as_str()
            .is_some_and(|at| at.starts_with(&own))
    });
    match named {
        true => Ok(()),
        false => Err(fault(
            format!("errors with the pointer \"{own}\""),
            answer.brief(),
            change,
        )),
    }
}

async fn wrong_type(
    stage: &Stage,
    report: &mut Report,
    operation: &Operation,
    members: &Map<String, Value>,
    name: &str,
    field: &Value,
) {
    report
        .case(
            format!("{} with {name} of another type", operation.name),
            async {
                let kind = field["type"].as_str().or_else(|| field["type"][0].as_str());
                let wrong = match kind {
                    Some("object") | None if field["properties"].is_object() => json!("x"),
                    Some("array") => json!({"x": 1}),
                    Some("object") => return Err(not("it may be any object")),
                    Some(_) => json!({"x": 1}),
                    None if field["enum"].is_array()
                        || field["oneOf"].is_array()
                        || field["anyOf"].is_array() =>
                    {
                        json!([[1]])
                    }
                    None => return Err(not("it may be anything")),
                };
                let mut body = members.clone();
                body.insert(name.to_owned(), wrong);
                names(&asked(stage, operation, body).await?, name, operation)
            },
        )
        .await;
}

/// Texts that are much too long, or hold what no database keeps: refused or kept, and no failure.
async fn wrong_text(
    stage: &Stage,
    report: &mut Report,
    operation: &Operation,
    members: &Map<String, Value>,
    name: &str,
    field: &Value,
) {
    if field["type"] != "string" && field["type"][0] != "string" {
        return;
    }
    let tried = [
        ("a text of 10,000 letters", "ä".repeat(10_000)),
        ("a null character", "a\u{0}b".to_owned()),
        ("an empty text", String::new()),
        (
            "signs that steer HTML",
            "<script>alert(1)</script>\"'&".to_owned(),
        ),
    ];
    for (what, text) in tried {
        report
            .case(format!("{} with {what} as {name}", operation.name), async {
                let mut body = members.clone();
                body.insert(name.to_owned(), text.into());
                let mut answer = asked(stage, operation, body.clone()).await?;
                if answer.status >= 500 {
                    // A busy machine may have taken the plugin for one that hangs; it fails twice where it fails.
                    stage.later();
                    answer = asked(stage, operation, body).await?;
                }
                match answer.status {
                    200..500 => Ok(()),
                    _ => Err(fault(
                        "that it is kept or refused",
                        answer.brief(),
                        format!(
                            "{}: measure and tidy what people typed (422 with /{name})",
                            operation.code()
                        ),
                    )),
                }
            })
            .await;
    }
}
