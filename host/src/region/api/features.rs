//! `…/features`

use std::sync::Arc;

use axum::{
    Extension,
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, Utc};
use http::{StatusCode, header};
use kartoteka_plugin::{
    Call, Result,
    extract::{Json, Path, Query},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    region::{
        Region, feature::Feature, feature_data::FeatureData, feature_removal::RemovalReceipt,
    },
    settings::{FeatureSettings, Input},
};

/// What can be switched on.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FeatureList {
    data: Vec<Feature>,
}

/// Everything that a feature keeps, but for the contents of files: `data.json` of its export.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FeatureExport {
    /// Its id.
    feature: String,
    /// The version that wrote this.
    version: String,
    /// When.
    exported_at: DateTime<Utc>,
    /// The rows of each table. To those about a client is added `client`, with `number` and `name`, or
    /// null where that card is gone; to those that keep a file, `file`, its path in the archive.
    #[schema(value_type = Object)]
    tables: serde_json::Value,
}

/// How far a switch reaches.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Reach {
    /// Whether what it requires is switched on, or what stands on it switched off, with it.
    #[serde(default)]
    cascade: bool,
}

/// What the salon can switch on, and has.
#[utoipa::path(
    get, path = "/features", tag = "features", operation_id = "list_features",
    responses((status = 200, description = "The features", body = FeatureList))
)]
pub(super) async fn list_features(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
) -> Result<Json<FeatureList>> {
    let data = region.list_features(&call).await?;
    Ok(Json(FeatureList { data }))
}

/// One feature.
#[utoipa::path(
    get, path = "/features/{feature}", tag = "features", operation_id = "show_feature",
    params(("feature" = String, Path, description = "Its id")),
    responses(
        (status = 200, description = "The feature", body = Feature),
        (status = 404, description = "There is none, or the operator withholds it"),
    )
)]
pub(super) async fn show_feature(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Path(id): Path<String>,
) -> Result<Json<Feature>> {
    region.show_feature(&call, &id).await.map(Json)
}

/// With what a feature is switched on.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SwitchOn {
    /// Its settings, by its schema and whole; they stay as they are where there are none here.
    #[serde(default)]
    #[schema(value_type = Object, required = false)]
    settings: Option<Map<String, Value>>,
}

/// Switches a feature on: its routes, pages and permissions are there from then on, on every
/// host. One that is on stays as it is. Where its settings break a rule, nothing is switched.
#[utoipa::path(
    put, path = "/features/{feature}", tag = "features", operation_id = "switch_feature_on",
    params(("feature" = String, Path, description = "Its id"), Reach),
    request_body = Option<SwitchOn>,
    responses(
        (status = 200, description = "The feature", body = Feature),
        (status = 404, description = "There is none, or the operator withholds it"),
        (status = 409, description = "`requirements_off`: `features` lists what it cannot do \
            without; `removal_under_way`: what it kept is still being removed"),
        (status = 422, description = "A rule of its settings is broken"),
    )
)]
pub(super) async fn switch_feature_on(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Path(id): Path<String>,
    Extension(settings): Extension<Arc<FeatureSettings>>,
    Query(reach): Query<Reach>,
    body: Option<Json<SwitchOn>>,
) -> Result<Json<Feature>> {
    let given = body.and_then(|Json(body)| body.settings).map(Input::of);
    if let Some(input) = &given {
        region.show_feature(&call, &id).await?;
        settings.check(&call, &id, input).await?;
    }
    let feature = region.switch_feature_on(&call, &id, reach.cascade).await?;
    if let Some(input) = given.filter(|_| settings.has(&id)) {
        settings.change(&call, &id, None, &input).await?;
    }
    Ok(Json(feature))
}

/// Switches a feature off: its routes answer 404 `feature_off` from then on, on every host.
/// What it has written stays and is there again when it is switched on.
#[utoipa::path(
    delete, path = "/features/{feature}", tag = "features", operation_id = "switch_feature_off",
    params(("feature" = String, Path, description = "Its id"), Reach),
    responses(
        (status = 204, description = "It is off"),
        (status = 404, description = "There is none, or the operator withholds it"),
        (status = 409, description = "`required_by_others`: `features` lists what cannot do without it"),
    )
)]
pub(super) async fn switch_feature_off(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Path(id): Path<String>,
    Query(reach): Query<Reach>,
) -> Result<StatusCode> {
    region.switch_feature_off(&call, &id, reach.cascade).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a feature keeps in the salon, table by table.
#[utoipa::path(
    get, path = "/features/{feature}/data", tag = "features", operation_id = "show_feature_data",
    params(("feature" = String, Path, description = "Its id")),
    responses(
        (status = 200, description = "What it keeps", body = FeatureData),
        (status = 404, description = "There is none, or the operator withholds it"),
    )
)]
pub(super) async fn show_feature_data(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Path(id): Path<String>,
) -> Result<Json<FeatureData>> {
    region.show_feature_data(&call, &id).await.map(Json)
}

/// Everything that a feature keeps in the salon, on or off, as one ZIP to be kept.
///
/// In it are `data.json`, a `FeatureExport`, and the files that the feature keeps, each where the
/// member `file` of its row says: `files/<number and name of the client>/<title>.<ending>`. Rows
/// about a client say whom, by `client`. Where the content of a file is not there any more, `missing.json` lists its path.
#[utoipa::path(
    get, path = "/features/{feature}/export", tag = "features", operation_id = "export_feature",
    params(("feature" = String, Path, description = "Its id")),
    responses(
        (status = 200, description = "All of it", body = String, content_type = "application/zip"),
        (status = 404, description = "There is none, or the operator withholds it"),
    )
)]
pub(super) async fn export_feature(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Path(id): Path<String>,
) -> Result<Response> {
    let body = region.export_feature(&call, &id)?;
    let (slug, day) = (&call.salon().slug, call.today());
    let name = format!("attachment; filename=\"{slug}-{id}-{day}.zip\"");
    let headers = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, body).into_response())
}

/// Removes all that a feature keeps in the salon, once it is off. It cannot be taken back: see
/// first what there is, and export it.
#[utoipa::path(
    post, path = "/features/{feature}/removal", tag = "features",
    operation_id = "remove_feature_data",
    params(("feature" = String, Path, description = "Its id")),
    responses(
        (status = 200, description = "What there was", body = RemovalReceipt,
            headers(("location" = String, description = "The receipt, to be read again"))),
        (status = 404, description = "There is none, or the operator withholds it"),
        (status = 409, description = "`feature_on`: it has to be switched off first"),
    )
)]
pub(super) async fn remove_feature_data(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Path(id): Path<String>,
) -> Result<Response> {
    let receipt = region.remove_feature_data(&call, &id).await?;
    let (slug, removal) = (&call.salon().slug, receipt.id);
    let location = format!("/api/v1/salons/{slug}/features/{id}/removals/{removal}");
    Ok(([(header::LOCATION, location)], Json(receipt)).into_response())
}

/// What was removed of what a feature kept.
#[utoipa::path(
    get, path = "/features/{feature}/removals/{removal}", tag = "features",
    operation_id = "show_feature_removal",
    params(
        ("feature" = String, Path, description = "Its id"),
        ("removal" = Uuid, Path, description = "The removal"),
    ),
    responses(
        (status = 200, description = "What there was", body = RemovalReceipt),
        (status = 404, description = "There is none"),
    )
)]
pub(super) async fn show_feature_removal(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Path((id, removal)): Path<(String, Uuid)>,
) -> Result<Json<RemovalReceipt>> {
    region.show_removal(&call, &id, removal).await.map(Json)
}
