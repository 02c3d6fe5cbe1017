//! `plugin pin` and `plugin unpin`.

use std::path::{Path, PathBuf};

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
    pub(super) async fn run(self, config: &Config) -> Result<String, StartError> {
        let folder = super::folder(self.dir, config)?;
        let (id, version) = (self.id, self.version);
        pin(&folder, &id, &version)?;
        let said = format!("{id} stays at {version}, whatever is newer");
        told(said, &folder, config).await
    }
}

impl Unpin {
    /// What counts now.
    pub(super) async fn run(self, config: &Config) -> Result<String, StartError> {
        let folder = super::folder(self.dir, config)?;
        let id = self.id;
        let said = match unpin(&folder, &id)? {
            true => format!("the newest version of {id} counts again"),
            false => format!("{id} was not pinned: its newest version counts"),
        };
        told(said, &folder, config).await
    }
}

/// What was done, and what the host that runs makes of it.
async fn told(mut said: String, folder: &Path, config: &Config) -> Result<String, StartError> {
    // A host that runs has another folder, perhaps.
    if config.plugin_dir.as_deref() == Some(folder)
        && let Some(more) = crate::commands::take_over(config).await?
        && !more.is_empty()
    {
        said.push('\n');
        said.push_str(&more);
    }
    Ok(said)
}
