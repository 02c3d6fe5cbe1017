//! The region's migrations, built into the binary. A new file is one line here and a twin in
//! each engine's folder; a test compares the lists of all modules with the folders.

use kartoteka_plugin::{module::Twins, twins};

use super::{EngineKind, MigrationSet};

const REGION: Twins = twins!(
    "../migrations/region",
    [
        "0001_salons",
        "0002_sign_in",
        "0003_hosts",
        "0004_access",
        "0006_wake_ups",
        "0007_features",
        "0008_workplaces",
        "0009_feature_removals"
    ]
);
/// The tables of the region.
pub fn region(engine: EngineKind) -> MigrationSet {
    MigrationSet::new("region", engine.of(REGION))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail")]

    use std::{fs, path::Path};

    use super::*;

    fn on_disk(folder: &str, engine: &str) -> Vec<(String, String)> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations");
        let Ok(entries) = fs::read_dir(root.join(folder).join(engine)) else {
            return Vec::new();
        };
        let mut files: Vec<_> = entries
            .map(|entry| entry.unwrap().path())
            .map(|path| {
                let name = path.file_name().unwrap().to_str().unwrap();
                let stem = name.strip_suffix(".sql").unwrap();
                (stem.to_owned(), fs::read_to_string(&path).unwrap())
            })
            .collect();
        files.sort();
        files
    }

    #[test]
    fn every_list_names_every_file_in_order_for_both_engines() {
        let modules = crate::modules::linked();
        let mut lists = vec![("region".to_owned(), REGION)];
        for module in &modules {
            let manifest: kartoteka_plugin::Manifest = toml::from_str(module.manifest()).unwrap();
            lists.push((manifest.id, module.migrations()));
        }
        for (folder, list) in lists {
            for (engine, built_in) in [("sqlite", list.sqlite), ("postgres", list.postgres)] {
                let built_in: Vec<_> = built_in
                    .iter()
                    .map(|(name, sql)| ((*name).to_owned(), (*sql).to_owned()))
                    .collect();
                assert_eq!(built_in, on_disk(&folder, engine), "{folder}/{engine}");
            }
        }
    }
}
