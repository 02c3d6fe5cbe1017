//! What workplaces have chosen, kept with their sessions.

use kartoteka_plugin::{BoxFuture, Error, Result, db::JsonText, workplace::Workplaces};
use serde_json::Value as Json;
use uuid::Uuid;

use super::Region;

/// What one feature may keep for one workplace, in bytes of JSON.
const MOST: usize = 4 << 10;

impl Workplaces for Region {
    fn get<'a>(&'a self, session: Uuid, feature: &'a str) -> BoxFuture<'a, Result<Option<Json>>> {
        Box::pin(async move {
            let of = (session, feature.to_owned());
            if let Some(chosen) = self.cache.workplace(&of) {
                return Ok(Option::clone(&chosen));
            }
            let before = self.cache.before();
            let chosen = self.store.workplace_settings(session, feature).await?;
            self.cache.keep_workplace(before, of, chosen.clone());
            Ok(chosen)
        })
    }

    fn set<'a>(
        &'a self,
        session: Uuid,
        feature: &'a str,
        settings: &'a Json,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let text = JsonText::of(settings);
            if text.0.len() > MOST {
                let text = format!("{feature} keeps too much for a workplace");
                return Err(Error::internal(text));
            }
            let store = &self.store;
            store.set_workplace_settings(session, feature, text).await?;
            self.cache.forget_workplace(&(session, feature.to_owned()));
            Ok(())
        })
    }
}
