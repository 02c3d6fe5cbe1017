//! A real host on a free port, with one salon, spoken to over HTTP.

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::{Arc, OnceLock, PoisonError},
};

use chrono::{DateTime, Utc};
use kartoteka::{
    HostBuilder, RunningHost,
    config::{Config, Encryption, Mail, Secret},
    region::{NewSalon, NewToken, TokenMaker},
    services::prepare_tls,
    testing::{TestClock, gather_statements},
};
use kartoteka_plugin::Module;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;
use tempfile::TempDir;
use uuid::Uuid;

use crate::{
    answer::Answer,
    document::Document,
    mail::{Letter, MailServer},
    native,
    postgres::TestDatabase,
    trial::{Heard, Log, heard},
    twin::Twin,
};

/// The slug of the salon of each story.
pub const SALON: &str = "seidenhaar";

/// Where a story is played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// One file per salon.
    Sqlite,
    /// Row-level security forced.
    Postgres,
    /// PostgreSQL without policies and with a second salon of identical data: the
    /// answers must not change, because every statement keeps to its salon by itself.
    Twins,
}

/// A host with a salon, and somebody who may do everything in it.
pub struct World {
    /// Where the story is played.
    pub stage: Stage,
    /// The clock of the host.
    pub clock: Arc<TestClock>,
    /// The salon.
    pub salon: Uuid,
    /// A token with all the owner's permissions.
    pub token: String,
    http: Client,
    running: Option<RunningHost>,
    folder: TempDir,
    database: Option<TestDatabase>,
    twin: Option<Twin>,
    document: Document,
    mail: Option<MailServer>,
    settings: Settings,
    modules: Modules,
    log: Log,
}

/// What a host has beside what is linked in.
pub type Modules = fn(&Log) -> Vec<Box<dyn Module>>;

/// What a story sets otherwise than the configuration's defaults.
type Settings = fn(&mut Config);

impl World {
    /// A fresh world on `stage`.
    pub async fn on(stage: Stage) -> Self {
        Self::set(stage, None, |_| {}, |_| Vec::new()).await
    }

    /// A fresh world with features that try the contract; see [`crate::trial`].
    pub async fn with_trials(stage: Stage) -> Self {
        Self::set(stage, None, |_| {}, crate::trial::all).await
    }

    /// A fresh world with a feature whose tables are as they should be; see [`crate::brittle`].
    pub async fn with_brittle(stage: Stage) -> Self {
        Self::set(stage, None, |_| {}, crate::brittle::sound).await
    }

    /// The same, where a feature may do nothing for a second and no longer.
    pub async fn in_a_hurry(stage: Stage) -> Self {
        let settings: Settings = |config| config.limits.feature_seconds = 1;
        Self::set(stage, None, settings, crate::trial::all).await
    }

    /// A fresh world with a partner's plugin that does at the native border all that none should, and
    /// may do nothing for a second and no longer.
    pub async fn with_native_hostile(stage: Stage) -> Self {
        let settings: Settings = |config| config.limits.feature_seconds = 1;
        Self::set(stage, None, settings, native::hostile).await
    }

    /// The same with a plugin whose functions block.
    pub async fn with_native_stubborn(stage: Stage) -> Self {
        let settings: Settings = |config| config.limits.feature_seconds = 1;
        Self::set(stage, None, settings, native::stubborn).await
    }

    /// A fresh world with the plugin in C of `plugins/examples`, as a file in the plugin folder.
    pub async fn with_price_tag(stage: Stage) -> Self {
        Self::set(stage, None, crate::examples::with_price_tag, |_| Vec::new()).await
    }

    /// A fresh world with the plugins that `plugin new` writes, as files in the plugin folder.
    pub async fn with_first_plugins(stage: Stage) -> Self {
        Self::set(stage, None, crate::examples::with_first_plugins, |_| {
            Vec::new()
        })
        .await
    }

    /// A fresh world with one plugin that can be opened among others that cannot.
    pub async fn with_half_broken(stage: Stage) -> Self {
        Self::set(stage, None, crate::examples::with_half_broken, |_| {
            Vec::new()
        })
        .await
    }

    /// A fresh world with a plugin that says whatever it is sent; see [`crate::messages`].
    pub async fn with_messages(stage: Stage) -> Self {
        Self::set(stage, None, |_| {}, crate::messages::module).await
    }

    /// The same, with the plugin built for the oldest native interface that hosts still take.
    pub async fn with_messages_of_the_oldest(stage: Stage) -> Self {
        Self::set(stage, None, |_| {}, crate::messages::of_the_oldest).await
    }

    /// A fresh world with a plugin in its first version; see [`crate::turns`].
    pub async fn with_turns(stage: Stage) -> Self {
        Self::set(stage, None, crate::turns::configure, |_| Vec::new()).await
    }

    /// A fresh world with bundles that older versions built; see [`crate::kept`].
    pub async fn with_kept(stage: Stage) -> Self {
        Self::set(stage, None, crate::kept::configure, |_| Vec::new()).await
    }

    /// The folder that the host takes plugins from.
    pub fn plugins(&self) -> PathBuf {
        self.folder.path().join("plugins")
    }

    /// The same with the plugin of birthdays, and a mail server.
    pub async fn with_birthday_greetings(stage: Stage) -> Self {
        let mail = Some(MailServer::start().await);
        let settings: Settings = crate::examples::with_birthday_greetings;
        Self::set(stage, mail, settings, |_| Vec::new()).await
    }

    /// The same with the plugin of allergies.
    pub async fn with_allergy_card(stage: Stage) -> Self {
        let settings: Settings = crate::examples::with_allergy_card;
        Self::set(stage, None, settings, |_| Vec::new()).await
    }

    /// A fresh world in which who sends a body may pause for a second and no longer.
    pub async fn for_fast_senders(stage: Stage) -> Self {
        let settings: Settings = |config| config.limits.body_seconds = 1;
        Self::set(stage, None, settings, |_| Vec::new()).await
    }

    /// A fresh world whose host has a mail server.
    pub async fn with_mail(stage: Stage) -> Self {
        Self::set(
            stage,
            Some(MailServer::start().await),
            |_| {},
            |_| Vec::new(),
        )
        .await
    }

    /// A fresh world whose host keeps its files in a bucket; see [`crate::bucket`].
    pub async fn with_bucket(stage: Stage) -> Self {
        Self::set(stage, None, crate::bucket::configure, |_| Vec::new()).await
    }

    /// A fresh world with the feature of [`crate::shown`], a mail server, and somebody outside.
    pub async fn with_shown(stage: Stage) -> Self {
        let settings: Settings = |config| {
            crate::outside::configure(config);
            config.mail.per_salon_and_day = 25;
        };
        let mail = Some(MailServer::start().await);
        Self::set(stage, mail, settings, crate::shown::newer).await
    }

    /// The same with a mail server that refuses some; see [`crate::mail::refusing`].
    pub async fn with_shown_refused(stage: Stage) -> Self {
        let settings: Settings = |config| {
            config.mail = Mail {
                host: Some("127.0.0.1".to_owned()),
                port: crate::mail::refusing::port(),
                encryption: Encryption::None,
                from: Some("no-reply@kartoteka.example".to_owned()),
                ..Mail::default()
            };
        };
        Self::set(stage, None, settings, crate::shown::newer).await
    }

    /// The same in its older version.
    pub async fn with_shown_older(stage: Stage) -> Self {
        let mail = Some(MailServer::start().await);
        let settings: Settings = crate::outside::configure;
        Self::set(stage, mail, settings, crate::shown::older).await
    }

    /// The same feature on a host without a mail server, whose operator lets nobody inside.
    pub async fn with_shown_alone(stage: Stage) -> Self {
        let settings: Settings = |config| {
            config.outgoing.root_certificates = Some(crate::outside::authority());
        };
        Self::set(stage, None, settings, crate::shown::newer).await
    }

    /// A fresh world with the features of [`crate::shown_all`].
    pub async fn with_shown_all(stage: Stage) -> Self {
        Self::set(stage, None, |_| {}, crate::shown_all::all).await
    }

    /// A fresh world with a feature that means harm; see [`crate::hostile`].
    pub async fn with_hostile(stage: Stage) -> Self {
        let settings: Settings = |config| config.limits.feature_seconds = 2;
        Self::set(stage, None, settings, crate::hostile::all).await
    }

    /// A fresh world whose host has as few connections to a database as it can do with.
    pub async fn with_few_connections(stage: Stage) -> Self {
        let settings: Settings = |config| config.limits.postgres_connections = 2;
        Self::set(stage, None, settings, |_| Vec::new()).await
    }

    /// A fresh world that people reach by TLS.
    pub async fn behind_tls(stage: Stage) -> Self {
        let settings: Settings = |config| {
            config.public_url = Some("https://cards.example".to_owned());
        };
        Self::set(stage, None, settings, |_| Vec::new()).await
    }

    async fn set(
        stage: Stage,
        mail: Option<MailServer>,
        settings: Settings,
        modules: Modules,
    ) -> Self {
        // What the host complains of belongs to the story that made it.
        gather_statements();
        prepare_tls();
        let folder = tempfile::tempdir().expect("a folder");
        let database = match stage {
            Stage::Sqlite => None,
            Stage::Postgres => Some(TestDatabase::new().await),
            Stage::Twins => Some(TestDatabase::without_policies().await),
        };
        let clock = Arc::new(TestClock::at(start()));
        let config = configure(folder.path(), database.as_ref(), mail.as_ref(), settings);
        let log = Log::default();
        let running = start_host(stage, config, clock.clone(), modules(&log)).await;
        let salon = make_salon(&running, SALON, "Seidenhaar").await;
        let token = make_token(&running, salon, None).await;
        let twin = match (&database, stage) {
            (Some(database), Stage::Twins) => {
                let other = make_salon(&running, "zwilling", "Zwilling").await;
                Some(Twin::new(&database.superuser_url(), salon, other).await)
            }
            _ => None,
        };
        let mut world = Self {
            stage,
            clock,
            salon,
            token,
            http: Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .expect("a client"),
            running: Some(running),
            folder,
            database,
            twin,
            document: Document::default(),
            mail,
            settings,
            modules,
            log,
        };
        let answer = world.get("/openapi.json").await;
        world.document = Document::new(answer.json());
        world
    }

    /// The host.
    pub fn running(&self) -> &RunningHost {
        self.running.as_ref().expect("a running host")
    }

    /// The host's data folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The database, on PostgreSQL.
    pub fn database(&self) -> Option<&TestDatabase> {
        self.database.as_ref()
    }

    /// Where the host listens.
    pub fn address(&self) -> String {
        format!("http://{}", self.running().address)
    }

    /// Another token of the same salon, with these permissions alone.
    pub async fn narrow_token(&self, permissions: &[&str]) -> String {
        let permissions = permissions.iter().map(|name| (*name).to_owned()).collect();
        make_token(self.running(), self.salon, Some(permissions)).await
    }

    /// Another salon of the same host, and its owner's token.
    pub async fn other_salon(&self, slug: &str) -> (Uuid, String) {
        let salon = make_salon(self.running(), slug, "Nachbar").await;
        (salon, make_token(self.running(), salon, None).await)
    }

    /// Stops the host as an operator would, and starts another on the same data.
    pub async fn restart(&mut self) {
        if let Some(running) = self.running.take() {
            running.stop().await;
        }
        let (folder, database) = (self.folder.path(), self.database.as_ref());
        let config = configure(folder, database, self.mail.as_ref(), self.settings);
        self.running = Some(
            start_host(
                self.stage,
                config,
                self.clock.clone(),
                (self.modules)(&self.log),
            )
            .await,
        );
    }

    /// Stops the host and starts one of another version, with these features.
    pub async fn restart_with(&mut self, modules: Modules) {
        self.modules = modules;
        self.restart().await;
    }

    /// The mail server, to be stopped and started.
    pub fn mail_server(&mut self) -> &mut MailServer {
        self.mail.as_mut().expect("a mail server")
    }

    /// A second host on the same database, as on another machine, with its folder.
    pub async fn second_host(&self) -> (RunningHost, TempDir) {
        let folder = tempfile::tempdir().expect("a folder");
        let key = std::fs::read_to_string(self.folder.path().join("data/master.key"));
        let mut config = configure(folder.path(), self.database.as_ref(), None, self.settings);
        config.master_key = Some(Secret::new(key.expect("a key").trim().to_owned()));
        let host = start_host(
            self.stage,
            config,
            self.clock.clone(),
            (self.modules)(&self.log),
        )
        .await;
        (host, folder)
    }

    /// The mails that have arrived, once none is under way.
    pub async fn letters(&self) -> Vec<Letter> {
        self.running().host().region().drain().await;
        self.mail.as_ref().expect("a mail server").letters()
    }

    /// The path of the link in the mail that arrived last.
    pub async fn last_link(&self) -> String {
        let letters = self.letters().await;
        letters.last().expect("a mail").link(&self.address())
    }

    /// What features that are told have heard in a salon.
    pub fn heard(&self, salon: Uuid) -> Heard {
        heard(&self.log, salon)
    }

    /// Switches a feature on in the salon, and reads the document that it then has.
    pub async fn switch_on(&mut self, feature: &str) {
        let path = format!("/features/{feature}?cascade=true");
        self.send(Method::PUT, &path, None, &[]).await.is(200);
        let answer = self.get("/openapi.json").await;
        self.document = Document::new(answer.json());
    }

    /// Tells the feature of [`crate::hostile`] what to do next in the salon.
    pub fn plan(&self, what: impl Into<String>) {
        let mut log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        log.entry(self.salon).or_default().plan = what.into();
    }

    /// `GET` of a path below the salon's API.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None, &[]).await
    }

    /// `POST` of a JSON body.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(body), &[]).await
    }

    /// `PATCH` of a JSON body, based on a version.
    pub async fn patch(&self, path: &str, version: i64, body: Value) -> Answer {
        let tag = format!("\"{version}\"");
        self.send(Method::PATCH, path, Some(body), &[("if-match", &tag)])
            .await
    }

    /// `DELETE`, based on a version.
    pub async fn delete(&self, path: &str, version: i64) -> Answer {
        let tag = format!("\"{version}\"");
        self.send(Method::DELETE, path, None, &[("if-match", &tag)])
            .await
    }

    /// Any request to the salon's API, with the owner's token. The answer is checked
    /// against the salon's API document.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = self.request(method.clone(), path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = self.carry_out(request).await;
        self.document.check(&method, path, &answer);
        answer
    }

    /// Uploads a spreadsheet, with further fields of the form.
    pub async fn upload(&self, name: &str, bytes: Vec<u8>, fields: &[(&str, &str)]) -> Answer {
        let file = reqwest::multipart::Part::bytes(bytes).file_name(name.to_owned());
        let mut form = reqwest::multipart::Form::new().part("file", file);
        for (name, value) in fields {
            form = form.text((*name).to_owned(), (*value).to_owned());
        }
        let answer = self
            .carry_out(self.request(Method::POST, "/imports").multipart(form))
            .await;
        self.document.check(&Method::POST, "/imports", &answer);
        answer
    }

    /// A request to the salon's API with the owner's token, to be carried out.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = format!("{}/api/v1/salons/{SALON}{path}", self.address());
        self.http.request(method, url).bearer_auth(&self.token)
    }

    /// A request to any path of the host, without a token.
    pub fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        self.http
            .request(method, format!("{}{path}", self.address()))
    }

    /// Carries a request out; before it, the twin is made the salon's equal.
    pub async fn carry_out(&self, request: RequestBuilder) -> Answer {
        if let Some(twin) = &self.twin {
            twin.copy().await;
        }
        Answer::of(request.send().await.expect("an answer")).await
    }

    /// Polls an import until no host works on it.
    pub async fn import_at_rest(&self, id: &str) -> Answer {
        for _ in 0..600 {
            let answer = self.get(&format!("/imports/{id}")).await;
            let state = answer.json()["state"]
                .as_str()
                .unwrap_or_default()
                .to_owned();
            if !["previewing", "committing", "undoing"].contains(&state.as_str()) {
                return answer;
            }
            // The job runs on the host's own threads; polling yields to them.
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        panic!("the import did not come to rest");
    }

    /// A figure of a native plugin's, as the operator reads it.
    pub async fn figure(&self, plugin: &str, name: &str) -> u32 {
        let request = self.bare(Method::GET, "/metrics");
        let request = request.header("x-forwarded-for", "127.0.0.1");
        let figures = self.carry_out(request).await.is(200).text();
        let name = format!("kartoteka_plugin_{name}{{feature=\"{plugin}\"}} ");
        let mut lines = figures.lines().filter_map(|line| line.strip_prefix(&*name));
        let figure = lines.next().and_then(|number| number.parse().ok());
        figure.expect("a figure")
    }

    /// Ends the world as an operator would stop the host.
    pub async fn end(mut self) {
        if let Some(running) = self.running.take() {
            running.stop().await;
        }
    }
}

/// When every story begins.
pub fn start() -> DateTime<Utc> {
    "2026-03-02T08:30:00Z".parse().expect("a time")
}

/// How the host of a story is set. Requests come from where `X-Forwarded-For` says.
fn configure(
    folder: &Path,
    database: Option<&TestDatabase>,
    mail: Option<&MailServer>,
    settings: Settings,
) -> Config {
    let mut config = Config {
        listen: "127.0.0.1:0".parse().expect("an address"),
        trusted_proxies: vec!["127.0.0.1".parse().expect("an address")],
        data_dir: folder.join("data"),
        database_url: database.map(|database| Secret::new(database.database_url())),
        migration_database_url: database.map(|database| Secret::new(database.migration_url())),
        drain_seconds: 5,
        ..Config::default()
    };
    if let Some(server) = mail {
        config.mail = Mail {
            host: Some("127.0.0.1".to_owned()),
            port: server.port(),
            encryption: Encryption::None,
            from: Some("Kartoteka <no-reply@kartoteka.example>".to_owned()),
            ..Mail::default()
        };
    }
    settings(&mut config);
    config
}

async fn start_host(
    stage: Stage,
    config: Config,
    clock: Arc<TestClock>,
    modules: Vec<Box<dyn Module>>,
) -> RunningHost {
    let builder = HostBuilder::new(config)
        .clock(clock)
        .unfenced(&crate::trial::UNFENCED)
        .worker_program(program());
    let builder = modules.into_iter().fold(builder, HostBuilder::module);
    let builder = native::in_place_of_linked(builder);
    let builder = if stage == Stage::Twins {
        builder.without_walls()
    } else {
        builder
    };
    builder.start().await.expect("a host")
}

/// The host's binary, whose children read sheets: what `KARTOTEKA_TEST_PROGRAM` names,
/// else built now.
pub fn program() -> PathBuf {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    let find = || {
        if let Some(program) = std::env::var_os("KARTOTEKA_TEST_PROGRAM") {
            return PathBuf::from(program);
        }
        let test = std::env::current_exe().expect("the test's own path");
        // target/debug/deps/stories-…: the binary lies one folder up.
        let folder = test
            .parent()
            .and_then(Path::parent)
            .expect("a target folder");
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut build = Command::new(cargo);
        build.args([
            "build",
            "--quiet",
            // As the tests themselves are built: fewer features of what lies below would
            // compile it all once more.
            "--workspace",
            "--bin",
            "kartoteka",
        ]);
        build.env(
            "CARGO_TARGET_DIR",
            folder.parent().expect("a target folder"),
        );
        assert!(
            build.status().expect("cargo").success(),
            "the host does not build"
        );
        folder.join("kartoteka")
    };
    PROGRAM.get_or_init(find).clone()
}

async fn make_salon(running: &RunningHost, slug: &str, name: &str) -> Uuid {
    let new = NewSalon {
        slug: slug.to_owned(),
        name: name.to_owned(),
        country: "DE".to_owned(),
        ..NewSalon::default()
    };
    running
        .host()
        .region()
        .create_salon(new)
        .await
        .expect("a salon")
        .id
}

async fn make_token(
    running: &RunningHost,
    salon: Uuid,
    permissions: Option<Vec<String>>,
) -> String {
    let new = NewToken {
        name: "story".to_owned(),
        maker: TokenMaker::Operator,
        permissions,
        expires_at: None,
    };
    running
        .host()
        .region()
        .create_token(salon, new)
        .await
        .expect("a token")
}

/// Makes a test of each story on each stage, in the world that `World::on` makes or
/// in another: `stories![a, b in with_mail]`.
#[macro_export]
macro_rules! stories {
    (@$stage:ident $story:ident) => {
        $crate::stories!(@$stage $story on);
    };
    (@$stage:ident $story:ident $world:ident) => {
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $story() {
            super::$story($crate::World::$world($crate::Stage::$stage).await).await;
        }
    };
    ($($story:ident $(in $world:ident)?),+ $(,)?) => {
        mod on_sqlite {
            $($crate::stories!(@Sqlite $story $($world)?);)+
        }
        mod on_postgres {
            $($crate::stories!(@Postgres $story $($world)?);)+
        }
        mod beside_a_twin_without_walls {
            $($crate::stories!(@Twins $story $($world)?);)+
        }
    };
}
