//! Panics stop at the border: one that leaves a C function ends the process.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
};

/// Does `work`; a panic in it is over here, its message said by the panic hook.
pub fn caught<T>(work: impl FnOnce() -> T) -> Option<T> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(done) => Some(done),
        Err(payload) => {
            forget(payload);
            None
        }
    }
}

/// The same for what gives nothing.
pub fn guarded(work: impl FnOnce()) {
    let _ = caught(work);
}

/// What was thrown may panic itself when it is dropped.
fn forget(payload: Box<dyn Any + Send>) {
    if let Err(again) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        std::mem::forget(again);
    }
}
