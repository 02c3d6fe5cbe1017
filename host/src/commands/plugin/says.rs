//! `plugin says`: what `plugin pack` and `plugin dev` have asked of a library in a process of its own.

use std::path::PathBuf;

use clap::Args;

use crate::{host::StartError, plugins::kit};

#[derive(Args)]
pub(crate) struct Says {
    /// The library
    library: PathBuf,
}

impl Says {
    /// What it says, as JSON.
    pub(super) fn run(self) -> Result<String, StartError> {
        let said = kit::opened(&self.library)?;
        serde_json::to_string(&said).map_err(|e| StartError::new(e.to_string()))
    }
}
