//! Pictures made small, for lists and for the page of a file: 640 pixels at the longest side, JPEG, upright
//! and on white, without what cameras write beside a picture (where it was taken, with what).
//!
//! A picture is read in a child process, so that a hostile one costs that process alone. One that cannot
//! be made small is kept all the same; then its icon stands for it.

use std::{
    io::{self, Write},
    path::Path,
    time::Duration,
};

use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use image::{
    DynamicImage, ImageDecoder as _, ImageReader, Limits, RgbImage, codecs::jpeg::JpegEncoder,
};
use kartoteka_plugin::{Call, Result, objects::StoredObject};
use uuid::Uuid;

use crate::{content::Content, key, operations};

/// The name of the worker, as the manifest has it.
pub(crate) const WORKER: &str = "preview";
/// The longest side, in pixels.
const SIDE: u32 = 640;
/// Out of hundred.
const QUALITY: u8 = 82;
/// The longest side of what is read, in pixels, and the memory it may take, in bytes.
const LARGEST: u32 = 30_000;
const HEAVIEST: u64 = 512 << 20;
/// What is larger than this is no picture for a card, in bytes.
const LONGEST: u64 = 64 << 20;
/// An upload waits no longer for it, whoever else reads something large.
const PATIENCE: Duration = Duration::from_secs(10);
/// A preview never weighs more, in bytes.
const MOST: usize = 2 << 20;

/// Makes the picture `object` small and puts that under a key of its own, noted as pending like any
/// upload; nothing where it is no picture that can be read.
///
/// # Errors
/// As the engine says.
pub(crate) async fn make(
    call: &Call,
    object: Uuid,
    stored: &StoredObject,
    content: Content,
) -> Result<Option<Uuid>> {
    if !content.is_drawn() || stored.size > LONGEST {
        return Ok(None);
    }
    let Some(small) = made_small(call, object, stored.size).await? else {
        return Ok(None);
    };
    let preview = operations::intend(call).await?;
    let pieces = stream::once(async { Ok(small) }).boxed();
    call.objects().put(key(preview), pieces).await?;
    Ok(Some(preview))
}

/// The small picture; nothing where the child did not manage.
async fn made_small(call: &Call, object: Uuid, size: u64) -> Result<Option<Bytes>> {
    let mut file = call.scratch().create().await?;
    let mut pieces = call.objects().read(key(object), 0..size).await?;
    while let Some(piece) = pieces.next().await {
        file.write(piece?).await?;
    }
    file.finish().await?;
    let mut answer =
        (call.workers()).run("documents.preview", file.path(), Vec::new(), Some(PATIENCE));
    let mut small = Vec::new();
    while let Some(piece) = answer.next().await {
        match piece {
            Ok(piece) if small.len() + piece.len() <= MOST => small.extend_from_slice(&piece),
            // The host notes why a child ended; the picture itself is kept.
            Ok(_) | Err(_) => return Ok(None),
        }
    }
    Ok(Some(Bytes::from(small)).filter(|small| !small.is_empty()))
}

/// The worker: reads the picture at `input` and writes it small.
///
/// # Errors
/// Where it is no picture, or too large a one.
pub(crate) fn work(input: &Path, _args: &[u8], output: &mut dyn Write) -> io::Result<()> {
    let mut small = Vec::new();
    let picture = read(input).map_err(io::Error::other)?;
    let encoder = JpegEncoder::new_with_quality(&mut small, QUALITY);
    on_white(&picture)
        .write_with_encoder(encoder)
        .map_err(io::Error::other)?;
    output.write_all(&small)
}

/// The picture, small and upright.
fn read(input: &Path) -> image::ImageResult<DynamicImage> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(LARGEST);
    limits.max_image_height = Some(LARGEST);
    limits.max_alloc = Some(HEAVIEST);
    let mut reader = ImageReader::open(input)?.with_guessed_format()?;
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    let orientation = decoder.orientation()?;
    let picture = DynamicImage::from_decoder(decoder)?;
    let mut small = match picture.width().max(picture.height()) > SIDE {
        true => picture.thumbnail(SIDE, SIDE),
        false => picture,
    };
    small.apply_orientation(orientation);
    Ok(small)
}

/// JPEG knows no glass: what can be seen through stands on white.
fn on_white(picture: &DynamicImage) -> RgbImage {
    let glass = picture.to_rgba8();
    RgbImage::from_fn(glass.width(), glass.height(), |x, y| {
        let [r, g, b, a] = glass.get_pixel(x, y).0;
        let over = |c: u8| {
            let (c, a) = (u32::from(c), u32::from(a));
            u8::try_from((c * a + 255 * (255 - a) + 127) / 255).unwrap_or(u8::MAX)
        };
        image::Rgb([over(r), over(g), over(b)])
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use image::{ImageFormat, Rgba, RgbaImage};

    use super::*;

    fn small(bytes: &[u8]) -> io::Result<RgbImage> {
        let folder = tempfile::tempdir()?;
        let at = folder.path().join("picture");
        std::fs::write(&at, bytes)?;
        let mut out = Vec::new();
        work(&at, &[], &mut out)?;
        let read = image::load_from_memory_with_format(&out, ImageFormat::Jpeg);
        Ok(read.map_err(io::Error::other)?.to_rgb8())
    }

    fn written(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = io::Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn a_large_picture_keeps_its_shape_and_a_small_one_its_size() {
        for format in [
            ImageFormat::Png,
            ImageFormat::Jpeg,
            ImageFormat::Gif,
            ImageFormat::WebP,
        ] {
            let large = DynamicImage::new_rgb8(1600, 800);
            let large = small(&written(&large, format)).unwrap();
            assert_eq!((large.width(), large.height()), (640, 320), "{format:?}");
            let tiny = DynamicImage::new_rgb8(30, 20);
            let tiny = small(&written(&tiny, format)).unwrap();
            assert_eq!((tiny.width(), tiny.height()), (30, 20), "{format:?}");
        }
    }

    #[test]
    fn glass_is_white() {
        let glass = RgbaImage::from_pixel(40, 40, Rgba([0, 0, 0, 0]));
        let seen = small(&written(&glass.into(), ImageFormat::Png)).unwrap();
        assert!(seen.get_pixel(20, 20).0.iter().all(|c| *c > 250));
    }

    /// A telephone held upright writes the picture lying, and beside it that it is to be turned.
    #[test]
    fn a_photograph_stands_upright() {
        let photo = written(&DynamicImage::new_rgb8(60, 20), ImageFormat::Jpeg);
        // One entry of EXIF (JEITA CP-3451 §4.6): tag 0x0112, SHORT, once, 6 = a quarter turn.
        let tag = b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00";
        let exif = [
            b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01".as_slice(),
            tag,
            b"\0\0\0\0",
        ]
        .concat();
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        let turned = [&photo[..2], b"\xff\xe1", &length, &exif, &photo[2..]].concat();
        let seen = small(&turned).unwrap();
        assert_eq!((seen.width(), seen.height()), (20, 60));
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        let photo = written(&DynamicImage::new_rgb8(60, 20), ImageFormat::Png);
        for bytes in [&b"\xff\xd8\xff\xe0 photo"[..], b"", &photo[..40]] {
            assert!(small(bytes).is_err());
        }
    }
}
