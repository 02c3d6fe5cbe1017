//! A block, and the rules by which blocks are judged.

use std::cmp::Reverse;

use chrono::{DateTime, NaiveDate, Utc};
use kartoteka_plugin::contacts::ContactKind;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What a block does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// The booking is refused, with the salon's own words.
    Refuse,
    /// The booking seems accepted, reaches no calendar, and staff are told.
    Shadow,
    /// The booking is made, and staff are told.
    Warn,
    /// The booking is made while not too many are open.
    Limit,
}

impl Effect {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Refuse, Self::Shadow, Self::Warn, Self::Limit];

    /// `refuse`, `shadow`, `warn`, `limit`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Refuse => "refuse",
            Self::Shadow => "shadow",
            Self::Warn => "warn",
            Self::Limit => "limit",
        }
    }

    /// From its code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|effect| effect.code() == code)
    }
}

/// For which bookings a block holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// For those made online; staff are warned, and may book.
    #[default]
    Online,
    /// For those made by staff, too.
    Everywhere,
}

impl Scope {
    /// `online`, `everywhere`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Everywhere => "everywhere",
        }
    }

    /// From its code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Online, Self::Everywhere]
            .into_iter()
            .find(|scope| scope.code() == code)
    }
}

/// Which blocks a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Those that hold.
    #[default]
    Active,
    /// Those that hold no more: lifted, or over.
    Lifted,
    /// Those that hold and should be looked at again.
    Due,
}

/// How many blocks hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// All of them.
    pub active: i64,
    /// Those among them that should be looked at again.
    pub due: i64,
}

/// Who books.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Via {
    /// The client, through a page or a partner.
    Online,
    /// Somebody of the salon.
    Staff,
}

/// A contact that a block follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BlockContact {
    /// `phone` or `email`.
    #[schema(value_type = String, pattern = "^(phone|email)$")]
    pub kind: ContactKind,
    /// As it was typed; null once the person is erased.
    pub value: Option<String>,
}

/// A block from booking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Block {
    /// Never changes.
    pub id: Uuid,
    /// Whom it was set on; null for a bare contact, and once the person is erased.
    pub client_id: Option<Uuid>,
    /// The contacts it follows from card to card.
    pub contacts: Vec<BlockContact>,
    /// What it does.
    pub effect: Effect,
    /// Open bookings allowed, for a limit; 0 refuses.
    pub most_open: Option<u32>,
    /// For which bookings it holds.
    pub scope: Scope,
    /// Why, for the salon alone. The client may ask to see it.
    pub reason: Option<String>,
    /// What a refused client is told; the usual sentence where there is none.
    pub text: Option<String>,
    /// Documents on the client's card that prove what it was set for; one may be gone by now.
    pub documents: Vec<Uuid>,
    /// The last day it holds, by the salon's clock.
    pub ends_on: Option<NaiveDate>,
    /// When somebody should look at it again.
    pub review_on: Option<NaiveDate>,
    /// When it was set.
    pub created_at: DateTime<Utc>,
    /// Who set it: `user:<id>`, `token:<id>` or `system`.
    pub created_by: String,
    /// When it was lifted, if it was.
    pub lifted_at: Option<DateTime<Utc>>,
    /// Who lifted it.
    pub lifted_by: Option<String>,
    /// Grows by one with each change; the `ETag`.
    pub version: i64,
}

/// What a booking meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// It is made.
    Allow,
    /// It is made, and staff are told.
    Warn,
    /// It seems to be made, and staff are told.
    Shadow,
    /// It is refused.
    Refuse,
}

impl Block {
    /// Whether it holds on a day of the salon.
    pub fn is_active(&self, today: NaiveDate) -> bool {
        self.lifted_at.is_none() && self.ends_on.is_none_or(|last| last >= today)
    }

    /// Whether somebody should look at it again.
    pub fn is_due(&self, today: NaiveDate) -> bool {
        self.is_active(today) && self.review_on.is_some_and(|day| day <= today)
    }

    /// Whether it keeps a client from booking online.
    pub fn stops(&self) -> bool {
        matches!(self.effect, Effect::Refuse | Effect::Shadow) || self.most_open == Some(0)
    }

    /// What it alone says of a booking.
    pub fn says(&self, via: Via) -> Decision {
        let of_staff = via == Via::Staff;
        let everywhere = self.scope == Scope::Everywhere;
        match (of_staff, self.effect) {
            (_, Effect::Warn) => Decision::Warn,
            (false, Effect::Shadow) => Decision::Shadow,
            (false, _) if self.stops() => Decision::Refuse,
            (true, _) if self.stops() && everywhere => Decision::Refuse,
            // What holds online alone, and a limit that leaves room: staff should know of it.
            (true, _) => Decision::Warn,
            (false, _) => Decision::Allow,
        }
    }

    /// How many open bookings it leaves room for, where it counts those made like this one.
    pub fn leaves_room(&self, via: Via) -> Option<u32> {
        let counts = via == Via::Online || self.scope == Scope::Everywhere;
        self.most_open.filter(|most| *most > 0 && counts)
    }
}

/// What all blocks together say of a booking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict<'a> {
    /// What it meets.
    pub decision: Decision,
    /// The block that decides, or limits; none where nothing concerns the booking.
    pub by: Option<&'a Block>,
    /// The least of all limits that leave room.
    pub most_open: Option<u32>,
}

/// Judges a booking by the active blocks that hit it: the strongest wins, and of equal ones
/// that with words for the client, then the least limit, then the oldest.
pub fn judge<'a>(active: impl IntoIterator<Item = &'a Block>, via: Via) -> Verdict<'a> {
    let mut verdict = Verdict {
        decision: Decision::Allow,
        by: None,
        most_open: None,
    };
    let weight = |decision: Decision, block: &Block| {
        let limit = match decision {
            Decision::Allow | Decision::Warn => block.most_open,
            _ => None,
        };
        (
            decision,
            decision == Decision::Refuse && block.text.is_some(),
            Reverse((limit, block.id)),
        )
    };
    for block in active {
        let decision = block.says(via);
        if let Some(limit) = block.leaves_room(via) {
            verdict.most_open = Some(verdict.most_open.map_or(limit, |least| least.min(limit)));
        }
        let stronger = verdict
            .by
            .is_none_or(|by| weight(decision, block) > weight(verdict.decision, by));
        if stronger {
            verdict.decision = decision;
            verdict.by = Some(block);
        }
    }
    verdict
}
