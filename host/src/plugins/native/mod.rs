//! Partners' plugins that are libraries of their own, behind the same trait as the linked ones.

mod aside;
mod crossing;
mod entries;
mod library;
mod meter;
mod module;
mod plugin;
mod statements;
mod threads;
mod waiting;
mod work;

pub use meter::{Figures, Meter};
pub use module::{NativeModule, Parts};
pub use threads::Threads;
pub use work::work;
