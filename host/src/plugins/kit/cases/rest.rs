//! Many at once, askers who go away, and what stands in the log.

use http::Method;
use serde_json::Value;

use super::{
    super::{
        operations::Operation,
        report::{Ended, Report, Verdict, fault, not},
        stage::{Answer, HOME, Stage},
    },
    ours,
    switching::fenced,
    unchanged,
};

/// So many at once.
const MANY: usize = 32;

pub(super) async fn run(stage: &Stage, report: &mut Report, all: &[Operation]) {
    report.group("under load");
    for operation in all {
        let name = &operation.name;
        report
            .case(format!("{name}, {MANY} at once"), at_once(stage, operation))
            .await;
        report
            .case(
                format!("{name}, whose asker goes away"),
                dropped(stage, operation),
            )
            .await;
    }
    for slot in &stage.manifest.slots {
        report
            .case(
                format!("{} {}, {MANY} at once", slot.place, slot.id),
                async {
                    let call = stage.call(HOME).await.map_err(ours)?;
                    let client = stage.things.get("client").cloned().unwrap_or_default();
                    let path = slot.path.replace("{about}", &client);
                    let asked = (0..MANY).map(|_| stage.page_inside(&call, &path));
                    none_failed(
                        futures_util::future::join_all(asked).await,
                        &format!("GET {}", slot.path),
                    )
                },
            )
            .await;
    }
    report
        .case("no statement was refused by the fence", async { fenced() })
        .await;
    report
        .case("the plugin has not been put to rest", async {
            let salon = stage.salon(HOME).await.map_err(ours)?;
            match stage.host.health.resting_until(salon.id, stage.id()) {
                None => Ok(()),
                Some(until) => Err(fault(
                    "that it goes on",
                    format!("it rests until {until}"),
                    "what failed above, and what its log says",
                )),
            }
        })
        .await;
}

async fn at_once(stage: &Stage, operation: &Operation) -> Verdict {
    let path = operation.at(&stage.things)?;
    let base = operation.request(stage, HOME, &path, None).by(&stage.token);
    let base = operation.based(stage, base).await;
    let asked = (0..MANY).map(|_| stage.ask(base.again()));
    let answers = futures_util::future::join_all(asked).await;
    none_failed(answers, &operation.name)
}

fn none_failed(answers: Vec<Answer>, what: &str) -> Verdict {
    // A salon that is written to by many at once may say so (503 busy).
    let failed = |answer: &&Answer| answer.status >= 500 && answer.json()["code"] != "busy";
    match answers.iter().find(failed) {
        None => Ok(()),
        Some(answer) => Err(fault(
            "answers, or refusals",
            answer.brief(),
            format!(
                "the code of {what}: what two do at the same time is decided by keys of tables"
            ),
        )),
    }
}

/// Drops the request at each of its first pauses; afterwards all is as it was, or done.
async fn dropped(stage: &Stage, operation: &Operation) -> Verdict {
    let path = operation.at(&stage.things)?;
    if operation.method == Method::DELETE {
        return Err(not("it takes away what other cases need"));
    }
    let base = operation.request(stage, HOME, &path, None).by(&stage.token);
    let base = operation.based(stage, base).await;
    for pauses in 0..24 {
        let mut asked = Box::pin(stage.ask(base.again()));
        for _ in 0..pauses {
            if let Some(_answer) = poll_once(&mut asked).await {
                break;
            }
            tokio::task::yield_now().await;
        }
    }
    let before = kept(stage).await?;
    let answer = stage.ask(base.again()).await;
    if answer.status >= 500 {
        return Err(fault(
            "an answer after others had gone away",
            answer.brief(),
            format!(
                "{}: what is dropped halfway holds nothing",
                operation.code()
            ),
        ));
    }
    match operation.method == Method::GET {
        true => unchanged(
            &before,
            &kept(stage).await?,
            "a door that reads writes nothing",
        ),
        false => Ok(()),
    }
}

async fn poll_once<F: Future + Unpin>(work: &mut F) -> Option<F::Output> {
    futures_util::future::poll_fn(|context| {
        std::task::Poll::Ready(match std::pin::Pin::new(&mut *work).poll(context) {
            std::task::Poll::Ready(done) => Some(done),
            std::task::Poll::Pending => None,
        })
    })
    .await
}

async fn kept(stage: &Stage) -> Result<Value, Ended> {
    stage.kept(HOME).await.map_err(ours)
}
