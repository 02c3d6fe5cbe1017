//! Plugins in C, compiled as partners' are: strictly, against the header of the contract.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::examples::run;

/// A manifest as C includes it: the bytes `MANIFEST`, of which there are `MANIFEST_LENGTH`.
pub fn manifest_header(manifest: &str) -> String {
    let bytes: Vec<_> = manifest.bytes().map(|byte| byte.to_string()).collect();
    format!(
        "static const unsigned char MANIFEST[] = {{{}}};\nenum {{ MANIFEST_LENGTH = sizeof MANIFEST }};\n",
        bytes.join(",")
    )
}

/// Where the header of the contract lies as it was in a version of the native interface that hosts still take.
pub fn kept_header(version: &str) -> PathBuf {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("native/kept");
    kept.join(version)
}

/// Compiles `source` in the folder `place`, and gives the library there, named as the source is. What the source
/// includes as `manifest.h` is made of `manifest`; `defines` are `NAME=value`.
///
/// # Panics
/// With what the compiler says, where there is anything that it warns of.
pub fn library(source: &Path, manifest: &str, defines: &[String], place: &Path) -> PathBuf {
    let header = Path::new(env!("CARGO_MANIFEST_DIR")).join("../plugins/sdk/include");
    library_by(&header, source, manifest, defines, place)
}

/// The same by the header that lies in the folder `header`.
///
/// # Panics
/// As [`library`].
pub fn library_by(
    header: &Path,
    source: &Path,
    manifest: &str,
    defines: &[String],
    place: &Path,
) -> PathBuf {
    fs::create_dir_all(place).expect("a folder");
    fs::write(place.join("manifest.h"), manifest_header(manifest)).expect("a header");
    let name = source.file_stem().expect("a source has a name");
    let library = place.join(name).with_extension("so");
    let mut compiler = Command::new("cc");
    compiler.args(["-std=c11", "-O2", "-g1", "-Wall", "-Wextra", "-Werror"]);
    compiler.args(["-shared", "-fPIC"]);
    compiler.args(defines.iter().map(|define| format!("-D{define}")));
    compiler.arg("-I").arg(header).arg("-I").arg(place);
    run(compiler.arg("-o").arg(&library).arg(source));
    library
}

/// Compiles the least that is a library of a plugin, which gives none, to the file `library`.
pub fn no_plugin(library: &Path) {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("bundles/acme-tips/plugin.c");
    let mut compiler = Command::new("cc");
    compiler.args(["-shared", "-fPIC", "-o"]).arg(library);
    run(compiler.arg(source));
}
