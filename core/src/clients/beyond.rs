//! What features do and know of a person beyond their declarations: asked of all that keep
//! something, on or off, when somebody is erased and when all that is held is read out.

use kartoteka_plugin::{Call, Error, Result, Tx, hooks::HookAnswer, manifest::ErasureLine};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

const ERASE: &str = "core.erase/1";
const EXPORT: &str = "core.export/1";

/// What features said of an erasure.
#[derive(Debug, Default)]
pub(super) struct Erased {
    /// What they took away and keep beyond the declared tables.
    lines: Vec<ErasureLine>,
    /// Whether one of them knows the person again.
    pub(super) known_again: bool,
}

#[derive(Deserialize)]
struct ErasureAnswer {
    #[serde(default)]
    rows: Vec<Rows>,
    #[serde(default)]
    known_again: bool,
}

#[derive(Deserialize)]
struct Rows {
    table: String,
    outcome: Outcome,
    count: u64,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Outcome {
    Deleted,
    Blanked,
    Kept,
}

impl Outcome {
    const fn code(self) -> &'static str {
        match self {
            Self::Deleted => "deleted",
            Self::Blanked => "blanked",
            Self::Kept => "kept",
        }
    }
}

#[derive(Deserialize)]
struct ExportAnswer {
    tables: Map<String, Json>,
}

impl Erased {
    /// Lets features take away what they keep of `client` beyond their declarations.
    ///
    /// # Errors
    /// 503 `feature_failed`, or the engine's own.
    pub(super) async fn by_features(call: &Call, tx: &mut Tx, client: Uuid) -> Result<Self> {
        let mut erased = Self::default();
        for (feature, answer) in ask::<ErasureAnswer>(call, tx, ERASE, client).await? {
            erased.known_again |= answer.known_again;
            let lines = answer.rows.into_iter().map(|rows| ErasureLine {
                module: feature.clone(),
                table: rows.table,
                rows: rows.count,
                outcome: rows.outcome.code(),
                because: None,
            });
            erased.lines.extend(lines);
        }
        Ok(erased)
    }

    /// The lines together with those by declaration: each table's beside each other, and the same
    /// thing in one line.
    pub(super) fn beside(self, mut declared: Vec<ErasureLine>) -> Vec<ErasureLine> {
        for line in self.lines {
            let same = |other: &&mut ErasureLine| {
                let of = |line: &ErasureLine| (line.module.clone(), line.table.clone());
                of(other) == of(&line) && other.outcome == line.outcome
            };
            if let Some(other) = declared.iter_mut().find(same) {
                other.rows += line.rows;
                continue;
            }
            let last = |of: &dyn Fn(&ErasureLine) -> bool| declared.iter().rposition(of);
            let place = last(&|other| other.module == line.module && other.table == line.table);
            let place = place.or_else(|| last(&|other| other.module == line.module));
            // The journal is last of all.
            let end = declared.len().saturating_sub(1);
            declared.insert(place.map_or(end, |place| place + 1), line);
        }
        declared
    }
}

/// Adds to what declarations find of `client`, by feature and table, what features know beyond it.
///
/// # Errors
/// 503 `feature_failed`, or the engine's own.
pub(super) async fn export(call: &Call, client: Uuid, features: &mut Json) -> Result<()> {
    // Its end undoes what an answer might have written.
    let mut tx = call.begin().await?;
    for (feature, answer) in ask::<ExportAnswer>(call, &mut tx, EXPORT, client).await? {
        for (table, rows) in answer.tables {
            let Json::Array(mut rows) = rows else {
                continue;
            };
            // Where files lie in the archive, the declared rows say alone.
            for row in rows.iter_mut().filter_map(Json::as_object_mut) {
                row.remove("file");
            }
            if rows.is_empty() {
                continue;
            }
            let of_table = &mut features[&feature][&table];
            match of_table {
                Json::Array(known) => known.extend(rows),
                _ => *of_table = rows.into(),
            }
        }
    }
    Ok(())
}

/// What each feature answers.
async fn ask<A: DeserializeOwned>(
    call: &Call,
    tx: &mut Tx,
    hook: &'static str,
    client: Uuid,
) -> Result<Vec<(String, A)>> {
    let question = json!({"client_id": client});
    let answers = call.ask(tx, hook, &question).await?.into_iter();
    let read = |HookAnswer { feature, answer }| match serde_json::from_value(answer) {
        Ok(answer) => Ok((feature, answer)),
        Err(error) => Err(Error::internal(format!("{hook}: {feature}: {error}"))),
    };
    answers.map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(module: &str, table: &str, outcome: &'static str, rows: u64) -> ErasureLine {
        ErasureLine {
            module: module.to_owned(),
            table: table.to_owned(),
            rows,
            outcome,
            because: None,
        }
    }

    #[test]
    fn what_features_say_stands_beside_what_they_declare() {
        let declared = vec![
            line("core", "clients", "deleted", 1),
            line("tips", "tips__given", "blanked", 2),
            line("core", "journal", "blanked", 5),
        ];
        let erased = Erased {
            lines: vec![
                line("tips", "tips__seen", "kept", 1),
                line("tips", "tips__given", "blanked", 3),
                line("tips", "tips__given", "kept", 4),
                line("games", "games__won", "deleted", 6),
            ],
            known_again: false,
        };
        let expected = [
            line("core", "clients", "deleted", 1),
            line("tips", "tips__given", "blanked", 5),
            line("tips", "tips__given", "kept", 4),
            line("tips", "tips__seen", "kept", 1),
            line("games", "games__won", "deleted", 6),
            line("core", "journal", "blanked", 5),
        ];
        assert_eq!(erased.beside(declared), expected);
    }
}
