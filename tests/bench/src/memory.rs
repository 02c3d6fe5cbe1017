//! What processes hold of the memory, from `/proc`.

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use crate::cpu;

/// How often a watched process is looked at.
const EVERY: Duration = Duration::from_millis(20);
/// How many looks lie between two searches for its children, which cost more.
const CHILDREN_EVERY: usize = 5;

/// Bytes of the process `pid`, shared pages by their share (PSS).
pub(crate) fn of(pid: u32) -> u64 {
    let text = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
    kilobytes(&text, "Pss:") << 10
}

/// The most bytes that this process ever held.
pub(crate) fn most_of_this() -> u64 {
    let text = fs::read_to_string("/proc/self/status").unwrap_or_default();
    kilobytes(&text, "VmHWM:") << 10
}

fn kilobytes(text: &str, key: &str) -> u64 {
    let line = text.lines().find_map(|line| line.strip_prefix(key));
    let number = line.and_then(|rest| rest.split_whitespace().next());
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}

/// Watches a process and its children until it is asked for the most they held.
pub(crate) struct Watch {
    seen: Arc<Seen>,
    watcher: JoinHandle<()>,
}

#[derive(Default)]
struct Seen {
    enough: AtomicBool,
    together: AtomicU64,
    own: AtomicU64,
    children: AtomicU64,
}

/// The most bytes seen at once.
pub(crate) struct Most {
    /// Of the process and its children together.
    pub(crate) together: u64,
    /// Of the process alone.
    pub(crate) own: u64,
    /// Of its children.
    pub(crate) children: u64,
}

impl Watch {
    pub(crate) fn start(pid: u32) -> Self {
        let seen = Arc::new(Seen::default());
        let keep = seen.clone();
        let watcher = thread::spawn(move || {
            let mut known = Vec::new();
            for look in 0_usize.. {
                if keep.enough.load(Ordering::Relaxed) {
                    break;
                }
                if look.is_multiple_of(CHILDREN_EVERY) {
                    known = cpu::children(pid);
                }
                let own = of(pid);
                let children = known.iter().copied().map(of).sum::<u64>();
                keep.own.fetch_max(own, Ordering::Relaxed);
                keep.children.fetch_max(children, Ordering::Relaxed);
                keep.together.fetch_max(own + children, Ordering::Relaxed);
                thread::sleep(EVERY);
            }
        });
        Self { seen, watcher }
    }

    pub(crate) fn most(self) -> Most {
        self.seen.enough.store(true, Ordering::Relaxed);
        // A watcher that panicked has seen what it has seen.
        let _ = self.watcher.join();
        Most {
            together: self.seen.together.load(Ordering::Relaxed),
            own: self.seen.own.load(Ordering::Relaxed),
            children: self.seen.children.load(Ordering::Relaxed),
        }
    }
}
