//! The functions that a plugin exports, made of a module.
#![expect(unsafe_code, reason = "the border itself")]

use std::{
    ffi::c_void,
    io::{self, Write},
    mem::size_of,
    panic,
    path::Path,
};

use axum::Router;
use bytes::Bytes;
use kartoteka_abi::{self as abi, Buf, Nothing, Slice, Task, caught, door, status};
use serde_json::Value as Json;
use tower::Service as _;
use uuid::Uuid;

use super::{
    bridge::{Bridge, Transaction},
    call::{self, CallRef, Shared, forever},
    http,
    wire::{self, Told},
};
use crate::{Call, Error, Module, Result, Tx, events::Event};

/// How a library makes its module; [`export_plugin!`](crate::export_plugin) writes it.
pub trait Export: 'static {
    /// The module.
    type Module: Module + 'static;
    /// Makes it.
    fn make() -> Self::Module;
}

/// The plugin of a module.
pub fn plugin<E: Export>() -> abi::Plugin {
    let manifest = E::make().manifest();
    abi::Plugin {
        struct_size: size_of::<abi::Plugin>(),
        abi_major: abi::MAJOR,
        abi_minor: abi::MINOR,
        flags: match cfg!(panic = "abort") {
            true => abi::flags::ABORTS,
            false => 0,
        },
        reserved: 0,
        manifest: Slice::of_text(manifest),
        start: Some(start::<E>),
        stop: None,
        handle: Some(handle::<E>),
        handle_blocking: None,
        answer: Some(answer::<E>),
        answer_blocking: None,
        facts: Some(facts::<E>),
        facts_blocking: None,
        told: Some(told::<E>),
        told_blocking: None,
        woken: Some(woken::<E>),
        woken_blocking: None,
        check_settings: Some(check_settings::<E>),
        work: Some(work::<E>),
        document: Some(document::<E>),
    }
}

/// A plugin that has begun. It stays for as long as the process, because tasks may.
struct State<M> {
    module: M,
    api: Router,
    pages: Router,
    shared: Shared,
}

/// Does `work`, and says how it went.
fn entered(work: impl FnOnce() -> std::result::Result<(), i32>) -> i32 {
    match caught(work) {
        Some(Ok(())) => status::OK,
        Some(Err(status)) => status,
        None => status::PANICKED,
    }
}

/// The state behind the pointer.
///
/// # Safety
/// It is that which `start` gave.
unsafe fn state<E: Export>(
    state: *mut c_void,
) -> std::result::Result<&'static State<E::Module>, i32> {
    // SAFETY: the caller says so; it is never taken back.
    unsafe { state.cast::<State<E::Module>>().as_ref() }.ok_or(status::REFUSED)
}

/// A text, where it is one.
///
/// # Safety
/// It is there for the time of the function.
unsafe fn text<'a>(text: Slice) -> std::result::Result<&'a str, i32> {
    // SAFETY: the caller says so.
    unsafe { text.text() }.ok_or(status::REFUSED)
}

/// A JSON document, where it is one.
///
/// # Safety
/// As [`text`].
unsafe fn document_of<T: serde::de::DeserializeOwned>(json: Slice) -> std::result::Result<T, i32> {
    // SAFETY: the caller says so.
    serde_json::from_slice(unsafe { json.bytes() }).map_err(|_| status::REFUSED)
}

unsafe extern "C" fn start<E: Export>(
    host: *const abi::Host,
    out: *mut *mut c_void,
    error: *mut Buf,
) -> i32 {
    entered(|| {
        // SAFETY: the host is there for as long as the process.
        let host = unsafe { host.as_ref() }.ok_or(status::REFUSED)?;
        log_panics(host);
        let module = E::make();
        let manifest = toml_id(module.manifest());
        let Some(id) = manifest else {
            let problem = wire::error_to_json(&Error::internal("its manifest has no id"));
            // SAFETY: there is room for a buffer.
            unsafe { error.write(problem.into()) };
            return Err(status::FAILED);
        };
        let state = State {
            api: module.api().0,
            pages: module.pages(),
            shared: Shared::new(forever(&id)),
            module,
        };
        // SAFETY: there is room for a pointer.
        unsafe { out.write(Box::into_raw(Box::new(state)).cast()) };
        Ok(())
    })
}

/// The id that a manifest gives, which was read as a whole before.
fn toml_id(manifest: &str) -> Option<String> {
    let lines = manifest.lines().map(str::trim_start);
    let value = lines.filter_map(|line| line.strip_prefix("id")?.trim_start().strip_prefix('='));
    let mut id = value.filter_map(|value| value.split(['"', '\'']).nth(1));
    id.next().map(str::to_owned)
}

/// This library has a panic hook of its own, which would write to nowhere that is read.
fn log_panics(host: &'static abi::Host) {
    panic::set_hook(Box::new(|panic| {
        // Where, and not what: that may name a person.
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        let text = format!("a panic at {place}");
        // SAFETY: the text is there for the time of the function.
        unsafe { (host.log)(host, 1, Slice::of_text(&text)) };
    }));
}

unsafe extern "C" fn handle<E: Export>(
    raw: *mut c_void,
    raw_call: *const abi::Call,
    request: *mut abi::Request,
    task: *mut Task,
) -> i32 {
    entered(|| {
        // SAFETY: the host hands over what the header says.
        let (state, request) = unsafe { (state::<E>(raw)?, request.as_mut()) };
        let request = request.ok_or(status::REFUSED)?;
        let router = match request.door {
            door::PAGES => &state.pages,
            _ => &state.api,
        };
        // SAFETY: as above.
        let request =
            unsafe { http::request(request, |whole| call::call(&state.shared, raw_call, whole)) };
        let request = request.ok_or(status::REFUSED)?;
        let mut router = router.clone();
        let answering = router.call(request);
        let answer = async move {
            let answered: std::result::Result<_, std::convert::Infallible> = answering.await;
            match answered {
                Ok(response) => http::response(response).await,
            }
        };
        // SAFETY: there is room for a task.
        unsafe { task.write(Task::of::<abi::Response>(answer)) };
        Ok(())
    })
}

fn done<T>(outcome: Result<T>) -> abi::Done<T> {
    outcome.map_err(|error| wire::error_to_json(&error))
}

unsafe extern "C" fn answer<E: Export>(
    raw: *mut c_void,
    raw_call: *const abi::Call,
    tx: *mut abi::services::Tx,
    hook: Slice,
    question: Slice,
    task: *mut Task,
) -> i32 {
    entered(|| {
        // SAFETY: the host hands over what the header says; the transaction is lent until the task
        // is dropped.
        let (state, call, transaction, hook, question) = unsafe {
            let state = state::<E>(raw)?;
            let call = call::call(&state.shared, raw_call, Bytes::new()).ok_or(status::REFUSED)?;
            let bridge = Bridge::new(CallRef::keep(raw_call));
            let transaction = Transaction::new(bridge, tx, false).map_err(|_| status::REFUSED)?;
            (
                state,
                call,
                transaction,
                text(hook)?.to_owned(),
                document_of::<Json>(question)?,
            )
        };
        let answer = async move {
            let mut tx = Tx::of(&call, Box::new(transaction));
            let answered = state.module.answer(&call, &mut tx, &hook, &question).await;
            let answered = match answered {
                // What waits may fail only now, and then it is no answer.
                Ok(answer) => tx.end_lent().await.map(|()| answer).map_err(Error::from),
                Err(error) => Err(error),
            };
            done(answered.map(|answer| wire::json(&answer).into()))
        };
        // SAFETY: there is room for a task.
        unsafe { task.write(Task::of::<Buf>(answer)) };
        Ok(())
    })
}

unsafe extern "C" fn facts<E: Export>(
    raw: *mut c_void,
    raw_call: *const abi::Call,
    fact: Slice,
    clients: *const abi::Uuid,
    client_count: usize,
    task: *mut Task,
) -> i32 {
    entered(|| {
        // SAFETY: the host hands over what the header says.
        let (state, call, fact, clients) = unsafe {
            let state = state::<E>(raw)?;
            let call = call::call(&state.shared, raw_call, Bytes::new()).ok_or(status::REFUSED)?;
            let clients = match clients.is_null() {
                true => &[],
                false => std::slice::from_raw_parts(clients, client_count),
            };
            (state, call, text(fact)?.to_owned(), clients)
        };
        let clients: Vec<Uuid> = clients.iter().map(|id| Uuid::from_bytes(*id)).collect();
        let answer = async move {
            let known = state.module.facts(&call, &fact, &clients).await;
            done(known.map(|known| wire::json(&known).into()))
        };
        // SAFETY: there is room for a task.
        unsafe { task.write(Task::of::<Buf>(answer)) };
        Ok(())
    })
}

unsafe extern "C" fn told<E: Export>(
    raw: *mut c_void,
    raw_call: *const abi::Call,
    events: Slice,
    task: *mut Task,
) -> i32 {
    entered(|| {
        // SAFETY: the host hands over what the header says.
        let (state, call, events) = unsafe {
            let state = state::<E>(raw)?;
            let call = call::call(&state.shared, raw_call, Bytes::new()).ok_or(status::REFUSED)?;
            (state, call, document_of::<Vec<Told>>(events)?)
        };
        let events: Vec<Event> = events.into_iter().map(Into::into).collect();
        let work = async move {
            let heard = state.module.told(&call, &events).await;
            done(heard.map(|()| Nothing::DONE))
        };
        // SAFETY: there is room for a task.
        unsafe { task.write(Task::of::<Nothing>(work)) };
        Ok(())
    })
}

unsafe extern "C" fn woken<E: Export>(
    raw: *mut c_void,
    raw_call: *const abi::Call,
    name: Slice,
    task: *mut Task,
) -> i32 {
    entered(|| {
        // SAFETY: the host hands over what the header says.
        let (state, call, name) = unsafe {
            let state = state::<E>(raw)?;
            let call: Call =
                call::call(&state.shared, raw_call, Bytes::new()).ok_or(status::REFUSED)?;
            (state, call, text(name)?.to_owned())
        };
        let work = async move {
            let done_it = state.module.woken(call, &name).await;
            done(done_it.map(|()| Nothing::DONE))
        };
        // SAFETY: there is room for a task.
        unsafe { task.write(Task::of::<Nothing>(work)) };
        Ok(())
    })
}

unsafe extern "C" fn check_settings<E: Export>(
    raw: *mut c_void,
    settings: Slice,
    error: *mut Buf,
) -> i32 {
    entered(|| {
        // SAFETY: the host hands over what the header says.
        let (state, settings) = unsafe { (state::<E>(raw)?, document_of::<Json>(settings)?) };
        state.module.check_settings(&settings).map_err(|wrong| {
            // SAFETY: there is room for a buffer.
            unsafe { error.write(wire::error_to_json(&wrong).into()) };
            status::FAILED
        })
    })
}

/// Where a worker writes, as a writer.
struct Output(*const abi::Sink);

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // SAFETY: it is there for the time of the work.
        let status = unsafe { ((*self.0).write)((*self.0).data, Slice::of(bytes)) };
        match status {
            status::OK => Ok(bytes.len()),
            _ => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

unsafe extern "C" fn work<E: Export>(
    name: Slice,
    input: Slice,
    arguments: Slice,
    output: *const abi::Sink,
    error: *mut Buf,
) -> i32 {
    entered(|| {
        // SAFETY: the host hands over what the header says.
        let (name, input, arguments) = unsafe { (text(name)?, text(input)?, arguments.bytes()) };
        let worker = E::make().worker(name).ok_or(status::REFUSED)?;
        worker(Path::new(input), arguments, &mut Output(output)).map_err(|failed| {
            let problem = wire::error_to_json(&Error::internal(failed.to_string()));
            // SAFETY: there is room for a buffer.
            unsafe { error.write(problem.into()) };
            status::FAILED
        })
    })
}

unsafe extern "C" fn document<E: Export>(out: *mut Buf) -> i32 {
    entered(|| {
        let document = E::make().api().1;
        // SAFETY: there is room for a buffer.
        unsafe { out.write(wire::json(&document).into()) };
        Ok(())
    })
}
