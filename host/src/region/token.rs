//! Tokens for programs.

use uuid::Uuid;

/// Who makes a token, and so what it can do at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenMaker {
    /// The operator: all that an owner may do.
    Operator,
    /// A user of the salon: what they may do, for as long as they may.
    User(Uuid),
}

/// A token to be made.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// What it is for, in the salon's words.
    pub name: String,
    /// Who makes it.
    pub maker: TokenMaker,
    /// What it may do; none given: all that its maker may.
    pub permissions: Option<Vec<String>>,
}
