//! What a module is, in data that is read before any of its code runs.

use std::collections::BTreeMap;

use axum::Router;
use serde::Deserialize;
use uuid::Uuid;

use crate::{BoxFuture, Call, Db, Error, Result, Tx, text::Source, workers::Worker};

/// The manifest, read from `plugin.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// `[a-z][a-z0-9]*(-[a-z0-9]+)*`.
    pub id: String,
    /// Version of the module.
    pub version: String,
    /// Version of the contract it was written against.
    pub contract: String,
    /// Its name, per language code.
    pub names: BTreeMap<String, String>,
    /// First segments of its paths, for core alone; features have their id.
    #[serde(default)]
    pub segments: Vec<String>,
    /// Permissions it asks for.
    #[serde(default)]
    pub permissions: Vec<Permission>,
    /// Its tables that hold personal data.
    #[serde(default)]
    pub personal_data: Vec<PersonalTable>,
    /// Entries of the rail.
    #[serde(default)]
    pub places: Vec<Place>,
    /// Areas of the salon's settings.
    #[serde(default)]
    pub settings: Vec<Area>,
    /// Names of its workers.
    #[serde(default)]
    pub workers: Vec<String>,
    /// What it asks to be woken for, without its id in front.
    #[serde(default)]
    pub wake_ups: Vec<String>,
}

/// A permission and the roles that have it to begin with.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Permission {
    /// `clients.read`; its sentence is the text `permission-clients-read`.
    pub name: String,
    /// `owner`, `manager`, `staff`.
    pub roles: Vec<String>,
}

/// A table with personal data, and what erasing a person does to it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonalTable {
    /// The table.
    pub table: String,
    /// The column that holds the client.
    pub client: String,
    /// The columns that tell something about the person.
    pub personal: Vec<String>,
    /// What erasure does.
    pub erase: Erase,
}

/// What erasing a person does to their rows.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Erase {
    /// The rows go.
    Delete,
    /// The rows stay; the personal columns get these values (SQL literals).
    Blank(BTreeMap<String, String>),
    /// The rows stay as they are, for the reason of this text.
    Keep {
        /// Key of the text that says why and until when.
        because: String,
    },
}

/// An entry of the rail.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// `clients`; its word is the text `place-clients`.
    pub id: String,
    /// Name of the icon.
    pub icon: String,
    /// Path below the salon.
    pub path: String,
    /// The permission without which it is not shown.
    pub permission: String,
}

/// An area of the salon's settings: a page of its own, named in the list at their left.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// `sources`; its word is the text `area-sources`.
    pub id: String,
    /// Path below the salon.
    pub path: String,
    /// The permission without which it is not shown.
    pub permission: String,
}

/// One line of what erasing a person does or did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErasureLine {
    /// The module that owns the table.
    pub module: String,
    /// The table.
    pub table: String,
    /// How many rows.
    pub rows: u64,
    /// `deleted`, `blanked` or `kept`.
    pub outcome: &'static str,
    /// For what is kept: key of the text that says why.
    pub because: Option<String>,
}

/// Erasure of a person by the declarations of all modules, the journal included.
pub trait Erasure: Send + Sync {
    /// What erasing `client` would do.
    fn preview<'a>(&'a self, db: &'a Db, client: Uuid) -> BoxFuture<'a, Result<Vec<ErasureLine>>>;

    /// Erases `client` within a transaction.
    fn erase<'a>(&'a self, tx: &'a mut Tx, client: Uuid)
    -> BoxFuture<'a, Result<Vec<ErasureLine>>>;

    /// Makes what committed erasures took away leave the files too: on SQLite the
    /// write-ahead log is folded in and emptied. On PostgreSQL vacuum and the
    /// recycling of its log do so in their own time.
    fn settle(&self) -> BoxFuture<'_, Result<()>>;
}

/// The migrations of a module for one engine: name and text, in order.
pub type Migrations = &'static [(&'static str, &'static str)];

/// A module: core, or a feature behind the linked loader.
pub trait Module: Send + Sync {
    /// The manifest, as TOML.
    fn manifest(&self) -> &'static str;
    /// The JSON doors, paths below `/api/v1/salons/{salon}`, and their document.
    fn api(&self) -> (Router, utoipa::openapi::OpenApi);
    /// The HTML doors, paths below `/{salon}`.
    fn pages(&self) -> Router;
    /// Its texts in all languages.
    fn texts(&self) -> Vec<Source>;
    /// Its workers, by the names of the manifest.
    fn worker(&self, name: &str) -> Option<Worker>;
    /// Does what it asked to be woken for, by the names of the manifest. The call acts
    /// as the module itself. It may come again after a failure or without need, and so
    /// leaves all or nothing.
    fn woken(&self, call: Call, name: &str) -> BoxFuture<'_, Result<()>> {
        let text = format!("{} was woken in {} for nothing", name, call.salon().id);
        Box::pin(async move { Err(Error::internal(text)) })
    }
}
