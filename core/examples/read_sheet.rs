//! Reads a sheet and says what it found, with its time and memory:
//! `read_sheet FILE`, or `read_sheet --calamine FILE` for calamine's cells alone, to compare.
//! `read_sheet --make FILE ROWS` makes a list to measure with.

use std::io::{self, Write};
use std::path::Path;

use calamine::{Reader, Xlsx, open_workbook};
use kartoteka_core::imports::sheet::{Frame, Frames, Options, read};
use rust_xlsxwriter::Workbook;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let text = match args.as_slice() {
        ["--make", file, rows] => make(file, rows.parse()?)?,
        ["--calamine", file] => calamine_alone(file)?,
        ["--count", file] => count(file)?,
        [file] => tell(file)?,
        _ => "read_sheet [--calamine | --count] FILE, or --make FILE ROWS".to_owned(),
    };
    writeln!(io::stdout(), "{text}\n{}", usage())?;
    Ok(())
}

/// A stream that counts and forgets, like a pipe to a parent that is fast.
struct Forget(u64);

impl Write for Forget {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn count(file: &str) -> io::Result<String> {
    let mut out = Forget(0);
    read(Path::new(file), &Options::default(), &mut out)?;
    Ok(format!("{} bytes of frames", out.0))
}

fn tell(file: &str) -> Result<String, Box<dyn std::error::Error>> {
    let mut bytes = Vec::new();
    read(Path::new(file), &Options::default(), &mut bytes)?;
    let mut frames = Frames::new();
    frames.push(&bytes);
    let mut lines = Vec::new();
    while let Some(frame) = frames.next_frame()? {
        match frame {
            Frame::Row(row) if row.row > 5 => {}
            frame => lines.push(format!("{frame:?}")),
        }
    }
    frames.finish()?;
    Ok(lines.join("\n"))
}

fn calamine_alone(file: &str) -> Result<String, calamine::XlsxError> {
    let mut book: Xlsx<_> = open_workbook(file)?;
    let name = book.sheet_names().first().cloned().unwrap_or_default();
    let mut reader = book.worksheet_cells_reader(&name)?;
    let mut cells = 0;
    while reader.next_cell()?.is_some() {
        cells += 1;
    }
    Ok(format!("{cells} cells"))
}

fn make(file: &str, rows: u32) -> Result<String, rust_xlsxwriter::XlsxError> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    for row in 0..rows {
        page.write(row, 0, format!("Anna Müller-{row}"))?;
        page.write(
            row,
            1,
            format!("0176 {:07}", u64::from(row) * 7919 % 10_000_000),
        )?;
        page.write(row, 2, format!("anna.{row}@example.org"))?;
        page.write(row, 3, format!("Farbe {} mit Pflege", row % 40))?;
        page.write(row, 4, 1)?;
    }
    book.save(file)?;
    Ok(format!("{rows} rows"))
}

/// Processor time and the most memory, as the kernel counts them.
fn usage() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status
        .lines()
        .find(|line| line.starts_with("VmHWM"))
        .unwrap_or_default()
        .to_owned();
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks: Vec<&str> = stat.split(' ').skip(13).take(2).collect();
    format!(
        "{peak}, {} hundredths of a second (user, system)",
        ticks.join(" + ")
    )
}
