//! What is wrong with what somebody wants to set.

use std::collections::{BTreeMap, BTreeSet};

use jsonschema::{ValidationError, error::ValidationErrorKind};
use kartoteka_plugin::{Error, FieldError, Result};
use serde_json::{Map, Number, Value as Json};

use super::schema::{Form, Property, Schema};

/// What is to be set. It holds secrets and is not to be printed.
#[derive(Clone, Default)]
pub(crate) struct Input {
    /// Values in the open, whole: what is not named is not set.
    pub(crate) settings: Map<String, Json>,
    /// Secrets to be kept, or taken away (null). What is not named stays.
    pub(crate) secrets: Map<String, Json>,
}

impl Input {
    /// Values in the open, with all secrets as they are.
    pub(crate) fn of(settings: Map<String, Json>) -> Self {
        Self {
            settings,
            secrets: Map::new(),
        }
    }
}

/// An [`Input`] that fits its schema.
pub(super) struct Checked {
    pub(super) settings: Map<String, Json>,
    pub(super) secrets: BTreeMap<String, Option<String>>,
}

impl Schema {
    /// The input, where it fits; `kept` are the secrets that are set already.
    ///
    /// # Errors
    /// 400 for what is not known, 422 with every rule that is broken.
    pub(super) fn check(&self, input: &Input, kept: &BTreeSet<String>) -> Result<Checked> {
        self.check_names(input)?;
        let mut error = Error::invalid();
        let mut settings = Map::new();
        for property in self.open() {
            let pointer = format!("/settings/{}", property.name);
            match input.settings.get(&property.name) {
                Some(value) => {
                    error.fields.extend(property.faults(&pointer, value));
                    settings.insert(property.name.clone(), plain(value));
                }
                None if property.required => error.fields.push(missing(pointer)),
                None => {}
            }
        }
        let mut secrets = BTreeMap::new();
        for property in self.secrets() {
            let pointer = format!("/secrets/{}", property.name);
            let given = input.secrets.get(&property.name);
            let will_be = given.map_or(kept.contains(&property.name), |given| !given.is_null());
            match given {
                Some(Json::String(secret)) if secret.is_empty() => {
                    error.fields.push(missing(pointer.clone()));
                }
                Some(Json::Null) | None => {}
                Some(value) => error.fields.extend(property.faults(&pointer, value)),
            }
            if property.required && !will_be {
                error.fields.push(missing(pointer));
            }
            if let Some(given) = given {
                let secret = given.as_str().map(str::to_owned);
                secrets.insert(property.name.clone(), secret);
            }
        }
        error.if_any()?;
        Ok(Checked { settings, secrets })
    }

    /// Names alone are said of what is not known: a secret may stand where it should not.
    fn check_names(&self, input: &Input) -> Result<()> {
        let is_secret = |name: &String| self.secrets().any(|p| p.name == *name);
        let is_open = |name: &String| self.open().any(|p| p.name == *name);
        let settings = input.settings.keys().filter(|name| !is_open(name));
        let secrets = input.secrets.keys().filter(|name| !is_secret(name));
        let named = settings.map(|name| ("settings", name));
        let mut named = named.chain(secrets.map(|name| ("secrets", name)));
        match named.next() {
            Some((group, name)) => Err(unknown(group, name)),
            None => Ok(()),
        }
    }
}

impl Property {
    /// What is wrong with a value, once for each place.
    fn faults(&self, pointer: &str, value: &Json) -> Vec<FieldError> {
        let mut faults: BTreeMap<String, FieldError> = BTreeMap::new();
        for error in self.validator.iter_errors(value) {
            let place = format!("{pointer}{}", error.instance_path().as_str());
            let fault = self.fault(place.clone(), &error);
            // What is of another type is no choice either, which need not be said.
            let first = faults
                .get(&place)
                .is_none_or(|_| fault.code == "wrong_type");
            if first {
                faults.insert(place, fault);
            }
        }
        faults.into_values().collect()
    }

    fn fault(&self, place: String, error: &ValidationError<'_>) -> FieldError {
        match error.kind() {
            ValidationErrorKind::Type { .. } => {
                FieldError::new(place, "wrong_type").arg("type", self.type_at(error))
            }
            ValidationErrorKind::MaxLength { limit } => {
                FieldError::new(place, "too_long").arg("most", *limit)
            }
            ValidationErrorKind::Format { format } if format == "email" => {
                FieldError::new(place, "not_an_email")
            }
            ValidationErrorKind::Format { .. } => FieldError::new(place, "not_a_date"),
            ValidationErrorKind::Minimum { .. } | ValidationErrorKind::Maximum { .. } => {
                let (least, most) = match self.form {
                    Form::Number { least, most } => (least, most),
                    _ => (0, 0),
                };
                let fault = FieldError::new(place, "out_of_range");
                fault.arg("least", least).arg("most", most)
            }
            _ => FieldError::new(place, "not_a_choice"),
        }
    }

    /// Of which type it should have been.
    fn type_at(&self, error: &ValidationError<'_>) -> &'static str {
        let inside = !error.instance_path().as_str().is_empty();
        match self.form {
            Form::Number { .. } => "integer",
            Form::Switch => "boolean",
            Form::List | Form::Choices(_) if !inside => "array",
            _ => "string",
        }
    }
}

fn missing(pointer: String) -> FieldError {
    FieldError::new(pointer, "required")
}

/// 400 for a field that is not known.
pub(super) fn unknown(group: &str, name: &str) -> Error {
    let escaped = name.replace('~', "~0").replace('/', "~1");
    Error::malformed()
        .field(format!("/{group}/{escaped}"), "malformed")
        .field_arg("reason", format!("unknown field `{name}`"))
}

/// JSON Schema takes 3.0 for a whole number; those who read settings need not.
fn plain(value: &Json) -> Json {
    match value {
        Json::Number(number) => Json::Number(whole(number).unwrap_or_else(|| number.clone())),
        other => other.clone(),
    }
}

fn whole(number: &Number) -> Option<Number> {
    let real = number.as_f64().filter(|_| number.is_f64())?;
    // Bounds keep it within what both kinds of numbers can say.
    (real.fract() == 0.0 && real.abs() < 9.0e15).then(|| Number::from(real as i64))
}
