//! What a file is, by its content and never by its name.
//!
//! Office files are told apart by what is inside them: the directory of a zip, the entries of a
//! compound file. Text must be text, and nothing that a browser would run. Whatever is not
//! recognised is refused, and what is recognised is named so when it goes out again.

mod compound;
mod judge;
mod text;
mod zipped;

#[cfg(test)]
mod tests;

pub use judge::Judge;

/// A kind of file that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// Portable Document Format.
    Pdf,
    /// Photograph.
    Jpeg,
    /// Picture.
    Png,
    /// Picture.
    Webp,
    /// Picture.
    Gif,
    /// Photograph of a newer telephone.
    Heic,
    /// Scanned picture.
    Tiff,
    /// Text of Word.
    Docx,
    /// Sheet of Excel.
    Xlsx,
    /// Slides of PowerPoint.
    Pptx,
    /// Text of OpenDocument.
    Odt,
    /// Sheet of OpenDocument.
    Ods,
    /// Text of an old Word.
    Doc,
    /// Sheet of an old Excel.
    Xls,
    /// Slides of an old PowerPoint.
    Ppt,
    /// Plain text.
    Text,
    /// Plain text that is called a table.
    Csv,
    /// A visiting card.
    Vcard,
}

use Content::{
    Csv, Doc, Docx, Gif, Heic, Jpeg, Ods, Odt, Pdf, Png, Ppt, Pptx, Text, Tiff, Vcard, Webp, Xls,
    Xlsx,
};

impl Content {
    /// All that can be told apart. Of these a salon chooses what it takes.
    pub const ALL: [Self; 18] = [
        Pdf, Jpeg, Png, Webp, Gif, Heic, Tiff, Docx, Xlsx, Pptx, Odt, Ods, Doc, Xls, Ppt, Text,
        Csv, Vcard,
    ];

    /// Code, media type, and the endings of a file's name, the usual one first.
    const fn facts(self) -> (&'static str, &'static str, &'static [&'static str]) {
        match self {
            Pdf => ("pdf", "application/pdf", &["pdf"]),
            Jpeg => ("jpeg", "image/jpeg", &["jpg", "jpeg", "jpe", "jfif"]),
            Png => ("png", "image/png", &["png"]),
            Webp => ("webp", "image/webp", &["webp"]),
            Gif => ("gif", "image/gif", &["gif"]),
            Heic => ("heic", "image/heic", &["heic", "heif"]),
            Tiff => ("tiff", "image/tiff", &["tif", "tiff"]),
            Docx => (
                "docx",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                &["docx"],
            ),
            Xlsx => (
                "xlsx",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                &["xlsx"],
            ),
            Pptx => (
                "pptx",
                "application/vnd.openxmlformats-officedocument.presentationml.presentation",
                &["pptx"],
            ),
            Odt => ("odt", "application/vnd.oasis.opendocument.text", &["odt"]),
            Ods => (
                "ods",
                "application/vnd.oasis.opendocument.spreadsheet",
                &["ods"],
            ),
            Doc => ("doc", "application/msword", &["doc", "dot"]),
            Xls => ("xls", "application/vnd.ms-excel", &["xls", "xlt"]),
            Ppt => ("ppt", "application/vnd.ms-powerpoint", &["ppt", "pps"]),
            Text => ("text", "text/plain", &["txt", "text", "log", "md"]),
            Csv => ("csv", "text/csv", &["csv", "tsv"]),
            Vcard => ("vcard", "text/vcard", &["vcf", "vcard"]),
        }
    }

    /// `pdf`, `jpeg`, …
    pub const fn code(self) -> &'static str {
        self.facts().0
    }

    /// From its code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|content| content.code() == code)
    }

    /// `application/pdf`, …
    pub const fn media_type(self) -> &'static str {
        self.facts().1
    }

    /// As people call it: `PDF`.
    pub fn name(self) -> String {
        let (_, _, endings) = self.facts();
        let ending = endings.first().copied().unwrap_or_default();
        ending.to_ascii_uppercase()
    }

    /// The names of these kinds, for people.
    pub fn names(contents: &[Self]) -> String {
        let names: Vec<String> = contents.iter().map(|content| content.name()).collect();
        names.join(", ")
    }

    /// The endings of these kinds, for a browser to offer files by.
    pub fn endings(contents: &[Self]) -> String {
        let all = contents.iter().flat_map(|content| content.facts().2);
        let dotted: Vec<String> = all.map(|ending| format!(".{ending}")).collect();
        dotted.join(",")
    }

    /// An icon of the host's set.
    pub const fn icon(self) -> &'static str {
        match self {
            Pdf => "file-text",
            Jpeg | Png | Webp | Gif | Heic | Tiff => "image",
            Docx | Odt | Doc | Text => "file-type",
            Xlsx | Ods | Xls | Csv => "file-spreadsheet",
            Pptx | Ppt => "presentation",
            Vcard => "user",
        }
    }

    /// Whether it is a picture.
    pub const fn is_picture(self) -> bool {
        matches!(self, Jpeg | Png | Webp | Gif | Heic | Tiff)
    }

    /// Whether every browser draws it.
    pub const fn is_drawn(self) -> bool {
        matches!(self, Jpeg | Png | Webp | Gif)
    }

    /// Whether a small picture can be drawn of it.
    pub const fn has_face(self) -> bool {
        self.is_drawn() || matches!(self, Tiff | Pdf)
    }

    /// Whether it may be shown in place of being saved, to who asks for that.
    pub const fn is_shown(self) -> bool {
        self.is_picture() || matches!(self, Pdf)
    }

    /// Whether it is text.
    pub const fn is_text(self) -> bool {
        matches!(self, Text | Csv | Vcard)
    }

    /// The name under which it goes out: the one it came under, with an ending that says what it is.
    pub fn named(self, name: &str) -> String {
        let (_, _, endings) = self.facts();
        let ending = name.rsplit_once('.').map(|(_, ending)| ending);
        let fits = ending.is_some_and(|found| {
            endings
                .iter()
                .any(|ending| ending.eq_ignore_ascii_case(found))
        });
        match endings.first() {
            Some(usual) if !fits => format!("{name}.{usual}"),
            _ => name.to_owned(),
        }
    }
}
