//! What others of the house know of who rings, asked by the API in the reader's name.

use http::{Request, StatusCode, header};
use kartoteka_plugin::{Call, Error, Result};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

/// So many cards are proposed.
const MOST: usize = 5;

/// What to do where somebody wants to book.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Advice {
    /// `allow`, `warn`, `shadow` or `refuse`.
    pub decision: String,
    /// What to tell them.
    pub text: Option<String>,
    /// What staff should know.
    #[serde(default)]
    pub staff_text: Option<String>,
}

impl Advice {
    /// The words for staff, where there are any.
    pub fn words(&self) -> Option<&str> {
        self.staff_text.as_deref().or(self.text.as_deref())
    }
}

/// Whether whoever has this phone may book, where that is more than yes; none where the reader may
/// not ask, or the salon has not agreed that this is asked.
///
/// # Errors
/// 503 where it cannot be told; as the door answers.
pub async fn advice(call: &Call, e164: &str) -> Result<Option<Advice>> {
    let body = json!({"phone": e164, "via": "staff"}).to_string();
    let request = Request::post("/booking-checks")
        .header(header::CONTENT_TYPE, "application/json")
        .body(body.into());
    let request = request.map_err(|_| Error::internal("a question about a booking is none"))?;
    let Some(answer) = asked(call.api(request).await)? else {
        return Ok(None);
    };
    let advice: Advice = serde_json::from_slice(answer.body())
        .map_err(|_| Error::internal("an answer about a booking is none"))?;
    Ok((advice.decision != "allow").then_some(advice))
}

/// A card that may be the caller's.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Card {
    /// Who.
    pub id: Uuid,
    /// The number on the card.
    pub number: String,
    #[serde(default)]
    first_name: String,
    #[serde(default)]
    last_name: String,
}

impl Card {
    /// Given and family name; empty where the card has none.
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
            .trim()
            .to_owned()
    }
}

#[derive(Deserialize)]
struct Cards {
    data: Vec<Card>,
}

/// The cards that are found by `words`, the likeliest first, at most 5.
///
/// # Errors
/// As the door answers.
pub async fn cards(call: &Call, words: &str) -> Result<Vec<Card>> {
    let words = kartoteka_plugin::pages::query(&[("q", words)]);
    let path = format!("/clients{words}&limit={MOST}");
    let found = asked(call.api_get::<Cards>(&path).await)?;
    Ok(found.map_or_else(Vec::new, |found| found.data))
}

/// What was answered; nothing where it may not be asked.
fn asked<T>(answer: Result<T>) -> Result<Option<T>> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(error) if error.status == StatusCode::FORBIDDEN => Ok(None),
        Err(error) => Err(error),
    }
}
