//! A machine that slept, however short, was out of its officer's sight: who opens it again is asked for
//! the password. Nothing is shown or recorded before, for every command looks here first.

use std::sync::Arc;
use std::time::Duration;

use protocol::commands::ChangeTag;

use crate::config::DeskConfig;
use crate::desk::State;
use crate::errors::Fault;
use crate::routine::Routine;
use crate::signal::Signal;

/// How often it is looked.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// The two clocks are not read at the same instant; nobody wakes a machine within that.
const SLEPT_MIN: Duration = Duration::from_millis(500);

impl State {
    /// Locks the screen if the machine has slept since this was asked before; `slept` is how long it
    /// has in all.
    pub(crate) fn lock_after_sleep(&mut self, slept: Duration) {
        if has_slept(self.slept, slept) {
            self.locked = self.officer.is_some();
        }
        self.slept = slept;
    }
}

fn has_slept(before: Duration, now: Duration) -> bool {
    now.saturating_sub(before) >= SLEPT_MIN
}

/// Tells the window when the machine has woken up.
pub(crate) fn start_waking(config: &DeskConfig) -> Result<Routine, Fault> {
    let (clock, changes) = (Arc::clone(&config.clock), Arc::clone(&config.changes));
    let mut before = clock.slept();
    let look = move || {
        let slept = clock.slept();
        if has_slept(before, slept) {
            changes(&[ChangeTag::App]);
        }
        before = slept;
        LOOK_EVERY
    };
    Routine::start(
        config.pace,
        "motcua-waking",
        Arc::new(Signal::default()),
        look,
    )
}
