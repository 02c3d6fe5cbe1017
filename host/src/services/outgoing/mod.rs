//! Requests that features send to hosts outside: to those alone that their manifests name and the
//! salon has agreed to, by HTTPS, to addresses of the open internet.

mod addresses;
mod names;

pub use names::is_host;

use std::{
    collections::{HashMap, HashSet},
    fs,
    sync::{Arc, OnceLock},
    time::{Duration, Instant},
};

use bytes::{Bytes, BytesMut};
use http::{Request, Response, header};
use kartoteka_plugin::{
    BoxFuture, Salon,
    http::{Http, HttpError, HttpLimits},
};
use reqwest::{Certificate, Client, Proxy, Url, redirect::Policy};
use tokio::sync::Semaphore;

use super::prepare_tls;
use crate::{config::Outgoing, registry::Registry};
use addresses::Checked;

/// Requests to one host at one time, over all salons.
const AT_ONCE: usize = 16;
/// Connections to one host that are kept for the next request, and for how long.
const IDLE: (usize, Duration) = (2, Duration::from_secs(30));

/// The way out for requests.
pub struct OutgoingDesk {
    /// By feature, the hosts that its manifest names.
    hosts: HashMap<String, HashSet<String>>,
    /// By host.
    at_once: HashMap<String, Semaphore>,
    inside: HashSet<String>,
    certificates: Vec<Certificate>,
    proxy: Option<Proxy>,
    /// Made when it is first needed: most hosts have no feature that calls anybody.
    client: OnceLock<Option<Client>>,
}

impl OutgoingDesk {
    /// Reads the manifests and what the operator set.
    ///
    /// # Errors
    /// Names what in a manifest is no name of a host, and a setting that is none.
    pub(crate) fn new(registry: &Registry, settings: &Outgoing) -> Result<Arc<Self>, String> {
        let mut hosts: HashMap<String, HashSet<String>> = HashMap::new();
        for manifest in registry.iter().map(|loaded| &loaded.manifest) {
            if let Some(bad) = manifest.hosts.iter().find(|host| !is_host(host)) {
                return Err(format!("{}: \"{bad}\" is no name of a host", manifest.id));
            }
            let own = manifest.hosts.iter().cloned();
            hosts.insert(manifest.id.clone(), own.collect());
        }
        let all = hosts.values().flatten().cloned();
        let at_once = all.map(|host| (host, Semaphore::new(AT_ONCE))).collect();
        let mut inside: HashSet<String> = settings.inside.iter().cloned().collect();
        let mut proxy = None;
        if let Some(address) = &settings.proxy {
            let failed = |e: String| format!("`outgoing.proxy`: {e}");
            let url = Url::parse(address).map_err(|e| failed(e.to_string()))?;
            // The operator named it, so it may lie inside.
            inside.extend(url.host_str().map(str::to_owned));
            proxy = Some(Proxy::https(url).map_err(|e| failed(e.to_string()))?);
        }
        Ok(Arc::new(Self {
            hosts,
            at_once,
            inside,
            certificates: certificates(settings)?,
            proxy,
            client: OnceLock::new(),
        }))
    }

    fn client(&self) -> Option<&Client> {
        let make = || {
            prepare_tls();
            let mut builder = Client::builder()
                .https_only(true)
                .no_proxy()
                .redirect(Policy::none())
                .referer(false)
                .user_agent("Kartoteka")
                .pool_max_idle_per_host(IDLE.0)
                .pool_idle_timeout(IDLE.1)
                .tls_certs_merge(self.certificates.iter().cloned())
                .dns_resolver(Checked::new(self.inside.clone()));
            if let Some(proxy) = &self.proxy {
                builder = builder.proxy(proxy.clone());
            }
            let made = builder.build();
            if let Err(error) = &made {
                tracing::error!(%error, "features can call nobody outside");
            }
            made.ok()
        };
        self.client.get_or_init(make).as_ref()
    }

    /// The host that a request is for, where `feature` may call it in `salon`.
    fn admit(
        &self,
        salon: &Salon,
        feature: &str,
        request: &Request<Bytes>,
    ) -> Result<String, HttpError> {
        let host = host_of(request).ok_or(HttpError::NotAllowed)?;
        let declared = self.hosts.get(feature);
        if !declared.is_some_and(|hosts| hosts.contains(&host)) {
            return Err(HttpError::NotAllowed);
        }
        let asks = format!("hosts:{host}");
        match salon.features.grants(feature, &asks) {
            true => Ok(host),
            false => Err(HttpError::NotGranted { asks }),
        }
    }

    async fn exchange(
        &self,
        host: &str,
        request: Request<Bytes>,
        limits: HttpLimits,
    ) -> Result<Response<Bytes>, HttpError> {
        if request.body().len() > limits.request_bytes {
            return Err(HttpError::TooLarge);
        }
        let at_once = self.at_once.get(host).ok_or(HttpError::NotAllowed)?;
        let client = self.client().ok_or(HttpError::Unreachable)?;
        let request = to_send(host, request)?;
        // It is never closed.
        let _permit = at_once.acquire().await;
        let mut answer = client.execute(request).await.map_err(|e| failure(&e))?;
        let said = answer.content_length().unwrap_or_default();
        let most = u64::try_from(limits.answer_bytes).unwrap_or(u64::MAX);
        if said > most {
            return Err(HttpError::TooLarge);
        }
        let mut body = BytesMut::new();
        while let Some(piece) = answer.chunk().await.map_err(|e| failure(&e))? {
            if body.len() + piece.len() > limits.answer_bytes {
                return Err(HttpError::TooLarge);
            }
            body.extend_from_slice(&piece);
        }
        let mut whole = Response::new(body.freeze());
        *whole.status_mut() = answer.status();
        *whole.headers_mut() = std::mem::take(answer.headers_mut());
        Ok(whole)
    }
}

/// Certificates that the operator adds.
fn certificates(settings: &Outgoing) -> Result<Vec<Certificate>, String> {
    let Some(path) = &settings.root_certificates else {
        return Ok(Vec::new());
    };
    let failed = |e: String| format!("`outgoing.root_certificates`: {}: {e}", path.display());
    let text = fs::read(path).map_err(|e| failed(e.to_string()))?;
    let found = Certificate::from_pem_bundle(&text).map_err(|e| failed(e.to_string()))?;
    match found.is_empty() {
        true => Err(failed("it holds no certificate".to_owned())),
        false => Ok(found),
    }
}

/// The host of an address by HTTPS, as manifests write it.
fn host_of(request: &Request<Bytes>) -> Option<String> {
    let uri = request.uri();
    let authority = uri.authority()?;
    if uri.scheme_str() != Some("https") || authority.as_str().contains('@') {
        return None;
    }
    let name = authority.host().to_ascii_lowercase();
    Some(match authority.port_u16() {
        None | Some(443) => name,
        Some(port) => format!("{name}:{port}"),
    })
}

/// The request as it is sent: to the host that was admitted, however addresses are read.
fn to_send(host: &str, mut request: Request<Bytes>) -> Result<reqwest::Request, HttpError> {
    request.headers_mut().remove(header::HOST);
    let request = reqwest::Request::try_from(request).map_err(|_| HttpError::NotAllowed)?;
    let url = request.url();
    let name = url.host_str().unwrap_or_default();
    let read = match url.port() {
        None => name.to_owned(),
        Some(port) => format!("{name}:{port}"),
    };
    if url.scheme() == "https" && read == host {
        Ok(request)
    } else {
        Err(HttpError::NotAllowed)
    }
}

fn failure(error: &reqwest::Error) -> HttpError {
    match error.is_timeout() {
        true => HttpError::TimedOut,
        false => HttpError::Unreachable,
    }
}

impl Http for OutgoingDesk {
    fn send<'a>(
        &'a self,
        salon: &'a Salon,
        feature: &'a str,
        request: Request<Bytes>,
        limits: HttpLimits,
    ) -> BoxFuture<'a, Result<Response<Bytes>, HttpError>> {
        Box::pin(async move {
            let host = self.admit(salon, feature, &request)?;
            let method = request.method().clone();
            let begun = Instant::now();
            let work = self.exchange(&host, request, limits);
            let outcome = match tokio::time::timeout(limits.time, work).await {
                Ok(outcome) => outcome,
                Err(_) => Err(HttpError::TimedOut),
            };
            let milliseconds = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
            match &outcome {
                Ok(answer) => {
                    let status = answer.status().as_u16();
                    tracing::info!(feature, host, %method, status, milliseconds, "a host outside answered");
                }
                Err(error) => {
                    tracing::warn!(feature, host, %method, %error, milliseconds, "a host outside gave no answer");
                }
            }
            outcome
        })
    }
}
