//! `…/features/{feature}/settings`

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Extension, Router,
    response::{IntoResponse as _, Response},
};
use http::header;
use kartoteka_plugin::{
    Call, Error, Result,
    extract::{IfMatch, Json, Path, etag},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::{ToSchema, openapi::OpenApi};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{FeatureSettings, Input, Standing};

/// The doors, paths below `/api/v1/salons/{salon}`. Handlers take the `Call` and
/// `Extension<Arc<FeatureSettings>>`.
pub(crate) fn routes() -> (Router, OpenApi) {
    OpenApiRouter::new()
        .routes(routes!(show_feature_settings, change_feature_settings))
        .split_for_parts()
}

/// What is set of a feature.
#[derive(Serialize, ToSchema)]
struct FeatureSettingsAnswer {
    /// By the schema, with defaults filled in; without secrets.
    #[schema(value_type = Object)]
    settings: Map<String, Value>,
    /// Which secrets are set. No answer says what they are.
    secrets: BTreeMap<String, bool>,
    /// JSON Schema of what may be set; what is `writeOnly` belongs among the secrets.
    #[schema(value_type = Object)]
    schema: Value,
    /// Goes up with each change; 0 where nothing was ever set.
    version: i64,
}

/// What is to be set of a feature.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FeatureSettingsChange {
    /// By the schema, whole: what is not named has its default.
    #[schema(value_type = Object)]
    settings: Map<String, Value>,
    /// Secrets to be kept, or taken away (null). What is not named stays.
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, Option<String>>, required = false)]
    secrets: Value,
}

impl FeatureSettingsChange {
    /// # Errors
    /// 400, where the secrets are no object. What stands there is not quoted.
    fn input(self) -> Result<Input> {
        let secrets = match self.secrets {
            Value::Null => Map::new(),
            Value::Object(secrets) => secrets,
            _ => {
                let error = Error::malformed().field("/secrets", "malformed");
                return Err(error.field_arg("reason", "expected an object"));
            }
        };
        Ok(Input {
            settings: self.settings,
            secrets,
        })
    }
}

fn answer(settings: &FeatureSettings, feature: &str, standing: Standing) -> Result<Response> {
    let tag = etag(standing.version);
    let body = FeatureSettingsAnswer {
        settings: standing.settings,
        secrets: standing.secrets,
        schema: settings.kept(feature)?.schema.whole.clone(),
        version: standing.version,
    };
    Ok(([(header::ETAG, tag)], Json(body)).into_response())
}

/// What is set of a feature, whether it is on or off.
#[utoipa::path(
    get, path = "/features/{feature}/settings", tag = "features",
    operation_id = "show_feature_settings",
    params(("feature" = String, Path, description = "Its id")),
    responses(
        (status = 200, description = "Its settings", body = FeatureSettingsAnswer,
         headers(("ETag" = String))),
        (status = 404, description = "There is no such feature, or nothing to set of it"),
    )
)]
async fn show_feature_settings(
    call: Call,
    Extension(settings): Extension<Arc<FeatureSettings>>,
    Path(feature): Path<String>,
) -> Result<Response> {
    let standing = settings.show(&call, &feature).await?;
    answer(&settings, &feature, standing)
}

/// Sets a feature, whether it is on or off. Values are replaced whole; a secret stays until it
/// is named.
#[utoipa::path(
    put, path = "/features/{feature}/settings", tag = "features",
    operation_id = "change_feature_settings",
    params(("feature" = String, Path, description = "Its id"), IfMatch),
    request_body = FeatureSettingsChange,
    responses(
        (status = 200, description = "Its settings as they are now", body = FeatureSettingsAnswer,
         headers(("ETag" = String))),
        (status = 404, description = "There is no such feature, or nothing to set of it"),
        (status = 422, description = "A rule of its schema is broken"),
    )
)]
async fn change_feature_settings(
    call: Call,
    Extension(settings): Extension<Arc<FeatureSettings>>,
    Path(feature): Path<String>,
    IfMatch(based_on): IfMatch,
    Json(change): Json<FeatureSettingsChange>,
) -> Result<Response> {
    let input = change.input()?;
    let changed = settings.change(&call, &feature, Some(based_on), &input);
    let standing = changed.await?;
    answer(&settings, &feature, standing)
}
