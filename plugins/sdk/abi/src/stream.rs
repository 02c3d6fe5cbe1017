//! Bodies that come in pieces, in either direction.
#![expect(unsafe_code, reason = "pointers of the other side of the border")]

use std::{
    ffi::c_void,
    mem::size_of,
    sync::atomic::AtomicBool,
    task::{Context, Poll},
};

use crate::{Buf, Done, Failed, Waker, caught, guarded, status, task::Alone, waker};

/// Bytes in pieces. Dropping it ends it.
#[repr(C)]
pub struct Stream {
    /// For the functions.
    pub data: *mut c_void,
    /// What it can do; null where there is no stream.
    pub vt: *const StreamVt,
}

// SAFETY: the contract is that any thread may poll it, one at a time.
unsafe impl Send for Stream {}

/// What a stream can do.
#[repr(C)]
pub struct StreamVt {
    /// Of this struct, in bytes.
    pub struct_size: usize,
    /// The next piece, in `chunk`; [`status::ENDED`] after the last.
    pub poll: Option<
        unsafe extern "C" fn(
            data: *mut c_void,
            waker: *const Waker,
            chunk: *mut Buf,
            error: *mut Buf,
        ) -> i32,
    >,
    /// Ends it; once. Null where there is nothing to end.
    pub drop: Option<unsafe extern "C" fn(data: *mut c_void)>,
}

/// The next piece of something, as this side gives it.
type Next = Box<dyn FnMut(&mut Context<'_>) -> Poll<Option<Done<Buf>>> + Send>;

struct Own {
    /// Whether somebody polls it.
    polled: AtomicBool,
    next: Next,
}

static OWN: StreamVt = StreamVt {
    struct_size: size_of::<StreamVt>(),
    poll: Some(poll_own),
    drop: Some(drop_own),
};

unsafe extern "C" fn poll_own(
    data: *mut c_void,
    waker: *const Waker,
    chunk: *mut Buf,
    error: *mut Buf,
) -> i32 {
    let own = data.cast::<Own>();
    // SAFETY: it is the box that `of` made, which is there until it is dropped.
    let Some(_alone) = Alone::with(unsafe { &(*own).polled }) else {
        return status::REFUSED;
    };
    let polled = caught(|| {
        // SAFETY: nobody else polls it, and the waker is lent for this poll.
        let (next, waker) = unsafe { (&mut (*own).next, waker::borrowed(waker)) };
        next(&mut Context::from_waker(&waker))
    });
    match polled {
        Some(Poll::Pending) => status::PENDING,
        Some(Poll::Ready(None)) => status::ENDED,
        Some(Poll::Ready(Some(Ok(piece)))) => {
            if !chunk.is_null() {
                // SAFETY: there is room for a buffer.
                unsafe { chunk.write(piece) };
            }
            status::OK
        }
        Some(Poll::Ready(Some(Err(problem)))) => {
            if !error.is_null() {
                // SAFETY: there is room for a buffer.
                unsafe { error.write(problem.into()) };
            }
            status::FAILED
        }
        None => status::PANICKED,
    }
}

unsafe extern "C" fn drop_own(data: *mut c_void) {
    // SAFETY: it is the box that `of` made, and it is dropped once.
    guarded(|| drop(unsafe { Box::from_raw(data.cast::<Own>()) }));
}

impl Stream {
    /// No stream.
    pub const NONE: Self = Self {
        data: std::ptr::null_mut(),
        vt: std::ptr::null(),
    };

    /// Pieces of this side.
    pub fn of(
        next: impl FnMut(&mut Context<'_>) -> Poll<Option<Done<Buf>>> + Send + 'static,
    ) -> Self {
        let own = Own {
            polled: AtomicBool::new(false),
            next: Box::new(next),
        };
        Self {
            data: Box::into_raw(Box::new(own)).cast(),
            vt: &raw const OWN,
        }
    }

    /// Whether there is one.
    pub const fn is_some(&self) -> bool {
        !self.vt.is_null()
    }

    /// Takes it out of where it is.
    pub fn take(&mut self) -> Self {
        std::mem::replace(self, Self::NONE)
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        // SAFETY: it is a stream, or none, that is dropped once, because it is not copied.
        unsafe {
            if let Some(StreamVt {
                drop: Some(drop), ..
            }) = self.vt.as_ref()
            {
                drop(self.data);
            }
        }
    }
}

/// A stream of the other side.
pub struct Incoming(Stream);

impl Incoming {
    /// The stream.
    ///
    /// # Safety
    /// It is one, or none.
    pub unsafe fn new(stream: Stream) -> Self {
        Self(stream)
    }

    /// Takes the stream out of it.
    pub fn into_stream(self) -> Stream {
        self.0
    }

    /// The next piece; nothing after the last.
    pub fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Buf, Failed>>> {
        if !self.0.is_some() {
            return Poll::Ready(None);
        }
        let (mut chunk, mut error) = (Buf::EMPTY, Buf::EMPTY);
        let answered = waker::lend(context.waker(), |waker| {
            // SAFETY: whoever made this said that it is a stream.
            unsafe {
                match (*self.0.vt).poll {
                    Some(poll) => poll(self.0.data, waker, &raw mut chunk, &raw mut error),
                    None => status::REFUSED,
                }
            }
        });
        let ended = match answered {
            status::PENDING => return Poll::Pending,
            status::OK => return Poll::Ready(Some(Ok(chunk))),
            status::ENDED => None,
            status::FAILED => Some(Err(Failed::Problem(error))),
            status::PANICKED => Some(Err(Failed::Panicked)),
            other => Some(Err(Failed::Broken(other))),
        };
        // It is not polled again.
        drop(self.0.take());
        Poll::Ready(ended)
    }
}
