//! Refuses statements that name a view which the salon has not granted.

use std::sync::Arc;

use super::{BoxFuture, Claim, DbError, Engine, Row, Sql, Transaction, Value, Weight};

/// An engine that reads all but some views. What is read inside a transaction is judged by
/// the transaction's [`Gated`](super::gate::Gated), because it may pass from hand to hand.
pub(super) struct Without {
    engine: Arc<dyn Engine>,
    views: Arc<[String]>,
}

impl Without {
    pub(super) fn new(engine: Arc<dyn Engine>, views: &[String]) -> Self {
        Self {
            engine,
            views: views.into(),
        }
    }
}

impl Engine for Without {
    fn read<'a>(
        &'a self,
        sql: &'a Sql,
        binds: &'a [Value],
        weight: Weight,
    ) -> BoxFuture<'a, Result<Vec<Row>, DbError>> {
        match check(sql, &self.views) {
            Ok(()) => self.engine.read(sql, binds, weight),
            Err(error) => Box::pin(async { Err(error) }),
        }
    }

    fn begin(&self, weight: Weight) -> BoxFuture<'_, Result<Box<dyn Transaction>, DbError>> {
        self.engine.begin(weight)
    }

    fn begin_with<'a>(
        &'a self,
        weight: Weight,
        claim: Claim<'a>,
    ) -> BoxFuture<'a, Result<Box<dyn Transaction>, DbError>> {
        self.engine.begin_with(weight, claim)
    }

    fn note<'a>(&'a self, sql: &'a Sql, binds: &'a [Value]) -> BoxFuture<'a, Result<(), DbError>> {
        match check(sql, &self.views) {
            Ok(()) => self.engine.note(sql, binds),
            Err(error) => Box::pin(async { Err(error) }),
        }
    }

    fn settle(&self) -> BoxFuture<'_, Result<(), DbError>> {
        self.engine.settle()
    }
}

/// That neither text of a statement names one of `views`.
pub(super) fn check(sql: &Sql, views: &[String]) -> Result<(), DbError> {
    let named = |view: &&String| names(sql.sqlite(), view) || names(sql.postgres(), view);
    match views.iter().find(named) {
        None => Ok(()),
        Some(view) => Err(DbError::NotGranted { view: view.clone() }),
    }
}

/// Whether `view` stands in the text as a word of its own, however it is written.
fn names(text: &str, view: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(view).any(|(at, _)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at + view.len()..);
        let after = after.and_then(|text| text.chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_is_found_by_its_whole_name() {
        for text in [
            "select value from core_contacts_1 where salon_id = $1",
            "select c.value from core_clients_1 k join CORE_CONTACTS_1 c on true",
            "select value from \"core_contacts_1\"",
        ] {
            assert!(names(text, "core_contacts_1"), "{text}");
        }
        for text in [
            "select value from core_contacts_12",
            "select value from my_core_contacts_1",
            "select 1",
        ] {
            assert!(!names(text, "core_contacts_1"), "{text}");
        }
    }
}
