//! Where objects lie: a folder by default, a bucket by configuration.

use std::{fs, io, os::unix::fs::DirBuilderExt as _, path::Path};

use object_store::local::LocalFileSystem;

use super::{ObjectShelf, Place};
use crate::config::Config;

/// What goes to the disk at once.
const PIECE: usize = 256 << 10;

/// Opens what the configuration names.
///
/// # Errors
/// A sentence for the operator.
pub(super) fn open(config: &Config) -> Result<ObjectShelf, String> {
    let Some(bucket) = &config.objects.s3_bucket else {
        let folder = config.data_dir.join("objects");
        let opened = folder_at(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        return Ok(ObjectShelf {
            place: Place::Folder(opened),
            prefix: String::new(),
            part: PIECE,
        });
    };
    in_bucket(bucket, config)
}

/// A folder that its owner alone reads. What is written there is on the disk, name and content,
/// before it is told to be there.
fn folder_at(folder: &Path) -> io::Result<LocalFileSystem> {
    if !folder.is_dir() {
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)?;
    }
    let opened = LocalFileSystem::new_with_prefix(folder).map_err(io::Error::other)?;
    Ok(opened.with_fsync(true))
}

/// Lets reqwest make TLS by ring: it asks for what the process has, and fails where that is
/// nothing. A second time changes nothing.
pub fn prepare_tls() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}

#[cfg(feature = "s3")]
fn in_bucket(bucket: &str, config: &Config) -> Result<ObjectShelf, String> {
    use std::time::Duration;

    use object_store::{ClientOptions, aws::AmazonS3Builder};

    /// The least that S3 takes as a part of a larger object.
    const PART: usize = 5 << 20;
    /// A part, or a whole object, has this long; a slow reader takes his time.
    const TIMEOUT: Duration = Duration::from_secs(15 * 60);

    let settings = &config.objects;
    prepare_tls();
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(bucket)
        .with_region(&settings.s3_region)
        .with_client_options(ClientOptions::new().with_timeout(TIMEOUT));
    if let Some(endpoint) = &settings.s3_endpoint {
        let plain = endpoint.starts_with("http://");
        builder = builder.with_endpoint(endpoint).with_allow_http(plain);
    }
    if let (Some(id), Some(secret)) = (&settings.s3_access_key_id, &settings.s3_secret_access_key) {
        let secret = secret.reveal();
        builder = builder
            .with_access_key_id(id)
            .with_secret_access_key(secret);
    }
    let built = builder
        .build()
        .map_err(|e| format!("`objects.s3_bucket`: {e}"))?;
    let prefix = settings.s3_prefix.as_deref().map(|p| p.trim_matches('/'));
    Ok(ObjectShelf {
        place: Place::Bucket(Box::new(built)),
        prefix: prefix.map_or_else(String::new, |prefix| format!("{prefix}/")),
        part: PART,
    })
}

#[cfg(not(feature = "s3"))]
fn in_bucket(_: &str, _: &Config) -> Result<ObjectShelf, String> {
    Err("`objects.s3_bucket`: this program was built without buckets (feature s3)".to_owned())
}
