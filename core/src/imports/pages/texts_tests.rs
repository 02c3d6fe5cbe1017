//! Every code that an import can say has its words in all five languages.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;

use kartoteka_plugin::{
    Locale, Module as _, Texts,
    text::{Arg, Catalog},
};

use crate::Core;
use crate::imports::columns::{Basis, Field, MappingError, ProblemCode, Refusal};
use crate::imports::sheet::{FailureCode, Note};
use crate::imports::{ImportState, Verdict};

/// Lists the variants of an enum, and stops to compile when one is missing: the match has no other arm.
macro_rules! all {
    ($type:ident: $($variant:ident $(($value:literal))?),+ $(,)?) => {{
        let _ = |value: $type| match value {
            $($type::$variant { .. } => ()),+
        };
        [$($type::$variant $(($value))?),+]
    }};
}

fn keys() -> Vec<String> {
    let mut keys = Vec::new();
    let mut add = |prefix: &str, codes: &mut dyn Iterator<Item = &'static str>| {
        keys.extend(codes.map(|code| format!("{prefix}{code}")));
    };
    let verdicts = all!(Verdict: New, Unchanged, Changed, Refused);
    for prefix in ["import-verdict-", "import-tile-", "import-count-"] {
        add(prefix, &mut verdicts.iter().map(|verdict| verdict.code()));
    }
    let states = all!(ImportState:
        Previewing, Previewed, Committing, Committed, Undoing, Undone, Failed);
    add(
        "import-state-",
        &mut states.iter().map(|state| state.code()),
    );
    let running = states.iter().filter(|state| state.is_running());
    add("import-running-", &mut running.map(|state| state.code()));
    let problems = all!(ProblemCode: FormulaError, EmailImplausible, PhoneOdd, ConsentUnreadable, TooLong,
        Truncated, DigitsLost, Undecoded);
    add(
        "import-problem-",
        &mut problems.iter().map(|code| code.as_str()),
    );
    let refusals = all!(Refusal: NothingToKeep, HeadAgain);
    add(
        "import-reason-",
        &mut refusals.iter().map(|code| code.as_str()),
    );
    let reasons = [
        "known_row",
        "repeats_row",
        "same_person_as_row",
        "matches_several",
        "number_used_before",
        "changed_since_preview",
        "earlier_row_not_written",
        "edited_since",
        "card_full",
    ];
    add("import-reason-", &mut reasons.into_iter());
    let bases = all!(Basis: Head, Treatwell, Content);
    add(
        "import-basis-",
        &mut bases.iter().map(|basis| basis.as_str()),
    );
    add("import-basis-", &mut ["remembered", "chosen"].into_iter());
    add(
        "import-field-",
        &mut Field::ALL.iter().map(|field| field.as_str()),
    );
    add(
        "import-consent-",
        &mut ["given", "withdrawn", "unknown"].into_iter(),
    );
    let notes = [
        Note::SeveralSheets,
        Note::MergedCells,
        Note::EmptyRows(1),
        Note::FormulaErrors(1),
        Note::CleanedCells(1),
        Note::TruncatedCells(1),
        Note::DigitsLost(1),
        Note::NumberCells(1),
        Note::DateCells(1),
        Note::ColumnsLeftOut(1),
        Note::UndecodedCells(1),
        Note::GarbledCells(1),
        Note::MixedEncoding(1),
    ];
    add("import-note-", &mut notes.iter().map(Note::code));
    let failures = all!(FailureCode: EmptyFile, NoRows, TooLarge, TooLargeUncompressed,
        TooManyRows, PasswordProtected, DamagedFile, TruncatedFile, NotASpreadsheet, HtmlFile,
        XmlFile, NumbersFile, UnknownEncoding, UnknownSeparator, UnknownSheet, UnbalancedQuotes,
        UnreadableFile);
    add(
        "error-import_",
        &mut failures.iter().map(|code| code.as_str()),
    );
    let ours = [
        "interrupted",
        "erased_meanwhile",
        "commit_failed",
        "undo_failed",
        "too_slow",
        "too_heavy",
        "state",
    ];
    add("error-import_", &mut ours.into_iter());
    add("error-", &mut ["file_too_large", "sheet_gone"].into_iter());
    let mappings = [
        MappingError::UnknownColumn(String::new()),
        MappingError::NothingToKeep,
        MappingError::NotAMapping(String::new()),
        MappingError::ColumnTwice("A".parse().unwrap()),
        MappingError::FieldTwice {
            column: "A".parse().unwrap(),
            field: Field::Name,
        },
        MappingError::UnknownField {
            column: "A".parse().unwrap(),
            field: String::new(),
        },
    ];
    add("field-", &mut mappings.iter().map(MappingError::code));
    add(
        "field-",
        &mut ["unknown_separator", "not_a_row", "unknown_field"].into_iter(),
    );
    for name in ["verdict", "reason", "number"] {
        keys.push(format!("import-sheet-{name}"));
    }
    keys
}

/// The texts of one language alone: nothing falls back to English.
fn alone(locale: Locale) -> Texts {
    let sources: Vec<_> = Core
        .texts()
        .into_iter()
        .filter(|(of, ..)| *of == locale)
        .collect();
    Arc::new(Catalog::new(&sources).unwrap()).texts(locale)
}

const ARGS: [&str; 10] = [
    "n", "row", "limit", "limit_mb", "name", "label", "kind", "shown", "file", "column",
];

#[test]
fn every_code_has_its_words_in_every_language() {
    for locale in Locale::ALL {
        let texts = alone(locale);
        for key in keys() {
            let args = ARGS.map(|name| (name, Arg::from(5_i64)));
            let says = texts.find(&key, &args).unwrap_or_default();
            assert!(!says.is_empty(), "{locale}: {key}");
            assert!(
                !says.contains("{$"),
                "{locale}: {key} lacks an argument: {says}"
            );
            if key.starts_with("error-") {
                let detail = texts.find(&format!("{key}.detail"), &args);
                assert!(detail.is_some(), "{locale}: {key}.detail");
            }
        }
    }
}

/// What templates and pages ask for by name is there, in every language.
#[test]
fn every_text_that_a_page_names_is_there() {
    let templates = [
        "head",
        "upload",
        "file",
        "progress_part",
        "columns",
        "rows",
        "table",
        "summary",
        "notices",
        "preview",
        "done",
        "failed",
    ];
    let pages = [
        include_str!("desk.rs"),
        include_str!("file.rs"),
        include_str!("progress.rs"),
        include_str!("columns.rs"),
        include_str!("table.rs"),
        include_str!("preview.rs"),
        include_str!("done.rs"),
    ];
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/templates/imports");
    let mut named = String::new();
    for name in templates {
        named.push_str(&std::fs::read_to_string(format!("{folder}/{name}.html")).unwrap());
    }
    named.extend(pages);
    let keys = named.split('"').filter(|word| {
        word.starts_with("import-") && !word.contains(['{', ' ', '<']) && !word.ends_with('-')
    });
    let keys: Vec<&str> = keys.collect();
    assert!(keys.len() > 80, "{}", keys.len());
    for locale in Locale::ALL {
        let texts = alone(locale);
        for key in &keys {
            assert!(texts.find(key, &[]).is_some(), "{locale}: {key}");
        }
    }
}
