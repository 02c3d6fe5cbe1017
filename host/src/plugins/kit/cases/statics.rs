//! What is judged without running anything: the file, and the rules of the contract.

use std::path::{Path, PathBuf};

use kartoteka_plugin::Module;

use super::super::report::{Report, fault, not};
use crate::{
    conformance::{self, Fault, RULES},
    modules,
    plugins::bundle::{Bundle, Linked, Pins, Reason, Refusal, settle},
    registry,
};

/// Where what a rule judges is to be changed.
fn place(rule: &str) -> &'static str {
    match rule {
        "doors" => "openapi.json",
        "tables" | "keys" => "plugin.toml, [[tables]], and migrations/{sqlite,postgres}",
        "erasure" => "plugin.toml, [[personal_data]]",
        "texts" => "locale/<language>, in all five languages",
        "settings" => "plugin.toml, [settings_schema]",
        "id" | "contract" | "names" | "icon" | "requires" => "plugin.toml, the lines at the top",
        _ => "plugin.toml",
    }
}

/// The reason that is one of the rules.
const RULE: &str = "rule";

/// Reasons that lie in an operator's list of publishers, or in what else is in the folder.
const ELSEWHERE: [&str; 9] = [
    "does_not_fit",
    "duplicate",
    "pin_missing",
    "requires_itself",
    "requires_missing",
    "revoked",
    "unknown_publisher",
    "unsigned",
    "wrong_key",
];

/// The file: a case for each reason for which one is refused.
pub(in super::super) fn file(report: &mut Report, refused: &[Refusal]) {
    report.group("file");
    let refused = || refused.iter().filter(|refusal| refusal.code() != RULE);
    for code in Reason::CODES.iter().filter(|code| **code != RULE) {
        let name = format!("it is not refused for {}", code.replace('_', " "));
        let of_code = refused().filter(|refusal| refusal.code() == *code);
        let said: Vec<String> = of_code.map(ToString::to_string).collect();
        let verdict = match said.is_empty() {
            false => Err(fault(
                "a file that hosts take",
                said.join("; "),
                "what the sentence says; `kartoteka plugin pack` makes whole files",
            )),
            true if refused().next().is_some() => Err(not("it was refused before")),
            true if ELSEWHERE.contains(code) => {
                Err(not("that lies with the operator: their list, their folder"))
            }
            true => Ok(()),
        };
        report.judged(name, verdict);
    }
}

/// The rules, as the file was judged by them.
pub(in super::super) fn rules_of_file(report: &mut Report, refused: &[Refusal]) {
    let faults = refused.iter().filter_map(|refusal| match &refusal.reason {
        Reason::Rule(rule, what) => Some(Fault {
            rule,
            what: what.clone(),
        }),
        _ => None,
    });
    let faults: Vec<Fault> = faults.collect();
    rules(report, &faults, faults.len() == refused.len());
}

/// The rules: a case for each, with what `faults` say. What is not in them was kept where all were judged.
pub(in super::super) fn rules(report: &mut Report, faults: &[Fault], all_judged: bool) {
    report.group("rules");
    for rule in RULES.into_iter().chain(["start"]) {
        let of_rule = faults.iter().filter(|fault| fault.rule == rule);
        let said: Vec<&str> = of_rule.map(|fault| fault.what.as_str()).collect();
        let verdict = match said.is_empty() {
            true if all_judged => Ok(()),
            true => Err(not("the file is refused before")),
            false => Err(fault(
                format!("the rule \"{rule}\" to be kept"),
                said.join("; "),
                place(rule),
            )),
        };
        report.judged(format!("the rule of {rule}"), verdict);
    }
}

/// That a host takes it together with those `beside` it: what it requires is there, and all of them fit.
pub(in super::super) fn together(
    report: &mut Report,
    (file, bundle): (&Path, &Bundle),
    beside: &[(PathBuf, Bundle)],
    linked: &Linked,
) -> bool {
    let own = (file.to_owned(), bundle.clone());
    let all = beside.iter().cloned().chain([own]).collect();
    let settled = settle(all, &Pins::new(), linked);
    let id = &bundle.manifest.id;
    let mut refused = settled.refused.iter().map(|(_, refusal)| refusal);
    let mut older = settled.older.iter().filter(|older| older.id == *id);
    let said = match (refused.next(), older.next()) {
        (Some(refusal), _) => Some(refusal.to_string()),
        (None, Some(_)) => Some(format!("--with names a newer {id}")),
        (None, None) => None,
    };
    report.group("file");
    report.judged(
        "it goes together with what it requires",
        match &said {
            None => Ok(()),
            Some(said) => Err(fault(
                "all that it requires, beside it",
                said,
                "say --with FILE for each plugin of others that plugin.toml requires; or plugin.toml, requires",
            )),
        },
    );
    said.is_none()
}

/// What is wrong with the linked feature of this id, or with `module` in its place.
pub(in super::super) fn of_linked(id: &str, module: Option<&dyn Module>) -> Vec<Fault> {
    let all = modules::linked();
    let found = || {
        all.iter()
            .find(|linked| registry::is_called(&***linked, id))
    };
    let module = module.or_else(|| Some(&**found()?));
    module.map_or_else(Vec::new, |module| conformance::judge(module, &all))
}
