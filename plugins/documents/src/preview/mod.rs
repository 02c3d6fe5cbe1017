//! Files made into small pictures, for lists and for the page of a file: a picture itself, or the first page
//! of a PDF; 640 pixels at the longest side, JPEG, upright and on white, without what cameras write beside
//! a picture (where it was taken, with what).
//!
//! A file is read in a child process, so that a hostile one costs that process alone. One that cannot be
//! drawn is kept all the same; then its icon stands for it.

mod page;
mod picture;

use std::{
    io::{self, Write},
    path::Path,
    time::Duration,
};

use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use image::codecs::jpeg::JpegEncoder;
use kartoteka_plugin::{Call, Result, objects::StoredObject};
use uuid::Uuid;

use crate::{content::Content, key, operations};

/// The name of the worker, as the manifest has it.
pub(crate) const WORKER: &str = "preview";
/// The longest side, in pixels.
const SIDE: u32 = 640;
/// Out of hundred.
const QUALITY: u8 = 82;
/// What is larger than this is not drawn, in bytes: the child would have to hold it.
const LONGEST: u64 = 64 << 20;
/// An upload waits no longer for it, whoever else reads something large.
const PATIENCE: Duration = Duration::from_secs(10);
/// A preview never weighs more, in bytes.
const MOST: usize = 2 << 20;

/// Draws the file `object` small and puts that under a key of its own, noted as pending like any
/// upload; nothing where it is none that can be drawn.
///
/// # Errors
/// As the engine says.
pub(crate) async fn make(
    call: &Call,
    object: Uuid,
    stored: &StoredObject,
    content: Content,
) -> Result<Option<Uuid>> {
    if !content.has_face() || stored.size > LONGEST {
        return Ok(None);
    }
    let Some(small) = made_small(call, object, stored.size, content).await? else {
        return Ok(None);
    };
    let preview = operations::intend(call).await?;
    let pieces = stream::once(async { Ok(small) }).boxed();
    call.objects().put(key(preview), pieces).await?;
    Ok(Some(preview))
}

/// The small picture; nothing where the child did not manage.
async fn made_small(
    call: &Call,
    object: Uuid,
    size: u64,
    content: Content,
) -> Result<Option<Bytes>> {
    let mut file = call.scratch().create().await?;
    let mut pieces = call.objects().read(key(object), 0..size).await?;
    while let Some(piece) = pieces.next().await {
        file.write(piece?).await?;
    }
    file.finish().await?;
    let kind = content.code().into();
    let mut answer = (call.workers()).run("documents.preview", file.path(), kind, Some(PATIENCE));
    let mut small = Vec::new();
    while let Some(piece) = answer.next().await {
        match piece {
            Ok(piece) if small.len() + piece.len() <= MOST => small.extend_from_slice(&piece),
            // The host notes why a child ended; the file itself is kept.
            Ok(_) | Err(_) => return Ok(None),
        }
    }
    Ok(Some(Bytes::from(small)).filter(|small| !small.is_empty()))
}

/// The worker: draws the file at `input`, which is of the kind that `kind` is the code of, small.
///
/// # Errors
/// Where it is not of that kind, or cannot be drawn.
pub(crate) fn work(input: &Path, kind: &[u8], output: &mut dyn Write) -> io::Result<()> {
    let drawn = match kind == Content::Pdf.code().as_bytes() {
        true => page::first(std::fs::read(input)?),
        false => picture::read(input),
    };
    let mut small = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut small, QUALITY);
    drawn?
        .write_with_encoder(encoder)
        .map_err(io::Error::other)?;
    output.write_all(&small)
}

#[cfg(test)]
mod tests;
