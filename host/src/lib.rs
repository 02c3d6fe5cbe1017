//! The host of Kartoteka: configuration, storage, sign-in, doors. It knows no
//! business of its own; features are modules, named in `modules` alone.

pub mod assets;
mod builder;
pub mod commands;
pub mod config;
pub mod conformance;
mod document;
mod ground;
mod host;
mod http;
pub mod journal;
mod mail;
pub mod modules;
pub mod plugins;
pub mod region;
pub mod registry;
pub mod services;
mod settings;
pub mod storage;
mod takeover;
pub mod telling;
pub mod testing;
mod waking;

#[cfg(feature = "jemalloc")]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

pub use builder::{HostBuilder, RunningHost};
pub use host::{Host, StartError};
