//! A page that is finished already, packed and sent by a bare axum handler: what every page
//! costs before anything is read, put into words or filled into a template.

use std::path::Path;

use axum::{Router, response::Html, routing::get};
use tower_http::compression::CompressionLayer;

use super::serve;
use crate::Outcome;

pub(super) async fn run(file: &Path) -> Outcome<String> {
    let page = std::fs::read_to_string(file)?;
    let router = Router::new()
        .route("/", get(async move || Html(page)))
        .layer(CompressionLayer::new());
    serve(router).await
}
