//! What hosts of this program log, kept to be looked at instead of shown.

use std::{
    collections::BTreeSet,
    fmt::{self, Write as _},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use tracing::{Event, Level, Subscriber, field::Field};
use tracing_subscriber::{
    Layer, filter::Targets, layer::Context, layer::SubscriberExt as _, util::SubscriberInitExt as _,
};

use crate::storage::{STATEMENTS, fence::REFUSALS};

/// The most that is kept, in bytes.
const MOST: usize = 16 << 20;
/// So many lines of it are shown.
const LAST: usize = 5;

static KEPT: Mutex<Lines> = Mutex::new(Lines {
    plugins: String::new(),
    refused: String::new(),
    errors: String::new(),
    troubles: String::new(),
});
/// Statements that ran, as SQLite is asked them, each once.
static RAN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
static KEEPS: AtomicBool = AtomicBool::new(false);

struct Lines {
    /// What plugins wrote.
    plugins: String,
    /// Statements that were refused.
    refused: String,
    /// What hosts complained of.
    errors: String,
    /// The same, with what they only warned of.
    troubles: String,
}

/// From here on this program keeps what it logs, and shows nothing.
pub(crate) fn keep() {
    let all = Targets::new().with_default(Level::DEBUG);
    let all = all.with_target(STATEMENTS, Level::TRACE);
    let subscriber = tracing_subscriber::registry().with(Keeper.with_filter(all));
    if subscriber.try_init().is_ok() {
        KEEPS.store(true, Ordering::Relaxed);
    }
}

/// What plugins wrote into the log; none where nobody keeps it.
pub(super) fn of_plugins() -> Option<String> {
    let keeps = KEEPS.load(Ordering::Relaxed);
    keeps.then(|| lock().plugins.clone())
}

/// What of the statements of plugins was refused since this was asked last, each once; none where nobody keeps it.
pub(super) fn refused() -> Option<String> {
    if !KEEPS.load(Ordering::Relaxed) {
        return None;
    }
    let all = std::mem::take(&mut lock().refused);
    let each: BTreeSet<&str> = all.lines().map(str::trim_end).collect();
    Some(each.into_iter().collect::<Vec<_>>().join("\n"))
}

/// Statements that ran on tables whose names begin so; none where nobody keeps it.
pub(super) fn statements_on(tables: &str) -> Option<Vec<String>> {
    if !KEEPS.load(Ordering::Relaxed) {
        return None;
    }
    let ran = RAN.lock().unwrap_or_else(PoisonError::into_inner);
    let all = ran.iter().filter(|text| text.contains(tables));
    Some(all.cloned().collect())
}

/// The last lines of what hosts complained of.
pub(super) fn complaints() -> String {
    last_lines(&lock().errors)
}

/// How much hosts have complained and warned of up to now, for [`troubles_since`].
pub(super) fn troubles() -> usize {
    lock().troubles.len()
}

/// The last lines of what hosts complained and warned of since then.
pub(super) fn troubles_since(then: usize) -> String {
    last_lines(lock().troubles.get(then..).unwrap_or_default())
}

fn last_lines(all: &str) -> String {
    let lines: Vec<&str> = all.lines().collect();
    let last = lines.get(lines.len().saturating_sub(LAST)..);
    last.unwrap_or_default().join("\n")
}

fn lock() -> std::sync::MutexGuard<'static, Lines> {
    KEPT.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Keeper;

impl<S: Subscriber> Layer<S> for Keeper {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == STATEMENTS {
            event.record(&mut Ran);
            return;
        }
        let mut line = Line::default();
        event.record(&mut line);
        let mut kept = lock();
        if line.of_plugin && kept.plugins.len() < MOST {
            kept.plugins.push_str(&line.text);
            kept.plugins.push('\n');
        }
        if event.metadata().target() == REFUSALS && kept.refused.len() < MOST {
            kept.refused.push_str(&line.text);
            kept.refused.push('\n');
        }
        if *event.metadata().level() <= Level::WARN && kept.troubles.len() < MOST {
            kept.troubles.push_str(&line.text);
            kept.troubles.push('\n');
        }
        if *event.metadata().level() == Level::ERROR && kept.errors.len() < MOST {
            kept.errors.push_str(&line.text);
            kept.errors.push('\n');
        }
    }
}

/// Keeps the text of a statement.
struct Ran;

impl tracing::field::Visit for Ran {
    fn record_str(&mut self, field: &Field, text: &str) {
        if field.name() == "sqlite" && text.contains("__") {
            let mut ran = RAN.lock().unwrap_or_else(PoisonError::into_inner);
            if !ran.contains(text) {
                ran.insert(text.to_owned());
            }
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn fmt::Debug) {}
}

#[derive(Default)]
struct Line {
    text: String,
    of_plugin: bool,
}

impl tracing::field::Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.of_plugin |= field.name() == "plugin";
        // Writing to a text cannot fail.
        let _ = match field.name() {
            "message" => write!(self.text, "{value:?} "),
            name => write!(self.text, "{name}={value:?} "),
        };
    }
}
