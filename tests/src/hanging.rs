//! Features that ask more of the engines than there is time for, as the name on a card says.

use std::sync::PoisonError;

use axum::{Router, extract::Path, response::Html, routing::get};
use kartoteka_plugin::{
    BoxFuture, Call, Error, Locale, Module, Result, Sql, Tx, db::Ask, text::Source,
};
use serde_json::{Value as Json, json};
use utoipa::openapi::OpenApi;
use uuid::Uuid;

use crate::trial::Log;

/// One that is passed over when it fails.
pub const HANGING: &str = "id = 'hanging'\nversion = '1'\ncontract = '0.1'\n\
    names = { en = 'Hanging' }\n\
    wake_ups = ['tick']\n\
    [[permissions]]\nname = 'hanging.read'\nroles = ['owner']\n\
    [[answers]]\nhook = 'core.erase/1'\nfailure = 'open'\nmilliseconds = 300\n\
    [[slots]]\nplace = 'client.section'\nid = 'endless'\npath = '/hanging/slots/endless/{about}'\npermission = 'hanging.read'\n\
    [[slots]]\nplace = 'client.section'\nid = 'asleep'\npath = '/hanging/slots/asleep/{about}'\npermission = 'hanging.read'\n";
/// One that is not.
pub const STUBBORN: &str = "id = 'stubborn'\nversion = '1'\ncontract = '0.1'\n\
    names = { en = 'Stubborn', de = 'Stur' }\n\
    [[permissions]]\nname = 'stubborn.read'\nroles = ['owner']\n\
    [[answers]]\nhook = 'core.erase/1'\nfailure = 'closed'\nmilliseconds = 300\n\
    [[slots]]\nplace = 'client.section'\nid = 'panics'\npath = '/stubborn/slots/panics/{about}'\npermission = 'stubborn.read'\n";

/// A feature that is asked before somebody is erased. It is asked where it is off, too, and is
/// idle there.
pub struct Hanging {
    /// Its manifest.
    pub manifest: &'static str,
    /// Its id.
    pub id: &'static str,
    /// What it counts.
    pub log: Log,
}

/// The name that no log may have.
pub const NOBODY: &str = "Erika Mustermann";

/// An error as a careless feature makes it.
fn leak() -> Error {
    Error::internal(format!("{NOBODY} is in the way"))
}

/// Hangs, and is counted while it does.
struct AtWork(Log, Uuid);

impl AtWork {
    fn new(log: &Log, salon: Uuid) -> Self {
        let mut all = log.lock().unwrap_or_else(PoisonError::into_inner);
        let (now, most) = &mut all.entry(salon).or_default().at_work;
        *now += 1;
        *most = (*most).max(*now);
        Self(log.clone(), salon)
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry(self.1).or_default().at_work.0 -= 1;
    }
}

/// Counts that it was called.
fn called(log: &Log, salon: Uuid) {
    let mut all = log.lock().unwrap_or_else(PoisonError::into_inner);
    all.entry(salon).or_default().calls += 1;
}

/// One piece of a page.
async fn piece(log: Log, call: Call, how: String) -> Result<Html<&'static str>> {
    match how.as_str() {
        "endless" => call.db().query(READ).all().await.map(drop)?,
        "asleep" => {
            let _at_work = AtWork::new(&log, call.salon().id);
            std::future::pending::<()>().await;
        }
        "leaks" => return Err(leak()),
        _ => {
            called(&log, call.salon().id);
            panic!("on purpose");
        }
    }
    Ok(Html("<p>here</p>"))
}

/// Reads for ever.
const READ: Sql = Sql::by_engine(
    "with recursive endless (n) as (select 1 union all select n + 1 from endless) \
     select count(*) as n from endless",
    "select 1 as n from pg_sleep(3600)",
);
/// Writes for ever.
const WRITE: Sql = Sql::by_engine(
    "insert into client_numbers (salon_id, number) \
     with recursive endless (n) as (select 1 union all select n + 1 from endless) \
     select $1, 'nobody''s' from endless where n < 0 on conflict (salon_id, number) do nothing",
    "insert into client_numbers (salon_id, number) select $1, 'nobody''s' from pg_sleep(3600) \
     on conflict (salon_id, number) do nothing",
);

async fn name(tx: &mut Tx, client: Uuid) -> Result<String> {
    let sql = "select last_name from clients where salon_id = $1 and id = $2";
    let row = tx.ask(sql).bind(client).one().await?;
    Ok(row.get::<Option<String>>("last_name")?.unwrap_or_default())
}

/// Leaves a trace that can be found again.
async fn trace(tx: &mut Tx) -> Result<()> {
    let sql = "insert into client_numbers (salon_id, number) values ($1, $2)";
    tx.query(sql).bind("before it hung").execute().await?;
    Ok(())
}

impl Hanging {
    async fn act(&self, call: &Call, tx: &mut Tx, how: &str) -> Result<()> {
        match how {
            "reads" => {
                trace(tx).await?;
                tx.query(READ).all().await?;
            }
            // One that does not take no for an answer.
            "insists" => loop {
                let _ = tx.query(READ).all().await;
            },
            "beside" => {
                call.db().query(READ).all().await?;
            }
            "writes" => {
                tx.query(WRITE).execute().await?;
            }
            "writes later" => tx.query(WRITE).later(),
            "wakes" => {
                trace(tx).await?;
                call.wake("hanging.tick", call.now()).await?;
            }
            "is woken later" => tx.wake("hanging.tick", call.now())?,
            "leaks" => return Err(leak()),
            _ => {}
        }
        Ok(())
    }
}

impl Module for Hanging {
    fn manifest(&self) -> &'static str {
        self.manifest
    }

    fn api(&self) -> (Router, OpenApi) {
        (Router::new(), OpenApi::default())
    }

    fn pages(&self) -> Router {
        let log = self.log.clone();
        let show = move |call: Call, Path((how, _)): Path<(String, String)>| piece(log, call, how);
        let path = format!("/{}/slots/{{how}}/{{about}}", self.id);
        Router::new().route(&path, get(show))
    }

    fn woken(&self, call: Call, _name: &str) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            match call.salon().slug.as_str() {
                "haengt" => std::future::pending().await,
                "leckt" => Err(leak()),
                _ => {
                    called(&self.log, call.salon().id);
                    Ok(())
                }
            }
        })
    }

    fn texts(&self) -> Vec<Source> {
        let id = self.id;
        let text = format!(
            "{id}-about = It hangs.\npermission-{id}-read = See it\nslot-{id}-endless = Endless\n\
             slot-{id}-asleep = Asleep\nslot-{id}-panics = Panics\n"
        );
        Locale::ALL
            .map(|locale| (locale, "hanging.ftl", &*text.clone().leak()))
            .into()
    }

    fn answer<'a>(
        &'a self,
        call: &'a Call,
        tx: &'a mut Tx,
        _hook: &'a str,
        question: &'a Json,
    ) -> BoxFuture<'a, Result<Json>> {
        Box::pin(async move {
            if call.has(self.id) {
                let client = question["client_id"].as_str().unwrap_or_default();
                let client = Uuid::parse_str(client).map_err(|_| Error::internal("nobody"))?;
                let how = name(tx, client).await?;
                self.act(call, tx, &how).await?;
            }
            Ok(json!({}))
        })
    }
}
