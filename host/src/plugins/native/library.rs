//! Opens the library of a plugin.
#![expect(unsafe_code, reason = "code of a partner, trusted by the operator")]

use std::{ffi::c_void, mem::size_of, path::Path, ptr, sync::Arc};

use kartoteka_abi::{self as abi, Buf, Slice, status};
use kartoteka_plugin::Manifest;
use libloading::os::unix::{Library, RTLD_LOCAL, RTLD_NOW};

use super::{
    crossing::{self, limits},
    plugin::{self, Native, State},
    threads::Threads,
    waiting,
};

/// The host, as a plugin knows it beside any call.
#[repr(C)]
struct HostSide {
    raw: abi::Host,
    plugin: &'static str,
}

unsafe extern "C" fn log(host: *const abi::Host, level: u32, text: Slice) {
    // SAFETY: the plugin hands over what the header says, and its own host.
    abi::guarded(|| unsafe {
        let host = host.cast::<HostSide>().as_ref();
        if let (Some(host), Some(text)) = (host, text.text()) {
            crossing::write(host.plugin, level, text, "");
        }
    });
}

/// Opens the library at `path`, whose bundle was judged, and begins the plugin. It is never closed:
/// what a thread of it keeps would end after it.
///
/// # Errors
/// Why it cannot be used, as a sentence.
pub(super) fn open(
    path: &Path,
    manifest_text: &str,
    manifest: Manifest,
    threads: Threads,
) -> Result<Arc<Native>, String> {
    let exports = exports(path)?;
    check(exports, manifest_text)?;
    let state = begin(&manifest.id, exports)?;
    Ok(Native::new(path, manifest, exports, State(state), threads))
}

/// What the library at `path` exports. It stays open.
///
/// # Errors
/// Why it gives nothing, as a sentence.
pub(super) fn exports(path: &Path) -> Result<&'static abi::Plugin, String> {
    // SAFETY: it is trusted: opening it runs its code.
    let library = unsafe { Library::open(Some(path), RTLD_NOW | RTLD_LOCAL) };
    let library = library.map_err(|error| format!("its library cannot be opened: {error}"))?;
    let symbol = format!("{}\0", abi::SYMBOL);
    // SAFETY: the symbol is this function, by the header.
    let exports = unsafe {
        let entry = library
            .get::<unsafe extern "C" fn() -> *const abi::Plugin>(symbol.as_bytes())
            .map(|entry| *entry);
        std::mem::forget(library);
        let entry = entry.map_err(|_| format!("it exports no `{}`", abi::SYMBOL))?;
        entry().as_ref()
    };
    exports.ok_or_else(|| "it gives no plugin".to_owned())
}

fn check(exports: &abi::Plugin, manifest: &str) -> Result<(), String> {
    let (major, minor) = (exports.abi_major, exports.abi_minor);
    if major != abi::MAJOR || !(abi::OLDEST_MINOR..=abi::MINOR).contains(&minor) {
        return Err(format!(
            "it was built for the native interface {major}.{minor}, and this host has {}.{}",
            abi::MAJOR,
            abi::MINOR
        ));
    }
    if exports.struct_size < size_of::<abi::Plugin>() {
        return Err("what it gives is shorter than its version of the interface says".to_owned());
    }
    if exports.flags & abi::flags::ABORTS != 0 {
        return Err("it was built so that a panic ends the host: panic = \"abort\"".to_owned());
    }
    // SAFETY: it stays for as long as the process.
    match unsafe { exports.manifest.text() } {
        Some(own) if own == manifest => Ok(()),
        _ => Err("its library has another manifest than its bundle".to_owned()),
    }
}

fn begin(id: &str, exports: &'static abi::Plugin) -> Result<*mut c_void, String> {
    let (mut state, mut error) = (ptr::null_mut(), Buf::EMPTY);
    let Some(start) = exports.start else {
        return Ok(state);
    };
    // As long as the process, as the plugin.
    let host: &'static HostSide = Box::leak(Box::new(HostSide {
        raw: abi::Host {
            struct_size: size_of::<abi::Host>(),
            abi_major: abi::MAJOR,
            abi_minor: abi::MINOR,
            log,
            wait: waiting::wait,
            next: waiting::next,
        },
        plugin: plugin::forever(id),
    }));
    // SAFETY: there is room for both.
    let status = unsafe { start(&raw const host.raw, &raw mut state, &raw mut error) };
    match status {
        status::OK => Ok(state),
        status::FAILED => {
            let error = limits::problem(error.bytes());
            let cause = error.cause.as_deref().unwrap_or(&error.code);
            Err(format!("it does not start: {cause}"))
        }
        status::PANICKED => Err("it panicked at its start".to_owned()),
        other => Err(format!("it does not start: {other}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn older_interfaces_are_taken_as_far_as_they_fit_and_newer_ones_are_not() {
        // SAFETY: zeroes are null pointers and functions that are not there.
        let mut exports: abi::Plugin = unsafe { std::mem::zeroed() };
        exports.struct_size = size_of::<abi::Plugin>();
        exports.manifest = Slice::of(b"id = \"acme-tips\"");
        let mut check = |major, minor| {
            (exports.abi_major, exports.abi_minor) = (major, minor);
            check(&exports, "id = \"acme-tips\"")
        };
        for minor in abi::OLDEST_MINOR..=abi::MINOR {
            assert_eq!(check(abi::MAJOR, minor), Ok(()));
        }
        for (major, minor) in [
            (abi::MAJOR, abi::OLDEST_MINOR - 1),
            (abi::MAJOR, abi::MINOR + 1),
            (abi::MAJOR + 1, abi::MINOR),
        ] {
            let refused = check(major, minor);
            let version = format!("interface {major}.{minor},");
            assert!(refused.is_err_and(|why| why.contains(&version)));
        }
    }
}
