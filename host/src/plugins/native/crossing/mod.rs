//! What a plugin asks of the host, and how: the host's side of the native border.

mod asked;
mod call;
mod database;
mod described;
mod errand;
mod files;
pub(super) mod http;
mod jobs;
mod json;
mod life;
pub(super) mod limits;
mod memory;
mod outside;
mod transaction;

pub(super) use call::HostCall;
pub(super) use described::Described;
pub(super) use jobs::came_of;
pub(super) use life::Running;
pub(super) use memory::write;
pub(super) use transaction::HostTx;
