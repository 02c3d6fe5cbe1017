//! The reader from end to end: bytes to a file, the file to frames, the frames back.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod csv_files;
mod fixtures;
mod formats;
mod frames;
mod mutants;
mod refused;
mod written_back;

use std::io::Write;

use super::{End, Failure, FailureCode, Frame, Frames, Head, Note, Options, Row, read};

/// All that the reader said about a file.
#[derive(Debug, Default)]
struct Told {
    head: Option<Head>,
    rows: Vec<Row>,
    end: Option<End>,
    failure: Option<Failure>,
}

impl Told {
    /// The texts of a row by its number, empty cells as empty texts.
    fn row(&self, number: u32) -> Vec<&str> {
        let row = self.rows.iter().find(|row| row.row == number).unwrap();
        let width = row
            .cells
            .last()
            .map_or(0, |cell| usize::from(cell.column) + 1);
        let mut texts = vec![""; width];
        for cell in &row.cells {
            texts[usize::from(cell.column)] = &cell.text;
        }
        texts
    }

    fn code(&self) -> Option<FailureCode> {
        self.failure.as_ref().map(|failure| failure.code)
    }

    fn notes(&self) -> Vec<Note> {
        let head = self.head.iter().flat_map(|head| &head.notes);
        head.chain(self.end.iter().flat_map(|end| &end.notes))
            .cloned()
            .collect()
    }

    fn encoding(&self) -> &str {
        self.head.as_ref().unwrap().encoding.as_deref().unwrap()
    }
}

fn stream_of(bytes: &[u8], options: &Options) -> Vec<u8> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    let mut out = Vec::new();
    read(file.path(), options, &mut out).unwrap();
    out
}

fn tell_with(bytes: &[u8], options: &Options) -> Told {
    let mut frames = Frames::new();
    let mut told = Told::default();
    for chunk in stream_of(bytes, options).chunks(1000) {
        frames.push(chunk);
        while let Some(frame) = frames.next_frame().unwrap() {
            match frame {
                Frame::Head(head) => told.head = Some(head),
                Frame::Row(row) => told.rows.push(row),
                Frame::End(end) => told.end = Some(end),
                Frame::Failed(failure) => told.failure = Some(failure),
            }
        }
    }
    frames.finish().unwrap();
    told
}

fn tell(bytes: &[u8]) -> Told {
    tell_with(bytes, &Options::default())
}
