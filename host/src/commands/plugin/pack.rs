//! `plugin pack`.

use std::path::PathBuf;

use clap::Args;

use crate::{
    config::Config,
    host::StartError,
    plugins::{
        bundle::{Bundle, Platform, Refusal, Signer, Sources, Trust, gather, library_of, pack},
        kit,
    },
};

#[derive(Args)]
#[command(after_help = "Examples:
  cargo build --release && kartoteka plugin pack
  kartoteka plugin pack --library target/debug/libacme_tips.so
  kartoteka plugin pack --library build/plugin.so
  kartoteka plugin pack --publisher acme --key acme.key --out dist")]
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
    /// Packs what was built, though it is older than what it is made of
    #[arg(long)]
    as_built: bool,
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
    pub(super) async fn run(mut self, config: &Config) -> Result<String, StartError> {
        let signer = self.key.take().zip(self.publisher.take());
        let signer = signer.map(|(key, publisher)| Signer::read(&publisher, &key));
        let signer = signer.transpose();
        let signer = signer.map_err(|e| StartError::new(e.to_string()))?;
        if self.libraries.is_empty() {
            self.libraries.push(library_of(&self.dir, "release")?);
        }
        let sources = gather(&self.dir, &self.libraries, self.platform)?;
        self.look(&sources).await?;
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

    /// Looks whether what was built is of what lies in the folder.
    async fn look(&self, sources: &Sources) -> Result<(), StartError> {
        let (mut wrong, mut older, mut unknown) = (Vec::new(), Vec::new(), Vec::new());
        for library in &self.libraries {
            let judged = kit::judge(&self.dir, library, sources).await;
            wrong.extend(judged.broken);
            older.extend(judged.older);
            unknown.extend(judged.unknown);
        }
        // Those for other machines cannot be opened on this one; all of them say the same.
        if unknown.len() == self.libraries.len() {
            unknown.iter().for_each(|why| eprintln!("note: {why}"));
        }
        if self.as_built {
            older.iter().for_each(|why| eprintln!("note: {why}"));
        } else if !older.is_empty() {
            if wrong.is_empty() {
                older.push("or say --as-built, to pack what was built all the same".to_owned());
            }
            wrong.extend(older);
        }
        match wrong.is_empty() {
            true => Ok(()),
            false => Err(StartError::new(wrong.join("\n"))),
        }
    }
}
