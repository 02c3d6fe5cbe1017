//! Clients, as the registry names them to features.
//!
//! All of it reads the view `core.clients/1`: a feature that asks names it under `reads` in its
//! manifest, and where the salon has not granted it gets 403 `not_granted`.

mod store;

pub use store::{hold, people, person};

use uuid::Uuid;

use crate::{DbError, Row, Texts};

/// A client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their id.
    pub id: Uuid,
    /// The number on the card.
    pub number: String,
    /// Given name; may be empty.
    pub first_name: String,
    /// Family name; may be empty.
    pub last_name: String,
    /// Whether the card is put away.
    pub archived: bool,
}

impl Person {
    /// The client of a row with the columns `id`, `number`, `first_name`, `last_name`, and
    /// `archived_at is not null as archived`.
    ///
    /// # Errors
    /// Names the column that is missing or another.
    pub fn of(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            number: row.get("number")?,
            first_name: row.get("first_name")?,
            last_name: row.get("last_name")?,
            archived: row.get("archived")?,
        })
    }

    /// Given and family name; empty where the card has neither.
    pub fn name(&self) -> String {
        let names = [self.first_name.trim(), self.last_name.trim()];
        names.join(" ").trim().to_owned()
    }

    /// What pages call them: the name, else the number on the card.
    pub fn title(&self, texts: &Texts) -> String {
        let name = self.name();
        match name.is_empty() {
            true => numbered(texts, &self.number),
            false => name,
        }
    }
}

/// The number on a card, as pages write it: `No. 7`.
pub fn numbered(texts: &Texts, number: &str) -> String {
    texts.with1("frame-client-number", "number", number)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{Locale, text::Catalog};

    fn person(first: &str, last: &str) -> Person {
        Person {
            id: Uuid::nil(),
            number: "7".to_owned(),
            first_name: first.to_owned(),
            last_name: last.to_owned(),
            archived: false,
        }
    }

    #[test]
    fn who_has_no_name_is_called_by_the_number() {
        let source = "frame-client-number = No. { $number }";
        let catalog = Catalog::new(&[(Locale::En, "host.ftl", source)]);
        let texts = catalog.map(|catalog| Arc::new(catalog).texts(Locale::En));
        let title = |first, last| texts.as_ref().map(|texts| person(first, last).title(texts));
        assert_eq!(title("Anna", "Müller"), Ok("Anna Müller".to_owned()));
        assert_eq!(title(" ", ""), Ok("No. 7".to_owned()));
    }

    #[test]
    fn half_a_name_has_no_blanks_around_it() {
        assert_eq!(person("Anna", "").name(), "Anna");
        assert_eq!(person("", " Müller ").name(), "Müller");
        assert_eq!(person("", "").name(), "");
    }
}
