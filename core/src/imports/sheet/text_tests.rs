use super::*;

fn cleaned(raw: &str) -> (String, CellFlags) {
    let mut text = String::new();
    let flags = clean(raw, 32_767, &mut text);
    (text, flags)
}

#[test]
fn formula_errors_are_in_the_order_that_the_search_needs() {
    assert!(FORMULA_ERRORS.is_sorted());
    for error in FORMULA_ERRORS {
        assert_eq!(cleaned(error), (String::new(), CellFlags::FORMULA_ERROR));
    }
    assert_eq!(cleaned("#1 Kundin").0, "#1 Kundin");
}

#[test]
fn spaces_and_marks() {
    assert_eq!(cleaned(" \u{a0}Anna\u{2003}Berg\t ").0, "Anna Berg");
    assert_eq!(
        cleaned("\u{feff}Anna"),
        ("Anna".to_owned(), CellFlags::CLEANED)
    );
    assert_eq!(cleaned("a\u{0}b\u{200d}c").0, "abc");
    assert_eq!(cleaned("a\r\n\r\nb\u{2028}c").0, "a\n\nb\nc");
    assert_eq!(cleaned("Zoe\u{308}").0, "Zo\u{eb}");
    assert_eq!(cleaned("M\u{fffd}ller").1, CellFlags::UNDECODED);
}

#[test]
fn numbers_in_texts() {
    let number = CellFlags::FROM_NUMBER;
    assert_eq!(
        cleaned("4917612345678.0"),
        ("4917612345678".to_owned(), number)
    );
    assert_eq!(
        cleaned("1.76E+11"),
        ("176000000000".to_owned(), number | CellFlags::DIGITS_LOST)
    );
    for unchanged in [
        "1.5",
        "3.0",
        "12E+5",
        "1E+99",
        "1E5",
        "0176 123.0",
        "2x.0",
        "1.234567E+3",
        "007",
    ] {
        assert_eq!(
            cleaned(unchanged),
            (unchanged.to_owned(), CellFlags::default())
        );
    }
}

#[test]
fn very_long_texts_are_cut_without_being_read_to_the_end() {
    let mut text = String::new();
    let flags = clean(&"ä".repeat(5_000), 10, &mut text);
    assert_eq!((text.as_str(), flags), ("ääääääääää", CellFlags::TRUNCATED));
    text.clear();
    assert!(clean(&"x".repeat(11), 10, &mut text).contains(CellFlags::TRUNCATED));
    assert_eq!(text.len(), 10);
}
