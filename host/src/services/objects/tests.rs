//! The folder of objects, below any door.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{fs, os::unix::fs::PermissionsExt as _, path::PathBuf};

use chrono::TimeDelta;
use futures_util::stream;
use kartoteka_plugin::call::Clock as _;

use super::*;
use crate::services::SystemClock;

const SALON: Uuid = Uuid::from_u128(7);

struct Place {
    folder: tempfile::TempDir,
    shelf: Arc<ObjectShelf>,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = Config {
            data_dir: folder.path().to_owned(),
            ..Config::default()
        };
        let shelf = ObjectShelf::open(&config).unwrap();
        Self { folder, shelf }
    }

    fn files(&self) -> Vec<PathBuf> {
        let mut open = vec![self.folder.path().join("objects")];
        let mut found = Vec::new();
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    open.push(path);
                } else {
                    found.push(path);
                }
            }
        }
        found
    }
}

fn key(n: u128) -> ObjectKey {
    ObjectKey::new("papers", Uuid::from_u128(n))
}

/// So many bytes, in chunks of 10,000.
fn content(bytes: usize) -> Bytestream<'static> {
    let all: Vec<u8> = (0..bytes).map(|at| (at % 251) as u8).collect();
    let chunks: Vec<_> = all
        .chunks(10_000)
        .map(|chunk| Ok(Bytes::copy_from_slice(chunk)))
        .collect();
    stream::iter(chunks).boxed()
}

async fn all_of(objects: &dyn Objects, key: ObjectKey, range: Range<u64>) -> Vec<u8> {
    let read = objects.read(key, range).await.unwrap();
    let chunks: Vec<Bytes> = read.try_collect().await.unwrap();
    chunks.concat()
}

#[tokio::test]
async fn an_object_is_put_read_in_parts_and_deleted() {
    let place = Place::new();
    let objects = place.shelf.of(SALON);
    for (n, bytes) in [(1, 0), (2, 5), (3, 1_000_003)] {
        let stored = objects.put(key(n), content(bytes)).await.unwrap();
        assert_eq!(stored.size, bytes as u64);
        let whole = all_of(&*objects, key(n), 0..stored.size).await;
        let hash = digest::digest(&digest::SHA256, &whole);
        assert_eq!(hash.as_ref(), stored.sha256);
        assert_eq!(objects.size(key(n)).await.unwrap(), Some(stored.size));
    }
    let part = all_of(&*objects, key(3), 999_999..1_000_002).await;
    assert_eq!(
        part,
        [999_999, 1_000_000, 1_000_001].map(|at| (at % 251) as u8)
    );
    objects.delete(key(3)).await.unwrap();
    objects.delete(key(3)).await.unwrap();
    assert_eq!(objects.size(key(3)).await.unwrap(), None);
    let gone = objects.read(key(3), 0..1).await.err().unwrap();
    assert_eq!(gone.code, "object_gone");
    let mode = fs::metadata(place.folder.path().join("objects")).unwrap();
    assert_eq!(mode.permissions().mode() & 0o777, 0o700);
}

#[tokio::test]
async fn a_broken_off_upload_leaves_nothing() {
    let place = Place::new();
    let objects = place.shelf.of(SALON);
    let broken = stream::once(async { Err(Error::malformed()) });
    let failing = content(700_000).chain(broken).boxed();
    assert_eq!(
        objects.put(key(1), failing).await.unwrap_err().code,
        "malformed"
    );
    assert_eq!(place.files(), Vec::<PathBuf>::new());
    // One whose host was killed: its beginning lies there until the key is deleted.
    objects.put(key(2), content(10)).await.unwrap();
    let path = place.files().pop().unwrap();
    fs::rename(&path, format!("{}#1", path.display())).unwrap();
    assert_eq!(objects.size(key(2)).await.unwrap(), None);
    objects.delete(key(2)).await.unwrap();
    assert_eq!(place.files(), Vec::<PathBuf>::new());
}

#[tokio::test]
async fn salons_and_features_are_apart() {
    let place = Place::new();
    let (ours, theirs) = (place.shelf.of(SALON), place.shelf.of(Uuid::from_u128(8)));
    ours.put(key(1), content(10)).await.unwrap();
    assert_eq!(theirs.size(key(1)).await.unwrap(), None);
    theirs.delete(key(1)).await.unwrap();
    assert_eq!(ours.size(key(1)).await.unwrap(), Some(10));
    let soon = SystemClock.now() + TimeDelta::minutes(1);
    let list = async |objects: &dyn Objects, feature, time| -> Vec<ObjectKey> {
        objects
            .older_than(feature, time)
            .try_collect()
            .await
            .unwrap()
    };
    assert_eq!(list(&*ours, "papers", soon).await, [key(1)]);
    assert_eq!(list(&*ours, "papers", soon - TimeDelta::hours(1)).await, []);
    assert_eq!(list(&*ours, "others", soon).await, []);
    assert_eq!(list(&*theirs, "papers", soon).await, []);
    let all = ours.all("papers").await.unwrap();
    assert_eq!(all, [key(1).id()]);
    assert!(theirs.all("papers").await.unwrap().is_empty());
    assert!(ours.all("others").await.unwrap().is_empty());
    theirs.clear("papers", &all).await.unwrap();
    ours.clear("others", &all).await.unwrap();
    assert_eq!(ours.size(key(1)).await.unwrap(), Some(10));
    let left = place
        .files()
        .pop()
        .unwrap()
        .with_file_name(format!("{}#1", key(2).id()));
    fs::write(left, "the beginning").unwrap();
    let mut all = ours.all("papers").await.unwrap();
    all.sort();
    assert_eq!(all, [key(1).id(), key(2).id()], "what was broken off, too");
    ours.clear("papers", &all).await.unwrap();
    assert_eq!(place.files(), Vec::<PathBuf>::new());
}
