//! What an actor may do in a salon.

use std::{collections::BTreeSet, sync::Arc};

/// A set of permissions such as `clients.read`; cheap to clone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Permissions(Arc<BTreeSet<String>>);

impl Permissions {
    /// Whether the set has `permission`.
    pub fn allow(&self, permission: &str) -> bool {
        self.0.contains(permission)
    }

    /// The permissions in this set and in `other`: a token's own, cut to those
    /// its maker still has.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        Self(Arc::new(self.0.intersection(&other.0).cloned().collect()))
    }

    /// Whether it is the very set, and not only one of the same permissions.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// In alphabetical order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl<S: Into<String>> FromIterator<S> for Permissions {
    fn from_iter<I: IntoIterator<Item = S>>(iter: I) -> Self {
        Self(Arc::new(iter.into_iter().map(Into::into).collect()))
    }
}
