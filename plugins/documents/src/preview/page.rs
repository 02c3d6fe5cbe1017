//! The first page of a PDF, drawn.
//!
//! The fourteen fonts that a PDF need not bring (ISO 32000-1 §9.6.2.2) are the library's; the tables by
//! which one writes Chinese or Japanese in fonts it does not bring are left out, for their size.

use std::io;

use hayro::{
    PixmapSettings, RenderCache, RenderSettings, hayro_interpret::InterpreterSettings,
    hayro_syntax::Pdf, render, vello_cpu::color::palette::css::WHITE,
};
use image::RgbImage;

use super::SIDE;

/// The first page of the PDF `file`, on white.
///
/// # Errors
/// Where it is none, has no page, or opens by a password alone.
pub(super) fn first(file: Vec<u8>) -> io::Result<RgbImage> {
    let pdf = Pdf::new(file).map_err(|_| io::Error::other("no PDF that can be read"))?;
    let none = || io::Error::other("no page");
    let page = pdf.pages().first().ok_or_else(none)?;
    let (width, height) = page.render_dimensions();
    let settings = PixmapSettings {
        x_scale: scale(width, width.max(height)),
        y_scale: scale(height, width.max(height)),
        bg_color: WHITE,
    };
    let drawn = render(
        page,
        &RenderCache::new(),
        &InterpreterSettings::default(),
        &RenderSettings::default(),
        &settings,
    );
    let size = (u32::from(drawn.width()), u32::from(drawn.height()));
    let pixels = drawn.data().iter();
    let pixels = pixels.flat_map(|pixel| [pixel.r, pixel.g, pixel.b]);
    RgbImage::from_raw(size.0, size.1, pixels.collect()).ok_or_else(none)
}

/// By how much a side is drawn smaller or larger, so that the longest one has as many pixels as a
/// preview. However thin a page is, it is a pixel wide.
#[expect(clippy::cast_precision_loss, reason = "of a few hundred pixels")]
fn scale(side: f32, longest: f32) -> f32 {
    let most = SIDE as f32;
    let pixels = (side * most / longest).round().clamp(1.0, most);
    // Half a pixel more, as what is left over is cut off.
    (pixels + 0.5) / side
}
