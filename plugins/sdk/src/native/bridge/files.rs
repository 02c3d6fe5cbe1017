//! Files that stay, files for the time of one piece of work, and work on them in a child process.
#![expect(unsafe_code, reason = "streams of the host")]

use std::{
    future::{Future, poll_fn},
    ops::Range,
    path::{Path, PathBuf},
    pin::pin,
    sync::Arc,
    task::Poll,
    time::Duration,
};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::{
    StreamExt as _,
    stream::{self, BoxStream},
};
use kartoteka_abi as abi;
use serde::Deserialize;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::{Answered, Bridge, failed, handing::Handing};
use crate::{
    BoxFuture, Error, Result,
    native::wire,
    objects::{Bytestream, ObjectKey, Objects, StoredObject},
    workers::{Scratch, ScratchFile, WorkerError, Workers},
};

const OBJECTS: &str = "kartoteka.objects/1";
const SCRATCH: &str = "kartoteka.scratch/1";

/// What was put, as the host says it.
#[derive(Deserialize)]
struct Put {
    size: u64,
    sha256: [u8; 32],
}

/// The bytes of an answer, as they come.
fn pieces(answered: Answered) -> impl futures_util::Stream<Item = Result<Bytes, abi::Failed>> {
    // SAFETY: the host gave it as one.
    let mut more = unsafe { abi::Incoming::new(answered.more) };
    let first = (answered.body.len > 0).then(|| Ok(Bytes::from_owner(answered.body)));
    let rest = stream::poll_fn(move |context| more.poll_next(context).map_ok(Bytes::from_owner));
    stream::iter(first).chain(rest)
}

fn broken() -> Error {
    Error::internal("an answer of the host is another")
}

impl Objects for Bridge {
    fn put<'a>(
        &'a self,
        key: ObjectKey,
        mut content: Bytestream<'a>,
    ) -> BoxFuture<'a, Result<StoredObject>> {
        Box::pin(async move {
            let handing = Handing::default();
            let taken = handing.clone();
            let more = abi::Stream::of(move |context| taken.poll_take(context));
            let question = json!({"of": "put", "id": key.id()});
            let mut put = pin!(self.ask_with(OBJECTS, &question, abi::Buf::EMPTY, more));
            // What is to be put may live no longer than this, so that it is handed over here.
            let answered = poll_fn(|context| {
                while handing.poll_wants(context).is_ready() {
                    let next = match content.poll_next_unpin(context) {
                        Poll::Ready(next) => next,
                        Poll::Pending => break,
                    };
                    handing.give(next.map(|piece| match piece {
                        Ok(piece) => Ok(abi::Buf::owning(piece)),
                        Err(error) => Err(wire::error_to_json(&error)),
                    }));
                }
                put.as_mut().poll(context)
            });
            let put: Put = serde_json::from_value(answered.await?.json).map_err(|_| broken())?;
            Ok(StoredObject {
                size: put.size,
                sha256: put.sha256,
            })
        })
    }

    fn read(
        &self,
        key: ObjectKey,
        range: Range<u64>,
    ) -> BoxFuture<'_, Result<Bytestream<'static>>> {
        let (from, to) = (range.start, range.end);
        let question = json!({"of": "read", "id": key.id(), "from": from, "to": to});
        let asked = self.ask_with(OBJECTS, &question, abi::Buf::EMPTY, abi::Stream::NONE);
        Box::pin(async {
            let pieces = pieces(asked.await?).map(|piece| piece.map_err(failed));
            Ok(pieces.boxed())
        })
    }

    fn size(&self, key: ObjectKey) -> BoxFuture<'_, Result<Option<u64>>> {
        let asked = self.ask(OBJECTS, &json!({"of": "size", "id": key.id()}));
        Box::pin(async { Ok(asked.await?.as_u64()) })
    }

    fn whole<'a>(
        &'a self,
        _: &'a str,
        _: Uuid,
    ) -> BoxFuture<'a, Result<(u64, Bytestream<'static>)>> {
        Box::pin(async { Err(Error::internal("exports are the host's")) })
    }

    fn delete(&self, key: ObjectKey) -> BoxFuture<'_, Result<()>> {
        let asked = self.ask(OBJECTS, &json!({"of": "delete", "id": key.id()}));
        Box::pin(async { asked.await.map(drop) })
    }

    fn all<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Vec<Uuid>>> {
        Box::pin(async { Err(Error::internal("removing is the host's")) })
    }

    fn clear<'a>(&'a self, _: &'a str, _: &'a [Uuid]) -> BoxFuture<'a, Result<()>> {
        Box::pin(async { Err(Error::internal("removing is the host's")) })
    }

    fn older_than(
        &self,
        feature: &'static str,
        time: DateTime<Utc>,
    ) -> BoxStream<'_, Result<ObjectKey>> {
        let asked = self.ask(OBJECTS, &json!({"of": "older_than", "time": time}));
        let ids = async {
            let ids: Result<Vec<Uuid>> = asked
                .await
                .and_then(|ids| serde_json::from_value(ids).map_err(|_| broken()));
            match ids {
                Ok(ids) => ids.into_iter().map(Ok).collect(),
                Err(error) => vec![Err(error)],
            }
        };
        let ids = stream::once(ids).flat_map(stream::iter);
        ids.map(move |id| id.map(|id| ObjectKey::new(feature, id)))
            .boxed()
    }
}

/// A file that the host keeps for as long as this is.
struct Lent {
    bridge: Arc<Bridge>,
    id: Json,
    path: PathBuf,
}

impl Lent {
    fn ask(
        &self,
        of: &str,
        at: u64,
        most: usize,
        body: Bytes,
    ) -> BoxFuture<'static, Result<Answered>> {
        let question = json!({"of": of, "file": self.id, "at": at, "most": most});
        let body = abi::Buf::owning(body);
        Box::pin(
            self.bridge
                .ask_with(SCRATCH, &question, body, abi::Stream::NONE),
        )
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        // Where the host is about to end, it takes them all away.
        let _ = self
            .bridge
            .ask_now(SCRATCH, &json!({"of": "drop", "file": self.id}));
    }
}

impl ScratchFile for Lent {
    fn write(&mut self, chunk: Bytes) -> BoxFuture<'_, Result<()>> {
        let asked = self.ask("write", 0, 0, chunk);
        Box::pin(async { asked.await.map(drop) })
    }

    fn finish(&mut self) -> BoxFuture<'_, Result<u64>> {
        let asked = self.ask("finish", 0, 0, Bytes::new());
        Box::pin(async { asked.await?.json.as_u64().ok_or_else(broken) })
    }

    fn read(&mut self, at: u64, most: usize) -> BoxFuture<'_, Result<Bytes>> {
        let asked = self.ask("read", at, most, Bytes::new());
        Box::pin(async { Ok(Bytes::from_owner(asked.await?.body)) })
    }

    fn path(&self) -> &Path {
        &self.path
    }
}

impl Scratch for Bridge {
    fn create(&self) -> BoxFuture<'_, Result<Box<dyn ScratchFile>>> {
        let asked = self.ask(SCRATCH, &json!({"of": "create"}));
        Box::pin(async {
            let made = asked.await?;
            let path = made["path"].as_str().ok_or_else(broken)?;
            let file: Box<dyn ScratchFile> = Box::new(Lent {
                bridge: self.again(),
                path: path.into(),
                id: made["file"].clone(),
            });
            Ok(file)
        })
    }
}

impl Workers for Bridge {
    fn run(
        &self,
        name: &'static str,
        input: &Path,
        args: Vec<u8>,
        limit: Option<Duration>,
    ) -> BoxStream<'static, std::result::Result<Bytes, WorkerError>> {
        let question = json!({
            "name": name,
            "input": input,
            "milliseconds": limit.map(|limit| limit.as_millis()),
        });
        let begun = self.ask_with(
            "kartoteka.workers/1",
            &question,
            args.into(),
            abi::Stream::NONE,
        );
        let output = async {
            match begun.await {
                Ok(answered) => pieces(answered).map(|piece| piece.map_err(died)).boxed(),
                Err(_) => stream::once(async { Err(WorkerError::NotStarted) }).boxed(),
            }
        };
        stream::once(output).flatten().boxed()
    }
}

/// Why the output of a worker ended early.
fn died(failed: abi::Failed) -> WorkerError {
    match &*super::failed(failed).code {
        "worker_too_slow" => WorkerError::TooSlow,
        "worker_too_heavy" => WorkerError::TooHeavy,
        "worker_not_started" => WorkerError::NotStarted,
        _ => WorkerError::Died,
    }
}
