#![expect(clippy::unwrap_used, reason = "a test may fail")]

use super::*;

fn set() -> MigrationSet {
    MigrationSet::new(
        "demo",
        &[("0001_a", "create\r\n"), ("0002_b", "b"), ("0003_c", "c")],
    )
}

fn applied(names: &[&str]) -> Vec<Applied> {
    let set = set();
    let row = |name: &&str| Applied {
        module: "demo".to_owned(),
        name: (*name).to_owned(),
        hash: set
            .migrations
            .iter()
            .find(|file| file.name == *name)
            .map(|file| file.hash().to_vec())
            .unwrap_or_default(),
    };
    names.iter().map(row).collect()
}

#[test]
fn what_is_applied_is_not_pending() {
    let set = set();
    let names = |applied: &[Applied]| -> Vec<String> {
        let pending = set.pending(applied).unwrap();
        pending.iter().map(|file| file.name.to_string()).collect()
    };
    assert_eq!(names(&[]), ["0001_a", "0002_b", "0003_c"]);
    assert_eq!(names(&applied(&["0001_a", "0002_b"])), ["0003_c"]);
    assert!(names(&applied(&["0002_b", "0003_c", "0001_a"])).is_empty());
    let mut other = applied(&["0001_a"]);
    "other".clone_into(&mut other[0].module);
    assert_eq!(names(&other).len(), 3);
}

#[test]
fn a_version_goes_on_beside_a_newer_one() {
    let older = MigrationSet {
        migrations: set().migrations[..2].to_vec(),
        ..set()
    };
    let newer = applied(&["0001_a", "0002_b", "0003_c"]);
    assert_eq!(
        older.pending(&newer),
        Err(older.error("0003_c", Problem::Unknown))
    );
    let older = older.beside_newer();
    assert_eq!(older.pending(&newer), Ok(&[][..]));
    // What the newer one left out or changed is none that this one can stand on.
    let gap = applied(&["0001_a", "0003_c"]);
    assert_eq!(
        older.pending(&gap),
        Err(older.error("0002_b", Problem::OutOfOrder))
    );
    let mut between = applied(&["0001_a"]);
    between.extend(applied(&["0001_z"]));
    assert_eq!(
        older.pending(&between),
        Err(older.error("0001_z", Problem::Unknown))
    );
}

#[test]
fn refuses_edited_unknown_and_late_files_by_name() {
    let set = set();
    let mut edited = applied(&["0001_a"]);
    edited[0].hash[0] ^= 1;
    assert_eq!(
        set.pending(&edited),
        Err(set.error("0001_a", Problem::Edited))
    );
    let newer = applied(&["0001_a", "0009_z"]);
    assert_eq!(
        set.pending(&newer),
        Err(set.error("0009_z", Problem::Unknown))
    );
    let late = applied(&["0001_a", "0003_c"]);
    assert_eq!(
        set.pending(&late),
        Err(set.error("0002_b", Problem::OutOfOrder))
    );
    assert!(
        set.pending(&edited)
            .unwrap_err()
            .to_string()
            .contains("demo/0001_a")
    );
}

#[test]
fn line_ends_do_not_count_as_an_edit() {
    let text = |sql: &'static str| Migration::new("n", sql).hash();
    assert_eq!(text("a\r\nb\r"), text("a\nb\n"));
    assert_ne!(text("a\nb"), text("a\nb\n"));
}
