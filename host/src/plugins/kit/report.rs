//! What became of each case, for people and for machines.

use std::{future::Future, panic::AssertUnwindSafe, sync::Arc, time::Duration};

use chrono::TimeDelta;
use futures_util::FutureExt as _;
use serde::Serialize;

use super::log;
use crate::testing::TestClock;

/// Longer than a plugin rests after a failure.
const LONGEST_REST: TimeDelta = TimeDelta::hours(2);
/// So long a case may take before it has failed.
const LONGEST: Duration = Duration::from_secs(60);
/// Letters of what came, as the report shows them.
const SHOWN: usize = 600;

/// How a case ended.
pub(super) type Verdict = Result<(), Ended>;

/// Why a case did not end well.
#[derive(Debug)]
pub(super) enum Ended {
    /// It failed.
    Failed(Fault),
    /// There is nothing to try of this plugin, and why.
    Not(String),
}

/// What was wrong, for who wrote the plugin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// What the contract says.
    pub expected: String,
    /// What came.
    pub came: String,
    /// What to change, by file and key.
    pub change: String,
    /// What the host logged meanwhile, where it complained or warned of something: why an answer is 500 stands
    /// here alone.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub log: String,
}

/// A failure.
pub(super) fn fault(
    expected: impl Into<String>,
    came: impl Into<String>,
    change: impl Into<String>,
) -> Ended {
    let came: String = came.into();
    let came = match came.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", came.get(..end).unwrap_or_default()),
        None => came,
    };
    Ended::Failed(Fault {
        expected: expected.into(),
        came,
        change: change.into(),
        log: String::new(),
    })
}

/// Nothing to try, and why.
pub(super) fn not(why: impl Into<String>) -> Ended {
    Ended::Not(why.into())
}

/// How a case came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// As the contract says.
    Ok,
    /// Otherwise.
    Failed(Fault),
    /// The plugin has nothing of the kind.
    DoesNotApply {
        /// Why.
        why: String,
    },
}

/// One case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Case {
    /// What it is about: `doors`.
    pub group: &'static str,
    /// What is tried.
    pub name: String,
    /// On which engine: `sqlite`, `postgres`; none where nothing runs.
    pub engine: Option<&'static str>,
    /// How it came out.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// What is told of each case as it comes.
pub type Told = fn(&Case, &str);

/// All cases.
#[derive(Serialize)]
pub struct Report {
    /// The plugin.
    pub plugin: String,
    /// The cases, in the order in which they ran.
    pub cases: Vec<Case>,
    #[serde(skip)]
    only: Vec<String>,
    #[serde(skip)]
    told: Option<Told>,
    #[serde(skip)]
    group: &'static str,
    #[serde(skip)]
    engine: Option<&'static str>,
    #[serde(skip)]
    clock: Option<Arc<TestClock>>,
    /// How much the log held when the case began.
    #[serde(skip)]
    begun: usize,
}

/// How many of each outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// As the contract says.
    pub ok: usize,
    /// Otherwise.
    pub failed: usize,
    /// Nothing to try.
    pub does_not_apply: usize,
}

impl Counts {
    /// Those that ran.
    pub const fn ran(self) -> usize {
        self.ok + self.failed
    }
}

impl Report {
    /// Of the plugin `id`, with those cases alone whose group and name hold all of the words `only`.
    pub(super) fn new(id: &str, only: &[String], told: Option<Told>) -> Self {
        Self {
            plugin: id.to_owned(),
            cases: Vec::new(),
            only: only.iter().map(|word| word.to_lowercase()).collect(),
            told,
            group: "",
            engine: None,
            clock: None,
            begun: 0,
        }
    }

    /// What follows runs by this clock, which is moved on after each failure: what a failure has put to rest is
    /// asked again, so that it fails no case but its own.
    pub(super) fn by(&mut self, clock: Arc<TestClock>) {
        self.clock = Some(clock);
    }

    /// What follows is of this group.
    pub(super) fn group(&mut self, group: &'static str) {
        self.group = group;
    }

    /// What follows runs on this engine.
    pub(super) fn on(&mut self, engine: Option<&'static str>) {
        self.engine = engine;
    }

    /// Tries one, where it is asked for.
    pub(super) async fn case(
        &mut self,
        name: impl Into<String>,
        work: impl Future<Output = Verdict>,
    ) {
        let name = name.into();
        if !self.wants(&name) {
            return;
        }
        self.begun = log::troubles();
        let work = AssertUnwindSafe(work).catch_unwind();
        let verdict = match tokio::time::timeout(LONGEST, work).await {
            Ok(Ok(verdict)) => verdict,
            Ok(Err(_)) => Err(fault(
                "an answer",
                "a panic of the host",
                "tell who runs the project",
            )),
            Err(_) => Err(fault(
                format!("an answer within {} seconds", LONGEST.as_secs()),
                "none",
                "what the plugin waits for comes never: look for a lock, a loop, or a transaction that is not ended",
            )),
        };
        self.add(name, verdict);
    }

    /// The same of what is known already.
    pub(super) fn judged(&mut self, name: impl Into<String>, verdict: Verdict) {
        let name = name.into();
        if self.wants(&name) {
            self.begun = log::troubles();
            self.add(name, verdict);
        }
    }

    /// Whether all cases are wanted, so that what no case did was not done.
    pub(super) fn is_whole(&self) -> bool {
        self.only.is_empty()
    }

    fn wants(&self, name: &str) -> bool {
        let whole = format!("{}: {name}", self.group).to_lowercase();
        self.only.iter().all(|word| whole.contains(word))
    }

    fn add(&mut self, name: String, verdict: Verdict) {
        let outcome = match verdict {
            Ok(()) => Outcome::Ok,
            Err(Ended::Failed(mut fault)) => {
                fault.log = log::troubles_since(self.begun);
                Outcome::Failed(fault)
            }
            Err(Ended::Not(why)) => Outcome::DoesNotApply { why },
        };
        let case = Case {
            group: self.group,
            name,
            engine: self.engine,
            outcome,
        };
        if let (Outcome::Failed(_), Some(clock)) = (&case.outcome, &self.clock) {
            clock.advance(LONGEST_REST);
        }
        if let Some(told) = self.told {
            let before = self.cases.last();
            let same = before.is_some_and(|b| (b.group, b.engine) == (case.group, case.engine));
            let engine = case.engine.map(|engine| format!(" on {engine}"));
            let heading = match same {
                true => String::new(),
                false => format!("{}{}", case.group, engine.unwrap_or_default()),
            };
            told(&case, &heading);
        }
        self.cases.push(case);
    }

    /// How many came out how.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for case in &self.cases {
            match case.outcome {
                Outcome::Ok => counts.ok += 1,
                Outcome::Failed(_) => counts.failed += 1,
                Outcome::DoesNotApply { .. } => counts.does_not_apply += 1,
            }
        }
        counts
    }

    /// Those that failed.
    pub fn failed(&self) -> impl Iterator<Item = &Case> {
        let failed = |case: &&Case| matches!(case.outcome, Outcome::Failed(_));
        self.cases.iter().filter(failed)
    }
}

impl Case {
    /// As a line of the report; several where it failed.
    pub fn line(&self) -> String {
        let name = &self.name;
        match &self.outcome {
            Outcome::Ok => format!("  ok      {name}"),
            Outcome::DoesNotApply { why } => format!("  -       {name}: does not apply: {why}"),
            Outcome::Failed(fault) => {
                let Fault {
                    expected,
                    came,
                    change,
                    log,
                } = fault;
                let mut lines = format!(
                    "  FAILED  {name}\n          expected: {expected}\n          came:     {came}\n          change:   {change}"
                );
                for line in log.lines() {
                    lines.push_str("\n          log:      ");
                    lines.push_str(line.trim_end());
                }
                lines
            }
        }
    }
}
