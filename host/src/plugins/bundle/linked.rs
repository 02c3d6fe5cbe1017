//! What is linked into the host, which bundles have to go together with.

use std::{collections::BTreeSet, ops::Deref, sync::Arc};

use kartoteka_plugin::{Manifest, Module, text::Source};
use serde_json::Value;

use crate::{
    conformance::{Others, is_reserved},
    document, http,
    region::{self, Shelf},
    registry::{Loaded, Registry},
    services::{ApiDesk, Declarations, FactDesk, Health, HookDesk, SlotDesk, SystemClock, Tables},
    settings::FeatureSettings,
    telling,
};

/// The modules that are linked in, as far as bundles have to do with them.
pub struct Linked {
    pub(super) manifests: Vec<Manifest>,
    pub(super) texts: Vec<Source>,
    /// Whose, whether a salon switches it on, and the document.
    pub(super) documents: Vec<(String, bool, Value)>,
    /// First segments of paths.
    segments: BTreeSet<String>,
    others: Others,
}

impl Linked {
    /// Of these modules.
    ///
    /// # Errors
    /// Names a module whose manifest or document is none.
    pub fn of<'m, M>(modules: impl IntoIterator<Item = &'m M>) -> Result<Self, String>
    where
        M: Deref<Target = dyn Module> + 'm,
    {
        let own = http::own_api().1;
        let mut linked = Self {
            manifests: Vec::new(),
            texts: crate::host::own_texts(),
            documents: Vec::new(),
            segments: document::segments(&own).into_iter().collect(),
            others: Others::host(),
        };
        linked.segments.insert("settings".to_owned());
        for module in modules {
            let manifest: Manifest = toml::from_str(module.manifest())
                .map_err(|error| format!("a manifest cannot be read: {error}"))?;
            let of = |e: serde_json::Error| format!("the document of {}: {e}", manifest.id);
            let document = serde_json::to_value(module.api().1).map_err(of)?;
            let (id, is_feature) = (manifest.id.clone(), manifest.is_feature());
            linked.documents.push((id, is_feature, document));
            let texts = module.texts();
            linked.others.add(&manifest, &texts);
            linked.texts.extend(texts);
            linked.segments.extend(manifest.segments.iter().cloned());
            linked.segments.insert(manifest.id.clone());
            linked.manifests.push(manifest);
        }
        let own = serde_json::to_value(own).map_err(|e| e.to_string())?;
        linked.documents.push(("host".to_owned(), false, own));
        Ok(linked)
    }

    /// Whether paths begin with this already, or may once.
    pub(super) fn has_segment(&self, segment: &str) -> bool {
        self.segments.contains(segment)
            || is_reserved(segment)
            || region::is_reserved(segment)
            || http::is_fixed(segment)
    }

    pub(super) fn others(&self) -> &Others {
        &self.others
    }
}

/// A module that does nothing: the host reads the manifests at its start, and this is what it is given to try.
struct Silent;

impl Module for Silent {
    fn manifest(&self) -> &'static str {
        ""
    }
    fn api(&self) -> (axum::Router, utoipa::openapi::OpenApi) {
        (axum::Router::new(), utoipa::openapi::OpenApi::default())
    }
    fn pages(&self) -> axum::Router {
        axum::Router::new()
    }
    fn texts(&self) -> Vec<Source> {
        Vec::new()
    }
}

/// Whether a host starts with these manifests, by all that it reads of them then.
pub(super) fn starts<'a>(manifests: impl IntoIterator<Item = &'a Manifest>) -> Result<(), String> {
    let loaded = |manifest: &Manifest| Loaded {
        is_partners: false,
        manifest: manifest.clone(),
        module: Arc::new(Silent),
    };
    let registry = Registry::of(manifests.into_iter().map(loaded).collect())?;
    let registry = Arc::new(registry);
    let all = || registry.iter().map(|loaded| &loaded.manifest);
    let health = Health::new(Arc::new(SystemClock), false);
    HookDesk::new(registry.clone(), health.clone())?;
    FactDesk::new(registry.clone(), health.clone())?;
    Tables::new(all())?;
    Declarations::new(all())?;
    let shelf = Shelf::new(all(), &[])?;
    FeatureSettings::new(registry.clone(), |id| shelf.has(id))?;
    telling::check(&registry)?;
    SlotDesk::new(registry.clone(), health)?;
    ApiDesk::new(&registry)?;
    Ok(())
}
