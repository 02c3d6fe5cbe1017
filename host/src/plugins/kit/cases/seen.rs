//! What all answers and the journal say together, at the end of a run.

use kartoteka_plugin::Locale;

use super::{
    super::{
        operations::Operation,
        report::{Report, Verdict, fault, not},
        stage::{HOME, Stage},
    },
    ours,
};

pub(super) async fn run(stage: &Stage, report: &mut Report, all: &[Operation]) {
    report.group("all in all");
    report
        .case("each operation was done at least once", done(stage, all))
        .await;
    report
        .case("no answer has a header twice that says one thing", async {
            let twice: Vec<_> = stage.seen.noticed().twice.into_iter().collect();
            match twice.first() {
                None => Ok(()),
                Some(first) => Err(fault(
                    "one value",
                    first,
                    "the code of that answer: set the header in place of adding one (kt_set_header in C, insert in Rust); the type is set with the body",
                )),
            }
        })
        .await;
    report
        .case(
            "each code of a problem has its sentence in five languages",
            async { said(stage) },
        )
        .await;
    events(stage, report).await;
}

async fn done(stage: &Stage, all: &[Operation]) -> Verdict {
    for one in lacking(stage, all) {
        by_session(stage, one).await;
    }
    let lacking = lacking(stage, all);
    let lacking: Vec<_> = lacking
        .iter()
        .map(|one| format!("{} ({})", one.name, one.id))
        .collect();
    match lacking.is_empty() {
        true => Ok(()),
        false => Err(fault(
            "2xx of each, once in the run",
            format!("never of {}", lacking.join(", ")),
            "samples.toml: [[things]] for each name of their paths, and under [bodies] by these ids a body that they take; \
             or openapi.json, where there is no such door",
        )),
    }
}

/// Those that nobody has done up to now, but for what not each thing has.
fn lacking<'a>(stage: &Stage, all: &'a [Operation]) -> Vec<&'a Operation> {
    let done = stage.seen.noticed().done;
    let is_done = |one: &Operation| {
        let mut done = done.iter();
        done.any(|(method, path)| method == one.method.as_str() && path.ends_with(&one.path))
    };
    let lacking = all
        .iter()
        .filter(|one| !is_done(one) && !one.is_of_a_part());
    lacking.collect()
}

/// Does it as somebody at a browser: some is about where they sit, which no token has.
async fn by_session(stage: &Stage, operation: &Operation) {
    let Ok(path) = operation.at(&stage.things) else {
        return;
    };
    for ask in operation.proper(stage, &path, &stage.things) {
        let ask = ask
            .with("cookie", &stage.cookie)
            .with("sec-fetch-site", "same-origin");
        if stage
            .ask(operation.based(stage, ask).await)
            .await
            .is_success()
        {
            return;
        }
    }
}

fn said(stage: &Stage) -> Verdict {
    let codes = stage.seen.noticed().codes;
    for (key, request) in codes {
        let lacks = |locale: &Locale| {
            let text = stage.host.catalog.texts(*locale).find(&key, &[]);
            text.is_none_or(|text| text.trim().is_empty())
        };
        let lacking: Vec<_> = Locale::ALL
            .into_iter()
            .filter(lacks)
            .map(|locale| locale.code())
            .collect();
        if !lacking.is_empty() {
            return Err(fault(
                format!("the text {key}"),
                format!(
                    "none in {}, and {request} was answered with this code",
                    lacking.join(", ")
                ),
                format!(
                    "locale/<language>, in all five: {key} = a sentence for who reads it; or a code of the host's"
                ),
            ));
        }
    }
    Ok(())
}

/// Each event that it declares is recorded by something; else nobody is told of it, and no card says it.
async fn events(stage: &Stage, report: &mut Report) {
    report
        .case("every event that the samples except is declared", async {
            let is_declared =
                |name: &str| stage.manifest.events.iter().any(|event| event.name == name);
            let mut excepted = stage.samples.not_recorded.keys();
            match excepted.find(|name| !is_declared(name)) {
                None => Ok(()),
                Some(name) => Err(fault(
                    "an event of plugin.toml",
                    name.as_str(),
                    "samples.toml, [not_recorded]: the event as plugin.toml calls it",
                )),
            }
        })
        .await;
    if stage.manifest.events.is_empty() {
        report.judged("its events", Err(not("plugin.toml declares no [[events]]")));
    }
    for event in &stage.manifest.events {
        let name = &event.name;
        report
            .case(format!("{name} was recorded"), async {
                let call = stage.call(HOME).await.map_err(ours)?;
                let happened = crate::telling::happened(&call, name).await;
                if happened.map_err(|error| ours(stage.host.sentence(&error)))? {
                    return Ok(());
                }
                if let Some(why) = stage.samples.not_recorded.get(name) {
                    return Err(not(format!("samples.toml: {why}")));
                }
                Err(fault(
                    "an entry in the journal by one of the doors, forms or wake-ups",
                    "none in the whole run",
                    format!(
                        "the code that does it: tx.record(call.entry(\"{name}\").subject(client)) (in C kt_db.record), the name as \
                         plugin.toml has it; or samples.toml, [not_recorded], \"{name}\" = \"why no run can see it\""
                    ),
                ))
            })
            .await;
    }
}
