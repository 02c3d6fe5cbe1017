//! Migrations: what both engines share. A module brings an ordered list of files
//! of the same names for each engine; an engine notes by name and hash which of
//! them it has applied, and each runs the rest its own way.
//!
//! A file never changes once it has landed: a database that has applied another
//! text of the same name is refused, and so is one that has applied a file this
//! build does not know (a newer version has served it).

mod own;
pub(crate) mod sqlite;

use std::{borrow::Cow, fmt, sync::Arc};

use kartoteka_plugin::module::{Migrations, Twins};
use ring::digest;
use uuid::Uuid;

pub use own::region;

/// Which of the two engines a text is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EngineKind {
    /// One file per salon, embedded.
    Sqlite,
    /// One database for several hosts.
    Postgres,
}

impl EngineKind {
    /// The files for this engine.
    pub fn of(self, twins: Twins) -> Migrations {
        match self {
            Self::Sqlite => twins.sqlite,
            Self::Postgres => twins.postgres,
        }
    }
}

/// One file of a module, for one engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migration {
    /// The file's name without `.sql`, e.g. `0001_journal`; sorts in order of application.
    pub name: Cow<'static, str>,
    /// Its text, which may hold several statements.
    pub sql: Cow<'static, str>,
    // Kept, because each salon that is opened compares all hashes.
    hash: [u8; 32],
}

impl Migration {
    /// The file `name`, without `.sql`, of this text.
    pub fn new(name: impl Into<Cow<'static, str>>, sql: impl Into<Cow<'static, str>>) -> Self {
        let (name, sql) = (name.into(), sql.into());
        // A checkout on another system may have changed the line ends.
        let normal = sql.replace("\r\n", "\n").replace('\r', "\n");
        let mut hash = [0; 32];
        hash.copy_from_slice(digest::digest(&digest::SHA256, normal.as_bytes()).as_ref());
        Self { name, sql, hash }
    }

    /// SHA-256 of the text with line ends normalised.
    pub fn hash(&self) -> [u8; 32] {
        self.hash
    }
}

/// All files of one module for one engine, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationSet {
    /// The module's id, e.g. `core` or `promo-codes`.
    pub module: Cow<'static, str>,
    /// Its files, in order of application.
    pub migrations: Vec<Migration>,
    /// Whether it also serves what a newer version of it has added to; see
    /// [`beside_newer`](Self::beside_newer).
    pub beside_newer: bool,
}

impl MigrationSet {
    /// The files of a module as it carries them: name and text, in order.
    pub fn new(module: impl Into<Cow<'static, str>>, files: Migrations) -> Self {
        let migration = |(name, sql): &(&'static str, &'static str)| Migration::new(*name, *sql);
        Self {
            module: module.into(),
            migrations: files.iter().map(migration).collect(),
            beside_newer: false,
        }
    }

    /// Of a module that also runs where a newer version of it has been: while that takes over, the one before
    /// ends what it is at, and the operator may go back to it. Files that it does not know are passed over then,
    /// where they come after all of its own.
    #[must_use]
    pub fn beside_newer(mut self) -> Self {
        self.beside_newer = true;
        self
    }

    /// The files still to be applied to a database that has applied `applied`,
    /// which may name other modules too.
    ///
    /// # Errors
    /// [`Problem::Edited`], [`Problem::Unknown`] or [`Problem::OutOfOrder`].
    pub fn pending(&self, applied: &[Applied]) -> Result<&[Migration], MigrationError> {
        let ours = || applied.iter().filter(|row| row.module == self.module);
        let same = |(row, file): (&Applied, &Migration)| {
            row.name == file.name && row.hash[..] == file.hash[..]
        };
        // The usual case, on every opening: what was applied begins the list.
        let count = ours().count();
        if count <= self.migrations.len() && ours().zip(&self.migrations).all(same) {
            return Ok(&self.migrations[count..]);
        }
        for row in ours() {
            let is_after = |file: &Migration| *file.name < *row.name;
            match self.migrations.iter().find(|file| file.name == row.name) {
                None if self.beside_newer && self.migrations.iter().all(is_after) => {}
                None => return Err(self.error(&row.name, Problem::Unknown)),
                Some(file) if file.hash()[..] != row.hash[..] => {
                    return Err(self.error(&row.name, Problem::Edited));
                }
                Some(_) => {}
            }
        }
        // All applied ones are known and distinct, so they are the beginning of
        // the list exactly if each of the first as many files is among them.
        let count = ours().count().min(self.migrations.len());
        let (done, rest) = self.migrations.split_at(count);
        match done
            .iter()
            .find(|file| ours().all(|row| row.name != file.name))
        {
            Some(late) => Err(self.error(&late.name, Problem::OutOfOrder)),
            None => Ok(rest),
        }
    }

    /// The error, with whether any file of the module is among `applied`.
    pub fn knowing(&self, mut error: MigrationError, applied: &[Applied]) -> MigrationError {
        error.has_tables = applied.iter().any(|row| row.module == self.module);
        error
    }

    /// An error about one of this module's files.
    pub fn error(&self, name: &str, problem: Problem) -> MigrationError {
        MigrationError {
            module: self.module.to_string(),
            name: name.to_owned(),
            problem,
            has_tables: false,
        }
    }
}

/// A row of the table `migrations`: a file that this database has applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The module's id.
    pub module: String,
    /// The file's name without `.sql`.
    pub name: String,
    /// SHA-256 of its text, as [`Migration::hash`].
    pub hash: Vec<u8>,
}

/// Why a module could not be migrated. Nothing of the file is applied then, and
/// the module must not run on this database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationError {
    /// The module's id.
    pub module: String,
    /// The file's name without `.sql`.
    pub name: String,
    /// What is wrong with it.
    pub problem: Problem,
    /// Whether some of the module's files were applied before: it has tables, though not as it
    /// needs them.
    pub has_tables: bool,
}

/// Is told which modules could not be migrated: in one salon, or in all.
pub type Watcher = Arc<dyn Fn(Option<Uuid>, &[MigrationError]) + Send + Sync>;

/// What can be wrong with a migration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// It was applied with another text.
    Edited,
    /// It was applied by a newer version: this build does not have it.
    Unknown,
    /// A file that comes after it was applied before it.
    OutOfOrder,
    /// The engine refused it; its message.
    Failed(String),
}

impl fmt::Display for MigrationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            module,
            name,
            problem,
            has_tables: _,
        } = self;
        match problem {
            Problem::Edited => write!(
                f,
                "migration {module}/{name} was changed after it was applied"
            ),
            Problem::Unknown => write!(
                f,
                "migration {module}/{name} was applied by a newer version; this version cannot serve the database"
            ),
            Problem::OutOfOrder => write!(
                f,
                "migration {module}/{name} comes before one already applied"
            ),
            Problem::Failed(message) => write!(f, "migration {module}/{name} failed: {message}"),
        }
    }
}

impl std::error::Error for MigrationError {}

#[cfg(test)]
mod tests;
