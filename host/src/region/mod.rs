//! What belongs to the region and not to a salon: the salons themselves, users,
//! roles, sign-in, sessions, tokens.
//!
//! One operation a file; all SQL is in `store`; the doors (`api`, `pages`) hold
//! no rule.

mod access;
mod mail;
mod salon;
mod token;
mod user;

pub use access::{Access, Book, Role};
pub use mail::{MailSettings, MailTls, Mailer};
pub use salon::NewSalon;
pub use token::{NewToken, TokenMaker};
pub use user::NewUser;

use std::{collections::HashMap, net::IpAddr, sync::Arc, time::Duration};

use axum::Router;
use kartoteka_plugin::{
    BoxFuture, Error, Result, Salon,
    call::{Clock, Directory},
    db::Engine,
    keys::Keys,
    manifest::{Migrations, Permission},
    text::{Catalog, Source},
};
use uuid::Uuid;

/// Name of the one cookie. Its value goes to [`Region::authenticate_session`].
pub const SESSION_COOKIE: &str = "kartoteka_session";

/// Tables of the region, for SQLite's `region.db`.
pub const SQLITE_MIGRATIONS: Migrations = &[];

/// Tables of the region, for PostgreSQL; none has a column `salon_id`, so that
/// the policies of salons do not touch them.
pub const POSTGRES_MIGRATIONS: Migrations = &[];

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
    /// What an operator sets.
    pub settings: Settings,
}

/// The region. One per host; everything in it may be asked at the same time.
pub struct Region {
    parts: Parts,
}

impl Region {
    /// A region of these parts.
    pub fn new(parts: Parts) -> Self {
        Self { parts }
    }

    /// The salon of this slug; remembered for two seconds at most, because another
    /// host may have changed it.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn salon_by_slug(&self, _slug: &str) -> Result<Option<Arc<Salon>>> {
        Err(self.unfinished())
    }

    /// All salons, by slug.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn salons(&self) -> Result<Vec<Salon>> {
        Err(self.unfinished())
    }

    /// The wrapped key of a salon, as [`RegionKeys::new_salon_key`] gave it.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn salon_key(&self, _salon: Uuid) -> Result<Option<Vec<u8>>> {
        Err(self.unfinished())
    }

    /// Makes a salon, its wrapped key with it.
    ///
    /// # Errors
    /// 422 with fields `/slug`, `/name`, `/country`, `/locale`, `/time_zone`; 409
    /// `slug_taken`.
    pub async fn create_salon(&self, _new: NewSalon) -> Result<Salon> {
        Err(self.unfinished())
    }

    /// Makes a user and gives the id; in no salon yet.
    ///
    /// # Errors
    /// 422 with fields `/email`, `/name`, `/password`; 409 `email_taken`.
    pub async fn create_user(&self, _new: NewUser) -> Result<Uuid> {
        Err(self.unfinished())
    }

    /// The user of this e-mail address.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn user_by_email(&self, _email: &str) -> Result<Option<Uuid>> {
        Err(self.unfinished())
    }

    /// Lets a user into a salon, or changes the role there; for the operator.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn set_member(&self, _salon: Uuid, _user: Uuid, _role: Role) -> Result<()> {
        Err(self.unfinished())
    }

    /// Makes a token of a salon and gives its text, which is not kept.
    ///
    /// # Errors
    /// 422 with fields `/name`, `/permissions`.
    pub async fn create_token(&self, _salon: Uuid, _new: NewToken) -> Result<String> {
        Err(self.unfinished())
    }

    /// Who has this token (the text after `Bearer `), if it is alive. Remembered
    /// for two seconds at most.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn authenticate_token(&self, _token: &str) -> Result<Option<Arc<Access>>> {
        Err(self.unfinished())
    }

    /// Whose session this is (the value of [`SESSION_COOKIE`]), if it is alive.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn authenticate_session(&self, _cookie: &str) -> Result<Option<Arc<Access>>> {
        Err(self.unfinished())
    }

    /// The one-time code of the first start while there is no user: a fresh one, to
    /// be printed with the address `/start`. None once there is a user.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn setup_code(&self) -> Result<Option<String>> {
        Err(self.unfinished())
    }

    /// Removes what has expired; to be called about once an hour.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn sweep(&self) -> Result<()> {
        Err(self.unfinished())
    }

    /// Waits until mails under way are gone; to be called when the host stops.
    pub async fn drain(&self) {}

    fn unfinished(&self) -> Error {
        Error::internal(format!("not built yet ({})", self.parts.clock.now()))
    }
}

impl Directory for Region {
    fn names<'a>(
        &'a self,
        _actors: &'a [String],
    ) -> BoxFuture<'a, Result<HashMap<String, String>>> {
        Box::pin(async { Err(self.unfinished()) })
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
    ]
}

/// The texts of the region's pages, mails and errors.
pub fn texts() -> Vec<Source> {
    Vec::new()
}

/// The JSON doors, paths below `/api/v1/salons/{salon}`. Handlers take the
/// `Call` and `Extension<Arc<Region>>`.
pub fn api() -> (Router, utoipa::openapi::OpenApi) {
    (Router::new(), utoipa::openapi::OpenApi::default())
}

/// The pages of no salon, paths from the root: `/`, `/sign-in`, `/sign-out`,
/// `/start`, `/recovery`, `/invitations`, `/account`, `/salons`. Handlers take
/// `Extension<Arc<Region>>`, `Option<Extension<Arc<Access>>>` and
/// `Extension<ClientAddress>`; answers are whole pages.
pub fn pages() -> Router {
    Router::new()
}

/// The pages of a salon, paths below `/{salon}`: `settings/users` and so on.
/// Handlers take the `Call` and `Extension<Arc<Region>>`; answers are
/// [`kartoteka_plugin::Page`]s.
pub fn salon_pages() -> Router {
    Router::new()
}
