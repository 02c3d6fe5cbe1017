//! `plugin keygen`.

use std::path::PathBuf;

use clap::Args;

use crate::{host::StartError, plugins::bundle::Signer};

#[derive(Args)]
#[command(after_help = "Example:
  kartoteka plugin keygen --publisher acme --out acme.key")]
pub(crate) struct Keygen {
    /// The publisher: one word, with which the ids of their plugins begin
    #[arg(long)]
    publisher: String,
    /// Where the key goes; <publisher>.key where not given
    #[arg(long)]
    out: Option<PathBuf>,
}

impl Keygen {
    /// The line for an operator's configuration.
    pub(super) fn run(self) -> Result<String, StartError> {
        let publisher = self.publisher;
        let path = self.out;
        let path = path.unwrap_or_else(|| PathBuf::from(format!("{publisher}.key")));
        let signer = Signer::make(&publisher, &path);
        let signer = signer.map_err(|e| StartError::new(e.to_string()))?;
        eprintln!(
            "The key is in {}: keep it to yourself. Operators who trust it write under [plugins.publishers]:",
            path.display()
        );
        Ok(format!("{publisher} = \"{}\"", signer.public_key()))
    }
}
