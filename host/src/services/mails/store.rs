//! All SQL of mails that wait to be sent.

use chrono::{DateTime, NaiveDate, Utc};
use kartoteka_plugin::{
    Db, DbError, Row, Tx,
    db::{Bulk, Later, Transaction, Weight},
    mail::Letter,
};
use uuid::Uuid;

/// A mail that waits.
pub(super) struct Waiting {
    pub(super) id: Uuid,
    pub(super) feature: String,
    pub(super) recipient: String,
    pub(super) reply_to: Option<String>,
    pub(super) subject: String,
    pub(super) body: String,
    pub(super) queued_at: DateTime<Utc>,
    pub(super) failures: i64,
}

fn waiting(row: &Row) -> Result<Waiting, DbError> {
    Ok(Waiting {
        id: row.get("id")?,
        feature: row.get("feature")?,
        recipient: row.get("recipient")?,
        reply_to: row.get("reply_to")?,
        subject: row.get("subject")?,
        body: row.get("body")?,
        queued_at: row.get("queued_at")?,
        failures: row.get("failures")?,
    })
}

/// How many mails the salon has written on `day`.
pub(super) async fn written(
    transaction: &mut dyn Transaction,
    day: NaiveDate,
) -> Result<u32, DbError> {
    let sql = "select written from mail_days where salon_id = $1 and day = $2";
    let binds = [day.into()];
    let outcome = transaction.run(&sql.into(), &binds, Weight::Short).await?;
    let written = outcome
        .rows
        .first()
        .map_or(Ok(0), |row| row.get::<i64>("written"))?;
    Ok(u32::try_from(written).unwrap_or(u32::MAX))
}

/// What keeps `letters` until they are sent, and counts them on `day`.
pub(super) fn keep(letters: Vec<Letter>, day: NaiveDate) -> Vec<Later> {
    let count = i64::try_from(letters.len()).unwrap_or(i64::MAX);
    let columns = &[
        "id",
        "feature",
        "client_id",
        "recipient",
        "reply_to",
        "subject",
        "body",
        "queued_at",
        "due_at",
        "failures",
    ];
    let mut rows = Bulk::into("outgoing_mails", columns);
    for letter in letters {
        rows.row([
            letter.id.into(),
            letter.feature.into(),
            letter.mail.client.into(),
            letter.mail.to.into(),
            letter.mail.reply_to.into(),
            letter.mail.subject.into(),
            letter.mail.text.into(),
            letter.at.into(),
            letter.at.into(),
            0_i64.into(),
        ]);
    }
    let sql = "insert into mail_days (salon_id, day, written) values ($1, $2, $3) \
               on conflict (salon_id, day) do update set written = mail_days.written + excluded.written";
    let count = Later::Statement(sql.into(), vec![day.into(), count.into()]);
    vec![Later::Rows(rows), count]
}

/// Takes on the mail that is due longest, until `until` for oneself.
pub(super) async fn take_on(
    tx: &mut Tx,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Option<Waiting>, DbError> {
    let row = tx
        .query(
            "update outgoing_mails set due_at = $3
             where salon_id = $1 and due_at <= $2 and id in (
                 select id from outgoing_mails where salon_id = $1 and due_at <= $2
                 order by due_at, id limit 1
             )
             returning id, feature, recipient, reply_to, subject, body, queued_at, failures",
        )
        .bind(now)
        .bind(until)
        .optional()
        .await?;
    row.as_ref().map(waiting).transpose()
}

/// Forgets a mail that was sent, or is given up.
pub(super) async fn forget(tx: &mut Tx, id: Uuid) -> Result<(), DbError> {
    let sql = "delete from outgoing_mails where salon_id = $1 and id = $2";
    tx.query(sql).bind(id).execute().await.map(drop)
}

/// Puts a mail off that was not sent.
pub(super) async fn put_off(
    tx: &mut Tx,
    id: Uuid,
    until: DateTime<Utc>,
    failures: i64,
) -> Result<(), DbError> {
    let sql = "update outgoing_mails set due_at = $3, failures = $4 \
               where salon_id = $1 and id = $2";
    let query = tx.query(sql).bind(id).bind(until).bind(failures);
    query.execute().await.map(drop)
}

/// When the next mail is due; nothing where none waits.
pub(super) async fn next_due(db: &Db) -> Result<Option<DateTime<Utc>>, DbError> {
    let sql = "select due_at from outgoing_mails where salon_id = $1 order by due_at limit 1";
    let row = db.query(sql).optional().await?;
    row.map(|row| row.get("due_at")).transpose()
}

/// Forgets how many mails were written on days before `day`.
pub(super) async fn prune(tx: &mut Tx, day: NaiveDate) -> Result<(), DbError> {
    let sql = "delete from mail_days where salon_id = $1 and day < $2";
    tx.query(sql).bind(day).execute().await.map(drop)
}
