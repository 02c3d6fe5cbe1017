//! What must be in a salon: all that answers said, and nothing else. An answer that never came
//! leaves both open, until somebody has looked.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

/// From when to when a request was under way, by a clock that counts.
pub type Span = (u64, u64);

/// Something of a salon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// A card.
    Card(Card),
    /// A block from booking.
    Block(Block),
    /// A document on a card.
    File(File),
    /// A noted call.
    Call {
        /// With whom.
        client: Uuid,
    },
}

/// A card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Nobody else in any salon is called so.
    pub name: String,
    /// As typed; some are on several cards, and all of them in other salons, too.
    pub phones: Vec<String>,
    /// Whether it is put away.
    pub archived: bool,
}

/// A block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// On whom it was set, while that is known.
    pub client: Option<Uuid>,
    /// `refuse`, `shadow` or `warn`.
    pub effect: String,
    /// Whether it was taken back.
    pub lifted: bool,
    /// The phones that it follows, whoever has them.
    pub follows: BTreeSet<String>,
}

/// A document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// On whose card.
    pub client: Uuid,
    /// Whether it is deleted, to be gone in 30 days.
    pub deleted: bool,
    /// The content of each version.
    pub versions: Vec<Vec<u8>>,
}

/// Somebody who was erased.
#[derive(Debug, Clone)]
pub struct Erased {
    /// The card that is gone.
    pub id: Uuid,
    /// What must be nowhere any more.
    pub name: String,
}

/// What a feature kept was removed, and later it may have been switched on again.
#[derive(Debug)]
struct Removal {
    feature: &'static str,
    span: Span,
    on_again: Option<u64>,
}

/// All that must be in a salon.
#[derive(Debug, Default)]
pub struct State {
    /// What there is.
    pub rows: BTreeMap<Uuid, Row>,
    /// Who was erased.
    pub erased: Vec<Erased>,
    /// What was made while what its feature kept was being removed: there or not.
    pub maybe: BTreeSet<Uuid>,
    /// Of whom an answer is missing.
    pub unsure: BTreeSet<Uuid>,
    removals: Vec<Removal>,
}

impl Row {
    /// The feature that keeps it; none for cards.
    pub fn feature(&self) -> Option<&'static str> {
        match self {
            Self::Card(_) => None,
            Self::Block(_) => Some("blacklist"),
            Self::File(_) => Some("documents"),
            Self::Call { .. } => Some("call-link"),
        }
    }

    /// Whose it is.
    pub fn client(&self) -> Option<Uuid> {
        match self {
            Self::Card(_) => None,
            Self::Block(block) => block.client,
            Self::File(file) => Some(file.client),
            Self::Call { client } => Some(*client),
        }
    }

    /// Whether it may be the block `seen`, whose phones are shown until somebody is erased.
    pub fn may_follow(&self, seen: &Self) -> bool {
        match (self, seen) {
            (Self::Block(a), Self::Block(b)) => b.follows.is_subset(&a.follows),
            _ => true,
        }
    }

    /// Whether it looks like `seen`, of which less is told.
    pub fn looks_like(&self, seen: &Self) -> bool {
        match (self, seen) {
            (Self::Card(a), Self::Card(b)) => a == b,
            (Self::Block(a), Self::Block(b)) => {
                (a.client, &a.effect, a.lifted) == (b.client, &b.effect, b.lifted)
            }
            (Self::File(a), Self::File(b)) => {
                let counts = (a.versions.len(), b.versions.len());
                (a.client, a.deleted, counts.0) == (b.client, b.deleted, counts.1)
            }
            (Self::Call { client: a }, Self::Call { client: b }) => a == b,
            _ => false,
        }
    }
}

impl State {
    /// Something was made by a request.
    pub fn made(&mut self, id: Uuid, row: Row, span: Span) {
        let feature = row.feature();
        for removal in self.removals.iter().filter(|r| Some(r.feature) == feature) {
            if span.1 < removal.on_again.unwrap_or(u64::MAX) {
                // Answered before, it was written before, or not at all.
                return;
            }
            if span.0 < removal.span.1 {
                self.maybe.insert(id);
            }
        }
        self.rows.insert(id, row);
    }

    /// Something is otherwise; what is gone meanwhile stays so.
    pub fn turned(&mut self, id: Uuid, row: Row) {
        if let Some(known) = self.rows.get_mut(&id) {
            *known = row;
        }
    }

    /// Somebody was erased: what follows their phones goes on without their name.
    pub fn erased(&mut self, id: Uuid) {
        let Some(Row::Card(card)) = self.rows.remove(&id) else {
            return;
        };
        self.rows.retain(|_, row| match row {
            Row::File(File { client, .. }) | Row::Call { client } => *client != id,
            Row::Block(block) if block.client == Some(id) => {
                block.client = None;
                match block.lifted {
                    true => block.follows.clear(),
                    false => block.follows.extend(card.phones.clone()),
                }
                true
            }
            _ => true,
        });
        self.erased.push(Erased {
            id,
            name: card.name,
        });
    }

    /// What a feature kept was removed, all of it: it is off, and nothing was written since.
    /// `span.1` is the end of time where no answer came.
    pub fn removed(&mut self, feature: &'static str, span: Span) {
        let on_again = None;
        self.removals.push(Removal {
            feature,
            span,
            on_again,
        });
        self.rows.retain(|_, row| row.feature() != Some(feature));
    }

    /// From now on a feature may be on again, and keep something.
    pub fn on_again(&mut self, feature: &str, now: u64) {
        let of = self.removals.iter_mut().filter(|r| r.feature == feature);
        for removal in of {
            removal.on_again.get_or_insert(now);
        }
    }

    /// A new day: whoever makes something now knows what was removed before.
    pub fn settled(&mut self) {
        self.removals.clear();
        self.maybe.clear();
        self.unsure.clear();
    }

    /// The card `id`, while it is there.
    pub fn card(&self, id: Uuid) -> Option<&Card> {
        match self.rows.get(&id)? {
            Row::Card(card) => Some(card),
            _ => None,
        }
    }

    /// Who has a phone.
    pub fn holders(&self, phone: &str) -> BTreeSet<Uuid> {
        let has =
            |row: &Row| matches!(row, Row::Card(card) if card.phones.iter().any(|p| p == phone));
        let holders = self.rows.iter().filter(|(_, row)| has(row));
        holders.map(|(id, _)| *id).collect()
    }

    /// What a booking online meets, while the blacklist is on: for a card, or for whoever has a
    /// phone.
    pub fn decision(&self, client: Option<Uuid>, phones: &[String]) -> &'static str {
        let holders: BTreeSet<Uuid> = phones.iter().flat_map(|p| self.holders(p)).collect();
        let hits = |block: &Block| {
            let set_on = |id: Uuid| Some(id) == client || holders.contains(&id);
            !block.lifted
                && (block.client.is_some_and(set_on)
                    || phones.iter().any(|phone| block.follows.contains(phone)))
        };
        let weight = |row: &Row| match row {
            Row::Block(block) if hits(block) => match block.effect.as_str() {
                "refuse" => 3,
                "shadow" => 2,
                _ => 1,
            },
            _ => 0,
        };
        let strongest = self.rows.values().map(weight).max().unwrap_or(0);
        ["allow", "warn", "shadow", "refuse"][strongest]
    }
}
