//! The verdict on each row: who it is, and what it would change.

use std::collections::HashMap;

use kartoteka_plugin::{Call, DbError, Result, db::Ask};
use uuid::Uuid;

use super::{card::Card, import::Verdict, store};
use crate::{
    clients::{self, Client},
    contacts::{EMAIL, PHONE},
};

/// A row that has been read, before its verdict.
pub(super) struct Candidate {
    pub(super) row: i64,
    pub(super) card: Card,
    pub(super) fingerprint: [u8; 32],
    /// The folded name by which an import knows a client.
    name: String,
    /// By what its phones and e-mails are known again: kind and key.
    contacts: Vec<(&'static str, String)>,
}

impl Candidate {
    pub(super) fn new(row: i64, card: Card, fingerprint: [u8; 32]) -> Self {
        Self {
            row,
            fingerprint,
            name: card.name_key(),
            contacts: card.contact_keys(),
            card,
        }
    }

    /// Its contacts of one kind.
    fn contacts_of(&self, kind: &'static str) -> impl Iterator<Item = &str> {
        let of_kind = self.contacts.iter().filter(move |(own, _)| *own == kind);
        of_kind.map(|(_, key)| key.as_str())
    }
}

/// The verdict on a row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Judgement {
    pub(super) verdict: Verdict,
    pub(super) reason: Option<&'static str>,
    pub(super) same_as_row: Option<i64>,
    /// The known client, or the id the new one will have.
    pub(super) client: Option<Uuid>,
    /// The version of the known client.
    pub(super) version: Option<i64>,
}

impl Judgement {
    /// Not taken.
    pub(super) fn refused(reason: &'static str) -> Self {
        Self {
            verdict: Verdict::Refused,
            reason: Some(reason),
            same_as_row: None,
            client: None,
            version: None,
        }
    }
}

impl Judgement {
    /// Whether a new client may have the number that its row names.
    pub(super) fn brings_number(&self) -> bool {
        self.verdict == Verdict::New && self.reason.is_none()
    }
}

/// Judges the rows of one file in their order. Rows also match earlier rows of the
/// same file, of which only hashes are kept: a file has up to half a million.
#[derive(Default)]
pub(super) struct Judge {
    /// By fingerprint, number, and name with contact of earlier rows.
    seen: HashMap<u64, Seen>,
}

/// An earlier row.
#[derive(Debug, Clone, Copy)]
struct Seen {
    row: i64,
    /// The client it belongs to, or will become.
    client: Uuid,
    /// The version of that client, where it is known already.
    version: Option<i64>,
}

/// By a contact's key, the clients that have it, with their folded names.
type Holders = HashMap<String, Vec<(Uuid, String)>>;

/// What is known of the clients that some rows may be.
#[derive(Default)]
struct Known {
    by_fingerprint: HashMap<Vec<u8>, Uuid>,
    by_number: HashMap<String, Option<Uuid>>,
    /// By the kind of contact.
    by_contact: HashMap<&'static str, Holders>,
    cards: HashMap<Uuid, Client>,
}

impl Judge {
    /// The verdicts on `candidates`, in their order.
    ///
    /// # Errors
    /// As the engine says.
    pub(super) async fn verdicts(
        &mut self,
        call: &Call,
        candidates: &[Candidate],
    ) -> Result<Vec<Judgement>> {
        let known = Known::load(call, candidates).await?;
        Ok(candidates
            .iter()
            .map(|candidate| self.verdict(call, &known, candidate))
            .collect())
    }

    fn verdict(&mut self, call: &Call, known: &Known, candidate: &Candidate) -> Judgement {
        let keys = keys_of(candidate);
        if let Some(client) = known.by_fingerprint.get(candidate.fingerprint.as_slice()) {
            return unchanged(*client, Some("known_row"));
        }
        let clients = known.clients_of(candidate);
        let mut judgement = match clients.as_slice() {
            [] => self.in_file(call, &keys),
            [client] => against(known, *client, &candidate.card),
            _ => return Judgement::refused("matches_several"),
        };
        if judgement.verdict == Verdict::New && known.number_is_used(&candidate.card) {
            judgement.reason = Some("number_used_before");
        }
        if let Some(client) = judgement.client {
            let card = known.cards.get(&client).map(|card| card.version);
            let seen = Seen {
                row: candidate.row,
                client,
                version: judgement.version.or(card),
            };
            for key in keys {
                self.seen.entry(key).or_insert(seen);
            }
        }
        judgement
    }

    /// Against earlier rows of the file.
    fn in_file(&self, call: &Call, keys: &[u64]) -> Judgement {
        let earlier = keys.iter().find_map(|key| self.seen.get(key));
        let repeated = keys
            .first()
            .is_some_and(|whole| self.seen.contains_key(whole));
        match earlier {
            None => Judgement {
                verdict: Verdict::New,
                reason: None,
                same_as_row: None,
                client: Some(call.new_id()),
                version: None,
            },
            Some(earlier) => Judgement {
                verdict: if repeated {
                    Verdict::Unchanged
                } else {
                    Verdict::Changed
                },
                reason: Some(if repeated {
                    "repeats_row"
                } else {
                    "same_person_as_row"
                }),
                same_as_row: Some(earlier.row),
                client: Some(earlier.client),
                version: earlier.version,
            },
        }
    }
}

fn unchanged(client: Uuid, reason: Option<&'static str>) -> Judgement {
    Judgement {
        verdict: Verdict::Unchanged,
        reason,
        same_as_row: None,
        client: Some(client),
        version: None,
    }
}

/// Against the card of a known client.
fn against(known: &Known, client: Uuid, card: &Card) -> Judgement {
    let Some(before) = known.cards.get(&client) else {
        return unchanged(client, None);
    };
    match card.added_to(before) {
        None => unchanged(client, None),
        Some(added) if !added.fits() => Judgement {
            client: Some(client),
            ..Judgement::refused("card_full")
        },
        Some(_) => Judgement {
            verdict: Verdict::Changed,
            reason: None,
            same_as_row: None,
            client: Some(client),
            version: Some(before.version),
        },
    }
}

/// By what a later row knows this one: first the whole, then the number, then the
/// name with each contact.
fn keys_of(candidate: &Candidate) -> Vec<u64> {
    let mut keys = vec![hash(&[&candidate.fingerprint])];
    if let Some(number) = &candidate.card.number {
        keys.push(hash(&[b"number", number.as_bytes()]));
    }
    let name = candidate.name.as_bytes();
    if !name.is_empty() {
        let contacts = candidate.contacts.iter();
        keys.extend(contacts.map(|(kind, key)| hash(&[kind.as_bytes(), key.as_bytes(), name])));
    }
    keys
}

/// 64 bits are enough to tell half a million rows apart, and keep the memory flat.
fn hash(parts: &[&[u8]]) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    parts.hash(&mut hasher);
    hasher.finish()
}

impl Known {
    async fn load(call: &Call, candidates: &[Candidate]) -> Result<Self, DbError> {
        let mut known = Self::default();
        let mut db = call.db();
        known.load_fingerprints(&mut db, candidates).await?;
        // Rows that are known need no second look: a list that comes again is mostly such.
        let unknown = |candidate: &&Candidate| {
            let print = candidate.fingerprint.as_slice();
            !known.by_fingerprint.contains_key(print)
        };
        let candidates: Vec<&Candidate> = candidates.iter().filter(unknown).collect();
        known.load_numbers(&mut db, &candidates).await?;
        known.load_contacts(&mut db, &candidates).await?;
        let mut ids: Vec<Uuid> = candidates
            .iter()
            .flat_map(|candidate| known.clients_of(candidate))
            .collect();
        ids.sort_unstable();
        ids.dedup();
        for page in ids.chunks(200) {
            for client in clients::store::load_many(&mut db, page).await? {
                known.cards.insert(client.id, client);
            }
        }
        Ok(known)
    }

    async fn load_fingerprints(
        &mut self,
        db: &mut impl Ask,
        candidates: &[Candidate],
    ) -> Result<(), DbError> {
        let prints: Vec<&[u8]> = candidates
            .iter()
            .map(|candidate| candidate.fingerprint.as_slice())
            .collect();
        let known = store::by_fingerprint(db, &prints).await?;
        self.by_fingerprint.extend(known);
        Ok(())
    }

    async fn load_numbers(
        &mut self,
        db: &mut impl Ask,
        candidates: &[&Candidate],
    ) -> Result<(), DbError> {
        let numbers: Vec<&str> = candidates
            .iter()
            .filter_map(|candidate| candidate.card.number.as_deref())
            .collect();
        let known = store::by_number(db, &numbers).await?;
        self.by_number.extend(known);
        Ok(())
    }

    async fn load_contacts(
        &mut self,
        db: &mut impl Ask,
        candidates: &[&Candidate],
    ) -> Result<(), DbError> {
        for kind in [PHONE, EMAIL] {
            let keys: Vec<&str> = candidates
                .iter()
                .flat_map(|candidate| candidate.contacts_of(kind))
                .collect();
            let known = self.by_contact.entry(kind).or_default();
            for (key, client, name) in store::by_contact(db, kind, &keys).await? {
                known.entry(key).or_default().push((client, name));
            }
        }
        Ok(())
    }

    /// The known clients that `card` may be: by its number, else by its folded name
    /// together with one contact; never by a contact alone.
    fn clients_of(&self, candidate: &Candidate) -> Vec<Uuid> {
        if let Some(client) = candidate
            .card
            .number
            .as_ref()
            .and_then(|number| self.by_number.get(number))
            && let Some(client) = client
        {
            return vec![*client];
        }
        if candidate.name.is_empty() {
            return Vec::new();
        }
        let mut clients: Vec<Uuid> = candidate
            .contacts
            .iter()
            .filter_map(|(kind, key)| self.by_contact.get(kind)?.get(key))
            .flatten()
            .filter(|(_, known_name)| *known_name == candidate.name)
            .map(|(client, _)| *client)
            .collect();
        clients.sort_unstable();
        clients.dedup();
        clients
    }

    /// Whether the row's number was used by someone who is gone.
    fn number_is_used(&self, card: &Card) -> bool {
        card.number
            .as_ref()
            .is_some_and(|number| self.by_number.contains_key(number))
    }
}
