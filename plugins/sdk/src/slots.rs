//! Places of the pages where features appear.
//!
//! A feature fills a slot with one of its own page routes, named in its manifest. The host
//! asks all of a page side by side, in process, each with the reader's own call, and waits a
//! moment for them: what is late loads by itself, and what is broken says so, so that no
//! feature holds up a page.
//!
//! | place | about | answered with |
//! |---|---|---|
//! | `client.section` | a client's id | an HTML fragment |
//! | `client.actions` | a client's id | JSON, a list of [`Action`] |
//! | `client.marks` | ids of clients, with commas between | JSON, an object of lists of [`Mark`] by id |
//! | `phone.link` | nothing: its path has no `{about}` | JSON, a [`PhoneLink`] |
//!
//! ```
#![doc = include_str!("../shown/slots.rs")]
//! ```

use std::{borrow::Cow, collections::HashMap};

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{BoxFuture, Call};

pub use crate::phone_link::{NumberForm, PhoneLink};

/// A section of the card.
pub const CLIENT_SECTION: &str = "client.section";
/// What can be done with a client, beside what the card does itself.
pub const CLIENT_ACTIONS: &str = "client.actions";
/// What is to be known of clients before their cards are opened.
pub const CLIENT_MARKS: &str = "client.marks";

/// What a phone number on a card or in a list becomes. The first feature that answers is taken.
pub const PHONE_LINK: &str = "phone.link";

/// All places there are.
pub const PLACES: [&str; 4] = [CLIENT_SECTION, CLIENT_ACTIONS, CLIENT_MARKS, PHONE_LINK];

/// A badge.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Its colour's meaning: `stop`, `look`, `done`, or none.
    #[serde(default)]
    pub kind: Cow<'static, str>,
    /// An icon of the host's set; empty for none.
    pub icon: Cow<'static, str>,
    /// In the reader's language.
    pub word: String,
    /// Whether it is to be read before somebody calls: where a client has such a mark, it stands
    /// at the phone numbers, and calling is a second step.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub before_calling: bool,
}

/// The marks of several clients, by id; those without any may be absent.
pub type Marks = HashMap<Uuid, Vec<Mark>>;

/// Something to do with a client: a page of the feature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// In the reader's language.
    pub word: String,
    /// An icon of the host's set.
    pub icon: String,
    /// Path of the page below the salon.
    pub path: String,
    /// Whether it takes something away from somebody.
    #[serde(default)]
    pub danger: bool,
}

/// What fills one slot of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// The place.
    pub place: &'static str,
    /// Whose it is.
    pub feature: String,
    /// Name of the slot within the feature.
    pub id: String,
    /// The route it came from, below the salon: for what loads by itself.
    pub path: String,
    /// What came.
    pub content: Content,
}

/// What came from a slot's route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Its answer.
    Ready(Bytes),
    /// Nothing yet.
    Late,
    /// A failure, or no feature that could be asked at present.
    Broken,
}

/// Asks features for what they put on a page.
pub trait Slots: Send + Sync {
    /// Fills `places` of a page about `about`. What a feature has nothing to say to (204) is
    /// left out.
    fn fill<'a>(
        &'a self,
        call: &'a Call,
        places: &'a [&'static str],
        about: &'a str,
    ) -> BoxFuture<'a, Vec<Filled>>;
}

impl Call {
    /// What features mark clients with, for a page of a feature that names them; as lists show
    /// it, so nothing of a feature that is late or fails. None inside a hook, and none to pages
    /// that are asked for marks in a circle.
    pub async fn marks(&self, clients: &[Uuid]) -> Marks {
        let mut marks = Marks::new();
        if clients.is_empty() || self.is_asked() || self.is_too_deep() {
            return marks;
        }
        let ids: Vec<String> = clients.iter().map(Uuid::to_string).collect();
        let reader = self.deeper(self.permissions().clone());
        let places = [CLIENT_MARKS];
        for filled in reader.slots().fill(&reader, &places, &ids.join(",")).await {
            for (client, theirs) in filled.data::<Marks>().unwrap_or_default() {
                marks.entry(client).or_default().extend(theirs);
            }
        }
        marks
    }
}

impl Filled {
    /// The answer as data; nothing where there is none, or none that can be read.
    pub fn data<T: for<'de> Deserialize<'de>>(&self) -> Option<T> {
        match &self.content {
            Content::Ready(bytes) => serde_json::from_slice(bytes).ok(),
            Content::Late | Content::Broken => None,
        }
    }
}
