//! First-party features behind the native loader: the same code in libraries of their own.

use std::{path::PathBuf, process::Command, sync::OnceLock};

use kartoteka::{
    HostBuilder, modules,
    plugins::native::{NativeModule, Parts, Threads},
};
use kartoteka_plugin::{Manifest, Module};

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
    };
    NativeModule::open(&library(feature), parts, threads).expect("a plugin")
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
