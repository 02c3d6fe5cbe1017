//! A call in the hands of a feature: with what the salon has agreed to.

use std::sync::Arc;

use super::{Call, Services};
use crate::{Error, Result};

impl Call {
    /// The same call in the hands of `feature`, with what the salon has agreed to of what that
    /// asks for; only the host makes one.
    #[must_use]
    pub fn of_feature(&self, feature: &Arc<str>) -> Self {
        let mut inner = self.again();
        inner.feature = Some(feature.clone());
        let tables = self.withheld_tables(feature);
        if !tables.is_empty() {
            let mut services = Services::clone(&inner.services);
            services.db = services.db.without(tables);
            inner.services = Arc::new(services);
        }
        Self(Arc::new(inner))
    }

    fn withheld_tables(&self, feature: &str) -> &[String] {
        let withheld = self.salon().features.withheld(feature);
        withheld.map_or(&[], |withheld| &withheld.tables)
    }

    /// The views that the code that has the call may not read, as statements call them.
    pub(crate) fn unread(&self) -> Arc<[String]> {
        let feature = self.0.feature.as_deref();
        feature.map_or_else(Default::default, |feature| {
            self.withheld_tables(feature).into()
        })
    }

    /// The feature whose code has the call; none for core's.
    pub fn feature(&self) -> Option<&str> {
        self.0.feature.as_deref()
    }

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

    pub(crate) fn is_asked(&self) -> bool {
        self.0.asked
    }
}
