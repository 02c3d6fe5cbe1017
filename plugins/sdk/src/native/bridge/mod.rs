//! The services of a call, each carried out by the host.

mod asked;
mod database;
mod files;
mod handing;
mod jobs;
mod memory;
mod texts;

use std::{
    future::Future,
    pin::pin,
    sync::{Arc, OnceLock, atomic::AtomicBool},
    task::{Context, Poll, Waker},
};

use kartoteka_abi::{self as abi, services::Ask};
use serde_json::Value as Json;

use super::{call::CallRef, wire};
use crate::{Error, Result};

pub(crate) use asked::MAIL;
pub(in crate::native) use database::Transaction;

/// One call's way to the host.
pub(crate) struct Bridge {
    call: CallRef,
    /// Its tables, once they were asked for.
    db: OnceLock<&'static abi::services::Db>,
    /// Whether the host said that the feature is off by now.
    off: AtomicBool,
}

/// What a service answered.
struct Answered {
    json: Json,
    body: abi::Buf,
    more: abi::Stream,
}

impl Bridge {
    pub(super) fn new(call: CallRef) -> Arc<Self> {
        Arc::new(Self {
            call,
            db: OnceLock::new(),
            off: AtomicBool::new(false),
        })
    }

    /// The same for what outlives this one.
    fn again(&self) -> Arc<Self> {
        Self::new(self.call.again())
    }

    /// A service that must be there.
    fn service<T>(&self, name: &str) -> Result<&'static T> {
        let found = self.call.service(name);
        found.ok_or_else(|| Error::internal(format!("the host has no {name} for this call")))
    }

    /// Asks a service by JSON.
    fn ask(&self, service: &str, question: &Json) -> impl Future<Output = Result<Json>> + use<> {
        let asked = self.ask_with(service, question, abi::Buf::EMPTY, abi::Stream::NONE);
        async move { Ok(asked.await?.json) }
    }

    /// The same with bytes beside the question, and in the answer.
    fn ask_with(
        &self,
        service: &str,
        question: &Json,
        body: abi::Buf,
        more: abi::Stream,
    ) -> impl Future<Output = Result<Answered>> + use<> {
        let task = self.service::<Ask>(service).and_then(|ask| {
            database::asking(
                ask,
                self.call.raw(),
                std::ptr::null_mut(),
                question,
                body,
                more,
            )
        });
        async move { answered(task?.await) }
    }

    /// The same of what answers at once.
    fn ask_now(&self, service: &str, question: &Json) -> Result<Json> {
        let mut asked = pin!(self.ask(service, question));
        let mut context = Context::from_waker(Waker::noop());
        match asked.as_mut().poll(&mut context) {
            Poll::Ready(answer) => answer,
            Poll::Pending => Err(Error::internal(format!("{service} did not answer at once"))),
        }
    }
}

fn answered(reply: std::result::Result<abi::services::Reply, abi::Failed>) -> Result<Answered> {
    let mut reply = reply.map_err(failed)?;
    let json = match reply.json.bytes() {
        [] => Json::Null,
        text => serde_json::from_slice(text)
            .map_err(|_| Error::internal("an answer of the host is no JSON"))?,
    };
    Ok(Answered {
        json,
        body: reply.body.take(),
        more: reply.more.take(),
    })
}

/// Why the host gave nothing, as an error.
fn failed(failed: abi::Failed) -> Error {
    match failed {
        abi::Failed::Problem(problem) => wire::error_from_json(problem.bytes()),
        other => Error::internal(other.to_string()),
    }
}

/// What a status that is not [`OK`](abi::status::OK) says.
fn refused(status: i32, error: &abi::Buf) -> Error {
    match error.bytes() {
        [] => Error::internal(format!("the host answered {status}")),
        problem => wire::error_from_json(problem),
    }
}
