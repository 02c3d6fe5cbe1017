//! A picture made small.

use std::{io, path::Path};

use image::{DynamicImage, ImageDecoder as _, ImageReader, Limits, RgbImage};

use super::SIDE;

/// The longest side of what is read, in pixels, and the memory it may take, in bytes.
const LARGEST: u32 = 30_000;
const HEAVIEST: u64 = 512 << 20;

/// The picture at `input`, small, upright and on white.
///
/// # Errors
/// Where it is no picture, or too large a one.
pub(super) fn read(input: &Path) -> io::Result<RgbImage> {
    let picture = upright(input).map_err(io::Error::other)?;
    Ok(on_white(&picture))
}

fn upright(input: &Path) -> image::ImageResult<DynamicImage> {
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
