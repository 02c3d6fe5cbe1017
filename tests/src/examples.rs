//! Plugins as partners make them: the examples of `plugins/examples`, and those that `plugin new` writes; built and
//! packed as their guides say.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

use kartoteka::config::Config;

use crate::{in_c, world::program};

pub(crate) fn run(command: &mut Command) {
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("KARTOTEKA_")) {
        // What is set for tests is none of the program's.
        command.env_remove(name);
    }
    let done = command.output().expect("a command");
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{command:?}: {said}");
}

/// A folder of this run beside the program, for what is built. `tests/run` removes those of runs before.
pub(crate) fn folder(name: &str) -> PathBuf {
    let made = program().with_file_name("made");
    let folder = made.join(format!("{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn make(sources: &Path, arguments: &[String]) {
    let mut make = Command::new("make");
    let tool = format!("KARTOTEKA={}", program().display());
    run(make
        .arg("-C")
        .arg(sources)
        .arg(tool)
        .args(arguments)
        .arg("pack"));
}

/// A folder with the plugin in C, packed and unsigned.
pub fn price_tag() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../plugins/examples/price-tag");
        let folder = folder("price-tag");
        make(&sources, &[format!("BUILD={}", folder.display())]);
        folder
    })
}

/// The ids of the plugins that partners begin with, as [`first_plugins`] has them.
pub const FIRST: [&str; 2] = ["acme-tips", "acme-ctips"];

/// A folder with a plugin in Rust and one in C, fresh from `plugin new`, packed and unsigned.
pub fn first_plugins() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let top = folder("first-plugins");
        let out = top.join("packed");
        fs::create_dir_all(&out).expect("a folder");
        for (id, language) in FIRST.into_iter().zip(["rust", "c"]) {
            let mut new = Command::new(program());
            run(new
                .args(["plugin", "new", id, "--lang", language, "--dir"])
                .arg(top.join(id)));
        }
        let [rust, c] = FIRST.map(|id| top.join(id));
        let packed = format!("OUT={}", out.display());
        make(&c, &[packed]);
        cargo(&rust, &["test", "--quiet"]);
        cargo(&rust, &["build", "--quiet"]);
        let library = target().join("debug/libacme_tips.so");
        let mut pack = Command::new(program());
        pack.args(["plugin", "pack", "--library"])
            .arg(library)
            .arg("--out")
            .arg(&out);
        run(pack.arg(&rust));
        out
    })
}

/// Where what partners build in Rust is built, so that their dependencies are built once.
fn target() -> PathBuf {
    program().with_file_name("partners")
}

/// Runs cargo in a partner's folder.
fn cargo(folder: &Path, arguments: &[&str]) {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(folder).args(arguments);
    run(command.env("CARGO_TARGET_DIR", target()));
}

/// A folder with a plugin in Rust of `plugins/examples`, packed and unsigned. Cargo builds it as a partner's would,
/// outside the workspace.
fn in_rust(name: &str) -> PathBuf {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../plugins/examples");
    let sources = sources.join(name);
    cargo(&sources, &["build", "--locked", "--quiet"]);
    let library = format!("debug/libexample_{}.so", name.replace('-', "_"));
    let out = folder(name);
    let mut pack = Command::new(program());
    pack.args(["plugin", "pack"]).arg(&sources);
    pack.arg("--library").arg(target().join(library));
    run(pack.arg("--out").arg(&out));
    out
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

/// A folder with a plugin that can be opened, one whose library gives none, and one that requires that one.
pub fn half_broken() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let out = folder("half-broken");
        for file in fs::read_dir(price_tag()).expect("a folder") {
            let file = file.expect("a file").path();
            if file.extension().is_some_and(|ending| ending == "kplugin") {
                let name = file.file_name().expect("a name");
                fs::copy(&file, out.join(name)).expect("copied");
            }
        }
        let library = out.join("none.so");
        let made_up = Path::new(env!("CARGO_MANIFEST_DIR")).join("bundles/acme-tips");
        in_c::no_plugin(&library);
        for (id, requires) in [("acme-tips", "[]"), ("acme-more", "[\"acme-tips\"]")] {
            let sources = out.join(id);
            renamed(&made_up, &sources, id, requires);
            let mut pack = Command::new(program());
            pack.args(["plugin", "pack"])
                .arg(&sources)
                .arg("--library")
                .arg(&library);
            run(pack.arg("--out").arg(&out));
        }
        out
    })
}

/// A copy of the made-up plugin under another id, which requires these.
fn renamed(from: &Path, to: &Path, id: &str, requires: &str) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("a file");
        let snake = id.replace('-', "_");
        let put = |text: String| text.replace("acme-tips", id).replace("acme_tips", &snake);
        let name = put(entry.file_name().to_string_lossy().into_owned());
        if entry.path().is_dir() {
            renamed(&entry.path(), &to.join(name), id, requires);
            continue;
        }
        let mut text = put(fs::read_to_string(entry.path()).expect("text"));
        if name == "plugin.toml" {
            let own = format!("id = \"{id}\"\n");
            text = text.replacen(&own, &format!("{own}requires = {requires}\n"), 1);
        }
        fs::write(to.join(name), text).expect("written");
    }
}

/// Takes plugins from this folder, signed or not.
fn with(config: &mut Config, folder: &Path) {
    config.development = true;
    config.plugin_dir = Some(folder.to_owned());
}

pub(crate) fn with_price_tag(config: &mut Config) {
    with(config, price_tag());
}

pub(crate) fn with_half_broken(config: &mut Config) {
    with(config, half_broken());
}

pub(crate) fn with_birthday_greetings(config: &mut Config) {
    with(config, birthday_greetings());
}

pub(crate) fn with_allergy_card(config: &mut Config) {
    with(config, allergy_card());
}

pub(crate) fn with_first_plugins(config: &mut Config) {
    with(config, first_plugins());
}
