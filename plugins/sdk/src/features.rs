//! Which features a salon has switched on, and what it has not agreed to of what they ask.
//!
//! ```
//! use kartoteka_plugin::{Features, features::Withheld};
//!
//! let on: Features = ["documents", "blacklist"].into_iter().collect();
//! assert!(on.is_on("blacklist") && !on.is_on("promo-codes"));
//! assert_eq!(on.iter().collect::<Vec<_>>(), ["blacklist", "documents"]);
//! assert!(on.grants("blacklist", "mail"));
//!
//! let newer = Withheld { asks: vec!["mail".to_owned()], tables: Vec::new() };
//! let on = on.withholding([("blacklist".to_owned(), newer)]);
//! assert!(!on.grants("blacklist", "mail") && on.grants("documents", "mail"));
//! ```

use std::{collections::BTreeMap, sync::Arc};

use crate::Manifest;

impl Manifest {
    /// All that a salon agrees to when it switches the feature on: `reads:core.contacts/1`,
    /// `listens:core.client.registered/1`, `mail`, `hosts:api.example.org`,
    /// `api:documents.read`.
    pub fn asks(&self) -> Vec<String> {
        let reads = self.reads.iter().map(|view| format!("reads:{view}"));
        let listens = self.listens.iter().map(|event| format!("listens:{event}"));
        let mail = self.mail.then(|| "mail".to_owned());
        let hosts = self.hosts.iter().map(|host| format!("hosts:{host}"));
        let api = self
            .api
            .iter()
            .map(|permission| format!("api:{permission}"));
        let asks = reads.chain(listens).chain(mail).chain(hosts).chain(api);
        asks.collect()
    }
}

/// What a feature asks for beyond what the salon has agreed to: it runs without.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Withheld {
    /// As [`Manifest::asks`](crate::Manifest::asks) names them.
    pub asks: Vec<String>,
    /// What statements call the views among them: `core_contacts_1`.
    pub tables: Vec<String>,
}

/// The features that are on in a salon, by id. Cheap to clone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Features {
    on: Arc<[Box<str>]>,
    /// Absent where every feature has what it asks for.
    withheld: Option<Arc<BTreeMap<String, Withheld>>>,
}

impl Features {
    /// Whether `feature` is on. A handful of comparisons: it is asked at every request.
    pub fn is_on(&self, feature: &str) -> bool {
        self.on.binary_search_by(|id| (**id).cmp(feature)).is_ok()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.on.is_empty()
    }

    /// Their ids, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.on.iter().map(|id| &**id)
    }

    /// The same, with what some of them ask for and do not have.
    #[must_use]
    pub fn withholding(self, withheld: impl IntoIterator<Item = (String, Withheld)>) -> Self {
        let withheld: BTreeMap<_, _> = withheld
            .into_iter()
            .filter(|(_, withheld)| !withheld.asks.is_empty())
            .collect();
        Self {
            withheld: (!withheld.is_empty()).then(|| Arc::new(withheld)),
            ..self
        }
    }

    /// What `feature` asks for and does not have; nothing where it has all of it.
    pub fn withheld(&self, feature: &str) -> Option<&Withheld> {
        self.withheld.as_ref()?.get(feature)
    }

    /// Whether nothing stands against it that `feature` uses what it `asks` for.
    pub fn grants(&self, feature: &str, asks: &str) -> bool {
        let withheld = self.withheld(feature);
        withheld.is_none_or(|withheld| withheld.asks.iter().all(|ask| ask != asks))
    }
}

impl<S: Into<Box<str>>> FromIterator<S> for Features {
    fn from_iter<I: IntoIterator<Item = S>>(ids: I) -> Self {
        let mut ids: Vec<Box<str>> = ids.into_iter().map(Into::into).collect();
        ids.sort_unstable();
        ids.dedup();
        Self {
            on: ids.into(),
            withheld: None,
        }
    }
}
