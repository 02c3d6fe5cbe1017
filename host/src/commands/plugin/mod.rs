//! `plugin`: the bundles of partners, for who makes them and who runs them.

mod check;
mod dev;
mod keygen;
mod list;
mod new;
mod pack;
mod pin;
mod says;
mod sign;
mod test;

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Subcommand;

use crate::{config::Config, host::StartError, modules, plugins::bundle::Linked};

#[derive(Subcommand)]
pub(super) enum PluginCommand {
    /// Lists the files of the plugin folder, and what becomes of each
    List(list::List),
    /// Says what bundles are, and whether this host would take them
    Check(check::Check),
    /// Makes a key for signing, and prints the line for operators
    Keygen(keygen::Keygen),
    /// Makes a bundle of a plugin's folder
    Pack(pack::Pack),
    /// Writes a plugin that builds and runs, to begin with
    New(new::New),
    /// Writes the contract of this program into a plugin's folder, in place of the one there
    Contract(new::Contract),
    /// Tries a plugin as a host would run it, on both engines, and says what to change
    #[command(after_help = "Examples:
  kartoteka plugin test acme-tips-0.1.0.kplugin
  kartoteka plugin test acme-tips-0.1.0.kplugin --engine sqlite --only doors
  kartoteka plugin test acme-tips-0.1.0.kplugin --with acme-stock-1.0.0.kplugin --report report.json")]
    Test(test::Test),
    /// Runs hosts around a plugin's folder, and builds it anew when it changes
    Dev(dev::Dev),
    /// Signs a bundle, whoever signed it before
    Sign(sign::Sign),
    /// Goes back to a version that lies in the plugin folder, at once where a host runs
    Pin(pin::Pin),
    /// Lets the newest version count again
    Unpin(pin::Unpin),
    /// Opens a library and prints what it says of itself
    #[command(hide = true)]
    Says(says::Says),
}

/// Runs one of them.
///
/// # Errors
/// A sentence for who asked.
pub(super) async fn run(command: PluginCommand, config: &Config) -> Result<ExitCode, StartError> {
    let done = match command {
        PluginCommand::List(list) => list.run(config),
        PluginCommand::Check(check) => return check.run(config),
        PluginCommand::Keygen(keygen) => keygen.run(),
        PluginCommand::Pack(pack) => pack.run(config).await,
        PluginCommand::Says(says) => says.run(),
        PluginCommand::New(new) => new.run(),
        PluginCommand::Contract(contract) => contract.run(),
        PluginCommand::Test(test) => return test.run().await,
        PluginCommand::Dev(dev) => return dev.run().await,
        PluginCommand::Sign(sign) => sign.run(config),
        PluginCommand::Pin(pin) => pin.run(config).await,
        PluginCommand::Unpin(unpin) => unpin.run(config).await,
    };
    super::print(done?.trim_end())?;
    Ok(ExitCode::SUCCESS)
}

/// What is linked into this program.
fn linked() -> Result<Linked, StartError> {
    Ok(Linked::of(&modules::linked())?)
}

impl PluginCommand {
    /// Whether what its hosts log is looked at, and not shown.
    pub(super) const fn keeps_its_log(&self) -> bool {
        matches!(self, Self::Test(_))
    }
}

/// The folder that is named, or else that of the configuration.
fn folder(named: Option<PathBuf>, config: &Config) -> Result<PathBuf, StartError> {
    let folder = named.or_else(|| config.plugin_dir.clone());
    folder.ok_or_else(|| StartError::new("`plugin_dir` is not set: set it, or say --dir"))
}

/// Writes a file whole or not at all: beside, and then under its name.
fn write(path: &Path, bytes: &[u8]) -> Result<(), StartError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let new = path.with_file_name(format!(".{name}.new"));
    let written = || -> io::Result<()> {
        let mut file = File::create(&new)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&new, path)
    };
    written().map_err(|e| {
        // Nothing half written stays; where there is nothing, there is nothing to remove.
        let _ = fs::remove_file(&new);
        StartError::new(format!("{}: {e}", path.display()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_makes_plugins_is_shown_how_each_command_is_typed() {
        let plugin = PluginCommand::augment_subcommands(clap::Command::new("plugin"));
        for name in ["new", "dev", "test", "pack", "check", "sign", "keygen"] {
            let command = plugin.find_subcommand(name);
            let help = command.and_then(|command| command.get_after_help());
            let help = help.map(ToString::to_string).unwrap_or_default();
            let example = format!("kartoteka plugin {name}");
            assert!(help.contains(&example), "{name}: {help}");
        }
    }
}
