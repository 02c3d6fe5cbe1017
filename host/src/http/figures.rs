//! Figures for the operator's monitoring.

use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
    time::Duration,
};

use http::Method;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

/// One per process: the crate `metrics` knows one place to count in.
static FIGURES: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

/// Seconds up to which answers are counted together.
const BUCKETS: [f64; 10] = [
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5, 10.0,
];

fn handle() -> Option<&'static PrometheusHandle> {
    let made = FIGURES.get_or_init(|| {
        let builder = PrometheusBuilder::new().set_buckets(&BUCKETS).ok()?;
        builder.install_recorder().ok()
    });
    made.as_ref()
}

/// Gets ready to count, beside what else a start does: the counting library first measures
/// the processor's clock, for 25 ms or so.
pub(crate) fn prepare() {
    drop(tokio::task::spawn_blocking(handle));
}

/// Begins to count.
pub(super) fn start() {
    if handle().is_none() {
        tracing::warn!("figures are not counted: another recorder is in place");
    }
}

/// All figures in Prometheus' text format.
pub(super) fn text() -> String {
    handle().map(PrometheusHandle::render).unwrap_or_default()
}

/// How many salons each feature is left alone in because it fails there, in the same format.
pub(super) fn resting(features: &BTreeMap<Arc<str>, usize>) -> String {
    const NAME: &str = "kartoteka_feature_resting_salons";
    let mut text = format!("# TYPE {NAME} gauge\n");
    for (feature, salons) in features {
        // Ids of features hold letters, digits and hyphens alone.
        text.push_str(&format!("{NAME}{{feature=\"{feature}\"}} {salons}\n"));
    }
    text
}

/// How many libraries of partners are open in this process, in the same format.
pub(super) fn libraries(count: usize) -> String {
    const NAME: &str = "kartoteka_plugin_libraries";
    format!("# TYPE {NAME} gauge\n{NAME} {count}\n")
}

/// What partners' plugins cost, in the same format: figures of each by name.
pub(super) fn plugins<'r>(
    all: impl IntoIterator<Item = (&'r str, Vec<(&'static str, f64)>)>,
) -> String {
    let mut families: BTreeMap<&str, String> = BTreeMap::new();
    for (plugin, figures) in all {
        for (name, value) in figures {
            let line = format!("kartoteka_plugin_{name}{{feature=\"{plugin}\"}} {value}\n");
            families.entry(name).or_default().push_str(&line);
        }
    }
    let family = |(name, lines): (&str, String)| {
        let kind = if name.ends_with("_total") {
            "counter"
        } else {
            "gauge"
        };
        format!("# TYPE kartoteka_plugin_{name} {kind}\n{lines}")
    };
    families.into_iter().map(family).collect()
}

/// Folds what was counted; without it memory grows with each answer.
pub(super) fn fold() {
    if let Some(handle) = handle() {
        handle.run_upkeep();
    }
}

/// Counts an answered request.
pub(super) fn request(method: &Method, route: &str, status: u16, took: Duration) {
    let method = match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        // Anyone can invent methods; a figure for each would fill the memory.
        _ => "other",
    };
    let class = match status {
        200..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        _ => "5xx",
    };
    let histogram = metrics::histogram!(
        "kartoteka_http_request_seconds",
        "method" => method, "route" => route.to_owned(), "status" => class
    );
    histogram.record(took.as_secs_f64());
}
