//! A region in a folder of its own, and calls into its salons.

use std::{any::Any, net::IpAddr, path::Path, sync::Arc};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::stream::{self, BoxStream};
use kartoteka_plugin::{
    Actor, BoxFuture, Call, Db, DbError, Entry, Error, Locale, Result, Salon, Sql, Tx,
    api::Api,
    archives::Archives,
    cache::Cache,
    call::{Limits, SharedServices},
    contacts::{ContactKey, ContactKind, Contacts},
    db::{Answer, Fences, Journal, Later, Transaction},
    facts::{Facts, Sheet},
    hooks::{HookAnswer, Hooks},
    http::{Http, HttpError, HttpLimits},
    jobs::{Jobs, Progress, Work},
    journal::Stamp,
    keys::Keys,
    mail::{Letter, Mail, Mails},
    manifest::{Erasure, ErasureLine, Permission},
    objects::{Bytestream, ObjectKey, Objects, StoredObject},
    settings::Settings as FeatureSettings,
    slots::{Filled, Slots},
    text::Catalog,
    wake_ups::WakeUps,
    workers::{Scratch, ScratchFile, WorkerError, Workers},
};
use ring::hmac;
use tempfile::TempDir;
use uuid::Uuid;

use crate::{
    mail::Mailer,
    region::{
        Book, NewSalon, NewUser, Parts, Region, RegionKeys, Role, Settings, Shelf, permissions,
        sign_in::Origin, texts,
    },
    services::{Health, HostWakeUps, Roster, Tables},
    storage::{
        migrate::{self, EngineKind},
        sqlite::{Options, SqliteStore},
    },
    telling::Teller,
    testing::{TestClock, gather_statements},
};

pub(super) const PASSWORD: &str = "leise rollt der Kamm";

/// Keys without secrecy: a fixed key, and sealing by a mark in front.
struct OpenKeys;

impl Keys for OpenKeys {
    fn hash(&self, purpose: &str, data: &[u8]) -> [u8; 32] {
        let key = hmac::Key::new(hmac::HMAC_SHA256, purpose.as_bytes());
        hmac::sign(&key, data).as_ref().try_into().unwrap()
    }

    fn seal(&self, purpose: &str, data: &[u8]) -> Result<Vec<u8>> {
        Ok([purpose.as_bytes(), data].concat())
    }

    fn open(&self, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>> {
        let opened = sealed.strip_prefix(purpose.as_bytes());
        opened.map(<[u8]>::to_vec).ok_or_else(Error::not_found)
    }
}

impl RegionKeys for OpenKeys {
    fn new_salon_key(&self, salon: Uuid) -> Result<Vec<u8>> {
        Ok(salon.as_bytes().to_vec())
    }
}

/// What a call of the region never asks for.
struct Unasked;

impl Journal for Unasked {
    fn write<'a>(
        &'a self,
        _: &'a mut dyn Transaction,
        _: Vec<Later>,
        _: Vec<Entry>,
        _: Option<(&'a Answer, &'a Stamp)>,
    ) -> BoxFuture<'a, Result<(), DbError>> {
        Box::pin(async { panic!("the region writes no journal") })
    }
}

impl Cache for Unasked {
    fn get(&self, _: &'static str) -> Option<Arc<dyn Any + Send + Sync>> {
        None
    }
    fn put(&self, _: &'static str, _: Arc<dyn Any + Send + Sync>, _: usize) {}
    fn forget(&self, _: &'static str) {}
}

impl Jobs for Unasked {
    fn start(&self, _: Uuid, _: Call, _: Work) -> bool {
        false
    }
    fn progress(&self, _: Uuid) -> Option<Arc<Progress>> {
        None
    }
    fn cancel(&self, _: Uuid) {}
    fn host(&self) -> Uuid {
        Uuid::nil()
    }
    fn alive(&self, _: Uuid) -> BoxFuture<'_, bool> {
        Box::pin(async { false })
    }
}

impl WakeUps for Unasked {
    fn declares(&self, _: &str) -> bool {
        false
    }

    fn ask<'a>(&'a self, _: Uuid, _: &'static str, _: DateTime<Utc>) -> BoxFuture<'a, Result<()>> {
        Box::pin(async { Ok(()) })
    }
}

impl FeatureSettings for Unasked {
    fn values<'a>(&'a self, _: &'a Db, _: &'a str) -> BoxFuture<'a, Result<serde_json::Value>> {
        Box::pin(async { Err(Error::not_found()) })
    }
    fn values_in<'a>(
        &'a self,
        _: &'a mut Tx,
        _: &'a str,
    ) -> BoxFuture<'a, Result<serde_json::Value>> {
        Box::pin(async { Err(Error::not_found()) })
    }
    fn secret<'a>(
        &'a self,
        _: &'a Db,
        _: &'a dyn Keys,
        _: &'a str,
        _: &'a str,
    ) -> BoxFuture<'a, Result<Option<String>>> {
        Box::pin(async { Err(Error::not_found()) })
    }
}

impl Workers for Unasked {
    fn run(
        &self,
        _: &'static str,
        _: &Path,
        _: Vec<u8>,
        _: Option<std::time::Duration>,
    ) -> BoxStream<'static, std::result::Result<bytes::Bytes, WorkerError>> {
        Box::pin(stream::empty())
    }
}

impl Scratch for Unasked {
    fn create(&self) -> BoxFuture<'_, Result<Box<dyn ScratchFile>>> {
        Box::pin(async { Err(Error::not_found()) })
    }
}

impl Objects for Unasked {
    fn put<'a>(&'a self, _: ObjectKey, _: Bytestream<'a>) -> BoxFuture<'a, Result<StoredObject>> {
        Box::pin(async { Err(Error::not_found()) })
    }
    fn read(
        &self,
        _: ObjectKey,
        _: std::ops::Range<u64>,
    ) -> BoxFuture<'_, Result<Bytestream<'static>>> {
        Box::pin(async { Err(Error::not_found()) })
    }
    fn size(&self, _: ObjectKey) -> BoxFuture<'_, Result<Option<u64>>> {
        Box::pin(async { Ok(None) })
    }
    fn whole<'a>(
        &'a self,
        _: &'a str,
        _: Uuid,
    ) -> BoxFuture<'a, Result<(u64, Bytestream<'static>)>> {
        Box::pin(async { Err(Error::not_found()) })
    }
    fn delete(&self, _: ObjectKey) -> BoxFuture<'_, Result<()>> {
        Box::pin(async { Ok(()) })
    }
    fn all<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Vec<Uuid>>> {
        unreachable!()
    }

    fn clear<'a>(&'a self, _: &'a str, _: &'a [Uuid]) -> BoxFuture<'a, Result<()>> {
        Box::pin(async { Ok(()) })
    }
    fn older_than(&self, _: &'static str, _: DateTime<Utc>) -> BoxStream<'_, Result<ObjectKey>> {
        Box::pin(stream::empty())
    }
}

impl Archives for Unasked {
    fn pack(&self, _: &Call, _: serde_json::Value) -> Bytestream<'static> {
        Box::pin(stream::empty())
    }
}

impl Contacts for Unasked {
    fn read(&self, _: &Salon, _: ContactKind, _: &str) -> Option<ContactKey> {
        None
    }
    fn show(&self, _: &Salon, contact: &ContactKey) -> String {
        contact.key.clone()
    }
}

impl Hooks for Unasked {
    fn ask<'a>(
        &'a self,
        _: &'a Call,
        _: &'a mut Tx,
        _: &'static str,
        _: &'a serde_json::Value,
    ) -> BoxFuture<'a, Result<Vec<HookAnswer>>> {
        Box::pin(async { Ok(Vec::new()) })
    }
}

impl Facts for Unasked {
    fn names(&self, _: &Call) -> Vec<String> {
        Vec::new()
    }
    fn ask<'a>(
        &'a self,
        _: &'a Call,
        _: &'a [&'a str],
        _: &'a [Uuid],
    ) -> BoxFuture<'a, Result<Sheet>> {
        Box::pin(async { Ok(Sheet::default()) })
    }
}

impl Mails for Unasked {
    fn ready(&self, _: &str) -> Result<()> {
        Ok(())
    }
    fn check(&self, _: &Mail) -> Result<()> {
        Ok(())
    }
    fn written<'a>(
        &'a self,
        _: &'a mut dyn Transaction,
        _: DateTime<Utc>,
    ) -> BoxFuture<'a, Result<u32, DbError>> {
        Box::pin(async { Ok(0) })
    }
    fn most(&self) -> u32 {
        0
    }
    fn before_commit(&self) -> Option<BoxFuture<'_, Result<(), DbError>>> {
        None
    }
    fn keep(&self, _: Vec<Letter>) -> Vec<Later> {
        Vec::new()
    }
    fn committed(&self) {}
}

impl Api for Unasked {
    fn ask<'a>(
        &'a self,
        _: &'a Call,
        _: http::Request<Bytes>,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>>> {
        Box::pin(async { Err(Error::not_found()) })
    }
}

impl Http for Unasked {
    fn send<'a>(
        &'a self,
        _: &'a Salon,
        _: &'a str,
        _: http::Request<Bytes>,
        _: HttpLimits,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, HttpError>> {
        Box::pin(async { Err(HttpError::NotAllowed) })
    }
}

impl Fences for Unasked {
    fn check(&self, _: &str, _: &Sql, _: &[String]) -> std::result::Result<(), DbError> {
        Ok(())
    }
}

impl Slots for Unasked {
    fn fill<'a>(
        &'a self,
        _: &'a Call,
        _: &'a [&'static str],
        _: &'a str,
    ) -> BoxFuture<'a, Vec<Filled>> {
        Box::pin(async { Vec::new() })
    }
}

impl Erasure for Unasked {
    fn export<'a>(&'a self, _: &'a Db, _: Uuid) -> BoxFuture<'a, Result<serde_json::Value>> {
        Box::pin(async { Ok(serde_json::json!({})) })
    }
    fn preview<'a>(&'a self, _: &'a Db, _: Uuid) -> BoxFuture<'a, Result<Vec<ErasureLine>>> {
        Box::pin(async { Ok(Vec::new()) })
    }
    fn erase<'a>(&'a self, _: &'a mut Tx, _: Uuid) -> BoxFuture<'a, Result<Vec<ErasureLine>>> {
        Box::pin(async { Ok(Vec::new()) })
    }
    fn settle(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async { Ok(()) })
    }
}

/// A region with a salon and its owner.
pub(super) struct Place {
    pub(super) region: Arc<Region>,
    pub(super) clock: Arc<TestClock>,
    pub(super) salon: Salon,
    /// Anna, who owns the salon.
    pub(super) owner: Uuid,
    _store: SqliteStore,
    _folder: TempDir,
}

/// The permissions of the region and a few of a salon's daily work.
fn book() -> Book {
    let daily = [
        ("clients.read", vec!["manager", "staff"]),
        ("clients.write", vec!["manager", "staff"]),
        ("clients.erase", vec!["manager"]),
    ];
    let daily = daily.map(|(name, roles)| Permission {
        name: name.to_owned(),
        roles: roles.into_iter().map(str::to_owned).collect(),
    });
    Book::new(daily.into_iter().chain(permissions()).collect())
}

impl Place {
    /// Without a mail server.
    pub(super) async fn new() -> Self {
        Self::with(Mailer::new(None).unwrap()).await
    }

    pub(super) async fn with(mailer: Mailer) -> Self {
        let (region, clock, store, folder) = Self::empty(mailer).await;
        let salon = region.create_salon(salon("haar")).await.unwrap();
        let anna = user("anna@example.org", "Anna");
        let owner = region.create_user(anna).await.unwrap();
        region
            .set_member(salon.id, owner, Role::Owner)
            .await
            .unwrap();
        Self {
            region,
            clock,
            salon,
            owner,
            _store: store,
            _folder: folder,
        }
    }

    /// A region before its first start.
    pub(super) async fn empty(
        mailer: Mailer,
    ) -> (Arc<Region>, Arc<TestClock>, SqliteStore, TempDir) {
        gather_statements();
        let folder = tempfile::tempdir().unwrap();
        let tables = vec![migrate::region(EngineKind::Sqlite)];
        let store = SqliteStore::open(folder.path(), Options::default(), tables, Vec::new());
        let store = store.await.unwrap();
        let clock = Arc::new(TestClock::at("2026-11-20T09:00:00Z".parse().unwrap()));
        let roster = Arc::new(Roster::new(store.region(), clock.clone()));
        let wake_ups = HostWakeUps::new(store.region(), clock.clone(), roster.clone());
        let region = Region::new(Parts {
            teller: Teller::new(clock.clone(), wake_ups),
            engine: store.region(),
            clock: clock.clone(),
            keys: Arc::new(OpenKeys),
            catalog: Arc::new(Catalog::new(&texts()).unwrap()),
            mailer,
            book: book(),
            shelf: Shelf::default(),
            settings: Settings::default(),
            roster,
            health: Health::new(clock.clone(), false),
            tables: Arc::new(Tables::new([]).unwrap()),
            forgotten: crate::region::Forgotten::default(),
        });
        (Arc::new(region), clock, store, folder)
    }

    /// Another user of the salon.
    pub(super) async fn member(&self, name: &str, role: Role) -> Uuid {
        let email = format!("{}@example.org", name.to_lowercase());
        let user = self.region.create_user(user(&email, name)).await.unwrap();
        let joined = self.region.set_member(self.salon.id, user, role);
        joined.await.unwrap();
        user
    }

    /// A call of a user of the salon, with what they may do at this moment.
    pub(super) async fn call(&self, user: Uuid) -> Call {
        let permissions = self.region.permissions_of(user).await.unwrap();
        let permissions = permissions.get(&self.salon.id).cloned();
        let services = SharedServices {
            salon: Arc::new(self.salon.clone()),
            db: Db::new(self._store.region()),
            fences: Arc::new(Unasked),
            journal: Arc::new(Unasked),
            cache: Arc::new(Unasked),
            keys: Arc::new(OpenKeys),
            jobs: Arc::new(Unasked),
            wake_ups: Arc::new(Unasked),
            workers: Arc::new(Unasked),
            scratch: Arc::new(Unasked),
            objects: Arc::new(Unasked),
            directory: self.region.clone(),
            switches: self.region.clone(),
            erasure: Arc::new(Unasked),
            archives: Arc::new(Unasked),
            contacts: Arc::new(Unasked),
            facts: Arc::new(Unasked),
            readers: Arc::default(),
            hooks: Arc::new(Unasked),
            slots: Arc::new(Unasked),
            settings: Arc::new(Unasked),
            mails: Arc::new(Unasked),
            api: Arc::new(Unasked),
            http: Arc::new(Unasked),
            workplaces: self.region.clone(),
            limits: Limits {
                upload_bytes: 0,
                import_rows: 0,
            },
            clock: self.clock.clone(),
            catalog: self.region.catalog.clone(),
            assets: crate::assets::FOLDER,
        };
        let permissions = permissions.unwrap_or_default();
        let actor = Actor::User(user);
        Call::new(
            Arc::new(services),
            actor,
            permissions,
            Locale::En,
            "test".to_owned(),
        )
    }
}

pub(super) fn salon(slug: &str) -> NewSalon {
    NewSalon {
        slug: slug.to_owned(),
        name: "Haar & Mehr".to_owned(),
        country: "DE".to_owned(),
        ..NewSalon::default()
    }
}

pub(super) fn user(email: &str, name: &str) -> NewUser {
    NewUser {
        email: email.to_owned(),
        name: name.to_owned(),
        password: PASSWORD.to_owned(),
        locale: None,
    }
}

/// The n-th place of the world.
pub(super) fn from(n: u8) -> Origin<'static> {
    Origin {
        address: IpAddr::from([192, 0, 2, n]),
        agent: "Mozilla/5.0 (iPad) Safari/604.1",
    }
}

/// The code of what went wrong.
pub(super) fn code_of<T>(outcome: Result<T>) -> String {
    match outcome {
        Ok(_) => "ok".to_owned(),
        Err(error) => match error.fields.first() {
            Some(field) => format!("{} {} {}", error.code, field.pointer, field.code),
            None => error.code.to_string(),
        },
    }
}
