//! Objects of features that are on: nothing is put behind the back of a removal.

use std::{ops::Range, sync::Arc};

use chrono::{DateTime, Utc};
use futures_util::stream::BoxStream;
use kartoteka_plugin::{
    BoxFuture, Error, Result, Salon,
    call::Switches,
    objects::{Bytestream, ObjectKey, Objects, StoredObject},
};
use uuid::Uuid;

/// The objects of a salon, of which a feature puts none once it is switched off.
pub struct WhileOn {
    objects: Arc<dyn Objects>,
    switches: Arc<dyn Switches>,
    salon: Arc<Salon>,
}

impl WhileOn {
    /// `objects`, which are those of `salon`.
    pub fn new(objects: Arc<dyn Objects>, switches: Arc<dyn Switches>, salon: Arc<Salon>) -> Self {
        Self {
            objects,
            switches,
            salon,
        }
    }
}

impl Objects for WhileOn {
    /// Looked at when all is there: what lies there before the switch is seen by a removal, which
    /// comes after it, and what comes later takes itself away.
    fn put<'a>(
        &'a self,
        key: ObjectKey,
        content: Bytestream<'a>,
    ) -> BoxFuture<'a, Result<StoredObject>> {
        Box::pin(async move {
            let stored = self.objects.put(key, content).await?;
            if self.switches.is_on(&self.salon, key.feature()).await? {
                return Ok(stored);
            }
            self.objects.delete(key).await?;
            Err(Error::feature_off())
        })
    }

    fn read(
        &self,
        key: ObjectKey,
        range: Range<u64>,
    ) -> BoxFuture<'_, Result<Bytestream<'static>>> {
        self.objects.read(key, range)
    }

    fn size(&self, key: ObjectKey) -> BoxFuture<'_, Result<Option<u64>>> {
        self.objects.size(key)
    }

    fn whole<'a>(
        &'a self,
        feature: &'a str,
        id: Uuid,
    ) -> BoxFuture<'a, Result<(u64, Bytestream<'static>)>> {
        self.objects.whole(feature, id)
    }

    fn delete(&self, key: ObjectKey) -> BoxFuture<'_, Result<()>> {
        self.objects.delete(key)
    }

    fn all<'a>(&'a self, feature: &'a str) -> BoxFuture<'a, Result<Vec<Uuid>>> {
        self.objects.all(feature)
    }

    fn clear<'a>(&'a self, feature: &'a str, ids: &'a [Uuid]) -> BoxFuture<'a, Result<()>> {
        self.objects.clear(feature, ids)
    }

    fn older_than(
        &self,
        feature: &'static str,
        time: DateTime<Utc>,
    ) -> BoxStream<'_, Result<ObjectKey>> {
        self.objects.older_than(feature, time)
    }
}
