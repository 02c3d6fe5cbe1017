//! Files that stay: what people upload, and what features write for them.
//!
//! An object is written once under a fresh key and never changes. A key is the feature's own
//! name and an id; the salon stands above it, and no feature can name another salon's.
//!
//! The store and the database are two things, and a host can be killed between them. So a feature
//! notes a key in its tables *before* it puts anything there, and takes the note away in the
//! transaction that makes the object visible; what it deletes it notes in the same way. Woken later,
//! it deletes what is still noted. Contents are kept as they are: encrypting the disk, or the
//! bucket, is the operator's.
//!
//! ```
#![doc = include_str!("../shown/objects.rs")]
//! ```
//!
//! Which column of a table names objects the manifest says (`file` of
//! [`Table`](crate::manifest::Table)), so that exports take their contents along.
//!
//! What is still noted is deleted by the example of [`wake_ups`](crate::wake_ups). Rows that name
//! objects and go with an erased person leave these behind: the answer to `core.erase/1` notes
//! them first.

use std::{fmt, ops::Range};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::stream::BoxStream;
use uuid::Uuid;

use crate::{BoxFuture, Result};

/// Under what an object lies, within the salon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ObjectKey {
    feature: &'static str,
    id: Uuid,
}

impl ObjectKey {
    /// The object `id` of `feature`.
    pub const fn new(feature: &'static str, id: Uuid) -> Self {
        Self { feature, id }
    }

    /// Whose it is.
    pub const fn feature(&self) -> &'static str {
        self.feature
    }

    /// Its id.
    pub const fn id(&self) -> Uuid {
        self.id
    }
}

/// `documents/0192f0c1-…`.
impl fmt::Display for ObjectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.feature, self.id)
    }
}

/// The bytes of an object on their way.
pub type Bytestream<'a> = BoxStream<'a, Result<Bytes>>;

/// What was put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredObject {
    /// How many bytes.
    pub size: u64,
    /// Their SHA-256.
    pub sha256: [u8; 32],
}

/// The objects of one salon.
pub trait Objects: Send + Sync {
    /// Puts all of `content` under `key`, which nothing lies under yet. However long it is, a few
    /// megabytes of it are in memory at a time. On return it is durable; before, or where
    /// `content` fails, or where this is dropped, nothing is there.
    ///
    /// # Errors
    /// What `content` gave; 404 `feature_off`, where the feature was switched off meanwhile; 507
    /// `disk_full`; internal, as the store says.
    fn put<'a>(
        &'a self,
        key: ObjectKey,
        content: Bytestream<'a>,
    ) -> BoxFuture<'a, Result<StoredObject>>;

    /// The bytes of `range`, which must not reach beyond the object's end, as they come.
    ///
    /// # Errors
    /// 404 `object_gone`, where nothing lies there; internal, as the store says.
    fn read(&self, key: ObjectKey, range: Range<u64>)
    -> BoxFuture<'_, Result<Bytestream<'static>>>;

    /// How many bytes lie under `key`; nothing where none do.
    fn size(&self, key: ObjectKey) -> BoxFuture<'_, Result<Option<u64>>>;

    /// All bytes of the object `id` of `feature` as they come, and how many they are. For the host,
    /// where an export takes them along.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    fn whole<'a>(
        &'a self,
        feature: &'a str,
        id: Uuid,
    ) -> BoxFuture<'a, Result<(u64, Bytestream<'static>)>>;

    /// Deletes what lies under `key`, also what a broken off `put` left. Nothing there is no error.
    fn delete(&self, key: ObjectKey) -> BoxFuture<'_, Result<()>>;

    /// The ids of all objects of `feature`, those that a broken off `put` left unfinished among
    /// them. For the host, when a salon removes what the feature keeps.
    fn all<'a>(&'a self, feature: &'a str) -> BoxFuture<'a, Result<Vec<Uuid>>>;

    /// Deletes those objects of `feature`. Ids are never used again, so that this is right at
    /// any time after they were listed.
    fn clear<'a>(&'a self, feature: &'a str, ids: &'a [Uuid]) -> BoxFuture<'a, Result<()>>;

    /// The objects of `feature` that were put before `time`, in no order.
    fn older_than(
        &self,
        feature: &'static str,
        time: DateTime<Utc>,
    ) -> BoxStream<'_, Result<ObjectKey>>;
}
