//! `plugin check`.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;

use crate::{
    config::Config,
    host::StartError,
    plugins::bundle::{Bundle, Pins, Refusal, Trust, hex, plain, settle},
};

#[derive(Args)]
#[command(after_help = "Examples:
  kartoteka plugin check acme-tips-0.1.0.kplugin
  kartoteka plugin check --unsigned *.kplugin")]
pub(crate) struct Check {
    /// The bundles
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Lets unsigned bundles pass, and those of unknown publishers
    #[arg(long)]
    unsigned: bool,
}

impl Check {
    /// Says what each is, or all that is wrong with it; fails where one is refused.
    pub(super) fn run(self, config: &Config) -> Result<ExitCode, StartError> {
        let linked = super::linked()?;
        let mut trust = Trust::of(config);
        if self.unsigned {
            trust = trust.with_unsigned();
        }
        let (mut read, mut all_well) = (Vec::new(), true);
        for path in self.files {
            match Bundle::examine_file(&path, &trust, &linked) {
                Ok(bundle) => {
                    super::super::print(told(&bundle).trim_end())?;
                    read.push((path, bundle));
                }
                Err(refusals) => {
                    all_well = false;
                    for refusal in &refusals {
                        super::super::print(&format!("refused: {refusal}"))?;
                    }
                    super::super::print(&advice(&path, &refusals))?;
                }
            }
        }
        // What it needs may lie in the folder where it is to go, so that this is no refusal yet.
        for (_, refusal) in settle(read, &Pins::new(), &linked).refused {
            super::super::print(&format!("note: {refusal}"))?;
        }
        Ok(match all_well {
            true => ExitCode::SUCCESS,
            false => ExitCode::FAILURE,
        })
    }
}

/// What can be done about a file that is whole and of nobody who is trusted; nothing where something else is wrong.
fn advice(path: &Path, refusals: &[Refusal]) -> String {
    let path = path.display();
    let look = format!("  to look at it all the same: kartoteka plugin check --unsigned {path}");
    let sign = format!(
        "  if you made it, sign it:    kartoteka plugin sign {path} --publisher NAME --key NAME.key\n  \
         and the operator trusts it: under [plugins.publishers], the line that `kartoteka plugin keygen` has printed"
    );
    match refusals {
        [one] if one.code() == "unsigned" => format!("{look}\n{sign}"),
        [one] if one.code() == "unknown_publisher" => look,
        _ => String::new(),
    }
}

/// What a bundle is, as somebody who has to decide about it wants to know it.
fn told(bundle: &Bundle) -> String {
    let manifest = &bundle.manifest;
    let mut text = format!("{}\n", bundle.file);
    let mut line = |what: &str, value: String| {
        if !value.is_empty() {
            // Writing to a text cannot fail.
            let _ = writeln!(text, "  {what:<12} {}", plain(&value));
        }
    };
    line("id", manifest.id.clone());
    line("version", bundle.version.to_string());
    line("contract", manifest.contract.clone());
    line("interface", bundle.abi.clone());
    let publisher = bundle.publisher.clone();
    line(
        "publisher",
        publisher.unwrap_or_else(|| "unsigned".to_owned()),
    );
    line("index", hex(&bundle.index_hash));
    line("requires", manifest.requires.join(", "));
    let permissions = manifest.permissions.iter();
    let permissions = permissions.map(|p| format!("{} ({})", p.name, p.roles.join(", ")));
    line("permissions", permissions.collect::<Vec<_>>().join(", "));
    line("reads", manifest.reads.join(", "));
    line("listens", manifest.listens.join(", "));
    let answers = manifest.answers.iter().map(|answer| answer.hook.clone());
    line("answers", answers.collect::<Vec<_>>().join(", "));
    line("api", manifest.api.join(", "));
    line("hosts", manifest.hosts.join(", "));
    if manifest.mail {
        line("mail", "yes".to_owned());
    }
    let tables = manifest.tables.iter().map(|table| table.name.clone());
    line("tables", tables.collect::<Vec<_>>().join(", "));
    for route in routes(bundle) {
        line("route", route);
    }
    for library in &bundle.libraries {
        line(
            "platform",
            format!("{} ({} bytes)", library.platform, library.size),
        );
    }
    text
}

/// `GET /acme-tips/tips`, in the order of paths.
fn routes(bundle: &Bundle) -> Vec<String> {
    let document = serde_json::to_value(&bundle.document).unwrap_or_default();
    let paths = document.get("paths").and_then(|paths| paths.as_object());
    let mut routes = Vec::new();
    for (path, item) in paths.into_iter().flatten() {
        let members = item.as_object().into_iter().flatten();
        let operations = members.filter(|(_, operation)| operation.get("operationId").is_some());
        routes.extend(operations.map(|(method, _)| format!("{} {path}", method.to_uppercase())));
    }
    routes
}
