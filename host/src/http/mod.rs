//! The host's doors: who comes in, to whom they are led, and in which form the
//! answer leaves. No word of any business.

mod arrival;
mod cross_site;
mod doors;
pub(crate) mod figures;
mod fixed;
mod flow;
mod foreign;
mod frame;
mod front;
mod headers;
mod idempotency;
mod peer;
mod problem;
mod request_id;
mod rest;
mod salon;
mod scene;
mod server;
mod styleguide;

use axum::{
    Router,
    response::{IntoResponse as _, Response},
};
use http::{HeaderValue, StatusCode, header};
use kartoteka_plugin::{Error, Result};
use utoipa::openapi::OpenApi;

use crate::{region, settings};

pub(crate) use front::Front;
pub(crate) use problem::of_status;
pub(crate) use server::serve;

/// The host's own JSON doors of a salon, and their document: those of the region, and of what is
/// set of features. Handlers take extensions of both.
pub(crate) fn own_api() -> (Router, OpenApi) {
    let (api, mut document) = region::api();
    let (of_settings, document_of_settings) = settings::api();
    document.merge(document_of_settings);
    (api.merge(of_settings), document)
}

/// Whether paths of the host itself begin with this.
pub(crate) fn is_fixed(segment: &str) -> bool {
    front::FIXED.contains(&segment) || front::REGION_PAGES.contains(&segment)
}

fn redirect(status: StatusCode, target: &str) -> Result<Response> {
    let target = HeaderValue::from_str(target);
    let target = target.map_err(|_| Error::malformed())?;
    Ok((status, [(header::LOCATION, target)]).into_response())
}

/// The most that the body of a request may weigh, in bytes; beside the request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BodyLimit(pub(crate) usize);

#[cfg(test)]
mod tests;
