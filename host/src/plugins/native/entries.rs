//! What a plugin is asked: its functions, called on threads of its own.
#![expect(unsafe_code, reason = "functions of the plugin")]

use std::{collections::HashMap, ffi::c_void, sync::Arc};

use axum::{extract::Request, response::Response};
use kartoteka_abi::{self as abi, Buf, Failed, Nothing, Out, Slice, Task, functions, status};
use kartoteka_plugin::{Call, Error, Result, Tx};
use serde_json::Value as Json;
use uuid::Uuid;

use super::{
    crossing::{HostCall, HostTx, Running, came_of, http, limits},
    plugin::{Native, State},
    threads::Hung,
};

/// A function of the plugin that gives a task, to be called with its state.
trait Begin: FnOnce(*mut c_void, *mut Task) -> i32 + Send + 'static {}
/// One that blocks, and gives a `T`.
trait Block<T>: FnOnce(*mut c_void, &mut T, *mut Buf) -> i32 + Send + 'static {}

impl<F: FnOnce(*mut c_void, *mut Task) -> i32 + Send + 'static> Begin for F {}
impl<T, F: FnOnce(*mut c_void, &mut T, *mut Buf) -> i32 + Send + 'static> Block<T> for F {}

/// A function in the form that the plugin has.
enum Function<B, K> {
    Polled(B),
    Blocking(K),
    Missing,
}

impl Native {
    /// Has a function called and waits for what it gives. `call` stays until it is over, and what was
    /// left open in it is undone. `inside` for what somebody's transaction waits for.
    async fn ask<T: Out + 'static>(
        self: &Arc<Self>,
        function: Function<impl Begin, impl Block<T>>,
        call: Arc<HostCall>,
        inside: bool,
    ) -> Result<T> {
        self.ask_then(function, call, inside, Ok).await
    }

    /// The same; `then` reads what came while the call is still open.
    async fn ask_then<T: Out + 'static, R>(
        self: &Arc<Self>,
        function: Function<impl Begin, impl Block<T>>,
        call: Arc<HostCall>,
        inside: bool,
        then: impl FnOnce(T) -> Result<R>,
    ) -> Result<R> {
        self.meter.called();
        let running = Running::new(&call);
        let asked = match function {
            Function::Missing => Err(Error::internal("the plugin has no function for it")),
            Function::Polled(begin) => match self.poll(begin, call).await {
                Err(Hung) => return self.came(came_of(Err(Hung))),
                Ok(done) => came_of(Ok(done)),
            },
            Function::Blocking(block) => self.block(block, call, inside).await,
        };
        let asked = asked.and_then(then);
        running.done();
        self.came(asked)
    }

    /// Counts what came of it.
    pub(super) fn came<T>(&self, asked: Result<T>) -> Result<T> {
        if asked.as_ref().is_err_and(|e| e.status.is_server_error()) {
            self.meter.failed();
        }
        asked
    }

    async fn poll<T: Out + 'static>(
        self: &Arc<Self>,
        begin: impl Begin,
        call: Arc<HostCall>,
    ) -> std::result::Result<std::result::Result<T, Failed>, Hung> {
        let state = self.state;
        let work = async move {
            let _kept = call;
            // Its beginning, too, is the plugin's code, and watched.
            begun(begin, state)?.await
        };
        self.threads.spawn(self.meter.clone(), work).await
    }

    async fn block<T: Out + 'static>(
        self: &Arc<Self>,
        block: impl Block<T>,
        call: Arc<HostCall>,
        inside: bool,
    ) -> Result<T> {
        let state = self.state;
        let aside = match inside {
            true => &self.questions,
            false => &self.aside,
        };
        let limit = call.time();
        let done = aside.run(limit, move || {
            let (state, _kept) = (state, call);
            let (mut out, mut error) = (T::blank(), Buf::EMPTY);
            match block(state.0, &mut out, &raw mut error) {
                status::OK => Ok(out),
                status::FAILED => Err(Failed::Problem(error)),
                status::PANICKED => Err(Failed::Panicked),
                other => Err(Failed::Broken(other)),
            }
        });
        came_of(Ok(done.await.unwrap_or(Err(Failed::Panicked))))
    }

    /// Answers a request through one of its doors.
    pub(super) async fn answer_request(
        self: Arc<Self>,
        door: u32,
        request: Request,
    ) -> Result<Response> {
        let (parts, body) = request.into_parts();
        let call = parts.extensions.get::<Call>();
        let call = call.ok_or_else(|| Error::internal("a plugin was reached without a call"))?;
        let call = HostCall::new(call, &self);
        // What of it was made on this thread is let go of on this thread, where its memory is at hand.
        let sent = Arc::new(http::sent(door, parts, body).await?);
        let _kept = sent.clone();
        let kept = call.clone();
        let function = match (self.exports.handle, self.exports.handle_blocking) {
            (Some(handle), _) => Function::Polled(move |state, task: *mut Task| {
                // SAFETY: all of it is as the header says.
                unsafe { handle(state, call.raw(), sent.raw(), task) }
            }),
            (None, Some(handle)) => {
                Function::Blocking(move |state, out: &mut abi::Response, error: *mut Buf| {
                    // SAFETY: all of it is as the header says.
                    unsafe { handle(state, call.raw(), sent.raw(), out, error) }
                })
            }
            (None, None) => Function::Missing,
        };
        let own = kept.clone();
        let then = |raw| http::response(&own, raw);
        let response = self.ask_then(function, kept, false, then).await?;
        if response.status().is_server_error() {
            self.meter.failed();
        }
        Ok(response)
    }

    /// Answers a question inside `tx`.
    pub(super) async fn answer_question(
        self: &Arc<Self>,
        call: &Call,
        tx: &mut Tx,
        hook: &str,
        question: &Json,
    ) -> Result<Json> {
        let call = HostCall::new(call, self);
        let (held, mut orders) = HostTx::of_asker(&call);
        let (hook, question) = (hook.to_owned(), question.to_string());
        let (asked, lent, kept) = (held.clone(), held, call.clone());
        let function = match (self.exports.answer, self.exports.answer_blocking) {
            (Some(answer), _) => Function::Polled(move |state, task: *mut Task| {
                let (call, tx) = (call.raw(), lent.raw());
                // SAFETY: all of it is as the header says.
                unsafe {
                    answer(
                        state,
                        call,
                        tx,
                        Slice::of_text(&hook),
                        Slice::of_text(&question),
                        task,
                    )
                }
            }),
            (None, Some(answer)) => {
                Function::Blocking(move |state, out: &mut Buf, error: *mut Buf| {
                    let (call, tx) = (call.raw(), lent.raw());
                    // SAFETY: all of it is as the header says.
                    unsafe {
                        answer(
                            state,
                            call,
                            tx,
                            Slice::of_text(&hook),
                            Slice::of_text(&question),
                            out,
                            error,
                        )
                    }
                })
            }
            (None, None) => Function::Missing,
        };
        let mut answering = std::pin::pin!(self.ask(function, kept, true));
        let answer: Buf = loop {
            tokio::select! {
                biased;
                // What it wants done in the transaction is done here, where that is.
                Some(order) = orders.recv() => order(tx).await,
                answer = &mut answering => break answer?,
            }
        };
        while let Ok(order) = orders.try_recv() {
            order(tx).await;
        }
        if let Some(wrong) = asked.wrong() {
            return Err(wrong);
        }
        limits::json(answer.bytes(), "an answer that is no JSON")
    }

    /// What it knows of clients.
    pub(super) async fn know(
        self: &Arc<Self>,
        call: &Call,
        fact: &str,
        clients: &[Uuid],
    ) -> Result<HashMap<Uuid, Json>> {
        let call = HostCall::new(call, self);
        let ids: Vec<abi::Uuid> = clients.iter().map(|id| *id.as_bytes()).collect();
        let (fact, kept) = (fact.to_owned(), call.clone());
        let function = match (self.exports.facts, self.exports.facts_blocking) {
            (Some(facts), _) => Function::Polled(move |state, task: *mut Task| {
                let (call, fact) = (call.raw(), Slice::of_text(&fact));
                // SAFETY: all of it is as the header says.
                unsafe { facts(state, call, fact, ids.as_ptr(), ids.len(), task) }
            }),
            (None, Some(facts)) => {
                Function::Blocking(move |state, out: &mut Buf, error: *mut Buf| {
                    let (call, fact) = (call.raw(), Slice::of_text(&fact));
                    // SAFETY: all of it is as the header says.
                    unsafe { facts(state, call, fact, ids.as_ptr(), ids.len(), out, error) }
                })
            }
            (None, None) => Function::Missing,
        };
        let known = self.ask(function, kept, true).await?;
        limits::json(known.bytes(), "what a plugin knows is no object by client")
    }

    /// Tells it something, or wakes it.
    pub(super) async fn tell(
        self: &Arc<Self>,
        call: &Call,
        what: String,
        functions: (Option<functions::Told>, Option<functions::ToldBlocking>),
    ) -> Result<()> {
        let call = HostCall::new(call, self);
        let kept = call.clone();
        let function = match functions {
            (Some(told), _) => Function::Polled(move |state, task: *mut Task| {
                // SAFETY: all of it is as the header says.
                unsafe { told(state, call.raw(), Slice::of_text(&what), task) }
            }),
            (None, Some(told)) => {
                Function::Blocking(move |state, _: &mut Nothing, error: *mut Buf| {
                    // SAFETY: all of it is as the header says.
                    unsafe { told(state, call.raw(), Slice::of_text(&what), error) }
                })
            }
            (None, None) => Function::Missing,
        };
        self.ask(function, kept, false).await.map(drop)
    }
}

/// Begins a task of the plugin.
fn begun<T: Out>(begin: impl Begin, state: State) -> std::result::Result<abi::Foreign<T>, Failed> {
    let mut task = Task::NONE;
    match begin(state.0, &raw mut task) {
        // SAFETY: the plugin gave it for this.
        status::OK => Ok(unsafe { abi::Foreign::new(task) }),
        status::PANICKED => Err(Failed::Panicked),
        other => Err(Failed::Broken(other)),
    }
}
