//! The operations on a real SQLite file, with a clock that is set by hand.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod place;

mod accounts;
mod members;
mod pages;
mod second_factor;
mod slowing;
mod smtp;
mod texts;
mod tokens;
mod workplaces;

use place::{Place, code_of};
