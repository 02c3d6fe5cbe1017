#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use image::{DynamicImage, ImageFormat, RgbImage, Rgba, RgbaImage};

use super::*;

fn small(bytes: &[u8]) -> io::Result<RgbImage> {
    drawn(bytes, Content::Png)
}

/// A picture is judged by what is in it; of a PDF the child is told.
fn drawn(bytes: &[u8], kind: Content) -> io::Result<RgbImage> {
    let folder = tempfile::tempdir()?;
    let at = folder.path().join("picture");
    std::fs::write(&at, bytes)?;
    let mut out = Vec::new();
    work(&at, kind.code().as_bytes(), &mut out)?;
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
        ImageFormat::Tiff,
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

/// A few bytes may claim to be a wall of pixels.
#[test]
fn a_picture_that_is_too_wide_is_not_read() {
    for (wide, is_read) in [(30_000, true), (30_001, false)] {
        let line = written(&DynamicImage::new_rgb8(wide, 1), ImageFormat::Png);
        assert_eq!(small(&line).is_ok(), is_read, "{wide}");
    }
}

/// A PDF of one page of this size, in points (ISO 32000-1 §7.5), with what is drawn on it.
fn pdf(width: &str, height: &str, drawing: &str) -> Vec<u8> {
    let page = format!(
        "/Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >>"
    );
    let length = drawing.len();
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        format!("<< {page} >>"),
        format!("<< /Length {length} >>\nstream\n{drawing}\nendstream"),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut table = "0000000000 65535 f \n".to_owned();
    for (number, object) in (1..).zip(&objects) {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let start = file.len();
    file.push_str(&format!(
        "xref\n0 6\n{table}trailer\n<< /Root 1 0 R /Size 6 >>\nstartxref\n{start}\n%%EOF\n"
    ));
    file.into_bytes()
}

fn is_near(pixel: [u8; 3], wanted: [u8; 3]) -> bool {
    let mut both = pixel.iter().zip(wanted);
    both.all(|(is, wanted)| is.abs_diff(wanted) < 24)
}

/// A sheet of A4 with a red square at its lower left, and a word in a font that it does not bring.
#[test]
fn a_page_is_drawn_on_white() {
    let drawing = "1 0 0 rg 0 0 200 200 re f 0 g BT /F1 200 Tf 60 500 Td (I) Tj ET";
    let seen = drawn(&pdf("595", "842", drawing), Content::Pdf).unwrap();
    assert_eq!((seen.width(), seen.height()), (452, 640));
    assert!(is_near(seen.get_pixel(60, 580).0, [255, 0, 0]));
    assert!(is_near(seen.get_pixel(400, 100).0, [255, 255, 255]));
    let ink = |pixel: &&image::Rgb<u8>| is_near(pixel.0, [0, 0, 0]);
    assert!(seen.pixels().filter(ink).count() > 1000, "the letter");
}

#[test]
fn a_page_of_any_size_is_drawn_within_the_measure() {
    for (width, height, wanted) in [
        ("100000", "1", (640, 1)),
        ("1", "14400", (1, 640)),
        ("20", "10", (640, 320)),
        ("0.001", "0.001", (640, 640)),
    ] {
        let seen = drawn(&pdf(width, height, "0 0 5 5 re f"), Content::Pdf);
        let seen = seen.unwrap();
        assert_eq!((seen.width(), seen.height()), wanted, "{width} x {height}");
    }
}

#[test]
fn what_is_no_page_is_refused() {
    let whole = pdf("595", "842", "");
    let empty = String::from_utf8(whole.clone()).unwrap();
    let empty = empty.replace("/Kids [3 0 R] /Count 1", "/Kids [] /Count 0     ");
    let photo = written(&DynamicImage::new_rgb8(60, 20), ImageFormat::Png);
    for bytes in [b"%PDF-1.7", empty.as_bytes(), b"", &photo] {
        assert!(drawn(bytes, Content::Pdf).is_err(), "{}", bytes.len());
    }
}
