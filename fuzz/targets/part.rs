//! Arbitrary bytes as any part of a bundle that is well but for it: the first byte says which.

#![no_main]

use kartoteka_fuzz::{
    bundles::{judge_with, parts, sources},
    seed,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(
    init: seed(parts()),
    |bytes: &[u8]| {
        let Some((which, bytes)) = bytes.split_first() else {
            return;
        };
        let names = &sources().parts;
        if let Some(name) = names.keys().nth(usize::from(*which) % names.len()) {
            judge_with(name, bytes);
        }
    }
);
