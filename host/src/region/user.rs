//! Users of the region.

/// A user to be made.
#[derive(Clone, Default)]
pub struct NewUser {
    /// The address to sign in with.
    pub email: String,
    /// Their name.
    pub name: String,
    /// The password as typed.
    pub password: String,
    /// The language of their pages, if they chose one.
    pub locale: Option<kartoteka_plugin::Locale>,
}
