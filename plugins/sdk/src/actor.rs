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

impl Actor {
    /// The same in one piece of memory: `user:…`, as the journal has it.
    pub fn text(&self) -> String {
        let (kind, id) = match self {
            Self::User(id) => ("user:", id),
            Self::Token(id) => ("token:", id),
            Self::Plugin(id) => return ["plugin:", id].concat(),
            Self::System => return "system".to_owned(),
        };
        let mut room = Uuid::encode_buffer();
        [kind, id.hyphenated().encode_lower(&mut room)].concat()
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}
