//! Hosts with the same little feature linked in, as a library in Rust, and as one in C.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use axum::{Router, body::Body, http::Request};
use kartoteka::{
    HostBuilder,
    config::{self, Config},
    plugins::native::{NativeModule, Parts, Threads},
    region::NewSalon,
};
use kartoteka_gauge_native::{Gauge, MANIFEST, numbered};
use kartoteka_plugin::{Call, Module};
use serde_json::json;
use tokio::{runtime::Handle, task::JoinSet};
use tower::ServiceExt as _;

use crate::{Outcome, cpu};

/// The numbers of the three.
pub(crate) const LINKED: usize = 1;
pub(crate) const RUST: usize = 2;
pub(crate) const C: usize = 3;
/// So many at one time, as a host has them.
const AT_ONCE: u32 = 8;

/// The id of the one with this number.
pub(crate) fn id(number: usize) -> String {
    format!("acme-gauge-{number:02}")
}

/// Serves until it is killed, with `more` native ones beside the three.
pub(crate) async fn serve(program: &str, more: usize) -> Outcome<String> {
    let mut config = config::load(None)?;
    config.limits.body_bytes = 2 << 20;
    let mut builder = HostBuilder::new(config.clone()).worker_program(program.into());
    for module in all(&config, more)? {
        builder = builder.module(module);
    }
    let running = builder.start().await?;
    println!("{}", running.address);
    running.until(std::future::pending()).await;
    Ok(String::new())
}

fn all(config: &Config, more: usize) -> Outcome<Vec<Box<dyn Module>>> {
    let threads = Threads::new(Handle::current());
    let folder = config.data_dir.join("gauges");
    fs::create_dir_all(&folder)?;
    let mut modules: Vec<Box<dyn Module>> = vec![Box::new(Gauge::numbered(LINKED))];
    modules.push(Box::new(open(RUST, &in_rust(&folder, RUST)?, &threads)?));
    modules.push(Box::new(open(C, &in_c(&folder)?, &threads)?));
    for number in 10..10 + more {
        modules.push(Box::new(open(
            number,
            &in_rust(&folder, number)?,
            &threads,
        )?));
    }
    Ok(modules)
}

fn open(number: usize, library: &Path, threads: &Threads) -> Outcome<NativeModule> {
    let linked = Gauge::numbered(number);
    let id = id(number);
    let path = |end: &str| format!("/{id}/{end}");
    let operation = |verb: &str| {
        let name = format!("{verb}_{number}");
        json!({"operationId": name, "responses": {"200": {"description": "It."}}})
    };
    let document = json!({
        "openapi": "3.1.0", "info": {"title": id, "version": "0.1.0"},
        "paths": {
            path("bare"): {"get": operation("bare")},
            path("row/{row}"): {"get": operation("row"), "put": operation("put")},
            path("echo"): {"post": operation("echo")},
        },
    });
    let parts = Parts {
        manifest: numbered(MANIFEST, number).to_owned(),
        document: serde_json::from_value(document)?,
        texts: linked.texts(),
        migrations: linked.migrations(),
        assets: Vec::new(),
    };
    Ok(NativeModule::open(library, parts, threads)?)
}

/// A copy of the library, under another number.
fn in_rust(folder: &Path, number: usize) -> Outcome<PathBuf> {
    let name = "libkartoteka_gauge_native.so";
    let beside = std::env::current_exe()?;
    let beside = beside.parent().ok_or("no folder")?;
    let mut places = [beside.join(name), beside.join("deps").join(name)].into_iter();
    let library = places
        .find(|path| path.is_file())
        .ok_or("the library is not built")?;
    let mut bytes = fs::read(library)?;
    for (from, to) in [
        ("gauge-00", format!("gauge-{number:02}")),
        ("gauge_00", format!("gauge_{number:02}")),
    ] {
        for at in 0..bytes.len().saturating_sub(from.len()) {
            if bytes[at..].starts_with(from.as_bytes()) {
                bytes[at..at + from.len()].copy_from_slice(to.as_bytes());
            }
        }
    }
    let copy = folder.join(format!("{}.so", id(number)));
    fs::write(&copy, bytes)?;
    Ok(copy)
}

/// The same feature in C, compiled now.
fn in_c(folder: &Path) -> Outcome<PathBuf> {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../native/gauge");
    let source = fs::read_to_string(sources.join("gauge.c"))?;
    fs::write(folder.join("gauge.c"), numbered(&source, C))?;
    let manifest = numbered(MANIFEST, C);
    let source = folder.join("gauge.c");
    Ok(kartoteka_tests::in_c::library(
        &source,
        manifest,
        &[],
        folder,
    ))
}

/// What a call costs that does nothing, in the process itself: for each of the three nanoseconds of
/// computing, and of waiting.
pub(crate) async fn calls(count: u32) -> Outcome<String> {
    let config = config::load(None)?;
    let modules = all(&config, 0)?;
    let mut routers = Vec::new();
    let mut builder = HostBuilder::new(config);
    for (module, number) in modules.into_iter().zip([LINKED, RUST, C]) {
        routers.push((module.api().0, number));
        builder = builder.module(module);
    }
    let host = builder.open().await?;
    let new = NewSalon {
        slug: "bare".to_owned(),
        name: "Bare".to_owned(),
        country: "DE".to_owned(),
        ..NewSalon::default()
    };
    host.region()
        .create_salon(new)
        .await
        .map_err(|_| "no salon")?;
    let salon = host.region().salon_by_slug("bare").await;
    let salon = salon.ok().flatten().ok_or("no salon")?;
    let call = host.operator_call(&salon).await.map_err(|_| "no call")?;
    let mut said = Vec::new();
    for (router, number) in routers {
        let call = call.of_feature(&id(number), false);
        timed(&router, number, &call, count / 10).await?;
        let (computed, waited) = timed(&router, number, &call, count).await?;
        said.push(format!("{} {}", computed.as_nanos(), waited.as_nanos()));
    }
    Ok(said.join(" "))
}

async fn timed(
    router: &Router,
    number: usize,
    call: &Call,
    count: u32,
) -> Outcome<(Duration, Duration)> {
    let path = format!("/{}/bare", id(number));
    let (began, computed) = (Instant::now(), cpu::of_this()?);
    let mut all = JoinSet::new();
    for _ in 0..AT_ONCE {
        let (router, path, call) = (router.clone(), path.clone(), call.clone());
        all.spawn(async move {
            for _ in 0..count / AT_ONCE {
                one(&router, &path, &call).await?;
            }
            Outcome::Ok(())
        });
    }
    while let Some(done) = all.join_next().await {
        done??;
    }
    let computed = (cpu::of_this()? - computed).own;
    // Each waited while the others were at it.
    Ok((computed / count, began.elapsed() * AT_ONCE / count))
}

async fn one(router: &Router, path: &str, call: &Call) -> Outcome<()> {
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = path.parse()?;
    request.extensions_mut().insert(call.clone());
    let answer = router.clone().oneshot(request).await?;
    match answer.status().as_u16() {
        204 => Ok(()),
        other => Err(format!("a bare call answered {other}").into()),
    }
}
