//! What is kept too long, comes too late, or without end.

use std::{
    ffi::c_void,
    mem::size_of,
    pin::Pin,
    sync::{
        Mutex, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    task::{self, Poll},
    thread,
    time::Duration,
};

use kartoteka_abi::{
    Buf, Call, Foreign, Header, Out as _, Response, Rows, Slice, Statement, Stream, Task, services,
    status,
};

/// A call that is kept.
struct KeptCall(*const Call);

// SAFETY: a call may be used from any thread.
unsafe impl Send for KeptCall {}

static KEPT: Mutex<Vec<(KeptCall, Buf)>> = Mutex::new(Vec::new());

/// Keeps a call and a body for a second, long after the answer; another thread lets go of them.
pub(crate) fn keep(call: *const Call, body: Buf) {
    // SAFETY: it is lent now, and released below.
    unsafe { ((*(*call).vt).retain)(call) };
    KEPT.lock().expect("a list").push((KeptCall(call), body));
    thread::spawn(|| {
        thread::sleep(Duration::from_millis(300));
        for (call, body) in KEPT.lock().expect("a list").drain(..) {
            // SAFETY: it was retained.
            let info = unsafe { &*((*(*call.0).vt).info)(call.0) };
            assert!(info.struct_size > 0);
            drop(body);
            // SAFETY: it was retained.
            unsafe { ((*(*call.0).vt).release)(call.0) };
        }
    });
}

/// More than anybody says in a header.
pub(crate) fn huge() -> &'static [u8] {
    static HUGE: OnceLock<Vec<u8>> = OnceLock::new();
    HUGE.get_or_init(|| vec![b'x'; 100 << 10])
}

/// A problem of ten megabytes.
pub(crate) fn huge_problem() -> Response {
    static HUGE: OnceLock<String> = OnceLock::new();
    let problem = HUGE.get_or_init(|| {
        let text = "x".repeat(10 << 20);
        format!("{{\"status\":422,\"code\":\"invalid\",\"text\":\"{text}\"}}")
    });
    let mut response = Response::blank();
    response.kind = kartoteka_abi::answer::PROBLEM;
    response.problem = Slice::of(problem.as_bytes());
    response
}

/// A header that is none.
pub(crate) fn header(name: &'static [u8], value: &'static [u8]) -> Response {
    unsafe extern "C" fn release(response: *mut Response) {
        // SAFETY: it is the box below, once.
        drop(unsafe { Box::from_raw((*response).owner.cast::<Header>()) });
    }
    let header = Box::new(Header {
        name: Slice::of(name),
        value: Slice::of(value),
    });
    let mut response = Response::blank();
    response.headers = &raw const *header;
    response.header_count = 1;
    response.owner = Box::into_raw(header).cast::<c_void>();
    response.release = Some(release);
    response
}

/// A body without an end.
pub(crate) fn endless() -> Stream {
    Stream::of(|_| Poll::Ready(Some(Ok(vec![b'x'; 64 << 10].into()))))
}

static DROPPED: AtomicUsize = AtomicUsize::new(0);

/// How many silent streams were dropped.
pub(crate) fn dropped() -> usize {
    DROPPED.load(Ordering::SeqCst)
}

/// A body of which one piece comes, and then nothing, neither more nor the end.
pub(crate) fn silent() -> Stream {
    struct Noted;
    impl Drop for Noted {
        fn drop(&mut self) {
            DROPPED.fetch_add(1, Ordering::SeqCst);
        }
    }
    let noted = Noted;
    let mut first = Some(b"first".to_vec());
    Stream::of(move |_| {
        let _ = &noted;
        match first.take() {
            Some(first) => Poll::Ready(Some(Ok(first.into()))),
            None => Poll::Pending,
        }
    })
}

/// A task that is woken by another thread for as long as that lives, long after it is gone.
pub(crate) fn wakes() -> Task {
    let mut polled = 0;
    let work = std::future::poll_fn(move |context: &mut task::Context<'_>| {
        polled += 1;
        if polled > 20 {
            let mut response = Response::blank();
            response.body = b"woken".to_vec().into();
            return Poll::Ready(Ok(response));
        }
        let waker = context.waker().clone();
        thread::spawn(move || {
            for _ in 0..50 {
                thread::sleep(Duration::from_millis(2));
                waker.wake_by_ref();
            }
            waker.wake();
        });
        Poll::Pending
    });
    Task::of::<Response>(work)
}

pub(crate) fn has_service(call: *const Call, name: &str) -> bool {
    // SAFETY: it is lent now.
    let found = unsafe { ((*(*call).vt).service)(call, Slice::of(name.as_bytes())) };
    !found.is_null()
}

/// Runs a statement as it comes, and answers with its first value or the error.
pub(crate) fn statement(call: *const Call, sql: String) -> Task {
    let mut task = Task::NONE;
    // SAFETY: it is lent now; a service is what its name says.
    let begun = unsafe {
        let name = Slice::of(services::DB.as_bytes());
        let db = ((*(*call).vt).service)(call, name).cast::<services::Db>();
        let statement = Statement {
            struct_size: size_of::<Statement>(),
            sql: Slice::of(sql.as_bytes()),
            postgres: Slice::EMPTY,
            values: std::ptr::null(),
            value_count: 0,
            slow: 0,
            reserved: 0,
        };
        ((*db).read)(call, &raw const statement, &raw mut task)
    };
    // SAFETY: the host gives a task of rows.
    let mut rows = unsafe { Foreign::<Rows>::new(task) };
    Task::of::<Response>(std::future::poll_fn(move |context| {
        let mut response = Response::blank();
        if begun != status::OK {
            response.body = format!("refused {begun}").into_bytes().into();
            return Poll::Ready(Ok(response));
        }
        let said = match task::ready!(Pin::new(&mut rows).poll(context)) {
            Ok(rows) => format!("{} rows", rows.row_count),
            Err(kartoteka_abi::Failed::Problem(problem)) => {
                String::from_utf8_lossy(problem.bytes()).into_owned()
            }
            Err(other) => other.to_string(),
        };
        response.body = said.into_bytes().into();
        Poll::Ready(Ok(response))
    }))
}
