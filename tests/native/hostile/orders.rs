//! How the other entries are to go, ordered by a request of the same host: plays of stories on other stages share the
//! library, and even the ids of their salons.

use std::{
    ffi::c_void,
    future::pending,
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

use kartoteka_abi::{Buf, Host, status};

/// What one host ordered.
#[derive(Default)]
pub(crate) struct Orders {
    /// `told panics`, `facts hangs`: each once.
    given: Mutex<Vec<String>>,
    /// Entries whose work was polled, one for each time.
    begun: Mutex<Vec<&'static str>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes the orders of this host, which all functions are handed.
pub(crate) unsafe extern "C" fn start(_: *const Host, state: *mut *mut c_void, _: *mut Buf) -> i32 {
    let orders = Box::into_raw(Box::<Orders>::default());
    // SAFETY: there is room for a pointer.
    unsafe { state.write(orders.cast()) };
    status::OK
}

/// The orders behind the pointer.
///
/// # Safety
/// It is that which `start` gave. It is never taken back.
pub(crate) unsafe fn of(state: *mut c_void) -> &'static Orders {
    // SAFETY: the caller says so.
    unsafe { &*state.cast::<Orders>() }
}

impl Orders {
    pub(crate) fn give(&self, order: String) {
        lock(&self.given).push(order);
    }

    /// How often the work of an entry was polled first.
    pub(crate) fn begun(&self, entry: &str) -> usize {
        let begun = lock(&self.begun);
        begun.iter().filter(|begun| **begun == entry).count()
    }

    /// Does what is ordered of an entry, in the middle of its work.
    pub(crate) async fn obey(&self, entry: &'static str) {
        lock(&self.begun).push(entry);
        match self.take(entry).as_deref() {
            Some("panics") => panic!("as ordered"),
            Some("hangs") => loop {
                thread::sleep(Duration::from_secs(3600));
            },
            Some("never") => pending().await,
            _ => {}
        }
    }

    fn take(&self, entry: &str) -> Option<String> {
        let mut given = lock(&self.given);
        let of = |order: &String| {
            order
                .split_once(' ')
                .is_some_and(|(whose, _)| whose == entry)
        };
        let at = given.iter().position(of)?;
        let order = given.remove(at);
        order.split_once(' ').map(|(_, how)| how.to_owned())
    }
}
