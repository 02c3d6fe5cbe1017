//! Who acts.

use std::fmt;

use uuid::Uuid;

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Someone signed in.
    User(Uuid),
    /// A program with a token.
    Token(Uuid),
    /// A module acting by itself.
    Plugin(String),
    /// The operator's command line or the host.
    System,
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(id) => write!(f, "user:{id}"),
            Self::Token(id) => write!(f, "token:{id}"),
            Self::Plugin(id) => write!(f, "plugin:{id}"),
            Self::System => f.write_str("system"),
        }
    }
}
