//! All SQL of calls.

mod calls;
mod clients;
mod do_not_call;

pub(crate) use calls::{delete, insert, load, page};
pub(crate) use clients::{Found, having, phones_of};
pub(crate) use do_not_call::{lift, not_called, set};
