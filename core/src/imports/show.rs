//! Imports as they stand, and their rows.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt as _;
use kartoteka_plugin::{Call, Error, Result, lists::Paging};
use uuid::Uuid;

use super::{
    columns::Column,
    file,
    import::{Import, ImportProblem, ImportRow, ImportState, KeptProblem, Progress, Verdict},
    sheet::Cell,
    store::{self, RowFilter, Stored},
};

/// The import `id`.
///
/// # Errors
/// 403 without `imports.read`; 404.
pub async fn show(call: &Call, id: Uuid) -> Result<Import> {
    call.require("imports.read")?;
    load(call, id).await
}

/// The latest imports, newest first.
///
/// # Errors
/// 403 without `imports.read`.
pub async fn list(call: &Call) -> Result<Vec<Import>> {
    call.require("imports.read")?;
    let mut imports = Vec::new();
    let latest = store::latest(&mut call.db(), 50).await?;
    let since = file::kept_since(call);
    for mut stored in latest {
        stored.file_kept &= stored.created_at >= since;
        imports.push(out(call, settled(call, stored).await?));
    }
    Ok(imports)
}

/// The import `id`, without asking for a permission.
pub(super) async fn load(call: &Call, id: Uuid) -> Result<Import> {
    Ok(out(call, stored(call, id).await?))
}

/// The import `id` as its table has it. Work left behind by a host that stopped is
/// settled first, so that an import never seems to run for ever.
pub(super) async fn stored(call: &Call, id: Uuid) -> Result<Stored> {
    let stored = store::load(&mut call.db(), id)
        .await?
        .ok_or_else(Error::not_found)?;
    settled(call, stored).await
}

/// A step is one transaction: if its host is gone while the state still says that it
/// runs, nothing of it was written.
async fn settled(call: &Call, stored: Stored) -> Result<Stored> {
    let Some(host) = stored.host.filter(|_| stored.state.is_running()) else {
        return Ok(stored);
    };
    if call.jobs().alive(host).await {
        return Ok(stored);
    }
    let to = match stored.state {
        ImportState::Committing => ImportState::Previewed,
        ImportState::Undoing => ImportState::Committed,
        _ => ImportState::Failed,
    };
    let mut tx = call.begin().await?;
    if to == ImportState::Failed {
        store::clear_rows(&mut tx, stored.id).await?;
    }
    let problem = KeptProblem::new("interrupted");
    store::move_on(&mut tx, stored.id, stored.state, to, None, Some(&problem)).await?;
    tx.commit().await?;
    store::load(&mut call.db(), stored.id)
        .await?
        .ok_or_else(Error::not_found)
}

fn out(call: &Call, stored: Stored) -> Import {
    let progress = call
        .jobs()
        .progress(stored.id)
        .map(|progress| progress.get());
    let rows = u64::try_from(stored.rows).unwrap_or(0);
    let (done, of) = match progress {
        Some(progress) => progress,
        None if stored.state.is_running() => (0, rows),
        None => (rows, rows),
    };
    Import {
        id: stored.id,
        problem: stored.problem.as_ref().map(|problem| said(call, problem)),
        file_name: stored.file_name,
        state: stored.state,
        counts: stored.counts,
        progress: Progress { done, of },
        about: stored.about,
        mapping: stored.mapping,
        basis: stored.basis,
        head_row: stored.head_row,
        head: stored.head,
        actor: stored.actor,
        created_at: stored.created_at,
        committed_at: stored.committed_at,
        undone_at: stored.undone_at,
        left: stored.left,
        file_kept: stored.file_kept,
    }
}

fn said(call: &Call, problem: &KeptProblem) -> ImportProblem {
    let mut error = Error::new(http::StatusCode::OK, format!("import_{}", problem.code));
    for (name, value) in &problem.args {
        // The names are few and ours; the sentence uses those it knows.
        let name = match name.as_str() {
            "limit" => "limit",
            "kind" => "kind",
            "label" => "label",
            "name" => "name",
            "row" => "row",
            _ => continue,
        };
        error = error.arg(name, value);
    }
    let (title, detail) = call.texts().error(&error);
    ImportProblem {
        code: problem.code.clone(),
        title,
        detail,
    }
}

/// A page of rows with their verdicts.
#[derive(Debug, Clone)]
pub struct RowPage {
    /// The rows.
    pub rows: Vec<ImportRow>,
    /// The last row of the page, if there are more.
    pub next: Option<i64>,
}

/// The rows of the import `id`, by row; only those of `verdict`, where it is given;
/// only those with letters beyond ASCII, where a `sample` is asked for.
///
/// # Errors
/// 403 without `imports.read`; 404; 422 for a limit that is none.
pub async fn rows(
    call: &Call,
    id: Uuid,
    verdict: Option<Verdict>,
    sample: bool,
    after: i64,
    limit: usize,
) -> Result<RowPage> {
    call.require("imports.read")?;
    let paging = Paging::first(limit);
    paging.check()?;
    let import = stored(call, id).await?;
    let most = i64::try_from(paging.to_read()).unwrap_or(i64::MAX);
    let filter = RowFilter {
        verdict,
        sample,
        after,
        limit: most,
    };
    let mut rows = store::rows(&mut call.db(), &import, &filter).await?;
    let next = paging.cut(&mut rows).map(|(row, _)| row.row);
    Ok(RowPage {
        rows: rows.into_iter().map(|(row, _)| row).collect(),
        next,
    })
}

/// Runs a step so that a panic in it is an error like any other: an import whose step is
/// gone without a word would seem to run until the host is started anew.
pub(super) async fn caught<T, E: From<Error>>(
    work: impl Future<Output = Result<T, E>>,
) -> Result<T, E> {
    let outcome = AssertUnwindSafe(work).catch_unwind().await;
    outcome.unwrap_or_else(|_| Err(Error::internal("a step of an import panicked").into()))
}

/// Moves the import `id` to a step that this host is about to work on.
///
/// # Errors
/// 404; 409 `import_state`, where it is in another state.
pub(super) async fn begin_step(
    call: &Call,
    id: Uuid,
    from: &[ImportState],
    to: ImportState,
) -> Result<Stored> {
    let import = stored(call, id).await?;
    let mut tx = call.begin().await?;
    let (host, state) = (call.jobs().host(), import.state);
    if !from.contains(&state) || !store::move_on(&mut tx, id, state, to, Some(host), None).await? {
        return Err(Error::conflict("import_state").arg("state", state.code()));
    }
    tx.answers(202, format!("/imports/{id}"));
    tx.commit().await?;
    Ok(import)
}

/// The texts of cells by their column's letters.
pub(super) fn texts_by_column(cells: &[Cell]) -> serde_json::Value {
    let texts = cells.iter().filter_map(|cell| {
        Some((
            Column::at(cell.column)?.to_string(),
            serde_json::Value::from(cell.text.as_str()),
        ))
    });
    serde_json::Value::Object(texts.collect())
}

/// Throws away an import that was not committed.
///
/// # Errors
/// 403 without `imports.write`; 404; 409 `import_state`.
pub async fn discard(call: &Call, id: Uuid) -> Result<()> {
    call.require("imports.write")?;
    let import = stored(call, id).await?;
    if matches!(
        import.state,
        ImportState::Committing
            | ImportState::Committed
            | ImportState::Undoing
            | ImportState::Undone
    ) {
        return Err(Error::conflict("import_state").arg("state", import.state.code()));
    }
    call.jobs().cancel(id);
    let mut tx = call.begin().await?;
    // The import first: whoever stages its rows meanwhile holds it, and finds it gone.
    store::delete(&mut tx, id).await?;
    store::clear_rows(&mut tx, id).await?;
    store::forget_file(&mut tx, id).await?;
    tx.commit().await?;
    Ok(())
}
