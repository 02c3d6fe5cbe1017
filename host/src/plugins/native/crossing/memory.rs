//! The clock, the log, the salon's key and its memory, as a plugin has them.
#![expect(unsafe_code, reason = "pointers across the border")]

use std::{any::Any, ffi::c_void, mem::size_of, ptr, sync::Arc};

use kartoteka_abi::{
    self as abi, Buf, Slice, caught, guarded,
    services::{Cache, Clock, Keys, Log, Texts},
    status,
};
use kartoteka_plugin::{Result, native::wire};

use super::{
    super::plugin::Native,
    call::{kept, known},
};

pub(super) static CLOCK: Clock = Clock {
    struct_size: size_of::<Clock>(),
    now,
    new_id,
};

pub(super) static LOG: Log = Log {
    struct_size: size_of::<Log>(),
    log,
};

pub(super) static KEYS: Keys = Keys {
    struct_size: size_of::<Keys>(),
    hash,
    seal,
    open,
};

pub(super) static CACHE: Cache = Cache {
    struct_size: size_of::<Cache>(),
    get,
    put,
    forget,
};

unsafe extern "C" fn now(call: *const abi::Call) -> i64 {
    // SAFETY: the plugin hands over what the header says.
    let now = caught(|| unsafe { known(call) }.map(|call| call.call.now().timestamp_micros()));
    now.flatten().unwrap_or(0)
}

unsafe extern "C" fn new_id(call: *const abi::Call, out: *mut abi::Uuid) {
    // SAFETY: as above; there is room for an id.
    guarded(|| unsafe {
        if let Some(call) = known(call) {
            out.write(*call.call.new_id().as_bytes());
        }
    });
}

pub(super) static TEXTS: Texts = Texts {
    struct_size: size_of::<Texts>(),
    text,
};

unsafe extern "C" fn text(
    call: *const abi::Call,
    locale: Slice,
    key: Slice,
    args: Slice,
    out: *mut Buf,
) -> i32 {
    // SAFETY: as above; there is room for a buffer.
    let said = caught(|| unsafe {
        let (call, locale, key) = (kept(call)?, locale.text()?, key.text()?);
        let texts = call.call.texts_in(locale.parse().ok()?);
        out.write(wire::text(&texts, key, args.bytes())?.into());
        Some(status::OK)
    });
    said.flatten().unwrap_or(status::REFUSED)
}

/// So much of a line is kept.
const LONGEST: usize = 2_000;

/// Writes a line of a plugin, cut where it is long.
pub(in super::super) fn write(plugin: &str, level: u32, text: &str, request: &str) {
    let text = &text[..text.floor_char_boundary(LONGEST)];
    match level {
        1 => tracing::error!(plugin, request, "{text}"),
        2 => tracing::warn!(plugin, request, "{text}"),
        3 => tracing::info!(plugin, request, "{text}"),
        _ => tracing::debug!(plugin, request, "{text}"),
    }
}

unsafe extern "C" fn log(call: *const abi::Call, level: u32, text: Slice) {
    // SAFETY: as above.
    guarded(|| unsafe {
        if let (Some(call), Some(text)) = (known(call), text.text()) {
            write(call.plugin.id, level, text, call.call.request_id());
        }
    });
}

unsafe extern "C" fn hash(
    call: *const abi::Call,
    purpose: Slice,
    data: Slice,
    out: *mut [u8; 32],
) -> i32 {
    // SAFETY: as above; there is room for a hash.
    let done = caught(|| unsafe {
        let (call, purpose) = (kept(call)?, purpose.text()?);
        out.write(call.call.keys().hash(purpose, data.bytes()));
        Some(status::OK)
    });
    done.flatten().unwrap_or(status::REFUSED)
}

/// Writes what came of something, or what is wrong.
///
/// # Safety
/// There is room for either.
unsafe fn writes(
    out: *mut Buf,
    error: *mut Buf,
    work: impl FnOnce() -> Option<Result<Vec<u8>>>,
) -> i32 {
    match caught(work) {
        Some(Some(Ok(bytes))) => {
            if !out.is_null() {
                // SAFETY: the caller says so.
                unsafe { out.write(bytes.into()) };
            }
            status::OK
        }
        Some(Some(Err(wrong))) => {
            if !error.is_null() {
                // SAFETY: the caller says so.
                unsafe { error.write(wire::error_to_json(&wrong).into()) };
            }
            status::FAILED
        }
        Some(None) => status::REFUSED,
        None => status::PANICKED,
    }
}

unsafe extern "C" fn seal(
    call: *const abi::Call,
    purpose: Slice,
    data: Slice,
    out: *mut Buf,
    error: *mut Buf,
) -> i32 {
    // SAFETY: the plugin hands over what the header says.
    unsafe {
        writes(out, error, || {
            let (call, purpose) = (kept(call)?, purpose.text()?);
            Some(call.call.keys().seal(purpose, data.bytes()))
        })
    }
}

unsafe extern "C" fn open(
    call: *const abi::Call,
    purpose: Slice,
    sealed: Slice,
    out: *mut Buf,
    error: *mut Buf,
) -> i32 {
    // SAFETY: the plugin hands over what the header says.
    unsafe {
        writes(out, error, || {
            let (call, purpose) = (kept(call)?, purpose.text()?);
            Some(call.call.keys().open(purpose, sealed.bytes()))
        })
    }
}

type Counting = unsafe extern "C" fn(*mut c_void);

/// A thing of a plugin in the salon's memory.
struct Thing {
    thing: *mut c_void,
    retain: Counting,
    release: Counting,
    /// Of which version of which plugin: another one knows nothing of how it looks inside. It is not over
    /// before its things are.
    of: Arc<Native>,
}

// SAFETY: the contract is that it is counted from any thread; the host does no more with it.
unsafe impl Send for Thing {}
// SAFETY: as above.
unsafe impl Sync for Thing {}

impl Drop for Thing {
    fn drop(&mut self) {
        // SAFETY: it was retained once for this.
        unsafe { (self.release)(self.thing) };
    }
}

unsafe extern "C" fn get(call: *const abi::Call, key: Slice) -> *mut c_void {
    // SAFETY: the plugin hands over what the header says.
    let found = caught(|| unsafe {
        let call = kept(call)?;
        let kept = call.call.cache().get(call.plugin.known_key(key.text()?)?)?;
        let kept = kept.downcast::<Thing>().ok()?;
        if !Arc::ptr_eq(&kept.of, &call.plugin) {
            return None;
        }
        (kept.retain)(kept.thing);
        Some(kept.thing)
    });
    found.flatten().unwrap_or(ptr::null_mut())
}

unsafe extern "C" fn put(
    call: *const abi::Call,
    key: Slice,
    thing: *mut c_void,
    bytes: usize,
    retain: Option<Counting>,
    release: Option<Counting>,
) -> i32 {
    // SAFETY: the plugin hands over what the header says.
    let done = caught(|| unsafe {
        let call = kept(call)?;
        let (retain, release) = (retain?, release?);
        let key = call.plugin.key(key.text()?)?;
        retain(thing);
        let kept: Arc<dyn Any + Send + Sync> = Arc::new(Thing {
            thing,
            retain,
            release,
            of: call.plugin.clone(),
        });
        call.call.cache().put(key, kept, bytes);
        Some(status::OK)
    });
    done.flatten().unwrap_or(status::REFUSED)
}

unsafe extern "C" fn forget(call: *const abi::Call, key: Slice) {
    // SAFETY: the plugin hands over what the header says.
    guarded(|| unsafe {
        if let Some(call) = kept(call)
            && let Some(key) = key.text().and_then(|key| call.plugin.known_key(key))
        {
            call.call.cache().forget(key);
        }
    });
}
