//! Partners' plugins: the files that they come in, and their libraries.

pub mod bundle;
pub mod native;
