//! The file of a partner's plugin, from the folder it is made in to the operator's: by the commands of the
//! real binary, as both type them.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

use kartoteka::plugins::bundle::{Platform, gather, pack};
use kartoteka_tests::{in_c, world::program};
use tempfile::TempDir;

/// A partner's desk and an operator's folder.
struct Desk {
    place: TempDir,
    /// What the operator's configuration says of publishers.
    publisher: Option<String>,
}

/// What a command came to.
struct Said {
    well: bool,
    out: String,
    err: String,
}

impl Said {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        Self {
            well: output.status.success(),
            out: text(&output.stdout),
            err: text(&output.stderr),
        }
    }

    /// What it printed, where it went well.
    fn well(self) -> String {
        assert!(self.well, "{}\n{}", self.out, self.err);
        self.out
    }

    /// All that it said, where it did not.
    fn refused(self) -> String {
        assert!(!self.well, "it went well: {}", self.out);
        format!("{}\n{}", self.out, self.err)
    }
}

impl Desk {
    /// A desk with the made-up plugin on it, its library built.
    fn new() -> Self {
        let place = tempfile::tempdir().expect("a folder");
        let desk = Self {
            place,
            publisher: None,
        };
        let made_up = Path::new(env!("CARGO_MANIFEST_DIR")).join("bundles/acme-tips");
        copy(&made_up, &desk.at("tips"));
        for folder in ["tips/target/release", "plugins"] {
            std::fs::create_dir_all(desk.at(folder)).expect("a folder");
        }
        std::fs::write(desk.at("tips/Cargo.toml"), "[workspace]\n").expect("a file");
        in_c::no_plugin(&desk.at("tips/target/release/libacme_tips.so"));
        desk
    }

    fn at(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    /// Runs `kartoteka plugin …` at the desk.
    fn plugin(&self, arguments: &[&str]) -> Said {
        let mut command = Command::new(program());
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("KARTOTEKA_PLUGIN_DIR", self.at("plugins"))
            .current_dir(self.place.path())
            .arg("plugin")
            .args(arguments);
        if let Some(key) = &self.publisher {
            command.env("KARTOTEKA_PLUGINS__PUBLISHERS__ACME", key);
        }
        Said::of(&command.output().expect("the binary"))
    }

    /// Makes the plugin say that it is of this version.
    fn version(&self, version: &str) {
        let path = self.at("tips/plugin.toml");
        let text = std::fs::read_to_string(&path).expect("a manifest");
        let lines = text
            .lines()
            .map(|line| match line.starts_with("version =") {
                true => format!("version = \"{version}\""),
                false => line.to_owned(),
            });
        let text = lines.collect::<Vec<_>>().join("\n");
        std::fs::write(&path, text).expect("a manifest");
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        match path.is_dir() {
            true => copy(&path, &target),
            false => drop(std::fs::copy(&path, &target).expect("a copy")),
        }
    }
}

/// The first word in quotes.
fn quoted(line: &str) -> String {
    line.split('"').nth(1).expect("quotes").to_owned()
}

const ONE: &str = "acme-tips-1.0.0.kplugin";

#[test]
fn a_plugin_goes_from_its_folder_to_the_operators() {
    let mut desk = Desk::new();
    // The partner makes a key, once.
    let line = desk.plugin(&["keygen", "--publisher", "acme"]).well();
    assert!(line.starts_with("acme = \""), "{line}");
    let again = desk.plugin(&["keygen", "--publisher", "acme"]).refused();
    assert!(again.contains("never written over"), "{again}");

    // An unsigned bundle is for those who say so.
    let packed = desk.plugin(&["pack", "tips"]).well();
    assert!(packed.starts_with(&format!("./{ONE} (")), "{packed}");
    let first = std::fs::read(desk.at(ONE)).expect("a bundle");
    desk.plugin(&["pack", "tips"]).well();
    assert_eq!(std::fs::read(desk.at(ONE)).expect("a bundle"), first);
    let told = desk.plugin(&["check", "--unsigned", ONE]).well();
    for said in [
        "id           acme-tips",
        "version      1.0.0",
        "publisher    unsigned",
        "permissions  acme-tips.read (owner, staff)",
        "reads        core.clients/1",
        "listens      core.client.registered/1",
        "api          clients.read",
        "tables       acme_tips__given",
        "route        GET /acme-tips/given",
        "route        POST /acme-tips/given",
        "platform     ",
    ] {
        assert!(told.contains(said), "{said}: {told}");
    }
    let refused = desk.plugin(&["check", ONE]).refused();
    assert!(
        refused.contains("refused: acme-tips-1.0.0.kplugin is not signed"),
        "{refused}"
    );
    // What can be done is said as it is typed.
    for said in [
        "kartoteka plugin check --unsigned acme-tips-1.0.0.kplugin",
        "kartoteka plugin sign acme-tips-1.0.0.kplugin --publisher NAME",
        "[plugins.publishers]",
    ] {
        assert!(refused.contains(said), "{said}: {refused}");
    }

    // Signed, it is taken by an operator who lists the publisher, and by no other.
    let sign = ["sign", ONE, "--key", "acme.key", "--publisher", "acme"];
    desk.plugin(&sign).well();
    let refused = desk.plugin(&["check", ONE]).refused();
    assert!(
        refused.contains("who is not in plugins.publishers"),
        "{refused}"
    );
    assert!(refused.contains("check --unsigned"), "{refused}");
    // The line that is proposed is the one that the partner was given.
    assert!(refused.contains(&line), "{refused}");
    desk.publisher = Some(quoted(&line));
    let told = desk.plugin(&["check", ONE]).well();
    assert!(told.contains("publisher    acme"), "{told}");

    std::fs::copy(desk.at(ONE), desk.at("plugins").join(ONE)).expect("a copy");
    assert_eq!(desk.plugin(&["list"]).well(), "acme-tips 1.0.0 acme loads");
    let signed = [
        "--key",
        "acme.key",
        "--publisher",
        "acme",
        "--out",
        "plugins",
    ];
    desk.version("1.1.0");
    desk.plugin(&[&["pack", "tips"], signed.as_slice()].concat())
        .well();
    let list = || desk.plugin(&["list"]).well();
    assert_eq!(
        list(),
        "acme-tips 1.0.0 acme older\nacme-tips 1.1.0 acme loads"
    );

    // Back by one command, and forth by another.
    desk.plugin(&["pin", "acme-tips", "1.0.0"]).well();
    assert_eq!(
        list(),
        "acme-tips 1.0.0 acme pinned\nacme-tips 1.1.0 acme another version is pinned"
    );
    desk.plugin(&["pin", "acme-tips", "3.0.0"]).refused();
    desk.plugin(&["unpin", "acme-tips"]).well();
    assert_eq!(
        list(),
        "acme-tips 1.0.0 acme older\nacme-tips 1.1.0 acme loads"
    );
}

#[test]
fn what_is_damaged_is_refused_and_the_rest_is_listed() {
    let mut desk = Desk::new();
    let line = desk
        .plugin(&["keygen", "--publisher", "acme", "--out", "a.key"])
        .well();
    desk.publisher = Some(quoted(&line));
    let signed = ["--key", "a.key", "--publisher", "acme", "--out", "plugins"];
    let pack = || desk.plugin(&[&["pack", "tips"], signed.as_slice()].concat());
    pack().well();
    desk.version("1.1.0");
    pack().well();
    let damaged = desk.at("plugins/acme-tips-1.1.0.kplugin");
    let mut bytes = std::fs::read(&damaged).expect("a bundle");
    let last = bytes.len() / 2;
    bytes[last] ^= 1;
    std::fs::write(&damaged, bytes).expect("a bundle");
    let list = desk.plugin(&["list", "--dir", "plugins"]).well();
    let lines: Vec<&str> = list.lines().collect();
    assert_eq!(lines[0], "acme-tips 1.0.0 acme loads");
    let refused = "acme-tips 1.1.0 - refused: acme-tips-1.1.0.kplugin has the part ";
    assert!(lines[1].starts_with(refused) && lines.len() == 2, "{list}");
    // One of several that is refused is enough to fail.
    let whole = desk.at("plugins/acme-tips-1.0.0.kplugin");
    let [whole, damaged] = [&whole, &damaged].map(|path| path.to_str().expect("a path"));
    let said = desk.plugin(&["check", whole, damaged]).refused();
    assert!(
        said.contains("publisher    acme") && said.contains("refused: "),
        "{said}"
    );
}

#[test]
fn what_nobody_would_take_is_neither_packed_nor_signed() {
    let desk = Desk::new();
    desk.plugin(&["keygen", "--publisher", "acme"]).well();
    desk.plugin(&["keygen", "--publisher", "umbrella"]).well();
    let by = |who: &str| {
        let key = format!("{who}.key");
        desk.plugin(&["pack", "tips", "--key", &key, "--publisher", who])
    };
    let refused = by("umbrella").refused();
    assert!(
        refused.contains("whose plugins begin with umbrella-"),
        "{refused}"
    );
    desk.plugin(&["pack", "tips", "--key", "acme.key"])
        .refused();
    let polish = desk.at("tips/locale/pl/acme-tips.ftl");
    let text = std::fs::read(&polish).expect("texts");
    std::fs::remove_file(&polish).expect("texts");
    let refused = by("acme").refused();
    assert!(
        refused.contains("has texts that cannot be shown (pl has the files"),
        "{refused}"
    );
    std::fs::write(&polish, text).expect("texts");
    let sql = desk.at("tips/migrations/sqlite/0002_amount.sql");
    std::fs::write(&sql, "drop table clients;\n").expect("a migration");
    let refused = by("acme").refused();
    assert!(
        refused.contains("clients does not begin with acme_tips__"),
        "{refused}"
    );
    // What is quoted of more lines than one can be read.
    std::fs::write(&sql, "create table\n    elsewhere\n;\n").expect("a migration");
    let refused = by("acme").refused();
    assert!(!refused.contains('\u{fffd}'), "{refused}");
    std::fs::write(&sql, "drop table clients;\n").expect("a migration");
    assert!(!desk.at(ONE).exists());
    std::fs::write(desk.at(ONE), "no bundle").expect("a file");
    let sign = ["sign", ONE, "--key", "acme.key", "--publisher", "acme"];
    let refused = desk.plugin(&sign).refused();
    assert!(refused.contains("is no whole bundle"), "{refused}");
    assert_eq!(std::fs::read(desk.at(ONE)).expect("a file"), b"no bundle");
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let desk = Desk::new();
    let change = |name: &str, from: &str, to: &str| {
        let path = desk.at(name);
        let text = std::fs::read_to_string(&path).expect("a file");
        assert!(text.contains(from), "{name} has no {from}");
        std::fs::write(path, text.replace(from, to)).expect("a file");
    };
    change("tips/plugin.toml", "icon = \"cake\"", "icon = \"no_such\"");
    let lite = "tips/migrations/sqlite/0001_given.sql";
    change(lite, "words ", "verse ");
    let (german, key) = ("tips/locale/de/acme-tips.ftl", "acme-tips-table-give");
    change(german, &format!("{key}n"), &format!("{key}r"));
    let all = [
        "has texts that cannot be shown (acme-tips.ftl: de has acme-tips-table-giver",
        "breaks the rule `icon` of the contract",
        "breaks the rule `tables` of the contract",
    ];
    let packing = desk.plugin(&["pack", "tips"]).refused();
    // One that another packer has made of it.
    let library = desk.at("tips/target/release/libacme_tips.so");
    let sources = gather(&desk.at("tips"), &[library], None).expect("sources");
    let packed = pack(&sources, None).unwrap_or_else(|reason| panic!("{reason}"));
    std::fs::write(desk.at(ONE), packed.bytes).expect("a bundle");
    let checking = desk.plugin(&["check", "--unsigned", ONE]).refused();
    for words in all {
        assert!(packing.contains(words), "{words}: {packing}");
        let line = format!("refused: {ONE} {words}");
        assert!(checking.contains(&line), "{line}: {checking}");
    }
}

#[test]
fn what_another_packer_makes_by_the_description_is_taken() {
    let mut desk = Desk::new();
    let line = desk.plugin(&["keygen", "--publisher", "acme"]).well();
    desk.publisher = Some(quoted(&line));
    let platform = Platform::here().expect("a platform");
    let mut python = Command::new("python3");
    python.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("bundles/pack.py"));
    python.arg(desk.at("tips"));
    python.arg(desk.at("tips/target/release/libacme_tips.so"));
    python.arg(platform.name()).arg(desk.place.path());
    assert!(python.status().expect("python3").success());
    let sign = ["sign", ONE, "--key", "acme.key", "--publisher", "acme"];
    desk.plugin(&sign).well();
    let told = desk.plugin(&["check", ONE]).well();
    assert!(told.contains("publisher    acme"), "{told}");
}
