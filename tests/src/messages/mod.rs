//! A plugin that says to the host whatever it is sent, and what it is sent: messages as they should be, and the
//! same with a few bytes changed, left out, or put in from others.

mod seeds;
mod telling;

use std::{
    path::{Path, PathBuf},
    sync::OnceLock,
};

use kartoteka::plugins::native::{NativeModule, Parts, Threads};
use kartoteka_plugin::{
    Locale, Module,
    module::{Migrations, Twins},
};
use serde_json::json;

use crate::{examples::folder, in_c, trial::Log};

pub use seeds::{Chance, seeds};
pub use telling::{Neighbour, goes_on, say, say_seeds};

/// Its id.
pub const ID: &str = "acme-messages";

const MANIFEST: &str = include_str!("../../native/messages/plugin.toml");
const SQLITE: Migrations = &[(
    "0001_words",
    "create table acme_messages__words (salon_id blob not null, id blob not null, word text, amount integer, \
     primary key (salon_id, id));",
)];
const POSTGRES: Migrations = &[(
    "0001_words",
    "create table acme_messages__words (salon_id uuid not null, id uuid not null, word text, amount bigint, \
     primary key (salon_id, id));",
)];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("native/messages/messages.c")
}

pub(crate) fn module(_: &Log) -> Vec<Box<dyn Module>> {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    opened(BUILT.get_or_init(|| in_c::library(&source(), MANIFEST, &[], &folder("messages"))))
}

/// The same, built for the oldest interface that hosts still take.
pub(crate) fn of_the_oldest(_: &Log) -> Vec<Box<dyn Module>> {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    opened(BUILT.get_or_init(|| {
        let header = in_c::kept_header("0.1");
        in_c::library_by(&header, &source(), MANIFEST, &[], &folder("messages-0.1"))
    }))
}

fn opened(library: &Path) -> Vec<Box<dyn Module>> {
    let operation =
        json!({"operationId": "say_anything", "responses": {"200": {"description": "It."}}});
    let document = json!({
        "openapi": "3.1.0", "info": {"title": ID, "version": "0.1.0"},
        "paths": {"/acme-messages/say": {"post": operation}},
    });
    let parts = Parts {
        manifest: MANIFEST.to_owned(),
        document: serde_json::from_value(document).expect("a document"),
        texts: vec![(Locale::En, "acme-messages.ftl", "error-said = Said.\n")],
        migrations: Twins {
            sqlite: SQLITE,
            postgres: POSTGRES,
        },
        assets: Vec::new(),
    };
    let threads = Threads::new(tokio::runtime::Handle::current());
    vec![Box::new(
        NativeModule::open(library, parts, &threads).expect("a plugin"),
    )]
}
