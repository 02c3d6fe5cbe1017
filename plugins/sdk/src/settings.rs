//! What a salon sets of a feature.
//!
//! A feature says in its manifest what may be set of it, as JSON Schema of an object. The host
//! checks the schema at the start, makes the form, the API and the words of what is wrong, and
//! keeps the values in the salon, also while the feature is off. Every property is one of these:
//!
//! | schema | in the form |
//! |---|---|
//! | `type = "string"`, perhaps `maxLength`, `format` (`"email"`, `"date"`) | a line |
//! | the same without a format, `x-lines = true` | several lines |
//! | `type = "string"`, `enum` | a choice |
//! | `type = "string"`, `writeOnly = true`, perhaps `maxLength` | a secret |
//! | `type = "integer"`, perhaps `minimum`, `maximum` | a number |
//! | `type = "boolean"` | a switch |
//! | `type = "array"`, `items = { type = "string", enum = […] }` | several choices |
//! | `type = "array"`, `items = { type = "string" }`, perhaps with `maxLength` | one a line |
//!
//! Each may have a `default` (secrets may not), a `description` for programs, and `x-order`, its
//! place in the form: lower ones come first, those without any last. Words come from the texts:
//! `setting-<feature>-<property>`, its attribute `.hint`, and for each choice
//! `setting-<feature>-<property>-<value>`, with `-` for each `_`.
//!
//! ```toml
//! [settings_schema]
//! type = "object"
//! additionalProperties = false
//! required = ["sender"]
//!
//! [settings_schema.properties]
//! sender = { type = "string", format = "email" }
//! remind_hours = { type = "integer", minimum = 1, maximum = 72, default = 24 }
//! api_key = { type = "string", maxLength = 200, writeOnly = true }
//! ```
//!
//! A feature reads its own. What is required is missing for as long as nobody has filled in the
//! form, so without a default it is an `Option`:
//!
//! ```
#![doc = include_str!("../shown/settings.rs")]
//! ```
//!
//! What a schema cannot say, [`Module::check_settings`](crate::Module::check_settings) does: that an
//! address is needed where one is to be opened.
//!
//! A stored value that no longer fits a newer schema counts as not set.

use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use crate::{BoxFuture, Call, Db, Error, Result, Tx, keys::Keys};

/// What salons have set. The host implements it; features ask the [`Call`].
pub trait Settings: Send + Sync {
    /// An object of all that is set of `feature` or has a default, but of no secrets.
    ///
    /// # Errors
    /// As the engine says; internal, where the feature has no settings.
    fn values<'a>(&'a self, db: &'a Db, feature: &'a str) -> BoxFuture<'a, Result<Json>>;

    /// The same as a transaction sees it.
    ///
    /// # Errors
    /// As [`values`](Self::values).
    fn values_in<'a>(&'a self, tx: &'a mut Tx, feature: &'a str) -> BoxFuture<'a, Result<Json>>;

    /// A secret; nothing where none is set.
    ///
    /// # Errors
    /// As the engine says; internal, where the feature has no such secret, or it was sealed by
    /// another key.
    fn secret<'a>(
        &'a self,
        db: &'a Db,
        keys: &'a dyn Keys,
        feature: &'a str,
        name: &'a str,
    ) -> BoxFuture<'a, Result<Option<String>>>;
}

impl Call {
    /// What the salon has set of `feature`, defaults filled in; see the [module](self). Not for
    /// inside a transaction, for which there is [`settings_in`](Self::settings_in).
    ///
    /// # Errors
    /// As the engine says; internal, where the feature has no settings or they are no `T`, and
    /// for another feature than the one whose code asks.
    pub async fn settings<T: DeserializeOwned>(&self, feature: &str) -> Result<T> {
        self.check_own(feature)?;
        let settings = self.services().settings();
        read(feature, settings.values(self.hosts_db(), feature).await?)
    }

    /// The same as `tx` sees it: for hooks, and wherever a transaction is open, so that no
    /// second connection is waited for while one is held.
    ///
    /// # Errors
    /// As [`settings`](Self::settings).
    pub async fn settings_in<T: DeserializeOwned>(&self, tx: &mut Tx, feature: &str) -> Result<T> {
        self.check_own(feature)?;
        let settings = self.services().settings();
        let mut hosts = tx.by_host()?;
        read(feature, settings.values_in(&mut hosts, feature).await?)
    }

    /// The secret `name` of `feature`; nothing where the salon has set none. It is for whom it
    /// was made, and for no answer, page, journal or log.
    ///
    /// # Errors
    /// As the engine says; internal, where the feature has no such secret, or it was sealed by
    /// another key, and for another feature than the one whose code asks.
    pub async fn secret(&self, feature: &str, name: &str) -> Result<Option<String>> {
        self.check_own(feature)?;
        // The purpose under which it was sealed is the host's.
        let services = self.services();
        let keys = services.keys();
        services
            .settings()
            .secret(self.hosts_db(), keys, feature, name)
            .await
    }
}

/// The values as a `T`. What stands in them is not quoted.
fn read<T: DeserializeOwned>(feature: &str, values: Json) -> Result<T> {
    serde_path_to_error::deserialize(values).map_err(|error| {
        let place = error.path().to_string();
        Error::internal(format!("{feature}: the setting {place} is of another type"))
    })
}
