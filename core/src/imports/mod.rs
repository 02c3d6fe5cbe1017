//! A salon's list comes in from a spreadsheet: what is read, what its columns mean, and what each row says.

pub mod columns;
pub mod sheet;
