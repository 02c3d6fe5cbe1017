//! What tests that try every feature alike must know of one and cannot guess: it stands beside the feature,
//! in `samples.toml`, so that nobody who adds one has to look for the tests that name all.

use std::{collections::BTreeMap, path::Path};

use reqwest::{Method, RequestBuilder, multipart};
use serde::Deserialize;
use serde_json::Value;

use crate::{World, features::features};

/// The samples of one feature.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Samples {
    /// One of each thing that its paths name.
    #[serde(default)]
    pub things: Vec<Sample>,
    /// Bodies of operations, by their id in the document, where the least that the schema takes is
    /// refused before anybody is looked for.
    #[serde(default)]
    pub bodies: BTreeMap<String, Value>,
    /// Pages beside its places, below the salon, with the permission each asks for.
    #[serde(default)]
    pub pages: BTreeMap<String, String>,
    /// Something that it writes about a client, where it does.
    pub about_client: Option<Sample>,
}

/// A request that makes something.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    /// As paths have it: `block` for `{block}`.
    #[serde(default)]
    pub name: String,
    /// Below the salon's API.
    pub path: String,
    /// As JSON; `{client}` stands for a client's id.
    #[serde(default)]
    body: Value,
    /// As a form, `{client}` as well.
    #[serde(default)]
    fields: BTreeMap<String, String>,
    /// With a file in its field `file`.
    file: Option<File>,
    /// What must be empty once the client is erased, beside what the manifest says of tables.
    #[serde(default)]
    pub gone: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    content: String,
}

impl Samples {
    /// Those of the feature `id`.
    pub fn of(id: &str) -> Self {
        let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let path = top.join("plugins").join(id).join("samples.toml");
        let text = std::fs::read_to_string(&path);
        let text = text.unwrap_or_else(|error| panic!("plugins/{id}/samples.toml: {error}"));
        toml::from_str(&text).unwrap_or_else(|error| panic!("plugins/{id}/samples.toml: {error}"))
    }

    /// Those of all features, by id.
    pub fn all() -> BTreeMap<String, Self> {
        let ids = features().into_iter().map(|feature| feature.id);
        ids.map(|id| (id.clone(), Self::of(&id))).collect()
    }
}

impl Sample {
    /// The request, about this client.
    pub fn request(&self, world: &World, client: &str) -> RequestBuilder {
        let request = world.request(Method::POST, &self.path);
        let Some(file) = &self.file else {
            let body = self.body.to_string().replace("{client}", client);
            let request = request.header("content-type", "application/json");
            return request.body(body);
        };
        let content = file.content.clone().into_bytes();
        let part = multipart::Part::bytes(content).file_name(file.name.clone());
        let fields = self.fields.iter();
        let form = fields.fold(multipart::Form::new(), |form, (name, value)| {
            form.text(name.clone(), value.replace("{client}", client))
        });
        request.multipart(form.part("file", part))
    }
}
