//! `plugin pack`.

use std::path::PathBuf;

use clap::Args;

use crate::{
    config::Config,
    host::StartError,
    plugins::bundle::{Bundle, Platform, Refusal, Signer, Trust, gather, pack},
};

#[derive(Args)]
pub(crate) struct Pack {
    /// The plugin's folder
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// A library; that of `cargo build --release` where not given
    #[arg(long = "library", value_name = "PATH")]
    libraries: Vec<PathBuf>,
    /// The platform that libraries must be for: x86_64-linux-gnu or aarch64-linux-gnu
    #[arg(long, value_parser = platform)]
    platform: Option<Platform>,
    /// The key to sign with; unsigned where not given
    #[arg(long, requires = "publisher", value_name = "FILE")]
    key: Option<PathBuf>,
    /// Whose key that is
    #[arg(long, requires = "key")]
    publisher: Option<String>,
    /// The folder to put it in
    #[arg(long, default_value = ".", value_name = "DIR")]
    out: PathBuf,
}

fn platform(name: &str) -> Result<Platform, String> {
    let all = Platform::ALL.map(Platform::name).join(" and ");
    Platform::named(name).ok_or_else(|| format!("the platforms are {all}"))
}

impl Pack {
    /// Where the bundle is, and how large; or all that is wrong with it.
    pub(super) fn run(self, config: &Config) -> Result<String, StartError> {
        let signer = self.key.zip(self.publisher);
        let signer = signer.map(|(key, publisher)| Signer::read(&publisher, &key));
        let signer = signer.transpose();
        let signer = signer.map_err(|e| StartError::new(e.to_string()))?;
        let sources = gather(&self.dir, &self.libraries, self.platform)?;
        let refused = |reason| {
            let file = self.dir.display().to_string();
            StartError::new(Refusal { file, reason }.to_string())
        };
        let packed = pack(&sources, signer.as_ref()).map_err(refused)?;
        // Whoever gets it judges it so, but for whom they trust.
        let trust = Trust::of(config).with_unsigned().on_any_platform();
        let judged = Bundle::examine(&packed.name, &packed.bytes, &trust, &super::linked()?);
        judged.map_err(|refusals| {
            let all: Vec<String> = refusals.iter().map(ToString::to_string).collect();
            StartError::new(all.join("\n"))
        })?;
        let path = self.out.join(&packed.name);
        super::write(&path, &packed.bytes)?;
        let size = packed.bytes.len();
        Ok(format!("{} ({size} bytes)", path.display()))
    }
}
