//! Noting calls, reading them, and taking one off.

use kartoteka_plugin::{Call, Error, FieldError, Result, clients, lists::Paging};
use serde_json::json;
use uuid::Uuid;

use super::{USE, held, there};
use crate::{
    calls::{Direction, NotedCall},
    input::{self, NewCall},
    store,
};

/// A call as it was noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// The call.
    pub call: NotedCall,
    /// Whether the salon called somebody who asked not to be.
    pub do_not_call: bool,
}

/// Which calls, and from where.
#[derive(Debug, Clone, Default)]
pub struct CallFilter {
    /// With this client alone.
    pub client_id: Option<Uuid>,
    /// Which page.
    pub paging: Paging,
}

/// A page of calls.
#[derive(Debug, Clone)]
pub struct CallPage {
    /// The calls, newest first.
    pub calls: Vec<NotedCall>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
}

/// Notes a call. That somebody asked not to be called does not keep it from being noted: it
/// happened, and is told.
///
/// # Errors
/// 403 without `call-link.use`; 422 where a rule is broken.
pub async fn note(call: &Call, new: &NewCall) -> Result<Noted> {
    call.require(USE)?;
    let mut error = Error::invalid();
    let note = input::tidy(&mut error, "/note", new.note.as_deref(), input::NOTE);
    let typed = new.phone.as_deref().map(str::trim);
    let typed = typed.filter(|typed| !typed.is_empty());
    let phone = typed.map(|typed| input::e164(call, typed));
    if phone == Some(None) {
        error.fields.push(FieldError::new("/phone", "no_phone"));
    }
    error.if_any()?;
    let mut tx = call.begin().await?;
    if !clients::hold(&mut tx, new.client_id).await? {
        return Err(Error::invalid().field("/client_id", "no_such_client"));
    }
    let phone = match phone {
        Some(phone) => phone,
        None => store::phones_of(&mut tx, new.client_id)
            .await?
            .into_iter()
            .next(),
    };
    let noted = NotedCall {
        id: call.new_id(),
        client_id: new.client_id,
        phone,
        direction: new.direction,
        outcome: new.outcome,
        note,
        at: call.now(),
        by: call.actor().to_string(),
    };
    store::insert(&mut tx, &noted).await?;
    let not_called = store::not_called(&mut tx, &[new.client_id]).await?;
    let entry = call.entry("call-link.call.noted/1");
    tx.record(entry.subject(noted.client_id).after(&said(&noted)));
    tx.answers(201, format!("/call-link/calls/{}", noted.id));
    tx.commit().await?;
    Ok(Noted {
        do_not_call: noted.direction == Direction::Out && !not_called.is_empty(),
        call: noted,
    })
}

/// Takes a noted call off; gives what it was.
///
/// # Errors
/// 403 without `call-link.use`; 404.
pub async fn remove(call: &Call, id: Uuid) -> Result<NotedCall> {
    call.require(USE)?;
    let mut tx = call.begin().await?;
    let noted = store::load(&mut tx, id).await?;
    let noted = noted.ok_or_else(Error::not_found)?;
    held(&mut tx, noted.client_id).await?;
    if !store::delete(&mut tx, id).await? {
        return Err(Error::not_found());
    }
    let entry = call.entry("call-link.call.removed/1");
    tx.record(entry.subject(noted.client_id).before(&said(&noted)));
    tx.commit().await?;
    Ok(noted)
}

/// What the journal says of a call: neither the number nor the note, which it would outlive.
fn said(call: &NotedCall) -> serde_json::Value {
    json!({"id": call.id, "direction": call.direction, "outcome": call.outcome})
}

/// One call.
///
/// # Errors
/// 403 without `call-link.use`; 404.
pub async fn show(call: &Call, id: Uuid) -> Result<NotedCall> {
    call.require(USE)?;
    let noted = store::load(&mut call.db(), id).await?;
    noted.ok_or_else(Error::not_found)
}

/// A page of calls, newest first.
///
/// # Errors
/// 403 without `call-link.use`; 422 for a limit or cursor that is none.
pub async fn list(call: &Call, filter: &CallFilter) -> Result<CallPage> {
    call.require(USE)?;
    let (after, limit) = (filter.paging.start()?, filter.paging.to_read());
    let mut calls = store::page(&mut call.db(), filter.client_id, after, limit).await?;
    let last = filter.paging.cut(&mut calls);
    Ok(CallPage {
        next: last.map(|call| call.id.to_string()),
        calls,
    })
}

/// The last calls with a client, newest first.
///
/// # Errors
/// 403 without `call-link.use`.
pub(crate) async fn last_calls(call: &Call, client: Uuid, most: usize) -> Result<Vec<NotedCall>> {
    let filter = CallFilter {
        client_id: Some(client),
        paging: Paging::first(most),
    };
    Ok(list(call, &filter).await?.calls)
}

/// The phones of a client that can be called, in E.164.
///
/// # Errors
/// 403 without `call-link.use`; 404.
pub(crate) async fn phones(call: &Call, client: Uuid) -> Result<Vec<String>> {
    call.require(USE)?;
    let db = &mut call.db();
    there(db, client).await?;
    Ok(store::phones_of(db, client).await?)
}
