//! Finding blocks by what people type: a name, a phone, an e-mail. What stands in a list of blocks is
//! little beside the cards of a salon, so that it is looked through, page by page; a whole phone or
//! e-mail is known by its fingerprint, also where the person was erased.

use std::collections::HashSet;

use kartoteka_plugin::{
    Call, Result,
    clients::{self, Person},
    contacts::ContactKind,
    db::Ask,
    fold,
};
use uuid::Uuid;

use crate::{block::Block, matching::hash, store};

/// So many digits of a phone tell something.
const DIGITS: usize = 3;

/// What somebody looks for.
pub(crate) struct Sought {
    /// Each word as it may be written.
    words: Vec<[String; 2]>,
    /// As it stands, for e-mails.
    typed: String,
    /// Its digits, where there are no letters.
    digits: String,
    /// What a whole phone or e-mail is known by.
    hashes: Vec<[u8; 32]>,
}

impl Sought {
    /// What `typed` looks for; all, where it is empty.
    pub(crate) fn of(call: &Call, typed: &str) -> Self {
        let typed = typed.trim().to_lowercase();
        let kinds = [ContactKind::Phone, ContactKind::Email];
        let keys = kinds.iter().filter_map(|kind| call.contact(*kind, &typed));
        Self {
            words: typed.split_whitespace().map(spellings).collect(),
            digits: match typed.chars().any(char::is_alphabetic) {
                true => String::new(),
                false => digits(&typed),
            },
            hashes: keys.map(|key| hash(call, &key)).collect(),
            typed,
        }
    }

    /// Those of the blocks that are sought.
    ///
    /// # Errors
    /// As the engine says.
    pub(crate) async fn among(
        &self,
        call: &Call,
        ask: &mut impl Ask,
        blocks: Vec<Block>,
    ) -> Result<Vec<Block>> {
        if self.typed.is_empty() || blocks.is_empty() {
            return Ok(blocks);
        }
        let clients: Vec<Uuid> = blocks.iter().filter_map(|block| block.client_id).collect();
        let people = clients::people(ask, &clients).await?;
        let ids: Vec<Uuid> = blocks.iter().map(|block| block.id).collect();
        let known = store::following(ask, &ids, &self.hashes).await?;
        let on_cards = store::contacts_of(ask, &clients).await?;
        let on_cards: HashSet<Uuid> = (on_cards.iter())
            .filter(|contact| {
                self.hashes.contains(&hash(call, &contact.key)) || self.is_in(&contact.value)
            })
            .map(|contact| contact.client)
            .collect();
        let is_sought = |block: &Block| {
            let person = block.client_id.and_then(|client| people.get(&client));
            let mut contacts = block.contacts.iter().filter_map(|c| c.value.as_deref());
            known.contains(&block.id)
                || block
                    .client_id
                    .is_some_and(|client| on_cards.contains(&client))
                || person.is_some_and(|person| self.is_person(person))
                || contacts.any(|shown| self.is_in(shown))
        };
        Ok(blocks.into_iter().filter(is_sought).collect())
    }

    /// Whether the name, or the number on the card, holds all words.
    fn is_person(&self, person: &Person) -> bool {
        let text = format!("{} {}", person.name(), person.number);
        let written = spellings(&text);
        let holds = |word: &[String; 2]| {
            let mut pairs = word
                .iter()
                .flat_map(|w| written.iter().map(move |t| (w, t)));
            pairs.any(|(word, text)| text.contains(word.as_str()))
        };
        self.words.iter().all(holds)
    }

    /// Whether a contact holds what was typed, or its digits.
    fn is_in(&self, shown: &str) -> bool {
        let phone = self.digits.len() >= DIGITS && digits(shown).contains(&self.digits);
        phone || (self.digits.is_empty() && shown.to_lowercase().contains(&self.typed))
    }
}

/// The digits of a phone, without the zero by which it begins within a country.
fn digits(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.trim_start_matches('0').to_owned()
}

/// A text folded as the registry folds names: with `ue` as it stands, and with `u` for it.
fn spellings(text: &str) -> [String; 2] {
    [fold::fold(text), fold::fold_fully(text)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sought(typed: &str) -> Sought {
        let typed = typed.to_lowercase();
        Sought {
            words: typed.split_whitespace().map(spellings).collect(),
            digits: digits(&typed),
            hashes: Vec::new(),
            typed,
        }
    }

    #[test]
    fn a_name_is_found_however_it_is_spelt() {
        let person = Person {
            id: Uuid::nil(),
            number: "17".to_owned(),
            first_name: "Łucja".to_owned(),
            last_name: "Müller-Groß".to_owned(),
            archived: false,
        };
        for typed in ["müller", "Mueller", "muller", "lucja m", "gross", "17"] {
            assert!(sought(typed).is_person(&person), "{typed}");
        }
        for typed in ["miller", "lucja x", "71"] {
            assert!(!sought(typed).is_person(&person), "{typed}");
        }
    }

    #[test]
    fn a_phone_is_found_by_some_of_its_digits() {
        for typed in ["0176 123", "176123", "1234567", "+49 176 123"] {
            let shown = "+49 176 1234567";
            assert!(sought(typed).is_in(shown), "{typed}");
        }
        assert!(!sought("45").is_in("+49 176 1234567"), "too few");
        let mut email = sought("nora@");
        email.digits = String::new();
        assert!(email.is_in("Nora@example.org") && !email.is_in("anna@example.org"));
    }
}
