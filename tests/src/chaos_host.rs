//! A host like the real one, with the features of `trial.rs` beside its own: some stand on each
//! other, and some are told of events.

use std::{env, path::Path, process::ExitCode};

use kartoteka::{HostBuilder, config, modules, registry::Registry, services::run_in_child};
use kartoteka_tests::trial::{self, Log};
use tokio::signal::unix::{SignalKind, signal};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["worker", module, name, input, memory, seconds] => {
            work(module, name, Path::new(input), memory, seconds)
        }
        _ => {
            serve();
            ExitCode::SUCCESS
        }
    }
}

fn work(module: &str, name: &str, input: &Path, memory: &str, seconds: &str) -> ExitCode {
    let registry = Registry::new(modules::linked()).expect("features");
    let worker = registry.worker(module, name).expect("a worker");
    let number = |text: &str| text.parse().expect("a number");
    match run_in_child(worker, input, number(memory), number(seconds)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

#[tokio::main]
async fn serve() {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .init();
    let config = config::load(None).expect("a configuration");
    let builder = HostBuilder::new(config);
    let modules = trial::all(&Log::default()).into_iter();
    let running = modules.fold(builder, HostBuilder::module).start().await;
    let running = running.expect("a host");
    let mut ended = signal(SignalKind::terminate()).expect("signals");
    tracing::info!(address = %running.address, "it listens");
    running
        .until(async move {
            ended.recv().await;
        })
        .await;
}
