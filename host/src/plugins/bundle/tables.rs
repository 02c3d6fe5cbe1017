//! The migrations of a bundle. What they do is judged by a rule of the contract (`tables`, `keys`).

use super::{Migrations, content::text, parts::Parts, refusal::Reason};

/// Takes the migrations out: the same names for both engines, numbered in order.
///
/// # Errors
/// All that is wrong with their names, or the files that are no texts.
pub(super) fn read(parts: &mut Parts) -> Result<Migrations, Vec<Reason>> {
    let mut wrong = Vec::new();
    let sqlite = of(parts, "migrations/sqlite/", &mut wrong);
    let postgres = of(parts, "migrations/postgres/", &mut wrong);
    let alone = |these: &[(String, String)], those: &[(String, String)], engine: &str| {
        let names = these.iter().map(|(name, _)| name);
        let alone = names.filter(|name| those.iter().all(|(other, _)| other != *name));
        let told = |name: &String| format!("{name}.sql is there for {engine} alone");
        alone.map(told).map(Reason::Migrations).collect::<Vec<_>>()
    };
    if wrong.is_empty() {
        wrong.extend(alone(&sqlite, &postgres, "SQLite"));
        wrong.extend(alone(&postgres, &sqlite, "PostgreSQL"));
        wrong.extend(misnumbered(&sqlite).into_iter().map(Reason::Migrations));
    }
    match wrong.is_empty() {
        true => Ok(Migrations { sqlite, postgres }),
        false => Err(wrong),
    }
}

fn misnumbered(files: &[(String, String)]) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut before: Option<&str> = None;
    for (name, _) in files {
        match number(name) {
            None => wrong.push(format!(
                "{name}.sql is not called NNNN_name.sql, in small letters, digits and _"
            )),
            Some(number) => {
                if before == Some(number) {
                    wrong.push(format!("two files have the number {number}"));
                }
                before = Some(number);
            }
        }
    }
    wrong
}

/// The files of one engine, in the order of their names.
fn of(parts: &mut Parts, folder: &str, wrong: &mut Vec<Reason>) -> Vec<(String, String)> {
    let names: Vec<String> = (parts.keys())
        .filter(|name| name.starts_with(folder))
        .cloned()
        .collect();
    let mut files = Vec::with_capacity(names.len());
    for name in names {
        let bytes = parts.remove(&name).unwrap_or_default();
        let stem = name.strip_prefix(folder).unwrap_or_default();
        let stem = stem.strip_suffix(".sql").unwrap_or_default().to_owned();
        match text(&name, bytes) {
            Ok(text) => files.push((stem, text)),
            Err(reason) => wrong.push(reason),
        }
    }
    files
}

/// The number of a file, of four digits.
fn number(name: &str) -> Option<&str> {
    let (number, rest) = name.split_once('_')?;
    let digits = number.len() == 4 && number.bytes().all(|b| b.is_ascii_digit());
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    (digits && !rest.is_empty() && rest.bytes().all(plain)).then_some(number)
}
