//! The plugins of `plugins/examples`, built and packed as their guides say.

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

use kartoteka::config::Config;

use crate::world::program;

fn run(command: &mut Command) {
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("KARTOTEKA_")) {
        // What is set for tests is none of the program's.
        command.env_remove(name);
    }
    let done = command.output().expect("a command");
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{command:?}: {said}");
}

/// A folder with the plugin in C, packed and unsigned.
pub fn price_tag() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../plugins/examples/price-tag");
        let folder = program().with_file_name(format!("price-tag-{}", std::process::id()));
        let build = format!("BUILD={}", folder.display());
        let tool = format!("KARTOTEKA={}", program().display());
        let mut make = Command::new("make");
        make.arg("-C").arg(sources).args([&build, &tool, "pack"]);
        run(&mut make);
        folder
    })
}

/// Takes plugins from that folder, signed or not.
pub(crate) fn with_price_tag(config: &mut Config) {
    config.development = true;
    config.plugin_dir = Some(price_tag().to_owned());
}
