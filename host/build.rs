//! Gathers what the pages are made of into `OUT_DIR/assets`, from where `src/assets.rs` takes it into the
//! binary: our style sheets and scripts each as one file, and from npm htmx, the font and the icons that are
//! used. Nothing is written into the source tree, and nothing of others is kept in it.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::Hasher;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// What a step answers with: nothing, or a sentence for the person who builds.
type Step<T = ()> = Result<T, String>;

/// Files taken from npm as they are: where in `node_modules`, and the name they are served under.
const TAKEN: [(&str, &str); 3] = [
    ("htmx.org/dist/htmx.min.js", "htmx.min.js"),
    (
        "@fontsource-variable/figtree/files/figtree-latin-wght-normal.woff2",
        "figtree-latin.woff2",
    ),
    (
        "@fontsource-variable/figtree/files/figtree-latin-ext-wght-normal.woff2",
        "figtree-latin-ext.woff2",
    ),
];

fn main() -> ExitCode {
    match gather() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn gather() -> Step {
    let source = PathBuf::from(variable("CARGO_MANIFEST_DIR")?).join("assets");
    let out = PathBuf::from(variable("OUT_DIR")?);
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", source.display());

    let packages = install(&source, &out.join("npm"))?;
    let assets = out.join("assets");
    // Made anew each time, so that a file that is gone from the list is gone from the folder.
    if assets.exists() {
        fs::remove_dir_all(&assets).map_err(|error| failed("empty", &assets, &error))?;
    }
    make_folder(&assets)?;
    for (from, to) in TAKEN {
        write(&assets.join(to), &read(&packages.join(from))?)?;
    }
    write(&assets.join("mark.svg"), &read(&source.join("mark.svg"))?)?;
    write(&assets.join("app.css"), &style_sheet(&source.join("css"))?)?;
    write(&assets.join("app.js"), &script(&source.join("js"))?)?;
    write(&assets.join("icons.svg"), &sprite(&source, &packages)?)?;
    // Not `KARTOTEKA_…`: cargo hands the variable on to what `cargo run` starts, which would
    // take it for a setting.
    println!("cargo::rustc-env=ASSETS_VERSION={}", version(&assets)?);
    Ok(())
}

/// Installs the packages of the lock file beside the build, unless that very list is there already, and
/// returns their folder. Scripts of packages are not run.
fn install(source: &Path, place: &Path) -> Step<PathBuf> {
    let lock = read(&source.join("package-lock.json"))?;
    let packages = place.join("node_modules");
    let stamp = place.join("installed.json");
    if packages.exists() && fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(packages);
    }
    make_folder(place)?;
    for name in ["package.json", "package-lock.json", ".npmrc"] {
        write(&place.join(name), &read(&source.join(name))?)?;
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let run = Command::new(npm)
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .current_dir(place)
        .output()
        .map_err(|error| {
            format!(
                "Kartoteka's pages need npm, which could not be started ({error}).\n\
                 Install Node.js 18 or newer, which brings npm, see that `npm --version` answers, and build again."
            )
        })?;
    if !run.status.success() {
        return Err(format!(
            "npm could not fetch the packages of host/assets/package-lock.json. It needs its registry once; \
             see that `npm ci` works in a copy of host/assets, and build again. npm said:\n{}",
            String::from_utf8_lossy(&run.stderr)
        ));
    }
    write(&stamp, &lock)?;
    Ok(packages)
}

/// All style sheets as one: values first, then the ground, what builds on them in any order, print at last.
fn style_sheet(folder: &Path) -> Step<Vec<u8>> {
    let mut files = files(folder, "css")?;
    files.sort_by_key(|file| match stem(file) {
        "tokens" => (0, file.clone()),
        "base" => (1, file.clone()),
        "print" => (3, file.clone()),
        _ => (2, file.clone()),
    });
    let mut sheet = Vec::new();
    for file in files {
        sheet.extend(without_comments(&text(&file)?).into_bytes());
    }
    Ok(sheet)
}

/// All scripts as one: `start.js` first, each other one in a block, so that their names do not meet.
fn script(folder: &Path) -> Step<Vec<u8>> {
    let mut script = String::from("\"use strict\";\n");
    script.push_str(&text(&folder.join("start.js"))?);
    for file in files(folder, "js")? {
        if stem(&file) != "start" {
            script.push_str(&format!("{{\n{}}}\n", text(&file)?));
        }
    }
    Ok(script.into_bytes())
}

/// The icons named in `icons.txt` as one SVG; each is `<symbol id="icon-NAME">`. How they are drawn (stroke,
/// colour) is said by the style sheet, so only their shapes are taken.
fn sprite(source: &Path, packages: &Path) -> Step<Vec<u8>> {
    let mut sprite = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\">");
    for name in text(&source.join("icons.txt"))?.split_whitespace() {
        let file = packages.join(format!("lucide-static/icons/{name}.svg"));
        let icon = text(&file)?;
        let shapes = icon
            .split_once("<svg")
            .and_then(|(_, rest)| rest.split_once('>'))
            .and_then(|(_, rest)| rest.rsplit_once("</svg>"))
            .map(|(shapes, _)| shapes)
            .ok_or_else(|| format!("{} is not an icon as expected", file.display()))?;
        let shapes = shapes.split_whitespace().collect::<Vec<_>>().join(" ");
        sprite.push_str(&format!(
            "<symbol id=\"icon-{name}\" viewBox=\"0 0 24 24\">{shapes}</symbol>"
        ));
    }
    sprite.push_str("</svg>");
    Ok(sprite.into_bytes())
}

/// Changes when any byte of any asset does: it stands in their addresses, which are cached for ever.
fn version(folder: &Path) -> Step<String> {
    let mut hasher = DefaultHasher::new();
    for file in files(folder, "")? {
        hasher.write(file.file_name().unwrap_or_default().as_encoded_bytes());
        hasher.write(&read(&file)?);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// The style sheet for readers of the page; the reasons stay in the source.
fn without_comments(sheet: &str) -> String {
    let mut rest = sheet;
    let mut kept = String::with_capacity(sheet.len());
    while let Some((before, after)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    let lines = kept.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// The files of a folder with this extension (any, when empty), by name.
fn files(folder: &Path, extension: &str) -> Step<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(|error| failed("list", folder, &error))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| extension.is_empty() || path.extension().is_some_and(|it| it == extension))
        .collect();
    files.sort();
    Ok(files)
}

fn stem(file: &Path) -> &str {
    file.file_stem()
        .and_then(|stem| stem.to_str())
        .unwrap_or_default()
}

fn variable(name: &str) -> Step<String> {
    std::env::var(name).map_err(|_| format!("Cargo did not say {name}"))
}

fn text(path: &Path) -> Step<String> {
    String::from_utf8(read(path)?).map_err(|error| failed("read", path, &error))
}

fn read(path: &Path) -> Step<Vec<u8>> {
    fs::read(path).map_err(|error| failed("read", path, &error))
}

fn write(path: &Path, bytes: &[u8]) -> Step {
    fs::write(path, bytes).map_err(|error| failed("write", path, &error))
}

fn make_folder(path: &Path) -> Step {
    fs::create_dir_all(path).map_err(|error| failed("make", path, &error))
}

fn failed(what: &str, path: &Path, error: &dyn std::fmt::Display) -> String {
    format!("could not {what} {}: {error}", path.display())
}
