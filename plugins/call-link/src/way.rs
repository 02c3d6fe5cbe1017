//! How a workplace calls, and the rules of it.

use kartoteka_plugin::{
    Error, FieldError, Result,
    phone_link::{NumberForm, PhoneLink, SCHEMES},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where the number stands in a template.
pub const NUMBER: &str = "{number}";
/// The longest template, in characters.
pub const LONGEST: usize = 300;

/// What a phone number becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// `tel:`, which phones and most programs take.
    #[default]
    Tel,
    /// `sip:`, for programs that are a telephone.
    Sip,
    /// `callto:`, for older programs.
    Callto,
    /// An address of the telephone system, by a template.
    Template,
}

impl Kind {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Tel, Self::Sip, Self::Callto, Self::Template];

    /// `tel`, `sip`, `callto`, `template`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Tel => "tel",
            Self::Sip => "sip",
            Self::Callto => "callto",
            Self::Template => "template",
        }
    }

    /// From its code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// How a number is written in the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// `+49176…`
    #[default]
    Plus,
    /// `0049176…`
    Zeros,
    /// `49176…`
    Bare,
}

impl From<Form> for NumberForm {
    fn from(form: Form) -> Self {
        match form {
            Form::Plus => Self::Plus,
            Form::Zeros => Self::Zeros,
            Form::Bare => Self::Bare,
        }
    }
}

impl From<NumberForm> for Form {
    fn from(form: NumberForm) -> Self {
        match form {
            NumberForm::Plus => Self::Plus,
            NumberForm::Zeros => Self::Zeros,
            NumberForm::Bare => Self::Bare,
        }
    }
}

/// How a workplace calls.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Way {
    /// What a phone number becomes.
    pub kind: Kind,
    /// The address of the telephone system, with `{number}` once: for `template`, and for
    /// nothing else.
    #[serde(default)]
    #[schema(max_length = 300)]
    pub template: Option<String>,
    /// How the number is written in it.
    #[serde(default)]
    pub number: Form,
}

impl Way {
    /// The way as it is kept.
    ///
    /// # Errors
    /// 422 with what is wrong about the template.
    pub fn checked(self) -> Result<Self> {
        let template = self.template.as_deref().map(str::trim);
        let template = template.filter(|template| !template.is_empty());
        let wrong = |code: &'static str| Error::invalid().field("/template", code);
        let template = match (self.kind, template) {
            (Kind::Template, None) => return Err(wrong("required")),
            (Kind::Template, Some(template)) => Some(tidy(template)?),
            (_, Some(_)) => return Err(wrong("only_with_template")),
            (_, None) => None,
        };
        Ok(Self { template, ..self })
    }

    /// The same without a template that does not count: what stays in a form when something else
    /// is chosen.
    #[must_use]
    pub fn without_idle_template(self) -> Self {
        let template = self.template.filter(|_| self.kind == Kind::Template);
        Self { template, ..self }
    }

    /// What numbers become, in the contract's words; plain `tel:` where the template is none.
    pub fn link(&self, word: String) -> PhoneLink {
        let (before, after) = match self.kind {
            Kind::Tel => ("tel:", ""),
            Kind::Sip => ("sip:", ""),
            Kind::Callto => ("callto:", ""),
            Kind::Template => {
                let template = self.template.as_deref().unwrap_or_default();
                template.split_once(NUMBER).unwrap_or(("tel:", ""))
            }
        };
        PhoneLink {
            before: before.to_owned(),
            number: self.number.into(),
            after: after.to_owned(),
            word,
        }
    }
}

/// The template as it is kept: its scheme in small letters.
fn tidy(template: &str) -> Result<String> {
    let wrong = |code: &'static str| FieldError::new("/template", code);
    let refuse = |field: FieldError| {
        let mut error = Error::invalid();
        error.fields.push(field);
        Err(error)
    };
    if template.chars().count() > LONGEST {
        return refuse(wrong("too_long").arg("most", LONGEST));
    }
    if template
        .chars()
        .any(|c| c.is_whitespace() || c.is_control())
    {
        return refuse(wrong("template_has_spaces"));
    }
    if template.matches(NUMBER).count() != 1 {
        return refuse(wrong("template_needs_number"));
    }
    let (scheme, rest) = template.split_once(':').unwrap_or_default();
    let scheme = format!("{}:", scheme.to_ascii_lowercase());
    if !SCHEMES.contains(&scheme.as_str()) {
        return refuse(wrong("template_scheme"));
    }
    let kept = Way {
        kind: Kind::Template,
        template: Some(format!("{scheme}{rest}")),
        number: Form::Plus,
    };
    // The contract has the last word: what it makes no address of is none.
    match (kept.link(String::new()).to(EXAMPLE), kept.template) {
        (Some(_), Some(template)) => Ok(template),
        _ if scheme.starts_with("http") => refuse(wrong("template_no_page")),
        _ => refuse(wrong("template_no_address")),
    }
}

/// A number by which an address is tried out in thought. Nobody calls it: where it is shown, it is
/// no link.
const EXAMPLE: &str = "+493023125000";

/// A number as they look in `country` (ISO 3166-1 alpha-2), to show what becomes of one.
pub fn sample(country: &str) -> &'static str {
    match country {
        "NL" => "+31201234567",
        "PL" => "+48221234567",
        "IT" => "+390612345678",
        _ => EXAMPLE,
    }
}

/// The beginning of a number in `country`, in each form: `+49 30 …`.
pub fn beginning(country: &str, form: NumberForm) -> String {
    let code = match country {
        "NL" => "31 20",
        "PL" => "48 22",
        "IT" => "39 06",
        _ => "49 30",
    };
    let before = match form {
        NumberForm::Plus => "+",
        NumberForm::Zeros => "00",
        NumberForm::Bare => "",
    };
    format!("{before}{code} …")
}
