//! The JSON doors: they decode, call the operation, and encode.

use axum::{Router, routing::get};
use http::{StatusCode, header};
use kartoteka_plugin::{
    Call,
    extract::{IfMatch, Json, etag},
    lists::{PageEnd, Paged, Paging},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    allergy::{Allergy, AllergyChanges, NewAllergy},
    door::{Answer, Answered, Id, Of, Whole},
    operations,
};

/// What the doors say of themselves.
#[derive(utoipa::OpenApi)]
#[openapi(
    info(title = "Allergy card", version = "0.1.0"),
    tags((name = "example-allergy-card", description = "What clients cannot stand.")),
    paths(list_allergies, note_allergy, show_allergy, change_allergy, remove_allergy)
)]
pub(crate) struct Document;

/// All of them.
pub(crate) fn routes() -> Router {
    Router::new()
        .route(
            "/example-allergy-card/allergies",
            get(list_allergies).post(note_allergy),
        )
        .route(
            "/example-allergy-card/allergies/:allergy",
            get(show_allergy)
                .patch(change_allergy)
                .delete(remove_allergy),
        )
}

/// Whose allergies.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ListParams {
    /// Those of this client alone.
    client_id: Option<Uuid>,
}

/// A page of allergies.
#[derive(Serialize, ToSchema)]
struct AllergyList {
    data: Vec<Allergy>,
    page: PageEnd,
}

/// An allergy with its `ETag`.
fn one(allergy: Allergy) -> Answer {
    ([(header::ETAG, etag(allergy.version))], Json(allergy)).into()
}

/// Allergies, the first noted first.
#[utoipa::path(
    get, path = "/example-allergy-card/allergies", tag = "example-allergy-card",
    operation_id = "list_allergies",
    security(("bearer" = ["example-allergy-card.read"])),
    params(ListParams, Paging),
    responses(
        (status = 200, description = "A page", body = AllergyList),
        (status = 422, description = "A limit or a cursor that is none"),
    )
)]
async fn list_allergies(
    Of(call): Of<Call>,
    Of(Paged(params, paging)): Of<Paged<ListParams>>,
) -> Answered {
    let (data, next) = operations::list(&call, params.client_id, &paging).await?;
    let page = paging.ended(next);
    Ok(Json(AllergyList { data, page }).into())
}

/// Notes that a client cannot stand something.
#[utoipa::path(
    post, path = "/example-allergy-card/allergies", tag = "example-allergy-card",
    operation_id = "note_allergy",
    security(("bearer" = ["example-allergy-card.write"])),
    request_body = NewAllergy,
    responses(
        (status = 201, description = "The allergy", body = Allergy,
         headers(("Location" = String), ("ETag" = String))),
        (status = 422, description = "A rule is broken, or there is no such client"),
    )
)]
async fn note_allergy(Of(call): Of<Call>, Whole(Json(new)): Whole<Json<NewAllergy>>) -> Answered {
    let allergy = operations::note(&call, new).await?;
    let (slug, id) = (&call.salon().slug, allergy.id);
    let location = format!("/api/v1/salons/{slug}/example-allergy-card/allergies/{id}");
    let tag = etag(allergy.version);
    let headers = [(header::LOCATION.as_str(), location)];
    Ok((
        StatusCode::CREATED,
        headers,
        [(header::ETAG, tag)],
        Json(allergy),
    )
        .into())
}

/// One allergy.
#[utoipa::path(
    get, path = "/example-allergy-card/allergies/{allergy}", tag = "example-allergy-card",
    operation_id = "show_allergy",
    security(("bearer" = ["example-allergy-card.read"])),
    params(("allergy" = Uuid, Path, description = "The allergy")),
    responses(
        (status = 200, description = "The allergy", body = Allergy, headers(("ETag" = String))),
        (status = 404, description = "There is none"),
    )
)]
async fn show_allergy(Of(call): Of<Call>, Id(id): Id) -> Answered {
    Ok(one(operations::show(&call, id).await?))
}

/// Changes what was noted by a JSON merge patch. Whose it is stays.
#[utoipa::path(
    patch, path = "/example-allergy-card/allergies/{allergy}", tag = "example-allergy-card",
    operation_id = "change_allergy",
    security(("bearer" = ["example-allergy-card.write"])),
    params(("allergy" = Uuid, Path, description = "The allergy"), IfMatch),
    request_body(content = AllergyChanges),
    responses(
        (status = 200, description = "The changed allergy", body = Allergy,
         headers(("ETag" = String))),
        (status = 404, description = "There is none"),
        (status = 422, description = "A rule is broken"),
    )
)]
async fn change_allergy(
    Of(call): Of<Call>,
    Id(id): Id,
    Of(IfMatch(based_on)): Of<IfMatch>,
    Whole(Json(changes)): Whole<Json<AllergyChanges>>,
) -> Answered {
    Ok(one(operations::change(&call, id, based_on, changes).await?))
}

/// Removes what was noted.
#[utoipa::path(
    delete, path = "/example-allergy-card/allergies/{allergy}", tag = "example-allergy-card",
    operation_id = "remove_allergy",
    security(("bearer" = ["example-allergy-card.write"])),
    params(("allergy" = Uuid, Path, description = "The allergy"), IfMatch),
    responses(
        (status = 204, description = "It is removed"),
        (status = 404, description = "There is none"),
    )
)]
async fn remove_allergy(
    Of(call): Of<Call>,
    Id(id): Id,
    Of(IfMatch(based_on)): Of<IfMatch>,
) -> Answered {
    operations::remove(&call, id, based_on).await?;
    Ok(StatusCode::NO_CONTENT.into())
}
