//! Stories of a salon through the real doors of a real host, each on SQLite, on
//! PostgreSQL, and on PostgreSQL without walls beside a salon of identical data.

mod access;
mod client_pages;
mod clients;
mod consents;
mod erasure;
mod finding;
mod idempotency;
mod imports;
mod imports_same_person;
mod imports_undone;
mod sources;
