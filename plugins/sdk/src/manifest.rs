//! What a module is, in data that is read before any of its code runs.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value as Json;
use uuid::Uuid;

use crate::{BoxFuture, Db, Result, Tx, db::Kind};

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
    /// All its tables, what refers to others first: what removing its data takes away, and what
    /// an export of it holds.
    #[serde(default)]
    pub tables: Vec<Table>,
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
    /// Those among them that come also while the feature is off, because they are about what it
    /// keeps.
    #[serde(default)]
    pub wake_ups_also_off: Vec<String>,
    /// Features it cannot do without, by id.
    #[serde(default)]
    pub requires: Vec<String>,
    /// Features it does more with, where they are on.
    #[serde(default)]
    pub works_with: Vec<String>,
    /// Views of others that its statements may read, by versioned name: `core.contacts/1`.
    #[serde(default)]
    pub reads: Vec<String>,
    /// Views of its own tables that others may be granted.
    #[serde(default)]
    pub views: Vec<View>,
    /// Questions it asks of others.
    #[serde(default)]
    pub hooks: Vec<Hook>,
    /// Questions of others that it answers.
    #[serde(default)]
    pub answers: Vec<Answers>,
    /// What it knows of clients, for others to ask.
    #[serde(default)]
    pub facts: Vec<DeclaredFact>,
    /// Where it appears on the pages of others.
    #[serde(default)]
    pub slots: Vec<Slot>,
    /// What it writes into the journal, for others to be told.
    #[serde(default)]
    pub events: Vec<DeclaredEvent>,
    /// Events that it is told of, by versioned names.
    #[serde(default)]
    pub listens: Vec<String>,
    /// Whether, switched on again, it is told what happened while it was off.
    #[serde(default)]
    pub catches_up: bool,
    /// Whether it writes mails in the salon's name; see [`crate::mail`].
    #[serde(default)]
    pub mail: bool,
    /// Hosts that it calls by HTTPS, by exact name in lower case, perhaps with a port:
    /// `api.example.org`; see [`crate::http`].
    #[serde(default)]
    pub hosts: Vec<String>,
    /// Permissions of others that it uses of who acts, to ask their API; see [`crate::api`].
    #[serde(default)]
    pub api: Vec<String>,
    /// Icon of its tile.
    #[serde(default)]
    pub icon: String,
    /// What a salon may set of it, as JSON Schema of an object; see [`crate::settings`].
    #[serde(default)]
    pub settings_schema: Option<Json>,
}

/// Something that a module knows of clients.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeclaredFact {
    /// Versioned: `blacklist.blocked/1`.
    pub name: String,
    /// What it says, for who builds on it.
    pub about: String,
    /// The permission without which a reader does not learn it.
    pub permission: String,
    /// JSON Schema of its value.
    pub schema: Json,
}

/// An event of a module.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeclaredEvent {
    /// Versioned, past tense: `core.client.registered/1`.
    pub name: String,
    /// What happened, for who builds on it.
    pub about: String,
    /// Whether it has a client as its subject.
    #[serde(default)]
    pub of_client: bool,
    /// The permission without which a reader of the client's history does not learn that it
    /// happened; by itself the first that the module brings.
    pub permission: Option<String>,
    /// JSON Schema of `before` and `after`; absent where it has neither.
    pub payload: Option<Json>,
}

impl Manifest {
    /// Whether a salon switches it on and off: all but what brings the registry itself.
    pub fn is_feature(&self) -> bool {
        self.segments.is_empty()
    }

    /// The permission that a reader of `event` needs. A feature that brings none has nobody to read
    /// what it did.
    pub fn reader_of<'a>(&'a self, event: &'a DeclaredEvent) -> Option<&'a str> {
        let first = || self.permissions.first().map(|first| first.name.as_str());
        event.permission.as_deref().or_else(first)
    }

    /// What stands before the names of its tables: `promo_codes__`.
    pub fn table_prefix(&self) -> String {
        format!("{}__", self.id.replace('-', "_"))
    }
}

/// A view of a module's tables, with a version that never changes: what is added is a view
/// of the next one.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct View {
    /// `core.contacts/1`; its sentence is the text `view-core-contacts`.
    pub name: String,
    /// What statements call it: `core_contacts_1`.
    pub table: String,
    /// What stands in it, for who reads it.
    #[serde(default)]
    pub about: String,
}

/// A question that a module asks of whoever answers, inside its own transaction.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hook {
    /// Versioned: `core.guard_booking/1`.
    pub name: String,
    /// What is asked, for who answers.
    #[serde(default)]
    pub about: String,
    /// Whether features that are off are asked, too, because it is about what they keep.
    #[serde(default)]
    pub also_off: bool,
    /// JSON Schema of the question.
    pub question: Json,
    /// JSON Schema of an answer; one that does not fit is a failure of who gave it.
    pub answer: Json,
}

/// That a module answers a question of another.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answers {
    /// The question: `core.guard_booking/1`.
    pub hook: String,
    /// Lower ones are asked first; among equals the id decides.
    #[serde(default)]
    pub phase: i32,
    /// How long it may take, at most 500.
    #[serde(default = "half_a_second")]
    pub milliseconds: u32,
    /// What its failure does to the question.
    pub failure: OnFailure,
}

const fn half_a_second() -> u32 {
    500
}

/// What becomes of an operation when somebody it asks fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OnFailure {
    /// The operation goes on without the answer.
    Open,
    /// The operation is refused.
    Closed,
}

/// Where a feature appears on a page of another; see [`crate::slots`].
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    /// `client.section`, `client.actions`, `client.marks`, `phone.link`.
    pub place: String,
    /// Its name within the feature; a section's heading is the text `slot-<feature>-<id>`.
    pub id: String,
    /// The feature's own page route that fills it, below the salon; `{about}` is whom or what
    /// the page is about.
    pub path: String,
    /// The permission without which it is not asked.
    pub permission: String,
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

/// A table of a module, column by column, so that the host can read it out on either engine.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Its name: `blacklist__blocks`; its word is the text `blacklist-table-blocks`.
    pub name: String,
    /// The columns of its key after the salon.
    pub key: Vec<String>,
    /// All columns but the salon, with what they hold. None is called `client` or `file`: by these
    /// an export adds whom a row is about, and where the file of a row lies.
    pub columns: BTreeMap<String, Kind>,
    /// The row of another table that each row is a part of, and whose client is its own.
    #[serde(default)]
    pub part_of: Option<PartOf>,
    /// The object in the store that each row names, for exports to take along.
    #[serde(default)]
    pub file: Option<KeptFile>,
    /// The column of the time since when a row is put away, to go for good after a while. What a
    /// person is handed has no such rows, nor what is part of them: among them is what was put on
    /// the card by mistake, and is somebody else's.
    #[serde(default)]
    pub put_away: Option<String>,
}

/// What the rows of a table are parts of.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartOf {
    /// The other table of the same module, which has a key of one column.
    pub table: String,
    /// The column that holds its key.
    pub by: String,
}

/// A file of which a row tells and whose content is an object; see [`crate::objects`].
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptFile {
    /// The column that holds the id of the object.
    pub object: String,
    /// The column that holds the name of the file, with an ending that says what it is; absent where
    /// it has none, and is called by its id.
    #[serde(default)]
    pub name: Option<String>,
    /// The column that holds what people call it, of this table or else of the one that it is part
    /// of; absent where that is the name.
    #[serde(default)]
    pub title: Option<String>,
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

/// Erasure and export of a person by the declarations of all modules, the journal included.
pub trait Erasure: Send + Sync {
    /// What erasing `client` would do.
    fn preview<'a>(&'a self, db: &'a Db, client: Uuid) -> BoxFuture<'a, Result<Vec<ErasureLine>>>;

    /// Erases `client` within a transaction.
    fn erase<'a>(&'a self, tx: &'a mut Tx, client: Uuid)
    -> BoxFuture<'a, Result<Vec<ErasureLine>>>;

    /// What features hold about `client`, as JSON: by feature, then table, a list of rows.
    fn export<'a>(&'a self, db: &'a Db, client: Uuid) -> BoxFuture<'a, Result<Json>>;

    /// Makes what committed erasures took away leave the files too: on SQLite the
    /// write-ahead log is folded in and emptied. On PostgreSQL vacuum and the
    /// recycling of its log do so in their own time.
    fn settle(&self) -> BoxFuture<'_, Result<()>>;
}
