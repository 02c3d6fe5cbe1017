//! What calls put on the pages of clients, but for the section.

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use kartoteka_plugin::{
    Call, Error, Result,
    extract::{Json, Path},
    pages::Ui,
    slots::{Action, Marks},
};
use uuid::Uuid;

use super::words;
use crate::operations;

/// More clients than a page of a list ever has.
const MOST: usize = 200;

/// `phone.link`: what a phone becomes at this workplace.
pub(super) async fn phone(call: Call) -> Result<Response> {
    Ok(match operations::link(&call).await? {
        Some(link) => Json(link).into_response(),
        None => StatusCode::NO_CONTENT.into_response(),
    })
}

/// `client.actions`: that somebody is not to be called. What takes it back is in the section.
pub(super) async fn actions(call: Call, Path(client): Path<Uuid>) -> Result<Json<Vec<Action>>> {
    operations::client(&call, client).await?;
    let not_called = operations::one_not_called(&call, client).await?;
    let action = Action {
        word: call.texts().get("call-link-do-not-call"),
        icon: "phone-off".to_owned(),
        path: format!("/call-link/clients/{client}/do-not-call"),
        danger: false,
    };
    let actions = not_called.is_none().then_some(action);
    Ok(Json(actions.into_iter().collect()))
}

/// `client.marks`: who of a page of clients is not to be called.
pub(super) async fn marks(call: Call, Path(about): Path<String>) -> Result<Json<Marks>> {
    let ids = about.split(',').map(str::parse::<Uuid>);
    let ids: Vec<Uuid> = ids
        .collect::<Result<_, _>>()
        .map_err(|_| Error::not_found())?;
    if ids.len() > MOST {
        return Err(Error::not_found());
    }
    let not_called = operations::not_called(&call, &ids).await?;
    let ui = Ui::new(&call);
    let marks = not_called.keys().map(|id| (*id, vec![words::mark(&ui)]));
    Ok(Json(marks.collect()))
}
