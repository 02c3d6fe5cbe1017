//! The JSON doors: they decode, call the operation, and encode.

use axum::http::StatusCode;
use chrono::NaiveDate;
use kartoteka_plugin::{
    Call, Result,
    extract::{Json, Path},
    lists::{PageEnd, Paged, Paging},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    birthday::{Birthday, NewBirthday},
    operations,
};

/// All of them.
pub(crate) fn routes() -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(list_coming))
        .routes(routes!(show_birthday, set_birthday, remove_birthday))
}

/// Which birthdays.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ListParams {
    /// Those that are kept within so many days from today.
    #[serde(default = "all_days")]
    #[param(default = 366, minimum = 1, maximum = 366)]
    days: u32,
}

fn all_days() -> u32 {
    operations::ALL_DAYS
}

/// A birthday, and when it is kept next.
#[derive(Serialize, ToSchema)]
struct ComingBirthday {
    #[serde(flatten)]
    birthday: Birthday,
    /// The next day on which it is kept: 28 February for the 29th, where there is none.
    next_on: NaiveDate,
    /// In how many days that is; 0 for today.
    in_days: i64,
    /// How old the client gets then, where the year of birth is known.
    turns: Option<i32>,
}

impl ComingBirthday {
    fn of(birthday: Birthday, today: NaiveDate) -> Self {
        Self {
            next_on: birthday.next(today),
            in_days: birthday.in_days(today),
            turns: birthday.turns(today),
            birthday,
        }
    }
}

/// A page of birthdays to come.
#[derive(Serialize, ToSchema)]
struct ComingList {
    data: Vec<ComingBirthday>,
    page: PageEnd,
}

/// Birthdays to come, today's first, of clients that are not put away.
#[utoipa::path(
    get, path = "/example-birthday-greetings/birthdays", tag = "example-birthday-greetings",
    operation_id = "list_birthdays",
    security(("bearer" = ["example-birthday-greetings.read"])),
    params(ListParams, Paging),
    responses(
        (status = 200, description = "A page", body = ComingList),
        (status = 422, description = "A limit, days or a cursor that are none"),
    )
)]
async fn list_coming(
    call: Call,
    Paged(params, paging): Paged<ListParams>,
) -> Result<Json<ComingList>> {
    let coming = operations::coming(&call, params.days, &paging).await?;
    let today = call.today();
    let of = |birthday| ComingBirthday::of(birthday, today);
    Ok(Json(ComingList {
        data: coming.birthdays.into_iter().map(of).collect(),
        page: paging.ended(coming.next),
    }))
}

/// When a client has birthday.
#[utoipa::path(
    get, path = "/example-birthday-greetings/birthdays/{client}",
    tag = "example-birthday-greetings", operation_id = "show_birthday",
    security(("bearer" = ["example-birthday-greetings.read"])),
    params(("client" = Uuid, Path, description = "The card")),
    responses(
        (status = 200, description = "The birthday", body = ComingBirthday),
        (status = 404, description = "Nobody knows"),
    )
)]
async fn show_birthday(call: Call, Path(client): Path<Uuid>) -> Result<Json<ComingBirthday>> {
    let birthday = operations::show(&call, client).await?;
    Ok(Json(ComingBirthday::of(birthday, call.today())))
}

/// Notes when a client has birthday, whatever was noted before.
#[utoipa::path(
    put, path = "/example-birthday-greetings/birthdays/{client}",
    tag = "example-birthday-greetings", operation_id = "set_birthday",
    security(("bearer" = ["example-birthday-greetings.write"])),
    params(("client" = Uuid, Path, description = "The card")),
    request_body = NewBirthday,
    responses(
        (status = 200, description = "The birthday", body = ComingBirthday),
        (status = 404, description = "There is no such client"),
        (status = 422, description = "That is no day"),
    )
)]
async fn set_birthday(
    call: Call,
    Path(client): Path<Uuid>,
    Json(new): Json<NewBirthday>,
) -> Result<Json<ComingBirthday>> {
    let birthday = operations::set(&call, client, new).await?;
    Ok(Json(ComingBirthday::of(birthday, call.today())))
}

/// Forgets when a client has birthday.
#[utoipa::path(
    delete, path = "/example-birthday-greetings/birthdays/{client}",
    tag = "example-birthday-greetings", operation_id = "remove_birthday",
    security(("bearer" = ["example-birthday-greetings.write"])),
    params(("client" = Uuid, Path, description = "The card")),
    responses(
        (status = 204, description = "It is forgotten"),
        (status = 404, description = "Nobody knew, or there is no such client"),
    )
)]
async fn remove_birthday(call: Call, Path(client): Path<Uuid>) -> Result<StatusCode> {
    operations::remove(&call, client).await?;
    Ok(StatusCode::NO_CONTENT)
}
