//! What counts as a picture.

use http::HeaderValue;

/// A kind of picture that browsers show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Picture {
    Avif,
    Jpeg,
    Png,
    Svg,
    Webp,
}

impl Picture {
    /// The kind of the file `name` with this content, which has to be what the name says.
    ///
    /// # Errors
    /// Why it is none, as the rest of a sentence on the file.
    pub(crate) fn of(name: &str, content: &[u8]) -> Result<Self, &'static str> {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending);
        let kind = match ending {
            Some("avif") => Self::Avif,
            Some("jpg" | "jpeg") => Self::Jpeg,
            Some("png") => Self::Png,
            Some("svg") => Self::Svg,
            Some("webp") => Self::Webp,
            _ => return Err("does not end with .avif, .jpg, .png, .svg or .webp"),
        };
        match kind.begins(content) {
            true => Ok(kind),
            false => Err("is not what its name says"),
        }
    }

    /// Whether `content` begins as files of this kind do.
    fn begins(self, content: &[u8]) -> bool {
        let at =
            |from: usize, sign: &[u8]| content.get(from..).is_some_and(|c| c.starts_with(sign));
        match self {
            Self::Avif => at(4, b"ftypavif") || at(4, b"ftypavis"),
            Self::Jpeg => at(0, b"\xff\xd8\xff"),
            Self::Png => at(0, b"\x89PNG\r\n\x1a\n"),
            Self::Svg => str::from_utf8(content).is_ok_and(is_svg),
            Self::Webp => at(0, b"RIFF") && at(8, b"WEBP"),
        }
    }

    pub(crate) const fn content_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Avif => "image/avif",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Svg => "image/svg+xml",
            Self::Webp => "image/webp",
        })
    }
}

/// Whether the first element is `svg`, behind what may stand before it.
fn is_svg(text: &str) -> bool {
    let mut rest = text.trim_start();
    loop {
        let end = match rest {
            _ if rest.starts_with("<?") => "?>",
            _ if rest.starts_with("<!--") => "-->",
            _ => return rest.starts_with("<svg") && rest.contains("http://www.w3.org/2000/svg"),
        };
        let Some((_, after)) = rest.split_once(end) else {
            return false;
        };
        rest = after.trim_start();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_what_its_name_says() {
        let svg =
            b"<?xml version=\"1.0\"?>\n<!-- drawn -->\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
        for (name, content, is) in [
            ("a.svg", &svg[..], Ok(Picture::Svg)),
            ("a/b.png", b"\x89PNG\r\n\x1a\n....", Ok(Picture::Png)),
            ("a.jpeg", b"\xff\xd8\xff\xe0", Ok(Picture::Jpeg)),
            ("a.webp", b"RIFF....WEBPVP8 ", Ok(Picture::Webp)),
            ("a.avif", b"....ftypavif", Ok(Picture::Avif)),
        ] {
            assert_eq!(Picture::of(name, content), is, "{name}");
        }
        for (name, content) in [
            (
                "a.svg",
                &b"<html><svg xmlns=\"http://www.w3.org/2000/svg\"/></html>"[..],
            ),
            (
                "a.svg",
                b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg xmlns=\"http://www.w3.org/2000/svg\"/>",
            ),
            ("a.svg", b"<svg>\xff</svg>"),
            ("a.png", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
            ("a.js", b"alert(1)"),
            ("a.html", b"<p>"),
            ("svg", svg),
        ] {
            assert!(Picture::of(name, content).is_err(), "{name}");
        }
    }
}
