//! Arbitrary bytes as a manifest, in a bundle that is well but for it.

#![no_main]

use kartoteka_fuzz::{
    bundles::{judge_with, sources},
    seed,
};
use libfuzzer_sys::fuzz_target;

const NAME: &str = "plugin.toml";

fuzz_target!(
    init: seed([(NAME.to_owned(), sources().parts[NAME].clone())]),
    |bytes: &[u8]| judge_with(NAME, bytes)
);
