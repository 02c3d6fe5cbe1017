//! The call, as a plugin has it.
#![expect(unsafe_code, reason = "pointers across the border")]

use std::{
    ffi::c_void,
    future::{Future, poll_fn},
    mem::size_of,
    ptr,
    sync::{Arc, OnceLock},
    time::{Duration, Instant},
};

use kartoteka_abi::{self as abi, Slice, services};
use kartoteka_plugin::{Call, Error, native::wire};

use super::{
    super::plugin::Native,
    super::{threads, waiting},
    asked, database,
    described::{Permitted, SalonInfo},
    errand::Errand,
    jobs, json,
    life::{self, Life, Until},
    memory,
    transaction::OVER,
};
use crate::storage::deadline;

/// A call in the hands of a plugin. It begins with what the other side knows of it.
#[repr(C)]
pub(in super::super) struct HostCall {
    raw: abi::Call,
    pub(super) call: Call,
    pub(super) plugin: Arc<Native>,
    limits: Option<deadline::Limits>,
    /// How far it has come, and what is left open in it.
    pub(super) life: Life,
    info: OnceLock<Info>,
}

/// What a call is about, in C; it points into the call, which does not move, and to what it holds.
struct Info {
    raw: abi::CallInfo,
    _salon: Arc<SalonInfo>,
    _permitted: Arc<Permitted>,
    _actor: String,
}

// SAFETY: it is not changed, and points to what lives as long.
unsafe impl Send for Info {}
// SAFETY: as above.
unsafe impl Sync for Info {}
// SAFETY: `raw` points to a static.
unsafe impl Send for HostCall {}
// SAFETY: as above.
unsafe impl Sync for HostCall {}

static VT: abi::CallVt = abi::CallVt {
    struct_size: size_of::<abi::CallVt>(),
    retain,
    release,
    info,
    may,
    service,
};

impl HostCall {
    /// A call for `plugin`, which is one of the plugin's already.
    pub(in super::super) fn new(call: &Call, plugin: &Arc<Native>) -> Arc<Self> {
        Self::within(call, plugin, deadline::current())
    }

    /// The same within other limits.
    pub(super) fn within(
        call: &Call,
        plugin: &Arc<Native>,
        limits: Option<deadline::Limits>,
    ) -> Arc<Self> {
        Arc::new(Self {
            raw: abi::Call { vt: &raw const VT },
            call: call.clone(),
            plugin: plugin.clone(),
            limits,
            life: Life::default(),
            info: OnceLock::new(),
        })
    }

    /// How long what is asked with it may take.
    pub(in super::super) fn time(&self) -> Option<Duration> {
        self.limits.and_then(deadline::Limits::time)
    }

    pub(super) const fn limits(&self) -> Option<deadline::Limits> {
        self.limits
    }

    /// As the other side knows it, for as long as this is kept.
    pub(in super::super) fn raw(self: &Arc<Self>) -> *const abi::Call {
        Arc::as_ptr(self).cast()
    }

    /// The host's work for the plugin as a task of it: within the limits of the call, and not of the
    /// plugin's time. What of it waits when the call ends is ended a while later, polled again or not.
    pub(super) fn task<T: abi::Out>(
        self: &Arc<Self>,
        work: impl Future<Output = abi::Done<T>> + Send + 'static,
    ) -> abi::Task {
        self.task_until(Until::Later, work)
    }

    /// The same of work that ends with the call.
    pub(super) fn task_of_tx<T: abi::Out>(
        self: &Arc<Self>,
        work: impl Future<Output = abi::Done<T>> + Send + 'static,
    ) -> abi::Task {
        self.task_until(Until::Answered, work)
    }

    fn task_until<T: abi::Out>(
        self: &Arc<Self>,
        until: Until,
        work: impl Future<Output = abi::Done<T>> + Send + 'static,
    ) -> abi::Task {
        let errand = Errand::new(deadline::under(self.limits, work));
        let call = self.clone();
        let mut is_known = false;
        abi::Task::of(async move {
            let done = poll_fn(|context| {
                // On a thread of the plugin's own there is no runtime.
                let _entered = waiting::runtime();
                let polled = threads::of_host(|| errand.poll(context));
                if polled.is_pending() && !std::mem::replace(&mut is_known, true) {
                    call.life.keep_errand(&errand, until);
                }
                polled
            });
            let over = || Err(wire::error_to_json(&Error::internal(OVER)));
            done.await.unwrap_or_else(over)
        })
    }

    /// Counts what a statement takes.
    pub(super) async fn metered<T>(self: &Arc<Self>, work: impl Future<Output = T>) -> T {
        let begun = Instant::now();
        let done = work.await;
        self.plugin.meter.ran(begun.elapsed());
        done
    }

    fn described(&self) -> &abi::CallInfo {
        &self.info.get_or_init(|| describe(self)).raw
    }

    /// Whether the manifest asks for it and the salon has granted it.
    fn has(&self, asked: bool, asks: &str) -> bool {
        asked && self.call.salon().features.grants(self.plugin.id, asks)
    }
}

/// The host's call behind the pointer, or the one that stands for it here: in a job, and in what of an
/// answer is still on its way. Nothing where it is none, and where it is cut off.
///
/// # Safety
/// It is one, lent or kept.
pub(super) unsafe fn kept(call: *const abi::Call) -> Option<Arc<HostCall>> {
    let call = call.cast::<HostCall>();
    if call.is_null() {
        return None;
    }
    if let Some(other) = life::in_place_of(call) {
        return other.life.is_usable().then_some(other);
    }
    // SAFETY: the caller says so.
    let call = unsafe { original(call.cast()) }?;
    match call.life.is_over() {
        false => Some(call),
        // On a thread of the plugin's own, whose work may belong to a job.
        true => match call.life.another() {
            Some(other) => Some(other),
            None => call.life.is_usable().then_some(call),
        },
    }
}

/// The host's call behind the pointer, whatever stands for it.
///
/// # Safety
/// As [`kept`].
pub(super) unsafe fn original(call: *const abi::Call) -> Option<Arc<HostCall>> {
    let call = call.cast::<HostCall>();
    if call.is_null() {
        return None;
    }
    // SAFETY: the caller says so; it lies in an `Arc`.
    unsafe {
        Arc::increment_strong_count(call);
        Some(Arc::from_raw(call))
    }
}

/// The host's call behind the pointer, as it is: for what harms nobody once it is over.
///
/// # Safety
/// As [`kept`].
pub(super) unsafe fn known<'c>(call: *const abi::Call) -> Option<&'c HostCall> {
    // SAFETY: the caller says so.
    unsafe { call.cast::<HostCall>().as_ref() }
}

unsafe extern "C" fn retain(call: *const abi::Call) {
    // SAFETY: it is one of this host's, kept by somebody.
    unsafe { Arc::increment_strong_count(call.cast::<HostCall>()) };
}

unsafe extern "C" fn release(call: *const abi::Call) {
    // SAFETY: as above; it lets go of what it kept.
    abi::guarded(|| unsafe { Arc::decrement_strong_count(call.cast::<HostCall>()) });
}

unsafe extern "C" fn info(call: *const abi::Call) -> *const abi::CallInfo {
    // SAFETY: as above.
    let found = abi::caught(|| unsafe { known(call) }.map(HostCall::described));
    found.flatten().map_or(ptr::null(), ptr::from_ref)
}

unsafe extern "C" fn may(call: *const abi::Call, permission: Slice) -> i32 {
    // SAFETY: the plugin hands over what the header says.
    let may = abi::caught(|| unsafe {
        let (call, permission) = (kept(call)?, permission.text()?);
        Some(call.call.permissions().allow(permission))
    });
    may.flatten().unwrap_or(false).into()
}

unsafe extern "C" fn service(call: *const abi::Call, name: Slice) -> *const c_void {
    // SAFETY: the plugin hands over what the header says. A service that was there stays there, also once the call
    // is cut off: what it is asked then is refused, and nobody has to look for a null between two questions.
    let found = abi::caught(|| unsafe { found(known(call)?, name.text()?) });
    found.flatten().unwrap_or(ptr::null())
}

/// The service of this name, where the call has it.
fn found(call: &HostCall, name: &str) -> Option<*const c_void> {
    let manifest = &call.plugin.manifest;
    let absent = match name {
        "kartoteka.mail/1" => !call.has(manifest.mail, "mail"),
        "kartoteka.http/1" => manifest.hosts.is_empty(),
        "kartoteka.api/1" => manifest.api.is_empty(),
        "kartoteka.workers/1" => manifest.workers.is_empty(),
        "kartoteka.wake_ups/1" => manifest.wake_ups.is_empty(),
        "kartoteka.workplace/1" => call.call.workplace().is_none(),
        _ => false,
    };
    if absent {
        return None;
    }
    Some(match name {
        services::DB => ptr::from_ref(&database::DB).cast(),
        services::CLOCK => ptr::from_ref(&memory::CLOCK).cast(),
        services::LOG => ptr::from_ref(&memory::LOG).cast(),
        services::KEYS => ptr::from_ref(&memory::KEYS).cast(),
        services::CACHE => ptr::from_ref(&memory::CACHE).cast(),
        services::JOBS => ptr::from_ref(&jobs::JOBS).cast(),
        services::JSON => ptr::from_ref(&json::JSON).cast(),
        services::TEXTS => ptr::from_ref(&memory::TEXTS).cast(),
        name => ptr::from_ref(asked::service(name)?).cast(),
    })
}

fn describe(host: &HostCall) -> Info {
    let call = &host.call;
    let described = &host.plugin.described;
    let salon = described.salon(call.salon(), host.plugin.id);
    let permitted = described.permissions(call.permissions());
    let actor = call.actor().text();
    let idempotency = call.idempotency();
    let raw = abi::CallInfo {
        struct_size: size_of::<abi::CallInfo>(),
        salon: salon.raw(),
        actor: Slice::of_text(&actor),
        locale: Slice::of_text(call.locale().code()),
        request_id: Slice::of_text(call.request_id()),
        idempotency_key: idempotency.map_or(Slice::EMPTY, |it| Slice::of_text(&it.key)),
        idempotency_fingerprint: idempotency.map_or([0; 32], |it| it.fingerprint),
        permissions: permitted.slices.as_ptr(),
        permission_count: permitted.slices.len(),
        asked: call.is_asked().into(),
        also_off: call.is_also_off().into(),
        depth: call.depth().into(),
        workplace: call.workplace().is_some().into(),
        upload_bytes: call.limits().upload_bytes,
        import_rows: call.limits().import_rows,
        reserved: 0,
        assets: Slice::of_text(call.assets()),
        permission_set: permitted.number,
    };
    Info {
        raw,
        _salon: salon,
        _permitted: permitted,
        _actor: actor,
    }
}
