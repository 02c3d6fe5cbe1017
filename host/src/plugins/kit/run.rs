//! The suite from one end to the other.

use std::path::{Path, PathBuf};

use super::{
    cases::{self, statics},
    cluster::Cluster,
    log,
    report::{Report, Told, Verdict, fault},
    samples::Samples,
    stage::{Engine, Stage},
    subject::{Make, Subject},
};
use crate::{
    config::Config,
    modules,
    plugins::bundle::{Bundle, Linked, Trust},
};

/// What is tried.
#[expect(
    clippy::large_enum_variant,
    reason = "there is one of it in a run of the suite"
)]
pub enum What {
    /// A bundle.
    File {
        /// Where it is.
        file: PathBuf,
        /// Bundles that are loaded beside it, because it requires or works with them; they are not judged.
        with: Vec<PathBuf>,
    },
    /// A linked feature.
    Linked {
        /// Its id.
        id: String,
        /// What it brings for tests.
        samples: Samples,
        /// What stands in its place, where something does.
        module: Option<Make>,
        /// Whose children read sheets; the running program where not given.
        program: Option<PathBuf>,
    },
}

/// How it is tried.
#[derive(Default)]
pub struct How {
    /// On one engine alone: `sqlite` or `postgres`.
    pub engine: Option<String>,
    /// An empty database for PostgreSQL; a server is started for a while where not given.
    pub database_url: Option<String>,
    /// Cases whose group and name hold all of these words; all where none is given.
    pub only: Vec<String>,
    /// Is told of each case as it comes.
    pub told: Option<Told>,
}

/// Runs the suite.
///
/// # Errors
/// A sentence where there is nothing to run it on.
pub async fn test(what: &What, how: &How) -> Result<Report, String> {
    let (subject, mut report) = match what {
        What::File { file, with } => of_file(file, with, how)?,
        What::Linked {
            id,
            samples,
            module,
            program,
        } => {
            let mut report = Report::new(id, &how.only, how.told);
            let made = module.as_ref().map(|make| make());
            let faults = statics::of_linked(id, made.as_deref());
            statics::rules(&mut report, &faults, true);
            let subject = Subject::linked(id, samples.clone(), module.clone())?;
            let subject = match program {
                Some(program) => subject.with_program(program.clone()),
                None => subject,
            };
            (Some(subject), report)
        }
    };
    if let Some(subject) = subject {
        running(&subject, how, &mut report).await;
    }
    Ok(report)
}

fn of_file(file: &Path, with: &[PathBuf], how: &How) -> Result<(Option<Subject>, Report), String> {
    let linked = Linked::of(&modules::linked())?;
    let trust = Trust::of(&Config::default()).with_unsigned();
    let with = beside(with, &trust, &linked)?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let mut report = Report::new(&name, &how.only, how.told);
    let examined = Bundle::examine_file(file, &trust, &linked);
    let refused = examined.as_ref().err().map_or(&[][..], Vec::as_slice);
    statics::file(&mut report, refused);
    statics::rules_of_file(&mut report, refused);
    // What a host would not load is not run.
    let Ok(bundle) = examined else {
        return Ok((None, report));
    };
    if !statics::together(&mut report, (file, &bundle), &with, &linked) {
        return Ok((None, report));
    }
    let subject = Subject::of_bundle(file, bundle, &with);
    report.group("samples");
    report.judged(
        "samples.toml can be read",
        match &subject {
            Ok(_) => Ok(()),
            Err(why) => Err(fault("a file of samples", why, "samples.toml")),
        },
    );
    Ok((subject.ok(), report))
}

/// The bundles that are loaded beside the one that is tried.
///
/// # Errors
/// Why one cannot be.
fn beside(
    with: &[PathBuf],
    trust: &Trust,
    linked: &Linked,
) -> Result<Vec<(PathBuf, Bundle)>, String> {
    let read = |path: &PathBuf| {
        let read = Bundle::read(path, trust, linked);
        let read = read.map_err(|refusal| format!("--with: {refusal}"))?;
        Ok((path.clone(), read))
    };
    with.iter().map(read).collect()
}

async fn running(subject: &Subject, how: &How, report: &mut Report) {
    let wants = |name: &str| how.engine.as_ref().is_none_or(|engine| engine == name);
    let mut seen = Vec::new();
    if wants("sqlite") {
        seen.push(on(&Engine::Sqlite, subject, report).await);
    }
    if wants("postgres") {
        let cluster = match &how.database_url {
            Some(url) => Ok((None, url.clone())),
            None => Cluster::start().map(|cluster| {
                let url = cluster.url();
                (Some(cluster), url)
            }),
        };
        report.group("start");
        report.on(Some("postgres"));
        match cluster {
            Ok((cluster, url)) => {
                seen.push(on(&Engine::Postgres(url), subject, report).await);
                drop(cluster);
            }
            Err(why) => report.judged(
                "there is a server",
                Err(fault(
                    "PostgreSQL",
                    why,
                    "this machine; or say --database-url, or --engine sqlite",
                )),
            ),
        }
    }
    report.on(None);
    report.group("engines");
    if let [Some(sqlite), Some(postgres)] = seen.as_slice() {
        for (operation, answer) in sqlite {
            let other = postgres.get(operation);
            report.judged(
                format!("both engines answer {operation} alike"),
                alike(answer, other),
            );
        }
    }
}

fn alike(one: &str, other: Option<&String>) -> Verdict {
    match other {
        Some(other) if other == one => Ok(()),
        other => Err(fault(
            "the same answer on both engines",
            format!(
                "SQLite: {one}\nPostgreSQL: {}",
                other.map_or("none", String::as_str)
            ),
            "the statements: an order for every list, and what means the same on both engines",
        )),
    }
}

/// All running cases on one engine; gives the answers to proper requests.
async fn on(
    engine: &Engine,
    subject: &Subject,
    report: &mut Report,
) -> Option<std::collections::BTreeMap<String, String>> {
    report.on(Some(engine.name()));
    report.group("start");
    let opened = Stage::open(subject, engine).await;
    report.judged("a host starts with it", match &opened {
        Ok(_) => Ok(()),
        Err(why) => Err(fault(
            "a host that has it",
            format!("{why}\n{}", log::complaints()).trim_end().to_owned(),
            "the library: it exports kartoteka_plugin, and what that gives is whole; migrations/",
        )),
    });
    let mut stage = opened.ok()?;
    report.by(stage.clock.clone());
    cases::run(&mut stage, report).await;
    let answers = std::mem::take(
        &mut *stage
            .answers
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner),
    );
    stage.close().await;
    Some(answers)
}
