//! The API of this host, asked within the process: how a feature uses what another one offers.
//!
//! A feature names in its manifest which permissions of others it uses (`api = ["documents.read"]`),
//! and a salon agrees to that when it switches the feature on. What is asked is then done as who
//! acts, with these permissions and no others, and only as far as they have them themselves. The doors of a feature
//! that is off answer 404 `feature_off`, so `works_with` names it, and [`Call::has`] tells
//! beforehand.
//!
//! ```
#![doc = include_str!("../shown/api.rs")]
//! ```
//!
//! Who answers a hook does so inside somebody's transaction and asks nobody else; nor should who
//! holds a transaction of their own.

use bytes::Bytes;
use http::{Request, Response};
use serde::de::DeserializeOwned;

use crate::{BoxFuture, Call, Error, Permissions, Result};

/// The API of the host. Features ask the [`Call`].
pub trait Api: Send + Sync {
    /// What the door says to `request`, whose path is below the salon. It is asked as who acts
    /// in `call`, with the permissions that the feature in whose hands it is uses of theirs.
    ///
    /// # Errors
    /// As the door answers; internal, where an answer cannot be taken in.
    fn ask<'a>(
        &'a self,
        call: &'a Call,
        request: Request<Bytes>,
    ) -> BoxFuture<'a, Result<Response<Bytes>>>;
}

impl Call {
    /// Asks the host's API, at a path below the salon (`/documents/files`); see the
    /// [module](crate::api).
    ///
    /// # Errors
    /// As the door answers; 404 `feature_off`, once it is; internal inside a hook, and where
    /// features ask each other in a circle.
    pub async fn api(&self, request: Request<Bytes>) -> Result<Response<Bytes>> {
        if self.is_asked() {
            let text = "the API was asked inside the transaction of who asked";
            return Err(Error::internal(text));
        }
        if self.is_too_deep() {
            return Err(Error::internal("features ask each other in a circle"));
        }
        // It may have been kept for longer than it was for.
        self.check_on().await?;
        self.services().api().ask(self, request).await
    }

    /// The same call to a door of the API, with these permissions; only the host makes one.
    #[must_use]
    pub fn to_api(&self, permissions: Permissions) -> Self {
        self.deeper(permissions)
    }

    /// The JSON at a path of the API below the salon.
    ///
    /// # Errors
    /// As [`api`](Self::api); internal, where it is no `T`.
    pub async fn api_get<T: DeserializeOwned>(&self, path: &str) -> Result<T> {
        let request = Request::get(path).body(Bytes::new());
        let request = request.map_err(|_| Error::internal("a path of the API is none"))?;
        let answer = self.api(request).await?;
        // Where it does not fit is said, and not what stands there.
        serde_json::from_slice(answer.body()).map_err(|error| {
            let text = format!("an answer of the API at line {}", error.line());
            Error::internal(text)
        })
    }
}
