//! Files for the time of one piece of work: `<data>/scratch`, readable by their
//! owner alone.

use std::{
    fs, io,
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use bytes::{Bytes, BytesMut};
use http::StatusCode;
use kartoteka_plugin::{
    BoxFuture, Error, Result,
    call::Clock,
    error::Cause,
    workers::{Scratch, ScratchFile},
};
use tokio::{
    fs::File,
    io::{AsyncReadExt as _, AsyncSeekExt as _, AsyncWriteExt as _},
};

/// Makes scratch files in one folder.
pub struct ScratchFolder {
    folder: PathBuf,
    clock: Arc<dyn Clock>,
}

impl ScratchFolder {
    /// Opens the folder below `data_dir`. Who holds the folder's lock sweeps it:
    /// what a stopped host left there is removed.
    ///
    /// # Errors
    /// As the file system says.
    pub fn open(data_dir: &Path, sweep: bool, clock: Arc<dyn Clock>) -> io::Result<Arc<Self>> {
        let folder = data_dir.join("scratch");
        if folder.is_dir() {
            for entry in fs::read_dir(&folder)?.filter(|_| sweep) {
                fs::remove_file(entry?.path())?;
            }
        } else {
            fs::DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(&folder)?;
        }
        let folder = folder.canonicalize()?;
        Ok(Arc::new(Self { folder, clock }))
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.folder
    }
}

impl Scratch for ScratchFolder {
    fn create(&self) -> BoxFuture<'_, Result<Box<dyn ScratchFile>>> {
        Box::pin(async move {
            let path = self.folder.join(self.clock.new_id().to_string());
            let mut options = File::options();
            options.read(true).write(true).create_new(true).mode(0o600);
            let file = options.open(&path).await.map_err(failed)?;
            let file: Box<dyn ScratchFile> = Box::new(OnDisk {
                path,
                file,
                bytes: 0,
            });
            Ok(file)
        })
    }
}

struct OnDisk {
    path: PathBuf,
    file: File,
    bytes: u64,
}

impl ScratchFile for OnDisk {
    fn write(&mut self, chunk: Bytes) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            self.file.write_all(&chunk).await.map_err(failed)?;
            self.bytes += chunk.len() as u64;
            Ok(())
        })
    }

    fn finish(&mut self) -> BoxFuture<'_, Result<u64>> {
        Box::pin(async move {
            self.file.flush().await.map_err(failed)?;
            Ok(self.bytes)
        })
    }

    fn read(&mut self, at: u64, most: usize) -> BoxFuture<'_, Result<Bytes>> {
        Box::pin(async move {
            self.file
                .seek(io::SeekFrom::Start(at))
                .await
                .map_err(failed)?;
            let mut buffer = BytesMut::with_capacity(most);
            let mut part = (&mut self.file).take(most as u64);
            while part.read_buf(&mut buffer).await.map_err(failed)? > 0 {}
            Ok(buffer.freeze())
        })
    }

    fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for OnDisk {
    fn drop(&mut self) {
        // What cannot be removed now is swept at the next start.
        let _ = fs::remove_file(&self.path);
    }
}

fn failed(error: io::Error) -> Error {
    use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    let cause = Cause::Engine(format!("scratch file: {error}"));
    if !matches!(error.kind(), StorageFull | QuotaExceeded | FileTooLarge) {
        return Error::internal(cause);
    }
    let mut full = Error::new(StatusCode::INSUFFICIENT_STORAGE, "disk_full");
    full.cause = Some(cause);
    full
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;
    use crate::services::SystemClock;

    #[tokio::test]
    async fn a_file_is_the_owners_goes_when_dropped_and_leftovers_go_at_the_start() {
        let data = tempfile::tempdir().unwrap();
        let scratch = ScratchFolder::open(data.path(), true, Arc::new(SystemClock)).unwrap();
        let mut file = scratch.create().await.unwrap();
        file.write(Bytes::from_static(b"abc")).await.unwrap();
        assert_eq!(file.finish().await.unwrap(), 3);
        let path = file.path().to_owned();
        assert_eq!(fs::read(&path).unwrap(), b"abc");
        assert_eq!(file.read(0, 2).await.unwrap(), "ab");
        assert_eq!(file.read(2, 2).await.unwrap(), "c");
        assert_eq!(file.read(3, 2).await.unwrap(), "");
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        drop(file);
        assert!(!path.exists());

        fs::write(data.path().join("scratch/left"), "x").unwrap();
        ScratchFolder::open(data.path(), true, Arc::new(SystemClock)).unwrap();
        assert_eq!(
            fs::read_dir(data.path().join("scratch")).unwrap().count(),
            0
        );
    }
}
