//! A call in the hands of a feature: with what the salon has agreed to.

use std::sync::Arc;

use super::{Call, Services};
use crate::{Error, Result};

impl Call {
    /// The services for `feature`: without what the salon has not agreed to.
    pub(super) fn services_for(&self, feature: &str) -> Arc<Services> {
        let tables = self.withheld_tables(feature);
        if tables.is_empty() {
            return self.bare().clone();
        }
        let mut services = Services::clone(self.bare());
        services.db = services.db.without(tables);
        Arc::new(services)
    }

    fn withheld_tables(&self, feature: &str) -> &[String] {
        let withheld = self.salon().features.withheld(feature);
        withheld.map_or(&[], |withheld| &withheld.tables)
    }

    /// The views that the code that has the call may not read, as statements call them.
    pub(crate) fn unread(&self) -> Arc<[String]> {
        self.feature().map_or_else(Default::default, |feature| {
            self.withheld_tables(feature).into()
        })
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
