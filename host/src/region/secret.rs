//! Random words that open something, and their hashes.

use kartoteka_plugin::{Error, Result};
use ring::{
    digest,
    rand::{SecureRandom, SystemRandom},
};

const LETTERS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// Without letters that are taken for digits or for each other when read aloud.
const CLEAR: &[u8; 32] = b"23456789abcdefghijkmnpqrstuvwxyz";

/// Random bytes.
///
/// # Errors
/// Internal, where no randomness can be had.
pub(super) fn bytes<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| Error::internal("no randomness can be had"))?;
    Ok(bytes)
}

/// 43 random letters and digits: 256 bits, for what only programs carry.
///
/// # Errors
/// Internal, where no randomness can be had.
pub(crate) fn long() -> Result<String> {
    let mut text = String::with_capacity(43);
    while text.len() < 43 {
        for byte in bytes::<64>()? {
            // 248 is the last multiple of 62 below 256; taking the rest too would
            // make some letters likelier than others.
            if byte < 248 && text.len() < 43 {
                text.push(char::from(LETTERS[usize::from(byte % 62)]));
            }
        }
    }
    Ok(text)
}

/// `groups` groups of four letters that people can type, 20 bits each.
///
/// # Errors
/// Internal, where no randomness can be had.
pub(super) fn typed(groups: usize) -> Result<String> {
    let mut text = String::new();
    for group in 0..groups {
        if group > 0 {
            text.push('-');
        }
        for byte in bytes::<4>()? {
            text.push(char::from(CLEAR[usize::from(byte % 32)]));
        }
    }
    Ok(text)
}

/// What people typed, without what they add or leave out: spaces, hyphens, capitals.
pub(super) fn untyped(text: &str) -> String {
    let kept = text.chars().filter(|c| c.is_ascii_alphanumeric());
    kept.map(|c| c.to_ascii_lowercase()).collect()
}

/// SHA-256. Enough for what is random; what people choose needs more.
pub(super) fn hash(text: &str) -> Vec<u8> {
    digest::digest(&digest::SHA256, text.as_bytes())
        .as_ref()
        .to_vec()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;

    #[test]
    fn long_ones_are_43_letters_and_differ() {
        let (one, other) = (long().unwrap(), long().unwrap());
        assert_eq!(one.len(), 43);
        assert!(one.bytes().all(|b| b.is_ascii_alphanumeric()));
        assert_ne!(one, other);
    }

    #[test]
    fn typed_ones_are_read_however_they_are_written() {
        let code = typed(3).unwrap();
        assert_eq!(code.len(), 14);
        let sloppy = format!(" {} ", code.to_uppercase().replace('-', " "));
        assert_eq!(untyped(&sloppy), untyped(&code));
    }
}
