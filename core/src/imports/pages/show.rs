//! `GET /imports/{import}`: the step that the import is at.

use axum::response::{IntoResponse, Response};
use http::HeaderMap;
use kartoteka_plugin::{
    Call, Result,
    extract::{Path, Query},
};
use serde::Deserialize;
use uuid::Uuid;

use super::{columns, done, preview, progress};
use crate::imports::{self, Import, ImportState, Verdict};

/// What an address of an import may say.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ShowParams {
    /// `columns` or `preview`, to go back and forth.
    pub(super) step: Option<String>,
    /// Only rows of this verdict.
    pub(super) verdict: Option<Verdict>,
    /// Rows after this one.
    pub(super) after: i64,
    /// When the bar was first looked at, in milliseconds since 1970.
    pub(super) since: Option<i64>,
    /// How many rows were done then.
    pub(super) from: Option<u64>,
}

/// `GET /imports/{import}`
pub(super) async fn show_import(
    call: Call,
    Path(id): Path<Uuid>,
    Query(params): Query<ShowParams>,
    headers: HeaderMap,
) -> Result<Response> {
    let import = imports::show(&call, id).await?;
    if headers.contains_key("hx-request") {
        return progress::fragment(&call, &import, &params);
    }
    let page = match import.state {
        state if state.is_running() => progress::page(&call, &import, &params)?,
        ImportState::Failed => done::failed(&call, &import)?,
        ImportState::Previewed if at_columns(&import, &params) => {
            columns::page(&call, &import, None).await?
        }
        ImportState::Previewed => preview::page(&call, &import, &params).await?,
        _ => done::page(&call, &import, &params).await?,
    };
    Ok(page.into_response())
}

/// Columns that were only guessed are looked over before the rows are.
fn at_columns(import: &Import, params: &ShowParams) -> bool {
    match params.step.as_deref() {
        Some("columns") => true,
        Some("preview") => false,
        _ => import.basis.as_deref() == Some("content") && params.verdict.is_none(),
    }
}
