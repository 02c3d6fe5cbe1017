//! What the salon's key can do, without handing out the key.
//!
//! ```
#![doc = include_str!("../shown/keys.rs")]
//! ```

use crate::Result;

/// Keyed hashes and sealed values under the salon's own key. Destroying that key
/// makes all of them meaningless.
pub trait Keys: Send + Sync {
    /// A keyed hash (HMAC-SHA-256) of `data` for one purpose: equal data give equal
    /// hashes within a salon and a purpose, and tell nothing outside of it.
    fn hash(&self, purpose: &str, data: &[u8]) -> [u8; 32];

    /// Seals `data` (ChaCha20-Poly1305) for one purpose.
    ///
    /// # Errors
    /// Internal, where no randomness can be had.
    fn seal(&self, purpose: &str, data: &[u8]) -> Result<Vec<u8>>;

    /// Opens what [`seal`](Self::seal) gave for the same purpose.
    ///
    /// # Errors
    /// Internal, where it was sealed by another key or tampered with.
    fn open(&self, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>>;
}
