//! The bundle of a plugin's folder, for who names none.

use std::{fs, path::Path, path::PathBuf};

use kartoteka_plugin::Manifest;

use crate::plugins::bundle::{Bundle, ENDING};

/// The bundle in a plugin's folder that is of the version which its `plugin.toml` says.
///
/// # Errors
/// A sentence that says what to do first: it is no plugin's folder, or nothing of that version is packed.
pub fn bundle_of(folder: &Path) -> Result<PathBuf, String> {
    let path = folder.join("plugin.toml");
    let shown = path.display();
    let text = fs::read_to_string(&path).map_err(|error| {
        format!(
            "{shown}: {error}; name a bundle, run this in a plugin's folder, or say --linked ID for a feature of the house"
        )
    })?;
    let manifest: Manifest = toml::from_str(&text).map_err(|error| format!("{shown}: {error}"))?;
    let name = Bundle::file_name(&manifest.id, &manifest.version);
    let bundle = folder.join(&name);
    if bundle.is_file() {
        return Ok(bundle);
    }
    let first = match folder.join("Cargo.toml").exists() {
        true => "cargo build --release && kartoteka plugin pack",
        false => "make pack",
    };
    let others = packed(folder).join(", ");
    let others = match others.as_str() {
        "" => String::new(),
        others => format!(
            " (there is {others}, and plugin.toml says {})",
            manifest.version
        ),
    };
    Err(format!(
        "{name} is not here{others}: pack it first, by `{first}`"
    ))
}

/// The bundles that lie there, by name.
fn packed(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut all: Vec<String> = names.filter(|name| name.ends_with(ENDING)).collect();
    all.sort();
    all
}

#[cfg(test)]
#[expect(clippy::expect_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    const MANIFEST: &str =
        "id = 'acme-tips'\nversion = '0.2.0'\ncontract = '0.1'\nnames = { en = 'Tips' }\n";

    #[test]
    fn the_bundle_of_the_manifests_version_is_taken() {
        let folder = tempfile::tempdir().expect("a folder");
        let put =
            |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
        let said = bundle_of(folder.path()).expect_err("no plugin's folder");
        assert!(said.contains("--linked"), "{said}");
        put("plugin.toml", MANIFEST);
        let said = bundle_of(folder.path()).expect_err("nothing packed");
        assert_eq!(
            said,
            "acme-tips-0.2.0.kplugin is not here: pack it first, by `make pack`"
        );
        put("acme-tips-0.1.0.kplugin", "");
        put("Cargo.toml", "");
        let said = bundle_of(folder.path()).expect_err("an older one");
        assert!(
            said.contains("(there is acme-tips-0.1.0.kplugin, and plugin.toml says 0.2.0)"),
            "{said}"
        );
        assert!(said.contains("kartoteka plugin pack"), "{said}");
        put("acme-tips-0.2.0.kplugin", "");
        let found = bundle_of(folder.path()).expect("a bundle");
        assert_eq!(found, folder.path().join("acme-tips-0.2.0.kplugin"));
    }
}
