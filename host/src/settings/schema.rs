//! What may be set of a feature, read from its manifest and checked before anything runs.

use jsonschema::Validator;
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

/// The greatest whole number that programs of all languages keep as it is.
const GREATEST: i64 = (1 << 53) - 1;

/// The settings of one feature.
pub(super) struct Schema {
    /// As it is given out.
    pub(super) whole: Json,
    /// In the order of the form.
    pub(super) properties: Vec<Property>,
}

/// One thing that may be set.
pub(super) struct Property {
    pub(super) name: String,
    pub(super) form: Form,
    pub(super) required: bool,
    pub(super) default: Option<Json>,
    pub(super) validator: Validator,
    order: i64,
}

/// What a property is, to people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Form {
    /// A text, perhaps of several lines.
    Text {
        lines: bool,
    },
    Email,
    Date,
    Secret,
    Choice(Vec<String>),
    Number {
        least: i64,
        most: i64,
    },
    Switch,
    Choices(Vec<String>),
    /// A list of texts.
    List,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct WrittenSchema {
    r#type: String,
    additional_properties: Option<bool>,
    #[serde(default)]
    required: Vec<String>,
    properties: Map<String, Json>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Written {
    r#type: String,
    #[serde(rename = "description")]
    _description: Option<String>,
    default: Option<Json>,
    r#enum: Option<Vec<String>>,
    format: Option<String>,
    max_length: Option<u64>,
    minimum: Option<i64>,
    maximum: Option<i64>,
    items: Option<Items>,
    #[serde(default)]
    write_only: bool,
    #[serde(rename = "x-lines", default)]
    lines: bool,
    #[serde(rename = "x-order")]
    order: Option<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Items {
    r#type: String,
    r#enum: Option<Vec<String>>,
    max_length: Option<u64>,
}

impl Schema {
    /// Reads the schema of `feature`.
    ///
    /// # Errors
    /// Names the feature and the property that is none.
    pub(super) fn read(feature: &str, schema: &Json) -> Result<Self, String> {
        let of = |what: String| format!("{feature}: the settings: {what}");
        let written = WrittenSchema::deserialize(schema).map_err(|e| of(e.to_string()))?;
        if written.r#type != "object" || written.additional_properties != Some(false) {
            let what = "they must be of type object, with additionalProperties = false";
            return Err(of(what.to_owned()));
        }
        let mut whole = schema.clone();
        let mut properties = Vec::with_capacity(written.properties.len());
        for (name, mut property) in written.properties {
            let required = written.required.contains(&name);
            let read = Property::read(&name, required, &mut property);
            let read = read.map_err(|e| format!("{feature}: the setting {name}: {e}"))?;
            whole["properties"][&name] = property;
            properties.push(read);
        }
        let is_there = |name: &String| properties.iter().any(|p| p.name == *name);
        if let Some(missing) = written.required.iter().find(|name| !is_there(name)) {
            return Err(of(format!("{missing} is required and not there")));
        }
        // The names are in order already, and stay so among equals.
        properties.sort_by_key(|property| property.order);
        Ok(Self { whole, properties })
    }

    /// What is set in the open.
    pub(super) fn open(&self) -> impl Iterator<Item = &Property> {
        self.properties.iter().filter(|p| p.form != Form::Secret)
    }

    pub(super) fn secrets(&self) -> impl Iterator<Item = &Property> {
        self.properties.iter().filter(|p| p.form == Form::Secret)
    }

    /// What counts where this is stored: what no longer fits is not set, and what is not set
    /// has its default.
    pub(super) fn filled(&self, stored: &Map<String, Json>) -> Map<String, Json> {
        let value = |property: &Property| {
            let kept = stored.get(&property.name);
            let kept = kept.filter(|value| property.validator.is_valid(value));
            let value = kept.or(property.default.as_ref())?;
            Some((property.name.clone(), value.clone()))
        };
        self.open().filter_map(value).collect()
    }
}

impl Property {
    /// Reads one property, and writes into it what it says without words.
    fn read(name: &str, required: bool, property: &mut Json) -> Result<Self, String> {
        if !is_name(name) {
            return Err("its name must be small letters, digits and single underscores".to_owned());
        }
        let written = Written::deserialize(&*property).map_err(|e| e.to_string())?;
        let form = Form::read(&written)?;
        if let Form::Number { least, most } = form {
            property["minimum"] = json!(least);
            property["maximum"] = json!(most);
        }
        let options = jsonschema::options().should_validate_formats(true);
        let validator = options.build(property).map_err(|e| e.to_string())?;
        if let Some(default) = &written.default {
            if form == Form::Secret {
                return Err("a secret has no default".to_owned());
            }
            if let Err(error) = validator.validate(default) {
                return Err(format!("its default: {error}"));
            }
        }
        Ok(Self {
            name: name.to_owned(),
            form,
            required,
            default: written.default,
            validator,
            order: written.order.unwrap_or(i64::MAX),
        })
    }
}

impl Form {
    /// What is written, where it is one of the forms that there are.
    fn read(written: &Written) -> Result<Self, String> {
        let form = match written.r#type.as_str() {
            "string" => Self::of_text(written)?,
            "integer" => Self::of_number(written)?,
            "boolean" => Self::Switch,
            "array" => Self::of_list(written)?,
            other => return Err(format!("there is no form for the type {other}")),
        };
        let of_text = matches!(form, Self::Text { .. } | Self::Email | Self::Date);
        let of_number = matches!(form, Self::Number { .. });
        let stray = [
            (
                "maxLength",
                written.max_length.is_some() && !of_text && form != Self::Secret,
            ),
            ("format", written.format.is_some() && !of_text),
            (
                "x-lines",
                written.lines && form != (Self::Text { lines: true }),
            ),
            (
                "enum",
                written.r#enum.is_some() && !matches!(form, Self::Choice(_)),
            ),
            ("minimum", written.minimum.is_some() && !of_number),
            ("maximum", written.maximum.is_some() && !of_number),
            (
                "items",
                written.items.is_some() && written.r#type != "array",
            ),
            ("writeOnly", written.write_only && form != Self::Secret),
        ];
        match stray.iter().find(|(_, is)| *is) {
            Some((keyword, _)) => Err(format!("{keyword} does not belong to it")),
            None => Ok(form),
        }
    }

    fn of_text(written: &Written) -> Result<Self, String> {
        if written.write_only {
            return Ok(Self::Secret);
        }
        if let Some(values) = &written.r#enum {
            return choices(values).map(Self::Choice);
        }
        match written.format.as_deref() {
            None => Ok(Self::Text {
                lines: written.lines,
            }),
            Some("email") => Ok(Self::Email),
            Some("date") => Ok(Self::Date),
            Some(other) => Err(format!("there is no form for the format {other}")),
        }
    }

    fn of_number(written: &Written) -> Result<Self, String> {
        let least = written.minimum.unwrap_or(-GREATEST);
        let most = written.maximum.unwrap_or(GREATEST);
        if least > most || least < -GREATEST || most > GREATEST {
            return Err(format!("there is no number from {least} to {most}"));
        }
        Ok(Self::Number { least, most })
    }

    fn of_list(written: &Written) -> Result<Self, String> {
        let items = written.items.as_ref();
        let items = items.ok_or("it must say what its items are")?;
        if items.r#type != "string" {
            return Err("its items must be strings".to_owned());
        }
        match &items.r#enum {
            Some(_) if items.max_length.is_some() => {
                Err("maxLength does not belong to its items".to_owned())
            }
            Some(values) => choices(values).map(Self::Choices),
            None => Ok(Self::List),
        }
    }
}

/// Values to choose from, each of which can be part of the key of a text.
fn choices(values: &[String]) -> Result<Vec<String>, String> {
    let is_word = |value: &String| {
        let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_".contains(&b);
        !value.is_empty() && value.bytes().all(fits)
    };
    if values.is_empty() {
        return Err("there is nothing to choose from".to_owned());
    }
    if let Some(bad) = values.iter().find(|value| !is_word(value)) {
        return Err(format!("\"{bad}\" must be small letters, digits, - and _"));
    }
    let twice = |at: &usize| values.iter().take(*at).any(|v| Some(v) == values.get(*at));
    match (0..values.len()).find(twice) {
        Some(_) => Err("a value is named twice".to_owned()),
        None => Ok(values.to_vec()),
    }
}

fn is_name(text: &str) -> bool {
    let part = |p: &str| {
        let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
        !p.is_empty() && p.bytes().all(fits)
    };
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.split('_').all(part)
}
