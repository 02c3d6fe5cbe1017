//! `plugin sign`.

use std::path::PathBuf;

use clap::Args;

use crate::{
    config::Config,
    host::StartError,
    plugins::bundle::{Bundle, Refusal, Signer, Trust, read_file, sign},
};

#[derive(Args)]
#[command(after_help = "Example:
  kartoteka plugin keygen --publisher acme
  kartoteka plugin sign acme-tips-0.1.0.kplugin --publisher acme --key acme.key")]
pub(crate) struct Sign {
    /// The bundle
    file: PathBuf,
    /// The key to sign with
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// Whose key that is
    #[arg(long)]
    publisher: String,
}

impl Sign {
    /// Where the bundle is, and who signed it.
    pub(super) fn run(self, config: &Config) -> Result<String, StartError> {
        let signer = Signer::read(&self.publisher, &self.key);
        let signer = signer.map_err(|e| StartError::new(e.to_string()))?;
        let name = self.file.file_name().unwrap_or_default().to_string_lossy();
        let refused = |reason| {
            let file = name.clone().into_owned();
            StartError::new(Refusal { file, reason }.to_string())
        };
        let bytes = read_file(&self.file).map_err(refused)?;
        let signed = sign(&bytes, &signer).map_err(refused)?;
        // What nobody would take is not signed.
        let trust = Trust::of(config).with_unsigned().on_any_platform();
        let judged = Bundle::of_bytes(&name, &signed, &trust, &super::linked()?);
        judged.map_err(|refusal| StartError::new(refusal.to_string()))?;
        super::write(&self.file, &signed)?;
        let (path, publisher) = (self.file.display(), signer.publisher());
        Ok(format!("{path}, signed by {publisher}"))
    }
}
