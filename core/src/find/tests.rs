//! The finder as a whole: what finds whom, and that the index is but a fast way to look at all.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails by panicking"
)]

use std::collections::BTreeMap;

use proptest::prelude::*;
use uuid::Uuid;

use super::record::{EMAIL, EMAIL_FORM, NAME, NUMBER, PHONE, is_mark};
use super::*;

fn line(number: &str, first: &str, last: &str, phones: &[&str], emails: &[&str]) -> String {
    let reader = crate::phones::PhoneReader::new("DE");
    let read: Vec<_> = phones.iter().map(|typed| reader.read(typed)).collect();
    let phones: Vec<_> = read
        .iter()
        .map(|phone| FindablePhone {
            value: &phone.value,
            e164: phone.e164.as_deref(),
        })
        .collect();
    find_text(&Findable {
        number,
        first_name: first,
        last_name: last,
        phones: &phones,
        emails,
    })
}

/// The places in `lines` of those that are found, best first.
fn found(lines: &[String], typed: &str) -> Vec<u128> {
    let mut index = Index::new();
    for (at, line) in (0u128..).zip(lines) {
        index.upsert(Uuid::from_u128(at), 0, line).unwrap();
    }
    let page = index.search(&Query::parse(typed), None, 100, true);
    assert_eq!(page.total, Some(page.ids.len()));
    page.ids.iter().map(|id| id.as_u128()).collect()
}

fn finds(line: &str, typed: &str) -> bool {
    !found(&[line.to_owned()], typed).is_empty()
}

#[test]
fn spellings_of_a_name_find_each_other() {
    for name in ["Müller", "Mueller", "Muller", "MÜLLER"] {
        let line = line("", "", name, &[], &[]);
        for typed in ["müll", "muell", "mull", "mue", "Mü", "m", "uell", "ller"] {
            assert!(finds(&line, typed), "{typed} in {name}");
        }
        assert!(!finds(&line, "meller"), "{name}");
    }
    assert!(finds(&line("", "", "Baeuerle", &[], &[]), "euerle"));
    assert!(finds(&line("", "", "van Dijk", &[], &[]), "dyk"));
    assert!(finds(&line("", "", "van Dijk", &[], &[]), "van di"));
    assert!(finds(&line("", "", "Bueijk", &[], &[]), "buei"));
    assert!(finds(&line("", "", "D'Angelo", &[], &[]), "d’angelo"));
    assert!(finds(&line("", "", "Groß-Łyska", &[], &[]), "gross-lys"));
}

#[test]
fn phones_are_found_in_any_form_and_by_their_end() {
    for typed in ["0176 1234567", "+49 (0)176 / 123-4567", "0049176 1234567"] {
        let line = line("", "", "", &[typed], &["a5@web.de"]);
        for query in [
            "0176 12",
            "+49 176 12",
            "0049176",
            "+ 49 176",
            "0176/123-45",
            "4567",
            "+49 (0)176 12",
            "49176",
            "004",
            "+4",
            "1",
            "0176 1234567",
        ] {
            assert!(finds(&line, query), "{query} in {line}");
        }
        assert!(!finds(&line, "+1"), "only where the number begins");
        assert!(!finds(&line, "017655"));
    }
    assert!(finds(&line("", "", "", &["12-34"], &[]), "1234"));
}

#[test]
fn each_word_must_match_something() {
    let anna = line(
        "K-4711",
        "Anna",
        "Müller",
        &["0176 1234567"],
        &["anna.mueller@web.de"],
    );
    for typed in [
        "mül ann",
        "ann 0176",
        "4711 m",
        "k4711",
        "K-4711",
        "anna.muel",
        "müller@",
        "@web",
        "anna.müller@web.de",
        "anna, müller",
    ] {
        assert!(finds(&anna, typed), "{typed}");
    }
    for typed in ["mül eva", "anna 4712", "anna@web", "an nam"] {
        assert!(!finds(&anna, typed), "{typed}");
    }
    assert!(Query::parse(" –!?, ").is_empty());
}

#[test]
fn the_spelling_as_typed_comes_first_then_beginnings_then_the_rest() {
    let lines = [
        line("", "", "Schmuller", &[], &[]),
        line("", "", "Mullermann", &[], &[]),
        line("", "", "Mueller", &[], &[]),
        line("", "", "Müller", &[], &[]),
        line("", "", "Muller", &[], &[]),
        line("", "", "Z", &[], &["x.muller@web.de"]),
    ];
    assert_eq!(found(&lines, "muller"), [4, 1, 2, 3, 0, 5]);
    assert_eq!(found(&lines, "müller"), [3, 1, 2, 4, 0, 5]);
    assert_eq!(found(&lines, "MUELLER"), [2, 1, 3, 4, 0, 5]);
    let lines = [
        line("", "", "", &[], &["a4711b@web.de"]),
        line("", "", "", &["030 1234711"], &[]),
        line("47110", "", "", &[], &[]),
        line("4711", "", "", &[], &[]),
    ];
    assert_eq!(found(&lines, "4711"), [3, 2, 1, 0]);
}

#[test]
fn what_is_left_behind_is_swept() {
    let mut index = Index::new();
    let text = |round: usize| format!(" anna{}", "a".repeat(round % 50));
    for round in 0..5_000 {
        let id = Uuid::from_u128(round as u128 % 100);
        index.upsert(id, 0, &text(round)).unwrap();
    }
    assert_eq!(index.len(), 100);
    assert!(index.memory_bytes() < 100 * 200, "{}", index.memory_bytes());
    for id in 0..100 {
        index.remove(Uuid::from_u128(id));
    }
    assert!(index.is_empty() && index.memory_bytes() < 1_000);
}

#[test]
fn forms_are_what_a_store_looks_for() {
    let query = Query::parse("Bäuer 0049 176");
    let forms: Vec<Vec<&str>> = query.forms().map(Iterator::collect).collect();
    assert_eq!(forms, [vec!["baur"], vec!["0049176", ")49176"]]);
    let euer = Query::parse("euerlue");
    let forms: Vec<Vec<&str>> = euer.forms().map(Iterator::collect).collect();
    assert_eq!(forms, [["eurlu", "euerlue"]]);
}

#[test]
fn a_cursor_keeps_its_place_as_text() {
    let cursor = Cursor {
        rank: Rank::Inside,
        seen_at: -5,
        id: Uuid::from_u128(7),
    };
    assert_eq!(cursor.to_string().parse(), Ok(cursor));
    for bad in ["", "é", &"g".repeat(50), &"+".repeat(50), &"9".repeat(50)] {
        assert_eq!(bad.parse::<Cursor>(), Err(NotACursor));
    }
}

#[test]
fn matches_are_shown_in_the_original_spelling() {
    for (display, typed, shown) in [
        ("Müller", "muel", vec!["Mül"]),
        ("Mueller", "mül", vec!["Muel"]),
        ("Mueller", "mu", vec!["Mu"]),
        ("Mu\u{308}ller", "mü", vec!["Mu\u{308}"]),
        ("Groß", "gros", vec!["Groß"]),
        ("Anna Müller", "mü an", vec!["An", "Mü"]),
        ("Emma Mammel", "m", vec!["M"]),
        ("Emma", "m", vec!["mm"]),
        ("Baeuerle", "euerle", vec!["euerle"]),
        ("van Dijk", "dy", vec!["Dij"]),
        ("O'Brien", "obr", vec!["O'Br"]),
        ("0176 1234567", "0176 12", vec!["0176 12"]),
        ("0176 1234567", "+49 176 1", vec!["176 1"]),
        ("0176 1234567", "4567", vec!["4567"]),
        ("+49 176 1234567", "0176 12", vec!["176 12"]),
        ("+49 176 1234567", "0049 1", vec!["49 1"]),
        ("+49 (0)176 1234567", "+49176", vec!["49 (0)176"]),
        ("+39 06 1234567", "06 12", vec!["06 12"]),
        ("anna.mueller@web.de", "müll", vec!["muell"]),
        ("anna.mueller@web.de", "müller@web", vec!["mueller@web"]),
        ("a4567@web.de", "4567", vec!["4567"]),
        ("Anna", "eva", vec![]),
        ("", "a", vec![]),
    ] {
        let ranges = highlight(display, &Query::parse(typed));
        let parts: Vec<&str> = ranges.into_iter().map(|range| &display[range]).collect();
        assert_eq!(parts, shown, "{typed} in {display}");
    }
}

/// What the index answers, found by looking at the words of every line.
fn naive(lines: &BTreeMap<Uuid, (i64, String)>, query: &Query) -> Vec<Cursor> {
    let mut all: Vec<Cursor> = lines
        .iter()
        .filter_map(|(&id, (seen_at, line))| {
            let ranks = query.words.iter().map(|word| naive_rank(line, word));
            let rank = ranks.collect::<Option<Vec<Rank>>>()?.into_iter().max()?;
            Some(Cursor {
                rank,
                seen_at: *seen_at,
                id,
            })
        })
        .collect();
    all.sort();
    all
}

fn naive_rank(line: &str, word: &super::query::Word) -> Option<Rank> {
    let marks: Vec<usize> = (0..line.len())
        .filter(|&at| is_mark(line.as_bytes()[at]))
        .chain([line.len()])
        .collect();
    let of_words = marks.windows(2).filter_map(|pair| {
        let mark = line.as_bytes()[pair[0]];
        naive_word_rank(mark, &line[pair[0] + 1..pair[1]], word)
    });
    of_words.min()
}

fn naive_word_rank(mark: u8, held: &str, word: &super::query::Word) -> Option<Rank> {
    let digits = word.digits.as_ref();
    let international = digits.and_then(|d| d.international.as_deref());
    let of_start = international.filter(|d| !d.is_empty() && mark == PHONE);
    let begins = of_start.is_some_and(|digits| held.starts_with(digits));
    let plus = digits.is_some_and(|d| international == Some(d.raw.as_str()));
    let wanted = [Some(&word.folded), word.collapsed.as_ref()];
    let wanted: Vec<&String> = wanted.into_iter().flatten().filter(|_| !plus).collect();
    let spelling = [NAME, NUMBER, PHONE, EMAIL].contains(&mark);
    let exact = held == word.spelled() && !plus || of_start == Some(held);
    if exact && spelling {
        Some(Rank::Exact)
    } else if begins || wanted.iter().any(|form| held.starts_with(*form)) {
        Some(Rank::Start)
    } else if wanted.iter().any(|form| held.contains(*form)) {
        let in_email = [EMAIL, EMAIL_FORM].contains(&mark);
        Some(if in_email { Rank::Email } else { Rank::Inside })
    } else {
        None
    }
}

type Change = (u8, i64, String);

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let name = "[aeoumijlüäßéEJ'-]{0,6}( [aeuijlm]{1,5})?";
    let phone = "(|0176 [12]{3,8}|\\+49 30 [12]{2,8}|[012]{1,4}|00[1-4]{2,5})";
    let email = "(|[aeuml12.]{1,4}@[aeu]{1,3}\\.de)";
    let text =
        ("[12]{0,3}", name, name, phone, email).prop_map(|(number, first, last, phone, email)| {
            line(&number, &first, &last, &[phone.as_str()], &[email.as_str()])
        });
    let text = prop_oneof![8 => text, 1 => Just(String::new())];
    prop::collection::vec((0u8..16, -3i64..3, text), 0..40)
}

fn apply(changes: &[Change]) -> (Index, BTreeMap<Uuid, (i64, String)>) {
    let mut index = Index::new();
    let mut lines = BTreeMap::new();
    for (id, seen_at, text) in changes {
        let id = Uuid::from_u128(u128::from(*id));
        index.upsert(id, *seen_at, text).unwrap();
        if text.is_empty() {
            lines.remove(&id);
        } else {
            lines.insert(id, (*seen_at, text.clone()));
        }
    }
    (index, lines)
}

const TYPED: &str = "(|[aeoumijlüäé]{1,4}|[012]{1,3}|\\+[1-4]{1,3}|00[1-4]{0,3}|[aeum.]{1,2}@[aeu.]{0,2})( [aeuijlm12]{1,3})?";

proptest! {
    #[test]
    fn searching_is_looking_at_all(changes in changes(), typed in TYPED) {
        let (index, lines) = apply(&changes);
        let query = Query::parse(&typed);
        let all = naive(&lines, &query);
        let page = index.search(&query, None, usize::MAX, true);
        let ids: Vec<Uuid> = all.iter().map(|cursor| cursor.id).collect();
        prop_assert_eq!(page.ids, ids, "{:?} in {:?}", query, lines);
        prop_assert_eq!((page.total, page.next), (Some(all.len()), None));
        prop_assert_eq!(index.len(), lines.len());
    }

    #[test]
    fn pages_are_one_list(changes in changes(), typed in TYPED, limit in 1usize..5) {
        let (index, _) = apply(&changes);
        let query = Query::parse(&typed);
        let whole = index.search(&query, None, usize::MAX, true);
        let mut ids = Vec::new();
        let mut after = None;
        loop {
            let page = index.search(&query, after, limit, true);
            let uncounted = index.search(&query, after, limit, false);
            prop_assert_eq!((&uncounted.ids, uncounted.next), (&page.ids, page.next));
            prop_assert_eq!((page.total, uncounted.total), (whole.total, None));
            prop_assert!(page.ids.len() <= limit);
            ids.extend(page.ids);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        prop_assert_eq!(ids, whole.ids);
    }

    #[test]
    fn sweeping_changes_no_answer(changes in changes(), typed in TYPED) {
        let (mut index, _) = apply(&changes);
        let query = Query::parse(&typed);
        let before = index.search(&query, None, 10, true);
        index.sweep();
        prop_assert_eq!(index.search(&query, None, 10, true), before);
    }

    #[test]
    fn what_is_shown_is_on_borders_and_in_order(display in "\\PC{0,20}", typed in "\\PC{0,8}") {
        let ranges = highlight(&display, &Query::parse(&typed));
        let mut end = 0;
        for range in ranges {
            prop_assert!(range.start < range.end && range.start >= end);
            prop_assert!(display.get(range.clone()).is_some());
            end = range.end + 1;
        }
    }

    #[test]
    fn what_finds_a_name_is_shown_in_it(name in "[aeoumijlüäßéœEJ]{1,8}", cut in (0usize..8, 1usize..8)) {
        let part: String = name.chars().skip(cut.0).take(cut.1).collect();
        let query = Query::parse(&part);
        prop_assume!(!query.is_empty());
        prop_assert!(finds(&line("", "", &name, &[], &[]), &part));
        prop_assert!(!highlight(&name, &query).is_empty());
    }

    #[test]
    fn any_text_can_be_typed_and_held(name in "\\PC{0,20}", typed in "\\PC{0,20}") {
        let held = line(&name, &name, &typed, &[&typed], &[&typed, &name]);
        prop_assert!(held.is_empty() || is_mark(held.as_bytes()[0]));
        found(&[held], &typed);
    }
}
