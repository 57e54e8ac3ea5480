//! The clerk looks after the codes whenever synchronisation has brought something: slips get theirs,
//! days that are over give their rest back, the witness is kept.

use std::sync::Arc;
use std::time::Duration;

use domain::time::Timestamp;
use platform::clock::Clock;
use protocol::commands::ChangeTag;
use store::Store;

use super::assign_codes::assign_codes;
use super::give_back::give_back;
use super::on_demand::OnDemand;
use super::witness::Witness;
use crate::catalogue::BooksCache;
use crate::config::Changes;
use crate::enrolment::Enrolment;
use crate::errors::{Fault, chain};
use crate::pace::Pace;
use crate::routine::Routine;
use crate::signal::Signal;

/// How often it looks without being woken.
const LOOK_EVERY: Duration = Duration::from_secs(60);

/// What the clerk works with.
pub(crate) struct ClerkDesk {
    pub(crate) store: Arc<Store>,
    pub(crate) books: Arc<BooksCache>,
    pub(crate) enrolment: Arc<Enrolment>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) changes: Changes,
    pub(crate) witness: Arc<Witness>,
    pub(crate) on_demand: OnDemand,
    /// Wakes the sync worker.
    pub(crate) send: Box<dyn Fn() + Send>,
    /// Whether it goes by itself.
    pub(crate) pace: Pace,
}

impl ClerkDesk {
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

/// Starts the clerk.
pub(crate) fn start(desk: ClerkDesk, signal: Arc<Signal>) -> Result<Routine, Fault> {
    let pace = desk.pace;
    let turn = move || {
        look(&desk);
        close_days(&desk);
        desk.witness.look(desk.now());
        LOOK_EVERY
    };
    Routine::start(pace, "motcua-clerk", signal, turn)
}

fn look(desk: &ClerkDesk) {
    match assign_codes(desk) {
        Ok(0) => {}
        Ok(given) => {
            tracing::info!(given, "temporary slips have their official code");
            (desk.changes)(&[ChangeTag::Dossiers, ChangeTag::Strip, ChangeTag::Sync]);
            (desk.send)();
        }
        Err(fault) => tracing::warn!(error = %chain(&fault), "no code was assigned"),
    }
}

fn close_days(desk: &ClerkDesk) {
    match give_back(desk) {
        Ok(0) => {}
        Ok(leases) => {
            tracing::info!(leases, "days are over: numbers go back");
            desk.witness.look(desk.now());
            (desk.send)();
        }
        Err(fault) => tracing::warn!(error = %chain(&fault), "no numbers went back"),
    }
}
