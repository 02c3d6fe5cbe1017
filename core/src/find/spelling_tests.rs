//! What finding promises, said without the fold: a name is found by every part of every way
//! to spell it.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails by panicking"
)]

use proptest::prelude::*;
use uuid::Uuid;

use super::*;

/// The ways to spell a sound. No way is the beginning of the next sound, so that a spelling
/// can be read in one way alone.
const SOUNDS: [&[&str]; 12] = [
    &["ü", "ue", "u", "Ü"],
    &["ä", "ae", "a"],
    &["ö", "oe", "o", "Ö"],
    &["ß", "ss"],
    &["ł", "l", "Ł"],
    &["ij", "y"],
    &["ç", "c"],
    &["ñ", "n", "N"],
    &["m", "M"],
    &["t"],
    &["r", "R"],
    &["k"],
];

type Sound = (usize, usize, usize);

fn sounds() -> impl Strategy<Value = Vec<Sound>> {
    let sound = (0..SOUNDS.len(), any::<usize>(), any::<usize>());
    prop::collection::vec(sound, 1..8)
}

fn spelled(sounds: &[Sound], way: fn(&Sound) -> usize) -> String {
    let spell = |sound: &Sound| SOUNDS[sound.0][way(sound) % SOUNDS[sound.0].len()];
    sounds.iter().map(spell).collect()
}

fn finds(name: &str, typed: &str) -> bool {
    let text = find_text(&Findable {
        number: "",
        first_name: "",
        last_name: name,
        phones: &[],
        emails: &[],
    });
    let mut index = Index::new();
    index.upsert(Uuid::from_u128(1), 0, &text).unwrap();
    index.search(&Query::parse(typed), None, 10, true).total == Some(1)
}

proptest! {
    #[test]
    fn every_spelling_finds_every_other(sounds in sounds(), from in any::<usize>(), long in 1..8_usize) {
        let name = spelled(&sounds, |sound| sound.1);
        let from = from % sounds.len();
        let to = (from + long).min(sounds.len());
        let typed = spelled(&sounds[from..to], |sound| sound.2);
        prop_assert!(finds(&name, &typed), "{typed} in {name}");
    }

    #[test]
    fn a_name_is_found_by_any_part_of_it_as_written(sounds in sounds(), from in any::<usize>(), long in 1..12_usize) {
        let name = spelled(&sounds, |sound| sound.1);
        let letters: Vec<char> = name.chars().collect();
        let typed: String = letters.iter().skip(from % letters.len()).take(long).collect();
        prop_assert!(finds(&name, &typed), "{typed} in {name}");
    }

    #[test]
    fn what_is_not_in_it_does_not_find_it(sounds in sounds(), at in any::<usize>()) {
        // A letter that no sound has, somewhere in the name as typed.
        let name = spelled(&sounds, |sound| sound.1);
        let mut typed: Vec<char> = name.chars().collect();
        typed.insert(at % (typed.len() + 1), 'w');
        let typed: String = typed.into_iter().collect();
        prop_assert!(!finds(&name, &typed), "{typed} in {name}");
    }

    #[test]
    fn digits_typed_in_groups_are_one_number(digits in "[1-9][0-9]{5,9}", gaps in prop::collection::vec(1..4_usize, 1..4)) {
        let text = find_text(&Findable {
            number: "",
            first_name: "",
            last_name: "",
            phones: &[FindablePhone { value: &digits, e164: None }],
            emails: &[],
        });
        let mut index = Index::new();
        index.upsert(Uuid::from_u128(1), 0, &text).unwrap();
        let mut typed = String::new();
        let mut rest = digits.as_str();
        for gap in gaps {
            let (group, after) = rest.split_at(gap.min(rest.len()));
            typed.push_str(group);
            typed.push(' ');
            rest = after;
        }
        prop_assert_eq!(index.search(&Query::parse(&typed), None, 10, true).total, Some(1), "{} in {}", typed, digits);
    }
}
