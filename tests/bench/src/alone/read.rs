//! A sheet read by calamine alone.

use std::path::Path;

use calamine::{Data, Reader as _, Xlsx, open_workbook};

use crate::{Outcome, memory};

pub(super) fn run(file: &Path) -> Outcome<String> {
    let mut book: Xlsx<_> = open_workbook(file)?;
    let sheet = book.worksheet_range_at(0).ok_or("no sheet")??;
    let filled = sheet
        .used_cells()
        .filter(|(.., cell)| !matches!(cell, Data::Empty));
    // Looking at every cell keeps the reader honest.
    let letters: usize = filled.map(|(.., cell)| cell.to_string().len()).sum();
    if letters == 0 {
        return Err("an empty sheet".into());
    }
    let computed = super::computed().as_micros();
    Ok(format!("{computed} {}", memory::most_of_this()))
}
