//! Erasing a person from every module's tables, by what manifests declare.
//!
//! The text of every statement is put together once at the start, from names that
//! are checked to be names: a manifest can declare, but not inject.

use std::sync::Arc;

use kartoteka_plugin::{
    BoxFuture, Db, Manifest, Result, Sql, Tx,
    db::Engine,
    manifest::{Erase, Erasure, ErasureLine, PersonalTable},
};
use serde_json::Value as Json;
use uuid::Uuid;

use super::{Health, Tables, Unfit, unavailable};

/// What erasure does to one table.
struct Step {
    module: String,
    table: String,
    count: Sql,
    /// Absent for what is kept.
    run: Option<Sql>,
    outcome: &'static str,
    because: Option<String>,
}

/// The declarations of all modules as statements.
pub struct Declarations {
    /// In the order of the manifests, which is the order of the lines.
    steps: Vec<Step>,
}

/// Erasure by declaration, in one salon.
pub struct DeclaredErasure {
    declarations: Arc<Declarations>,
    tables: Arc<Tables>,
    engine: Arc<dyn Engine>,
    health: Arc<Health>,
    salon: Uuid,
}

impl DeclaredErasure {
    /// Erasure in `salon`, whose engine this is.
    pub fn new(
        declarations: Arc<Declarations>,
        tables: Arc<Tables>,
        engine: Arc<dyn Engine>,
        health: Arc<Health>,
        salon: Uuid,
    ) -> Self {
        Self {
            declarations,
            tables,
            engine,
            health,
            salon,
        }
    }

    /// Whether `module` keeps anything. What one keeps whose tables could not be brought up to
    /// date is not known, so that nobody is told that all of it is there, or gone.
    ///
    /// # Errors
    /// 503 `feature_unavailable`.
    fn keeps(&self, module: &str) -> Result<bool> {
        match self.health.fitness().of(self.salon, module) {
            None => Ok(true),
            Some(Unfit::Empty) => Ok(false),
            Some(Unfit::Old) => Err(unavailable(module)),
        }
    }

    /// The steps of the modules that keep something.
    fn steps(&self) -> Result<Vec<&Step>> {
        let mut steps = Vec::with_capacity(self.declarations.steps.len());
        for step in &self.declarations.steps {
            if self.keeps(&step.module)? {
                steps.push(step);
            }
        }
        Ok(steps)
    }
}

impl Declarations {
    /// Reads the declarations of all modules; the journal's own comes last.
    ///
    /// # Errors
    /// Names the module and what in its declaration is no name or no plain value.
    pub fn new<'a>(manifests: impl IntoIterator<Item = &'a Manifest>) -> Result<Self, String> {
        let mut steps = Vec::new();
        for manifest in manifests {
            for table in &manifest.personal_data {
                let step = step(&manifest.id, table);
                steps.push(step.map_err(|e| format!("manifest of {}: {e}", manifest.id))?);
            }
        }
        steps.push(journal());
        Ok(Self { steps })
    }
}

fn step(module: &str, declared: &PersonalTable) -> Result<Step, String> {
    let table = name(&declared.table)?;
    let client = name(&declared.client)?;
    let theirs = format!("from {table} where salon_id = $1 and {client} = $2");
    let (run, outcome, because) = match &declared.erase {
        Erase::Delete => (Some(format!("delete {theirs}")), "deleted", None),
        Erase::Blank(values) => {
            let sets = values
                .iter()
                .map(|(column, value)| Ok(format!("{} = {}", name(column)?, plain(value)?)))
                .collect::<Result<Vec<_>, String>>()?;
            let text = format!(
                "update {table} set {} where salon_id = $1 and {client} = $2",
                sets.join(", ")
            );
            (Some(text), "blanked", None)
        }
        Erase::Keep { because } => (None, "kept", Some(because.clone())),
    };
    Ok(Step {
        module: module.to_owned(),
        table: table.to_owned(),
        count: format!("select count(*) as n {theirs}").into(),
        run: run.map(Sql::from),
        outcome,
        because,
    })
}

/// The journal keeps that things happened, and forgets what was in them.
fn journal() -> Step {
    const COUNT: &str =
        "select count(*) as n from journal_subjects where salon_id = $1 and client_id = $2";
    const BLANK: &str = "update journal set before = null, after = null \
         where salon_id = $1 and number in \
         (select number from journal_subjects where salon_id = $1 and client_id = $2)";
    Step {
        module: "core".to_owned(),
        table: "journal".to_owned(),
        count: COUNT.into(),
        run: Some(BLANK.into()),
        outcome: "blanked",
        because: None,
    }
}

/// A table or column.
pub(super) fn name(text: &str) -> Result<&str, String> {
    let begins = text.starts_with(|c: char| c.is_ascii_lowercase());
    let rest = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if begins && text.len() <= 63 && text.chars().all(rest) {
        Ok(text)
    } else {
        Err(format!("\"{text}\" is no name of a table or column"))
    }
}

/// A value that says nothing: null, a boolean, a whole number, or a quoted text
/// without quotes in it.
fn plain(text: &str) -> Result<&str, String> {
    let word = matches!(text, "null" | "true" | "false");
    let number = text.parse::<i64>().is_ok();
    let quoted = text
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''))
        .is_some_and(|inside| !inside.contains(['\'', '\\']));
    if word || number || quoted {
        Ok(text)
    } else {
        Err(format!("\"{text}\" is no plain value"))
    }
}

impl Step {
    fn line(&self, rows: u64) -> ErasureLine {
        ErasureLine {
            module: self.module.clone(),
            table: self.table.clone(),
            rows,
            outcome: self.outcome,
            because: self.because.clone(),
        }
    }
}

impl Erasure for DeclaredErasure {
    fn export<'a>(&'a self, db: &'a Db, client: Uuid) -> BoxFuture<'a, Result<Json>> {
        Box::pin(async move {
            let mut kept = Vec::new();
            for feature in self.tables.features() {
                if self.keeps(feature)? {
                    kept.push(feature);
                }
            }
            self.tables.of_client(db, client, &kept).await
        })
    }

    fn preview<'a>(&'a self, db: &'a Db, client: Uuid) -> BoxFuture<'a, Result<Vec<ErasureLine>>> {
        Box::pin(async move {
            let mut lines = Vec::new();
            for step in self.steps()? {
                let row = db.query(step.count.clone()).bind(client).one().await?;
                lines.push(step.line(count(row.get("n")?)));
            }
            Ok(lines)
        })
    }

    fn erase<'a>(
        &'a self,
        tx: &'a mut Tx,
        client: Uuid,
    ) -> BoxFuture<'a, Result<Vec<ErasureLine>>> {
        Box::pin(async move {
            let mut lines = Vec::new();
            // From the last to the first: what refers to a client goes before the client,
            // and a feature's rows before core's.
            for step in self.steps()?.into_iter().rev() {
                let rows = match &step.run {
                    Some(run) => tx.query(run.clone()).bind(client).execute().await?,
                    None => {
                        let row = tx.query(step.count.clone()).bind(client).one().await?;
                        count(row.get("n")?)
                    }
                };
                lines.push(step.line(rows));
            }
            lines.reverse();
            Ok(lines)
        })
    }

    fn settle(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async { Ok(self.engine.settle().await?) })
    }
}

fn count(n: i64) -> u64 {
    u64::try_from(n).unwrap_or_default()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn declared(erase: &str) -> Result<Declarations, String> {
        let manifest = format!(
            "id = 'm'\nversion = '1'\ncontract = '0.1'\nnames = {{}}\n\
             [[personal_data]]\ntable = 'm__notes'\nclient = 'client_id'\npersonal = ['text']\n\
             erase = {erase}\n"
        );
        let manifest: Manifest = toml::from_str(&manifest).unwrap();
        Declarations::new([&manifest])
    }

    fn text(erase: &str) -> Option<String> {
        let erasure = declared(erase).unwrap();
        let step = erasure.steps.first().unwrap();
        step.run.as_ref().map(|sql| sql.postgres().to_string())
    }

    #[test]
    fn declarations_become_statements_of_one_salon_and_client() {
        assert_eq!(
            text("'delete'").unwrap(),
            "delete from m__notes where salon_id = $1 and client_id = $2"
        );
        assert_eq!(
            text("{ blank = { text = \"''\", at = \"null\" } }").unwrap(),
            "update m__notes set at = null, text = '' where salon_id = $1 and client_id = $2"
        );
        assert_eq!(text("{ keep = { because = 'keep-tax' } }"), None);
    }

    #[test]
    fn the_journal_is_always_among_them() {
        let erasure = declared("'delete'").unwrap();
        assert_eq!(erasure.steps.last().unwrap().table, "journal");
    }

    #[test]
    fn what_is_no_name_or_plain_value_is_refused() {
        for bad in [
            "{ blank = { 'text = 1, x' = 'null' } }",
            "{ blank = { text = \"'' where 1=1 --\" } }",
            "{ blank = { text = \"'a''; drop table x'\" } }",
            "{ blank = { text = 'random()' } }",
        ] {
            assert!(declared(bad).is_err(), "{bad}");
        }
        for bad in ["", "1a", "a b", "A", "a;"] {
            assert!(name(bad).is_err(), "{bad}");
        }
    }
}
