//! What a library says of itself: its manifest and the document of its API. It is asked in a process of its own,
//! because opening it runs its code, and one that is opened stays as it is, whatever is built meanwhile.
#![expect(unsafe_code, reason = "code of who runs it here")]

use std::{env, mem::size_of, path::Path, process::Stdio, time::Duration};

use kartoteka_abi::{self as abi, Buf, status};
use libloading::os::unix::{Library, RTLD_LOCAL, RTLD_NOW};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::process::Command;

/// So long it may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// What a library says of itself.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Said {
    /// The manifest that it holds.
    pub(super) manifest: String,
    /// The document of its API; none where it has none, as in C, where it lies beside the manifest alone.
    pub(super) document: Option<Value>,
}

/// What the library at this path says, asked in a child process.
///
/// # Errors
/// Why it says nothing, in a sentence without its name.
pub(super) async fn says(library: &Path) -> Result<Said, String> {
    let program = env::current_exe().map_err(|e| e.to_string())?;
    let mut child = Command::new(program);
    child.args(["plugin", "says"]).arg(library);
    child.stdin(Stdio::null()).kill_on_drop(true);
    let output = tokio::time::timeout(PATIENCE, child.output()).await;
    let output = output.map_err(|_| format!("it says nothing within {PATIENCE:?}"))?;
    let output = output.map_err(|e| e.to_string())?;
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr);
        let why = why.trim().trim_start_matches("kartoteka: ");
        return Err(match why.is_empty() {
            true => format!("it ended the process that asked it ({})", output.status),
            false => why.to_owned(),
        });
    }
    serde_json::from_slice(&output.stdout).map_err(|e| e.to_string())
}

/// The same in this process, in which the library stays open.
///
/// # Errors
/// Why it says nothing.
pub(crate) fn opened(library: &Path) -> Result<Said, String> {
    let path = library.canonicalize().map_err(|e| e.to_string())?;
    // SAFETY: opening it runs its code, which is of who asks.
    let library = unsafe { Library::open(Some(path), RTLD_NOW | RTLD_LOCAL) };
    let library = library.map_err(|e| format!("it cannot be opened: {e}"))?;
    let symbol = format!("{}\0", abi::SYMBOL);
    // SAFETY: the symbol is this function, by the header. The library stays open, and so does what it gives.
    let exports = unsafe {
        let entry = library.get::<unsafe extern "C" fn() -> *const abi::Plugin>(symbol.as_bytes());
        let entry = entry.map_err(|_| format!("it exports no `{}`", abi::SYMBOL))?;
        let given = entry();
        std::mem::forget(library);
        given.as_ref()
    };
    let exports = exports.ok_or("it gives no plugin")?;
    if exports.abi_major != abi::MAJOR || exports.struct_size < size_of::<abi::Plugin>() {
        return Err("it is of another native interface".to_owned());
    }
    // SAFETY: it is there for as long as the process.
    let manifest = unsafe { exports.manifest.text() };
    let manifest = manifest.ok_or("its manifest is no text")?;
    let document = match exports.document {
        None => None,
        Some(write) => {
            let mut out = Buf::EMPTY;
            // SAFETY: there is room for a buffer.
            let done = unsafe { write(&raw mut out) };
            let read = serde_json::from_slice(out.bytes()).ok();
            let read = read.filter(|_| done == status::OK);
            Some(read.ok_or("it does not say the document of its API")?)
        }
    };
    Ok(Said {
        manifest: manifest.to_owned(),
        document,
    })
}
