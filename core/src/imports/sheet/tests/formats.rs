//! Cells of all formats become what a salon reads in them.

use rust_xlsxwriter::Format;

use super::super::{CellFlags, Format as Kind, Note, Options};
use super::fixtures::{XlsCell, ods, raw_xlsx, xls, xlsx};
use super::{tell, tell_with};

#[test]
fn xlsx_cells_become_texts() {
    let bytes = xlsx(|book| {
        let day = Format::new().set_num_format("dd.mm.yyyy");
        let moment = Format::new().set_num_format("dd.mm.yyyy hh:mm");
        let clock = Format::new().set_num_format("hh:mm");
        let page = book.add_worksheet();
        page.write(0, 0, "  Ánna\u{a0}Mu\u{308}ller ")?;
        page.write(0, 1, 4_917_612_345_678.0)?;
        page.write(0, 2, 1.5)?;
        page.write(0, 3, true)?;
        page.write_with_format(1, 0, 29_586, &day)?;
        page.write_with_format(1, 1, 29_586.0 + 17.5 / 24.0, &moment)?;
        page.write_with_format(1, 2, 0.75, &clock)?;
        page.write_with_format(1, 3, 4_917_612_345_678.0, &day)?;
        page.write(2, 0, "a\u{202e}b\u{200b}c\u{7}")?;
        page.write(2, 1, "Zeile 1\r\nZeile 2\tEnde")?;
        page.write(2, 2, "=1+1")?;
        page.write(2, 3, 123_456_789_012_345_680.0)?;
        Ok(())
    });
    let told = tell(&bytes);
    assert_eq!(told.row(1), ["Ánna Müller", "4917612345678", "1.5", "true"]);
    assert_eq!(
        told.row(2),
        ["1980-12-31", "1980-12-31 17:30", "18:00", "4917612345678"]
    );
    assert_eq!(
        told.row(3),
        ["abc", "Zeile 1\nZeile 2 Ende", "=1+1", "123456789012345680"]
    );
    let flags = |row: usize, column: usize| told.rows[row].cells[column].flags;
    assert_eq!(flags(0, 0), CellFlags::default());
    assert_eq!(flags(0, 1), CellFlags::FROM_NUMBER);
    assert_eq!(flags(0, 3), CellFlags::FROM_BOOLEAN);
    assert_eq!(flags(1, 0), CellFlags::FROM_DATE);
    assert_eq!(flags(1, 3), CellFlags::FROM_NUMBER);
    assert_eq!(flags(2, 0), CellFlags::CLEANED);
    assert!(flags(2, 3).contains(CellFlags::DIGITS_LOST));
    assert!(told.notes().contains(&Note::DateCells(3)));
    assert_eq!(told.end.unwrap().rows, 3);
}

#[test]
fn errors_of_formulas_are_no_names() {
    let bytes = raw_xlsx(
        r##"<sheetData><row r="1"><c r="A1" t="e"><v>#REF!</v></c><c r="B1" t="str"><f>X</f><v>#N/A</v></c><c r="C1" t="inlineStr"><is><t>Anna</t></is></c></row></sheetData>"##,
    );
    let told = tell(&bytes);
    assert_eq!(told.row(1), ["", "", "Anna"]);
    assert!(
        told.rows[0].cells[0]
            .flags
            .contains(CellFlags::FORMULA_ERROR)
    );
    assert_eq!(told.notes(), [Note::FormulaErrors(2)]);
}

#[test]
fn the_fullest_visible_sheet_is_read_unless_another_is_asked_for() {
    let bytes = xlsx(|book| {
        book.add_worksheet().set_name("leer")?;
        for (name, rows) in [("klein", 3), ("groß", 700), ("viel", 900)] {
            let page = book.add_worksheet().set_name(name)?;
            page.set_hidden(name == "viel");
            for row in 0..rows {
                page.write(row, 0, format!("{name} {row}"))?;
            }
        }
        Ok(())
    });
    let told = tell(&bytes);
    let head = told.head.as_ref().unwrap();
    assert_eq!(told.rows.len(), 700);
    assert_eq!(told.row(1), ["groß 0"]);
    let used: Vec<_> = head
        .sheets
        .iter()
        .map(|sheet| (sheet.name.as_str(), sheet.hidden, sheet.used))
        .collect();
    assert_eq!(
        used,
        [
            ("leer", false, false),
            ("klein", false, false),
            ("groß", false, true),
            ("viel", true, false)
        ]
    );
    assert_eq!(head.sheets[1].rows_seen, Some(3));
    assert_eq!(told.notes(), [Note::SeveralSheets]);
    let options = Options {
        sheet: Some("klein".to_owned()),
        ..Options::default()
    };
    assert_eq!(tell_with(&bytes, &options).rows.len(), 3);
}

#[test]
fn merged_cells_are_said() {
    let merged = xlsx(|book| {
        let page = book.add_worksheet();
        page.merge_range(0, 0, 0, 3, "Kundenliste", &Format::new())?;
        page.write(1, 0, "Anna")?;
        Ok(())
    });
    assert_eq!(tell(&merged).notes(), [Note::MergedCells]);
    assert_eq!(tell(&merged).row(1), ["Kundenliste"]);
    let old = xls(
        &[
            (0, 0, XlsCell::Label("Kundenliste")),
            (1, 0, XlsCell::Label("Anna")),
        ],
        Some([0, 0, 0, 3]),
    );
    assert_eq!(tell(&old).notes(), [Note::MergedCells]);
}

#[test]
fn xls_is_read() {
    let cells = [
        (0, 0, XlsCell::Label("Grażyna Müller-Łoś")),
        (0, 1, XlsCell::Number(491_761_234_567.0)),
        (4, 0, XlsCell::Date(29586.0)),
        (4, 1, XlsCell::Error),
    ];
    let told = tell(&xls(&cells, None));
    assert_eq!(told.head.as_ref().unwrap().format, Kind::Xls);
    assert_eq!(told.head.as_ref().unwrap().sheets[0].name, "Kunden");
    assert_eq!(told.row(1), ["Grażyna Müller-Łoś", "491761234567"]);
    assert_eq!(told.row(5), ["1980-12-31", ""]);
    assert!(told.notes().contains(&Note::EmptyRows(3)));
}

#[test]
fn ods_is_read() {
    let table = r#"<table:table table:name="Kunden &amp; mehr"><table:table-row>
        <table:table-cell office:value-type="string"><text:p>Zo&#235;<text:s text:c="2"/>Müller</text:p><text:p>Zeile 2</text:p></table:table-cell>
        <table:table-cell table:number-columns-repeated="2"/>
        <table:table-cell office:value-type="float" office:value="491761234567"><text:p>4,9E11</text:p></table:table-cell>
        <table:table-cell office:value-type="date" office:date-value="1980-12-31T00:00:00"><text:p>31.12.80</text:p></table:table-cell>
        <table:table-cell office:value-type="time" office:time-value="PT17H30M00S"/>
        <table:table-cell office:value-type="boolean" office:boolean-value="true"/>
        <table:table-cell calcext:value-type="error" office:value-type="string"><text:p>#REF!</text:p></table:table-cell>
        <table:table-cell office:value-type="string"><office:annotation><text:p>Kommentar</text:p></office:annotation><text:p>da</text:p></table:table-cell>
        <table:table-cell table:number-columns-repeated="16000"/></table:table-row>
        <table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
        <table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="string"><text:p>Paul</text:p></table:table-cell></table:table-row></table:table>"#;
    let told = tell(&ods(table));
    assert_eq!(told.head.as_ref().unwrap().format, Kind::Ods);
    assert_eq!(told.head.as_ref().unwrap().sheets[0].name, "Kunden & mehr");
    let first = [
        "Zoë  Müller\nZeile 2",
        "",
        "",
        "491761234567",
        "1980-12-31",
        "17:30",
        "true",
        "",
        "da",
    ];
    assert_eq!(told.row(1), first);
    assert_eq!(told.row(1_000_002), ["Paul"]);
    assert_eq!(told.end.unwrap().rows, 3);
}

#[test]
fn the_fullest_table_of_an_ods_file_is_read_and_its_spans_are_said() {
    let row = |text: &str| {
        format!(
            r#"<table:table-row><table:table-cell office:value-type="string" table:number-columns-spanned="2"><text:p>{text}</text:p></table:table-cell></table:table-row>"#
        )
    };
    let one = format!(
        r#"<table:table table:name="A">{}</table:table>"#,
        row("eins")
    );
    let two = format!(
        r#"<table:table table:name="B">{}{}</table:table>"#,
        row("zwei"),
        row("drei")
    );
    let told = tell(&ods(&(one + &two)));
    assert_eq!(told.row(1), ["zwei"]);
    assert_eq!(told.notes(), [Note::SeveralSheets, Note::MergedCells]);
}

#[test]
fn wide_and_long_sheets_cost_only_what_they_hold() {
    let mut rows = String::from("<sheetData>");
    for row in 1..=1_000_000 {
        rows.push_str(&format!(r#"<row r="{row}"/>"#));
    }
    rows.push_str(r#"<row r="1000001"><c r="A1000001"><v>1</v></c><c r="XFD1000001"><v>2</v></c></row></sheetData>"#);
    let told = tell(&raw_xlsx(&rows));
    assert_eq!(told.rows.len(), 1);
    assert_eq!(told.row(1_000_001).len(), 16_384);
    assert!(told.notes().contains(&Note::EmptyRows(1_000_000)));
}

#[test]
fn cells_and_rows_are_cut_at_their_limits() {
    let bytes = xlsx(|book| {
        let page = book.add_worksheet();
        page.write(0, 0, "ä".repeat(32_767))?;
        page.write(1, 0, "x".repeat(20_000))?;
        page.write(1, 1, "kurz")?;
        Ok(())
    });
    assert_eq!(tell(&bytes).row(1)[0].chars().count(), 32_767);
    let mut options = Options::default();
    options.limits.cell_chars = 10;
    options.limits.row_bytes = 12;
    let told = tell_with(&bytes, &options);
    assert_eq!(
        told.row(1),
        [""],
        "ten letters of two bytes are more than the row may have"
    );
    assert_eq!(told.row(2), ["x".repeat(10).as_str(), ""]);
    assert_eq!(
        told.notes()
            .iter()
            .filter_map(|note| Some((note.code(), note.count()?)))
            .collect::<Vec<_>>(),
        [("truncated_cells", 3)]
    );
    options.limits.columns = 1;
    assert!(
        tell_with(&bytes, &options)
            .notes()
            .contains(&Note::ColumnsLeftOut(1))
    );
}

#[test]
fn numbers_are_read_as_their_format_shows_them() {
    let bytes = xlsx(|book| {
        let page = book.add_worksheet();
        let formats = ["00000", "0000\\ 0000000", "\\+0", "0.00", "General"];
        for (column, code) in (0..).zip(formats) {
            let format = Format::new().set_num_format(code);
            page.write_with_format(0, column, 1_761_234.0, &format)?;
        }
        let card = Format::new().set_num_format("00000");
        page.write_with_format(1, 0, 815, &card)?;
        page.write_with_format(1, 1, -815, &card)?;
        page.write_with_format(1, 2, 8.5, &card)?;
        Ok(())
    });
    let told = tell(&bytes);
    assert_eq!(
        told.row(1),
        ["1761234", "0000 1761234", "+1761234", "1761234", "1761234"]
    );
    assert_eq!(told.row(2), ["00815", "-815", "8.5"]);
    let padded = ods("<table:table table:name=\"A\"><table:table-row>\
         <table:table-cell office:value-type=\"float\" office:value=\"1761234567\"><text:p>0176 1234567</text:p></table:table-cell>\
         <table:table-cell office:value-type=\"float\" office:value=\"815\"><text:p>00815</text:p></table:table-cell>\
         <table:table-cell office:value-type=\"float\" office:value=\"0.5\"><text:p>00,5</text:p></table:table-cell>\
         <table:table-cell office:value-type=\"float\" office:value=\"0\"><text:p>0</text:p></table:table-cell>\
         </table:table-row></table:table>");
    assert_eq!(tell(&padded).row(1), ["0176 1234567", "00815", "0.5", "0"]);
}

#[test]
fn hidden_sheets_of_open_documents_are_not_chosen() {
    let row = "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>x</text:p></table:table-cell></table:table-row>";
    let bytes = ods(&format!(
        "<style:style style:name=\"ta1\" style:family=\"table\"><style:table-properties table:display=\"true\"/></style:style>\
         <style:style style:name=\"ta2\" style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style>\
         <table:table table:name=\"Verborgen\" table:style-name=\"ta2\">{row}{row}{row}</table:table>\
         <table:table table:name=\"Kunden\" table:style-name=\"ta1\">{row}</table:table>"
    ));
    let told = tell(&bytes);
    let head = told.head.as_ref().unwrap();
    let hidden: Vec<bool> = head.sheets.iter().map(|sheet| sheet.hidden).collect();
    assert_eq!(hidden, [true, false]);
    assert_eq!(told.rows.len(), 1);
}
