//! What BUNDLE.md shows is whole: the samples with every key there is, and tables that are the same on both engines.

use std::collections::BTreeSet;

use syn::{Fields, Item};

use crate::text;

const GUIDE: &str = "plugins/sdk/BUNDLE.md";
const SAMPLES: &str = "host/src/plugins/kit/samples.rs";

/// The pieces of the guide in this language.
fn pieces(language: &str) -> Vec<String> {
    let guide = text(GUIDE);
    let begins = format!("```{language}\n");
    let rest = guide.split(&begins).skip(1);
    rest.filter_map(|rest| rest.split("```").next())
        .map(str::to_owned)
        .collect()
}

/// The fields of a struct of the samples.
fn fields(of: &str) -> BTreeSet<String> {
    let file = syn::parse_file(&text(SAMPLES)).expect("Rust");
    let found = file.items.into_iter().find_map(|item| match item {
        Item::Struct(item) if item.ident == of => Some(item.fields),
        _ => None,
    });
    let Some(Fields::Named(fields)) = found else {
        panic!("{SAMPLES} has no {of}");
    };
    let names = fields.named.into_iter().filter_map(|field| field.ident);
    names.map(|name| name.to_string()).collect()
}

fn keys<'t>(tables: impl IntoIterator<Item = &'t toml::Value>) -> BTreeSet<String> {
    let tables = tables.into_iter().filter_map(toml::Value::as_table);
    tables.flat_map(|table| table.keys().cloned()).collect()
}

#[test]
fn the_samples_are_shown_with_every_key() {
    let [example] = <[String; 1]>::try_from(pieces("toml")).expect("one example");
    let all: toml::Value = toml::from_str(&example).expect("TOML");
    assert_eq!(keys([&all]), fields("Samples"));
    let things = all["things"].as_array().expect("things");
    let samples = || things.iter().chain([&all["about_client"]]);
    assert_eq!(keys(samples()), fields("Sample"));
    assert_eq!(
        keys(samples().filter_map(|s| s.get("file"))),
        fields("File")
    );
    let about = keys([&all["about_client"]]);
    assert!(about.contains("method"), "{about:?}");
}

#[test]
fn the_tables_are_twins() {
    let [sqlite, postgres] = <[String; 2]>::try_from(pieces("sql")).expect("a file for each");
    let made = rusqlite::Connection::open_in_memory().expect("a database");
    made.execute_batch(&sqlite).expect("tables");
    let words = |text: &str, at: usize| -> Vec<String> {
        let lines = text
            .lines()
            .filter_map(|line| line.split_whitespace().nth(at));
        lines.map(str::to_owned).collect()
    };
    assert_eq!(words(&sqlite, 0), words(&postgres, 0));
    let types: BTreeSet<(String, String)> = (words(&sqlite, 1).into_iter())
        .zip(words(&postgres, 1))
        .filter(|(one, other)| one != other)
        .collect();
    let guide = text("plugins/sdk/README.md");
    for (one, other) in types {
        let row = format!("| `{one}` | `{other}` |");
        // The salon is declared by none, and has no row.
        let salon = one == "integer" && other == "uuid";
        assert!(salon || guide.contains(&row), "{row}");
    }
}
