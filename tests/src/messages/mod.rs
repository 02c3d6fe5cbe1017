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
pub use telling::{Neighbour, goes_on, say};

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

fn library() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("native/messages/messages.c");
        in_c::library(&source, MANIFEST, &[], &folder("messages"))
    })
}

pub(crate) fn module(_: &Log) -> Vec<Box<dyn Module>> {
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
    };
    let threads = Threads::new(tokio::runtime::Handle::current());
    vec![Box::new(
        NativeModule::open(library(), parts, &threads).expect("a plugin"),
    )]
}
