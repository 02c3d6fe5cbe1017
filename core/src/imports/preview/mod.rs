//! Reading a file in a child process and staging its rows with their verdicts: the jobs
//! here, what they do in `rows`.

mod rows;

use std::sync::Arc;

use kartoteka_plugin::{Call, Result, jobs::Progress, workers::ScratchFile};
use uuid::Uuid;

use self::rows::Preview;
use super::{
    columns::Mapping,
    file,
    import::{ImportState, KeptProblem},
    sheet::Options,
    show,
    stop::Stop,
    store,
};

/// The worker of the manifest that reads a sheet.
pub(crate) const WORKER: &str = "read_sheet";
/// How a file is to be read.
pub(super) struct Reading {
    pub(super) mapping: Option<Mapping>,
    /// Whether the first row names the columns; found out if absent.
    pub(super) head: Option<bool>,
    pub(super) options: Options,
}

/// Starts the preview of the import `id`.
pub(super) fn start(call: &Call, id: Uuid, file: Box<dyn ScratchFile>, reading: Reading) {
    let work =
        move |call: Call, progress: Arc<Progress>| -> kartoteka_plugin::BoxFuture<'static, _> {
            Box::pin(async move {
                let preview = Preview::new(&call, id, &progress, reading.mapping);
                let reading = preview.told(reading.head).read(&*file, &reading.options);
                let outcome = show::caught(reading).await;
                finish(&call, id, outcome).await
            })
        };
    call.jobs().start(id, call.clone(), Box::new(work));
}

/// Starts reading the kept file of the import `id` in another way.
pub(super) fn read_anew(call: &Call, id: Uuid, reading: Reading) {
    let work =
        move |call: Call, progress: Arc<Progress>| -> kartoteka_plugin::BoxFuture<'static, _> {
            Box::pin(async move {
                let outcome = show::caught(async {
                    clear(&call, id).await?;
                    let file = file::fetch(&call, id).await?;
                    let preview = Preview::new(&call, id, &progress, reading.mapping);
                    let preview = preview.told(reading.head);
                    preview.read(&*file, &reading.options).await
                });
                finish(&call, id, outcome.await).await
            })
        };
    call.jobs().start(id, call.clone(), Box::new(work));
}

/// Forgets what was read before.
async fn clear(call: &Call, id: Uuid) -> Result<()> {
    let mut tx = call.begin_long().await?;
    store::clear_rows(&mut tx, id).await?;
    store::count(&mut tx, id).await?;
    tx.commit().await?;
    Ok(())
}

/// Starts judging the staged rows of the import `id` anew.
pub(super) fn restart(call: &Call, id: Uuid, mapping: Mapping) {
    let work =
        move |call: Call, progress: Arc<Progress>| -> kartoteka_plugin::BoxFuture<'static, _> {
            Box::pin(async move {
                let preview = Preview::new(&call, id, &progress, Some(mapping));
                let outcome = show::caught(preview.judge_anew()).await;
                finish(&call, id, outcome).await
            })
        };
    call.jobs().start(id, call.clone(), Box::new(work));
}

/// Says how the preview ended. Whatever failed, the staged rows go with it, and so does the
/// file, unless it may yet be read in another way.
async fn finish(call: &Call, id: Uuid, outcome: Result<(), Stop>) -> Result<()> {
    let (to, problem, error) = match outcome {
        Ok(()) => (ImportState::Previewed, None, None),
        Err(Stop::File(problem)) => (ImportState::Failed, Some(problem), None),
        Err(Stop::Ours(error)) => (
            ImportState::Failed,
            Some(KeptProblem::new("interrupted")),
            Some(error),
        ),
    };
    let mut tx = call.begin().await?;
    if to == ImportState::Failed {
        store::clear_rows(&mut tx, id).await?;
        if !problem
            .as_ref()
            .is_some_and(KeptProblem::may_be_read_otherwise)
        {
            store::forget_file(&mut tx, id).await?;
        }
    }
    store::count(&mut tx, id).await?;
    store::move_on(
        &mut tx,
        id,
        ImportState::Previewing,
        to,
        None,
        problem.as_ref(),
    )
    .await?;
    tx.commit().await?;
    error.map_or(Ok(()), Err)
}
