//! What it asks of the services of a call.

use std::{
    collections::HashMap,
    path::Path,
    sync::{Arc, PoisonError, atomic::AtomicI64},
};

use axum::Json as Body;
use futures_util::StreamExt as _;
use kartoteka_plugin::{
    Call, Error, Result, Tx,
    db::{Bulk, Claim, Value},
    objects::ObjectKey,
    workers::WorkerError,
};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::{Mind, sql};

/// The call that was kept in the salon called `text`.
fn the_kept(mind: &Mind, text: &str) -> Result<Call> {
    let salon = Uuid::parse_str(text).unwrap_or_default();
    let kept = mind.calls.lock().unwrap_or_else(PoisonError::into_inner);
    kept.get(&salon).cloned().ok_or_else(Error::not_found)
}

fn client(text: &str) -> Uuid {
    Uuid::parse_str(text).unwrap_or_default()
}

/// Tries `how`; done is done.
pub(super) async fn attempt(mind: &Mind, call: &Call, how: &str, text: &str) -> Result<()> {
    match how {
        "into another salon" => sql::into_another(call, text).await,
        "entry" | "entry by hand" => entry(call, how, client(text)).await,
        "erase" => {
            let mut tx = call.begin().await?;
            call.erasure().erase(&mut tx, client(text)).await?;
            Ok(tx.commit().await?)
        }
        "export" => call
            .erasure()
            .export(call.db(), client(text))
            .await
            .map(drop),
        "hook" => {
            let mut tx = call.begin().await?;
            let question = json!({"client_id": text});
            call.ask(&mut tx, "core.erase/1", &question).await?;
            Ok(tx.commit().await?)
        }
        "facts" => {
            let sheet = call.facts(&["hostile.round/1"], &[client(text)]).await?;
            match sheet.of(client(text), "hostile.round/1") {
                None => Err(Error::not_found()),
                Some(_) => Ok(()),
            }
        }
        "cache of core" => {
            let much = Arc::new(AtomicI64::new(1_000_000));
            call.cache().put("core.next_number", much, 8);
            call.cache().forget("core.finder");
            Ok(())
        }
        "cache for all" => {
            for key in ["hostile.a", "hostile.b", "hostile.c"] {
                call.cache().put(key, Arc::new(0_u8), usize::MAX);
            }
            Ok(())
        }
        "objects" => call.objects().all("documents").await.map(drop),
        "object" => {
            let key = ObjectKey::new("documents", client(text));
            call.objects().delete(key).await
        }
        "object above" => {
            let key = ObjectKey::new("hostile/../documents", client(text));
            call.objects().size(key).await.map(drop)
        }
        "open" => {
            let sealed = call.keys().seal("hostile.own", b"x")?;
            call.keys().open("hostile.own", &sealed)?;
            call.keys().seal("core.import_file", b"x").map(drop)
        }
        "settings" => call.settings::<Json>("documents").await.map(drop),
        "secret" => call.secret("documents", "anything").await.map(drop),
        "again" => call.wake("hostile.again", call.now()).await,
        "wake" => call.wake("documents.sweep", call.now()).await,
        "wake the host" => call.wake("host.tell", call.now()).await,
        "worker" => worker(call, "core.read_sheet", Path::new(text)).await,
        "file" => worker(call, "hostile.read", Path::new(text)).await,
        "keep" => {
            let mut kept = mind.calls.lock().unwrap_or_else(PoisonError::into_inner);
            kept.insert(call.salon().id, call.clone());
            Ok(())
        }
        "use what was kept" => {
            let kept = the_kept(mind, text)?;
            let mut tx = kept.begin().await?;
            sql::leave(&kept, &mut tx).await?;
            Ok(tx.commit().await?)
        }
        "ask by what was kept" => {
            let kept = the_kept(mind, text)?;
            kept.api_get::<Json>("/clients").await.map(drop)
        }
        "wait for ever" => std::future::pending().await,
        "steal" => {
            let mut tx = call.begin().await?;
            let limit = std::time::Duration::from_secs(1);
            let savepoint = tx.savepoint(limit, Claim::Shared("hostile")).await?;
            *mind
                .savepoint
                .lock()
                .unwrap_or_else(PoisonError::into_inner) = Some(savepoint);
            Ok(())
        }
        _ => Err(Error::not_found()),
    }
}

/// Records what only core does.
async fn entry(call: &Call, how: &str, client: Uuid) -> Result<()> {
    let mut tx = call.begin().await?;
    sql::leave(call, &mut tx).await?;
    let mut entry = call.entry("hostile.was.here/1").subject(client);
    match how {
        "entry" => entry = call.entry("core.client.erased/1").subject(client),
        _ => entry.what = "core.client.erased/1",
    }
    tx.record(entry);
    Ok(tx.commit().await?)
}

async fn worker(call: &Call, name: &'static str, input: &Path) -> Result<()> {
    let mut answer = call.workers().run(name, input, Vec::new(), None);
    while let Some(piece) = answer.next().await {
        match piece {
            Ok(_) => {}
            Err(WorkerError::NotStarted) => return Err(Error::internal("not started")),
            Err(_) => return Ok(()),
        }
    }
    Ok(())
}

/// Answers a question, and does as planned inside the transaction of who asked.
pub(super) async fn within(mind: &Mind, call: &Call, tx: &mut Tx) -> Result<Json> {
    let plan = mind.plan(call);
    match plan.as_str() {
        "entry" => tx.record(call.entry("core.client.erased/1")),
        "savepoint" | "close" => {
            sql::leave(call, tx).await?;
            let limit = std::time::Duration::from_secs(1);
            let own = tx.savepoint(limit, Claim::Shared("hostile")).await?;
            if plan == "close" {
                own.gate().close();
                return Ok(allow());
            }
            return Err(Error::internal("with a savepoint open"));
        }
        "end" => {
            let stolen = mind
                .savepoint
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take();
            let stolen = stolen.ok_or_else(|| Error::internal("nothing was stolen"))?;
            sql::leave(call, tx).await?;
            tx.end_savepoint(&stolen, true).await?;
        }
        "view later" => {
            // Named where it is looked at last: in what waits for the end.
            let text = "insert into hostile__rows (salon_id, id) \
                select $1, id from core_clients_1 where salon_id = $1 limit 1";
            tx.query(text).later();
        }
        "view in many" => {
            let mut rows = Bulk::into("hostile__rows", &["id"])
                .suffix("on conflict (salon_id, id) do update set id = (select id from core_clients_1 limit 1)");
            rows.row([Value::from(call.new_id())]);
            tx.insert(rows).await?;
        }
        "view in many later" => {
            let mut rows = Bulk::into("hostile__rows", &["id"])
                .suffix("on conflict (salon_id, id) do update set id = (select id from core_clients_1 limit 1)");
            rows.row([Value::from(call.new_id())]);
            tx.insert_later(rows);
        }
        "megabytes" => {
            let words = "x".repeat(8 << 20);
            return Ok(
                json!({"decision": "allow", "text": words, "staff_text": null, "most_open": null}),
            );
        }
        "deep" => {
            let mut deep = json!(null);
            for _ in 0..500 {
                deep = json!([deep]);
            }
            return Ok(json!({"decision": deep}));
        }
        "hook" => {
            call.ask(tx, "core.erase/1", &json!({"client_id": Uuid::nil()}))
                .await?;
        }
        "facts" => {
            call.facts(&["hostile.round/1"], &[Uuid::nil()]).await?;
        }
        text => {
            if let Some(text) = text.strip_prefix("sql: ") {
                sql::leave(call, tx).await?;
                tx.query(text.to_owned()).all().await?;
            }
        }
    }
    Ok(allow())
}

fn allow() -> Json {
    json!({"decision": "allow", "text": null, "staff_text": null, "most_open": null})
}

/// A request to the API of the host.
#[derive(Deserialize)]
pub(super) struct Asked {
    method: String,
    path: String,
    #[serde(default)]
    headers: HashMap<String, String>,
}

/// Asks the API from within, and tells the status.
pub(super) async fn ask_api(call: Call, Body(asked): Body<Asked>) -> Body<Json> {
    let mut request = http::Request::builder()
        .method(asked.method.as_str())
        .uri(&asked.path);
    for (name, value) in &asked.headers {
        request = request.header(name, value);
    }
    let Ok(request) = request.body(bytes::Bytes::from_static(b"{}")) else {
        return Body(json!({"status": 0}));
    };
    Body(match call.api(request).await {
        Ok(answer) => json!({
            "status": answer.status().as_u16(),
            "body": String::from_utf8_lossy(answer.body()),
        }),
        Err(error) => json!({"status": error.status.as_u16(), "code": error.code}),
    })
}
