//! What the plugin asks for and a salon has not agreed to: then it goes on without, and fails at nothing.

use std::sync::Arc;

use kartoteka_plugin::{Actor, Call, features::Withheld, manifest::Answers};

use super::{
    super::{
        operations::Operation,
        report::{Ended, Report, Verdict, fault, not},
        stage::{HOME, Stage},
    },
    hooks::Asked,
    ours,
};

pub(super) async fn run(stage: &Stage, report: &mut Report, all: &[Operation]) {
    report.group("grants");
    let asks = stage.manifest.asks();
    if asks.is_empty() {
        let none = "it asks for nothing (plugin.toml: reads, listens, mail, hosts, api)";
        report.judged("what it asks for", Err(not(none)));
    }
    for ask in &asks {
        for operation in all {
            report
                .case(
                    format!("without {ask}: {}", operation.name),
                    tried(stage, ask, operation),
                )
                .await;
        }
        for answers in &stage.manifest.answers {
            let name = format!("without {ask}: {}", answers.hook);
            report.case(name, answered(stage, ask, answers)).await;
        }
        for slot in &stage.manifest.slots {
            report
                .case(
                    format!("without {ask}: {} {}", slot.place, slot.id),
                    async {
                        let call = without(stage, ask).await?;
                        let client = stage.things.get("client").cloned().unwrap_or_default();
                        let answer = stage
                            .page_inside(&call, &slot.path.replace("{about}", &client))
                            .await;
                        sensible(
                            answer.status,
                            answer.brief(),
                            ask,
                            &format!("GET {}", slot.path),
                        )
                    },
                )
                .await;
        }
    }
}

/// A call of a salon that has agreed to all but this.
async fn without(stage: &Stage, ask: &str) -> Result<Call, Ended> {
    let salon = stage.salon(HOME).await.map_err(ours)?;
    let views = stage
        .host
        .registry
        .iter()
        .flat_map(|loaded| &loaded.manifest.views);
    let withheld = ask.strip_prefix("reads:");
    let tables = views.filter(|view| Some(view.name.as_str()) == withheld);
    let withheld = Withheld {
        asks: vec![ask.to_owned()],
        tables: tables.map(|view| view.table.clone()).collect(),
    };
    let mut changed = (*salon).clone();
    changed.features = changed
        .features
        .clone()
        .withholding([(stage.id().to_owned(), withheld)]);
    let changed = Arc::new(changed);
    let call = stage.host.operator_call(&changed).await;
    let call = call.map_err(|error| ours(stage.host.sentence(&error)))?;
    debug_assert!(matches!(call.actor(), Actor::System));
    Ok(call)
}

/// A question that is refused costs who asks a failure of the plugin; one that breaks says nothing of why.
async fn answered(stage: &Stage, ask: &str, answers: &Answers) -> Verdict {
    let asked = Asked::of(stage, answers)?;
    let call = without(stage, ask).await?;
    match asked.withheld(&call).await? {
        Ok(_) => Ok(()),
        Err(error) => {
            let came = format!("{} {}", error.status.as_u16(), error.code);
            sensible(error.status.as_u16(), came, ask, &answers.hook)
        }
    }
}

async fn tried(stage: &Stage, ask: &str, operation: &Operation) -> Verdict {
    let path = operation.at(&stage.things)?;
    let call = without(stage, ask).await?;
    let request = operation.request(stage, HOME, &path, None);
    let request = operation.based(stage, request).await;
    let answer = stage.ask_inside(&call, request).await;
    sensible(answer.status, answer.brief(), ask, &operation.name)
}

fn sensible(status: u16, came: String, ask: &str, what: &str) -> Verdict {
    match status {
        200..500 => Ok(()),
        _ => Err(fault(
            format!("an answer without {ask}, or 403 not_granted"),
            came,
            format!(
                "the code of {what}: hand on the error that the call gives, or do without; plugin.toml names {ask}"
            ),
        )),
    }
}
