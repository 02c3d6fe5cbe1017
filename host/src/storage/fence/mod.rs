//! The fence of features: a statement of one reads and writes rows of its own tables, and reads the views
//! that its manifest names. All else that an engine would do is not there for it: other tables, settings of
//! the session, functions that reach outside or hold what they were not given.
//!
//! Statements are parsed, and what is not known is refused, so that a newer engine brings nothing in by
//! itself. A statement is judged once and remembered by where it stands in the program, or by its text.
//! Row-level security and the file per salon are the walls between salons; this is the one between features.

mod judge;
mod letters;
mod words;

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use kartoteka_plugin::{
    Manifest, Sql,
    db::{DbError, Fences, Text},
};

use super::migrate::EngineKind;
use crate::registry::Registry;
use judge::{Bounds, judge};

pub(crate) use judge::migrations;

/// So many statements of a feature are remembered, none longer than so many bytes: eight megabytes at
/// most. Who makes more at run time has them parsed again.
const REMEMBERED: usize = 1_000;
const SHORT: usize = 8 << 10;

/// By what a text is known again.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    /// Where it stands in the program, and how long it is.
    Fixed(usize, usize),
    Made(Arc<str>),
}

/// The views that a statement reads, or why it may not run.
type Verdict = Result<Arc<[String]>, Arc<str>>;

struct Fence {
    bounds: Bounds,
    known: RwLock<HashMap<Key, Verdict>>,
}

/// Under which the log has what is refused, for who tries a plugin; whoever asked is told, too.
pub(crate) const REFUSALS: &str = "fence";

/// The fences of all features of a host.
pub struct FeatureFences {
    engine: EngineKind,
    /// Absent for those that tests let through.
    of: HashMap<String, Option<Fence>>,
}

impl FeatureFences {
    /// The fences of these modules; none for the `unfenced`.
    pub fn new(engine: EngineKind, registry: &Registry, unfenced: &[&str]) -> Self {
        let all = || registry.iter().map(|loaded| &loaded.manifest);
        // What statements call what a manifest reads: `core_contacts_1` of `core.contacts/1`.
        let tables = all().flat_map(|manifest| &manifest.views);
        let tables: HashMap<_, _> = tables.map(|view| (&view.name, &view.table)).collect();
        let fence = |manifest: &Manifest| {
            let views = manifest.reads.iter().filter_map(|name| tables.get(name));
            Fence {
                bounds: Bounds {
                    feature: manifest.id.clone(),
                    prefix: format!("{}__", manifest.id.replace('-', "_")),
                    views: views.map(|table| (*table).clone()).collect(),
                },
                known: RwLock::default(),
            }
        };
        let of = all()
            .filter(|manifest| manifest.is_feature())
            .map(|manifest| {
                let is_fenced = !unfenced.contains(&manifest.id.as_str());
                (manifest.id.clone(), is_fenced.then(|| fence(manifest)))
            });
        Self {
            engine,
            of: of.collect(),
        }
    }

    fn verdict(&self, fence: &Fence, sql: &Sql) -> Verdict {
        let text = match self.engine {
            EngineKind::Sqlite => sql.sqlite(),
            EngineKind::Postgres => sql.postgres(),
        };
        let key = match text {
            Text::Fixed(text) => Key::Fixed(text.as_ptr().addr(), text.len()),
            Text::Made(text) => Key::Made(text.clone()),
        };
        let known = fence.known.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(verdict) = known.get(&key) {
            return verdict.clone();
        }
        drop(known);
        let judged = judge(text, self.engine, &fence.bounds);
        let verdict = judged.map(Arc::from).map_err(Arc::from);
        if text.len() > SHORT {
            return verdict;
        }
        let mut known = fence.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert(key, verdict.clone());
        verdict
    }
}

impl Fences for FeatureFences {
    fn check(&self, feature: &str, sql: &Sql, withheld: &[String]) -> Result<(), DbError> {
        let fence = match self.of.get(feature) {
            Some(Some(fence)) => fence,
            Some(None) => return Ok(()),
            None => {
                let why = format!("{feature} is no feature of this host");
                return Err(DbError::Refused(why));
            }
        };
        let views = match self.verdict(fence, sql) {
            Ok(views) => views,
            Err(why) => {
                tracing::debug!(target: REFUSALS, feature, %why, "a statement is refused");
                return Err(DbError::Refused(why.to_string()));
            }
        };
        match views.iter().find(|view| withheld.contains(view)) {
            None => Ok(()),
            Some(view) => Err(DbError::NotGranted { view: view.clone() }),
        }
    }
}
