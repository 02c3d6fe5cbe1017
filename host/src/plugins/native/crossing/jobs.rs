//! Work that outlives its call, as a plugin has it.
#![expect(unsafe_code, reason = "pointers across the border")]

use std::mem::size_of;

use kartoteka_abi::{self as abi, Task, caught, guarded, services::Jobs};
use kartoteka_plugin::{Error, Result};
use uuid::Uuid;

use super::{
    call::{kept, original},
    life::StandIn,
    limits,
};

pub(super) static JOBS: Jobs = Jobs {
    struct_size: size_of::<Jobs>(),
    start,
    progress,
    report,
    cancel,
};

/// What came of a plugin's work.
pub(in super::super) fn came_of<T>(
    done: std::result::Result<std::result::Result<T, abi::Failed>, super::super::threads::Hung>,
) -> Result<T> {
    match done {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(abi::Failed::Problem(problem))) => Err(limits::problem(problem.bytes())),
        Ok(Err(abi::Failed::Panicked)) => Err(Error::internal("a panic")),
        Ok(Err(abi::Failed::Broken(_))) => Err(Error::internal("a task answered what none may")),
        Err(_) => Err(Error::internal("a poll that did not come back")),
    }
}

unsafe extern "C" fn start(call: *const abi::Call, id: *const abi::Uuid, task: *mut Task) -> i32 {
    // SAFETY: the plugin hands over what the header says, and a task with it that gives nothing.
    let begun = caught(|| unsafe {
        let (kept, id) = (kept(call)?, Uuid::from_bytes(*id));
        let call = original(call)?;
        let task = std::mem::replace(&mut *task, Task::NONE);
        let foreign = abi::Foreign::<abi::Nothing>::new(task);
        // It has neither the time nor the transactions of who began it.
        let stands_in = StandIn::unlimited(&call);
        let working = stands_in.working(foreign);
        let (threads, meter) = (call.plugin.threads.clone(), call.plugin.meter.clone());
        let work = move |_: kartoteka_plugin::Call,
                         _|
              -> kartoteka_plugin::BoxFuture<'static, Result<()>> {
            Box::pin(async move {
                let done = threads.spawn(meter, working).await;
                if done.is_ok() {
                    stands_in.done();
                }
                came_of(done).map(drop)
            })
        };
        Some(
            kept.call
                .jobs()
                .start(id, kept.call.clone(), Box::new(work)),
        )
    });
    begun.flatten().unwrap_or(false).into()
}

unsafe extern "C" fn progress(
    call: *const abi::Call,
    id: *const abi::Uuid,
    done: *mut u64,
    of: *mut u64,
) -> i32 {
    // SAFETY: the plugin hands over what the header says.
    let runs = caught(|| unsafe {
        let call = kept(call)?;
        let progress = call.call.jobs().progress(Uuid::from_bytes(*id))?;
        let (is_done, is_of) = progress.get();
        if !done.is_null() {
            done.write(is_done);
        }
        if !of.is_null() {
            of.write(is_of);
        }
        Some(())
    });
    runs.flatten().is_some().into()
}

unsafe extern "C" fn report(call: *const abi::Call, id: *const abi::Uuid, done: u64, of: u64) {
    // SAFETY: the plugin hands over what the header says.
    guarded(|| unsafe {
        let progress = kept(call).and_then(|call| call.call.jobs().progress(Uuid::from_bytes(*id)));
        let Some(progress) = progress else {
            return;
        };
        if done != u64::MAX {
            progress.set_done(done);
        }
        if of != u64::MAX {
            progress.set_of(of);
        }
    });
}

unsafe extern "C" fn cancel(call: *const abi::Call, id: *const abi::Uuid) {
    // SAFETY: the plugin hands over what the header says.
    guarded(|| unsafe {
        if let Some(call) = kept(call) {
            call.call.jobs().cancel(Uuid::from_bytes(*id));
        }
    });
}
