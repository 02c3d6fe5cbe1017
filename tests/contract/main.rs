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
