//! Who someone is, and what they may do in which salon.

use std::{collections::HashMap, str::FromStr};

use kartoteka_plugin::{Actor, Features, Locale, Permissions, Result, manifest::Permission};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::Region;

/// A role: a name for a set of permissions, which a salon may change for all but
/// its owners.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// May do everything.
    Owner,
    /// Leads the salon day by day.
    Manager,
    /// Serves clients.
    Staff,
}

impl Role {
    /// All of them, the mightiest first.
    pub const ALL: [Self; 3] = [Self::Owner, Self::Manager, Self::Staff];

    /// `owner`, `manager`, `staff`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Manager => "manager",
            Self::Staff => "staff",
        }
    }
}

impl FromStr for Role {
    type Err = ();
    fn from_str(code: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|r| r.code() == code).ok_or(())
    }
}

/// All permissions there are, and the roles that have them to begin with.
#[derive(Debug, Clone, Default)]
pub struct Book {
    permissions: Vec<Permission>,
    /// Whose a permission is, where that can be switched off.
    features: HashMap<String, String>,
}

impl Book {
    /// A book of these permissions, in the order in which they are shown.
    pub fn new(permissions: Vec<Permission>) -> Self {
        Self {
            permissions,
            features: HashMap::new(),
        }
    }

    /// With the permissions of a feature, shown after the others.
    pub fn add_feature(&mut self, feature: &str, permissions: &[Permission]) {
        for permission in permissions {
            let owner = feature.to_owned();
            self.features.insert(permission.name.clone(), owner);
            self.permissions.push(permission.clone());
        }
    }

    /// The names of those that mean something where `features` are on.
    pub fn names_with<'a>(&'a self, features: &'a Features) -> impl Iterator<Item = &'a str> {
        let means = |name: &&str| self.features.get(*name).is_none_or(|f| features.is_on(f));
        self.names().filter(means)
    }

    /// Their names, in the order in which they are shown.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.permissions.iter().map(|p| p.name.as_str())
    }

    /// Whether there is such a permission.
    pub fn has(&self, permission: &str) -> bool {
        self.names().any(|name| name == permission)
    }

    /// What a role may do where no salon has changed it. An owner may do all.
    pub fn of(&self, role: Role) -> Permissions {
        let has =
            |p: &&Permission| role == Role::Owner || p.roles.iter().any(|name| name == role.code());
        self.permissions
            .iter()
            .filter(has)
            .map(|p| p.name.as_str())
            .collect()
    }
}

/// Someone known, by a session or a token.
#[derive(Debug, Clone)]
pub struct Access {
    /// Who acts.
    pub actor: Actor,
    /// The user behind the session; for a token its maker, if a user made it.
    pub user: Option<Uuid>,
    /// The session, where it is one.
    pub session: Option<Uuid>,
    /// The user's name, or the token's.
    pub name: String,
    /// The language the user chose.
    pub locale: Option<Locale>,
    /// What they may do, per salon they belong to.
    pub(super) salons: HashMap<Uuid, Permissions>,
}

impl Access {
    /// What they may do in this salon. None where they do not belong to it: every
    /// door of it answers 404 then.
    pub fn permissions_in(&self, salon: Uuid) -> Option<Permissions> {
        self.salons.get(&salon).cloned()
    }
}

/// A difference between a salon's role and the manifests: a permission given or taken.
pub(super) type RoleChange = (Role, String, bool);

impl Region {
    /// What a role may do in a salon that has changed it so.
    pub(super) fn role_permissions(&self, role: Role, changes: &[RoleChange]) -> Permissions {
        let plain = self.book.of(role);
        if role == Role::Owner {
            return plain;
        }
        let change = |name: &str| {
            let found = changes.iter().find(|(r, p, _)| *r == role && p == name);
            found.map(|(.., granted)| *granted)
        };
        let has = |name: &&str| change(name).unwrap_or_else(|| plain.allow(name));
        self.book.names().filter(has).collect()
    }

    /// What a user may do, per salon.
    pub(super) async fn permissions_of(&self, user: Uuid) -> Result<HashMap<Uuid, Permissions>> {
        let mut salons = HashMap::new();
        for (salon, role) in self.store.memberships(user).await? {
            let permissions = self.permissions_as(salon, role).await?;
            salons.insert(salon, permissions);
        }
        Ok(salons)
    }

    /// What a role may do in a salon.
    pub(super) async fn permissions_as(&self, salon: Uuid, role: Role) -> Result<Permissions> {
        let changes = match role {
            Role::Owner => Vec::new(),
            _ => self.store.role_changes(salon).await?,
        };
        Ok(self.role_permissions(role, &changes))
    }
}
