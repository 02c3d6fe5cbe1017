//! What is taken, and what is not.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{Cursor, Write as _};

use proptest::prelude::*;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::*;

/// Judges `bytes`, which come in pieces of this size.
fn judged(bytes: &[u8], name: &str, piece: usize) -> Option<(Content, String)> {
    let mut judge = Judge::default();
    for piece in bytes.chunks(piece) {
        judge.take(piece);
    }
    judge.verdict(name)
}

/// The same in pieces of many sizes, which must make no difference.
fn content(bytes: &[u8], name: &str) -> Option<Content> {
    let whole = judged(bytes, name, bytes.len().max(1));
    for piece in [1, 7, 127, 128, 129, 4095, 4096, 4097] {
        assert_eq!(judged(bytes, name, piece), whole, "in pieces of {piece}");
    }
    whole.map(|(content, _)| content)
}

fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        let method = match *name {
            "mimetype" => CompressionMethod::Stored,
            _ => CompressionMethod::Deflated,
        };
        let options = SimpleFileOptions::default().compression_method(method);
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn compound(streams: &[&str]) -> Vec<u8> {
    let mut file = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    file.resize(512 + 300 * 128, 0);
    for stream in streams {
        let mut entry: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry.resize(64, 0);
        entry.extend_from_slice(&(((stream.len() + 1) * 2) as u16).to_le_bytes());
        entry.push(2);
        entry.resize(128, 0);
        file.extend_from_slice(&entry);
    }
    file
}

fn padded(begin: &[u8]) -> Vec<u8> {
    let mut bytes = begin.to_vec();
    bytes.extend((0..9000_u32).map(|at| (at % 256) as u8));
    bytes
}

#[test]
fn pictures_and_pdf_are_known_by_their_beginning_whatever_they_are_called() {
    let all: [(&[u8], Content); 9] = [
        (b"%PDF-1.7\n", Content::Pdf),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", Content::Jpeg),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Content::Png),
        (b"RIFF\x10\0\0\0WEBPVP8 ", Content::Webp),
        (b"GIF89a", Content::Gif),
        (b"II*\0", Content::Tiff),
        (b"MM\0*", Content::Tiff),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Content::Heic),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", Content::Heic),
    ];
    for (begin, expected) in all {
        for name in ["foto.pdf", "x.exe", "", "seite.html"] {
            assert_eq!(content(&padded(begin), name), Some(expected), "{name}");
        }
        assert_eq!(content(begin, "kurz"), Some(expected));
    }
}

#[test]
fn office_files_are_known_by_what_is_in_them() {
    let types: (&str, &[u8]) = ("[Content_Types].xml", b"<Types/>");
    let odt = b"application/vnd.oasis.opendocument.text".as_slice();
    let ods = b"application/vnd.oasis.opendocument.spreadsheet".as_slice();
    let noise: Vec<u8> = (0..60_000_u32)
        .flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes())
        .collect();
    let large: (&str, &[u8]) = ("word/media/foto.jpg", &noise);
    for (entries, expected) in [
        (vec![types, ("word/document.xml", b"")], Some(Content::Docx)),
        (
            vec![large, types, ("word/document.xml", b"")],
            Some(Content::Docx),
        ),
        (vec![types, ("xl/workbook.xml", b"")], Some(Content::Xlsx)),
        (
            vec![types, ("ppt/presentation.xml", b"")],
            Some(Content::Pptx),
        ),
        (
            vec![("mimetype", odt), ("content.xml", b"")],
            Some(Content::Odt),
        ),
        (
            vec![("mimetype", ods), ("content.xml", b"")],
            Some(Content::Ods),
        ),
        // Macros, programs, and zips of anything else.
        (
            vec![
                types,
                ("word/document.xml", b""),
                ("word/vbaProject.bin", b""),
            ],
            None,
        ),
        (
            vec![
                ("mimetype", odt),
                ("content.xml", b""),
                ("Basic/x.xml", b""),
            ],
            None,
        ),
        (vec![("word/document.xml", b"")], None),
        (
            vec![("mimetype", b"application/epub+zip"), ("content.xml", b"")],
            None,
        ),
        (
            vec![("META-INF/MANIFEST.MF", b""), ("Evil.class", b"")],
            None,
        ),
        (
            vec![(
                "rechnung.docx",
                b"PK\x03\x04 word/document.xml [Content_Types].xml",
            )],
            None,
        ),
    ] {
        let zip = zipped(&entries);
        assert_eq!(content(&zip, "a.docx"), expected, "{:?}", entries[0].0);
        assert_eq!(content(&zip[..zip.len() - 1], "a.docx"), None, "cut short");
        let mut program = b"PK\x03\x04".to_vec();
        program.extend_from_slice(&zip);
        assert_eq!(content(&program, "a.docx"), None, "something before it");
    }
}

#[test]
fn compound_files_are_known_by_their_streams() {
    assert_eq!(
        content(&compound(&["WordDocument"]), "a"),
        Some(Content::Doc)
    );
    assert_eq!(
        content(&compound(&["x", "Workbook"]), "a"),
        Some(Content::Xls)
    );
    let slides = compound(&["PowerPoint Document"]);
    assert_eq!(content(&slides, "a"), Some(Content::Ppt));
    assert_eq!(content(&compound(&["Property", "File"]), "setup.doc"), None);
    assert_eq!(content(&compound(&["WordDocument2"]), "setup.doc"), None);
}

#[test]
fn text_is_text_and_nothing_that_runs() {
    let with = |text: &[u8], name: &str| judged(text, name, 3).map(|(_, kind)| kind);
    let utf8 = "Łukasz;Müller\n".as_bytes();
    assert_eq!(with(utf8, "a.txt").unwrap(), "text/plain; charset=utf-8");
    assert_eq!(with(utf8, "a.CSV").unwrap(), "text/csv; charset=utf-8");
    assert_eq!(with(b"M\xfcller;Z\xfcrich", "a.csv").unwrap(), "text/csv");
    assert_eq!(
        content(b"begin:vcard\r\nEND:VCARD", "a.txt"),
        Some(Content::Vcard)
    );
    assert_eq!(content(b"a < b and b > c", "a.txt"), Some(Content::Text));
    let long = "Müller ".repeat(3000);
    assert_eq!(content(long.as_bytes(), "a.exe"), Some(Content::Text));
    let refused: [&[u8]; 12] = [
        b"",
        b"  \r\n",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\xef\xbb\xbf \n<!DOCTYPE html>",
        b"GIF is what this is not: <ScRiPt>alert(1)</script>",
        b"<?xml version='1.0'?><svg/>",
        b"#!/bin/sh\nrm -rf",
        b"{\\rtf1 x}",
        b"%!PS-Adobe",
        b"a\0b",
        b"MZ\x90\0\x03\0\0\0\x04",
        b"\x7fELF\x02\x01\x01\0",
    ];
    for bytes in refused {
        assert_eq!(
            content(bytes, "a.pdf"),
            None,
            "{:?}",
            String::from_utf8_lossy(bytes)
        );
    }
    let mut late = long.into_bytes();
    late.push(0);
    assert_eq!(content(&late, "a.txt"), None);
}

/// Relatives of what is taken: the same family, and none of it.
#[test]
fn what_only_looks_like_it_is_refused() {
    let others: [&[u8]; 9] = [
        b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2",
        b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif",
        b"RIFF\x10\0\0\0WAVEfmt ",
        b"<b>x</b>",
        b"\xef\xbb\xbf<b>x</b>",
        b"\xef\xbb\xbf#!/bin/sh",
        b"\xef\xbb\xbf\r\n{\\rtf1 x}",
        b"\xef\xbb\xbf",
        b"\x1b[2J",
    ];
    for bytes in others {
        assert_eq!(content(bytes, "a.pdf"), None, "{bytes:?}");
    }
    let odt = b"application/vnd.oasis.opendocument.text".as_slice();
    let bare = zipped(&[("mimetype", odt), ("styles.xml", b"")]);
    assert_eq!(content(&bare, "a.odt"), None);
    let mut folder = compound(&["WordDocument"]);
    let kind = folder.len() - 128 + 66;
    folder[kind] = 1;
    assert_eq!(content(&folder, "a.doc"), None);
    assert_eq!(content(&compound(&["WordDocument\0x"]), "a.doc"), None);
}

#[test]
fn a_text_is_utf8_to_its_last_letter() {
    let kind = |bytes: &[u8]| judged(bytes, "a.txt", 2).map(|(_, kind)| kind);
    let whole = kind("Grüß".as_bytes()).unwrap();
    assert_eq!(whole, "text/plain; charset=utf-8");
    assert_eq!(kind(b"Gr\xc3").unwrap(), "text/plain");
    assert_eq!(
        content(b"\xef\xbb\xbfBEGIN:VCARD", "a"),
        Some(Content::Vcard)
    );
}

/// Of a large document only the end is kept while it comes: wherever that is cut, its directory is whole.
#[test]
fn a_large_document_is_known_by_its_end() {
    let noise: Vec<u8> = (0..263_000_u32)
        .flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes())
        .collect();
    let pictures: Vec<String> = (0..300).map(|n| format!("word/media/{n}.jpg")).collect();
    for length in (1_000_000..noise.len()).step_by(8_000) {
        let mut entries = vec![
            ("[Content_Types].xml", b"".as_slice()),
            ("word/document.xml", b""),
            ("word/media/groß.jpg", &noise[..length]),
        ];
        entries.extend(pictures.iter().map(|name| (name.as_str(), b"".as_slice())));
        let judged = judged(&zipped(&entries), "a", 4096);
        let content = judged.map(|(content, _)| content);
        assert_eq!(content, Some(Content::Docx), "of {length} bytes");
    }
}

#[test]
fn names_say_what_it_is_when_it_goes_out() {
    assert_eq!(Content::Pdf.named("Übung.PDF"), "Übung.PDF");
    assert_eq!(Content::Pdf.named("setup.exe"), "setup.exe.pdf");
    assert_eq!(Content::Text.named("virus.bat"), "virus.bat.txt");
    assert_eq!(Content::Jpeg.named("IMG_1"), "IMG_1.jpg");
    assert!(Content::names(&Content::ALL).starts_with("PDF, JPG, PNG"));
    for content in Content::ALL {
        assert_eq!(Content::from_code(content.code()), Some(content));
    }
}

proptest! {
    /// Whatever comes, in whatever pieces: no panic, and the pieces make no difference.
    #[test]
    fn pieces_make_no_difference(
        begin in prop::sample::select(vec![
            &b"PK\x03\x04"[..], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\0\0\0\x18ftypmif1", b"Text ", b"",
        ]),
        rest in prop::collection::vec(any::<u8>(), 0..9000),
        piece in 1_usize..5000,
    ) {
        let bytes = [begin, &rest].concat();
        prop_assert_eq!(judged(&bytes, "a", piece), judged(&bytes, "a", bytes.len().max(1)));
    }
}
