//! What a salon sets of its features: by schemas in manifests, kept in the salon, secrets
//! sealed under its key. The contract's side of it is [`kartoteka_plugin::settings`].

mod api;
mod check;
mod form;
mod pages;
mod schema;
mod store;

#[cfg(test)]
mod tests;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use kartoteka_plugin::{
    BoxFuture, Call, Db, Error, Locale, Result, Tx, keys::Keys, settings::Settings, text::Source,
};
use serde_json::{Map, Value as Json, json};

use crate::registry::Registry;
use check::Checked;
pub(crate) use check::Input;
use schema::Schema;
use store::Stored;

pub(crate) use api::routes as api;
pub(crate) use pages::{path_of, routes as pages};

/// Who may see and change settings.
pub(crate) const MANAGE: &str = "features.manage";

/// The settings of all features of this host.
pub(crate) struct FeatureSettings {
    registry: Arc<Registry>,
    features: BTreeMap<String, Kept>,
}

/// A feature that has settings.
struct Kept {
    /// Its place in the registry.
    place: usize,
    names: BTreeMap<String, String>,
    schema: Schema,
}

impl Kept {
    fn name(&self, locale: Locale) -> Option<&str> {
        let name = self.names.get(locale.code());
        name.or_else(|| self.names.get("en")).map(String::as_str)
    }
}

/// How the settings of a feature stand in a salon.
pub(crate) struct Standing {
    /// With defaults filled in.
    pub(crate) settings: Map<String, Json>,
    /// Which secrets are set.
    pub(crate) secrets: BTreeMap<String, bool>,
    /// 0 where nothing was ever set.
    pub(crate) version: i64,
}

impl FeatureSettings {
    /// Reads all schemas. Features that the salons of this region cannot have are left out.
    ///
    /// # Errors
    /// Names the feature and the property that is none.
    pub(crate) fn new(
        registry: Arc<Registry>,
        is_here: impl Fn(&str) -> bool,
    ) -> Result<Self, String> {
        let mut features = BTreeMap::new();
        for (place, loaded) in registry.iter().enumerate() {
            let manifest = &loaded.manifest;
            let (id, names) = (&manifest.id, manifest.names.clone());
            let Some(schema) = &manifest.settings_schema else {
                continue;
            };
            if !manifest.is_feature() {
                return Err(format!("{id}: only what can be switched on has settings"));
            }
            let schema = Schema::read(id, schema)?;
            if is_here(id) {
                let kept = Kept {
                    place,
                    names,
                    schema,
                };
                features.insert(id.clone(), kept);
            }
        }
        Ok(Self { registry, features })
    }

    /// Whether there is something to set of `feature`.
    pub(crate) fn has(&self, feature: &str) -> bool {
        self.features.contains_key(feature)
    }

    fn kept(&self, feature: &str) -> Result<&Kept> {
        self.features.get(feature).ok_or_else(Error::not_found)
    }

    /// How the settings of `feature` stand.
    ///
    /// # Errors
    /// 403 without `features.manage`; 404 where there are none.
    pub(crate) async fn show(&self, call: &Call, feature: &str) -> Result<Standing> {
        call.require(MANAGE)?;
        let schema = &self.kept(feature)?.schema;
        let stored = store::load(&mut call.hosts_db(), feature).await?;
        let secrets = unseal(call.keys(), feature, &stored)?;
        Ok(standing(schema, &stored, &secrets))
    }

    /// Whether `input` could be set, were it to be.
    ///
    /// # Errors
    /// 403 without `features.manage`; 400 for what is not known; 422 for what breaks a rule.
    pub(crate) async fn check(&self, call: &Call, feature: &str, input: &Input) -> Result<()> {
        call.require(MANAGE)?;
        let Ok(kept) = self.kept(feature) else {
            let named = input.settings.keys().next();
            return named.map_or(Ok(()), |name| Err(check::unknown("settings", name)));
        };
        let stored = store::load(&mut call.hosts_db(), feature).await?;
        let secrets = unseal(call.keys(), feature, &stored)?;
        self.checked(kept, input, &secrets).map(drop)
    }

    /// Sets `input`, based on a version where one is named. What is the same as before leaves
    /// no trace.
    ///
    /// # Errors
    /// 403 without `features.manage`; 404 where there are no settings; 412 `changed_meanwhile`
    /// with `current_version`; 400 for what is not known; 422 for what breaks a rule.
    pub(crate) async fn change(
        &self,
        call: &Call,
        feature: &str,
        based_on: Option<i64>,
        input: &Input,
    ) -> Result<Standing> {
        call.require(MANAGE)?;
        let kept = self.kept(feature)?;
        let schema = &kept.schema;
        let mut tx = call.begin().await?;
        let before = store::load(&mut tx, feature).await?;
        if based_on.is_some_and(|version| version != before.version) {
            let error = Error::changed_meanwhile();
            return Err(error.with("current_version", before.version));
        }
        let secrets_before = unseal(call.keys(), feature, &before)?;
        let checked = self.checked(kept, input, &secrets_before)?;
        let mut secrets = secrets_before.clone();
        for (name, secret) in checked.secrets.clone() {
            match secret {
                Some(secret) => secrets.insert(name, secret),
                None => secrets.remove(&name),
            };
        }
        if before.version > 0 && checked.settings == before.settings && secrets == secrets_before {
            return Ok(standing(schema, &before, &secrets));
        }
        let after = Stored {
            secrets: seal(call.keys(), feature, &secrets)?,
            settings: checked.settings.clone(),
            version: before.version + 1,
        };
        if !store::save(&mut tx, feature, &after, call.now()).await? {
            return Err(Error::changed_meanwhile());
        }
        let told_before = told(feature, &before.settings, &secrets_before, None);
        let told_after = told(feature, &after.settings, &secrets, Some(&checked));
        let entry = call.entry("settings.changed/1").after(&told_after);
        tx.record(match before.version {
            0 => entry,
            _ => entry.before(&told_before),
        });
        tx.commit().await?;
        Ok(standing(schema, &after, &secrets))
    }
}

impl FeatureSettings {
    /// The input, where it fits the schema and the feature itself finds nothing wrong.
    fn checked(&self, kept: &Kept, input: &Input, secrets: &Secrets) -> Result<Checked> {
        let checked = kept.schema.check(input, &names(secrets))?;
        let filled = Json::Object(kept.schema.filled(&checked.settings));
        let module = &self.registry.at(kept.place).module;
        module.check_settings(&filled).map_err(|mut error| {
            for field in &mut error.fields {
                field.pointer.insert_str(0, "/settings");
            }
            error
        })?;
        Ok(checked)
    }
}

impl Settings for FeatureSettings {
    fn values<'a>(&'a self, mut db: &'a Db, feature: &'a str) -> BoxFuture<'a, Result<Json>> {
        Box::pin(async move {
            let schema = &self.own(feature)?.schema;
            let stored = store::load(&mut db, feature).await?;
            Ok(Json::Object(schema.filled(&stored.settings)))
        })
    }

    fn values_in<'a>(&'a self, tx: &'a mut Tx, feature: &'a str) -> BoxFuture<'a, Result<Json>> {
        Box::pin(async move {
            let schema = &self.own(feature)?.schema;
            let stored = store::load(tx, feature).await?;
            Ok(Json::Object(schema.filled(&stored.settings)))
        })
    }

    fn secret<'a>(
        &'a self,
        mut db: &'a Db,
        keys: &'a dyn Keys,
        feature: &'a str,
        name: &'a str,
    ) -> BoxFuture<'a, Result<Option<String>>> {
        Box::pin(async move {
            let schema = &self.own(feature)?.schema;
            if schema.secrets().all(|secret| secret.name != name) {
                let text = format!("{feature} has no secret {name}");
                return Err(Error::internal(text));
            }
            let stored = store::load(&mut db, feature).await?;
            Ok(unseal(keys, feature, &stored)?.remove(name))
        })
    }
}

impl FeatureSettings {
    /// The feature, for code that ought to know whether it has settings.
    fn own(&self, feature: &str) -> Result<&Kept> {
        let none = || Error::internal(format!("{feature} has no settings"));
        self.features.get(feature).ok_or_else(none)
    }
}

type Secrets = BTreeMap<String, String>;

fn names(secrets: &Secrets) -> BTreeSet<String> {
    secrets.keys().cloned().collect()
}

fn standing(schema: &Schema, stored: &Stored, secrets: &Secrets) -> Standing {
    let is_set = schema.secrets().map(|secret| {
        let name = &secret.name;
        (name.clone(), secrets.contains_key(name))
    });
    Standing {
        settings: schema.filled(&stored.settings),
        secrets: is_set.collect(),
        version: stored.version,
    }
}

/// What the journal says: values in the open, and of secrets the names alone.
fn told(
    feature: &str,
    settings: &Map<String, Json>,
    secrets: &Secrets,
    given: Option<&Checked>,
) -> Json {
    let mut told = json!({
        "feature": feature,
        "settings": settings,
        "secrets": names(secrets),
    });
    if let Some(given) = given {
        let changed: Vec<_> = given.secrets.keys().collect();
        told["secrets_changed"] = json!(changed);
    }
    told
}

fn purpose(feature: &str) -> String {
    format!("settings.{feature}")
}

fn seal(keys: &dyn Keys, feature: &str, secrets: &Secrets) -> Result<Option<Vec<u8>>> {
    if secrets.is_empty() {
        return Ok(None);
    }
    // A map of texts can always be written.
    let text = serde_json::to_vec(secrets).unwrap_or_default();
    keys.seal(&purpose(feature), &text).map(Some)
}

fn unseal(keys: &dyn Keys, feature: &str, stored: &Stored) -> Result<Secrets> {
    let Some(sealed) = &stored.secrets else {
        return Ok(Secrets::new());
    };
    let text = keys.open(&purpose(feature), sealed)?;
    serde_json::from_slice(&text)
        .map_err(|_| Error::internal(format!("{feature}: its secrets cannot be read")))
}

/// The keys of the texts that the form of a feature's settings needs.
///
/// # Errors
/// Names the feature and the property that is none, as at the start of a host.
pub(crate) fn words(feature: &str, schema: &Json) -> Result<Vec<String>, String> {
    let schema = Schema::read(feature, schema)?;
    Ok(form::words(&schema, feature))
}

/// The texts of forms and errors.
pub(crate) fn texts() -> Vec<Source> {
    kartoteka_plugin::texts!("settings.ftl")
}
