//! The parts of a bundle, unpacked: nothing of them is read before it is what the index says.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Read as _,
};

use flate2::read::DeflateDecoder;

use super::{
    index::{INDEX, Index, Listed, SIGNATURE, hash, hex},
    limits,
    refusal::Reason,
    trust::Trust,
    zip::{self, Entry, Method},
};

/// Unpacked parts by name.
pub(super) type Parts = BTreeMap<String, Vec<u8>>;

/// A bundle whose parts are what its index says, and whose signer is known.
pub(super) struct Opened {
    pub(super) index: Index,
    pub(super) index_bytes: Vec<u8>,
    pub(super) publisher: Option<String>,
    pub(super) parts: Parts,
}

/// Takes a file apart.
pub(super) fn open(file: &[u8], trust: &Trust) -> Result<Opened, Reason> {
    if file.len() > limits::FILE {
        return Err(Reason::TooLarge);
    }
    let entries = zip::read(file)?;
    distinct(&entries)?;
    let (index, signature, rest) = split(file, &entries)?;
    let read = Index::read(index)?;
    let publisher = trust.judge(index, &read.id, signature)?;
    Ok(Opened {
        parts: unpack(file, rest, &read)?,
        index: read,
        index_bytes: index.to_vec(),
        publisher,
    })
}

/// The index, the signature where there is one, and the entries of the parts.
type Split<'a> = (&'a [u8], Option<&'a [u8]>, &'a [Entry]);

/// The index and the signature come first and stand in the file as they are.
pub(super) fn split<'a>(file: &'a [u8], entries: &'a [Entry]) -> Result<Split<'a>, Reason> {
    let stored = |entry: &Entry, most: usize| match file.get(entry.packed.clone()) {
        Some(bytes) if entry.method == Method::Stored && bytes.len() <= most => Ok(bytes),
        Some(bytes) if bytes.len() > most => Err(Reason::PartTooLarge(entry.name.clone(), most)),
        _ => Err(Reason::Layout(format!("{} is deflated", entry.name))),
    };
    let Some((first, rest)) = entries.split_first().filter(|(e, _)| e.name == INDEX) else {
        return Err(Reason::Index("it is not the first part".to_owned()));
    };
    let index = stored(first, limits::INDEX)?;
    let (signature, rest) = match rest.split_first() {
        Some((second, rest)) if second.name == SIGNATURE => {
            (Some(stored(second, limits::SIGNATURE)?), rest)
        }
        _ => (None, rest),
    };
    for (entry, bytes) in entries.iter().zip([Some(index), signature]) {
        let Some(bytes) = bytes else { break };
        if zip::crc(bytes) != entry.crc {
            return Err(Reason::PartChanged(entry.name.clone()));
        }
    }
    Ok((index, signature, rest))
}

/// No name stands twice, on systems too for which large and small letters are the same.
fn distinct(entries: &[Entry]) -> Result<(), Reason> {
    let mut seen = BTreeSet::new();
    for entry in entries {
        if !seen.insert(entry.name.to_ascii_lowercase()) {
            return Err(Reason::PartTwice(entry.name.clone()));
        }
    }
    Ok(())
}

fn unpack(file: &[u8], entries: &[Entry], index: &Index) -> Result<Parts, Reason> {
    let listed: BTreeMap<&str, &Listed> = (index.parts.iter())
        .map(|part| (part.name.as_str(), part))
        .collect();
    for entry in entries {
        if !listed.contains_key(entry.name.as_str()) {
            return Err(Reason::PartNotListed(entry.name.clone()));
        }
    }
    let there: BTreeSet<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
    if let Some(missing) = index
        .parts
        .iter()
        .find(|p| !there.contains(p.name.as_str()))
    {
        return Err(Reason::PartMissing(missing.name.clone()));
    }
    // In this order, each once, so that the file has one form.
    let same = |(entry, part): (&Entry, &Listed)| entry.name == part.name;
    let ordered = index.parts.is_sorted_by(|a, b| a.name < b.name);
    if !ordered || entries.len() != index.parts.len() || !entries.iter().zip(&index.parts).all(same)
    {
        return Err(Reason::Layout(
            "its parts are not in the order of their names".to_owned(),
        ));
    }
    let mut room = limits::UNPACKED;
    let mut parts = Parts::new();
    for (entry, part) in entries.iter().zip(&index.parts) {
        let most = most(&part.name).ok_or_else(|| Reason::PartUnknown(part.name.clone()))?;
        if part.size > most {
            return Err(Reason::PartTooLarge(part.name.clone(), most));
        }
        room = room.checked_sub(part.size).ok_or(Reason::UnpacksTooLarge)?;
        let bytes = one(file, entry, part);
        let bytes = bytes.ok_or_else(|| Reason::PartChanged(part.name.clone()))?;
        parts.insert(part.name.clone(), bytes);
    }
    Ok(parts)
}

/// What a part unpacks to; none where it is not what the index says.
fn one(file: &[u8], entry: &Entry, part: &Listed) -> Option<Vec<u8>> {
    let packed = file.get(entry.packed.clone())?;
    if entry.size != part.size {
        return None;
    }
    let bytes = match (entry.method, &part.packed) {
        (Method::Stored, None) => packed.to_vec(),
        (Method::Deflated, Some(of)) if hex(&hash(packed)) == *of => {
            let (bytes, used) = inflated(packed, part.size)?;
            (used == packed.len()).then_some(bytes)?
        }
        _ => return None,
    };
    let same = bytes.len() == part.size
        && zip::crc(&bytes) == entry.crc
        && hex(&hash(&bytes)) == part.sha256;
    same.then_some(bytes)
}

/// What packed bytes unpack to, at most one byte more than `size`, to see that there is none; and how many of
/// them that took.
pub(super) fn inflated(packed: &[u8], size: usize) -> Option<(Vec<u8>, usize)> {
    let most = u64::try_from(size).ok()?.checked_add(1)?;
    let mut bytes = Vec::new();
    let mut decoder = DeflateDecoder::new(packed);
    decoder.by_ref().take(most).read_to_end(&mut bytes).ok()?;
    Some((bytes, usize::try_from(decoder.total_in()).ok()?))
}

/// How large a part of this name may be; none where it has no place in a bundle.
pub(super) fn most(name: &str) -> Option<usize> {
    let parts: Vec<&str> = name.split('/').collect();
    match parts.as_slice() {
        ["plugin.toml" | "openapi.json" | "samples.toml"] => Some(limits::TEXT),
        ["migrations", "sqlite" | "postgres", file] if file.ends_with(".sql") => Some(limits::TEXT),
        ["locale", _, file] if file.ends_with(".ftl") => Some(limits::TEXT),
        ["assets", _, ..] => Some(limits::ASSET),
        ["lib", _, "plugin.so"] => Some(limits::LIBRARY),
        _ => None,
    }
}
