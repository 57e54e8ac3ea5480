//! What a desk said had changed: tests wait for it instead of sleeping.

use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use desk::Changes;

/// Longest wait of a test for something that must happen.
const WAIT_MAX: Duration = Duration::from_secs(40);
/// A state is looked at again at least this often, also when nothing was announced.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// Counts announcements.
#[derive(Clone, Default)]
pub struct ChangeLog(Arc<(Mutex<u64>, Condvar)>);

impl ChangeLog {
    /// The sink a desk is started with.
    #[must_use]
    pub fn sink(&self) -> Changes {
        let shared = Arc::clone(&self.0);
        Arc::new(move |_tags| {
            let (count, condition) = &*shared;
            let mut now = count.lock().expect("no test thread panicked here");
            *now += 1;
            drop(now);
            condition.notify_all();
        })
    }

    /// Waits until `look` gives something; `what` names it when it never comes.
    pub fn wait_for<T>(&self, what: &str, mut look: impl FnMut() -> Option<T>) -> T {
        let (count, condition) = &*self.0;
        let end = Instant::now() + WAIT_MAX;
        loop {
            let seen = *count.lock().expect("no test thread panicked here");
            if let Some(found) = look() {
                return found;
            }
            assert!(Instant::now() < end, "waited {WAIT_MAX:?} in vain: {what}");
            let held = count.lock().expect("no test thread panicked here");
            drop(condition.wait_timeout_while(held, LOOK_EVERY, |now| *now == seen));
        }
    }
}
