//! The salon's own sheet, with verdict, reason and client number added.

use std::io;

use bytes::Bytes;
use futures_util::{
    StreamExt as _,
    stream::{self, BoxStream},
};
use kartoteka_plugin::{Call, Error, Result};
use uuid::Uuid;

use super::{
    columns::Column,
    import::ImportRow,
    sheet::{BackRow, BackSheet, BackWriter, Cell, WriteError},
    show,
    store::{self, RowFilter, Stored},
};

/// Rows written between two looks at the table: a few milliseconds of packing, so that
/// nobody else's request waits for it.
const PAGE: i64 = 500;

/// An XLSX file as it comes. An error ends it in the middle, which a browser reports.
pub type SheetStream = BoxStream<'static, io::Result<Bytes>>;

/// The sheet of the import `id` as XLSX, and the name for it. It is written while it is
/// sent: half a million rows are never held at once.
///
/// # Errors
/// 403 without `imports.read`; 404; 409 `sheet_gone`, once its contents were blanked.
pub async fn sheet_back(call: &Call, id: Uuid) -> Result<(String, SheetStream)> {
    call.require("imports.read")?;
    let import = show::stored(call, id).await?;
    if !store::has_cells(&mut call.db(), id).await? {
        return Err(Error::conflict("sheet_gone"));
    }
    let heads: Vec<String> = ["verdict", "reason", "number"]
        .map(|head| call.texts().get(&format!("import-sheet-{head}")))
        .to_vec();
    let head_at = import.head_row.and_then(|row| u32::try_from(row).ok());
    let sheet = BackSheet {
        name: "Kartoteka",
        first_extra: width(&import),
        head: head_at.map(|row| (row, heads.as_slice())),
    };
    let mut writer = BackWriter::new(&sheet).map_err(failed)?;
    if let Some(head) = head_row(&import) {
        writer.write(&head).map_err(failed)?;
    }
    let name = format!("{}-kartoteka.xlsx", stem(&import.file_name));
    let writing = Writing {
        call: call.clone(),
        import,
        writer,
        after: 0,
    };
    let sheet = stream::try_unfold(Some(writing), |writing| async move {
        match writing {
            Some(writing) => writing.next().await.map(Some).map_err(broken),
            None => Ok(None),
        }
    });
    Ok((name, sheet.boxed()))
}

/// A sheet on its way out.
struct Writing {
    call: Call,
    import: Stored,
    writer: BackWriter,
    after: i64,
}

impl Writing {
    /// The next bytes; the last ones come with nothing to go on with.
    async fn next(mut self) -> Result<(Bytes, Option<Self>)> {
        let filter = RowFilter {
            after: self.after,
            limit: PAGE,
            ..RowFilter::default()
        };
        let page = store::rows(&mut self.call.db(), &self.import, &filter).await?;
        let Some((last, _)) = page.last() else {
            let end = self.writer.finish().map_err(failed)?;
            return Ok((end.into(), None));
        };
        self.after = last.row;
        for (row, cells) in page {
            let back = BackRow {
                row: u32::try_from(row.row).unwrap_or(0),
                cells,
                extra: said(&self.call, &row),
            };
            self.writer.write(&back).map_err(failed)?;
        }
        Ok((self.writer.take().into(), Some(self)))
    }
}

fn failed(error: WriteError) -> Error {
    Error::internal(error.to_string())
}

/// Its answer has begun, so that only the end of the connection can tell.
fn broken(error: Error) -> io::Error {
    let cause = error.cause.as_deref();
    io::Error::other(cause.unwrap_or(&error.code).to_owned())
}

fn stem(file_name: &str) -> &str {
    file_name
        .rsplit_once('.')
        .map_or(file_name, |(stem, _)| stem)
}

/// Where our columns begin: behind the widest row.
fn width(import: &Stored) -> u16 {
    let seen = import.about.as_ref().and_then(|about| about.get("columns"));
    let seen = seen.and_then(serde_json::Value::as_u64);
    let seen = seen.and_then(|columns| u16::try_from(columns).ok());
    let named = [&import.mapping, &import.head].into_iter().flatten();
    let named = named.filter_map(serde_json::Value::as_object);
    let named = named.flat_map(serde_json::Map::keys);
    let named = named.filter_map(|letters| Some(letters.parse::<Column>().ok()?.index() + 1));
    named.max().max(seen).unwrap_or(0)
}

fn head_row(import: &Stored) -> Option<BackRow> {
    let row = import.head_row.and_then(|row| u32::try_from(row).ok())?;
    let heads = import.head.as_ref().and_then(serde_json::Value::as_object);
    let cells = heads.into_iter().flatten().filter_map(|(letters, text)| {
        let column: Column = letters.parse().ok()?;
        Some(Cell::new(column.index(), text.as_str()?))
    });
    let mut cells: Vec<Cell> = cells.collect();
    cells.sort_by_key(|cell| cell.column);
    Some(BackRow {
        row,
        cells,
        extra: Vec::new(),
    })
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
