//! Fills the places of pages with what features have for them.

use std::{
    collections::HashMap,
    panic::AssertUnwindSafe,
    sync::{Arc, Mutex, OnceLock, PoisonError, Weak},
    time::Duration,
};

use axum::{body::Body, extract::OriginalUri};
use futures_util::{FutureExt as _, future::join_all};
use http::{Request, StatusCode, Uri};
use http_body_util::{BodyExt as _, Limited};
use kartoteka_plugin::{
    BoxFuture, Call,
    manifest::Slot,
    slots::{CLIENT_SECTION, Content, Filled, PHONE_LINK, PLACES, Slots},
};
use uuid::Uuid;

use super::{Health, fragment::stays_in_place};
use crate::{http::Front, registry::Registry, storage::deadline};

/// How long a page waits for what features put on it.
const PATIENCE: Duration = Duration::from_millis(150);
/// How long a piece that was late may go on behind its page. What it comes to tells how the
/// feature fares; the page has a placeholder then, which asks for it anew.
const LONGEST: Duration = Duration::from_secs(5);
/// How long a short statement of a piece may hold a thread that serves others, too.
const STATEMENT: Duration = Duration::from_secs(1);
/// So many late pieces of a feature may go on in a salon. Beyond, they are late at once.
const LATE: usize = 4;
/// The most that one slot may weigh, in bytes.
const HEAVIEST: usize = 256 << 10;

/// Who asks features for fragments. The doors are put behind it once they stand.
pub struct SlotDesk {
    registry: Arc<Registry>,
    health: Arc<Health>,
    late: Arc<LateOnes>,
    front: OnceLock<Weak<Front>>,
}

impl SlotDesk {
    /// Reads all declarations.
    ///
    /// # Errors
    /// Names a slot in a place that there is not, one whose route is not the feature's, and one
    /// that is about somebody where the place is not, or about nobody where it is.
    pub fn new(registry: Arc<Registry>, health: Arc<Health>) -> Result<Arc<Self>, String> {
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
            health,
            late: Arc::default(),
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
            Some(front) => self.fetch(front, call.clone(), asked, path.clone()).await?,
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

/// Whose pieces go on behind their pages: how many of each feature in each salon.
#[derive(Default)]
struct LateOnes(Mutex<HashMap<(Uuid, String), usize>>);

impl LateOnes {
    /// A map is whole after every statement on it.
    fn with<T>(&self, work: impl FnOnce(&mut HashMap<(Uuid, String), usize>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn are_many(&self, of: &(Uuid, String)) -> bool {
        self.with(|late| late.get(of).is_some_and(|late| *late >= LATE))
    }
}

/// One late piece, until it is dropped.
struct LateOne {
    among: Arc<LateOnes>,
    of: (Uuid, String),
}

impl LateOne {
    fn new(among: &Arc<LateOnes>, of: (Uuid, String)) -> Self {
        among.with(|late| *late.entry(of.clone()).or_default() += 1);
        Self {
            among: among.clone(),
            of,
        }
    }
}

impl Drop for LateOne {
    fn drop(&mut self) {
        self.among.with(|late| {
            if let Some(count) = late.get_mut(&self.of) {
                *count -= 1;
                if *count == 0 {
                    late.remove(&self.of);
                }
            }
        });
    }
}

/// A piece of which it is not known whether it is late. Dropped, it counts as late: also where who
/// waited for it has gone.
struct Awaited<'a> {
    late: Arc<OnceLock<LateOne>>,
    among: &'a Arc<LateOnes>,
    of: (Uuid, String),
    in_time: bool,
}

impl Drop for Awaited<'_> {
    fn drop(&mut self) {
        if !self.in_time {
            self.late
                .get_or_init(|| LateOne::new(self.among, self.of.clone()));
        }
    }
}

impl SlotDesk {
    /// What the route says, in a task of its own: nothing for a 204. One that is late is not
    /// dropped in the middle of what it reads: that would cost its connection at each page.
    async fn fetch(
        &self,
        front: Arc<Front>,
        call: Call,
        asked: Asked<'_>,
        path: String,
    ) -> Option<Content> {
        let of = (call.salon().id, asked.feature.to_owned());
        let is_html = asked.place == CLIENT_SECTION;
        if self.late.are_many(&of) {
            return Some(Content::Late);
        }
        // Held by the piece itself, and here until it is known whether it is late.
        let late = Arc::new(OnceLock::new());
        let (place, health, whose) = (late.clone(), self.health.clone(), of.clone());
        let mut task = tokio::spawn(async move {
            let work = deadline::within(LONGEST, STATEMENT, answer(front, call, path));
            let work = AssertUnwindSafe(work).catch_unwind();
            let content = match tokio::time::timeout(LONGEST, work).await {
                Ok(Ok(Some(Content::Ready(html)))) if is_html && !stays(&html) => {
                    let (salon, feature) = (whose.0, &*whose.1);
                    tracing::error!(feature, %salon, "a piece of a page does not stay in its place");
                    health.failed(salon, feature);
                    Some(Content::Broken)
                }
                Ok(Ok(content)) => content,
                Ok(Err(_)) => Some(Content::Broken),
                Err(_) => {
                    let (salon, feature) = (whose.0, &*whose.1);
                    tracing::error!(feature, %salon, "a piece of a page took longer than {LONGEST:?}");
                    health.failed(salon, feature);
                    Some(Content::Broken)
                }
            };
            drop(place);
            content
        });
        let mut awaited = Awaited {
            late,
            among: &self.late,
            of,
            in_time: false,
        };
        match tokio::time::timeout(PATIENCE, &mut task).await {
            Ok(content) => {
                awaited.in_time = true;
                content.unwrap_or(Some(Content::Broken))
            }
            Err(_) => Some(Content::Late),
        }
    }
}

/// Whether a section is whole in itself.
fn stays(html: &[u8]) -> bool {
    std::str::from_utf8(html).is_ok_and(stays_in_place)
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
            if call.is_too_deep() {
                // A piece whose page is of pieces, and so on.
                return Vec::new();
            }
            let call = &call.one_deeper();
            let asked = places.iter().flat_map(|place| self.seen(call, place));
            let filling = asked.map(|asked| self.fill_one(call, asked, about));
            join_all(filling).await.into_iter().flatten().collect()
        })
    }
}
