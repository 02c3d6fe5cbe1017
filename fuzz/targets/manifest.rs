//! Arbitrary bytes as a manifest, in a bundle that is well but for it.

#![no_main]

use kartoteka_fuzz::judge_with;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| judge_with("plugin.toml", bytes));
