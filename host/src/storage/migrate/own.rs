//! The host's own migrations, built into the binary. A new file is one line here
//! and a twin in each engine's folder; a test compares this list with the folders.

use kartoteka_plugin::manifest::Migrations;

use super::{EngineKind, MigrationSet};

/// The files of one folder of `migrations/` for both engines.
macro_rules! twins {
    ($folder:literal, [$($name:literal),* $(,)?]) => {
        (
            &[$(($name, include_str!(concat!("../../../../migrations/", $folder, "/sqlite/", $name, ".sql")))),*],
            &[$(($name, include_str!(concat!("../../../../migrations/", $folder, "/postgres/", $name, ".sql")))),*],
        )
    };
}

/// For SQLite and for PostgreSQL.
type Twins = (Migrations, Migrations);

const REGION: Twins = twins!(
    "region",
    [
        "0001_salons",
        "0002_sign_in",
        "0003_hosts",
        "0004_access",
        "0006_wake_ups"
    ]
);
const CORE: Twins = twins!(
    "core",
    [
        "0001_journal",
        "0002_idempotency_keys",
        "0003_clients",
        "0004_imports",
        "0005_import_files",
        "0006_unread_index",
        "0007_found_at_once",
        "0008_unread_name_index"
    ]
);

/// The tables of the region.
pub fn region(engine: EngineKind) -> MigrationSet {
    set("region", REGION, engine)
}

/// The tables of core and the journal, in each salon.
pub fn core(engine: EngineKind) -> MigrationSet {
    set("core", CORE, engine)
}

fn set(module: &'static str, (sqlite, postgres): Twins, engine: EngineKind) -> MigrationSet {
    let files = match engine {
        EngineKind::Sqlite => sqlite,
        EngineKind::Postgres => postgres,
    };
    MigrationSet::new(module, files)
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
    fn lists_every_file_in_order_for_both_engines() {
        for (folder, list) in [("region", REGION), ("core", CORE)] {
            for (engine, built_in) in [("sqlite", list.0), ("postgres", list.1)] {
                let built_in: Vec<_> = built_in
                    .iter()
                    .map(|(name, sql)| ((*name).to_owned(), (*sql).to_owned()))
                    .collect();
                assert_eq!(built_in, on_disk(folder, engine), "{folder}/{engine}");
            }
        }
    }
}
