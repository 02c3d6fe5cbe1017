//! `plugin list`.

use std::{fmt::Write as _, path::PathBuf};

use clap::Args;
use semver::Version;

use crate::{
    config::Config,
    host::StartError,
    plugins::bundle::{Bundle, Discovered, ENDING, Trust, discover},
};

#[derive(Args)]
pub(crate) struct List {
    /// The folder; that of the configuration where not given
    #[arg(long)]
    dir: Option<PathBuf>,
}

impl List {
    /// A line for each file: id, version, publisher, state.
    pub(super) fn run(self, config: &Config) -> Result<String, StartError> {
        let folder = super::folder(self.dir, config)?;
        let found = discover(&folder, &Trust::of(config), &super::linked()?);
        let found = found.map_err(|e| StartError::new(format!("{}: {e}", folder.display())))?;
        Ok(lines(&found))
    }
}

fn lines(found: &Discovered) -> String {
    let mut lines: Vec<[String; 4]> = Vec::new();
    let publisher = |publisher: &Option<String>| match publisher {
        Some(publisher) => publisher.clone(),
        None => "unsigned".to_owned(),
    };
    for bundle in &found.accepted {
        let id = &bundle.manifest.id;
        let state = match found.pinned.contains(id) {
            true => "pinned",
            false => "loads",
        };
        lines.push([
            id.clone(),
            bundle.version.to_string(),
            publisher(&bundle.publisher),
            state.to_owned(),
        ]);
    }
    for older in &found.older {
        let state = match found.pinned.contains(&older.id) {
            true => "another version is pinned",
            false => "older",
        };
        lines.push([
            older.id.clone(),
            older.version.to_string(),
            publisher(&older.publisher),
            state.to_owned(),
        ]);
    }
    for (path, refusal) in &found.refused {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let (id, version) = parted(&name);
        let state = format!("refused: {refusal}");
        lines.push([id, version, "-".to_owned(), state]);
    }
    lines.sort();
    let mut text = String::new();
    for [id, version, publisher, state] in lines {
        // Writing to a text cannot fail.
        let _ = writeln!(text, "{id} {version} {publisher} {state}");
    }
    text
}

/// Id and version, as the name of a file says them.
fn parted(name: &str) -> (String, String) {
    let stem = name.strip_suffix(ENDING).unwrap_or(name);
    let hyphens = stem.match_indices('-').map(|(at, _)| stem.split_at(at));
    let mut parts = hyphens.map(|(id, rest)| (id, rest.trim_start_matches('-')));
    let is_whole = |(id, version): &(&str, &str)| {
        Version::parse(version).is_ok() && Bundle::file_name(id, version) == name
    };
    match parts.find(is_whole) {
        Some((id, version)) => (id.to_owned(), version.to_owned()),
        None => (name.to_owned(), "-".to_owned()),
    }
}
