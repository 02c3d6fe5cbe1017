//! A host like the real one, with the features that show what the contract offers; and the
//! processes in which their workers run.

use std::{env, path::Path, process::ExitCode};

use kartoteka::{HostBuilder, config, registry::Registry, services::run_in_child};
use kartoteka_tests::{shown, shown_all, trial::Log};

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
    let registry = Registry::new(shown_all::all(&Log::default())).expect("features");
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
    let mut modules = shown::newer(&Log::default());
    modules.extend(shown_all::all(&Log::default()));
    let builder = HostBuilder::new(config);
    let builder = modules.into_iter().fold(builder, HostBuilder::module);
    let running = builder.start().await.expect("a host");
    tracing::info!(address = %running.address, "it listens");
    running.until(std::future::pending()).await;
}
