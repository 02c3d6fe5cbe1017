//! A real server of S3, which the tests start themselves. It keeps a bucket in a folder.

use std::{
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    sync::OnceLock,
};

use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use kartoteka::config::{Config, Secret};
use s3s::{auth::SimpleAuth, service::S3ServiceBuilder};
use s3s_fs::FileSystem;
use tempfile::TempDir;

const BUCKET: &str = "karten";
const KEY: &str = "kartoteka";
const SECRET: &str = "nur fuer die Tests";

struct Server {
    folder: TempDir,
    address: SocketAddr,
}

/// The one server of this program.
fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join(BUCKET)).expect("a bucket");
        let files = FileSystem::new(folder.path()).expect("a folder");
        let mut builder = S3ServiceBuilder::new(files);
        builder.set_auth(SimpleAuth::from_single(KEY, SECRET));
        let service = builder.build();
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        listener.set_nonblocking(true).expect("a listener");
        // Of no test's own runtime: it outlives each of them.
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().expect("a runtime");
            runtime.block_on(async move {
                let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
                while let Ok((stream, _)) = listener.accept().await {
                    let connection = http1::Builder::new()
                        .serve_connection(TokioIo::new(stream), service.clone());
                    tokio::spawn(connection);
                }
            });
        });
        Server { folder, address }
    })
}

/// Lets a host keep its files there.
pub fn configure(config: &mut Config) {
    let objects = &mut config.objects;
    objects.s3_bucket = Some(BUCKET.to_owned());
    objects.s3_endpoint = Some(format!("http://{}", server().address));
    objects.s3_access_key_id = Some(KEY.to_owned());
    objects.s3_secret_access_key = Some(Secret::new(SECRET));
    // The salons of all worlds have the same identifiers; what is before them keeps them apart.
    let world = config
        .data_dir
        .parent()
        .and_then(std::path::Path::file_name);
    let world = world.expect("a folder").to_string_lossy();
    objects.s3_prefix = Some(format!("region/{}", world.trim_start_matches('.')));
}

/// The same for a host in a process of its own, whose keys begin with `prefix`.
pub fn settings(prefix: &str) -> Vec<(String, String)> {
    let settings = [
        ("S3_BUCKET", BUCKET.to_owned()),
        ("S3_ENDPOINT", format!("http://{}", server().address)),
        ("S3_ACCESS_KEY_ID", KEY.to_owned()),
        ("S3_SECRET_ACCESS_KEY", SECRET.to_owned()),
        ("S3_PREFIX", prefix.to_owned()),
    ];
    let named = |(key, value)| (format!("KARTOTEKA_OBJECTS__{key}"), value);
    settings.map(named).into()
}

/// The folder of all that lies in the bucket.
pub fn folder() -> PathBuf {
    server().folder.path().join(BUCKET)
}
