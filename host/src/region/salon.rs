//! Salons of the region.

/// A salon to be made.
#[derive(Debug, Clone, Default)]
pub struct NewSalon {
    /// The word in its addresses; `[a-z][a-z0-9]*(-[a-z0-9]+)*`, 40 letters at most.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// `de`; the country's own where absent.
    pub locale: Option<String>,
    /// `Europe/Berlin`; the country's own where absent.
    pub time_zone: Option<String>,
}
