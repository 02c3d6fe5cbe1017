//! The salon's memory, its key, and the clock.
#![expect(unsafe_code, reason = "pointers of the host")]

use std::{ffi::c_void, sync::Arc};

use chrono::{DateTime, Utc};
use kartoteka_abi::{self as abi, services};
use uuid::Uuid;

use super::{Bridge, refused};
use crate::{
    Error, Result,
    cache::{Cache, Cached},
    call::Clock,
    keys::Keys,
};

unsafe extern "C" fn retain(thing: *mut c_void) {
    // SAFETY: it came from `into_raw`, and the host holds one.
    unsafe { Arc::increment_strong_count(thing.cast::<Cached>()) };
}

unsafe extern "C" fn release(thing: *mut c_void) {
    // SAFETY: as above; it lets go of the one that it holds.
    abi::guarded(|| unsafe { Arc::decrement_strong_count(thing.cast::<Cached>()) });
}

impl Cache for Bridge {
    fn get(&self, key: &'static str) -> Option<Cached> {
        let cache: &services::Cache = self.call.service(services::CACHE)?;
        // SAFETY: all of it is there for the time of the function.
        let thing = unsafe { (cache.get)(self.call.raw(), abi::Slice::of_text(key)) };
        if thing.is_null() {
            return None;
        }
        // SAFETY: it is one that `put` made, retained for this side.
        let thing = unsafe { Arc::from_raw(thing.cast::<Cached>().cast_const()) };
        Some(Cached::clone(&thing))
    }

    fn put(&self, key: &'static str, value: Cached, bytes: usize) {
        let Some(cache) = self.call.service::<services::Cache>(services::CACHE) else {
            return;
        };
        let thing = Arc::into_raw(Arc::new(value)).cast_mut().cast();
        let key = abi::Slice::of_text(key);
        // SAFETY: as above. The host retains it, whatever it answers; this side lets go of its own.
        unsafe {
            (cache.put)(
                self.call.raw(),
                key,
                thing,
                bytes,
                Some(retain),
                Some(release),
            );
            release(thing);
        }
    }

    fn forget(&self, key: &'static str) {
        if let Some(cache) = self.call.service::<services::Cache>(services::CACHE) {
            // SAFETY: as above.
            unsafe { (cache.forget)(self.call.raw(), abi::Slice::of_text(key)) };
        }
    }
}

type Sealing = unsafe extern "C" fn(
    *const abi::Call,
    abi::Slice,
    abi::Slice,
    *mut abi::Buf,
    *mut abi::Buf,
) -> i32;

impl Bridge {
    fn sealing(
        &self,
        function: impl FnOnce(&services::Keys) -> Sealing,
        purpose: &str,
        data: &[u8],
    ) -> Result<Vec<u8>> {
        let keys: &services::Keys = self.service(services::KEYS)?;
        let (mut out, mut error) = (abi::Buf::EMPTY, abi::Buf::EMPTY);
        let (purpose, data) = (abi::Slice::of_text(purpose), abi::Slice::of(data));
        // SAFETY: all of it is there for the time of the function.
        let status =
            unsafe { function(keys)(self.call.raw(), purpose, data, &raw mut out, &raw mut error) };
        match status {
            abi::status::OK => Ok(out.bytes().to_vec()),
            status => Err(refused(status, &error)),
        }
    }
}

impl Keys for Bridge {
    /// Where the host has none, of no use: zeros.
    fn hash(&self, purpose: &str, data: &[u8]) -> [u8; 32] {
        let mut out = [0; 32];
        if let Some(keys) = self.call.service::<services::Keys>(services::KEYS) {
            let (purpose, data) = (abi::Slice::of_text(purpose), abi::Slice::of(data));
            // SAFETY: all of it is there for the time of the function.
            unsafe { (keys.hash)(self.call.raw(), purpose, data, &raw mut out) };
        }
        out
    }

    fn seal(&self, purpose: &str, data: &[u8]) -> Result<Vec<u8>> {
        self.sealing(|keys| keys.seal, purpose, data)
    }

    fn open(&self, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>> {
        self.sealing(|keys| keys.open, purpose, sealed)
    }
}

impl Bridge {
    fn clock(&self) -> Result<&'static services::Clock, Error> {
        self.service(services::CLOCK)
    }
}

/// A host without a clock does not start a plugin.
impl Clock for Bridge {
    fn now(&self) -> DateTime<Utc> {
        // SAFETY: the call is kept.
        let now = self
            .clock()
            .map(|clock| unsafe { (clock.now)(self.call.raw()) });
        let now = now.ok().and_then(DateTime::from_timestamp_micros);
        now.unwrap_or_default()
    }

    fn new_id(&self) -> Uuid {
        let mut id = [0; 16];
        if let Ok(clock) = self.clock() {
            // SAFETY: all of it is there for the time of the function.
            unsafe { (clock.new_id)(self.call.raw(), &raw mut id) };
        }
        Uuid::from_bytes(id)
    }
}
