//! Requests to hosts outside.
//!
//! A feature names the hosts that it calls in its manifest, exactly and without wildcards, and a
//! text says what it sends there and why (`<id>-hosts-about`): a salon reads both before it
//! switches the feature on. Requests go by HTTPS to addresses of the open internet, never into
//! the operator's own network unless the operator says so. No redirect is followed, no cookie
//! kept, and no proxy used that the operator did not name. Of a request the log keeps feature,
//! host, method, status and time.
//!
//! ```
#![doc = include_str!("../shown/http.rs")]
//! ```
//!
//! What the other side answers is an answer, whatever its status says. An [`HttpError`] is that
//! none came. Who answers a hook does so inside somebody's transaction, and asks nobody outside.

use std::{fmt, time::Duration};

use bytes::Bytes;
use http::{Request, Response, StatusCode};

use crate::{BoxFuture, Call, Error, Salon};

/// What a request may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HttpLimits {
    /// Bytes of the request's body.
    pub request_bytes: usize,
    /// Bytes of the answer's body.
    pub answer_bytes: usize,
    /// From the first look for the host to the last byte of the answer.
    pub time: Duration,
}

impl Default for HttpLimits {
    /// 1 MiB there, 1 MiB back, 10 seconds.
    fn default() -> Self {
        Self {
            request_bytes: 1 << 20,
            answer_bytes: 1 << 20,
            time: Duration::from_secs(10),
        }
    }
}

/// Why no answer came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HttpError {
    /// The manifest does not name the host, or the address is not `https`.
    NotAllowed,
    /// The manifest names it, and the salon has not agreed to it yet.
    NotGranted {
        /// `hosts:api.example.org`.
        asks: String,
    },
    /// It took longer than it may.
    TimedOut,
    /// There is no such host, it lies where the operator lets nobody reach, it does not take
    /// connections, its certificate is not one, or it broke off.
    Unreachable,
    /// The request or the answer is larger than it may be.
    TooLarge,
    /// It was asked where nobody may ask: inside somebody else's transaction, by core, or by who
    /// is not on any more.
    Misplaced,
}

impl fmt::Display for HttpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotAllowed => "a host was called that the manifest does not name",
            Self::NotGranted { .. } => "the salon has not agreed to calling this host",
            Self::TimedOut => "the other side took too long",
            Self::Unreachable => "the other side cannot be reached",
            Self::TooLarge => "a request or an answer is too large",
            Self::Misplaced => "a request was sent inside the transaction of who asked",
        })
    }
}

impl std::error::Error for HttpError {}

/// 502 `outside_unreachable`, `outside_too_large`; 504 `outside_timed_out`; 403 `not_granted`;
/// internal for what is the feature's own mistake.
impl From<HttpError> for Error {
    fn from(error: HttpError) -> Self {
        let (status, code) = match &error {
            HttpError::NotGranted { asks } => return Self::not_granted(asks),
            HttpError::NotAllowed | HttpError::Misplaced => {
                return Self::internal(error.to_string());
            }
            HttpError::TimedOut => (StatusCode::GATEWAY_TIMEOUT, "outside_timed_out"),
            HttpError::Unreachable => (StatusCode::BAD_GATEWAY, "outside_unreachable"),
            HttpError::TooLarge => (StatusCode::BAD_GATEWAY, "outside_too_large"),
        };
        Self::new(status, code)
    }
}

/// The way out for requests. The host implements it; features ask the [`Call`].
pub trait Http: Send + Sync {
    /// Sends one request of `feature` in `salon`, and gives the answer whole.
    ///
    /// # Errors
    /// As [`HttpError`] says.
    fn send<'a>(
        &'a self,
        salon: &'a Salon,
        feature: &'a str,
        request: Request<Bytes>,
        limits: HttpLimits,
    ) -> BoxFuture<'a, Result<Response<Bytes>, HttpError>>;
}

/// Hosts outside, as a call offers them.
pub struct Outside<'a> {
    call: &'a Call,
    limits: HttpLimits,
}

impl Outside<'_> {
    /// With other limits than the usual ones.
    #[must_use]
    pub fn limits(self, limits: HttpLimits) -> Self {
        Self { limits, ..self }
    }

    /// Sends one request and gives the answer, whatever its status says.
    ///
    /// # Errors
    /// As [`HttpError`] says.
    pub async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let call = self.call;
        let feature = call.feature().filter(|_| !call.is_asked());
        let feature = feature.ok_or(HttpError::Misplaced)?;
        let on = call.check_on().await;
        on.map_err(|_| HttpError::Misplaced)?;
        let http = call.services().http();
        http.send(call.salon(), feature, request, self.limits).await
    }
}

impl Call {
    /// Hosts outside; see the [module](crate::http).
    pub fn http(&self) -> Outside<'_> {
        Outside {
            call: self,
            limits: HttpLimits::default(),
        }
    }
}
