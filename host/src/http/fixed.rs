//! The host's own doors: health, figures, documents, assets.

use std::{net::IpAddr, sync::Arc};

use axum::{
    Router,
    extract::{Extension, Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use kartoteka_plugin::{Error, Result};
use ring::digest;
use serde_json::json;
use utoipa_swagger_ui::Config as SwaggerConfig;

use super::figures;
use crate::{assets, document::Documents, host::Host, region::ClientAddress};

/// Our own start of the pages that read the API document: theirs is generated
/// with more than we want, and an inline one would break the policy. With `?salon=` it
/// reads what that salon has; who may not enter the salon is told 404 by the document.
const INITIALIZER: &str = "window.addEventListener('load', () => {
  const salon = new URLSearchParams(location.search).get('salon') ?? '';
  window.ui = SwaggerUIBundle({
    url: /^[a-z0-9-]+$/.test(salon) ? `/api/v1/salons/${salon}/openapi.json` : '/api/openapi.json',
    dom_id: '#swagger-ui',
    deepLinking: true,
    validatorUrl: null,
    presets: [SwaggerUIBundle.presets.apis],
    layout: 'BaseLayout',
  });
});
";

pub(super) fn routes(host: Arc<Host>, documents: Arc<Documents>) -> Router {
    figures::start();
    let own = assets::Own::of(&host.registry);
    Router::new()
        .route("/health", get(health))
        .route("/ready", get(ready))
        .route("/metrics", get(show_metrics))
        .route("/api/openapi.json", get(show_document))
        .route("/api/docs", get(async || Redirect::permanent("/api/docs/")))
        .route("/api/docs/", get(async || docs("index.html".to_owned())))
        .route(
            "/api/docs/{file}",
            get(async |Path(file): Path<String>| docs(file)),
        )
        .layer(Extension(documents))
        .with_state(host)
        .merge(assets::routes(own))
}

/// The process answers.
async fn health() -> Response {
    axum::Json(json!({"status": "ok"})).into_response()
}

/// The host can do its work: the store answers, and it is not about to stop.
async fn ready(State(host): State<Arc<Host>>) -> Result<Response> {
    if host.is_draining() {
        return Err(Error::new(StatusCode::SERVICE_UNAVAILABLE, "stopping"));
    }
    host.check_store().await?;
    Ok(axum::Json(json!({"status": "ready"})).into_response())
}

async fn show_metrics(
    State(host): State<Arc<Host>>,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    headers: HeaderMap,
) -> Result<Response> {
    if !may_see_metrics(&host, address, &headers) {
        return Err(Error::not_found());
    }
    let kind = "text/plain; version=0.0.4; charset=utf-8";
    let plugins = host.registry.iter();
    let plugins = plugins.map(|loaded| (&*loaded.manifest.id, loaded.module.figures()));
    let text = figures::text()
        + &figures::resting(&host.health.resting())
        + &figures::plugins(plugins)
        + &figures::libraries(host.ground.plugins.libraries());
    Ok(([(header::CONTENT_TYPE, kind)], text).into_response())
}

fn may_see_metrics(host: &Host, address: IpAddr, headers: &HeaderMap) -> bool {
    let Some(token) = &host.config.metrics.token else {
        return address.is_loopback();
    };
    let sent = headers.get(header::AUTHORIZATION);
    let sent = sent.and_then(|value| value.as_bytes().strip_prefix(b"Bearer "));
    // Comparing hashes takes the same time wherever the texts differ first.
    let hash = |text| digest::digest(&digest::SHA256, text);
    sent.is_some_and(|sent| hash(sent).as_ref() == hash(token.reveal().as_bytes()).as_ref())
}

async fn show_document(
    Extension(documents): Extension<Arc<Documents>>,
    headers: HeaderMap,
) -> Response {
    documents.whole().answer(&headers)
}

/// A file of the pages that read the document.
fn docs(file: String) -> Response {
    if file == "swagger-initializer.js" {
        return ([(header::CONTENT_TYPE, "text/javascript")], INITIALIZER).into_response();
    }
    let config = Arc::new(SwaggerConfig::from("/api/openapi.json"));
    match utoipa_swagger_ui::serve(&file, config) {
        Ok(Some(found)) => {
            let kind = [
                (header::CONTENT_TYPE, found.content_type.as_str()),
                (header::CACHE_CONTROL, "public, max-age=86400"),
            ];
            let packed = found
                .gzpipped
                .then_some([(header::CONTENT_ENCODING, "gzip")]);
            (kind, packed, found.bytes.into_owned()).into_response()
        }
        Ok(None) => Error::not_found().into_response(),
        Err(error) => Error::internal(format!("API pages: {error}")).into_response(),
    }
}
