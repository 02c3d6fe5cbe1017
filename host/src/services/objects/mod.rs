//! Files that stay: the folder `<data>/objects`, or a bucket that is reached by S3. Each salon's
//! lie below its id, each feature's below its own below that.

mod place;
#[cfg(test)]
mod tests;
mod while_on;

pub use place::prepare_tls;
pub use while_on::WhileOn;

use std::{
    error::Error as StdError,
    io,
    ops::Range,
    path::{Path, PathBuf},
    sync::Arc,
};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::{StreamExt as _, TryStreamExt as _, stream::BoxStream};
use http::StatusCode;
use kartoteka_plugin::{
    BoxFuture, Error, Result,
    error::Cause,
    objects::{Bytestream, ObjectKey, Objects, StoredObject},
};
use object_store::{
    GetOptions, GetRange, MultipartUpload, ObjectStore, ObjectStoreExt as _, PutPayload,
    local::LocalFileSystem, path::Path as StorePath,
};
use ring::digest;
use uuid::Uuid;

use crate::config::Config;

/// The objects of all salons.
pub struct ObjectShelf {
    place: Place,
    /// What stands before all keys.
    prefix: String,
    /// Bytes that go out at once.
    part: usize,
}

enum Place {
    Folder(LocalFileSystem),
    #[cfg_attr(
        not(feature = "s3"),
        expect(dead_code, reason = "built without buckets")
    )]
    Bucket(Box<dyn ObjectStore>),
}

impl ObjectShelf {
    /// Opens what the configuration names.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub fn open(config: &Config) -> std::result::Result<Arc<Self>, String> {
        place::open(config).map(Arc::new)
    }

    /// The objects of `salon`.
    pub fn of(self: &Arc<Self>, salon: Uuid) -> Arc<dyn Objects> {
        Arc::new(SalonObjects {
            shelf: self.clone(),
            salon,
        })
    }

    fn store(&self) -> &dyn ObjectStore {
        match &self.place {
            Place::Folder(folder) => folder,
            Place::Bucket(bucket) => &**bucket,
        }
    }

    /// Where it is in the folder, where that is one.
    fn folder(&self, at: &StorePath) -> Option<PathBuf> {
        match &self.place {
            Place::Folder(folder) => folder.path_to_filesystem(at).ok(),
            Place::Bucket(_) => None,
        }
    }

    /// Where a broken off upload left its beginning.
    fn left_behind(&self, at: &StorePath) -> Option<PathBuf> {
        let mut path = self.folder(at)?.into_os_string();
        path.push("#1");
        Some(path.into())
    }
}

struct SalonObjects {
    shelf: Arc<ObjectShelf>,
    salon: Uuid,
}

impl SalonObjects {
    fn folder(&self, feature: &str) -> String {
        format!("{}{}/{feature}", self.shelf.prefix, self.salon)
    }

    fn at(&self, key: ObjectKey) -> StorePath {
        self.place_of(key.feature(), key.id())
    }

    fn place_of(&self, feature: &str, id: Uuid) -> StorePath {
        StorePath::from(format!("{}/{id}", self.folder(feature)))
    }

    async fn delete_at(&self, at: &StorePath) -> Result<()> {
        if let Some(left) = self.shelf.left_behind(at) {
            gone(tokio::fs::remove_file(left).await)?;
        }
        match self.shelf.store().delete(at).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }

    /// What lies at `at`, and how much all of it is.
    async fn get(&self, at: &StorePath, options: GetOptions) -> Result<(u64, Bytestream<'static>)> {
        match self.shelf.store().get_opts(at, options).await {
            Ok(found) => {
                let size = found.meta.size;
                Ok((size, found.into_stream().map_err(failed).boxed()))
            }
            Err(object_store::Error::NotFound { .. }) => {
                tracing::error!(salon = %self.salon, %at, "an object is not in the store");
                Err(Error::new(StatusCode::NOT_FOUND, "object_gone"))
            }
            Err(error) => Err(failed(error)),
        }
    }

    async fn put_all(&self, key: ObjectKey, content: Bytestream<'_>) -> Result<StoredObject> {
        let at = self.at(key);
        let store = self.shelf.store();
        let mut content = Parts::new(content, self.shelf.part);
        let first = content.next().await?;
        if content.over {
            store.put(&at, payload(first)).await.map_err(failed)?;
            return Ok(content.done());
        }
        let mut upload = store.put_multipart(&at).await.map_err(failed)?;
        match send(&mut *upload, first, &mut content).await {
            Ok(()) => Ok(content.done()),
            Err(error) => {
                // What cannot be taken away now, a later `delete` does.
                let _ = upload.abort().await;
                Err(error)
            }
        }
    }
}

async fn send(
    upload: &mut dyn MultipartUpload,
    first: Vec<Bytes>,
    content: &mut Parts<'_>,
) -> Result<()> {
    let mut part = first;
    while !part.is_empty() {
        upload.put_part(payload(part)).await.map_err(failed)?;
        part = content.next().await?;
    }
    upload.complete().await.map_err(failed)?;
    Ok(())
}

fn payload(chunks: Vec<Bytes>) -> PutPayload {
    chunks.into_iter().collect()
}

/// A content in parts of about one size, counted and hashed.
struct Parts<'a> {
    content: Bytestream<'a>,
    size: usize,
    hash: digest::Context,
    bytes: u64,
    over: bool,
}

impl<'a> Parts<'a> {
    fn new(content: Bytestream<'a>, size: usize) -> Self {
        Self {
            content,
            size,
            hash: digest::Context::new(&digest::SHA256),
            bytes: 0,
            over: false,
        }
    }

    /// The next part; empty when all is read.
    async fn next(&mut self) -> Result<Vec<Bytes>> {
        let (mut part, mut length) = (Vec::new(), 0);
        while length < self.size && !self.over {
            let Some(chunk) = self.content.try_next().await? else {
                self.over = true;
                break;
            };
            self.hash.update(&chunk);
            self.bytes += chunk.len() as u64;
            length += chunk.len();
            part.push(chunk);
        }
        Ok(part)
    }

    fn done(self) -> StoredObject {
        let mut sha256 = [0; 32];
        sha256.copy_from_slice(self.hash.finish().as_ref());
        StoredObject {
            size: self.bytes,
            sha256,
        }
    }
}

impl Objects for SalonObjects {
    fn put<'a>(
        &'a self,
        key: ObjectKey,
        content: Bytestream<'a>,
    ) -> BoxFuture<'a, Result<StoredObject>> {
        Box::pin(self.put_all(key, content))
    }

    fn read(
        &self,
        key: ObjectKey,
        range: Range<u64>,
    ) -> BoxFuture<'_, Result<Bytestream<'static>>> {
        Box::pin(async move {
            if range.is_empty() {
                return Ok(futures_util::stream::empty().boxed());
            }
            let options = GetOptions::new().with_range(Some(GetRange::Bounded(range)));
            let (_, bytes) = self.get(&self.at(key), options).await?;
            Ok(bytes)
        })
    }

    fn whole<'a>(
        &'a self,
        feature: &'a str,
        id: Uuid,
    ) -> BoxFuture<'a, Result<(u64, Bytestream<'static>)>> {
        Box::pin(async move {
            let at = self.place_of(feature, id);
            self.get(&at, GetOptions::new()).await
        })
    }

    fn size(&self, key: ObjectKey) -> BoxFuture<'_, Result<Option<u64>>> {
        Box::pin(async move {
            match self.shelf.store().head(&self.at(key)).await {
                Ok(found) => Ok(Some(found.size)),
                Err(object_store::Error::NotFound { .. }) => Ok(None),
                Err(error) => Err(failed(error)),
            }
        })
    }

    fn delete(&self, key: ObjectKey) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move { self.delete_at(&self.at(key)).await })
    }

    fn all<'a>(&'a self, feature: &'a str) -> BoxFuture<'a, Result<Vec<Uuid>>> {
        Box::pin(async move {
            let folder = StorePath::from(self.folder(feature));
            let all = self.shelf.store().list(Some(&folder)).map_err(failed);
            let id = |found: object_store::ObjectMeta| async move {
                Ok(found
                    .location
                    .filename()
                    .and_then(|name| name.parse::<Uuid>().ok()))
            };
            let mut ids: Vec<Uuid> = all.try_filter_map(id).try_collect().await?;
            if let Some(folder) = self.shelf.folder(&folder) {
                ids.extend(unfinished(&folder).await?);
            }
            Ok(ids)
        })
    }

    fn clear<'a>(&'a self, feature: &'a str, ids: &'a [Uuid]) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            for id in ids {
                self.delete_at(&self.place_of(feature, *id)).await?;
            }
            Ok(())
        })
    }

    fn older_than(
        &self,
        feature: &'static str,
        time: DateTime<Utc>,
    ) -> BoxStream<'_, Result<ObjectKey>> {
        let folder = StorePath::from(self.folder(feature));
        let all = self.shelf.store().list(Some(&folder)).map_err(failed);
        let old = all.try_filter_map(move |found| async move {
            let id = found.location.filename().and_then(|name| name.parse().ok());
            let old = id.filter(|_| found.last_modified < time);
            Ok(old.map(|id| ObjectKey::new(feature, id)))
        });
        old.boxed()
    }
}

/// The ids of what broken off uploads left in a folder.
async fn unfinished(folder: &Path) -> Result<Vec<Uuid>> {
    let failed = |error: io::Error| Error::internal(format!("the folder of objects: {error}"));
    let mut entries = match tokio::fs::read_dir(folder).await {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut ids = Vec::new();
    while let Some(entry) = entries.next_entry().await.map_err(failed)? {
        let name = entry.file_name();
        let id = name.to_str().and_then(|name| name.strip_suffix("#1"));
        ids.extend(id.and_then(|id| id.parse::<Uuid>().ok()));
    }
    Ok(ids)
}

fn gone(removed: io::Result<()>) -> Result<()> {
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Error::internal(format!("an object: {error}")))
        }
        _ => Ok(()),
    }
}

/// What the store said; a full disk is told as such.
fn failed(error: object_store::Error) -> Error {
    use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    let cause = Cause::Engine(format!("the store of objects: {error}"));
    let mut below: Option<&(dyn StdError + 'static)> = Some(&error);
    while let Some(error) = below {
        let kind = error.downcast_ref::<io::Error>().map(io::Error::kind);
        if matches!(kind, Some(StorageFull | QuotaExceeded | FileTooLarge)) {
            let mut full = Error::new(StatusCode::INSUFFICIENT_STORAGE, "disk_full");
            full.cause = Some(cause);
            return full;
        }
        below = error.source();
    }
    Error::internal(cause)
}
