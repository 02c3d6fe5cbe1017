//! A partner's plugin in several versions, of which one takes over from another while the host runs.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

use kartoteka::{
    config::Config,
    modules,
    plugins::bundle::{Bundle, Linked, Trust, hex},
};

use crate::{
    examples::{folder, run},
    in_c,
    world::program,
};

/// Its id.
pub const ID: &str = "acme-turns";

/// What tells a version from the others.
struct Version {
    number: &'static str,
    /// So many of its migrations it has.
    migrations: usize,
    /// Whether its library gives a plugin.
    sound: bool,
}

const VERSIONS: [Version; 4] = [
    Version {
        number: "0.1.0",
        migrations: 1,
        sound: true,
    },
    Version {
        number: "0.2.0",
        migrations: 2,
        sound: true,
    },
    // Its library gives no plugin.
    Version {
        number: "0.3.0",
        migrations: 2,
        sound: false,
    },
    // Its last migration fails where a salon has two marks.
    Version {
        number: "0.4.0",
        migrations: 3,
        sound: true,
    },
];

/// The files of all versions.
fn all() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let top = folder("turns");
        for version in &VERSIONS {
            pack(&top, version);
        }
        top
    })
}

/// The file of a version.
pub fn file(version: &str) -> PathBuf {
    all().join(format!("{ID}-{version}.kplugin"))
}

/// The hash of a version's index, by which an operator takes it back.
pub fn index_of(version: &str) -> String {
    let trust = Trust::of(&Config::default()).with_unsigned();
    let linked = Linked::of(&modules::linked()).expect("features");
    let bundle = Bundle::read(&file(version), &trust, &linked);
    hex(&bundle.expect("a bundle").index_hash)
}

/// The settings of a host that takes plugins from this folder.
pub fn settings_of(plugins: &Path) -> PathBuf {
    plugins.with_file_name("kartoteka.toml")
}

/// Where versions say that they were stopped.
pub fn stopped() -> String {
    fs::read_to_string(all().join("stopped")).unwrap_or_default()
}

/// Puts a version into the plugin folder of a host, whole or not at all.
pub fn drop_in(plugins: &Path, version: &str) {
    let new = plugins.join(".new");
    fs::copy(file(version), &new).expect("a copy");
    fs::rename(new, plugins.join(format!("{ID}-{version}.kplugin"))).expect("a name");
}

/// Takes plugins from a folder beside its data, the first version at first.
pub(crate) fn configure(config: &mut Config) {
    let plugins = config.data_dir.with_file_name("plugins");
    if !plugins.exists() {
        fs::create_dir_all(&plugins).expect("a folder");
        drop_in(&plugins, "0.1.0");
    }
    let settings = settings_of(&plugins);
    if !settings.exists() {
        fs::write(&settings, "").expect("written");
    }
    config.file = Some(settings);
    config.development = true;
    config.plugin_dir = Some(plugins);
}

fn pack(top: &Path, version: &Version) {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("native/turns");
    let place = top.join(version.number);
    lay(&sources, &place, version);
    let has_column = version.migrations > 1;
    let library = match version.sound {
        true => {
            let manifest = fs::read_to_string(place.join("plugin.toml")).expect("a manifest");
            let defines = [
                format!("VERSION=\"{}\"", version.number),
                format!("COLUMN={}", u8::from(has_column)),
                format!("STOPPED=\"{}\"", top.join("stopped").display()),
            ];
            in_c::library(&sources.join("turns.c"), &manifest, &defines, &place)
        }
        false => {
            let library = place.join("none.so");
            in_c::no_plugin(&library);
            library
        }
    };
    let mut packer = Command::new(program());
    packer.args(["plugin", "pack", "--library"]).arg(&library);
    run(packer.arg("--out").arg(top).arg(&place));
}

/// The sources of a version: its number put in, and those of its migrations that it has.
fn lay(from: &Path, to: &Path, version: &Version) {
    fs::create_dir_all(to).expect("a folder");
    let mut files: Vec<_> = fs::read_dir(from)
        .expect("a folder")
        .collect::<Result<_, _>>()
        .expect("files");
    files.sort_by_key(fs::DirEntry::file_name);
    let is_migrations = from
        .parent()
        .is_some_and(|parent| parent.ends_with("migrations"));
    if is_migrations {
        files.truncate(version.migrations);
    }
    let columns = match version.migrations {
        1 => "id = \"uuid\"",
        _ => "id = \"uuid\", version = \"text\"",
    };
    for file in files {
        let (path, target) = (file.path(), to.join(file.file_name()));
        if path.is_dir() {
            lay(&path, &target, version);
            continue;
        }
        let text = fs::read_to_string(&path).expect("a text");
        let text = text.replace("COLUMNS", columns);
        let text = match path.extension() {
            Some(ending) if ending == "c" => text,
            _ => text.replace("VERSION", version.number),
        };
        fs::write(target, text).expect("written");
    }
}
