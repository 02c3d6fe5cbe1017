//! Fills the places of pages with what features have for them.

use std::{
    panic::AssertUnwindSafe,
    sync::{Arc, OnceLock, Weak},
    time::Duration,
};

use axum::{body::Body, extract::OriginalUri};
use futures_util::{FutureExt as _, future::join_all};
use http::{Request, StatusCode, Uri};
use http_body_util::{BodyExt as _, Limited};
use kartoteka_plugin::{
    BoxFuture, Call,
    manifest::Slot,
    slots::{Content, Filled, PHONE_LINK, PLACES, Slots},
};

use crate::{http::Front, registry::Registry};

/// How long a page waits for what features put on it.
const PATIENCE: Duration = Duration::from_millis(150);
/// The most that one slot may weigh, in bytes.
const HEAVIEST: usize = 256 << 10;

/// Who asks features for fragments. The doors are put behind it once they stand.
pub struct SlotDesk {
    registry: Arc<Registry>,
    front: OnceLock<Weak<Front>>,
}

impl SlotDesk {
    /// Reads all declarations.
    ///
    /// # Errors
    /// Names a slot in a place that there is not, one whose route is not the feature's, and one
    /// that is about somebody where the place is not, or about nobody where it is.
    pub fn new(registry: Arc<Registry>) -> Result<Arc<Self>, String> {
        for loaded in registry.iter() {
            let id = &loaded.manifest.id;
            for slot in &loaded.manifest.slots {
                if !PLACES.contains(&slot.place.as_str()) {
                    return Err(format!("{id}: there is no place {} for a slot", slot.place));
                }
                if !slot.path.starts_with(&format!("/{id}/")) {
                    return Err(format!(
                        "{id}: the slot {} leads elsewhere: {}",
                        slot.id, slot.path
                    ));
                }
                if (slot.place == PHONE_LINK) == slot.path.contains("{about}") {
                    return Err(format!("{id}: the slot {} is about somebody else", slot.id));
                }
            }
        }
        Ok(Arc::new(Self {
            registry,
            front: OnceLock::new(),
        }))
    }

    /// Puts the doors behind it.
    pub(crate) fn open(&self, front: &Arc<Front>) {
        // Doors are put up once.
        let _ = self.front.set(Arc::downgrade(front));
    }

    /// The slots of `place` that the reader of `call` sees.
    fn seen<'a>(&'a self, call: &'a Call, place: &'static str) -> impl Iterator<Item = Asked<'a>> {
        let features = self.registry.iter().map(|loaded| &loaded.manifest);
        let on = features.filter(|manifest| call.has(&manifest.id));
        on.flat_map(move |manifest| {
            let slots = manifest.slots.iter();
            let seen = slots.filter(move |slot| {
                slot.place == place && call.permissions().allow(&slot.permission)
            });
            seen.map(move |slot| Asked {
                place,
                feature: &manifest.id,
                slot,
            })
        })
    }

    async fn fill_one(&self, call: &Call, asked: Asked<'_>, about: &str) -> Option<Filled> {
        let path = asked.slot.path.replace("{about}", about);
        let content = match self.front.get().and_then(Weak::upgrade) {
            Some(front) => fetch(front, call.clone(), path.clone()).await?,
            None => Content::Broken,
        };
        Some(Filled {
            place: asked.place,
            feature: asked.feature.to_owned(),
            id: asked.slot.id.clone(),
            path,
            content,
        })
    }
}

/// A slot that is to be filled.
#[derive(Clone, Copy)]
struct Asked<'a> {
    place: &'static str,
    feature: &'a str,
    slot: &'a Slot,
}

/// What the route says, in a task of its own: nothing for a 204.
async fn fetch(front: Arc<Front>, call: Call, path: String) -> Option<Content> {
    let mut task = tokio::spawn(AssertUnwindSafe(answer(front, call, path)).catch_unwind());
    match tokio::time::timeout(PATIENCE, &mut task).await {
        Ok(Ok(Ok(content))) => content,
        Ok(_) => Some(Content::Broken),
        Err(_) => {
            task.abort();
            Some(Content::Late)
        }
    }
}

async fn answer(front: Arc<Front>, call: Call, path: String) -> Option<Content> {
    let whole: Option<Uri> = format!("/{}{path}", call.salon().slug).parse().ok();
    let request = Request::get(path).header("hx-request", "true");
    let (Some(whole), Ok(mut request)) = (whole, request.body(Body::empty())) else {
        return Some(Content::Broken);
    };
    request.extensions_mut().insert(OriginalUri(whole));
    let response = front.page_inside(&call, request).await;
    match response.status() {
        StatusCode::NO_CONTENT => None,
        StatusCode::OK => {
            let body = Limited::new(response.into_body(), HEAVIEST).collect().await;
            Some(body.map_or(Content::Broken, |body| Content::Ready(body.to_bytes())))
        }
        _ => Some(Content::Broken),
    }
}

impl Slots for SlotDesk {
    fn fill<'a>(
        &'a self,
        call: &'a Call,
        places: &'a [&'static str],
        about: &'a str,
    ) -> BoxFuture<'a, Vec<Filled>> {
        Box::pin(async move {
            let asked = places.iter().flat_map(|place| self.seen(call, place));
            let filling = asked.map(|asked| self.fill_one(call, asked, about));
            join_all(filling).await.into_iter().flatten().collect()
        })
    }
}
