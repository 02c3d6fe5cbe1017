//! The features of the house, as they are linked in, so that no story needs a list of them.

use kartoteka_plugin::Manifest;

/// The manifests of all features that are linked in.
///
/// # Panics
/// Where a manifest is none.
pub fn features() -> Vec<Manifest> {
    let all = kartoteka::modules::linked().into_iter();
    all.map(|module| toml::from_str(module.manifest()).expect("a manifest"))
        .filter(Manifest::is_feature)
        .collect()
}

/// The permissions of features that a role has to begin with.
pub fn permissions_of(role: &str) -> Vec<String> {
    let all = features().into_iter().flat_map(|m| m.permissions);
    let of_role = all.filter(|permission| permission.roles.iter().any(|r| r == role));
    of_role.map(|permission| permission.name).collect()
}
