//! Who someone is, and what they may do in which salon.

use std::{collections::HashMap, str::FromStr};

use kartoteka_plugin::{Actor, Locale, Permissions, manifest::Permission};
use uuid::Uuid;

/// A role: a name for a set of permissions, which a salon may change for all but
/// its owners.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
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
}

impl Book {
    /// A book of these permissions, in the order in which they are shown.
    pub fn new(permissions: Vec<Permission>) -> Self {
        Self { permissions }
    }

    /// Their names, in the order in which they are shown.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.permissions.iter().map(|p| p.name.as_str())
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
