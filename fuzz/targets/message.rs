//! Arbitrary bytes as what a plugin says to the host, through the doors of one that runs.

#![no_main]

use kartoteka_fuzz::{messages, seed};
use libfuzzer_sys::fuzz_target;

fuzz_target!(
    init: seed(messages::seeds()),
    |bytes: &[u8]| messages::say(bytes)
);
