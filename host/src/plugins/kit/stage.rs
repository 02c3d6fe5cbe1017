//! A host in this process with two salons that have the plugin, and what is asked of it.

use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv4Addr},
    sync::Arc,
    time::{Duration, Instant},
};

use axum::extract::OriginalUri;
use chrono::{DateTime, TimeDelta, Utc};
use http::Method;
use kartoteka_plugin::{Actor, Call, Locale, Manifest, Salon};
use serde_json::Value;
use uuid::Uuid;

pub(super) use super::asking::{Answer, Ask};
use super::{
    asking::read,
    cases::ours,
    document::{Answered, Document},
    folder::Folder,
    report::Ended,
    samples::{Samples, TODAY},
    seen::Seen,
    subject::Subject,
};
use crate::{
    Host,
    config::{Config, Secret},
    http::Front,
    region::{NewSalon, NewToken, NewUser, Role, TokenMaker},
    services::Export,
    testing::TestClock,
};

/// The salon in which all is made.
pub(super) const HOME: &str = "seidenhaar";
/// The one that may know nothing of it.
pub(super) const OTHER: &str = "nachbar";
/// How long a plugin has for a fact, as the host gives it.
const FACT: Duration = Duration::from_secs(5);
/// By which people sign in there.
const PASSWORD: &str = "ein langer Satz am Empfang";

/// An engine of the host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Engine {
    /// One file per salon.
    Sqlite,
    /// An empty database at this address.
    Postgres(String),
}

impl Engine {
    /// As reports call it.
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres(_) => "postgres",
        }
    }
}

/// The host, and what is known of it.
pub(super) struct Stage {
    pub(super) engine: Engine,
    pub(super) host: Arc<Host>,
    front: Arc<Front>,
    pub(super) clock: Arc<TestClock>,
    pub(super) manifest: Manifest,
    pub(super) samples: Samples,
    /// Of [`HOME`], with the plugin on.
    pub(super) document: Document,
    /// Tokens of the owners of [`HOME`] and [`OTHER`].
    pub(super) token: String,
    pub(super) stranger: String,
    /// The owner's session.
    pub(super) cookie: String,
    /// Ids of [`HOME`], by the names that paths have.
    pub(super) things: BTreeMap<String, String>,
    /// What each proper request was answered with, for the other engine to be held against.
    pub(super) answers: std::sync::Mutex<BTreeMap<String, String>>,
    /// What all answers say together.
    pub(super) seen: Seen,
    _folder: Folder,
}

impl Stage {
    /// Opens a host on this engine with the plugin, and two salons of which none has it on yet.
    pub(super) async fn open(subject: &Subject, engine: &Engine) -> Result<Self, String> {
        let folder = Folder::new("plugin-test")?;
        let start: DateTime<Utc> =
            DateTime::UNIX_EPOCH + TimeDelta::days(20_514) + TimeDelta::minutes(510);
        let clock = Arc::new(TestClock::at(start));
        let config = Config {
            data_dir: folder.path().join("data"),
            database_url: match engine {
                Engine::Sqlite => None,
                Engine::Postgres(url) => Some(Secret::new(url.clone())),
            },
            drain_seconds: 2,
            ..Config::default()
        };
        let builder = subject.builder(config)?.clock(clock.clone());
        let host = builder.open().await.map_err(|e| e.to_string())?;
        let id = &subject.manifest.id;
        if !host.registry.iter().any(|loaded| loaded.manifest.id == *id) {
            host.close(Instant::now()).await;
            return Err(format!("the host left {id} out; its log says why"));
        }
        let front = Front::new(host.clone())?;
        let entered = host.roster.enter(host.is_alone()).await;
        entered.map_err(|error| host.sentence(&error))?;
        let mut stage = Self {
            engine: engine.clone(),
            clock,
            manifest: subject.manifest.clone(),
            samples: subject.samples.clone(),
            document: Document::default(),
            token: String::new(),
            stranger: String::new(),
            cookie: String::new(),
            things: BTreeMap::from([(TODAY.to_owned(), start.date_naive().to_string())]),
            answers: std::sync::Mutex::default(),
            seen: Seen::default(),
            host,
            front,
            _folder: folder,
        };
        stage.set().await?;
        Ok(stage)
    }

    async fn set(&mut self) -> Result<(), String> {
        if self
            .host
            .region
            .salon_by_slug(HOME)
            .await
            .ok()
            .flatten()
            .is_some()
        {
            return Err("the database is not empty: name another one".to_owned());
        }
        for slug in [HOME, OTHER] {
            let new = NewSalon {
                slug: slug.to_owned(),
                name: slug.to_owned(),
                country: "DE".to_owned(),
                ..NewSalon::default()
            };
            let made = self.host.region.create_salon(new).await;
            made.map_err(|error| self.host.sentence(&error))?;
        }
        self.token = self.token_of(HOME, None).await?;
        self.stranger = self.token_of(OTHER, None).await?;
        self.cookie = self.sign_in(HOME, "anna@example.org").await?;
        Ok(())
    }

    /// Makes an owner of a salon with this address, and gives their session.
    pub(super) async fn sign_in(&self, slug: &str, email: &str) -> Result<String, String> {
        let new = NewUser {
            email: email.to_owned(),
            name: "Anna".to_owned(),
            password: PASSWORD.to_owned(),
            locale: None,
        };
        let salon = self.salon(slug).await?;
        let region = &self.host.region;
        let user = region.create_user(new).await;
        let user = user.map_err(|error| self.host.sentence(&error))?;
        let member = region.set_member(salon.id, user, Role::Owner).await;
        member.map_err(|error| self.host.sentence(&error))?;
        let form = format!("email={email}&password={}", PASSWORD.replace(' ', "+"));
        let mut ask = Ask::api(&Method::POST, "", "").with("sec-fetch-site", "same-origin");
        ask.path = "/sign-in".to_owned();
        let ask = ask.sending(form.into_bytes(), "application/x-www-form-urlencoded");
        let answer = self.ask(ask).await;
        let cookie = answer.header("set-cookie").split(';').next();
        Ok(cookie.unwrap_or_default().to_owned())
    }

    /// The plugin's id.
    pub(super) fn id(&self) -> &str {
        &self.manifest.id
    }

    /// The salon of this slug, as it is now.
    pub(super) async fn salon(&self, slug: &str) -> Result<Arc<Salon>, String> {
        let salon = self.host.region.salon_by_slug(slug).await;
        let salon = salon.map_err(|error| self.host.sentence(&error))?;
        salon.ok_or_else(|| format!("there is no salon {slug}"))
    }

    /// A call of the operator, who may do everything.
    pub(super) async fn call(&self, slug: &str) -> Result<Call, String> {
        let salon = self.salon(slug).await?;
        let call = self.host.operator_call(&salon).await;
        call.map_err(|error| self.host.sentence(&error))
    }

    /// A call of the operator in this language, with those of all permissions that `may` lets through.
    pub(super) async fn call_of(
        &self,
        slug: &str,
        locale: Locale,
        may: impl Fn(&str) -> bool,
    ) -> Result<Call, Ended> {
        let whole = self.call(slug).await.map_err(ours)?;
        let salon = self.salon(slug).await.map_err(ours)?;
        let services = self.host.salons.of(&salon).await;
        let services = services.map_err(|error| ours(self.host.sentence(&error)))?;
        let names = self
            .host
            .registry
            .iter()
            .flat_map(|loaded| &loaded.manifest.permissions);
        let held = names.map(|permission| permission.name.as_str());
        let held = held.filter(|name| whole.permissions().allow(name) && may(name));
        let id = whole.request_id().to_owned();
        Ok(Call::new(
            services,
            Actor::System,
            held.collect(),
            locale,
            id,
        ))
    }

    /// A page's piece as `call` gets it, from within.
    pub(super) async fn page_inside(&self, call: &Call, path: &str) -> Answer {
        let mut ask = Ask::api(&Method::GET, "", "").with("hx-request", "true");
        path.clone_into(&mut ask.path);
        let mut request = ask.request();
        if let Ok(whole) = format!("/{}{path}", call.salon().slug).parse() {
            request.extensions_mut().insert(OriginalUri(whole));
        }
        let mut response = self.front.page_inside(call, request).await;
        if let Some(error) = response
            .extensions_mut()
            .remove::<kartoteka_plugin::Error>()
        {
            *response.status_mut() = error.status;
            self.seen.failed(&format!("GET {path}"), &error);
        }
        let answer = read(response).await;
        self.seen.look(&format!("GET {path}"), &answer);
        answer
    }

    /// Whether the plugin says of a fact what its schema says, in time.
    ///
    /// # Errors
    /// What is wrong.
    pub(super) async fn asked_well(
        &self,
        call: &Call,
        fact: &str,
        clients: &[Uuid],
    ) -> Result<(), String> {
        let mut loaded = self.host.registry.iter();
        let loaded = loaded
            .find(|loaded| loaded.manifest.id == self.manifest.id)
            .ok_or("it is not there")?;
        let call = call.of_feature(self.id(), false);
        let work = loaded.module.facts(&call, fact, clients);
        let work = tokio::time::timeout(FACT, work).await;
        let values = work.map_err(|_| format!("nothing within {FACT:?}"))?;
        let values = values.map_err(|error| self.host.sentence(&error))?;
        let mut declared = self.manifest.facts.iter();
        let schema = declared
            .find(|declared| declared.name == fact)
            .map(|declared| &declared.schema);
        let schema = schema.and_then(|schema| jsonschema::validator_for(schema).ok());
        let schema = schema.ok_or("its schema is none")?;
        match values.values().find(|value| !schema.is_valid(value)) {
            None => Ok(()),
            Some(value) => Err(value.to_string()),
        }
    }

    /// A token with these permissions, or all.
    pub(super) async fn token_of(
        &self,
        slug: &str,
        permissions: Option<Vec<String>>,
    ) -> Result<String, String> {
        let salon = self.salon(slug).await?;
        let new = NewToken {
            // A page may show who did something: a name is no word of a language.
            name: "Anna".to_owned(),
            maker: TokenMaker::Operator,
            permissions,
            expires_at: None,
        };
        let token = self.host.region.create_token(salon.id, new).await;
        token.map_err(|error| self.host.sentence(&error))
    }

    /// Moves the clock on, so that what a failure has put to rest is asked again.
    pub(super) fn later(&self) {
        self.clock.advance(TimeDelta::hours(2));
    }

    /// Asks the host, as from outside.
    pub(super) async fn ask(&self, ask: Ask) -> Answer {
        let (method, path) = (ask.method.clone(), ask.path.clone());
        let localhost = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let answer = read(self.front.handle(ask.request(), localhost).await).await;
        self.seen.look(&format!("{method} {path}"), &answer);
        if answer.is_success() {
            let bare = path.split('?').next().unwrap_or_default();
            let done = bare
                .strip_prefix("/api/v1/salons/")
                .and_then(|path| path.split_once('/'));
            let done = done.and_then(|(_, path)| self.document.template(method.as_str(), path));
            done.inspect(|template| self.seen.done(method.as_str(), template));
        }
        answer
    }

    /// Asks a door of a salon from within, as `call` may.
    pub(super) async fn ask_inside(&self, call: &Call, mut ask: Ask) -> Answer {
        let slug = format!("/api/v1/salons/{}", call.salon().slug);
        ask.path = ask.path.replacen(&slug, "", 1);
        read(self.front.inside(call, ask.request()).await).await
    }

    /// Asks the API of [`HOME`] as its owner.
    pub(super) async fn owner(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let ask = Ask::api(&method, HOME, path).by(&self.token);
        let ask = match body {
            Some(body) => ask.json(&body),
            None => ask,
        };
        self.ask(ask).await
    }

    /// Switches the plugin on or off in a salon.
    pub(super) async fn switch(&self, slug: &str, on: bool) -> Answer {
        let path = format!("/features/{}?cascade=true", self.id());
        let method = if on { Method::PUT } else { Method::DELETE };
        let token = if slug == HOME {
            &self.token
        } else {
            &self.stranger
        };
        self.ask(Ask::api(&method, slug, &path).by(token)).await
    }

    /// Reads the document that [`HOME`] has now.
    pub(super) async fn read_document(&mut self) {
        let answer = self.owner(Method::GET, "/openapi.json", None).await;
        self.document = Document::new(answer.json());
    }

    /// All rows that the plugin keeps in a salon, by table.
    pub(super) async fn kept(&self, slug: &str) -> Result<Value, String> {
        let call = self.call(slug).await?;
        let tables = &self.host.salons.shared().tables;
        let mut all = serde_json::Map::new();
        for table in tables.names(self.id()) {
            let (mut rows, mut after, mut export) = (Vec::new(), None, Export::default());
            loop {
                let page = tables.page(call.hosts_db(), self.id(), &table, after, &mut export);
                let (page, next) = page.await.map_err(|error| self.host.sentence(&error))?;
                rows.extend(page);
                after = next;
                if after.is_none() {
                    break;
                }
            }
            all.insert(table, rows.into());
        }
        Ok(all.into())
    }

    /// Waits until all that happened has been told.
    pub(super) async fn quiet(&self) {
        self.host.teller.drain().await;
        // What is due is nobody's fault where it fails: its own case says so.
        let _ = self.host.wake_due().await;
        self.host.teller.drain().await;
    }

    /// Holds an answer against the document of the salon.
    pub(super) fn documented(
        &self,
        method: &Method,
        path: &str,
        answer: &Answer,
    ) -> Result<(), String> {
        self.document.check(&Answered {
            method: method.as_str(),
            path: path.split('?').next().unwrap_or_default(),
            status: answer.status,
            kind: answer.header("content-type"),
            body: &answer.body,
        })
    }

    /// Closes the host.
    pub(super) async fn close(self) {
        let Self { host, front, .. } = self;
        drop(front);
        host.close(Instant::now() + Duration::from_secs(2)).await;
    }
}
