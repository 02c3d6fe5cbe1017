//! What leaves a salon in one file: a ZIP of a document and of the files that it names.

use serde_json::Value as Json;

use crate::{Call, objects::Bytestream};

/// Makes archives of one salon's data.
pub trait Archives: Send + Sync {
    /// A ZIP, as it is made: `document` as `data.json`, and the files that the rows below its
    /// member `features` name, as [`Erasure::export`](crate::manifest::Erasure::export) gives them,
    /// each where its row's member `file` says. Contents that are not in the store are listed in
    /// `missing.json`. However large the files are, little of them is in memory at a time; the
    /// document is.
    ///
    /// What fails on the way breaks it off, and no reader takes that for a whole one.
    fn pack(&self, call: &Call, document: Json) -> Bytestream<'static>;
}
