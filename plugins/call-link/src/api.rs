//! The JSON doors: they decode, call the operation, and encode.

use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use kartoteka_plugin::{
    Call, Error, Result,
    extract::{Json, Path, Query},
    lists::{PageEnd, Paged, Paging},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    calls::{Caller, DoNotCall, NotedCall},
    input::{NewCall, NewDoNotCall},
    operations::{self, CallFilter, Noted},
    way::Way,
};

/// All of them.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(show_workplace, change_workplace))
        .routes(routes!(list_calls, note_call))
        .routes(routes!(show_call, remove_call))
        .routes(routes!(forbid_calls, permit_calls))
        .routes(routes!(look_up_number))
}

/// How this workplace calls. A workplace is a browser in which somebody is signed in.
#[utoipa::path(
    get, path = "/call-link/workplace", tag = "call-link", operation_id = "show_workplace",
    security(("bearer" = ["call-link.use"])),
    responses(
        (status = 200, description = "What was chosen, or as the salon does", body = Way),
        (status = 409, description = "`no_workplace`: a token has none"),
    )
)]
async fn show_workplace(call: Call) -> Result<Json<Way>> {
    Ok(Json(operations::way(&call).await?))
}

/// Chooses how this workplace calls.
#[utoipa::path(
    put, path = "/call-link/workplace", tag = "call-link", operation_id = "change_workplace",
    security(("bearer" = ["call-link.use"])),
    request_body = Way,
    responses(
        (status = 200, description = "As it is kept", body = Way),
        (status = 409, description = "`no_workplace`: a token has none"),
        (status = 422, description = "The template is none"),
    )
)]
async fn change_workplace(call: Call, Json(way): Json<Way>) -> Result<Json<Way>> {
    Ok(Json(operations::choose(&call, way).await?))
}

/// Which calls.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ListParams {
    /// With this client alone.
    client_id: Option<Uuid>,
}

/// A page of calls.
#[derive(Serialize, ToSchema)]
struct CallList {
    data: Vec<NotedCall>,
    page: PageEnd,
}

/// Noted calls, newest first.
#[utoipa::path(
    get, path = "/call-link/calls", tag = "call-link", operation_id = "list_calls",
    security(("bearer" = ["call-link.use"])),
    params(ListParams, Paging),
    responses((status = 200, description = "A page of calls", body = CallList))
)]
async fn list_calls(
    call: Call,
    Paged(params, paging): Paged<ListParams>,
) -> Result<Json<CallList>> {
    let filter = CallFilter {
        client_id: params.client_id,
        paging,
    };
    let page = operations::list(&call, &filter).await?;
    Ok(Json(CallList {
        data: page.calls,
        page: filter.paging.ended(page.next),
    }))
}

/// Something to know that does not stand in the way.
#[derive(Serialize, ToSchema)]
struct Warning {
    /// `do_not_call`: the client asked not to be called.
    code: &'static str,
    /// JSON pointer to the field.
    pointer: &'static str,
}

/// A call that was just noted.
#[derive(Serialize, ToSchema)]
struct NewlyNoted {
    #[serde(flatten)]
    call: NotedCall,
    /// What is to be known. Absent where a repeated `Idempotency-Key` gives the call as it stands.
    #[schema(required = false)]
    warnings: Vec<Warning>,
}

/// Notes what came of a call. An outgoing one to somebody who asked not to be called is noted,
/// too, with a warning.
#[utoipa::path(
    post, path = "/call-link/calls", tag = "call-link", operation_id = "note_call",
    security(("bearer" = ["call-link.use"])),
    request_body = NewCall,
    responses(
        (status = 201, description = "The call", body = NewlyNoted,
         headers(("Location" = String))),
        (status = 422, description = "A rule is broken"),
    )
)]
async fn note_call(call: Call, Json(new): Json<NewCall>) -> Result<Response> {
    let Noted {
        call: noted,
        do_not_call,
    } = operations::note(&call, &new).await?;
    let slug = &call.salon().slug;
    let location = format!("/api/v1/salons/{slug}/call-link/calls/{}", noted.id);
    let warning = Warning {
        code: "do_not_call",
        pointer: "/client_id",
    };
    let body = Json(NewlyNoted {
        call: noted,
        warnings: do_not_call.then_some(warning).into_iter().collect(),
    });
    let mut response = (StatusCode::CREATED, body).into_response();
    if let Ok(location) = location.parse() {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(response)
}

/// One noted call.
#[utoipa::path(
    get, path = "/call-link/calls/{call}", tag = "call-link", operation_id = "show_call",
    security(("bearer" = ["call-link.use"])),
    params(("call" = Uuid, Path, description = "The call")),
    responses(
        (status = 200, description = "The call", body = NotedCall),
        (status = 404, description = "There is none"),
    )
)]
async fn show_call(call: Call, Path(id): Path<Uuid>) -> Result<Json<NotedCall>> {
    Ok(Json(operations::show(&call, id).await?))
}

/// Takes a noted call off. A call never changes, so no version is asked for.
#[utoipa::path(
    delete, path = "/call-link/calls/{call}", tag = "call-link", operation_id = "remove_call",
    security(("bearer" = ["call-link.use"])),
    params(("call" = Uuid, Path, description = "The call")),
    responses(
        (status = 204, description = "It is off"),
        (status = 404, description = "There is none"),
    )
)]
async fn remove_call(call: Call, Path(id): Path<Uuid>) -> Result<StatusCode> {
    operations::remove(&call, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Writes down that a client is not to be called; repeated, it replaces the reason.
#[utoipa::path(
    put, path = "/call-link/do-not-call/{client}", tag = "call-link",
    operation_id = "forbid_calls",
    security(("bearer" = ["call-link.use"])),
    params(("client" = Uuid, Path, description = "The client")),
    request_body = NewDoNotCall,
    responses(
        (status = 200, description = "As it is kept", body = DoNotCall),
        (status = 404, description = "There is no such client"),
        (status = 422, description = "The reason is too long"),
    )
)]
async fn forbid_calls(
    call: Call,
    Path(client): Path<Uuid>,
    Json(new): Json<NewDoNotCall>,
) -> Result<Json<DoNotCall>> {
    Ok(Json(operations::forbid(&call, client, &new).await?))
}

/// Writes down that a client may be called again.
#[utoipa::path(
    delete, path = "/call-link/do-not-call/{client}", tag = "call-link",
    operation_id = "permit_calls",
    security(("bearer" = ["call-link.use"])),
    params(("client" = Uuid, Path, description = "The client")),
    responses(
        (status = 204, description = "They may be called"),
        (status = 404, description = "There is no such client"),
    )
)]
async fn permit_calls(call: Call, Path(client): Path<Uuid>) -> Result<StatusCode> {
    operations::permit(&call, client).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A number that rings.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct LookupParams {
    /// In any form: `+49 176 …`, `0176…`, `49176…`, `sip:+49176…@pbx.example`; empty or
    /// `anonymous` where the caller shows none.
    #[param(required = true)]
    number: Option<String>,
}

/// Who has a number.
#[derive(Serialize, ToSchema)]
struct Callers {
    /// At most 10, those whose cards are put away last.
    data: Vec<Caller>,
    /// Whether the caller shows no number.
    withheld: bool,
}

/// Who has the number that rings: for telephone systems.
#[utoipa::path(
    get, path = "/call-link/lookup", tag = "call-link", operation_id = "look_up_number",
    security(("bearer" = ["call-link.use"])),
    params(LookupParams),
    responses(
        (status = 200, description = "Who has it; nobody for a stranger", body = Callers),
        (status = 422, description = "The number is missing"),
    )
)]
async fn look_up_number(call: Call, Query(params): Query<LookupParams>) -> Result<Json<Callers>> {
    let missing = || Error::invalid().field("/number", "required");
    call.require("call-link.use")?;
    let number = params.number.ok_or_else(missing)?;
    let ringing = operations::lookup(&call, &number).await?;
    Ok(Json(Callers {
        withheld: ringing.withheld,
        data: ringing.callers,
    }))
}
