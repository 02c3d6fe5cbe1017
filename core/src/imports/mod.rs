//! A salon's list comes in from a spreadsheet: what is read, what its columns mean,
//! what each row says, and what becomes of it.
//!
//! | operation | door | permission |
//! |---|---|---|
//! | [`start`] | `POST …/imports` | `imports.write` |
//! | [`show`], [`list`], [`rows`], [`sheet_back`] | `GET …/imports…` | `imports.read` |
//! | [`remap`] | `PUT …/imports/{import}/mapping` | `imports.write` |
//! | [`commit`], [`undo`] | `POST …/imports/{import}/…` | `imports.write` |
//! | [`discard`] | `DELETE …/imports/{import}` | `imports.write` |

pub mod api;
mod back;
mod card;
pub mod columns;
mod commit;
mod import;
mod judge;
mod preview;
pub mod sheet;
mod show;
mod start;
mod store;
mod undo;

pub use back::sheet_back;
pub use commit::commit;
pub use import::{
    Choice, CommitChoices, Counts, Import, ImportProblem, ImportRow, ImportState, Progress,
    RowProblem, Verdict,
};
pub(crate) use preview::WORKER;
pub use show::{RowPage, discard, list, rows, show};
pub use start::{ReadAs, remap, start};
pub use undo::undo;
