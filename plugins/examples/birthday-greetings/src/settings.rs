//! What a salon sets of its greetings, and how the mail is written.

use kartoteka_plugin::{Call, Error, FieldError, Result};
use serde::Deserialize;
use serde_json::Value as Json;

pub(crate) const FEATURE: &str = "example-birthday-greetings";

/// A subject has no more letters than this.
const SUBJECT: usize = 200;
/// What may stand between braces.
const PLACES: [&str; 2] = ["name", "salon"];

/// The salon's own ways, by the schema in the manifest.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Settings {
    /// Whether anybody is written to.
    pub(crate) send_greetings: bool,
    /// From which hour on, by the salon's clock.
    pub(crate) hour: u32,
    subject: Option<String>,
    text: Option<String>,
}

impl Settings {
    /// Those of the salon.
    pub(crate) async fn of(call: &Call) -> Result<Self> {
        call.settings(FEATURE).await
    }

    /// Subject and text of the mail to who is called `name`, in the salon's language.
    pub(crate) fn words(&self, call: &Call, name: &str) -> (String, String) {
        let texts = call.salon_texts();
        let usual = match name.is_empty() {
            true => texts.get("example-birthday-greetings-nameless"),
            false => name.to_owned(),
        };
        let salon = call.salon().name.as_str();
        let words = |own: &Option<String>, key: &str| match own.as_deref().map(str::trim) {
            Some(own) if !own.is_empty() => fill(own, &usual, salon),
            _ => texts.with2(key, "name", usual.as_str(), "salon", salon),
        };
        let subject = words(&self.subject, "example-birthday-greetings-subject");
        let subject = subject.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = words(&self.text, "example-birthday-greetings-text");
        (subject.chars().take(SUBJECT).collect(), text)
    }
}

/// Puts in who is written to and by whom. What they are called is not read once more.
fn fill(text: &str, name: &str, salon: &str) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let (before, place) = rest.split_at(at);
        filled.push_str(before);
        let values = [("{name}", name), ("{salon}", salon)];
        let found = values.into_iter().find(|(mark, _)| place.starts_with(mark));
        let (mark, value) = found.unwrap_or(("{", "{"));
        filled.push_str(value);
        rest = &place[mark.len()..];
    }
    filled + rest
}

/// That between braces stands nothing else: somebody would read it as it is.
///
/// # Errors
/// 422 that names the field and what stands there.
pub(crate) fn check(settings: &Json) -> Result<()> {
    let mut error = Error::invalid();
    for name in ["subject", "text"] {
        let text = settings[name].as_str().unwrap_or_default();
        if let Some(other) = other_place(text) {
            let code = "example-birthday-greetings_unknown_place";
            let field = FieldError::new(format!("/{name}"), code).arg("place", other);
            error.fields.push(field);
        }
    }
    error.if_any()
}

fn other_place(text: &str) -> Option<&str> {
    let places = text
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'));
    let mut places = places.map(|(place, _)| place);
    places.find(|place| !PLACES.contains(place))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_name_is_put_in_and_read_no_further() {
        let filled = fill("Hi {name}, {name}! {salon} {", "{salon}", "Vogue");
        assert_eq!(filled, "Hi {salon}, {salon}! Vogue {");
        assert_eq!(fill("", "a", "b"), "");
    }

    #[test]
    fn what_nobody_fills_in_is_told() {
        assert!(check(&json!({"text": "{name} {salon} { }}", "hour": 9})).is_err());
        assert!(check(&json!({"text": "{name}, {salon}", "subject": ":-{"})).is_ok());
        let error = check(&json!({"text": "{name}", "subject": "{nmae}"})).unwrap_err();
        assert_eq!(error.fields[0].pointer, "/subject");
    }
}
