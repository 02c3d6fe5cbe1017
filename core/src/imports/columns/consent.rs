//! What a cell says about consent to marketing.

use serde::{Deserialize, Serialize};

use super::words::fold;

/// What a consent cell says.
///
/// An empty cell says nothing (Treatwell's sheets leave it empty for "no"). A written no is a withdrawal: someone has
/// put it down, and of the two possible mistakes, sending nothing to a client who would like it is the one that the
/// law forgives. An import never turns a withdrawal into a consent, so a later sheet does not undo it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentCell {
    /// No column, or an empty cell.
    #[default]
    Nothing,
    /// The client has agreed.
    Given,
    /// The client does not want it.
    Withdrawn,
    /// Something that is neither; nothing is recorded, and the cell is shown as a problem.
    Unreadable,
}

const GIVEN: [&str; 36] = [
    "1",
    "x",
    "j",
    "y",
    "t",
    "s",
    "yes",
    "ja",
    "jawel",
    "jep",
    "tak",
    "si",
    "true",
    "wahr",
    "waar",
    "prawda",
    "vero",
    "on",
    "ok",
    "oui",
    "granted",
    "given",
    "opt in",
    "optin",
    "opted in",
    "subscribed",
    "angemeldet",
    "abonniert",
    "eingewilligt",
    "erteilt",
    "zugestimmt",
    "akkoord",
    "ingeschreven",
    "zgoda",
    "iscritto",
    "accettato",
];

const WITHDRAWN: [&str; 33] = [
    "0",
    "n",
    "no",
    "nein",
    "nee",
    "nie",
    "non",
    "false",
    "falsch",
    "onwaar",
    "falsz",
    "falso",
    "off",
    "none",
    "opt out",
    "optout",
    "opted out",
    "unsubscribed",
    "withdrawn",
    "revoked",
    "abgemeldet",
    "widerrufen",
    "abgelehnt",
    "nicht erteilt",
    "uitgeschreven",
    "afgemeld",
    "brak zgody",
    "brak",
    "odmowa",
    "wycofana",
    "disiscritto",
    "negato",
    "revocato",
];

impl ConsentCell {
    /// What a text in a consent column says, in the five languages and in the words of other systems.
    pub fn read(text: &str) -> Self {
        let text = text.trim();
        match text {
            "" => return Self::Nothing,
            "✓" | "✔" | "☑" | "✅" | "☒" | "+" => return Self::Given,
            "✗" | "✘" | "❌" | "☐" => return Self::Withdrawn,
            "-" | "–" | "—" | "?" => return Self::Nothing,
            _ => {}
        }
        let folded = fold(text);
        if GIVEN.contains(&folded.as_str()) {
            Self::Given
        } else if WITHDRAWN.contains(&folded.as_str()) {
            Self::Withdrawn
        } else {
            Self::Unreadable
        }
    }
}
