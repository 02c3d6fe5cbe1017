//! Services that go by names, as a feature has them: by its own names alone. A name is its own
//! that begins with its id, a dot between (`tips.greetings`).

use std::{future, ops::Range, path::Path, time::Duration};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::{
    StreamExt as _,
    stream::{self, BoxStream},
};
use serde_json::Value as Json;
use uuid::Uuid;

use super::{Call, acting::Acting};
use crate::{
    BoxFuture, Db, Error, Result, Tx,
    archives::Archives,
    cache::{Cache, Cached},
    keys::Keys,
    manifest::{Erasure, ErasureLine},
    objects::{Bytestream, ObjectKey, Objects, StoredObject},
    workers::{WorkerError, Workers},
};

impl Call {
    /// The salon's memory; a feature has its own part of it, under keys that begin with its id.
    pub fn cache(&self) -> &dyn Cache {
        match &self.0.acting {
            Some(acting) => acting,
            None => self.0.services.cache(),
        }
    }

    /// What the salon's key can do; for a feature, for purposes that begin with its id.
    pub fn keys(&self) -> &dyn Keys {
        match &self.0.acting {
            Some(acting) => acting,
            None => self.0.services.keys(),
        }
    }

    /// Work in a child process; a feature has its own workers.
    pub fn workers(&self) -> &dyn Workers {
        match &self.0.acting {
            Some(acting) => acting,
            None => self.0.services.workers(),
        }
    }

    /// Files that stay; a feature has its own.
    pub fn objects(&self) -> &dyn Objects {
        match &self.0.acting {
            Some(acting) => acting,
            None => self.0.services.objects(),
        }
    }

    /// What leaves the salon in one file. Of no feature: a document may name anybody's files.
    pub fn archives(&self) -> &dyn Archives {
        match &self.0.acting {
            Some(acting) => acting,
            None => self.0.services.archives(),
        }
    }

    /// Erasure of a person from every module's tables, by declaration. Of no feature.
    pub fn erasure(&self) -> &dyn Erasure {
        match &self.0.acting {
            Some(acting) => acting,
            None => self.0.services.erasure(),
        }
    }
}

/// Whether `name` is one of `feature`: its id, a dot, and the rest.
pub(crate) fn is_own(feature: &str, name: &str) -> bool {
    let rest = name.strip_prefix(feature);
    rest.is_some_and(|rest| rest.starts_with('.'))
}

/// What somebody asked for under a name that is not theirs.
fn not_own(name: &str) -> Error {
    Error::internal(format!("{name} is another module's"))
}

fn refused<'a, T: Send + 'a>(name: &str) -> BoxFuture<'a, Result<T>> {
    let error = not_own(name);
    Box::pin(async { Err(error) })
}

impl Cache for Acting {
    fn get(&self, key: &'static str) -> Option<Cached> {
        let cache = self.bare.cache();
        cache.get(key).filter(|_| is_own(&self.feature, key))
    }

    fn put(&self, key: &'static str, value: Cached, bytes: usize) {
        if is_own(&self.feature, key) {
            self.bare.cache().put(key, value, bytes);
        }
    }

    fn forget(&self, key: &'static str) {
        if is_own(&self.feature, key) {
            self.bare.cache().forget(key);
        }
    }
}

impl Keys for Acting {
    /// For a purpose that is not its own, of one that is nobody else's.
    fn hash(&self, purpose: &str, data: &[u8]) -> [u8; 32] {
        if is_own(&self.feature, purpose) {
            return self.bare.keys().hash(purpose, data);
        }
        let own = format!("{}.{purpose}", self.feature);
        self.bare.keys().hash(&own, data)
    }

    fn seal(&self, purpose: &str, data: &[u8]) -> Result<Vec<u8>> {
        match is_own(&self.feature, purpose) {
            true => self.bare.keys().seal(purpose, data),
            false => Err(not_own(purpose)),
        }
    }

    fn open(&self, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>> {
        match is_own(&self.feature, purpose) {
            true => self.bare.keys().open(purpose, sealed),
            false => Err(not_own(purpose)),
        }
    }
}

impl Workers for Acting {
    fn run(
        &self,
        name: &'static str,
        input: &Path,
        args: Vec<u8>,
        limit: Option<Duration>,
    ) -> BoxStream<'static, std::result::Result<Bytes, WorkerError>> {
        match is_own(&self.feature, name) {
            true => self.bare.workers().run(name, input, args, limit),
            false => stream::once(future::ready(Err(WorkerError::NotStarted))).boxed(),
        }
    }
}

impl Objects for Acting {
    fn put<'a>(
        &'a self,
        key: ObjectKey,
        content: Bytestream<'a>,
    ) -> BoxFuture<'a, Result<StoredObject>> {
        match key.feature() == &*self.feature {
            true => self.bare.objects().put(key, content),
            false => refused(key.feature()),
        }
    }

    fn read(
        &self,
        key: ObjectKey,
        range: Range<u64>,
    ) -> BoxFuture<'_, Result<Bytestream<'static>>> {
        match key.feature() == &*self.feature {
            true => self.bare.objects().read(key, range),
            false => refused(key.feature()),
        }
    }

    fn size(&self, key: ObjectKey) -> BoxFuture<'_, Result<Option<u64>>> {
        match key.feature() == &*self.feature {
            true => self.bare.objects().size(key),
            false => refused(key.feature()),
        }
    }

    fn whole<'a>(
        &'a self,
        feature: &'a str,
        id: Uuid,
    ) -> BoxFuture<'a, Result<(u64, Bytestream<'static>)>> {
        match feature == &*self.feature {
            true => self.bare.objects().whole(feature, id),
            false => refused(feature),
        }
    }

    fn delete(&self, key: ObjectKey) -> BoxFuture<'_, Result<()>> {
        match key.feature() == &*self.feature {
            true => self.bare.objects().delete(key),
            false => refused(key.feature()),
        }
    }

    fn all<'a>(&'a self, feature: &'a str) -> BoxFuture<'a, Result<Vec<Uuid>>> {
        match feature == &*self.feature {
            true => self.bare.objects().all(feature),
            false => refused(feature),
        }
    }

    fn clear<'a>(&'a self, feature: &'a str, ids: &'a [Uuid]) -> BoxFuture<'a, Result<()>> {
        match feature == &*self.feature {
            true => self.bare.objects().clear(feature, ids),
            false => refused(feature),
        }
    }

    fn older_than(
        &self,
        feature: &'static str,
        time: DateTime<Utc>,
    ) -> BoxStream<'_, Result<ObjectKey>> {
        match feature == &*self.feature {
            true => self.bare.objects().older_than(feature, time),
            false => stream::once(future::ready(Err(not_own(feature)))).boxed(),
        }
    }
}

/// Nobody but core erases people, or looks at what others keep of them.
impl Erasure for Acting {
    fn preview<'a>(&'a self, _: &'a Db, _: Uuid) -> BoxFuture<'a, Result<Vec<ErasureLine>>> {
        refused("erasure")
    }

    fn erase<'a>(&'a self, _: &'a mut Tx, _: Uuid) -> BoxFuture<'a, Result<Vec<ErasureLine>>> {
        refused("erasure")
    }

    fn export<'a>(&'a self, _: &'a Db, _: Uuid) -> BoxFuture<'a, Result<Json>> {
        refused("erasure")
    }

    fn settle(&self) -> BoxFuture<'_, Result<()>> {
        refused("erasure")
    }
}

/// Nobody but core hands out what others keep.
impl Archives for Acting {
    fn pack(&self, _: &Call, _: Json) -> Bytestream<'static> {
        stream::once(future::ready(Err(not_own("an archive")))).boxed()
    }
}
