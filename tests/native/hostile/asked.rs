//! What it is asked beside requests: to look at its settings, and to wake when its time has come.

use std::{ffi::c_void, ptr, thread, time::Duration};

use kartoteka_abi::{
    Buf, Call, Done, Foreign, Nothing, Response, Slice, Task, caught, services, status,
};

use crate::{
    left::{plain, service},
    orders,
};

/// Looks at settings as they say themselves.
pub(crate) unsafe extern "C" fn check_settings(
    _: *mut c_void,
    settings: Slice,
    error: *mut Buf,
) -> i32 {
    // SAFETY: the host lends a text.
    let settings = unsafe { settings.text() }.unwrap_or_default().to_owned();
    let is = |mood: &str| settings.contains(&format!("\"mood\":\"{mood}\""));
    let looked = caught(|| {
        if is("hangs") {
            loop {
                thread::sleep(Duration::from_secs(3600));
            }
        }
        assert!(!is("panics"), "as asked");
        match () {
            () if is("unknown") => 77,
            () if is("garbage") => status::FAILED,
            () => status::OK,
        }
    });
    if looked == Some(status::FAILED) {
        // SAFETY: there is room for a buffer.
        unsafe { error.write(b"no JSON".to_vec().into()) };
    }
    looked.unwrap_or(status::PANICKED)
}

/// Asks to be woken at once.
pub(crate) fn ticks(call: *const Call) -> Task {
    let wake_ups: &services::Ask = service(call, "kartoteka.wake_ups/1");
    let question = Slice::of(br#"{"name": "acme-hostile.tick", "at": "2020-01-01T00:00:00Z"}"#);
    let mut task = Task::NONE;
    // SAFETY: the call and the question are lent, and there is room for a task, which gives a reply.
    let asked = unsafe {
        (wake_ups.ask)(
            call,
            ptr::null_mut(),
            question,
            ptr::null_mut(),
            ptr::null_mut(),
            &raw mut task,
        )
    };
    // SAFETY: as above; what was refused gave no task.
    let reply = (asked == status::OK).then(|| unsafe { Foreign::<services::Reply>::new(task) });
    Task::of::<Response>(async move {
        let asked = match reply {
            Some(reply) => reply.await.is_ok(),
            None => false,
        };
        Ok(plain(format!("{asked}")))
    })
}

/// Fails each time it is woken.
pub(crate) unsafe extern "C" fn woken(
    state: *mut c_void,
    _: *const Call,
    _: Slice,
    task: *mut Task,
) -> i32 {
    // SAFETY: it is that which `start` gave.
    let orders = unsafe { orders::of(state) };
    let work = async {
        orders.obey("woken").await;
        let done: Done<Nothing> = Err(b"{}".to_vec());
        done
    };
    // SAFETY: there is room for a task.
    unsafe { task.write(Task::of::<Nothing>(work)) };
    status::OK
}
