//! Many rows by few statements.

use std::fmt::Write as _;

use super::{DbError, Transaction, Value, Weight};

/// Values one statement may bind: SQLite allows 32,766, PostgreSQL 65,535.
const MAX_BINDS: usize = 32_000;
/// Beyond this many rows a longer statement brings nothing (measured).
const MAX_ROWS: usize = 2_000;

/// An insert of many rows into one table, multi-row `values` in chunks. The
/// table's first column is `salon_id`, bound by `db`.
pub struct Bulk {
    table: &'static str,
    columns: &'static [&'static str],
    suffix: &'static str,
    values: Vec<Value>,
    weight: Weight,
}

impl Bulk {
    /// Into `table`, with these columns beside `salon_id`.
    pub fn into(table: &'static str, columns: &'static [&'static str]) -> Self {
        Self {
            table,
            columns,
            suffix: "",
            values: Vec::new(),
            weight: Weight::Short,
        }
    }

    /// What follows the values, e.g. `on conflict do nothing`.
    #[must_use]
    pub fn suffix(mut self, suffix: &'static str) -> Self {
        self.suffix = suffix;
        self
    }

    /// Says that each statement is long work.
    #[must_use]
    pub fn long(mut self) -> Self {
        self.weight = Weight::Long;
        self
    }

    /// Adds a row; as many values as there are columns, in their order.
    pub fn row<const N: usize>(&mut self, values: [Value; N]) {
        debug_assert_eq!(
            N,
            self.columns.len(),
            "values and columns of {}",
            self.table
        );
        self.values.extend(values);
    }

    /// How many rows were added.
    pub fn len(&self) -> usize {
        self.values
            .len()
            .checked_div(self.columns.len())
            .unwrap_or(0)
    }

    /// Whether no row was added.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// How much work it is.
    pub fn weight(&self) -> Weight {
        self.weight
    }

    /// The values, row after row.
    pub fn into_values(self) -> Vec<Value> {
        self.values
    }

    /// Where its table, its columns and its suffix stand in the program: inserts of the same
    /// places have the same text.
    pub fn places(&self) -> [(usize, usize); 3] {
        let place = |text: &str| (text.as_ptr().addr(), text.len());
        let columns = (self.columns.as_ptr().addr(), self.columns.len());
        [place(self.table), columns, place(self.suffix)]
    }

    /// The values of each row.
    pub fn rows(&self) -> impl Iterator<Item = &[Value]> {
        self.values.chunks(self.columns.len().max(1))
    }

    /// Inserts the rows by statements of as many as the engines allow.
    pub(super) async fn by_values(
        self,
        transaction: &mut (impl Transaction + ?Sized),
    ) -> Result<u64, DbError> {
        let width = self.columns.len().max(1);
        let rows_a_statement = (MAX_BINDS / width).clamp(1, MAX_ROWS);
        let mut affected = 0;
        let mut full: Option<super::Sql> = None;
        for chunk in self.values.chunks(rows_a_statement * width) {
            let rows = chunk.len() / width;
            let outcome = if rows == rows_a_statement {
                let sql = full.get_or_insert_with(|| self.text(rows).into());
                transaction.run(sql, chunk, self.weight).await?
            } else {
                let sql = self.text(rows).into();
                transaction.run(&sql, chunk, self.weight).await?
            };
            affected += outcome.affected;
        }
        Ok(affected)
    }

    /// The insert of so many rows.
    pub fn text(&self, rows: usize) -> String {
        let mut text = format!("insert into {} (salon_id", self.table);
        for column in self.columns {
            text.push_str(", ");
            text.push_str(column);
        }
        text.push_str(") values ");
        let mut bind = 2;
        for row in 0..rows {
            text.push_str(if row == 0 { "($1" } else { ", ($1" });
            for _ in self.columns {
                // Writing to a String cannot fail.
                let _ = write!(text, ", ${bind}");
                bind += 1;
            }
            text.push(')');
        }
        text.push(' ');
        text.push_str(self.suffix);
        text
    }
}
