//! What the parts of a bundle say.

use std::str::FromStr as _;

use kartoteka_plugin::{Locale, Manifest, module::Asset};
use semver::Version;

use super::{
    ABI, Bundle, Hash, Library, Migrations, TAKEN, apart, document,
    index::{hash, is_publisher},
    library::{self, Fault, Platform},
    limits,
    linked::{self, Linked},
    parts::{Opened, Parts},
    refusal::{Reason, short},
    tables,
    trust::{RunsOn, Trust},
    words,
};
use crate::{
    assets::Picture,
    conformance::{self, CONTRACT, Candidate, judge_candidate},
    registry,
};

/// What a bundle comes to.
pub(super) struct Examined {
    /// The bundle, where all of it can be read.
    bundle: Option<Bundle>,
    /// All that is wrong, the first of which is why a host does not take it.
    reasons: Vec<Reason>,
}

impl Examined {
    /// The bundle, where nothing is wrong with it.
    ///
    /// # Errors
    /// All that is.
    pub(super) fn well(self) -> Result<Bundle, Vec<Reason>> {
        match (self.bundle, self.reasons) {
            (Some(bundle), reasons) if reasons.is_empty() => Ok(bundle),
            (_, reasons) => Err(reasons),
        }
    }
}

impl From<Reason> for Examined {
    fn from(reason: Reason) -> Self {
        Self {
            bundle: None,
            reasons: vec![reason],
        }
    }
}

/// Reads the parts of the file called `name`, from one end to the other whatever is wrong on the way: for a host
/// the first of it is enough, and who wrote it wants to know of all.
pub(super) fn examine(name: &str, opened: Opened, trust: &Trust, linked: &Linked) -> Examined {
    match identified(name, opened, linked) {
        Ok(identified) => identified.examine(name, trust, linked),
        Err(reason) => reason.into(),
    }
}

/// A bundle of which it is known what it is.
struct Identified {
    index_hash: Hash,
    publisher: Option<String>,
    manifest: Manifest,
    manifest_text: String,
    version: Version,
    abi: String,
    parts: Parts,
}

/// Where it is not what its name, its index and its manifest say alike, nothing else is looked at.
fn identified(name: &str, opened: Opened, linked: &Linked) -> Result<Identified, Reason> {
    let index_hash = hash(&opened.index_bytes);
    let Opened {
        index,
        publisher,
        mut parts,
        ..
    } = opened;
    let manifest_text = required(&mut parts, "plugin.toml")?;
    let manifest = manifest(&manifest_text)?;
    for (what, of_index, of_manifest) in [
        ("id", &index.id, &manifest.id),
        ("version", &index.version, &manifest.version),
        ("contract", &index.contract, &manifest.contract),
    ] {
        if of_index != of_manifest {
            return Err(Reason::Identity(what.to_owned()));
        }
    }
    let version = identity(&manifest, linked)?;
    let wanted = Bundle::file_name(&manifest.id, &manifest.version);
    if name != wanted {
        return Err(Reason::FileName(wanted));
    }
    if !TAKEN.contains(&&*index.abi) {
        return Err(Reason::Abi(index.abi, ABI));
    }
    Ok(Identified {
        index_hash,
        publisher,
        manifest,
        manifest_text,
        version,
        abi: index.abi,
        parts,
    })
}

/// All that is wrong with a bundle, and the rules that cannot be judged without what could not be read.
#[derive(Default)]
struct Wrongs {
    reasons: Vec<Reason>,
    unjudged: Vec<&'static str>,
}

impl Wrongs {
    /// What was read; noted where it was not.
    fn read<T>(&mut self, part: Result<T, Reason>, rules: &[&'static str]) -> Option<T> {
        self.all(part.map_err(|reason| vec![reason]), rules)
    }

    fn all<T>(&mut self, part: Result<T, Vec<Reason>>, rules: &[&'static str]) -> Option<T> {
        let noted = |reasons| {
            self.reasons.extend::<Vec<Reason>>(reasons);
            self.unjudged.extend(rules);
        };
        part.map_err(noted).ok()
    }
}

impl Identified {
    fn examine(self, name: &str, trust: &Trust, linked: &Linked) -> Examined {
        let Self {
            manifest,
            mut parts,
            ..
        } = self;
        let mut wrongs = Wrongs::default();
        let libraries = wrongs.all(libraries(&mut parts, trust.runs_on()), &[]);
        let migrations = wrongs.all(tables::read(&mut parts), &["tables", "keys", "erasure"]);
        let texts = wrongs.all(texts(&mut parts), &["texts"]);
        let document = required(&mut parts, "openapi.json")
            .and_then(|document| document::read(&document, &manifest.id).map_err(Reason::Document));
        let document = wrongs.read(document, &["doors"]);
        let samples = parts.remove("samples.toml");
        let samples = samples.map(|bytes| text("samples.toml", bytes)).transpose();
        let samples = wrongs.read(samples, &[]);
        let assets = wrongs.all(assets(parts), &[]);
        let none = Migrations::default();
        let tables = migrations.as_ref().unwrap_or(&none);
        let candidate = Candidate {
            manifest: by_itself(&manifest),
            sqlite: borrowed(&tables.sqlite),
            postgres: borrowed(&tables.postgres),
            texts: (texts.iter().flatten())
                .map(|(locale, name, text)| (*locale, name.as_str(), text.as_str()))
                .collect(),
            document: document
                .as_ref()
                .map_or(serde_json::Value::Null, |(_, value)| value.clone()),
        };
        match faults(&candidate, linked) {
            Ok(faults) => {
                let judged = |fault: &conformance::Fault| !wrongs.unjudged.contains(&fault.rule);
                let faults = faults.into_iter().filter(judged);
                let faults: Vec<_> = faults.map(|f| Reason::Rule(f.rule, f.what)).collect();
                wrongs.reasons.extend(faults);
            }
            Err(reason) => wrongs.reasons.push(reason),
        }
        let whole = || {
            let ((libraries, library), (document, _)) = (libraries?, document?);
            Some(Bundle {
                file: name.to_owned(),
                manifest,
                manifest_text: self.manifest_text,
                version: self.version,
                abi: self.abi,
                publisher: self.publisher,
                index_hash: self.index_hash,
                document,
                assets: assets?,
                migrations: migrations?,
                texts: texts?,
                samples: samples?,
                libraries,
                library,
            })
        };
        Examined {
            bundle: whole(),
            reasons: wrongs.reasons,
        }
    }
}

/// Reads a manifest.
pub(super) fn manifest(text: &str) -> Result<Manifest, Reason> {
    let said = |error: toml::de::Error| {
        let before = error.span().and_then(|span| text.get(..span.start));
        let line = before.unwrap_or_default().matches('\n').count() + 1;
        format!("line {line}: {}", short(error.message()))
    };
    let read = apart(|| toml::from_str::<Manifest>(text).map_err(said));
    match read {
        Some(Ok(manifest)) => Ok(manifest),
        Some(Err(why)) => Err(Reason::Manifest(why)),
        None => Err(Reason::Manifest("it breaks its reader".to_owned())),
    }
}

/// That it is a partner's, of a version and a contract that there are.
fn identity(manifest: &Manifest, linked: &Linked) -> Result<Version, Reason> {
    let id = &manifest.id;
    let vendor = id.split_once('-').map(|(vendor, _)| vendor);
    let fits = id.len() <= limits::ID && registry::is_id(id);
    if !fits || !vendor.is_some_and(is_publisher) {
        return Err(Reason::Id(id.clone()));
    }
    if linked.has_segment(id) {
        return Err(Reason::IdTaken(id.clone()));
    }
    let version = version(&manifest.version);
    let version = version.ok_or_else(|| Reason::Version(manifest.version.clone()))?;
    if manifest.contract != CONTRACT {
        return Err(Reason::Contract(manifest.contract.clone(), CONTRACT));
    }
    Ok(version)
}

/// Three numbers, and perhaps what comes before a release; nothing about the build, so that no two versions
/// are equally new.
pub(super) fn version(text: &str) -> Option<Version> {
    let version = Version::parse(text).ok()?;
    (version.build.is_empty() && text.len() <= 64).then_some(version)
}

/// Takes a part that is text and has to be there.
fn required(parts: &mut Parts, name: &str) -> Result<String, Reason> {
    let bytes = parts.remove(name);
    text(
        name,
        bytes.ok_or_else(|| Reason::PartAbsent(name.to_owned()))?,
    )
}

/// A part as text, with plain line ends and no mark of its encoding in front.
pub(super) fn text(name: &str, bytes: Vec<u8>) -> Result<String, Reason> {
    let text = String::from_utf8(bytes).ok();
    let plain = text.filter(|text| !text.contains(['\r', '\0']) && !text.starts_with('\u{feff}'));
    plain.ok_or_else(|| Reason::NotText(name.to_owned()))
}

/// All libraries, and the bytes of the one for this host where there is one.
type Libraries = (Vec<Library>, Option<Vec<u8>>);

/// Judges the libraries, and keeps that for the platform of this host.
fn libraries(parts: &mut Parts, runs_on: RunsOn) -> Result<Libraries, Vec<Reason>> {
    let (mut all, mut own, mut wrong) = (Vec::new(), None, Vec::new());
    let names: Vec<String> = parts
        .keys()
        .filter(|n| n.starts_with("lib/"))
        .cloned()
        .collect();
    for name in names {
        let bytes = parts.remove(&name).unwrap_or_default();
        match library(&name, &bytes) {
            Err(reason) => wrong.push(reason),
            Ok(library) => {
                if runs_on == RunsOn::This(Some(library.platform)) {
                    own = Some(bytes);
                }
                all.push(library);
            }
        }
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let lacks = |platform: &str| Err(vec![Reason::NoLibrary(platform.to_owned())]);
    match runs_on {
        RunsOn::Any if all.is_empty() => lacks("any platform"),
        RunsOn::This(Some(here)) if own.is_none() => lacks(here.name()),
        RunsOn::This(None) => lacks("a host like this one, which runs no plugins"),
        _ => Ok((all, own)),
    }
}

fn library(name: &str, bytes: &[u8]) -> Result<Library, Reason> {
    let folder = name.split('/').nth(1).unwrap_or_default();
    let platform = Platform::named(folder);
    let platform = platform.ok_or_else(|| Reason::Platform(folder.to_owned()))?;
    library::judge(bytes, platform).map_err(|fault| match fault {
        Fault::Broken(why) => Reason::Library(platform.to_string(), why.to_owned()),
        Fault::NoEntry => Reason::NoEntry(platform.to_string()),
    })?;
    Ok(Library {
        platform,
        size: bytes.len(),
        hash: hash(bytes),
    })
}

/// Takes the files of texts out, judged.
fn texts(parts: &mut Parts) -> Result<Vec<words::File>, Vec<Reason>> {
    let (mut files, mut wrong) = (Vec::new(), Vec::new());
    let names: Vec<String> = (parts.keys())
        .filter(|name| name.starts_with("locale/"))
        .cloned()
        .collect();
    for name in names {
        let bytes = parts.remove(&name).unwrap_or_default();
        match words_of(&name, bytes) {
            Ok(file) => files.push(file),
            Err(reason) => wrong.push(reason),
        }
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let judged = apart(|| words::judge(&files));
    let wrong = judged.unwrap_or_else(|| vec!["they break their reader".to_owned()]);
    match wrong.is_empty() {
        true => Ok(files),
        false => Err(wrong.into_iter().map(Reason::Texts).collect()),
    }
}

fn words_of(name: &str, bytes: Vec<u8>) -> Result<words::File, Reason> {
    let mut path = name.split('/').skip(1);
    let (language, file) = (path.next().unwrap_or_default(), path.next());
    let locale = Locale::from_str(language);
    let locale = locale.map_err(|()| Reason::PartUnknown(name.to_owned()))?;
    let file = file.unwrap_or_default().to_owned();
    Ok((locale, file, text(name, bytes)?))
}

/// The pictures, of which nothing is left but what stands below `assets/`.
fn assets(parts: Parts) -> Result<Vec<Asset>, Vec<Reason>> {
    let mut assets = Vec::new();
    let mut wrong = Vec::new();
    for (part, bytes) in parts {
        let Some(name) = part.strip_prefix("assets/") else {
            continue;
        };
        match Picture::of(name, &bytes) {
            Ok(_) => assets.push(Asset {
                name: name.to_owned(),
                content: bytes.into(),
            }),
            Err(why) => wrong.push(Reason::Asset(part, why)),
        }
    }
    match wrong.is_empty() {
        true => Ok(assets),
        false => Err(wrong),
    }
}

pub(super) fn borrowed(files: &[(String, String)]) -> Vec<(&str, &str)> {
    let files = files.iter();
    files
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect()
}

/// The manifest without what it builds on of others, who may be other bundles.
fn by_itself(manifest: &Manifest) -> Manifest {
    Manifest {
        requires: Vec::new(),
        works_with: Vec::new(),
        reads: Vec::new(),
        answers: Vec::new(),
        listens: Vec::new(),
        api: Vec::new(),
        ..manifest.clone()
    }
}

/// Holds it against the rules that all features keep to, and against what the host reads at its start.
/// All rules of the contract that are broken.
pub(super) fn faults(
    candidate: &Candidate<'_>,
    linked: &Linked,
) -> Result<Vec<conformance::Fault>, Reason> {
    let judged = apart(|| {
        let mut faults = judge_candidate(candidate, linked.others());
        if faults.is_empty()
            && let Err(what) = linked::starts([&candidate.manifest])
        {
            faults.push(conformance::Fault {
                rule: "start",
                what,
            });
        }
        faults
    });
    judged.ok_or_else(|| Reason::Manifest("it breaks its reader".to_owned()))
}
