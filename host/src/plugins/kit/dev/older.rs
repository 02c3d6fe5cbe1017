//! What is older than what it is made of: the library than its sources, `openapi.json` than the code whose doors it
//! names. Without that being said, what was built before is packed, and a door is not there that stands in the code.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use serde_json::Value;

use super::says::{Said, says};
use crate::plugins::bundle::Sources;

/// What files of sources end with, where nobody says which ones a library is made of.
const SOURCES: [&str; 11] = [
    "c", "cc", "cpp", "cxx", "h", "hh", "hpp", "inc", "rs", "s", "S",
];
/// So many differences are named.
const MOST: usize = 3;

/// What a folder and the library that is packed from it come to.
#[derive(Debug, Default)]
pub(crate) struct Judged {
    /// Why no host would open what is packed, in a sentence.
    pub(crate) broken: Option<String>,
    /// What is older than what it is made of, a sentence each.
    pub(crate) older: Vec<String>,
    /// Why that is not known.
    pub(crate) unknown: Option<String>,
}

/// Looks at the library of the plugin in `folder`, whose other files are `sources`.
pub(crate) async fn judge(folder: &Path, library: &Path, sources: &Sources) -> Judged {
    let mut judged = Judged::default();
    let builder = Builder::of(folder);
    if let Some(newer) = newer_source(folder, library) {
        judged.older.push(format!(
            "{} is older than {}: run {}",
            library.display(),
            newer.display(),
            builder.builds(library)
        ));
    }
    // What it says was true when it was built: of the code that lies there now it says nothing.
    match says(library).await {
        Err(why) => {
            let shown = library.display();
            judged.unknown = Some(format!(
                "whether openapi.json is up to date is not known: {shown}: {why}"
            ));
        }
        Ok(said) => judged.compare(&said, library, sources, builder),
    }
    judged
}

impl Judged {
    fn compare(&mut self, said: &Said, library: &Path, sources: &Sources, builder: Builder) {
        let part = |name: &str| sources.parts.get(name).map_or(&[][..], Vec::as_slice);
        if part("plugin.toml") != said.manifest.as_bytes() {
            self.broken = Some(format!(
                "{} holds another plugin.toml than the folder, and no host opens such a one: run {}",
                library.display(),
                builder.builds(library)
            ));
        }
        let written = serde_json::from_slice::<Value>(part("openapi.json")).ok();
        let (Some(code), Some(written)) = (&said.document, written) else {
            return;
        };
        let differences = differences(code, &written);
        if !differences.is_empty() {
            self.older.push(format!(
                "openapi.json is not what the code says: {}; {}",
                differences.join("; "),
                builder.writes_the_document()
            ));
        }
    }
}

/// Who builds the plugin in a folder.
#[derive(Clone, Copy)]
enum Builder {
    Cargo,
    Make,
    Other,
}

impl Builder {
    fn of(folder: &Path) -> Self {
        match ["Cargo.toml", "Makefile"].map(|name| folder.join(name).exists()) {
            [true, _] => Self::Cargo,
            [_, true] => Self::Make,
            _ => Self::Other,
        }
    }

    /// How the library is built anew.
    fn builds(self, library: &Path) -> &'static str {
        let of_release = library.iter().any(|part| part == "release");
        match self {
            Self::Cargo if of_release => "`cargo build --release`",
            Self::Cargo => "`cargo build`",
            Self::Make => "`make`",
            Self::Other => "what builds it",
        }
    }

    const fn writes_the_document(self) -> &'static str {
        match self {
            Self::Cargo => {
                "`UPDATE_OPENAPI=1 cargo test` writes it anew, with the test that `plugin new` puts into src/lib.rs"
            }
            Self::Make | Self::Other => "write into it what the library's `document` says",
        }
    }
}

/// The newest of the files that a library is made of, where that is newer than the library: of those that cargo has
/// written down beside it, or else of the sources below `src` and `include`.
fn newer_source(folder: &Path, library: &Path) -> Option<PathBuf> {
    let built = changed(library)?;
    let noted = fs::read_to_string(library.with_extension("d")).ok();
    let sources = match noted {
        Some(noted) => (noted_files(&noted).into_iter())
            .map(|file| folder.join(file))
            .collect(),
        None => source_files(folder),
    };
    let dated = sources.into_iter();
    let dated = dated.filter_map(|path| Some((changed(&path)?, path)));
    let newest = dated.max_by(|(one, _), (other, _)| one.cmp(other));
    newest.and_then(|(at, path)| (at > built).then_some(path))
}

fn changed(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).ok()?.modified().ok()
}

/// The files behind the colon of a note of dependencies, as make and cargo write them: blanks in names behind a `\`.
fn noted_files(text: &str) -> Vec<PathBuf> {
    let line = text.lines().next().unwrap_or_default();
    let (_, files) = line.split_once(": ").unwrap_or_default();
    let (mut all, mut name, mut is_escaped) = (Vec::new(), String::new(), false);
    for letter in files.chars().chain([' ']) {
        match letter {
            ' ' if !is_escaped => all.push(std::mem::take(&mut name)),
            '\\' if !is_escaped => {
                is_escaped = true;
                continue;
            }
            // A name may have it, too.
            letter if is_escaped && letter != ' ' && letter != '\\' => name.extend(['\\', letter]),
            letter => name.push(letter),
        }
        is_escaped = false;
    }
    all.retain(|name| !name.is_empty());
    all.into_iter().map(PathBuf::from).collect()
}

/// All files of sources below `src` and `include`.
fn source_files(folder: &Path) -> Vec<PathBuf> {
    let all = ["src", "include"].map(|name| super::sources::seen(&folder.join(name)));
    let all = all
        .into_iter()
        .flat_map(std::collections::BTreeMap::into_keys);
    let is_source = |path: &PathBuf| {
        let ending = path.extension().and_then(|ending| ending.to_str());
        ending.is_some_and(|ending| SOURCES.contains(&ending))
    };
    all.filter(is_source).collect()
}

/// What two documents say otherwise, in words: doors first, and else the first place where they differ.
fn differences(code: &Value, written: &Value) -> Vec<String> {
    let (own, theirs) = (doors(code), doors(written));
    let mut all: Vec<String> = (own.difference(&theirs))
        .map(|door| format!("{door} is in the code alone, and so is no door"))
        .collect();
    all.extend((theirs.difference(&own)).map(|door| format!("{door} is in openapi.json alone")));
    if all.is_empty() {
        all.extend(first_difference("", code, written).map(|at| format!("they differ at {at}")));
    }
    if all.len() > MOST {
        let more = all.len() - MOST;
        all.truncate(MOST);
        all.push(format!("{more} more"));
    }
    all
}

/// `GET /acme-tips/tips`, of a document.
fn doors(document: &Value) -> BTreeSet<String> {
    let paths = document["paths"].as_object().into_iter().flatten();
    let operations = paths.flat_map(|(path, item)| {
        let named = item.as_object().into_iter().flatten();
        let operations = named.filter(|(_, operation)| operation.get("responses").is_some());
        operations.map(move |(method, _)| format!("{} {path}", method.to_uppercase()))
    });
    operations.collect()
}

/// The pointer to the first place where two documents differ; none where they are the same.
fn first_difference(at: &str, one: &Value, other: &Value) -> Option<String> {
    let below = |key: &str| format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
    match (one, other) {
        (Value::Object(ones), Value::Object(others)) => {
            let keys: BTreeSet<&String> = ones.keys().chain(others.keys()).collect();
            keys.into_iter().find_map(|key| {
                first_difference(&below(key), &one[key.as_str()], &other[key.as_str()])
            })
        }
        (Value::Array(ones), Value::Array(others)) if ones.len() == others.len() => {
            let mut pairs = ones.iter().zip(others).enumerate();
            pairs.find_map(|(n, (one, other))| first_difference(&below(&n.to_string()), one, other))
        }
        _ => (one != other).then(|| at.to_owned()),
    }
}

#[cfg(test)]
mod tests;
