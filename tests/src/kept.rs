//! Bundles that were built once and are kept as they were, in a folder of each version of the native interface.

use std::{
    fs,
    path::{Path, PathBuf},
};

use kartoteka::{
    config::Config,
    modules,
    plugins::bundle::{Bundle, Linked, Platform, Trust},
};

/// What is kept of an interface.
#[derive(Debug)]
pub struct Kept {
    /// The native interface it was built for, as its folder is called.
    pub interface: String,
    /// The id of the plugin.
    pub id: String,
    /// Its file.
    pub file: PathBuf,
}

/// All that is kept, the oldest first.
pub fn all() -> Vec<Kept> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("native/kept");
    let mut kept: Vec<_> = folder(&top)
        .iter()
        .filter(|entry| entry.is_dir())
        .flat_map(|of| of_interface(of))
        .collect();
    kept.sort_by(|one, other| one.file.cmp(&other.file));
    kept
}

fn folder(path: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(path).expect("a folder");
    entries.map(|entry| entry.expect("a file").path()).collect()
}

fn name(path: &Path) -> String {
    let name = path.file_name().expect("a name");
    name.to_string_lossy().into_owned()
}

fn of_interface(of: &Path) -> Vec<Kept> {
    let files = folder(of).into_iter();
    let kept = files.filter_map(|file| {
        let id = name(&file).strip_suffix("-0.1.0.kplugin")?.to_owned();
        let interface = name(of);
        Some(Kept {
            interface,
            id,
            file,
        })
    });
    kept.collect()
}

impl Kept {
    /// By which word a host in development refuses it; none where it is taken.
    pub fn refused(&self) -> Option<&'static str> {
        let trust = Trust::of(&Config::default()).with_unsigned();
        let linked = Linked::of(&modules::linked()).expect("features");
        let bundle = Bundle::read(&self.file, &trust, &linked);
        bundle.err().map(|refusal| refusal.code())
    }
}

/// What runs the libraries that are kept.
pub fn runs_here() -> bool {
    Platform::here() == Some(Platform::X86_64LinuxGnu)
}

/// Takes plugins from a folder beside its data, with all in it that is kept.
pub(crate) fn configure(config: &mut Config) {
    let plugins = config.data_dir.with_file_name("plugins");
    fs::create_dir_all(&plugins).expect("a folder");
    for kept in all() {
        fs::copy(&kept.file, plugins.join(name(&kept.file))).expect("a copy");
    }
    config.development = true;
    config.plugin_dir = Some(plugins);
}
