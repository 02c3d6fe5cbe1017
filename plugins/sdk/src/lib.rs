//! The contract between Kartoteka and its features. Core, first-party features
//! and partners' plugins are written against this crate and nothing else of the
//! project.
//!
//! A module is a [`Manifest`], routes that receive a [`Call`], tables, and texts.
//! Everything it may use it asks of the [`Call`]: the salon it works for, who
//! acts and what they may do, the clock, the database, the journal. It can never
//! name a salon: it has the one in its `Call`.

mod actor;
pub mod api;
pub mod archives;
pub mod cache;
pub mod call;
pub mod chart;
pub mod checks;
pub mod clients;
pub mod contacts;
pub mod db;
pub mod error;
pub mod events;
pub mod extract;
pub mod facts;
pub mod features;
pub mod fold;
pub mod format;
pub mod hooks;
pub mod http;
pub mod jobs;
pub mod journal;
pub mod keys;
pub mod lists;
pub mod mail;
pub mod manifest;
pub mod module;
pub mod native;
pub mod objects;
pub mod page;
pub mod pages;
pub mod patch;
pub mod permissions;
pub mod phone_link;
mod salon;
mod services;
pub mod settings;
pub mod slots;
pub mod text;
pub mod wake_ups;
pub mod workers;
pub mod workplace;

pub use call::{Actor, Call, Salon};
pub use db::{BoxFuture, Db, DbError, Row, Sql, Tx, Value};
pub use error::{Error, FieldError, Result};
pub use features::Features;
pub use journal::Entry;
pub use manifest::Manifest;
pub use module::Module;
pub use page::{Fragment, Page};
pub use permissions::Permissions;
pub use settings::Settings;
pub use text::{Locale, Texts};
