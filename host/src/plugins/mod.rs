//! Partners' plugins: the files that they come in, and their libraries.

pub mod bundle;
pub mod kit;
mod load;
pub mod native;

pub(crate) use load::{Found, Loader};
