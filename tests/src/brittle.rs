//! Features whose migrations fail: one in its second version, one from the beginning.

use axum::{Router, routing::get};
use kartoteka_plugin::{
    BoxFuture, Call, Error, Locale, Module, Result, Tx, extract::Json, module::Migrations,
    module::Twins, text::Source,
};
use serde_json::{Value, json};
use utoipa::openapi::OpenApi;

use crate::trial::Log;

/// The first version of `brittle`, which is sound.
pub fn sound(_: &Log) -> Vec<Box<dyn Module>> {
    vec![Box::new(BRITTLE)]
}

/// Its second version, which is not, beside `crumbly`, which never was.
pub fn broken(_: &Log) -> Vec<Box<dyn Module>> {
    let more = Brittle {
        sqlite: &[ROWS_SQLITE, BAD],
        postgres: &[ROWS_POSTGRES, BAD],
        ..BRITTLE
    };
    vec![Box::new(more), Box::new(CRUMBLY)]
}

/// A second version of `brittle` that is sound, beside `crumbly`, which is not.
pub fn mended(_: &Log) -> Vec<Box<dyn Module>> {
    let more = Brittle {
        sqlite: &[ROWS_SQLITE, GOOD],
        postgres: &[ROWS_POSTGRES, GOOD],
        ..BRITTLE
    };
    vec![Box::new(more), Box::new(CRUMBLY)]
}

/// A feature that counts its rows at `GET /<id>`.
#[derive(Clone, Copy)]
struct Brittle {
    manifest: &'static str,
    id: &'static str,
    count: &'static str,
    sqlite: Migrations,
    postgres: Migrations,
}

const ROWS_SQLITE: (&str, &str) = (
    "0001_rows",
    "create table brittle__rows (salon_id integer not null, id blob not null, client_id blob, \
     primary key (salon_id, id)); create index brittle__rows_of on brittle__rows (salon_id, client_id)",
);
const ROWS_POSTGRES: (&str, &str) = (
    "0001_rows",
    "create table brittle__rows (salon_id uuid not null, id uuid not null, client_id uuid, \
     primary key (salon_id, id)); create index brittle__rows_of on brittle__rows (salon_id, client_id)",
);
/// Fails in its middle.
const BAD: (&str, &str) = (
    "0002_more",
    "alter table brittle__rows add column more text; alter table nowhere add column more text",
);
const GOOD: (&str, &str) = (
    "0002_more",
    "alter table brittle__rows add column more text",
);
const NOTHING: (&str, &str) = ("0001_nothing", "alter table nowhere add column more text");

const BRITTLE: Brittle = Brittle {
    manifest: "id = 'brittle'\nversion = '1'\ncontract = '0.1'\n\
        names = { en = 'Brittle', de = 'Spröde' }\n\
        [[answers]]\nhook = 'core.guard_booking/1'\nfailure = 'open'\n\
        [[tables]]\nname = 'brittle__rows'\nkey = ['id']\n\
        [tables.columns]\nid = 'uuid'\nclient_id = 'uuid'\n\
        [[personal_data]]\ntable = 'brittle__rows'\nclient = 'client_id'\n\
        personal = ['client_id']\nerase = 'delete'\n",
    id: "brittle",
    count: "select count(*) as n from brittle__rows where salon_id = $1",
    sqlite: &[ROWS_SQLITE],
    postgres: &[ROWS_POSTGRES],
};
const CRUMBLY: Brittle = Brittle {
    manifest: "id = 'crumbly'\nversion = '1'\ncontract = '0.1'\nnames = { en = 'Crumbly' }\n\
        [[answers]]\nhook = 'core.erase/1'\nfailure = 'closed'\n\
        [[tables]]\nname = 'crumbly__rows'\nkey = ['id']\n\
        [tables.columns]\nid = 'uuid'\nclient_id = 'uuid'\n\
        [[personal_data]]\ntable = 'crumbly__rows'\nclient = 'client_id'\n\
        personal = ['client_id']\nerase = 'delete'\n",
    id: "crumbly",
    count: "select count(*) as n from crumbly__rows where salon_id = $1",
    sqlite: &[NOTHING],
    postgres: &[NOTHING],
};

impl Module for Brittle {
    fn manifest(&self) -> &'static str {
        self.manifest
    }

    fn api(&self) -> (Router, OpenApi) {
        let sql = self.count;
        let count = async move |call: Call| -> Result<Json<Value>> {
            let row = call.db().query(sql).one().await?;
            Ok(Json(json!({"rows": row.get::<i64>("n")?})))
        };
        let router = Router::new().route(&format!("/{}", self.id), get(count));
        (router, OpenApi::default())
    }

    fn pages(&self) -> Router {
        Router::new()
    }

    fn texts(&self) -> Vec<Source> {
        let text = format!("{}-about = It breaks.\n", self.id);
        Locale::ALL
            .map(|locale| (locale, "brittle.ftl", &*text.clone().leak()))
            .into()
    }

    fn migrations(&self) -> Twins {
        Twins {
            sqlite: self.sqlite,
            postgres: self.postgres,
        }
    }

    fn answer<'a>(
        &'a self,
        _: &'a Call,
        _: &'a mut Tx,
        hook: &'a str,
        _: &'a Value,
    ) -> BoxFuture<'a, Result<Value>> {
        Box::pin(async move { Err(Error::internal(format!("{hook} is not answered"))) })
    }
}
