//! What can be done with birthdays. Both doors call these.

mod consent;
mod greet;
mod list;
mod set;

pub(crate) use consent::told;
pub(crate) use greet::{Greeting, greet, greeting_of};
pub(crate) use list::{ALL_DAYS, coming, of_clients, show};
pub(crate) use set::{remove, set};

pub(crate) const READ: &str = "example-birthday-greetings.read";
pub(crate) const WRITE: &str = "example-birthday-greetings.write";

/// What the feature is woken for.
const GREET: &str = "example-birthday-greetings.greet";
