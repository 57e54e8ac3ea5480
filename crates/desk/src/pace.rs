//! At what pace the desk's own threads go: by themselves, or one activation at a time at the call
//! of the simulator (`testkit`), whose runs must repeat exactly. What an activation does is the same.

use std::sync::Arc;

use domain::mutation::Mutation;
use store::Store;
use sync::SyncError;

use crate::desk::Desk;
use crate::open::{Open, lock};

/// Whether the desk's threads go by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pace {
    /// They do.
    #[default]
    Running,
    /// There are none; a guard may be switched off.
    Stepped(Mutation),
}

impl Pace {
    pub(crate) const fn is_stepped(self) -> bool {
        matches!(self, Self::Stepped(_))
    }

    pub(crate) const fn mutation(self) -> Mutation {
        match self {
            Self::Running => Mutation::NONE,
            Self::Stepped(mutation) => mutation,
        }
    }
}

/// For a desk whose pace is [`Pace::Stepped`]. Nothing happens while it is closed.
#[doc(hidden)]
impl Desk {
    /// One activation of the synchronisation.
    pub fn step_sync(&self) -> Option<Result<(), SyncError>> {
        self.opened()?.worker.step()
    }

    /// One turn of the clerk who puts official codes in the place of temporary ones.
    pub fn step_codes(&self) {
        if let Some(open) = self.opened() {
            open.clerk.step();
        }
    }

    /// One turn of the print worker.
    pub fn step_print(&self) {
        if let Some(open) = self.opened() {
            open.printing.step();
        }
    }

    /// What the desk recorded, to be looked at.
    pub fn opened_store(&self) -> Option<Arc<Store>> {
        Some(Arc::clone(&self.opened()?.store))
    }

    fn opened(&self) -> Option<Arc<Open>> {
        lock(&self.state).open.clone()
    }
}
