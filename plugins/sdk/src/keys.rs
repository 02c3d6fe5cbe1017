//! What the salon's key can do, without handing out the key.
//!
//! ```
//! use kartoteka_plugin::{Call, Result};
//!
//! /// Known again, and telling nobody whom.
//! fn mark(call: &Call, email: &str) -> [u8; 32] {
//!     call.keys().hash("welcome.email", email.as_bytes())
//! }
//!
//! fn sealed(call: &Call, code: &str) -> Result<Vec<u8>> {
//!     call.keys().seal("welcome.code", code.as_bytes())
//! }
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
