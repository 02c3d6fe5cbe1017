//! The HTML doors of imports: one page, four steps.
//!
//! | door | what it shows or does |
//! |---|---|
//! | `GET /imports` | step 1, and the latest imports |
//! | `POST /imports` | takes a file in |
//! | `GET /imports/{import}` | the step that the import is at; a piece of it for htmx while it runs |
//! | `GET /imports/{import}/rows` | further rows, for htmx |
//! | `GET /imports/{import}/file` | the salon's own sheet back |
//! | `POST /imports/{import}/mapping`, `reading`, `commit`, `undo`, `discard` | what its buttons do |

mod acts;
mod columns;
mod desk;
mod done;
mod file;
mod preview;
mod progress;
mod reading;
mod show;
mod table;
#[cfg(test)]
mod texts_tests;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};

/// All of them.
pub fn routes() -> Router {
    // The upload counts its own bytes as they come, by the limit of the operator.
    let upload = Router::new()
        .route("/imports", get(file::show_imports).post(file::upload))
        .layer(DefaultBodyLimit::disable());
    Router::new()
        .merge(upload)
        .route("/imports/{import}", get(show::show_import))
        .route("/imports/{import}/rows", get(table::more_rows))
        .route("/imports/{import}/file", get(acts::sheet_back))
        .route("/imports/{import}/mapping", post(columns::map))
        .route("/imports/{import}/reading", post(reading::read_anew))
        .route("/imports/{import}/commit", post(acts::commit))
        .route("/imports/{import}/undo", post(acts::undo))
        .route("/imports/{import}/discard", post(acts::discard))
}
