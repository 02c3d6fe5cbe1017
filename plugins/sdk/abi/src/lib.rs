//! The native interface of Kartoteka, as Rust sees `include/kartoteka_plugin.h`, and what both sides
//! of the border need to cross it: buffers, wakers, tasks and streams.
//!
//! A partner's plugin is a shared library that exports one symbol, [`SYMBOL`]. Both sides speak C
//! types alone, so that neither knows with what the other was built. The rules are those of the
//! header, where they stand for all languages; a test holds the two together.
//!
//! Everything of this crate trusts what it is handed to be what the header says. That is the reason
//! why a native plugin is trusted code.

mod bytes;
mod call;
mod guard;
mod plugin;
mod rows;
mod stream;
mod task;
mod waker;

pub use bytes::{Buf, Slice};
pub use call::{Call, CallInfo, CallVt, Salon, Uuid};
pub use guard::{caught, guarded};
pub use plugin::{Header, Host, Plugin, Request, Response, SYMBOL, Sink, answer, door, flags};
/// The functions of a plugin, as types.
pub mod functions {
    pub use crate::plugin::{
        Answer, AnswerBlocking, CheckSettings, Facts, FactsBlocking, Handle, HandleBlocking, Start,
        Told, ToldBlocking, Work,
    };
}
pub use rows::{Rows, Statement, Value, kind};
pub use stream::{Incoming, Stream, StreamVt};
pub use task::{Done, Failed, Foreign, Nothing, Out, Task, TaskVt, poll_raw};
pub use waker::{Waker, WakerVt};

pub mod services;

/// The interface's version: equal on both sides.
pub const MAJOR: u32 = 0;
/// The plugin's may be lower than the host's, as far as down to [`OLDEST_MINOR`].
pub const MINOR: u32 = 2;
/// The oldest that this host still takes: structs have only grown since.
pub const OLDEST_MINOR: u32 = 1;

/// What functions and polls answer.
pub mod status {
    /// Done.
    pub const OK: i32 = 0;
    /// Not done yet; the waker will be woken.
    pub const PENDING: i32 = 1;
    /// A stream has no more.
    pub const ENDED: i32 = 2;
    /// It failed; the error says how.
    pub const FAILED: i32 = -1;
    /// The code panicked; its work is gone.
    pub const PANICKED: i32 = -2;
    /// It was asked for what cannot be: a null, a text that is none, a wrong moment.
    pub const REFUSED: i32 = -3;
}
