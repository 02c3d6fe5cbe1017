//! A file on a card, and its versions.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::content::Content;

/// For how long deleting a file can be taken back.
pub const KEPT: TimeDelta = TimeDelta::days(30);

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A signed consent.
    Consent,
    /// A photograph: before, after, how it should be.
    Photo,
    /// A contract.
    Contract,
    /// Something about health: an allergy, a certificate.
    Medical,
    /// An invoice or a receipt.
    Invoice,
    /// Anything else.
    Other,
}

impl Kind {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 6] = [
        Self::Consent,
        Self::Photo,
        Self::Contract,
        Self::Medical,
        Self::Invoice,
        Self::Other,
    ];

    /// `consent`, `photo`, …
    pub const fn code(self) -> &'static str {
        match self {
            Self::Consent => "consent",
            Self::Photo => "photo",
            Self::Contract => "contract",
            Self::Medical => "medical",
            Self::Invoice => "invoice",
            Self::Other => "other",
        }
    }

    /// From its code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// An icon of the host's set.
    pub const fn icon(self) -> &'static str {
        match self {
            Self::Consent => "shield-check",
            Self::Photo => "image",
            Self::Contract => "signature",
            Self::Medical => "heart-pulse",
            Self::Invoice => "receipt",
            Self::Other => "paperclip",
        }
    }
}

/// Which files a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Those that are there.
    #[default]
    Current,
    /// Those that are there and should be looked at again, or need not be kept any longer.
    Due,
    /// Those that were deleted within the last 30 days.
    Deleted,
}

/// What a file was at one time, or is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Version {
    /// Counts from 1.
    pub number: i64,
    /// Under which name it came, with an ending that says what it is.
    pub file_name: String,
    /// What it is, by its content: `pdf`, `jpeg`, `docx`, …
    #[schema(value_type = String)]
    #[serde(serialize_with = "code")]
    pub content: Content,
    /// The media type it is sent with.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// SHA-256 of the bytes, in hexadecimal digits.
    pub sha256: String,
    /// When it came.
    pub uploaded_at: DateTime<Utc>,
    /// Who brought it: `user:<id>`, `token:<id>` or `system`.
    pub uploaded_by: String,
    /// Whether there is a small picture of it, or of its first page.
    pub has_preview: bool,
    /// Under which key it lies.
    #[serde(skip)]
    pub object: Uuid,
    /// Under which key the small picture lies.
    #[serde(skip)]
    pub preview: Option<Uuid>,
}

impl Version {
    /// All that lies in the store of it.
    pub fn objects(&self) -> impl Iterator<Item = Uuid> {
        [Some(self.object), self.preview].into_iter().flatten()
    }
}

fn code<S: serde::Serializer>(content: &Content, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(content.code())
}

/// A file on a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct File {
    /// Never changes.
    pub id: Uuid,
    /// On whose card it is.
    pub client_id: Uuid,
    /// What the salon calls it.
    pub title: String,
    /// What it is for.
    pub kind: Kind,
    /// What else is to be known.
    pub note: Option<String>,
    /// When somebody should look at it again.
    pub review_on: Option<NaiveDate>,
    /// The last day it is to be kept; after it, deleting is proposed.
    pub retention_until: Option<NaiveDate>,
    /// When it was put on the card.
    pub created_at: DateTime<Utc>,
    /// Who did that.
    pub created_by: String,
    /// When it was deleted; for 30 days that can be taken back.
    pub archived_at: Option<DateTime<Utc>>,
    /// Who deleted it.
    pub archived_by: Option<String>,
    /// Grows by one with each change; the `ETag`.
    pub version: i64,
    /// What it is and was, newest first.
    pub versions: Vec<Version>,
}

impl File {
    /// What it is now.
    pub fn latest(&self) -> Option<&Version> {
        self.versions.first()
    }

    /// The version of this number.
    pub fn numbered(&self, number: i64) -> Option<&Version> {
        self.versions
            .iter()
            .find(|version| version.number == number)
    }

    /// Whether somebody should look at it again on a day of the salon.
    pub fn is_to_review(&self, today: NaiveDate) -> bool {
        self.review_on.is_some_and(|day| day <= today)
    }

    /// Whether it need not be kept any longer.
    pub fn is_past_keeping(&self, today: NaiveDate) -> bool {
        self.retention_until.is_some_and(|last| last < today)
    }
}
