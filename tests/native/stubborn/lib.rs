//! Functions that block, and do not come back in time: `/acme-stubborn/<what>`.

use std::{
    ffi::c_void,
    mem::size_of,
    ptr,
    sync::{
        Mutex, OnceLock,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use kartoteka_abi::{
    Buf, Call, Host, Nothing, Out as _, Plugin, Request, Response, Slice, Task, caught, services,
    status,
};

static MANIFEST: &str = include_str!("plugin.toml");
/// More than the salon's patience, and what comes on top of it.
const TOO_LONG: Duration = Duration::from_millis(3_000);
/// So many functions run at one time.
const ALL: usize = 8;

static HOST: OnceLock<&Host> = OnceLock::new();
/// How many wait now.
static WAITING: AtomicUsize = AtomicUsize::new(0);
/// Whether a question was answered while all waited.
static ANSWERED: AtomicBool = AtomicBool::new(false);
static SAID: Mutex<String> = Mutex::new(String::new());

/// What the host looks for.
#[unsafe(no_mangle)]
pub extern "C" fn kartoteka_plugin() -> *const Plugin {
    static PLUGIN: OnceLock<Plugin> = OnceLock::new();
    PLUGIN.get_or_init(|| Plugin {
        struct_size: size_of::<Plugin>(),
        abi_major: kartoteka_abi::MAJOR,
        abi_minor: kartoteka_abi::MINOR,
        flags: 0,
        reserved: 0,
        manifest: Slice::of(MANIFEST.as_bytes()),
        start: Some(start),
        stop: None,
        handle: None,
        handle_blocking: Some(handle),
        answer: None,
        answer_blocking: Some(answer),
        facts: None,
        facts_blocking: None,
        told: None,
        told_blocking: None,
        woken: None,
        woken_blocking: None,
        check_settings: None,
        work: None,
        document: None,
    })
}

/// What one host told it: each opens the library anew, and all of them share its statics.
#[derive(Default)]
struct Told {
    /// Whether the next answer never comes.
    never_answers: AtomicBool,
}

/// What stands behind the pointer.
///
/// # Safety
/// It is that which `start` gave. It is never taken back.
unsafe fn told(state: *mut c_void) -> &'static Told {
    // SAFETY: the caller says so.
    unsafe { &*state.cast::<Told>() }
}

unsafe extern "C" fn start(host: *const Host, state: *mut *mut c_void, _: *mut Buf) -> i32 {
    let told = Box::into_raw(Box::<Told>::default());
    // SAFETY: there is room for a pointer.
    unsafe { state.write(told.cast()) };
    // SAFETY: it stays for as long as the process.
    if let Some(host) = unsafe { host.as_ref() } {
        let _ = HOST.set(host);
    }
    status::OK
}

fn wait(task: &mut Task, out: *mut c_void) -> i32 {
    let host = HOST.get().expect("a host");
    let mut error = Buf::EMPTY;
    // SAFETY: there is room for what the task gives.
    unsafe { (host.wait)(*host, task, out, &raw mut error) }
}

fn db(call: *const Call) -> Option<&'static services::Db> {
    let name = Slice::of(services::DB.as_bytes());
    // SAFETY: the call is lent; a service stays.
    unsafe {
        ((*(*call).vt).service)(call, name)
            .cast::<services::Db>()
            .as_ref()
    }
}

/// Begins a transaction, and commits it long after anybody waits for it.
fn commits_late(call: *const Call) -> String {
    let Some(db) = db(call) else {
        return "no database".to_owned();
    };
    let (mut task, mut tx) = (Task::NONE, services::Begun::blank());
    // SAFETY: there is room for a task, and for what it gives.
    let begun = unsafe { (db.begin)(call, 0, &raw mut task) };
    let began = wait(&mut task, (&raw mut tx).cast());
    thread::sleep(TOO_LONG);
    let (mut task, mut done) = (Task::NONE, Nothing::DONE);
    // SAFETY: as above.
    let committed = unsafe { (db.commit)(tx.0, &raw mut task) };
    if committed == status::OK {
        wait(&mut task, (&raw mut done).cast());
    }
    format!("begun {begun} {began} committed {committed}")
}

fn said(what: &str, told: &Told, call: *const Call) -> Option<String> {
    Some(match what {
        "well" => "well".to_owned(),
        "commits-late" => {
            let said = commits_late(call);
            SAID.lock().expect("a text").clone_from(&said);
            said
        }
        "waits" => {
            WAITING.fetch_add(1, Ordering::SeqCst);
            let mut never = Task::of::<Nothing>(std::future::pending());
            let waited = wait(&mut never, ptr::null_mut());
            WAITING.fetch_sub(1, Ordering::SeqCst);
            waited.to_string()
        }
        "never-answers" => {
            told.never_answers.store(true, Ordering::SeqCst);
            "so be it".to_owned()
        }
        "answered" => ANSWERED.load(Ordering::SeqCst).to_string(),
        "said" => SAID.lock().expect("a text").clone(),
        _ => return None,
    })
}

unsafe extern "C" fn handle(
    state: *mut c_void,
    call: *const Call,
    request: *mut Request,
    response: *mut Response,
    _: *mut Buf,
) -> i32 {
    let said = caught(|| {
        // SAFETY: the host hands over a request.
        let target = unsafe { (*request).target.text() }.unwrap_or_default();
        // SAFETY: it is that which `start` gave.
        let told = unsafe { told(state) };
        let what = target.split(['/', '?']).nth(2).unwrap_or_default();
        said(what, told, call)
    });
    match said {
        Some(Some(said)) => {
            // SAFETY: the host hands over a blank one.
            unsafe { (*response).body = said.into_bytes().into() };
            status::OK
        }
        Some(None) => status::REFUSED,
        None => status::PANICKED,
    }
}

unsafe extern "C" fn answer(
    state: *mut c_void,
    _: *const Call,
    _: *mut services::Tx,
    _: Slice,
    _: Slice,
    answer: *mut Buf,
    _: *mut Buf,
) -> i32 {
    // SAFETY: it is that which `start` gave.
    let told = unsafe { told(state) };
    if told.never_answers.swap(false, Ordering::SeqCst) {
        loop {
            thread::park();
        }
    }
    if WAITING.load(Ordering::SeqCst) >= ALL {
        ANSWERED.store(true, Ordering::SeqCst);
    }
    // SAFETY: there is room for a buffer.
    unsafe { answer.write(br#"{"decision":"allow"}"#.to_vec().into()) };
    status::OK
}
