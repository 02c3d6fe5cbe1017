//! First-party features behind the native loader: the same code in libraries of their own.

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

use kartoteka::{
    HostBuilder, modules,
    plugins::native::{NativeModule, Parts, Threads},
};
use kartoteka_plugin::{Manifest, Module, module::Twins};
use serde_json::{Map, Value as Json, json};

use crate::trial::Log;

/// Set, all stories are played with the features that are linked elsewhere behind the native
/// loader.
const VARIABLE: &str = "KARTOTEKA_TEST_NATIVE";

/// The features that can be had as libraries.
const FEATURES: [&str; 3] = ["blacklist", "call-link", "documents"];

/// The library of a feature, built now.
fn library(feature: &str) -> PathBuf {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    let folder = BUILT.get_or_init(|| {
        let test = std::env::current_exe().expect("the test's own path");
        // target/debug/deps/stories-…
        let debug = test.ancestors().nth(2).expect("a target folder").to_owned();
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut build = Command::new(cargo);
        build.args(["build", "--quiet", "--workspace", "--lib"]);
        build.env("CARGO_TARGET_DIR", debug.parent().expect("a target folder"));
        assert!(
            build.status().expect("cargo").success(),
            "the plugins do not build"
        );
        debug
    });
    let name = feature.replace('-', "_");
    folder.join(format!("libkartoteka_{name}_native.so"))
}

/// A feature that is linked in, as a native plugin.
fn native(feature: &str, threads: &Threads) -> NativeModule {
    let linked = modules::linked().into_iter().find(|module| {
        let manifest: Manifest = toml::from_str(module.manifest()).expect("a manifest");
        manifest.id == feature
    });
    let linked = linked.expect("a linked feature");
    let parts = Parts {
        manifest: linked.manifest().to_owned(),
        document: linked.api().1,
        texts: linked.texts(),
        migrations: linked.migrations(),
        assets: linked.assets(),
    };
    NativeModule::open(&library(feature), parts, threads).expect("a plugin")
}

/// A feature that is linked in, made anew as a native plugin for each host that wants it.
pub fn made(feature: &'static str) -> kartoteka::plugins::kit::Make {
    std::sync::Arc::new(move || {
        let threads = Threads::new(tokio::runtime::Handle::current());
        Box::new(native(feature, &threads))
    })
}

/// A plugin of the tests' own in `tests/native`, with the doors that its document is to name.
///
/// # Errors
/// Why it cannot be used, as a sentence.
pub fn opened(
    name: &str,
    manifest: &str,
    paths: &[&str],
    threads: &Threads,
) -> Result<NativeModule, String> {
    opened_at(&library(name), manifest, paths, threads)
}

/// The same of the library at `path`.
///
/// # Errors
/// As [`opened`].
pub fn opened_at(
    path: &Path,
    manifest: &str,
    paths: &[&str],
    threads: &Threads,
) -> Result<NativeModule, String> {
    let operation = |path: &&str| {
        let id = path.replace(['/', '{', '}', '-'], "_");
        let operation = |verb: &str| json!({"operationId": format!("{verb}{id}"), "responses": {"200": {"description": "It."}}});
        let both = json!({"get": operation("get"), "post": operation("post")});
        (path.to_string(), both)
    };
    let paths: Map<String, Json> = paths.iter().map(operation).collect();
    let document = json!({
        "openapi": "3.1.0", "info": {"title": "Of the tests", "version": "0.1.0"}, "paths": paths,
    });
    let parts = Parts {
        manifest: manifest.to_owned(),
        document: serde_json::from_value(document).expect("a document"),
        texts: Vec::new(),
        migrations: Twins::default(),
        assets: Vec::new(),
    };
    NativeModule::open(path, parts, threads)
}

fn own(name: &str, manifest: &str, paths: &[&str], threads: &Threads) -> Box<dyn Module> {
    Box::new(opened(name, manifest, paths, threads).expect("a plugin"))
}

/// A plugin that panics where it was told to, and is well otherwise.
fn panicky(threads: &Threads) -> Box<dyn Module> {
    let manifest = include_str!("../native/panicky/plugin.toml");
    own("panicky", manifest, &["/acme-panicky/{what}"], threads)
}

/// A plugin that does at the border all that none should, beside one that panics only where it was told to.
pub(crate) fn hostile(_: &Log) -> Vec<Box<dyn Module>> {
    let threads = Threads::new(tokio::runtime::Handle::current());
    let manifest = include_str!("../native/hostile/plugin.toml");
    let hostile = own("hostile", manifest, &["/acme-hostile/{what}"], &threads);
    vec![hostile, panicky(&threads)]
}

/// A plugin whose functions block, and do not come back in time, beside one that panics only where it was told to.
pub(crate) fn stubborn(_: &Log) -> Vec<Box<dyn Module>> {
    let threads = Threads::new(tokio::runtime::Handle::current());
    let manifest = include_str!("../native/stubborn/plugin.toml");
    let stubborn = own("stubborn", manifest, &["/acme-stubborn/{what}"], &threads);
    vec![stubborn, panicky(&threads)]
}

/// The host with native features where the variable says so.
pub(crate) fn in_place_of_linked(builder: HostBuilder) -> HostBuilder {
    if std::env::var_os(VARIABLE).is_none() {
        return builder;
    }
    let threads = Threads::new(tokio::runtime::Handle::current());
    FEATURES.iter().fold(builder, |builder, feature| {
        let module: Box<dyn Module> = Box::new(native(feature, &threads));
        builder.in_place_of(feature, module)
    })
}
