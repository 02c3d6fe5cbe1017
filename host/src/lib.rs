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

/// A thread looks through what it keeps of memory after 4 MB that it took and not after 64 kB, which was a twentieth
/// of a request: what one thread of a native request makes another gives back, so that each look found much to do.
#[cfg(feature = "jemalloc")]
#[expect(unsafe_code, reason = "the allocator looks for it by its name")]
#[unsafe(export_name = "malloc_conf")]
static MALLOC_CONF: &std::ffi::CStr = c"tcache_gc_incr_bytes:4194304";

pub use builder::{HostBuilder, RunningHost};
pub use host::{Host, StartError};
