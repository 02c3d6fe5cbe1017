//! The texts of a plugin's statements, known again by what they say.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, PoisonError, RwLock},
};

use foldhash::fast::RandomState;
use kartoteka_plugin::Sql;

use super::plugin::forever;

/// So many texts are kept for a plugin, and so many bytes of them; who makes up more as they go gets fresh
/// copies, which are read anew each time.
const MOST: usize = 1_000;
const MOST_BYTES: usize = 2 << 20;
/// Texts longer than that are not kept.
const LONGEST: usize = 8 << 10;

/// The texts that a plugin has asked by. They stay for as long as the process, as those of the house do, so that
/// fences and engines know them by where they stand and read each but once. All versions of a plugin share them.
#[derive(Default)]
pub(super) struct Statements(RwLock<Kept>);

#[derive(Default)]
struct Kept {
    texts: HashMap<&'static [u8], &'static str, RandomState>,
    bytes: usize,
}

impl Statements {
    /// Those of the plugin of this id.
    pub(super) fn of_plugin(id: &'static str) -> Arc<Self> {
        static ALL: Mutex<BTreeMap<&'static str, Arc<Statements>>> = Mutex::new(BTreeMap::new());
        let mut all = ALL.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry(id).or_default().clone()
    }

    /// A statement of these texts, the second one empty where it is the same.
    ///
    /// Nothing where they are none.
    pub(super) fn of(&self, sqlite: &[u8], postgres: &[u8]) -> Option<Sql> {
        let first = self.kept(sqlite);
        let (second, postgres) = match postgres {
            b"" => (first, sqlite),
            other => (self.kept(other), other),
        };
        if let (Some(sqlite), Some(postgres)) = (first, second) {
            return Some(Sql::by_engine(sqlite, postgres));
        }
        let made = |text: &[u8]| Some(str::from_utf8(text).ok()?.into());
        Some(Sql::made(made(sqlite)?, made(postgres)?))
    }

    fn kept(&self, text: &[u8]) -> Option<&'static str> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kept.texts.get(text) {
            return Some(known);
        }
        drop(kept);
        let text = str::from_utf8(text).ok()?;
        if text.len() > LONGEST {
            return None;
        }
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kept.texts.get(text.as_bytes()) {
            return Some(known);
        }
        let bytes = kept.bytes + text.len();
        if kept.texts.len() >= MOST || bytes > MOST_BYTES {
            return None;
        }
        let fresh = forever(text);
        kept.bytes = bytes;
        kept.texts.insert(fresh.as_bytes(), fresh);
        Some(fresh)
    }
}

#[cfg(test)]
#[expect(clippy::expect_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn asked(statements: &Statements, sqlite: &str, postgres: &str) -> Sql {
        let asked = statements.of(sqlite.as_bytes(), postgres.as_bytes());
        asked.expect("a text")
    }

    fn place(sql: &Sql) -> *const u8 {
        sql.sqlite().as_ptr()
    }

    #[test]
    fn a_text_is_known_again_by_what_it_says() {
        let statements = Statements::default();
        let text = |number: i32| format!("select {number}");
        let once = asked(&statements, &text(1), "");
        let again = asked(&statements, &text(1), "select 2");
        assert_eq!(place(&once), place(&again));
        assert_eq!(
            (&**again.sqlite(), &**again.postgres()),
            ("select 1", "select 2")
        );
        assert_eq!(&**once.postgres(), "select 1");
    }

    #[test]
    fn who_makes_texts_up_fills_no_more_than_a_share() {
        let statements = Statements::default();
        for number in 0..MOST + 5 {
            let text = format!("select {number}");
            assert_eq!(&**asked(&statements, &text, "").sqlite(), text);
        }
        assert_eq!(
            statements.0.read().map(|kept| kept.texts.len()).ok(),
            Some(MOST)
        );
        let long = format!("select '{}'", "x".repeat(LONGEST));
        let (once, again) = (asked(&statements, &long, ""), asked(&statements, &long, ""));
        assert_ne!(place(&once), place(&again));
        assert!(statements.of(b"select '\xff'", b"").is_none());
    }
}
