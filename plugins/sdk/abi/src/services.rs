//! The services of a call, each by its name and version. One that grows gets functions at its end;
//! one that changes gets a new version, beside the old one.
#![expect(unsafe_code, reason = "pointers of the other side of the border")]

use std::ffi::c_void;

use crate::{Buf, Call, Out, Slice, Statement, Stream, Task, Uuid, Value};

/// A transaction. One that was begun ends by `commit` or `rollback`; that of who asks a question is
/// lent until the answer is given. What is left open when the function or the job is over is undone. The
/// pointer is good for as long as the call is kept: one that is over refuses.
#[repr(C)]
pub struct Tx {
    /// The host's.
    pub data: *mut c_void,
}

/// A transaction that was begun, as its task gives it.
#[repr(C)]
pub struct Begun(pub *mut Tx);

// SAFETY: the contract is that any thread may use it, one at a time.
unsafe impl Send for Begun {}

impl Out for Begun {
    fn blank() -> Self {
        Self(std::ptr::null_mut())
    }
}

/// The name of [`Db`].
pub const DB: &str = "kartoteka.db/1";

/// The salon's tables. Each statement is judged before it runs: the plugin's own tables, and the
/// views that its manifest names and the salon granted.
#[repr(C)]
pub struct Db {
    /// Of this struct, in bytes.
    pub struct_size: usize,
    /// Reads outside any transaction; gives [`Rows`](crate::Rows).
    pub read: unsafe extern "C" fn(*const Call, *const Statement, *mut Task) -> i32,
    /// Begins a transaction; gives [`Begun`]. `slow` is 1 for one that holds the writer for long.
    pub begin: unsafe extern "C" fn(*const Call, slow: u32, *mut Task) -> i32,
    /// Runs a statement, one at a time; gives [`Rows`](crate::Rows).
    pub run: unsafe extern "C" fn(*mut Tx, *const Statement, *mut Task) -> i32,
    /// Runs a short write with the next statement, at the latest with the commit, which says if it
    /// failed.
    pub later: unsafe extern "C" fn(*mut Tx, *const Statement) -> i32,
    /// Notes what happened: JSON with `what`, and perhaps `subjects`, `before`, `after`, `batch`.
    pub record: unsafe extern "C" fn(*mut Tx, entry: Slice, error: *mut Buf) -> i32,
    /// Says what the request will answer once this commits: a status, and the path of what was made.
    pub answers: unsafe extern "C" fn(*mut Tx, status: u32, location: Slice) -> i32,
    /// Asks to be woken once this is committed; `at` in microseconds since 1970.
    pub wake: unsafe extern "C" fn(*mut Tx, name: Slice, at: i64, error: *mut Buf) -> i32,
    /// Commits; gives [`Nothing`](crate::Nothing). The transaction is over, whatever the task answers;
    /// [`REFUSED`](crate::status::REFUSED) at once changes nothing: it was over, or at a statement.
    pub commit: unsafe extern "C" fn(*mut Tx, *mut Task) -> i32,
    /// Undoes all of it. The transaction is over.
    pub rollback: unsafe extern "C" fn(*mut Tx),
}

/// The name of [`Clock`].
pub const CLOCK: &str = "kartoteka.clock/1";

/// Time and chance.
#[repr(C)]
pub struct Clock {
    /// Of this struct, in bytes.
    pub struct_size: usize,
    /// Now, in microseconds since 1970, UTC.
    pub now: unsafe extern "C" fn(*const Call) -> i64,
    /// A fresh id, ascending with time (UUIDv7).
    pub new_id: unsafe extern "C" fn(*const Call, out: *mut Uuid),
}

/// The name of [`Log`].
pub const LOG: &str = "kartoteka.log/1";

/// Lines of the host's log that name salon, plugin and request.
#[repr(C)]
pub struct Log {
    /// Of this struct, in bytes.
    pub struct_size: usize,
    /// As [`Host::log`](crate::Host::log).
    pub log: unsafe extern "C" fn(*const Call, level: u32, text: Slice),
}

/// The name of [`Keys`].
pub const KEYS: &str = "kartoteka.keys/1";

/// What the salon's key can do, for purposes that begin with the plugin's id and a dot.
#[repr(C)]
pub struct Keys {
    /// Of this struct, in bytes.
    pub struct_size: usize,
    /// HMAC-SHA-256.
    pub hash:
        unsafe extern "C" fn(*const Call, purpose: Slice, data: Slice, out: *mut [u8; 32]) -> i32,
    /// Seals data.
    pub seal: unsafe extern "C" fn(
        *const Call,
        purpose: Slice,
        data: Slice,
        out: *mut Buf,
        error: *mut Buf,
    ) -> i32,
    /// Opens what was sealed.
    pub open: unsafe extern "C" fn(
        *const Call,
        purpose: Slice,
        sealed: Slice,
        out: *mut Buf,
        error: *mut Buf,
    ) -> i32,
}

/// The name of [`Cache`].
pub const CACHE: &str = "kartoteka.cache/1";

/// Memory of the salon that may be forgotten at any time. A key begins with the plugin's id and a
/// dot.
#[repr(C)]
pub struct Cache {
    /// Of this struct, in bytes.
    pub struct_size: usize,
    /// What is kept, retained once more for who asks; null where there is nothing.
    pub get: unsafe extern "C" fn(*const Call, key: Slice) -> *mut c_void,
    /// Keeps a thing that takes `bytes` of memory. The host retains and releases it by these, from
    /// any thread.
    pub put: unsafe extern "C" fn(
        *const Call,
        key: Slice,
        thing: *mut c_void,
        bytes: usize,
        retain: Option<unsafe extern "C" fn(*mut c_void)>,
        release: Option<unsafe extern "C" fn(*mut c_void)>,
    ) -> i32,
    /// Forgets a key.
    pub forget: unsafe extern "C" fn(*const Call, key: Slice),
}

/// The name of [`Texts`].
pub const TEXTS: &str = "kartoteka.texts/1";

/// The texts of all modules.
#[repr(C)]
pub struct Texts {
    /// Of this struct, in bytes.
    pub struct_size: usize,
    /// Writes a text: in a language (`de`; English where that lacks it), by its key, perhaps
    /// `key.attribute`, with its arguments as a JSON object or empty.
    /// [`REFUSED`](crate::status::REFUSED) where there is none.
    pub text: unsafe extern "C" fn(
        *const Call,
        locale: Slice,
        key: Slice,
        args: Slice,
        out: *mut Buf,
    ) -> i32,
}

/// The name of [`Json`].
pub const JSON: &str = "kartoteka.json/1";

/// Reads and writes JSON, for languages that do not.
#[repr(C)]
pub struct Json {
    /// Of this struct, in bytes.
    pub struct_size: usize,
    /// The value at a pointer (RFC 6901; empty for all of it) of a document: a null, boolean, number
    /// or text, or JSON of an object or a list. `text` keeps what `value` points to.
    /// [`REFUSED`](crate::status::REFUSED) where the document is none,
    /// [`ENDED`](crate::status::ENDED) where nothing is there.
    pub read:
        unsafe extern "C" fn(json: Slice, pointer: Slice, value: *mut Value, text: *mut Buf) -> i32,
    /// Writes a text as JSON, with its quotation marks.
    pub quote: unsafe extern "C" fn(text: Slice, out: *mut Buf) -> i32,
}

/// What an [`Ask`] gives: an answer as JSON, and bytes where the service says so.
#[repr(C)]
pub struct Reply {
    /// Of this struct, in bytes.
    pub struct_size: usize,
    /// JSON.
    pub json: Buf,
    /// Bytes.
    pub body: Buf,
    /// More of them, where they come in pieces.
    pub more: Stream,
}

impl Out for Reply {
    const SIZED: bool = true;

    fn blank() -> Self {
        Self {
            struct_size: size_of::<Self>(),
            json: Buf::EMPTY,
            body: Buf::EMPTY,
            more: Stream::NONE,
        }
    }
}

/// A service that is asked by a JSON document and answers by one: `settings`, `mail`, `http`, `api`,
/// `facts`, `hooks`, `wake_ups`, `workplace`, `contacts`, `directory`, `marks`, `objects`, `scratch`,
/// `workers`, `jobs`; each called `kartoteka.<word>/1`, with its questions in the header.
#[repr(C)]
pub struct Ask {
    /// Of this struct, in bytes.
    pub struct_size: usize,
    /// Asks; gives [`Reply`]. `tx` is the transaction in which it is asked, or null; `body` and
    /// `more` are bytes where the service takes some, both taken from where they are.
    pub ask: unsafe extern "C" fn(
        *const Call,
        tx: *mut Tx,
        question: Slice,
        body: *mut Buf,
        more: *mut Stream,
        task: *mut Task,
    ) -> i32,
}

/// The name of [`Jobs`].
pub const JOBS: &str = "kartoteka.jobs/1";

/// Work that outlives its call.
#[repr(C)]
pub struct Jobs {
    /// Of this struct, in bytes.
    pub struct_size: usize,
    /// Begins a task, which gives [`Nothing`](crate::Nothing) and is the host's from here on, under
    /// an id that no other work has meanwhile: 1 where it began, else 0.
    pub start: unsafe extern "C" fn(*const Call, id: *const Uuid, task: *mut Task) -> i32,
    /// How far the job has come: 1 where it runs here, else 0.
    pub progress:
        unsafe extern "C" fn(*const Call, id: *const Uuid, done: *mut u64, of: *mut u64) -> i32,
    /// Says how far the job has come; `u64::MAX` leaves one as it is.
    pub report: unsafe extern "C" fn(*const Call, id: *const Uuid, done: u64, of: u64),
    /// Ends it where it waits.
    pub cancel: unsafe extern "C" fn(*const Call, id: *const Uuid),
}
