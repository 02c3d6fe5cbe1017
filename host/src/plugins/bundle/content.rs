//! What the parts of a bundle say.

use std::{collections::BTreeMap, str::FromStr as _};

use kartoteka_plugin::{Locale, Manifest};
use semver::Version;

use super::{
    ABI, Bundle, Library, apart, document,
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
    conformance::{self, CONTRACT, Candidate, judge_candidate},
    registry,
};

/// Reads the parts of the file called `name`.
pub(super) fn judge(
    name: &str,
    opened: Opened,
    trust: &Trust,
    linked: &Linked,
) -> Result<Bundle, Reason> {
    judge_by(name, opened, trust, linked, rules)
}

/// The same, where the rules of the contract are judged `by` another: for who wants to know of all that are
/// broken.
pub(super) fn judge_by(
    name: &str,
    opened: Opened,
    trust: &Trust,
    linked: &Linked,
    by: impl FnOnce(&Candidate<'_>, &Linked) -> Result<(), Reason>,
) -> Result<Bundle, Reason> {
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
    if index.abi != ABI {
        return Err(Reason::Abi(index.abi, ABI));
    }
    let (libraries, library) = libraries(&mut parts, trust.runs_on())?;
    let migrations = tables::read(&mut parts)?;
    let texts = texts(&mut parts)?;
    let document = required(&mut parts, "openapi.json")?;
    let (document, value) = document::read(&document, &manifest.id).map_err(Reason::Document)?;
    let samples = parts.remove("samples.toml");
    let samples = samples
        .map(|bytes| text("samples.toml", bytes))
        .transpose()?;
    let candidate = Candidate {
        manifest: by_itself(&manifest),
        sqlite: borrowed(&migrations.sqlite),
        postgres: borrowed(&migrations.postgres),
        texts: (texts.iter())
            .map(|(locale, name, text)| (*locale, name.as_str(), text.as_str()))
            .collect(),
        document: value,
    };
    by(&candidate, linked)?;
    Ok(Bundle {
        file: name.to_owned(),
        manifest,
        manifest_text,
        version,
        publisher,
        index_hash,
        document,
        assets: assets(parts),
        migrations,
        texts,
        samples,
        libraries,
        library,
    })
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

/// Judges the libraries, and keeps that for the platform of this host.
fn libraries(
    parts: &mut Parts,
    runs_on: RunsOn,
) -> Result<(Vec<Library>, Option<Vec<u8>>), Reason> {
    let (mut all, mut own) = (Vec::new(), None);
    let names: Vec<String> = parts
        .keys()
        .filter(|n| n.starts_with("lib/"))
        .cloned()
        .collect();
    for name in names {
        let folder = name.split('/').nth(1).unwrap_or_default();
        let platform = Platform::named(folder);
        let platform = platform.ok_or_else(|| Reason::Platform(folder.to_owned()))?;
        let bytes = parts.remove(&name).unwrap_or_default();
        library::judge(&bytes, platform).map_err(|fault| match fault {
            Fault::Broken(why) => Reason::Library(platform.to_string(), why.to_owned()),
            Fault::NoEntry => Reason::NoEntry(platform.to_string()),
        })?;
        all.push(Library {
            platform,
            size: bytes.len(),
            hash: hash(&bytes),
        });
        if runs_on == RunsOn::This(Some(platform)) {
            own = Some(bytes);
        }
    }
    let lacks = |platform: &str| Err(Reason::NoLibrary(platform.to_owned()));
    match runs_on {
        RunsOn::Any if all.is_empty() => lacks("any platform"),
        RunsOn::This(Some(here)) if own.is_none() => lacks(here.name()),
        RunsOn::This(None) => lacks("a host like this one, which runs no plugins"),
        _ => Ok((all, own)),
    }
}

/// Takes the files of texts out, judged.
fn texts(parts: &mut Parts) -> Result<Vec<words::File>, Reason> {
    let mut files = Vec::new();
    let names: Vec<String> = (parts.keys())
        .filter(|name| name.starts_with("locale/"))
        .cloned()
        .collect();
    for name in names {
        let bytes = parts.remove(&name).unwrap_or_default();
        let mut path = name.split('/').skip(1);
        let (language, file) = (path.next().unwrap_or_default(), path.next());
        let locale = Locale::from_str(language);
        let locale = locale.map_err(|()| Reason::PartUnknown(name.clone()))?;
        let file = file.unwrap_or_default().to_owned();
        files.push((locale, file, text(&name, bytes)?));
    }
    let judged = apart(|| words::judge(&files));
    let judged = judged.unwrap_or_else(|| Err("they break their reader".to_owned()));
    judged.map_err(Reason::Texts)?;
    Ok(files)
}

fn assets(parts: Parts) -> BTreeMap<String, Vec<u8>> {
    let assets = parts.into_iter().filter_map(|(name, bytes)| {
        let name = name.strip_prefix("assets/")?;
        Some((name.to_owned(), bytes))
    });
    assets.collect()
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

fn rules(candidate: &Candidate<'_>, linked: &Linked) -> Result<(), Reason> {
    let fault = faults(candidate, linked)?.into_iter().next();
    fault.map_or(Ok(()), |fault| Err(Reason::Rule(fault.rule, fault.what)))
}
