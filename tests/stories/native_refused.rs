//! A library that is not what it has to be is refused when it is opened, each with its reason.

use std::path::Path;

use kartoteka::plugins::native::Threads;
use kartoteka_tests::{in_c, native};

const MANIFEST: &str = "id = \"acme-refused\"\nversion = \"0.1.0\"\ncontract = \"0.1\"\n\
    names = { en = \"Refused\" }\n";

/// What a host says of the library at `path`, whose bundle has [`MANIFEST`].
fn opened(path: &Path) -> Result<(), String> {
    let threads = Threads::new(tokio::runtime::Handle::current());
    native::opened_at(path, MANIFEST, &[], &threads).map(drop)
}

/// The same of a library that was made with this manifest and these defines.
fn made(manifest: &str, defines: &[&str]) -> Result<(), String> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("native/c/refused.c");
    let folder = tempfile::tempdir().expect("a folder");
    let defines: Vec<String> = defines.iter().map(ToString::to_string).collect();
    opened(&in_c::library(&source, manifest, &defines, folder.path()))
}

#[tokio::test]
async fn a_library_that_is_as_it_has_to_be_is_opened() {
    assert_eq!(made(MANIFEST, &[]), Ok(()));
}

#[tokio::test]
async fn a_library_is_refused_for_what_it_says_of_itself() {
    for (define, why) in [
        (
            "FLAGS=KT_ABORTS",
            "it was built so that a panic ends the host: panic = \"abort\"",
        ),
        (
            "SIZE=(sizeof(kt_plugin)-1)",
            "what it gives is shorter than its version of the interface says",
        ),
        (
            "SIZE=0",
            "what it gives is shorter than its version of the interface says",
        ),
        ("START=KT_PANICKED", "it panicked at its start"),
        ("START=KT_REFUSED", "it does not start: -3"),
        ("START=77", "it does not start: 77"),
        ("START=KT_FAILED", "it does not start: no_licence"),
    ] {
        assert_eq!(made(MANIFEST, &[define]), Err(why.to_owned()), "{define}");
    }
    // What it says when it does not start is taken whatever it is.
    let garbage = made(MANIFEST, &["START=KT_FAILED", "PROBLEM=\"none\""]);
    let why = "it does not start: an error across the border that is none";
    assert_eq!(garbage, Err(why.to_owned()));
    for define in ["MAJOR=(KT_ABI_MAJOR+1)", "MINOR=(KT_ABI_MINOR+1)"] {
        let refused = made(MANIFEST, &[define]).expect_err("another interface");
        let begins = refused.starts_with("it was built for the native interface ");
        assert!(begins, "{define}: {refused}");
    }
}

#[tokio::test]
async fn a_library_is_refused_with_another_manifest_than_its_bundle() {
    let refused = Err("its library has another manifest than its bundle".to_owned());
    // By a byte, by less of it, and by more.
    let newer = MANIFEST.replace("0.1.0", "0.1.1");
    let less = MANIFEST.trim_end();
    let more = format!("{MANIFEST}\n");
    for other in [&*newer, less, &*more] {
        assert_eq!(made(other, &[]), refused, "{other}");
    }
}

#[tokio::test]
async fn what_gives_no_plugin_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let library = folder.path().join("a.so");
    let refused = opened(&library).expect_err("no file");
    assert!(
        refused.starts_with("its library cannot be opened: "),
        "{refused}"
    );
    in_c::no_plugin(&library);
    assert_eq!(opened(&library), Err("it gives no plugin".to_owned()));
}
