//! Plans on an empty database of PostgreSQL, as the application's role gets them: made
//! once for all values, with typed ones, under forced policies.

use kartoteka::{modules, storage::migrate::EngineKind, testing::Ran};
use kartoteka_tests::postgres::TestDatabase;
use regex::Regex;
use rusqlite::Connection;
use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, Row as _};

use crate::{Fault, is_of_salon, judge, ran};

/// On empty tables reading all of one is the cheapest plan; what is asked is whether an
/// index could serve.
const SETTINGS: &str = "set plan_cache_mode = force_generic_plan;
    set enable_seqscan = off; set enable_bitmapscan = off;
    set enable_hashjoin = off; set enable_mergejoin = off;
    set kartoteka.salon = '01900000-0000-7000-8000-000000000001'";

struct Planner {
    connection: PgConnection,
}

impl Planner {
    async fn new(database: &TestDatabase) -> Self {
        let mut connection = PgConnection::connect(&database.database_url())
            .await
            .unwrap();
        connection.execute(sqlx::raw_sql(SETTINGS)).await.unwrap();
        Self { connection }
    }

    async fn run(&mut self, text: String) -> Result<Option<Value>, sqlx::Error> {
        let rows = self
            .connection
            .fetch_all(sqlx::raw_sql(AssertSqlSafe(text)))
            .await?;
        rows.first().map(|row| row.try_get(0)).transpose()
    }

    /// The plan of a text, as PostgreSQL tells it in JSON.
    async fn plan(&mut self, ran: &Ran) -> Value {
        let mut types: Vec<&str> = ran
            .kinds
            .split(' ')
            .filter(|kind| !kind.is_empty())
            .collect();
        if is_of_salon(ran) {
            types.insert(0, "uuid");
        }
        let nulls = vec!["null"; types.len()].join(", ");
        let (declared, given) = match types.is_empty() {
            true => (String::new(), String::new()),
            false => (format!("({})", types.join(", ")), format!("({nulls})")),
        };
        let told = async {
            self.run(format!("prepare judged {declared} as {}", ran.postgres))
                .await?;
            let plan = self
                .run(format!(
                    "explain (format json, costs off) execute judged {given}"
                ))
                .await?;
            self.run("deallocate judged".to_owned()).await?;
            Ok::<_, sqlx::Error>(plan.unwrap_or_default())
        };
        told.await
            .unwrap_or_else(|error| panic!("{error}: {}", ran.postgres))
    }
}

/// All nodes of a plan that read a table.
pub(crate) fn reads(plan: &Value) -> Vec<&Value> {
    match plan {
        Value::Array(all) => all.iter().flat_map(reads).collect(),
        Value::Object(node) => {
            let table = node.get("Relation Name").is_some();
            let below = node
                .values()
                .filter(|part| part.is_array() || part.is_object());
            let own = (table && node["Node Type"] != "ModifyTable").then_some(plan);
            own.into_iter().chain(below.flat_map(reads)).collect()
        }
        _ => Vec::new(),
    }
}

pub(crate) fn text_of<'a>(node: &'a Value, key: &str) -> &'a str {
    node[key].as_str().unwrap_or_default()
}

/// The tables that a plan reads from end to end. Among indexes that begin with the salon
/// PostgreSQL chooses by sizes, which empty tables do not have, so which of them it takes
/// is judged on SQLite alone, which goes by their columns.
fn faults(plan: &Value) -> Vec<String> {
    let whole = reads(plan)
        .into_iter()
        .filter(|node| text_of(node, "Index Cond").is_empty());
    whole
        .map(|node| format!("SCAN {}", text_of(node, "Relation Name")))
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_plan_uses_what_the_tables_offer() {
    let database = TestDatabase::new().await;
    let mut planner = Planner::new(&database).await;
    let mut all = Vec::new();
    for ran in ran() {
        let plan = planner.plan(&ran).await;
        all.extend(faults(&plan).into_iter().map(|what| Fault {
            text: ran.postgres.clone(),
            what,
        }));
    }
    judge(&all);
}

/// The tables whose rows belong to a salon.
fn salon_tables() -> Vec<String> {
    let connection = Connection::open_in_memory().unwrap();
    for set in modules::migrations(EngineKind::Sqlite).unwrap() {
        for file in &set.migrations {
            connection.execute_batch(&file.sql).unwrap();
        }
    }
    let text = "select name from sqlite_master where type = 'table'";
    let mut statement = connection.prepare(text).unwrap();
    let names = statement.query_map([], |row| row.get(0)).unwrap();
    names.collect::<Result<_, _>>().unwrap()
}

/// The tables that a plan reads without keeping to the salon of `$1`.
fn beyond_salon(plan: &Value, tables: &[String]) -> Vec<String> {
    let own = Regex::new(r"salon_id = \$1\b").unwrap();
    let strays = reads(plan).into_iter().filter(|node| {
        let table = text_of(node, "Relation Name");
        let keeps = ["Index Cond", "Filter", "Recheck Cond"];
        tables.iter().any(|name| name == table)
            && !keeps.iter().any(|key| own.is_match(text_of(node, key)))
    });
    strays
        .map(|node| text_of(node, "Relation Name").to_owned())
        .collect()
}

/// The engine itself says which rows a statement reads, once no policy adds to it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_statement_names_its_salon_for_every_table() {
    let database = TestDatabase::without_policies().await;
    let mut planner = Planner::new(&database).await;
    let tables = salon_tables();
    assert!(tables.len() > 10, "{tables:?}");
    for ran in ran().iter().filter(|ran| is_of_salon(ran)) {
        let plan = planner.plan(ran).await;
        let strays = beyond_salon(&plan, &tables);
        assert!(
            strays.is_empty(),
            "reads {strays:?} of every salon: {}",
            ran.postgres
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bad_statement_is_seen() {
    let (walled, open) = (
        TestDatabase::new().await,
        TestDatabase::without_policies().await,
    );
    let (mut walled, mut open) = (Planner::new(&walled).await, Planner::new(&open).await);
    let tables = salon_tables();
    for (text, slow, strays) in [
        ("select text from notes where salon_id = $1 and client_id = $2", false, false),
        ("select id from sessions where agent = $1::text", true, false),
        (
            "select c.number from notes n join clients c on c.salon_id = n.salon_id and c.id = n.client_id
             where n.salon_id = $1 and n.id = $2",
            false,
            false,
        ),
        (
            "select c.number from notes n join clients c on c.id = n.client_id
             where n.salon_id = $1 and n.id = $2",
            false,
            true,
        ),
        (
            "update journal set before = null where salon_id = $1 and number in
             (select number from journal_subjects where client_id = $2)",
            false,
            true,
        ),
    ] {
        let kinds = if text.contains("::text") { "text" } else { "uuid" };
        let ran = Ran {
            sqlite: text.to_owned(),
            postgres: text.to_owned(),
            kinds: kinds.to_owned(),
        };
        let plan = walled.plan(&ran).await;
        // Under policies a stray is kept to the salon by the policy.
        let is_slow = !faults(&plan).is_empty();
        assert!(is_slow == slow || strays, "{text}: {plan:#}");
        let plan = open.plan(&ran).await;
        assert_eq!(!beyond_salon(&plan, &tables).is_empty(), strays, "{text}: {plan:#}");
    }
}
