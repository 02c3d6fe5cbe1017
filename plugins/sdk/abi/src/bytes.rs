//! Bytes that are lent, and bytes that are given away.
#![expect(unsafe_code, reason = "bytes of the other side of the border")]

use std::{ffi::c_void, fmt, mem::ManuallyDrop, ptr, slice, str};

/// Bytes that belong to somebody else, for as long as the function says to which they are handed.
/// Text is UTF-8, without a zero at its end.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Slice {
    /// The first byte; may be null where there are none.
    pub ptr: *const u8,
    /// How many.
    pub len: usize,
}

// SAFETY: it is an address and a length; who reads behind it answers for that.
unsafe impl Send for Slice {}
// SAFETY: as above.
unsafe impl Sync for Slice {}

impl Slice {
    /// No bytes.
    pub const EMPTY: Self = Self {
        ptr: ptr::null(),
        len: 0,
    };

    /// These bytes, or this text.
    pub const fn of(bytes: &[u8]) -> Self {
        Self {
            ptr: bytes.as_ptr(),
            len: bytes.len(),
        }
    }

    /// A text, for as long as it stays where it is.
    pub const fn of_text(text: &str) -> Self {
        Self::of(text.as_bytes())
    }

    /// The bytes.
    ///
    /// # Safety
    /// They are there, and stay for `'a`.
    pub const unsafe fn bytes<'a>(self) -> &'a [u8] {
        if self.ptr.is_null() || self.len == 0 {
            return &[];
        }
        // SAFETY: the caller says so.
        unsafe { slice::from_raw_parts(self.ptr, self.len) }
    }

    /// The text; nothing where the bytes are none.
    ///
    /// # Safety
    /// As [`bytes`](Self::bytes).
    pub unsafe fn text<'a>(self) -> Option<&'a str> {
        // SAFETY: the caller says so.
        str::from_utf8(unsafe { self.bytes() }).ok()
    }
}

/// `count` things from `ptr` on.
///
/// # Safety
/// They are there, and stay for `'a`.
pub(crate) const unsafe fn many<'a, T>(ptr: *const T, count: usize) -> &'a [T] {
    if ptr.is_null() || count == 0 {
        return &[];
    }
    // SAFETY: the caller says so.
    unsafe { slice::from_raw_parts(ptr, count) }
}

/// Bytes that belong to who holds them, until [`release`](Self::release), once. Each side has its
/// own allocator, so that nobody frees what another made.
#[repr(C)]
pub struct Buf {
    /// The first byte.
    pub ptr: *mut u8,
    /// How many.
    pub len: usize,
    /// For `release`.
    pub owner: *mut c_void,
    /// Takes the bytes back; null where there is nothing to do.
    pub release: Option<unsafe extern "C" fn(*mut Self)>,
}

// SAFETY: the contract is that any thread may read and release it.
unsafe impl Send for Buf {}
// SAFETY: as above; nothing is written through a shared one.
unsafe impl Sync for Buf {}

impl Buf {
    /// No bytes.
    pub const EMPTY: Self = Self {
        ptr: ptr::null_mut(),
        len: 0,
        owner: ptr::null_mut(),
        release: None,
    };

    /// What `owner` holds, until it is released.
    pub fn owning<T: AsRef<[u8]> + Send + 'static>(owner: T) -> Self {
        unsafe extern "C" fn release<T>(buf: *mut Buf) {
            // SAFETY: `owner` was made by `into_raw` of such a box, and is released once.
            crate::guarded(|| drop(unsafe { Box::from_raw((*buf).owner.cast::<T>()) }));
        }
        let owner = Box::new(owner);
        // An address of the heap: the box may move.
        let bytes = (*owner).as_ref();
        let (ptr, len) = (bytes.as_ptr().cast_mut(), bytes.len());
        if len == 0 {
            return Self::EMPTY;
        }
        Self {
            ptr,
            len,
            owner: Box::into_raw(owner).cast(),
            release: Some(release::<T>),
        }
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        // SAFETY: they are there until it is released.
        unsafe { self.as_slice().bytes() }
    }

    /// The same, lent.
    pub const fn as_slice(&self) -> Slice {
        Slice {
            ptr: self.ptr,
            len: self.len,
        }
    }

    /// Takes the bytes out of it.
    pub fn take(&mut self) -> Self {
        std::mem::replace(self, Self::EMPTY)
    }
}

impl From<Vec<u8>> for Buf {
    fn from(bytes: Vec<u8>) -> Self {
        unsafe extern "C" fn release(buf: *mut Buf) {
            // SAFETY: these are the parts of a vector, which are put together once.
            drop(unsafe { Vec::from_raw_parts((*buf).ptr, (*buf).len, (*buf).owner as usize) });
        }
        if bytes.capacity() == 0 {
            return Self::EMPTY;
        }
        let mut bytes = ManuallyDrop::new(bytes);
        Self {
            ptr: bytes.as_mut_ptr(),
            len: bytes.len(),
            // Without a provenance: it is a number.
            owner: ptr::without_provenance_mut(bytes.capacity()),
            release: Some(release),
        }
    }
}

impl From<String> for Buf {
    fn from(text: String) -> Self {
        text.into_bytes().into()
    }
}

impl AsRef<[u8]> for Buf {
    fn as_ref(&self) -> &[u8] {
        self.bytes()
    }
}

impl Drop for Buf {
    fn drop(&mut self) {
        if let Some(release) = self.release.take() {
            // SAFETY: once, because it was taken.
            unsafe { release(self) };
        }
    }
}

impl fmt::Debug for Buf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.len)
    }
}
