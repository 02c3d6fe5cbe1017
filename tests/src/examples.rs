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

/// A folder with a plugin in Rust of `plugins/examples`, packed and unsigned. Cargo builds it as a partner's would, outside
/// the workspace, in the folder `examples` of the tests' own target folder.
fn in_rust(name: &str) -> PathBuf {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../plugins/examples");
    let sources = sources.join(name);
    let program = program();
    let target = program.ancestors().nth(2).expect("a target folder");
    let target = target.join("examples");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build.args(["build", "--release", "--locked", "--quiet"]);
    build.current_dir(&sources).env("CARGO_TARGET_DIR", &target);
    run(&mut build);
    let folder = program.with_file_name(format!("{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let library = format!("release/libexample_{}.so", name.replace('-', "_"));
    let mut pack = Command::new(&program);
    pack.args(["plugin", "pack"]).arg(&sources);
    pack.arg("--library").arg(target.join(library));
    pack.arg("--out").arg(&folder);
    run(&mut pack);
    folder
}

/// A folder with the plugin of birthdays.
pub fn birthday_greetings() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| in_rust("birthday-greetings"))
}

/// A folder with the plugin of allergies.
pub fn allergy_card() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| in_rust("allergy-card"))
}

/// Takes plugins from this folder, signed or not.
fn with(config: &mut Config, folder: &Path) {
    config.development = true;
    config.plugin_dir = Some(folder.to_owned());
}

pub(crate) fn with_price_tag(config: &mut Config) {
    with(config, price_tag());
}

pub(crate) fn with_birthday_greetings(config: &mut Config) {
    with(config, birthday_greetings());
}

pub(crate) fn with_allergy_card(config: &mut Config) {
    with(config, allergy_card());
}
