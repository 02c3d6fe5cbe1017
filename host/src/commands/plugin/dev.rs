//! `plugin dev`.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;

use super::super::{Signals, orders::password};
use crate::{host::StartError, plugins::kit};

#[derive(Args)]
#[command(after_help = "Examples:
  kartoteka plugin dev
  kartoteka plugin dev acme-tips --keep")]
pub(crate) struct Dev {
    /// The plugin's folder
    #[arg(default_value = ".")]
    folder: PathBuf,
    /// An empty database of PostgreSQL; a server is started for a while where not given
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
    /// Leaves the data where it is
    #[arg(long)]
    keep: bool,
}

impl Dev {
    /// Serves until it is told to stop.
    pub(super) async fn run(self) -> Result<ExitCode, StartError> {
        let signals = Signals::listen()?;
        let dev = kit::Dev {
            folder: self.folder,
            database_url: self.database_url,
            keep: self.keep,
            password: password()?,
        };
        kit::dev(dev, signals.told()).await?;
        Ok(ExitCode::SUCCESS)
    }
}
