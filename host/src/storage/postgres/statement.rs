//! Statements the store has met, and the running of one.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use futures_util::TryStreamExt as _;
use kartoteka_plugin::{
    DbError, Row, Value,
    db::{Kind, Outcome, Text},
};
use sqlx::{
    AssertSqlSafe, Column as _, Either, Executor as _, Row as _,
    postgres::{PgColumn, PgRow},
};
use uuid::Uuid;

use crate::storage::verbs;

use super::{
    error::{Failure, Health},
    pool::{Session, State},
    value::{Form, arguments, decode_row},
};

/// Longer texts (an insert of thousands of rows) are prepared for one run only, so
/// that they neither fill the servers' memory nor push small statements out.
const LONGEST_KEPT: usize = 16 * 1024;
/// How many texts are kept before the memory is begun anew. Texts made at run time
/// (filters, changed columns) have a few hundred shapes.
const MOST_KEPT: usize = 4_000;

/// A statement of one text and one list of kinds.
pub(super) struct Statement {
    /// The text as sent, with its kinds behind it. sqlx keeps prepared statements by
    /// text alone: without the kinds a second run with values of other types would
    /// be sent to a statement that was declared for the first ones.
    text: Arc<str>,
    kinds: Box<[Kind]>,
    /// Why it is not sent, where it is none of [rows](verbs).
    refused: Option<DbError>,
    /// Whether servers keep it prepared.
    kept: bool,
    columns: RwLock<Option<Arc<Columns>>>,
}

/// What a statement returns.
struct Columns {
    names: Arc<[Box<str>]>,
    forms: Box<[Form]>,
}

impl Columns {
    fn of(columns: &[PgColumn]) -> Self {
        Self {
            names: columns
                .iter()
                .map(|column| Box::from(column.name()))
                .collect(),
            forms: columns.iter().map(Form::of).collect(),
        }
    }

    /// A migration of another host may have changed them since they were noted.
    fn are(&self, columns: &[PgColumn]) -> bool {
        self.names.len() == columns.len()
            && columns
                .iter()
                .zip(&*self.names)
                .all(|(column, name)| column.name() == &**name)
            && columns
                .iter()
                .zip(&*self.forms)
                .all(|(column, form)| Form::of(column) == *form)
    }
}

impl Statement {
    fn new(sql: &str, kinds: Box<[Kind]>, with_salon: bool) -> Self {
        let mut text = String::with_capacity(sql.len() + kinds.len() + 8);
        text.push_str(sql);
        // On a line of its own, because the text may end in a comment.
        text.push_str("\n/*");
        if with_salon {
            text.push('s');
        }
        text.extend(kinds.iter().map(|kind| letter(*kind)));
        text.push_str("*/");
        let kept = text.len() <= LONGEST_KEPT;
        Self {
            text: text.into(),
            kinds,
            refused: verbs::check(sql).err(),
            kept,
            columns: RwLock::default(),
        }
    }

    fn takes(&self, binds: &[Value]) -> bool {
        self.kinds.len() == binds.len()
            && binds
                .iter()
                .zip(&*self.kinds)
                .all(|(value, kind)| value.kind() == *kind)
    }

    fn columns(&self, row: &PgRow) -> Arc<Columns> {
        let noted = self
            .columns
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some(noted) = noted
            && noted.are(row.columns())
        {
            return noted;
        }
        let columns = Arc::new(Columns::of(row.columns()));
        *self.columns.write().unwrap_or_else(PoisonError::into_inner) = Some(columns.clone());
        columns
    }
}

fn letter(kind: Kind) -> char {
    match kind {
        Kind::Bool => 'b',
        Kind::Int => 'i',
        Kind::Real => 'r',
        Kind::Text => 't',
        Kind::Bytes => 'y',
        Kind::Uuid => 'u',
        Kind::Time => 'm',
        Kind::Date => 'd',
        Kind::Json => 'j',
    }
}

/// A text by where it stands, where it never changes; else by what it says.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    Fixed(usize, usize),
    Made(Arc<str>),
}

impl Key {
    fn of(text: &Text) -> Self {
        match text {
            Text::Fixed(text) => Self::Fixed(text.as_ptr().addr(), text.len()),
            Text::Made(text) => Self::Made(text.clone()),
        }
    }
}

/// The statements of one kind of engine (of salons, or of the region), by text; of
/// one text there may be several, by the kinds bound.
pub(super) struct Statements {
    with_salon: bool,
    known: RwLock<HashMap<Key, Vec<Arc<Statement>>>>,
}

impl Statements {
    pub(super) fn new(with_salon: bool) -> Self {
        Self {
            with_salon,
            known: RwLock::default(),
        }
    }

    /// The statement of this text for these values.
    pub(super) fn of(&self, sql: &Text, binds: &[Value]) -> Arc<Statement> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let found = known
            .get(&Key::of(sql))
            .and_then(|all| all.iter().find(|one| one.takes(binds)).cloned());
        drop(known);
        found.unwrap_or_else(|| self.note(sql, binds))
    }

    fn note(&self, sql: &Text, binds: &[Value]) -> Arc<Statement> {
        let kinds = binds.iter().map(Value::kind).collect();
        let statement = Arc::new(Statement::new(sql, kinds, self.with_salon));
        if statement.kept {
            let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
            if known.len() >= MOST_KEPT {
                known.clear();
            }
            known
                .entry(Key::of(sql))
                .or_default()
                .push(statement.clone());
        }
        statement
    }
}

/// Runs a statement on a session and gathers what it returns. A future dropped on
/// the way leaves the session marked as busy, so that nobody uses it again.
pub(super) async fn run(
    session: &mut Session,
    statement: &Statement,
    salon: Option<Uuid>,
    binds: &[Value],
) -> Result<Outcome, Failure> {
    if let Some(error) = &statement.refused {
        let (health, error) = (Health::Usable, error.clone());
        return Err(Failure { health, error });
    }
    let arguments = arguments(salon, binds).map_err(|error| Failure {
        health: Health::Usable,
        error,
    })?;
    let before = session.state;
    session.state = State::Busy;
    let gathered = gather(session, statement, arguments).await;
    if !matches!(&gathered, Err(failure) if failure.health == Health::Broken) {
        session.state = before;
    }
    let (outcome, undecodable) = gathered?;
    match undecodable {
        Some(error) => Err(Failure {
            health: Health::Usable,
            error,
        }),
        None => Ok(outcome),
    }
}

/// Reads the answer to its end even when a row cannot be decoded, because what is
/// left unread would be taken for the answer to the next statement.
async fn gather(
    session: &mut Session,
    statement: &Statement,
    arguments: sqlx::postgres::PgArguments,
) -> Result<(Outcome, Option<DbError>), Failure> {
    let query = sqlx::query_with(AssertSqlSafe(statement.text.clone()), arguments)
        .persistent(statement.kept);
    let mut answer = session.connection.fetch_many(query);
    let mut outcome = Outcome::default();
    let mut columns: Option<Arc<Columns>> = None;
    let mut undecodable = None;
    while let Some(part) = answer.try_next().await? {
        match part {
            Either::Left(result) => outcome.affected += result.rows_affected(),
            Either::Right(row) if undecodable.is_none() => {
                let columns = columns.get_or_insert_with(|| statement.columns(&row));
                match decode_row(&row, &columns.forms) {
                    Ok(values) => outcome.rows.push(Row::new(columns.names.clone(), values)),
                    Err(error) => undecodable = Some(error),
                }
            }
            Either::Right(_) => {}
        }
    }
    Ok((outcome, undecodable))
}

#[cfg(test)]
mod tests {
    use super::{Arc, LONGEST_KEPT, MOST_KEPT, Statements};
    use kartoteka_plugin::{
        Value,
        db::{Kind, Text},
    };

    #[test]
    fn keep_statements_of_other_kinds_apart() {
        let statements = Statements::new(true);
        let text = statements.of(&Text::Fixed("select $2"), &[Value::Text("a".to_owned())]);
        let null = statements.of(&Text::Fixed("select $2"), &[Value::Null(Kind::Text)]);
        let int = statements.of(&Text::Fixed("select $2"), &[Value::Int(1)]);
        assert!(Arc::ptr_eq(&text, &null));
        assert_ne!(text.text, int.text);
        let region = Statements::new(false).of(&Text::Fixed("select $2"), &[Value::Int(1)]);
        assert_ne!(region.text, int.text);
    }

    #[test]
    fn forget_neither_everything_nor_nothing() {
        let statements = Statements::new(true);
        let long = " ".repeat(LONGEST_KEPT);
        assert!(!statements.of(&Text::Made(long.into()), &[]).kept);
        for number in 0..=MOST_KEPT {
            let _ = statements.of(&Text::Made(format!("select {number}").into()), &[]);
        }
        assert!(statements.known.read().is_ok_and(|known| known.len() == 1));
    }
}
