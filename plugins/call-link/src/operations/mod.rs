//! What can be done about calls. Both doors call these.

mod advice;
mod do_not_call;
mod lookup;
mod note;
mod workplace;

pub use advice::{Advice, Card, advice, cards};
pub use do_not_call::{forbid, permit};
pub(crate) use do_not_call::{not_called, one_not_called};
pub use lookup::{Ringing, lookup};
pub use note::{CallFilter, CallPage, Noted, list, note, remove, show};
pub(crate) use note::{last_calls, phones};
pub(crate) use workplace::link;
pub use workplace::{choose, way};

use kartoteka_plugin::{
    Call, Error, Result, Tx,
    clients::{self, Person},
    db::Ask,
};
use uuid::Uuid;

const USE: &str = "call-link.use";
/// Under what the workplace's settings are kept.
const ID: &str = "call-link";

/// The client `id`.
///
/// # Errors
/// 403 without `call-link.use`; 404.
pub(crate) async fn client(call: &Call, id: Uuid) -> Result<Person> {
    call.require(USE)?;
    there(&mut call.db(), id).await
}

async fn there(ask: &mut impl Ask, id: Uuid) -> Result<Person> {
    let person = clients::person(ask, id).await?;
    person.ok_or_else(Error::not_found)
}

/// That the client `id` is there until the transaction ends.
async fn held(tx: &mut Tx, id: Uuid) -> Result<()> {
    match clients::hold(tx, id).await? {
        true => Ok(()),
        false => Err(Error::not_found()),
    }
}
