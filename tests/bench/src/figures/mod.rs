//! One file per line of the table: the work through the real doors, and its limit.

pub(crate) mod card;
pub(crate) mod features;
pub(crate) mod find;
pub(crate) mod import;
mod import_limit;
pub(crate) mod page;
pub(crate) mod partners;
pub(crate) mod register;
pub(crate) mod salons;
pub(crate) mod start;
