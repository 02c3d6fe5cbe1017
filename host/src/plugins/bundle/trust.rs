//! Whom the operator trusts.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    index::{self, Hash, Signature},
    library::Platform,
    refusal::Reason,
};
use crate::config::Config;

/// Whom the operator trusts, and what is taken already.
#[derive(Debug, Clone)]
pub struct Trust {
    publishers: BTreeMap<String, Vec<Hash>>,
    revoked: BTreeSet<String>,
    unsigned: bool,
    runs_on: RunsOn,
}

/// Where libraries are to run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RunsOn {
    /// On this platform; none where hosts like this one load no plugins.
    This(Option<Platform>),
    /// On any: nobody is about to run them.
    Any,
}

impl Trust {
    /// As the configuration says, for the platform of this host.
    pub fn of(config: &Config) -> Self {
        let of = |keys: &[String]| keys.iter().filter_map(|key| index::key(key)).collect();
        let publishers = config.plugins.publishers.iter();
        Self {
            publishers: publishers
                .map(|(name, keys)| (name.clone(), of(keys.list())))
                .collect(),
            revoked: config.plugins.revoked.iter().cloned().collect(),
            unsigned: config.development,
            runs_on: RunsOn::This(Platform::here()),
        }
    }

    /// Unsigned bundles and unknown signers are let through.
    #[must_use]
    pub fn with_unsigned(mut self) -> Self {
        self.unsigned = true;
        self
    }

    /// A library for any platform is enough.
    #[must_use]
    pub fn on_any_platform(mut self) -> Self {
        self.runs_on = RunsOn::Any;
        self
    }

    /// Where libraries are to run.
    pub(super) fn runs_on(&self) -> RunsOn {
        self.runs_on
    }

    /// Whose bundle this is; nobody's where unsigned ones are let through.
    pub(super) fn judge(
        &self,
        index: &[u8],
        id: &str,
        signature: Option<&[u8]>,
    ) -> Result<Option<String>, Reason> {
        let hash = index::hex(&index::hash(index));
        if self.revoked.contains(&hash) {
            return Err(Reason::Revoked(hash));
        }
        let signer = match signature {
            Some(bytes) => self.signer(index, id, &Signature::read(bytes)?),
            None => Err(Reason::Unsigned),
        };
        match signer {
            Ok(publisher) => Ok(Some(publisher)),
            Err(Reason::Unsigned | Reason::UnknownPublisher(..)) if self.unsigned => Ok(None),
            Err(reason) => Err(reason),
        }
    }

    fn signer(&self, index: &[u8], id: &str, signature: &Signature) -> Result<String, Reason> {
        // Whoever it is: what does not fit its own signature is damaged.
        let key = signature.verify(index)?;
        let publisher = &signature.publisher;
        let theirs = id.strip_prefix(publisher.as_str());
        if !theirs.is_some_and(|rest| rest.starts_with('-')) {
            return Err(Reason::NotTheirs(id.to_owned(), publisher.clone()));
        }
        match self.publishers.get(publisher) {
            Some(keys) if keys.contains(&key) => Ok(publisher.clone()),
            Some(_) => Err(Reason::WrongKey(publisher.clone())),
            None => Err(Reason::UnknownPublisher(
                publisher.clone(),
                signature.key.clone(),
            )),
        }
    }
}
