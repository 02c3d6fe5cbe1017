//! A signed bundle of which anything was changed is never taken, and breaks nobody.

use proptest::prelude::*;

use super::*;

fn signed() -> &'static Packed {
    static SIGNED: OnceLock<Packed> = OnceLock::new();
    SIGNED.get_or_init(|| packed(&sources()))
}

fn is_taken(bytes: &[u8]) -> bool {
    static TRUST: OnceLock<Trust> = OnceLock::new();
    let trust = TRUST.get_or_init(trust);
    Bundle::of_bytes(&signed().name, bytes, trust, linked()).is_ok()
}

#[test]
fn it_is_taken_as_it_is() {
    assert!(is_taken(&signed().bytes));
}

#[test]
fn every_byte_counts() {
    let whole = &signed().bytes;
    let mut bytes = whole.clone();
    for at in 0..whole.len() {
        bytes[at] ^= 1 << (at % 8);
        assert!(!is_taken(&bytes), "byte {at}");
        bytes[at] = whole[at];
    }
}

#[test]
fn every_end_counts() {
    let whole = &signed().bytes;
    for length in 0..whole.len() {
        assert!(!is_taken(&whole[..length]), "{length} bytes");
        assert!(
            !is_taken(&whole[whole.len() - length..]),
            "the last {length} bytes"
        );
    }
}

#[derive(Debug, Clone)]
enum Change {
    Set(usize, u8),
    Cut(usize),
    Remove(usize, usize),
    Insert(usize, Vec<u8>),
    Copy(usize, usize, usize),
}

fn change() -> impl Strategy<Value = Change> {
    let at = || 0..1_000_000_usize;
    prop_oneof![
        (at(), any::<u8>()).prop_map(|(at, to)| Change::Set(at, to)),
        at().prop_map(Change::Cut),
        (at(), 1..200_usize).prop_map(|(at, count)| Change::Remove(at, count)),
        (at(), proptest::collection::vec(any::<u8>(), 1..50))
            .prop_map(|(at, bytes)| Change::Insert(at, bytes)),
        (at(), at(), 1..200_usize).prop_map(|(from, to, count)| Change::Copy(from, to, count)),
    ]
}

fn changed(mut bytes: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for change in changes {
        let length = bytes.len();
        let within = |at: usize| at % (length + 1);
        match change {
            Change::Set(at, to) if length > 0 => bytes[at % length] = *to,
            Change::Set(..) => {}
            Change::Cut(at) => bytes.truncate(within(*at)),
            Change::Remove(at, count) => {
                let from = within(*at);
                bytes.drain(from..(from + count).min(length));
            }
            Change::Insert(at, more) => {
                let at = within(*at);
                bytes.splice(at..at, more.iter().copied());
            }
            Change::Copy(from, to, count) => {
                let (from, to) = (within(*from), within(*to));
                let piece = bytes[from..(from + count).min(length)].to_vec();
                let end = (to + piece.len()).min(length);
                bytes.splice(to..end, piece);
            }
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_mutant_is_taken(changes in proptest::collection::vec(change(), 1..6)) {
        let whole = &signed().bytes;
        let bytes = changed(whole.clone(), &changes);
        prop_assert!(bytes == *whole || !is_taken(&bytes));
    }

    /// The parts themselves, packed anew and signed by who made them: whatever stands there is judged.
    #[test]
    fn no_part_breaks_its_reader(
        part in any::<prop::sample::Index>(),
        changes in proptest::collection::vec(change(), 1..4),
    ) {
        let mut sources = sources();
        let name = part.get(&sources.parts.keys().cloned().collect::<Vec<_>>()).clone();
        let bytes = sources.parts.get(&name).unwrap().clone();
        sources.parts.insert(name, changed(bytes, &changes));
        if let Ok(packed) = pack(&sources, Some(&signer("acme"))) {
            let _ = judged(&packed);
        }
    }
}
