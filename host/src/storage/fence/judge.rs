//! Judges a parsed statement: what it names, calls and does.

use std::{ops::ControlFlow, thread};

use sqlparser::{
    ast::{
        BinaryOperator, CastKind, Delete, Expr, FromTable, Function, FunctionArguments, Ident,
        InTarget, Insert, ObjectName, ObjectNamePart, OnInsert, Query, Select, SelectFlavor,
        SetExpr, Statement, TableFactor, TableObject, TableWithJoins, Update, UpdateTableFromKind,
        Value, ValueWithSpan, Visit as _, Visitor, With,
    },
    dialect::{Dialect, PostgreSqlDialect, SQLiteDialect},
    parser::Parser,
};

use super::{letters, words};
use crate::storage::migrate::EngineKind;

/// The longest name that PostgreSQL reads to its end, in bytes.
const NAME: usize = 63;
/// The stack of who reads a statement, in bytes. One expression in another is read by recursion, and
/// taken apart so, which takes what no other thread of the host has; see [`letters::plain`].
const STACK: usize = 32 << 20;
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
        let judged = thread.spawn_scoped(scope, || parsed(&text, engine, bounds));
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
    let mut judge = Judge {
        bounds,
        scopes: Vec::new(),
        read: Vec::new(),
    };
    match statement.visit(&mut judge) {
        ControlFlow::Continue(()) => Ok(judge.read),
        ControlFlow::Break(why) => Err(why),
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
    /// What the queries around call their parts (`with a as …`), innermost last.
    scopes: Vec<Vec<String>>,
    read: Vec<String>,
}

/// A name of one word, in small letters.
fn single(name: &ObjectName) -> Option<String> {
    match name.0.as_slice() {
        [ObjectNamePart::Identifier(ident)] => Some(ident.value.to_ascii_lowercase()),
        _ => None,
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
            && !matches!(insert.on, Some(OnInsert::DuplicateKeyUpdate(_)));
        only(is_usual, "it inserts in an unusual way")?;
        match &insert.table {
            TableObject::TableName(name) => self.target(name),
            _ => refuse("it writes to what is no table"),
        }
    }

    fn update(&self, update: &Update) -> Flow {
        let before = matches!(update.from, Some(UpdateTableFromKind::BeforeSet(_)));
        let is_usual = !before && update.output.is_none() && update.on_cluster.is_none();
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
        let name = |ident: &Ident| ident.value.to_ascii_lowercase();
        let all = with.cte_tables.iter().map(|part| name(&part.alias.name));
        let seen = if with.recursive {
            all.collect()
        } else {
            Vec::new()
        };
        self.scopes.push(seen);
        for part in &with.cte_tables {
            only(part.from.is_none(), "a part of it is unusual")?;
            part.query.visit(self)?;
            if let Some(seen) = self.scopes.last_mut() {
                seen.push(name(&part.alias.name));
            }
        }
        self.scopes.pop();
        GO_ON
    }

    fn call(&self, function: &Function) -> Flow {
        let is_usual = !function.uses_odbc_syntax
            && matches!(function.parameters, FunctionArguments::None)
            && matches!(function.args, FunctionArguments::List(_));
        let name = single(&function.name).filter(|name| is_usual && words::is_function(name));
        match name {
            Some(_) => GO_ON,
            None => refuse(format!("it calls {}", function.name)),
        }
    }
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
        let mut names = Vec::new();
        if let Some(with) = &query.with {
            self.parts(with)?;
            let all = with.cte_tables.iter();
            names.extend(all.map(|part| part.alias.name.value.to_ascii_lowercase()));
        }
        self.scopes.push(names);
        GO_ON
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
                let is_called = single(name).is_some_and(|name| words::is_table(&name));
                only(args.is_none() || is_called, "it reads from a function")
            }
            TableFactor::Derived { sample: None, .. } | TableFactor::NestedJoin { .. } => GO_ON,
            _ => refuse("it reads from what is no table"),
        }
    }

    fn pre_visit_relation(&mut self, relation: &ObjectName) -> Flow {
        let Some(name) = single(relation) else {
            return refuse(format!("it names {relation}, in a place of its own"));
        };
        let is_part = self.scopes.iter().flatten().any(|part| *part == name);
        if is_part || self.is_own(relation) || words::is_table(&name) {
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
        match expr {
            Expr::Function(function) => self.call(function),
            Expr::Cast {
                kind,
                data_type,
                format,
                ..
            } => {
                let kind = matches!(kind, CastKind::Cast | CastKind::DoubleColon);
                let name = data_type.to_string().to_ascii_lowercase();
                let is_usual = kind && format.is_none() && words::is_type(&name);
                only(is_usual, "it casts to another type than columns have")
            }
            Expr::BinaryOp { op, .. } => {
                let is_usual = !matches!(
                    op,
                    BinaryOperator::PGCustomBinaryOperator(_) | BinaryOperator::Custom(_)
                );
                only(is_usual, "it has an unusual operator")
            }
            Expr::In { target, .. } => {
                let is_usual = matches!(target, InTarget::List(_) | InTarget::Subquery(_));
                only(is_usual, "it looks in what is neither a list nor a query")
            }
            Expr::Like { any, .. } | Expr::ILike { any, .. } => only(!any, "it likes any"),
            Expr::Collate { collation, .. } => {
                let is_usual = single(collation).is_some_and(|name| name == "nocase");
                only(is_usual, "it collates in an unusual way")
            }
            Expr::Identifier(ident) => {
                let is_usual = !words::is_of_the_engine(&ident.value.to_ascii_lowercase());
                only(is_usual, "it asks the engine for the time, or who it is")
            }
            Expr::CompoundIdentifier(_)
            | Expr::IsFalse(_)
            | Expr::IsNotFalse(_)
            | Expr::IsTrue(_)
            | Expr::IsNotTrue(_)
            | Expr::IsNull(_)
            | Expr::IsNotNull(_)
            | Expr::IsDistinctFrom(..)
            | Expr::IsNotDistinctFrom(..)
            | Expr::Between { .. }
            | Expr::UnaryOp { .. }
            | Expr::Extract { .. }
            | Expr::Ceil { .. }
            | Expr::Floor { .. }
            | Expr::Position { .. }
            | Expr::Substring { .. }
            | Expr::Trim { .. }
            | Expr::Nested(_)
            | Expr::Value(_)
            | Expr::Case { .. }
            | Expr::Exists { .. }
            | Expr::Subquery(_)
            | Expr::Tuple(_)
            | Expr::Wildcard(_)
            | Expr::QualifiedWildcard(..) => GO_ON,
            _ => refuse("it computes in an unusual way"),
        }
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
