//! The log: to standard error, for people or for programs.

use std::{io::IsTerminal as _, panic};

use tracing_subscriber::EnvFilter;

use crate::config::{Log, LogFormat};

/// Begins to log. Commands say what they have to say themselves and log only
/// what is wrong.
pub(super) fn start(log: &Log, serving: bool) {
    let level = if serving { log.level.as_str() } else { "warn" };
    // The level was checked with the configuration.
    let filter = EnvFilter::try_new(level).unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    // Setting it a second time fails, which only tests within one process do.
    let _ = match log.format {
        LogFormat::Text => builder.try_init(),
        LogFormat::Json => builder.json().try_init(),
    };
    tell_panics();
}

/// Begins to keep what is logged: it is looked at, and not shown.
pub(super) fn keep() {
    crate::plugins::kit::log::keep();
    tell_panics();
}

fn tell_panics() {
    panic::set_hook(Box::new(|info| {
        // Where, and not with which words: those may quote a person's data.
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a panic");
    }));
}
