//! Partners' plugins: the files that they come in, and their libraries.

pub mod bundle;
mod load;
pub mod native;

pub(crate) use load::load;
