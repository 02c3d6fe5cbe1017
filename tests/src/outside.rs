//! A real server outside, by TLS and with a certificate of an authority of its own, for what
//! features call. It lies on this machine, where only who is let inside reaches it.

use std::{
    convert::Infallible,
    net::TcpListener,
    path::PathBuf,
    sync::{Arc, OnceLock},
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response, header};
use http_body_util::Full;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use kartoteka::config::Config;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tempfile::TempDir;
use tokio_rustls::{
    TlsAcceptor,
    rustls::{self, pki_types::PrivateKeyDer},
};

struct Server {
    folder: TempDir,
    port: u16,
}

/// The one server of this program.
fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| {
        kartoteka::services::prepare_tls();
        let folder = tempfile::tempdir().expect("a folder");
        let (authority, acceptor) = certify();
        std::fs::write(folder.path().join("authority.pem"), authority).expect("a file");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        listener.set_nonblocking(true).expect("a listener");
        // Of no test's own runtime: it outlives each of them.
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().expect("a runtime");
            runtime.block_on(serve(listener, acceptor));
        });
        Server { folder, port }
    })
}

/// The authority's certificate, and who proves to be `localhost` by it.
fn certify() -> (String, TlsAcceptor) {
    let mut params = CertificateParams::new(Vec::new()).expect("parameters");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().expect("a key");
    let authority = CertifiedIssuer::self_signed(params, key).expect("an authority");
    let key = KeyPair::generate().expect("a key");
    let own = CertificateParams::new(vec!["localhost".to_owned()]).expect("parameters");
    let own = own.signed_by(&key, &authority).expect("a certificate");
    let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
    let config = rustls::ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![own.der().clone()], key)
        .expect("a certificate and its key");
    (authority.pem(), TlsAcceptor::from(Arc::new(config)))
}

async fn serve(listener: TcpListener, acceptor: TlsAcceptor) {
    let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
    while let Ok((stream, _)) = listener.accept().await {
        let acceptor = acceptor.clone();
        tokio::spawn(async move {
            if let Ok(stream) = acceptor.accept(stream).await {
                let service = service_fn(answer);
                let connection = http1::Builder::new();
                // It may break off, which is the other side's affair.
                let _ = connection
                    .serve_connection(TokioIo::new(stream), service)
                    .await;
            }
        });
    }
}

async fn answer(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let body = |text: String| Full::new(Bytes::from(text));
    let mut answer = match request.uri().path() {
        "/towns/Graz" => Response::new(body("rain".to_owned())),
        "/late" => {
            tokio::time::sleep(Duration::from_secs(60)).await;
            Response::new(body("at last".to_owned()))
        }
        "/large" => Response::new(body("x".repeat((1 << 20) + 1))),
        "/elsewhere" => {
            let mut answer = Response::new(body(String::new()));
            *answer.status_mut() = http::StatusCode::FOUND;
            let to = "/towns/Graz".parse().expect("an address");
            answer.headers_mut().insert(header::LOCATION, to);
            answer
        }
        // What came, by its headers' names.
        "/echo" => {
            let names: Vec<_> = request.headers().keys().map(|k| k.as_str()).collect();
            Response::new(body(names.join(" ")))
        }
        _ => {
            let mut answer = Response::new(body(String::new()));
            *answer.status_mut() = http::StatusCode::NOT_FOUND;
            answer
        }
    };
    let cookie = "met=before; Path=/".parse().expect("a cookie");
    answer.headers_mut().insert(header::SET_COOKIE, cookie);
    Ok(answer)
}

/// How manifests write it: `localhost:40123`.
pub fn host() -> String {
    format!("localhost:{}", server().port)
}

/// The file with the certificate of its authority.
pub fn authority() -> PathBuf {
    server().folder.path().join("authority.pem")
}

/// Lets the features of a host reach it.
pub fn configure(config: &mut Config) {
    config.outgoing.inside = vec!["localhost".to_owned()];
    config.outgoing.root_certificates = Some(authority());
}
