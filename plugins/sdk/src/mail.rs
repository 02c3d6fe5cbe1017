//! Mails in the salon's name.
//!
//! A feature that declares `mail = true` writes a mail inside the transaction of its own work:
//! both are kept, or neither. The host sends it after the commit, at least once, by the operator's
//! server: from the operator's address under the salon's name, in plain text. A mail that cannot
//! be sent for now is tried again with growing pauses; one that is refused for good, or after five
//! days, is given up. Once sent, nothing of it is kept, and erasing a client takes away what still
//! waits for them. The words are the feature's, in the salon's language
//! ([`Call::salon_texts`](crate::Call::salon_texts)); no log names an address.
//!
//! ```
#![doc = include_str!("../shown/mail.rs")]
//! ```

use std::fmt;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    BoxFuture, Call, DbError, Error, Result,
    db::{Later, Lent, Transaction},
};

/// A mail to one person.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// The address.
    pub to: String,
    /// The client it is for, where it is one: erasing them takes it away while it waits.
    pub client: Option<Uuid>,
    /// One line, 200 letters at most.
    pub subject: String,
    /// Plain text, 100,000 letters at most.
    pub text: String,
    /// Where answers go; nowhere that is read, if absent.
    pub reply_to: Option<String>,
}

/// That it is one, and not to whom or what it says.
impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mail")
    }
}

/// A mail that is to be kept with the transaction that wrote it.
#[derive(Debug, Clone)]
pub struct Letter {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub feature: String,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// The mail.
    pub mail: Mail,
}

/// The way out for the mails of one salon. The host implements it; features ask the [`Call`],
/// and write by [`Tx::send_mail`](crate::Tx::send_mail).
pub trait Mails: Send + Sync {
    /// Whether `feature` may send, and there is a way out.
    ///
    /// # Errors
    /// 503 `mail_not_set_up`; internal, where its manifest does not say `mail = true`.
    fn ready(&self, feature: &str) -> Result<()>;

    /// Whether a mail can be sent as it is.
    ///
    /// # Errors
    /// 422 that names the fields `/to`, `/reply_to`, `/subject`, `/text`.
    fn check(&self, mail: &Mail) -> Result<()>;

    /// How many mails the salon has written on the day of `at`.
    fn written<'a>(
        &'a self,
        transaction: &'a mut dyn Transaction,
        at: DateTime<Utc>,
    ) -> BoxFuture<'a, Result<u32, DbError>>;

    /// How many it may write on one day.
    fn most(&self) -> u32;

    /// Makes sure, before the commit, that the mails are found should this host end after it.
    fn before_commit(&self) -> Option<BoxFuture<'_, Result<(), DbError>>>;

    /// What keeps `letters` and counts them.
    fn keep(&self, letters: Vec<Letter>) -> Vec<Later>;

    /// They are committed.
    fn committed(&self);
}

/// Mails of one feature, as a call offers them.
pub struct Mailing<'a>(&'a Call);

impl Mailing<'_> {
    /// Whether mails can be sent: before somebody is asked for words that nobody would send.
    ///
    /// # Errors
    /// 403 `not_granted`; 503 `mail_not_set_up`; internal, where the manifest does not say
    /// `mail = true`.
    pub fn ready(&self) -> Result<()> {
        let feature = self.0.granted("mail")?;
        self.0.services().mails().ready(feature)
    }
}

impl Call {
    /// Mails in the salon's name; see the [module](crate::mail).
    pub fn mail(&self) -> Mailing<'_> {
        Mailing(self)
    }
}

/// Writes a mail within a transaction that the host holds.
pub(crate) async fn hand_over(lent: &mut dyn Lent, mail: &Mail) -> Result<()> {
    let question = serde_json::json!({
        "of": "send",
        "to": mail.to,
        "client": mail.client,
        "subject": mail.subject,
        "text": mail.text,
        "reply_to": mail.reply_to,
    });
    lent.ask(crate::native::MAIL, &question).await.map(drop)
}

/// 429 `mail_limit`: the salon has written as many mails today as the operator lets it.
pub(crate) fn too_many(most: u32) -> Error {
    let error = Error::new(http::StatusCode::TOO_MANY_REQUESTS, "mail_limit");
    error.arg("most", i64::from(most)).with("most", most)
}
