//! The plugin whose files are changed, and an operator in development, who takes unsigned ones.

use std::{
    path::{Path, PathBuf},
    sync::OnceLock,
};

use kartoteka::{
    config::Config,
    modules,
    plugins::bundle::{Bundle, Linked, Refusal, Signer, Sources, Trust, gather, pack},
};
use kartoteka_tests::in_c;

/// Where the plugin lies that is changed.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/bundles/acme-tips")
}

/// The files of the plugin, its library built by `cc`.
pub fn sources() -> &'static Sources {
    static SOURCES: OnceLock<Sources> = OnceLock::new();
    SOURCES.get_or_init(|| {
        let place = tempfile::tempdir().expect("a folder");
        let library = place.path().join("plugin.so");
        in_c::no_plugin(&library);
        gather(&folder(), &[library], None).expect("the plugin")
    })
}

/// Judges a file called `name`.
pub fn judge(name: &str, bytes: &[u8]) -> Result<Bundle, Refusal> {
    static HOST: OnceLock<(Trust, Linked)> = OnceLock::new();
    let (trust, linked) = HOST.get_or_init(|| {
        let config = Config {
            development: true,
            ..Config::default()
        };
        let linked = Linked::of(&modules::linked()).expect("modules");
        (Trust::of(&config), linked)
    });
    Bundle::of_bytes(name, bytes, trust, linked)
}

/// Judges the plugin with another part, packed as its maker would. What is said of it is written, too.
pub fn judge_with(name: &str, bytes: &[u8]) {
    let mut sources = sources().clone();
    sources.parts.insert(name.to_owned(), bytes.to_vec());
    let Ok(packed) = pack(&sources, None) else {
        return;
    };
    if let Err(refusal) = judge(&packed.name, &packed.bytes) {
        assert!(!refusal.to_string().contains('\n'));
    }
}

/// Whole bundles: unsigned, and signed by somebody.
pub fn bundles() -> [(String, Vec<u8>); 2] {
    let folder = tempfile::tempdir().expect("a folder");
    let signer = Signer::make("acme", &folder.path().join("acme.key")).expect("a key");
    [("unsigned", None), ("signed", Some(&signer))].map(|(name, signer)| {
        let packed = pack(sources(), signer).expect("a bundle");
        (name.to_owned(), packed.bytes)
    })
}

/// The parts of the plugin, each with its number in front.
pub fn parts() -> Vec<(String, Vec<u8>)> {
    let numbered = |(at, (name, bytes)): (usize, (&String, &Vec<u8>))| {
        let which = u8::try_from(at).expect("few parts");
        (name.clone(), [&[which], bytes.as_slice()].concat())
    };
    sources().parts.iter().enumerate().map(numbered).collect()
}
