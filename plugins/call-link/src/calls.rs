//! Calls as they are noted, who is not called, and who rings.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Who called whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// The salon the client.
    #[default]
    Out,
    /// The client the salon.
    In,
}

impl Direction {
    /// `out`, `in`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Out => "out",
            Self::In => "in",
        }
    }

    /// From its code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Out, Self::In]
            .into_iter()
            .find(|direction| direction.code() == code)
    }
}

/// What came of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// They spoke.
    Reached,
    /// Nobody answered.
    NotReached,
    /// A message was left.
    Voicemail,
    /// Somebody is to call again.
    CallBack,
    /// It was not the client's number.
    WrongNumber,
}

impl Outcome {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 5] = [
        Self::Reached,
        Self::NotReached,
        Self::Voicemail,
        Self::CallBack,
        Self::WrongNumber,
    ];

    /// `reached`, `not_reached`, `voicemail`, `call_back`, `wrong_number`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::NotReached => "not_reached",
            Self::Voicemail => "voicemail",
            Self::CallBack => "call_back",
            Self::WrongNumber => "wrong_number",
        }
    }

    /// From its code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }
}

/// A call that was noted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NotedCall {
    /// Never changes.
    pub id: Uuid,
    /// With whom.
    pub client_id: Uuid,
    /// By which phone, in E.164; null where nobody knows it.
    pub phone: Option<String>,
    /// Who called whom.
    pub direction: Direction,
    /// What came of it.
    pub outcome: Outcome,
    /// What was said.
    pub note: Option<String>,
    /// When it was noted.
    pub at: DateTime<Utc>,
    /// Who noted it: `user:<id>`, `token:<id>` or `system`.
    pub by: String,
}

/// That a client asked not to be called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DoNotCall {
    /// Who.
    pub client_id: Uuid,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Who wrote it down: `user:<id>`, `token:<id>` or `system`.
    pub by: String,
    /// Why, where it was said.
    pub reason: Option<String>,
}

/// A client who has the number that rings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Caller {
    /// Who.
    pub client_id: Uuid,
    /// The number on the card.
    pub number: String,
    /// Given and family name; empty where the card has none.
    pub name: String,
    /// The phone as the salon's country writes it.
    pub phone: String,
    /// Whether they asked not to be called.
    pub do_not_call: bool,
    /// Whether the card is put away.
    pub archived: bool,
}
