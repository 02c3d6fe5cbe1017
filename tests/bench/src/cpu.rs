//! What processes have computed, from `/proc`.

use std::{fs, ops::Sub, time::Duration};

use crate::Outcome;

/// Ticks a second in `/proc/<pid>/stat`: 100 on every Linux, whatever the kernel's own.
const TICKS: u64 = 100;

/// Computing time, the kernel's on its behalf included.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cpu {
    /// Of the process itself.
    pub(crate) own: Duration,
    /// Of its children that have ended.
    pub(crate) children: Duration,
}

impl Cpu {
    pub(crate) fn total(self) -> Duration {
        self.own + self.children
    }
}

impl Sub for Cpu {
    type Output = Self;

    fn sub(self, before: Self) -> Self {
        Self {
            own: self.own.saturating_sub(before.own),
            children: self.children.saturating_sub(before.children),
        }
    }
}

/// Of the process `pid`.
pub(crate) fn of(pid: u32) -> Outcome<Cpu> {
    let fields = stat(pid)?;
    let ticks = |at: usize| -> Outcome<Duration> {
        let text = fields.get(at).ok_or("a short /proc stat")?;
        Ok(Duration::from_millis(text.parse::<u64>()? * 1_000 / TICKS))
    };
    // utime, stime, cutime, cstime: fields 14 to 17, of which the first two are cut off.
    Ok(Cpu {
        own: ticks(11)? + ticks(12)?,
        children: ticks(13)? + ticks(14)?,
    })
}

/// Of this process.
pub(crate) fn of_this() -> Outcome<Cpu> {
    of(std::process::id())
}

/// Of this thread, to the nanosecond.
pub(crate) fn of_this_thread() -> Duration {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(
        u64::try_from(now.tv_sec).unwrap_or(0),
        u32::try_from(now.tv_nsec).unwrap_or(0),
    )
}

/// The process that started `pid`.
pub(crate) fn parent(pid: u32) -> Outcome<u32> {
    let fields = stat(pid)?;
    Ok(fields.get(1).ok_or("a short /proc stat")?.parse()?)
}

/// The running processes that `pid` started. Not every kernel lists them, so all are asked.
pub(crate) fn children(pid: u32) -> Vec<u32> {
    let all = fs::read_dir("/proc").into_iter().flatten().flatten();
    all.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok())
        .filter(|&other| parent(other).is_ok_and(|parent| parent == pid))
        .collect()
}

/// The fields after the name, which alone may hold spaces.
fn stat(pid: u32) -> Outcome<Vec<String>> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let (_, rest) = text.rsplit_once(") ").ok_or("an odd /proc stat")?;
    Ok(rest.split_whitespace().map(str::to_owned).collect())
}

/// A PostgreSQL server: its first process, which waits for all others.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Postgres {
    /// The first process.
    pub(crate) first: u32,
}

impl Postgres {
    /// All its processes, ended ones included.
    pub(crate) fn cpu(self) -> Outcome<Duration> {
        let mut total = of(self.first)?.total();
        for child in children(self.first) {
            // One that ends meanwhile is counted by the first process the next time.
            total += of(child).map(Cpu::total).unwrap_or_default();
        }
        Ok(total)
    }
}
