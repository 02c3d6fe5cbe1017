//! Wakers across the border.
#![expect(unsafe_code, reason = "pointers of the other side of the border")]

use std::{
    mem::{ManuallyDrop, size_of},
    ptr,
    task::{self, RawWaker, RawWakerVTable},
};

use crate::guarded;

/// Wakes a task. Whoever polls lends one for the time of the poll; what is to be woken later is a
/// clone. Any thread may wake it, also after the task is gone.
#[repr(C)]
pub struct Waker {
    /// What it can do.
    pub vt: *const WakerVt,
}

/// What a waker can do.
#[repr(C)]
pub struct WakerVt {
    /// Of this struct, in bytes.
    pub struct_size: usize,
    /// One that outlives the poll.
    pub clone: Option<unsafe extern "C" fn(*const Waker) -> *mut Waker>,
    /// Wakes, and lets go of a clone.
    pub wake: Option<unsafe extern "C" fn(*mut Waker)>,
    /// Wakes.
    pub wake_by_ref: Option<unsafe extern "C" fn(*const Waker)>,
    /// Lets go of a clone.
    pub drop: Option<unsafe extern "C" fn(*mut Waker)>,
}

/// A waker of this side, lent.
#[repr(C)]
struct Lent<'w> {
    raw: Waker,
    waker: &'w task::Waker,
}

/// A waker of this side, given away.
#[repr(C)]
struct Given {
    raw: Waker,
    waker: task::Waker,
}

static LENT: WakerVt = WakerVt {
    struct_size: size_of::<WakerVt>(),
    clone: Some(clone_lent),
    wake: Some(wake_lent),
    wake_by_ref: Some(wake_lent_by_ref),
    drop: Some(drop_lent),
};

static GIVEN: WakerVt = WakerVt {
    struct_size: size_of::<WakerVt>(),
    clone: Some(clone_given),
    wake: Some(wake_given),
    wake_by_ref: Some(wake_given_by_ref),
    drop: Some(drop_given),
};

fn give(waker: task::Waker) -> *mut Waker {
    let given = Given {
        raw: Waker {
            vt: &raw const GIVEN,
        },
        waker,
    };
    Box::into_raw(Box::new(given)).cast()
}

// Waking one runs code of this side, which may panic; each of these stops it.

unsafe extern "C" fn clone_lent(waker: *const Waker) -> *mut Waker {
    // SAFETY: it is a `Lent`, and the poll goes on for which it was lent.
    give(unsafe { (*waker.cast::<Lent<'_>>()).waker.clone() })
}

unsafe extern "C" fn wake_lent(waker: *mut Waker) {
    // SAFETY: as above.
    guarded(|| unsafe { (*waker.cast::<Lent<'_>>()).waker.wake_by_ref() });
}

unsafe extern "C" fn wake_lent_by_ref(waker: *const Waker) {
    // SAFETY: as above.
    guarded(|| unsafe { (*waker.cast::<Lent<'_>>()).waker.wake_by_ref() });
}

unsafe extern "C" fn drop_lent(_: *mut Waker) {}

unsafe extern "C" fn clone_given(waker: *const Waker) -> *mut Waker {
    // SAFETY: it is a `Given` that nobody has let go of.
    give(unsafe { (*waker.cast::<Given>()).waker.clone() })
}

unsafe extern "C" fn wake_given(waker: *mut Waker) {
    // SAFETY: it was made by `give`, and is let go of once.
    let given = unsafe { Box::from_raw(waker.cast::<Given>()) };
    guarded(|| given.waker.wake());
}

unsafe extern "C" fn wake_given_by_ref(waker: *const Waker) {
    // SAFETY: it is a `Given` that nobody has let go of.
    guarded(|| unsafe { (*waker.cast::<Given>()).waker.wake_by_ref() });
}

unsafe extern "C" fn drop_given(waker: *mut Waker) {
    // SAFETY: it was made by `give`, and is let go of once.
    guarded(|| drop(unsafe { Box::from_raw(waker.cast::<Given>()) }));
}

/// Lends `waker` to the other side for the time of `work`.
pub(crate) fn lend<T>(waker: &task::Waker, work: impl FnOnce(*const Waker) -> T) -> T {
    let lent = Lent {
        raw: Waker {
            vt: &raw const LENT,
        },
        waker,
    };
    work(&raw const lent.raw)
}

static FOREIGN: RawWakerVTable = RawWakerVTable::new(
    clone_foreign,
    wake_foreign,
    wake_foreign_by_ref,
    drop_foreign,
);

/// What the waker can do; nothing where it is none.
///
/// # Safety
/// It is a waker of the other side that nobody has let go of, or null.
unsafe fn functions<'w>(data: *const ()) -> Option<&'w WakerVt> {
    // SAFETY: the caller says so.
    unsafe { data.cast::<Waker>().as_ref()?.vt.as_ref() }
}

unsafe fn clone_foreign(data: *const ()) -> RawWaker {
    // SAFETY: Rust asks it of a waker that is there. One that cannot be cloned wakes nobody later.
    let clone = unsafe {
        let clone = functions(data).and_then(|vt| vt.clone);
        clone.map_or(ptr::null_mut(), |clone| clone(data.cast()))
    };
    RawWaker::new(clone.cast_const().cast(), &FOREIGN)
}

unsafe fn wake_foreign(data: *const ()) {
    // SAFETY: as above; it is let go of with this.
    unsafe {
        if let Some(wake) = functions(data).and_then(|vt| vt.wake) {
            wake(data.cast::<Waker>().cast_mut());
        }
    }
}

unsafe fn wake_foreign_by_ref(data: *const ()) {
    // SAFETY: as above.
    unsafe {
        if let Some(wake) = functions(data).and_then(|vt| vt.wake_by_ref) {
            wake(data.cast());
        }
    }
}

unsafe fn drop_foreign(data: *const ()) {
    // SAFETY: as above; it is let go of with this.
    unsafe {
        if let Some(drop) = functions(data).and_then(|vt| vt.drop) {
            drop(data.cast::<Waker>().cast_mut());
        }
    }
}

/// A waker of the other side as one of Rust's, for the time of a poll.
///
/// # Safety
/// It is one, and stays until the end of the poll; or null, for who looks again by itself.
pub(crate) unsafe fn borrowed(waker: *const Waker) -> ManuallyDrop<task::Waker> {
    // SAFETY: the functions keep what Rust asks of a waker, and the caller says that it is one.
    ManuallyDrop::new(unsafe { task::Waker::new(waker.cast(), &FOREIGN) })
}
