//! Writes what each target begins with: `seeds FOLDER`.

use std::{fs, path::Path};

use kartoteka::plugins::bundle::{Signer, pack};
use kartoteka_fuzz::sources;

fn main() {
    let folder = std::env::args().nth(1).expect("seeds FOLDER");
    let write = |target: &str, name: &str, bytes: &[u8]| {
        let folder = Path::new(&folder).join(target);
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join(name), bytes).expect("a seed");
    };
    let key = tempfile::tempdir().expect("a folder");
    let signer = Signer::make("acme", &key.path().join("acme.key")).expect("a key");
    for (name, signer) in [("unsigned", None), ("signed", Some(&signer))] {
        let packed = pack(sources(), signer).expect("a bundle");
        write("bundle", name, &packed.bytes);
    }
    for (at, (name, bytes)) in sources().parts.iter().enumerate() {
        let seed = name.replace('/', "_");
        let which = u8::try_from(at).expect("few parts");
        write("part", &seed, &[&[which], bytes.as_slice()].concat());
        if name == "plugin.toml" {
            write("manifest", &seed, bytes);
        }
    }
}
