//! All SQL of calls.

mod calls;
mod clients;
mod do_not_call;

pub(crate) use calls::{delete, insert, load, page};
pub(crate) use clients::{Found, Person, having, hold, person, phones_of};
pub(crate) use do_not_call::{lift, not_called, set};

use kartoteka_plugin::Value;

/// The numbers of `values` in a statement in which `bound` stand before them (`$4, $5`), and
/// the values themselves, the last repeated up to a power of two: so there are few texts.
fn places<T: Clone + Into<Value>>(bound: usize, values: &[T]) -> (String, Vec<Value>) {
    let room = values.len().next_power_of_two();
    let numbers: Vec<String> = (bound + 1..=bound + room)
        .map(|number| format!("${number}"))
        .collect();
    let fill = values.last().into_iter().cycle();
    let all = values.iter().chain(fill).take(room);
    (numbers.join(", "), all.cloned().map(Into::into).collect())
}
