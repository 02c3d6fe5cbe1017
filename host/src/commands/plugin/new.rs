//! `plugin new` and `plugin contract`.

use std::path::PathBuf;

use clap::Args;

use crate::{
    host::StartError,
    plugins::kit::{self, Language},
};

#[derive(Args)]
pub(crate) struct New {
    /// Its id, beginning with who makes it: acme-tips
    id: String,
    /// The language that it is written in
    #[arg(long, value_enum, default_value = "rust")]
    lang: Language,
    /// Where it is written; a folder of its id where not given
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

impl New {
    /// Where it is, and what comes next.
    pub(super) fn run(self) -> Result<String, StartError> {
        let folder = self.dir.unwrap_or_else(|| PathBuf::from(&self.id));
        kit::write(&self.id, self.lang, &folder)?;
        let build = match self.lang {
            Language::Rust => "cargo build --release && kartoteka plugin pack",
            Language::C => "make pack",
        };
        Ok(format!(
            "{id} is in {folder}. Next:\n  cd {folder}\n  kartoteka plugin dev\n\
             That shows it in salons of invented clients, and takes what you change. Then:\n  {build}\n  \
             kartoteka plugin test {id}-0.1.0.kplugin\nThe guide is sdk/README.md.",
            id = self.id,
            folder = folder.display()
        ))
    }
}

#[derive(Args)]
pub(crate) struct Contract {
    /// The plugin's folder, whose sdk is written anew
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// The language that it is written in
    #[arg(long, value_enum, default_value = "rust")]
    lang: Language,
}

impl Contract {
    /// Where it is.
    pub(super) fn run(self) -> Result<String, StartError> {
        let folder = self.dir.join("sdk");
        kit::contract(self.lang, &folder)?;
        Ok(format!(
            "the contract of this program is in {}",
            folder.display()
        ))
    }
}
