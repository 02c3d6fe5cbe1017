//! Gathers the statements that tests make a host run, so that afterwards each can be
//! judged: its plan, and the rules of the house. What a program of tests ran lies in
//! the target folder, a line of JSON for each text.

use std::{
    collections::HashSet,
    fmt,
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::{Mutex, Once, PoisonError},
};

use serde::{Deserialize, Serialize};
use tracing::{Event, Level, Subscriber, field::Field};
use tracing_subscriber::{
    Layer, filter::Targets, fmt::TestWriter, layer::Context, layer::SubscriberExt as _,
    util::SubscriberInitExt as _,
};

use crate::storage::STATEMENTS;

/// A statement that ran.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Ran {
    /// Its text for SQLite.
    pub sqlite: String,
    /// Its text for PostgreSQL.
    pub postgres: String,
    /// The types of what was bound beside the salon, as PostgreSQL calls them.
    pub kinds: String,
}

impl Ran {
    /// The same with lists of any length cut to their first entry.
    fn cut(mut self) -> Self {
        self.sqlite = cut_lists(&self.sqlite);
        self.postgres = cut_lists(&self.postgres);
        let most = greatest_place(&self.sqlite).max(greatest_place(&self.postgres));
        let kinds: Vec<&str> = self.kinds.split(' ').take(most).collect();
        self.kinds = kinds.join(" ");
        self
    }
}

/// From here on this program writes down the statements it makes hosts run, and shows
/// a failing test what its host warned of.
pub fn gather_statements() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let warnings = tracing_subscriber::fmt::layer()
            .with_ansi(false)
            .with_writer(|| Kept(TestWriter::new()))
            .with_filter(Targets::new().with_default(Level::WARN));
        // Without a file nothing is gathered, which those who read it will say.
        let gatherer = Gatherer::new().ok().map(|gatherer| {
            gatherer.with_filter(Targets::new().with_target(STATEMENTS, Level::TRACE))
        });
        let subscriber = tracing_subscriber::registry().with(warnings);
        let _ = subscriber.with(gatherer).try_init();
    });
}

/// What hosts have warned of in this program, since [`gather_statements`].
static WARNED: Mutex<String> = Mutex::new(String::new());

/// What hosts have warned of in this program, as their log says it.
pub fn warned() -> String {
    WARNED
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone()
}

/// Shows what is warned of, and keeps it.
struct Kept(TestWriter);

impl io::Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut warned = WARNED.lock().unwrap_or_else(PoisonError::into_inner);
        warned.push_str(&String::from_utf8_lossy(bytes));
        self.0.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// What the programs of tests beside this one have run since they were built.
///
/// # Errors
/// As the file system says.
pub fn gathered_statements() -> io::Result<Vec<Ran>> {
    let mut all = HashSet::new();
    for entry in fs::read_dir(folder()?)? {
        let text = fs::read_to_string(entry?.path())?;
        all.extend(
            text.lines()
                .filter_map(|line| serde_json::from_str::<Ran>(line).ok()),
        );
    }
    let mut all: Vec<Ran> = all.into_iter().collect();
    all.sort();
    Ok(all)
}

/// Beside the folder of the programs themselves.
fn folder() -> io::Result<PathBuf> {
    let program = std::env::current_exe()?;
    let target = program.parent().and_then(Path::parent);
    Ok(target.unwrap_or(Path::new(".")).join("statements"))
}

struct Gatherer {
    file: File,
    known: Mutex<HashSet<Ran>>,
}

impl Gatherer {
    fn new() -> io::Result<Self> {
        let program = std::env::current_exe()?;
        fs::create_dir_all(folder()?)?;
        let path = folder()?.join(program.file_name().unwrap_or_default());
        // What an older build of this program ran is not its statements any more.
        let is_of_this_build = fs::metadata(&path).is_ok_and(|file| {
            let built = fs::metadata(&program).and_then(|program| program.modified());
            file.modified().ok() > built.ok()
        });
        if !is_of_this_build {
            File::create(&path)?;
        }
        Ok(Self {
            file: OpenOptions::new().append(true).open(path)?,
            known: Mutex::default(),
        })
    }
}

impl<S: Subscriber> Layer<S> for Gatherer {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut fields = Fields(Ran::default());
        event.record(&mut fields);
        let ran = fields.0.cut();
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.insert(ran.clone()) {
            let line = serde_json::to_string(&ran).unwrap_or_default();
            // One write, so that lines of programs that run at once do not mix.
            let _ = (&self.file).write_all(format!("{line}\n").as_bytes());
        }
    }
}

struct Fields(Ran);

impl tracing::field::Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "sqlite" => value.clone_into(&mut self.0.sqlite),
            "postgres" => value.clone_into(&mut self.0.postgres),
            _ => {}
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "kinds" {
            self.0.kinds = format!("{value:?}");
        }
    }
}

/// Cuts rows of values after the first and lists of places after the first, on one line.
pub fn cut_lists(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = cut(&text, "values (", "), (", |rest| rest.find(')'));
    cut(&text, " in ($", ",", |rest| {
        let end = rest.find(|c: char| !c.is_ascii_digit() && !", $".contains(c));
        end.filter(|at| rest[*at..].starts_with(')'))
    })
}

/// Cuts from the first `between` behind `head` up to the last end that continues so.
fn cut(text: &str, head: &str, between: &str, end: impl Fn(&str) -> Option<usize>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(head) {
        let (before, list) = rest.split_at(at + head.len());
        out.push_str(before);
        rest = list;
        let Some(first) = end(list) else { continue };
        let keep = list[..first].find(between).unwrap_or(first);
        out.push_str(&list[..keep]);
        rest = &list[first..];
        while let Some(next) = rest.strip_prefix(between)
            && let Some(at) = next.find(')')
        {
            rest = &next[at..];
        }
    }
    out.push_str(rest);
    out
}

/// The greatest `$n` of a text.
fn greatest_place(text: &str) -> usize {
    let numbers = text.split('$').skip(1).map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_digit());
        rest[..end.unwrap_or(rest.len())].parse().unwrap_or(0)
    });
    numbers.max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_any_length_are_one_text() {
        for (text, cut) in [
            (
                "insert into t (salon_id, a) values ($1, $2), ($1, $3), ($1, $4) on conflict do nothing",
                "insert into t (salon_id, a) values ($1, $2) on conflict do nothing",
            ),
            (
                "select a\n  from t where b in ($2,$3,$4) and c in ($5) order by d",
                "select a from t where b in ($2) and c in ($5) order by d",
            ),
            (
                "update t set a = v.a from (values ($2, $3), ($4, $5)) as v where b = $1",
                "update t set a = v.a from (values ($2, $3)) as v where b = $1",
            ),
            (
                "select a from t where b in (select c from d)",
                "select a from t where b in (select c from d)",
            ),
        ] {
            assert_eq!(cut_lists(text), cut);
        }
        let ran = Ran {
            sqlite: "insert into t values ($1, $2), ($1, $3)".to_owned(),
            kinds: "text text".to_owned(),
            ..Ran::default()
        };
        assert_eq!(ran.cut().kinds, "text text", "one too many does no harm");
    }
}
