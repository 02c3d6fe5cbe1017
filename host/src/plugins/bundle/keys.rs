//! The keys of publishers: Ed25519, in files as other tools write them (PKCS#8 in PEM).

use std::{
    fmt, fs,
    io::{self, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ring::{
    rand::SystemRandom,
    signature::{Ed25519KeyPair, KeyPair as _},
};

use super::index::{Signature, is_publisher, signed};

const BEGIN: &str = "-----BEGIN PRIVATE KEY-----";
const END: &str = "-----END PRIVATE KEY-----";
/// Bytes of base64 in a line of PEM (RFC 7468, 2).
const LINE: usize = 64;

/// Why there is no key; a sentence for who asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyError(String);

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for KeyError {}

/// Who signs bundles.
pub struct Signer {
    publisher: String,
    pair: Ed25519KeyPair,
}

impl Signer {
    /// Makes a key of `publisher` and writes it to `path`, for its owner's eyes alone. One that is there is
    /// left as it is.
    ///
    /// # Errors
    /// Where the name is none, or the file cannot be made.
    pub fn make(publisher: &str, path: &Path) -> Result<Self, KeyError> {
        let no_chance = |_| KeyError("no randomness can be had".to_owned());
        let key = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).map_err(no_chance)?;
        let signer = Self::of(publisher, key.as_ref())?;
        let failed = |e: io::Error| match e.kind() {
            io::ErrorKind::AlreadyExists => KeyError(format!(
                "{} is there already, and a key is never written over",
                path.display()
            )),
            _ => KeyError(format!("{}: {e}", path.display())),
        };
        let mut options = fs::OpenOptions::new();
        let options = options.write(true).create_new(true).mode(0o600);
        let mut file = options.open(path).map_err(failed)?;
        file.write_all(pem(key.as_ref()).as_bytes())
            .and_then(|()| file.sync_all())
            .map_err(failed)?;
        Ok(signer)
    }

    /// Reads the key of `publisher`.
    ///
    /// # Errors
    /// Where the name is none, or the file holds no key.
    pub fn read(publisher: &str, path: &Path) -> Result<Self, KeyError> {
        let text = fs::read_to_string(path);
        let text = text.map_err(|e| KeyError(format!("{}: {e}", path.display())))?;
        let key = from_pem(&text);
        let key = key.and_then(|key| Self::of(publisher, &key).ok());
        if !is_publisher(publisher) {
            return Err(no_publisher(publisher));
        }
        key.ok_or_else(|| KeyError(format!("{} holds no Ed25519 key", path.display())))
    }

    fn of(publisher: &str, key: &[u8]) -> Result<Self, KeyError> {
        if !is_publisher(publisher) {
            return Err(no_publisher(publisher));
        }
        // Other tools leave the public half out.
        let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(key);
        let pair = pair.map_err(|_| KeyError("it is no Ed25519 key".to_owned()))?;
        Ok(Self {
            publisher: publisher.to_owned(),
            pair,
        })
    }

    /// The publisher.
    pub fn publisher(&self) -> &str {
        &self.publisher
    }

    /// The public key, in base64.
    pub fn public_key(&self) -> String {
        STANDARD.encode(self.pair.public_key().as_ref())
    }

    /// Signs an index.
    pub(super) fn sign(&self, index: &[u8]) -> Signature {
        let signature = self.pair.sign(&signed(index));
        Signature {
            publisher: self.publisher.clone(),
            key: self.public_key(),
            signature: STANDARD.encode(signature.as_ref()),
        }
    }
}

fn no_publisher(name: &str) -> KeyError {
    KeyError(format!(
        "{name:?} is no publisher: one is called by one word of small letters and digits"
    ))
}

fn pem(key: &[u8]) -> String {
    let text = STANDARD.encode(key);
    let mut lines = vec![BEGIN.to_owned()];
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(LINE));
        lines.push(line.to_owned());
        rest = after;
    }
    lines.push(END.to_owned());
    lines.join("\n") + "\n"
}

fn from_pem(text: &str) -> Option<Vec<u8>> {
    let (_, rest) = text.split_once(BEGIN)?;
    let (body, _) = rest.split_once(END)?;
    let body: String = body.split_whitespace().collect();
    STANDARD.decode(body).ok()
}
