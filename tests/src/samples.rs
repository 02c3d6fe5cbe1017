//! What tests that try every feature alike must know of one and cannot guess: it stands beside the feature,
//! in `samples.toml`, so that nobody who adds one has to look for the tests that name all.

use std::{collections::BTreeMap, path::Path};

pub use kartoteka::plugins::kit::samples::{Sample, Samples};
use reqwest::{Method, RequestBuilder};

use crate::{World, features::features};

/// The samples of the feature `id`.
///
/// # Panics
/// Where it has none that can be read.
pub fn of(id: &str) -> Samples {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let path = top.join("plugins").join(id).join("samples.toml");
    let text = std::fs::read_to_string(&path);
    let text = text.unwrap_or_else(|error| panic!("plugins/{id}/samples.toml: {error}"));
    Samples::read(&text).unwrap_or_else(|error| panic!("plugins/{id}/{error}"))
}

/// Those of all features, by id.
pub fn all() -> BTreeMap<String, Samples> {
    let ids = features().into_iter().map(|feature| feature.id);
    ids.map(|id| (id.clone(), of(&id))).collect()
}

/// The request of a sample, about this client.
pub fn request(sample: &Sample, world: &World, client: &str) -> RequestBuilder {
    let things = BTreeMap::from([("client".to_owned(), client.to_owned())]);
    let method = Method::from_bytes(sample.method.as_bytes()).expect("a method");
    let (body, kind) = sample.payload(&things);
    let request = world.request(method, &sample.path(&things));
    request.header("content-type", kind).body(body)
}
