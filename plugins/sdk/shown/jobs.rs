use std::sync::Arc;

use kartoteka_plugin::{BoxFuture, Call, Result, jobs::Progress};
use uuid::Uuid;

/// Gives each of `clients` a voucher, beside requests and acting for who asked. Whenever the host
/// ends, all of them have one or nobody has. `false` where the job `id` runs already.
pub fn give_all(call: &Call, id: Uuid, clients: Vec<Uuid>) -> bool {
    let work = move |call: Call, progress: Arc<Progress>| -> BoxFuture<'static, Result<()>> {
        Box::pin(async move {
            progress.set_of(clients.len() as u64);
            let mut tx = call.begin_long().await?;
            for (done, client) in (1..).zip(clients) {
                let sql = "insert into welcome__gifts (salon_id, id, client_id, cents) \
                           values ($1, $2, $3, 500)";
                let insert = tx.query(sql).bind(call.new_id()).bind(client);
                insert.execute().await?;
                tx.record(call.entry("welcome.gift.given/1").subject(client));
                progress.set_done(done);
            }
            Ok(tx.commit().await?)
        })
    };
    call.jobs().start(id, call.clone(), Box::new(work))
}

/// What is done of the job, and of how much; nothing where this host does not run it.
pub fn progress(call: &Call, id: Uuid) -> Option<(u64, u64)> {
    call.jobs().progress(id).map(|progress| progress.get())
}
