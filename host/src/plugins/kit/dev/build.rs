//! Builds a plugin and packs it, unsigned.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Stdio,
};

use tokio::process::Command;

use super::{judge, say};
use crate::{
    config::Config,
    modules,
    plugins::bundle::{
        Bundle, ENDING, Linked, Refusal, Trust, gather, library_of, made_by_make, pack,
    },
};

/// Builds what stands in `folder` and puts the bundle among the `bundles`, in place of what is there; gives the
/// plugin's id.
///
/// # Errors
/// A sentence; what the compiler says it has said itself.
pub(super) async fn build(folder: &Path, bundles: &Path) -> Result<String, String> {
    let library = compiled(folder).await?;
    let sources = gather(folder, std::slice::from_ref(&library), None)?;
    let refused = |reason| {
        let file = folder.display().to_string();
        Refusal { file, reason }.while_written()
    };
    let packed = pack(&sources, None).map_err(refused)?;
    let trust = Trust::of(&Config::default()).with_unsigned();
    let linked = Linked::of(&modules::linked())?;
    let judged = Bundle::examine(&packed.name, &packed.bytes, &trust, &linked);
    let judged = judged.map_err(|refusals| {
        let all: Vec<String> = refusals.iter().map(Refusal::while_written).collect();
        all.join("\n")
    })?;
    let looked = judge(folder, &library, &sources).await;
    if let Some(why) = looked.broken {
        return Err(why);
    }
    looked.older.iter().for_each(|why| say(why));
    put(bundles, &packed.name, &packed.bytes).map_err(|e| format!("{}: {e}", bundles.display()))?;
    Ok(judged.manifest.id)
}

/// Under its name at once and whole, and no other beside it.
fn put(bundles: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    let new = bundles.join(".new");
    fs::write(&new, bytes)?;
    fs::rename(new, bundles.join(name))?;
    for entry in fs::read_dir(bundles)? {
        let entry = entry?;
        let other = entry.file_name();
        let other = other.to_string_lossy();
        if other.ends_with(ENDING) && other != name {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Builds by cargo or make, whichever the folder is made for; gives the library.
async fn compiled(folder: &Path) -> Result<PathBuf, String> {
    if folder.join("Cargo.toml").exists() {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut build = Command::new(cargo);
        build.arg("build");
        ran(build.current_dir(folder), "cargo build").await?;
        return library_of(folder, "debug");
    }
    if !folder.join("Makefile").exists() {
        return Err(format!(
            "{} has neither Cargo.toml nor Makefile: `kartoteka plugin new` writes one",
            folder.display()
        ));
    }
    ran(Command::new("make").current_dir(folder), "make").await?;
    made_by_make(folder)
}

async fn ran(command: &mut Command, what: &str) -> Result<(), String> {
    let status = command
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .status()
        .await;
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(format!("{what} failed")),
        Err(error) => Err(format!("{what}: {error}")),
    }
}
