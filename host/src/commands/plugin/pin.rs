//! `plugin pin` and `plugin unpin`.

use std::path::PathBuf;

use clap::Args;

use crate::{
    config::Config,
    host::StartError,
    plugins::bundle::{pin, unpin},
};

#[derive(Args)]
pub(crate) struct Pin {
    /// The plugin
    id: String,
    /// The version that counts from now on
    version: String,
    /// The folder; that of the configuration where not given
    #[arg(long)]
    dir: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct Unpin {
    /// The plugin
    id: String,
    /// The folder; that of the configuration where not given
    #[arg(long)]
    dir: Option<PathBuf>,
}

impl Pin {
    /// What counts now.
    pub(super) fn run(self, config: &Config) -> Result<String, StartError> {
        let folder = super::folder(self.dir, config)?;
        let (id, version) = (self.id, self.version);
        pin(&folder, &id, &version)?;
        Ok(format!("{id} stays at {version}, whatever is newer"))
    }
}

impl Unpin {
    /// What counts now.
    pub(super) fn run(self, config: &Config) -> Result<String, StartError> {
        let folder = super::folder(self.dir, config)?;
        let id = self.id;
        Ok(match unpin(&folder, &id)? {
            true => format!("the newest version of {id} counts again"),
            false => format!("{id} was not pinned: its newest version counts"),
        })
    }
}
