//! A salon's list comes in from a spreadsheet: what is read, what its columns mean,
//! what each row says, and what becomes of it.
//!
//! | operation | door | permission |
//! |---|---|---|
//! | [`start`] | `POST …/imports` | `imports.write` |
//! | [`show`], [`list`], [`rows`], [`sheet_back`] | `GET …/imports…` | `imports.read` |
//! | [`differences()`], [`outcome()`], [`left_alone`] | pages | `imports.read` |
//! | [`remap`] | `PUT …/imports/{import}/mapping` | `imports.write` |
//! | [`read_anew`] | `PUT …/imports/{import}/reading` | `imports.write` |
//! | [`commit`], [`undo`] | `POST …/imports/{import}/…` | `imports.write` |
//! | [`discard`] | `DELETE …/imports/{import}` | `imports.write` |

pub mod api;
mod back;
mod card;
pub mod columns;
mod commit;
pub mod differences;
mod file;
mod forget;
mod import;
mod judge;
pub mod outcome;
pub mod pages;
mod preview;
pub mod sheet;
mod show;
mod start;
mod stop;
mod store;
mod undo;

pub use back::{SheetStream, sheet_back};
pub use commit::commit;
pub use differences::differences;
pub(crate) use file::{forget_all as forget_files, forget_old as forget_old_files};
pub(crate) use forget::forget;
pub use import::{
    Choice, CommitChoices, Counts, Import, ImportProblem, ImportRow, ImportState, Progress,
    RowProblem, Verdict,
};
pub use outcome::{left_alone, outcome};
pub(crate) use preview::WORKER;
pub use show::{RowPage, discard, list, rows, show};
pub use start::{ReadAs, blank_sheets, read_anew, remap, start};
pub use undo::undo;
