//! What is judged without running anything: the file, and the rules of the contract.

use kartoteka_plugin::Module;

use super::super::report::{Report, fault, not};
use crate::{
    conformance::{self, Fault, RULES},
    modules,
    plugins::bundle::{Reason, Refusal},
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
pub(in super::super) fn file(report: &mut Report, refused: Option<&Refusal>) {
    report.group("file");
    for code in Reason::CODES.iter().filter(|code| **code != "rule") {
        let name = format!("it is not refused for {}", code.replace('_', " "));
        let verdict = match refused {
            Some(refusal) if refusal.code() == *code => Err(fault(
                "a file that hosts take",
                refusal.to_string(),
                "what the sentence says; `kartoteka plugin pack` makes whole files",
            )),
            Some(_) => Err(not("it was refused before")),
            None if ELSEWHERE.contains(code) => {
                Err(not("that lies with the operator: their list, their folder"))
            }
            None => Ok(()),
        };
        report.judged(name, verdict);
    }
}

/// The rules: a case for each, with what `faults` say; none where the file was not read.
pub(in super::super) fn rules(report: &mut Report, faults: Option<&[Fault]>) {
    report.group("rules");
    for rule in RULES.into_iter().chain(["start"]) {
        let verdict = match faults {
            None => Err(not("the file is refused before")),
            Some(faults) => {
                let of_rule = faults.iter().filter(|fault| fault.rule == rule);
                let said: Vec<&str> = of_rule.map(|fault| fault.what.as_str()).collect();
                match said.is_empty() {
                    true => Ok(()),
                    false => Err(fault(
                        format!("the rule \"{rule}\" to be kept"),
                        said.join("; "),
                        place(rule),
                    )),
                }
            }
        };
        report.judged(format!("the rule of {rule}"), verdict);
    }
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
