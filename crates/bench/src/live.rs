//! A word now and then on standard error, so that nobody takes a long measurement for a hang.

use std::time::{Duration, Instant};

/// How often something is said at most.
const EVERY: Duration = Duration::from_secs(10);

/// Progress of one long step.
pub(crate) struct Progress {
    what: &'static str,
    of: u32,
    said: Instant,
}

impl Progress {
    pub(crate) fn new(what: &'static str, of: u32) -> Self {
        Self {
            what,
            of,
            said: Instant::now(),
        }
    }

    pub(crate) fn reached(&mut self, count: u32) {
        if self.said.elapsed() >= EVERY {
            self.said = Instant::now();
            crate::complain(&format!("{count} of {} {}", self.of, self.what));
        }
    }
}
