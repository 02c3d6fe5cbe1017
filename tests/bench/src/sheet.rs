//! A salon's list as Treatwell exports it: name, phone, e-mail, notes, `1` for consent,
//! and no head.

use rust_xlsxwriter::Workbook;

use crate::{Outcome, people::Person};

/// The list as XLSX, with shared texts as Excel writes them.
pub(crate) fn xlsx(people: &[Person]) -> Outcome<Vec<u8>> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, person) in (0_u32..).zip(people) {
        sheet.write_string(row, 0, person.name())?;
        if let Some(phone) = &person.phone {
            sheet.write_string(row, 1, phone)?;
        }
        if let Some(email) = &person.email {
            sheet.write_string(row, 2, email)?;
        }
        if let Some(note) = &person.note {
            sheet.write_string(row, 3, note)?;
        }
        if person.consent {
            sheet.write_number(row, 4, 1)?;
        }
    }
    Ok(workbook.save_to_buffer()?)
}
