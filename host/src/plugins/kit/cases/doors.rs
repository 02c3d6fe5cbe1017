//! Doors: who may not, gets nothing; and nobody reaches another salon.

use std::collections::BTreeSet;

use http::Method;
use serde_json::Value;

use super::{
    super::{
        operations::Operation,
        report::{Report, Verdict, fault, not},
        stage::{Ask, HOME, Stage},
    },
    is, ours, refuses, switching, unchanged,
};

/// The host asks before the plugin's code runs.
const HOSTS: &str = "nothing: the host answers for it; tell who runs the project";

pub(super) async fn run(stage: &Stage, report: &mut Report, all: &[Operation]) {
    report.group("doors");
    for operation in all {
        strangers(stage, report, operation).await;
        permission(stage, report, operation, all).await;
        salons(stage, report, operation).await;
        ids(stage, report, operation).await;
    }
    let paths: BTreeSet<&str> = all.iter().map(|one| one.path.as_str()).collect();
    for path in paths {
        report
            .case(format!("{path} by a method that it has not"), async {
                let any = all
                    .iter()
                    .find(|one| one.path == path)
                    .ok_or_else(|| not("no such path"))?;
                let ask = Ask::api(&Method::TRACE, HOME, &any.nowhere()).by(&stage.token);
                let change = "src: answer 405 to methods that openapi.json does not name";
                is(&stage.ask(ask).await, 405, "", change)
            })
            .await;
    }
}

async fn strangers(stage: &Stage, report: &mut Report, operation: &Operation) {
    let ask = || {
        let ask = operation.request(stage, HOME, &operation.nowhere(), None);
        ask.with("if-match", "\"1\"")
    };
    let name = &operation.name;
    report
        .case(format!("{name} without sign-in"), async {
            is(&stage.ask(ask()).await, 401, "not_signed_in", HOSTS)
        })
        .await;
    report
        .case(format!("{name} with a token that is none"), async {
            is(
                &stage.ask(ask().by("kt_wrong")).await,
                401,
                "not_signed_in",
                HOSTS,
            )
        })
        .await;
    report
        .case(format!("{name} by somebody of another salon"), async {
            is(
                &stage.ask(ask().by(&stage.stranger)).await,
                404,
                "not_found",
                HOSTS,
            )
        })
        .await;
    report
        .case(format!("{name} of a salon that is not there"), async {
            let mut ask = ask().by(&stage.token);
            ask.path = ask.path.replacen(HOME, "nirgends", 1);
            is(&stage.ask(ask).await, 404, "not_found", HOSTS)
        })
        .await;
    report
        .case(format!("{name} from a page of another site"), async {
            if operation.method == Method::GET {
                return Err(not("it changes nothing"));
            }
            let ask = ask()
                .with("cookie", &stage.cookie)
                .with("sec-fetch-site", "cross-site");
            is(&stage.ask(ask).await, 403, "", HOSTS)
        })
        .await;
}

async fn permission(stage: &Stage, report: &mut Report, operation: &Operation, all: &[Operation]) {
    let change = format!(
        "{}: the first thing it does is to ask for the permission that {}.security names",
        operation.code(),
        operation.key()
    );
    let tried = async |permissions: Vec<String>| -> Verdict {
        let token = stage
            .token_of(HOME, Some(permissions))
            .await
            .map_err(ours)?;
        let ask = operation
            .request(stage, HOME, &operation.nowhere(), None)
            .by(&token);
        is(
            &stage.ask(ask.with("if-match", "\"1\"")).await,
            403,
            "forbidden",
            &change,
        )
    };
    let name = &operation.name;
    report
        .case(format!("{name} without any permission"), tried(Vec::new()))
        .await;
    report
        .case(format!("{name} with all permissions but its own"), async {
            let needs = operation.needs.as_deref().unwrap_or_default();
            let brought = stage
                .manifest
                .permissions
                .iter()
                .map(|one| one.name.as_str());
            let others = all.iter().filter_map(|one| one.needs.as_deref());
            let but: BTreeSet<&str> = brought
                .chain(others)
                .chain(["clients.read", "clients.write"])
                .collect();
            let but = but.into_iter().filter(|one| *one != needs);
            tried(but.map(str::to_owned).collect()).await
        })
        .await;
}

async fn salons(stage: &Stage, report: &mut Report, operation: &Operation) {
    let name = &operation.name;
    report
        .case(format!("{name} about a thing of another salon"), async {
            if !operation.names_a_thing() {
                return Err(not("its path names no thing"));
            }
            let path = operation.at(&stage.things)?;
            let before = kept(stage).await?;
            let answer = stage.ask(switching::theirs(operation, stage, &path)).await;
            let change = format!(
                "{}: every statement names salon_id = $1, and what is not there is 404; \
                 a body that is refused before that belongs into samples.toml, [bodies]",
                operation.code()
            );
            is(&answer, 404, "", &change)?;
            unchanged(&before, &kept(stage).await?, &change)
        })
        .await;
}

async fn kept(stage: &Stage) -> Result<Value, super::Ended> {
    stage.kept(HOME).await.map_err(ours)
}

async fn ids(stage: &Stage, report: &mut Report, operation: &Operation) {
    let name = &operation.name;
    let asked = async |path: String| {
        let ask = operation.request(stage, HOME, &path, None).by(&stage.token);
        stage.ask(ask.with("if-match", "\"1\"")).await
    };
    report
        .case(format!("{name} about a thing that is not there"), async {
            if !operation.names_a_thing() {
                return Err(not("its path names no thing"));
            }
            let answer = asked(operation.nowhere()).await;
            let change = format!("{}: 404 where there is no such thing", operation.code());
            is(&answer, 404, "", &change)
        })
        .await;
    report
        .case(format!("{name} about what is no id"), async {
            if !operation.names_a_thing() {
                return Err(not("its path names no thing"));
            }
            let path = operation
                .nowhere()
                .replace(super::super::document::NOWHERE, "x'%20or%201=1--");
            let answer = asked(path).await;
            match answer.status {
                400..500 => refuses(&answer, "src: answer 404 to what is no id"),
                _ => Err(fault("a refusal (4xx)", answer.brief(), operation.code())),
            }
        })
        .await;
}
