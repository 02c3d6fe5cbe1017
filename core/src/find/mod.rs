//! Finding people: the folded text of each client, held in memory per salon and searched with one
//! meaning on every engine.
//!
//! [`text::find_text`] turns a client into one line, [`Index`] holds the lines of a salon, [`Query`]
//! is what somebody typed, [`highlight`] says which part of a shown text it matched. None of these
//! knows a database, a clock or a runtime: the finder of an open salon keeps its index fresh from
//! the table `client_find`.
//!
//! Folding finds and proposes; that two folded texts are equal never declares two people one.

mod best;
mod cursor;
mod finder;
mod highlight;
mod index;
mod query;
mod record;
mod slots;
pub(crate) mod store;
pub mod text;

pub use cursor::{Cursor, NotACursor, Rank};
pub(crate) use finder::search;
pub use highlight::highlight;
pub use index::{Full, Index, Page};
pub use query::Query;
pub use text::{Findable, FindablePhone, find_text};

#[cfg(test)]
mod spelling_tests;
#[cfg(test)]
mod tests;
