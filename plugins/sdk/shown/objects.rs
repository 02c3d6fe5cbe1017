use bytes::Bytes;
use chrono::TimeDelta;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use kartoteka_plugin::{Call, Error, Result, objects::ObjectKey};
use uuid::Uuid;

/// Keeps the picture of a gift. Its key is noted before anything lies under it, and the note goes
/// with the commit that shows it; what is still noted after a day is swept.
pub async fn keep(call: &Call, gift: Uuid, picture: Bytes) -> Result<()> {
    let (object, due) = (call.new_id(), call.now() + TimeDelta::days(1));
    call.wake("welcome.sweep", due).await?;
    let mut tx = call.begin().await?;
    let note = "insert into welcome__pending (salon_id, object, due_at) values ($1, $2, $3)";
    tx.query(note).bind(object).bind(due).execute().await?;
    tx.commit().await?;
    let content = stream::once(async { Ok(picture) }).boxed();
    let key = ObjectKey::new("welcome", object);
    call.objects().put(key, content).await?;
    let mut tx = call.begin().await?;
    let done = "delete from welcome__pending \
                where salon_id = $1 and object = $2 and swept_at is null";
    let noted = tx.query(done).bind(object).execute().await?;
    let show = "update welcome__gifts set picture = $3 \
                where salon_id = $1 and id = $2 and picture is null";
    let shown = tx.query(show).bind(gift).bind(object).execute().await?;
    if noted == 0 || shown == 0 {
        // All of this transaction is undone: the note stays, and with it the object goes.
        return Err(Error::not_found());
    }
    Ok(tx.commit().await?)
}

/// The picture of a gift.
pub async fn picture(call: &Call, gift: Uuid) -> Result<Vec<u8>> {
    let sql = "select picture from welcome__gifts \
               where salon_id = $1 and id = $2 and picture is not null";
    let row = call.db().query(sql).bind(gift).optional().await?;
    let row = row.ok_or_else(Error::not_found)?;
    let key = ObjectKey::new("welcome", row.get("picture")?);
    let size = call.objects().size(key).await?;
    let size = size.ok_or_else(Error::not_found)?;
    let pieces = call.objects().read(key, 0..size).await?;
    let pieces: Vec<Bytes> = pieces.try_collect().await?;
    Ok(pieces.concat())
}
