//! Names of requests, under which the log knows them.

use std::sync::atomic::{AtomicU64, Ordering};

use ring::rand::{SecureRandom, SystemRandom};

/// Crockford's digits: none is read as another over the phone.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// 65 bits, enough for all of a `u64`.
const LENGTH: usize = 13;

/// Gives ids that do not repeat within a host and hardly between hosts.
pub(super) struct RequestIds {
    start: u64,
    count: AtomicU64,
}

impl RequestIds {
    /// Ids from a random start; from zero where no randomness can be had.
    pub(super) fn new() -> Self {
        let mut start = [0; 8];
        if SystemRandom::new().fill(&mut start).is_err() {
            tracing::warn!("no randomness: ids of requests begin at zero");
        }
        Self {
            start: u64::from_ne_bytes(start),
            count: AtomicU64::new(0),
        }
    }

    /// The next one.
    pub(super) fn next(&self) -> String {
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        // An odd factor permutes the numbers: neighbours look nothing alike.
        let number = count
            .wrapping_add(self.start)
            .wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (0..LENGTH)
            .map(|at| {
                let digit = (number >> (5 * at)) & 31;
                DIGITS.get(digit as usize).copied().map_or('0', char::from)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn ids_do_not_repeat() {
        let ids = RequestIds::new();
        let seen: HashSet<String> = (0..10_000).map(|_| ids.next()).collect();
        assert_eq!(seen.len(), 10_000);
        assert!(seen.iter().all(|id| id.len() == LENGTH));
    }
}
