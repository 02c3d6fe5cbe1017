//! Puts the layers of the configuration together.

use std::{fmt, path::Path};

use figment::{
    Figment, Provider,
    providers::{Format, Toml},
    value::{Dict, Value},
};

use super::{Config, Plugins, environment::Environment};

/// Every key with its default; built in.
const DEFAULTS: &str = include_str!("../../../config/default.toml");

/// What each region proposes; built in.
const REGIONS: [(&str, &str); 4] = [
    ("de", include_str!("../../../config/regions/de.toml")),
    ("it", include_str!("../../../config/regions/it.toml")),
    ("nl", include_str!("../../../config/regions/nl.toml")),
    ("pl", include_str!("../../../config/regions/pl.toml")),
];

/// Why a configuration is not one; names the key and the place it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError(String);

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ConfigError {}

/// Reads the configuration of this process: defaults, region, `file`, environment.
///
/// # Errors
/// Names the key that is wrong and where it stands.
pub fn load(file: Option<&Path>) -> Result<Config, ConfigError> {
    load_from(file, std::env::vars_os().filter_map(text_pair).collect())
}

/// Whom the operator trusts with plugins by now: what the file of `config` says, which may have changed since.
///
/// # Errors
/// As [`load`].
pub(crate) fn plugins_now(config: &Config) -> Result<Plugins, ConfigError> {
    match &config.file {
        Some(file) => Ok(load(Some(file))?.plugins),
        None => Ok(config.plugins.clone()),
    }
}

/// Variables that are not Unicode cannot be ours: all our keys and values are.
fn text_pair(pair: (std::ffi::OsString, std::ffi::OsString)) -> Option<(String, String)> {
    Some((pair.0.into_string().ok()?, pair.1.into_string().ok()?))
}

/// As [`load`], with these environment variables.
///
/// # Errors
/// Names the key that is wrong and where it stands.
pub fn load_from(
    file: Option<&Path>,
    variables: Vec<(String, String)>,
) -> Result<Config, ConfigError> {
    let defaults = Figment::from(Toml::string(DEFAULTS));
    let known: Value = defaults.extract().map_err(|e| describe(&e))?;
    let environment = || Environment {
        variables: variables.clone(),
        defaults: &known,
    };
    let mut said = Figment::new();
    if let Some(path) = file {
        if !path.is_file() {
            let path = path.display();
            return Err(ConfigError(format!("{path}: there is no such file")));
        }
        let layer = Toml::file_exact(path);
        check_known(&layer, &known, &|key| {
            format!("`{key}` in {}", path.display())
        })?;
        said = said.merge(layer);
    }
    let layer = environment();
    check_known(&layer, &known, &|key| super::environment::variable(key))?;
    said = said.merge(layer);

    let region = region_of(&defaults.clone().merge(said.clone()))?;
    let all = defaults.merge(Toml::string(region)).merge(said);
    let mut config: Config = all.extract().map_err(|e| describe(&e))?;
    check(&config, &all)?;
    config.file = file.map(Path::to_owned);
    Ok(config)
}

/// The file of the region that the other layers name.
fn region_of(figment: &Figment) -> Result<&'static str, ConfigError> {
    let name: String = figment.extract_inner("region").map_err(|e| describe(&e))?;
    let found = REGIONS.iter().find(|(id, _)| *id == name);
    found.map(|(_, text)| *text).ok_or_else(|| {
        let known: Vec<&str> = REGIONS.iter().map(|(id, _)| *id).collect();
        let place = place("region", figment.find_metadata("region"));
        ConfigError(format!(
            "{place}: is \"{name}\", but must be one of: {}",
            known.join(", ")
        ))
    })
}

/// Every key stands in the defaults, so one that does not is misspelt.
fn check_known(
    layer: &dyn Provider,
    known: &Value,
    place: &dyn Fn(&str) -> String,
) -> Result<(), ConfigError> {
    let data = layer.data().map_err(|e| describe(&e))?;
    for dict in data.values() {
        if let Some(key) = unknown_key(dict, known, "") {
            let place = place(&key);
            return Err(ConfigError(format!("{place}: there is no such key")));
        }
    }
    Ok(())
}

fn unknown_key(dict: &Dict, known: &Value, prefix: &str) -> Option<String> {
    dict.iter().find_map(|(key, value)| {
        let path = format!("{prefix}{key}");
        match (known.find_ref(&path), value) {
            (None, _) => Some(path),
            // A table without keys of its own is one of names that the operator gives.
            (Some(Value::Dict(_, known)), Value::Dict(..)) if known.is_empty() => None,
            (Some(Value::Dict(..)), Value::Dict(_, inner)) => {
                unknown_key(inner, known, &format!("{path}."))
            }
            _ => None,
        }
    })
}

/// The first thing wrong, with its key and its source.
fn describe(error: &figment::Error) -> ConfigError {
    let place = place(&error.path.join("."), error.metadata.as_ref());
    ConfigError(format!("{place}: {}", error.kind))
}

/// A key and where its value was read.
fn place(key: &str, source: Option<&figment::Metadata>) -> String {
    match source {
        Some(source) if key.is_empty() => source_name(source),
        Some(source) if source.name == "environment variable" => super::environment::variable(key),
        Some(source) => format!("`{key}` in {}", source_name(source)),
        None => format!("`{key}`"),
    }
}

fn source_name(metadata: &figment::Metadata) -> String {
    match &metadata.source {
        Some(figment::Source::File(path)) => path.display().to_string(),
        _ => metadata.name.to_string(),
    }
}

/// Rules that types alone do not say.
fn check(config: &Config, all: &Figment) -> Result<(), ConfigError> {
    let wrong = |key: &str, what: &str| {
        let place = place(key, all.find_metadata(key));
        Err(ConfigError(format!("{place}: {what}")))
    };
    if let Some(url) = &config.public_url
        && !(url.starts_with("https://") || url.starts_with("http://"))
    {
        return wrong("public_url", "must begin with https:// or http://");
    }
    if config
        .database_url
        .iter()
        .chain(&config.migration_database_url)
        .any(|url| !url.reveal().starts_with("postgres"))
    {
        return wrong("database_url", "must begin with postgres://");
    }
    if config.salons.time_zone.parse::<chrono_tz::Tz>().is_err() {
        return wrong("salons.time_zone", "is no time zone of the IANA database");
    }
    let country = &config.salons.country;
    if country.len() != 2 || !country.bytes().all(|b| b.is_ascii_uppercase()) {
        return wrong("salons.country", "must be two capital letters");
    }
    if tracing_subscriber::EnvFilter::try_new(&config.log.level).is_err() {
        return wrong("log.level", "is no level");
    }
    let objects = &config.objects;
    if objects.s3_access_key_id.is_some() != objects.s3_secret_access_key.is_some() {
        return wrong(
            "objects.s3_access_key_id",
            "must be set together with objects.s3_secret_access_key",
        );
    }
    if config.limits.connections == 0 || config.worker.at_once == 0 {
        return wrong(
            "limits.connections",
            "must be at least 1, like worker.at_once",
        );
    }
    match config.plugins.fault() {
        Some((key, what)) => wrong(&key, what),
        None => Ok(()),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn with(variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let owned = variables
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
        load_from(None, owned.collect())
    }

    fn with_file(text: &str) -> Result<Config, String> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        load_from(Some(file.path()), Vec::new()).map_err(|e| e.to_string())
    }

    #[test]
    fn the_file_of_defaults_equals_the_code() {
        let file: Config = Figment::from(Toml::string(DEFAULTS)).extract().unwrap();
        assert_eq!(file, Config::default());
        assert_eq!(with(&[]).unwrap(), Config::default());
    }

    #[test]
    fn every_key_of_the_defaults_is_explained() {
        let mut before = "";
        for line in DEFAULTS.lines() {
            let is_entry = line.contains(" = ") && !line.starts_with('#');
            let follows = before.starts_with('#') || before.contains(" = ");
            assert!(!is_entry || follows, "{line}");
            before = line;
        }
    }

    #[test]
    fn every_region_is_a_configuration() {
        for (region, _) in REGIONS {
            let config = with(&[("KARTOTEKA_REGION", region)]).unwrap();
            assert_eq!(config.salons.locale.code(), region);
            assert_eq!(config.salons.country.to_lowercase(), region);
        }
        let wrong = with(&[("KARTOTEKA_REGION", "xx")]).unwrap_err().to_string();
        assert!(
            wrong.contains("KARTOTEKA_REGION") && wrong.contains("xx"),
            "{wrong}"
        );
    }

    #[test]
    fn the_environment_wins_over_the_region_and_keeps_texts_of_digits() {
        let config = with(&[
            ("KARTOTEKA_REGION", "nl"),
            ("KARTOTEKA_SALONS__COUNTRY", "BE"),
            ("KARTOTEKA_MAIL__PASSWORD", "0123"),
            ("KARTOTEKA_LIMITS__UPLOAD_BYTES", "10"),
            ("OTHER", "x"),
        ])
        .unwrap();
        assert_eq!(config.salons.country, "BE");
        assert_eq!(config.salons.time_zone, "Europe/Amsterdam");
        assert_eq!(config.mail.password.unwrap().reveal(), "0123");
        assert_eq!(config.limits.upload_bytes, 10);
    }

    #[test]
    fn a_wrong_value_names_its_key_and_source() {
        let variable = with(&[("KARTOTEKA_LIMITS__UPLOAD_BYTES", "many")]).unwrap_err();
        assert!(
            variable
                .to_string()
                .contains("KARTOTEKA_LIMITS__UPLOAD_BYTES"),
            "{variable}"
        );
        let unknown = with(&[("KARTOTEKA_LISTN", "x")]).unwrap_err();
        assert!(unknown.to_string().contains("KARTOTEKA_LISTN"), "{unknown}");
        let file = with_file("listen = 5\n").unwrap_err();
        assert!(file.contains("`listen`") && file.contains("/"), "{file}");
        let file = with_file("[limits]\nbody = 5\n").unwrap_err();
        assert!(file.contains("`limits.body`"), "{file}");
        let file = with_file("[limits\n").unwrap_err();
        assert!(file.contains("limits"), "{file}");
        let zone = with_file("[salons]\ntime_zone = \"Mars\"\n").unwrap_err();
        assert!(zone.contains("`salons.time_zone` in /"), "{zone}");
        let url = with(&[("KARTOTEKA_PUBLIC_URL", "cards.example")]).unwrap_err();
        assert!(url.to_string().contains("KARTOTEKA_PUBLIC_URL"), "{url}");
    }

    #[test]
    fn publishers_are_named_by_the_operator() {
        let (key, other) = ("A".repeat(43) + "=", "B".repeat(42) + "A=");
        let config = with(&[
            ("KARTOTEKA_PLUGINS__PUBLISHERS__ACME", &*key),
            (
                "KARTOTEKA_PLUGINS__PUBLISHERS__UMBRELLA",
                &format!("[\"{key}\", \"{other}\"]"),
            ),
        ]);
        let publishers = config.unwrap().plugins.publishers;
        let list = |name: &str| publishers.get(name).map(|keys| keys.list().to_vec());
        assert_eq!(list("acme"), Some(vec![key.clone()]));
        assert_eq!(list("umbrella"), Some(vec![key.clone(), other]));
        for (wrong, named) in [
            ("[plugins.publishers]\nacme = \"AAAA\"\n", "publishers.acme"),
            ("[plugins.publishers]\nacme = []\n", "publishers.acme"),
            (
                &format!("[plugins.publishers]\nacme-labs = \"{key}\"\n"),
                "acme-labs",
            ),
            ("[plugins]\nrevoked = [\"abc\"]\n", "plugins.revoked"),
            ("[plugins]\npublisher = 1\n", "plugins.publisher"),
        ] {
            let said = with_file(wrong).unwrap_err();
            assert!(said.contains(named), "{said}");
        }
    }

    #[test]
    fn secrets_are_not_printed() {
        let config = with(&[("KARTOTEKA_DATABASE_URL", "postgres://u:hunter2@h/d")]).unwrap();
        assert!(!format!("{config:?}").contains("hunter2"));
    }
}
