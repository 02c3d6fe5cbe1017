//! What a `Call` offers, as this host provides it.

mod cache;
mod clock;
mod erasure;
mod facts;
mod fitness;
mod health;
mod hooks;
mod jobs;
mod keys;
mod objects;
mod roster;
mod salons;
mod scratch;
mod slots;
mod stores;
mod tables;
mod wake_ups;
mod workers;

pub use cache::Memory;
pub use clock::SystemClock;
pub use erasure::{Declarations, DeclaredErasure};
pub use facts::FactDesk;
pub use fitness::{Fitness, Unfit, unavailable};
pub use health::Health;
pub use hooks::HookDesk;
pub use jobs::HostJobs;
pub use keys::{HostKeys, MasterKey};
pub use objects::{ObjectShelf, WhileOn, prepare_tls};
pub use roster::{BEAT, Roster};
pub use salons::{SalonServices, Shared};
pub use scratch::ScratchFolder;
pub use slots::SlotDesk;
pub use stores::Stores;
pub use tables::{Rows, Tables};
pub use wake_ups::{Claim, Due, HostWakeUps};
pub use workers::{Children, WorkerDesk, run_in_child};
