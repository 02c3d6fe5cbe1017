//! Files and workers, as a plugin has them.
#![expect(unsafe_code, reason = "streams of the plugin")]

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    task::Poll,
    time::Duration,
};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use kartoteka_abi::{self as abi, Buf, Out as _, Stream, services::Reply};
use kartoteka_plugin::{
    Error, Result,
    native::wire,
    objects::ObjectKey,
    workers::{ScratchFile, WorkerError},
};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::{
    super::threads::{of_host, of_plugin},
    asked::{Answering, Asked, Service, reply},
};

/// Pieces of the host, as a plugin takes them.
fn given<E: Send + 'static>(
    mut pieces: impl futures_util::Stream<Item = std::result::Result<Bytes, E>> + Send + Unpin + 'static,
    problem: impl Fn(E) -> Vec<u8> + Send + 'static,
) -> Stream {
    Stream::of(move |context| {
        let polled = of_host(|| pieces.poll_next_unpin(context));
        polled.map(|piece| piece.map(|piece| piece.map(Buf::owning).map_err(&problem)))
    })
}

pub(super) struct Objects;

#[derive(Deserialize)]
#[serde(tag = "of", rename_all = "snake_case", deny_unknown_fields)]
enum OfObjects {
    Put { id: Uuid },
    Read { id: Uuid, from: u64, to: u64 },
    Size { id: Uuid },
    Delete { id: Uuid },
    OlderThan { time: DateTime<Utc> },
}

impl Service for Objects {
    fn answer(mut asked: Asked) -> Answering {
        Box::pin(async move {
            let call = asked.call.clone();
            let key = |id| ObjectKey::new(call.plugin.id, id);
            let objects = call.call.objects();
            match asked.read()? {
                OfObjects::Put { id } => {
                    let content = taken(asked.body.take(), asked.more.take());
                    let put = objects.put(key(id), content.boxed()).await?;
                    reply(&json!({"size": put.size, "sha256": put.sha256}))
                }
                OfObjects::Read { id, from, to } => {
                    let pieces = objects.read(key(id), from..to).await?;
                    let mut reply = Reply::blank();
                    reply.more = given(pieces, |error| wire::error_to_json(&error));
                    Ok(reply)
                }
                OfObjects::Size { id } => reply(&objects.size(key(id)).await?),
                OfObjects::Delete { id } => reply(&objects.delete(key(id)).await?),
                OfObjects::OlderThan { time } => {
                    let older = objects.older_than(call.plugin.id, time);
                    let ids: Vec<Uuid> = older.map_ok(|key| key.id()).try_collect().await?;
                    reply(&ids)
                }
            }
        })
    }
}

/// Pieces of a plugin, as the host takes them: polled by the plugin's own task.
fn taken(
    first: Buf,
    more: Stream,
) -> impl futures_util::Stream<Item = Result<Bytes>> + Send + 'static {
    // SAFETY: the plugin gave it as one.
    let mut more = unsafe { abi::Incoming::new(more) };
    let first = (first.len > 0).then(|| Ok(Bytes::from_owner(first)));
    let rest = stream::poll_fn(move |context| match of_plugin(|| more.poll_next(context)) {
        Poll::Pending => Poll::Pending,
        Poll::Ready(None) => Poll::Ready(None),
        Poll::Ready(Some(Ok(piece))) => Poll::Ready(Some(Ok(Bytes::from_owner(piece)))),
        Poll::Ready(Some(Err(failed))) => {
            let error = super::jobs::came_of::<()>(Ok(Err(failed))).err();
            Poll::Ready(error.map(Err))
        }
    });
    stream::iter(first).chain(rest)
}

type Lent = Arc<tokio::sync::Mutex<Box<dyn ScratchFile>>>;
/// Whose a file is: a plugin's in a salon, and which.
pub(super) type Whose = (&'static str, Uuid, u64);

/// The files that plugins have open.
static OPEN: Mutex<BTreeMap<Whose, Lent>> = Mutex::new(BTreeMap::new());
static NEXT: AtomicU64 = AtomicU64::new(1);

fn open() -> MutexGuard<'static, BTreeMap<Whose, Lent>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn file(whose: Whose) -> Result<Lent> {
    let found = open().get(&whose).cloned();
    found.ok_or_else(|| Error::internal("a file that is not open"))
}

/// Removes files that were left.
pub(super) fn remove(left: Vec<Whose>) {
    for whose in left {
        let gone = open().remove(&whose);
        drop(gone);
    }
}

pub(super) struct Scratch;

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Of {
    Create,
    Write,
    Finish,
    Read,
    Drop,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfScratch {
    of: Of,
    #[serde(default)]
    file: u64,
    #[serde(default)]
    at: u64,
    #[serde(default)]
    most: usize,
}

impl Service for Scratch {
    fn answer(mut asked: Asked) -> Answering {
        Box::pin(async move {
            let OfScratch {
                of,
                file: id,
                at,
                most,
            } = asked.read()?;
            let own = |id| (asked.call.plugin.id, asked.call.call.salon().id, id);
            match of {
                Of::Create => {
                    let file = asked.call.call.scratch().create().await?;
                    let path = file.path().to_owned();
                    let id = NEXT.fetch_add(1, Ordering::Relaxed);
                    let kept = Arc::new(tokio::sync::Mutex::new(file));
                    open().insert(own(id), kept);
                    if !asked.call.life.keep_file(own(id)) {
                        drop(open().remove(&own(id)));
                        return Err(Error::internal("what it belongs to is over"));
                    }
                    reply(&json!({"file": id, "path": path}))
                }
                Of::Write => {
                    let (own, bytes) = (own(id), asked.body.take());
                    let bytes = Bytes::from_owner(bytes);
                    reply(&file(own)?.lock().await.write(bytes).await?)
                }
                Of::Finish => reply(&file(own(id))?.lock().await.finish().await?),
                Of::Read => {
                    let bytes = file(own(id))?.lock().await.read(at, most).await?;
                    let mut reply = Reply::blank();
                    reply.body = Buf::owning(bytes);
                    Ok(reply)
                }
                Of::Drop => {
                    let gone = open().remove(&own(id));
                    drop(gone);
                    reply(&())
                }
            }
        })
    }
}

pub(super) struct Workers;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfWorkers {
    name: String,
    input: PathBuf,
    #[serde(default)]
    milliseconds: Option<u64>,
}

impl Service for Workers {
    fn answer(mut asked: Asked) -> Answering {
        Box::pin(async move {
            let of: OfWorkers = asked.read()?;
            let name = asked.call.plugin.worker(&of.name);
            let name = name.ok_or_else(|| Error::internal("a worker that nobody declares"))?;
            let limit = of.milliseconds.map(Duration::from_millis);
            let args = asked.bytes().to_vec();
            let workers = asked.call.call.workers();
            let output = workers.run(name, &of.input, args, limit);
            let mut reply = Reply::blank();
            reply.more = given(output, |error| {
                let code = match error {
                    WorkerError::TooSlow => "worker_too_slow",
                    WorkerError::TooHeavy => "worker_too_heavy",
                    WorkerError::NotStarted => "worker_not_started",
                    WorkerError::Died => "worker_died",
                };
                let status = http::StatusCode::INTERNAL_SERVER_ERROR;
                wire::error_to_json(&Error::new(status, code))
            });
            Ok(reply)
        })
    }
}
