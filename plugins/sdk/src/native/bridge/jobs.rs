//! Work that outlives its call.
#![expect(unsafe_code, reason = "pointers of the host")]

use std::{future::poll_fn, pin::pin, sync::Arc};

use futures_util::FutureExt as _;
use kartoteka_abi::{
    self as abi,
    services::{JOBS, Jobs as Desk},
};
use serde_json::json;
use uuid::Uuid;

use super::Bridge;
use crate::{
    BoxFuture, Call,
    jobs::{Jobs, Progress, Work},
    native::wire,
};

const HOSTS: &str = "kartoteka.hosts/1";

impl Jobs for Bridge {
    fn start(&self, id: Uuid, call: Call, work: Work) -> bool {
        let Some(desk) = self.call.service::<Desk>(JOBS) else {
            return false;
        };
        let bridge = self.again();
        let mut task = abi::Task::of::<abi::Nothing>(async move {
            let progress = Arc::new(Progress::default());
            let mut work = pin!(work(call, progress.clone()));
            let done = poll_fn(|context| {
                let polled = work.poll_unpin(context);
                let (done, of) = progress.get();
                // SAFETY: the call is kept.
                unsafe { (desk.report)(bridge.call.raw(), id.as_bytes(), done, of) };
                polled
            });
            let done = done.await.map(|()| abi::Nothing::DONE);
            done.map_err(|error| wire::error_to_json(&error))
        });
        // SAFETY: all of it is there for the time of the function, which takes the task where it
        // begins it.
        unsafe { (desk.start)(self.call.raw(), id.as_bytes(), &raw mut task) == 1 }
    }

    fn progress(&self, id: Uuid) -> Option<Arc<Progress>> {
        let desk: &Desk = self.call.service(JOBS)?;
        let (mut done, mut of) = (0, 0);
        // SAFETY: all of it is there for the time of the function.
        let runs =
            unsafe { (desk.progress)(self.call.raw(), id.as_bytes(), &raw mut done, &raw mut of) };
        (runs == 1).then(|| {
            let progress = Progress::default();
            progress.set_done(done);
            progress.set_of(of);
            Arc::new(progress)
        })
    }

    fn cancel(&self, id: Uuid) {
        if let Some(desk) = self.call.service::<Desk>(JOBS) {
            // SAFETY: all of it is there for the time of the function.
            unsafe { (desk.cancel)(self.call.raw(), id.as_bytes()) };
        }
    }

    fn host(&self) -> Uuid {
        let id = self.ask_now(HOSTS, &json!({"of": "this"}));
        let id = id.ok().and_then(|id| serde_json::from_value(id).ok());
        id.unwrap_or_default()
    }

    fn alive(&self, host: Uuid) -> BoxFuture<'_, bool> {
        let asked = self.ask(HOSTS, &json!({"of": "alive", "host": host}));
        Box::pin(async { asked.await.ok().and_then(|is| is.as_bool()).unwrap_or(true) })
    }
}
