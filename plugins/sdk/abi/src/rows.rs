//! Statements and their rows.
#![expect(unsafe_code, reason = "pointers of the other side of the border")]

use std::{ffi::c_void, mem::size_of, ptr};

use crate::{Out, Slice, bytes::many};

/// Of which type a value is.
pub mod kind {
    /// True or false, in `integer`.
    pub const BOOL: u32 = 1;
    /// A whole number, in `integer`.
    pub const INT: u32 = 2;
    /// A floating-point number, in `real`.
    pub const REAL: u32 = 3;
    /// Text, in `bytes`.
    pub const TEXT: u32 = 4;
    /// Bytes, in `bytes`.
    pub const BYTES: u32 = 5;
    /// An id of 16 bytes, in `bytes`.
    pub const UUID: u32 = 6;
    /// Microseconds since 1970, UTC, in `integer`.
    pub const TIME: u32 = 7;
    /// A day as text, `YYYY-MM-DD`, in `bytes`.
    pub const DATE: u32 = 8;
    /// A JSON document as text, in `bytes`.
    pub const JSON: u32 = 9;
}

/// A value, bound or read. What it is stands where its kind says, on either engine; a kind that
/// SQLite does not have comes as what it keeps there: bool and time as integer, uuid as bytes, date and
/// JSON as text, in the same place.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Value {
    /// One of [`kind`]; also where it is null.
    pub kind: u32,
    /// 1 where there is no value, else 0.
    pub null: u32,
    /// Whole numbers, booleans, times.
    pub integer: i64,
    /// Floating-point numbers.
    pub real: f64,
    /// Texts, bytes, ids, days, documents.
    pub bytes: Slice,
}

impl Value {
    /// A value of this kind, with nothing in it.
    pub const fn of(kind: u32) -> Self {
        Self {
            kind,
            null: 0,
            integer: 0,
            real: 0.0,
            bytes: Slice::EMPTY,
        }
    }
}

/// A statement. `$1` is the salon and bound by the host; `values` begin with `$2`.
#[repr(C)]
pub struct Statement {
    /// Of this struct, in bytes.
    pub struct_size: usize,
    /// The text.
    pub sql: Slice,
    /// The text for PostgreSQL, where that is another; else empty.
    pub postgres: Slice,
    /// The values from `$2` on.
    pub values: *const Value,
    /// How many.
    pub value_count: usize,
    /// 1 for one of milliseconds or more, which runs where it may block; else 0.
    pub slow: u32,
    /// Zero.
    pub reserved: u32,
}

impl Statement {
    /// The values.
    ///
    /// # Safety
    /// They are there.
    pub const unsafe fn values<'a>(&self) -> &'a [Value] {
        // SAFETY: the caller says so.
        unsafe { many(self.values, self.value_count) }
    }
}

/// What a statement gave. The values of a row follow each other, row after row.
#[repr(C)]
pub struct Rows {
    /// Of this struct, in bytes.
    pub struct_size: usize,
    /// How many rows were inserted, updated or deleted.
    pub affected: u64,
    /// The names of the columns.
    pub columns: *const Slice,
    /// How many.
    pub column_count: usize,
    /// The values: `column_count` times `row_count`.
    pub values: *const Value,
    /// How many rows.
    pub row_count: usize,
    /// For `release`.
    pub owner: *mut c_void,
    /// Takes all of it back, once; null where there is nothing to do.
    pub release: Option<unsafe extern "C" fn(*mut Self)>,
}

// SAFETY: the contract is that any thread may read and release them.
unsafe impl Send for Rows {}

impl Rows {
    /// The names of the columns.
    pub fn columns(&self) -> &[Slice] {
        // SAFETY: they are there until they are released.
        unsafe { many(self.columns, self.column_count) }
    }

    /// The values of all rows.
    pub fn values(&self) -> &[Value] {
        let count = self.column_count.saturating_mul(self.row_count);
        // SAFETY: as above.
        unsafe { many(self.values, count) }
    }
}

impl Out for Rows {
    fn blank() -> Self {
        Self {
            struct_size: size_of::<Self>(),
            affected: 0,
            columns: ptr::null(),
            column_count: 0,
            values: ptr::null(),
            row_count: 0,
            owner: ptr::null_mut(),
            release: None,
        }
    }
}

impl Drop for Rows {
    fn drop(&mut self) {
        if let Some(release) = self.release.take() {
            // SAFETY: once, because it was taken.
            unsafe { release(self) };
        }
    }
}
