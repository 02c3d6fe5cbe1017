//! What transactions hold of a name within a salon: advisory locks of the transaction, which
//! the server keeps in memory, so that holding one writes nothing and takes no journey of its own.

use kartoteka_plugin::db::Claim;
use ring::digest;
use uuid::Uuid;

/// The statement that takes `claim` in `salon` until the transaction ends.
pub(super) fn take(salon: Option<Uuid>, claim: Claim<'_>) -> String {
    let (function, name) = match claim {
        Claim::Shared(name) => ("pg_advisory_xact_lock_shared", name),
        Claim::Alone(name) => ("pg_advisory_xact_lock", name),
    };
    format!("select {function}({})", key(salon, name))
}

/// Locks are numbers. Two names that met in one would wait for each other, and no more.
fn key(salon: Option<Uuid>, name: &str) -> i64 {
    let mut hash = digest::Context::new(&digest::SHA256);
    hash.update(salon.unwrap_or_default().as_bytes());
    hash.update(name.as_bytes());
    let mut first = [0; 8];
    for (byte, from) in first.iter_mut().zip(hash.finish().as_ref()) {
        *byte = *from;
    }
    i64::from_be_bytes(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_salon_and_feature_has_a_lock_of_its_own() {
        let (one, other) = (Some(Uuid::from_u128(1)), Some(Uuid::from_u128(2)));
        assert_eq!(key(one, "till"), key(one, "till"));
        assert_ne!(key(one, "till"), key(other, "till"));
        assert_ne!(key(one, "till"), key(one, "bonus"));
        let (shared, alone) = (
            take(one, Claim::Shared("till")),
            take(one, Claim::Alone("till")),
        );
        assert!(shared.starts_with("select pg_advisory_xact_lock_shared("));
        assert!(alone.starts_with("select pg_advisory_xact_lock("));
    }
}
