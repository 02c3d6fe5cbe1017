//! Cards of the people a salon serves.
//!
//! | operation | door | permission |
//! |---|---|---|
//! | [`list`] | `GET …/clients` | `clients.read` |
//! | [`register`] | `POST …/clients` | `clients.write` |
//! | [`show`] | `GET …/clients/{client}` | `clients.read` |
//! | [`change`] | `PATCH …/clients/{client}` | `clients.write` |
//! | [`archive`], [`restore`] | `DELETE …/clients/{client}`, `POST …/restoration` | `clients.write` |
//! | [`add_note`], [`change_note`], [`remove_note`], [`bring_back_note`] | pages | `clients.write` |
//! | [`known_contacts`], [`since`], [`version`] | pages | `clients.read` |
//! | [`facts()`] | `GET …/facts` | `clients.read` |
//! | [`export`] | `GET …/export` | `clients.export` |
//! | [`preview_erasure`], [`erase`] | `GET`, `POST …/erasure` | `clients.erase` |

pub mod api;
mod archive;
mod beyond;
mod change;
mod client;
mod erase;
mod export;
pub(crate) mod facts;
mod known;
mod list;
mod notes;
pub(crate) mod numbers;
pub mod pages;
mod register;
mod rules;
mod show;
mod since;
pub(crate) mod store;

pub use archive::{archive, restore};
pub use change::{change, record_consent};
pub use client::{
    Client, ClientChanges, ClientFilter, ClientPage, Email, MarketingConsent, NewClient,
    NewContact, NewNote, Note, NoteChange, Phone, Registered, Snapshot, SourceRef, Warning,
};
pub use erase::{ErasedRows, ErasurePreview, ErasureReceipt, erase, preview_erasure};
pub use export::{ClientExport, export};
pub use facts::{Fact, facts};
pub use known::known_contacts;
pub use list::list;
pub use notes::{add_note, bring_back_note, change_note, remove_note};
pub use register::{register, register_all};
pub(crate) use rules::{MAX_CONTACTS, MAX_NOTE, MAX_NOTES};
pub use show::show;
pub use since::{Since, since, version};
