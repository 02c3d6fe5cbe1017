//! The contract, judged alike for every feature: ours keep to it, and a deliberately bad one for
//! each rule is found out.

mod bad;

use std::collections::BTreeSet;

use kartoteka::{
    conformance::{RULES, judge},
    modules,
};
use kartoteka_plugin::{Manifest, Module};

fn features() -> Vec<Box<dyn Module>> {
    let is_feature = |module: &dyn Module| {
        let manifest: Manifest = toml::from_str(module.manifest()).unwrap();
        manifest.is_feature()
    };
    modules::linked()
        .into_iter()
        .filter(|module| is_feature(&**module))
        .collect()
}

#[test]
fn every_feature_of_the_house_keeps_to_the_contract() {
    let all = modules::linked();
    let features = features();
    assert!(!features.is_empty());
    for feature in features {
        let faults = judge(&*feature, &all);
        let said: Vec<_> = faults
            .iter()
            .map(|f| format!("{}: {}", f.rule, f.what))
            .collect();
        assert!(said.is_empty(), "{}", said.join("\n"));
    }
}

#[test]
fn a_bad_feature_for_each_rule_is_found_out_by_it() {
    let all = modules::linked();
    let mut found = BTreeSet::new();
    for (rule, how, bad) in bad::all() {
        let faults = judge(&bad, &all);
        let broken: BTreeSet<_> = faults.iter().map(|fault| fault.rule).collect();
        assert!(broken.contains(rule), "{rule}, {how}: found {faults:?}");
        found.insert(rule);
    }
    let rules: BTreeSet<_> = RULES.into_iter().collect();
    assert_eq!(found, rules, "each rule has a bad feature");
}

#[test]
fn what_is_well_is_not_found_out() {
    let faults = judge(&bad::good(), &modules::linked());
    assert!(faults.is_empty(), "{faults:?}");
}

#[test]
fn what_is_said_of_a_fault_names_what_to_change() {
    let said = |rule: &str, how: &str| {
        let all = bad::all().into_iter();
        let mut bad = all.filter(|(r, h, _)| (*r, *h) == (rule, how));
        let (_, _, bad) = bad.next().expect("a bad feature");
        let faults = judge(&bad, &modules::linked()).into_iter();
        let said: Vec<String> = faults.map(|fault| fault.what).collect();
        said.join("\n")
    };
    let all = [
        ("icon", "unknown", "OFFERS.md"),
        (
            "tables",
            "another kind",
            "tips__given: the column words is declared as bigint and made as text",
        ),
        (
            "tables",
            "a column more",
            "tips__given: the column more is made and not declared",
        ),
        (
            "texts",
            "an error of the registry's",
            "field-no_such_client is a text of core already, and tips has one, too",
        ),
        (
            "texts",
            "a field of the host's",
            "field-required is a text of the host already",
        ),
        (
            "settings",
            "of no form",
            "tips: the setting share_with: there is no form for the type null",
        ),
    ];
    for (rule, how, sentence) in all {
        let said = said(rule, how);
        assert!(said.contains(sentence), "{rule}, {how}: {said}");
    }
}
