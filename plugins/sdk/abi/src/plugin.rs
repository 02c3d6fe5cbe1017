//! What a plugin exports, and what it is asked.
#![expect(unsafe_code, reason = "pointers of the other side of the border")]

use std::{ffi::c_void, mem::size_of, ptr};

use crate::{Buf, Call, Out, Slice, Stream, Task, Uuid, bytes::many, services::Tx};

/// The one symbol that a plugin exports, a function that gives its [`Plugin`].
pub const SYMBOL: &str = "kartoteka_plugin";

/// What the host offers beside any call. It stays for as long as the process.
#[repr(C)]
pub struct Host {
    /// Of this struct, in bytes.
    pub struct_size: usize,
    /// [`MAJOR`](crate::MAJOR) of the host.
    pub abi_major: u32,
    /// [`MINOR`](crate::MINOR) of the host.
    pub abi_minor: u32,
    /// Writes a line into the host's log: level 1 error, 2 warning, 3 information, 4 details. No
    /// personal data.
    pub log: unsafe extern "C" fn(*const Self, level: u32, text: Slice),
    /// Waits for a task, and ends it. For code that may block: the `blocking` functions of the
    /// plugin, and threads of its own. Answers as a poll does, and
    /// [`REFUSED`](crate::status::REFUSED) where it may not block.
    pub wait: unsafe extern "C" fn(
        *const Self,
        task: *mut Task,
        out: *mut c_void,
        error: *mut Buf,
    ) -> i32,
    /// Waits for the next piece of a stream: [`OK`](crate::status::OK) with it in `chunk`,
    /// [`ENDED`](crate::status::ENDED) after the last, with the stream over. As
    /// [`wait`](Self::wait) for code that may block.
    pub next: unsafe extern "C" fn(
        *const Self,
        stream: *mut Stream,
        chunk: *mut Buf,
        error: *mut Buf,
    ) -> i32,
}

// SAFETY: it does not change, and its functions may be called from any thread.
unsafe impl Sync for Host {}
// SAFETY: as above.
unsafe impl Send for Host {}

/// A header of a request or an answer.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Header {
    /// In lower case.
    pub name: Slice,
    /// Its value.
    pub value: Slice,
}

/// Through which door a request comes.
pub mod door {
    /// The API.
    pub const API: u32 = 1;
    /// The pages.
    pub const PAGES: u32 = 2;
}

/// A request. It is lent for the time of the function; what of it is kept is copied. `body` and
/// `more` are the plugin's to take.
#[repr(C)]
pub struct Request {
    /// Of this struct, in bytes.
    pub struct_size: usize,
    /// One of [`door`].
    pub door: u32,
    /// Zero.
    pub reserved: u32,
    /// `GET`.
    pub method: Slice,
    /// Path and query below the salon: `/tips/list?limit=5`.
    pub target: Slice,
    /// As it was sent: `/api/v1/salons/seidenhaar/tips/list?limit=5`.
    pub whole_target: Slice,
    /// The headers, without what proves who asks.
    pub headers: *const Header,
    /// How many.
    pub header_count: usize,
    /// The most that the body may weigh, in bytes.
    pub body_limit: u64,
    /// The body, or its beginning.
    pub body: Buf,
    /// The rest of the body, where it is still on its way.
    pub more: Stream,
}

// SAFETY: the contract is that any thread may read it.
unsafe impl Send for Request {}

impl Request {
    /// The headers.
    ///
    /// # Safety
    /// The function goes on to which it was lent.
    pub const unsafe fn headers<'a>(&self) -> &'a [Header] {
        // SAFETY: the caller says so.
        unsafe { many(self.headers, self.header_count) }
    }
}

/// What an answer is.
pub mod answer {
    /// What its headers and body say.
    pub const PLAIN: u32 = 0;
    /// The inside of a page, around which the host puts the frame.
    pub const PAGE: u32 = 1;
    /// An error, which the host says in the reader's words.
    pub const PROBLEM: u32 = 2;
}

/// An answer. The host takes `body` and `more`, and releases the rest once it has read it.
#[repr(C)]
pub struct Response {
    /// Of this struct, in bytes.
    pub struct_size: usize,
    /// HTTP status, 200 to 599.
    pub status: u32,
    /// One of [`answer`].
    pub kind: u32,
    /// The headers.
    pub headers: *const Header,
    /// How many.
    pub header_count: usize,
    /// Of a page: for the window's title, in the reader's language.
    pub title: Slice,
    /// Of a page: the entry of the rail that is lit.
    pub place: Slice,
    /// Of an error: a problem as JSON.
    pub problem: Slice,
    /// The body, or its beginning.
    pub body: Buf,
    /// The rest of the body.
    pub more: Stream,
    /// For `release`.
    pub owner: *mut c_void,
    /// Takes all but `body` and `more` back, once; null where there is nothing to do.
    pub release: Option<unsafe extern "C" fn(*mut Self)>,
}

// SAFETY: the contract is that any thread may read and release it.
unsafe impl Send for Response {}

impl Response {
    /// The headers.
    pub fn headers(&self) -> &[Header] {
        // SAFETY: they are there until it is released.
        unsafe { many(self.headers, self.header_count) }
    }
}

impl Out for Response {
    const SIZED: bool = true;

    fn blank() -> Self {
        Self {
            struct_size: size_of::<Self>(),
            status: 200,
            kind: answer::PLAIN,
            headers: ptr::null(),
            header_count: 0,
            title: Slice::EMPTY,
            place: Slice::EMPTY,
            problem: Slice::EMPTY,
            body: Buf::EMPTY,
            more: Stream::NONE,
            owner: ptr::null_mut(),
            release: None,
        }
    }
}

impl Drop for Response {
    fn drop(&mut self) {
        if let Some(release) = self.release.take() {
            // SAFETY: once, because it was taken.
            unsafe { release(self) };
        }
    }
}

/// Where a worker writes.
#[repr(C)]
pub struct Sink {
    /// Of this struct, in bytes.
    pub struct_size: usize,
    /// For `write`.
    pub data: *mut c_void,
    /// Takes bytes; anything but [`OK`](crate::status::OK) says that nobody reads any more.
    pub write: unsafe extern "C" fn(data: *mut c_void, bytes: Slice) -> i32,
}

/// Marks of a plugin.
pub mod flags {
    /// A panic ends the process instead of the call: such a plugin is refused.
    pub const ABORTS: u32 = 1;
}

/// What a plugin is. It stays for as long as the process.
///
/// A function that a plugin does not need is null. Of each pair one is enough: the first gives a
/// task, which is polled and may not block; the second blocks until it is done, and is run aside.
#[repr(C)]
pub struct Plugin {
    /// Of this struct, in bytes.
    pub struct_size: usize,
    /// [`MAJOR`](crate::MAJOR) that it was built against.
    pub abi_major: u32,
    /// [`MINOR`](crate::MINOR) that it was built against.
    pub abi_minor: u32,
    /// Of [`flags`].
    pub flags: u32,
    /// Zero.
    pub reserved: u32,
    /// The manifest, byte for byte that of the bundle.
    pub manifest: Slice,
    /// Begins; once, before anything else. `state` is handed to all others.
    pub start: Option<Start>,
    /// Ends; once, after everything else. It answers nothing: a panic that leaves it ends the host.
    pub stop: Option<unsafe extern "C" fn(state: *mut c_void)>,
    /// Answers a request by a task that gives a [`Response`].
    pub handle: Option<Handle>,
    /// The same, blocking.
    pub handle_blocking: Option<HandleBlocking>,
    /// Answers a question inside somebody's transaction by a task that gives JSON, a [`Buf`].
    pub answer: Option<Answer>,
    /// The same, blocking.
    pub answer_blocking: Option<AnswerBlocking>,
    /// Says what it knows of clients by a task that gives JSON, an object by id, in a [`Buf`].
    pub facts: Option<Facts>,
    /// The same, blocking.
    pub facts_blocking: Option<FactsBlocking>,
    /// Is told events, a JSON list, by a task that gives [`Nothing`](crate::Nothing).
    pub told: Option<Told>,
    /// The same, blocking.
    pub told_blocking: Option<ToldBlocking>,
    /// Does what it asked to be woken for, by a task that gives [`Nothing`](crate::Nothing).
    pub woken: Option<Told>,
    /// The same, blocking.
    pub woken_blocking: Option<ToldBlocking>,
    /// Looks at settings, a JSON object, that fit the schema.
    pub check_settings: Option<CheckSettings>,
    /// Does the work of a worker, in a child process.
    pub work: Option<Work>,
    /// Writes its API document, JSON, for who packs the bundle.
    pub document: Option<unsafe extern "C" fn(out: *mut Buf) -> i32>,
}

// SAFETY: the contract is that it does not change, and that its functions may be called from any
// thread.
unsafe impl Sync for Plugin {}
// SAFETY: as above.
unsafe impl Send for Plugin {}

/// See [`Plugin::start`].
pub type Start =
    unsafe extern "C" fn(host: *const Host, state: *mut *mut c_void, error: *mut Buf) -> i32;
/// See [`Plugin::handle`].
pub type Handle = unsafe extern "C" fn(
    state: *mut c_void,
    call: *const Call,
    request: *mut Request,
    task: *mut Task,
) -> i32;
/// See [`Plugin::handle_blocking`].
pub type HandleBlocking = unsafe extern "C" fn(
    state: *mut c_void,
    call: *const Call,
    request: *mut Request,
    response: *mut Response,
    error: *mut Buf,
) -> i32;
/// See [`Plugin::answer`].
pub type Answer = unsafe extern "C" fn(
    state: *mut c_void,
    call: *const Call,
    tx: *mut Tx,
    hook: Slice,
    question: Slice,
    task: *mut Task,
) -> i32;
/// See [`Plugin::answer_blocking`].
pub type AnswerBlocking = unsafe extern "C" fn(
    state: *mut c_void,
    call: *const Call,
    tx: *mut Tx,
    hook: Slice,
    question: Slice,
    answer: *mut Buf,
    error: *mut Buf,
) -> i32;
/// See [`Plugin::facts`].
pub type Facts = unsafe extern "C" fn(
    state: *mut c_void,
    call: *const Call,
    fact: Slice,
    clients: *const Uuid,
    client_count: usize,
    task: *mut Task,
) -> i32;
/// See [`Plugin::facts_blocking`].
pub type FactsBlocking = unsafe extern "C" fn(
    state: *mut c_void,
    call: *const Call,
    fact: Slice,
    clients: *const Uuid,
    client_count: usize,
    answer: *mut Buf,
    error: *mut Buf,
) -> i32;
/// See [`Plugin::told`] and [`Plugin::woken`].
pub type Told = unsafe extern "C" fn(
    state: *mut c_void,
    call: *const Call,
    what: Slice,
    task: *mut Task,
) -> i32;
/// See [`Plugin::told_blocking`] and [`Plugin::woken_blocking`].
pub type ToldBlocking = unsafe extern "C" fn(
    state: *mut c_void,
    call: *const Call,
    what: Slice,
    error: *mut Buf,
) -> i32;
/// See [`Plugin::check_settings`].
pub type CheckSettings =
    unsafe extern "C" fn(state: *mut c_void, settings: Slice, error: *mut Buf) -> i32;
/// See [`Plugin::work`].
pub type Work = unsafe extern "C" fn(
    name: Slice,
    input_path: Slice,
    arguments: Slice,
    output: *const Sink,
    error: *mut Buf,
) -> i32;
