//! The rules, and that every language says everything.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate};
use kartoteka_plugin::{Error, Manifest, Module, manifest::Erase};
use proptest::prelude::*;
use uuid::Uuid;

use crate::{
    Blacklist,
    block::{Block, Decision, Effect, Scope, Via, judge},
    input::{BlockChanges, NewBlock, Terms},
    settings::Settings,
};
use kartoteka_plugin::patch::Patch;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn block(effect: Effect, most_open: Option<u32>, scope: Scope) -> Block {
    Block {
        id: Uuid::nil(),
        client_id: None,
        contacts: Vec::new(),
        effect,
        most_open,
        scope,
        reason: None,
        text: None,
        documents: Vec::new(),
        ends_on: None,
        review_on: None,
        created_at: DateTime::UNIX_EPOCH,
        created_by: "system".to_owned(),
        lifted_at: None,
        lifted_by: None,
        version: 1,
    }
}

#[test]
fn a_block_holds_to_the_end_of_its_last_day_and_until_it_is_lifted() {
    let today = day("2026-11-27");
    let mut block = block(Effect::Refuse, None, Scope::Online);
    assert!(block.is_active(today));
    block.ends_on = Some(today);
    assert!(block.is_active(today));
    assert!(!block.is_active(day("2026-11-28")));
    block.lifted_at = Some(DateTime::UNIX_EPOCH);
    assert!(!block.is_active(today));
}

#[test]
fn a_block_is_due_from_its_day_on_while_it_holds() {
    let today = day("2026-11-27");
    let mut block = block(Effect::Warn, None, Scope::Online);
    assert!(!block.is_due(today));
    block.review_on = Some(today);
    assert!(block.is_due(today) && block.is_due(day("2027-01-01")));
    assert!(!block.is_due(day("2026-11-26")));
    block.ends_on = Some(day("2026-11-20"));
    assert!(!block.is_due(today));
}

#[test]
fn each_effect_says_what_it_should() {
    use Decision::{Allow, Refuse, Shadow, Warn};
    let (online, everywhere) = (Scope::Online, Scope::Everywhere);
    for (effect, most_open, scope, by_client, by_staff) in [
        (Effect::Refuse, None, online, Refuse, Warn),
        (Effect::Refuse, None, everywhere, Refuse, Refuse),
        (Effect::Shadow, None, online, Shadow, Warn),
        (Effect::Shadow, None, everywhere, Shadow, Refuse),
        (Effect::Warn, None, online, Warn, Warn),
        (Effect::Warn, None, everywhere, Warn, Warn),
        (Effect::Limit, Some(0), online, Refuse, Warn),
        (Effect::Limit, Some(0), everywhere, Refuse, Refuse),
        (Effect::Limit, Some(2), online, Allow, Warn),
        (Effect::Limit, Some(2), everywhere, Allow, Warn),
    ] {
        let block = block(effect, most_open, scope);
        assert_eq!(block.says(Via::Online), by_client, "{block:?}");
        assert_eq!(block.says(Via::Staff), by_staff, "{block:?}");
    }
}

#[test]
fn nothing_is_said_where_nothing_is_blocked() {
    let verdict = judge([], Via::Online);
    assert_eq!(verdict.decision, Decision::Allow);
    assert_eq!((verdict.by, verdict.most_open), (None, None));
    // At the desk a limit of bookings online counts nothing; staff should know of it.
    let limit = block(Effect::Limit, Some(3), Scope::Online);
    let verdict = judge([&limit], Via::Staff);
    assert_eq!((verdict.by, verdict.most_open), (Some(&limit), None));
}

#[test]
fn among_refusals_one_with_words_decides() {
    let silent = block(Effect::Refuse, None, Scope::Online);
    let mut worded = block(Effect::Refuse, None, Scope::Online);
    worded.id = Uuid::max();
    worded.text = Some("Please call".to_owned());
    for blocks in [[&silent, &worded], [&worded, &silent]] {
        assert_eq!(judge(blocks, Via::Online).by, Some(&worded));
    }
}

prop_compose! {
    fn any_block()(
        effect in 0..4_usize,
        most in 0..=20_u32,
        everywhere: bool,
        worded: bool,
        id: u128,
    ) -> Block {
        let effect = Effect::ALL[effect];
        let most = (effect == Effect::Limit).then_some(most);
        let scope = if everywhere { Scope::Everywhere } else { Scope::Online };
        let mut block = block(effect, most, scope);
        block.id = Uuid::from_u128(id);
        block.text = worded.then(|| "words".to_owned());
        block
    }
}

proptest! {
    #[test]
    fn the_strongest_wins_and_the_least_limit_counts(
        blocks in prop::collection::vec(any_block(), 0..6),
        staff: bool,
    ) {
        let via = if staff { Via::Staff } else { Via::Online };
        let verdict = judge(&blocks, via);
        let strongest = blocks.iter().map(|block| block.says(via)).max();
        prop_assert_eq!(verdict.decision, strongest.unwrap_or(Decision::Allow));
        prop_assert_eq!(verdict.by.is_some(), !blocks.is_empty());
        let limits = blocks.iter().filter_map(|block| block.leaves_room(via));
        prop_assert_eq!(verdict.most_open, limits.min());
    }

    #[test]
    fn the_order_of_blocks_does_not_matter(
        mut blocks in prop::collection::vec(any_block(), 0..6),
        staff: bool,
    ) {
        let via = if staff { Via::Staff } else { Via::Online };
        let decided = |blocks: &[Block]| {
            let verdict = judge(blocks, via);
            (verdict.decision, verdict.most_open, verdict.by.map(|block| block.id))
        };
        let forth = decided(&blocks);
        blocks.reverse();
        prop_assert_eq!(forth, decided(&blocks));
    }

    #[test]
    fn one_block_more_never_lets_anybody_in(
        mut blocks in prop::collection::vec(any_block(), 0..5),
        more in any_block(),
    ) {
        let before = judge(&blocks, Via::Online).decision;
        blocks.push(more);
        prop_assert!(judge(&blocks, Via::Online).decision >= before);
    }
}

fn new(effect: Effect, most_open: Option<u32>) -> NewBlock {
    NewBlock {
        client_id: None,
        contacts: Vec::new(),
        effect,
        most_open,
        scope: None,
        reason: None,
        text: None,
        documents: Vec::new(),
        ends_on: None,
        review_on: None,
    }
}

fn settings(review_after_days: u32) -> Settings {
    Settings {
        refusal: None,
        default_effect: Effect::Refuse,
        default_scope: Scope::Everywhere,
        review_after_days,
    }
}

fn wrong(error: &Error) -> Vec<(&str, &str)> {
    let fields = error.fields.iter();
    fields
        .map(|field| (&*field.pointer, &*field.code))
        .collect()
}

#[test]
fn what_may_be_in_a_block() {
    let today = day("2026-11-27");
    let judged = |new: &NewBlock| {
        let mut error = Error::invalid();
        Terms::of_new(new, &settings(0), today, &mut error);
        error
    };
    let good = NewBlock {
        ends_on: Some(today),
        reason: Some("é".repeat(2_000)),
        ..new(Effect::Limit, Some(20))
    };
    assert_eq!(wrong(&judged(&good)), []);
    let bad = NewBlock {
        reason: Some("x".repeat(2_001)),
        text: Some("x".repeat(501)),
        ends_on: today.checked_sub_days(Days::new(1)),
        review_on: Some(day("9999-12-31")),
        ..new(Effect::Limit, Some(21))
    };
    assert_eq!(
        wrong(&judged(&bad)),
        [
            ("/most_open", "out_of_range"),
            ("/reason", "too_long"),
            ("/text", "too_long"),
            ("/ends_on", "day_over"),
            ("/review_on", "day_too_far"),
        ]
    );
    let without = judged(&new(Effect::Limit, None));
    assert_eq!(wrong(&without), [("/most_open", "required")]);
    let needless = judged(&new(Effect::Warn, Some(3)));
    assert_eq!(wrong(&needless), [("/most_open", "only_with_limit")]);
}

#[test]
fn what_a_new_block_does_not_say_the_salon_says() {
    let today = day("2026-11-27");
    let terms = |new: &NewBlock, days: u32| {
        let mut error = Error::invalid();
        Terms::of_new(new, &settings(days), today, &mut error)
    };
    let silent = new(Effect::Warn, None);
    let by_salon = terms(&silent, 90);
    assert_eq!(by_salon.scope, Scope::Everywhere);
    assert_eq!(by_salon.review_on, Some(day("2027-02-25")));
    assert_eq!(terms(&silent, 0).review_on, None);
    let outspoken = NewBlock {
        scope: Some(Scope::Online),
        review_on: Some(today),
        ..silent
    };
    let own = terms(&outspoken, 90);
    assert_eq!((own.scope, own.review_on), (Scope::Online, Some(today)));
}

#[test]
fn a_patch_changes_what_it_names() {
    let today = day("2026-11-27");
    let mut old = block(Effect::Limit, Some(2), Scope::Online);
    // A day that has passed since may stay.
    old.review_on = Some(day("2026-01-01"));
    old.reason = Some("Twice not there".to_owned());
    let before = Terms::of(&old);
    let nothing = before.changed(BlockChanges::default(), today).unwrap();
    assert_eq!(nothing, before);
    let changes = BlockChanges {
        effect: Patch::Value(Effect::Refuse),
        reason: Patch::Null,
        text: Patch::Value("  Call us ".to_owned()),
        ..BlockChanges::default()
    };
    let after = before.changed(changes, today).unwrap();
    assert_eq!((after.effect, after.most_open), (Effect::Refuse, None));
    assert_eq!(
        (after.reason, after.text.as_deref()),
        (None, Some("Call us"))
    );
    let taken = BlockChanges {
        effect: Patch::Null,
        ..BlockChanges::default()
    };
    let error = before.changed(taken, today).unwrap_err();
    assert_eq!(wrong(&error), [("/effect", "required")]);
}

#[test]
fn what_comes_in_is_decoded_strictly() {
    let patch: BlockChanges = serde_json::from_str(r#"{"reason":null,"most_open":4}"#).unwrap();
    assert_eq!(patch.reason, Patch::Null);
    assert_eq!(patch.most_open, Patch::Value(4));
    assert_eq!(patch.text, Patch::Absent);
    assert!(serde_json::from_str::<BlockChanges>(r#"{"client_id":null}"#).is_err());
    assert!(serde_json::from_str::<NewBlock>(r#"{"effect":"ban"}"#).is_err());
    let new: NewBlock = serde_json::from_str(r#"{"effect":"shadow"}"#).unwrap();
    assert_eq!((new.effect, new.scope), (Effect::Shadow, None));
}

/// Messages and attributes of a Fluent file, by a plain reading of its lines.
fn keys(ftl: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    let mut message = String::new();
    for line in ftl.lines() {
        let Some((left, _)) = line.split_once(" =") else {
            continue;
        };
        match left.trim_start().strip_prefix('.') {
            Some(attribute) => {
                keys.insert(format!("{message}.{attribute}"));
            }
            None if !line.starts_with(' ') => {
                left.clone_into(&mut message);
                keys.insert(message.clone());
            }
            None => {}
        }
    }
    keys
}

#[test]
fn every_effect_has_its_words() {
    let english = keys(include_str!("../locale/en/blacklist.ftl"));
    for effect in Effect::ALL {
        for start in ["effect-", "choose-"] {
            assert!(english.contains(&format!("blacklist-{start}{}", effect.code())));
        }
        assert!(english.contains(&format!("blacklist-choose-{}-hint", effect.code())));
    }
}

#[test]
fn the_manifest_says_what_erasing_does() {
    let manifest: Manifest = toml::from_str(Blacklist.manifest()).unwrap();
    assert_eq!(manifest.table_prefix(), "blacklist__");
    assert!(manifest.is_feature());
    let [table] = manifest.personal_data.as_slice() else {
        panic!("{:?}", manifest.personal_data)
    };
    let Erase::Blank(blank) = &table.erase else {
        panic!("{:?}", table.erase)
    };
    assert!(
        table
            .personal
            .iter()
            .all(|column| blank.contains_key(column))
    );
}
