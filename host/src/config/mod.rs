//! What can be configured, and its values when nothing is said. Every key is
//! explained in `config/default.toml`; a test keeps the two equal.

mod environment;
mod load;
mod plugins;
mod secret;

use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

use kartoteka_plugin::Locale;
use serde::{Deserialize, Deserializer, Serialize};

pub(crate) use load::plugins_now;
pub use load::{ConfigError, load, load_from};
pub use plugins::{Keys, Plugins};
pub use secret::Secret;

/// The configuration of a host.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Address and port that the host listens on.
    pub listen: SocketAddr,
    /// Address under which people reach the host; absent: `listen`.
    #[serde(with = "optional")]
    pub public_url: Option<String>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Folder of all that the host keeps.
    pub data_dir: PathBuf,
    /// PostgreSQL; absent: SQLite in the data folder.
    #[serde(with = "optional")]
    pub database_url: Option<Secret>,
    /// The same database as the role that owns the tables.
    #[serde(with = "optional")]
    pub migration_database_url: Option<Secret>,
    /// Folder of partners' plugins.
    #[serde(with = "optional")]
    pub plugin_dir: Option<PathBuf>,
    /// The region served: `de`, `it`, `nl`, `pl`.
    pub region: String,
    /// Every component of the pages at `/styleguide`.
    pub development: bool,
    /// 64 hexadecimal digits; absent: the file `master.key`.
    #[serde(with = "optional")]
    pub master_key: Option<Secret>,
    /// Seconds that running work may take to finish when the host stops.
    pub drain_seconds: u64,
    /// What is proposed for a new salon.
    pub salons: Salons,
    /// The log.
    pub log: Log,
    /// Sizes and counts.
    pub limits: Limits,
    /// Sign-ins.
    pub sessions: Sessions,
    /// Mail.
    pub mail: Mail,
    /// Requests that features send.
    pub outgoing: Outgoing,
    /// Files that stay.
    pub objects: Objects,
    /// Child processes.
    pub worker: Worker,
    /// Figures for monitoring.
    pub metrics: Metrics,
    /// What salons may switch on.
    pub features: Features,
    /// Plugins of partners.
    pub plugins: Plugins,
    /// The file of the operator that it was read from.
    #[serde(skip)]
    pub file: Option<PathBuf>,
}

/// What salons may switch on.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Features {
    /// Ids of features that no salon has, whatever it switched on.
    pub withheld: Vec<String>,
}

/// What is proposed for a new salon.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Salons {
    /// ISO 3166-1 alpha-2, upper case.
    pub country: String,
    /// Language.
    pub locale: Locale,
    /// Name in the IANA database.
    pub time_zone: String,
}

/// The log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// A level, or one per part.
    pub level: String,
    /// For people or for programs.
    pub format: LogFormat,
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Lines for people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Sizes and counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Connections served at once.
    pub connections: usize,
    /// Seconds until the head of a request must have arrived.
    pub head_seconds: u64,
    /// Seconds that the sender of a body may pause.
    pub body_seconds: u64,
    /// Seconds that a feature may do nothing for a request.
    pub feature_seconds: u64,
    /// Bytes of a request's body.
    pub body_bytes: usize,
    /// Bytes of an uploaded file.
    pub upload_bytes: usize,
    /// Rows of an imported spreadsheet.
    pub import_rows: u32,
    /// Bytes of memory for what is kept at hand of all salons.
    pub cache_bytes: usize,
    /// SQLite connections over all salons.
    pub sqlite_connections: usize,
    /// PostgreSQL connections of this host.
    pub postgres_connections: u32,
}

/// Sign-ins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sessions {
    /// Days without a visit that end a session.
    pub idle_days: u32,
    /// Days that end every session.
    pub max_days: u32,
}

/// Mail.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// Name of the SMTP server; absent: no mail.
    #[serde(with = "optional")]
    pub host: Option<String>,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub encryption: Encryption,
    /// User at the SMTP server.
    #[serde(with = "optional")]
    pub user: Option<String>,
    /// Password at the SMTP server.
    #[serde(with = "optional")]
    pub password: Option<Secret>,
    /// Sender.
    #[serde(with = "optional")]
    pub from: Option<String>,
    /// Mails of the features of one salon on one day.
    pub per_salon_and_day: u32,
}

/// Requests that features send to hosts outside.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outgoing {
    /// Names that may have addresses inside the operator's own network.
    pub inside: Vec<String>,
    /// File of certificates that are believed beside the system's.
    #[serde(with = "optional")]
    pub root_certificates: Option<PathBuf>,
    /// The proxy; absent: none.
    #[serde(with = "optional")]
    pub proxy: Option<String>,
}

/// How a mail connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Encryption {
    /// Plain at first, then TLS; required.
    Starttls,
    /// TLS from the start.
    Tls,
    /// None: for a server on the same machine.
    None,
}

/// Files that stay: in a folder, or in a bucket that is reached by S3.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Objects {
    /// The bucket; absent: the folder `objects` in the data folder.
    #[serde(with = "optional")]
    pub s3_bucket: Option<String>,
    /// Address of a server other than Amazon's.
    #[serde(with = "optional")]
    pub s3_endpoint: Option<String>,
    /// Where the bucket is.
    pub s3_region: String,
    /// Who asks; absent: what the machine itself is known as.
    #[serde(with = "optional")]
    pub s3_access_key_id: Option<String>,
    /// What proves it.
    #[serde(with = "optional")]
    pub s3_secret_access_key: Option<Secret>,
    /// What stands before all keys.
    #[serde(with = "optional")]
    pub s3_prefix: Option<String>,
}

/// Child processes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Worker {
    /// Bytes of memory that one may use.
    pub memory_bytes: u64,
    /// Seconds of computing, and of waiting, that one may take.
    pub seconds: u64,
    /// How many run at once.
    pub at_once: usize,
}

/// Figures for monitoring.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metrics {
    /// Token of the reader; absent: readers on the same machine only.
    #[serde(with = "optional")]
    pub token: Option<Secret>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public_url: None,
            trusted_proxies: Vec::new(),
            data_dir: PathBuf::from("data"),
            database_url: None,
            migration_database_url: None,
            plugin_dir: None,
            region: "de".to_owned(),
            development: false,
            master_key: None,
            drain_seconds: 30,
            salons: Salons::default(),
            log: Log::default(),
            limits: Limits::default(),
            sessions: Sessions::default(),
            mail: Mail::default(),
            outgoing: Outgoing::default(),
            objects: Objects::default(),
            worker: Worker::default(),
            metrics: Metrics { token: None },
            features: Features::default(),
            plugins: Plugins::default(),
            file: None,
        }
    }
}

impl Default for Salons {
    fn default() -> Self {
        Self {
            country: "DE".to_owned(),
            locale: Locale::De,
            time_zone: "Europe/Berlin".to_owned(),
        }
    }
}

impl Default for Log {
    fn default() -> Self {
        Self {
            level: "info".to_owned(),
            format: LogFormat::Text,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 4096,
            head_seconds: 15,
            body_seconds: 30,
            feature_seconds: 30,
            body_bytes: 1 << 20,
            upload_bytes: 50 << 20,
            import_rows: 500_000,
            cache_bytes: 128 << 20,
            sqlite_connections: 512,
            postgres_connections: 16,
        }
    }
}

impl Default for Sessions {
    fn default() -> Self {
        Self {
            idle_days: 14,
            max_days: 90,
        }
    }
}

impl Default for Mail {
    fn default() -> Self {
        Self {
            host: None,
            port: 587,
            encryption: Encryption::Starttls,
            user: None,
            password: None,
            from: None,
            per_salon_and_day: 2_000,
        }
    }
}

impl Default for Objects {
    fn default() -> Self {
        Self {
            s3_bucket: None,
            s3_endpoint: None,
            s3_region: "eu-central-1".to_owned(),
            s3_access_key_id: None,
            s3_secret_access_key: None,
            s3_prefix: None,
        }
    }
}

impl Default for Worker {
    fn default() -> Self {
        Self {
            memory_bytes: 1 << 30,
            seconds: 120,
            at_once: 2,
        }
    }
}

/// "Not set" is the empty text, so that every key can stand in the file.
mod optional {
    use super::{Deserialize, Deserializer, Serialize};
    use serde::{Serializer, de::Error as _};

    pub(super) fn serialize<T: Serialize, S: Serializer>(
        value: &Option<T>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => value.serialize(serializer),
            None => serializer.serialize_str(""),
        }
    }

    pub(super) fn deserialize<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
    where
        T: for<'a> Deserialize<'a>,
        D: Deserializer<'de>,
    {
        let text = String::deserialize(deserializer)?;
        if text.is_empty() {
            return Ok(None);
        }
        let value = serde::de::value::StringDeserializer::<D::Error>::new(text);
        T::deserialize(value)
            .map(Some)
            .map_err(|e| D::Error::custom(e.to_string()))
    }
}
