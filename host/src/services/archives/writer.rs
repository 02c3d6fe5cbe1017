//! Writes a ZIP in pieces that go out at once.

use std::{
    future::{Future, ready},
    io::{self, Write},
    sync::{Arc, Mutex, PoisonError},
};

use bytes::{Bytes, BytesMut};
use chrono::{DateTime, Datelike as _, TimeZone, Timelike as _};
use futures_util::{StreamExt as _, stream};
use kartoteka_plugin::{Call, Error, Result, objects::Bytestream};
use tokio::sync::mpsc;
use zip::{
    CompressionMethod, ZipWriter, result::ZipError, write::SimpleFileOptions, write::StreamWriter,
};

/// Bytes that go out at once, about.
const PIECE: usize = 64 << 10;

/// Endings of what becomes smaller by being packed. Most others are packed already.
const LOOSE: [&str; 14] = [
    "bmp", "csv", "doc", "htm", "html", "json", "md", "ppt", "rtf", "svg", "tif", "txt", "vcf",
    "xls",
];

/// A ZIP on its way out.
pub struct Archive {
    zip: ZipWriter<StreamWriter<Sink>>,
    sink: Sink,
    out: mpsc::Sender<Bytes>,
    options: SimpleFileOptions,
}

/// What was written and is not sent yet.
#[derive(Clone, Default)]
struct Sink(Arc<Mutex<BytesMut>>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The bytes of the ZIP that `work` writes, as it does: it goes on where they are taken, and ends
/// where nobody takes them any more. Its files are of the time of `call`, by the salon's clock.
pub fn written<W>(call: &Call, work: impl FnOnce(Archive) -> W) -> Bytestream<'static>
where
    W: Future<Output = Result<()>> + Send + 'static,
{
    let (out, mut pieces) = mpsc::channel(1);
    let now = call.now().with_timezone(&call.salon().time_zone);
    let work = work(Archive::new(out, &now));
    let pieces = stream::poll_fn(move |context| pieces.poll_recv(context)).map(Ok);
    let failed = stream::once(work).filter_map(|done| ready(done.err().map(broken_off)));
    stream::select(pieces, failed).boxed()
}

/// What remains to be said once the status is sent is said to the operator.
fn broken_off(error: Error) -> Result<Bytes> {
    let cause = error.cause.as_deref().unwrap_or_default();
    tracing::error!(cause, code = %error.code, "an export broke off");
    Err(error)
}

impl Archive {
    fn new<Z: TimeZone>(out: mpsc::Sender<Bytes>, now: &DateTime<Z>) -> Self {
        let sink = Sink::default();
        let options = SimpleFileOptions::default();
        let options = match time(now) {
            Some(time) => options.last_modified_time(time),
            None => options,
        };
        Self {
            zip: ZipWriter::new_stream(sink.clone()),
            sink,
            out,
            options: options.unix_permissions(0o644),
        }
    }

    /// Begins the file `path`, which is to hold so many bytes, where that is known.
    ///
    /// # Errors
    /// Internal, where there is one of this name.
    pub fn begin(&mut self, path: &str, size: Option<u64>) -> Result<()> {
        let ending = path.rsplit_once('.').map(|(_, ending)| ending);
        let packed = match ending.is_some_and(|ending| LOOSE.contains(&ending)) {
            true => CompressionMethod::Deflated,
            false => CompressionMethod::Stored,
        };
        // What may grow beyond what the plain form can count is told so before it begins.
        let large = size.is_some_and(|size| size >= u64::from(u32::MAX));
        let options = self.options.compression_method(packed).large_file(large);
        self.zip.start_file(path, options).map_err(|e| failed(&e))
    }

    /// Writes into the file that was begun last.
    ///
    /// # Errors
    /// Internal, where there is none, or nobody takes it any more.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<()> {
        for part in bytes.chunks(PIECE) {
            let written = self.zip.write_all(part);
            written.map_err(|e| failed(&ZipError::Io(e)))?;
            if self.held() >= PIECE {
                self.send().await?;
            }
        }
        Ok(())
    }

    /// Ends the archive: without its end it is none.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub async fn finish(self) -> Result<()> {
        let Self { zip, sink, out, .. } = self;
        zip.finish().map_err(|e| failed(&e))?;
        send(&sink, &out).await
    }

    fn held(&self) -> usize {
        self.sink
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .len()
    }

    async fn send(&self) -> Result<()> {
        send(&self.sink, &self.out).await
    }
}

async fn send(sink: &Sink, out: &mpsc::Sender<Bytes>) -> Result<()> {
    let piece = {
        let mut held = sink.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.split().freeze()
    };
    let sent = out.send(piece).await;
    sent.map_err(|_| Error::internal("nobody takes the archive any more"))
}

fn failed(error: &ZipError) -> Error {
    Error::internal(format!("an archive: {error}"))
}

/// `now` as a ZIP says it. Years before 1980 cannot be said.
fn time<Z: TimeZone>(now: &DateTime<Z>) -> Option<zip::DateTime> {
    let part = |number: u32| u8::try_from(number).ok();
    let time = zip::DateTime::from_date_and_time(
        u16::try_from(now.year()).ok()?,
        part(now.month())?,
        part(now.day())?,
        part(now.hour())?,
        part(now.minute())?,
        part(now.second())?,
    );
    time.ok()
}
