//! Every text a person reads, from Fluent files, in the reader's language.

use std::{borrow::Cow, collections::HashMap, fmt, str::FromStr, sync::Arc};

use fluent_bundle::{
    FluentArgs, FluentError, FluentResource, FluentValue, concurrent::FluentBundle,
};
use serde::{Deserialize, Serialize};
use unic_langid::LanguageIdentifier;

/// A language of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// English.
    #[default]
    En,
    /// German.
    De,
    /// Dutch.
    Nl,
    /// Polish.
    Pl,
    /// Italian.
    It,
}

impl Locale {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::En, Self::De, Self::Nl, Self::Pl, Self::It];

    /// The two-letter code: `de`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
            Self::Nl => "nl",
            Self::Pl => "pl",
            Self::It => "it",
        }
    }

    /// The language's own name for itself.
    pub const fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::De => "Deutsch",
            Self::Nl => "Nederlands",
            Self::Pl => "Polski",
            Self::It => "Italiano",
        }
    }

    /// The best of an `Accept-Language` header (RFC 9110, 12.5.4), if any fits.
    pub fn accepted(header: &str) -> Option<Self> {
        let mut best: Option<(f32, Self)> = None;
        for range in header.split(',') {
            let mut parts = range.split(';');
            let tag = parts.next().unwrap_or_default().trim();
            let quality = parts
                .find_map(|p| p.trim().strip_prefix("q="))
                .map_or(Some(1.0), |q| q.parse::<f32>().ok())
                .unwrap_or(0.0);
            let primary = tag.split('-').next().unwrap_or_default();
            if let Ok(locale) = primary.to_ascii_lowercase().parse::<Self>()
                && quality > 0.0
                && best.is_none_or(|(b, _)| quality > b)
            {
                best = Some((quality, locale));
            }
        }
        best.map(|(_, locale)| locale)
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Locale {
    type Err = ();
    fn from_str(code: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|l| l.code() == code).ok_or(())
    }
}

/// An argument of a text.
#[derive(Debug, Clone, PartialEq)]
pub enum Arg {
    /// Words.
    Text(String),
    /// A number, which chooses plural forms.
    Number(f64),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Arg {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

/// As templates have it behind `if let Some(…)`.
impl From<&&String> for Arg {
    fn from(text: &&String) -> Self {
        Self::Text((*text).clone())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

macro_rules! number_args {
    ($($type:ty),*) => {$(
        impl From<$type> for Arg {
            fn from(number: $type) -> Self {
                Self::Number(number as f64)
            }
        }
    )*};
}
number_args!(i64, i32, u32, u64, usize);

/// The texts of all modules in all languages, put together once at the start.
#[derive(Default)]
pub struct Catalog {
    bundles: HashMap<Locale, FluentBundle<FluentResource>>,
    /// Who has the texts that stand in no file here.
    elsewhere: Option<Elsewhere>,
}

/// Gives a text of a language, by its key and arguments.
pub(crate) type Elsewhere =
    Box<dyn Fn(Locale, &str, &[(&str, &Arg)]) -> Option<String> + Send + Sync>;

/// A file of texts: its language, a name for messages, and its content.
pub type Source = (Locale, &'static str, &'static str);

impl Catalog {
    /// Puts the files together.
    ///
    /// # Errors
    /// Names the file that does not parse, or the text that stands in two files, and both.
    pub fn new(sources: &[(Locale, &str, &str)]) -> Result<Self, String> {
        let mut bundles = HashMap::new();
        for locale in Locale::ALL {
            let language: LanguageIdentifier = locale
                .code()
                .parse()
                .map_err(|e| format!("language {locale}: {e}"))?;
            let mut bundle = FluentBundle::new_concurrent(vec![language]);
            // The marks that isolate directions would show up in mails, files and tests;
            // none of the five languages is written from right to left.
            bundle.set_use_isolating(false);
            let own: Vec<_> = sources.iter().filter(|(l, ..)| *l == locale).collect();
            for (at, (_, name, content)) in own.iter().enumerate() {
                let resource = FluentResource::try_new((*content).to_owned())
                    .map_err(|(_, errors)| format!("{name} ({locale}): {errors:?}"))?;
                let before = own.get(..=at).unwrap_or_default();
                bundle
                    .add_resource(resource)
                    .map_err(|errors| told_twice(&errors, locale, name, before))?;
            }
            bundles.insert(locale, bundle);
        }
        Ok(Self {
            bundles,
            elsewhere: None,
        })
    }

    /// A catalog without texts of its own.
    pub(crate) fn elsewhere(elsewhere: Elsewhere) -> Self {
        Self {
            bundles: HashMap::new(),
            elsewhere: Some(elsewhere),
        }
    }

    /// The texts of one language.
    pub fn texts(self: &Arc<Self>, locale: Locale) -> Texts {
        Texts {
            catalog: self.clone(),
            locale,
        }
    }

    fn format<N: AsRef<str>>(
        &self,
        locale: Locale,
        key: &str,
        args: &[(N, Arg)],
    ) -> Option<String> {
        if let Some(elsewhere) = &self.elsewhere {
            let args: Vec<_> = args
                .iter()
                .map(|(name, arg)| (name.as_ref(), arg))
                .collect();
            return elsewhere(locale, key, &args);
        }
        let (id, attribute) = match key.split_once('.') {
            Some((id, attribute)) => (id, Some(attribute)),
            None => (key, None),
        };
        let bundle = self.bundles.get(&locale)?;
        let message = bundle.get_message(id)?;
        let pattern = match attribute {
            Some(attribute) => message.get_attribute(attribute)?.value(),
            None => message.value()?,
        };
        let mut fluent = FluentArgs::new();
        for (name, arg) in args {
            fluent.set(
                name.as_ref().to_owned(),
                match arg {
                    Arg::Text(text) => FluentValue::from(text.clone()),
                    Arg::Number(number) => FluentValue::from(*number),
                },
            );
        }
        let mut errors = Vec::new();
        Some(
            bundle
                .format_pattern(pattern, Some(&fluent), &mut errors)
                .into_owned(),
        )
    }
}

/// What is said of a file that has texts which stand in those `before` it already, or twice in
/// itself, the last of them.
fn told_twice(
    errors: &[FluentError],
    locale: Locale,
    name: &str,
    before: &[&(Locale, &str, &str)],
) -> String {
    let Some(FluentError::Overriding { id, .. }) = errors.first() else {
        return format!("{name} ({locale}): {errors:?}");
    };
    let has = |content: &str| {
        let mut lines = content.lines().filter_map(|line| line.split_once('='));
        lines.any(|(key, _)| key.trim_end() == id)
    };
    let first = before.iter().find(|(_, _, content)| has(content));
    let first = first.map_or(name, |(_, first, _)| first);
    format!(
        "the text {id} ({locale}) stands in {first} and again in {name}: one must be called otherwise"
    )
}

/// The texts in one language.
#[derive(Clone)]
pub struct Texts {
    catalog: Arc<Catalog>,
    locale: Locale,
}

impl Texts {
    /// The language.
    pub fn locale(&self) -> Locale {
        self.locale
    }

    /// The text `key`, or its attribute `key.attribute`; English where the language lacks it, and
    /// the key itself where all do (a test keeps that from happening).
    pub fn get(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// The text `key` with arguments.
    pub fn with(&self, key: &str, args: &[(&str, Arg)]) -> String {
        self.find(key, args).unwrap_or_else(|| key.to_owned())
    }

    /// The text `key` with one argument, for templates.
    pub fn with1(&self, key: &str, name: &str, value: impl Into<Arg>) -> String {
        self.with(key, &[(name, value.into())])
    }

    /// The text `key` with two arguments, for templates.
    pub fn with2(
        &self,
        key: &str,
        first: &str,
        one: impl Into<Arg>,
        second: &str,
        two: impl Into<Arg>,
    ) -> String {
        self.with(key, &[(first, one.into()), (second, two.into())])
    }

    /// The text `key`, if there is one.
    pub fn find(&self, key: &str, args: &[(&str, Arg)]) -> Option<String> {
        self.look(key, args)
    }

    fn look<N: AsRef<str>>(&self, key: &str, args: &[(N, Arg)]) -> Option<String> {
        self.catalog
            .format(self.locale, key, args)
            .or_else(|| self.catalog.format(Locale::En, key, args))
    }

    /// The sentence of an error and, where there is one, what to do about it.
    pub fn error(&self, error: &crate::Error) -> (String, Option<String>) {
        let key = format!("error-{}", error.code);
        let title = self
            .look(&key, &error.args)
            .unwrap_or_else(|| error.code.to_string());
        (title, self.look(&format!("{key}.detail"), &error.args))
    }

    /// The sentence of a bad field.
    pub fn field(&self, field: &crate::FieldError) -> Cow<'static, str> {
        match self.look(&format!("field-{}", field.code), &field.args) {
            Some(sentence) => Cow::Owned(sentence),
            None => field.code.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_two_files_is_named_with_both() {
        let files = [
            (Locale::De, "core.ftl", "tips-about = Nur hier\n"),
            (
                Locale::En,
                "core.ftl",
                "place-clients = Clients\nerror-gone = Gone\n",
            ),
            (
                Locale::En,
                "tips.ftl",
                "tips-about = Tips\nerror-gone=Away\n",
            ),
        ];
        let said = Catalog::new(&files).err().unwrap_or_default();
        assert!(
            said.starts_with("the text error-gone (en) stands in core.ftl and again in tips.ftl"),
            "{said}"
        );
        let twice = [(
            Locale::En,
            "tips.ftl",
            "tips-about = Tips\ntips-about = Tip\n",
        )];
        let said = Catalog::new(&twice).err().unwrap_or_default();
        assert!(
            said.contains("stands in tips.ftl and again in tips.ftl"),
            "{said}"
        );
    }
}
