//! A card and the forms of it that go in and out.

use chrono::{DateTime, Utc};
use kartoteka_plugin::{lists::Paging, patch::Patch};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A client of the salon.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Client {
    /// Never changes.
    pub id: Uuid,
    /// The number on the card, unique in the salon and never used twice.
    pub number: String,
    /// Given name; empty where there is none.
    pub first_name: String,
    /// Family name with its particles (`van der Berg`); empty where there is none.
    pub last_name: String,
    /// In the order of the card; the first is the one to call.
    pub phones: Vec<Phone>,
    /// In the order of the card.
    pub emails: Vec<Email>,
    /// Oldest first.
    pub notes: Vec<Note>,
    /// Where the client came from, of the salon's own list.
    pub source: Option<SourceRef>,
    /// The last entry of the consent ledger for marketing.
    pub marketing_consent: MarketingConsent,
    /// When the card was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub changed_at: DateTime<Utc>,
    /// When it was put away, if it was.
    pub archived_at: Option<DateTime<Utc>>,
    /// Grows by one with each change; the `ETag`.
    pub version: i64,
}

/// A phone: as typed, and in E.164 where it could be understood by the numbering
/// plan of the salon's country.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Phone {
    /// As typed.
    pub value: String,
    /// `+491761234567`; null where the number could not be understood.
    pub e164: Option<String>,
}

/// An e-mail address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Email {
    /// The address.
    pub value: String,
}

/// What someone wrote about a client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Note {
    /// Never changes.
    pub id: Uuid,
    /// The words.
    pub text: String,
    /// Who wrote it: `user:<id>`, `token:<id>` or `system`.
    pub author: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
}

/// An entry of the salon's list of sources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SourceRef {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
}

/// What the ledger says last about marketing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MarketingConsent {
    /// The client allowed it.
    Given,
    /// The client took it back, or refused it.
    Withdrawn,
    /// Nobody asked.
    #[default]
    Unknown,
}

impl MarketingConsent {
    /// `given`, `withdrawn`, `unknown`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Withdrawn => "withdrawn",
            Self::Unknown => "unknown",
        }
    }

    /// From its code; anything else is unknown.
    pub fn from_code(code: &str) -> Self {
        match code {
            "given" => Self::Given,
            "withdrawn" => Self::Withdrawn,
            _ => Self::Unknown,
        }
    }
}

/// A phone or e-mail on its way in. `e164` is worked out, and accepted only so
/// that what was read can be sent back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewContact {
    /// As typed.
    #[schema(max_length = 254)]
    pub value: String,
    /// Ignored.
    #[serde(default)]
    #[schema(read_only)]
    pub e164: Option<String>,
}

/// A note on its way in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewNote {
    /// The words.
    #[schema(max_length = 20_000)]
    pub text: String,
}

/// A note of a changed card: with the id of a note that is there it keeps its time
/// and author, without one it is new.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteChange {
    /// Of a note that is there.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// The words.
    #[schema(max_length = 20_000)]
    pub text: String,
    /// Ignored; accepted so that what was read can be sent back.
    #[serde(default)]
    #[schema(read_only)]
    pub author: Option<String>,
    /// Ignored, as `author`.
    #[serde(default)]
    #[schema(read_only)]
    pub created_at: Option<DateTime<Utc>>,
}

/// A card to be made. A name, a phone or an e-mail must be there.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewClient {
    /// Chosen by hand; without it the next free one is given.
    #[serde(default)]
    #[schema(max_length = 40)]
    pub number: Option<String>,
    /// Given name, at most 200 characters.
    #[serde(default)]
    #[schema(max_length = 200)]
    pub first_name: Option<String>,
    /// Family name, at most 200 characters.
    #[serde(default)]
    #[schema(max_length = 200)]
    pub last_name: Option<String>,
    /// At most 20.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub phones: Vec<NewContact>,
    /// At most 20.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub emails: Vec<NewContact>,
    /// At most 200, of at most 20,000 characters each.
    #[serde(default)]
    #[schema(max_items = 200)]
    pub notes: Vec<NewNote>,
    /// Of the salon's list of sources.
    #[serde(default)]
    pub source_id: Option<Uuid>,
    /// `given` or `withdrawn`: becomes the first entry of the ledger.
    #[serde(default)]
    pub marketing_consent: Option<MarketingConsent>,
    /// The words by which the client was asked; the salon's usual ones if absent.
    #[serde(default)]
    #[schema(max_length = 5_000)]
    pub consent_wording: Option<String>,
}

/// A JSON merge patch of a card. Arrays are replaced whole.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClientChanges {
    /// A free number.
    #[schema(value_type = Option<String>, max_length = 40)]
    #[serde(default)]
    pub number: Patch<String>,
    /// Given name.
    #[schema(value_type = Option<String>, max_length = 200)]
    #[serde(default)]
    pub first_name: Patch<String>,
    /// Family name.
    #[schema(value_type = Option<String>, max_length = 200)]
    #[serde(default)]
    pub last_name: Patch<String>,
    /// All phones.
    #[schema(value_type = Option<Vec<NewContact>>, max_items = 20)]
    #[serde(default)]
    pub phones: Patch<Vec<NewContact>>,
    /// All e-mails.
    #[schema(value_type = Option<Vec<NewContact>>, max_items = 20)]
    #[serde(default)]
    pub emails: Patch<Vec<NewContact>>,
    /// All notes.
    #[schema(value_type = Option<Vec<NoteChange>>, max_items = 200)]
    #[serde(default)]
    pub notes: Patch<Vec<NoteChange>>,
    /// Of the salon's list of sources.
    #[schema(value_type = Option<Uuid>)]
    #[serde(default)]
    pub source_id: Patch<Uuid>,
    /// `given` or `withdrawn`: appends an entry to the ledger.
    #[schema(value_type = Option<MarketingConsent>)]
    #[serde(default)]
    pub marketing_consent: Patch<MarketingConsent>,
    /// The words by which the client was asked; the salon's usual ones if absent.
    #[schema(value_type = Option<String>, max_length = 5_000)]
    #[serde(default)]
    pub consent_wording: Patch<String>,
}

/// Which cards, in which order, from where.
#[derive(Debug, Clone, Default)]
pub struct ClientFilter {
    /// Words to find; every one must match something.
    pub q: Option<String>,
    /// Only cards that were put away, instead of only those that were not.
    pub archived: bool,
    /// Which page.
    pub paging: Paging,
    /// Whether to count all that match.
    pub count: bool,
}

/// A page of cards.
#[derive(Debug, Clone)]
pub struct ClientPage {
    /// The cards.
    pub clients: Vec<Client>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
    /// All that match, when asked for.
    pub total: Option<u64>,
}

/// A card that was made, and what is odd about it.
#[derive(Debug, Clone)]
pub struct Registered {
    /// The card.
    pub client: Client,
    /// Nothing that forbids it.
    pub warnings: Vec<Warning>,
}

/// Something to know that does not stand in the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Warning {
    /// `known_contact`, or `phone_not_understood`.
    pub code: String,
    /// JSON pointer to the field.
    pub pointer: String,
    /// For `known_contact`: whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<Uuid>,
    /// For `known_contact`: the number on that card.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// For `known_contact`: the name on that card.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// What the journal keeps of a card: the whole of a new one, the changed members
/// of a changed one. A public schema, versioned by the entry's name.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Snapshot {
    /// Number on the card.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Given name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Family name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// All phones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phones: Option<Vec<Phone>>,
    /// All e-mails.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emails: Option<Vec<Email>>,
    /// All notes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<Vec<Note>>,
    /// The source; `null` where it was taken away.
    #[serde(skip_serializing_if = "Option::is_none", with = "serde_with_null")]
    pub source: Option<Option<SourceRef>>,
    /// The state of marketing consent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marketing_consent: Option<MarketingConsent>,
}

/// A member that is absent, null, or there: null survives the round trip.
mod serde_with_null {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<T: Serialize, S: Serializer>(
        value: &Option<Option<T>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        value.as_ref().map(Option::as_ref).serialize(serializer)
    }

    pub(super) fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Option<T>>, D::Error> {
        Ok(Some(Option::deserialize(deserializer)?))
    }
}

impl Snapshot {
    /// Everything on a card.
    pub fn of(client: &Client) -> Self {
        Self {
            number: Some(client.number.clone()),
            first_name: Some(client.first_name.clone()),
            last_name: Some(client.last_name.clone()),
            phones: Some(client.phones.clone()),
            emails: Some(client.emails.clone()),
            notes: Some(client.notes.clone()),
            source: Some(client.source.clone()),
            marketing_consent: Some(client.marketing_consent),
        }
    }

    /// The members in which `after` differs from `before`, on both sides; nothing
    /// where the cards are alike.
    pub fn difference(before: &Client, after: &Client) -> Option<(Self, Self)> {
        let (mut old, mut new) = (Self::of(before), Self::of(after));
        macro_rules! drop_equal {
            ($($member:ident),*) => {$(
                if old.$member == new.$member {
                    old.$member = None;
                    new.$member = None;
                }
            )*};
        }
        drop_equal!(
            number,
            first_name,
            last_name,
            phones,
            emails,
            notes,
            source,
            marketing_consent
        );
        (old != Self::default() || new != Self::default()).then_some((old, new))
    }
}
