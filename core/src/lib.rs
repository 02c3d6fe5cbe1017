//! The client registry of a salon: its cards, how they are found, and how a
//! salon's list comes in. A module written against the same contract as every
//! feature; it knows no storage engine, no runtime and no clock of its own.

pub mod imports;

use axum::Router;
use kartoteka_plugin::{Locale, Module, text::Source, workers::Worker};
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

pub mod emails;
pub mod find;
pub mod names;
pub mod phones;

/// The module.
pub struct Core;

impl Module for Core {
    fn manifest(&self) -> &'static str {
        include_str!("../plugin.toml")
    }

    fn api(&self) -> (Router, OpenApi) {
        OpenApiRouter::new().split_for_parts()
    }

    fn pages(&self) -> Router {
        Router::new()
    }

    fn texts(&self) -> Vec<Source> {
        macro_rules! file {
            ($locale:expr, $code:literal) => {
                ($locale, "core.ftl", include_str!(concat!("../locale/", $code, "/core.ftl")))
            };
        }
        vec![
            file!(Locale::En, "en"),
            file!(Locale::De, "de"),
            file!(Locale::Nl, "nl"),
            file!(Locale::Pl, "pl"),
            file!(Locale::It, "it"),
        ]
    }

    fn worker(&self, _name: &str) -> Option<Worker> {
        None
    }
}
