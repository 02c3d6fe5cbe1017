//! A host like the real one, with the features that show what the contract offers.

use kartoteka::{HostBuilder, config};

#[tokio::main]
async fn main() {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .init();
    let config = config::load(None).expect("a configuration");
    let modules = kartoteka_tests::shown::newer(&kartoteka_tests::trial::Log::default());
    let builder = HostBuilder::new(config);
    let builder = modules.into_iter().fold(builder, HostBuilder::module);
    let running = builder.start().await.expect("a host");
    tracing::info!(address = %running.address, "it listens");
    running.until(std::future::pending()).await;
}
