//! A module that panics when it is made: when the host asks for the plugin, and when it starts that. Opened a third
//! time it begins.

use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use kartoteka_plugin::{Module, text::Source};
use utoipa::openapi::OpenApi;

struct Stillborn;

kartoteka_plugin::export_plugin!(Stillborn = Stillborn::new());

impl Stillborn {
    fn new() -> Self {
        static MADE: AtomicUsize = AtomicUsize::new(0);
        // First and second for its manifest, of which the second is kept; from the third on to start.
        let made = MADE.fetch_add(1, Ordering::SeqCst);
        assert!(made != 0 && made != 2, "as it is");
        Self
    }
}

impl Module for Stillborn {
    fn manifest(&self) -> &'static str {
        include_str!("plugin.toml")
    }

    fn api(&self) -> (Router, OpenApi) {
        (Router::new(), OpenApi::default())
    }

    fn pages(&self) -> Router {
        Router::new()
    }

    fn texts(&self) -> Vec<Source> {
        Vec::new()
    }
}
