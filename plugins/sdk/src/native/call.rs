//! The call, as the host lends it, and made into one of the contract.
#![expect(unsafe_code, reason = "pointers of the host")]

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, OnceLock, PoisonError, RwLock},
};

use bytes::Bytes;
use foldhash::fast::FixedState;
use kartoteka_abi as abi;
use uuid::Uuid;

use super::bridge::Bridge;
use crate::{
    Actor, Call, Db, Features, Locale, Permissions, Salon,
    call::{Idempotency, Limits, Told},
    events::Readers,
    features::Withheld,
    text::{Arg, Catalog},
};

/// A call of the host, kept for as long as this is.
pub(super) struct CallRef(*const abi::Call);

// SAFETY: a call may be used from any thread.
unsafe impl Send for CallRef {}
// SAFETY: as above.
unsafe impl Sync for CallRef {}

impl CallRef {
    /// Keeps it.
    ///
    /// # Safety
    /// It is a call, lent for now.
    pub(super) unsafe fn keep(call: *const abi::Call) -> Self {
        // SAFETY: the caller says so.
        unsafe { ((*(*call).vt).retain)(call) };
        Self(call)
    }

    /// The same, kept once more.
    pub(super) fn again(&self) -> Self {
        // SAFETY: it is kept.
        unsafe { Self::keep(self.0) }
    }

    pub(super) const fn raw(&self) -> *const abi::Call {
        self.0
    }

    /// A service, where the call has it.
    pub(super) fn service<T>(&self, name: &str) -> Option<&'static T> {
        let name = abi::Slice::of_text(name);
        // SAFETY: the call is kept, and services stay for as long as the process. Each has the
        // type that its name says.
        unsafe { ((*(*self.0).vt).service)(self.0, name).cast::<T>().as_ref() }
    }
}

impl Drop for CallRef {
    fn drop(&mut self) {
        // SAFETY: it was retained once, by `keep`.
        unsafe { ((*(*self.0).vt).release)(self.0) };
    }
}

/// What all calls of a plugin share.
pub(super) struct Shared {
    pub(super) id: &'static str,
    feature: Arc<str>,
    readers: Readers,
    /// The salons that calls came from, and the sets of permissions, by the numbers under which the host
    /// tells of them.
    salons: Known<Salon>,
    sets: Known<Permissions>,
}

/// So many of each are remembered.
const REMEMBERED: usize = 1_000;

/// Things by the number that stands for each as it is.
struct Known<T>(RwLock<HashMap<u64, Arc<T>, FixedState>>);

impl<T> Known<T> {
    /// The thing of this number, or what `make` makes of what the host tells.
    fn of(&self, number: u64, make: impl FnOnce() -> Option<T>) -> Option<Arc<T>> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.get(&number) {
            return Some(known.clone());
        }
        drop(known);
        let made = Arc::new(make()?);
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert(number, made.clone());
        Some(made)
    }
}

impl Shared {
    pub(super) fn new(id: &'static str) -> Self {
        Self {
            id,
            feature: id.into(),
            readers: Readers::default(),
            salons: Known(RwLock::default()),
            sets: Known(RwLock::default()),
        }
    }
}

/// A text of the host.
///
/// # Safety
/// As [`abi::Slice::text`]; and it is one: who trusts the host with pointers can trust it with UTF-8.
unsafe fn text<'a>(slice: abi::Slice) -> &'a str {
    // SAFETY: the caller says so.
    unsafe { str::from_utf8_unchecked(slice.bytes()) }
}

/// The host's call as one of the contract, for a request with what was asked for as a whole. Nothing, where it is none.
///
/// # Safety
/// `raw` is a call, lent for now.
pub(super) unsafe fn call(
    shared: &'static Shared,
    raw: *const abi::Call,
    whole_target: Bytes,
) -> Option<Call> {
    if raw.is_null() {
        return None;
    }
    // SAFETY: the caller says so; it and all that it tells of stay while it is kept.
    let (kept, info) = unsafe {
        let kept = CallRef::keep(raw);
        let info = ((*(*raw).vt).info)(raw).as_ref()?;
        (kept, info)
    };
    // SAFETY: as above.
    let salon = unsafe {
        let told = info.salon.as_ref()?;
        shared.salons.of(told.number, || salon(shared.id, told))?
    };
    // SAFETY: as above.
    let (actor, locale, request) = unsafe {
        let locale = text(info.locale).parse().unwrap_or_default();
        (actor(text(info.actor))?, locale, text(info.request_id))
    };
    // SAFETY: as above.
    let permissions = unsafe {
        let all = info.permissions().iter();
        let set = || Some(all.map(|permission| text(*permission)).collect());
        shared.sets.of(info.permission_set, set)?
    };
    let bridge = Bridge::new(kept);
    let services = CallServices {
        db: Db::new(bridge.clone()),
        bridge,
        salon,
        readers: &shared.readers,
        limits: Limits {
            upload_bytes: info.upload_bytes,
            import_rows: info.import_rows,
        },
        // SAFETY: as above.
        assets: unsafe { forever(text(info.assets)) },
        catalog: OnceLock::new(),
    };
    // SAFETY: as above.
    let key = unsafe { text(info.idempotency_key) };
    let told = Told {
        services: Arc::new(services),
        actor,
        permissions: Permissions::clone(&permissions),
        locale,
        request_id: request.to_owned(),
        // Which one the host knows.
        session: (info.workplace == 1).then(Uuid::nil),
        idempotency: (!key.is_empty()).then(|| Idempotency {
            key: key.to_owned(),
            fingerprint: info.idempotency_fingerprint,
        }),
        asked: info.asked == 1,
        depth: u8::try_from(info.depth).unwrap_or(u8::MAX),
        feature: shared.feature.clone(),
        also_off: info.also_off == 1,
        whole_target,
    };
    Some(told.call())
}

/// # Safety
/// What it tells of is there.
unsafe fn salon(own: &str, raw: &abi::Salon) -> Option<Salon> {
    // SAFETY: the caller says so.
    let texts = |all: &[abi::Slice]| -> Vec<String> {
        let text = |one: &abi::Slice| unsafe { text(*one) }.to_owned();
        all.iter().map(text).collect()
    };
    // SAFETY: the caller says so.
    let (on, asks) = unsafe { (texts(raw.features()), texts(raw.withheld())) };
    let withheld = Withheld {
        asks,
        tables: Vec::new(),
    };
    let features: Features = on.into_iter().collect();
    // SAFETY: the caller says so.
    unsafe {
        Some(Salon {
            id: Uuid::from_bytes(raw.id),
            slug: text(raw.slug).to_owned(),
            name: text(raw.name).to_owned(),
            country: text(raw.country).to_owned(),
            locale: text(raw.locale).parse().unwrap_or_default(),
            time_zone: text(raw.time_zone).parse().ok()?,
            features: features.withholding([(own.to_owned(), withheld)]),
        })
    }
}

/// Who acts; nothing for one that is not known here, who must not pass for another.
fn actor(text: &str) -> Option<Actor> {
    Some(match text.split_once(':') {
        Some(("user", id)) => Actor::User(id.parse().ok()?),
        Some(("token", id)) => Actor::Token(id.parse().ok()?),
        Some(("plugin", id)) => Actor::Plugin(id.to_owned()),
        None if text == "system" => Actor::System,
        _ => return None,
    })
}

/// The few texts that stay for as long as the process: names that the contract has as such.
pub(super) fn forever(text: &str) -> &'static str {
    static KNOWN: OnceLock<Mutex<Vec<&'static str>>> = OnceLock::new();
    let known = KNOWN.get_or_init(Mutex::default);
    let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(found) = known.iter().find(|known| **known == text) {
        return found;
    }
    let kept: &'static str = Box::leak(text.into());
    known.push(kept);
    kept
}

/// What a call has of the host on the other side of the border.
pub(crate) struct CallServices {
    pub(crate) bridge: Arc<Bridge>,
    pub(crate) db: Db,
    pub(crate) salon: Arc<Salon>,
    pub(crate) readers: &'static Readers,
    pub(crate) limits: Limits,
    pub(crate) assets: &'static str,
    /// The host's texts, once they are asked for.
    catalog: OnceLock<Arc<Catalog>>,
}

impl CallServices {
    pub(crate) fn catalog(&self) -> &Arc<Catalog> {
        self.catalog.get_or_init(|| {
            let bridge = self.bridge.clone();
            let text = move |locale: Locale, key: &str, args: &[(&str, &Arg)]| {
                bridge.text(locale, key, args)
            };
            Arc::new(Catalog::elsewhere(Box::new(text)))
        })
    }
}
