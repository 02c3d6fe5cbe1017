//! The index of a bundle, which is what is signed, and the signature.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ring::{
    digest,
    signature::{ED25519, UnparsedPublicKey},
};
use serde::{Deserialize, Serialize};

use super::refusal::{Reason, short};

/// The names of both.
pub(super) const INDEX: &str = "index.json";
pub(super) const SIGNATURE: &str = "signature.json";
/// The format of bundles that this host reads and writes.
pub const FORMAT: u32 = 1;
/// What stands before the index where it is signed, so that the signature is of nothing else.
const SIGNED: &[u8] = b"kartoteka-bundle-1\0";

/// A hash, SHA-256.
pub type Hash = [u8; 32];

/// The hash of these bytes.
pub fn hash(bytes: &[u8]) -> Hash {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
    hash
}

/// A hash in hexadecimal digits.
pub fn hex(hash: &Hash) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What a bundle says it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Index {
    pub(super) format: u32,
    pub(super) id: String,
    pub(super) version: String,
    pub(super) contract: String,
    pub(super) abi: String,
    /// All parts but this one and the signature, by name.
    pub(super) parts: Vec<Listed>,
}

/// A part, as the index lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Listed {
    pub(super) name: String,
    /// Bytes that it unpacks to.
    pub(super) size: usize,
    /// Of what it unpacks to, in small hexadecimal digits.
    pub(super) sha256: String,
    /// Of the bytes that lie in the file, where they are deflated: there is more than one way to deflate
    /// what unpacks to the same, and nothing is unpacked that was not signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) packed: Option<String>,
}

impl Index {
    /// Reads one.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Reason> {
        // A newer format may have other members: it is told by its number first.
        #[derive(Deserialize)]
        struct Format {
            format: u32,
        }
        let wrong = |e: serde_json::Error| Reason::Index(short(&e.to_string()));
        let Format { format } = serde_json::from_slice(bytes).map_err(wrong)?;
        if format != FORMAT {
            return Err(Reason::Format(format));
        }
        serde_json::from_slice(bytes).map_err(wrong)
    }

    /// Its bytes, as the packer writes them.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let text = serde_json::to_string_pretty(self).unwrap_or_default();
        format!("{text}\n").into_bytes()
    }
}

/// Who signed the index, and with what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Signature {
    pub(super) publisher: String,
    pub(super) key: String,
    pub(super) signature: String,
}

impl Signature {
    /// Reads one. Nothing vouches for its form but itself, so that it has one alone.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Reason> {
        let read: Self = serde_json::from_slice(bytes)
            .map_err(|e| Reason::SignatureForm(short(&e.to_string())))?;
        if read.bytes() != bytes {
            return Err(Reason::SignatureForm(
                "it is not written plainly".to_owned(),
            ));
        }
        if !is_publisher(&read.publisher) {
            let why = "its publisher is not one word of small letters and digits";
            return Err(Reason::SignatureForm(why.to_owned()));
        }
        Ok(read)
    }

    /// Its bytes: one object without blanks, in this order.
    pub(super) fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// The key with which `index` was signed.
    pub(super) fn verify(&self, index: &[u8]) -> Result<Hash, Reason> {
        let form = |what: &str| Reason::SignatureForm(format!("its {what} is no base64"));
        let key = key(&self.key).ok_or_else(|| form("key"))?;
        let signature = STANDARD.decode(&self.signature);
        let signature = signature.map_err(|_| form("signature"))?;
        let public = UnparsedPublicKey::new(&ED25519, key);
        let verified = public.verify(&signed(index), &signature);
        verified.map_err(|_| Reason::Signature)?;
        Ok(key)
    }
}

/// What is signed of an index.
pub(super) fn signed(index: &[u8]) -> Vec<u8> {
    [SIGNED, index].concat()
}

/// A public key, from base64.
pub(crate) fn key(text: &str) -> Option<Hash> {
    STANDARD.decode(text).ok()?.try_into().ok()
}

/// Whether this is a publisher's name: the first word of ids, so that no name begins another's.
pub(crate) fn is_publisher(name: &str) -> bool {
    !name.contains('-') && crate::registry::is_id(name)
}
