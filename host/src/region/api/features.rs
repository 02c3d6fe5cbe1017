//! `…/features`

use std::sync::Arc;

use axum::Extension;
use http::StatusCode;
use kartoteka_plugin::{
    Call, Result,
    extract::{Json, Path, Query},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::region::{Region, feature::Feature};

/// What can be switched on.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FeatureList {
    data: Vec<Feature>,
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

/// Switches a feature on: its routes, pages and permissions are there from then on, on every
/// host. One that is on stays as it is.
#[utoipa::path(
    put, path = "/features/{feature}", tag = "features", operation_id = "switch_feature_on",
    params(("feature" = String, Path, description = "Its id"), Reach),
    responses(
        (status = 200, description = "The feature", body = Feature),
        (status = 404, description = "There is none, or the operator withholds it"),
        (status = 409, description = "`requirements_off`: `features` lists what it cannot do without"),
    )
)]
pub(super) async fn switch_feature_on(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Path(id): Path<String>,
    Query(reach): Query<Reach>,
) -> Result<Json<Feature>> {
    region
        .switch_feature_on(&call, &id, reach.cascade)
        .await
        .map(Json)
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
