//! Stories of a salon through the real doors of a real host, each on SQLite, on
//! PostgreSQL, and on PostgreSQL without walls beside a salon of identical data.

mod access;
mod across_salons;
mod blacklist;
mod call_link;
mod client_pages;
mod clients;
mod consents;
mod document;
mod doors;
mod erasure;
mod events;
mod features;
mod finding;
mod hooks;
mod hosts;
mod idempotency;
mod imports;
mod imports_erased;
mod imports_made;
mod imports_read_anew;
mod imports_rounds;
mod imports_same_person;
mod imports_undone;
mod invitations;
mod killed;
mod lost_uploads;
mod newcomer;
mod people;
mod recovery;
mod second_factor;
mod sign_in;
mod slowing;
mod sources;
mod tokens;
mod waking;
