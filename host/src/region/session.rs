//! Sessions of browsers.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use kartoteka_plugin::{Actor, Error, Result};
use uuid::Uuid;

use super::{
    Access, Region, secret,
    store::{NewSessionRow, StoreTx},
};

/// How exactly the last use of a session is known.
const SEEN: TimeDelta = TimeDelta::minutes(5);

/// A session, as its user sees it.
#[derive(Debug, Clone)]
pub(super) struct Session {
    pub(super) id: Uuid,
    /// `Firefox, Windows`; empty where it could not be told.
    pub(super) agent: String,
    pub(super) seen_at: DateTime<Utc>,
}

/// Browser and system in two words. The whole text that browsers send would tell
/// people apart, and nobody can read it.
pub(super) fn short_agent(agent: &str) -> String {
    let first = |words: &[(&'static str, &'static str)]| {
        let found = words.iter().find(|(mark, _)| agent.contains(mark));
        found.map(|(_, name)| *name)
    };
    // Most call themselves Chrome and Safari too, so the rare marks come first.
    let browser = first(&[
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("iPad", "iPad"),
        ("iPhone", "iPhone"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Macintosh", "Mac"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ]);
    let words: Vec<_> = browser.into_iter().chain(system).collect();
    words.join(", ")
}

impl Region {
    /// Whose session this is (the value of the [cookie](Self::session_cookie)), if it
    /// is alive.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn authenticate_session(&self, cookie: &str) -> Result<Option<Arc<Access>>> {
        let hash = secret::hash(cookie);
        if let Some(access) = self.cache.access(&hash) {
            return Ok(Some(access));
        }
        let before = self.cache.before();
        let now = self.clock.now();
        let Some(session) = self.store.session(&hash).await? else {
            return Ok(None);
        };
        let idle = TimeDelta::from_std(self.settings.session_idle).unwrap_or(TimeDelta::MAX);
        if now >= session.expires_at || now - session.seen_at >= idle {
            return Ok(None);
        }
        // Seldom, because each time is a write.
        if now - session.seen_at >= SEEN.min(idle / 4) {
            self.store.see_session(session.id, now).await?;
        }
        let access = Arc::new(Access {
            actor: Actor::User(session.user),
            user: Some(session.user),
            session: Some(session.id),
            name: session.name,
            locale: session.locale,
            salons: self.permissions_of(session.user).await?,
        });
        self.cache.keep_access(before, hash, access.clone());
        Ok(Some(access))
    }

    /// Opens a session and gives the value of its cookie.
    pub(super) async fn open_session(
        &self,
        tx: &mut StoreTx,
        user: Uuid,
        agent: &str,
    ) -> Result<String> {
        let cookie = secret::long()?;
        let now = self.clock.now();
        let lifetime = TimeDelta::from_std(self.settings.session_lifetime);
        let lifetime = lifetime.unwrap_or(TimeDelta::days(14));
        let row = NewSessionRow {
            id: self.clock.new_id(),
            hash: &secret::hash(&cookie),
            user,
            agent: &short_agent(agent),
            now,
            expires_at: now + lifetime,
        };
        tx.insert_session(row).await?;
        Ok(cookie)
    }

    /// The living sessions of a user, the latest used first.
    pub(super) async fn sessions(&self, user: Uuid) -> Result<Vec<Session>> {
        let rows = self.store.sessions(user).await?;
        let idle = TimeDelta::from_std(self.settings.session_idle).unwrap_or(TimeDelta::MAX);
        let now = self.clock.now();
        let sessions = rows
            .into_iter()
            .map(|(id, agent, seen_at)| Session { id, agent, seen_at });
        Ok(sessions.filter(|s| now - s.seen_at < idle).collect())
    }

    /// Ends one of a user's sessions; signing out ends one's own.
    pub(super) async fn end_session(&self, user: Uuid, session: Uuid) -> Result<()> {
        let ended = self.store.delete_session(user, session).await?;
        self.cache.forget();
        if ended {
            Ok(())
        } else {
            Err(Error::not_found())
        }
    }

    /// Ends all of a user's sessions but one.
    pub(super) async fn end_other_sessions(&self, user: Uuid, keep: Uuid) -> Result<()> {
        let mut tx = self.store.begin().await?;
        tx.delete_sessions_but(user, keep).await?;
        tx.commit().await?;
        self.forget_everywhere().await;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::short_agent;

    #[test]
    fn of_an_agent_two_words_remain() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36 Edg/120.0";
        assert_eq!(short_agent(edge), "Edge, Windows");
        let ipad = "Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile Safari/604.1";
        assert_eq!(short_agent(ipad), "Safari, iPad");
        assert_eq!(short_agent("curl/8.0"), "");
    }
}
