//! How much of everything.

/// The sizes of a run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    /// Clients of the one large salon; rows of its list.
    pub(crate) clients: usize,
    /// Find requests of each kind, one after the other.
    pub(crate) finds: usize,
    /// Find requests at the set pace.
    pub(crate) paced_finds: usize,
    /// Cards read by id.
    pub(crate) cards: usize,
    /// Clients registered.
    pub(crate) registrations: usize,
    /// Card pages shown.
    pub(crate) pages: usize,
    /// Small salons.
    pub(crate) salons: usize,
    /// Clients of each.
    pub(crate) salon_clients: usize,
    /// Starts of the host.
    pub(crate) starts: usize,
}

impl Scale {
    /// The sizes that the figures are reached for at.
    pub(crate) const FULL: Self = Self {
        clients: 100_000,
        finds: 600,
        paced_finds: 4_000,
        cards: 60_000,
        registrations: 20_000,
        pages: 4_000,
        salons: 2_000,
        salon_clients: 1_000,
        starts: 20,
    };

    /// A twentieth, to see that everything works.
    pub(crate) const QUICK: Self = Self {
        clients: 5_000,
        finds: 30,
        paced_finds: 400,
        cards: 3_000,
        registrations: 1_000,
        pages: 200,
        salons: 100,
        salon_clients: 50,
        starts: 3,
    };
}
