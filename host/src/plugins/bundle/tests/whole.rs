//! Bundles that are well.

use std::io::Read as _;

use super::{super::folder::gather_built, *};

#[test]
fn what_was_packed_and_signed_is_taken() {
    let packed = packed(&sources());
    let bundle = judged(&packed).map_err(|refusal| refusal.to_string());
    let bundle = bundle.unwrap_or_else(|why| panic!("{why}"));
    assert_eq!(packed.name, "acme-tips-1.0.0.kplugin");
    assert_eq!(bundle.manifest.id, "acme-tips");
    assert_eq!(bundle.publisher.as_deref(), Some("acme"));
    let names = |files: &[(String, String)]| -> Vec<String> {
        files.iter().map(|(name, _)| name.clone()).collect()
    };
    assert_eq!(
        names(&bundle.migrations.sqlite),
        ["0001_given", "0002_amount"]
    );
    assert_eq!(
        names(&bundle.migrations.postgres),
        ["0001_given", "0002_amount"]
    );
    assert_eq!(bundle.texts.len(), Locale::ALL.len());
    assert_eq!(bundle.library.as_deref(), Some(library()));
    assert_eq!(bundle.libraries.len(), 1);
    assert_eq!(bundle.libraries[0].platform, here());
    assert!(bundle.samples.is_some() && bundle.assets.iter().any(|asset| asset.name == "icon.svg"));
    assert!(bundle.document.paths.paths.contains_key("/acme-tips/given"));
}

#[test]
fn the_same_folder_packs_to_the_same_bytes() {
    let (one, other) = (
        pack(&sources(), None).unwrap(),
        pack(&sources(), None).unwrap(),
    );
    assert_eq!(one.bytes, other.bytes);
    // Ed25519 has no chance in it.
    assert_eq!(packed(&sources()).bytes, packed(&sources()).bytes);
    // Line ends of another system are made plain.
    let place = tempfile::tempdir().unwrap();
    let library = place.path().join("a.so");
    std::fs::write(&library, super::library()).unwrap();
    let copy = place.path().join("copy");
    for (name, bytes) in sources().parts {
        let path = copy.join(&name);
        if name.starts_with("lib/") {
            continue;
        }
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let windows = match name.starts_with("assets/") {
            true => bytes,
            false => String::from_utf8(bytes)
                .unwrap()
                .replace('\n', "\r\n")
                .into_bytes(),
        };
        std::fs::write(path, windows).unwrap();
    }
    std::fs::write(copy.join("locale/.hidden"), "a").unwrap();
    let gathered = gather(&copy, &[library], Some(here())).unwrap();
    assert_eq!(pack(&gathered, None).unwrap().bytes, one.bytes);
}

#[test]
fn any_reader_of_zip_reads_a_bundle() {
    let packed = packed(&sources());
    let mut archive = ::zip::ZipArchive::new(std::io::Cursor::new(&packed.bytes)).unwrap();
    let mut deflated = 0;
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        deflated += usize::from(entry.compressed_size() < entry.size());
        let name = entry.name().unwrap().into_owned();
        if ![INDEX, SIGNATURE].contains(&name.as_str()) {
            assert_eq!(Some(&bytes), sources().parts.get(&name), "{name}");
        }
    }
    assert_eq!(archive.len(), sources().parts.len() + 2);
    assert!(deflated > 10, "{deflated}");
}

#[test]
fn signing_again_takes_the_place_of_the_signature() {
    let unsigned = pack(&sources(), None).unwrap().bytes;
    let signed = sign(&unsigned, &signer("acme")).unwrap();
    assert_eq!(signed, packed(&sources()).bytes);
    let other = sign(&unsigned, &signer("umbrella")).unwrap();
    assert_eq!(sign(&other, &signer("acme")).unwrap(), signed);
    let entries = read(&signed).unwrap();
    assert_eq!(entries.iter().filter(|e| e.name == SIGNATURE).count(), 1);
}

#[test]
fn development_takes_what_nobody_signed_and_marks_it() {
    let mut config = config();
    config.development = true;
    let trust = Trust::of(&config);
    let unsigned = pack(&sources(), None).unwrap();
    let stranger = pack(&with("plugin.toml", "acme", "umbrella"), None);
    assert!(stranger.is_ok());
    let bundle = Bundle::of_bytes(&unsigned.name, &unsigned.bytes, &trust, linked()).unwrap();
    assert_eq!(bundle.publisher, None);
    // Somebody the operator does not know is as nobody.
    config.plugins.publishers.clear();
    let signed = packed(&sources());
    let trust = Trust::of(&config);
    let bundle = Bundle::of_bytes(&signed.name, &signed.bytes, &trust, linked()).unwrap();
    assert_eq!(bundle.publisher, None);
}

#[test]
fn a_publisher_may_have_two_keys() {
    let mut config = config();
    let (old, new) = (signer("umbrella").public_key(), signer("acme").public_key());
    let keys = Keys::Several(vec![old, new]);
    config.plugins.publishers.insert("acme".to_owned(), keys);
    let packed = packed(&sources());
    let bundle = Bundle::of_bytes(&packed.name, &packed.bytes, &Trust::of(&config), linked());
    assert!(bundle.is_ok());
}

#[test]
fn keys_are_for_their_owner_alone_and_never_written_over() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("acme.key");
    let made = Signer::make("acme", &path).unwrap();
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(Signer::make("acme", &path).is_err());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    let read = Signer::read("acme", &path).unwrap();
    assert_eq!(read.public_key(), made.public_key());
    for bad in ["", "Acme", "acme-labs", "../acme"] {
        assert!(Signer::read(bad, &path).is_err(), "{bad}");
        assert!(
            Signer::make(bad, &folder.path().join("other.key")).is_err(),
            "{bad}"
        );
    }
    assert!(!folder.path().join("other.key").exists());
    std::fs::write(&path, "no key").unwrap();
    assert!(Signer::read("acme", &path).is_err());
}

#[test]
fn what_has_no_place_is_not_packed() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path();
    let gather = |libraries: &[PathBuf], platform| gather_built(path, libraries, platform, None);
    let gathered = |libraries: &[PathBuf]| gather(libraries, None).map(drop).unwrap_err();
    assert!(gathered(&[]).contains("Cargo.toml"));
    std::fs::create_dir_all(path.join("target/release")).unwrap();
    std::fs::write(path.join("Cargo.toml"), "").unwrap();
    assert!(gathered(&[]).contains("cargo build --release"));
    std::fs::write(path.join("target/release/libtips.so"), library()).unwrap();
    assert!(gather(&[], Some(here())).is_ok());
    std::fs::write(path.join("target/release/libmore.so"), library()).unwrap();
    assert!(gathered(&[]).contains("several"));
    let named = path.join("target/release/libtips.so");
    let twice = [named.clone(), path.join("target/release/libmore.so")];
    assert!(gathered(&twice).contains("two libraries"));
    let other = Platform::ALL.into_iter().find(|one| *one != here());
    assert!(gather(std::slice::from_ref(&named), other).is_err());
    std::fs::create_dir_all(path.join("migrations/oracle")).unwrap();
    std::fs::write(path.join("migrations/oracle/0001_a.sql"), "").unwrap();
    assert!(gathered(&[named]).contains("has no place"));
}

#[test]
fn the_library_is_found_where_cargo_builds() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path();
    let manifest = "[package]\nname = \"acme-tips\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\
                    [lib]\ncrate-type = [\"cdylib\"]\n[workspace]\n";
    std::fs::write(path.join("Cargo.toml"), manifest).unwrap();
    std::fs::create_dir_all(path.join("src")).unwrap();
    std::fs::write(path.join("src/lib.rs"), "").unwrap();
    let put = |folder: &str, name: &str| {
        let folder = path.join(folder).join("release");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(name), library()).unwrap();
    };
    let elsewhere = path.join("elsewhere");
    let set = |set: Option<&str>| {
        let set = set.map(|set| path.join(set));
        let set = set.as_ref().map(|set| set.as_os_str());
        gather_built(path, &[], Some(here()), set).map(drop)
    };
    let told = set(Some("elsewhere")).unwrap_err();
    assert!(told.contains("libacme_tips.so"), "{told}");
    put("elsewhere", "libacme_tips.so");
    // Others lie there, too.
    put("elsewhere", "libother.so");
    assert!(elsewhere.exists() && set(Some("elsewhere")).is_ok());
    assert!(set(None).is_err(), "it is not in target");
    std::fs::create_dir_all(path.join(".cargo")).unwrap();
    let config = "[build]\ntarget-dir = \"third\"\n";
    std::fs::write(path.join(".cargo/config.toml"), config).unwrap();
    put("third", "libacme_tips.so");
    assert!(set(None).is_ok());
}
