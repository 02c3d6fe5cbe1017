//! The configuration's last layer: environment variables.

use figment::{
    Error, Metadata, Profile, Provider,
    value::{Dict, Map, Value},
};

/// What every variable begins with.
const PREFIX: &str = "KARTOTEKA_";

/// Variables such as `KARTOTEKA_LIMITS__UPLOAD_BYTES`. Unlike figment's own
/// provider it looks at the default before it reads a value: where a text is
/// expected, a password of digits stays a text.
pub(super) struct Environment<'a> {
    pub(super) variables: Vec<(String, String)>,
    pub(super) defaults: &'a Value,
}

/// The variable that sets the key `path` (`limits.upload_bytes`).
pub(super) fn variable(path: &str) -> String {
    format!("{PREFIX}{}", path.replace('.', "__").to_ascii_uppercase())
}

/// The keys that variables set, as paths, with their raw values.
fn keys(variables: &[(String, String)]) -> impl Iterator<Item = (String, &str)> {
    variables.iter().filter_map(|(name, raw)| {
        let rest = name.strip_prefix(PREFIX)?;
        Some((rest.to_ascii_lowercase().replace("__", "."), raw.as_str()))
    })
}

impl Environment<'_> {
    fn value(&self, path: &str, raw: &str) -> Value {
        match self.defaults.find_ref(path) {
            Some(Value::String(..)) => Value::from(raw),
            // Parsing cannot fail: what is neither number nor boolean is a text.
            _ => raw.parse().unwrap_or_else(|_| Value::from(raw)),
        }
    }
}

impl Provider for Environment<'_> {
    fn metadata(&self) -> Metadata {
        Metadata::named("environment variable").interpolater(|_, path| variable(&path.join(".")))
    }

    fn data(&self) -> Result<Map<Profile, Dict>, Error> {
        let mut dict = Dict::new();
        for (path, raw) in keys(&self.variables) {
            insert(&mut dict, &path, self.value(&path, raw));
        }
        Ok(Map::from([(Profile::Default, dict)]))
    }
}

fn insert(dict: &mut Dict, path: &str, value: Value) {
    let Some((table, key)) = path.split_once('.') else {
        dict.insert(path.to_owned(), value);
        return;
    };
    let inner = dict
        .entry(table.to_owned())
        .or_insert_with(|| Value::from(Dict::new()));
    if let Value::Dict(_, inner) = inner {
        insert(inner, key, value);
    }
}
