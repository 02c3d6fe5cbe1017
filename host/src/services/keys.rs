//! Keys: one master key for the region, one key per salon wrapped by it, and one
//! derived key per purpose. Whoever asks gets what a key can do, never the key.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use kartoteka_plugin::{Error, Result, keys::Keys};
use ring::{
    aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    hkdf, hmac,
    rand::{SecureRandom, SystemRandom},
};
use uuid::Uuid;

use crate::region::RegionKeys;

/// Length of every key, in bytes.
const KEY_LEN: usize = 32;
/// First byte of what is sealed, so that another way of sealing can follow.
const FORM: u8 = 1;

/// The region's master key.
pub struct MasterKey([u8; KEY_LEN]);

impl MasterKey {
    /// A fresh one.
    ///
    /// # Errors
    /// Where no randomness can be had.
    pub fn generate() -> Result<Self> {
        random().map(Self)
    }

    /// Reads 64 hexadecimal digits.
    pub fn from_hex(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() != 2 * KEY_LEN || !text.is_ascii() {
            return None;
        }
        let mut key = [0; KEY_LEN];
        for (at, byte) in key.iter_mut().enumerate() {
            *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
        }
        Some(Self(key))
    }

    /// The key as 64 hexadecimal digits, for the file that keeps it.
    pub fn to_hex(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The keys of the region itself.
    pub fn region(&self) -> HostKeys {
        let wrapping = Purposes::new(&self.0, "kartoteka wrapping");
        HostKeys {
            purposes: Purposes::new(&self.0, "kartoteka region"),
            wrapping: Some(wrapping),
        }
    }

    /// The keys of a salon, from its wrapped key.
    ///
    /// # Errors
    /// Internal, where it was wrapped by another master key or for another salon.
    pub fn salon(&self, salon: Uuid, wrapped: &[u8]) -> Result<HostKeys> {
        let wrapping = Purposes::new(&self.0, "kartoteka wrapping");
        let key = wrapping
            .open(&salon.to_string(), wrapped)
            .map_err(|_| Error::internal("the master key does not fit the salon's key"))?;
        Ok(HostKeys {
            purposes: Purposes::new(&key, "kartoteka salon"),
            wrapping: None,
        })
    }
}

fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    let filled = SystemRandom::new().fill(&mut bytes);
    filled.map_err(|_| Error::internal("no randomness can be had"))?;
    Ok(bytes)
}

/// One key, from which comes another for each purpose and use.
struct Purposes {
    root: hkdf::Prk,
    /// Hashes are asked for by the hundred thousand (an import); their keys are kept.
    hashing: RwLock<HashMap<String, Arc<hmac::Key>>>,
}

impl Purposes {
    fn new(key: &[u8], domain: &str) -> Self {
        Self {
            root: hkdf::Salt::new(hkdf::HKDF_SHA256, domain.as_bytes()).extract(key),
            hashing: RwLock::default(),
        }
    }

    /// The key for one use (`hash`, `seal`) and purpose.
    fn derive(&self, usage: &str, purpose: &str) -> Result<[u8; KEY_LEN]> {
        let mut key = [0; KEY_LEN];
        // The length of the use is fixed by the colon: no two pairs read the same.
        let info = [usage.as_bytes(), b":", purpose.as_bytes()];
        self.root
            .expand(&info, hkdf::HKDF_SHA256)
            .and_then(|okm| okm.fill(&mut key))
            .map_err(|_| Error::internal("a key cannot be derived"))?;
        Ok(key)
    }

    fn hashing(&self, purpose: &str) -> Arc<hmac::Key> {
        let known = self.hashing.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(key) = known.get(purpose) {
            return key.clone();
        }
        drop(known);
        // Deriving 32 bytes by HKDF-SHA-256 fails only for lengths over 8,160.
        let key = self.derive("hash", purpose).unwrap_or_default();
        let key = Arc::new(hmac::Key::new(hmac::HMAC_SHA256, &key));
        let mut known = self.hashing.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(purpose.to_owned(), key.clone());
        key
    }

    fn sealing(&self, purpose: &str) -> Result<LessSafeKey> {
        let key = self.derive("seal", purpose)?;
        let key = UnboundKey::new(&CHACHA20_POLY1305, &key);
        key.map(LessSafeKey::new)
            .map_err(|_| Error::internal("a key cannot be used"))
    }

    fn seal(&self, purpose: &str, data: &[u8]) -> Result<Vec<u8>> {
        let nonce: [u8; NONCE_LEN] = random()?;
        let mut sealed = data.to_vec();
        self.sealing(purpose)?
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from([FORM]),
                &mut sealed,
            )
            .map_err(|_| Error::internal("a value cannot be sealed"))?;
        let mut out = Vec::with_capacity(1 + NONCE_LEN + sealed.len());
        out.push(FORM);
        out.extend_from_slice(&nonce);
        out.append(&mut sealed);
        Ok(out)
    }

    fn open(&self, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>> {
        let broken = || Error::internal("a sealed value does not open");
        let (&form, rest) = sealed.split_first().ok_or_else(broken)?;
        let (nonce, rest) = rest.split_first_chunk::<NONCE_LEN>().ok_or_else(broken)?;
        if form != FORM {
            return Err(broken());
        }
        let mut data = rest.to_vec();
        let opened = self
            .sealing(purpose)?
            .open_in_place(
                Nonce::assume_unique_for_key(*nonce),
                Aad::from([FORM]),
                &mut data,
            )
            .map_err(|_| broken())?
            .len();
        data.truncate(opened);
        Ok(data)
    }
}

/// The keys of a salon or of the region.
pub struct HostKeys {
    purposes: Purposes,
    /// The region's alone: wraps the keys of salons.
    wrapping: Option<Purposes>,
}

impl Keys for HostKeys {
    fn hash(&self, purpose: &str, data: &[u8]) -> [u8; 32] {
        let tag = hmac::sign(&self.purposes.hashing(purpose), data);
        let mut hash = [0; 32];
        hash.copy_from_slice(tag.as_ref());
        hash
    }

    fn seal(&self, purpose: &str, data: &[u8]) -> Result<Vec<u8>> {
        self.purposes.seal(purpose, data)
    }

    fn open(&self, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>> {
        self.purposes.open(purpose, sealed)
    }
}

impl RegionKeys for HostKeys {
    fn new_salon_key(&self, salon: Uuid) -> Result<Vec<u8>> {
        let Some(wrapping) = &self.wrapping else {
            return Err(Error::internal("a salon's key cannot wrap another's"));
        };
        wrapping.seal(&salon.to_string(), &random::<KEY_LEN>()?)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    const SALON: Uuid = Uuid::from_u128(7);

    fn master() -> MasterKey {
        MasterKey::from_hex(&"ab".repeat(32)).unwrap()
    }

    #[test]
    fn a_master_key_is_64_hexadecimal_digits() {
        assert_eq!(master().to_hex(), "ab".repeat(32));
        for wrong in ["", "ab", &"zz".repeat(32), &"ä".repeat(32)] {
            assert!(MasterKey::from_hex(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_salons_key_opens_only_for_its_salon_and_master() {
        let wrapped = master().region().new_salon_key(SALON).unwrap();
        let keys = master().salon(SALON, &wrapped).unwrap();
        assert_eq!(keys.hash("a", b"x"), keys.hash("a", b"x"));
        assert!(master().salon(Uuid::from_u128(8), &wrapped).is_err());
        let other = MasterKey::generate().unwrap();
        assert!(other.salon(SALON, &wrapped).is_err());
        assert!(keys.new_salon_key(SALON).is_err());
    }

    #[test]
    fn salons_and_purposes_are_apart() {
        let region = master().region();
        let salon = |id| {
            let wrapped = region.new_salon_key(id).unwrap();
            master().salon(id, &wrapped).unwrap()
        };
        let (a, b) = (salon(SALON), salon(Uuid::from_u128(8)));
        assert_ne!(a.hash("p", b"x"), b.hash("p", b"x"));
        assert_ne!(a.hash("p", b"x"), a.hash("q", b"x"));
        assert_ne!(a.hash("p", b"x"), region.hash("p", b"x"));
    }

    #[test]
    fn what_is_sealed_opens_for_its_purpose_untouched() {
        let region = master().region();
        let sealed = region.seal("p", b"secret").unwrap();
        assert_eq!(region.open("p", &sealed).unwrap(), b"secret");
        assert!(region.open("q", &sealed).is_err());
        assert_ne!(region.seal("p", b"secret").unwrap(), sealed);
        for at in 0..sealed.len() {
            let mut bent = sealed.clone();
            if let Some(byte) = bent.get_mut(at) {
                *byte ^= 1;
            }
            assert!(region.open("p", &bent).is_err(), "byte {at}");
        }
        assert!(region.open("p", &[]).is_err());
    }
}
