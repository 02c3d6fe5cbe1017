//! Statements and their rows.
#![expect(unsafe_code, reason = "pointers of the other side of the border")]

use std::{
    ffi::c_void,
    mem::{offset_of, size_of},
    ptr,
};

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
    /// The statement behind the pointer, as far as it goes: what an older version of the interface did
    /// not have is as if it were empty. Nothing where there is no text.
    ///
    /// # Safety
    /// It begins with its size, and is there.
    pub unsafe fn read(raw: *const Self) -> Option<Self> {
        // SAFETY: the caller says so.
        let size = unsafe { raw.cast::<usize>().as_ref() }?;
        if *size < offset_of!(Self, postgres) {
            return None;
        }
        let mut own = Self {
            struct_size: 0,
            sql: Slice::EMPTY,
            postgres: Slice::EMPTY,
            values: ptr::null(),
            value_count: 0,
            slow: 0,
            reserved: 0,
        };
        let size = (*size).min(size_of::<Self>());
        // SAFETY: it is so long; all of it may be copied.
        unsafe {
            let to = (&raw mut own).cast::<u8>();
            ptr::copy_nonoverlapping(raw.cast::<u8>(), to, size);
        }
        Some(own)
    }

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
    const SIZED: bool = true;

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

#[cfg(test)]
#[expect(clippy::expect_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use crate::{Task, poll_raw, status};

    #[test]
    fn a_shorter_statement_of_an_older_plugin_is_read_as_far_as_it_goes() {
        let mut raw = Statement {
            struct_size: offset_of!(Statement, slow),
            sql: Slice::of(b"select 1"),
            postgres: Slice::EMPTY,
            values: ptr::null(),
            value_count: 0,
            slow: 1,
            reserved: 0,
        };
        // SAFETY: it is there.
        let read = unsafe { Statement::read(&raw const raw) }.expect("a statement");
        assert_eq!((read.slow, read.sql.len), (0, 8));
        raw.struct_size = size_of::<Statement>();
        // SAFETY: as above.
        let read = unsafe { Statement::read(&raw const raw) }.expect("a statement");
        assert_eq!(read.slow, 1);
        raw.struct_size = size_of::<usize>();
        // SAFETY: as above.
        assert!(unsafe { Statement::read(&raw const raw) }.is_none());
        // SAFETY: none is none.
        assert!(unsafe { Statement::read(ptr::null()) }.is_none());
    }

    #[test]
    fn no_more_is_written_than_there_is_room_for() {
        for (room, answers) in [(offset_of!(Rows, owner), status::OK), (0, status::REFUSED)] {
            let mut rows = Rows::blank();
            rows.struct_size = room;
            rows.owner = ptr::without_provenance_mut(77);
            let mut task = Task::of::<Rows>(async {
                let mut rows = Rows::blank();
                rows.affected = 5;
                Ok(rows)
            });
            let mut context = std::task::Context::from_waker(std::task::Waker::noop());
            // SAFETY: there is room for as much as it says.
            let polled = unsafe {
                let out = (&raw mut rows).cast();
                poll_raw(&mut task, &mut context, out, ptr::null_mut())
            };
            assert_eq!(polled, answers);
            assert_eq!(rows.affected, if room == 0 { 0 } else { 5 });
            assert_eq!(rows.owner.addr(), 77, "it lies behind the end");
        }
    }
}
