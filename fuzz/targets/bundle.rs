//! Arbitrary bytes as the file of a plugin.

#![no_main]

use kartoteka_fuzz::{
    bundles::{bundles, judge},
    seed,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(
    init: seed(bundles()),
    |bytes: &[u8]| {
        if let Err(refusal) = judge("acme-tips-1.0.0.kplugin", bytes) {
            assert!(!refusal.to_string().contains('\n'));
        }
    }
);
