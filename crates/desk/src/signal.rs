//! How a thread of the desk sleeps: until it is woken, stopped, or the time has passed.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use crate::open::lock;

/// Wakes and stops one thread.
#[derive(Default)]
pub(crate) struct Signal {
    state: Mutex<Woken>,
    condition: Condvar,
}

#[derive(Default)]
struct Woken {
    wake: bool,
    stop: bool,
}

impl Signal {
    pub(crate) fn wake(&self) {
        lock(&self.state).wake = true;
        self.condition.notify_one();
    }

    pub(crate) fn stop(&self) {
        lock(&self.state).stop = true;
        self.condition.notify_one();
    }

    /// Waits to be woken or for the time to pass; false when it is over.
    pub(crate) fn wait(&self, limit: Duration) -> bool {
        let idle = |woken: &mut Woken| !woken.wake && !woken.stop;
        let waited = self
            .condition
            .wait_timeout_while(lock(&self.state), limit, idle);
        let mut woken = waited.unwrap_or_else(PoisonError::into_inner).0;
        woken.wake = false;
        let goes_on = !woken.stop;
        drop(woken);
        goes_on
    }
}
