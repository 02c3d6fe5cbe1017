//! The API of this host, asked from within by features.

use std::{
    collections::HashMap,
    sync::{Arc, OnceLock, Weak},
    time::Duration,
};

use axum::{body::Body, extract::OriginalUri};
use bytes::Bytes;
use http::{Request, Response, Uri};
use http_body_util::{BodyExt as _, Limited};
use kartoteka_plugin::{BoxFuture, Call, Error, Permissions, Result, api::Api};

use crate::{
    http::{Front, of_status},
    region,
    registry::Registry,
};

/// The most that an answer may weigh, in bytes: it is held whole.
const HEAVIEST: usize = 8 << 20;

/// How long an answer is waited for: less than anybody has who asks within a piece of a page, so
/// that who is late is counted, and not who waits for them.
const PATIENCE: Duration = Duration::from_secs(2);

/// Who hands on what features ask. The doors are put behind it once they stand.
pub struct ApiDesk {
    /// What each feature uses.
    uses: HashMap<String, Vec<String>>,
    front: OnceLock<Weak<Front>>,
}

impl ApiDesk {
    /// Reads all declarations.
    ///
    /// # Errors
    /// Names a feature that uses what is the host's own: who may enter the salon, and what is on.
    pub fn new(registry: &Registry) -> Result<Arc<Self>, String> {
        for manifest in registry.iter().map(|loaded| &loaded.manifest) {
            let theirs =
                |name: &&String| region::permissions().iter().any(|own| own.name == **name);
            if let Some(name) = manifest.api.iter().find(theirs) {
                let id = &manifest.id;
                return Err(format!("{id}: nobody uses {name} in somebody's name"));
            }
        }
        let manifests = registry.iter().map(|loaded| &loaded.manifest);
        let uses = manifests.map(|manifest| (manifest.id.clone(), manifest.api.clone()));
        Ok(Arc::new(Self {
            uses: uses.collect(),
            front: OnceLock::new(),
        }))
    }

    /// Puts the doors behind it.
    pub(crate) fn open(&self, front: &Arc<Front>) {
        // Doors are put up once.
        let _ = self.front.set(Arc::downgrade(front));
    }

    /// What may be done for `call`: of what who acts may do, that which the feature uses and the
    /// salon agreed to.
    fn permissions(&self, call: &Call) -> Permissions {
        let Some(feature) = call.feature() else {
            return call.permissions().clone();
        };
        let features = &call.salon().features;
        let uses = self.uses.get(feature).into_iter().flatten();
        let agreed = uses.filter(|name| features.grants(feature, &format!("api:{name}")));
        let agreed: Permissions = agreed.map(String::as_str).collect();
        agreed.and(call.permissions())
    }

    async fn answer(&self, call: &Call, request: Request<Bytes>) -> Result<Response<Bytes>> {
        let front = self.front.get().and_then(Weak::upgrade);
        let front = front.ok_or_else(|| Error::internal("the doors do not stand"))?;
        let mut request = request.map(Body::from);
        let whole = format!("/api/v1/salons/{}{}", call.salon().slug, request.uri());
        let whole: Uri = whole
            .parse()
            .map_err(|_| Error::internal("a path of the API is none"))?;
        request.extensions_mut().insert(OriginalUri(whole));
        let inside = call.to_api(self.permissions(call));
        let answer = front.api_inside(&inside, request, PATIENCE);
        let mut response = answer.await;
        if let Some(error) = response.extensions_mut().remove::<Error>() {
            return Err(error);
        }
        if !response.status().is_success() {
            return Err(of_status(response.status()));
        }
        let (parts, body) = response.into_parts();
        let body = Limited::new(body, HEAVIEST).collect();
        let body = tokio::time::timeout(PATIENCE, body).await;
        let body = body.map_err(|_| Error::internal("an answer of the API does not end"))?;
        let body = body.map_err(|_| Error::internal("an answer of the API is too large"))?;
        Ok(Response::from_parts(parts, body.to_bytes()))
    }
}

impl Api for ApiDesk {
    fn ask<'a>(
        &'a self,
        call: &'a Call,
        request: Request<Bytes>,
    ) -> BoxFuture<'a, Result<Response<Bytes>>> {
        Box::pin(self.answer(call, request))
    }
}
