//! Judges a parsed statement: what it names, calls and does.

mod expressions;
pub(crate) mod migrations;

use std::{ops::ControlFlow, thread};

use sqlparser::{
    ast::{
        Delete, Expr, FromTable, Ident, Insert, ObjectName, ObjectNamePart, OnInsert, Query,
        Select, SelectFlavor, SetExpr, SqliteOnConflict, Statement, TableFactor, TableObject,
        TableWithJoins, Update, UpdateTableFromKind, Value, ValueWithSpan, Visit as _, Visitor,
        With,
    },
    dialect::{Dialect, PostgreSqlDialect, SQLiteDialect},
    parser::Parser,
};

use super::letters;
use crate::storage::migrate::EngineKind;

/// The longest name that PostgreSQL reads to its end, in bytes.
const NAME: usize = 63;
/// The stack of who reads a statement, in bytes. One expression in another is read by recursion, and
/// taken apart so, which takes what no other thread of the host has; see [`letters::plain`].
const STACK: usize = 32 << 20;
/// So many queries may have parts of their own inside parts of others: each is looked at twice.
const DEEPEST: usize = 4;
/// How often parts are read where each reading of one reads what it is made of: engines write a part
/// out wherever it is named, and a text of a page would be a plan of gigabytes.
const HEAVIEST: u64 = 200;
const HEAVY: &str = "its parts are named too often";
/// What PostgreSQL has behind a `select` and the parser does not know; it names nothing.
const LOCKS: [&str; 2] = ["for key share", "for no key update"];

/// What a feature may name.
pub(super) struct Bounds {
    pub(super) feature: String,
    /// What its tables begin with: `tips__`.
    pub(super) prefix: String,
    /// What it may read of others, as statements call it.
    pub(super) views: Vec<String>,
}

/// The views that the statement reads.
///
/// # Errors
/// Why it may not run; names and words of the statement alone, no values.
pub(super) fn judge(
    text: &str,
    engine: EngineKind,
    bounds: &Bounds,
) -> Result<Vec<String>, String> {
    let text = letters::plain(text)?;
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK);
        let judged = thread.spawn_scoped(scope, || parsed(text, engine, bounds));
        let judged = judged.map_err(|_| "no thread to read it".to_owned())?;
        judged
            .join()
            .unwrap_or_else(|_| Err("it cannot be read".to_owned()))
    })
}

fn parsed(text: &str, engine: EngineKind, bounds: &Bounds) -> Result<Vec<String>, String> {
    let dialect: &dyn Dialect = match engine {
        EngineKind::Sqlite => &SQLiteDialect {},
        EngineKind::Postgres => &PostgreSqlDialect {},
    };
    let parsed = Parser::parse_sql(dialect, without_lock(text.trim_end()));
    // What the parser says of it holds a piece of the text, values included.
    let parsed = parsed.map_err(|_| "it cannot be read".to_owned())?;
    let [statement] = parsed.as_slice() else {
        return Err("it is not one statement".to_owned());
    };
    let mut judge = Judge::of(bounds);
    match statement.visit(&mut judge) {
        ControlFlow::Break(why) => Err(why),
        ControlFlow::Continue(()) if judge.weight > HEAVIEST => Err(HEAVY.to_owned()),
        ControlFlow::Continue(()) if judge.locks && !judge.read.is_empty() => {
            Err("it locks what it may read".to_owned())
        }
        ControlFlow::Continue(()) => Ok(judge.read),
    }
}

fn without_lock(text: &str) -> &str {
    let ends = |lock: &&str| {
        let from = text.len().checked_sub(lock.len())?;
        let (before, end) = text.split_at_checked(from)?;
        end.eq_ignore_ascii_case(lock).then_some(before)
    };
    LOCKS.iter().find_map(ends).unwrap_or(text)
}

type Flow = ControlFlow<String>;

const GO_ON: Flow = ControlFlow::Continue(());

fn refuse(why: impl Into<String>) -> Flow {
    ControlFlow::Break(why.into())
}

/// Goes on where `is_so`.
fn only(is_so: bool, why: &str) -> Flow {
    if is_so { GO_ON } else { refuse(why) }
}

struct Judge<'a> {
    bounds: &'a Bounds,
    /// What the queries around call their parts (`with a as …`), innermost last, with the weight of
    /// each: one, and that of the parts it names.
    scopes: Vec<Vec<(String, u64)>>,
    read: Vec<String>,
    /// In how many parts this is.
    depth: usize,
    /// Of the part, or of the statement, that is looked at.
    weight: u64,
    /// Whether rows are locked.
    locks: bool,
    /// Whether tables may be made and changed, which [`migrations`] has looked at.
    migrating: bool,
}

/// A name of one word, in small letters.
fn single(name: &ObjectName) -> Option<String> {
    match name.0.as_slice() {
        [ObjectNamePart::Identifier(ident)] => Some(ident.value.to_ascii_lowercase()),
        _ => None,
    }
}

impl<'a> Judge<'a> {
    fn of(bounds: &'a Bounds) -> Self {
        Self {
            bounds,
            scopes: Vec::new(),
            read: Vec::new(),
            depth: 0,
            weight: 0,
            locks: false,
            migrating: false,
        }
    }

    fn migrating(bounds: &'a Bounds) -> Self {
        Self {
            migrating: true,
            ..Self::of(bounds)
        }
    }
}

impl Judge<'_> {
    fn is_own(&self, name: &ObjectName) -> bool {
        single(name).is_some_and(|name| name.starts_with(&self.bounds.prefix))
    }

    /// That rows are written into a table of the feature's own.
    fn target(&self, name: &ObjectName) -> Flow {
        if self.is_own(name) {
            return GO_ON;
        }
        let Bounds {
            feature, prefix, ..
        } = self.bounds;
        refuse(format!(
            "it writes to {name}, and {feature} to {prefix}… alone"
        ))
    }

    fn target_of(&self, table: &TableWithJoins) -> Flow {
        match &table.relation {
            TableFactor::Table { name, .. } if table.joins.is_empty() => self.target(name),
            _ => refuse("it writes to what is no table"),
        }
    }

    fn insert(&self, insert: &Insert) -> Flow {
        let is_usual = !insert.overwrite
            && !insert.replace_into
            && insert.partitioned.is_none()
            && insert.insert_alias.is_none()
            && insert.settings.is_none()
            && insert.output.is_none()
            && is_kept(insert.or)
            && !matches!(insert.on, Some(OnInsert::DuplicateKeyUpdate(_)));
        only(is_usual, "it inserts in an unusual way")?;
        match &insert.table {
            TableObject::TableName(name) => self.target(name),
            _ => refuse("it writes to what is no table"),
        }
    }

    fn update(&self, update: &Update) -> Flow {
        let before = matches!(update.from, Some(UpdateTableFromKind::BeforeSet(_)));
        let is_usual =
            !before && update.output.is_none() && update.on_cluster.is_none() && is_kept(update.or);
        only(is_usual, "it updates in an unusual way")?;
        self.target_of(&update.table)
    }

    fn delete(&self, delete: &Delete) -> Flow {
        let is_usual = delete.tables.is_empty()
            && delete.output.is_none()
            && delete.settings.is_none()
            && delete.on_cluster.is_none();
        only(is_usual, "it deletes in an unusual way")?;
        match &delete.from {
            FromTable::WithFromKeyword(tables) if tables.len() == 1 => {
                tables.iter().try_for_each(|table| self.target_of(table))
            }
            _ => refuse("it deletes from what is not one table"),
        }
    }

    /// Looks at the parts of a query in their order: a part sees those before it, and itself where it
    /// is recursive. A name that it does not see yet is a table.
    fn parts(&mut self, with: &With) -> Flow {
        only(self.depth < DEEPEST, "it has parts within parts")?;
        self.depth += 1;
        let name = |ident: &Ident| (ident.value.to_ascii_lowercase(), 1);
        let all = with.cte_tables.iter();
        let seen = all.filter(|_| with.recursive);
        let seen = seen.map(|part| name(&part.alias.name)).collect();
        self.scopes.push(seen);
        for part in &with.cte_tables {
            let is_usual = part.from.is_none() && part.materialized.is_none();
            only(is_usual, "a part of it is unusual")?;
            let around = std::mem::replace(&mut self.weight, 1);
            part.query.visit(self)?;
            let weight = std::mem::replace(&mut self.weight, around);
            only(weight <= HEAVIEST, HEAVY)?;
            if let Some(seen) = self.scopes.last_mut() {
                let (name, _) = name(&part.alias.name);
                seen.retain(|(other, _)| *other != name);
                seen.push((name, weight));
            }
        }
        self.depth -= 1;
        GO_ON
    }
}

/// Whether the transaction goes on where a row cannot be.
const fn is_kept(or: Option<SqliteOnConflict>) -> bool {
    use SqliteOnConflict::{Abort, Ignore, Replace};
    matches!(or, None | Some(Abort | Ignore | Replace))
}

/// That all of a set is rows selected or values.
fn body(set: &SetExpr) -> Flow {
    match set {
        SetExpr::Select(_) | SetExpr::Query(_) | SetExpr::Values(_) => GO_ON,
        // They are visited as statements.
        SetExpr::Insert(_) | SetExpr::Update(_) | SetExpr::Delete(_) => GO_ON,
        SetExpr::SetOperation { left, right, .. } => {
            body(left)?;
            body(right)
        }
        SetExpr::Merge(_) | SetExpr::Table(_) => refuse("it is neither select nor values"),
    }
}

impl Visitor for Judge<'_> {
    type Break = String;

    fn pre_visit_statement(&mut self, statement: &Statement) -> Flow {
        match statement {
            Statement::Query(_) => GO_ON,
            Statement::Insert(insert) => self.insert(insert),
            Statement::Update(update) => self.update(update),
            Statement::Delete(delete) => self.delete(delete),
            Statement::CreateTable(_)
            | Statement::CreateIndex(_)
            | Statement::AlterTable(_)
            | Statement::Drop { .. }
                if self.migrating =>
            {
                GO_ON
            }
            _ => refuse("it is no select, insert, update, delete or values"),
        }
    }

    fn pre_visit_query(&mut self, query: &Query) -> Flow {
        let is_usual = query.fetch.is_none()
            && query.for_clause.is_none()
            && query.settings.is_none()
            && query.format_clause.is_none()
            && query.pipe_operators.is_empty()
            && query.locks.iter().all(|lock| lock.of.is_none());
        only(is_usual, "it selects in an unusual way")?;
        body(&query.body)?;
        self.locks |= !query.locks.is_empty();
        match &query.with {
            // What it calls its parts stays until the query is left.
            Some(with) => self.parts(with),
            None => {
                self.scopes.push(Vec::new());
                GO_ON
            }
        }
    }

    fn post_visit_query(&mut self, _query: &Query) -> Flow {
        self.scopes.pop();
        GO_ON
    }

    fn pre_visit_select(&mut self, select: &Select) -> Flow {
        let is_usual = select.into.is_none()
            && select.top.is_none()
            && select.exclude.is_none()
            && select.prewhere.is_none()
            && select.qualify.is_none()
            && select.value_table_mode.is_none()
            && select.select_modifiers.is_none()
            && select.lateral_views.is_empty()
            && select.connect_by.is_empty()
            && select.cluster_by.is_empty()
            && select.distribute_by.is_empty()
            && select.sort_by.is_empty()
            && select.optimizer_hints.is_empty()
            && select.flavor == SelectFlavor::Standard;
        only(is_usual, "it selects in an unusual way")
    }

    fn pre_visit_table_factor(&mut self, factor: &TableFactor) -> Flow {
        match factor {
            TableFactor::Table {
                name,
                args,
                with_hints,
                version,
                partitions,
                json_path,
                sample,
                index_directives,
                inheritance,
                ..
            } => {
                let is_usual = with_hints.is_empty()
                    && version.is_none()
                    && partitions.is_empty()
                    && json_path.is_none()
                    && sample.is_none()
                    && index_directives.is_empty()
                    && inheritance.is_none();
                only(is_usual, "it reads a table in an unusual way")?;
                only(
                    args.is_none(),
                    &format!("it reads from the function {name}"),
                )
            }
            TableFactor::Derived { sample: None, .. } | TableFactor::NestedJoin { .. } => GO_ON,
            _ => refuse("it reads from what is no table"),
        }
    }

    fn pre_visit_relation(&mut self, relation: &ObjectName) -> Flow {
        let Some(name) = single(relation) else {
            return refuse(format!("it names {relation}, in a place of its own"));
        };
        let mut parts = self.scopes.iter().rev().flatten();
        if let Some((_, weight)) = parts.find(|(part, _)| *part == name) {
            self.weight = self.weight.saturating_add(*weight);
            return GO_ON;
        }
        if self.is_own(relation) {
            return GO_ON;
        }
        if self.bounds.views.contains(&name) {
            if !self.read.contains(&name) {
                self.read.push(name);
            }
            return GO_ON;
        }
        let Bounds {
            feature, prefix, ..
        } = self.bounds;
        refuse(format!(
            "it names {name}: {feature} has {prefix}… and what its manifest reads"
        ))
    }

    fn pre_visit_expr(&mut self, expr: &Expr) -> Flow {
        expressions::check(expr)
    }

    fn pre_visit_value(&mut self, value: &ValueWithSpan) -> Flow {
        match &value.value {
            Value::Number(..)
            | Value::SingleQuotedString(_)
            | Value::Boolean(_)
            | Value::Null
            | Value::Placeholder(_) => GO_ON,
            _ => refuse("it has an unusual value"),
        }
    }

    fn pre_visit_ident(&mut self, ident: &Ident) -> Flow {
        let is_usual = ident.quote_style.is_none() && ident.value.len() <= NAME;
        only(is_usual, "a name is longer than 63 letters, or quoted")
    }
}

#[cfg(test)]
mod tests;
