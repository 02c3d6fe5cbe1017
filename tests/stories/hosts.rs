//! Several hosts on one database.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use axum::Router;
use kartoteka::{
    HostBuilder, RunningHost,
    config::{Config, Secret},
    region::{NewSalon, Role},
    testing::TestClock,
};
use kartoteka_plugin::{
    BoxFuture, Call, Error, Module, Result, call::Clock as _, text::Source, workers::Worker,
};
use kartoteka_tests::{
    Answer, PASSWORD, SALON, Stage, World, postgres::TestDatabase, world::start,
};
use reqwest::Method;
use serde_json::json;
use tempfile::TempDir;
use tokio::sync::Semaphore;

/// How the other host answers.
async fn there(host: &RunningHost, path: &str, name: &str, value: &str) -> u16 {
    let url = format!("http://{}{path}", host.address);
    let http = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .expect("a client");
    let answer = http.get(url).header(name, value).send().await;
    Answer::of(answer.expect("an answer")).await.status.as_u16()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_taken_from_someone_is_gone_on_every_host() {
    let world = World::on(Stage::Postgres).await;
    let (other, _folder) = world.second_host().await;
    let bea = world.user("Bea", Role::Owner).await;
    world.user("Anna", Role::Owner).await;
    let clients = format!("/api/v1/salons/{SALON}/clients");
    let made = world.post("/tokens", json!({"name": "x"})).await.is(201);
    let token = format!(
        "Bearer {}",
        made.json()["token"].as_str().expect("its text")
    );
    let session = async || {
        let browser = world.signed_in("Bea").await;
        browser.cookie().expect("a session")
    };
    let by_token = async || there(&other, &clients, "authorization", &token).await;
    let by = async |session: &str| there(&other, &clients, "cookie", session).await;
    // The other host has seen each of them a moment ago.
    assert_eq!(by_token().await, 200);
    let path = format!("/tokens/{}", made.id());
    world.send(Method::DELETE, &path, None, &[]).await.is(204);
    assert_eq!(by_token().await, 401);
    let bea_there = session().await;
    assert_eq!(by(&bea_there).await, 200);
    world
        .post(&format!("/users/{bea}/disabling"), json!({}))
        .await
        .is(200);
    assert_eq!(by(&bea_there).await, 404);
    world
        .post(&format!("/users/{bea}/enabling"), json!({}))
        .await
        .is(200);
    let role = Some(json!({"role": "manager"}));
    world
        .send(Method::PUT, &format!("/users/{bea}/role"), role, &[])
        .await
        .is(200);
    let tokens = format!("/api/v1/salons/{SALON}/tokens");
    assert_eq!(there(&other, &tokens, "cookie", &bea_there).await, 403);
    let browser = world.signed_in("Bea").await;
    let fields = [("current", PASSWORD), ("password", "ein Kamm rollt weiter")];
    browser.submit("/account/password", &fields).await.is(303);
    assert_eq!(by(&bea_there).await, 401);
    let own = browser.cookie().expect("a session");
    assert_eq!(by(&own).await, 200);
    world
        .running()
        .host()
        .region()
        .disable_account(bea)
        .await
        .expect("disabled");
    assert_eq!(by(&own).await, 401);
    other.stop().await;
    world.end().await;
}

/// A module that is woken, counts, and waits until it may go on. Woken while it is at
/// work it complains at once.
struct Sleeper {
    /// Of which host it is, and the one that woke it last.
    host: usize,
    waker: Arc<AtomicUsize>,
    woken: Arc<AtomicUsize>,
    at_work: Arc<AtomicBool>,
    may_end: Arc<Semaphore>,
}

/// Somebody at work, however that ends.
struct AtWork(Arc<AtomicBool>);

impl Drop for AtWork {
    fn drop(&mut self) {
        self.0.store(false, Ordering::SeqCst);
    }
}

impl Module for Sleeper {
    fn manifest(&self) -> &'static str {
        "id = 'toy'\nversion = '1'\ncontract = '0.1'\nnames = {}\nsegments = ['toy']\nwake_ups = ['tick']\n"
    }

    fn api(&self) -> (Router, utoipa::openapi::OpenApi) {
        (Router::new(), utoipa::openapi::OpenApi::default())
    }

    fn pages(&self) -> Router {
        Router::new()
    }

    fn texts(&self) -> Vec<Source> {
        Vec::new()
    }

    fn worker(&self, _: &str) -> Option<Worker> {
        None
    }

    fn woken(&self, call: Call, name: &str) -> BoxFuture<'_, Result<()>> {
        assert_eq!(
            (name, call.actor().to_string().as_str()),
            ("tick", "plugin:toy")
        );
        Box::pin(async move {
            self.waker.store(self.host, Ordering::SeqCst);
            self.woken.fetch_add(1, Ordering::SeqCst);
            if self.at_work.swap(true, Ordering::SeqCst) {
                return Err(Error::internal("woken twice at one time"));
            }
            let _at_work = AtWork(self.at_work.clone());
            let leave = self.may_end.acquire().await.expect("never closed");
            leave.forget();
            Ok(())
        })
    }
}

/// Two hosts of one database, and what their sleepers share.
struct Pair {
    hosts: Vec<RunningHost>,
    clock: Arc<TestClock>,
    waker: Arc<AtomicUsize>,
    woken: Arc<AtomicUsize>,
    may_end: Arc<Semaphore>,
    _folders: Vec<TempDir>,
    _database: TestDatabase,
}

async fn pair() -> Pair {
    let database = TestDatabase::new().await;
    let clock = Arc::new(TestClock::at(start()));
    let (woken, at_work, waker) = (Arc::default(), Arc::default(), Arc::default());
    let may_end = Arc::new(Semaphore::new(0));
    let (mut hosts, mut folders) = (Vec::new(), Vec::new());
    for index in 0..2 {
        let folder = tempfile::tempdir().expect("a folder");
        let config = Config {
            listen: "127.0.0.1:0".parse().expect("an address"),
            data_dir: folder.path().to_owned(),
            database_url: Some(Secret::new(database.database_url())),
            migration_database_url: Some(Secret::new(database.migration_url())),
            master_key: Some(Secret::new("7".repeat(64))),
            drain_seconds: 0,
            ..Config::default()
        };
        let sleeper = Sleeper {
            host: index,
            waker: Arc::clone(&waker),
            woken: Arc::clone(&woken),
            at_work: Arc::clone(&at_work),
            may_end: Arc::clone(&may_end),
        };
        let builder = HostBuilder::new(config).clock(clock.clone());
        let host = builder.module(Box::new(sleeper)).start().await;
        hosts.push(host.expect("a host"));
        folders.push(folder);
    }
    Pair {
        hosts,
        clock,
        waker,
        woken,
        may_end,
        _folders: folders,
        _database: database,
    }
}

impl Pair {
    /// Asks for the sleeper to be woken in a fresh salon, now.
    async fn ask(&self) -> Call {
        let host = self.hosts[0].host();
        let region = host.region();
        let new = NewSalon {
            slug: "haar".to_owned(),
            name: "Haar".to_owned(),
            country: "DE".to_owned(),
            ..NewSalon::default()
        };
        region.create_salon(new).await.expect("a salon");
        let salon = region.salon_by_slug("haar").await.expect("the salon");
        let call = self.hosts[0]
            .host()
            .operator_call(&salon.expect("the salon"))
            .await;
        let call = call.expect("a call");
        call.wake("toy.tick", self.clock.now())
            .await
            .expect("asked");
        call
    }

    async fn until_woken(&self, times: usize) {
        for _ in 0..600 {
            if self.woken.load(Ordering::SeqCst) >= times {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        panic!("nobody was woken");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_module_is_woken_by_one_host_at_a_time() {
    let pair = pair().await;
    let call = pair.ask().await;
    let one = pair.hosts[0].host().clone();
    let at_work = tokio::spawn(async move { one.wake_due().await });
    pair.until_woken(1).await;
    assert_eq!(pair.hosts[1].host().wake_due().await.unwrap(), 0);
    // What is asked for while it runs comes after it.
    call.wake("toy.tick", pair.clock.now()).await.unwrap();
    assert_eq!(pair.hosts[1].host().wake_due().await.unwrap(), 0);
    pair.may_end.add_permits(1);
    at_work.await.unwrap().unwrap();
    pair.may_end.add_permits(1);
    // A host's own look may have been quicker, the first time or now: then its handler may be
    // ending still, and what was asked for meanwhile is due after that.
    let mut again = 0;
    for _ in 0..600 {
        for host in &pair.hosts {
            again += host.host().wake_due().await.unwrap();
        }
        if pair.woken.load(Ordering::SeqCst) >= 2 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    pair.until_woken(2).await;
    assert!(again <= 1, "woken {again} times for one asking");
    let unknown = call.wake("toy.unknown", pair.clock.now()).await;
    assert_eq!(unknown.unwrap_err().code, "internal");
    for host in pair.hosts {
        host.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_stopped_host_left_undone_another_does() {
    let mut pair = pair().await;
    pair.ask().await;
    let one = pair.hosts[0].host().clone();
    let at_work = tokio::spawn(async move { one.wake_due().await });
    pair.until_woken(1).await;
    // It does not wait for the sleeper: its drain is over at once. The other host's own look may
    // have been quicker: whoever is at it stops.
    let first = pair.hosts.remove(pair.waker.load(Ordering::SeqCst));
    first.stop().await;
    let _ = at_work.await;
    let other = pair.hosts[0].host().clone();
    let at_work = tokio::spawn(async move { other.wake_due().await });
    pair.until_woken(2).await;
    pair.may_end.add_permits(1);
    at_work.await.unwrap().unwrap();
    assert_eq!(pair.hosts[0].host().wake_due().await.unwrap(), 0);
    for host in pair.hosts {
        host.stop().await;
    }
}
