//! Statements that ran on the plugin's tables: each finds its rows by an index, so that a salon of twenty years is as
//! quick as a new one.

use std::collections::BTreeSet;

use super::{
    super::{
        log,
        report::{Report, Verdict, fault, not},
        stage::{Engine, Stage},
    },
    ours,
};
use crate::{
    storage::{
        migrate::EngineKind,
        sqlite::{Plans, means_all},
    },
    testing::cut_lists,
};

/// So much of a statement names its case.
const LONGEST: usize = 140;

/// What ran on SQLite is judged, by its plans: an index that is missing is mostly missing on both. Statements for
/// PostgreSQL alone are not.
pub(super) fn run(stage: &Stage, report: &mut Report) {
    if stage.engine != Engine::Sqlite {
        return;
    }
    report.group("statements");
    let tables = format!("{}__", stage.id().replace('-', "_"));
    let Some(ran) = log::statements_on(&tables) else {
        let none = "this program keeps no log of them";
        return report.judged("its statements", Err(not(none)));
    };
    let ran: BTreeSet<String> = ran.iter().map(|text| cut_lists(text)).collect();
    if ran.is_empty() {
        report.judged("its statements", Err(not("none ran on tables of its own")));
    }
    let plans = Plans::on(&stage.host.registry.migrations(EngineKind::Sqlite));
    for text in &ran {
        let verdict = match &plans {
            Ok(plans) => judged(stage, plans, text),
            Err(why) => Err(ours(why)),
        };
        report.judged(named(text), verdict);
    }
    if !report.is_whole() {
        return;
    }
    for part in stage.samples.reads_all.keys() {
        let is_there = ran.iter().any(|text| text.contains(part.as_str()));
        let change = "samples.toml, [reads_all]: a part of the statement as it stands in the code";
        report.judged(
            format!("the samples except {part}"),
            match is_there {
                true => Ok(()),
                false => Err(fault("a statement with these words", part.as_str(), change)),
            },
        );
    }
}

fn named(text: &str) -> String {
    let short: String = text.chars().take(LONGEST).collect();
    match short.len() < text.len() {
        true => format!("{short}…"),
        false => short,
    }
}

fn judged(stage: &Stage, plans: &Plans, text: &str) -> Verdict {
    if means_all(text) {
        return Ok(());
    }
    let faults = plans.faults(text).map_err(ours)?;
    if faults.is_empty() {
        return Ok(());
    }
    let mut excepted = stage.samples.reads_all.iter();
    if let Some((_, why)) = excepted.find(|(part, _)| text.contains(part.as_str())) {
        return Err(not(format!("samples.toml: {why}")));
    }
    Err(fault(
        "rows found by an index: by the salon and at least one column more, in the order that is asked for",
        format!("{} for {text}", faults.join("; ")),
        "a migration: create index on … (salon_id, what it looks for, what it is ordered by); or, where all rows are \
         meant or a salon has few, samples.toml, [reads_all], \"part of the statement\" = \"why\"",
    ))
}
