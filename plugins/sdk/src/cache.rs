//! Memory of one salon that may be forgotten at any time.
//!
//! ```
#![doc = include_str!("../shown/cache.rs")]
//! ```

use std::{any::Any, sync::Arc};

/// What a cache holds.
pub type Cached = Arc<dyn Any + Send + Sync>;

/// Values kept per salon and module, evicted by bytes over all salons, least
/// recently used first.
pub trait Cache: Send + Sync {
    /// The value kept under `key`, if it is still there.
    fn get(&self, key: &'static str) -> Option<Cached>;

    /// Keeps `value`, which takes `bytes` of memory, in place of what was there.
    /// Call again with the same value when its size changed.
    fn put(&self, key: &'static str, value: Cached, bytes: usize);

    /// Forgets `key`.
    fn forget(&self, key: &'static str);
}

/// The value under `key` as a `T`.
pub fn get<T: Any + Send + Sync>(cache: &dyn Cache, key: &'static str) -> Option<Arc<T>> {
    cache.get(key)?.downcast().ok()
}
