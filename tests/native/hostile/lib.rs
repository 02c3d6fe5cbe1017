//! What no plugin should do at the native border, one thing a path: `/acme-hostile/<what>`.

mod asked;
mod kept;
mod left;
mod orders;

use std::{ffi::c_void, mem::size_of, thread, time::Duration};

use kartoteka_abi::{
    Buf, Call, Done, Out as _, Plugin, Request, Response, Slice, Task, TaskVt, Waker, caught, door,
    functions, services, status,
};

use crate::orders::Orders;

static MANIFEST: &str = include_str!("plugin.toml");

/// What the host looks for.
#[unsafe(no_mangle)]
pub extern "C" fn kartoteka_plugin() -> *const Plugin {
    static PLUGIN: std::sync::OnceLock<Plugin> = std::sync::OnceLock::new();
    // Told with all that led to it, a panic takes longer than a poll may.
    std::panic::set_hook(Box::new(|_| {}));
    PLUGIN.get_or_init(|| Plugin {
        struct_size: size_of::<Plugin>(),
        abi_major: kartoteka_abi::MAJOR,
        abi_minor: kartoteka_abi::MINOR,
        flags: 0,
        reserved: 0,
        manifest: Slice::of(MANIFEST.as_bytes()),
        start: Some(orders::start),
        stop: None,
        handle: Some(handle),
        handle_blocking: None,
        answer: Some(answer),
        answer_blocking: None,
        facts: Some(facts),
        facts_blocking: None,
        told: Some(told),
        told_blocking: None,
        woken: Some(asked::woken),
        woken_blocking: None,
        check_settings: Some(asked::check_settings),
        work: None,
        document: None,
    })
}

fn plain(body: impl Into<Buf>) -> Response {
    let mut response = Response::blank();
    response.body = body.into();
    response
}

/// Answers at once.
fn with(response: impl FnOnce() -> Response + Send + 'static) -> Task {
    Task::of::<Response>(async move { Ok(response()) })
}

/// A task whose poll answers a number, and writes nothing.
fn answering(number: i32) -> Task {
    unsafe extern "C" fn poll(
        data: *mut c_void,
        _: *const Waker,
        _: *mut c_void,
        _: *mut Buf,
    ) -> i32 {
        data as usize as i32
    }
    unsafe extern "C" fn drop(_: *mut c_void) {}
    static VT: TaskVt = TaskVt {
        struct_size: size_of::<TaskVt>(),
        poll: Some(poll),
        drop: Some(drop),
    };
    Task {
        data: number as usize as *mut c_void,
        vt: &raw const VT,
    }
}

/// The body as text.
fn text(request: &Request) -> String {
    String::from_utf8_lossy(request.body.bytes()).into_owned()
}

fn task_of(what: &str, orders: &Orders, call: *const Call, request: &mut Request) -> Option<Task> {
    Some(match what {
        "well" => with(|| plain(b"well".to_vec())),
        "panic" => with(|| panic!("as asked")),
        "panic-at-once" => panic!("as asked"),
        "never" => Task::of::<Response>(std::future::pending()),
        "hang" => with(|| {
            loop {
                thread::sleep(Duration::from_secs(3600));
            }
        }),
        // Too long for a poll, and not for ever.
        "slow" => with(|| {
            thread::sleep(Duration::from_millis(600));
            plain(b"slow".to_vec())
        }),
        "hang-at-once" => loop {
            thread::sleep(Duration::from_secs(3600));
        },
        // No task at all, where one was promised.
        "no-task" => Task::NONE,
        "unknown-answer" => answering(77),
        "refused" => answering(status::REFUSED),
        "bad-status" => with(|| {
            let mut response = Response::blank();
            response.status = 99;
            response
        }),
        "bad-kind" => with(|| {
            let mut response = Response::blank();
            response.kind = 99;
            response
        }),
        "bad-header" => with(|| kept::header(b"a header\n", b"x")),
        "bad-problem" => with(|| {
            let mut response = Response::blank();
            response.kind = kartoteka_abi::answer::PROBLEM;
            response.problem = Slice::of(b"no JSON");
            response
        }),
        // What is an answer, said to be an error.
        "kind-problem" => with(|| {
            let mut response = Response::blank();
            response.kind = kartoteka_abi::answer::PROBLEM;
            response.problem = Slice::of(br#"{"status":200,"code":"fine"}"#);
            response
        }),
        "huge" => with(|| plain(vec![b'x'; 100 << 20])),
        "huge-problem" => with(kept::huge_problem),
        "huge-header" => with(|| kept::header(b"x-huge", kept::huge())),
        "endless" => with(|| {
            let mut response = Response::blank();
            response.more = kept::endless();
            response
        }),
        "silent" => with(|| {
            let mut response = Response::blank();
            response.more = kept::silent();
            response
        }),
        "dropped" => with(|| plain(kept::dropped().to_string().into_bytes())),
        "late" => {
            kept::keep(call, request.body.take());
            with(|| plain(b"kept".to_vec()))
        }
        "wakes" => kept::wakes(),
        "ticks" => asked::ticks(call),
        "leaves" => left::leaves(call),
        "leaves-in-job" => left::leaves_in_job(call),
        "forgets" => left::forgets(call),
        "after-its-end" => left::after_its_end(call),
        "asks-late" => left::asks_late(call, text(request), true),
        "asks-too-late" => left::asks_late(call, text(request), false),
        "said" => left::said(&text(request)),
        "statement" => {
            let sql = String::from_utf8_lossy(request.body.bytes()).into_owned();
            kept::statement(call, sql)
        }
        "service" => {
            let name = String::from_utf8_lossy(request.body.bytes()).into_owned();
            let found = kept::has_service(call, &name);
            with(move || plain(found.to_string().into_bytes()))
        }
        "order" => {
            orders.give(text(request));
            with(|| plain(b"so be it".to_vec()))
        }
        "begun" => {
            let begun = orders.begun(&text(request));
            with(move || plain(begun.to_string().into_bytes()))
        }
        _ => return None,
    })
}

unsafe extern "C" fn handle(
    state: *mut c_void,
    call: *const Call,
    request: *mut Request,
    task: *mut Task,
) -> i32 {
    let begun = caught(|| {
        // SAFETY: the host hands over a request.
        let request = unsafe { &mut *request };
        // SAFETY: as above.
        let target = unsafe { request.target.text() }.unwrap_or_default();
        let what = target
            .split(['/', '?'])
            .nth(2)
            .unwrap_or_default()
            .to_owned();
        if request.door == door::PAGES && what == "section" {
            return Some(with(|| plain(b"<p>A section.</p>".to_vec())));
        }
        // SAFETY: it is that which `start` gave.
        task_of(&what, unsafe { orders::of(state) }, call, request)
    });
    match begun {
        Some(Some(begun)) => {
            // SAFETY: there is room for a task.
            unsafe { task.write(begun) };
            status::OK
        }
        Some(None) => status::REFUSED,
        None => status::PANICKED,
    }
}

/// Gives a text, once it has done what was ordered of the entry.
///
/// # Safety
/// The state is that which `start` gave.
unsafe fn json(state: *mut c_void, entry: &'static str, text: &'static str) -> Task {
    // SAFETY: the caller says so.
    let orders = unsafe { orders::of(state) };
    Task::of::<Buf>(async move {
        orders.obey(entry).await;
        let json: Done<Buf> = Ok(text.as_bytes().to_vec().into());
        json
    })
}

unsafe extern "C" fn answer(
    state: *mut c_void,
    _: *const Call,
    _: *mut services::Tx,
    _: Slice,
    _: Slice,
    task: *mut Task,
) -> i32 {
    // SAFETY: there is room for a task.
    unsafe { task.write(json(state, "answer", "{\"decision\": \"no idea\"}")) };
    status::OK
}

unsafe extern "C" fn facts(
    state: *mut c_void,
    _: *const Call,
    _: Slice,
    _: *const kartoteka_abi::Uuid,
    _: usize,
    task: *mut Task,
) -> i32 {
    // SAFETY: there is room for a task.
    unsafe { task.write(json(state, "facts", "[\"not by client\"]")) };
    status::OK
}

unsafe extern "C" fn told(state: *mut c_void, _: *const Call, _: Slice, task: *mut Task) -> i32 {
    // SAFETY: it is that which `start` gave.
    let orders = unsafe { orders::of(state) };
    let work = async {
        orders.obey("told").await;
        Ok(kartoteka_abi::Nothing::DONE)
    };
    // SAFETY: there is room for a task.
    unsafe { task.write(Task::of::<kartoteka_abi::Nothing>(work)) };
    status::OK
}

// The types are what the header says.
const _: (functions::Handle, functions::Facts) = (handle, facts);
