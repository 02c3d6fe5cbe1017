//! What a module does: the trait behind which core and every feature stand, and how its files get in.

use std::{collections::HashMap, sync::Arc};

use axum::{Router, extract::Request, response::Response};
#[doc(hidden)]
pub use bytes::Bytes;
use serde_json::Value as Json;
use uuid::Uuid;

use crate::{BoxFuture, Call, Error, Result, Tx, events::Event, text::Source, workers::Worker};

/// The migrations of a module for one engine: name and text, in order.
pub type Migrations = &'static [(&'static str, &'static str)];

/// The migrations of a module for both engines: files of the same names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Twins {
    /// For SQLite.
    pub sqlite: Migrations,
    /// For PostgreSQL.
    pub postgres: Migrations,
}

/// A picture that a module brings for its pages. The host serves it to everybody, at the address that
/// [`Call::asset`] says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Its name below `assets/`: `cake.svg`. It ends with `.avif`, `.jpg`, `.png`, `.svg` or `.webp`.
    pub name: String,
    /// The file.
    pub content: Bytes,
}

/// The files `assets/<name>` of the crate as [`Asset`]s. A native plugin's come with its bundle.
///
/// ```ignore
/// assets!["cake.svg", "candle.png"]
/// ```
#[macro_export]
macro_rules! assets {
    ($($name:literal),* $(,)?) => {
        ::std::vec![$($crate::module::Asset {
            name: ::std::string::String::from($name),
            content: $crate::module::Bytes::from_static(include_bytes!(concat!(
                env!("CARGO_MANIFEST_DIR"), "/assets/", $name
            ))),
        }),*]
    };
}

/// The files `<folder>/sqlite/<name>.sql` and `<folder>/postgres/<name>.sql` as [`Twins`], in
/// this order; `folder` is seen from the crate's own.
///
/// ```ignore
/// twins!("../../migrations/blacklist", ["0001_blocks"])
/// ```
#[macro_export]
macro_rules! twins {
    ($folder:literal, [$($name:literal),* $(,)?]) => {
        $crate::module::Twins {
            sqlite: &[$((
                $name,
                include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/", $folder, "/sqlite/", $name, ".sql")),
            )),*],
            postgres: &[$((
                $name,
                include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/", $folder, "/postgres/", $name, ".sql")),
            )),*],
        }
    };
}

/// The texts of a module in all languages: the files `locale/<language>/<name>` of its crate, or of
/// another folder of it.
///
/// ```ignore
/// texts!("blacklist.ftl")
/// ```
#[macro_export]
macro_rules! texts {
    ($name:literal) => {
        $crate::texts!("locale", $name, [En "en", De "de", Nl "nl", Pl "pl", It "it"])
    };
    ($folder:literal, $name:literal, [$($locale:ident $code:literal),*]) => {
        ::std::vec![$((
            $crate::Locale::$locale,
            $name,
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/", $folder, "/", $code, "/", $name)),
        )),*]
    };
}

/// What answers requests without a router.
pub type Answering = Arc<dyn Fn(Request) -> BoxFuture<'static, Response> + Send + Sync>;

/// A module: core, or a feature behind the linked loader.
pub trait Module: Send + Sync {
    /// The manifest, as TOML.
    fn manifest(&self) -> &'static str;
    /// The JSON doors, paths below `/api/v1/salons/{salon}`, and their document.
    fn api(&self) -> (Router, utoipa::openapi::OpenApi);
    /// What answers at the JSON doors in place of their router, for a loader whose modules find their way themselves:
    /// each request for a path of the document comes here, with any method.
    fn answering(&self) -> Option<Answering> {
        None
    }
    /// The HTML doors, paths below `/{salon}`.
    fn pages(&self) -> Router;
    /// Its texts in all languages.
    fn texts(&self) -> Vec<Source>;
    /// Its tables.
    fn migrations(&self) -> Twins {
        Twins::default()
    }
    /// Pictures for its pages.
    fn assets(&self) -> Vec<Asset> {
        Vec::new()
    }
    /// Its workers, by the names of the manifest.
    fn worker(&self, _name: &str) -> Option<Worker> {
        None
    }
    /// Keeps whom to tell should its code hang and not come back; for a loader that can see it.
    fn watched(&self, _hung: Box<dyn Fn() + Send + Sync>) {}
    /// What it costs since the host's start, by name, for the operator's monitoring; of a loader that
    /// counts.
    fn figures(&self) -> Vec<(&'static str, f64)> {
        Vec::new()
    }
    /// Answers a question of another module, by the names of the manifest, inside that
    /// module's transaction: `tx` reads and writes as it does, and what is written is undone
    /// where this fails. The call acts as whoever asked; it begins no transaction, and waits
    /// for nothing outside the database.
    fn answer<'a>(
        &'a self,
        _call: &'a Call,
        _tx: &'a mut Tx,
        hook: &'a str,
        _question: &'a Json,
    ) -> BoxFuture<'a, Result<Json>> {
        let text = format!("{hook} was asked of who does not answer it");
        Box::pin(async move { Err(Error::internal(text)) })
    }
    /// Looks at what a salon wants to set, once it fits the schema of the manifest: for what a
    /// schema cannot say, as that one value needs another. `settings` holds all values in the
    /// open, defaults filled in, and no secrets. Pointers of the error name properties: `/sender`.
    ///
    /// # Errors
    /// 422 with what is wrong where.
    fn check_settings(&self, _settings: &Json) -> Result<()> {
        Ok(())
    }
    /// What it knows of `clients`, by the names of the manifest's facts. Those of whom it knows
    /// nothing may be absent.
    fn facts<'a>(
        &'a self,
        _call: &'a Call,
        fact: &'a str,
        _clients: &'a [Uuid],
    ) -> BoxFuture<'a, Result<HashMap<Uuid, Json>>> {
        let text = format!("{fact} was asked of who does not know it");
        Box::pin(async move { Err(Error::internal(text)) })
    }
    /// Is told what happened, in order, by the names of the manifest's `listens`. The call acts as
    /// the module itself.
    fn told<'a>(&'a self, call: &'a Call, _events: &'a [Event]) -> BoxFuture<'a, Result<()>> {
        let text = format!(
            "somebody in {} was told what they do not hear",
            call.salon().id
        );
        Box::pin(async move { Err(Error::internal(text)) })
    }
    /// Does what it asked to be woken for, by the names of the manifest. The call acts
    /// as the module itself. It may come again after a failure or without need, and so
    /// leaves all or nothing.
    fn woken(&self, call: Call, name: &str) -> BoxFuture<'_, Result<()>> {
        let text = format!("{} was woken in {} for nothing", name, call.salon().id);
        Box::pin(async move { Err(Error::internal(text)) })
    }
}
