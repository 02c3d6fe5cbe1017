//! The only file of the host that names a first-party module.

use kartoteka_plugin::{Call, Module, Result, contacts::Contacts};

use crate::{
    registry::Registry,
    storage::migrate::{EngineKind, MigrationSet},
};

/// All modules that are linked in, core first. A region can leave features out when it builds.
pub fn linked() -> Vec<Box<dyn Module>> {
    vec![
        Box::new(kartoteka_core::Core),
        #[cfg(feature = "blacklist")]
        Box::new(kartoteka_blacklist::Blacklist),
        #[cfg(feature = "documents")]
        Box::new(kartoteka_documents::Documents),
        #[cfg(feature = "call-link")]
        Box::new(kartoteka_call_link::CallLink),
    ]
}

/// The tables of each salon, by the modules that are linked in.
///
/// # Errors
/// Names a module whose manifest is none.
pub fn migrations(engine: EngineKind) -> std::result::Result<Vec<MigrationSet>, String> {
    Ok(Registry::new(linked())?.migrations(engine))
}

/// The rules by which contacts are read.
pub fn contacts() -> Box<dyn Contacts> {
    Box::new(kartoteka_core::ContactRules)
}

/// What the demonstration salon has on; the rest is there to be switched on.
pub const DEMONSTRATED: &[&str] = &[
    #[cfg(feature = "call-link")]
    "call-link",
    #[cfg(feature = "documents")]
    "documents",
];

/// Fills the demonstration salon.
///
/// # Errors
/// As the operations say.
pub async fn fill_demonstration(call: &Call) -> Result<()> {
    kartoteka_core::demo::fill(call).await
}
