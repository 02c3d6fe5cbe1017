//! What the migrations of a feature may do: make, change and remove tables and indexes of its own, and write
//! rows into them. They run in the role that owns all tables, so that nothing in them may be left unread.

mod changes;

use std::{
    collections::{BTreeMap, BTreeSet},
    thread,
};

use sqlparser::{
    ast::{
        ColumnDef, ColumnOption, CreateIndex, CreateTable, DataType, Expr, Ident, IndexColumn,
        KeyOrIndexDisplay, NullsDistinctOption, ObjectName, PrimaryKeyConstraint, Statement,
        TableConstraint, UniqueConstraint, Visit as _,
        helpers::stmt_create_table::CreateTableBuilder,
    },
    dialect::{Dialect, PostgreSqlDialect, SQLiteDialect},
    parser::Parser,
};

use super::{Bounds, Judge, STACK, single};
use crate::storage::{
    fence::{letters, words},
    migrate::EngineKind,
};

/// The column that holds the salon.
const SALON: &str = "salon_id";

/// A table, as the migrations leave it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Made {
    /// Its columns, with their types in small letters.
    pub(crate) columns: BTreeMap<String, String>,
    /// Whether the salon stands first in its key.
    pub(crate) keyed: bool,
    /// What PostgreSQL calls its key.
    key: String,
}

/// Tables by name.
pub(crate) type Tables = BTreeMap<String, Made>;

/// The tables that `files` (name and text, in order) make on `engine`, whose names all begin with
/// `prefix`.
///
/// # Errors
/// Names the file, and what in it is not for a feature.
pub(crate) fn read(
    files: &[(&str, &str)],
    engine: EngineKind,
    prefix: &str,
) -> Result<Tables, String> {
    let bounds = Bounds {
        feature: "a migration".to_owned(),
        prefix: prefix.to_owned(),
        // What a salon agreed to that is read is not known where a migration runs.
        views: Vec::new(),
    };
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK);
        let read = thread.spawn_scoped(scope, || Reader::new(&bounds, engine).read(files));
        let read = read.map_err(|_| "no thread to read them".to_owned())?;
        read.join()
            .unwrap_or_else(|_| Err("they cannot be read".to_owned()))
    })
}

/// The statements of a file, without its comments. Whatever else two readers may take apart in two ways is
/// refused after this, letter by letter.
fn statements(text: &str) -> Result<Vec<String>, String> {
    // One engine ends a comment, or the whole file, where the other goes on.
    let text = text.replace("\r\n", "\n");
    if text.contains(['\r', '\0']) {
        return Err("it has a zero, or an end of a line that is none everywhere".to_owned());
    }
    let mut all = vec![String::new()];
    let mut in_string = false;
    let mut rest = text.chars().peekable();
    while let Some(letter) = rest.next() {
        match letter {
            '-' if !in_string && rest.peek() == Some(&'-') => {
                while rest.next_if(|&letter| letter != '\n').is_some() {}
                continue;
            }
            ';' if !in_string => {
                all.push(String::new());
                continue;
            }
            '$' if !in_string => return Err("nobody binds a value to $ there".to_owned()),
            '\'' => in_string = !in_string,
            _ => {}
        }
        if let Some(statement) = all.last_mut() {
            statement.push(letter);
        }
    }
    all.retain(|statement| !statement.trim().is_empty());
    Ok(all)
}

struct Reader<'a> {
    bounds: &'a Bounds,
    engine: EngineKind,
    tables: Tables,
    indexes: BTreeSet<String>,
}

impl<'a> Reader<'a> {
    fn new(bounds: &'a Bounds, engine: EngineKind) -> Self {
        Self {
            bounds,
            engine,
            tables: Tables::new(),
            indexes: BTreeSet::new(),
        }
    }

    fn read(mut self, files: &[(&str, &str)]) -> Result<Tables, String> {
        for (name, text) in files {
            let all = statements(text).map_err(|why| format!("{name}: {why}"))?;
            for statement in all {
                self.one(&statement).map_err(|why| {
                    let begins: String = statement.trim().chars().take(40).collect();
                    format!("{name}: \"{begins}…\": {why}")
                })?;
            }
        }
        Ok(self.tables)
    }

    fn one(&mut self, text: &str) -> Result<(), String> {
        let text = letters::plain(text)?;
        let dialect: &dyn Dialect = match self.engine {
            EngineKind::Sqlite => &SQLiteDialect {},
            EngineKind::Postgres => &PostgreSqlDialect {},
        };
        let parsed = Parser::parse_sql(dialect, text.trim()).map_err(|e| e.to_string())?;
        let [statement] = parsed.as_slice() else {
            return Err("it is not one statement".to_owned());
        };
        match statement {
            Statement::Insert(_) | Statement::Update(_) | Statement::Delete(_) => {}
            Statement::CreateTable(table) => self.create(table)?,
            Statement::CreateIndex(index) => self.index(index)?,
            Statement::AlterTable(table) => self.alter(table)?,
            Statement::Drop { .. } => self.remove(statement)?,
            _ => {
                let may = "makes, changes and removes tables and indexes, and inserts, updates and \
                           deletes rows";
                return Err(format!("a migration {may}, and nothing else"));
            }
        }
        let judge = Judge::migrating(self.bounds);
        match judge.look_at(statement) {
            Some(why) => Err(why),
            None => Ok(()),
        }
    }

    fn create(&mut self, table: &CreateTable) -> Result<(), String> {
        let plain = CreateTableBuilder::new(table.name.clone())
            .columns(table.columns.clone())
            .constraints(table.constraints.clone())
            .build();
        must(
            *table == plain,
            "it makes a table otherwise than by `create table <name> (<columns and keys>)`: no `if not exists`, and nothing behind the bracket, such as strict or without rowid",
        )?;
        let name = self.own(&table.name)?;
        let mut made = Made {
            key: format!("{name}_pkey"),
            ..Made::default()
        };
        for column in &table.columns {
            self.column(&mut made, column)?;
        }
        for constraint in &table.constraints {
            self.constraint(&mut made, constraint)?;
        }
        must(!self.tables.contains_key(&name), "it is made twice")?;
        self.tables.insert(name, made);
        Ok(())
    }

    fn column(&self, made: &mut Made, column: &ColumnDef) -> Result<(), String> {
        let name = column.name.value.to_ascii_lowercase();
        let of = column.data_type.to_string().to_ascii_lowercase();
        let is_type = column.data_type != DataType::Unspecified && words::is_type(&of);
        must(is_type, &format!("the column {name} has the type {of}"))?;
        for option in &column.options {
            self.own_word(option.name.as_ref())?;
            match &option.option {
                ColumnOption::Null
                | ColumnOption::NotNull
                | ColumnOption::Default(_)
                | ColumnOption::Check(_) => {}
                ColumnOption::PrimaryKey(key) => {
                    self.key(made, key, option.name.as_ref())?;
                    made.keyed |= name == SALON;
                }
                ColumnOption::Unique(unique) => self.unique(unique)?,
                ColumnOption::ForeignKey(key) => {
                    self.own(&key.foreign_table)?;
                }
                _ => {
                    return Err(format!(
                        "the column {name} has more than a type, `not null`, `default`, `check`, `unique`, \
                         `primary key` and `references`"
                    ));
                }
            }
        }
        let before = made.columns.insert(name.clone(), of);
        must(before.is_none(), &format!("the column {name} stands twice"))
    }

    fn constraint(&self, made: &mut Made, constraint: &TableConstraint) -> Result<(), String> {
        match constraint {
            TableConstraint::PrimaryKey(key) => {
                self.key(made, key, key.name.as_ref())?;
                made.keyed |= key.columns.first().and_then(word).as_deref() == Some(SALON);
                Ok(())
            }
            TableConstraint::Unique(unique) => self.unique(unique),
            TableConstraint::Check(check) => self.own_word(check.name.as_ref()),
            TableConstraint::ForeignKey(key) => {
                self.own_word(key.name.as_ref())?;
                self.own_word(key.index_name.as_ref())?;
                self.own(&key.foreign_table).map(drop)
            }
            _ => Err(
                "it has a rule that is no `primary key`, `unique`, `check` or `foreign key`"
                    .to_owned(),
            ),
        }
    }

    fn key(
        &self,
        made: &mut Made,
        key: &PrimaryKeyConstraint,
        name: Option<&Ident>,
    ) -> Result<(), String> {
        self.own_word(name)?;
        if let Some(name) = name {
            made.key = name.value.to_ascii_lowercase();
        }
        let plain = key.index_name.is_none()
            && key.index_type.is_none()
            && key.include.is_empty()
            && key.index_options.is_empty()
            && key.columns.iter().all(is_plain);
        must(plain, "its key is more than `primary key (<columns>)`")
    }

    fn unique(&self, unique: &UniqueConstraint) -> Result<(), String> {
        self.own_word(unique.name.as_ref())?;
        let plain = unique.index_name.is_none()
            && unique.index_type_display == KeyOrIndexDisplay::None
            && unique.index_type.is_none()
            && unique.include.is_empty()
            && unique.index_options.is_empty()
            && unique.nulls_distinct == NullsDistinctOption::None
            && unique.columns.iter().all(is_plain);
        must(plain, "what is unique is more than `unique (<columns>)`")
    }

    fn index(&mut self, index: &CreateIndex) -> Result<(), String> {
        let plain = index.using.is_none()
            && !index.concurrently
            && !index.r#async
            && !index.if_not_exists
            && index.include.is_empty()
            && index.nulls_distinct.is_none()
            && index.with.is_empty()
            && index.index_options.is_empty()
            && index.alter_options.is_empty()
            && index.columns.iter().all(is_plain);
        must(
            plain,
            "it makes an index otherwise than by `create index <name> on <table> (<columns>)`, perhaps `unique` and with a `where`",
        )?;
        let name = index.name.as_ref().ok_or("an index must have a name")?;
        let name = self.own(name)?;
        let table = self.own(&index.table_name)?;
        self.known(&table)?;
        must(self.indexes.insert(name), "it is made twice")
    }

    /// A table that was made before.
    fn known(&self, name: &str) -> Result<Made, String> {
        let made = self.tables.get(name).cloned();
        made.ok_or_else(|| format!("there is no table {name}"))
    }

    /// A name that is the feature's.
    fn own(&self, name: &ObjectName) -> Result<String, String> {
        let prefix = &self.bounds.prefix;
        let own = single(name).filter(|name| name.starts_with(prefix));
        own.ok_or_else(|| format!("{name} does not begin with {prefix}"))
    }

    /// The same of one word, where there is one: on PostgreSQL rules are indexes, which share one room.
    fn own_word(&self, name: Option<&Ident>) -> Result<(), String> {
        let prefix = &self.bounds.prefix;
        match name {
            Some(name) if !name.value.to_ascii_lowercase().starts_with(prefix) => {
                Err(format!("{name} does not begin with {prefix}"))
            }
            _ => Ok(()),
        }
    }
}

fn must(holds: bool, why: &str) -> Result<(), String> {
    holds.then_some(()).ok_or_else(|| why.to_owned())
}

/// A column that is not an expression, ordered plainly.
fn word(column: &IndexColumn) -> Option<String> {
    match &column.column.expr {
        Expr::Identifier(ident) => Some(ident.value.to_ascii_lowercase()),
        _ => None,
    }
}

/// Whether a column of an index is of no class and order of its own.
fn is_plain(column: &IndexColumn) -> bool {
    column.operator_class.is_none() && column.column.with_fill.is_none()
}

impl Judge<'_> {
    /// Why a statement may not run, where it may not.
    fn look_at(mut self, statement: &Statement) -> Option<String> {
        statement.visit(&mut self).break_value()
    }
}

#[cfg(test)]
#[path = "migrations_tests.rs"]
mod tests;
