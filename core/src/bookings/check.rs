//! The question, the answers, and what they come to.

use kartoteka_plugin::{
    Call, Error, Result,
    contacts::{ContactKey, ContactKind},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Who books.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Via {
    /// The client, by themselves.
    #[default]
    Online,
    /// Somebody of the salon, for them.
    Staff,
}

/// Who wants to book: a client, or whoever has these contacts.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BookingCheck {
    /// The card, where it is known.
    pub client_id: Option<Uuid>,
    /// A phone, as it was typed.
    #[schema(max_length = 60)]
    pub phone: Option<String>,
    /// An e-mail, as it was typed.
    #[schema(max_length = 320)]
    pub email: Option<String>,
    /// Who books; `online` where it is not said.
    #[serde(default)]
    pub via: Via,
}

/// What to do. The strongest of several answers counts: refuse, shadow, warn, allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// They may book.
    Allow,
    /// They may book, and staff should know something.
    Warn,
    /// Seem to accept, and tell staff: it comes into no calendar.
    Shadow,
    /// They may not book.
    Refuse,
}

/// What the features that are on come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BookingVerdict {
    /// What to do.
    pub decision: Decision,
    /// What to tell them: the client where it is refused online, staff otherwise.
    pub text: Option<String>,
    /// What staff should know, whoever books: for the calendar, never for the client. Only for who
    /// may read clients (`clients.read`), and what a feature knows only for who may read it there.
    pub staff_text: Option<String>,
    /// So many open bookings at most, where there is a limit; who asks counts them.
    pub most_open: Option<u32>,
}

/// As the hook puts it.
#[derive(Debug, Serialize)]
pub(super) struct Question {
    client_id: Option<Uuid>,
    contacts: Vec<ContactKey>,
    via: Via,
}

/// As a feature answers.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Answer {
    decision: Decision,
    text: Option<String>,
    staff_text: Option<String>,
    most_open: Option<u32>,
}

impl Question {
    /// What is asked, its contacts as they are known again.
    ///
    /// # Errors
    /// 422 for a contact that is none, and where nobody is named.
    pub(super) fn of(call: &Call, asked: &BookingCheck) -> Result<Self> {
        let mut error = Error::invalid();
        let mut contacts = Vec::new();
        let typed = [
            ("/phone", ContactKind::Phone, &asked.phone),
            ("/email", ContactKind::Email, &asked.email),
        ];
        for (pointer, kind, text) in typed {
            let Some(text) = text.as_deref().filter(|text| !text.trim().is_empty()) else {
                continue;
            };
            match call.contact(kind, text) {
                Some(contact) => contacts.push(contact),
                None => error = error.field(pointer, "contact_unreadable"),
            }
        }
        error.if_any()?;
        if contacts.is_empty() && asked.client_id.is_none() {
            return Err(Error::invalid().field("", "client_or_contact_required"));
        }
        Ok(Self {
            client_id: asked.client_id,
            contacts,
            via: asked.via,
        })
    }
}

impl BookingVerdict {
    /// The strongest of the answers, with its words, and the least of their limits. Who is no
    /// `insider` gets nothing that is for staff while somebody books for themselves.
    pub(super) fn of(via: Via, insider: bool, answers: Vec<Answer>) -> Self {
        let most_open = answers.iter().filter_map(|answer| answer.most_open).min();
        // Among equals the first asked has the word.
        let strongest = answers.into_iter().reduce(|kept, next| {
            if next.decision > kept.decision {
                next
            } else {
                kept
            }
        });
        let Some(answer) = strongest else {
            return Self {
                decision: Decision::Allow,
                text: None,
                staff_text: None,
                most_open,
            };
        };
        let staff_text = answer.staff_text.clone().filter(|_| insider);
        Self {
            decision: answer.decision,
            staff_text,
            text: match (via, answer.decision) {
                (_, Decision::Allow) => None,
                // Whoever books for themselves must not read what staff wrote down, not even by
                // way of a program that shows too much.
                (Via::Online, Decision::Refuse) => answer.text,
                (Via::Online, _) => None,
                (Via::Staff, _) => answer.staff_text.or(answer.text),
            },
            most_open,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(decision: Decision, most_open: Option<u32>) -> Answer {
        Answer {
            decision,
            text: Some(format!("client {decision:?}")),
            staff_text: Some(format!("staff {decision:?}")),
            most_open,
        }
    }

    #[test]
    fn the_strongest_answer_and_the_least_limit_count() {
        let all = vec![
            answer(Decision::Warn, Some(3)),
            answer(Decision::Refuse, None),
            answer(Decision::Shadow, Some(1)),
        ];
        let verdict = BookingVerdict::of(Via::Staff, true, all.clone());
        assert_eq!(verdict.decision, Decision::Refuse);
        assert_eq!(verdict.text.as_deref(), Some("staff Refuse"));
        assert_eq!(verdict.most_open, Some(1));
        let verdict = BookingVerdict::of(Via::Online, false, all);
        assert_eq!(verdict.text.as_deref(), Some("client Refuse"));
    }

    #[test]
    fn who_books_online_reads_nothing_that_is_for_staff() {
        for decision in [Decision::Allow, Decision::Warn, Decision::Shadow] {
            let of =
                |insider| BookingVerdict::of(Via::Online, insider, vec![answer(decision, None)]);
            assert_eq!(
                (of(false).text, of(false).staff_text),
                (None, None),
                "{decision:?}"
            );
            let said = format!("staff {decision:?}");
            assert_eq!((of(true).text, of(true).staff_text), (None, Some(said)));
        }
        let nobody = BookingVerdict::of(Via::Online, true, Vec::new());
        assert_eq!(nobody.decision, Decision::Allow);
        assert_eq!((nobody.text, nobody.most_open), (None, None));
    }
}
