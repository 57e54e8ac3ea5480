//! Guards that the simulator can switch off, one at a time, to prove that it would notice: a test
//! that finds nothing when a guard is gone proves nothing while it is there.
//!
//! The product passes [`Mutation::NONE`] and nothing else. Only `testkit` makes another one.

/// A guard of the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// The centre: an event that is held already takes effect once (I3).
    Idempotency,
    /// The centre: a push that skips is refused (I4).
    GapCheck,
    /// The centre: one counter row per feed, raised in the transaction that brings the events (I7).
    FeedCounter,
    /// The desk: a dossier is folded in the centre's order, its own pending events last.
    Rebase,
    /// The desk: a database older than its mark gives no official number (I6).
    HighWaterMark,
}

impl Guard {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Idempotency,
        Self::GapCheck,
        Self::FeedCounter,
        Self::Rebase,
        Self::HighWaterMark,
    ];
}

/// The guard that is switched off, if any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mutation(Option<Guard>);

impl Mutation {
    /// Every guard stands.
    pub const NONE: Self = Self(None);

    /// `guard` is switched off. For the simulator alone.
    #[doc(hidden)]
    #[must_use]
    pub const fn of_the_simulator(guard: Guard) -> Self {
        Self(Some(guard))
    }

    /// Whether `guard` stands.
    #[must_use]
    pub fn keeps(self, guard: Guard) -> bool {
        self.0 != Some(guard)
    }
}
