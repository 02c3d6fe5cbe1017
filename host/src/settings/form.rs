//! The form of a schema: what was typed, in and out.

use chrono::NaiveDate;
use kartoteka_plugin::{
    Texts,
    pages::{Problems, Typed},
};
use serde_json::{Map, Value as Json};

use super::{
    Input,
    schema::{Form, Property, Schema},
};

/// A field, ready to be drawn.
pub(super) struct Field {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) label: String,
    pub(super) hint: Option<String>,
    pub(super) kind: Kind,
    pub(super) optional: bool,
    pub(super) fault: Option<String>,
}

/// How a field is drawn.
pub(super) enum Kind {
    /// Type of the input, value, and the keyboard of a tablet.
    Line(&'static str, String, &'static str),
    Lines(String),
    Switch(bool),
    /// Radios.
    Radios(Vec<Choice>),
    /// A list to be opened.
    Select(Vec<Choice>),
    /// Boxes to be ticked.
    Boxes(Vec<Choice>),
    /// A secret: it goes one way only.
    Secret {
        is_set: bool,
        /// Name of the box that takes it away.
        removal: String,
        removed: bool,
        /// Whether one was typed, which is not sent back.
        again: bool,
    },
}

pub(super) struct Choice {
    pub(super) value: String,
    pub(super) word: String,
    pub(super) on: bool,
}

impl Field {
    /// What a reader of the page is told beside the label.
    pub(super) fn described_by(&self) -> Option<String> {
        let parts = [
            (self.hint.is_some(), "hint"),
            (
                matches!(self.kind, Kind::Secret { is_set: true, .. }),
                "set",
            ),
            (self.fault.is_some(), "error"),
        ];
        let ids = parts.iter().filter(|(is, _)| *is);
        let ids: Vec<_> = ids.map(|(_, end)| format!("{}-{end}", self.id)).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

/// Where the values of a form come from.
pub(super) enum Source<'a> {
    Kept(&'a Map<String, Json>),
    Typed(&'a Typed),
}

/// Up to so many choices are shown at once.
const AT_ONCE: usize = 5;

/// The fields of a schema. `is_set` says whether a secret is.
pub(super) fn fields(
    schema: &Schema,
    feature: &str,
    texts: &Texts,
    source: &Source<'_>,
    is_set: impl Fn(&str) -> bool,
    problems: &Problems,
) -> Vec<Field> {
    let field = |property: &Property| {
        let key = key(feature, &property.name);
        let id = id(&property.name);
        Field {
            label: texts.get(&key),
            hint: texts.find(&format!("{key}.hint"), &[]),
            kind: kind(property, &key, texts, source, is_set(&property.name)),
            optional: !property.required && property.default.is_none() && property.is_typed(),
            fault: problems.at(&id).map(str::to_owned),
            name: name(&property.name),
            id,
        }
    };
    schema.properties.iter().map(field).collect()
}

/// The id of the field that a pointer (`/settings/sender`) points to, and its label.
pub(super) fn place(feature: &str, texts: &Texts, pointer: &str) -> (String, String) {
    let property = pointer.split('/').nth(2).unwrap_or_default();
    (id(property), texts.get(&key(feature, property)))
}

/// The keys of the texts without which the form cannot be shown: labels, and words of choices.
pub(super) fn words(schema: &Schema, feature: &str) -> Vec<String> {
    let of = |property: &Property| {
        let key = key(feature, &property.name);
        let choices = match &property.form {
            Form::Choice(values) | Form::Choices(values) => values.as_slice(),
            _ => &[],
        };
        let words = choices.iter().map(|value| word(&key, value));
        let words: Vec<_> = words.collect();
        [vec![key], words].concat()
    };
    schema.properties.iter().flat_map(of).collect()
}

/// What was typed, as values. What cannot be read stays as it is, for the schema to refuse.
pub(super) fn input(schema: &Schema, typed: &Typed) -> Input {
    let mut input = Input::default();
    for property in &schema.properties {
        let name = name(&property.name);
        if property.form != Form::Secret {
            if let Some(value) = property.value(typed, &name) {
                input.settings.insert(property.name.clone(), value);
            }
        } else if typed.has(&name) {
            let secret = Json::from(typed.get(&name));
            input.secrets.insert(property.name.clone(), secret);
        } else if typed.has(&removal(&property.name)) {
            input.secrets.insert(property.name.clone(), Json::Null);
        }
    }
    input
}

impl Property {
    /// Whether it is typed, and may be left empty.
    fn is_typed(&self) -> bool {
        !matches!(self.form, Form::Switch | Form::Choice(_) | Form::Choices(_))
    }

    fn value(&self, typed: &Typed, name: &str) -> Option<Json> {
        let text = typed.get(name).replace("\r\n", "\n");
        match &self.form {
            Form::Switch => Some(Json::Bool(typed.has(name))),
            Form::Choices(_) => Some(Json::from(typed.all(name))),
            Form::List => {
                let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
                Some(lines.collect())
            }
            Form::Number { .. } => number(text.trim()),
            Form::Text { .. } if text.trim().is_empty() => self.emptied(),
            Form::Text { .. } => Some(Json::from(text.trim())),
            _ if text.trim().is_empty() => None,
            _ => Some(Json::from(text.trim())),
        }
    }

    /// What an emptied text means: nothing, where it could not be told from the default.
    fn emptied(&self) -> Option<Json> {
        let says = |default: &Json| default.as_str().is_some_and(|text| !text.is_empty());
        let meant = !self.required && self.default.as_ref().is_some_and(says);
        meant.then(|| Json::from(""))
    }
}

fn number(text: &str) -> Option<Json> {
    if text.is_empty() {
        return None;
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    let whole = || text.parse::<i64>().ok().map(Json::from);
    // Greater than any bound, but a number.
    let real = || {
        text.parse::<f64>()
            .ok()
            .filter(|_| is_number)
            .map(Json::from)
    };
    whole().or_else(real).or_else(|| Some(Json::from(text)))
}

fn kind(property: &Property, key: &str, texts: &Texts, source: &Source<'_>, is_set: bool) -> Kind {
    let shown = || shown(property, source);
    match &property.form {
        Form::Text { lines: true } | Form::List => Kind::Lines(shown()),
        Form::Text { lines: false } => Kind::Line("text", shown(), ""),
        Form::Email => Kind::Line("email", shown(), "email"),
        Form::Number { .. } => Kind::Line("text", shown(), "numeric"),
        Form::Date => {
            let text = shown();
            // What is no date would not be shown by a field for dates.
            let is_date = text.is_empty() || text.parse::<NaiveDate>().is_ok();
            Kind::Line(if is_date { "date" } else { "text" }, text, "")
        }
        Form::Switch => Kind::Switch(match source {
            Source::Kept(values) => values.get(&property.name) == Some(&Json::Bool(true)),
            Source::Typed(typed) => typed.has(&name(&property.name)),
        }),
        Form::Choice(values) => choice(property, key, values, &shown(), texts),
        Form::Choices(values) => {
            let chosen = chosen(property, source);
            let is_on = |value: &str| chosen.iter().any(|c| c == value);
            Kind::Boxes(choices(key, values, is_on, texts))
        }
        Form::Secret => Kind::Secret {
            is_set,
            removal: removal(&property.name),
            removed: matches!(source, Source::Typed(typed) if typed.has(&removal(&property.name))),
            again: matches!(source, Source::Typed(typed) if typed.has(&name(&property.name))),
        },
    }
}

fn choice(property: &Property, key: &str, values: &[String], now: &str, texts: &Texts) -> Kind {
    let mut all = choices(key, values, |value| value == now, texts);
    let always = property.required || property.default.is_some();
    if always && all.len() <= AT_ONCE {
        return Kind::Radios(all);
    }
    if !always || now.is_empty() {
        let none = Choice {
            value: String::new(),
            word: texts.get("settings-none"),
            on: now.is_empty(),
        };
        all.insert(0, none);
    }
    Kind::Select(all)
}

fn choices(
    key: &str,
    values: &[String],
    is_on: impl Fn(&str) -> bool,
    texts: &Texts,
) -> Vec<Choice> {
    let choice = |value: &String| Choice {
        word: texts.get(&word(key, value)),
        on: is_on(value),
        value: value.clone(),
    };
    values.iter().map(choice).collect()
}

/// A value as it stands in its field.
fn shown(property: &Property, source: &Source<'_>) -> String {
    match source {
        Source::Typed(typed) => typed.get(&name(&property.name)).to_owned(),
        Source::Kept(values) => match values.get(&property.name) {
            None => String::new(),
            Some(Json::String(text)) => text.clone(),
            Some(Json::Array(items)) => {
                let lines: Vec<_> = items.iter().filter_map(Json::as_str).collect();
                lines.join("\n")
            }
            Some(other) => other.to_string(),
        },
    }
}

fn chosen(property: &Property, source: &Source<'_>) -> Vec<String> {
    match source {
        Source::Typed(typed) => typed.all(&name(&property.name)),
        Source::Kept(values) => {
            let items = values.get(&property.name).and_then(Json::as_array);
            let items = items.into_iter().flatten().filter_map(Json::as_str);
            items.map(str::to_owned).collect()
        }
    }
}

fn key(feature: &str, property: &str) -> String {
    format!("setting-{feature}-{}", property.replace('_', "-"))
}

/// The key of a choice's word.
fn word(key: &str, value: &str) -> String {
    format!("{key}-{}", value.replace('_', "-"))
}

fn id(property: &str) -> String {
    format!("setting-{}", property.replace('_', "-"))
}

/// Names of fields, apart from the form's own.
fn name(property: &str) -> String {
    format!("setting.{property}")
}

fn removal(property: &str) -> String {
    format!("remove.{property}")
}
