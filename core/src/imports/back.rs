//! The salon's own sheet, with verdict, reason and client number added.

use kartoteka_plugin::{Call, Error, Result};
use uuid::Uuid;

use super::{
    import::ImportRow,
    sheet::{BackRow, BackSheet, Cell, write_back},
    show,
    store::{self, RowFilter, Stored},
};

const PAGE: i64 = 1_000;

/// The sheet of the import `id` as XLSX, and the name for it.
///
/// # Errors
/// 403 without `imports.read`; 404; 409 `sheet_gone`, once its contents were blanked.
pub async fn sheet_back(call: &Call, id: Uuid) -> Result<(String, Vec<u8>)> {
    call.require("imports.read")?;
    let import = show::stored(call, id).await?;
    let heads: Vec<String> = ["verdict", "reason", "number"]
        .map(|head| call.texts().get(&format!("import-sheet-{head}")))
        .to_vec();
    let mut rows = head_row(&import);
    rows.extend(body(call, &import).await?);
    if rows.is_empty() {
        return Err(Error::conflict("sheet_gone"));
    }
    let widest = rows
        .iter()
        .flat_map(|row| row.cells.iter().map(|cell| cell.column + 1))
        .max();
    let head_at = import.head_row.and_then(|row| u32::try_from(row).ok());
    let scratch = call.scratch().create().await?;
    let folder = scratch.path().parent().unwrap_or_else(|| scratch.path());
    let sheet = BackSheet {
        name: "Kartoteka",
        first_extra: widest.unwrap_or(0),
        head: head_at.map(|row| (row, heads.as_slice())),
        temporary: folder,
    };
    let mut bytes = std::io::Cursor::new(Vec::new());
    write_back(&mut bytes, &sheet, rows).map_err(|e| Error::internal(e.to_string()))?;
    Ok((
        format!("{}-kartoteka.xlsx", stem(&import.file_name)),
        bytes.into_inner(),
    ))
}

fn stem(file_name: &str) -> &str {
    file_name
        .rsplit_once('.')
        .map_or(file_name, |(stem, _)| stem)
}

fn head_row(import: &Stored) -> Vec<BackRow> {
    let Some(row) = import.head_row.and_then(|row| u32::try_from(row).ok()) else {
        return Vec::new();
    };
    let heads = import.head.as_ref().and_then(serde_json::Value::as_object);
    let cells = heads.into_iter().flatten().filter_map(|(letters, text)| {
        let column: super::columns::Column = letters.parse().ok()?;
        Some(Cell::new(column.index(), text.as_str()?))
    });
    let mut cells: Vec<Cell> = cells.collect();
    cells.sort_by_key(|cell| cell.column);
    vec![BackRow {
        row,
        cells,
        extra: Vec::new(),
    }]
}

async fn body(call: &Call, import: &Stored) -> Result<Vec<BackRow>> {
    let mut rows = Vec::new();
    let mut after = 0;
    loop {
        let filter = RowFilter {
            verdict: None,
            sample: false,
            after,
            limit: PAGE,
        };
        let page = store::rows(&mut call.db(), import, &filter).await?;
        let Some((last, _)) = page.last() else {
            return Ok(rows);
        };
        after = last.row;
        for (row, cells) in page {
            rows.push(BackRow {
                row: u32::try_from(row.row).unwrap_or(0),
                cells,
                extra: said(call, &row),
            });
        }
    }
}

fn said(call: &Call, row: &ImportRow) -> Vec<String> {
    let texts = call.texts();
    let reason = row.reason.as_ref().map(|reason| {
        let same = row.same_as_row.unwrap_or(0);
        texts.with1(&format!("import-reason-{reason}"), "row", same)
    });
    vec![
        texts.get(&format!("import-verdict-{}", row.verdict.code())),
        reason.unwrap_or_default(),
        row.client_number.clone().unwrap_or_default(),
    ]
}
