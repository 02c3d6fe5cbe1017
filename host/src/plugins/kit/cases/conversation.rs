//! What others ask the plugin and tell it: facts, events, wake-ups; and hooks, which have a file of their own.

use std::sync::Arc;

use kartoteka_plugin::Call;
use serde_json::Value;
use uuid::Uuid;

use super::{
    super::{
        report::{Ended, Report, Verdict, fault, not},
        stage::{HOME, OTHER, Stage},
    },
    hooks, ours, unchanged,
};
use crate::registry::Loaded;

pub(super) async fn run(stage: &Stage, report: &mut Report) {
    facts(stage, report).await;
    hooks::run(stage, report).await;
    events(stage, report).await;
    wake_ups(stage, report).await;
}

fn client(stage: &Stage) -> Result<Uuid, Ended> {
    let client = stage
        .things
        .get("client")
        .and_then(|id| Uuid::try_parse(id).ok());
    client.ok_or_else(|| not("no client was made"))
}

async fn facts(stage: &Stage, report: &mut Report) {
    report.group("facts");
    if stage.manifest.facts.is_empty() {
        report.judged("its facts", Err(not("plugin.toml declares no [[facts]]")));
    }
    for fact in &stage.manifest.facts {
        let name = &fact.name;
        let asked = async |salon: &str, clients: &[Uuid]| -> Result<Option<Value>, Ended> {
            let call = stage.call(salon).await.map_err(ours)?;
            let asked = call.facts(&[name.as_str()], clients).await;
            let sheet = asked.map_err(|error| ours(stage.host.sentence(&error)))?;
            // A failing one is left out: then it was not asked at all.
            let well = stage.asked_well(&call, name, clients).await;
            well.map_err(|came| {
                let change = format!("plugin.toml, [[facts]] {name}; its code");
                fault("values that fit its schema, in time", came, change)
            })?;
            let first = clients.first();
            Ok(first.and_then(|client| sheet.of(*client, name)).cloned())
        };
        report
            .case(format!("{name} of one client"), async {
                asked(HOME, &[client(stage)?]).await.map(drop)
            })
            .await;
        report
            .case(
                format!("{name} of 200 clients, of whom most are not there"),
                async {
                    let mut all = vec![client(stage)?];
                    all.extend(
                        (1..200_u128)
                            .map(|number| Uuid::from_u128(0x7000_8000_0000_0000_0000 + number)),
                    );
                    asked(HOME, &all).await.map(drop)
                },
            )
            .await;
        report
            .case(format!("{name} of a client of another salon"), async {
                let theirs = asked(OTHER, &[client(stage)?]).await?;
                let nobodys = asked(OTHER, &[Uuid::from_u128(0x7000_8000_0000_0000_0000)]).await?;
                match theirs == nobodys {
                    true => Ok(()),
                    false => Err(fault(
                        "what is said of nobody",
                        format!("{theirs:?}"),
                        "every statement names salon_id = $1",
                    )),
                }
            })
            .await;
    }
}

async fn events(stage: &Stage, report: &mut Report) {
    report.group("events");
    if stage.manifest.listens.is_empty() {
        report.judged(
            "what it listens to",
            Err(not("plugin.toml names no event (listens)")),
        );
        return;
    }
    report
        .case("what it was told, told once more, changes nothing", async {
            // Something to be told of.
            stage
                .client("Lauscher", "030 4444444")
                .await
                .map_err(ours)?;
            stage.quiet().await;
            let salon = stage.salon(HOME).await.map_err(ours)?;
            let before = stage.kept(HOME).await.map_err(ours)?;
            for _ in 0..2 {
                let told = stage.host.tell_once_more(&salon, stage.id()).await;
                told.map_err(|why| {
                    fault(
                        "that it takes them",
                        why,
                        "the code that is told: handlers do not fail at what they know",
                    )
                })?;
            }
            let change = "the code that is told: by event.number, do nothing twice";
            unchanged(&before, &stage.kept(HOME).await.map_err(ours)?, change)
        })
        .await;
    report
        .case("nothing that it was told is set aside", async {
            let call = stage.call(HOME).await.map_err(ours)?;
            let aside = crate::telling::set_aside(&call).await;
            let aside = aside.map_err(|error| ours(stage.host.sentence(&error)))?;
            let own: Vec<_> = aside
                .into_iter()
                .filter(|(feature, _)| feature == stage.id())
                .collect();
            match own.is_empty() {
                true => Ok(()),
                false => Err(fault(
                    "none",
                    format!("{own:?}"),
                    "the code that is told: it failed at these again and again",
                )),
            }
        })
        .await;
}

fn loaded(stage: &Stage) -> Result<&Loaded, Ended> {
    let mut all = stage.host.registry.iter();
    let found = all.find(|loaded| loaded.manifest.id == stage.manifest.id);
    found.ok_or_else(|| ours("the plugin is not there"))
}

async fn wake_ups(stage: &Stage, report: &mut Report) {
    report.group("wake-ups");
    if stage.manifest.wake_ups.is_empty() {
        report.judged(
            "what it asks to be woken for",
            Err(not("plugin.toml names nothing (wake_ups)")),
        );
    }
    for name in &stage.manifest.wake_ups {
        report
            .case(
                format!("{name}, and once more without need"),
                woken(stage, name),
            )
            .await;
    }
}

async fn woken(stage: &Stage, name: &str) -> Verdict {
    let loaded = loaded(stage)?;
    let salon = stage.salon(HOME).await.map_err(ours)?;
    let also_off = stage
        .manifest
        .wake_ups_also_off
        .iter()
        .any(|also| also == name);
    for round in 0..2 {
        let call = call_of(stage, loaded, &salon)
            .await?
            .of_feature(stage.id(), also_off);
        let change = format!(
            "the code that is woken for {name}: it may come again, and leaves all or nothing"
        );
        let before = stage.kept(HOME).await.map_err(ours)?;
        let done = loaded.module.woken(call, name).await;
        done.map_err(|error| {
            fault(
                "that it is done",
                stage.host.sentence(&error),
                change.clone(),
            )
        })?;
        if round == 1 {
            unchanged(&before, &stage.kept(HOME).await.map_err(ours)?, &change)?;
        }
    }
    Ok(())
}

async fn call_of(
    stage: &Stage,
    loaded: &Loaded,
    salon: &Arc<kartoteka_plugin::Salon>,
) -> Result<Call, Ended> {
    let call = stage.host.call_of(loaded, salon, "wake").await;
    call.map_err(|error| ours(stage.host.sentence(&error)))
}
