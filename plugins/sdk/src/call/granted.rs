//! A call in the hands of a feature: with what the salon has agreed to.

use super::Call;
use crate::{Error, Result};

impl Call {
    /// The feature, where the salon has agreed to what it `asks` for.
    pub(crate) fn granted(&self, asks: &str) -> Result<&str> {
        let feature = self.feature().ok_or_else(|| {
            let text = format!("{asks}: only features ask for it, in their manifests");
            Error::internal(text)
        })?;
        match self.salon().features.grants(feature, asks) {
            true => Ok(feature),
            false => Err(Error::not_granted(asks)),
        }
    }

    /// Whether it answers a question inside somebody else's transaction.
    pub fn is_asked(&self) -> bool {
        self.0.asked
    }
}
