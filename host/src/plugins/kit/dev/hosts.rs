//! The hosts around the plugin: one on SQLite, one on PostgreSQL where there is a server; each with two salons.

use std::{net::SocketAddr, path::Path, sync::Arc};

use kartoteka_plugin::{Error, Salon};
use serde_json::Value;

use super::{say, shown};
use crate::{
    HostBuilder, RunningHost,
    config::{Config, Secret},
    host::Host,
    modules,
    region::{NewSalon, NewToken, NewUser, Role, TokenMaker},
};

/// Word in addresses, name, country.
const SALONS: [(&str, &str, &str); 2] = [
    ("seidenhaar", "Seidenhaar", "DE"),
    ("zijdehaar", "Zijdehaar", "NL"),
];
const EMAIL: &str = "dev@kartoteka.example";

/// A salon of theirs.
struct Opened {
    slug: &'static str,
    name: &'static str,
    token: String,
    /// A door of the plugin to begin with, below the salon; none where it has none that can be asked without knowing
    /// what the salon keeps.
    door: Option<String>,
}

/// All of them.
pub(super) struct Hosts {
    feature: String,
    password: String,
    all: Vec<One>,
}

struct One {
    engine: &'static str,
    config: Config,
    running: Option<RunningHost>,
    salons: Vec<Opened>,
}

impl Hosts {
    /// Starts them on fresh data in `place`, and switches `feature` on.
    pub(super) async fn start(
        place: &Path,
        postgres: Option<String>,
        feature: &str,
        password: &str,
    ) -> Result<Self, String> {
        let config = |engine: &str, url: Option<String>| Config {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            data_dir: place.join(engine),
            database_url: url.map(Secret::new),
            plugin_dir: Some(place.join("plugins")),
            development: true,
            drain_seconds: 2,
            ..Config::default()
        };
        let mut engines = vec![("sqlite", config("sqlite", None))];
        if let Some(url) = postgres {
            engines.push(("postgres", config("postgres", Some(url))));
        }
        let mut hosts = Self {
            feature: feature.to_owned(),
            password: password.to_owned(),
            all: Vec::new(),
        };
        for (engine, config) in engines {
            let mut one = One {
                engine,
                config,
                running: None,
                salons: Vec::new(),
            };
            one.start().await?;
            let filled = match &one.running {
                Some(running) => hosts.fill(&running.host()).await,
                None => Ok(Vec::new()),
            };
            match filled {
                Ok(salons) => one.salons = salons,
                Err(why) => {
                    one.stop().await;
                    hosts.stop().await;
                    return Err(why);
                }
            }
            hosts.all.push(one);
        }
        Ok(hosts)
    }

    /// Salons, clients, somebody who signs in.
    async fn fill(&self, host: &Arc<Host>) -> Result<Vec<Opened>, String> {
        let filled = async {
            let user = host
                .region
                .create_user(NewUser {
                    email: EMAIL.to_owned(),
                    name: "Dev".to_owned(),
                    password: self.password.clone(),
                    locale: None,
                })
                .await?;
            let mut salons = Vec::new();
            for (slug, name, country) in SALONS {
                let salon = host
                    .region
                    .create_salon(new_salon(slug, name, country))
                    .await?;
                let salon: Arc<Salon> = Arc::new(salon);
                host.region.set_member(salon.id, user, Role::Owner).await?;
                let call = host.operator_call(&salon).await?;
                modules::fill_demonstration(&call).await?;
                host.region
                    .switch_feature_on(&call, &self.feature, true)
                    .await?;
                let new = NewToken {
                    name: "plugin dev".to_owned(),
                    maker: TokenMaker::Operator,
                    permissions: None,
                    expires_at: None,
                };
                let token = host.region.create_token(salon.id, new).await?;
                let client: Value = call.api_get("/clients?limit=1").await?;
                let door = client["data"][0]["id"].as_str();
                let door = door.and_then(|client| shown::door(host, &self.feature, client));
                salons.push(Opened {
                    slug,
                    name,
                    token,
                    door,
                });
            }
            Ok::<_, Error>(salons)
        };
        filled.await.map_err(|error| host.sentence(&error))
    }

    /// Says where they are, and how one signs in.
    pub(super) fn told(&self) {
        for one in &self.all {
            let Some(running) = &one.running else {
                continue;
            };
            let address = running.address;
            say(&format!("{} at http://{address}", one.engine));
            for salon in &one.salons {
                let Opened {
                    slug,
                    name,
                    token,
                    door,
                } = salon;
                say(&format!(
                    "  {name}: http://{address}/{slug}/clients  token {token}"
                ));
                if let Some(door) = door {
                    let door = format!("http://{address}/api/v1/salons/{slug}{door}");
                    say(&format!(
                        "    curl -H 'Authorization: Bearer {token}' '{door}'"
                    ));
                }
            }
        }
        say(&format!(
            "in a browser, sign in to either as {EMAIL} with {}; programs take the tokens; Ctrl-C ends all",
            self.password
        ));
    }

    /// Lets what lies in their folder now take over, and says what came of it.
    pub(super) async fn reload(&self) {
        let mut well = true;
        for one in &self.all {
            let Some(running) = &one.running else {
                continue;
            };
            match running.take_over().await {
                Ok(said) => said
                    .iter()
                    .for_each(|said| say(&format!("{}: {said}", one.engine))),
                Err(why) => {
                    well = false;
                    say(&format!(
                        "{}: {why}\nthe old one goes on; data of before may not fit, and a new start has fresh ones",
                        one.engine
                    ));
                }
            }
        }
        if well {
            say("the new one is there");
        }
    }

    /// Stops all.
    pub(super) async fn stop(&mut self) {
        for one in &mut self.all {
            one.stop().await;
        }
    }
}

fn new_salon(slug: &str, name: &str, country: &str) -> NewSalon {
    NewSalon {
        slug: slug.to_owned(),
        name: name.to_owned(),
        country: country.to_owned(),
        ..NewSalon::default()
    }
}

impl One {
    async fn start(&mut self) -> Result<(), String> {
        let running = HostBuilder::new(self.config.clone()).start().await;
        let running = running.map_err(|e| format!("on {}: {e}", self.engine))?;
        self.running = Some(running);
        Ok(())
    }

    async fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.stop().await;
        }
    }
}
