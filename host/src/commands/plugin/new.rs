//! `plugin new` and `plugin contract`.

use std::path::PathBuf;

use clap::Args;

use crate::{
    host::StartError,
    plugins::kit::{self, Language},
};

#[derive(Args)]
#[command(after_help = "Examples:
  kartoteka plugin new acme-tips
  kartoteka plugin new acme-tips --lang c --dir plugins/tips")]
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
        let (build, document) = match self.lang {
            Language::Rust => (
                "cargo build --release && kartoteka plugin pack",
                "UPDATE_OPENAPI=1 cargo test writes it anew",
            ),
            Language::C => ("make pack", "it is written by hand"),
        };
        Ok(format!(
            "{id} is in {folder}. See it in two salons of invented clients, and change it while they run:\n  \
             cd {folder}\n  kartoteka plugin dev\n\
             A door that openapi.json does not name is none: {document}. Make the file that operators get, and try it:\n  \
             {build}\n  kartoteka plugin test {id}-0.1.0.kplugin\nThe guide is sdk/README.md.",
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
