//! The rules of files, below any door.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use chrono::{DateTime, NaiveDate};
use kartoteka_plugin::{
    Manifest, Module as _,
    manifest::{Erase, OnFailure},
};
use uuid::Uuid;

use crate::{
    Documents,
    file::{File, Kind},
    input::{FileChanges, file_name, title_of},
};
use kartoteka_plugin::patch::Patch;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn file() -> File {
    File {
        id: Uuid::nil(),
        client_id: Uuid::nil(),
        title: "Einwilligung".to_owned(),
        kind: Kind::Consent,
        note: None,
        review_on: Some(day("2026-03-02")),
        retention_until: Some(day("2026-03-02")),
        created_at: DateTime::UNIX_EPOCH,
        created_by: "system".to_owned(),
        archived_at: None,
        archived_by: None,
        version: 1,
        versions: Vec::new(),
    }
}

#[test]
fn a_day_of_review_is_due_on_it_and_a_last_day_of_keeping_after_it() {
    let file = file();
    assert!(!file.is_to_review(day("2026-03-01")));
    assert!(file.is_to_review(day("2026-03-02")));
    assert!(!file.is_past_keeping(day("2026-03-02")));
    assert!(file.is_past_keeping(day("2026-03-03")));
}

#[test]
fn names_of_files_lose_what_cannot_be_seen_and_keep_their_ending() {
    for (sent, kept) in [
        ("C:\\Scans\\Übung 1.pdf", "Übung 1.pdf"),
        ("../../etc/passwd", "passwd"),
        ("rechnung\u{202e}fdp.exe", "rechnungfdp.exe"),
        ("a\r\nb\0.pdf", "ab.pdf"),
        ("   ", ""),
        ("..", ".."),
    ] {
        assert_eq!(file_name(sent), kept);
    }
    let long = file_name(&format!("{}.pdf", "ä".repeat(400)));
    assert!(long.ends_with("ä.pdf") && long.chars().count() < 200);
    assert_eq!(title_of("Einwilligung_Haare.pdf"), "Einwilligung Haare");
    assert_eq!(title_of(".pdf"), ".pdf");
    assert_eq!(title_of("___.pdf"), "___.pdf");
    assert_eq!(title_of("Vertrag vom 3.12.2026"), "Vertrag vom 3.12");
}

#[test]
fn a_patch_changes_what_it_names() {
    let before = file();
    let today = day("2026-03-02");
    let changes = FileChanges {
        note: Patch::Value("  läuft aus ".to_owned()),
        review_on: Patch::Null,
        ..FileChanges::default()
    };
    let after = changes.of(&before, today).unwrap();
    assert_eq!(after.note.as_deref(), Some("läuft aus"));
    assert_eq!((after.review_on, after.kind), (None, Kind::Consent));
    let wrong = FileChanges {
        title: Patch::Value(" ".to_owned()),
        kind: Patch::Null,
        note: Patch::Value("x".repeat(2_001)),
        retention_until: Patch::Value(day("2226-01-01")),
        ..FileChanges::default()
    };
    let error = wrong.of(&before, today).unwrap_err();
    let told: Vec<_> = error
        .fields
        .iter()
        .map(|field| format!("{} {}", field.pointer, field.code))
        .collect();
    assert_eq!(
        told,
        [
            "/title required",
            "/kind required",
            "/note too_long",
            "/retention_until document_day_unlikely"
        ]
    );
}

/// What is wrong with a patch.
fn wrong(changes: FileChanges) -> Vec<String> {
    let checked = changes.of(&file(), day("2026-03-02"));
    let fields = checked.map_or_else(|error| error.fields.clone(), |_| Vec::new());
    let told = fields.iter();
    told.map(|field| format!("{} {}", field.pointer, field.code))
        .collect()
}

#[test]
fn a_patch_keeps_to_its_measures() {
    let title = |letters: usize| FileChanges {
        title: Patch::Value("ä".repeat(letters)),
        ..FileChanges::default()
    };
    assert!(wrong(title(200)).is_empty());
    assert_eq!(wrong(title(201)), ["/title too_long"]);
    let days = |on: &str| FileChanges {
        review_on: Patch::Value(day(on)),
        retention_until: Patch::Value(day(on)),
        ..FileChanges::default()
    };
    for fits in ["1926-03-02", "2126-03-03"] {
        assert!(wrong(days(fits)).is_empty(), "{fits}");
    }
    let both = [
        "/review_on document_day_unlikely",
        "/retention_until document_day_unlikely",
    ];
    for far in ["1926-03-01", "2126-03-04"] {
        assert_eq!(wrong(days(far)), both, "{far}");
    }
}

#[test]
fn a_note_can_be_taken_away() {
    let before = File {
        note: Some("läuft aus".to_owned()),
        ..file()
    };
    for note in [Patch::Null, Patch::Value("  ".to_owned())] {
        let changes = FileChanges {
            note,
            ..FileChanges::default()
        };
        let after = changes.of(&before, day("2026-03-02")).unwrap();
        assert_eq!(after.note, None);
    }
}

#[test]
fn the_manifest_says_what_erasing_does() {
    let manifest: Manifest = toml::from_str(Documents.manifest()).unwrap();
    assert_eq!(manifest.wake_ups_also_off, manifest.wake_ups);
    let erases: Vec<_> = manifest.personal_data.iter().map(|t| &t.erase).collect();
    assert_eq!(erases, [&Erase::Delete]);
    let failures: Vec<_> = manifest.answers.iter().map(|a| a.failure).collect();
    assert_eq!(failures, [OnFailure::Closed]);
}
