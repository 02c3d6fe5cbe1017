//! Which features a salon has switched on.
//!
//! ```
//! use kartoteka_plugin::Features;
//!
//! let on: Features = ["documents", "blacklist"].into_iter().collect();
//! assert!(on.is_on("blacklist") && !on.is_on("promo-codes"));
//! assert_eq!(on.iter().collect::<Vec<_>>(), ["blacklist", "documents"]);
//! ```

use std::sync::Arc;

/// The features that are on in a salon, by id. Cheap to clone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Features(Arc<[Box<str>]>);

impl Features {
    /// Whether `feature` is on. A handful of comparisons: it is asked at every request.
    pub fn is_on(&self, feature: &str) -> bool {
        self.0.binary_search_by(|id| (**id).cmp(feature)).is_ok()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Their ids, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|id| &**id)
    }
}

impl<S: Into<Box<str>>> FromIterator<S> for Features {
    fn from_iter<I: IntoIterator<Item = S>>(ids: I) -> Self {
        let mut ids: Vec<Box<str>> = ids.into_iter().map(Into::into).collect();
        ids.sort_unstable();
        ids.dedup();
        Self(ids.into())
    }
}
