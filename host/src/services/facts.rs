//! Asks modules what they know of clients.

use std::{collections::HashMap, panic::AssertUnwindSafe, sync::Arc, time::Duration};

use futures_util::{FutureExt as _, future::join_all};
use jsonschema::Validator;
use kartoteka_plugin::{
    BoxFuture, Call, Error, Result,
    facts::{Facts, Sheet},
};
use serde_json::Value as Json;
use uuid::Uuid;

use super::{Health, hooks::misfit};
use crate::{registry::Registry, storage::deadline};

/// How long a module may take.
const LIMIT: Duration = Duration::from_millis(500);

/// A declared fact.
struct Declared {
    module: usize,
    /// Whose it is, where that can be switched off.
    feature: Option<Arc<str>>,
    permission: String,
    schema: Validator,
}

/// The facts of all modules.
pub struct FactDesk {
    registry: Arc<Registry>,
    health: Arc<Health>,
    facts: HashMap<String, Declared>,
}

impl FactDesk {
    /// Reads all declarations.
    ///
    /// # Errors
    /// Names a fact that is declared twice or by who may not, or whose schema is none.
    pub fn new(registry: Arc<Registry>, health: Arc<Health>) -> Result<Self, String> {
        let mut facts = HashMap::new();
        for (module, loaded) in registry.iter().enumerate() {
            let manifest = &loaded.manifest;
            let id = &manifest.id;
            for fact in &manifest.facts {
                let name = &fact.name;
                if !name.starts_with(&format!("{id}.")) {
                    return Err(format!("{id}: the fact {name} does not begin with its id"));
                }
                let schema = jsonschema::validator_for(&fact.schema);
                let declared = Declared {
                    module,
                    feature: manifest.is_feature().then(|| Arc::from(id.as_str())),
                    permission: fact.permission.clone(),
                    schema: schema.map_err(|e| format!("{id}: the fact {name}: {e}"))?,
                };
                if facts.insert(name.clone(), declared).is_some() {
                    return Err(format!("{id}: the fact {name} is declared twice"));
                }
            }
        }
        Ok(Self {
            registry,
            health,
            facts,
        })
    }

    /// Whether the reader of `call` may know it here.
    fn is_open(&self, call: &Call, fact: &Declared) -> bool {
        let on = fact
            .feature
            .as_ref()
            .is_none_or(|feature| call.has(feature));
        on && call.permissions().allow(&fact.permission)
    }

    async fn ask_one(
        &self,
        call: &Call,
        name: &str,
        fact: &Declared,
        clients: &[Uuid],
    ) -> Option<HashMap<Uuid, Json>> {
        let salon = call.salon().id;
        let feature = fact.feature.as_deref();
        if feature.is_some_and(|feature| self.health.is_left_alone(salon, feature)) {
            return None;
        }
        let module = &self.registry.at(fact.module).module;
        let call = match feature {
            Some(feature) => call.of_feature(feature, false),
            None => call.of_core(),
        };
        let work = deadline::within(LIMIT, LIMIT, module.facts(&call, name, clients));
        let work = AssertUnwindSafe(work).catch_unwind();
        let outcome = match tokio::time::timeout(LIMIT, work).await {
            Ok(Ok(Ok(values))) => fits(values, &fact.schema),
            Ok(Ok(Err(error))) => Err(self.health.cause(&error).to_owned()),
            // The panic itself was logged by its hook.
            Ok(Err(_)) => Err("a panic".to_owned()),
            Err(_) => Err(format!("it took longer than {LIMIT:?}")),
        };
        match outcome {
            Ok(values) => {
                if let Some(feature) = feature {
                    self.health.succeeded(salon, feature);
                }
                Some(values)
            }
            Err(cause) => {
                tracing::error!(fact = name, %salon, cause, "a fact could not be had");
                if let Some(feature) = feature {
                    self.health.failed(salon, feature);
                }
                None
            }
        }
    }
}

fn fits(values: HashMap<Uuid, Json>, schema: &Validator) -> Result<HashMap<Uuid, Json>, String> {
    match values
        .values()
        .find_map(|value| schema.validate(value).err())
    {
        Some(error) => Err(misfit("its value", &error)),
        None => Ok(values),
    }
}

impl Facts for FactDesk {
    fn names(&self, call: &Call) -> Vec<String> {
        let open = self
            .facts
            .iter()
            .filter(|(_, fact)| self.is_open(call, fact));
        let mut names: Vec<String> = open.map(|(name, _)| name.clone()).collect();
        names.sort();
        names
    }

    fn ask<'a>(
        &'a self,
        call: &'a Call,
        facts: &'a [&'a str],
        clients: &'a [Uuid],
    ) -> BoxFuture<'a, Result<Sheet>> {
        Box::pin(async move {
            let mut asked = Vec::new();
            for name in facts {
                let fact = self.facts.get(*name);
                let fact = fact.ok_or_else(|| Error::internal(format!("nobody knows {name}")))?;
                if self.is_open(call, fact) && !clients.is_empty() {
                    asked.push((*name, fact));
                }
            }
            // Who knows a fact may ask for others in their turn.
            let call = &call.one_deeper();
            let all = asked
                .iter()
                .map(|(name, fact)| self.ask_one(call, name, fact, clients));
            let all = join_all(all).await;
            let mut sheet = Sheet::default();
            for ((name, _), values) in asked.iter().zip(all) {
                if let Some(values) = values {
                    sheet.add((*name).to_owned(), values);
                }
            }
            Ok(sheet)
        })
    }
}
