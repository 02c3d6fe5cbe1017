//! The only file of the host that names a first-party module.

use kartoteka_plugin::{Call, Module, Result};

/// All modules that are linked in, core first.
pub fn linked() -> Vec<Box<dyn Module>> {
    vec![Box::new(kartoteka_core::Core)]
}

/// Fills the demonstration salon.
///
/// # Errors
/// As the operations say.
pub async fn fill_demonstration(call: &Call) -> Result<()> {
    kartoteka_core::demo::fill(call).await
}
