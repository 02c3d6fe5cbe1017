//! `plugin test`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, ValueEnum};

use crate::{
    host::StartError,
    plugins::kit::{self, Case, How, What, samples::Samples},
};

#[derive(Args)]
pub(crate) struct Test {
    /// The bundle; where not given, that of the plugin in whose folder this runs, of the version of its plugin.toml
    #[arg(conflicts_with = "linked")]
    file: Option<PathBuf>,
    /// A bundle that is loaded beside it, and not judged: one that it requires or works with
    #[arg(long, value_name = "FILE", conflicts_with = "linked")]
    with: Vec<PathBuf>,
    /// A feature that is linked into this program
    #[arg(long, value_name = "ID")]
    linked: Option<String>,
    /// The samples of a linked feature
    #[arg(long, requires = "linked", value_name = "FILE")]
    samples: Option<PathBuf>,
    /// On one engine alone; on both where not given
    #[arg(long, value_enum)]
    engine: Option<Engine>,
    /// An empty database of PostgreSQL; a server is started for a while where not given
    #[arg(long, value_name = "URL", conflicts_with = "engine")]
    database_url: Option<String>,
    /// Cases whose group and name hold all of these words
    #[arg(long, num_args = 1.., value_name = "WORD")]
    only: Vec<String>,
    /// The report for machines goes there, as JSON
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Engine {
    Sqlite,
    Postgres,
}

impl Test {
    /// Says how each case came out; fails where one failed.
    pub(super) async fn run(self) -> Result<ExitCode, StartError> {
        let what = match (self.file, self.linked) {
            (Some(file), _) => What::File {
                file,
                with: self.with,
            },
            (None, Some(id)) => What::Linked {
                id,
                samples: samples(self.samples)?,
                module: None,
                program: None,
            },
            (None, None) => What::File {
                file: kit::bundle_of(Path::new("."))?,
                with: self.with,
            },
        };
        let engine = self.engine.map(|engine| match engine {
            Engine::Sqlite => "sqlite".to_owned(),
            Engine::Postgres => "postgres".to_owned(),
        });
        let how = How {
            engine,
            database_url: self.database_url,
            only: self.only,
            told: Some(tell),
        };
        let report = kit::test(&what, &how).await?;
        if let Some(path) = self.report {
            let text = serde_json::to_string_pretty(&report);
            let text = text.map_err(|e| StartError::new(e.to_string()))?;
            super::write(&path, text.as_bytes())?;
        }
        let counts = report.counts();
        super::super::print(&format!(
            "\n{}: {} ok, {} failed, {} do not apply",
            report.plugin, counts.ok, counts.failed, counts.does_not_apply
        ))?;
        for case in report.failed() {
            let engine = case
                .engine
                .map_or(String::new(), |engine| format!(" on {engine}"));
            super::super::print(&format!("  FAILED  {}: {}{engine}", case.group, case.name))?;
        }
        if counts.ran() == 0 {
            super::super::print("  no case ran: --only names words of groups and names")?;
        }
        Ok(match counts.failed == 0 && counts.ran() > 0 {
            true => ExitCode::SUCCESS,
            false => ExitCode::FAILURE,
        })
    }
}

fn samples(path: Option<PathBuf>) -> Result<Samples, StartError> {
    let Some(path) = path else {
        return Ok(Samples::default());
    };
    let text = fs::read_to_string(&path);
    let text = text.map_err(|e| StartError::new(format!("{}: {e}", path.display())))?;
    Ok(Samples::read(&text)?)
}

/// A case as it comes, under the heading of its group. Whoever reads it may have gone.
fn tell(case: &Case, heading: &str) {
    if !heading.is_empty() {
        let _ = super::super::print(&format!("\n{heading}"));
    }
    let _ = super::super::print(&case.line());
}
