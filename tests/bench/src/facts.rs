//! The machine: figures mean nothing without it.

use std::{
    fs::{self, File},
    io::Write as _,
    time::Instant,
};

use crate::{Outcome, report};

/// The load averages.
pub(crate) fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').take(3).collect::<Vec<_>>().join(" ")
}

/// A few lines about this machine, with the load that there was `before`.
pub(crate) fn of_this_machine(before: &str) -> Outcome<String> {
    let cores = std::thread::available_parallelism()?;
    let cpu = line("/proc/cpuinfo", "model name");
    let memory = line("/proc/meminfo", "MemTotal");
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease")?;
    let build = if cfg!(debug_assertions) {
        "debug build: the figures mean nothing"
    } else {
        "release build"
    };
    let cores = usize::from(cores);
    Ok(format!(
        "{cores} cores ({cpu}), {memory}, Linux {}, {build}\n\
         load {before} before, {} after; the load generator shares the cores\n\
         4 kB written and synced in {}",
        kernel.trim(),
        load(),
        sync_time()?
    ))
}

fn line(file: &str, key: &str) -> String {
    let text = fs::read_to_string(file).unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with(key));
    let value = line
        .and_then(|line| line.split_once(':'))
        .map(|(_, value)| value.trim());
    value.unwrap_or("unknown").to_owned()
}

/// What being on the disk costs here: the median of some.
fn sync_time() -> Outcome<String> {
    let folder = tempfile::tempdir()?;
    let mut file = File::create(folder.path().join("sync"))?;
    let mut took = Vec::new();
    for _ in 0..51 {
        let start = Instant::now();
        file.write_all(&[0; 4096])?;
        file.sync_data()?;
        took.push(start.elapsed());
    }
    took.sort_unstable();
    Ok(report::span(took[took.len() / 2]))
}
