use kartoteka_plugin::{Call, Result, objects::ObjectKey};
use uuid::Uuid;

/// What `Module::woken` does for `sweep`, which the manifest names in `wake_ups = ["sweep"]`:
/// deletes the objects that are still noted when their time has come, and may come again.
pub async fn sweep(call: &Call) -> Result<()> {
    let mut tx = call.begin().await?;
    // What is claimed can be shown no more.
    let claim = "update welcome__pending set swept_at = $2 \
                 where salon_id = $1 and due_at <= $2 returning object";
    let claimed = tx.query(claim).bind(call.now()).all().await?;
    tx.commit().await?;
    for row in &claimed {
        let object: Uuid = row.get("object")?;
        let key = ObjectKey::new("welcome", object);
        call.objects().delete(key).await?;
        let mut tx = call.begin().await?;
        let done = "delete from welcome__pending where salon_id = $1 and object = $2";
        tx.query(done).bind(object).execute().await?;
        tx.commit().await?;
    }
    // A salon has one wake-up of each name, of the earliest time: for the rest it asks again.
    let next = "select due_at from welcome__pending where salon_id = $1 order by due_at limit 1";
    match call.db().query(next).optional().await? {
        Some(row) => call.wake("welcome.sweep", row.get("due_at")?).await,
        None => Ok(()),
    }
}
