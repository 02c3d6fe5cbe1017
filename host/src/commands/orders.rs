//! What an operator can order, of this process or of the host that runs.

use std::{path::PathBuf, sync::Arc};

use chrono::TimeDelta;
use kartoteka_plugin::{Error, Salon};
use ring::rand::{SecureRandom as _, SystemRandom};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::import;
use crate::{
    host::Host,
    http::Front,
    region::{NewSalon, NewToken, NewUser, Role, TokenMaker},
};

/// An order.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "order", rename_all = "snake_case")]
pub(crate) enum Order {
    CreateSalon {
        slug: String,
        name: String,
        country: Option<String>,
        locale: Option<String>,
        time_zone: Option<String>,
    },
    CreateUser {
        email: String,
        name: String,
        salon: Option<String>,
        role: String,
    },
    CreateToken {
        salon: String,
        name: String,
        permissions: Vec<String>,
        days: Option<u16>,
    },
    DisableUser {
        email: String,
    },
    EnableUser {
        email: String,
    },
    ResetSecondFactor {
        email: String,
    },
    Import {
        salon: String,
        file: PathBuf,
        dry_run: bool,
    },
    /// To look at the plugin folder.
    TakeOver,
}

/// Says how far an order has come.
pub(crate) type Say<'a> = &'a mut (dyn FnMut(&str) + Send);

impl Order {
    /// Carries it out and gives what belongs on standard output.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub(crate) async fn execute(self, front: &Arc<Front>, say: Say<'_>) -> Result<String, String> {
        let host = front.host();
        match self {
            Self::CreateSalon {
                slug,
                name,
                country,
                locale,
                time_zone,
            } => {
                let country = country.unwrap_or_else(|| host.config.salons.country.clone());
                let new = NewSalon {
                    slug,
                    name,
                    country,
                    locale,
                    time_zone,
                };
                let salon = create_salon(host, new).await?;
                say(&format!(
                    "{} is at {}/{}",
                    salon.name, host.public_url, salon.slug
                ));
                Ok(String::new())
            }
            Self::CreateUser {
                email,
                name,
                salon,
                role,
            } => create_user(host, email, name, salon, &role, say).await,
            Self::CreateToken {
                salon,
                name,
                permissions,
                days,
            } => {
                let salon = salon_of(host, &salon).await?;
                let now = host.salons.shared().clock.now();
                let new = NewToken {
                    name,
                    maker: TokenMaker::Operator,
                    permissions: (!permissions.is_empty()).then_some(permissions),
                    expires_at: days.map(|days| now + TimeDelta::days(days.into())),
                };
                let token = host.region.create_token(salon.id, new).await;
                token.map_err(|error| host.sentence(&error))
            }
            Self::DisableUser { email } => {
                let user = user_of(host, &email).await?;
                let outcome = host.region.disable_account(user).await;
                told(host, outcome, say, &format!("{email} is disabled"))
            }
            Self::EnableUser { email } => {
                let user = user_of(host, &email).await?;
                let outcome = host.region.enable_account(user).await;
                told(host, outcome, say, &format!("{email} is enabled"))
            }
            Self::ResetSecondFactor { email } => {
                let user = user_of(host, &email).await?;
                let outcome = host.region.reset_second_factor(user).await;
                let done = format!("{email} signs in without a second factor");
                told(host, outcome, say, &done)
            }
            Self::Import {
                salon,
                file,
                dry_run,
            } => {
                let salon = salon_of(host, &salon).await?;
                import::run(front, &salon, &file, dry_run, say).await
            }
            // Nothing runs that anything could take over from.
            Self::TakeOver => Ok(String::new()),
        }
    }
}

/// Makes a salon with its place in the store.
pub(super) async fn create_salon(host: &Host, new: NewSalon) -> Result<Arc<Salon>, String> {
    let made = async {
        let salon = Arc::new(host.region.create_salon(new).await?);
        host.salons.of(&salon).await?;
        Ok::<_, Error>(salon)
    };
    made.await.map_err(|error| host.sentence(&error))
}

/// The salon of this slug.
pub(super) async fn salon_of(host: &Host, slug: &str) -> Result<Arc<Salon>, String> {
    let salon = host.region.salon_by_slug(slug).await;
    let salon = salon.map_err(|error| host.sentence(&error))?;
    salon.ok_or_else(|| format!("there is no salon {slug}"))
}

/// The user of this address.
async fn user_of(host: &Host, email: &str) -> Result<Uuid, String> {
    let user = host.region.user_by_email(email).await;
    let user = user.map_err(|error| host.sentence(&error))?;
    user.ok_or_else(|| format!("nobody signs in with {email}"))
}

/// Says what was done; nothing of it belongs on standard output.
fn told(
    host: &Host,
    outcome: kartoteka_plugin::Result<()>,
    say: Say<'_>,
    done: &str,
) -> Result<String, String> {
    outcome.map_err(|error| host.sentence(&error))?;
    say(done);
    Ok(String::new())
}

async fn create_user(
    host: &Host,
    email: String,
    name: String,
    salon: Option<String>,
    role: &str,
    say: Say<'_>,
) -> Result<String, String> {
    let sentence = |error: Error| host.sentence(&error);
    let role: Role = role
        .parse()
        .map_err(|()| format!("{role} is no role: owner, manager, staff"))?;
    let salon = match salon {
        Some(slug) => Some(salon_of(host, &slug).await?),
        None => None,
    };
    let known = host.region.user_by_email(&email).await.map_err(sentence)?;
    let (user, password) = match (known, &salon) {
        (Some(_), None) => return Err(format!("{email} is known already")),
        (Some(user), Some(_)) => (user, String::new()),
        (None, _) => {
            let password = password()?;
            let new = NewUser {
                email: email.clone(),
                name,
                password: password.clone(),
                // As the salon speaks: who comes to a Polish one reads Polish.
                locale: Some(
                    salon
                        .as_ref()
                        .map_or(host.config.salons.locale, |s| s.locale),
                ),
            };
            (
                host.region.create_user(new).await.map_err(sentence)?,
                password,
            )
        }
    };
    if let Some(salon) = salon {
        let member = host.region.set_member(salon.id, user, role).await;
        member.map_err(sentence)?;
        say(&format!("{email} is {} of {}", role.code(), salon.name));
    }
    if !password.is_empty() {
        say("The password, shown this once:");
    }
    Ok(password)
}

/// A password of 80 bits that can be read out.
pub(super) fn password() -> Result<String, String> {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut bytes = [0; 16];
    let filled = SystemRandom::new().fill(&mut bytes);
    filled.map_err(|_| "no randomness can be had".to_owned())?;
    let mut password = String::with_capacity(19);
    for (at, byte) in bytes.iter().enumerate() {
        if at > 0 && at % 4 == 0 {
            password.push('-');
        }
        let letter = LETTERS.get(usize::from(byte & 31)).copied();
        password.push(letter.map_or('x', char::from));
    }
    Ok(password)
}
