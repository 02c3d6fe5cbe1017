//! Makes bundles: the same parts become the same bytes.

use std::io::Write as _;

use flate2::{Compression, write::DeflateEncoder};

use super::{
    ABI, Bundle,
    content::{self, text},
    folder::Sources,
    index::{FORMAT, INDEX, Index, Listed, SIGNATURE, hash, hex},
    keys::Signer,
    parts,
    refusal::Reason,
    zip::{self, Method, Piece},
};

/// A bundle that was made.
pub struct Packed {
    /// What its file is to be called.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A part, packed.
struct Part<'a> {
    name: &'a str,
    method: Method,
    crc: u32,
    size: usize,
    packed: Vec<u8>,
}

impl<'a> Part<'a> {
    fn stored(name: &'a str, bytes: &[u8]) -> Self {
        Self {
            name,
            method: Method::Stored,
            crc: zip::crc(bytes),
            size: bytes.len(),
            packed: bytes.to_vec(),
        }
    }

    /// Deflated, where that makes it smaller.
    fn smaller(name: &'a str, bytes: &[u8]) -> Self {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        let packed = encoder.write_all(bytes).and_then(|()| encoder.finish());
        match packed {
            Ok(packed) if packed.len() < bytes.len() => Self {
                method: Method::Deflated,
                packed,
                ..Self::stored(name, bytes)
            },
            _ => Self::stored(name, bytes),
        }
    }

    fn listed(&self, bytes: &[u8]) -> Listed {
        Listed {
            name: self.name.to_owned(),
            size: self.size,
            sha256: hex(&hash(bytes)),
            packed: (self.method == Method::Deflated).then(|| hex(&hash(&self.packed))),
        }
    }
}

/// Packs the files of a plugin, signed where somebody does.
///
/// # Errors
/// Where there is no manifest that can be read. What else is wrong is found by reading what was packed.
pub fn pack(sources: &Sources, signer: Option<&Signer>) -> Result<Packed, Reason> {
    let manifest = sources.parts.get("plugin.toml");
    let manifest = manifest.ok_or_else(|| Reason::PartAbsent("plugin.toml".to_owned()))?;
    let manifest = content::manifest(&text("plugin.toml", manifest.clone())?)?;
    let mut listed = Vec::with_capacity(sources.parts.len());
    let mut packed = Vec::with_capacity(sources.parts.len());
    for (name, bytes) in &sources.parts {
        let part = Part::smaller(name, bytes);
        listed.push(part.listed(bytes));
        packed.push(part);
    }
    let name = Bundle::file_name(&manifest.id, &manifest.version);
    let index = Index {
        format: FORMAT,
        id: manifest.id,
        version: manifest.version,
        contract: manifest.contract,
        abi: ABI.to_owned(),
        parts: listed,
    };
    let index = index.bytes();
    let signature = signer.map(|signer| signer.sign(&index).bytes());
    let parts: Vec<_> = packed.iter().map(Part::piece).collect();
    let bytes = written(&index, signature.as_deref(), &parts);
    Ok(Packed { name, bytes })
}

impl Part<'_> {
    fn piece(&self) -> Piece<'_> {
        Piece {
            name: self.name,
            method: self.method,
            crc: self.crc,
            size: self.size,
            packed: &self.packed,
        }
    }
}

/// The index first, then the signature, then the parts.
fn written(index: &[u8], signature: Option<&[u8]>, parts: &[Piece<'_>]) -> Vec<u8> {
    let index = Part::stored(INDEX, index);
    let signature = signature.map(|bytes| Part::stored(SIGNATURE, bytes));
    let mut all = vec![index.piece()];
    all.extend(signature.as_ref().map(Part::piece));
    all.extend(parts);
    zip::write(&all)
}

/// The same bundle signed by `signer`, whoever signed it before.
///
/// # Errors
/// Where the bytes are no bundle.
pub fn sign(file: &[u8], signer: &Signer) -> Result<Vec<u8>, Reason> {
    let entries = zip::read(file)?;
    let (index, _, rest) = parts::split(file, &entries)?;
    let signature = signer.sign(index).bytes();
    let rest = rest.iter().map(|entry| Piece {
        name: &entry.name,
        method: entry.method,
        crc: entry.crc,
        size: entry.size,
        packed: file.get(entry.packed.clone()).unwrap_or_default(),
    });
    Ok(written(index, Some(&signature), &rest.collect::<Vec<_>>()))
}
