use kartoteka_plugin::{Call, Result, events::Event};

/// What `Module::told` does with `core.client.registered/1`, which the manifest names in `listens`:
/// notes for each new card that a letter is to be written.
pub async fn told(call: &Call, events: &[Event]) -> Result<()> {
    let mut tx = call.begin().await?;
    for event in events.iter().filter(|event| !event.own) {
        // Once more changes nothing: the number is the key.
        let sql = "insert into welcome__letters (salon_id, number, client_id) values ($1, $2, $3) \
                   on conflict (salon_id, number) do nothing";
        let insert = tx.query(sql).bind(event.number).bind(event.subject);
        insert.execute().await?;
    }
    Ok(tx.commit().await?)
}
