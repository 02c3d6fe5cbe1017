//! Partners' plugins.

pub mod native;
