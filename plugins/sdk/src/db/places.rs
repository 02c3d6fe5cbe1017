//! Lists in statements: `in ($2, $3)`.

use std::fmt::Write as _;

use super::Value;

/// The numbers of `values` in a statement in which `bound` values are bound before them, and the
/// values to bind, the last repeated up to a power of two: so there are few texts, and each is
/// prepared once. Of no values the number is `null`, among which nothing is.
///
/// ```
/// # use kartoteka_plugin::{DbError, Row, db::{self, Ask}};
/// async fn of_day(ask: &mut impl Ask, day: i64, ids: &[i64]) -> Result<Vec<Row>, DbError> {
///     // The salon is `$1` and the day `$2`.
///     let (numbers, values) = db::places(2, ids);
///     let text = format!(
///         "select id from tips__tips where salon_id = $1 and day = $2 and id in ({numbers})"
///     );
///     ask.ask(text).bind(day).bind_all(values).all().await
/// }
/// ```
pub fn places<T: Clone + Into<Value>>(bound: usize, values: &[T]) -> (String, Vec<Value>) {
    let Some(last) = values.last() else {
        return ("null".to_owned(), Vec::new());
    };
    let room = values.len().next_power_of_two();
    let mut numbers = String::with_capacity(room * 6);
    for number in bound + 1..=bound + room {
        let apart = if numbers.is_empty() { "" } else { ", " };
        // Writing into a string cannot fail.
        let _ = write!(numbers, "{apart}${number}");
    }
    let fill = std::iter::repeat_n(last, room - values.len());
    let all = values.iter().chain(fill).cloned().map(Into::into);
    (numbers, all.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bound: usize, values: &[i64]) -> (String, Vec<Value>) {
        places(bound, values)
    }

    #[test]
    fn numbers_go_on_and_the_last_value_fills_up_to_a_power_of_two() {
        let values = |all: &[i64]| all.iter().map(|one| Value::from(*one)).collect::<Vec<_>>();
        assert_eq!(of(1, &[7]), ("$2".to_owned(), values(&[7])));
        assert_eq!(of(3, &[7, 8]), ("$4, $5".to_owned(), values(&[7, 8])));
        let three = ("$2, $3, $4, $5".to_owned(), values(&[7, 8, 9, 9]));
        assert_eq!(of(1, &[7, 8, 9]), three);
    }

    #[test]
    fn few_texts_serve_any_number_of_values() {
        let texts: std::collections::BTreeSet<String> =
            (1..=200).map(|many| of(1, &vec![1; many]).0).collect();
        assert_eq!(texts.len(), 9);
    }

    #[test]
    fn nothing_is_among_no_values() {
        assert_eq!(of(1, &[]), ("null".to_owned(), Vec::new()));
    }
}
