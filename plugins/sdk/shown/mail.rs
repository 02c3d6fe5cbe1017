use kartoteka_plugin::{Call, Result, mail::Mail};
use uuid::Uuid;

/// Thanks a client for a visit: written with the note that it was, or not at all.
/// The manifest says `mail = true`, and the texts have `thanks-mail-about`.
pub async fn thank(call: &Call, client: Uuid, email: &str) -> Result<()> {
    call.mail().ready()?;
    let texts = call.salon_texts();
    let mut tx = call.begin().await?;
    tx.send_mail(
        call,
        Mail {
            to: email.to_owned(),
            client: Some(client),
            subject: texts.get("thanks-subject"),
            text: texts.with1("thanks-text", "salon", call.salon().name.as_str()),
            reply_to: None,
        },
    )
    .await?;
    tx.record(call.entry("thanks.sent/1").subject(client));
    Ok(tx.commit().await?)
}
