//! Who rings.

use kartoteka_plugin::{
    Call, Result,
    contacts::{ContactKey, ContactKind},
};
use uuid::Uuid;

use super::USE;
use crate::{
    calls::Caller,
    input,
    store::{self, Found},
};

/// So many who share one phone are told.
const MOST: i64 = 10;

/// A number that rings, and who has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ringing {
    /// As it was understood: in E.164, where it was.
    pub e164: Option<String>,
    /// As the salon's country writes it; as it came, where it was not understood.
    pub shown: String,
    /// Whether the caller shows no number.
    pub withheld: bool,
    /// Who has it, at most 10, those whose cards are put away last.
    pub callers: Vec<Caller>,
}

impl Ringing {
    fn withheld() -> Self {
        Self {
            e164: None,
            shown: String::new(),
            withheld: true,
            callers: Vec::new(),
        }
    }
}

/// Who has `number`, in whatever form a telephone system hands it over.
///
/// # Errors
/// 403 without `call-link.use`.
pub async fn lookup(call: &Call, number: &str) -> Result<Ringing> {
    call.require(USE)?;
    let number = number.trim();
    if input::is_withheld(number) {
        return Ok(Ringing::withheld());
    }
    let db = &mut call.db();
    let keys = input::keys(call, number);
    let mut found: Vec<Found> = Vec::new();
    for key in &keys {
        found = store::having(db, key, MOST).await?;
        if !found.is_empty() {
            break;
        }
    }
    let ids: Vec<Uuid> = found.iter().map(|found| found.person.id).collect();
    let not_called = store::not_called(db, &ids).await?;
    // The key that somebody has, else the likeliest that can be called.
    let known = found.first().map(|found| found.key.clone());
    let e164 = || keys.iter().find(|key| key.starts_with('+')).cloned();
    let key = known.or_else(e164);
    let shown = |key: &str| {
        let contact = ContactKey {
            kind: ContactKind::Phone,
            key: key.to_owned(),
        };
        call.show_contact(&contact)
    };
    Ok(Ringing {
        shown: key.as_deref().map_or_else(|| number.to_owned(), shown),
        callers: (found.into_iter())
            .map(|Found { person, key }| Caller {
                client_id: person.id,
                name: person.name(),
                number: person.number,
                phone: shown(&key),
                do_not_call: not_called.contains_key(&person.id),
                archived: person.archived,
            })
            .collect(),
        withheld: false,
        e164: key.filter(|key| key.starts_with('+')),
    })
}
