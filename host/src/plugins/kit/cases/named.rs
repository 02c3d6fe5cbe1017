//! Clients that a request names: of one who is not there, who is another salon's or who was erased nothing is kept,
//! and one who was put away makes nobody stumble.

use std::collections::{BTreeMap, BTreeSet};

use http::Method;
use serde_json::{Value, json};

use super::{
    super::{
        document::NOWHERE,
        operations::Operation,
        report::{Ended, Report, Verdict, fault, not},
        samples::Sample,
        stage::{Answer, Ask, HOME, OTHER, Stage},
    },
    ours, refuses,
};

/// Whom a request may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Nobody,
    OfAnother,
    Erased,
    PutAway,
}

impl Who {
    const ALL: [Self; 4] = [Self::Nobody, Self::OfAnother, Self::Erased, Self::PutAway];

    const fn words(self) -> &'static str {
        match self {
            Self::Nobody => "a client who is not there",
            Self::OfAnother => "a client of another salon",
            Self::Erased => "a client who was erased",
            Self::PutAway => "a client who was put away",
        }
    }

    /// The id of such a one.
    async fn made(self, stage: &Stage) -> Result<String, Ended> {
        let new = json!({"first_name": "Eva", "last_name": "Fort"});
        let id = |answer: Answer| answer.id().ok_or_else(|| ours(answer.brief()));
        match self {
            Self::Nobody => Ok(NOWHERE.to_owned()),
            Self::OfAnother => {
                let ask = Ask::api(&Method::POST, OTHER, "/clients").by(&stage.stranger);
                id(stage.ask(ask.json(&new)).await)
            }
            Self::Erased => {
                let client = id(stage.owner(Method::POST, "/clients", Some(new)).await)?;
                let path = format!("/clients/{client}/erasure");
                let erased = stage.owner(Method::POST, &path, Some(json!({}))).await;
                match erased.is_success() {
                    true => Ok(client),
                    // Its own case says so.
                    false => Err(not(format!("nobody can be erased: {}", erased.brief()))),
                }
            }
            Self::PutAway => {
                let made = stage.owner(Method::POST, "/clients", Some(new)).await;
                let tag = made.header("etag").to_owned();
                let client = id(made)?;
                let ask = Ask::api(&Method::DELETE, HOME, &format!("/clients/{client}"));
                let gone = stage.ask(ask.by(&stage.token).with("if-match", &tag)).await;
                match gone.is_success() {
                    true => Ok(client),
                    false => Err(ours(gone.brief())),
                }
            }
        }
    }
}

pub(super) async fn run(stage: &Stage, report: &mut Report, all: &[Operation]) {
    report.group("clients");
    let naming: Vec<_> = all.iter().filter_map(|one| naming(stage, one)).collect();
    if naming.is_empty() {
        let none =
            "no operation that writes names a client, in its path or in its body (client_id)";
        report.judged("whom its operations name", Err(not(none)));
        return;
    }
    for who in Who::ALL {
        let made = who.made(stage).await;
        for named in &naming {
            let name = format!("{} about {}", named.operation.name, who.words());
            report
                .case(name, async {
                    let id = made.as_ref().map_err(super::proper::again)?;
                    tried(stage, named, who, id).await
                })
                .await;
        }
    }
}

/// How an operation names a client.
struct Naming<'a> {
    operation: &'a Operation,
    /// A body with `{client}` in it, or fields of a form.
    body: Body<'a>,
    /// Where in the body they are named, for reports.
    at: String,
}

enum Body<'a> {
    None,
    Json(Value),
    Form(&'a Sample),
}

/// The names by which bodies call a client: the usual ones, and columns of clients in the manifest.
fn words(stage: &Stage) -> BTreeSet<&str> {
    let columns = stage.manifest.personal_data.iter();
    let columns = columns.map(|personal| personal.client.as_str());
    columns.chain(["client_id", "client"]).collect()
}

fn naming<'a>(stage: &'a Stage, operation: &'a Operation) -> Option<Naming<'a>> {
    if ![Method::POST, Method::PUT, Method::PATCH].contains(&operation.method) {
        return None;
    }
    let by_path = operation
        .path
        .contains("{client}")
        .then(|| "the path".to_owned());
    let mut bodies = operation.raw(stage).into_iter();
    let words = words(stage);
    let by_body = bodies.find_map(|mut body| {
        let at = put(&mut body, &words)?;
        Some((body, at))
    });
    let by_body = by_body.or_else(|| may_name(stage, operation, &words));
    if let Some((body, at)) = by_body {
        return Some(Naming {
            operation,
            body: Body::Json(body),
            at,
        });
    }
    if let Some(sample) = operation.form_sample(stage) {
        let mut fields = sample.fields.iter();
        let named = fields.find(|(_, value)| value.contains("{client}"));
        let at = named.map(|(name, _)| format!("/{name}")).or(by_path)?;
        return Some(Naming {
            operation,
            body: Body::Form(sample),
            at,
        });
    }
    let at = by_path?;
    let body = operation
        .raw(stage)
        .into_iter()
        .next()
        .map_or(Body::None, Body::Json);
    Some(Naming {
        operation,
        body,
        at,
    })
}

/// A body that could name one and does not: with that field added.
fn may_name(
    stage: &Stage,
    operation: &Operation,
    words: &BTreeSet<&str>,
) -> Option<(Value, String)> {
    let properties = operation.body.as_ref()?["properties"].as_object()?;
    let is_id = |name: &&&str| {
        properties
            .get(**name)
            .is_some_and(|field| field.to_string().contains("uuid"))
    };
    let name = words.iter().find(is_id)?;
    let mut body = operation.raw(stage).into_iter().find(Value::is_object)?;
    body[*name] = json!("{client}");
    Some((body, format!("/{name}")))
}

/// Puts `{client}` where a body names one by a word for clients, and says where that is; a body of samples has it
/// there already.
fn put(body: &mut Value, words: &BTreeSet<&str>) -> Option<String> {
    let Value::Object(members) = body else {
        return None;
    };
    for (name, value) in members.iter_mut() {
        let own = format!("/{name}");
        let is_named = value.to_string().contains("{client}");
        if is_named {
            return Some(own);
        }
        if words.contains(name.as_str()) && value.is_string() {
            *value = json!("{client}");
            return Some(own);
        }
    }
    None
}

async fn tried(stage: &Stage, named: &Naming<'_>, who: Who, id: &str) -> Verdict {
    let Naming {
        operation,
        body,
        at,
    } = named;
    let mut things: BTreeMap<String, String> = stage.things.clone();
    things.insert("client".to_owned(), id.to_owned());
    let ask = Ask::api(&operation.method, HOME, &operation.at(&things)?).by(&stage.token);
    let ask = match body {
        Body::None => ask,
        Body::Json(body) => {
            let text = super::super::samples::filled(&body.to_string(), &things);
            ask.sending(text.into_bytes(), &operation.kind)
        }
        Body::Form(sample) => {
            let (bytes, kind) = sample.payload(&things);
            ask.sending(bytes, &kind)
        }
    };
    let answer = stage.ask(operation.based(stage, ask).await).await;
    let code = operation.code();
    if who == Who::PutAway {
        return match answer.status {
            200..300 => Ok(()),
            _ => refuses(
                &answer,
                &format!(
                    "{code}: a client who was put away is there still (archived_at); 4xx, or do it"
                ),
            ),
        };
    }
    let change = format!(
        "{code}: look for the client within the transaction, before anything is written (clients::hold; in C a select \
         of core_clients_1, of which plugin.toml reads core.clients/1), and refuse whom it does not find: 422 \
         no_such_client at the field of the body, 404 where the path names them; this one stood in {at}"
    );
    match answer.status {
        404 | 422 => refuses(&answer, &change)?,
        _ => return Err(fault("404 or 422", answer.brief(), change)),
    }
    let kept = stage.kept(HOME).await.map_err(ours)?.to_string();
    match kept.contains(id) {
        false => Ok(()),
        true => Err(fault("no row about them", kept, change)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_is_found_by_name_or_by_the_samples() {
        let words = BTreeSet::from(["client_id", "guest_id"]);
        for (body, at) in [
            (
                json!({"client_id": NOWHERE, "words": "x"}),
                Some("/client_id"),
            ),
            (json!({"guest_id": NOWHERE}), Some("/guest_id")),
            (json!({"whom": "{client}"}), Some("/whom")),
            (json!({"whose": {"id": "{client}"}}), Some("/whose")),
            (json!({"words": "x"}), None),
            (json!([]), None),
        ] {
            let mut body = body;
            assert_eq!(put(&mut body, &words).as_deref(), at, "{body}");
            assert_eq!(
                body.to_string().contains("{client}"),
                at.is_some(),
                "{body}"
            );
        }
    }
}
