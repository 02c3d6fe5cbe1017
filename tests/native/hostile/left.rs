//! Transactions that nobody ends, and what is done with them when they are over.

use std::{
    future::{Future, poll_fn},
    mem::size_of,
    pin::Pin,
    ptr,
    sync::{Arc, Mutex},
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
    time::Duration,
};

use kartoteka_abi::{
    Buf, Call, Foreign, Nothing, Out as _, Response, Rows, Slice, Statement, Task, services, status,
};

/// A pointer that may be used from any thread.
#[derive(Clone, Copy)]
pub(crate) struct Shared<T>(pub(crate) T);

// SAFETY: calls, their services and transactions may be used from any thread.
unsafe impl<T> Send for Shared<T> {}

/// A service of a call that is there.
pub(crate) fn service<T>(call: *const Call, name: &str) -> &'static T {
    // SAFETY: the call is lent now; a service is what its name says, and stays.
    let found = unsafe {
        ((*(*call).vt).service)(call, Slice::of(name.as_bytes()))
            .cast::<T>()
            .as_ref()
    };
    found.expect("a service")
}

pub(crate) fn plain(text: impl Into<String>) -> Response {
    let mut response = Response::blank();
    response.body = text.into().into_bytes().into();
    response
}

fn begin(call: *const Call) -> Result<Foreign<services::Begun>, i32> {
    let db: &services::Db = service(call, services::DB);
    let mut task = Task::NONE;
    // SAFETY: there is room for a task, which gives a transaction.
    match unsafe { (db.begin)(call, 0, &raw mut task) } {
        // SAFETY: as above.
        status::OK => Ok(unsafe { Foreign::new(task) }),
        refused => Err(refused),
    }
}

/// Begins a transaction, and leaves it.
async fn leave(begun: Foreign<services::Begun>) -> &'static str {
    match begun.await {
        Ok(_) => "left",
        Err(_) => "not begun",
    }
}

pub(crate) fn leaves(call: *const Call) -> Task {
    let begun = begin(call).expect("a transaction");
    Task::of::<Response>(async { Ok(plain(leave(begun).await)) })
}

/// Polls what others wait for once, and forgets it: a statement of a transaction, and the beginning of another.
/// Says what of it waited.
pub(crate) fn forgets(call: *const Call) -> Task {
    let (begun, call) = (begin(call).expect("a transaction"), Shared(call));
    let work = async move {
        let tx = Shared(begun.await.map_err(|_| b"{}".to_vec())?.0);
        let waits = poll_fn(move |context| Poll::Ready(forget_both(call, tx, context)));
        Ok(plain(format!("{:?}", waits.await)))
    };
    Task::of::<Response>(work)
}

fn forget_both(
    Shared(call): Shared<*const Call>,
    Shared(tx): Shared<*mut services::Tx>,
    context: &mut Context<'_>,
) -> [bool; 2] {
    let db: &services::Db = service(call, services::DB);
    let statement = Statement {
        struct_size: size_of::<Statement>(),
        sql: Slice::of(b"select 1 as one where $1 = $1"),
        postgres: Slice::EMPTY,
        values: ptr::null(),
        value_count: 0,
        slow: 1,
        reserved: 0,
    };
    let mut task = Task::NONE;
    // SAFETY: it was begun, and the statement is there for the time of the function.
    let ran = unsafe { (db.run)(tx, &raw const statement, &raw mut task) };
    assert_eq!(ran, status::OK);
    // SAFETY: a statement gives rows.
    let ran = unsafe { Foreign::<Rows>::new(task) };
    let other = begin(call).expect("a transaction");
    [forgotten(ran, context), forgotten(other, context)]
}

/// Whether work waits, which is forgotten then.
fn forgotten<F: Future + Unpin>(mut work: F, context: &mut Context<'_>) -> bool {
    let waits = Pin::new(&mut work).poll(context).is_pending();
    std::mem::forget(work);
    waits
}

/// The same in a job.
pub(crate) fn leaves_in_job(call: *const Call) -> Task {
    let jobs: &services::Jobs = service(call, services::JOBS);
    let kept = Shared(call);
    // SAFETY: it is lent now, and released below.
    unsafe { ((*(*call).vt).retain)(call) };
    let mut job = Task::of::<Nothing>(async move {
        let kept = kept;
        let begun = begin(kept.0).expect("a transaction");
        leave(begun).await;
        // SAFETY: it was retained.
        unsafe { ((*(*kept.0).vt).release)(kept.0) };
        Ok(Nothing::DONE)
    });
    let id = *b"an id of one job";
    // SAFETY: the call is lent now, and the task is the host's from here on.
    let began = unsafe { (jobs.start)(call, &raw const id, &raw mut job) };
    if began == 1 {
        std::mem::forget(job);
    }
    Task::of::<Response>(async move { Ok(plain(format!("{began}"))) })
}

/// What everything answers that is asked of a transaction after its end.
pub(crate) fn after_its_end(call: *const Call) -> Task {
    let db: &services::Db = service(call, services::DB);
    let begun = begin(call).expect("a transaction");
    let work = async move {
        let begun = begun.await.map_err(|_| b"{}".to_vec())?;
        let tx = Shared(begun.0);
        let mut task = Task::NONE;
        // SAFETY: it was begun, and there is room for a task.
        let committed = unsafe { (db.commit)(tx.0, &raw mut task) };
        // SAFETY: a commit gives nothing.
        let done = unsafe { Foreign::<Nothing>::new(task) };
        let mut said = vec![committed, i32::from(done.await.is_ok())];
        said.extend(all_of(db, tx.0));
        Ok(plain(format!("{said:?}")))
    };
    Task::of::<Response>(work)
}

fn all_of(db: &services::Db, tx: *mut services::Tx) -> Vec<i32> {
    let sql = b"select 1 as one where $1 = $1";
    let statement = Statement {
        struct_size: size_of::<Statement>(),
        sql: Slice::of(sql),
        postgres: Slice::EMPTY,
        values: std::ptr::null(),
        value_count: 0,
        slow: 0,
        reserved: 0,
    };
    let (mut error, mut again) = (Buf::EMPTY, Task::NONE);
    // SAFETY: it is over, and may be asked all the same.
    unsafe {
        let entry = Slice::of(br#"{"what": "acme-hostile.none/1"}"#);
        let name = Slice::of(b"acme-hostile.tick");
        let said = vec![
            (db.later)(tx, &raw const statement),
            (db.answers)(tx, 200, Slice::EMPTY),
            (db.wake)(tx, name, 0, &raw mut error),
            (db.record)(tx, entry, &raw mut error),
            (db.commit)(tx, &raw mut again),
        ];
        (db.rollback)(tx);
        (db.rollback)(tx);
        said
    }
}

struct Parked(Thread);

impl Wake for Parked {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Waits for something on a thread of its own.
fn wait<T>(work: impl Future<Output = T>) -> T {
    let waker = Waker::from(Arc::new(Parked(thread::current())));
    let mut work = std::pin::pin!(work);
    loop {
        match work.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(done) => return done,
            Poll::Pending => thread::park(),
        }
    }
}

/// What was said, and to whom.
static SAID: Mutex<Vec<(String, String)>> = Mutex::new(Vec::new());

/// What was said to somebody of the calls that were kept.
pub(crate) fn said(whom: &str) -> Task {
    let all = SAID.lock().expect("a list");
    let own = all.iter().filter(|(to, _)| to == whom);
    let said: Vec<&str> = own.map(|(_, said)| &**said).collect();
    let said = said.join(" ");
    Task::of::<Response>(async move { Ok(plain(said)) })
}

/// Keeps a call after its answer, or while it waits for none, and asks for a read and a transaction
/// a moment later.
pub(crate) fn asks_late(call: *const Call, whom: String, ever_answers: bool) -> Task {
    let kept = Shared(call);
    // SAFETY: it is lent now, and released below.
    unsafe { ((*(*call).vt).retain)(call) };
    thread::spawn(move || {
        let kept = kept;
        thread::sleep(Duration::from_millis(match ever_answers {
            true => 200,
            false => 1_500,
        }));
        let db: Option<&services::Db> = {
            let name = Slice::of(services::DB.as_bytes());
            // SAFETY: the call is kept; a service stays.
            unsafe {
                ((*(*kept.0).vt).service)(kept.0, name)
                    .cast::<services::Db>()
                    .as_ref()
            }
        };
        let said = match db {
            None => "nothing".to_owned(),
            Some(db) => {
                let sql = b"select 1 as one where $1 = $1";
                let statement = Statement {
                    struct_size: size_of::<Statement>(),
                    sql: Slice::of(sql),
                    postgres: Slice::EMPTY,
                    values: std::ptr::null(),
                    value_count: 0,
                    slow: 0,
                    reserved: 0,
                };
                let mut task = Task::NONE;
                // SAFETY: as above; there is room for a task, which gives rows.
                let read = unsafe {
                    let asked = (db.read)(kept.0, &raw const statement, &raw mut task);
                    asked == status::OK && wait(Foreign::<Rows>::new(task)).is_ok()
                };
                let begun = begin(kept.0).err().unwrap_or(status::OK);
                format!("read {read} begun {begun}")
            }
        };
        SAID.lock().expect("a list").push((whom, said));
        // SAFETY: it was retained.
        unsafe { ((*(*kept.0).vt).release)(kept.0) };
    });
    Task::of::<Response>(async move {
        match ever_answers {
            true => Ok(plain("so be it")),
            false => std::future::pending().await,
        }
    })
}
