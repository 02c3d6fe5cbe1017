//! The migrations of a bundle. What they do is judged by a rule of the contract (`tables`, `keys`).

use super::{Migrations, content::text, parts::Parts, refusal::Reason};

/// Takes the migrations out: the same names for both engines, numbered in order.
pub(super) fn read(parts: &mut Parts) -> Result<Migrations, Reason> {
    let sqlite = of(parts, "migrations/sqlite/")?;
    let postgres = of(parts, "migrations/postgres/")?;
    let alone = |these: &[(String, String)], those: &[(String, String)]| {
        let mut names = these.iter().map(|(name, _)| name.clone());
        names.find(|name| those.iter().all(|(other, _)| other != name))
    };
    let wrong = |why: String| Err(Reason::Migrations(why));
    if let Some(name) = alone(&sqlite, &postgres) {
        return wrong(format!("{name}.sql is there for SQLite alone"));
    }
    if let Some(name) = alone(&postgres, &sqlite) {
        return wrong(format!("{name}.sql is there for PostgreSQL alone"));
    }
    let mut before: Option<&str> = None;
    for (name, _) in &sqlite {
        let Some(number) = number(name) else {
            return wrong(format!(
                "{name}.sql is not called NNNN_name.sql, in small letters, digits and _"
            ));
        };
        if before == Some(number) {
            return wrong(format!("two files have the number {number}"));
        }
        before = Some(number);
    }
    Ok(Migrations { sqlite, postgres })
}

/// The files of one engine, in the order of their names.
fn of(parts: &mut Parts, folder: &str) -> Result<Vec<(String, String)>, Reason> {
    let names: Vec<String> = (parts.keys())
        .filter(|name| name.starts_with(folder))
        .cloned()
        .collect();
    let mut files = Vec::with_capacity(names.len());
    for name in names {
        let bytes = parts.remove(&name).unwrap_or_default();
        let stem = name.strip_prefix(folder).unwrap_or_default();
        let stem = stem.strip_suffix(".sql").unwrap_or_default().to_owned();
        files.push((stem, text(&name, bytes)?));
    }
    Ok(files)
}

/// The number of a file, of four digits.
fn number(name: &str) -> Option<&str> {
    let (number, rest) = name.split_once('_')?;
    let digits = number.len() == 4 && number.bytes().all(|b| b.is_ascii_digit());
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    (digits && !rest.is_empty() && rest.bytes().all(plain)).then_some(number)
}
