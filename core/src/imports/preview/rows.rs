//! Rows as they come: read, judged a page at a time, and staged.

use futures_util::StreamExt as _;
use kartoteka_plugin::{Call, Error, jobs::Progress, workers::ScratchFile};
use uuid::Uuid;

use super::super::{
    card::Card,
    columns::{Column, Field, Mapping, ProblemCode, Recognition, Refusal, read_row, recognise},
    import::RowProblem,
    judge::{Candidate, Judge, Judgement},
    sheet::{Cell, Frame, Frames, Head, Note, Options, Row},
    show,
    stop::{Stop, stream_problem, worker_problem},
    store::{self, Staged, Stored},
};
use crate::{
    clients::Phone,
    phones::{PhoneReader, split_phones},
};

/// Rows judged and staged at once.
const PAGE: usize = 1_000;
/// Rows looked at to find out what the columns hold.
const LOOKED_AT: usize = 100;

/// A preview on its way.
pub(super) struct Preview<'a> {
    call: &'a Call,
    id: Uuid,
    progress: &'a Progress,
    chosen: Option<Mapping>,
    /// Whether the first row names the columns, where the salon said so.
    told_head: Option<bool>,
    phones: PhoneReader,
    judge: Judge,
    layout: Option<Layout>,
    /// Rows held back until it is known what the columns hold, then until a page is full.
    waiting: Vec<Row>,
    done: u64,
    /// Columns of the widest row.
    columns: u16,
}

/// What the columns hold.
struct Layout {
    mapping: Mapping,
    head_row: Option<u32>,
}

impl<'a> Preview<'a> {
    pub(super) fn new(
        call: &'a Call,
        id: Uuid,
        progress: &'a Progress,
        chosen: Option<Mapping>,
    ) -> Self {
        Self {
            call,
            id,
            progress,
            chosen,
            told_head: None,
            phones: PhoneReader::new(&call.salon().country),
            judge: Judge::default(),
            layout: None,
            waiting: Vec::new(),
            done: 0,
            columns: 0,
        }
    }

    /// With what the salon said about a head.
    pub(super) fn told(mut self, head: Option<bool>) -> Self {
        self.told_head = head;
        self
    }

    /// Reads `file` in the worker and stages its rows.
    pub(super) async fn read(
        mut self,
        file: &dyn ScratchFile,
        options: &Options,
    ) -> Result<(), Stop> {
        let mut output =
            self.call
                .workers()
                .run("core.read_sheet", file.path(), options.to_args(), None);
        let mut frames = Frames::new();
        let mut head = None;
        let mut notes = None;
        while let Some(chunk) = output.next().await {
            frames.push(&chunk.map_err(worker_problem)?);
            while let Some(frame) = frames.next_frame().map_err(stream_problem)? {
                match frame {
                    Frame::Head(found) => {
                        let seen = found.sheets.iter().find(|sheet| sheet.used);
                        let rows = seen.and_then(|sheet| sheet.rows_seen).unwrap_or(0);
                        self.progress.set_of(rows.into());
                        // At once: what follows may fail by how the file was read.
                        self.describe(&found, &[]).await?;
                        head = Some(found);
                    }
                    Frame::Row(row) => self.take(row).await?,
                    Frame::End(end) => notes = Some(end.notes),
                    Frame::Failed(failure) => return Err(failure.into()),
                }
            }
        }
        frames.finish().map_err(stream_problem)?;
        self.flush().await?;
        match head {
            Some(head) => self.describe(&head, &notes.unwrap_or_default()).await,
            None => Ok(()),
        }
    }

    /// Judges the staged rows by another mapping.
    pub(super) async fn judge_anew(mut self) -> Result<(), Stop> {
        let import = store::load(&mut self.call.db(), self.id)
            .await?
            .ok_or_else(Error::not_found)?;
        self.progress
            .set_of(u64::try_from(import.rows).unwrap_or(0));
        let mapping = self.chosen.clone().unwrap_or_default();
        let head_row = import.head_row.and_then(|row| u32::try_from(row).ok());
        self.layout = Some(Layout {
            mapping: mapping.clone(),
            head_row,
        });
        let mut after = 0;
        loop {
            let page = i64::try_from(PAGE).unwrap_or(i64::MAX);
            let rows = store::cells_page(&mut self.call.db(), self.id, after, page).await?;
            let Some((last, _)) = rows.last() else { break };
            after = *last;
            let rows = rows.into_iter().filter_map(|(row, cells)| {
                Some(Row {
                    row: u32::try_from(row).ok()?,
                    cells,
                })
            });
            let rows = rows.collect();
            self.stage(rows, true).await?;
        }
        self.remember(&import, &mapping).await
    }

    async fn remember(&self, import: &Stored, mapping: &Mapping) -> Result<(), Stop> {
        let mut tx = self.call.begin().await?;
        let json = mapping.to_json();
        let described = Stored {
            mapping: serde_json::from_str(&json).ok(),
            basis: Some("chosen".to_owned()),
            ..import.clone()
        };
        still_wanted(store::describe(&mut tx, &described).await?)?;
        if let Some(signature) = &import.signature {
            store::remember(&mut tx, signature, &json, self.call.now()).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    async fn take(&mut self, row: Row) -> Result<(), Stop> {
        let last = row.cells.last().map_or(0, |cell| cell.column + 1);
        self.columns = self.columns.max(last);
        self.waiting.push(row);
        let enough = if self.layout.is_none() {
            LOOKED_AT.max(PAGE)
        } else {
            PAGE
        };
        if self.waiting.len() >= enough {
            self.flush().await?;
        }
        Ok(())
    }

    async fn flush(&mut self) -> Result<(), Stop> {
        if self.layout.is_none() && !self.waiting.is_empty() {
            self.find_layout().await?;
        }
        let rows = std::mem::take(&mut self.waiting);
        self.stage(rows, false).await
    }

    /// Finds out what the columns hold: as the salon said, as it said for the last file
    /// of this head, or as the first rows show. Says it at once, so that the page can
    /// show it while the rest is read.
    async fn find_layout(&mut self) -> Result<(), Stop> {
        let found: Recognition = recognise(&self.waiting, self.told_head);
        let head = found
            .head_row
            .and_then(|at| self.waiting.iter().find(|row| row.row == at));
        let remembered = match &found.signature {
            Some(signature) => store::remembered(&mut self.call.db(), signature).await?,
            None => None,
        };
        let remembered = remembered.and_then(|json| Mapping::from_json(&json).ok());
        let (mapping, basis) = match (self.chosen.take(), remembered) {
            (Some(chosen), _) => (chosen, "chosen"),
            (None, Some(remembered)) => (remembered, "remembered"),
            (None, None) => (found.mapping, found.basis.as_str()),
        };
        let import = store::load(&mut self.call.db(), self.id)
            .await?
            .ok_or_else(Error::not_found)?;
        let mut tx = self.call.begin().await?;
        let described = Stored {
            mapping: serde_json::from_str(&mapping.to_json()).ok(),
            basis: Some(basis.to_owned()),
            head_row: found.head_row.map(i64::from),
            head: head.map(|row| show::texts_by_column(&row.cells)),
            signature: found.signature.clone(),
            ..import
        };
        still_wanted(store::describe(&mut tx, &described).await?)?;
        if let (Some(signature), "chosen") = (&found.signature, basis) {
            store::remember(&mut tx, signature, &mapping.to_json(), self.call.now()).await?;
        }
        tx.commit().await?;
        self.layout = Some(Layout {
            mapping,
            head_row: found.head_row,
        });
        Ok(())
    }

    /// Judges and stages rows.
    async fn stage(&mut self, rows: Vec<Row>, again: bool) -> Result<(), Stop> {
        let Some(layout) = &self.layout else {
            return Ok(());
        };
        let mut staged = Vec::with_capacity(rows.len());
        let mut candidates = Vec::with_capacity(rows.len());
        for row in rows {
            // The head is no client; what stands above it are titles.
            if layout.head_row.is_some_and(|head| row.row <= head) {
                continue;
            }
            let reading = read_row(&layout.mapping, &row.cells);
            let problems = reading.problems.iter().map(|problem| RowProblem {
                column: problem.column.to_string(),
                code: problem.code.as_str().to_owned(),
            });
            let mut problems: Vec<RowProblem> = problems.collect();
            if let Some(refusal) = reading.refusal {
                staged.push(refused(row, problems, refusal.as_str()));
                continue;
            }
            let card = Card::of(reading.client, &self.phones);
            // What stood where an e-mail should be became a note, and nothing else is there.
            if card.names_nobody() {
                staged.push(refused(row, problems, Refusal::NothingToKeep.as_str()));
                continue;
            }
            problems.extend(odd_phones(&layout.mapping, &row.cells, &card, &self.phones));
            let fingerprint = card.fingerprint(self.call)?;
            candidates.push((
                Candidate::new(row.row.into(), card, fingerprint),
                row.cells,
                problems,
            ));
        }
        self.judge_and_write(candidates, staged, again).await
    }

    async fn judge_and_write(
        &mut self,
        candidates: Vec<(Candidate, Vec<Cell>, Vec<RowProblem>)>,
        mut staged: Vec<Staged>,
        again: bool,
    ) -> Result<(), Stop> {
        let (bare, rest): (Vec<Candidate>, Vec<_>) = candidates
            .into_iter()
            .map(|(candidate, cells, problems)| (candidate, (cells, problems)))
            .unzip();
        let judgements = self.judge.verdicts(self.call, &bare).await?;
        for ((candidate, (cells, problems)), judgement) in
            bare.into_iter().zip(rest).zip(judgements)
        {
            staged.push(Staged {
                row: candidate.row,
                cells,
                problems,
                judgement,
                card: Some((candidate.card, candidate.fingerprint)),
            });
        }
        self.done += staged.len() as u64;
        let mut tx = self.call.begin().await?;
        if again {
            let rows: Vec<i64> = staged.iter().map(|row| row.row).collect();
            store::unstage(&mut tx, self.id, &rows).await?;
        }
        still_wanted(store::stage(&mut tx, self.id, &staged).await?)?;
        tx.commit().await?;
        self.progress.set_done(self.done);
        Ok(())
    }

    /// Notes what the reader found.
    async fn describe(&self, head: &Head, notes: &[Note]) -> Result<(), Stop> {
        let all = head.notes.iter().chain(notes);
        let notes: Vec<serde_json::Value> = all
            .map(|note| serde_json::json!({"code": note.code(), "count": note.count()}))
            .collect();
        let used = head
            .sheets
            .iter()
            .find(|sheet| sheet.used)
            .map(|sheet| sheet.name.clone());
        let about = serde_json::json!({
            "format": head.format,
            "encoding": head.encoding,
            "separator": head.separator,
            "sheet": used,
            "columns": self.columns,
            "sheets": head.sheets.iter().map(|sheet| serde_json::json!({
                "name": sheet.name, "rows": sheet.rows_seen, "hidden": sheet.hidden,
            })).collect::<Vec<_>>(),
            "notes": notes,
        });
        let import = store::load(&mut self.call.db(), self.id)
            .await?
            .ok_or_else(Error::not_found)?;
        let mut tx = self.call.begin().await?;
        let described = Stored {
            about: Some(about),
            ..import
        };
        still_wanted(store::describe(&mut tx, &described).await?)?;
        tx.commit().await?;
        Ok(())
    }
}

/// Ends a preview whose import was discarded, or stopped because somebody was erased.
fn still_wanted(wanted: bool) -> Result<(), Stop> {
    if wanted {
        return Ok(());
    }
    Err(Stop::Ours(Error::not_found()))
}

/// The phone cells with something that is no phone number and is kept as it stands.
fn odd_phones(
    mapping: &Mapping,
    cells: &[Cell],
    card: &Card,
    phones: &PhoneReader,
) -> Vec<RowProblem> {
    let kept = |typed| {
        let read = phones.read(typed);
        let is_on_card = |phone: &Phone| phone.e164.is_none() && phone.value == read.value;
        card.phones.iter().any(is_on_card)
    };
    if card.phones.iter().all(|phone| phone.e164.is_some()) {
        return Vec::new();
    }
    let odd = cells.iter().filter(|cell| {
        mapping.field(cell.column) == Field::Phone && split_phones(&cell.text).into_iter().any(kept)
    });
    odd.filter_map(|cell| {
        Some(RowProblem {
            column: Column::at(cell.column)?.to_string(),
            code: ProblemCode::PhoneOdd.as_str().to_owned(),
        })
    })
    .collect()
}

fn refused(row: Row, problems: Vec<RowProblem>, reason: &'static str) -> Staged {
    let judgement = Judgement::refused(reason);
    Staged {
        row: row.row.into(),
        cells: row.cells,
        problems,
        judgement,
        card: None,
    }
}
