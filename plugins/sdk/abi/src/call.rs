//! The call: for which salon, who acts, and what may be used.
#![expect(unsafe_code, reason = "pointers of the other side of the border")]

use std::ffi::c_void;

use crate::{Slice, bytes::many};

/// An id, as its 16 bytes.
pub type Uuid = [u8; 16];

/// One request, question, event or job. It is lent for the time of the function, or until its task
/// is dropped; kept for longer where it is retained.
#[repr(C)]
pub struct Call {
    /// What it can do.
    pub vt: *const CallVt,
}

/// What a call can do. All of it from any thread.
#[repr(C)]
pub struct CallVt {
    /// Of this struct, in bytes.
    pub struct_size: usize,
    /// Keeps it for longer.
    pub retain: unsafe extern "C" fn(*const Call),
    /// Lets go of what was kept.
    pub release: unsafe extern "C" fn(*const Call),
    /// What it is about; stays for as long as the call.
    pub info: unsafe extern "C" fn(*const Call) -> *const CallInfo,
    /// 1 where the actor has the permission, else 0.
    pub may: unsafe extern "C" fn(*const Call, permission: Slice) -> i32,
    /// A service by name and version; null where there is none, the manifest does not ask for it, or
    /// the salon has not granted it. It stays for as long as the process.
    pub service: unsafe extern "C" fn(*const Call, name: Slice) -> *const c_void,
}

/// What a call is about.
#[repr(C)]
pub struct CallInfo {
    /// Of this struct, in bytes.
    pub struct_size: usize,
    /// The salon.
    pub salon: *const Salon,
    /// Who acts: `user:<id>`, `token:<id>`, `plugin:<id>`, `system`.
    pub actor: Slice,
    /// The reader's language: `de`.
    pub locale: Slice,
    /// The id under which the log knows it.
    pub request_id: Slice,
    /// The key under which the request may be repeated; empty where it has none.
    pub idempotency_key: Slice,
    /// SHA-256 of method, path and body of that request.
    pub idempotency_fingerprint: [u8; 32],
    /// What the actor may do.
    pub permissions: *const Slice,
    /// How many.
    pub permission_count: usize,
    /// 1 where it answers a question inside somebody else's transaction.
    pub asked: u32,
    /// 1 where it may also write while the feature is off.
    pub also_off: u32,
    /// By how many other calls it was made, one asking the other.
    pub depth: u32,
    /// 1 where it comes from a workplace.
    pub workplace: u32,
    /// The most that an uploaded file may weigh, in bytes.
    pub upload_bytes: u64,
    /// The most rows of an imported sheet.
    pub import_rows: u32,
    /// Zero.
    pub reserved: u32,
    /// Where style sheet and icons are served: `/assets/0f3a…`.
    pub assets: Slice,
    /// Since 0.2: as long as it is the same, so are the permissions.
    pub permission_set: u64,
}

impl CallInfo {
    /// What the actor may do.
    ///
    /// # Safety
    /// The call is there for `'a`.
    pub const unsafe fn permissions<'a>(&self) -> &'a [Slice] {
        // SAFETY: the caller says so.
        unsafe { many(self.permissions, self.permission_count) }
    }
}

/// A salon.
#[repr(C)]
pub struct Salon {
    /// Of this struct, in bytes.
    pub struct_size: usize,
    /// Its id.
    pub id: Uuid,
    /// The word in its addresses.
    pub slug: Slice,
    /// Its name.
    pub name: Slice,
    /// ISO 3166-1 alpha-2, upper case.
    pub country: Slice,
    /// The language of what it writes to clients: `de`.
    pub locale: Slice,
    /// Where its clock hangs: `Europe/Berlin`.
    pub time_zone: Slice,
    /// What it has switched on, by id.
    pub features: *const Slice,
    /// How many.
    pub feature_count: usize,
    /// What this plugin asks for and the salon has not granted: `mail`, `reads:core.clients/1`.
    pub withheld: *const Slice,
    /// How many.
    pub withheld_count: usize,
    /// Since 0.2: as long as it is the same, so is all of this; another salon has another.
    pub number: u64,
}

impl Salon {
    /// What it has switched on.
    ///
    /// # Safety
    /// The call is there for `'a`.
    pub const unsafe fn features<'a>(&self) -> &'a [Slice] {
        // SAFETY: the caller says so.
        unsafe { many(self.features, self.feature_count) }
    }

    /// What it has not granted.
    ///
    /// # Safety
    /// As [`features`](Self::features).
    pub const unsafe fn withheld<'a>(&self) -> &'a [Slice] {
        // SAFETY: the caller says so.
        unsafe { many(self.withheld, self.withheld_count) }
    }
}
