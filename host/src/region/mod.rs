//! What belongs to the region and not to a salon: the salons themselves, users,
//! roles, sign-in, sessions, tokens.
//!
//! One operation a file; all SQL is in `store`; the doors (`api`, `pages`) hold
//! no rule.

mod access;
mod api;
mod cache;
mod disabling;
mod feature;
mod feature_data;
mod feature_removal;
mod invitation;
mod journal;
mod member;
mod pages;
mod password;
mod recovery;
mod removal;
mod salon;
mod second_factor;
mod secret;
mod session;
mod shelf;
mod sign_in;
mod slowing;
mod start;
mod store;
mod token;
mod user;
mod workplace;

#[cfg(test)]
mod tests;

pub use access::{Access, Book, Role};
pub use cache::Forgotten;
pub(crate) use feature_removal::FINISH as FINISH_REMOVALS;
pub use journal::Overview;
pub(crate) use pages::permission_word;
pub use salon::NewSalon;
pub(crate) use salon::is_reserved;
pub(crate) use secret::long as new_secret;
pub use shelf::Shelf;
pub use token::{NewToken, TokenMaker};
pub use user::NewUser;

use std::{collections::HashMap, net::IpAddr, sync::Arc, time::Duration};

use axum::Router;
use kartoteka_plugin::{
    BoxFuture, DbError, Locale, Result,
    call::{Clock, Directory},
    db::Engine,
    keys::Keys,
    manifest::Permission,
    text::{Catalog, Source},
};
use uuid::Uuid;

use crate::{
    mail::Mailer,
    services::{Health, Roster, Tables},
    telling::Teller,
};
use cache::Cache;
use password::Passwords;
use store::Store;

/// Name of the one cookie over plain HTTP.
const SESSION_COOKIE: &str = "kartoteka_session";
/// Its name over TLS. Browsers take a cookie of this prefix from this very host alone,
/// so that no neighbour below the same domain can put one of theirs in its place.
const SESSION_COOKIE_OVER_TLS: &str = "__Host-kartoteka_session";

/// The network address a request came from, as an extension of the request. The
/// host knows which proxies to believe; wrong passwords are slowed by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

/// The keys of the region: `hash`, `seal` and `open` under a key that comes from
/// the master key, and the making of salons' keys.
pub trait RegionKeys: Keys {
    /// A fresh key for `salon`, wrapped by the master key.
    ///
    /// # Errors
    /// Internal, where no randomness can be had.
    fn new_salon_key(&self, salon: Uuid) -> Result<Vec<u8>>;
}

/// Writes down, beside the request, that somebody was here: the answer does not wait for the
/// disk, and what is lost with a host that ends is no loss.
fn beside(note: impl Future<Output = std::result::Result<(), DbError>> + Send + 'static) {
    tokio::spawn(async move {
        if let Err(error) = note.await {
            tracing::warn!(%error, "that somebody was here is not noted");
        }
    });
}

/// Times and addresses that an operator sets.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where browsers find this region, without a slash at the end:
    /// `https://kartoteka.example`. Links in mails begin with it; the cookie is
    /// `Secure` where it begins with `https`.
    pub public_url: String,
    /// A session unused for so long ends.
    pub session_idle: Duration,
    /// A session ends after so long, used or not.
    pub session_lifetime: Duration,
    /// How many passwords are hashed at one time (19 MiB each).
    pub hashing_at_once: usize,
}

impl Settings {
    fn is_over_tls(&self) -> bool {
        self.public_url.starts_with("https:")
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            public_url: "http://127.0.0.1:8080".to_owned(),
            session_idle: Duration::from_secs(12 * 60 * 60),
            session_lifetime: Duration::from_secs(14 * 24 * 60 * 60),
            hashing_at_once: 4,
        }
    }
}

/// What a [`Region`] is made of.
pub struct Parts {
    /// The region's tables. Unlike a salon's engine it binds nothing by itself:
    /// the first value bound is `$1`.
    pub engine: Arc<dyn Engine>,
    /// Time and chance.
    pub clock: Arc<dyn Clock>,
    /// The region's keys.
    pub keys: Arc<dyn RegionKeys>,
    /// Texts in all languages, those of [`texts`] among them.
    pub catalog: Arc<Catalog>,
    /// The way out for mail.
    pub mailer: Mailer,
    /// All permissions there are and who has them to begin with: those of every
    /// module's manifest and those of [`permissions`].
    pub book: Book,
    /// What salons can switch on.
    pub shelf: Shelf,
    /// What an operator sets.
    pub settings: Settings,
    /// The hosts of the region.
    pub roster: Arc<Roster>,
    /// Which features fail.
    pub health: Arc<Health>,
    /// What features keep.
    pub tables: Arc<Tables>,
    /// How often something was forgotten of what hosts remember for a moment; shared by all regions of a process
    /// that stand on one store.
    pub forgotten: Forgotten,
    /// Who tells features what happened.
    pub teller: Arc<Teller>,
}

/// The region. One per host; everything in it may be asked at the same time.
pub struct Region {
    store: Store,
    clock: Arc<dyn Clock>,
    keys: Arc<dyn RegionKeys>,
    catalog: Arc<Catalog>,
    mailer: Mailer,
    book: Book,
    shelf: Shelf,
    settings: Settings,
    roster: Arc<Roster>,
    health: Arc<Health>,
    tables: Arc<Tables>,
    teller: Arc<Teller>,
    passwords: Passwords,
    cache: Cache,
}

impl Region {
    /// A region of these parts.
    pub fn new(parts: Parts) -> Self {
        Self {
            store: Store::new(parts.engine),
            cache: Cache::new(parts.clock.clone(), parts.forgotten),
            passwords: Passwords::new(parts.settings.hashing_at_once),
            clock: parts.clock,
            keys: parts.keys,
            catalog: parts.catalog,
            mailer: parts.mailer,
            book: parts.book,
            shelf: parts.shelf,
            settings: parts.settings,
            roster: parts.roster,
            health: parts.health,
            tables: parts.tables,
            teller: parts.teller,
        }
    }

    /// Forgets who may do what, here at once and on every other host before it returns:
    /// what they remember they remember for a moment, so that moment is waited for.
    async fn forget_everywhere(&self) {
        self.cache.forget();
        if self.roster.has_others().await {
            tokio::time::sleep(cache::MOMENT).await;
        }
    }

    /// Name of the one cookie. Its value goes to [`Region::authenticate_session`].
    pub fn session_cookie(&self) -> &'static str {
        if self.settings.is_over_tls() {
            SESSION_COOKIE_OVER_TLS
        } else {
            SESSION_COOKIE
        }
    }

    /// Waits until mails under way are gone; to be called when the host stops.
    pub async fn drain(&self) {
        self.mailer.drain().await;
    }

    async fn name_of(&self, actor: &str) -> Result<Option<String>> {
        let Some((kind, id)) = actor.split_once(':') else {
            return Ok(None);
        };
        let Ok(id) = id.parse() else {
            return Ok(None);
        };
        Ok(match kind {
            "user" => self.store.user_name(id).await?,
            "token" => self.store.token_name(id).await?,
            _ => None,
        })
    }
}

impl Directory for Region {
    fn names<'a>(&'a self, actors: &'a [String]) -> BoxFuture<'a, Result<HashMap<String, String>>> {
        Box::pin(async move {
            let mut names = HashMap::new();
            for actor in actors {
                if !names.contains_key(actor)
                    && let Some(name) = self.name_of(actor).await?
                {
                    names.insert(actor.clone(), name);
                }
            }
            Ok(names)
        })
    }
}

/// The permissions that the region itself asks for.
pub fn permissions() -> Vec<Permission> {
    let permission = |name: &str, roles: &[&str]| Permission {
        name: name.to_owned(),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
    };
    vec![
        permission("users.manage", &["owner"]),
        permission("tokens.manage", &["owner"]),
        permission("features.manage", &["owner"]),
    ]
}

/// The texts of the region's pages, mails and errors.
pub fn texts() -> Vec<Source> {
    macro_rules! file {
        ($locale:expr, $code:literal) => {
            (
                $locale,
                "region.ftl",
                include_str!(concat!("../../locale/", $code, "/region.ftl")),
            )
        };
    }
    vec![
        file!(Locale::En, "en"),
        file!(Locale::De, "de"),
        file!(Locale::Nl, "nl"),
        file!(Locale::Pl, "pl"),
        file!(Locale::It, "it"),
    ]
}

/// The JSON doors, paths below `/api/v1/salons/{salon}`. Handlers take the
/// `Call` and `Extension<Arc<Region>>`.
pub fn api() -> (Router, utoipa::openapi::OpenApi) {
    api::routes()
}

/// The pages of no salon, paths from the root: `/`, `/sign-in`, `/sign-out`,
/// `/start`, `/recovery`, `/invitations`, `/account`, `/salons`. Handlers take
/// `Extension<Arc<Region>>`, `Option<Extension<Arc<Access>>>` and
/// `Extension<ClientAddress>`; answers are whole pages.
pub fn pages() -> Router {
    pages::plain()
}

/// The areas of a salon's settings that the region brings.
pub fn areas() -> Vec<kartoteka_plugin::manifest::Area> {
    pages::areas()
}

/// The pages of a salon, paths below `/{salon}`: `settings/users` and so on.
/// Handlers take the `Call` and `Extension<Arc<Region>>`; answers are
/// [`kartoteka_plugin::Page`]s.
pub fn salon_pages() -> Router {
    pages::in_salon()
}
