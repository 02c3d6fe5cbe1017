//! How SQLite would run a statement, asked of an empty file: an index that is missing is seen before a salon is
//! slow by it.

use std::collections::BTreeSet;

use rusqlite::Connection;

use crate::storage::migrate::MigrationSet;

/// An empty file with tables, and no statistics.
pub struct Plans(Connection);

impl Plans {
    /// With these tables.
    ///
    /// # Errors
    /// As SQLite says of a migration.
    pub fn on(tables: &[MigrationSet]) -> Result<Self, String> {
        let connection = Connection::open_in_memory().map_err(|error| error.to_string())?;
        for file in tables.iter().flat_map(|set| &set.migrations) {
            let made = connection.execute_batch(&file.sql);
            made.map_err(|error| error.to_string())?;
        }
        Ok(Self(connection))
    }

    /// The columns of a table or view, in order.
    ///
    /// # Errors
    /// As SQLite says where it is not here.
    pub fn columns(&self, table: &str) -> Result<Vec<String>, String> {
        let read = self.0.prepare(&format!("select * from {table}"));
        let names = read.map(|read| read.column_names().into_iter().map(str::to_owned).collect());
        names.map_err(|error| error.to_string())
    }

    /// Whether all that a statement names is here.
    pub fn knows(&self, text: &str) -> bool {
        self.0.prepare(text).is_ok()
    }

    /// The lines of a statement's plan.
    ///
    /// # Errors
    /// As SQLite says of the statement.
    pub fn of(&self, text: &str) -> Result<Vec<String>, String> {
        let lines = || {
            let mut statement = self.0.prepare(&format!("explain query plan {text}"))?;
            let mut lines = Vec::new();
            // Nothing is bound: a plan is made for all values.
            let mut rows = statement.raw_query();
            while let Some(row) = rows.next()? {
                lines.push(row.get("detail")?);
            }
            Ok::<_, rusqlite::Error>(lines)
        };
        lines().map_err(|error| error.to_string())
    }

    /// The lines of its plan that read a whole table, or all of a salon, or put all in order to give a few.
    ///
    /// # Errors
    /// As SQLite says of the statement.
    pub fn faults(&self, text: &str) -> Result<Vec<String>, String> {
        let plan = self.of(text)?;
        let own: BTreeSet<&str> = plan.iter().filter_map(|line| made(line)).collect();
        let fault = |line: &&String| is_wide(line, &own, text);
        Ok(plan.iter().filter(fault).cloned().collect())
    }
}

/// What a statement puts together itself, which is read whole.
fn made(line: &str) -> Option<&str> {
    let coroutine = line.strip_prefix("CO-ROUTINE ");
    coroutine.or_else(|| line.strip_prefix("MATERIALIZE "))
}

fn is_wide(line: &str, own: &BTreeSet<&str>, text: &str) -> bool {
    let mut words = line.split(' ');
    match (words.next(), words.next()) {
        (Some("SCAN"), Some(table)) => !own.contains(table) && !line.contains("CONSTANT ROW"),
        (Some("SEARCH"), _) => line.contains("(salon_id=?)"),
        (Some("USE"), _) => line.contains("ORDER BY") && text.contains(" limit "),
        _ => false,
    }
}

/// Whether no row of a feature's table is looked for: when the host counts what it keeps, reads it out in pieces, or
/// removes it, when a table is emptied, and when it is asked whether there is any at all.
pub fn means_all(text: &str) -> bool {
    let is_table = |name: &str| {
        let is_word = |c: char| c == '_' || c.is_ascii_alphanumeric();
        name.contains("__") && name.chars().all(is_word)
    };
    let are_columns = |text: &str| {
        let is_one = |c: char| c == '_' || c == ',' || c == ' ' || c.is_ascii_alphanumeric();
        text.chars().all(is_one)
    };
    let emptied = text.strip_prefix("delete from ");
    if emptied.is_some_and(|table| !table.contains(' ')) {
        return true;
    }
    let counted = text.strip_prefix("select count(*) as n from ");
    if let Some(rest) = counted.or_else(|| text.strip_prefix("delete from ")) {
        let table = rest.strip_suffix(" where salon_id = $1");
        return table.is_some_and(is_table);
    }
    let read = text
        .strip_prefix("select ")
        .and_then(|rest| rest.split_once(" from "));
    let parts = read.and_then(|(columns, rest)| {
        let (table, rest) = rest.split_once(" where salon_id = $1 ")?;
        let order = rest
            .strip_suffix("limit $2")
            .or_else(|| rest.strip_suffix("limit 1"))?;
        let is_plain = order.is_empty() || order.starts_with("order by ");
        is_plain.then_some((columns, table, order))
    });
    parts.is_some_and(|(columns, table, order)| {
        are_columns(columns) && is_table(table) && are_columns(order)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_all_of_a_table_is_known() {
        for (text, all) in [
            ("delete from a__b where salon_id = $1", true),
            ("select count(*) as n from a__b where salon_id = $1", true),
            (
                "select id, words from a__b where salon_id = $1 order by id limit $2",
                true,
            ),
            ("select id from a__b where salon_id = $1 limit 1", true),
            (
                "select id from a__b where salon_id = $1 and c = 1 limit 1",
                false,
            ),
            (
                "select id from a__b where salon_id = $1 or c = 1 limit 1",
                false,
            ),
            ("delete from clients", true),
            ("delete from clients where salon_id = $1", false),
            ("delete from a__b where salon_id = $1 and day = $2", false),
            ("select id from a__b where salon_id = $1", false),
            (
                "select id from a__b where salon_id = $1 and day = $2 order by id limit $3",
                false,
            ),
        ] {
            assert_eq!(means_all(text), all, "{text}");
        }
    }
}
