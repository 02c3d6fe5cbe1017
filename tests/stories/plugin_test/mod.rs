//! `kartoteka plugin test`: what is well passes, on both engines and by every loader; and what is broken is named.

mod broken;
mod fresh;
mod here;
mod newcomers;
mod together;

use std::{fs, path::Path, process::Command};

use kartoteka::plugins::kit::{How, What, test};
use kartoteka_tests::{
    examples::{self, FIRST},
    features::features,
    native, samples,
    world::program,
};
use serde_json::Value;

/// What was said, and the report for machines.
struct Tried {
    well: bool,
    said: String,
    report: Value,
}

impl Tried {
    fn cases(&self) -> &[Value] {
        self.report["cases"].as_array().map_or(&[], Vec::as_slice)
    }

    fn of(&self, outcome: &str) -> impl Iterator<Item = &Value> {
        let wanted = outcome.to_owned();
        self.cases()
            .iter()
            .filter(move |case| case["outcome"] == wanted)
    }

    fn failed(&self) -> Vec<String> {
        let failed = self.of("failed");
        let name = |case: &Value| {
            let text = |key: &str| case[key].as_str().unwrap_or_default().to_owned();
            format!("{}: {}", text("group"), text("name"))
        };
        failed.map(name).collect()
    }

    /// That nothing failed, and more than a hundred cases ran, on both engines.
    fn is_well(&self) {
        assert!(self.well, "{}", self.said);
        assert_eq!(self.failed(), Vec::<String>::new());
        assert!(self.of("ok").count() >= 100, "{}", self.said);
        for engine in ["sqlite", "postgres"] {
            let on = self.of("ok").filter(|case| case["engine"] == engine);
            assert!(on.count() >= 40, "{engine}: {}", self.said);
        }
    }
}

/// `kartoteka plugin …` in a folder, as who wrote a plugin runs it.
fn plugin(arguments: &[&str], folder: &Path) -> (bool, String) {
    let mut command = Command::new(program());
    command.env_clear().current_dir(folder);
    for kept in ["PATH", "HOME", "TMPDIR", "CARGO_HOME", "RUSTUP_HOME"] {
        if let Some(value) = std::env::var_os(kept) {
            command.env(kept, value);
        }
    }
    let done = command.arg("plugin").args(arguments).output();
    let done = done.expect("the program");
    let said = [done.stdout, done.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    (done.status.success(), format!("{said}\n{}", done.status))
}

fn tried(arguments: &[&str]) -> Tried {
    let place = tempfile::tempdir().expect("a folder");
    let all = [&["test", "--report", "report.json"], arguments].concat();
    let (well, said) = plugin(&all, place.path());
    let report = fs::read(place.path().join("report.json"));
    // However it ended, a signal included.
    let report = report.unwrap_or_else(|error| panic!("{error}: {said}"));
    Tried {
        well,
        said,
        report: serde_json::from_slice(&report).expect("a report"),
    }
}

/// The bundle of this id in a folder.
fn bundle(folder: &Path, id: &str) -> String {
    folder
        .join(format!("{id}-0.1.0.kplugin"))
        .display()
        .to_string()
}

#[test]
fn the_example_in_c_is_well() {
    tried(&[&bundle(examples::price_tag(), "example-price-tag")]).is_well();
}

#[test]
fn the_examples_in_rust_are_well() {
    let (birthday, allergy) = (examples::birthday_greetings(), examples::allergy_card());
    tried(&[&bundle(birthday, "example-birthday-greetings")]).is_well();
    tried(&[&bundle(allergy, "example-allergy-card")]).is_well();
}

#[test]
fn what_partners_begin_with_is_well() {
    for id in FIRST {
        tried(&[&bundle(examples::first_plugins(), id)]).is_well();
    }
}

/// A feature of the house, with the samples that stand beside it.
fn linked(id: &str) -> Tried {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("../plugins");
    let own = top.join(id).join("samples.toml").display().to_string();
    tried(&["--linked", id, "--samples", &own])
}

#[test]
fn linked_features_are_tried_alike() {
    let ids = features().into_iter().map(|feature| feature.id);
    let tried = std::thread::scope(|scope| {
        let begun: Vec<_> = ids.map(|id| scope.spawn(move || linked(&id))).collect();
        let ended = begun.into_iter().map(|one| one.join().expect("its end"));
        ended.collect::<Vec<_>>()
    });
    assert!(tried.len() >= 3, "{}", tried.len());
    for feature in tried {
        feature.is_well();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_feature_behind_the_native_loader_is_tried_alike() {
    kartoteka::services::prepare_tls();
    let what = |native: bool| What::Linked {
        id: "blacklist".to_owned(),
        samples: samples::of("blacklist"),
        module: native.then(|| native::made("blacklist")),
        program: Some(program()),
    };
    let native = test(&what(true), &How::default()).await.expect("a report");
    let failed: Vec<_> = native.failed().map(|case| case.line()).collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    assert!(native.counts().ran() >= 100, "{:?}", native.counts());
    let linked = test(&what(false), &How::default()).await.expect("a report");
    let names = |report: &kartoteka::plugins::kit::Report| {
        let cases = report.cases.iter();
        let of = |case: &kartoteka::plugins::kit::Case| {
            (
                case.engine,
                case.group,
                case.name.clone(),
                case.outcome.clone(),
            )
        };
        cases.map(of).collect::<Vec<_>>()
    };
    assert_eq!(
        names(&native),
        names(&linked),
        "the same rules, and the same ends"
    );
}

#[test]
fn cases_are_chosen_by_their_words() {
    let file = bundle(examples::price_tag(), "example-price-tag");
    let some = tried(&[
        "--engine",
        "sqlite",
        "--only",
        "doors",
        "without sign-in",
        "--",
        &file,
    ]);
    assert!(some.well, "{}", some.said);
    assert_eq!(some.cases().len(), 3, "{}", some.said);
    let none = tried(&["--engine", "sqlite", "--only", "nosuchword", "--", &file]);
    assert!(
        !none.well && none.said.contains("no case ran"),
        "{}",
        none.said
    );
}

#[test]
fn a_file_that_is_none_and_a_library_that_gives_none_are_named() {
    let place = tempfile::tempdir().expect("a folder");
    let path = place.path().join("acme-tips-0.1.0.kplugin");
    fs::write(&path, "nothing").expect("written");
    let none = tried(&[&path.display().to_string()]);
    assert_eq!(
        none.failed(),
        ["file: it is not refused for layout"],
        "{}",
        none.said
    );
    let half = examples::half_broken().join("acme-tips-1.0.0.kplugin");
    let half = half.display().to_string();
    let half = tried(&["--engine", "sqlite", &half]);
    assert!(
        half.failed()
            .contains(&"start: a host starts with it".to_owned()),
        "{}",
        half.said
    );
}
