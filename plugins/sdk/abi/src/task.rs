//! Tasks: futures across the border, in either direction.
#![expect(unsafe_code, reason = "pointers of the other side of the border")]

use std::{
    ffi::c_void,
    fmt,
    future::Future,
    marker::PhantomData,
    mem::{ManuallyDrop, MaybeUninit, size_of},
    pin::Pin,
    sync::atomic::{AtomicBool, Ordering},
    task::{Context, Poll},
};

use crate::{Buf, Waker, caught, guarded, status, waker};

/// Work that is polled until it is done. Dropping it ends it wherever it waits.
#[repr(C)]
pub struct Task {
    /// For the functions.
    pub data: *mut c_void,
    /// What it can do; null where there is no task.
    pub vt: *const TaskVt,
}

// SAFETY: the contract is that any thread may poll it, one at a time.
unsafe impl Send for Task {}

/// What a task can do.
#[repr(C)]
pub struct TaskVt {
    /// Of this struct, in bytes.
    pub struct_size: usize,
    /// Goes on. Done, it writes what the function that gave the task says to `out`; failed, a
    /// problem as JSON to `error`. It is not polled again after either.
    pub poll: Option<
        unsafe extern "C" fn(
            data: *mut c_void,
            waker: *const Waker,
            out: *mut c_void,
            error: *mut Buf,
        ) -> i32,
    >,
    /// Ends it; once, whether done or not. Null where there is nothing to end.
    pub drop: Option<unsafe extern "C" fn(data: *mut c_void)>,
}

/// What a task of this side gives: what is done, or a problem as JSON.
pub type Done<T> = Result<T, Vec<u8>>;

/// What a task writes when it is done. What begins with its size says it beforehand, so that the
/// other side writes no further.
pub trait Out: Sized + Send {
    /// Whether it begins with its size.
    const SIZED: bool = false;

    /// As it is before something is written to it.
    fn blank() -> Self;
}

/// What a task writes that only gets something done.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nothing(u8);

impl Nothing {
    /// It is done.
    pub const DONE: Self = Self(0);
}

impl Out for Nothing {
    fn blank() -> Self {
        Self::DONE
    }
}

impl Out for Buf {
    fn blank() -> Self {
        Self::EMPTY
    }
}

/// Why a task of the other side gave nothing.
#[derive(Debug)]
pub enum Failed {
    /// It said so: a problem as JSON.
    Problem(Buf),
    /// Its code panicked.
    Panicked,
    /// It answered what no task may.
    Broken(i32),
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Problem(_) => f.write_str("it failed"),
            Self::Panicked => f.write_str("a panic"),
            Self::Broken(status) => write!(f, "a task answered {status}"),
        }
    }
}

impl std::error::Error for Failed {}

struct Own<F, T> {
    /// Whether somebody polls it.
    polled: AtomicBool,
    future: F,
    gives: PhantomData<fn() -> T>,
}

/// Writes what a task gives: of what begins with its size, so much as there is room for. `false` where
/// there is none.
///
/// # Safety
/// `out` has room for it, or says for how much.
unsafe fn give<T: Out>(done: T, out: *mut T) -> bool {
    if !T::SIZED {
        // SAFETY: the caller says so.
        unsafe { out.write(done) };
        return true;
    }
    // SAFETY: it begins with its size, which who polls has set.
    let room = unsafe { out.cast::<usize>().read() }.min(size_of::<T>());
    if room < size_of::<usize>() {
        return false;
    }
    let done = ManuallyDrop::new(done);
    // SAFETY: there is so much room; what is written belongs to who gets it.
    unsafe {
        std::ptr::copy_nonoverlapping((&raw const *done).cast::<u8>(), out.cast::<u8>(), room);
        out.cast::<usize>().write(room);
    }
    true
}

/// Who polls something, as nobody else does meanwhile.
pub(crate) struct Alone<'a>(&'a AtomicBool);

impl<'a> Alone<'a> {
    /// Nothing, where somebody does.
    pub(crate) fn with(polled: &'a AtomicBool) -> Option<Self> {
        (!polled.swap(true, Ordering::Acquire)).then(|| Self(polled))
    }
}

impl Drop for Alone<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

struct Functions<F, T>(PhantomData<fn() -> (F, T)>);

impl<F: Future<Output = Done<T>> + Send + 'static, T: Out> Functions<F, T> {
    const VT: TaskVt = TaskVt {
        struct_size: size_of::<TaskVt>(),
        poll: Some(Self::poll),
        drop: Some(Self::drop),
    };

    unsafe extern "C" fn poll(
        data: *mut c_void,
        waker: *const Waker,
        out: *mut c_void,
        error: *mut Buf,
    ) -> i32 {
        let own = data.cast::<Own<F, T>>();
        // SAFETY: it is the box that `of` made, which is there until it is dropped.
        let Some(_alone) = Alone::with(unsafe { &(*own).polled }) else {
            return status::REFUSED;
        };
        let polled = caught(|| {
            // SAFETY: nobody else polls it, the box does not move, and the waker is lent for this poll.
            let (future, waker) = unsafe {
                let future = Pin::new_unchecked(&mut (*own).future);
                (future, waker::borrowed(waker))
            };
            future.poll(&mut Context::from_waker(&waker))
        });
        match polled {
            Some(Poll::Pending) => status::PENDING,
            Some(Poll::Ready(Ok(done))) => {
                // SAFETY: there is room for what the task gives, or for as much as it says.
                match out.is_null() || unsafe { give(done, out.cast::<T>()) } {
                    true => status::OK,
                    false => status::REFUSED,
                }
            }
            Some(Poll::Ready(Err(problem))) => {
                if !error.is_null() {
                    // SAFETY: there is room for a buffer.
                    unsafe { error.write(problem.into()) };
                }
                status::FAILED
            }
            None => status::PANICKED,
        }
    }

    unsafe extern "C" fn drop(data: *mut c_void) {
        // SAFETY: it is the box that `of` made, and it is dropped once.
        guarded(|| drop(unsafe { Box::from_raw(data.cast::<Own<F, T>>()) }));
    }
}

impl Task {
    /// No task.
    pub const NONE: Self = Self {
        data: std::ptr::null_mut(),
        vt: std::ptr::null(),
    };

    /// A future of this side as a task.
    pub fn of<T: Out>(future: impl Future<Output = Done<T>> + Send + 'static) -> Self {
        fn task<F: Future<Output = Done<T>> + Send + 'static, T: Out>(future: F) -> Task {
            let own = Own {
                polled: AtomicBool::new(false),
                future,
                gives: PhantomData::<fn() -> T>,
            };
            Task {
                data: Box::into_raw(Box::new(own)).cast(),
                vt: &const { Functions::<F, T>::VT },
            }
        }
        task::<_, T>(future)
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        // SAFETY: it is a task, or none, that is dropped once, because it is not copied.
        unsafe {
            if let Some(TaskVt {
                drop: Some(drop), ..
            }) = self.vt.as_ref()
            {
                drop(self.data);
            }
        }
    }
}

/// Polls a task of the other side.
///
/// # Safety
/// It is one, and there is room at `out` for what it gives, and for an error.
pub unsafe fn poll_raw(
    task: &mut Task,
    context: &mut Context<'_>,
    out: *mut c_void,
    error: *mut Buf,
) -> i32 {
    // SAFETY: the caller says so.
    let poll = unsafe { task.vt.as_ref() }.and_then(|vt| vt.poll);
    let Some(poll) = poll else {
        return status::REFUSED;
    };
    // SAFETY: the caller says so.
    waker::lend(context.waker(), |waker| unsafe {
        poll(task.data, waker, out, error)
    })
}

/// A task of the other side as a future, which gives a `T`.
pub struct Foreign<T> {
    task: Task,
    gives: PhantomData<fn() -> T>,
}

impl<T: Out> Foreign<T> {
    /// The task as a future.
    ///
    /// # Safety
    /// It is one, or none, and gives a `T`.
    pub unsafe fn new(task: Task) -> Self {
        Self {
            task,
            gives: PhantomData,
        }
    }
}

impl<T: Out> Future for Foreign<T> {
    type Output = Result<T, Failed>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut out = MaybeUninit::new(T::blank());
        let mut error = Buf::EMPTY;
        let task = &mut self.get_mut().task;
        // SAFETY: whoever made this said that it is a task that gives a `T`.
        let answered = unsafe { poll_raw(task, context, out.as_mut_ptr().cast(), &raw mut error) };
        match answered {
            status::PENDING => Poll::Pending,
            // SAFETY: it began blank, and the task has written what it gives.
            status::OK => Poll::Ready(Ok(unsafe { out.assume_init() })),
            status::FAILED => Poll::Ready(Err(Failed::Problem(error))),
            status::PANICKED => Poll::Ready(Err(Failed::Panicked)),
            other => Poll::Ready(Err(Failed::Broken(other))),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        future::{pending, poll_fn},
        task::Waker,
    };

    use super::*;

    #[test]
    fn nobody_polls_what_is_polled() {
        let (said, hears) = std::sync::mpsc::channel();
        let mut own = Task::NONE;
        let place = &raw mut own as usize;
        let mut polls = false;
        own = Task::of::<Nothing>(poll_fn(move |context| {
            if !std::mem::replace(&mut polls, true) {
                // SAFETY: it is polled, and so there.
                let again = unsafe {
                    let task = &mut *(place as *mut Task);
                    poll_raw(task, context, std::ptr::null_mut(), std::ptr::null_mut())
                };
                said.send(again).ok();
            }
            Poll::Ready(Ok(Nothing::DONE))
        }));
        let mut context = Context::from_waker(Waker::noop());
        // SAFETY: it is a task, and nobody wants to know what it gives.
        let polled = unsafe {
            let task = &mut *(place as *mut Task);
            poll_raw(
                task,
                &mut context,
                std::ptr::null_mut(),
                std::ptr::null_mut(),
            )
        };
        assert_eq!(hears.recv(), Ok(status::REFUSED));
        assert_eq!(polled, status::OK);
        drop(own);
        drop(Task::of::<Nothing>(pending()));
    }
}
